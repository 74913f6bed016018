"""Which phrases stand where in folded lines: look-ups by first and last letters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

Ids = tuple[str, ...]  # of rules
Phrases = Mapping[str, Sequence[tuple[str, Ids]]]  # with their rules, by some of their letters


def starting(line: str, phrases: Phrases, sizes: Sequence[int]) -> list[str]:
    """The rules whose phrases a line starts with; `sizes` say by how many letters phrases are found."""
    found: list[str] = []
    for size in sizes:
        listed = phrases.get(line[:size])
        if listed is not None:
            for phrase, ids in listed:
                if line.startswith(phrase) and not inside_word(line, len(phrase)):
                    found.extend(ids)
    return found


def ending(line: str, phrases: Phrases, sizes: Sequence[int]) -> list[str]:
    """The rules whose phrases a line ends with."""
    found: list[str] = []
    length = len(line)
    for size in sizes:
        listed = phrases.get(line[max(0, length - size) :])
        if listed is not None:
            for phrase, ids in listed:
                if line.endswith(phrase) and not inside_word(line, length - len(phrase)):
                    found.extend(ids)
    return found


def standing(
    text: str,
    hits: Sequence[tuple[int, int, int]],
    literals: Mapping[int, Sequence[tuple[str, Ids, Ids]]],
    places: Sequence[int],
    words: Sequence[int],
    longest: Mapping[str, int],
) -> list[tuple[int, str, bool]]:
    """Lines, and the rules whose literal stands there, or whose regex is worth trying (True), in the order of
    the text.

    Of each of `hits` the first number says which list of `literals` may begin there, and the second where;
    each literal has the rules that it marks for, and those with a regex. `places` are where lines begin,
    `words` how many they have, and `longest` how many a rule allows at most.
    """
    found = []
    for number, start, _ in hits:
        for literal, contained, tried in literals[number]:
            if text.startswith(literal, start):
                found.append((start + len(literal), start, contained, tried))
    found.sort()
    marked = []
    for end, start, contained, tried in found:
        line = bisect_right(places, start) - 1
        count = words[line]
        if contained and not inside_word(text, start) and not inside_word(text, end):
            for rule in contained:
                if count <= longest.get(rule, -1):
                    marked.append((line, rule, False))
        for rule in tried:
            if count <= longest.get(rule, -1):
                marked.append((line, rule, True))
    return marked


def inside_word(text: str, position: int) -> bool:
    """Whether a word goes on over this position; unspaced scripts have no such inside."""
    if position <= 0 or position >= len(text):
        return False
    left = text[position - 1]
    right = text[position]
    return left.isalnum() and right.isalnum() and not (_is_unspaced(left) or _is_unspaced(right))


def _is_unspaced(sign: str) -> bool:
    """Whether a letter is of a script without spaces between words: `UNSPACED`, in `text/shape.py`."""
    return sign >= "\u0e00" and (
        sign <= "\u0eff"
        or "\u1000" <= sign <= "\u109f"
        or "\u1780" <= sign <= "\u17ff"
        or "\u3040" <= sign <= "\u30ff"
        or "\u3400" <= sign <= "\u9fff"
        or "\uf900" <= sign <= "\ufaff"
    )
