"""Blocks of a page that go for what they are, however much they read like the article.

Each function looks at the blocks that are to stay and says which of them do not: pull quotes, paragraphs
printed again, captions within an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from cleaner.model import Block
from cleaner.page.walk import Inside, Page

_REPEATED = 80  # characters; a paragraph so long that comes again is printed twice, not written twice
_PULLED = 4  # words at least of what is by name or place a pull quote
_QUOTED = 8  # … and of any other quote that may be one
_MOST_QUOTES = 500  # of a page; where there are more, they are its matter
_SIGNATURE = 12  # words at most below a pull quote: who said it
_LONGEST_CAPTION = 80  # words
_PICTURES = 0.4  # of the words that stay; captions that are so much of a page are its article
_WORD = re.compile(r"\w+")


def repeated(page: Page, blocks: Sequence[Block], staying: Sequence[int]) -> list[int]:
    """Paragraphs that stand above already. A list or a table may well say the same of several things: of
    these only what follows something that stands above too."""
    seen, found = set[str](), list[int]()
    is_again = False
    for number in staying:
        folded = blocks[number].folded
        before, is_again = is_again, folded in seen
        is_listed = page.nodes[page.blocks[number].node].inside & (Inside.LIST | Inside.TABLE)
        if is_again and len(folded) >= _REPEATED and (before or not is_listed):
            found.append(number)
        seen.add(folded)
    return found


def pull_quotes(page: Page, blocks: Sequence[Block], staying: Sequence[int]) -> list[int]:
    """Quotes, asides and what calls itself a pull quote, if the paragraphs around say all of it word for
    word; with the name of the speaker below."""
    around = _quotes(page)
    roots = {number: root for number in staying if (root := around[page.blocks[number].node]) >= 0}
    if not 0 < len(roots) <= _MOST_QUOTES:
        return []
    text = "\n".join(_words(blocks[number].folded) for number in staying if number not in roots)
    by_root: dict[int, list[int]] = {}
    for number, root in roots.items():
        by_root.setdefault(root, []).append(number)
    found: list[int] = []
    for root, numbers in by_root.items():
        is_pulled = page.nodes[root].own & Inside.PULLED or page.nodes[root].tag != "blockquote"
        least = _PULLED if is_pulled else _QUOTED
        said = [n for n in numbers if blocks[n].words >= least and _words(blocks[n].folded) in text]
        others = set(numbers) - set(said)
        if said and all(number > said[0] and blocks[number].words <= _SIGNATURE for number in others):
            found += numbers
    return found


def captions(page: Page, blocks: Sequence[Block], staying: Sequence[int]) -> list[int]:
    """Captions of pictures, unless they are most of the article, as in a slide show."""
    found = [number for number in staying if _is_of_a_picture(page, number)]
    words = sum(blocks[number].words for number in found)
    if words > _PICTURES * sum(blocks[number].words for number in staying):
        return []
    return [number for number in found if blocks[number].words <= _LONGEST_CAPTION]


# What goes, by what the rules of `rules/*.toml` call it, in the order in which it is looked for.
PARTS: Mapping[str, Callable[[Page, Sequence[Block], Sequence[int]], list[int]]] = {
    "quote": pull_quotes,
    "repeated": repeated,
    "caption": captions,
}


def _quotes(page: Page) -> list[int]:
    """For each node the outermost quote, aside or pull quote it is or stands in; -1 for none."""
    found: list[int] = []
    for number, node in enumerate(page.nodes):
        outer = found[node.parent] if node.parent >= 0 else -1
        is_one = outer < 0 and node.own & (Inside.QUOTE | Inside.ASIDE | Inside.PULLED)
        found.append(number if is_one else outer)
    return found


def captioned(page: Page, number: int) -> int:
    """The figure in whose caption a block stands, a place in `Page.nodes`; -1 for other blocks."""
    node = page.blocks[number].node
    while node >= 0 and page.nodes[node].inside & Inside.FIGURE:
        if page.nodes[node].tag == "figcaption":
            return page.nodes[node].parent
        node = page.nodes[node].parent
    return -1


def _is_of_a_picture(page: Page, number: int) -> bool:
    """Whether a block stands in the caption of a figure that holds no quote, table or code."""
    figure = captioned(page, number)
    if figure < 0:
        return False
    for node in page.nodes[figure + 1 :]:
        if node.depth <= page.nodes[figure].depth:
            break
        if node.tag in ("blockquote", "table", "pre"):
            return False
    return True


def _words(folded: str) -> str:
    """Words alone, with a space around each."""
    return f" {' '.join(_WORD.findall(folded))} "
