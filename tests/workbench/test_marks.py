"""The verdicts that the page of `--report` saves, and what is wrong with files that only look like it."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import UsageError
from cleaner.workbench import Ticked, Verdict, parse_marks

ROW = {
    "document": "a.txt",
    "start": 3,
    "end": 9,
    "verdict": "wrong",
    "rule": "related/section",
    "text": "Read",
}


def test_a_verdict_is_read() -> None:
    lines = [json.dumps(ROW), "", json.dumps({**ROW, "start": -1, "end": -1, "extra": None})]
    assert list(parse_marks(lines)) == [
        Ticked("a.txt", 3, 9, Verdict.WRONG, "related/section", "Read"),
        Ticked("a.txt", -1, -1, Verdict.WRONG, "related/section", "Read"),
    ]


def test_rule_and_text_may_be_missing() -> None:
    (found,) = parse_marks(['{"document": "a", "start": 0, "end": 1, "verdict": "wrong"}'])
    assert (found.rule, found.text) == ("", "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "marks.jsonl:2: is not valid JSON"),
        ("[1]", "marks.jsonl:2: expected a JSON object"),
        (json.dumps({**ROW, "document": 7}), "marks.jsonl:2: expected “document” to be text"),
        (json.dumps({**ROW, "start": "3"}), "marks.jsonl:2: expected “start” to be a whole number"),
        (json.dumps({**ROW, "end": True}), "marks.jsonl:2: expected “end” to be a whole number"),
        (json.dumps({**ROW, "start": 10}), "marks.jsonl:2: there is no stretch from 10 to 9"),
        (json.dumps({**ROW, "start": -2}), "marks.jsonl:2: there is no stretch from -2 to 9"),
        (json.dumps({**ROW, "verdict": "rong"}), "unknown verdict “rong”; expected wrong"),
        (json.dumps({**ROW, "text": 1}), "expected “rule” and “text” to be text"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(line: str, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("[", r"\[")):
        list(parse_marks([json.dumps(ROW), line]))


@given(st.text())
def test_any_line_is_read_or_refused(line: str) -> None:
    with suppress(UsageError):
        list(parse_marks([line]))
