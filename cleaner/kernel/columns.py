"""Columns, a number for each block of a document, made of other columns: what fields are written with.

A document has some sixty such columns, each as long as it has blocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

Column = list[int]
NONE = -1  # nothing is said


def binned(values: Iterable[int], bins: Column, last: int, most: int) -> Column:
    """The bin of each value: from a list of those below `last`, else `most`."""
    found = []
    for value in values:
        found.append(bins[value] if value < last else most)
    return found


def shares(parts: Sequence[int], whole: int, edges: tuple[float, ...]) -> Column:
    """How many of these edges each part's share of the whole reaches; 0 where there is nothing."""
    found = []
    for part in parts:
        bin = 0
        if whole:
            share = part / whole
            for edge in edges:
                if share < edge:
                    break
                bin += 1
        found.append(bin)
    return found


def capped(values: Sequence[int], most: int) -> Column:
    """The values, none of them larger than this."""
    found = []
    for value in values:
        found.append(value if value < most else most)
    return found


def less(values: Sequence[int], others: Sequence[int]) -> Column:
    """Each value less the other one."""
    found = []
    for at, value in enumerate(values):
        found.append(value - others[at])
    return found


def picked(values: Sequence[int], places: Sequence[int]) -> Column:
    """The values in these places."""
    found = []
    for place in places:
        found.append(values[place])
    return found


def taken(values: Sequence[int], places: Sequence[int], nowhere: int) -> Column:
    """The values in these places, and of a place outside this one."""
    found = []
    count = len(values)
    for place in places:
        found.append(values[place] if 0 <= place < count else nowhere)
    return found


def within(places: Sequence[int], lows: Sequence[int], highs: Sequence[int]) -> Column:
    """The places that are not below the one and below the other; -1 for the rest."""
    found = []
    for at, place in enumerate(places):
        found.append(place if lows[at] <= place < highs[at] else NONE)
    return found


def where(there: Sequence[int], values: Sequence[int]) -> Column:
    """The values where the other is not negative; elsewhere nothing is said."""
    found = []
    for at, here in enumerate(there):
        found.append(values[at] if here >= 0 else NONE)
    return found


def of_mass(mass: Sequence[bool], values: Sequence[int]) -> Column:
    """The values of mass; of other blocks nothing is said."""
    found = []
    for at, here in enumerate(mass):
        found.append(values[at] if here else NONE)
    return found


def around(so_far: Sequence[int], reach: int) -> Column:
    """Sums over each block and those so near above and below, of the sums so far."""
    count = len(so_far) - 1
    padded = [0] * reach + list(so_far) + [so_far[count]] * reach
    found = []
    for at in range(count):
        found.append(padded[at + 2 * reach + 1] - padded[at])
    return found


def away(places: Sequence[int], bins: Column, most: int, nowhere: int) -> Column:
    """How far each block is from its place, in bins; `nowhere` for places outside."""
    found = []
    count, last = len(places), len(bins)
    for index, place in enumerate(places):
        if 0 <= place < count:
            distance = index - place if place < index else place - index
            found.append(bins[distance] if distance < last else most)
        else:
            found.append(nowhere)
    return found


def since(kinds: Sequence[int], number: int) -> Column:
    """How many blocks above each one of this kind stands, if any does."""
    at, found = NONE, []
    for index, here in enumerate(kinds):
        found.append(index - at if at >= 0 else NONE)
        if here == number:
            at = index
    return found


def nearest(marked: Sequence[bool]) -> tuple[Column, Column]:
    """For each block the last marked one before it (-1: none) and the next after it (their number: none)."""
    count = len(marked)
    last, following = [], [count] * count
    at = -1
    for index, here in enumerate(marked):
        last.append(at)
        if here:
            at = index
    at = count
    for index in range(count - 1, -1, -1):
        following[index] = at
        if marked[index]:
            at = index
    return last, following


def in_turn(shapes: Sequence[int], last: int) -> Column:
    """The shape that each block's own takes turns with; `last` stands for the one below the last block."""
    count = len(shapes)
    found = [NONE] * count
    for index in range(2, count):
        above, below = shapes[index - 1], shapes[index + 1] if index + 1 < count else last
        if shapes[index - 2] == shapes[index] and shapes[index] != above and above == below:
            found[index] = above
    return found


def every_third(shapes: Sequence[int], looks: Sequence[int]) -> Column:
    """The look of each block whose shape is that of the third above, and not that of the one above."""
    count = len(shapes)
    found = [NONE] * count
    for index in range(3, count):
        if shapes[index - 3] == shapes[index] and shapes[index] != shapes[index - 1]:
            found[index] = looks[index]
    return found


# --- what the letters of blocks say -------------------------------------------------------------------------


def cases(texts: Sequence[str], words: Sequence[int], mass: Sequence[bool]) -> Column:
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
