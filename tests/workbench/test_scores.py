"""The figures of `cleaner eval`, document by document, counted by hand."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import UsageError
from cleaner.workbench.scores import FORMS, Bodies, Labels, Snippets, form_of, grams, overlap, share_kept

GOLD = "The ferry sails at noon.\nIt takes two hours."  # 9 words
JUNK = "Sign up now"
TEXT = f"Ferry news\n{GOLD}\n{JUNK}"


@pytest.mark.parametrize(
    ("body", "kept", "precision", "exact"),
    [
        (GOLD, 1, 1, 1),
        (GOLD.lower(), 1, 1, 1),
        (GOLD.replace("\n", " "), 1, 1, 1),
        ("The ferry sails at noon.", 5 / 9, 1, 0),
        (f"{GOLD}\n{JUNK}", 1, 9 / 12, 0),
        ("noon noon noon", 1 / 9, 1 / 3, 0),
        ("", 0, 0, 0),
    ],
)
def test_words_of_bodies(body: str, kept: float, precision: float, exact: float) -> None:
    row = Bodies().score({"body": GOLD}, body)
    assert (row["recall"], row["precision"], row["exact"]) == pytest.approx((kept, precision, exact))
    assert row["loss"] == pytest.approx(1 - kept)
    assert row["f1"] == pytest.approx(2 * kept * precision / (kept + precision) if kept else 0)


def test_every_sign_is_a_word_where_a_page_says_it_is_japanese() -> None:
    assert Bodies().score({"body": "船は正午に出る", "lang": "ja"}, "船は正午")["recall"] == pytest.approx(
        4 / 7
    )
    assert Bodies().score({"body": "船は正午に出る", "lang": "de"}, "船は正午")["recall"] == 0
    assert Labels().score({"text": "船は正午に出る", "labels": "k", "gold": "船は正午に出る"}, "船は正午")[
        "loss"
    ] == pytest.approx(3 / 7)


def test_the_4_gram_f1_of_bodies_is_of_means() -> None:
    one, two = {"body": "a b c d e"}, {"body": "p q r s t"}
    rows = [Bodies().score(one, "a b c d e"), Bodies().score(two, "p q r s")]
    # precision 1 and 1, recall 1 and 1/2
    assert Bodies().summary(rows)["f1_4gram"] == pytest.approx(100 * 2 * 0.75 / 1.75)


@pytest.mark.parametrize(
    ("body", "loss", "junk_lines", "exact"),
    [
        (GOLD, 0, 1, 1),
        (f"Ferry news\n{GOLD}", 0, 1, 1),  # the title may stay
        (f"{GOLD}\n{JUNK}", 0, 0, 0),
        ("The ferry sails at noon.", 4 / 9, 1, 0),
        ("The ferry sails at", 5 / 9, 1, 0),
        ("", 1, 1, 0),
    ],
)
def test_labels_tell_what_is_lost_and_what_is_left(
    body: str, loss: float, junk_lines: float, exact: float
) -> None:
    row = Labels().score({"text": TEXT, "labels": "tkkj", "gold": GOLD}, body)
    assert (row["loss"], row["_junk_lines_gone"], row["exact"]) == pytest.approx((loss, junk_lines, exact))
    assert row["_junk_words"] == 3
    assert "untouched" not in row


def test_a_text_without_junk_should_come_back_untouched() -> None:
    gold = {"text": GOLD, "labels": "kk", "gold": GOLD}
    rows = [Labels().score(gold, GOLD), Labels().score(gold, "The ferry sails at noon.")]
    figures = Labels().summary(rows)
    assert figures["untouched"] == 50
    assert figures["docs_loss5"] == 50
    assert figures["junk_left"] == 0


def test_labels_must_be_as_many_as_lines() -> None:
    with pytest.raises(UsageError, match="4 lines but 2 labels"):
        Labels().score({"id": "a", "text": TEXT, "labels": "kk", "gold": GOLD}, GOLD)


def test_snippets_are_counted_over_all_documents() -> None:
    gold = {"must_have": ["sails  at noon", "two hours"], "must_not_have": ["Sign up", "Ferry news"]}
    rows = [Snippets().score(gold, TEXT), Snippets().score(gold, "sails at\nnoon")]
    figures = Snippets().summary(rows)
    assert figures["kept"] == pytest.approx(75)
    assert figures["junk_left"] == pytest.approx(50)
    assert figures["precision"] == pytest.approx(100 * 3 / 5)


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"text": "a", "labels": "k", "gold": "a"}, "labels"),
        ({"body": "a", "must_have": ["a"]}, "bodies"),
        ({"must_not_have": ["a"]}, "snippets"),
    ],
)
def test_the_form_of_gold_is_told_by_its_fields(record: dict[str, Any], name: str) -> None:
    assert form_of(record).name == name


def test_gold_without_any_of_the_fields_is_refused() -> None:
    with pytest.raises(UsageError, match="gold needs a field"):
        form_of({"id": "a", "text": "a"})


words = st.lists(st.sampled_from(["ferry", "quay", "noon", "bread", "mayor", "two"]), max_size=12)


@given(words, words)
def test_shares_are_shares_and_swapping_swaps_precision_and_recall(one: list[str], two: list[str]) -> None:
    precision, recall = overlap(Counter(one), Counter(two))
    assert 0 <= precision <= 1
    assert 0 <= recall <= 1
    assert overlap(Counter(two), Counter(one)) == (recall, precision)


@given(words)
def test_what_is_right_scores_full_marks_in_every_form(line: list[str]) -> None:
    body = " ".join(["one", *line])
    gold = {"text": body, "labels": "k", "gold": body, "body": body, "must_have": [body], "must_not_have": []}
    for form in FORMS:
        figures = form.summary([form.score(gold, body)])
        assert (figures["kept"], figures["junk_left"], figures["f1"]) == pytest.approx((100, 0, 100))


@given(st.lists(words.filter(bool), min_size=1, max_size=5, unique_by=tuple), st.data())
def test_a_line_that_stands_once_and_in_the_output_is_kept_whole(
    lines: list[list[str]], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(lines) - 1))
    shares = share_kept(lines, lines[number:])
    assert all(0 <= share <= 1 for share in shares)
    assert shares[-1] == 1


def test_fewer_words_than_a_gram_has_are_one() -> None:
    assert grams(["a", "b"]) == Counter({("a", "b"): 1})
    assert not grams([])
