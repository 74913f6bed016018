"""What the blocks of a page are: headings, list items, rows of tables, …, and the Markdown of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, urljoin, urlsplit

from cleaner.model import BodyBlock
from cleaner.page.markdown import Piece, escaped, inline
from cleaner.page.textflow import BULLETS, LONG_CELL, WITHIN_UNSPACED, readable
from cleaner.page.walk import LOOKS, Inside, Page, PageBlock, Source
from cleaner.text import latin_length

_TYPES = {
    **{f"h{level}": "heading" for level in range(1, 7)}, "pre": "code", "code": "code",
    "dt": "term", "dd": "definition", "figcaption": "caption", "caption": "caption",
}  # fmt: skip
_LISTS = ("ul", "ol")
_BULLET = re.compile(r"^\s*(?:[•·●▪◦‣]|[-–—*]\s)\s*")


def layouts(page: Page, places: Mapping[int, tuple[int, int]], url: str = "") -> Iterator[BodyBlock]:
    """These blocks, by number, with where their text stands; `url` is the page's address."""
    numbers = _numbers(page)
    rows = {number: _row(page, block) for number, block in enumerate(page.blocks)}
    blocks_of = Counter(rows.values())
    for number, (start, end) in places.items():
        block, row = page.blocks[number], rows[number]
        node = page.nodes[block.node]
        item = _up(page, block.node, "li")
        level = place = 0
        type_ = _TYPES.get(node.tag, "paragraph")
        if (
            row >= 0
            and blocks_of[row] == 1
            and (" | " in block.text or latin_length(block.text) <= LONG_CELL)
        ):
            type_, place = "row", numbers[row]
        elif type_ == "heading":
            level = int(node.tag[1])
        elif item >= 0 and type_ == "paragraph":
            level = _depth(page, item)
            if block.text.startswith(BULLETS):
                type_, place = "item", numbers.get(item, 0)
        if type_ == "row":
            markdown = " | ".join(cell.replace("|", "\\|") for cell in _cells(page, block, row, url))
        elif type_ == "code":
            markdown = block.text
        else:
            markdown = _line(page, block, type_ == "item", url)
        yield BodyBlock(start, end, type_, level, bool(node.inside & Inside.QUOTE), markdown, place)


def _line(page: Page, block: PageBlock, is_item: bool, url: str) -> str:
    """A block as a line of Markdown; an item without its bullet."""
    if not any(source.linked or source.styled for source in block.sources):
        return escaped(" ".join((_BULLET.sub("", block.text) if is_item else block.text).split()))
    pieces = _unbroken(list(_pieces(page, block.sources, url)))
    if is_item:
        pieces[0] = pieces[0]._replace(text=_BULLET.sub("", pieces[0].text))
    return inline(pieces)


def _row(page: Page, block: PageBlock) -> int:
    """The row of a table that all of a block stands in; -1 for none."""
    if not page.nodes[block.node].inside & Inside.TABLE:
        return -1
    row = _up(page, block.node, "tr")
    for source in block.sources:
        while row >= 0 and not _is_within(page, source.node, row):
            row = _up(page, page.nodes[row].parent, "tr")
    return row


def _is_within(page: Page, node: int, outer: int) -> bool:
    while node > outer:
        node = page.nodes[node].parent
    return node == outer


def _up(page: Page, node: int, tag: str) -> int:
    """The innermost node with this tag that a block stands in; -1 for none."""
    while node >= 0 and page.nodes[node].tag != tag:
        node = page.nodes[node].parent
    return node


def _depth(page: Page, item: int) -> int:
    """How many lists a list item stands in; 0 for none."""
    depth, node = 0, item
    while node >= 0:
        depth += page.nodes[node].tag in _LISTS
        node = page.nodes[node].parent
    return max(depth, 1) if item >= 0 else 0


def _numbers(page: Page) -> dict[int, int]:
    """The numbers of the items of ordered lists, and of the rows of tables, by their nodes."""
    last: dict[int, int] = {}
    found: dict[int, int] = {}
    for number, node in enumerate(page.nodes):
        if node.tag == "tr":
            last[node.parent] = found[number] = last.get(node.parent, 0) + 1
        elif node.tag == "li" and page.nodes[node.parent].tag == "ol":
            if node.parent not in last:
                last[node.parent] = _whole(page.nodes[node.parent].element.get("start"), 1) - 1
            last[node.parent] = found[number] = _whole(node.element.get("value"), last[node.parent] + 1)
    return found


def _whole(value: str | None, otherwise: int) -> int:
    """A number as an attribute has it, if Markdown can say it too."""
    return int(value) if value and value.isdecimal() and len(value) < 9 else otherwise


def _cells(page: Page, block: PageBlock, row: int, url: str) -> Iterator[str]:
    """The cells of a row as Markdown, empty ones too."""
    sources = iter(block.sources)
    source = next(sources, None)
    for number in range(row + 1, len(page.nodes)):
        node = page.nodes[number]
        if node.depth <= page.nodes[row].depth:
            break
        if node.parent == row and node.tag in ("td", "th"):
            inside: list[Source] = []
            while source is not None and _is_within(page, source.node, number):
                inside.append(source)
                source = next(sources, None)
            yield inline(_unbroken(list(_spaced(inside, _pieces(page, inside, url)))))


def _spaced(sources: Iterable[Source], pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces with a space where a line ends between them: a cell's lines are one."""
    before = None
    for source, piece in zip(sources, pieces, strict=True):
        if before is not None and (source.node != before or source.element.tag == "br"):
            yield Piece(" ")
        before = source.node
        yield piece


def _unbroken(pieces: list[Piece]) -> list[Piece]:
    """Pieces without the line breaks of their source that stand within unspaced script."""
    text = "".join(piece.text for piece in pieces)
    if "\n" not in text or text.isascii():
        return pieces
    gone = {place for found in WITHIN_UNSPACED.finditer(text) for place in range(*found.span())}
    places = iter(range(len(text)))
    return [
        piece._replace(text="".join(sign for sign in piece.text if next(places) not in gone))
        for piece in pieces
    ]


def _pieces(page: Page, sources: Iterable[Source], url: str) -> Iterator[Piece]:
    """Texts with their emphasis and links."""
    for source in sources:
        element = source.element
        text = readable(source.text)
        around = element.getparent() if source.tail else element
        root = page.nodes[source.node].element
        looks, link = set[str](), ""
        while around is not None and around is not root:
            if look := LOOKS.get(around.tag):
                looks.add(look)
            elif around.tag == "a" and not link:
                link = _address(around.get("href") or "", url)
            around = around.getparent()
        yield Piece(text, frozenset(looks), link)


def _address(href: str, url: str) -> str:
    """Where a link leads, if to a page."""
    href = href.strip()
    if not href or href.startswith("#"):
        return ""
    try:
        address = urljoin(url, href)
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return quote(address, safe=":/?#[]@!$&'()*+,;=%~") if scheme in ("http", "https", "mailto", "") else ""
