"""Working processes, from their start to their end, as the parent sees them.

They are pebble's: of the pools tried it alone ends a process that takes too long and tells when one has died.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext, suppress
from multiprocessing import spawn
from multiprocessing.context import SpawnProcess
from typing import Any, cast

from pebble import ProcessPool

from cleaner.batch.ahead import without_interrupts
from cleaner.batch.items import Limits
from cleaner.batch.worker import Work, do, receive, start
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
        self._work = pickle.dumps(work)
        self._started: list[Process] = []
        self._stopped = threading.Event()
        self._pool: Any = ProcessPool(
            max_workers=jobs,
            initializer=start,
            initargs=(limits.megabytes, os.getpid()),
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
        process = Process(self._work, *args, **options)
        self._started = [*(old for old in self._started if old.is_alive()), process]
        return process

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


class Process(SpawnProcess):
    """A process that gets its work when it has started, and does not import the script that started it.

    Sent along with its start, more than a pipe holds would be waited for without end where it ends at once
    (`Popen._launch` of multiprocessing holds both ends open). A script that Python reads from a pipe can't be
    imported, one without `if __name__ == "__main__":` would start itself again, and its imports take their
    time; joblib does without it too. Only work that names what is defined there needs it.
    """

    def __init__(self, work: bytes, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._work = work
        self._reader: Any = None

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_work"}

    def start(self) -> None:
        self._reader, writer = multiprocessing.Pipe(duplex=False)
        with _script_untold() if b"__main__" not in self._work else nullcontext():
            super().start()
        self._reader.close()
        threading.Thread(target=_send, args=(writer, self._work), daemon=True).start()

    def run(self) -> None:
        receive(self._reader.recv_bytes())
        super().run()


def _send(writer: Any, work: bytes) -> None:
    with suppress(OSError), writer:  # it has ended before it had all
        writer.send_bytes(work)


@contextmanager
def _script_untold() -> Iterator[None]:
    """What this thread starts is not told which script it is started from."""
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
            yield
        finally:
            module.get_preparation_data = tell


def no_start(why: str = "") -> InstallationError:
    """That processes can't be started, or end as soon as they are."""
    return InstallationError(
        f"the worker processes can't be started ({os.fsdecode(spawn.get_executable())}): "
        f"{why or 'they end as soon as they start; see their messages above'}"
    )
