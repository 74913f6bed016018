"""The chain: a conditional random field with a fixed topology (Lafferty et al., 2001), learned by L-BFGS.

A margin grows with the length of a block (softmax-margin: Gimpel and Smith, 2010), as words are what counts.
One page counts about as much as another, however long; pages with a suspect gold body are left out; features
seen on fewer than three sites are dropped. Labels say keep or junk; which junk is head, inserted or tail
follows from where it stands, and what a label leaves open (a title met again, a doubtful line) the model may
fill as it likes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from benchmarks.learn.texts import Floats, Labelled
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
        self._matrix, self._columns = _matrix(texts, self._forms)
        self._allowed = np.concatenate([_allowed(text.labels) for text in texts])
        self._lengths = np.array([len(text.blocks) for text in texts])
        self._weights = np.array([text.weight for text in texts])
        words = np.array([block.words for text in texts for block in text.blocks])
        self._harder = np.exp(MARGIN * np.log1p(words)[:, None] * (1 - self._allowed))

    def fit(self, here: npt.NDArray[np.bool_], start: Floats | None = None) -> Floats:
        """The numbers that fit the texts marked in `here`; found sooner from those that fit others."""
        rows = np.repeat(here, self._lengths)
        matrix = self._matrix[rows]
        transposed = matrix.T.tocsr()
        allowed, harder = self._allowed[rows], self._harder[rows]
        lengths, page = self._lengths[here], self._weights[here]
        batch = _Batch(lengths)
        block_weight, page = np.repeat(page, lengths)[:, None], page[batch.order]
        split_at = len(self._columns) * _STATES

        def loss(values: Floats) -> tuple[float, Floats]:
            weights = values[:split_at].reshape(-1, _STATES)
            moves = values[split_at:].reshape(_STATES, _STATES)
            scores = matrix @ weights
            emit = np.exp(np.maximum(scores - scores.max(1, keepdims=True), -60))
            move = np.where(_MOVES, np.exp(moves), 0.0)
            free, posterior, expected = batch.forward_backward(emit * harder, move, page)
            held, posterior_held, expected_held = batch.forward_backward(emit * allowed, move, page)
            value = ((free - held) * page).sum() + 0.5 * L2 * (weights**2).sum() + 0.005 * (moves**2).sum()
            slope = transposed @ ((posterior - posterior_held) * block_weight) + L2 * weights
            slope_moves = np.where(_MOVES, expected - expected_held, 0.0) + 0.01 * moves
            return float(value), np.concatenate([slope.ravel(), slope_moves.ravel()])

        first = np.zeros(split_at + _STATES**2) if start is None else start
        options = {"maxiter": ITERATIONS if start is None else ITERATIONS_AGAIN}
        return np.asarray(optimize.minimize(loss, first, jac=True, method="L-BFGS-B", options=options).x)

    def chain(self, found: Floats) -> Chain:
        """The numbers as a chain."""
        split_at, forms = len(self._columns) * _STATES, self._forms
        weights, moves = found[:split_at].reshape(-1, _STATES), found[split_at:].reshape(_STATES, _STATES)
        weights = weights - weights[:, [State.BODY]]  # only differences count
        named: dict[str, dict[str, list[float]]] = {form.title: {} for form in forms}
        for (form, code), row in zip(self._columns, weights, strict=True):
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


class _Batch:
    """Documents side by side, the longest first, so that all are walked in one loop over positions."""

    def __init__(self, lengths: npt.NDArray[np.int64]) -> None:
        order = np.argsort(-lengths, kind="stable")
        self.order = order
        self.lengths = lengths[order]
        self.offsets = np.concatenate([[0], np.cumsum(lengths)])[:-1][order]
        counts = [int((self.lengths > t).sum()) for t in range(self.lengths[0])]
        self.rows = [self.offsets[:count] + t for t, count in enumerate(counts)]
        self.last = self.offsets + self.lengths - 1

    def forward_backward(self, emit: Floats, move: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
        """Log partition of each document, posteriors of each block, expected moves (weighted)."""
        n = len(emit)
        alpha, beta, scale = np.zeros((n, _STATES)), np.zeros((n, _STATES)), np.ones(n)
        now = np.empty((0, _STATES))
        for t, rows in enumerate(self.rows):
            now = emit[rows] * (_STARTS if t == 0 else now[: len(rows)] @ move)
            scale[rows] = now.sum(1)
            now = now / scale[rows][:, None]
            alpha[rows] = now
        end = (alpha[self.last] * _ENDS).sum(1)
        sums = np.concatenate([[0.0], np.cumsum(np.log(scale))])
        log_z = sums[self.last + 1] - sums[self.offsets] + np.log(end)
        moves = np.zeros((_STATES, _STATES))
        after: Floats | None = None
        for t in range(len(self.rows) - 1, -1, -1):
            rows = self.rows[t]
            now = np.tile(_ENDS, (len(rows), 1))
            if after is not None:
                following = self.rows[t + 1]
                ahead = emit[following] * after / scale[following][:, None]
                now[: len(following)] = ahead @ move.T
                share = (weights[: len(following)] / end[: len(following)])[:, None]
                moves += (alpha[rows][: len(following)] * share).T @ ahead
            beta[rows] = after = now
        posterior = alpha * beta
        posterior /= np.maximum(posterior.sum(1, keepdims=True), 1e-300)
        return log_z, posterior, moves * move


def _matrix(
    texts: Sequence[Labelled], forms: Sequence[Template]
) -> tuple[sparse.csr_matrix, list[tuple[int, int]]]:
    """Blocks by features, and what each column is: template and code. Rare features are left out."""
    offsets = np.concatenate([[0], np.cumsum([form.size for form in forms])])
    every = np.concatenate([text.codes for text in texts])
    features = np.where(every >= 0, every + offsets[:-1].astype(np.int32), np.int32(-1))
    site_of: dict[str, int] = {}
    site = np.repeat(
        [site_of.setdefault(text.site, len(site_of)) for text in texts], [len(text.blocks) for text in texts]
    )
    here = features >= 0
    rows, _ = np.nonzero(here)
    flat = features[here]
    pairs = np.unique(flat * len(site_of) + site[rows])
    sites = np.bincount(pairs // len(site_of), minlength=offsets[-1])
    column_of = np.full(offsets[-1], -1)
    chosen = np.nonzero(sites >= SITES_A_FEATURE)[0]
    column_of[chosen] = np.arange(len(chosen))
    known = column_of[flat] >= 0
    matrix = sparse.csr_matrix(
        (np.ones(int(known.sum())), (rows[known], column_of[flat[known]])),
        shape=(len(features), len(chosen)),
    )
    form_of = np.searchsorted(offsets, chosen, side="right") - 1
    return matrix, [(int(f), int(c - offsets[f])) for f, c in zip(form_of, chosen, strict=True)]
