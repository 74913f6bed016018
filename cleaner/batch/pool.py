"""Work in processes of its own, so that what one document does costs that document and nothing else.

`processes.py` starts and ends them, `worker.py` is what happens in each. Here is what a batch needs on top:
results in order and as soon as they are there, bounded queues, documents sent in chunks, the search for the
culprit when a chunk is lost.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from cleaner.batch.ahead import CHUNK, Ahead
from cleaner.batch.items import LIMITS, Limits, Lost
from cleaner.batch.processes import Processes, no_start
from cleaner.batch.worker import Work
from cleaner.errors import InstallationError

__all__ = ["CHUNK", "Pool", "Work"]

_AHEAD = 4  # chunks on their way for each process,
_THINGS, _LITTLE = 4 * CHUNK, 1 << 20  # or more, while they are no more things and bytes than that
_AHEAD_SIZE = 1 << 26  # bytes on their way in all
_GRACE = 0.5  # seconds beside the limit in which a document may end by its own clock, which says more
_PATIENCE = 60.0  # seconds beside the limit until a task is taken for lost, or a process for broken

_LOOK = 0.5  # seconds until somebody looks whether the pool is still there

T = TypeVar("T")
R = TypeVar("R")


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
        self._pool: Processes | None = None
        self._wake: Callable[[], None] = lambda: None  # who waits for a result

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
        self, things: Iterable[T], size: Callable[[T], int] = lambda _: 0, most: int = CHUNK
    ) -> Iterator[tuple[T, R | Lost]]:
        """Each thing with its result, in order; `size` tells its bytes. They are sent `most` at once.

        A thread reads some way ahead. What comes in slowly is handed over after a tenth of a second at the
        latest. Raises InstallationError when no process can be made to work, and what `things` raises.
        """
        with closing(things if isinstance(things, Ahead) else Ahead(things, size, most)) as source:
            self._wake = source.wake
            yield from self._results(source)

    def _results(self, source: Ahead[T]) -> Iterator[tuple[T, R | Lost]]:
        ahead: deque[_Task[T]] = deque()
        late = 2 * self._limits.seconds + _PATIENCE
        first, until = None, 0.0  # the task that is waited for, and when it is taken for lost
        while ahead or not source.is_over():
            while self._has_room(ahead) and (chunk := source.chunk())[0]:
                task = _Task(*chunk)
                self._send(task, ahead)
                ahead.append(task)
            if ahead and ahead[0] is not first:
                first, until = ahead[0], time.monotonic() + late
            if ahead and (ahead[0].future.done() or time.monotonic() > until):
                yield from self._first(ahead)
            elif not ahead and source.is_over():
                return
            else:
                wait_for = until - time.monotonic() if ahead else late
                source.wait(min(wait_for, _LOOK), hungry=self._has_room(ahead))
                if self._pool is not None and self._pool.is_broken():
                    until = 0.0

    def _has_room(self, ahead: deque[_Task[T]]) -> bool:
        size, things = sum(task.size for task in ahead), sum(len(task.things) for task in ahead)
        few = len(ahead) < _AHEAD * self._jobs
        little = size < _LITTLE * self._jobs and things < _THINGS * self._jobs
        return not ahead or (size < _AHEAD_SIZE and (few or little))

    def _send(self, task: _Task[T], ahead: deque[_Task[T]]) -> None:
        if self._pool is None:
            self._pool = Processes(self._work, self._jobs, self._limits)
        try:
            self._schedule(task, self._pool)
        except RuntimeError:  # broken since we looked
            self._renew([*ahead, task])

    def _schedule(self, task: _Task[T], pool: Processes) -> None:
        task.future = pool.schedule(task.things, self._limits.seconds + _GRACE)
        task.future.add_done_callback(lambda _: self._wake())

    def _renew(self, tasks: Iterable[_Task[T]]) -> None:
        """A new pool, and what the old one has not done sent again. Raises InstallationError."""
        self.stop()
        pool = self._pool = Processes(self._work, self._jobs, self._limits)
        if not pool.answers(_PATIENCE):
            raise no_start()
        for task in tasks:
            if task.future is None or not task.future.done() or task.future.exception() is not None:
                self._schedule(task, pool)

    def _first(self, ahead: deque[_Task[T]]) -> Iterator[tuple[T, R | Lost]]:
        """What became of the first task; none yet if it had to be sent again."""
        task = ahead.popleft()
        error = task.future.exception() if task.future.done() else BrokenProcessPool("no answer")
        if error is None:
            for thing, (done, value) in zip(task.things, task.future.result(), strict=True):
                yield thing, value if done else Lost(value)
            return
        if isinstance(error, InstallationError):
            raise error
        # Lost with the pool, or killed from outside: perhaps through no fault of its own.
        innocent = isinstance(error, BrokenProcessPool) or _signal(error) == signal.SIGKILL
        again = _again(task, innocent=innocent)
        if not again:
            yield task.things[0], Lost(_reason(error, self._limits))
        ahead.extendleft(reversed(again))
        if innocent:
            # The dead may have held the lock of the pipe that all share: only a new pool is sure to work.
            self._renew(ahead)
        else:
            for part in again:
                self._send(part, ahead)


def _again(task: _Task[T], *, innocent: bool) -> list[_Task[T]]:
    """How a task that was lost is tried once more; a single thing that is to blame is not."""
    if innocent and not task.lost_before:
        task.lost_before = True
        return [task]
    if len(task.things) > 1:  # one of them did it
        return [_Task([thing], task.size // len(task.things)) for thing in task.things]
    return []


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
