"""Working processes, from their start to their end, as the parent sees them.

They are pebble's: of the pools tried it alone ends a process that takes too long and tells when one has died.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, cast

from cleaner.batch.items import Limits
from cleaner.batch.worker import Work, do, start


class Processes:
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
