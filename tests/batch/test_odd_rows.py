"""Rows that are no rows, inputs that are no inputs: each is named in its place, and nothing else is lost."""

from __future__ import annotations

import io
import json
import os
import socket
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_cases import BODY, DIRTY, RULES, row
from hypothesis import given, settings
from hypothesis import strategies as st
from test_rows import rows_of

from cleaner import Cleaner, UsageError, clean, load_rules
from cleaner.batch import Job, Limits, Outcome, clean_paths
from cleaner.batch.find import LOG
from cleaner.batch.refusals import check
from cleaner.batch.sources.rows import _elements
from cleaner.engines import BatchCleaner


@pytest.fixture(scope="module")
def zapper(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    file = tmp_path_factory.mktemp("rules") / "zap.toml"
    file.write_text(RULES)
    return Cleaner(load_rules([file], packaged=False))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(cleaner: Cleaner, *paths: str, **job: Any) -> Outcome:
    return clean_paths(cleaner, Job(paths, **job))


# --- elements that are no objects --------------------------------------------------------------------------

GOOD = {"id": 1, "text": DIRTY}
ODD: list[tuple[Any, str]] = [
    (5, "expected a JSON object, found a number"),
    (None, "expected a JSON object, found null"),
    (True, "expected a JSON object, found a boolean"),
    ("a, string]", "expected a JSON object, found a string"),
    ([1, {"text": "}"}], "expected a JSON object, found a list"),
    ([], "expected a JSON object, found a list"),
    ({}, "expected a field “html”, “text” or “content”; name yours with --field (found none)"),
    ({"id": 1, "text": ["a"]}, "expected text in the field “text”, found a list"),
    ({"id": 1, "text": {"text": "x"}}, "expected text in the field “text”, found an object"),
    (
        {"id": 1, "deep": {"text": "x"}},
        "expected a field “html”, “text” or “content”; name yours with --field",
    ),
]
MIXED = [GOOD, *(value for value, _ in ODD), GOOD]
FORMS = {
    "a.jsonl": "".join(json.dumps(value) + "\n" for value in MIXED),
    "a.json": json.dumps(MIXED),
    "b.json": json.dumps(MIXED, indent=2),
    "c.json": json.dumps(MIXED[:4]) + "\n" + json.dumps(MIXED[4:], separators=(",", ":")),
}


@pytest.mark.parametrize("ending", ["jsonl", "json", "parquet"])
@pytest.mark.parametrize("name", FORMS)
def test_what_is_no_row_stays_in_its_place(name: str, ending: str, zapper: Cleaner, here: Path) -> None:
    (here / name).write_text(FORMS[name])
    outcome = run(zapper, name, output=f"out.{ending}")
    rows = rows_of(here / f"out.{ending}")
    assert [row["body"] for row in rows] == [BODY, *[None] * len(ODD), BODY]
    for number, (row_, (_, reason)) in enumerate(zip(rows[1:-1], ODD, strict=True), 2):
        told = row_["error"] if row_.get("id") else f"{row_.get('name') or ''} {row_['error']}"
        assert reason in told
        assert row_.get("id") or f"{name}:{number}" in told
    assert (outcome.cleaned, outcome.failed) == (2, len(ODD))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.sampled_from('a"\\{}[],é '), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read1(self, size: int = -1, /) -> bytes:  # noqa: ARG002
        return self.read(3)


@settings(max_examples=150, deadline=None)
@given(st.lists(VALUES, max_size=6), st.booleans(), st.booleans())
def test_arrays_are_split_wherever_their_bytes_are(values: list[Any], spaced: bool, raw: bool) -> None:
    written = json.dumps(values, ensure_ascii=raw, indent=1 if spaced else None).encode()
    assert [json.loads(element) for element in _elements(Trickle(written))] == values
    if values:
        with pytest.raises(EOFError):
            list(_elements(Trickle(written.rstrip()[:-1])))


def test_an_array_of_nothing_is_no_failure(zapper: Cleaner, here: Path) -> None:
    (here / "a.json").write_text("[]\n")
    outcome = run(zapper, "a.json", output="out.json")
    assert (outcome.cleaned, outcome.failed) == (0, 0)
    assert rows_of(here / "out.json") == []


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_a_broken_row_of_csv_says_where_it_is(ending: str, zapper: Cleaner, here: Path) -> None:
    (here / "a.csv").write_text('id,text\n1,"broken\n2,Some text here\n')
    run(zapper, "a.csv", output=f"out.{ending}")
    broken, good = rows_of(here / f"out.{ending}")
    assert f"{broken.get('name') or ''}{broken['error']}".startswith("a.csv:2")
    assert (good["id"], good["body"]) == ("2", "Some text here")


def test_control_characters_in_json_are_told_in_plain_words(zapper: Cleaner, here: Path) -> None:
    (here / "a.jsonl").write_bytes(b'{"text": "a\x01b"}\n' + row(text=DIRTY))
    run(zapper, "a.jsonl", output="out.jsonl")
    assert (
        rows_of(here / "out.jsonl")[0]["error"] == "is not valid JSON: Invalid control character, column 12"
    )


# --- inputs that are no inputs -----------------------------------------------------------------------------

UNUSABLE = {
    "a.csv": (b"no,column\n1,2\n", "out.csv"),
    "a.jsonl": (b"hello\n", "out.jsonl"),
    "a.json": (b'[{"text": "x"', "out.json"),
    "a.parquet": (b"PAR1 and nothing else", "out.parquet"),
    "a.jsonl.gz": (b"\x1f\x8b\x08 broken", "out.jsonl"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_no_output_is_made_of_an_unusable_file(name: str, zapper: Cleaner, here: Path) -> None:
    data, output = UNUSABLE[name]
    (here / name).write_bytes(data)
    assert run(zapper, name, output=output).failed == 1
    assert not (here / output).exists()
    (here / output).write_text("made before")
    assert run(zapper, name, output=output, overwrite=True).failed == 1
    assert (here / output).read_text() == "made before"


def test_what_is_no_file_is_called_by_its_name(zapper: Cleaner, here: Path) -> None:
    (here / "in").mkdir()
    (here / "in" / "a.txt").write_text(DIRTY)
    os.mkfifo(here / "in" / "pipe.txt")
    (here / "in" / "loop").symlink_to(".")
    (here / "in" / "self.txt").symlink_to("self.txt")
    (here / "in" / "gone.txt").symlink_to("nowhere.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("in/door")
    outcome = run(zapper, "in", output="out")
    assert outcome.skipped == {"pipe": 1, "link to a folder": 1, "socket": 1}
    lines = [json.loads(line) for line in (here / "out" / LOG).read_text().splitlines()]
    errors = {line["name"]: line["error"] for line in lines if line.get("outcome") == "failed"}
    assert errors == {
        "in/gone.txt": "can't be read: it is a link to what is not there",
        "in/self.txt": "can't be read: Too many levels of symbolic links",
    }


def test_limits_are_numbers_above_nothing(zapper: Cleaner, here: Path) -> None:
    (here / "a.txt").write_text(DIRTY)
    for seconds in (-1.0, float("nan")):
        with pytest.raises(UsageError, match="seconds must not be negative"):
            clean("a", seconds=seconds)
    for seconds in (-1.0, 0.0, float("nan")):
        with pytest.raises(UsageError, match="must be more than 0"):
            run(zapper, "a.txt", limits=Limits(seconds, 100))


# --- columns of tables -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv", "parquet"])
def test_rows_of_parquet_keep_their_columns_in_every_format(ending: str, zapper: Cleaner, here: Path) -> None:
    day = datetime(2024, 3, 4, 10, 35, tzinfo=UTC)
    told = {
        "id": pa.array([7, 8]),
        "text": pa.array([DIRTY, None]).dictionary_encode(),
        "day": pa.array([day, None]),
        "nano": pa.array([1, None], pa.timestamp("ns")),
        "price": pa.array([Decimal("1.50"), None]),
        "raw": pa.array(["é".encode(), None]),
        "tags": pa.array([["a", "b"], None]),
    }
    if ending == "parquet":
        del told["nano"]  # pyarrow reads it into Python's times only where there is pandas
    pq.write_table(pa.table(told), here / "a.parquet")
    run(zapper, "a.parquet", output=f"out.{ending}")
    first, second = rows_of(here / f"out.{ending}")
    own = ["id", "day", "nano", "price", "raw", "tags"]
    assert [name for name in first if name in told] == (own if ending != "parquet" else list(told))
    assert (first["body"], second["body"] or "") == (BODY, "")
    assert [str(row_["id"]) for row_ in (first, second)] == ["7", "8"]
    if ending in ("jsonl", "json"):
        assert [first[name] for name in own[1:]] == [
            "2024-03-04T10:35:00+00:00", "1970-01-01T00:00:00.000000001", "1.50", "é", ["a", "b"],
        ]  # fmt: skip
        assert [second[name] for name in own[1:]] == [None] * 5


_NANO, _WRITTEN = 1_500_000_000_123_456_789, "2017-07-14T02:40:00.123456789"
_TIME = pa.timestamp("ns")
TIMES: dict[str, tuple[Any, Any]] = {
    "list": (pa.array([[_NANO, None]], pa.list_(_TIME)), [_WRITTEN, None]),
    "list of a size": (pa.array([[_NANO]], pa.list_(_TIME, 1)), [_WRITTEN]),
    "large list": (pa.array([[_NANO]], pa.large_list(_TIME)), [_WRITTEN]),
    "struct": (
        pa.array([{"at": _NANO, "by": "a b"}], pa.struct({"at": _TIME, "by": pa.string()})),
        {"at": _WRITTEN, "by": "a b"},
    ),
    "map": (pa.array([[("a b", _NANO)]], pa.map_(pa.string(), _TIME)), [["a b", _WRITTEN]]),
    "deep": (
        pa.array([[{"at": [_NANO]}, None]], pa.list_(pa.struct({"at": pa.list_(_TIME)}))),
        [{"at": [_WRITTEN]}, None],
    ),
    "time of a day": (pa.array([_NANO % 86_400_000_000_000], pa.time64("ns")), "02:40:00.123456789"),
    "a far year": (pa.array([400_000_000_000_000], pa.timestamp("ms")), "14645-06-30T15:06:40.000"),
    "a far day in a list": (pa.array([[4_000_000]], pa.list_(pa.date32())), ["12921-08-18"]),
    "a far day": (pa.array([4_000_000], pa.date32()), "12921-08-18"),
}  # fmt: skip


@pytest.mark.parametrize(("column", "expected"), TIMES.values(), ids=TIMES)
def test_times_that_python_has_no_place_for(column: Any, expected: Any, zapper: Cleaner, here: Path) -> None:
    pq.write_table(pa.table({"text": [DIRTY], "told": column}), here / "a.parquet")
    run(zapper, "a.parquet", output="out.jsonl")
    (found,) = rows_of(here / "out.jsonl")
    assert (found["body"], found["told"]) == (BODY, expected)
    run(zapper, "a.parquet", output="out.parquet")
    assert pq.read_table(here / "out.parquet")["told"].combine_chunks() == column


# --- formats that are named wrongly ------------------------------------------------------------------------

_ROWS = [{"id": number, "text": DIRTY} for number in range(30)]
_PAGE = "<!DOCTYPE html>\n<script>let x = [1, {}];\nlet y = [];</script>\n" + "<p>One, {two}, [3].</p>\n" * 30


def _as_parquet() -> bytes:
    pq.write_table(pa.Table.from_pylist(_ROWS), stream := io.BytesIO())
    return stream.getvalue()


HELD: dict[str, bytes] = {
    "page": _PAGE.encode(),
    "text": (f"1. A list, [1] of {{things}}.\n\n{DIRTY}\n\n" * 30).encode(),
    "json": json.dumps(_ROWS).encode(),
    "json over lines": json.dumps(_ROWS, indent=2).encode(),
    "csv": b"id,text\n" + b'1,"one, two"\n' * 30,
    "parquet": _as_parquet(),
    "noise": bytes(range(256)) * 40,
}
_FITS = {("json", "json"), ("json over lines", "json"), ("csv", "csv"), ("parquet", "parquet")}
WRONG = [
    (held, said)
    for held in HELD
    for said in ("jsonl", "json", "csv", "parquet", "warc")
    if (held, said) not in _FITS
]


@pytest.mark.parametrize(("held", "said"), WRONG)
def test_a_format_that_is_named_wrongly_is_told_once(
    held: str, said: str, zapper: Cleaner, here: Path
) -> None:
    (here / "a").write_bytes(HELD[held])
    outcome = run(zapper, "a", output="out.jsonl", input=said)
    assert (outcome.cleaned, outcome.failed) == (0, 1)
    assert not (here / "out.jsonl").exists()


def test_standard_input_is_named_once() -> None:
    with pytest.raises(UsageError, match="- is given twice"):
        check(Job(("-", "-")))


# --- pieces of pages ---------------------------------------------------------------------------------------

PIECE = 'The council met on <a href="/m">Monday</a> and agreed on the budget for the year after a debate.'
WITHOUT = "The council met on Monday and agreed on the budget for the year after a debate."
COLUMNS = {
    "string": pa.array([PIECE]),
    "large_string": pa.array([PIECE], pa.large_string()),
    "string_view": pa.array([PIECE], pa.string_view()),
    "binary": pa.array([PIECE.encode()]),
    "large_binary": pa.array([PIECE.encode()], pa.large_binary()),
    "dictionary": pa.array([PIECE]).dictionary_encode(),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_piece_in_a_column_called_html_is_read_as_html(kind: str, here: Path) -> None:
    told = {name: pa.RecordBatch.from_arrays([COLUMNS[kind]], [name]) for name in ("html", "text")}
    with BatchCleaner() as cleaner:
        assert cleaner(told["html"]).column("body").to_pylist() == [WITHOUT]
        assert cleaner(told["text"]).column("body").to_pylist() == [PIECE]
    if kind != "string_view":  # which no version of Parquet keeps
        pq.write_table(pa.Table.from_batches([told["html"]]), here / "a.parquet")
        run(Cleaner(), "a.parquet", output="out.parquet", keep_text=True)
        out = pq.read_table(here / "out.parquet").to_pylist()[0]
        assert out["body"] == WITHOUT
        assert out["html"] in (PIECE, PIECE.encode())


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_and_in_a_field(name: str, here: Path) -> None:
    quoted = PIECE.replace('"', '""')
    (here / name).write_text(f'html\n"{quoted}"\n' if name == "a.csv" else json.dumps({"html": PIECE}) + "\n")
    run(Cleaner(), name, output="out.jsonl")
    assert rows_of(here / "out.jsonl")[0]["body"] == WITHOUT
