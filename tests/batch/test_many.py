"""`clean_many`: documents in hand, in processes of their own."""

from __future__ import annotations

import time
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
    documents = [DIRTY, None, DIRTY.encode(), float("nan"), {"text": DIRTY, "name": "x"}, {"html": ""}, {}]
    assert bodies(clean_many(documents, cleaner=faulty(tmp_path))) == [BODY, "", BODY, "", BODY, "", ""]


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
    taken = []

    def documents() -> Iterator[str]:
        for number in range(3):
            taken.append(number)
            yield f"{number}"
            time.sleep(0 if number < 1 else 3)

    found = clean_many(documents(), cleaner=faulty(tmp_path), jobs=1)
    assert bodies([next(found)]) == ["0"]
    assert len(taken) <= 2
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


def test_it_is_there_though_it_comes_late() -> None:
    assert cleaner.clean_many is clean_many
    with pytest.raises(AttributeError, match="clean_few"):
        _ = cleaner.clean_few  # type: ignore[attr-defined]
