"""Verdicts of people on cuts: the lines of `marks.jsonl`, which the page of `--report` saves.

A line is a JSON object of `document` (its name), `start` and `end` (characters of the original, which is the
text or what was extracted of the page; both -1 for an element of a page), `verdict`, and, to tell the cut
again where places have moved, `rule` and `text`, without white space around it. Other keys are ignored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from cleaner.errors import UsageError


class Verdict(StrEnum):
    """What somebody says of a cut."""

    WRONG = "wrong"  # it is part of the article


class Ticked(NamedTuple):
    """A cut that somebody has judged."""

    document: str
    start: int
    end: int
    verdict: Verdict
    rule: str = ""
    text: str = ""


def parse_marks(lines: Iterable[str], name: str = "marks.jsonl") -> Iterator[Ticked]:
    """The verdicts in the lines of a file; blank lines are passed over.

    Raises UsageError that names the file, the line and what is wrong with it.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _ticked(json.loads(line))
        except json.JSONDecodeError as error:
            raise UsageError(f"{name}:{number}: is not valid JSON: {error.msg}") from error
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{name}:{number}: {error}") from error


def _ticked(row: Any) -> Ticked:
    if not isinstance(row, Mapping):
        raise ValueError("expected a JSON object with document, start, end and verdict")
    for key, kinds in (("document", str), ("start", int), ("end", int), ("verdict", str)):
        if not isinstance(row.get(key), kinds) or isinstance(row[key], bool):
            raise ValueError(f"expected “{key}” to be {'text' if kinds is str else 'a whole number'}")
    start, end = row["start"], row["end"]
    if not (start == end == -1 or 0 <= start <= end):
        raise ValueError(f"there is no stretch from {start} to {end}")
    if row["verdict"] not in tuple(Verdict):
        raise ValueError(f"unknown verdict “{row['verdict']}”; expected {' or '.join(Verdict)}")
    rule, text = row.get("rule", ""), row.get("text", "")
    if not isinstance(rule, str) or not isinstance(text, str):
        raise ValueError("expected “rule” and “text” to be text")
    return Ticked(row["document"], start, end, Verdict(row["verdict"]), rule, text)
