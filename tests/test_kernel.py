"""The loops that may be compiled say what Python's own means say, to the last bit, in either build."""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner import kernel
from cleaner.decision.trees import Tree, Trees, added, nodes_of
from cleaner.decision.words import Lexicon
from cleaner.model import Shape
from cleaner.text import UNSPACED, as_block, as_blocks, count_words, fold, plain, split
from cleaner.text.fold import fold_each, fold_simple
from cleaner.text.looks import looks
from cleaner.text.shape import shape_of, shaped

PACKAGE = Path(cleaner.__file__).parent
LETTERS = st.sampled_from("ab éß_ 12²½٣٤ .,—字ก\u0301\n\t\x00\x7f\u00a0😀\ud800")
TEXTS = st.text(alphabet=LETTERS)
NUMBERS = st.floats(-9, 9)


def test_a_checkout_runs_its_sources() -> None:
    """What is compiled in place would run instead of what is edited."""
    if (PACKAGE.parent / "pyproject.toml").exists():
        assert not [path for path in PACKAGE.rglob("*") if path.suffix in (".so", ".pyd", ".c")]
        assert not kernel.COMPILED


def _tokens(text: str) -> set[str]:
    found = re.findall(r"[^\W\d_]+|\d+|[^\w\s]", text)
    said = {("0" if len(token) < 3 else "0000") if token.isdecimal() else token for token in found}
    return said | ({"^" + found[0], "$" + found[-1]} if found else set())


@given(st.lists(TEXTS, max_size=4), st.randoms(use_true_random=False))
def test_what_words_say(lines: list[str], random: st.DataObject) -> None:
    every = [_tokens(line) for line in lines]
    weights = {word: random.randint(-999, 999) for words in every for word in words if random.random() < 0.7}
    expected: list[float | None] = []
    for words in every:
        known = [weights[word] for word in words if word in weights]
        expected.append(sum(known) / 100 / math.sqrt(len(words)) if len(known) > 0.5 * len(words) else None)
    assert kernel.said(lines, *kernel.table(weights), 0.5) == expected
    assert Lexicon({word: weight / 100 for word, weight in weights.items()}).say(lines) == [
        sum(map(weights.get, words & weights.keys())) / 100 / math.sqrt(len(words))
        if len(words & weights.keys()) > 0.3 * len(words)
        else None
        for words in every
    ]


@given(st.lists(st.tuples(TEXTS, st.booleans()), max_size=6))
def test_words_shared_with_prose(blocks: list[tuple[str, bool]]) -> None:
    sets = [set(re.findall(r"[^\W\d_]{2,}", text)) for text, _ in blocks]
    edges = (0.001, 0.2, 0.5, 1.0)
    expected = []
    for own, words in enumerate(sets):
        others = [more for other, more in enumerate(sets) if blocks[other][1] and other != own]
        met = len(words.intersection(set().union(*others)))
        expected.append(bisect_right(edges, met / len(words)) if words else 9)
    assert (
        kernel.topics([text for text, _ in blocks], [prose for _, prose in blocks], 2, edges, 9) == expected
    )


@given(
    st.text(alphabet="ab'\u2019 1_\u0301\u0915\u093f\u096a字"),
    st.sets(st.text("ab'\u093f\u0915", min_size=1)),
)
def test_words_of_languages(text: str, known: set[str]) -> None:
    spoken = [((language, 0.25 + number),) for number, word in enumerate(known) for language in word[:1]]
    scores, hits, count = kernel.commonest(text, *kernel.table({w: n for n, w in enumerate(known)}), spoken)
    words = re.findall(r"[^\W\d_]+(?:[\u0300-\u036f\u0900-\u0dff\u200c'’]+[^\W\d_]*)*", text)
    assert count == len(words)
    assert hits == Counter(word[0] for word in words if word in known)
    expected: dict[str, float] = {}
    for word, times in Counter(word for word in words if word in known).items():
        ((language, weight),) = spoken[list(known).index(word)]
        expected[language] = expected.get(language, 0.0) + weight * (1 + math.log(times))
    assert scores == expected


