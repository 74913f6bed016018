"""What the words of a block say of it: the voice of an article, or that of a page around it.

Each word, sign, first and last word that was met on enough sites has a weight, learned from labelled texts
as logistic regression; a block's is their sum over the root of how many it has. A block in a language the
weights do not know says nothing, and is read by its looks, marks and place alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import sqrt

from cleaner.model import Block

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_START, _END = 300, 150  # characters of a long block that are listened to
_LEAST_KNOWN = 0.3  # share of a block's tokens that must have been met before


def tokens(folded: str) -> set[str]:
    """Words and signs of a folded text; of numbers only how long; the first again with ^, the last with $."""
    if len(folded) > _START + _END:
        folded = f"{folded[:_START]} {folded[-_END:]}"
    found = _TOKEN.findall(folded)
    if not found:
        return set()
    every = {("0" if len(token) < 3 else "0000") if token.isdecimal() else token for token in found}
    every.add("^" + found[0])
    every.add("$" + found[-1])
    return every


def say(blocks: Sequence[Block], weights: Mapping[str, float]) -> list[float | None]:
    """For each block, how much its words speak for an article (above 0) or against; None: nothing known."""
    said: list[float | None] = []
    get = weights.get
    for block in blocks:
        every = tokens(block.folded)
        known = [weight for token in every if (weight := get(token)) is not None]
        if len(known) <= _LEAST_KNOWN * len(every):
            said.append(None)
        else:
            said.append(sum(known) / sqrt(len(every)))
    return said
