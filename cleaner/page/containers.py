"""Containers of one kind: elements with the same tags and class names count as one.

A page splits its article over several containers (advertisements between them, one wrapper a paragraph), and
gives all of them the same name. Where most of the article's prose stands in containers of one kind, prose in
them is of the article, wherever they stand. Names that tell of looks alone, such as `mt-4`, `card--wide`
beside `card` or `last`, make no other kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cleaner.model import Block
from cleaner.page.walk import Inside, Page

_CHAIN = 4  # elements, from within, whose names make a kind
_PROSE, _LINKS = 12, 0.3  # words at least of a block of prose, and the share of links it may have
_LEAST_BLOCKS, _LEAST_SHARE = 3, 0.4  # of the prose taken, that a main kind holds
_SURE = 0.5  # log odds of its best block
_TAGS = frozenset(("p", "div", "td", "section", "article", "main", "li", "blockquote"))
_ASIDE = Inside.NAV | Inside.FOOTER | Inside.ASIDE | Inside.FORM | Inside.COMMENT | Inside.HIDDEN

_ORDER = frozenset(("first", "last", "odd", "even"))  # names of looks, beside those that ended in a number

Kind = tuple[str, ...]


def kind_of(page: Page, node: int) -> Kind:
    """The tags and class names of an element and those around it; a `p` is of its container's kind."""
    kind: list[str] = []
    while node > 0 and len(kind) < 2 * _CHAIN:
        tag = page.nodes[node].tag
        kind += (tag, "" if tag == "p" else _named(page.nodes[node].name))
        node = page.nodes[node].parent
    return tuple(kind)


@lru_cache(1 << 12)
def _named(name: str) -> str:
    """Class names without those of looks, if any are left: spaces such as `mt-4`, variants, an order."""
    names = name.split()
    told = [
        one
        for one in names
        if not (one in _ORDER or one[0] == "-" or one[-1] == "-")
        and ("--" not in one or one.partition("--")[0] not in names)
    ]
    return " ".join(told) or name


def main_prose(page: Page, blocks: Sequence[Block], odds: Mapping[int, float]) -> set[int]:
    """The numbers of the blocks of prose in containers of the main kinds; `odds` that a block is of the
    article, for those that were weighed."""
    by_kind: dict[Kind, list[int]] = defaultdict(list)
    kinds: dict[int, Kind] = {}
    for number, part in enumerate(page.blocks):
        node = page.nodes[part.node]
        if (
            blocks[number].words >= _PROSE
            and part.linked <= _LINKS * len(part.text)
            and node.tag in _TAGS
            and not node.inside & _ASIDE
        ):
            if part.node not in kinds:
                kinds[part.node] = kind_of(page, part.node)
            by_kind[kinds[part.node]].append(number)
    taken = {
        kind: [number for number in numbers if page.blocks[number].taken] for kind, numbers in by_kind.items()
    }
    words = {kind: sum(blocks[number].words for number in numbers) for kind, numbers in taken.items()}
    least = _LEAST_SHARE * sum(words.values())
    return {
        number
        for kind, numbers in by_kind.items()
        if len(taken[kind]) >= _LEAST_BLOCKS
        and words[kind] >= least
        and max(odds.get(number, -_SURE) for number in taken[kind]) > _SURE
        for number in numbers
    }
