"""One reading of the whole document: which runs of blocks are junk, and where the title stands.

The chain finds the best states for all blocks at once. Rails hold it back where it is known to go wrong: a
run in which no rule marked anything stays, so does one that gains little, and a document keeps its title,
its standfirst and its last paragraphs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from cleaner.chain import KEPT, Chain, Row, State
from cleaner.evidence import evidence, is_mass, main_mark
from cleaner.model import Block, Mark, Shape

_LONG = 25  # words of prose from which on one rule's word is not enough
SENTENCES = (Shape.PROSE, Shape.SENTENCE)
_DECIDED: Row = (0.0, 0.0, 0.0, 0.0, 0.0)  # a block that goes in any case speaks for nothing
_BARRED: Row = (0.0, -1e6, -1e6, 0.0, 0.0)  # and is read as junk
_FEW = 4  # lines that a single mark may take along
_EDGE_GAIN, _EDGE_MARKS = 0.5, 2  # what prose at an edge must gain; marks it may lie behind
_MOST_PROSE = 0.8  # of a document that a reading may take for junk
_TITLE_ODDS = -1.5  # against head junk; 94 of 100 titles have more, 90 of 100 other lines above articles less


class Caution(StrEnum):
    """How much evidence a cut needs."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class _Rails(NamedTuple):
    bias: float  # for keeping, a block
    anchor: float  # more of it, for each block of the main prose
    gain: float  # by which a run of junk must beat keeping it
    gain_of_many: float  # the same for prose, or more than a few lines, on the word of a single mark


# Set on sites held out from the weights: see benchmarks/README.md for what each point cuts and loses.
_RAILS = {
    Caution.LOW: _Rails(-0.2, 0.0, 0.0, 2.0),
    Caution.NORMAL: _Rails(0.1, 0.5, 2.0, 8.0),
    Caution.HIGH: _Rails(0.7, 2.0, 3.0, 12.0),
}


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
    chain: Chain,
    caution: Caution,
) -> Reading:
    """Read a document whose blocks `gone` are decided already."""
    return _Reader(blocks, marks, gone, chain, _RAILS[caution]).read()


class _Reader:
    """A document while it is read."""

    def __init__(
        self,
        blocks: Sequence[Block],
        marks: Sequence[Sequence[Mark]],
        gone: Collection[int],
        chain: Chain,
        rails: _Rails,
    ) -> None:
        self._blocks, self._gone, self._chain, self._rails = blocks, gone, chain, rails
        self._marked = [main_mark(found) is not None for found in marks]
        self._mass = [is_mass(block, found) for block, found in zip(blocks, marks, strict=True)]
        found = evidence(blocks, marks, chain.kinds)
        self._scores = [
            _DECIDED if index in gone else self._biased(row, found.main[index])
            for index, row in enumerate(chain.scores(found.codes))
        ]
        self._states = chain.read([_BARRED if i in gone else row for i, row in enumerate(self._scores)])

    def read(self) -> Reading:
        self._find_title()
        inside = self._draw_edges()
        runs = [run for run in _junk_runs(self._states) if self._holds(run)]
        if self._prose_in(runs) > _MOST_PROSE * self._prose_in([Run(0, len(self._blocks))]):
            runs = []  # that little is left says that the reading went wrong
        return Reading(self._states, sorted([*runs, *inside]))

    def _biased(self, row: Row, main: bool) -> Row:
        bias = self._rails.bias + (self._rails.anchor if main else 0.0)
        return (row[0], row[1] + bias, row[2] + bias, row[3], row[4])

    def _find_title(self) -> None:
        """Give a document whose head was read as junk its likeliest title, and what belongs to it: a headline
        above what was taken for the title, and the standfirst below."""
        states = self._states
        odds = {
            index: self._scores[index][State.TITLE] - self._scores[index][State.HEAD]
            for index, state in enumerate(states)
            if state in (State.HEAD, State.TITLE) and self._may_be_title(index)
        }
        if State.TITLE not in states and odds and max(odds.values()) > _TITLE_ODDS:
            states[max(odds, key=lambda index: odds[index])] = State.TITLE
        if State.TITLE not in states:
            return
        title = states.index(State.TITLE)
        if odds.get(title - 1, _TITLE_ODDS) > _TITLE_ODDS:
            states[title - 1] = State.TITLE
        below = title + 1
        free = below < len(states) and states[below] is State.HEAD and self._is_free(below)
        if free and self._blocks[below].shape in SENTENCES:
            states[below] = State.BODY

    def _may_be_title(self, index: int) -> bool:
        block = self._blocks[index]
        sentence = block.shape in SENTENCES and block.words <= _LONG
        return (block.shape is Shape.HEADING or sentence) and block.words >= 3 and self._is_free(index)

    def _is_free(self, index: int) -> bool:
        """Whether nothing has been said against a block."""
        return index not in self._gone and not self._marked[index]

    def _draw_edges(self) -> list[Run]:
        """Give back to the body the prose at the inner edge of head and tail that speaks for itself; return
        the marked blocks that now stand within the body.

        A rule that is obeyed cuts the document in two, and moving over that cut twice costs a reading more
        than a last paragraph gains it.
        """
        inside = []
        for first, last in _junk_runs(self._states):
            for state, inwards in (
                (State.TAIL, range(first, last)),
                (State.HEAD, range(last - 1, first - 1, -1)),
            ):
                for index in inwards[: self._edge(state, inwards)]:
                    if self._marked[index]:
                        self._states[index] = State.INSERTED
                        inside.append(Run(index, index + 1))
                    else:
                        self._states[index] = State.BODY
        return inside

    def _edge(self, state: State, inwards: range) -> int:
        """How many blocks of a head or tail, from the body outwards, had better be body."""
        gain, best, edge, marked = 0.0, _EDGE_GAIN, 0, 0
        for passed, index in enumerate(inwards, 1):
            if self._marked[index]:
                marked += 1
            else:
                gain += self._scores[index][State.BODY] - self._scores[index][state]
            if self._states[index] is not state or marked > _EDGE_MARKS:
                break
            if gain > best and self._mass[index]:
                best, edge, marked = gain, passed, 0
        return edge

    def _holds(self, run: Run) -> bool:
        """Whether a run of junk has enough going for it: marks, and a gain over keeping it."""
        first, last = run
        marked = sum(self._marked[first:last])
        if not marked:
            return False
        long = any(map(is_long, self._blocks[first:last]))
        alone = marked < 2 and (long or last - first > _FEW)
        start = max(0, first - 1)
        rows, states = self._scores[start : last + 1], self._states[start : last + 1]
        kept = [*self._states[start:first], *[State.BODY] * (last - first), *self._states[last : last + 1]]
        gain = self._chain.path(states, rows) - self._chain.path(kept, rows)
        return gain >= (self._rails.gain_of_many if alone else self._rails.gain)

    def _prose_in(self, runs: Sequence[Run]) -> int:
        """Words of unmarked prose in these runs."""
        return sum(
            block.words
            for first, last in runs
            for block, mass in zip(self._blocks[first:last], self._mass[first:last], strict=True)
            if mass
        )


def is_long(block: Block) -> bool:
    """Whether a block is a paragraph, against which one rule's word is not enough."""
    return block.shape is Shape.PROSE and block.words >= _LONG


def _junk_runs(states: Sequence[State]) -> list[Run]:
    runs: list[Run] = []
    for index, state in enumerate(states):
        if state in KEPT:
            continue
        if runs and runs[-1].last == index:
            runs[-1] = Run(runs[-1].first, index + 1)
        else:
            runs.append(Run(index, index + 1))
    return runs
