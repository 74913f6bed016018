"""The loops that may be compiled say what Python's own means say, to the last bit, in either build."""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import cleaner
from cleaner import kernel
from cleaner.decision.trees import Tree, Trees, added, nodes_of
from cleaner.decision.words import Lexicon
from cleaner.model import Shape
from cleaner.text import UNSPACED, as_block, as_blocks, count_words, fold, split
from cleaner.text.fold import fold_each, fold_simple
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
    prose = array("i", [here for _, here in blocks])
    assert kernel.topics([text for text, _ in blocks], prose, 2, edges, 9) == expected


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
    "line",
    [
        "- 𝗥𝗲𝗮𝗱", "🔥 𝗥𝗲𝗮𝗱 𝗺𝗼𝗿𝗲", "𝟭𝟮:𝟯𝟬", "𝟮𝟬𝟮𝟯-𝟬𝟵-𝟬𝟲", "(𐐀", "\U00010107", "𠀀𠀁", "𝟘 𠀀",
        "12 😀 May 2021", "😀😀",
    ],
)  # fmt: skip
def test_the_shape_of_signs_beyond_the_first_plane(line: str) -> None:
    """What is told of a line at first sight leaves out no shape that a careful look would find."""
    words = count_words(line)
    assert shape_of(line, words) == shaped(line, words, -1)


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
    values = array("h", [value for block in zip(*columns, strict=True) for value in block])
    blocks = array("i", random.sample(range(BLOCKS), BLOCKS))
    held = kernel.coded(values, FIELDS, blocks, parts, array("i", [SIZE] * len(parts)), ends)
    codes = [list(held[at : at + len(features)]) for at in range(0, len(held), len(features))]
    assert codes == [[code(b, fields) for fields in features] for b in blocks]

    most = SIZE**3
    weights = [[[random.randint(-999, 999) for _ in range(5)] for _ in range(most)] for _ in features]
    table = array("i", [number for feature in weights for five in feature for number in five])
    starts = array("i", [5 * most * n for n in range(len(features))])
    expected = [
        sum(weights[n][c][s] for n, c in enumerate(row) if c >= 0) / 100 for row in codes for s in range(5)
    ]
    assert kernel.scored(held, table, starts).tolist() == expected


GROWN = st.recursive(
    NUMBERS, lambda below: st.tuples(st.sampled_from("abc"), NUMBERS, below, below).map(list), max_leaves=8
)


@given(st.lists(GROWN, max_size=6), st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=5))
def test_trees(grown: list[Tree], rows: list[tuple[float, ...]]) -> None:
    trees = Trees("abc", grown)
    expected = [added(trees.trees, row) for row in rows]
    laid_out = array("d", [value for row in rows for value in row])
    assert kernel.laid_out(rows, 3) == laid_out
    assert kernel.answers(laid_out, 3, *nodes_of(trees.trees)).tolist() == expected == trees.each(rows)


VALUES = st.lists(st.integers(0, 9), min_size=1, max_size=12)


