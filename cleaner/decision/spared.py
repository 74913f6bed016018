"""What no reading may take because of what stands beside it, and what goes because of it.

The title, the standfirst and the last paragraph go by a mark of their own or not at all. A bare name goes
with the date beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from cleaner.decision.chain import State
from cleaner.decision.reading import SENTENCES, Reading, may_be_title
from cleaner.decision.survey import is_mass, main_mark
from cleaner.model import Block, Mark, Removes, Rule
from cleaner.text import is_name

# looked up once: to find a member of an enumeration takes Python 3.11 long
_TITLE, _LINE = State.TITLE, Removes.LINE

_SHORT_HEAD = 8  # unmarked lines above the first paragraph in which a title and a standfirst are looked for
_SENTENCE = 8  # words of a sentence that nothing but its place speaks against
_SHORT_SENTENCE = 4  # below a single plea, if it neither asks nor calls
_CALLS = "?!\uff1f\uff01\u061f"
_SIGNED = ("byline", "date")  # kinds of the lines that a bare name stands beside


def spared(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], gone: Collection[int], reading: Reading
) -> set[int]:
    """The blocks that a reading may not take; `gone` are decided already."""
    taken = {index for run in reading.runs for index in range(*run)}.union(gone)
    body = [index for index in range(len(blocks)) if index not in taken]
    first = next((index for index in body if is_mass(blocks[index], marks[index])), None)
    if first is None:
        return set()
    head = [index for index in range(first) if main_mark(marks[index]) is None and index not in gone]
    return {*_head(blocks, head, taken if len(head) <= _SHORT_HEAD else ()), *_last(blocks, marks, body[-1])}


def titles(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], gone: Collection[int], reading: Reading
) -> list[int]:
    """The lines of the title: those that were read as such, else the first above the text that may be one."""
    read = [index for index, state in enumerate(reading.states) if state is _TITLE]
    first = next((index for index, block in enumerate(blocks) if is_mass(block, marks[index])), 0)
    head = (index for index in range(first) if index not in gone and main_mark(marks[index]) is None)
    return read or list(islice((index for index in head if may_be_title(blocks[index])), 1))


def _head(blocks: Sequence[Block], head: Sequence[int], taken: Collection[int]) -> Iterator[int]:
    """The title, if none would stay, and the standfirst below it."""
    lines = [index for index in head if may_be_title(blocks[index])]
    if lines and all(index in taken for index in lines):
        yield lines[0]
        below = next((index for index in head if index > lines[0]), None)
        if below is not None and _is_said(blocks[below], _SENTENCE):
            yield below


def _last(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], before: int) -> Iterator[int]:
    """The last paragraph, where at most two pleas cut it off from the one `before`."""
    last = before + 1
    while last < len(blocks) and _is_plea(marks[last]):
        last += 1
    pleas = last - before - 1
    if last == len(blocks) or pleas > 2 or main_mark(marks[last]) is not None:
        return
    block = blocks[last]
    if not pleas:  # nothing cuts it off, and nothing stands below it
        if last == len(blocks) - 1 and _is_said(block, _SHORT_SENTENCE) and block.text[-1] not in _CALLS:
            yield last
        return
    if _is_said(block, _SENTENCE) or (
        pleas == 1 and _is_said(block, _SHORT_SENTENCE) and block.text[-1] not in _CALLS
    ):
        yield last


def _is_said(block: Block, words: int) -> bool:
    return block.shape in SENTENCES and block.words >= words


def _is_plea(marks: Sequence[Mark]) -> bool:
    """Whether a line was put below a paragraph without announcing that more of its kind follows."""
    mark = main_mark(marks)
    return mark is not None and mark.rule.removes is _LINE and mark.rule.amid


def signatures(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], gone: Mapping[int, Rule]
) -> Iterator[tuple[int, int]]:
    """Bare names between title and text, each with the line beside it that says whose they are."""
    first = next((index for index, block in enumerate(blocks) if is_mass(block, marks[index])), 0)
    title = next(
        (index for index in range(first) if may_be_title(blocks[index]) and index not in gone), first
    )
    for index in range(title + 1, first):
        near = [side for side in (index - 1, index + 1) if side in gone and gone[side].kind in _SIGNED]
        if near and index not in gone and main_mark(marks[index]) is None and is_name(blocks[index].text):
            yield index, near[0]
