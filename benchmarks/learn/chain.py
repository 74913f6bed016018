"""The chain: a conditional random field with a fixed topology (Lafferty et al., 2001), learned by L-BFGS.

A margin grows with the length of a block (softmax-margin: Gimpel and Smith, 2010), as words are what counts.
One page counts about as much as another, however long; pages with a suspect gold body are left out; features
seen on fewer than three sites are dropped. Labels say keep or junk; which junk is head, inserted or tail
follows from where it stands, and what a label leaves open (a title met again, a doubtful line) the model may
fill as it likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.learn.loops import Columns, Floats, all_paths, dealt_out, gathered
from benchmarks.learn.texts import Labelled
from cleaner.decision.chain import ENDS, MOVES, STARTS, Chain, State
from cleaner.decision.evidence import templates
from cleaner.decision.features import Template

SITES_A_FEATURE = 3
L2 = 2.0
MARGIN = 0.3  # times the logarithm of a block's words: what a wrong state must be beaten by
ITERATIONS, ITERATIONS_AGAIN = 40, 15  # from nothing; from what fits parts of the texts
_SMALL = 0.03  # a feature whose weights are all smaller says nothing

_STATES = len(State)
_MOVES = np.array([[after in MOVES[before] for after in State] for before in State])
_STARTS = np.array([float(state in STARTS) for state in State])
_ENDS = np.array([float(state in ENDS) for state in State])


class Learner:
    """Chains that fit the labels of some of these texts best; what they share is prepared once."""

    def __init__(self, texts: Sequence[Labelled], kinds: Sequence[str]) -> None:
        self._kinds, self._forms = kinds, templates(kinds)
        self._columns, self._features = _columns(texts, self._forms)
        self._allowed = np.concatenate([_allowed(text.labels) for text in texts])
        self._lengths = np.array([len(text.blocks) for text in texts])
        self._weights = np.array([text.weight for text in texts])
        words = np.array([block.words for text in texts for block in text.blocks])
        self._harder = np.exp(MARGIN * np.log1p(words)[:, None] * (1 - self._allowed))

    def fit(self, here: npt.NDArray[np.bool_], start: Floats | None = None) -> Floats:
        """The numbers that fit the texts marked in `here`; found sooner from those that fit others."""
        from scipy import optimize  # noqa: PLC0415  (an extra)

        rows = np.repeat(here, self._lengths)
        problem = Problem(
            self._columns[rows],
            len(self._features),
            self._allowed[rows],
            self._harder[rows],
            self._lengths[here],
            self._weights[here],
        )
        first = np.zeros(len(self._features) * _STATES + _STATES**2) if start is None else start
        options = {"maxiter": ITERATIONS if start is None else ITERATIONS_AGAIN}
        return np.asarray(
            optimize.minimize(problem.loss, first, jac=True, method="L-BFGS-B", options=options).x
        )

    def chain(self, found: Floats) -> Chain:
        """The numbers as a chain."""
        split_at, forms = len(self._features) * _STATES, self._forms
        weights, moves = found[:split_at].reshape(-1, _STATES), found[split_at:].reshape(_STATES, _STATES)
        weights = weights - weights[:, [State.BODY]]  # only differences count
        named: dict[str, dict[str, list[float]]] = {form.title: {} for form in forms}
        for (form, code), row in zip(self._features, weights, strict=True):
            if np.abs(row).max() >= _SMALL:
                named[forms[form].title][forms[form].name(code)] = [round(float(weight), 2) for weight in row]
        moved = {(a, b): round(float(moves[a, b]), 2) for a in State for b in MOVES[a]}
        return Chain(self._kinds, named, moved)


def _allowed(labels: Sequence[str]) -> Floats:
    """The states each block may be in by its label."""
    body = [index for index, label in enumerate(labels) if label in "kp"]
    allowed = np.zeros((len(labels), _STATES))
    for index, label in enumerate(labels):
        if label in "kp":
            states = [State.BODY]
        elif label == "d":
            states = list(State)
        elif index < body[0]:
            states = [State.TITLE if label == "t" else State.HEAD]
        elif index > body[-1]:
            states = [State.TAIL]
        else:
            states = [State.INSERTED, State.BODY] if label == "t" else [State.INSERTED]
        allowed[index, states] = 1.0
    return allowed


@dataclass(frozen=True, slots=True)
class Problem:
    """What a chain must fit: of each block the columns of its features, the states it may be in, and how much
    harder it is made to be in others; of each text how many blocks it has, and its weight."""

    columns: Columns
    width: int  # the number of columns
    allowed: Floats
    harder: Floats
    lengths: npt.NDArray[np.int64]
    weights: Floats

    def loss(self, values: Floats) -> tuple[float, Floats]:
        """How badly these numbers (weights of the columns, then moves) fit, and its slope."""
        split_at = self.width * _STATES
        weights, moves = values[:split_at].reshape(-1, _STATES), values[split_at:].reshape(_STATES, _STATES)
        scores = np.empty_like(self.allowed)
        gathered(self.columns, weights, scores)
        emit = np.exp(np.maximum(scores - scores.max(1, keepdims=True), -60))
        free, chances, expected = self._paths(emit * self.harder, moves)
        held, chances_held, expected_held = self._paths(emit * self.allowed, moves)
        value = free - held + 0.5 * L2 * (weights**2).sum() + 0.005 * (moves**2).sum()
        slope = L2 * weights
        dealt_out(self.columns, chances - chances_held, slope)
        slope_moves = expected - expected_held + 0.01 * moves
        return float(value), np.concatenate([slope.ravel(), slope_moves.ravel()])

    def _paths(self, emit: Floats, moves: Floats) -> tuple[float, Floats, Floats]:
        """Log partitions (weighted, added up), the chances of each block's states, and expected moves."""
        chances, expected = np.empty_like(emit), np.zeros((_STATES, _STATES))
        offsets = np.cumsum(self.lengths) - self.lengths
        factors = np.where(_MOVES, np.exp(moves), 0.0)
        ends = (_STARTS, _ENDS)
        total = all_paths(emit, factors, ends, offsets, self.lengths, self.weights, chances, expected)
        return total, chances, expected


def _columns(texts: Sequence[Labelled], forms: Sequence[Template]) -> tuple[Columns, list[tuple[int, int]]]:
    """The columns of each block's features, -1 for none, and what each column is: template and code. Features
    of few sites are left out."""
    lengths = [len(text.blocks) for text in texts]
    numbers = {site: number for number, site in enumerate(dict.fromkeys(text.site for text in texts))}
    site = np.repeat([numbers[text.site] for text in texts], lengths)
    columns = np.concatenate([text.codes for text in texts]).astype(np.int32)
    features: list[tuple[int, int]] = []
    for form, template in enumerate(forms):
        codes = columns[:, form]
        pairs = np.unique(codes[codes >= 0] * np.int64(len(numbers)) + site[codes >= 0])
        chosen = np.nonzero(np.bincount(pairs // len(numbers), minlength=template.size) >= SITES_A_FEATURE)[0]
        column_of = np.full(template.size + 1, -1, dtype=np.int32)  # the last is that of code -1
        column_of[chosen] = np.arange(len(features), len(features) + len(chosen))
        columns[:, form] = column_of[codes]
        features += [(form, int(code)) for code in chosen]
    return columns, features
