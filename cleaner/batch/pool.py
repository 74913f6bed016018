"""Work in processes of its own, so that what one document does costs that document and nothing else.

The processes are pebble's: of the pools tried it alone ends a process that takes too long and tells when one
has died. This module adds what a batch needs on top: results in order, bounded queues, limits of memory,
documents sent in chunks, and the search for the culprit when a chunk is lost.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, Self, TypeVar, cast

from cleaner.batch.items import LIMITS, Limits, Lost
from cleaner.errors import InstallationError

_CHUNK = 32  # documents sent at once; a message costs some 90 µs, a small document some 1,000
_CHUNK_SIZE = 1 << 18  # bytes sent at once, but for a document that is larger by itself
_AHEAD = 4  # chunks on their way for each process
_AHEAD_SIZE = 1 << 26  # bytes on their way in all
_GRACE = 0.5  # seconds beside the limit in which a document may end by its own clock, which says more
_PATIENCE = 60.0  # seconds beside the limit until a task is taken for lost, or a process for broken

T_contra = TypeVar("T_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
T = TypeVar("T")
R = TypeVar("R")


class Work(Protocol[T_contra, R_co]):
    """What is done with each thing. Can be pickled; is sent to a process once, when it starts."""

    def check(self) -> None:
        """Try out that this installation can do the work. Raises if not, and the run stops."""

    def __call__(self, thing: T_contra, /) -> R_co:
        """Do it. What this raises costs the one thing."""


@dataclass(slots=True)
class _Task(Generic[T]):
    """Things sent to a process together."""

    things: Sequence[T]
    size: int
    future: Any = None
    lost_before: bool = False  # with the process or the pool that had it


class Pool(Generic[T, R]):
    """Processes that do one kind of work. A context; may be used for any number of `map`s, one at a time."""

    def __init__(self, work: Work[T, R], jobs: int, limits: Limits = LIMITS) -> None:
        self._work, self._jobs, self._limits = work, jobs, limits
        self._pool: _Processes | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the processes, whatever they are at."""
        if self._pool is not None:
            self._pool.stop()
            self._pool = None

    def map(
        self, things: Iterable[T], size: Callable[[T], int] = lambda _: 0
    ) -> Iterator[tuple[T, R | Lost]]:
        """Each thing with its result, in order; `size` tells its bytes. Reads only some way ahead.

        Raises InstallationError when no process can be made to work, and what `things` raises.
        """
        ahead: deque[_Task[T]] = deque()
        chunks = _chunks(things, size)
        more = True
        while more or ahead:
            while more and self._has_room(ahead):
                task = next(chunks, None)
                more = task is not None
                if task is not None:
                    self._send(task, ahead)
                    ahead.append(task)
            if ahead:
                yield from self._first(ahead)

    def _has_room(self, ahead: deque[_Task[T]]) -> bool:
        return not ahead or (
            len(ahead) < _AHEAD * self._jobs and sum(task.size for task in ahead) < _AHEAD_SIZE
        )

    def _send(self, task: _Task[T], ahead: deque[_Task[T]]) -> None:
        if self._pool is None:
            self._pool = _Processes(self._work, self._jobs, self._limits)
        try:
            task.future = self._pool.schedule(task.things, self._limits.seconds + _GRACE)
        except RuntimeError:  # broken since we looked
            self._renew([*ahead, task])

    def _renew(self, tasks: Iterable[_Task[T]]) -> None:
        """A new pool, and what the old one has not done sent again. Raises InstallationError."""
        self.stop()
        pool = self._pool = _Processes(self._work, self._jobs, self._limits)
        probe = pool.schedule((), _PATIENCE)
        wait([probe], timeout=_PATIENCE)
        if not probe.done() or isinstance(probe.exception(), BrokenProcessPool):
            raise InstallationError(
                "the working processes end as soon as they start: what they wrote above says why"
            )
        for task in tasks:
            if task.future is None or not task.future.done() or task.future.exception() is not None:
                task.future = pool.schedule(task.things, self._limits.seconds + _GRACE)

    def _first(self, ahead: deque[_Task[T]]) -> Iterator[tuple[T, R | Lost]]:
        """What became of the first task; none yet if it had to be sent again."""
        task = ahead.popleft()
        wait([task.future], timeout=2 * self._limits.seconds + _PATIENCE)
        error = task.future.exception() if task.future.done() else BrokenProcessPool("no answer")
        if error is None:
            for thing, (done, value) in zip(task.things, task.future.result(), strict=True):
                yield thing, value if done else Lost(value)
            return
        if isinstance(error, InstallationError):
            raise error
        # Lost with the pool, or killed from outside: perhaps through no fault of its own.
        innocent = isinstance(error, BrokenProcessPool) or _signal(error) == signal.SIGKILL
        again: list[_Task[T]] = []
        if innocent and not task.lost_before:
            task.lost_before = True
            again = [task]
        elif len(task.things) > 1:
            again = [_Task([thing], task.size // len(task.things)) for thing in task.things]
        else:
            yield task.things[0], Lost(_reason(error, self._limits))
        ahead.extendleft(reversed(again))
        if innocent:
            # The dead may have held the lock of the pipe that all share: only a new pool is sure to work.
            self._renew(ahead)
        else:
            for part in again:
                self._send(part, ahead)


def _chunks(things: Iterable[T], size: Callable[[T], int]) -> Iterator[_Task[T]]:
    chunk: list[T] = []
    total = 0
    for thing in things:
        own = size(thing)
        if chunk and (len(chunk) == _CHUNK or total + own > _CHUNK_SIZE):
            yield _Task(chunk, total)
            chunk, total = [], 0
        chunk.append(thing)
        total += own
    if chunk:
        yield _Task(chunk, total)


def _signal(error: BaseException) -> int:
    """The signal that ended a process, or 0."""
    return max(-(getattr(error, "exitcode", None) or 0), 0)


def _reason(error: BaseException, limits: Limits) -> str:
    if isinstance(error, TimeoutError):
        return f"took longer than {limits.seconds:g} s"
    if number := _signal(error):
        name = signal.Signals(number).name if number in signal.valid_signals() else str(number)
        return f"its process was killed, twice ({name})" if number == signal.SIGKILL else f"crashed ({name})"
    code = getattr(error, "exitcode", None)
    if code is None:
        return f"its process was lost ({type(error).__name__}: {error})"
    return f"its process ended with exit code {code}"


# --- in the parent: starting processes ---------------------------------------------------------------------


class _Processes:
    """A pool of pebble's, from its start to its end."""

    def __init__(self, work: Work[Any, Any], jobs: int, limits: Limits) -> None:
        import multiprocessing  # noqa: PLC0415  (like pebble: one document needs no other process)

        from pebble import ProcessPool  # noqa: PLC0415

        # A fork would copy our threads' locks as they stand.
        self._context: Any = multiprocessing.get_context("spawn")
        self._started: list[Any] = []
        self._stopped = threading.Event()
        self._pool: Any = ProcessPool(
            max_workers=jobs,
            initializer=_start,
            initargs=(work, limits.megabytes, os.getpid()),
            context=cast(Any, self),
        )
        started = threading.Event()

        def keep() -> None:
            """Start the processes in a thread that lasts: Linux ends them with the thread that began them."""
            try:
                assert self._pool.active  # asking starts it
            finally:
                started.set()
            self._stopped.wait()

        with _without_interrupts():
            threading.Thread(target=keep, daemon=True).start()
            started.wait()

    def schedule(self, things: Sequence[Any], seconds: float) -> Any:
        """A future of what `_do` makes of the things. Raises RuntimeError if the pool is broken."""
        return self._pool.schedule(_do, args=(things,), timeout=seconds)

    def stop(self) -> None:
        """End all processes."""
        self._pool.stop()
        for process in self._started:  # pebble takes the locks away first, of which a young process complains
            with suppress(ValueError, AttributeError):  # never begun, or closed
                process.terminate()
        self._pool.join()
        self._stopped.set()

    def Process(self, *args: Any, **options: Any) -> Any:  # noqa: N802  (what pebble asks its context for)
        process = self._context.Process(*args, **options)
        self._started = [*(old for old in self._started if old.is_alive()), process]
        return process

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C goes to us alone: processes and threads begun here inherit that they don't hear it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- in the worker -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Here:
    """What this process was started for."""

    work: Work[Any, Any] | None = None
    defect: str = field(default="not started")


_here = _Here()  # a process of the pool has one job from its first to its last moment


def _start(work: Work[Any, Any], megabytes: int, parent: int) -> None:
    """Get a process ready: it dies with its parent, has a limit of memory, and can do the work."""
    _die_with(parent)
    with suppress(ImportError, ValueError, OSError):  # no such limit on this system, or a lower one already
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        work.check()
    except Exception as error:
        _here.defect = f"{type(error).__name__}: {error}"
    else:
        _here.work, _here.defect = work, ""


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


def _do(things: Sequence[Any]) -> list[tuple[bool, Any]]:
    """Work on things one after the other: True and the result, or False and what was wrong."""
    work = _here.work
    if work is None:
        raise InstallationError(f"this installation does not work: {_here.defect}")
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
