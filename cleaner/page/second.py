"""The second round: what the first says of the blocks around a block, of its container and of the page.

Trees see each block by itself, and what is around it only through what extractors took. With the odds of the
first round at hand, others see that a block stands between paragraphs of the article, or in a container all
else of which goes (stacking: Wolpert, 1992). The odds of a block are the mean of both rounds.

`TABLE` is all there is to what the second round sees beside some features of the first (`FROM_FIRST`): none
of them tells of the page as a whole, by which trees would know one suite from another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from math import exp
from operator import itemgetter
from typing import Any, NamedTuple

from cleaner.decision import Trees
from cleaner.kernel import best_of_others, share_near, share_of_others
from cleaner.page.features import NAMES as NAMES_OF_FIRST
from cleaner.page.sheet import FAR, Sheet

FROM_FIRST = (
    "taken", "vote takes", "vote takes near", "vote takes nearby", "vote takes beside", "under core",
    "steps up to core's line", "steps down", "branch links", "branch prose", "own links", "up links",
    "kind taken", "kind links", "kind of prose", "tag", "words", "link share", "title words",
    "standfirst words", "in the page's data", "near links", "near marked", "near prose", "far marked",
    "marked", "mark high", "to section mark", "peers", "shape", "index", "heading marked", "heading level",
    "stop", "in comment", "in side", "in a picture's box",
)  # fmt: skip
_NOBODY, _ALONE = -6.0, -9.0  # the odds of what was not weighed, and of nothing at all
_MOST = 30.0  # odds beyond which a chance is 0 or 1
_KEPT_WORDS, _SURE_WORDS, _SURE = 5, 12, 1.5  # of blocks that mark the article's ends, and of sure prose


class Ground(NamedTuple):
    """Where the weighed blocks of a page stand: a value for each."""

    numbers: Sequence[int]  # in the page
    words: Sequence[int]
    headings: Sequence[int]  # the number of the heading above; -1 for none
    element: Sequence[int]
    around: Sequence[int]  # the element around that
    above: Sequence[int]  # and the one around that
    branch: Sequence[int]
    kind: Sequence[int]  # of container: a number for each kind
    like: Sequence[int]  # the same tag in the same element: a number for each such pair


def ground(sheet: Sheet) -> Ground:
    """The ground of a page, from its measures."""
    around = sheet.over(range(len(sheet.nodes)))
    above = [max(0, sheet.parent[node]) for node in around]
    pairs: dict[tuple[int, str], int] = {}
    return Ground(
        sheet.chosen, sheet.of(sheet.words), sheet.heading, sheet.of(sheet.node), around, above,
        sheet.branch, sheet.of(sheet.kind),
        [pairs.setdefault(pair, len(pairs)) for pair in zip(around, sheet.of(sheet.tags), strict=True)],
    )  # fmt: skip


class Round:
    """A page after the first round: its ground, and the odds of each block."""

    def __init__(self, stands: Ground, odds: Sequence[float]) -> None:
        self.ground, self.odds = stands, list(odds)
        self.chances = [1 / (1 + exp(-max(-_MOST, min(_MOST, value)))) for value in odds]
        self.words = [words + 0.5 for words in stands.words]
        self.kept = [chance * words for chance, words in zip(self.chances, self.words, strict=True)]
        self.by_number = dict(zip(stands.numbers, odds, strict=True))

    def beside(self, steps: int) -> list[float]:
        """The odds of the block so many places on in the page."""
        return [self.by_number.get(number + steps, _NOBODY) for number in self.ground.numbers]

    def near(self, reach: int) -> list[float]:
        """The share of the words up to so many weighed blocks away that is kept."""
        return share_near(self.kept, self.words, reach)

    def share(self, groups: Sequence[int]) -> list[float]:
        """The share of the words of the others of a block's group that is kept; -1 where there are none."""
        return share_of_others(groups, self.kept, self.words)

    def best(self, groups: Sequence[int]) -> list[float]:
        """The best odds of the others of a block's group."""
        return best_of_others(groups, self.odds, _ALONE)

    @cached_property
    def ends(self) -> tuple[int, int]:
        """The places of the first and the last block that is kept, among those weighed."""
        kept = [
            place
            for place, (odds, words) in enumerate(zip(self.odds, self.ground.words, strict=True))
            if odds > 0 and words >= _KEPT_WORDS
        ]
        if not kept:
            kept = [max(range(len(self.odds)), key=self.odds.__getitem__, default=0)]
        return kept[0], kept[-1]

    def from_end(self, end: int) -> list[float]:
        return [max(-FAR, min(FAR, place - end)) for place in range(len(self.odds))]

    def to_sure(self, backwards: bool) -> list[float]:
        """How far the last block of prose is that is surely of the article, or the next."""
        sure = [
            odds > _SURE and words >= _SURE_WORDS
            for odds, words in zip(self.odds, self.ground.words, strict=True)
        ]
        found, far = [], float(FAR)
        for is_sure in reversed(sure) if backwards else sure:
            found.append(far)
            far = 1.0 if is_sure else min(float(FAR), far + 1)
        return found[::-1] if backwards else found


