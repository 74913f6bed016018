"""What a document looks like at a glance: where its prose stands, and what is marked.

No decision is made here. `evidence.py` says of each block how it stands in this picture.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from cleaner.decision.features import LOOKS
from cleaner.kernel import ints, masses, so_far
from cleaner.model import Block, Confidence, Mark, Removes, Shape

# looked up once: to find a member of an enumeration takes Python 3.11 long
_PROSE_SHAPE, _SPAN, _HIGH = Shape.PROSE, Removes.SPAN, Confidence.HIGH
_OPENING = (Removes.SECTION, Removes.REST)

MASS_WORDS = 12  # prose of at least this many words, unmarked, counts as the mass of the article
_SHORT = 6  # words that a short block has less than

_LOOK = {name: number for number, name in enumerate(LOOKS)}
_PROSE = _LOOK["prose"]


def is_mass(block: Block, marks: Sequence[Mark]) -> bool:
    """Whether a block is prose that no rule speaks against: what articles are mostly made of."""
    return (
        block.shape is _PROSE_SHAPE and block.words >= MASS_WORDS and (not marks or main_mark(marks) is None)
    )


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


def marked_of(marks: Sequence[Sequence[Mark]]) -> list[int]:
    """The blocks, by their index, that bear marks: few do, so that most loops are over these."""
    return [index for index, found in enumerate(marks) if found]


def mains_of(marks: Sequence[Sequence[Mark]]) -> dict[int, Mark]:
    """The main mark of each block that has one, by its index."""
    return {index: main for index in marked_of(marks) if (main := main_mark(marks[index])) is not None}


class Survey:
    """The document in columns, one value a block unless said otherwise; `so_far` counts have one more."""

    def __init__(
        self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], numbers: Mapping[str, int]
    ) -> None:
        """`numbers` are those of the kinds of rules; `OTHER` is 1."""
        self.blocks, self.marks, self.numbers = blocks, marks, numbers
        self.count = len(blocks)
        self.mains = mains_of(marks)
        self.kinds, self.opens = ints(self.count), ints(self.count)  # of the main marks; whether they open
        for index, mark in self.mains.items():
            self.kinds[index] = numbers.get(mark.rule.kind, 1)
            self.opens[index] = mark.rule.removes in _OPENING
        self.texts = [block.text for block in blocks]
        self.folded = [block.folded for block in blocks]
        self.words = array("i", [block.words for block in blocks])
        self.gaps = array("i", [block.gap for block in blocks])
        self.shapes = array("i", [_LOOK[block.shape] for block in blocks])
        self.mass = masses(self.shapes, self.words, self.kinds, _PROSE, MASS_WORDS)
        self.so_far = so_far(self.words, self.mass, self.kinds, _SHORT)
        self.words_so_far, self.prose_so_far, self.marked_so_far, _, _ = self.so_far
        self.prose = self.prose_so_far[-1]
