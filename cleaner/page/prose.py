"""Where a page's prose went: into the body, out by the name of a rule, or left out by nobody's word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.model import Block, Removal, Shape
from cleaner.page.walk import Inside, Page
from cleaner.text import split

_PROSE_WORDS = 12  # of a block from which on its loss would be one
_LEAST = 100  # words of prose; of a page with less, shares tell little
_MOST_MISSING, _MOST_BEFORE_SUSPICION = 0.2, 0.5  # of a page's prose, left out by no rule
_FIRST_WORDS = 60  # characters of what is missing that a warning shows
_MENUS = Inside.NAV | Inside.FOOTER | Inside.FORM | Inside.NOSCRIPT | Inside.BUTTON


class Account(NamedTuple):
    """Words of prose of a page, by what became of them."""

    kept: int
    named: int  # cut by a rule
    missing: int
    first: str  # words of what is missing

    @property
    def total(self) -> int:
        return self.kept + self.named + self.missing

    @property
    def share_kept(self) -> float:
        """Of a page without prose nothing is lost."""
        return self.kept / self.total if self.total else 1.0

    @property
    def is_suspicious(self) -> bool:
        """Whether more of the prose is missing than is accounted for."""
        return self.total >= _LEAST and self.missing > _MOST_BEFORE_SUSPICION * self.total

    def warnings(self) -> Iterator[str]:
        """What to say where more is missing than teasers and the like come to."""
        if self.total >= _LEAST and self.missing > _MOST_MISSING * self.total:
            share = f"{self.missing / self.total:.0%} of the page's prose was left out"
            yield f"{share}, and no rule gives a reason: “{self.first}”"


def account(body: Iterable[Block], removals: Sequence[Removal], missing: Sequence[str]) -> Account:
    """What became of a page's prose; `body` are the blocks that were kept."""
    first = missing[0] if missing else ""
    if len(first) > _FIRST_WORDS:
        first = f"{first[:_FIRST_WORDS].rstrip()}…"
    named = sum(_words(split(cut.text)) for cut in removals)
    return Account(_words(body), named, sum(_words(split(text)) for text in missing), first)


def left_out(page: Page, blocks: Sequence[Block], stay: Collection[int]) -> dict[int, str]:
    """The blocks of prose outside menus that are not among those in the text, nor say what these say: their
    texts by their numbers."""
    there = {blocks[number].folded for number in stay}
    return {
        number: block.text
        for number, (block, part) in enumerate(zip(blocks, page.blocks, strict=True))
        if number not in stay
        and block.shape is Shape.PROSE
        and block.words >= _PROSE_WORDS
        and 2 * part.linked < len(part.text)
        and not page.nodes[part.node].inside & _MENUS
        and block.folded not in there
    }


def _words(blocks: Iterable[Block]) -> int:
    return sum(block.words for block in blocks if block.shape is Shape.PROSE and block.words >= _PROSE_WORDS)
