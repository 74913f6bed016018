"""What goes with the article however little it says: code among its paragraphs, footnotes, lists that answer
a sentence, tables of data, headings that are links."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from cleaner.model import Block, Shape
from cleaner.page.walk import Inside, Page

_HOLDS = 0.6  # of the words that stay; the deepest element with so many is where the article stands
_LIST_STAYS = 0.9  # of its lines, from which on all of it stays
_ELSEWHERE = Inside.NAV | Inside.FOOTER | Inside.ASIDE | Inside.FORM | Inside.SIDE
_MENUS = Inside.NAV | Inside.FOOTER | Inside.NOSCRIPT | Inside.BUTTON
_ANSWERED = (":", "：", "﹕", "︓", "፦")  # what comes next is what the sentence speaks of
_LINKED = 0.5  # of a heading's characters
_SENTENCE = 5  # words of one
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS = ("p", "div", "li", "td", "section", "article", "main", "blockquote")
_SECTIONS = 3  # sections of an article whose headings lead to other pages of the site, at least
_ROWS = 3  # of a table of data at least, with its header


def belonging(page: Page, blocks: Sequence[Block], staying: Collection[int]) -> list[int]:
    """The blocks of code where the article stands, below its first block, and its footnotes. Extractors drop
    what is short, and trees don't know what it says."""
    within = _where_it_stands(page, blocks, staying)
    first = min(staying, default=0)
    return [
        number
        for number, part in enumerate(page.blocks)
        if number > first
        and (
            (within[part.node] and page.nodes[part.node].tag in ("pre", "code"))
            or page.nodes[part.node].inside & Inside.NOTE
        )
    ]


def spoken_for(
    page: Page, blocks: Sequence[Block], staying: Collection[int], unmarked: Sequence[int]
) -> set[int]:
    """Of the blocks that no rule marks, those where the article stands that its own words or form speak for,
    links though they may be: lists below a paragraph that ends with a colon, tables under a row of headers,
    quotations in figures, and headings that lead out of the page's site or nowhere, if a paragraph follows
    each."""
    if not staying:
        return set()
    within, first = _where_it_stands(page, blocks, staying), min(staying)
    inner = [n for n in unmarked if within[page.blocks[n].node] and n > first]
    return {
        *_answers(page, inner, staying),
        *_data(page, inner),
        *_quotations(page, inner),
        *_linked_headings(page, blocks, inner, staying),
    }


def passed_over(page: Page, blocks: Sequence[Block], staying: Collection[int]) -> list[int]:
    """The blocks that do not stay and stand in the element that holds those that do: all that stand among
    them, and outside menus those above and below."""
    if not staying:
        return []
    core, first, last = _core(page, blocks, staying), min(staying), max(staying)
    within = [False] * len(page.nodes)
    for number, node in enumerate(page.nodes):
        within[number] = number == core or (node.parent >= 0 and within[node.parent])
    there = set(staying)
    return [
        number
        for number, part in enumerate(page.blocks)
        if number not in there
        and within[part.node]
        and (first < number < last or not page.nodes[part.node].inside & _MENUS)
    ]


def _answers(page: Page, inner: Sequence[int], staying: Collection[int]) -> Iterator[int]:
    opened = dict[int, int]()  # the first block of each list
    for number, part in enumerate(page.blocks):
        for node in page.around(part.node):
            if page.nodes[node].tag in ("ul", "ol"):
                opened.setdefault(node, number)
    for number in inner:
        for node in page.around(page.blocks[number].node):
            above = opened.get(node, 0) - 1
            if (
                above in staying
                and page.nodes[page.blocks[above].node].tag in _PARAGRAPHS
                and page.blocks[above].text.rstrip().endswith(_ANSWERED)
            ):
                yield number


def _data(page: Page, inner: Sequence[int]) -> Iterator[int]:
    known = dict[int, bool]()
    for number in inner:
        node = next((n for n in page.around(page.blocks[number].node) if page.nodes[n].tag == "table"), -1)
        if node >= 0 and node not in known:
            known[node] = _has_headers(page.nodes[node].element)
        if node >= 0 and known[node]:
            yield number


