"""One reading of the whole document: which runs of blocks are junk, and where the title stands.

The chain reads head, title, body, insertions and tail together; where it says junk, trees look at the block
again with that reading in view (`review.py`), and if both together leave it too little hope of being article
it goes, sooner if a rule marks it. Rails hold them back where they are known to go wrong: a run in which no
rule marked anything stays, and a document keeps its title, its standfirst and most of its prose.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp
from typing import NamedTuple

from cleaner.decision.chain import Row, State
from cleaner.decision.evidence import evidence
from cleaner.decision.review import near
from cleaner.decision.survey import is_mass, main_mark
from cleaner.decision.weights import Weights
from cleaner.decision.words import say
from cleaner.model import Block, Mark, Shape

_LONG = 25  # words of prose from which on one rule's word is not enough
SENTENCES = (Shape.PROSE, Shape.SENTENCE)
_BARRED: Row = (0.0, -1e6, -1e6, 0.0, 0.0)  # a block that goes in any case is read as junk
LIKELY = 0.5  # what the chain gives this much hope stays, whatever a second look says
_CHAIN = 0.25  # the weight of its word in what is hoped for; the rest is the trees', which know more
_MOST_PROSE = 0.9  # of a document that a reading may take for junk
_TITLE_ODDS = -1.5  # against head junk; 94 of 100 titles have more, 90 of 100 other lines above articles less


class Caution(StrEnum):
    """How much evidence a cut needs."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


# The probability of being article below which a block is junk.
# Set on sites held out from the weights: see benchmarks/README.md for what each point cuts and loses.
HOPES = {Caution.LOW: 0.5, Caution.NORMAL: 0.4, Caution.HIGH: 0.25}
_UNMARKED, _PARAGRAPH = 0.7, 0.4  # of that hope is enough for a block, a paragraph, that no rule marks


class Run(NamedTuple):
    """Blocks from `first` to before `last` that are junk."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The state of each block, and the runs of junk that may go."""

    states: list[State]
    runs: list[Run]


def read(
    blocks: Sequence[Block],
    marks: Sequence[Sequence[Mark]],
    gone: Collection[int],
    weights: Weights,
    caution: Caution,
) -> Reading:
    """Read a document whose blocks `gone` are decided already."""
    if not blocks:
        return Reading([], [])
    chain = weights.chain
    codes = evidence(blocks, marks, chain.kinds)
    scores = chain.scores(codes)
    free = [index not in gone and main_mark(found) is None for index, found in enumerate(marks)]
    states = chain.read([_BARRED if index in gone else row for index, row in enumerate(scores)])
    titles = _titles(blocks, states, scores, free)
    marked = [main_mark(found) is not None for found in marks]
    limits = [
        HOPES[caution] * (1.0 if not here else _PARAGRAPH if is_long(block) else _UNMARKED)
        for here, block in zip(free, blocks, strict=True)
    ]
    odds = chain.odds(scores)
    doubtful = [
        chance <= LIKELY and _CHAIN * chance < limit
        for chance, limit in zip(_kept(odds), limits, strict=True)
    ]
    chosen = [index for run in _runs(doubtful) if any(marked[slice(*run)]) for index in range(*run)]
    junk = [False] * len(blocks)
    for index, hope in zip(chosen, _hopes(blocks, codes, scores, odds, weights, chosen), strict=True):
        junk[index] = hope < limits[index]
    for index in titles:
        junk[index] = False
    below = max(titles, default=-2) + 1
    if 0 < below < len(blocks) and free[below] and blocks[below].shape in SENTENCES:
        junk[below] = False  # the standfirst
    runs = [run for run in _runs(junk) if any(marked[slice(*run)])]
    prose = [block.words if is_mass(block, found) else 0 for block, found in zip(blocks, marks, strict=True)]
    if sum(sum(prose[first:last]) for first, last in runs) > _MOST_PROSE * sum(prose):
        runs = []  # that little is left says that the reading went wrong
    return Reading(_states(len(blocks), runs, titles), runs)


def hopes(blocks: Sequence[Block], codes: Sequence[Sequence[int]], weights: Weights) -> list[float]:
    """How probably each block is article, given its features; `read` asks only where it matters."""
    scores = weights.chain.scores(codes)
    odds = weights.chain.odds(scores)
    return _hopes(blocks, codes, scores, odds, weights, range(len(blocks)))


def _hopes(
    blocks: Sequence[Block],
    codes: Sequence[Sequence[int]],
    scores: Sequence[Row],
    odds: Sequence[Row],
    weights: Weights,
    chosen: Collection[int],
) -> list[float]:
    """How probably these blocks are article: what the chain says, and where it says junk, a second look."""
    if not chosen:
        return []
    heard = near(chosen, len(blocks))
    said = [say(block, weights.words) if index in heard else None for index, block in enumerate(blocks)]
    signals = weights.signals.of(blocks, codes, scores, odds, said, chosen)
    chances = _kept([odds[index] for index in chosen])
    return [
        chance if chance > LIKELY else _CHAIN * chance + (1 - _CHAIN) / (1 + exp(-weights.trees.odds(values)))
        for chance, values in zip(chances, signals, strict=True)
    ]


def _kept(odds: Sequence[Row]) -> list[float]:
    """The chance that each block is part of the body, or its title."""
    return [row[State.TITLE] + row[State.BODY] for row in odds]


def _titles(
    blocks: Sequence[Block], states: Sequence[State], scores: Sequence[Row], free: Sequence[bool]
) -> list[int]:
    """The lines of the title: those the chain read as such, or the likeliest of a head that was read as junk,
    and a headline above them."""
    titles = [index for index, state in enumerate(states) if state is State.TITLE]
    odds = {
        index: scores[index][State.TITLE] - scores[index][State.HEAD]
        for index, state in enumerate(states)
        if state in (State.HEAD, State.TITLE) and free[index] and may_be_title(blocks[index])
    }
    if not titles and odds and max(odds.values()) > _TITLE_ODDS:
        titles = [max(odds, key=lambda index: odds[index])]
    if titles and odds.get(titles[0] - 1, _TITLE_ODDS) > _TITLE_ODDS:
        titles.insert(0, titles[0] - 1)
    return titles


def may_be_title(block: Block) -> bool:
    """Whether a block looks like a headline: some words, no paragraph."""
    sentence = block.shape in SENTENCES and block.words <= _LONG
    return (block.shape is Shape.HEADING or sentence) and block.words >= 3


def _states(count: int, runs: Sequence[Run], titles: Collection[int]) -> list[State]:
    """The state of each block, by where the junk stands."""
    states = [State.BODY] * count
    for index in titles:
        states[index] = State.TITLE
    kept = set(range(count)).difference(*(range(*run) for run in runs))
    body = kept.difference(titles)
    first, last = min(body, default=count), max(body, default=-1)
    for run in runs:
        for index in range(*run):
            states[index] = State.HEAD if index < first else State.TAIL if index > last else State.INSERTED
    return states


def is_long(block: Block) -> bool:
    """Whether a block is a paragraph, against which one rule's word is not enough."""
    return block.shape is Shape.PROSE and block.words >= _LONG


def _runs(junk: Sequence[bool]) -> list[Run]:
    runs: list[Run] = []
    for index, here in enumerate(junk):
        if here and runs and runs[-1].last == index:
            runs[-1] = Run(runs[-1].first, index + 1)
        elif here:
            runs.append(Run(index, index + 1))
    return runs
