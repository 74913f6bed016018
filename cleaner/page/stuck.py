"""What is stuck to a paragraph: a “Read more”, a credit, an agency's sign, in an element of its own.

Of a text nobody can tell where the paragraph ends; of a page the element tells it. What stands in an element
at the end of a paragraph, or is a link above its first sentence, is matched as a line of its own. If that
line would go, it is cut out, and the paragraph stays where it would stay without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cleaner.decision import SENTENCES
from cleaner.model import Block, Confidence, Mark, Removes, Shape
from cleaner.page.textflow import readable
from cleaner.page.walk import Page, PageBlock, Source
from cleaner.text import as_block

_REST, _STUCK = 5, 24  # words that the paragraph has at least, and those that are stuck to it at most
_LETTER = re.compile(r"[^\W\d_]")
_CREDIT = "credit"  # a kind whose rules need not be sure: beside a sentence of the article it is one


class Stuck(NamedTuple):
    """A stretch of a block that may be no part of its paragraph; it and the rest as lines of their own."""

    start: int
    end: int
    line: Block
    rest: Block


class Unstuck(NamedTuple):
    """The marks of a block with one that cuts out what is stuck to it: beside all others, and beside those
    that it would have without it. With a credit at its end, a paragraph is marked as a caption."""

    beside_all: Sequence[Mark]
    without: Sequence[Mark]


def find_unstuck(
    page: Page,
    chosen: Sequence[int],
    marks: Sequence[Sequence[Mark]],
    match: Callable[[Sequence[Block]], Sequence[Sequence[Mark]]],
) -> dict[int, Unstuck]:
    """The marks of the chosen blocks to which something is stuck that would go as a line."""
    found = [(number, stuck) for number in chosen if (stuck := find_stuck(page, page.blocks[number]))]
    said = iter(match([line for _, stuck in found for line in (stuck.line, stuck.rest)]))
    told: dict[int, Unstuck] = {}
    for (number, stuck), of_line, of_rest in zip(found, said, said, strict=True):
        mark = next(filter(_is_enough, of_line), None)
        if mark is None:
            continue
        rule = mark.rule._replace(removes=Removes.SPAN, why=f"{mark.rule.why} It is stuck to a paragraph.")
        cut = Mark(rule, stuck.start, stuck.end, mark.captured)
        left = {other.rule.id for other in of_rest}
        told[number] = Unstuck(
            [*marks[number], cut], [*(other for other in marks[number] if other.rule.id in left), cut]
        )
    return told


def _is_enough(mark: Mark) -> bool:
    """Whether a mark on what is stuck to a paragraph cuts it out: a date may be the end of its sentence."""
    rule = mark.rule
    is_sure = rule.confidence is Confidence.HIGH or rule.kind == _CREDIT
    return is_sure and rule.removes is not Removes.SPAN and "date" not in mark.captured


def find_stuck(page: Page, block: PageBlock) -> Stuck | None:
    """What may be stuck to a paragraph: the largest element at its end, or link at its start, beside which
    whole sentences stand."""
    if len(block.sources) < 2:
        return None
    root = page.nodes[block.node].element
    said = [source for source in block.sources if not source.text.isspace()]
    for element in _around(said[-1], root) if said else ():
        text = _text(element)
        if stuck := _stuck(block.text, len(block.text) - len(text), text):
            return stuck
    for element in _around(said[0], root) if said else ():
        if element.tag == "a" and (stuck := _stuck(block.text, 0, _text(element))):
            return stuck
    return None


def _around(source: Source, root: Any) -> list[Any]:
    """The elements between a piece of text and the one that opens its block, the largest first."""
    element = source.element.getparent() if source.tail else source.element
    around = list[Any]()
    while element is not None and element is not root:
        around.append(element)
        element = element.getparent()
    return around[::-1] if element is not None else []


def _text(element: Any) -> str:
    return " ".join(readable("".join(element.itertext())).split())


def _stuck(text: str, start: int, line: str) -> Stuck | None:
    """A line at the edge of a block, if what is left is one sentence or more, and no part of one."""
    if not line or start < 0 or not text.startswith(line, start):
        return None
    end = start + len(line)
    rest = text[end:].lstrip() if start == 0 else text[:start].rstrip()
    if not (_LETTER.search(line) and _LETTER.search(rest)) or (start == 0 and rest[0].islower()):
        return None
    stuck = Stuck(start, end, as_block(line), as_block(rest))
    if stuck.rest.shape not in SENTENCES or stuck.rest.words < _REST:
        return None
    if stuck.line.shape is Shape.PROSE or stuck.line.words > _STUCK:  # of sentences, the text decides
        return None
    if start:
        return stuck._replace(start=len(rest))  # the gap before it goes too
    return stuck._replace(end=len(text) - len(rest))
