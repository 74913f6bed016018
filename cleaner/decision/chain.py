"""A linear chain over the blocks of a document: head, title, body, inserted junk, tail.

Every feature of a block (`evidence.py`) speaks for or against each state with a weight from `weights.json`;
moves between states have weights too. The best reading of the whole document is found by the Viterbi
algorithm (Forney, 1973); the weights are those of a conditional random field (Lafferty et al., 2001),
learned by `python -m benchmarks train`.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from enum import IntEnum
from itertools import accumulate, chain
from math import exp
from operator import getitem
from typing import overload

from cleaner.decision.evidence import codes_of, templates
from cleaner.decision.features import NONE, Template
from cleaner.kernel import COMPILED, all_paths, best_path, ints, scored

Row = tuple[float, float, float, float, float]  # a number for each state


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
_STATES = tuple(State)
_LETTERS = dict(zip("htbne", State, strict=True))
_AT_ONCE = 1000  # blocks: in a long text the features of all would fill the memory
_MOVES = ("hh", "ht", "hb", "th", "tt", "tb", "bb", "bn", "be", "nn", "nb", "ee")

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
        laid_out: tuple[bytes, bytes] | None = None,
    ) -> None:
        """`laid_out` is what an equal chain says of itself, which spares the work of a start."""
        self.kinds = tuple(kinds)
        self.templates = templates(self.kinds)
        self.weights = weights
        self.moves = moves
        if COMPILED:
            self._table, self._starts = (
                _table(self.templates, weights) if laid_out is None else map(_ints, laid_out)
            )
        else:
            self._tables = [_packed(template, weights.get(template.title, {})) for template in self.templates]
        self._weights = tuple(moves[_LETTERS[move[0]], _LETTERS[move[1]]] for move in _MOVES)
        self._factors = tuple(map(exp, self._weights))

    @property
    def laid_out(self) -> tuple[bytes, bytes] | None:
        """The weights as the compiled kernel wants them; None where there is none."""
        return (self._table.tobytes(), self._starts.tobytes()) if COMPILED else None

    def scores(self, codes: Sequence[Sequence[int]]) -> Rows:
        """The score of each state for each block, given the codes of its features."""
        scores = array("d")
        if COMPILED:
            for first in range(0, len(codes), _AT_ONCE):
                part = array("i", range(first, min(first + _AT_ONCE, len(codes))))
                scores.extend(scored(codes_of(part, codes), self._table, self._starts))
            return Rows(scores)
        tables = self._tables
        for block in codes:
            packed = sum(map(getitem, tables, block), _HALVES)
            scores.extend(
                (
                    ((packed & _FIELD) - _HALF) / _SCALE,
                    ((packed >> _BITS & _FIELD) - _HALF) / _SCALE,
                    ((packed >> 2 * _BITS & _FIELD) - _HALF) / _SCALE,
                    ((packed >> 3 * _BITS & _FIELD) - _HALF) / _SCALE,
                    ((packed >> 4 * _BITS) - _HALF) / _SCALE,
                )
            )
        return Rows(scores)

    def read(self, scores: Sequence[Row]) -> list[State]:
        """The states of the best reading of a document, given the score of each state for each block."""
        return [_STATES[state] for state in best_path(_flat(scores), self._weights)] if scores else []

    def odds(self, scores: Sequence[Row]) -> Rows:
        """The probability of each state for each block over all readings: the forward-backward algorithm."""
        return Rows(all_paths(_flat(scores), self._factors) if scores else array("d"))


class Rows(Sequence[Row]):
    """A number for each state, for each block, one block after the other as C has them."""

    def __init__(self, flat: array[float]) -> None:
        self.flat = flat

    def __len__(self) -> int:
        return len(self.flat) // len(_STATES)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        at = range(len(self))[index] * len(_STATES)
        head, title, body, inserted, tail = self.flat[at : at + len(_STATES)]
        return head, title, body, inserted, tail

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def _flat(rows: Sequence[Row]) -> array[float]:
    return rows.flat if isinstance(rows, Rows) else array("d", chain.from_iterable(rows))


def _ints(content: bytes) -> array[int]:
    return array("i", content)


def _table(
    templates: Sequence[Template], weights: Mapping[str, Mapping[str, Sequence[float]]]
) -> tuple[array[int], array[int]]:
    """The weights of all templates as `kernel.scored` wants them, and where those of each begin."""
    starts = array("i", [0, *accumulate(5 * template.size for template in templates)])
    table = ints(starts.pop())
    for start, template in zip(starts, templates, strict=True):
        some = weights.get(template.title, {})
        for code, five in zip(template.codes(some), some.values(), strict=True):
            if code >= 0:
                place = start + 5 * code
                table[place : place + 5] = array("i", [round(weight * _SCALE) for weight in five])
    return table, starts


def _packed(template: Template, weights: Mapping[str, Sequence[float]]) -> list[int]:
    """The packed weights of a template by code; the last of the list is for NONE."""
    table = [0] * (template.size + 1)
    for code, (head, title, body, inserted, tail) in zip(
        template.codes(weights), weights.values(), strict=True
    ):
        packed = round(tail * _SCALE)
        packed = (packed << _BITS) + round(inserted * _SCALE)
        packed = (packed << _BITS) + round(body * _SCALE)
        packed = (packed << _BITS) + round(title * _SCALE)
        table[code] = (packed << _BITS) + round(head * _SCALE)
    table[NONE] = 0
    return table
