"""The loops that learn the chain, against every path written out and against differences of the loss."""

from itertools import pairwise, product

import pytest

np = pytest.importorskip("numpy", reason="numpy comes with the extra test")
loops = pytest.importorskip("benchmarks.learn.loops", reason="the benchmarks are not in the wheel")

from benchmarks.learn.chain import Problem  # noqa: E402
from cleaner.decision.chain import ENDS, MOVES, STARTS, State  # noqa: E402

LENGTHS = np.array([1, 4, 2])
WEIGHTS = np.array([0.5, 1.0, 2.0])
COUNT, WIDTH = int(LENGTHS.sum()), 6
LABELS = ("b", "hbtb", "be")  # of three texts: b article, h head or title, t inserted or article, e tail
STATES_OF = {
    "b": (State.BODY,),
    "h": (State.HEAD, State.TITLE),
    "t": (State.INSERTED, State.BODY),
    "e": (State.TAIL,),
}


def a_problem() -> Problem:
    chance = np.random.default_rng(7)
    allowed = np.zeros((COUNT, len(State)))
    for block, label in enumerate("".join(LABELS)):
        allowed[block, list(STATES_OF[label])] = 1.0
    columns = chance.integers(-1, WIDTH, (COUNT, 3)).astype(np.int32)
    harder = np.exp(0.3 * chance.random((COUNT, 1)) * (1 - allowed))
    return Problem(columns, WIDTH, allowed, harder, LENGTHS, WEIGHTS)


def paths(count: int) -> list[tuple[State, ...]]:
    """All ways through a text of so many blocks."""
    return [
        path
        for path in product(State, repeat=count)
        if path[0] in STARTS
        and path[-1] in ENDS
        and all(after in MOVES[before] for before, after in pairwise(path))
    ]


def test_all_paths_are_those_that_can_be_written_out() -> None:
    chance = np.random.default_rng(3)
    emit, moved = np.exp(chance.normal(size=(COUNT, len(State)))), np.exp(chance.normal(size=(5, 5)))
    move = np.array([[moved[a, b] * (b in MOVES[a]) for b in State] for a in State])
    ends = tuple(np.array([float(state in some) for state in State]) for some in (STARTS, ENDS))
    offsets = np.cumsum(LENGTHS) - LENGTHS
    chances, moves = np.empty_like(emit), np.zeros((5, 5))
    total = loops.all_paths(emit, move, ends, offsets, LENGTHS, WEIGHTS, chances, moves)

    expected, sums, steps = 0.0, np.zeros_like(emit), np.zeros((5, 5))
    for offset, count, weight in zip(offsets, LENGTHS, WEIGHTS, strict=True):
        ways = paths(count)
        likely = [
            np.prod([emit[offset + t, state] for t, state in enumerate(way)])
            * np.prod([move[before, after] for before, after in pairwise(way)])
            for way in ways
        ]
        expected += weight * np.log(sum(likely))
        for way, share in zip(ways, likely, strict=True):
            for t, state in enumerate(way):
                sums[offset + t, state] += weight * share / sum(likely)
            for before, after in pairwise(way):
                steps[before, after] += weight * share / sum(likely)
    assert total == pytest.approx(expected)
    assert chances == pytest.approx(sums)
    assert moves == pytest.approx(steps)


def test_the_slope_is_that_of_the_loss() -> None:
    problem = a_problem()
    values = np.random.default_rng(5).normal(size=WIDTH * 5 + 25)
    _, slope = problem.loss(values)
    small = 1e-5 * np.eye(len(values))
    differences = [(problem.loss(values + step)[0] - problem.loss(values - step)[0]) / 2e-5 for step in small]
    assert slope == pytest.approx(differences, abs=1e-6)


def test_compiled_loops_say_the_same() -> None:
    pytest.importorskip("numba", reason="numba comes with the extra train")
    problem = a_problem()
    values = np.random.default_rng(5).normal(size=WIDTH * 5 + 25)
    fast = problem.loss(values)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("gathered", "dealt_out", "all_paths"):
            patch.setattr(f"benchmarks.learn.chain.{name}", getattr(loops, name).py_func)
        plain = problem.loss(values)
    assert fast[0] == pytest.approx(plain[0], rel=1e-12)
    assert fast[1] == pytest.approx(plain[1], rel=1e-9)
