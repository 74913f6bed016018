"""How far a run is: a bar on a terminal, a line now and then elsewhere, nothing while it is short."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from cleaner.batch import Failure, Item, Result, Size
from cleaner.cli.shared import say

_SHOWN_AFTER = 1.0  # seconds; most runs are over by then
_EVERY = 30.0  # seconds between two lines where there is no terminal


class Progress:
    """A context that is told of each document. `total` gives what there is to do; asked for late."""

    def __init__(
        self, total: Callable[[], Size], *, terminal: bool | None = None, silent: bool = False
    ) -> None:
        self._total, self._silent = total, silent
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._started = self._told = time.monotonic()
        self._documents = self._failed = self._suspicious = self._cuts = self._read = 0
        self._size: Size | None = None
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
        if isinstance(result, Failure):
            self._failed += 1
        else:
            self._suspicious += result.suspicious
            self._cuts += sum(result.cuts.values())
        self._read += item.read if isinstance(item, Item) else 0
        now = time.monotonic()
        if self._silent:
            return
        if self._terminal:
            if self._bar is None and now - self._started > _SHOWN_AFTER:
                self._start()
            if self._bar is not None:  # which draws itself now and then
                share = self._share()
                self._bar.update(self._task, completed=share, total=share and 1, words=self._words(now))
        elif now - self._told > _EVERY:
            self._told = now
            say(self._words(now))

    def _words(self, now: float) -> str:
        """`65/301 · 39 docs/s · 12 cuts/doc · 2 suspicious · 4 s left`."""
        if self._size is None:
            self._size = self._total()
        seconds = max(now - self._started, 1e-3)
        of = f"/{self._size.documents:,}" if self._size.documents else ""
        cleaned = self._documents - self._failed
        words = [f"{self._documents:,}{of}", f"{_short(self._documents / seconds)} docs/s"]
        if cleaned:
            words.append(f"{_short(self._cuts / cleaned)} cuts/doc")
        told = {"suspicious": self._suspicious, "failed": self._failed}
        words += [f"{number:,} {what}" for what, number in told.items() if number]
        if share := self._share():
            left = max(seconds / share - seconds, 0)
            words.append(f"{left / 60:.0f} min left" if left > 90 else f"{left:.0f} s left")
        return " · ".join(words)

    def _share(self) -> float | None:
        """How much is done, as far as that can be known: of the documents, or else of the bytes."""
        if self._size is None:
            return None
        if self._size.documents:
            return min(self._documents / self._size.documents, 1.0)
        return min(self._read / self._size.bytes, 1.0) if self._size.bytes and self._read else None

    def _start(self) -> None:
        from rich import progress  # noqa: PLC0415  (short runs do without)
        from rich.console import Console  # noqa: PLC0415

        self._bar = progress.Progress(
            progress.TextColumn("{task.fields[words]}"),
            progress.BarColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=None, words="")
        self._bar.start()


def _short(number: float) -> str:
    return f"{number:.1f}" if number < 9.95 else f"{number:,.0f}"
