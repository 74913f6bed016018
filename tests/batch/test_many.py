"""`clean_many`: documents in hand, in processes of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from batch_cases import BODY, DIRTY
from faults import LIMITS, MARK, faulty, orphans

import cleaner
from cleaner import Cleaned, Cleaner, DocumentError, clean_many


def bodies(results: Any) -> list[str]:
    return [result.body if isinstance(result, Cleaned) else result.message for result in results]


def test_a_few_need_no_processes(tmp_path: Path) -> None:
    documents = [
        DIRTY,
        None,
        DIRTY.encode(),
        float("nan"),
        {"text": DIRTY, "name": "x"},
        {"html": ""},
        {"html": None},
    ]
    assert bodies(clean_many(documents, cleaner=faulty(tmp_path))) == [BODY, "", BODY, "", BODY, "", ""]


def test_a_mapping_is_a_row(cleaner: Cleaner) -> None:
    page = f"<html><head><title>T</title></head><body><p>{DIRTY}</p></body></html>"
    rows: list[Any] = [
        {"html": page, "url": "https://islandpost.example/lamp"},
        {"html": "<p>The lamp turns.<br>It has turned since 1985.</p>"},
        {"html": "The lamp turns.\n\nIt has turned since 1985."},
        {"text": "The lamp <b>turns</b>.", "html": False},
        {"html": float("nan"), "text": "The lamp turns."},
    ]
    found = [result for result in clean_many(rows, cleaner=cleaner) if isinstance(result, Cleaned)]
    assert len(found) == len(rows)
    assert found[0].metadata["title"] == "T"
    assert "<" not in found[1].body
    assert [result.body.strip() for result in found[2:]] == [
        "The lamp turns.\n\nIt has turned since 1985.", "The lamp <b>turns</b>.", "The lamp turns.",
    ]  # fmt: skip


_EXPECTED = "expected one of the fields html, text and content"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"foo": 1}, f"{_EXPECTED} (found “foo”)"),
        ({"id": 1, "Text": "x"}, f"{_EXPECTED} (found “id”, “Text”; did you mean Text?)"),
        ({}, f"{_EXPECTED} (found none)"),
        ({"text": ["x" * 1000]}, "expected text in the field “text”, found a list"),
        ({"text": 7, "name": "seven"}, "expected text in the field “text”, found a number"),
    ],
)
def test_rows_that_hold_no_document(row: dict[str, Any], message: str, cleaner: Cleaner) -> None:
    (result,) = clean_many([row], cleaner=cleaner)
    assert isinstance(result, DocumentError)
    assert (result.name, result.message) == (row.get("name", "document 1"), message)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"documents": "ab"}, TypeError, "documents: expected several"),
        ({"documents": b"ab"}, TypeError, "documents: expected several"),
        ({"documents": {"text": "x"}}, TypeError, "not one dict"),
        ({"documents": None}, TypeError, "not one NoneType"),
        ({"documents": [], "jobs": "2"}, TypeError, "jobs: expected int, not '2'"),
        ({"documents": [], "jobs": -1}, ValueError, "jobs: expected a number of processes"),
        ({"documents": [], "limits": 3}, TypeError, "limits: expected Limits, not 3"),
        ({"documents": [], "cleaner": "x"}, TypeError, "cleaner: expected Cleaner, not 'x'"),
    ],
)
def test_wrong_arguments_are_told_at_once(arguments: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        clean_many(**arguments)


def test_no_message_holds_a_whole_document(cleaner: Cleaner) -> None:
    page: Any = "<p>x</p>" * 1000
    with pytest.raises(TypeError) as raised:
        cleaner.clean("x", html=page)
    assert len(str(raised.value)) < 200


def test_each_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MARK, str(tmp_path))
    documents: list[Any] = [DIRTY, "SEGFAULT", DIRTY, 7, b"\x89PNG\r\n\x1a\n" + bytes(99), DIRTY]
    results = list(clean_many(documents, cleaner=faulty(tmp_path), jobs=2, limits=LIMITS))
    assert bodies(results[::2][:2]) == [BODY, BODY]
    assert [result.name for result in results if isinstance(result, DocumentError)] == [
        "document 2", "document 4", "document 5",
    ]  # fmt: skip
    assert bodies(results[1:5:2]) == ["crashed (SIGSEGV)", _WRONG]
    assert orphans() == 0


_WRONG = "expected a page or a text, as str or bytes, not int"


def test_an_endless_source(tmp_path: Path) -> None:
    found = clean_many((f"{n}" for n in count()), cleaner=faulty(tmp_path), jobs=1)
    assert bodies(islice(found, 300)) == [f"{n}" for n in range(300)]
    found.close()  # type: ignore[attr-defined]


def test_a_slow_source_is_not_waited_for(tmp_path: Path) -> None:
    there = threading.Event()

    def documents() -> Iterator[str]:
        yield "0"
        yield "1"
        assert there.wait(60)
        yield "2"

    found = clean_many(documents(), cleaner=faulty(tmp_path), jobs=1)
    assert bodies([next(found)]) == ["0"]
    there.set()
    assert bodies(found) == ["1", "2"]


def test_what_the_source_raises(tmp_path: Path) -> None:
    def documents() -> Iterator[str]:
        yield "x"
        raise KeyError("gone")

    with pytest.raises(KeyError, match="gone"):
        list(clean_many(documents(), cleaner=faulty(tmp_path)))


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "url": ({"url": 3}, "url: expected a string, not 3"),
    "site": ({"site": b"x"}, "site: expected a string, not b'x'"),
    "name": ({"name": None}, "name: expected a string, not None"),
    "html": ({"html": "no"}, "html: expected True, False or None, not 'no'"),
    "seconds": ({"seconds": "3"}, "seconds: expected a number, not '3'"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG)
def test_arguments_of_wrong_types_are_named(
    arguments: dict[str, Any], message: str, cleaner: Cleaner
) -> None:
    with pytest.raises(TypeError) as raised:
        cleaner.clean("x", **arguments)
    assert str(raised.value) == message


def test_one_name_where_a_list_is_wanted() -> None:
    with pytest.raises(TypeError, match=r"keep: expected a list of names, not one string: \['byline'\]"):
        cleaner.select_rules(cleaner.load_rules(), keep="byline")


def test_only_the_api_is_listed() -> None:
    assert set(dir(cleaner)) == set(cleaner.__all__)


def test_rules_that_are_none() -> None:
    wrong: Any = "x"
    with pytest.raises(
        TypeError, match="rules: expected rules that load_rules or select_rules gave, not 'x'"
    ):
        Cleaner(wrong)


def test_a_result_as_json_has_it(cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(DIRTY.replace("Zap this line", "Related Articles"))
    told = cleaned.to_dict()
    assert told["body"] == BODY
    (cut,) = told["removed"]
    assert (cut["kind"], cut["line"], cut["text"].strip()) == ("related", 3, "Related Articles")
    assert "text" not in cleaned.to_dict(explain=False)["removed"][0]
    assert repr(cleaned).startswith("<Cleaned 'The council met on Monday")
    assert len(repr(cleaned)) < 160


def test_a_limit_of_time_without_processes() -> None:
    assert cleaner.clean("The lamp turns.", seconds=60).body.strip() == "The lamp turns."
    with pytest.raises(DocumentError, match="took"):
        cleaner.clean("The lamp turns.\n\n" * 1000, seconds=0)


def test_it_is_there_though_it_comes_late() -> None:
    assert cleaner.clean_many is clean_many
    with pytest.raises(AttributeError, match="clean_few"):
        _ = cleaner.clean_few  # type: ignore[attr-defined]
