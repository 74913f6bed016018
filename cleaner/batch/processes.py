"""Working processes, from their start to their end, as the parent sees them.

They are pebble's: of the pools tried it alone ends a process that takes too long and tells when one has died.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import spawn
from multiprocessing.context import SpawnProcess
from typing import Any, cast

from pebble import ProcessPool

from cleaner.batch.ahead import without_interrupts
from cleaner.batch.items import Limits
from cleaner.batch.worker import Work, do, start
from cleaner.errors import InstallationError

_LOOK = 0.1  # seconds between two looks whether an answer may still come
_starting = threading.Lock()  # one process at a time, wherever it is started from


class Processes:
    """A pool of pebble's, from its start to its end. Raises InstallationError where none can be started."""

    def __init__(self, work: Work[Any, Any], jobs: int, limits: Limits) -> None:
        if multiprocessing.current_process().daemon:
            raise InstallationError(
                "a daemonic process, as multiprocessing.Pool has them, can start no others; "
                "call Cleaner.clean there, or concurrent.futures.ProcessPoolExecutor in its place"
            )
        # A fork would copy our threads' locks as they stand.
        self._context: Any = multiprocessing.get_context("spawn")
        self._started: list[Process] = []
        self._stopped = threading.Event()
        self._pool: Any = ProcessPool(
            max_workers=jobs,
            initializer=start,
            initargs=(work, limits.megabytes, os.getpid()),
            context=cast(Any, self),
        )
        started = threading.Event()
        errors: list[BaseException] = []

        def keep() -> None:
            """Start the processes in a thread that lasts: Linux ends them with the thread that began them."""
            try:
                assert self._pool.active  # asking starts it
            except Exception as error:
                errors.append(error)
            finally:
                started.set()
            self._stopped.wait()

        with without_interrupts():
            threading.Thread(target=keep, daemon=True).start()
            started.wait()
        if errors:
            self.stop()
            why = errors[0].__cause__ or errors[0]
            raise no_start("" if isinstance(why, BrokenPipeError) else str(why)) from errors[0]

    def schedule(self, things: Sequence[Any], seconds: float) -> Any:
        """A future of what `do` makes of the things. Raises RuntimeError if the pool is broken."""
        return self._pool.schedule(do, args=(things,), timeout=seconds)

    def is_broken(self) -> bool:
        """Whether the pool has ended by itself. What it was sent last may then never be answered."""
        return not self._pool.active

    def answers(self, seconds: float) -> bool:
        """Whether a process is there within so many seconds."""
        until = time.monotonic() + seconds
        with suppress(RuntimeError):
            probe = self.schedule((), seconds)
            while not wait([probe], _LOOK).done and time.monotonic() < until and not self.is_broken():
                pass
            return probe.done() and not isinstance(probe.exception(), BrokenProcessPool)
        return False

    def stop(self) -> None:
        """End all processes."""
        self._pool.stop()
        for process in self._started:  # pebble takes the locks away first, of which a young process complains
            with suppress(ValueError, AttributeError):  # never begun, or closed
                process.terminate()
        self._pool.join()
        self._stopped.set()

    def Process(self, *args: Any, **options: Any) -> Any:  # noqa: N802  (what pebble asks its context for)
        process = Process(*args, **options)
        self._started = [*(old for old in self._started if old.is_alive()), process]
        return process

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


class Process(SpawnProcess):
    """A process that does not import the script it is started from, as joblib's don't.

    Nothing it works with is from there. A script that Python reads from a pipe can't be imported, one without
    `if __name__ == "__main__":` would start itself again, and its imports take their time.
    """

    def start(self) -> None:
        module: Any = spawn
        here = threading.get_ident()  # what other threads start meanwhile is no concern of ours

        def without_script(name: str) -> dict[str, Any]:
            told: dict[str, Any] = tell(name)
            is_ours = threading.get_ident() == here
            return {key: told[key] for key in told if not (is_ours and key.startswith("init_main"))}

        with _starting:
            tell = module.get_preparation_data
            module.get_preparation_data = without_script
            try:
                super().start()
            finally:
                module.get_preparation_data = tell


def no_start(why: str = "") -> InstallationError:
    """That processes can't be started, or end as soon as they are."""
    return InstallationError(
        f"the worker processes can't be started ({os.fsdecode(spawn.get_executable())}): "
        f"{why or 'they end as soon as they start; see their messages above'}"
    )
