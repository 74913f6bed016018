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


class Learner:
    """Words that fit the labels of some of these texts best; what they share is prepared once."""

    def __init__(self, texts: Sequence[Labelled]) -> None:
        numbers: dict[str, int] = {}
        every = [sorted(tokens(block.folded)) for text in texts for block in text.blocks]
        flat = [numbers.setdefault(token, len(numbers)) for found in every for token in found]
        self._words = list(numbers)
        self._tokens = np.array(flat, dtype=np.int64)
        self._sizes = np.array([len(found) for found in every])
        self._lengths = np.array([len(text.blocks) for text in texts])
        sites = {site: number for number, site in enumerate(dict.fromkeys(text.site for text in texts))}
        self._site = np.repeat([sites[text.site] for text in texts], self._lengths)
        self._kept = np.array([label in "kpt" for text in texts for label in text.labels])
        self._weight = np.array(
            [
                text.weight * np.log1p(block.words) * _TAUGHT.get(label, 1.0)
                for text in texts
                for block, label in zip(text.blocks, text.labels, strict=True)
            ]
        )

    def fit(self, here: npt.NDArray[np.bool_]) -> dict[str, float]:
        """The weight of each word, in natural logarithms of odds, by the texts marked in `here`."""
        rows = np.repeat(here, self._lengths)
        flat = self._tokens[np.repeat(rows, self._sizes)]
        sizes = self._sizes[rows]
        which = np.repeat(np.arange(len(sizes)), sizes)
        count = int(self._site.max()) + 1
        pairs = np.unique(flat * count + self._site[rows][which])
        common = np.bincount(pairs // count, minlength=len(self._words)) >= SITES_A_WORD
        column, known = np.cumsum(common) - 1, common[flat]
        matrix = sparse.csr_matrix(
            (1 / np.sqrt(sizes[which[known]]), (which[known], column[flat[known]])),
            shape=(len(sizes), common.sum()),
        )
        found = _logistic(matrix, self._kept[rows], self._weight[rows])
        names = [self._words[number] for number in np.nonzero(common)[0]]
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
