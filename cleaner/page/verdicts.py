"""Whose word counts: three verdicts on the blocks of a page, and the vote among them.

trafilatura (Barbaresi, 2021), by its own rules alone and with recall in doubt; readability's scores of
containers (`readability.py`); the smallest element with most of the page's prose. A block is taken if two of
the three take it: each of them is wrong on pages on which the others are right. The only room that knows
trafilatura.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import trafilatura
from lxml import etree

from cleaner.page.readability import readable
from cleaner.page.stories import parts
from cleaner.page.walk import Inside, Page, drop_menus, main_part, read_signs, signed
from cleaner.text import latin_length

NAMES = ("trafilatura", "readability", "main part")
_ENOUGH = 2  # votes
_LITTLE = 0.3  # of the prose that one of them takes: where two agree on less, that one alone is believed
_LONG, _LINKS = 60, 0.5  # Latin characters of a block of prose, and the share of links it stays under
_MENU = Inside.NAV | Inside.FOOTER
_NO_PROSE = _MENU | Inside.ASIDE | Inside.FORM | Inside.COMMENT | Inside.HIDDEN

# Bounds on time, far beyond what articles need.
_MOST_ELEMENTS = 100_000  # here, and where elements stand too deep, the page goes without trafilatura
_MOST_NESTING = 1_000_000  # elements, each counted as often as it is deep
_COUNT = etree.XPath("count(//*)")
logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it has to say becomes a warning


def take(tree: Any, page: Page) -> tuple[str, ...]:
    """Note the votes on each block, and whether it is taken; warnings of what could not be asked.

    Menus go out of the tree: an extractor would leave them out too, but search them first.
    """
    warnings: list[str] = []
    said = (ask_trafilatura(tree, page, warnings), readable(page), main_part(page))
    for block, votes in zip(page.blocks, zip(*said, strict=True), strict=True):
        block.votes = votes
    count(page)
    return tuple(warnings)


def count(page: Page) -> None:
    """Take the blocks that have enough votes. Each extractor may miss most of an article that stands in many
    containers: where they agree on little of it, who takes most of the page's prose is believed beside."""
    prose = [
        latin_length(block.text)
        if latin_length(block.text) > _LONG
        and block.linked < _LINKS * len(block.text)
        and not page.nodes[block.node].inside & _NO_PROSE
        else 0
        for block in page.blocks
    ]
    verdicts = list(zip(*(block.votes for block in page.blocks), strict=True))
    for block in page.blocks:
        block.taken = float(sum(vote > 0 for vote in block.votes) >= _ENOUGH)
    for verdict in verdicts:  # where no two agree, the first who says anything beside menus has it
        if not any(block.taken for block in page.blocks):
            _take(page, verdict)
    most = max(verdicts, key=lambda verdict: _taken(prose, verdict), default=())
    if _taken(prose, [block.taken for block in page.blocks]) < _LITTLE * _taken(prose, most):
        _take(page, most)


def _take(page: Page, verdict: Sequence[float]) -> None:
    """Take what one verdict takes beside menus."""
    for block, vote in zip(page.blocks, verdict, strict=True):
        if vote > 0 and not page.nodes[block.node].inside & _MENU:
            block.taken = 1.0


def _taken(prose: Sequence[int], verdict: Sequence[float]) -> int:
    """How many characters of the prose a verdict takes."""
    return sum(length for length, vote in zip(prose, verdict, strict=True) if vote > 0)


def ask_trafilatura(tree: Any, page: Page, warnings: list[str]) -> list[float]:
    """The share of each block that trafilatura takes."""
    nothing = [0.0] * len(page.blocks)
    if _is_too_nested(tree):
        return nothing
    for part in parts(tree):
        part.tag = "section"  # of articles trafilatura takes the first alone
    with signed(page) as signs:
        drop_menus(page)
        try:
            found = trafilatura.bare_extraction(
                tree, fast=True, favor_recall=True, include_comments=False, output_format="txt"
            )
        except Exception as error:  # it knows more ways to fail than can be listed
            warnings.append(f"trafilatura failed, so the page was read without it ({type(error).__name__})")
            return nothing
        if not isinstance(found, trafilatura.settings.Document):
            return nothing
        return read_signs(page, signs, found.body.itertext())


def _is_too_nested(tree: Any) -> bool:
    elements = _COUNT(tree)
    if elements * 256 < _MOST_NESTING:  # the parser stops at that depth
        return False
    if elements > _MOST_ELEMENTS:
        return True
    nesting = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        nesting += depth
    return nesting > 2 * _MOST_NESTING  # counted at both ends
