"""What a document looks like at a glance: where its prose stands, what is marked, and which runs these form.

No decision is made here. `evidence.py` says of each block how it stands in this picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any, NamedTuple

from cleaner.decision.features import LOOKS
from cleaner.kernel import nearest, picked
from cleaner.model import Block, Confidence, Mark, Removes, Shape

# looked up once: to find a member of an enumeration takes Python 3.11 long
_PROSE_SHAPE, _SPAN, _HIGH = Shape.PROSE, Removes.SPAN, Confidence.HIGH

MASS_WORDS = 12  # prose of at least this many words, unmarked, counts as the mass of the article
_JOINED = 6  # blocks that a stretch of the main prose may be interrupted by

_LOOK = {name: number for number, name in enumerate(LOOKS)}
_PROSE, _MASS = _LOOK["prose"], _LOOK["mass"]


def is_mass(block: Block, marks: Sequence[Mark]) -> bool:
    """Whether a block is prose that no rule speaks against: what articles are mostly made of."""
    return block.shape is _PROSE_SHAPE and block.words >= MASS_WORDS and main_mark(marks) is None


def main_mark(marks: Sequence[Mark]) -> Mark | None:
    """The mark that says most about a block as a whole: the first of high confidence, else the first."""
    if not marks:  # as of most blocks
        return None
    found = None
    for mark in marks:
        if mark.rule.removes is _SPAN:
            continue
        if mark.rule.confidence is _HIGH:
            return mark
        found = found or mark
    return found


class Stretch(NamedTuple):
    """Mass from block `first` to block `last`, with nothing marked and little else between."""

    first: int
    last: int
    words: int


class Survey:
    """The document in columns, one value a block unless said otherwise; `so_far` counts have one more."""

    def __init__(
        self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], numbers: Mapping[str, int]
    ) -> None:
        """`numbers` are those of the kinds of rules; `OTHER` is 1."""
        self.blocks, self.marks, self.numbers = blocks, marks, numbers
        self.made: dict[object, Any] = {}  # what several fields rest on: see `fields.py`
        self.count = len(blocks)
        self.places = list(range(self.count))
        self.main_marks = [main_mark(found) if found else None for found in marks]
        self.marked = [mark is not None for mark in self.main_marks]
        self.of_marked = {index: mark for index, mark in enumerate(self.main_marks) if mark is not None}
        self.kinds = {mark.rule.kind for mark in self.of_marked.values()}
        self.kind = self.spread({i: numbers.get(m.rule.kind, 1) for i, m in self.of_marked.items()}, 0)
        self.texts = [block.text for block in blocks]
        self.folded = [block.folded for block in blocks]
        self.words = [block.words for block in blocks]
        self.shape = [_LOOK[block.shape] for block in blocks]
        self.mass = [
            shape == _PROSE and words >= MASS_WORDS and not marked
            for shape, words, marked in zip(self.shape, self.words, self.marked, strict=True)
        ]
        self.look = [_MASS if mass else shape for mass, shape in zip(self.mass, self.shape, strict=True)]
        self.prose_so_far = so_far([w if m else 0 for w, m in zip(self.words, self.mass, strict=True)])
        self.words_so_far = so_far(self.words)
        self.marked_so_far = so_far(self.marked)
        self.prose = self.prose_so_far[-1]
        self.runs, self.run_of = _runs(self.mass)
        self.firsts = picked([first for first, _ in self.runs], self.run_of)  # of the run of each block
        self.lasts = picked([last for _, last in self.runs], self.run_of)
        self.stretches, self.stretch_of = _stretches(self.mass, self.words, self.marked_so_far)
        self.main = max(
            self.stretches, key=lambda stretch: stretch.words, default=Stretch(0, self.count - 1, 0)
        )
        self.last_mark, self.next_mark = nearest(self.marked)

    def spread(self, told: Mapping[int, int], nothing: int) -> list[int]:
        """What is told of a few blocks as a column, with `nothing` for the others."""
        column = [nothing] * self.count
        for index, value in told.items():
            column[index] = value
        return column


def so_far(values: Sequence[int]) -> list[int]:
    """Sums of the values before each block, and of all."""
    return [0, *accumulate(values)]


def _runs(mass: Sequence[bool]) -> tuple[list[tuple[int, int]], list[int]]:
    """Runs of blocks all mass, or all not: first, after the last; and the run of each block."""
    runs: list[tuple[int, int]] = []
    run_of: list[int] = []
    for number, (_, group) in enumerate(groupby(mass)):
        first = len(run_of)
        run_of += [number for _ in group]
        runs.append((first, len(run_of)))
    return runs, run_of


def _stretches(
    mass: Sequence[bool], words: Sequence[int], marked_so_far: Sequence[int]
) -> tuple[list[Stretch], list[int]]:
    """The stretches of mass, and the number of each block's; -1 outside."""
    stretches: list[Stretch] = []
    stretch_of = [-1] * len(mass)
    for i, here in enumerate(mass):
        if not here:
            continue
        before = stretches[-1] if stretches else None
        if before and i - before.last <= _JOINED and marked_so_far[i] == marked_so_far[before.last]:
            stretches[-1] = Stretch(before.first, i, before.words + words[i])
        else:
            stretches.append(Stretch(i, i, words[i]))
        stretch_of[i] = len(stretches) - 1
    return stretches, stretch_of
