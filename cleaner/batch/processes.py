"""Working processes, from their start to their end, as the parent sees them.

They are pebble's: of the pools tried it alone ends a process that takes too long and tells when one has died.
"""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, cast

from cleaner.batch.items import Limits
from cleaner.batch.worker import Work, do, start

_UNGUARDED = 78  # the exit code that tells (EX_CONFIG of sysexits.h)


class Processes:
    """A pool of pebble's, from its start to its end."""

    def __init__(self, work: Work[Any, Any], jobs: int, limits: Limits) -> None:
        import multiprocessing  # noqa: PLC0415  (like pebble: one document needs no other process)

        from pebble import ProcessPool  # noqa: PLC0415

        if getattr(multiprocessing.current_process(), "_inheriting", False):
            _leave()  # a script without the guard, imported by a process that it began
        # A fork would copy our threads' locks as they stand.
        self._context: Any = multiprocessing.get_context("spawn")
        self._started: list[Any] = []
        self._stopped = threading.Event()
        self._pool: Any = ProcessPool(
            max_workers=jobs,
            initializer=start,
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

        with without_interrupts():
            threading.Thread(target=keep, daemon=True).start()
            started.wait()

    def schedule(self, things: Sequence[Any], seconds: float) -> Any:
        """A future of what `do` makes of the things. Raises RuntimeError if the pool is broken."""
        return self._pool.schedule(do, args=(things,), timeout=seconds)

    def is_unguarded(self) -> bool:
        """Whether a process has met, in the script that starts it, the same start again."""
        return any(_exit_code(process) == _UNGUARDED for process in self._started)

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
        kept = (old for old in self._started if old.is_alive() or old.exitcode == _UNGUARDED)
        self._started = [*kept, process]
        return process

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


def _leave() -> None:
    """End this process, which is still being begun, once its parent has said all it has to say to it."""
    if pipe := re.search(r"pipe_handle=(\d+)", " ".join(sys.orig_argv)):
        while select.select([int(pipe[1])], [], [], 0.3)[0] and os.read(int(pipe[1]), 1 << 16):
            pass
    os._exit(_UNGUARDED)


def _exit_code(process: Any) -> int | None:
    with suppress(ValueError, AssertionError):  # closed, or never begun
        return cast(int | None, process.exitcode)
    return None


@contextmanager
def without_interrupts() -> Iterator[None]:
    """Ctrl-C goes to the main thread: processes and threads begun here inherit that they don't hear it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
