"""Code as it was written: one block, its lines as lines, without the numbers beside them.

Highlighters print code as a table with a gutter of numbers, as a list of lines, as divisions or with a number
in front of each line, and put it into a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.model import Block
from cleaner.page.walk import Page
from cleaner.text import prose_words, split

_NUMBERS = re.compile(
    r"^(?:line-?no|linenos?|line-?numbers?|line-numbers-rows|ln|lnt|lntd|blob-num|hljs-ln-n(?:umbers|line)?|gutter"
    r"|gl|rouge-gutter|lineno-container|react-syntax-highlighter-line-number|linenodiv|code-line-number)$",
    re.IGNORECASE,
)
_HIGHLIGHTED = re.compile(
    r"highlight|hljs|prism|rouge|chroma|codehilite|sourcecode|syntax|blob|\bcode|lang(?:uage)?-|brush",
    re.IGNORECASE,
)
_LINES = frozenset(("br", "div", "p", "li", "tr"))  # each on a line of its own
_LINE_CLASSES = frozenset(("line", "code-line", "cl", "hljs-ln-line", "token-line", "view-line"))
_DIGITS = re.compile(r"[\d\s.:|]*")


def plain_code(tree: Any) -> None:
    """Make each block of code in a tree a `<pre>` with nothing but its text in it."""
    for table in list(tree.iter("table")):
        if (code := _in_table(table)) is not None:
            _become_pre(table, code)
    for pre in list(tree.iter("pre")):
        if any(up.tag == "pre" for up in pre.iterancestors()):
            continue
        _drop_numbers(pre)
        if _is_marked_up(pre):
            _become_pre(pre, _text(pre))
    for figure in tree.iter("figure"):
        if next(figure.iter("pre"), None) is not None and next(figure.iter("img"), None) is None:
            figure.tag = "div"  # no picture: nothing of it is a caption's


def code_blocks(page: Page, blocks: Sequence[Block]) -> set[int]:
    """The numbers of the blocks that are code. Where as much prose stands in `<pre>` as in all the rest, an
    article is printed in it."""
    code = {number for number, part in enumerate(page.blocks) if page.nodes[part.node].tag in ("pre", "code")}
    if not code:
        return code
    inside = prose_words(line for number in code for line in split(blocks[number].text))
    outside = prose_words(block for number, block in enumerate(blocks) if number not in code)
    return code if inside < outside or not inside else set()


def _in_table(table: Any) -> str | None:
    """The code in a table of line numbers and code; None for other tables."""
    within = any(up.tag in ("pre", "code") for up in table.iterancestors())
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    if not rows or any(len(row) != 2 or not _is_number(row[0]) for row in rows):
        return None
    code = [row[1] for row in rows]
    is_code = within or any(
        next(cell.iter("pre", "code"), None) is not None or _HIGHLIGHTED.search(cell.get("class", ""))
        for cell in code
    )
    if not is_code or (len(rows) > 1 and not all(map(_is_one_line, code))):
        return None
    return "\n".join(_text(cell) for cell in code)


def _is_number(cell: Any) -> bool:
    """Whether a cell holds nothing but numbers of lines."""
    text = "".join(cell.itertext()).strip()
    marked = cell.get("data-line-number") is not None or any(
        map(_NUMBERS.match, cell.get("class", "").split())
    )
    return _DIGITS.fullmatch(text) is not None and (bool(text) or marked)


def _is_one_line(cell: Any) -> bool:
    return "\n" not in _text(cell).strip("\n")


def _drop_numbers(pre: Any) -> None:
    for part in list(pre.iter("span", "a", "td", "div", "i", "button", "code", "em")):
        if part.tag == "button":
            part.drop_tree()
            continue
        names = part.get("class", "").split()
        text = "".join(part.itertext())
        if part is not pre and any(map(_NUMBERS.match, names)) and _DIGITS.fullmatch(text):
            part.drop_tree()


def _is_marked_up(pre: Any) -> bool:
    """Whether a `<pre>` holds code of a highlighter, with lines that are elements."""
    if next(pre.iter("a", "img", "h1", "h2", "h3"), None) is not None and pre.find(".//code") is None:
        return False
    parts = list(pre.iterdescendants())
    has_classes = any(_LINE_CLASSES.intersection(part.get("class", "").split()) for part in parts)
    if not has_classes and not any(part.tag in _LINES for part in parts):
        return False
    return has_classes or pre.find(".//code") is not None or bool(_HIGHLIGHTED.search(_names_around(pre)))


def _names_around(element: Any) -> str:
    return " ".join(one.get("class", "") for one in (element, *islice(element.iterancestors(), 3)))


def _text(element: Any) -> str:
    """The text of code, with a line break where an element that is a line ends and none is written."""
    pieces: list[str] = []
    opened: list[int] = []  # where the text of each open element begins in the pieces
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            opened.append(len(pieces))
            pieces.append(part.text or "")
            continue
        own = "".join(pieces[opened.pop() :])
        if part is element:
            break
        if _is_line(part) and not own.endswith("\n") and not (part.tail or "").startswith("\n"):
            pieces.append("\n")
        pieces.append(part.tail or "")
    return "".join(pieces).strip("\r\n")


def _is_line(part: Any) -> bool:
    """Whether a line of code ends with this element."""
    following = part.getnext()
    if part.tag == "br" or following is None or following.tag != "br" or (part.tail or "").strip():
        return part.tag in _LINES or bool(_LINE_CLASSES.intersection(part.get("class", "").split()))
    return False


def _become_pre(element: Any, text: str) -> None:
    tail = element.tail
    element.clear()
    element.tag, element.tail, element.text = "pre", tail, text
