"""Sums over the elements of a page: each element's parent comes before it in the list.

Elements are places in that list; `parents` holds that of each element's parent, -1 for the root.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Number = TypeVar("Number", int, float)


def with_inner(parents: list[int], own: list[Number]) -> list[Number]:
    """Numbers of each element, with those of all that stand in it; changes and returns the list."""
    for at in range(len(own) - 1, 0, -1):
        own[parents[at]] += own[at]
    return own


def gathered(parents: list[int], places: Sequence[int], values: Sequence[float]) -> list[float]:
    """The sum of the values that stand in each element; `places` are the elements that each stands in."""
    sums = [0.0] * len(parents)
    for at, place in enumerate(places):
        sums[place] += values[at]
    return with_inner(parents, sums)


def spread(parents: list[int], chosen: list[bool]) -> list[bool]:
    """Whether each element is a chosen one or stands in one; changes and returns the list."""
    for at in range(1, len(chosen)):
        if not chosen[at]:
            chosen[at] = chosen[parents[at]]
    return chosen


def heaviest(parents: list[int], weights: Sequence[float]) -> list[int]:
    """The heaviest element right within each, the last of those that are as heavy; -1 for none."""
    found = [-1] * len(parents)
    for at in range(len(parents) - 1, 0, -1):
        up = parents[at]
        if found[up] < 0 or weights[at] > weights[found[up]]:
            found[up] = at
    return found
