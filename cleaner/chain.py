"""A linear chain over the blocks of a document: head, title, body, inserted junk, tail.

Every feature of a block (`evidence.py`) speaks for or against each state with a weight from `weights.json`;
moves between states have weights too. The best reading of the whole document is found by the Viterbi
algorithm (Forney, 1973); the weights are those of a conditional random field (Lafferty et al., 2001),
learned by `python -m benchmarks train`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_NEVER = -1e9


class State(IntEnum):
    HEAD = 0  # before the article
    TITLE = 1
    BODY = 2
    INSERTED = 3  # between its paragraphs
    TAIL = 4  # after it


KEPT = frozenset({State.TITLE, State.BODY})
# Where a document may go from each state, where it may start and where it may end.
MOVES: Mapping[State, tuple[State, ...]] = {
    State.HEAD: (State.HEAD, State.TITLE, State.BODY),
    State.TITLE: (State.HEAD, State.TITLE, State.BODY),
    State.BODY: (State.BODY, State.INSERTED, State.TAIL),
    State.INSERTED: (State.INSERTED, State.BODY),
    State.TAIL: (State.TAIL,),
}
STARTS = (State.HEAD, State.TITLE, State.BODY)
ENDS = (State.BODY, State.TAIL)
_FROM: tuple[tuple[State, ...], ...] = tuple(
    tuple(before for before in State if after in MOVES[before]) for after in State
)


class Reading(NamedTuple):
    """The state of each block, and how much better this reading is than keeping all that may be kept."""

    states: list[State]
    gain: float


@dataclass(frozen=True, slots=True)
class Chain:
    """The weights. Scores are natural logarithms of odds."""

    weights: Mapping[str, tuple[float, ...]]  # feature: a weight for each State
    moves: Mapping[tuple[State, State], float]

    def scores(self, features: Sequence[Sequence[str]]) -> list[list[float]]:
        """The weight of each state for each block."""
        get = self.weights.get
        table = []
        for names in features:
            head = title = body = inserted = tail = 0.0
            for name in names:
                weights = get(name)
                if weights is not None:
                    head += weights[0]
                    title += weights[1]
                    body += weights[2]
                    inserted += weights[3]
                    tail += weights[4]
            table.append([head, title, body, inserted, tail])
        return table

    def read(self, scores: Sequence[Sequence[float]], *, gone: frozenset[int] = frozenset()) -> Reading:
        """The best reading in which the blocks `gone` are not kept."""
        states, best = self._viterbi(scores, gone, frozenset(State))
        _, keeping = self._viterbi(scores, gone, KEPT)
        return Reading(states, best - keeping)

    def _viterbi(
        self, scores: Sequence[Sequence[float]], gone: frozenset[int], free: frozenset[State]
    ) -> tuple[list[State], float]:
        """Best states and their score; blocks that are not `gone` may only be in the states `free`."""
        hold = [0.0 if state in free else _NEVER for state in State]  # what a state costs a free block
        lose = [_NEVER if state in KEPT else 0.0 for state in State]
        into = [[(before, self.moves[before, state]) for before in _FROM[state]] for state in State]
        best = [0.0 if state in STARTS else _NEVER for state in State]
        backs: list[list[int]] = []
        for index, row in enumerate(scores):
            barred = lose if index in gone else hold
            back: list[int] = []
            after: list[float] = []
            for state in range(len(row)):
                came, score = state, best[state]
                if index:
                    score = _NEVER * 2
                    for before, weight in into[state]:
                        if (reached := best[before] + weight) > score:
                            came, score = before, reached
                back.append(came)
                after.append(score + row[state] + barred[state])
            backs.append(back)
            best = after
        last = max(ENDS, key=lambda state: best[state])
        score, states = best[last], [last]
        for back in reversed(backs[1:]):
            states.append(State(back[states[-1]]))
        states.reverse()
        return states, score


@cache
def packaged_chain() -> Chain:
    """The weights that come with the package."""
    data = json.loads((files("cleaner") / "weights.json").read_text(encoding="utf-8"))
    moves = {}
    for move, weight in data["moves"].items():
        before, after = move.split(">")
        moves[State[before], State[after]] = weight
    return Chain({name: tuple(weights) for name, weights in data["weights"].items()}, moves)
