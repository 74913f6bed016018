"""The words of a text, and what is known of them: loops over letters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import log, sqrt

_SCALE = 100.0  # weights are hundredths


def tokens(folded: str) -> set[str]:
    """Words and signs of a folded text; of numbers only how long; the first again with ^, the last with $.

    Runs of letters, runs of digits, and signs; numbers of letters' kinds are letters.
    """
    found: set[str] = set()
    first = token = ""
    last, length = 0, len(folded)
    sort = 0  # of the run that began at `last`: 0 none, 1 letters, 2 digits, 3 a sign
    for at in range(length + 1):
        now = _sort_of(folded[at]) if at < length else 0
        if now != sort or now == 3:
            if sort:
                token = folded[last:at]
                first = first or token
                found.add(token if sort != 2 else "0" if at - last < 3 else "0000")
            last, sort = at, now
    if first:
        found.add("^" + first)
        found.add("$" + token)
    return found


def _sort_of(sign: str) -> int:
    """What a character is: 1 a letter, 2 a digit, 3 a sign, 0 nothing."""
    if " " <= sign < "\x80":  # most are, and need not be looked up among all characters
        if "a" <= sign <= "z" or "A" <= sign <= "Z":
            return 1
        if "0" <= sign <= "9":
            return 2
        return 0 if sign == " " or sign == "_" else 3  # noqa: PLR1714  (of letters, compiled)
    if sign.isalnum():
        return 2 if sign.isdecimal() else 1
    return 0 if sign.isspace() else 3


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
    for at in range(length + 1):
        if at == length or _sort_of(folded[at]) != 1:
            if at - last >= least:
                found.add(folded[last:at])
            last = at + 1
    return found
