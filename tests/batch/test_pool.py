"""Processes that do one kind of work: order, bounds, and what is left when they die."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from cleaner.batch.items import Limits, Lost
from cleaner.batch.pool import Pool
from cleaner.errors import InstallationError


@dataclass(frozen=True)
class Double:
    """Work that doubles numbers."""

    check_exits: int = -1
    defect: str = ""

    def check(self) -> None:
        if self.check_exits >= 0:
            os._exit(self.check_exits)
        if self.defect:
            raise ValueError(self.defect)

    def __call__(self, number: float) -> float:
        if number == 13:
            raise ValueError("unlucky")
        if number < 0:
            time.sleep(-number)
        return 2 * number


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool[float, float]]:
    with Pool(Double(), 2, Limits(5.0)) as pool:
        yield pool


def test_results_come_in_order(pool: Pool[float, float]) -> None:
    for number in (0, 1, 31, 32, 33, 5000):
        results = list(pool.map(range(100, 100 + number)))
        assert results == [(n, 2 * n) for n in range(100, 100 + number)]


def test_what_the_work_raises_costs_one_thing(pool: Pool[float, float]) -> None:
    results = dict(pool.map(range(40)))
    assert results.pop(13) == Lost("can't be cleaned (ValueError: unlucky)")
    assert results == {n: 2 * n for n in range(40) if n != 13}


def test_a_thing_that_can_not_travel_costs_itself(pool: Pool[float, float]) -> None:
    generator = (n for n in ())
    things: list[float] = [1, generator, 2]  # type: ignore[list-item]
    results = [result for _, result in pool.map(things)]
    assert (results[0], results[2]) == (2, 4)
    assert isinstance(results[1], Lost)
    assert "cannot pickle" in results[1].reason


@pytest.mark.parametrize(("size", "most"), [(0, 16 * 32 + 32), (1 << 20, 64 + 16), (1 << 27, 3)])
def test_it_reads_only_some_way_ahead(pool: Pool[float, float], size: int, most: int) -> None:
    taken = 0

    def things() -> Iterator[int]:
        nonlocal taken
        for number in range(10_000):
            taken = number
            yield number + 100

    results = pool.map(things(), lambda _: size)
    for done in range(100):
        next(results)
        assert taken - done <= most
    results.close()  # type: ignore[attr-defined]


def test_an_idle_process_that_is_killed_is_replaced(pool: Pool[float, float]) -> None:
    assert len(list(pool.map(range(100, 110)))) == 10
    for process in multiprocessing.active_children():
        os.kill(process.pid or 0, signal.SIGKILL)
    time.sleep(0.5)
    assert list(pool.map(range(100, 200))) == [(n, 2 * n) for n in range(100, 200)]


def test_a_slow_chunk_is_not_a_slow_thing() -> None:
    """Together they take longer than one may; each alone does not."""
    with Pool(Double(), 2, Limits(1.0)) as pool:
        things = [-0.3] * 6
        results = [result for _, result in pool.map(things)]
        assert results == [-0.6] * 6
        assert list(pool.map([-3.0, 1.0])) == [(-3.0, Lost("took longer than 1 s")), (1.0, 2.0)]


def test_an_installation_that_does_not_work_stops_everything() -> None:
    with (
        Pool(Double(defect="no libxml2"), 2) as pool,
        pytest.raises(InstallationError, match="this installation is broken: ValueError: no libxml2"),
    ):
        list(pool.map(range(100)))


def test_processes_that_end_at_once_stop_everything() -> None:
    ends = pytest.raises(InstallationError, match="as soon as they start")
    with Pool(Double(check_exits=1), 2) as pool, ends:
        list(pool.map(range(100)))


def test_a_thing_too_large_to_be_received_costs_itself() -> None:
    """The process runs out of memory before it has the thing to work on."""
    things: list[float] = [1.0, "x" * (300 << 20), 2.0]  # type: ignore[list-item]
    with Pool(Double(), 1, Limits(5.0, 256)) as pool:
        results = [result for _, result in pool.map(things, lambda _: 1 << 18)]
    assert (results[0], results[2]) == (2.0, 4.0)
    assert isinstance(results[1], Lost)
