"""What each word says: logistic regression on single blocks, of words that many sites use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from benchmarks.learn.texts import Floats, Labelled
from cleaner.decision.words import tokens

SITES_A_WORD = 15
L2 = 4.0
ITERATIONS = 60
_SMALL = 0.2  # a word of less weight says nothing
_TAUGHT = {"t": 0.05, "d": 0.0}  # how much a label says


def learn(texts: Sequence[Labelled]) -> dict[str, float]:
    """The weight of each word, in natural logarithms of odds."""
    numbers: dict[str, int] = {}
    sites: list[set[str]] = []
    rows: list[list[int]] = []
    for text in texts:
        for block in text.blocks:
            row = [numbers.setdefault(token, len(numbers)) for token in sorted(tokens(block.folded))]
            sites += [set() for _ in range(len(numbers) - len(sites))]
            for number in row:
                if len(sites[number]) < SITES_A_WORD:
                    sites[number].add(text.site)
            rows.append(row)
    common = np.array([len(found) >= SITES_A_WORD for found in sites])
    column = np.cumsum(common) - 1
    flat = np.array([number for row in rows for number in row], dtype=np.int64)
    sizes = np.array([len(row) for row in rows])
    which = np.repeat(np.arange(len(rows)), sizes)
    here = common[flat]
    values = 1 / np.sqrt(sizes[which[here]])
    matrix = sparse.csr_matrix((values, (which[here], column[flat[here]])), shape=(len(rows), common.sum()))
    kept = np.array([label in "kpt" for text in texts for label in text.labels])
    weight = np.array(
        [
            text.weight * np.log1p(block.words) * _TAUGHT.get(label, 1.0)
            for text in texts
            for block, label in zip(text.blocks, text.labels, strict=True)
        ]
    )
    names = [word for word, number in numbers.items() if common[number]]
    found = _logistic(matrix, kept, weight)
    return {
        word: round(float(value), 2)
        for word, value in sorted(zip(names, found, strict=True))
        if abs(value) >= _SMALL
    }


def _logistic(matrix: sparse.csr_matrix, kept: npt.NDArray[np.bool_], weight: Floats) -> Floats:
    """The weights of a logistic regression without a constant."""
    sign = np.where(kept, 1.0, -1.0)
    transposed = matrix.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign * (matrix @ weights)
        slope = transposed @ (-sign * weight / (1 + np.exp(margin))) + L2 * weights
        return float((weight * np.logaddexp(0, -margin)).sum() + 0.5 * L2 * (weights**2).sum()), slope

    start = np.zeros(matrix.shape[1])
    options = {"maxiter": ITERATIONS}
    return np.asarray(optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x)
