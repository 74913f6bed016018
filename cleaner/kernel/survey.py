"""A document at a glance, in columns: a number for each block, or one more where they are sums so far."""

from __future__ import annotations

from array import array

from cleaner.kernel.reading import ints

NONE = -1  # nothing is said


def masses(shapes: array[int], words: array[int], kinds: array[int], prose: int, least: int) -> array[int]:
    """1 for each unmarked block of this shape with so many words at least, else 0."""
    count = len(shapes)
    mass = ints(count)
    found = mass
    for index in range(count):
        if shapes[index] == prose and words[index] >= least and not kinds[index]:
            found[index] = 1
    return mass


def so_far(
    words: array[int], mass: array[int], kinds: array[int], short: int
) -> tuple[array[int], array[int], array[int], array[int], array[int]]:
    """Before each block, and in all: words, words of mass, marked blocks, blocks of mass, and blocks of fewer
    words than `short`."""
    count = len(words)
    size = count + 1
    held = ints(size), ints(size), ints(size), ints(size), ints(size)
    of_words, of_prose, of_marked, of_mass, of_short = held
    every = prose = marked = whole = few = 0
    for index in range(count):
        every += words[index]
        if mass[index]:
            prose += words[index]
            whole += 1
        if kinds[index]:
            marked += 1
        if words[index] < short:
            few += 1
        of_words[index + 1] = every
        of_prose[index + 1] = prose
        of_marked[index + 1] = marked
        of_mass[index + 1] = whole
        of_short[index + 1] = few
    return held


def runs(mass: array[int]) -> tuple[array[int], array[int]]:
    """Of each block, the first block of its run, all mass or all not, and the first after it."""
    count = len(mass)
    firsts, lasts = ints(count), ints(count)
    begins, ends = firsts, lasts
    first = 0
    for index in range(1, count + 1):
        if index == count or mass[index] != mass[first]:
            for inside in range(first, index):
                begins[inside] = first
                ends[inside] = index
            first = index
    return firsts, lasts


def nearest(marked: array[int]) -> tuple[array[int], array[int]]:
    """For each block the last marked one before it (-1: none) and the next after it (their number: none)."""
    count = len(marked)
    last, following = ints(count), ints(count)
    above, below = last, following
    at = -1
    for index in range(count):
        above[index] = at
        if marked[index]:
            at = index
    at = count
    for index in range(count - 1, -1, -1):
        below[index] = at
        if marked[index]:
            at = index
    return last, following


def stretches(
    mass: array[int], words: array[int], marked_so_far: array[int], joined: int
) -> tuple[array[int], array[int], tuple[int, int, int]]:
    """Stretches of mass with nothing marked and few blocks between: the number of each block's, -1 outside;
    the words of each; and of the longest, if there is one, its first block, its last, and its words.

    `joined` is how far a block may stand from the one before.
    """
    count = len(mass)
    of, lengths = ints(count), ints(count)
    number_of, total = of, lengths
    longest = begin = end = 0
    number, first, last = -1, 0, 0
    for index in range(count):
        number_of[index] = NONE
        if not mass[index]:
            continue
        if number < 0 or index - last > joined or marked_so_far[index] != marked_so_far[last]:
            number += 1
            first = index
        last = index
        number_of[index] = number
        total[number] += words[index]
        if total[number] > longest:
            longest, begin, end = total[number], first, last
    if number < 0:
        end = count - 1
    return of, lengths, (begin, end, longest)
