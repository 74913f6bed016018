"""Which phrases stand where in folded lines, by first and last letters; and which letters stand in lines."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

Ids = tuple[str, ...]  # of rules
PHRASE, REGEX, WHOLE = range(3)  # why a rule is looked at: a phrase, a keyword of its regex, an entire line
Phrases = Mapping[str, Sequence[tuple[str, Ids]]]  # with their rules, by some of their letters


def trimmed(line: str, edges: str) -> str:
    """A line without these signs at its edges: most have none, which `str.strip` takes long to find out."""
    start, end = 0, len(line)
    while start < end and not _is_plain(line[start]) and line[start] in edges:
        start += 1
    while start < end and not _is_plain(line[end - 1]) and line[end - 1] in edges:
        end -= 1
    return line if end - start == len(line) else line[start:end]


def _is_plain(sign: str) -> bool:
    """Whether this is a letter or digit of ASCII, of which no edge is made."""
    return "a" <= sign <= "z" or "0" <= sign <= "9" or "A" <= sign <= "Z"


def on_edges(
    lines: Sequence[str],
    plain: Sequence[str],
    words: Sequence[int],
    shelves: Mapping[str, tuple[Mapping[str, Ids], Phrases, Sequence[int], Any, Any, Any]],
    ends: Phrases,
    sizes: Sequence[int],
    longest: Mapping[str, int],
) -> list[tuple[int, str, int]]:
    """The rules whose phrases lines are (`WHOLE`), start or end with, each with the number of its line.

    `plain` are the lines without signs at their edges, `words` how many they have, and `longest` how many a
    rule allows at most. `shelves` have phrases by the first letter: those that are a line, those that one
    starts with by their first letters, and how many these may be; `ends` has them by so many of their last
    letters as `sizes` say.
    """
    found: list[tuple[int, str, int]] = []
    for number, line in enumerate(lines):
        bare = plain[number]
        shelf = shelves[bare[:1]]
        ids = shelf[0].get(bare)
        met: list[str] = []
        if len(bare) != len(line):
            outer = shelves[line[:1]]
            _starting(met, line, outer[1], outer[2])
        _starting(met, bare, shelf[1], shelf[2])
        if ends:
            _ending(met, line, ends, sizes)
        count = words[number]
        if ids is not None:
            for rule in ids:
                if count <= longest.get(rule, -1):
                    found.append((number, rule, WHOLE))
        for rule in met:
            if count <= longest.get(rule, -1):
                found.append((number, rule, PHRASE))
    return found


def _starting(met: list[str], line: str, phrases: Phrases, sizes: Sequence[int]) -> None:
    """Add the rules whose phrases a line starts with; `sizes` say by how many letters phrases are found."""
    for size in sizes:
        listed = phrases.get(line[:size])
        if listed is not None:
            for phrase, ids in listed:
                if line.startswith(phrase) and not inside_word(line, len(phrase)):
                    met.extend(ids)


def _ending(met: list[str], line: str, phrases: Phrases, sizes: Sequence[int]) -> None:
    """Add the rules whose phrases a line ends with."""
    length = len(line)
    for size in sizes:
        listed = phrases.get(line[length - size if size < length else 0 :])
        if listed is not None:
            for phrase, ids in listed:
                if line.endswith(phrase) and not inside_word(line, length - len(phrase)):
                    met.extend(ids)


def opens(line: str, starts: Sequence[int], shelves: Any, rules: Container[str]) -> bool:
    """Whether one of these rules has a phrase that opens a sentence which begins at one of `starts`.

    `shelves` have such phrases by the first letter, by some of their first letters; and how many of these a
    phrase must have to count here.
    """
    for start in starts:
        shelf = shelves[line[start : start + 1]]
        openings = shelf[4]
        for size in shelf[5]:
            listed = openings.get(line[start : start + size])
            if listed is not None:
                for phrase, ids in listed:
                    if line.startswith(phrase, start):
                        for rule in ids:
                            if rule in rules:
                                return True
    return False


def standing(
    text: str,
    hits: Sequence[tuple[int, int, int]],
    literals: Mapping[int, Sequence[tuple[str, Ids, Ids]]],
    places: Sequence[int],
    words: Sequence[int],
    longest: Mapping[str, int],
) -> list[tuple[int, str, int]]:
    """Lines, and the rules whose literal stands there, or whose regex is worth trying, once each and in the
    order of the text.

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
    line, last = 0, len(places) - 1
    held: list[str] = []  # rules of this line so far
    searched: list[str] = []
    for end, start, contained, tried in found:
        while line < last and places[line + 1] <= start:  # none of them goes on in the next line
            line += 1
            held, searched = [], []
        count = words[line]
        if contained and not inside_word(text, start) and not inside_word(text, end):
            for rule in contained:
                if count <= longest.get(rule, -1) and rule not in held:
                    held.append(rule)
                    marked.append((line, rule, PHRASE))
        for rule in tried:
            if count <= longest.get(rule, -1) and rule not in searched:
                searched.append(rule)
                marked.append((line, rule, REGEX))
    return marked


def inside_word(text: str, position: int) -> bool:
    """Whether a word goes on over this position; unspaced scripts have no such inside."""
    if position <= 0 or position >= len(text):
        return False
    left = text[position - 1]
    right = text[position]
    return left.isalnum() and right.isalnum() and not (is_unspaced(left) or is_unspaced(right))


def sentence_starts(line: str, signs: str) -> list[int]:
    """Where a line and the sentences in it begin: behind each of these signs and the spaces after it."""
    starts = [0]
    at, length = 0, len(line)
    while at < length:
        sign = line[at]
        at += 1
        if not _is_plain(sign) and sign != " " and sign in signs:
            while at < length and line[at] == " ":
                at += 1
            starts.append(at)
    return starts


def has_digit(text: str) -> bool:
    """Whether a text has a decimal digit."""
    for sign in text:  # noqa: SIM110  (of letters, compiled)
        if sign.isdecimal():
            return True
    return False


def count_among(text: str, signs: str) -> int:
    """How many of these signs, all of ASCII, stand in a text, each as often as it does."""
    count = 0
    for sign in text:
        if sign < "\x80" and not _is_plain(sign) and sign in signs:
            count += 1
    return count


def count_unspaced(text: str) -> int:
    """How many letters of a text are of scripts without spaces between words."""
    count = 0
    for sign in text:
        if is_unspaced(sign):
            count += 1
    return count


def is_unspaced(sign: str) -> bool:
    """Whether a letter is of a script without spaces between words: `UNSPACED`, in `text/shape.py`."""
    return sign >= "\u0e00" and (
        sign <= "\u0eff"
        or "\u1000" <= sign <= "\u109f"
        or "\u1780" <= sign <= "\u17ff"
        or "\u3040" <= sign <= "\u30ff"
        or "\u3400" <= sign <= "\u9fff"
        or "\uf900" <= sign <= "\ufaff"
    )
