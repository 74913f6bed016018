"""Dates and the like that head the parts of an article: a diary, a timeline, a chronicle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from cleaner.decision import SENTENCES, main_mark, without_edge
from cleaner.model import Block, Mark, Place
from cleaner.page.sheet import HEADINGS
from cleaner.page.walk import Page

_PARTS = 3  # that make a diary


def without_diary(
    page: Page, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], asked: Sequence[int]
) -> list[Sequence[Mark]]:
    """The marks, of all blocks, without those of edge rules on lines that head the parts of an article.

    One date above a paragraph is the day it was published; three, each right above a paragraph, in one
    element or all as headings, are a diary. A list of teasers has a box for each. `asked` are the numbers
    of the blocks that may be article, in order.
    """
    heads: dict[tuple[str, int | str], list[int]] = defaultdict(list)
    for number, below in pairwise(asked):
        kinds = {mark.rule.kind for mark in marks[number] if mark.rule.at is Place.EDGE}
        if not kinds or blocks[below].shape not in SENTENCES or main_mark(marks[below]) is not None:
            continue
        node, around = page.blocks[number].node, page.nodes[page.blocks[below].node].parent
        if around in (node, page.nodes[node].parent):  # a line in no element of its own, or in one
            tag = page.nodes[node].tag
            for kind in kinds:
                heads[kind, tag if tag in HEADINGS else around].append(number)
    fewer = list(marks)
    for (kind, _), lines in heads.items():
        for number in lines if len(lines) >= _PARTS else ():
            fewer[number] = without_edge(fewer[number], kind)
    return fewer
