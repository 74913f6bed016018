"""The text of a page that the parser gives up on: too deep, mostly."""

from __future__ import annotations

import re
from warnings import catch_warnings, simplefilter

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from bs4.exceptions import ParserRejectedMarkup

from cleaner.page.elements import NOT_BODY
from cleaner.page.textflow import TextFlow

LONGEST_ROUGH = 500_000  # characters; the rest is not read
_REPEATED = 80  # characters; a paragraph so long that comes again is printed twice, not written twice
_UNFINISHED = re.compile(r"<(?=[a-zA-Z/?!])(?!!--)(?![^<>]{0,5000}>)[^<>]*")


def rough_text(page: str) -> str:
    """The text of a page outside navigation and forms, each long paragraph once."""
    page = page[:LONGEST_ROUGH]
    closed = page.rfind("-->")
    page = page[: closed + 1] + page[closed + 1 :].replace("<!--", "")
    page = _UNFINISHED.sub("", page)  # html.parser's time grows with the square of what these hold
    try:
        with catch_warnings():
            simplefilter("ignore")  # it has opinions on what else the page may be
            soup = BeautifulSoup(page, "html.parser")
    except ParserRejectedMarkup:
        return ""
    flow = TextFlow()
    opened: list[Tag] = []
    left_out = 0
    for node in soup.descendants:
        while opened and opened[-1] is not node.parent:
            tag = opened.pop().name
            flow.close(tag)
            left_out -= tag in NOT_BODY
        if isinstance(node, Tag):
            opened.append(node)
            flow.open(node.name)
            left_out += node.name in NOT_BODY
        elif type(node) is NavigableString and not left_out:
            flow.text(node)
    return _without_repeats(flow.value())


def _without_repeats(text: str) -> str:
    """The text without long paragraphs it has had before: pages print an article once for each device."""
    seen: set[str] = set()
    kept = []
    for paragraph in text.split("\n\n"):
        if len(paragraph) < _REPEATED or paragraph not in seen:
            kept.append(paragraph)
            seen.add(paragraph)
    return "\n\n".join(kept)
