"""The second round of trees: what it sees of the blocks around a block."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.page.features import NAMES as NAMES_OF_FIRST
from cleaner.page.second import NAMES, TABLE, Ground, PageTrees, Round, second_rows


def after(odds: Sequence[float], groups: Sequence[int] = (), words: int = 20) -> Round:
    """A page of so many blocks, each in the container of this number."""
    places = list(groups) or [0] * len(odds)
    numbers = list(range(10, 10 + len(odds)))
    none = [-1] * len(odds)
    return Round(
        Ground(numbers, [words] * len(odds), none, places, places, places, places, places, places), odds
    )


def test_every_value_has_a_name() -> None:
    assert len(set(NAMES)) == len(NAMES)
    some = after([1.0, -1.0, 2.0])
    rows = second_rows(some.ground, [[0.0] * len(NAMES_OF_FIRST)] * 3, some.odds)
    assert [len(row) for row in rows] == [len(NAMES)] * 3


BESIDE = {  # steps: what is seen of blocks with odds of 1, 2, 3
    1: [2.0, 3.0, -6.0],
    -1: [-6.0, 1.0, 2.0],
    3: [-6.0, -6.0, -6.0],
}


@pytest.mark.parametrize(("steps", "seen"), BESIDE.items())
def test_the_odds_of_neighbours(steps: int, seen: list[float]) -> None:
    assert after([1.0, 2.0, 3.0]).beside(steps) == seen


def test_shares_and_the_best_of_a_container_are_those_of_the_others() -> None:
    some = after([30.0, 30.0, -30.0, 5.0], groups=[0, 0, 0, 1])
    places = some.ground.element
    assert [round(share, 6) for share in some.share(places)] == [0.5, 0.5, 1.0, -1.0]
    assert some.best(places) == [30.0, 30.0, 30.0, -9.0]


@given(st.lists(st.floats(-20, 20), min_size=2, max_size=12), st.data())
def test_what_is_said_of_the_others_does_not_depend_on_a_block_s_own_odds(
    odds: list[float], data: st.DataObject
) -> None:
    groups = data.draw(st.lists(st.integers(0, 2), min_size=len(odds), max_size=len(odds)))
    place = data.draw(st.integers(0, len(odds) - 1))
    other = [*odds[:place], data.draw(st.floats(-20, 20)), *odds[place + 1 :]]
    one, two = after(odds, groups), after(other, groups)
    assert isclose(one.near(4)[place], two.near(4)[place], abs_tol=1e-9)
    assert isclose(one.share(groups)[place], two.share(groups)[place], abs_tol=1e-9)
    assert one.best(groups)[place] == two.best(groups)[place]
    assert one.beside(1)[place] == two.beside(1)[place]


ENDS = {  # odds: places of the first and the last block that is kept
    "in the middle": ([-1, 1, -1, 1, -1], (1, 3)),
    "all": ([1, 1], (0, 1)),
    "none: the best": ([-3, -1, -2], (1, 1)),
    "no block": ([], (0, 0)),
}


@pytest.mark.parametrize(("odds", "ends"), ENDS.values(), ids=ENDS)
def test_ends_of_what_is_kept(odds: list[float], ends: tuple[int, int]) -> None:
    assert after(odds).ends == ends


def test_distances_to_sure_prose() -> None:
    some = after([5.0, 0.0, 0.0, 5.0])
    assert some.to_sure(backwards=False) == [21, 1, 2, 3]
    assert some.to_sure(backwards=True) == [3, 2, 1, 21]
    assert after([5.0, 0.0], words=3).to_sure(backwards=False) == [21, 21]  # too short to be sure of


def test_the_odds_are_the_mean_of_both_rounds() -> None:
    first = [["words", 2.0, -1.0, 3.0]]
    second = [["+1 odds", 0.0, -2.0, 4.0]]
    rows = [[0.0] * len(NAMES_OF_FIRST) for _ in range(2)]
    rows[1][NAMES_OF_FIRST.index("words")] = 3.0
    stands = after([0.0, 0.0]).ground
    assert PageTrees(first, second).odds(stands, rows) == [(-1.0 + 4.0) / 2, (3.0 - 2.0) / 2]


@given(st.lists(st.floats(-50, 50), max_size=8))
def test_any_odds_have_all_values(odds: list[float]) -> None:
    some = after(odds)
    assert [len(seen.values(some)) for seen in TABLE] == [len(odds)] * len(TABLE)
