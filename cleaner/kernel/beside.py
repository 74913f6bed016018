"""Shares of what stands around each block, and beside it in its group: a number for each block.

Groups are numbers, -1 at least.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

_LEAST, _OTHERS = 0.5, 0.25  # words of others, below which there are none


def share_near(some: Sequence[float], all_: Sequence[float], reach: int) -> list[float]:
    """What some are of all up to so many places away from each, without itself."""
    count = len(some)
    before, whole = [0.0, *accumulate(some)], [0.0, *accumulate(all_)]
    found = []
    for at in range(count):
        start = at - reach if at > reach else 0
        end = at + reach + 1 if at + reach + 1 < count else count
        rest = whole[end] - whole[start] - all_[at]
        found.append((before[end] - before[start] - some[at]) / (rest if rest > _LEAST else _LEAST))
    return found


def share_of_others(groups: Sequence[int], some: Sequence[float], all_: Sequence[float]) -> list[float]:
    """What some are of all of the others in each one's group; -1 where there are none."""
    size = max(groups, default=0) + 2
    part, whole = [0.0] * size, [0.0] * size
    for at, group in enumerate(groups):
        part[group + 1] += some[at]
        whole[group + 1] += all_[at]
    found = []
    for at, group in enumerate(groups):
        rest = whole[group + 1] - all_[at]
        found.append((part[group + 1] - some[at]) / rest if rest > _OTHERS else -1.0)
    return found


def best_of_others(groups: Sequence[int], values: Sequence[float], nothing: float) -> list[float]:
    """The largest value of the others in each one's group; `nothing` where there are none."""
    size = max(groups, default=0) + 2
    first, second = [nothing] * size, [nothing] * size
    for at, group in enumerate(groups):
        value = values[at]
        if value > first[group + 1]:
            first[group + 1], second[group + 1] = value, first[group + 1]
        elif value > second[group + 1]:
            second[group + 1] = value
    found = []
    for at, group in enumerate(groups):
        found.append(second[group + 1] if values[at] == first[group + 1] else first[group + 1])
    return found


def sums_near(values: Sequence[float], places: Sequence[int], reach: int) -> list[float]:
    """The sums of the values up to so many places away from these places."""
    count, before = len(values), [0.0, *accumulate(values)]
    found = []
    for place in places:
        end = place + reach + 1 if place + reach + 1 < count else count
        found.append(before[end] - before[place - reach if place > reach else 0])
    return found


def ratios(some: Sequence[float], all_: Sequence[float]) -> list[float]:
    """One by the other; of nothing, what there is."""
    found = []
    for at, one in enumerate(some):
        whole = all_[at]
        found.append(one / whole if whole else one / 1.0)
    return found
