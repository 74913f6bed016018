"""The body of a page as Markdown: headings, lists, quotes, tables, code, emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from cleaner.blocks import without
from cleaner.model import BodyBlock, Cleaned

_SPECIAL = re.compile(r"([\\`*_\[\]<])")
_AT_START = re.compile(r"^(#{1,6}\s|[-+>]\s?|\d+[.)]\s)")
_WRAPS = {"strong": "**", "em": "*", "code": "`"}


class Piece(NamedTuple):
    """A stretch of text, what it is (`strong`, `em`, `code`), and where it links to."""

    text: str
    looks: frozenset[str] = frozenset()
    link: str = ""


def inline(pieces: Iterable[Piece]) -> str:
    """Pieces of one block as a line of Markdown; white space folds."""
    out: list[str] = []
    for link, group in groupby(_merged(pieces), key=itemgetter(2)):
        inner = "".join(_wrapped(piece) for piece in group)
        before, text, after = _edges(inner)
        out.append(f"{before}[{text}](<{link}>){after}" if link and text else inner)
    return " ".join("".join(out).split())


def escaped(text: str) -> str:
    """A text in which nothing means anything to Markdown."""
    return _AT_START.sub(r"\\\1", _SPECIAL.sub(r"\\\1", text))


def to_markdown(cleaned: Cleaned) -> str:
    """The body as Markdown. A text that was no page is its own Markdown."""
    if not cleaned.blocks:
        return cleaned.body
    out: list[str] = []
    before: BodyBlock | None = None
    for block in cleaned.blocks:
        lines = _lines(block, before)
        if before is not None:
            tight = before.type == block.type and block.type in ("item", "row")
            blank = "> " if before.quoted and block.quoted else ""
            out += ["\n"] if tight else ["\n", blank.rstrip(), "\n"]
        out.append("\n".join(("> " if block.quoted else "") + line for line in lines))
        before = block
    return "".join(out)


def left_of(text: str, blocks: Sequence[BodyBlock], cuts: Sequence[tuple[int, int]]) -> tuple[BodyBlock, ...]:
    """What the cuts leave of the blocks, and where it stands in the body."""
    found: list[BodyBlock] = []
    number = gone = 0  # cuts that end before this block, and their characters
    for block in blocks:
        while number < len(cuts) and cuts[number][1] <= block.start:
            gone += cuts[number][1] - cuts[number][0]
            number += 1
        inside: list[tuple[int, int]] = []
        for start, end in cuts[number:]:
            if start >= block.end:
                break
            inside.append((max(start, block.start) - block.start, min(end, block.end) - block.start))
        before = max(0, block.start - cuts[number][0]) if inside else 0  # of a cut that begins above
        left = without(text[block.start : block.end], inside)
        start = block.start - gone - before
        if left.strip():
            markdown = escaped(left.strip()) if inside else block.markdown
            found.append(block._replace(start=start, end=start + len(left), markdown=markdown))
    return tuple(found)


def _lines(block: BodyBlock, before: BodyBlock | None) -> Sequence[str]:
    text = block.markdown
    match block.type:
        case "heading":
            return ("#" * block.level + " " + text,)
        case "item":
            return ("  " * (block.level - 1) + "- " + text,)
        case "code":
            fence = "```" if "```" not in text else "````"
            return (fence, *text.split("\n"), fence)
        case "row":
            row = f"| {text} |"
            if before is not None and before.type == "row":
                return (row,)
            return (row, "|" + " --- |" * (text.count(" | ") + 1))
    return (text,)


def _merged(pieces: Iterable[Piece]) -> Iterable[Piece]:
    for (looks, link), group in groupby(pieces, key=itemgetter(1, 2)):
        yield Piece("".join(piece.text for piece in group), looks, link)


def _wrapped(piece: Piece) -> str:
    if "code" in piece.looks and "`" not in piece.text:
        before, text, after = _edges(piece.text)
        return f"{before}`{text}`{after}" if text else piece.text
    before, text, after = _edges(piece.text)
    text = _SPECIAL.sub(r"\\\1", text)
    for look in ("em", "strong"):
        if look in piece.looks and text:
            text = f"{_WRAPS[look]}{text}{_WRAPS[look]}"
    return before + text + after


def _edges(text: str) -> tuple[str, str, str]:
    """A text between the white space around it: signs of emphasis have to touch words."""
    stripped = text.strip()
    if not stripped:
        return text, "", ""
    start = text.index(stripped[0])
    return text[:start], stripped, text[start + len(stripped) :]
