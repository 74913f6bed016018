"""The words of a text, and what is known of them: loops over letters.

Words are told apart by a number made of their letters, so that none need be cut out and kept: that two of one
document share theirs is as likely as that a bit of its memory flips.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from math import log, sqrt

from cleaner.kernel.reading import ints

_SCALE = 100.0  # weights are hundredths
_BASIS, _PRIME, _BITS = 0xCBF29CE484222325, 0x100000001B3, 0xFFFFFFFFFFFFFFFF  # of FNV-1a, 64 bits
_FIRST, _LAST = ord("^"), ord("$")  # stand before the first and the last token of a line, to tell them


def numbers(count: int) -> array[int]:
    """So many zeros of 64 bits, as C has them."""
    return array("Q", (0,)) * count


def _number(text: str, start: int, end: int, number: int) -> int:
    """The number of a stretch of a text, never 0: FNV-1a (Fowler, Noll and Vo, 1991), from another number."""
    for at in range(start, end):
        number = ((number ^ ord(text[at])) * _PRIME) & _BITS
    return number or 1


def _size_for(count: int) -> int:
    """The places of a table for so many numbers: a power of two, so that a third of it stays empty."""
    size = 16
    while size < count + count // 2:
        size *= 2
    return size


def _place(keys: array[int], number: int) -> int:
    """Where a number stands in a table, or would."""
    mask = len(keys) - 1
    place = number & mask
    while keys[place] and keys[place] != number:
        place = (place + 1) & mask
    return place


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


# --- what words say ----------------------------------------------------------------------------------------


def table(weights: Mapping[str, int]) -> tuple[array[int], array[int]]:
    """The numbers of some words and their weights, for `said`."""
    size = _size_for(2 * len(weights))
    keys, values = numbers(size), ints(size)
    told, held = keys, values
    for word, weight in weights.items():
        place = _place(told, _number(word, 0, len(word), _BASIS))
        told[place] = _number(word, 0, len(word), _BASIS)
        held[place] = weight
    return keys, values


def said(lines: Sequence[str], keys: array[int], weights: array[int], least: float) -> list[float | None]:
    """What the tokens of each folded line say: the sum of their weights, in hundredths, each token once, over
    the root of how many there are; None if no more than the share `least` of them has a weight.

    Tokens are runs of letters, runs of digits (of which only counts whether they are long) and signs; the
    first comes again with ^ before it, the last with $.
    """
    longest = 0
    for line in lines:
        longest = max(longest, len(line))
    tokens = numbers(longest + 2)
    size = _size_for(longest + 2)
    met, when = numbers(size), ints(size)
    found: list[float | None] = []
    for number, line in enumerate(lines, 1):
        total = known = count = 0
        for at in range(_tokens(line, tokens)):
            token = tokens[at]
            place = token & (size - 1)
            while when[place] == number and met[place] != token:
                place = (place + 1) & (size - 1)
            if when[place] != number:
                when[place], met[place] = number, token
                count += 1
                place = _place(keys, token)
                if keys[place]:
                    total += weights[place]
                    known += 1
        found.append(total / _SCALE / sqrt(count) if known > least * count else None)
    return found


def _tokens(line: str, tokens: array[int]) -> int:
    """Write the numbers of a line's tokens, and say how many there are."""
    first = last = count = 0
    first_end, length = -1, len(line)
    sort = 0  # of the run that began at `last`
    begun = ended = 0  # of the last token
    for at in range(length + 1):
        now = _sort_of(line[at]) if at < length else 0
        if now != sort or now == 3:
            if sort:
                begun, ended = last, at
                if first_end < 0:
                    first, first_end = last, at
                if sort == 2:
                    tokens[count] = _number("0000", 0, 1 if at - last < 3 else 4, _BASIS)
                else:
                    tokens[count] = _number(line, last, at, _BASIS)
                count += 1
            last, sort = at, now
    if count:
        tokens[count] = _number(line, first, first_end, ((_BASIS ^ _FIRST) * _PRIME) & _BITS)
        tokens[count + 1] = _number(line, begun, ended, ((_BASIS ^ _LAST) * _PRIME) & _BITS)
        count += 2
    return count


# --- words that come again ---------------------------------------------------------------------------------


def topics(
    lines: Sequence[str], prose: array[int], letters: int, edges: tuple[float, ...], nothing: int
) -> list[int]:
    """The share of each folded line's words of so many letters that stand in prose, of prose in other lines
    of prose too: how many of these `edges` it reaches; `nothing` where there are no such words."""
    room = len(lines) + 1
    for line in lines:
        room += len(line) // (letters + 1)
    size = _size_for(room)
    keys, times, when = numbers(size), ints(size), ints(size)
    words, ends = ints(room), ints(len(lines))
    count = 0
    for number, line in enumerate(lines, 1):
        is_prose = prose[number - 1]
        run, word = 0, _BASIS
        for sign in line + " ":
            if _sort_of(sign) == 1:
                word = ((word ^ ord(sign)) * _PRIME) & _BITS
                run += 1
            elif run:
                if run >= letters:
                    place = _place(keys, word or 1)
                    keys[place] = word or 1
                    words[count] = place
                    count += 1
                    if is_prose and when[place] != number:
                        when[place] = number
                        times[place] += 1
                run, word = 0, _BASIS
        ends[number - 1] = count
    found = []
    count = 0
    for number in range(1, len(prose) + 1):
        is_prose = prose[number - 1]
        least = 2 if is_prose else 1
        every = met = 0
        while count < ends[number - 1]:
            place = words[count]
            count += 1
            if when[place] != -number:
                when[place] = -number
                every += 1
                if times[place] >= least:
                    met += 1
        bin = 0
        for edge in edges:
            if not every or met / every < edge:
                break
            bin += 1
        found.append(bin if every else nothing)
    return found


def commonest(
    text: str, keys: array[int], numbers: array[int], spoken: Sequence[tuple[tuple[str, float], ...]]
) -> tuple[dict[str, float], dict[str, int], int]:
    """By language: how much the known words of a text speak for it, and how many of them do; and how many
    words there are. A word said often says little more than one said once.

    `keys` and `numbers` are a `table` of the words known: for which languages each speaks, and how much, is
    `spoken` under its number. A word is letters, with signs among them that some scripts set above or
    between.
    """
    times = ints(len(spoken))
    met: list[int] = []
    every, number = 0, _BASIS
    for sign in text + " ":
        if _sort_of(sign) == 1 or (number != _BASIS and _goes_on(sign)):
            number = ((number ^ ord(sign)) * _PRIME) & _BITS
        elif number != _BASIS:
            every += 1
            place = _place(keys, number or 1)
            if keys[place]:
                word = numbers[place]
                if not times[word]:
                    met.append(word)
                times[word] += 1
            number = _BASIS
    scores: dict[str, float] = {}
    hits: dict[str, int] = {}
    for word in met:
        count = times[word]
        factor = 1 + log(count)
        for language, weight in spoken[word]:
            scores[language] = scores.get(language, 0.0) + weight * factor
            hits[language] = hits.get(language, 0) + count
    return scores, hits, every


def _goes_on(sign: str) -> bool:
    """Whether a sign within a word is part of it: an apostrophe, an accent, a vowel of India."""
    return sign == "'" or (
        sign > "\x7f"
        and (sign in "\u2019\u200c" or "\u0300" <= sign <= "\u036f" or "\u0900" <= sign <= "\u0dff")
    )
