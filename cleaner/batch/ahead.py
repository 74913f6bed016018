"""Reading ahead: things are read in a thread, so that what comes slowly holds up nothing that is there."""

from __future__ import annotations

import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, NamedTuple, TypeVar

CHUNK = 32  # things handed over at once; a message costs some 90 µs, a small document some 1,000
# Bytes handed over at once, some 30 ms of work; but for a thing that is larger by itself.
CHUNK_SIZE = 1 << 15
WAIT = 0.1  # seconds until a chunk is handed over though it is not full
_HELD = 2 * CHUNK  # things that wait to be taken,
_HELD_SIZE = 1 << 20  # or fewer, if they are as many bytes

T = TypeVar("T")


class _Held(NamedTuple, Generic[T]):
    thing: T
    size: int
    since: float


class Ahead(Generic[T]):
    """Things, read some way ahead. `size` tells the bytes of one; a chunk is full with `most`.

    The thread reads as long as somebody takes; after `close` it ends with what it is waiting for.
    """

    def __init__(
        self, things: Iterable[T], size: Callable[[T], int] = lambda _: 0, most: int = CHUNK
    ) -> None:
        self._things, self._size_of, self._most = things, size, most
        self._held: deque[_Held[T]] = deque()
        self._size = 0  # of what is held
        self._error: BaseException | None = None
        self._ended = self._closed = self._woken = False
        lock = threading.Lock()
        self._news, self._room = threading.Condition(lock), threading.Condition(lock)
        with without_interrupts():  # they are for the main thread
            threading.Thread(target=self._read, daemon=True, name="reader").start()

    def chunk(self) -> tuple[list[T], int]:
        """Things to hand over, with their bytes: a full chunk, or what has waited, or the last; else none.

        Raises what reading raised, once all that was read before is taken.
        """
        with self._news:
            if not self._held:
                if self._error is not None:
                    raise self._error
                return [], 0
            if not (self._is_full() or self._ended or time.monotonic() - self._held[0].since >= WAIT):
                return [], 0
            return self._taken()

    def is_over(self) -> bool:
        """Whether all is taken. What reading raised is still to come."""
        with self._news:
            return self._ended and not self._held and self._error is None

    def holds_all(self, most: int, seconds: float) -> bool:
        """Whether there are no more than so many things, and they are here by then."""
        with self._news:
            self._news.wait_for(lambda: self._ended or len(self._held) > most, seconds)
            return self._ended and len(self._held) <= most

    def wait(self, seconds: float, *, hungry: bool = True) -> None:
        """Wait until there may be something to take, if that is wanted, or `wake` was called, or so long."""
        with self._news:
            if hungry and self._held:
                seconds = min(seconds, max(self._held[0].since + WAIT - time.monotonic(), 0))
            self._news.wait_for(lambda: self._woken, seconds)
            self._woken = False

    def wake(self) -> None:
        """End a `wait`, from whichever thread."""
        with self._news:
            self._wake()

    def close(self) -> None:
        """Read no more."""
        with self._room:
            self._closed = True
            self._room.notify_all()

    def __iter__(self) -> Iterator[T]:
        """The rest, one by one."""
        while not self.is_over():
            yield from self.chunk()[0]
            if not self.is_over():
                self.wait(WAIT)

    def _is_full(self) -> bool:
        return len(self._held) >= self._most or self._size >= CHUNK_SIZE

    def _taken(self) -> tuple[list[T], int]:
        things: list[T] = []
        size = 0
        while (
            self._held
            and len(things) < self._most
            and (not things or size + self._held[0].size <= CHUNK_SIZE)
        ):
            held = self._held.popleft()
            things.append(held.thing)
            size += held.size
        self._size -= size
        self._room.notify_all()
        return things, size

    def _wake(self) -> None:
        self._woken = True
        self._news.notify_all()

    def _read(self) -> None:
        things = iter(self._things)
        error: BaseException | None = None
        try:
            for thing in things:
                if not self._hold(thing):
                    break
        except BaseException as raised:  # for whoever takes
            error = raised
        with suppress(Exception):
            getattr(things, "close", lambda: None)()
        with self._news:
            self._ended, self._error = True, error
            self._wake()

    def _hold(self, thing: T) -> bool:
        """Keep a thing for whoever takes, as soon as there is room; whether more are wanted."""
        size = self._size_of(thing)
        with self._news:
            self._room.wait_for(lambda: self._closed or not self._held or self._has_room(size))
            if self._closed:
                return False
            self._held.append(_Held(thing, size, time.monotonic()))
            self._size += size
            if len(self._held) == 1 or self._is_full():
                self._wake()
        return True

    def _has_room(self, size: int) -> bool:
        return len(self._held) < _HELD and self._size + size <= _HELD_SIZE


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
