"""What the letters of blocks say: columns, a number for each block of a document."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence

Column = list[int]
NONE = -1  # nothing is said


def cases(texts: Sequence[str], words: array[int], mass: array[int]) -> Column:
    """1: capitals, 2: most words of a line begin with one, 3: it begins with a small letter; else 0."""
    found = []
    for at, text in enumerate(texts):
        case = 3 if text[0].islower() else 0
        if len(text) > 3 and text.isupper():
            case = 1
        elif not mass[at] and 2 <= words[at] <= 20:
            parts = text.split()
            large = 0
            for part in parts:
                if part[0].isupper():
                    large += 1
            if large > 0.6 * len(parts):
                case = 2
        found.append(case)
    return found


def signs(texts: Sequence[str]) -> Column:
    """Which of | @ http or www. © stand in each text, as bits; nothing is said where none does."""
    found = []
    for text in texts:
        here = NONE
        if "|" in text:
            here = 1
        if "@" in text:
            here = here + 2 if here > 0 else 2
        if "http" in text or "www." in text:
            here = here + 4 if here > 0 else 4
        if "\u00a9" in text:
            here = here + 8 if here > 0 else 8
        found.append(here)
    return found


def ends(texts: Sequence[str], signs: Mapping[str, int], letter: int, other: int) -> Column:
    """What each text ends with: one of these signs, a letter, or another."""
    found = []
    for text in texts:
        last = text[len(text) - 1]
        end = signs.get(last)
        found.append(end if end is not None else letter if last.isalnum() else other)
    return found


def again(lines: Sequence[str]) -> Column:
    """0: a line that stands nowhere else, 1: its first place, 2: where it stands again."""
    times = Counter(lines)
    if len(times) == len(lines):
        return [0] * len(lines)
    seen: set[str] = set()
    found = []
    for line in lines:
        found.append(0 if times[line] == 1 else 2 if line in seen else 1)
        seen.add(line)
    return found