@given(VALUES)
def test_the_picture_of_a_document(values: list[int]) -> None:
    count, column = len(values), array("i", values)
    marked, large = array("i", [value > 6 for value in values]), array("i", [value > 3 for value in values])
    last, following = kernel.nearest(marked)
    firsts, lasts = kernel.runs(large)
    for at in range(count):
        places = [place for place in range(count) if marked[place]]
        assert last[at] == max((place for place in places if place < at), default=-1)
        assert following[at] == min((place for place in places if place > at), default=count)
        run = range(firsts[at], lasts[at])
        assert at in run
        assert {large[place] for place in run} == {large[at]}
        assert all(large[place] != large[at] for place in (run.start - 1, run.stop) if 0 <= place < count)
    mass = kernel.masses(large, column, marked, 1, 4)
    assert mass.tolist() == [int(3 < value <= 6) for value in values]
    sums = kernel.so_far(column, mass, marked, 3)
    for at in range(count + 1):
        before = values[:at]
        prose = [value for value in before if 3 < value <= 6]
        counted = sum(value > 6 for value in before), len(prose), sum(value < 3 for value in before)
        assert [some[at] for some in sums] == [sum(before), sum(prose), *counted]
    of, words, longest = kernel.stretches(mass, column, sums[2], 2)
    stretches: list[list[int]] = []
    for at in filter(mass.__getitem__, range(count)):
        above = stretches[-1][-1] if stretches else -9
        if at - above <= 2 and not any(marked[above:at]):
            stretches[-1].append(at)
        else:
            stretches.append([at])
    assert of.tolist() == [
        next((n for n, own in enumerate(stretches) if at in own), -1) for at in range(count)
    ]
    said = [sum(values[at] for at in own) for own in stretches]
    assert words[: len(said)].tolist() == said
    most = said.index(max(said)) if said else -1
    assert longest == ((stretches[most][0], stretches[most][-1], said[most]) if said else (0, count - 1, 0))


BINS = kernel.Bins(
    *[array("i", [0, 1, 1, 2, 2, 3])] * 12, *[array("d", (0.001, 0.2, 0.5, 1.0))] * 5
)  # of every amount and every share


@given(VALUES, st.integers(0, 3), st.integers(0, 3))
def test_where_blocks_stand(values: list[int], near: int, far: int) -> None:
    def bin(amount: int) -> int:
        return bisect_right((1, 3, 5), amount)

    count, words = len(values), array("i", values)
    marked, mass = (
        array("i", [value > 6 for value in values]),
        array("i", [3 < value <= 6 for value in values]),
    )
    sums = kernel.so_far(words, mass, marked, 3)
    firsts, lasts = kernel.runs(mass)
    width = len(kernel.PLACE) + len(kernel.RUN)
    held = kernel.shorts(width * count)
    kernel.place(held, width, 0, sums, near, far, BINS)
    kernel.run(held, width, len(kernel.PLACE), lasts, marked, sums, BINS)
    prose = [value if here else 0 for value, here in zip(values, mass, strict=True)]
    for at in range(count):
        said = dict(zip((*kernel.PLACE, *kernel.RUN), held[at * width : (at + 1) * width], strict=True))
        assert (said["from_start"], said["from_end"]) == (bin(at), bin(count - 1 - at))
        assert (said["prose_before"], said["prose_after"]) == (
            bin(sum(prose[:at])),
            bin(sum(prose[at + 1 :])),
        )
        share = sum(prose[:at]) / sum(prose) if any(prose) else 0.0
        assert said["share_before"] == bisect_right((0.001, 0.2, 0.5, 1.0), share)
        around = range(max(0, at - near), min(count, at + near + 1))
        assert said["near_marked"] == sum(marked[place] for place in around) - marked[at]
        assert said["near_short"] == sum(values[place] < 3 for place in around)
        around = range(max(0, at - far), min(count, at + far + 1))
        assert said["far_prose"] == bin(sum(mass[place] for place in around))
        first, last = firsts[at], lasts[at]
        assert said["run_size"] == bin(last - first)
        assert (said["run_place"], said["run_left"]) == (bin(at - first), bin(last - at))
        assert said["run_marks_above"] == min(3, sum(marked[first:at]))
        where = {(True, True): 3, (True, False): 0, (False, False): 1, (False, True): 2}
        assert said["run"] == where[first == 0, last == count]
        assert said["opens"] == (said["run"] if marked[at] else -1)


@given(VALUES)
def test_lines_that_come_again(values: list[int]) -> None:
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


# --- pages --------------------------------------------------------------------------------------------------

ELEMENTS = st.lists(st.integers(0, 9), max_size=9).map(
    lambda ups: [-1, *(up % (n + 1) for n, up in enumerate(ups))]
)


