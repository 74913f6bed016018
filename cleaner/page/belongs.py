"""What goes with the article however little it says: code among its paragraphs, footnotes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cleaner.model import Block
from cleaner.page.walk import Inside, Page

_HOLDS = 0.6  # of the words that stay; the deepest element with so many is where the article stands
_LIST_STAYS = 0.9  # of its lines, from which on all of it stays
_ELSEWHERE = Inside.NAV | Inside.FOOTER | Inside.ASIDE | Inside.FORM | Inside.SIDE


def belonging(page: Page, blocks: Sequence[Block], staying: Collection[int]) -> list[int]:
    """The blocks of code where the article stands, below its first block, and its footnotes. Extractors drop
    what is short, and trees don't know what it says."""
    core = _core(page, blocks, staying)
    within = [False] * len(page.nodes)
    within[core] = bool(staying)
    for number in range(core + 1, len(page.nodes)):
        node = page.nodes[number]
        within[number] = within[node.parent] and not node.own & _ELSEWHERE
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


def _core(page: Page, blocks: Sequence[Block], staying: Collection[int]) -> int:
    """The deepest element with most of the words that stay, a place in `Page.nodes`."""
    words = [0] * len(page.nodes)
    for number in staying:
        words[page.blocks[number].node] += blocks[number].words
    for number in range(len(words) - 1, 0, -1):
        words[page.nodes[number].parent] += words[number]
    return max((n for n, sum_ in enumerate(words) if sum_ >= _HOLDS * words[0]), default=0)
