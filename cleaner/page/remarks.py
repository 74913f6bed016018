"""Readers' comments in boxes that no name calls comments: the box of their rules or form tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.decision import main_mark
from cleaner.model import Block, Confidence, Mark, Removes, Rule
from cleaner.page.walk import Page

_SHARE = 0.5  # of the words of the article's own box; a box with more of them is part of the article
_DEPTH = 2  # elements around a comment in its box at least; a part of an article stands in no more than one
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def remarks(
    page: Page, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], staying: Sequence[int], kind: str
) -> list[int]:
    """What stands below the article's box in boxes that share a class with one in which rules of this kind
    are sure of something (“Please keep comments civil”) or mark a heading (“Leave a comment”), and none with
    the article's."""
    told = {
        page.blocks[number].node
        for number, found in enumerate(marks)
        if (mark := main_mark(found)) is not None
        and mark.rule.kind == kind
        and _is_sure(page, number, mark.rule)
    }
    if not told:
        return []
    inner = _words_by_child(page, blocks, staying)
    boxes = {box for node in told for box in _beside(page, inner, node)}
    return [
        number
        for number in staying
        if not boxes.isdisjoint([*page.around(page.blocks[number].node)][_DEPTH:])
    ]


def _is_sure(page: Page, number: int, rule: Rule) -> bool:
    """Whether a rule is sure of a block: by itself, or as it is the heading of its section."""
    heads = rule.removes is Removes.SECTION and page.nodes[page.blocks[number].node].tag in _HEADINGS
    return heads or rule.confidence is Confidence.HIGH


def _beside(page: Page, inner: Sequence[dict[int, int]], node: int) -> Iterator[int]:
    """The boxes like that of an element, below the article's box and beside it."""
    own = node
    while (around := page.nodes[own].parent) >= 0:
        words = {box: count for box, count in inner[around].items() if box != own}
        if words:
            article = max(words, key=lambda box: words[box])
            for box, count in words.items():
                if box > article and count < _SHARE * words[article] and _is_like(page, box, own, article):
                    yield box
        own = around


def _is_like(page: Page, box: int, own: int, article: int) -> bool:
    names, theirs, its = (set(page.nodes[node].name.split()) for node in (box, own, article))
    return not names.isdisjoint(theirs) and names.isdisjoint(its)


def _words_by_child(page: Page, blocks: Sequence[Block], staying: Sequence[int]) -> list[dict[int, int]]:
    """For each element, the words of what stays in each element in it."""
    inner: list[dict[int, int]] = [{} for _ in page.nodes]
    for number in staying:
        for node in page.around(page.blocks[number].node):
            if (parent := page.nodes[node].parent) >= 0:
                inner[parent][node] = inner[parent].get(node, 0) + blocks[number].words
    return inner