@given(TEXTS)
def test_edges_are_cut_off(text: str) -> None:
    assert kernel.trimmed(text, ". _,—") == text.strip(". _,—")


@given(TEXTS)
def test_letters_in_lines(text: str) -> None:
    assert kernel.has_digit(text) == bool(re.search(r"\d", text))
    assert kernel.count_among(text, ".,;") == len(re.findall("[.,;]", text))
    assert kernel.count_unspaced(text) == len(UNSPACED.findall(text))
    assert kernel.sentence_starts(text, ".,—") == [
        0,
        *(found.end() for found in re.finditer("[.,—] *", text)),
    ]


@given(st.lists(TEXTS, max_size=5))
def test_lines_folded_together(lines: list[str]) -> None:
    flat = [line.replace("\n", " ") for line in lines]
    assert fold_each(flat) == [fold(line) for line in flat]


@given(st.lists(st.characters() | st.sampled_from(" …‘\u00a0\u0640İßǰﬁａ한각\u11a8\u0301é"), max_size=9))
def test_signs_folded_one_by_one(signs: list[str]) -> None:
    """Wherever it says something, it is what folding the line says, whatever stands beside each sign."""
    line = "".join(signs)
    if line.isprintable():
        assert fold_simple(line) in (fold(line), "")


@pytest.mark.parametrize(
    "line", ["Größe – “neu”", "Ёлка, 10 000 ₽", "東京の記者", "İstanbul…", "한국어", "عربية"]
)
def test_common_lines_are_folded_sign_by_sign(line: str) -> None:
    assert fold_simple(line) == fold(line)


@given(TEXTS)
def test_the_look_of_a_line(text: str) -> None:
    """It is the same whether a line is folded alone, with others or with care."""
    line = text.strip() or "a"
    held, shown = kernel.traits(line), plain(line) or line
    expected = fold(shown), count_words(shown), shape_of(shown, count_words(shown))
    assert looks([line]) == [expected]
    assert looks(["é", line, "*b*"])[1] == expected
    if not held & kernel.ODD:
        assert line == shown
        assert held // 256 == expected[1]
        assert shaped(line, expected[1], held) == expected[2]
        folded = fold_simple(line) if held & kernel.ABROAD else line.lower()
        assert folded in (expected[0], "")


def test_what_readers_see_nothing_of_is_a_block_all_the_same() -> None:
    """An empty link, for instance."""
    for blocks in (
        split("Bridge\n\n[](https://a.example/b)"),
        as_blocks(["a", "[](b)"]),
        [as_block("[](b)")],
    ):
        assert blocks[-1].folded.startswith("[](")


@given(st.text(alphabet="- •1٣12.)．a,é\u00a0", min_size=1))
def test_what_opens_an_item(text: str) -> None:
    bullet = r"(?:[-*+\u2022\u00b7\u25cf\u25aa\u25e6\u2013\u2014]|\d{1,3}[.)\uff0e\u3001]|[a-zA-Z][.)])\s"
    is_item = shape_of(f"{text} word,", 4) is Shape.ITEM
    assert is_item == bool(re.match(bullet, f"{text} word,"))


def test_letters_of_scripts_without_spaces() -> None:
    for sign in map(chr, range(0x0E00 - 1, 0xFAFF + 2)):
        here = sign.isalnum() and not UNSPACED.match(sign)
        assert kernel.inside_word(f"a{sign}", 1) == here == kernel.inside_word(f"{sign}a", 1)


FIELDS, SIZE, BLOCKS = 4, 3, 5  # values of a field are below its size, or -1: silent
COLUMNS = st.lists(
    st.lists(st.integers(-1, SIZE - 1), min_size=BLOCKS, max_size=BLOCKS), min_size=FIELDS, max_size=FIELDS
)
FEATURES = st.lists(st.lists(st.integers(0, FIELDS - 1), min_size=1, max_size=3), min_size=1, max_size=4)


