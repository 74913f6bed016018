"""How far a run is: a bar on a terminal, a line now and then elsewhere, nothing while it is short."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from cleaner.batch import Failure, Item, Result
from cleaner.cli.shared import say

_SHOWN_AFTER = 1.0  # seconds; most runs are over by then
_EVERY = 30.0  # seconds between two lines where there is no terminal


class Progress:
    """A context that is told of each document. `total` gives the bytes there are to read; asked for late."""

    def __init__(
        self, total: Callable[[], int], *, terminal: bool | None = None, silent: bool = False
    ) -> None:
        self._total, self._silent = total, silent
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._started = self._told = time.monotonic()
        self._documents = self._failed = self._read = self._size = 0
        self._bytes: int | None = None  # in all
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def see(self, item: Item | Failure, result: Result | Failure) -> None:
        """One document more."""
        self._documents += 1
        self._failed += isinstance(result, Failure)
        if isinstance(item, Item):
            self._read += item.read
            self._size += item.size
        if self._silent:
            return
        now = time.monotonic()
        if self._terminal:
            if self._bar is None and now - self._started > _SHOWN_AFTER:
                self._start()
            if self._bar is not None:  # which draws itself now and then
                told = {"documents": self._documents, "failed": self._failed}
                self._bar.update(self._task, completed=self._read, **told)
        elif now - self._told > _EVERY:
            self._told = now
            if self._bytes is None:
                self._bytes = self._total()
            say(f"{self._words(now)}{self._left(now)}")

    def _words(self, now: float) -> str:
        speed = self._size / 1e6 / max(now - self._started, 1e-3)
        return f"{self._documents:,} documents, {speed:.1f} MB/s, {self._failed:,} failed"

    def _left(self, now: float) -> str:
        if not self._bytes or not self._read:
            return ""
        seconds = (now - self._started) * (self._bytes / self._read - 1)
        return f", {seconds / 60:.0f} min left" if seconds > 90 else f", {max(seconds, 0):.0f} s left"

    def _start(self) -> None:
        from rich import progress  # noqa: PLC0415  (short runs do without)
        from rich.console import Console  # noqa: PLC0415

        self._bytes = self._total()
        self._bar = progress.Progress(
            progress.TextColumn("{task.fields[documents]:,} documents, {task.fields[failed]:,} failed"),
            progress.BarColumn(),
            progress.DownloadColumn(),
            progress.TransferSpeedColumn(),
            progress.TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=self._bytes or None, documents=0, failed=0)
        self._bar.start()