class Seen(NamedTuple):
    """What the second round sees, and its values for the blocks of a page."""

    name: str
    values: Callable[[Round], Sequence[float]]


def _beside(steps: int) -> Seen:
    return Seen(f"{steps:+} odds", lambda r: r.beside(steps))


def _table() -> Iterator[Seen]:
    yield Seen("odds", lambda r: r.odds)
    yield from map(_beside, (-3, -2, -1, 1, 2, 3))
    yield Seen("near kept", lambda r: r.near(4))
    yield Seen("far kept", lambda r: r.near(12))
    yield Seen("element kept", lambda r: r.share(r.ground.element))
    yield Seen("around kept", lambda r: r.share(r.ground.around))
    yield Seen("above kept", lambda r: r.share(r.ground.above))
    yield Seen("branch kept", lambda r: r.share(r.ground.branch))
    yield Seen("kind kept", lambda r: r.share(r.ground.kind))
    yield Seen("like kept", lambda r: r.share(r.ground.like))
    yield Seen("best of element", lambda r: r.best(r.ground.element))
    yield Seen("best around", lambda r: r.best(r.ground.around))
    yield Seen("best under heading", lambda r: r.best(r.ground.headings))
    yield Seen(
        "heading odds",
        lambda r: [r.by_number.get(h, _NOBODY) if h >= 0 else _ALONE for h in r.ground.headings],
    )
    yield Seen("from first kept", lambda r: r.from_end(r.ends[0]))
    yield Seen("from last kept", lambda r: r.from_end(r.ends[1]))
    yield Seen("to last sure", lambda r: r.to_sure(backwards=False))
    yield Seen("to next sure", lambda r: r.to_sure(backwards=True))


TABLE = tuple(_table())
NAMES = (*FROM_FIRST, *(seen.name for seen in TABLE))
_pick = itemgetter(*map(NAMES_OF_FIRST.index, FROM_FIRST))


def second_rows(
    stands: Ground, rows: Sequence[Sequence[float]], odds: Sequence[float]
) -> list[tuple[float, ...]]:
    """What the second round sees of the blocks whose features and odds these are, in the order of `NAMES`."""
    after = Round(stands, odds)
    seen = zip(*(one.values(after) for one in TABLE), strict=True)
    return [(*_pick(row), *more) for row, more in zip(rows, seen, strict=True)]


class PageTrees:
    """The trees of both rounds, as plain data has them."""

    def __init__(self, first: Sequence[Any], second: Sequence[Any]) -> None:
        self.first, self.second = Trees(NAMES_OF_FIRST, first), Trees(NAMES, second)

    @property
    def trees(self) -> tuple[Any, ...]:
        """All of both, to tell them from others."""
        return (*self.first.trees, *self.second.trees)

    def odds(self, stands: Ground, rows: Sequence[Sequence[float]]) -> list[float]:
        """The log odds for the article of the blocks that these features are of."""
        first = self.first.each(rows)
        again = self.second.each(second_rows(stands, rows, first))
        return [(one + other) / 2 for one, other in zip(first, again, strict=True)]
