"""The arithmetic of the reading, held against slower ways to the same numbers."""

from __future__ import annotations

import math
import pickle
import re
from itertools import pairwise, product
from pathlib import Path

import pytest
from conftest import SEEDS
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Caution, Cleaner
from cleaner.decision.chain import ENDS, MOVES, STARTS, Chain, Row, State
from cleaner.decision.evidence import evidence, templates
from cleaner.decision.reading import HOPES, MARKED, PLAIN, hopes, read
from cleaner.decision.trees import Tree, Trees, added, compiled
from cleaner.decision.weights import packaged_weights
from cleaner.decision.words import tokens
from cleaner.text.blocks import split

WEIGHTS = packaged_weights()


def test_kept_weights_are_those_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fresh = packaged_weights.__wrapped__
    made, kept = fresh(), fresh()
    (entry,) = (tmp_path / "article-cleaner").iterdir()
    entry.write_bytes(entry.read_bytes()[:-9])  # torn
    again = fresh()
    codes = [[0] * len(made.chain.templates)]
    for other in (kept, again):
        assert (other.words, other.trees.trees) == (made.words, made.trees.trees)
        assert (other.chain.kinds, other.chain.weights) == (made.chain.kinds, made.chain.weights)
        assert other.chain.moves == made.chain.moves
        assert other.chain.laid_out == made.chain.laid_out
        assert other.chain.scores(codes) == made.chain.scores(codes)


# --- the chain ---------------------------------------------------------------------------------------------

SCORES = st.floats(-8, 8)
DOCUMENTS = st.lists(st.tuples(*[SCORES] * len(State)), min_size=1, max_size=5)


def readings(rows: list[Row]) -> dict[tuple[State, ...], float]:
    """Every reading of a document that the moves allow, and its score."""
    moves = WEIGHTS.chain.moves
    allowed = (
        states
        for states in product(State, repeat=len(rows))
        if states[0] in STARTS and states[-1] in ENDS and all(b in MOVES[a] for a, b in pairwise(states))
    )
    return {
        states: sum(row[state] for row, state in zip(rows, states, strict=True))
        + sum(moves[move] for move in pairwise(states))
        for states in allowed
    }


@given(DOCUMENTS)
def test_the_best_reading_is_the_best_of_all(rows: list[Row]) -> None:
    every = readings(rows)
    assert every[tuple(WEIGHTS.chain.read(rows))] == pytest.approx(max(every.values()))


@given(DOCUMENTS)
def test_the_odds_are_the_shares_of_all_readings(rows: list[Row]) -> None:
    every = {states: math.exp(score) for states, score in readings(rows).items()}
    total = math.fsum(every.values())
    for index, found in enumerate(WEIGHTS.chain.odds(rows)):
        for state in State:
            share = math.fsum(weight for states, weight in every.items() if states[index] is state) / total
            assert found[state] == pytest.approx(share, abs=1e-9)


def test_nothing_is_read_of_nothing() -> None:
    assert WEIGHTS.chain.read([]) == WEIGHTS.chain.odds([]) == []


def test_every_feature_of_the_weights_counts_for_its_code() -> None:
    """The packed weights of one feature, unpacked again, are those in the file."""
    chain = WEIGHTS.chain
    nothing = [-1] * len(chain.templates)
    for number, template in enumerate(templates(chain.kinds)):
        features = list(chain.weights.get(template.title, {}).items())[:25]
        codes = template.codes([name for name, _ in features])
        assert [template.name(code) for code in codes] == [name for name, _ in features]
        rows = chain.scores([[*nothing[:number], code, *nothing[number + 1 :]] for code in codes])
        for row, (_, weights) in zip(rows, features, strict=True):
            assert row == pytest.approx(weights)


def test_a_feature_of_a_value_that_no_template_knows_has_no_number() -> None:
    weights = {"kind": {"no-such-kind": (1.0,) * 5, "share": (2.0,) * 5}}
    chain = Chain(("share",), weights, WEIGHTS.chain.moves)
    kind = next(number for number, found in enumerate(chain.templates) if found.title == "kind")
    assert chain.templates[kind].codes(["no-such-kind", "share"]) == [-1, 2]
    nothing = [-1] * len(chain.templates)
    assert chain.scores([nothing]) == [(0.0,) * 5]


# --- trees -------------------------------------------------------------------------------------------------

NUMBERS = st.floats(-9, 9)
SIGNALS = ("a", "b", "c")
GROWN = st.recursive(
    NUMBERS, lambda below: st.tuples(st.sampled_from(SIGNALS), NUMBERS, below, below).map(list), max_leaves=8
)


@given(st.lists(GROWN, max_size=6), st.lists(st.tuples(*[NUMBERS] * len(SIGNALS)), max_size=5))
def test_compiled_trees_say_the_same_to_the_last_bit(
    grown: list[Tree], rows: list[tuple[float, ...]]
) -> None:
    trees = Trees(SIGNALS, grown)
    quick = compiled(trees.trees, len(SIGNALS))
    for values in rows:
        assert quick(*values) == added(trees.trees, values) == trees.odds(values)


def test_trees_say_the_same_however_often_they_are_asked() -> None:
    trees = Trees(SIGNALS, [["a", 0.5, -1, ["b", 2, 0.1, 3]], 0.25, ["c", math.inf, 0.3, 7]])
    said = [trees.odds((1, 2, 3)) for _ in range(2000)]
    assert set(said) == {0.1 + 0.25 + 0.3}
    assert pickle.loads(pickle.dumps(trees)).odds((1, 2, 3)) == said[0]


# --- words -------------------------------------------------------------------------------------------------


@given(st.text(alphabet=st.sampled_from("ab é_ 1²½٣٤ .,—字ก\u0301\n")))
def test_words_are_told_apart_alike_with_and_without_digits(text: str) -> None:
    """By one pattern for every character, as a reader would describe it."""
    found = re.findall(r"[^\W\d_]+|\d+|[^\w\s]", text)
    edges = {f"^{found[0]}", f"${found[-1]}"} if found else set()
    names = {token if not token.isdecimal() else "0" if len(token) < 3 else "0000" for token in found}
    assert tokens(text) == names | edges


# --- the second look ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("caution", Caution)
def test_what_goes_has_as_little_hope_as_a_look_at_every_block_gives_it(
    cleaner: Cleaner, caution: Caution
) -> None:
    """The second look is spared where it can't matter; a look at all blocks must not say otherwise."""
    seen = 0
    for file in sorted((SEEDS / "raw").glob("*.txt")):
        blocks = split(file.read_text(encoding="utf-8"))
        marks = cleaner.weigh(file.read_text(encoding="utf-8"))[1].heard.heeded
        reading = read(blocks, marks, (), WEIGHTS, caution)
        hope = hopes(blocks, evidence(blocks, marks, WEIGHTS.chain.kinds), WEIGHTS)
        for run in reading.runs:
            said = [i for i in range(*run) if any(map(str.isalnum, blocks[i].text))]  # no line of dashes
            assert all(hope[i] < HOPES[caution] * MARKED for i in said)
            seen += run.last - run.first
            # a run ends where there is more hope, at a title, a last paragraph, or the edge of the document
            for beside in (run.first - 1, run.last):
                if 0 <= beside < len(blocks) and marks[beside] and reading.states[beside] is State.BODY:
                    assert hope[beside] >= PLAIN
    assert seen > 20
