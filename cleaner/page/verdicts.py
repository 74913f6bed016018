"""Which blocks of a page an extractor takes for the article: trafilatura's word."""

from __future__ import annotations

import logging
from typing import Any

import trafilatura
from lxml import etree

from cleaner.page.stories import parts
from cleaner.page.walk import Page, drop_menus, main_part, prose_length, read_signs, sign

# Bounds on time, far beyond what articles need.
_MANY_ELEMENTS = 5000  # here trafilatura goes without its second and third opinion
_MOST_ELEMENTS = 100_000  # here, and where elements stand too deep, the page goes without trafilatura
_MOST_NESTING = 1_000_000  # elements, each counted as often as it is deep

_ENOUGH = 0.5  # of the prose on the page; trafilatura's other opinions never win against so much
_SHORT = 6000  # characters; an extraction so short, of less than a third of the main part, missed the article

_COUNT = etree.XPath("count(//*)")
logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it has to say becomes a warning


def take(tree: Any, page: Page) -> tuple[str, ...]:
    """Note which blocks trafilatura takes; those of the page's main part where that is little of it, or too
    much work. Changes the tree. Returns warnings."""
    length, warnings = 0, tuple[str, ...]()
    if not _is_too_nested(tree):
        for part in parts(tree):
            part.tag = "section"  # of articles trafilatura takes the first alone
        sign(page)
        drop_menus(page)
        try:
            length = ask(tree, page, fast=True)
            if length < _ENOUGH * prose_length(page) and _COUNT(tree) <= _MANY_ELEMENTS:
                length = ask(tree, page, fast=False)
        except Exception as error:  # it knows more ways to fail than can be listed
            warnings = (f"trafilatura failed, so the page was read without it ({type(error).__name__})",)
    if length < _SHORT and length * 3 < prose_length(page):
        main = main_part(page)
        if length * 3 < sum(len(page.blocks[number].text) for number in main):
            for number in main:
                page.blocks[number].taken = 1.0
    return warnings


def ask(tree: Any, page: Page, *, fast: bool) -> int:
    """Note which blocks trafilatura takes, by its own rules alone or with its second and third opinion; how
    many characters that is."""
    for block in page.blocks:
        block.taken = 0.0
    found = trafilatura.bare_extraction(
        tree, fast=fast, favor_recall=True, include_comments=False, output_format="txt"
    )
    return read_signs(page, found.body.itertext()) if isinstance(found, trafilatura.settings.Document) else 0


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
