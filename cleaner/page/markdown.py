"""The body of a page as Markdown: headings, lists, quotes, tables, code, emphasis and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from unicodedata import category

from cleaner.model import BodyBlock, Cleaned
from cleaner.text import without

# CommonMark 0.31, and the tables of GitHub's Markdown.
_SPECIAL = re.compile(r"([\\`*_\[\]<]|~(?=~)|&(?=#?\w{1,31};))")
_AT_START = re.compile(r"^(?:(?=#{1,6}(?:\s|$)|[-+>~]|=+\s*$)|(\d{1,9})(?=[.)](?:\s|$)))")
_AT_END = re.compile(r"(?<=\s)(?=#+$)")  # what would close a heading
_CELLS = re.compile(r"(?<!\\)\|")
_TICKS = re.compile(r"`{3,}")
_WRAPS = {"strong": "**", "em": "*", "code": "`"}
_NEW_LIST = "<!-- -->"  # between two lists that would be one


class Piece(NamedTuple):
    """A stretch of text, what it is (`strong`, `em`, `code`), and where it links to."""

    text: str
    looks: frozenset[str] = frozenset()
    link: str = ""


def inline(pieces: Iterable[Piece]) -> str:
    """Pieces of one block as a line of Markdown; white space folds."""
    merged = list(_merged(pieces))
    raw = "".join(piece.text for piece in merged)
    out, position = "", 0
    for link, group in groupby(merged, key=itemgetter(2)):
        inner = ""
        for piece in group:
            end = position + len(piece.text)
            inner += _wrapped(
                piece, raw[max(position - 1, 0) : position], raw[end : end + 1], (inner or out)[-1:]
            )
            position = end
        before, text, after = _edges(inner)
        if link and text and not before and out.endswith("!"):
            out = out[:-1] + r"\!"  # or it would be a picture
        out += f"{before}[{text}](<{link}>){after}" if link and text else inner
    return _opening_nothing(" ".join(out.split()))


def escaped(text: str) -> str:
    """A text in which nothing means anything to Markdown."""
    return _opening_nothing(_SPECIAL.sub(r"\\\1", text))


def to_markdown(cleaned: Cleaned) -> str:
    """The body as Markdown. A text that was no page is its own Markdown."""
    if not cleaned.blocks:
        return cleaned.body
    out: list[str] = []
    before: BodyBlock | None = None
    items: list[_Item] = []  # around the block, from the outermost
    for blocks in _tables_as_one(cleaned):
        block, last = blocks[0], blocks[-1]
        depth = block.level if block.type in ("item", "paragraph") else 0
        is_new = False
        if block.type == "item":
            marker = f"{block.number}. " if block.number else "- "
            is_new = 0 < block.number <= max((item.number for item in items[depth - 1 : depth]), default=0)
            lines: Sequence[str] = [marker + block.markdown]
            indent = sum(item.width for item in items[: depth - 1])
            items = [*items[: depth - 1], _Item(len(marker), block.number)]
        else:
            items = items[:depth]
            lines = _lines(blocks)
            indent = sum(item.width for item in items)
        prefix = ("> " if block.quoted else "") + " " * indent
        if before is not None:
            out.append(_between(before, block, cleaned.body, is_new=is_new))
        out.append("\n".join((prefix + line).rstrip() for line in lines))
        before = last
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


class _Item(NamedTuple):
    width: int  # of its marker
    number: int


def _tables_as_one(cleaned: Cleaned) -> Iterator[list[BodyBlock]]:
    """The blocks one by one, the rows of a table together."""
    table: list[BodyBlock] = []
    for block in cleaned.blocks:
        if table and (block.type != "row" or block.number <= table[-1].number):
            yield table
            table = []
        if block.type == "row":
            table.append(block)
        else:
            yield [block]
    if table:
        yield table


def _between(before: BodyBlock, block: BodyBlock, body: str, *, is_new: bool) -> str:
    """What stands between two blocks: a blank line, but between items, and between lines of one verse."""
    quoted = before.quoted and block.quoted
    if before.quoted == block.quoted and not is_new:
        if before.type == block.type == "item" and (block.number < 2 or block.level <= before.level):
            return "\n"  # only a list that begins with 1 may begin within a paragraph
        is_verse = before.type == block.type == "paragraph" and not before.level and not block.level
        if is_verse and body.count("\n", before.end, block.start) == 1:
            return "\\\n"
    blank = "\n>\n" if quoted else "\n\n"
    return f"{blank}{'> ' if quoted else ''}{_NEW_LIST}{blank}" if is_new else blank


def _lines(blocks: Sequence[BodyBlock]) -> Sequence[str]:
    """The lines of a block that is no item of a list, or of a table."""
    text = blocks[0].markdown
    match blocks[0].type:
        case "heading":
            return ["#" * blocks[0].level + " " + _AT_END.sub(r"\\", text)]
        case "code":
            fence = max(_TICKS.findall(text), key=len, default="``") + "`"
            return [fence, *text.split("\n"), fence]
        case "row":
            rows = [[cell.strip() for cell in _CELLS.split(block.markdown)] for block in blocks]
            columns = max(map(len, rows))
            rows.insert(1, ["---"] * columns)
            return [f"| {' | '.join(row + [''] * (columns - len(row)))} |" for row in rows]
    return [text]


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for (looks, link), group in groupby(pieces, key=itemgetter(1, 2)):
        if text := "".join(piece.text for piece in group):
            yield Piece(text, looks, link)


def _wrapped(piece: Piece, before: str, after: str, done: str) -> str:
    """A piece with the signs of its looks, where they would be read as such: between these characters, after
    this last character of what is written already."""
    head, text, tail = _edges(piece.text)
    if not text:
        return piece.text
    unsafe = "`[]" if piece.link else "`"
    if "code" in piece.looks and not set(text).intersection(unsafe) and (head or done != "`"):
        return f"{head}`{text}`{tail}"
    signs = "".join(_WRAPS[look] for look in ("strong", "em") if look in piece.looks)
    before, after = head[-1:] or before, tail[:1] or after
    if (done == "*" and not head) or not (_flanks(before, text[0]) and _flanks(after, text[-1])):
        signs = ""
    return "".join((head, signs, _SPECIAL.sub(r"\\\1", text), signs[::-1], tail))


def _flanks(outer: str, inner: str) -> bool:
    """Whether signs of emphasis between these characters are read as such."""
    return category(inner)[0] not in "PS" or not outer or outer.isspace() or category(outer)[0] == "P"


def _opening_nothing(line: str) -> str:
    """A line that begins no heading, list, quote, fence or underline."""
    return _AT_START.sub(r"\1\\", line)


def _edges(text: str) -> tuple[str, str, str]:
    """A text between the white space around it: signs of emphasis have to touch words."""
    stripped = text.strip()
    if not stripped:
        return text, "", ""
    start = text.index(stripped[0])
    return text[:start], stripped, text[start + len(stripped) :]
