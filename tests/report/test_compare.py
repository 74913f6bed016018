"""Two outputs of the same documents: which lines one cuts more, and which less."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_review import PROSE, made_of

from cleaner.report import Account, account_of, failed
from cleaner.report.compare import UNKNOWN, Change, Compared, Comparison, Verdict, compare, diff, paired
from cleaner.report.review import Sample, as_html, changed

LINES = [f"{PROSE}\n", "Related Articles\n", "Old pier to be listed\n", "Share this\n"]
MORE, LESS = Change.MORE, Change.LESS


def one(*rules: str, name: str = "a") -> Account:
    """The lines, of which those with a rule are cut."""
    return account_of(made_of(*zip(LINES, rules, strict=True)), name)


def told(before: Account, after: Account) -> list[tuple[Change, str, str]]:
    return [(line.change, line.rule, line.text) for line in compare(before, after).lines]


@pytest.mark.parametrize(
    ("before", "after", "verdict", "lines"),
    [
        (("", "", "", ""), ("", "", "", ""), Verdict.SAME, []),
        (("", "r/a", "", ""), ("", "r/b", "", ""), Verdict.SAME, []),
        (("", "r/a", "", ""), ("", "r/a", "r/a", ""), Verdict.MORE, [(MORE, "r/a", "Old pier to be listed")]),
        (("", "r/a", "r/a", "s/b"), ("", "r/a", "r/a", ""), Verdict.LESS, [(LESS, "s/b", "Share this")]),
        (
            ("", "r/a", "", ""), ("p/p", "", "", ""), Verdict.BOTH,
            [(MORE, "p/p", PROSE), (LESS, "r/a", "Related Articles")],
        ),
    ],
)  # fmt: skip
def test_lines_that_changed(
    before: tuple[str, ...], after: tuple[str, ...], verdict: Verdict, lines: list[tuple[Change, str, str]]
) -> None:
    assert compare(one(*before), one(*after)).verdict is verdict
    assert told(one(*before), one(*after)) == lines


def test_words_within_a_line_are_told_alone() -> None:
    before = account_of(made_of(("A line that ends", ""), (" (Photo: Ann)", "credit/span"), ("\n", "")), "a")
    after = account_of(made_of(("A line that ends (Photo", ""), (": Ann)", "credit/span"), ("\n", "")), "a")
    assert told(before, after) == [(LESS, "credit/span", "(Photo")]


def test_of_other_originals_the_bodies_are_compared() -> None:
    """A new version may take another text out of a page."""
    before = account_of(made_of((LINES[0], ""), ("Menu\n", ""), ("More\n", "")), "a")
    after = account_of(made_of((LINES[0], ""), ("Menu\n", "navigation/x"), ("Said\n", "")), "a")
    assert told(before, after) == [
        (MORE, "navigation/x", "Menu"), (MORE, UNKNOWN, "More"), (LESS, UNKNOWN, "Said"),
    ]  # fmt: skip


def test_without_texts_of_cuts_bodies_are_compared() -> None:
    full = one("", "r/a", "", "")
    bare = Account("a", body=f"{LINES[0]}", cuts=(full.cuts[0]._replace(text=""),))
    assert told(full, bare) == [(MORE, UNKNOWN, "Old pier to be listed"), (MORE, UNKNOWN, "Share this")]


def test_without_bodies_the_cuts_are_compared() -> None:
    """Markdown is no body that cuts have places in."""
    first, second = one("", "r/a", "", "s/b"), one("", "r/a", "r/c", "")
    bare = second._replace(body=None)
    assert told(first, bare) == [(MORE, "r/c", "Old pier to be listed"), (LESS, "s/b", "Share this")]
    assert compare(second, bare).verdict is Verdict.SAME
    nothing = bare._replace(cuts=tuple(cut._replace(text="") for cut in second.cuts))
    assert compare(first, nothing).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (failed("a", "x"), failed("a", "y"), Verdict.SAME),
        (one("", "", "", ""), failed("a", "x"), Verdict.FAILS),
        (failed("a", "x"), one("", "", "", ""), Verdict.WORKS),
    ],
)
def test_failures(before: Account, after: Account, verdict: Verdict) -> None:
    assert compare(before, after).verdict is verdict


def test_documents_are_found_in_any_order() -> None:
    first = [one("", "", "", "", name=f"d{n}") for n in range(50)]
    second = [one("", "r/a", "", "", name=f"d{n}") for n in range(1, 51)]
    random.Random(1).shuffle(second)
    found = list(paired(first, second))
    verdicts = {compared.name: compared.verdict for compared in found}
    assert len(found) == 51
    assert verdicts == {
        "d0": Verdict.GONE, "d50": Verdict.NEW, **{f"d{n}": Verdict.MORE for n in range(1, 50)},
    }  # fmt: skip


def test_documents_of_one_name_are_paired_in_order() -> None:
    first = [one("", "", "", ""), one("", "r/a", "", "")]
    assert [compared.verdict for compared in paired(first, first)] == [Verdict.SAME, Verdict.SAME]
    assert [c.verdict for c in paired(first, first[:1])] == [Verdict.SAME, Verdict.GONE]


def test_rules_stand_by_how_bad_they_are() -> None:
    found = Comparison()
    found.add(compare(one("", "", "", ""), one("p/p", "r/a", "r/a", "")))
    found.add(compare(one("", "", "", ""), one("", "r/a", "r/a", "s/b")))
    rows = [(rule, g.lines, g.documents, g.prose) for rule, g in found.rows(MORE)]
    assert rows == [("p/p", 1, 1, 1), ("r/a", 4, 2, 0), ("s/b", 1, 1, 0)]
    assert found.rows(LESS) == []
    assert found.changed == 2
    assert found.rows(MORE)[1][1].examples(1) == [("Old pier to be listed", 2)]


def test_the_difference_of_bodies() -> None:
    said = diff(compare(one("", "r/a", "", ""), one("", "", "", "s/b")))
    assert "+Related Articles\n" in said
    assert "-Share this\n" in said
    assert said.startswith("--- a (first)\n+++ a (second)\n")


def test_the_page_of_changes() -> None:
    sample = Sample()
    sample.add(changed(compare(one("", "r/a", "", "s/b"), one("", "r/a", "o/n", ""))))
    sample.add(changed(Compared("gone", Verdict.GONE, before=one("", "", "", "", name="gone"))))
    html = as_html(sample, version="1")
    assert '<s class="gone">Related Articles' in html
    assert 'data-change="newly cut">Old pier to be listed</del>' in html
    assert 'data-change="no longer cut">Share this</del>' in html
    assert "only in the first" in html


@given(st.lists(st.tuples(st.text("ab \n", min_size=1), st.booleans(), st.booleans()), max_size=12))
def test_what_changed_is_what_the_bodies_differ_by(parts: list[tuple[str, bool, bool]]) -> None:
    """Over any text and any two sets of cuts: the letters told are those that one body has alone."""
    first = account_of(made_of(*((text, "r/a" * cut) for text, cut, _ in parts)), "a")
    second = account_of(made_of(*((text, "r/b" * cut) for text, _, cut in parts)), "a")
    found = compare(first, second)
    for change, index in ((MORE, 2), (LESS, 1)):
        alone = "".join(part[0] for part in parts if part[index] and not part[3 - index])
        said = "".join(line.text for line in found.lines if line.change is change)
        assert said.replace(" ", "") == "".join(alone.split())
    assert (found.verdict is Verdict.SAME) == (not found.lines)
    changed(found)
