"""What can be said of each block from where it stands among the others, as numbers.

What is said of the blocks stands in one array of short numbers, a row of `width` for each block. Each
function writes the columns that the tuple above it names, in that order, from its column `at` on; where it
has nothing to say the array keeps its -1. The columns it is given are those of `survey.py`.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

NONE = -1  # nothing is said


class Bins(NamedTuple):
    """How amounts are told apart: the bin of each whole number up to the one that stands for all above; and
    of shares the edges of their bins."""

    amounts: array[int]  # of blocks
    lengths: array[int]  # of a block, in words
    masses: array[int]  # of prose, in words
    words: array[int]  # of a run
    place: array[int]  # blocks above in a run
    left: array[int]  # blocks left of a run
    few: array[int]  # blocks of a run
    marked: array[int]  # blocks around
    short: array[int]
    prose: array[int]
    between: array[int]  # marks between a block and the main prose
    since: array[int]  # blocks since a mark
    shares: array[float]
    of_all: array[float]
    of_marked: array[float]
    of_main: array[float]
    main: array[float]


def shorts(count: int) -> array[int]:
    """So many times -1, as C has it."""
    return array("h", (NONE,)) * count


def _bin(bins: array[int], amount: int) -> int:
    """The bin of an amount."""
    last = len(bins) - 1
    return bins[amount if amount < last else last]


def _share(edges: array[float], part: int, whole: int) -> int:
    """How many of these edges the share of a part reaches; 0 of nothing."""
    bin = 0
    if whole:
        share = part / whole
        while bin < len(edges) and share >= edges[bin]:
            bin += 1
    return bin


# --- the block itself and its neighbours --------------------------------------------------------------------

ITSELF = (
    "look", "words", "kind", "shape_above", "shape_below", "marked_above", "marked_below", "gap_above",
    "gap_below", "in_turn", "every_third",
)  # fmt: skip


def itself(
    values: array[int], width: int, at: int, columns: tuple[array[int], ...], mass_look: int, nobody: int,
    bins: Bins,
) -> None:  # fmt: skip
    """What a block looks like, and those beside it. `columns` are shapes, words, kinds, gaps and mass;
    `mass_look` is the look of mass, and `nobody` stands for the shape of a block that is not there."""
    shapes, words, kinds, gaps, mass = columns
    lengths = bins.lengths
    count = len(shapes)
    here = at
    for index in range(count):
        shape = shapes[index]
        look = mass_look if mass[index] else shape
        above = shapes[index - 1] if index else nobody
        below = shapes[index + 1] if index + 1 < count else nobody
        values[here] = look
        values[here + 1] = _bin(lengths, words[index])
        values[here + 2] = kinds[index]
        values[here + 3] = above
        values[here + 4] = below
        values[here + 5] = 1 if index and kinds[index - 1] else 0
        values[here + 6] = 1 if index + 1 < count and kinds[index + 1] else 0
        values[here + 7] = gaps[index] if gaps[index] < 3 else 3
        values[here + 8] = 0 if index + 1 == count else gaps[index + 1] if gaps[index + 1] < 3 else 3
        if index >= 2 and shapes[index - 2] == shape and shape != above and above == below:
            values[here + 9] = above
        if index >= 3 and shapes[index - 3] == shape and shape != above:
            values[here + 10] = look
        here += width


# --- its place ----------------------------------------------------------------------------------------------

PLACE = (
    "prose_of_all", "marked_of_all", "from_start", "from_end", "share_before", "prose_before", "prose_after",
    "near_marked", "near_short", "near_prose", "far_marked", "far_short", "far_prose",
)  # fmt: skip


def place(
    values: array[int], width: int, at: int, so_far: tuple[array[int], ...], near: int, far: int, bins: Bins
) -> None:
    """How far from the ends of the document a block stands, how much prose is before and after, and what is
    around it, so `near` and so `far`. `so_far` are the sums of `survey.so_far`."""
    of_words, of_prose, of_marked, of_mass, of_short = so_far
    amounts, masses, edges = bins.amounts, bins.masses, bins.shares
    some_marked, some_short, some_prose = bins.marked, bins.short, bins.prose
    count = len(of_words) - 1
    prose = of_prose[count]
    of_all = _share(bins.of_all, prose, of_words[count])
    marked_of_all = _share(bins.of_marked, of_marked[count], count)
    met = NONE  # words of prose up to the block above
    share = before = after = 0
    here = at
    for index in range(count):
        if met != of_prose[index + 1]:  # the block is of mass, or the one above it was, or it is the first
            share, before = _share(edges, of_prose[index], prose), _bin(masses, of_prose[index])
            after = _bin(masses, prose - of_prose[index + 1])
            met = of_prose[index]
        values[here] = of_all
        values[here + 1] = marked_of_all
        values[here + 2] = _bin(amounts, index)
        values[here + 3] = _bin(amounts, count - 1 - index)
        values[here + 4] = share
        values[here + 5] = before
        values[here + 6] = after
        own = of_marked[index + 1] - of_marked[index]
        low, high = index - near if index > near else 0, min(index + near + 1, count)
        values[here + 7] = of_marked[high] - of_marked[low] - own
        values[here + 8] = of_short[high] - of_short[low]
        values[here + 9] = of_mass[high] - of_mass[low]
        low, high = index - far if index > far else 0, min(index + far + 1, count)
        values[here + 10] = _bin(some_marked, of_marked[high] - of_marked[low] - own)
        values[here + 11] = _bin(some_short, of_short[high] - of_short[low])
        values[here + 12] = _bin(some_prose, of_mass[high] - of_mass[low])
        here += width


# --- the run of blocks, all prose or none, that it stands in ------------------------------------------------

RUN = (
    "run", "run_size", "run_words", "run_place", "run_left", "run_marks_above", "run_marks_below", "opens",
)  # fmt: skip
HEAD, IN, TAIL, ONLY = range(4)


def run(
    values: array[int], width: int, at: int, lasts: array[int], opens: array[int],
    so_far: tuple[array[int], ...], bins: Bins,
) -> None:  # fmt: skip
    """Where its run stands and how large it is, where in it a block stands, and what is marked in it.

    `lasts` are those of `survey.runs`; `opens` is not 0 where a mark opens a section."""
    of_words, of_marked = so_far[0], so_far[2]
    amounts, run_words, run_place, run_left = bins.amounts, bins.words, bins.place, bins.left
    count = len(lasts)
    here, first, last = at, 0, 0
    where = size = words = 0
    for index in range(count):
        if index == last:
            first, last = index, lasts[index]
            where = (ONLY if last == count else HEAD) if not first else TAIL if last == count else IN
            size, words = _bin(amounts, last - first), _bin(run_words, of_words[last] - of_words[first])
        values[here] = where
        values[here + 1] = size
        values[here + 2] = words
        values[here + 3] = _bin(run_place, index - first)
        values[here + 4] = _bin(run_left, last - index)
        values[here + 5] = min(of_marked[index] - of_marked[first], 3)
        values[here + 6] = min(of_marked[last] - of_marked[index + 1], 3)
        if opens[index]:
            values[here + 7] = where
        here += width


MASS = (
    "mass_words", "mass_share", "mass_count", "mass_gap_above", "mass_gap_below", "mass_marks_above",
    "mass_marks_below", "prose_above_run", "prose_below_run", "some_prose_above_run", "some_prose_below_run",
)  # fmt: skip


def mass(
    values: array[int], width: int, at: int, firsts: array[int], lasts: array[int], here_is: array[int],
    so_far: tuple[array[int], ...], bins: Bins,
) -> None:  # fmt: skip
    """How much prose a run of mass has, and how many blocks and marks the runs above and below it; of another
    run how much prose these have. `here_is` is 1 for mass."""
    of_prose, of_marked = so_far[1], so_far[2]
    amounts, masses, few, edges = bins.amounts, bins.masses, bins.few, bins.shares
    count = len(firsts)
    here, last = at, 0
    while last < count:
        first, last = last, lasts[last]
        before = firsts[first - 1] if first else 0
        after = lasts[last] if last < count else count
        own = of_prose[last] - of_prose[first]
        words, share, size = _bin(masses, own), _share(edges, own, of_prose[count]), _bin(few, last - first)
        above = below = marks_above = marks_below = 0
        if here_is[first]:
            if first:
                above = min(_bin(amounts, first - before) + 1, 12)
                marks_above = min(of_marked[first] - of_marked[before] + 1, 5)
            if last < count:
                below = min(_bin(amounts, after - last) + 1, 12)
                marks_below = min(of_marked[after] - of_marked[last] + 1, 5)
            for block in range(first, last):  # noqa: B007  (typed)
                values[here], values[here + 1], values[here + 2] = words, share, size
                values[here + 3], values[here + 4] = above, below
                values[here + 5], values[here + 6] = marks_above, marks_below
                here += width
        else:
            if first:
                above = _bin(masses, of_prose[first] - of_prose[before]) + 1
            if last < count:
                below = _bin(masses, of_prose[after] - of_prose[last]) + 1
            for block in range(first, last):  # noqa: B007  (typed)
                values[here + 7], values[here + 8] = above, below
                values[here + 9], values[here + 10] = min(above, 5), min(below, 5)
                here += width


# --- marks around it ----------------------------------------------------------------------------------------

MARKS = (
    "last_kind", "next_kind", "last_kind_in_run", "next_kind_in_run", "to_last", "to_next", "near_last",
    "near_next",
)  # fmt: skip
_NOWHERE = 12  # there is no such mark
_NEAR = 6  # the bin of all that is not near


def marks(
    values: array[int], width: int, at: int, kinds: array[int], beside: tuple[array[int], array[int]],
    firsts: array[int], lasts: array[int], bins: Bins,
) -> None:  # fmt: skip
    """The marks above and below a block, and how far they are; `beside` are those of `survey.nearest`."""
    above, below = beside
    amounts = bins.amounts
    count = len(kinds)
    here = at
    for index in range(count):
        last, following = above[index], below[index]
        values[here] = kinds[last] if last >= 0 else 0
        values[here + 1] = kinds[following] if following < count else 0
        values[here + 2] = kinds[last] if last >= firsts[index] else 0
        values[here + 3] = kinds[following] if following < lasts[index] else 0
        away = _bin(amounts, index - last) if last >= 0 else _NOWHERE
        values[here + 4] = away
        values[here + 6] = away if away < _NEAR else _NEAR
        away = _bin(amounts, following - index) if following < count else _NOWHERE
        values[here + 5] = away
        values[here + 7] = away if away < _NEAR else _NEAR
        here += width


def since(
    values: array[int], width: int, at: int, kinds: array[int], number: int, looks: int, bins: Bins
) -> None:
    """Two columns of a block that stands below a mark of this kind: its look, which is in column `looks`, and
    how far below it stands."""
    edges = bins.since
    last = NONE
    here, look = at, looks
    for index in range(len(kinds)):
        if last >= 0:
            values[here] = values[look]
            values[here + 1] = _bin(edges, index - last)
        if kinds[index] == number:
            last = index
        here += width
        look += width


# --- the main prose -----------------------------------------------------------------------------------------

MAIN = ("side", "main_marks", "main_away", "main_share", "stretch_words", "stretch_share")
_NO_PROSE = 6


def main(
    values: array[int], width: int, at: int, stretch_of: array[int], stretch_words: array[int],
    longest: tuple[int, int, int], so_far: tuple[array[int], ...], bins: Bins,
) -> None:  # fmt: skip
    """On which side of the main prose a block stands (before, within, after), how far away, and what its own
    stretch has; as `survey.stretches` gives them."""
    first, last, words = longest
    of_prose, of_marked = so_far[1], so_far[2]
    amounts, masses, between, of_main = bins.amounts, bins.masses, bins.between, bins.of_main
    count = len(stretch_of)
    prose = of_prose[count]
    share = _share(bins.main, words, prose) if prose else _NO_PROSE
    here = at
    for index in range(count):
        away = marked = 0
        side = 1
        if index < first:
            side, away, marked = 0, first - index, of_marked[first] - of_marked[index + 1]
        elif index > last:
            side, away, marked = 2, index - last, of_marked[index] - of_marked[last + 1]
        values[here] = side
        values[here + 1] = _bin(between, marked)
        values[here + 2] = _bin(amounts, away)
        values[here + 3] = share
        number = stretch_of[index]
        if number >= 0:
            values[here + 4] = _bin(masses, stretch_words[number])
            values[here + 5] = _share(of_main, stretch_words[number], words)
        here += width


# --- other columns ------------------------------------------------------------------------------------------


def put(values: array[int], width: int, at: int, column: list[int]) -> None:
    """A column that was made elsewhere."""
    here = at
    for value in column:
        values[here] = value
        here += width
