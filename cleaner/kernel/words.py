"""The words of a text, and what is known of them: loops over letters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import log, sqrt

_SCALE = 100.0  # weights are hundredths


def tokens(folded: str) -> list[str]:
    """Runs of letters, runs of digits, and signs, in their order; numbers of letters' kinds are letters."""
    found = []
    last, length = 0, len(folded)
    sort = 0  # of the run that began at `last`: 0 none, 1 letters, 2 digits
    for at in range(length):
        sign = folded[at]
        now = (2 if sign.isdecimal() else 1) if sign.isalnum() else 0
        if now != sort or not now:
            if sort:
                found.append(folded[last:at])
            last = at
            if not now and sign != "_" and not sign.isspace():
                found.append(folded[at : at + 1])
        sort = now
    if sort:
        found.append(folded[last:])
    return found


def heard(every: Collection[str], weights: Mapping[str, int], least: float) -> float | None:
    """The sum of the weights, in hundredths, of some words, over the root of how many there are; None if no
    more than the share `least` of them has one."""
    total = known = 0
    for word in every:
        weight = weights.get(word)
        if weight is not None:
            total += weight
            known += 1
    if known <= least * len(every):
        return None
    return total / _SCALE / sqrt(len(every))


def commonest(
    words: Sequence[str], known: Mapping[str, tuple[tuple[str, float], ...]]
) -> tuple[dict[str, float], dict[str, int]]:
    """By language: how much the words of a text that are `known` speak for it, and how many of them do.

    A word said often says little more than one said once.
    """
    times: dict[str, int] = {}
    for word in words:
        if word in known:
            times[word] = times.get(word, 0) + 1
    scores: dict[str, float] = {}
    hits: dict[str, int] = {}
    for word, count in times.items():
        factor = 1 + log(count)
        for language, weight in known[word]:
            scores[language] = scores.get(language, 0.0) + weight * factor
            hits[language] = hits.get(language, 0) + count
    return scores, hits


def shared(
    sets: Sequence[set[str]], prose: Sequence[bool], edges: tuple[float, ...], nothing: int
) -> list[int]:
    """The share of each block's words that stand in prose, of prose in other blocks of prose too: how many of
    these `edges` it reaches; `nothing` where there are no words."""
    blocks_with: dict[str, int] = {}
    for words, is_prose in zip(sets, prose, strict=True):
        if is_prose:
            for word in words:
                blocks_with[word] = blocks_with.get(word, 0) + 1
    found = []
    for words, is_prose in zip(sets, prose, strict=True):
        least = 2 if is_prose else 1
        met = 0
        for word in words:
            if blocks_with.get(word, 0) >= least:
                met += 1
        count = len(words)
        bin = 0
        for edge in edges:
            if not count or met / count < edge:
                break
            bin += 1
        found.append(bin if count else nothing)
    return found


def words_of(folded: str, least: int) -> set[str]:
    """The runs of at least so many letters in a text."""
    found = set()
    last, length = 0, len(folded)
    for at in range(length):
        sign = folded[at]
        if not sign.isalnum() or sign.isdecimal():
            if at - last >= least:
                found.add(folded[last:at])
            last = at + 1
    if length - last >= least:
        found.add(folded[last:])
    return found