def _ups(parents: list[int], node: int) -> list[int]:
    return [node, *_ups(parents, parents[node])] if node >= 0 else []


@given(ELEMENTS, st.lists(st.tuples(st.integers(0, 9), st.integers(-9, 9)), max_size=9), st.data())
def test_sums_over_elements(parents: list[int], blocks: list[tuple[int, int]], data: st.DataObject) -> None:
    size = len(parents)
    places, values = [node % size for node, _ in blocks], [float(value) for _, value in blocks]
    own = [sum(value for place, value in zip(places, values, strict=True) if place == n) for n in range(size)]
    inner = [sum(own[n] for n in range(size) if up in _ups(parents, n)) for up in range(size)]
    assert kernel.gathered(parents, places, values) == inner
    assert kernel.with_inner(parents, own[:]) == inner
    chosen = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    under = [any(chosen[up] for up in _ups(parents, n)) for n in range(size)]
    assert kernel.spread(parents, chosen[:]) == under
    within = [[n for n in range(size - 1, 0, -1) if parents[n] == up] for up in range(size)]
    assert kernel.heaviest(parents, own) == [max(n, key=own.__getitem__, default=-1) for n in within]


@given(st.lists(st.tuples(st.integers(-1, 3), NUMBERS, st.floats(0.5, 9)), max_size=9), st.integers(0, 4))
def test_shares_of_what_stands_beside(blocks: list[tuple[int, float, float]], reach: int) -> None:
    groups, some, all_ = ([block[n] for block in blocks] for n in range(3))
    sums, whole = ([0.0, *accumulate(values)] for values in (some, all_))
    edges = [(max(0, n - reach), min(len(blocks), n + reach + 1)) for n in range(len(blocks))]
    assert kernel.sums_near(some, range(len(blocks)), reach) == [
        sums[end] - sums[start] for start, end in edges
    ]
    assert kernel.share_near(some, all_, reach) == [
        (sums[end] - sums[start] - own) / max(0.5, whole[end] - whole[start] - size)
        for (start, end), own, size in zip(edges, some, all_, strict=True)
    ]
    assert kernel.ratios(some, [0.0, *all_[1:]]) == [
        one / ((n and all_[n]) or 1) for n, one in enumerate(some)
    ]
    others = [
        [m for m in range(len(groups)) if m != n and groups[m] == groups[n]] for n in range(len(groups))
    ]
    best = [max((some[m] for m in other), default=-99.0) for other in others]
    assert kernel.best_of_others(groups, some, -99.0) == best
    shares = kernel.share_of_others(groups, some, all_)
    for share, other in zip(shares, others, strict=True):
        expected = sum(some[m] for m in other) / sum(all_[m] for m in other) if other else -1.0
        assert math.isclose(share, expected, abs_tol=1e-9)


class _Most:
    """Attributes of the element that has most of them, by the parser."""

    def __init__(self) -> None:
        self.count = 0

    def start(self, _: str, attributes: Mapping[str, str]) -> None:
        self.count = max(self.count, len(attributes))

    def close(self) -> int:
        return self.count


_MARKUP = st.sampled_from((
    "<", "<p", "<a ", ">", "/", "=", "\"", "'", " ", "\t", "a", "b", "c", 'd="e"', "f='g'", " h=i", "</",
    "<!--", "-->", "<script>", "</script>", "&", 'x=" ',
))  # fmt: skip


@given(st.lists(_MARKUP, min_size=1, max_size=25).map("".join), st.integers(1, 3))
def test_no_element_with_many_attributes_is_overlooked(markup: str, most: int) -> None:
    data = f"<body>{markup}".encode()
    found = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", target=_Most()))
    assert found <= most or kernel.may_have_more(data, most)


def test_few_attributes_are_few_however_many_elements_have_them() -> None:
    assert not kernel.may_have_more(b'<p class="a<b>" id=c hidden>a=b c=d e=f</p>' * 99, 3)
