"""A linear chain over the blocks of a document: head, title, body, inserted junk, tail.

Every feature of a block (`evidence.py`) speaks for or against each state with a weight from `weights.json`;
moves between states have weights too. The best reading of the whole document is found by the Viterbi
algorithm (Forney, 1973); the weights are those of a conditional random field (Lafferty et al., 2001),
learned by `python -m benchmarks train`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from math import exp
from operator import getitem

from cleaner.features import NONE, Template, templates

Row = tuple[float, float, float, float, float]  # a score for each State
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
_BEFORE = tuple(tuple(before for before in State if after in MOVES[before]) for after in State)

# The five weights of a feature travel as one integer, so that adding up a block's features is one sum:
# hundredths, in fields of 24 bits. Sums stay far below a field's half; `_HALVES` keeps them positive.
_BITS, _SCALE = 24, 100
_FIELD, _HALF = (1 << _BITS) - 1, 1 << (_BITS - 1)
_HALVES = sum(_HALF << (_BITS * state) for state in State)


class Chain:
    """The weights: natural logarithms of odds, by template and feature, and by move."""

    def __init__(
        self,
        kinds: Sequence[str],
        weights: Mapping[str, Mapping[str, Sequence[float]]],
        moves: Mapping[tuple[State, State], float],
    ) -> None:
        self.kinds = tuple(kinds)
        self.templates = templates(self.kinds)
        self.weights = weights
        self.moves = moves
        self._tables = [_packed(template, weights.get(template.title, {})) for template in self.templates]
        self._into = [[(before, moves[before, state]) for before in _BEFORE[state]] for state in State]
        self._factors_into = [[(before, exp(weight)) for before, weight in into] for into in self._into]
        self._factors_out = [[(after, exp(moves[state, after])) for after in MOVES[state]] for state in State]

    def scores(self, codes: Sequence[Sequence[int]]) -> list[Row]:
        """The score of each state for each block, given the codes of its features."""
        tables, rows = self._tables, []
        for block in codes:
            packed = sum(map(getitem, tables, block), _HALVES)
            rows.append(
                (
                    ((packed & _FIELD) - _HALF) / _SCALE,
                    ((packed >> _BITS & _FIELD) - _HALF) / _SCALE,
                    ((packed >> 2 * _BITS & _FIELD) - _HALF) / _SCALE,
                    ((packed >> 3 * _BITS & _FIELD) - _HALF) / _SCALE,
                    ((packed >> 4 * _BITS) - _HALF) / _SCALE,
                )
            )
        return rows

    def read(self, scores: Sequence[Row]) -> list[State]:
        """The states of the best reading of a document, given the score of each state for each block."""
        best: list[float] = [0.0 if state in STARTS else _NEVER for state in State]
        backs: list[list[int]] = []
        into, states = self._into, range(len(State))
        for index, row in enumerate(scores):
            if index == 0:
                best = [best[state] + row[state] for state in states]
                continue
            back: list[int] = []
            after: list[float] = []
            for state in states:
                came, score = 0, 2 * _NEVER
                for before, weight in into[state]:
                    if (reached := best[before] + weight) > score:
                        came, score = before, reached
                back.append(came)
                after.append(score + row[state])
            backs.append(back)
            best = after
        path: list[int] = [max(ENDS, key=lambda state: best[state])]
        for back in reversed(backs):
            path.append(back[path[-1]])
        return [State(state) for state in reversed(path)]

    def odds(self, scores: Sequence[Row]) -> list[Row]:
        """The probability of each state for each block over all readings: the forward-backward algorithm."""
        if not scores:
            return []
        emit = [tuple(exp(max(score - max(row), -60.0)) for score in row) for row in scores]
        forward = [[emit[0][state] if state in STARTS else 0.0 for state in State]]
        into, out = self._factors_into, self._factors_out
        for row in emit[1:]:
            before = forward[-1]
            now = [
                share * sum(before[state] * factor for state, factor in moves)
                for share, moves in zip(row, into, strict=True)
            ]
            total = sum(now) or 1.0
            forward.append([value / total for value in now])
        back = [1.0 if state in ENDS else 0.0 for state in State]
        found: list[Row] = []
        for ahead, row in zip(reversed(forward), reversed(emit), strict=True):
            both = [a * b for a, b in zip(ahead, back, strict=True)]
            total = sum(both) or 1.0
            head, title, body, inserted, tail = both
            found.append((head / total, title / total, body / total, inserted / total, tail / total))
            seen = [a * b for a, b in zip(row, back, strict=True)]
            back = [sum(seen[state] * factor for state, factor in moves) for moves in out]
            total = sum(back) or 1.0
            back = [value / total for value in back]
        found.reverse()
        return found


def _packed(template: Template, weights: Mapping[str, Sequence[float]]) -> list[int]:
    """The packed weights of a template by code; the last of the list is for NONE."""
    table = [0] * (template.size + 1)
    for name, values in weights.items():
        packed = 0
        for value in reversed(values):
            packed = (packed << _BITS) + round(value * _SCALE)
        table[template.code(name)] = packed
    table[NONE] = 0
    return table
