"""A run in figures: what is counted by what, and when a monitor should speak."""

from __future__ import annotations

import json

import pytest
from test_review import PROSE, made_of

from cleaner.errors import UsageError
from cleaner.model import By
from cleaner.report import Account, account_of, failed
from cleaner.report.stats import Grouping, Stats, condition

RELATED, SHARE = "related/section", "share/bar"
ACCOUNTS = [
    account_of(made_of((PROSE * 9, ""), ("Related\n", RELATED), ("Old pier\n", RELATED)), "a", site="one"),
    account_of(made_of((PROSE * 9, ""), ("Share\n", SHARE), ("Related\n", RELATED)), "b", site="two"),
    account_of(made_of((PROSE, ""), (f"{PROSE}\n", "context/tail"), by=By.NEIGHBOUR), "c", site="two"),
    failed("d", "is not text"),
]  # fmt: skip


def counted(by: Grouping = Grouping.RULE, *conditions: str) -> Stats:
    stats = Stats(by, map(condition, conditions))
    for account in ACCOUNTS:
        stats.add(account)
    return stats


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        (
            Grouping.RULE,
            [(RELATED, 3, 2, 0, "Related"), ("context/tail", 1, 1, 1, PROSE), (SHARE, 1, 1, 0, "Share")],
        ),
        (
            Grouping.KIND,
            [("related", 3, 2, 0, "Related"), ("context", 1, 1, 1, PROSE), ("share", 1, 1, 0, "Share")],
        ),
        (Grouping.SITE, [("two", 3, 2, 1, "Related"), ("one", 2, 1, 0, "Old pier")]),
        (Grouping.BY, [("mark", 4, 2, 0, "Related"), ("neighbour", 1, 1, 1, PROSE)]),
        (Grouping.LANGUAGE, [("–", 5, 3, 1, "Related")]),
        (
            Grouping.LINE,
            [
                ("Related", 2, 2, 0, RELATED), ("Old pier", 1, 1, 0, RELATED), ("Share", 1, 1, 0, SHARE),
                (PROSE, 1, 1, 1, "context/tail"),
            ],
        ),
    ],
)  # fmt: skip
def test_cuts_are_counted_by(by: Grouping, rows: list[tuple[str, int, int, int, str]]) -> None:
    found = [(name, g.cuts, g.documents, g.prose, g.top[0]) for name, g in counted(by).rows()]
    assert found == rows


def test_documents_are_counted() -> None:
    stats = counted()
    assert (stats.documents, stats.failed, stats.cuts, stats.prose) == (4, 1, 5, 1)
    assert stats.shares == [0, 0, 0, 0, 0, 1, 0, 0, 0, 2]
    assert stats.words == sum(account.words for account in ACCOUNTS)


def test_figures_go_into_json() -> None:
    said = json.loads(json.dumps(counted(Grouping.RULE, "failed:1%").as_json()))
    assert said["groups"][0] == {
        "name": RELATED, "cuts": 3, "documents": 2, "prose": 0, "unmarked_prose": 0,
        "top": "Related", "top_cuts": 2,
    }  # fmt: skip
    assert said["broken"] == ["failed:1%: 1 of 4 documents (25.0%)"]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("left<0.6:20%", True),
        ("left<0.6:25%", False),  # one of four is not more than a quarter
        ("left < 0.6 : 0.2", True),
        ("left<0.4:0%", False),
        ("failed:10%", True),
        ("failed:25%", False),
        ("suspicious:0%", False),
        ("cuts>=2:49%", True),
        ("cuts>2:0%", False),
        ("prose:0%", True),
        ("words<=0:0%", True),
    ],
)
def test_a_monitor_speaks(text: str, broken: bool) -> None:
    assert bool(counted(Grouping.RULE, text).broken()) is broken


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("left<0.5", "can't read"),
        ("length<0.5:5%", "expected a measure"),
        ("left=0.5:5%", "can't read"),
        ("", "can't read"),
        ("left<0.5:5", "did you mean 5%"),
        ("left<0.5:101%", "at most 100 %"),
    ],
)
def test_a_condition_that_means_nothing_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        condition(text)


def test_nothing_breaks_no_condition() -> None:
    assert Stats(conditions=[condition("failed:0%")]).broken() == []


def test_of_endless_lines_some_are_counted() -> None:
    stats = Stats()
    for number in range(21_000):
        stats.add(Account("x", cuts=account_of(made_of((f"Line {number}", SHARE)), "x").cuts))
    group = stats.groups[SHARE]
    assert group.cuts == 21_000
    assert len(group.lines) == 20_000
