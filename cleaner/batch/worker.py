"""In a working process: its first moments, and what it does with what it is sent."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from cleaner.errors import InstallationError

T_contra = TypeVar("T_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class Work(Protocol[T_contra, R_co]):
    """What is done with each thing. Can be pickled; is sent to a process once, when it starts."""

    def check(self) -> None:
        """Try out that this installation can do the work. Raises if not, and the run stops."""

    def __call__(self, thing: T_contra, /) -> R_co:
        """Do it. What this raises costs the one thing."""


@dataclass(slots=True)
class _Here:
    """What this process was started for."""

    sent: bytes = b""  # the work, as it came
    work: Work[Any, Any] | None = None
    defect: str = field(default="not started")


_here = _Here()  # a process of the pool has one job from its first to its last moment


def receive(work: bytes) -> None:
    """Keep the work, pickled, until all else is ready."""
    _here.sent = work


def start(megabytes: int, parent: int) -> None:
    """Get a process ready: it dies with its parent, has a limit of memory, and can do the work."""
    _die_with(parent)
    with suppress(ImportError, ValueError, OSError):  # no such limit on this system, or a lower one already
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        work: Work[Any, Any] = pickle.loads(_here.sent)
        _here.sent = b""
        work.check()
    except Exception as error:
        _here.defect = f"{type(error).__name__}: {error}"
    else:
        _here.work, _here.defect = work, ""
        gc.collect()
        gc.freeze()  # the rules stay: no search for garbage need go through them again


def _die_with(parent: int) -> None:
    """End this process when its parent has ended, however that came about."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: works though C code spins
    else:
        import multiprocessing  # noqa: PLC0415

        def watch() -> None:
            if above := multiprocessing.parent_process():
                above.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def do(things: Sequence[Any]) -> list[tuple[bool, Any]]:
    """Work on things one after the other: True and the result, or False and what was wrong."""
    work = _here.work
    if work is None:
        raise InstallationError(f"this installation is broken: {_here.defect}")
    return [_one(work, thing) for thing in things]


def _one(work: Work[Any, Any], thing: Any) -> tuple[bool, Any]:
    try:
        return True, work(thing)
    except InstallationError:
        raise
    except MemoryError:
        return False, "needs more memory than it may have"
    except Exception as error:  # a defect of ours costs one document, not the run
        return False, f"can't be cleaned ({type(error).__name__}: {error})"
