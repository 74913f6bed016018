"""Which of very many literals stand in a text, each found by its first letters.

Nearly all places of a text are dismissed by a few bits, which the letters there choose out of sieves that
stay in the nearest cache of a processor. What passes is looked up by its letters, for each length that
literals with this beginning have.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from cleaner.kernel.reading import ints
from cleaner.kernel.words import numbers

# By first letter, the lengths of literals with one or two letters, as bits; sieves of bits for those with
# three, up to six and more; two tables of numbers of letters: the lengths of literals that begin with these
# four or seven, and the place of the literal itself.
Net = tuple[
    bytearray, bytearray, bytearray, bytearray, "array[int]", "array[int]", "array[int]", "array[int]"
]

_BASIS, _PRIME, _BITS = 0xCBF29CE484222325, 0x100000001B3, 0xFFFFFFFFFFFFFFFF  # of FNV-1a, 64 bits
_GOLDEN = 0x9E3779B97F4A7C15  # 2⁶⁴ over the golden ratio spreads numbers (Knuth, TAOCP, 6.4)
_THREE, _FOUR, _SEVEN = 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFFFF  # the last letters, eight bits for each
_ODD = 128  # stands for all first letters that are not of ASCII
_SIEVE = 32768  # bytes
_WINDOW = 1024  # letters of a text at a time
_FROM_FOUR, _FROM_SEVEN = 1 << 30, 1 << 29  # among lengths: those that a table has for so many letters


def net(literals: Sequence[str]) -> Net:
    """What `caught` asks for these literals, none of which has more than 28 letters."""
    short, threes, fours, sevens = (
        bytearray(_ODD + 1),
        bytearray(_SIEVE),
        bytearray(_SIEVE),
        bytearray(_SIEVE),
    )
    lengths: dict[str, int] = {}
    for literal in literals:
        size = len(literal)
        if 0 < size < 3:
            first = min(ord(literal[0]), _ODD)
            short[first] = short[first] | 1 << size
        elif size == 3:
            _sieve(threes, literal, _THREE)
        elif size:
            head = literal[: 4 if size < 7 else 7]
            lengths[head] = lengths.get(head, 0) | 1 << size
            if size < 7:
                _sieve(fours, head, _FOUR)
            else:
                _sieve(sevens, head, _SEVEN)
    tables = _table(lengths), _table({literal: number for number, literal in enumerate(literals)})
    return short, threes, fours, sevens, *tables[0], *tables[1]


def _sieve(sieve: bytearray, head: str, mask: int) -> None:
    """Set the bit of these letters."""
    letters = 0
    for sign in head:
        letters = ((letters << 8) + ord(sign)) & _BITS
    bit = (((letters & mask) * _GOLDEN) & _BITS) >> 46
    sieve[bit >> 3] = sieve[bit >> 3] | 1 << (bit & 7)


def _table(values: Mapping[str, int]) -> tuple[array[int], array[int]]:
    """A table of the numbers of some strings, most of it empty, and the value of each."""
    size = 16
    while size < 2 * len(values):
        size *= 2
    keys, held = numbers(size), ints(size)
    for text, value in values.items():
        number = _BASIS
        for sign in text:
            number = ((number ^ ord(sign)) * _PRIME) & _BITS
        place = number & (size - 1)
        while keys[place]:
            place = (place + 1) & (size - 1)
        keys[place], held[place] = number, value
    return keys, held


def caught(text: str, cast: Net) -> list[tuple[int, int]]:
    """Which literals of a net stand in a text, each by its place among them, and where it begins."""
    heads, lengths, keys, places = cast[4:]
    last_head, last_key, end = len(heads) - 1, len(keys) - 1, len(text)
    starts, sizes = ints(4 * _WINDOW), ints(4 * _WINDOW)
    found: list[tuple[int, int]] = []
    for begun in range(0, end, _WINDOW):
        for each in range(_passed(text, begun, cast, starts, sizes)):
            start, wanted = starts[each], sizes[each]
            head = 4 if wanted == _FROM_FOUR else 7 if wanted == _FROM_SEVEN else 0
            size, number = 0, _BASIS
            while wanted >> size > 1 and start + size < end:
                number = ((number ^ ord(text[start + size])) * _PRIME) & _BITS
                size += 1
                if size == head:
                    place = number & last_head
                    while heads[place] and heads[place] != number:
                        place = (place + 1) & last_head
                    wanted = lengths[place]  # none, where nothing lies
                if wanted >> size & 1:
                    place = number & last_key
                    while keys[place] and keys[place] != number:
                        place = (place + 1) & last_key
                    if keys[place]:
                        found.append((places[place], start))
    return found


def _passed(text: str, begun: int, cast: Net, starts: array[int], sizes: array[int]) -> int:
    """Write down where in a window literals may stand, and which lengths they may have; say at how many."""
    short, threes, fours, sevens = cast[:4]
    letters = count = 0
    for sign in text[max(begun - 6, 0) : begun]:
        letters = ((letters << 8) + ord(sign)) & _BITS
    at = begun
    for sign in text[begun : begun + _WINDOW]:
        letters = ((letters << 8) + ord(sign)) & _BITS
        wanted = short[ord(sign) if ord(sign) < _ODD else _ODD]
        if wanted:
            starts[count], sizes[count] = at, wanted
            count += 1
        bit = (((letters & _THREE) * _GOLDEN) & _BITS) >> 46
        if threes[bit >> 3] >> (bit & 7) & 1 and at > 1:
            starts[count], sizes[count] = at - 2, 8
            count += 1
        bit = (((letters & _FOUR) * _GOLDEN) & _BITS) >> 46
        if fours[bit >> 3] >> (bit & 7) & 1 and at > 2:
            starts[count], sizes[count] = at - 3, _FROM_FOUR
            count += 1
        bit = (((letters & _SEVEN) * _GOLDEN) & _BITS) >> 46
        if sevens[bit >> 3] >> (bit & 7) & 1 and at > 5:
            starts[count], sizes[count] = at - 6, _FROM_SEVEN
            count += 1
        at += 1
    return count
