"""What the words of a block say of it: the voice of an article, or that of a page around it.

Each word, sign, first and last word that was met on enough sites has a weight, learned from labelled texts
as logistic regression; a block's is their sum over the root of how many it has. A block in a language the
weights do not know says nothing, and is read by its looks, marks and place alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import sqrt

from cleaner import kernel
from cleaner.model import Block

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_MIXED = re.compile(r"[\d_]")
_WORD = re.compile(r"\w+|[^\w\s]")  # finds the same where nothing is mixed, in two thirds of the time
_START, _END = 300, 150  # characters of a long block that are listened to
_LEAST_KNOWN = 0.3  # share of a block's tokens that must have been met before


def tokens(folded: str) -> set[str]:
    """Words and signs of a folded text; of numbers only how long; the first again with ^, the last with $."""
    if len(folded) > _START + _END:
        folded = f"{folded[:_START]} {folded[-_END:]}"
    if kernel.COMPILED:
        return kernel.tokens(folded)
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


def lexicon(weights: Mapping[str, float]) -> dict[str, int]:
    """The weights of words in hundredths, whose sums do not hang on the order in which they are added."""
    return {word: round(100 * weight) for word, weight in weights.items()}


def say(block: Block, weights: dict[str, int]) -> float | None:
    """How much a block's words speak for an article (above 0) or against, by a `lexicon`; None: too few are
    known."""
    every = tokens(block.folded)
    if kernel.COMPILED:
        return kernel.heard(every, weights, _LEAST_KNOWN)
    met = [weight for weight in map(weights.get, every) if weight is not None]
    if len(met) <= _LEAST_KNOWN * len(every):
        return None
    return sum(met) / 100.0 / sqrt(len(every))
