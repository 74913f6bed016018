"""What a change of the rules changes: lines that are newly cut, and lines that no longer are."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from cleaner.model import Cleaned, Removal, Shape
from cleaner.text import split

EXAMPLES = 20  # of each sort that are shown
_ROOM = 50  # times as many are held before the less tempting ones are let go
# What looks most like a part of an article comes first.
_TEMPTING = (Shape.PROSE, Shape.SENTENCE, Shape.TEASER, Shape.ITEM, Shape.HEADING)


class Change(NamedTuple):
    """A line, or a part of one, that one set of rules cuts and another does not."""

    document: str
    site: str
    text: str
    rule: str  # that cuts it; empty where no cut holds just these words
    by: str
    above: str  # the lines of the fuller body around it
    below: str
    shape: Shape
    words: int


@dataclass
class Tally:
    """All changes of one sort: how many, where, and the most tempting of them."""

    most: int = EXAMPLES
    lines: int = 0
    words: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    _held: list[Change] = field(default_factory=list)

    def add(self, change: Change) -> None:
        """Count a change."""
        self.lines += 1
        self.words += change.words
        self.documents[change.document] += 1
        self.sites[change.site] += 1
        self.rules[change.rule] += 1
        self._held.append(change)
        if len(self._held) > _ROOM * (self.most + 1):
            self._held = self.examples()

    def examples(self) -> list[Change]:
        """What looks most like a part of an article first; each text once."""
        each_once = {change.text: change for change in reversed(self._held)}.values()
        return heapq.nsmallest(self.most, each_once, key=_order)


@dataclass
class Trial:
    """What came of a comparison over a corpus."""

    most: int = EXAMPLES  # examples of each sort
    documents: int = 0
    cut: Tally = field(init=False)
    kept: Tally = field(init=False)

    def __post_init__(self) -> None:
        self.cut, self.kept = Tally(self.most), Tally(self.most)

    def see(self, name: str, site: str, before: Cleaned, after: Cleaned) -> None:
        """Take in a document, cleaned with either set of rules."""
        self.documents += 1
        for change in changes(before, after, name, site):
            self.cut.add(change)
        for change in changes(after, before, name, site):
            self.kept.add(change)


def changes(fuller: Cleaned, other: Cleaned, name: str = "", site: str = "") -> Iterator[Change]:
    """The lines of one body that another body of the same document has not, or not whole."""
    if fuller.body == other.body:
        return
    lines, rest = _lines(fuller.body), _lines(other.body)
    made = [cut for cut in other.removals if cut not in set(fuller.removals)]
    for what, start, end, from_, to in SequenceMatcher(None, lines, rest, autojunk=False).get_opcodes():
        if what not in ("delete", "replace"):
            continue
        left = list(rest[from_:to])
        for at in range(start, end):
            text = _lost(lines[at], left)
            if text:
                cut = next((cut for cut in made if text in cut.text or cut.text.strip() in text), None)
                yield _change(name, site, text, cut, lines, at)


def _lines(body: str) -> list[str]:
    return [line.strip() for line in body.split("\n") if line.strip()]


def _lost(line: str, left: list[str]) -> str:
    """What of a line is gone: all, or what a shorter line in its place has not; that line is used up."""
    for number, other in enumerate(left):
        head = _shared(line, other)
        tail = _shared(line[head:][::-1], other[head:][::-1])
        if head + tail == len(other):  # the line with something taken out
            del left[number]
            return line[head : len(line) - tail].strip()
        if head + tail == len(line):  # with something put in
            del left[number]
            return ""
    return line


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _change(name: str, site: str, text: str, cut: Removal | None, lines: Sequence[str], at: int) -> Change:
    block = split(text)[0]
    above, below = lines[at - 1] if at else "", lines[at + 1] if at + 1 < len(lines) else ""
    rule, by = (cut.rule, str(cut.by)) if cut else ("", "")
    return Change(name, site, text, rule, by, above, below, block.shape, block.words)


def _order(change: Change) -> tuple[int, int, str, str]:
    rank = _TEMPTING.index(change.shape) if change.shape in _TEMPTING else len(_TEMPTING)
    return rank, -change.words, change.document, change.text
