"""A linear chain over the blocks of a document: head, title, body, inserted junk, tail.

Every feature of a block (`evidence.py`) speaks for or against each state with a weight from `weights.json`;
moves between states have weights too. The best reading of the whole document is found by the Viterbi
algorithm (Forney, 1973); the weights are those of a conditional random field (Lafferty et al., 2001),
learned by `python -m benchmarks train`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from itertools import islice
from math import exp
from operator import getitem

from cleaner.decision.evidence import templates
from cleaner.decision.features import NONE, Template

Row = tuple[float, float, float, float, float]  # a score for each State
_NEVER = -1e9
_LEAST = -60.0  # of the logarithm of a probability beside the likeliest


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
_H, _T, _B, _N, _E = State
_LETTERS = dict(zip("htbne", State, strict=True))
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
    ) -> None:
        self.kinds = tuple(kinds)
        self.templates = templates(self.kinds)
        self.weights = weights
        self.moves = moves
        self._tables = [_packed(template, weights.get(template.title, {})) for template in self.templates]
        self._weights = tuple(moves[_LETTERS[move[0]], _LETTERS[move[1]]] for move in _MOVES)
        self._factors = tuple(map(exp, self._weights))

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

    # Both walks are written out for the twelve moves of MOVES, five times as fast as loops over them. States:
    # h(ead), t(itle), b(ody), n: inserted, e: tail; two letters are the move from one to the other.

    def read(self, scores: Sequence[Row]) -> list[State]:
        """The states of the best reading of a document, given the score of each state for each block."""
        if not scores:
            return []
        hh, ht, hb, th, tt, tb, bb, bn, be, nn, nb, ee = self._weights
        h, t, b, n, e = scores[0]
        n, e = n + _NEVER, e + _NEVER
        backs: list[tuple[State, State, State, State, State]] = []
        for score_h, score_t, score_b, score_n, score_e in islice(scores, 1, None):
            best_h, from_h = (h + hh, _H) if h + hh >= t + th else (t + th, _T)
            best_t, from_t = (h + ht, _H) if h + ht >= t + tt else (t + tt, _T)
            best_b, from_b = (h + hb, _H) if h + hb >= t + tb else (t + tb, _T)
            if b + bb > best_b:
                best_b, from_b = b + bb, _B
            if n + nb > best_b:
                best_b, from_b = n + nb, _N
            best_n, from_n = (b + bn, _B) if b + bn >= n + nn else (n + nn, _N)
            best_e, from_e = (b + be, _B) if b + be >= e + ee else (e + ee, _E)
            backs.append((from_h, from_t, from_b, from_n, from_e))
            h, t, b = best_h + score_h, best_t + score_t, best_b + score_b
            n, e = best_n + score_n, best_e + score_e
        path = [_B if b >= e else _E]  # see ENDS
        for back in reversed(backs):
            path.append(back[path[-1]])
        path.reverse()
        return path

    def odds(self, scores: Sequence[Row]) -> list[Row]:
        """The probability of each state for each block over all readings: the forward-backward algorithm."""
        if not scores:
            return []
        hh, ht, hb, th, tt, tb, bb, bn, be, nn, nb, ee = self._factors
        emitted = [_emitted(row) for row in scores]
        h, t, b, n, e = emitted[0]
        n = e = 0.0
        forward = [(h, t, b, n, e)]
        for row_h, row_t, row_b, row_n, row_e in islice(emitted, 1, None):
            now_h = row_h * (h * hh + t * th)
            now_t = row_t * (h * ht + t * tt)
            now_b = row_b * (h * hb + t * tb + b * bb + n * nb)
            now_n = row_n * (b * bn + n * nn)
            now_e = row_e * (b * be + e * ee)
            total = now_h + now_t + now_b + now_n + now_e or 1.0
            h, t, b, n, e = now_h / total, now_t / total, now_b / total, now_n / total, now_e / total
            forward.append((h, t, b, n, e))
        h = t = n = 0.0
        b = e = 1.0
        found: list[Row] = []
        for (so_h, so_t, so_b, so_n, so_e), row in zip(reversed(forward), reversed(emitted), strict=True):
            now_h, now_t, now_b, now_n, now_e = so_h * h, so_t * t, so_b * b, so_n * n, so_e * e
            total = now_h + now_t + now_b + now_n + now_e or 1.0
            found.append((now_h / total, now_t / total, now_b / total, now_n / total, now_e / total))
            row_h, row_t, row_b, row_n, row_e = row
            h, t, b, n, e = row_h * h, row_t * t, row_b * b, row_n * n, row_e * e
            now_h = h * hh + t * ht + b * hb
            now_t = h * th + t * tt + b * tb
            now_b = b * bb + n * bn + e * be
            now_n = n * nn + b * nb
            now_e = e * ee
            total = now_h + now_t + now_b + now_n + now_e or 1.0
            h, t, b, n, e = now_h / total, now_t / total, now_b / total, now_n / total, now_e / total
        found.reverse()
        return found


def _emitted(row: Row) -> Row:
    """How probable a block is in each state, beside the likeliest."""
    most = max(row)
    head, title, body, inserted, tail = row
    return (
        exp(max(head - most, _LEAST)),
        exp(max(title - most, _LEAST)),
        exp(max(body - most, _LEAST)),
        exp(max(inserted - most, _LEAST)),
        exp(max(tail - most, _LEAST)),
    )


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