@given(COLUMNS, FEATURES, st.randoms(use_true_random=False))
def test_codes_and_scores(columns: list[list[int]], features: list[list[int]], random: st.DataObject) -> None:
    def code(block: int, fields: Sequence[int]) -> int:
        values = [columns[field][block] for field in fields]
        return -1 if -1 in values else sum(v * SIZE**n for n, v in enumerate(reversed(values)))

    parts = array("i", [field for fields in features for field in fields])
    ends = array("i", [sum(map(len, features[: n + 1])) for n in range(len(features))])
    held = kernel.coded(columns, FIELDS, parts, array("i", [SIZE] * len(parts)), ends, BLOCKS)
    codes = [list(held[at : at + len(features)]) for at in range(0, len(held), len(features))]
    assert codes == [[code(b, fields) for fields in features] for b in range(BLOCKS)]

    most = SIZE**3
    weights = [[[random.randint(-999, 999) for _ in range(5)] for _ in range(most)] for _ in features]
    table = array("i", [number for feature in weights for five in feature for number in five])
    starts = array("i", [5 * most * n for n in range(len(features))])
    expected = [
        tuple(sum(weights[n][c][s] for n, c in enumerate(row) if c >= 0) / 100 for s in range(5))
        for row in codes
    ]
    assert kernel.scored(held, table, starts) == expected


GROWN = st.recursive(
    NUMBERS, lambda below: st.tuples(st.sampled_from("abc"), NUMBERS, below, below).map(list), max_leaves=8
)


@given(st.lists(GROWN, max_size=6), st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=5))
def test_trees(grown: list[Tree], rows: list[tuple[float, ...]]) -> None:
    trees = Trees("abc", grown)
    expected = [added(trees.trees, row) for row in rows]
    laid_out = array("d", [value for row in rows for value in row])
    assert kernel.laid_out(rows, 3) == laid_out
    assert kernel.answers(laid_out, 3, *nodes_of(trees.trees)) == expected == trees.each(rows)


VALUES = st.lists(st.integers(0, 9), min_size=1, max_size=8)


@given(VALUES, st.integers(0, 30), st.integers(0, 3))
def test_columns(values: list[int], whole: int, reach: int) -> None:
    edges = (0.001, 0.2, 0.5, 1.0)
    expected = [bisect_right(edges, value / whole) if whole else 0 for value in values]
    assert kernel.shares(values, whole, edges) == expected
    so_far = [0, *accumulate(values)]
    near = [sum(values[max(0, at - reach) : at + reach + 1]) for at in range(len(values))]
    assert kernel.around(so_far, reach) == near
    assert kernel.taken(values, [-1, 0, len(values)], 77) == [77, values[0], 77]
    last, following = kernel.nearest([value > 4 for value in values])
    for at in range(len(values)):
        marked = [place for place, value in enumerate(values) if value > 4]
        assert last[at] == max((place for place in marked if place < at), default=-1)
        assert following[at] == min((place for place in marked if place > at), default=len(values))
    assert kernel.again(list(map(str, values))) == [
        0 if values.count(value) == 1 else 2 if value in values[:at] else 1 for at, value in enumerate(values)
    ]


@given(st.lists(st.text(alphabet=LETTERS, min_size=1), max_size=6))
def test_lines_without_their_edges(written: list[str]) -> None:
    physical = "\n".join(written).splitlines(keepends=True)
    text = "".join(physical)
    lines = kernel.filled(physical, "\u0301", " \t\n\x85\u0301")
    held = [line.strip() for line in physical if line.strip()]
    bare = [line.strip(" \t\n\x85\u0301") if "\u0301" in (line[0], line[-1]) else line for line in held]
    assert [text[start:end] for start, end, _, _ in lines] == list(filter(None, bare))