def _quotations(page: Page, inner: Sequence[int]) -> Iterator[int]:
    """What is quoted in a figure, beside a portrait perhaps: extractors take figures for pictures."""
    for number in inner:
        tags = [page.nodes[node].tag for node in page.around(page.blocks[number].node)]
        if "blockquote" in tags and "figure" in tags[tags.index("blockquote") :]:
            yield number


def _has_headers(table: Any) -> bool:
    """Whether the first row of a table is one of headers, and the others have as many cells."""
    rows = [[cell.tag for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]
    return (
        len(rows) >= _ROWS
        and len(rows[0]) > 1
        and set(rows[0]) == {"th"}
        and all(len(row) == len(rows[0]) for row in rows)
    )


def _linked_headings(
    page: Page, blocks: Sequence[Block], inner: Sequence[int], staying: Collection[int]
) -> Iterator[int]:
    def is_followed(number: int) -> bool:
        below = number + 1
        return (
            below in staying
            and blocks[below].shape in (Shape.PROSE, Shape.SENTENCE)
            and blocks[below].words >= _SENTENCE
            and 2 * page.blocks[below].linked < len(page.blocks[below].text)
            and page.nodes[page.blocks[below].node].tag not in _HEADINGS
        )

    headings: dict[str, list[int]] = {}
    for number in inner:
        part = page.blocks[number]
        tag = page.nodes[part.node].tag
        if tag in _HEADINGS and part.linked > _LINKED * len(part.text):
            headings.setdefault(tag, []).append(number)
    for numbers in headings.values():
        nodes = [page.blocks[number].node for number in numbers]
        flow = len(nodes) >= _SECTIONS and len({page.nodes[node].parent for node in nodes}) == 1  # no cards
        if all(map(is_followed, numbers)) and (flow or all(_leads_elsewhere(page, node) for node in nodes)):
            yield from numbers


def _leads_elsewhere(page: Page, node: int) -> bool:
    """Whether the links of a heading lead to a place in the page or to another site: those of teasers lead to
    other pages of this one."""
    element = page.nodes[node].element
    links = [link.get("href") or "" for link in (*element.iter("a"), *element.iterancestors("a"))]
    return all(link.startswith(("#", "http://", "https://", "//")) for link in links)


def whole_lists(page: Page, going: Collection[int], staying: Collection[int]) -> set[int]:
    """Those that go of lists that stay but for a few lines: these are decided as a whole."""
    lists: dict[int, list[int]] = {}
    for number in sorted((*going, *staying)):
        node = page.blocks[number].node
        while node > 0 and page.nodes[node].tag not in ("ul", "ol"):
            node = page.nodes[node].parent
        lists.setdefault(node, []).append(number)
    return {
        number
        for node, lines in lists.items()
        if node > 0 and sum(line in staying for line in lines) >= _LIST_STAYS * len(lines)
        for number in lines
        if number in going
    }


def _where_it_stands(page: Page, blocks: Sequence[Block], staying: Collection[int]) -> list[bool]:
    """For each element whether it stands where the article does, and in no menu, sidebar or form there."""
    core = _core(page, blocks, staying)
    within = [False] * len(page.nodes)
    within[core] = bool(staying)
    for number in range(core + 1, len(page.nodes)):
        node = page.nodes[number]
        within[number] = within[node.parent] and not node.own & _ELSEWHERE
    return within


def _core(page: Page, blocks: Sequence[Block], staying: Collection[int]) -> int:
    """The deepest element with most of the words that stay, a place in `Page.nodes`."""
    words = [0] * len(page.nodes)
    for number in staying:
        words[page.blocks[number].node] += blocks[number].words
    for number in range(len(words) - 1, 0, -1):
        words[page.nodes[number].parent] += words[number]
    return max((n for n, sum_ in enumerate(words) if sum_ >= _HOLDS * words[0]), default=0)
