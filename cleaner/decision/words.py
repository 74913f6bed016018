"""What the words of a block say of it: the voice of an article, or that of a page around it.

Each word, sign, first and last word that was met on enough sites has a weight, learned from labelled texts
as logistic regression; a block's is their sum over the root of how many it has. A block in a language the
weights do not know says nothing, and is read by its looks, marks and place alone.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from math import sqrt

from cleaner import kernel

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_MIXED = re.compile(r"[\d_]")
_WORD = re.compile(r"\w+|[^\w\s]")  # finds the same where nothing is mixed, in two thirds of the time
_START, _END = 300, 150  # characters of a long block that are listened to
_LEAST_KNOWN = 0.3  # share of a block's tokens that must have been met before


def tokens(folded: str) -> set[str]:
    """Words and signs of a folded text; of numbers only how long; the first again with ^, the last with $."""
    folded = _listened_to(folded)
    mixed = _MIXED.search(folded) is not None
    found = (_TOKEN if mixed else _WORD).findall(folded)
    if not found:
        return set()
    every = set(found)
    if mixed:
        every = {("0" if len(token) < 3 else "0000") if token.isdecimal() else token for token in every}
    every.add("^" + found[0])
    every.add("$" + found[-1])
    return every


def _listened_to(folded: str) -> str:
    return folded if len(folded) <= _START + _END else f"{folded[:_START]} {folded[-_END:]}"


class Lexicon:
    """What words say, in hundredths, whose sums do not hang on the order in which they are added."""

    def __init__(self, weights: Mapping[str, float], laid_out: tuple[bytes, bytes] | None = None) -> None:
        """`laid_out` is what an equal lexicon says of itself, which spares the work of a start."""
        self._table: tuple[array[int], array[int]] | None = None
        if laid_out is not None:
            self._table = array("Q", laid_out[0]), array("i", laid_out[1])
            return
        self._weights = {word: round(100 * weight) for word, weight in weights.items()}
        if kernel.COMPILED:
            self._table = kernel.table(self._weights)

    @property
    def laid_out(self) -> tuple[bytes, bytes] | None:
        """The weights as the compiled kernel wants them; None where there is none."""
        return None if self._table is None else (self._table[0].tobytes(), self._table[1].tobytes())

    def say(self, lines: Sequence[str]) -> list[float | None]:
        """How much the words of each of these folded blocks speak for an article (above 0) or against; None:
        too few are known."""
        if self._table is None:
            return list(map(self._one, lines))
        heard = [line if len(line) <= _START + _END else _listened_to(line) for line in lines]
        return kernel.said(heard, *self._table, _LEAST_KNOWN)

    def _one(self, line: str) -> float | None:
        every = tokens(line)
        met = [weight for weight in map(self._weights.get, every) if weight is not None]
        if len(met) <= _LEAST_KNOWN * len(every):
            return None
        return sum(met) / 100.0 / sqrt(len(every))
