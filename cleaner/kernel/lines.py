"""The lines of a text: where they begin and end, and which may go on with the one above."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Mapping, Sequence

from cleaner.kernel.matching import is_unspaced
from cleaner.kernel.reading import ints

# What `traits` tells of a line, with how many words it has times 256.
ODD = 1  # to be folded with care: it has signs that print nothing or mark up, or a gap
DIGITS, LETTERS, CODED, ADDRESSED, ABROAD = 2, 4, 8, 16, 32  # it has some; the last are all beyond ASCII
SIGNS_OF_CODE = "{}<>;=\\$^|"

Line = tuple[int, int, int, int]  # start and end without edges; breaks before it; start with its indentation


def filled(physical: Sequence[str], invisible: str, edges: str) -> list[Line]:
    """The lines that hold something, without what stands at their edges: white space, and where there are
    `invisible` signs, all `edges`. `physical` are all lines, with their ends."""
    lines: list[Line] = []
    position = gap = 0
    for line in physical:
        held = line.strip()
        if held:
            head, tail = held[0], held[len(held) - 1]
            if (_is_odd(head) and head in invisible) or (_is_odd(tail) and tail in invisible):
                held = held.strip(edges)
        if held:
            first = position + line.find(held[0])
            lines.append((first, first + len(held), gap, position))
            gap = 0
        gap += 1
        position += len(line)
    return lines


def _is_odd(sign: str) -> bool:
    """Whether a sign is none that all the world writes."""
    return sign > "~"


def may_go_on(
    lines: Sequence[str], gaps: Sequence[int], closing: str
) -> tuple[list[int], list[int], list[int]]:
    """Of the lines set tight below another: those that may begin inside a sentence, for a capital or digit of
    ASCII does not; those that may begin with a letter of a script without capitals; and those with one of the
    signs that close a quotation or bracket."""
    inside: list[int] = []
    caseless: list[int] = []
    closers: list[int] = []
    for number, line in enumerate(lines):
        if number and gaps[number] == 1:
            sign = line[0]
            if not ("A" <= sign <= "Z" or "0" <= sign <= "9"):
                inside.append(number)
                if _is_odd(sign) and sign.isalpha():
                    caseless.append(number)
            if '"' in line or ")" in line or (not line.isascii() and _has_one(line, closing)):
                closers.append(number)
    return inside, caseless, closers


def _has_one(line: str, signs: str) -> bool:
    """Whether a line has one of these signs, beyond ASCII."""
    for sign in line:  # noqa: SIM110  (of letters, compiled)
        if _is_odd(sign) and sign in signs:
            return True
    return False


# --- what a line is like -----------------------------------------------------------------------------------

_ODD, _COUNTED, _KNOWN, _WORDS = ODD, 64, 128, 256  # the second: spaces, brackets, scripts without spaces
_PLANE = 0x10000
_BEYOND = ODD | ADDRESSED | CODED | DIGITS | LETTERS  # what a sign beyond the first plane may be
_SORTS = bytearray(_PLANE)  # of each sign, as far as they were met


def traits(line: str) -> int:
    """Which sorts of signs a line has, and how many words: of an unspaced script half its letters."""
    sorts = _SORTS
    found = spaces = unspaced = 0
    space = -2  # the last
    for at, sign in enumerate(line):
        sort = sorts[ord(sign)] if ord(sign) < _PLANE else _BEYOND
        if not sort:
            sort = _sort_of(sign)
        found = found | sort
        if sort & _COUNTED:
            if sign == " ":
                spaces += 1
                if space == at - 1:
                    found = found | _ODD
                space = at
            elif sign == "(":
                if at and line[at - 1] == "]":
                    found = found | _ODD
            else:
                unspaced += 1
    if line and (line[0] == "#" or line[0] == ">"):
        found = found | _ODD
    return (found & ~(_COUNTED | _KNOWN)) + _WORDS * (spaces + 1 + (unspaced + 1) // 2)


def _sort_of(sign: str) -> int:
    """What a sign tells of a line that has it, noted for the next time."""
    sort = ODD if not sign.isprintable() or sign in "*_`" else 0
    if sign.isdecimal():
        sort |= DIGITS
    elif sign.isalnum():
        sort |= LETTERS
    if sign in SIGNS_OF_CODE:
        sort |= CODED
    elif sign in ".:@":
        sort |= ADDRESSED
    if not sign.isascii():
        sort |= ABROAD
    if sign in " (" or is_unspaced(sign):
        sort |= _COUNTED
    _SORTS[ord(sign)] = sort | _KNOWN
    return sort


# --- folding, sign by sign ---------------------------------------------------------------------------------

FOLDED_SEVERAL, FOLDED_HARD = -1, -2  # in place of what a sign becomes: several or none; what hangs on others
FOLDED_SIGNS = 3  # that one may become
_SEVERAL, _MOST = FOLDED_SEVERAL, FOLDED_SIGNS


def folded(line: str, become: array[int], several: Mapping[str, str], meet: Callable[[str], None]) -> str:
    """A line, each sign of it turned into what it becomes wherever it stands; empty where that is not enough.

    `become` has a number for each sign of the first plane: 0 for one that `meet` is to be called with, which
    adds it; those that become several or none are spelt out by `several`.
    """
    held = ints(_MOST * len(line))
    made = held
    count = before = 0
    for sign in line:
        if ord(sign) >= _PLANE:
            return ""
        number = become[ord(sign)]
        if not number:
            meet(sign)
            number = become[ord(sign)]
        if number > 0:
            if number == before == _SPACE:
                return ""
            made[count] = number
            before = number
            count += 1
        elif number == _SEVERAL:
            for part in several[sign]:
                made[count] = ord(part)
                count += 1
            if several[sign]:
                before = 0
        else:
            return ""
    return held[:count].tobytes().decode(_UTF_32)


_SPACE = ord(" ")
_UTF_32 = f"utf-32-{sys.byteorder[0]}e"
