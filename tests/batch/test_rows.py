"""Rows in every format alike: those that fail stay, and all have the same columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from batch_cases import BODY, DIRTY, PAGE, RESULTS, RULES, row
from faults import LIMITS, Faulty
from warcs import RECORDS

from cleaner import Cleaner, load_rules
from cleaner.batch import Failure, Job, Outcome, clean_paths
from cleaner.batch.find import LOG
from cleaner.batch.tables import METADATA
from cleaner.page.metadata import SOURCES
from cleaner.rulebook import load

BAD = row(id=1, text=DIRTY, tags=["x"]) + b'{"id": \n' + row(id=3, text=7) + row(id=4) + row(id=5, text=PAGE)
TABLE = f'id,text\r\n1,"{DIRTY}"\r\n2,x,y,z\r\n3,"{DIRTY}"\r\n'


@pytest.fixture(scope="module")
def zapper(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    file = tmp_path_factory.mktemp("rules") / "zap.toml"
    file.write_text(RULES)
    return Cleaner(load_rules([file], packaged=False))


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of any format, as JSON has them."""
    if path.suffix == ".parquet":
        return [_without_nothing(row) for row in pq.read_table(path).to_pylist()]
    if path.suffix == ".csv":
        return [_parsed(row) for row in csv.DictReader(io.StringIO(path.read_text(), newline=""))]
    if path.suffix == ".json":
        return list(json.loads(path.read_text()))
    return [json.loads(line) for line in path.read_text().splitlines()]


def _without_nothing(row: Mapping[str, Any]) -> dict[str, Any]:
    metadata = row["metadata"]
    return {
        **row,
        "metadata": metadata and {name: value for name, value in metadata.items() if value is not None},
    }


def _parsed(row: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {name: value or None for name, value in row.items()}
    for name in ("removed", "metadata", "suspicious", "warnings", "prose_kept"):
        told[name] = json.loads(row[name]) if row[name] else None
    return told


def clean(
    cleaner: Cleaner, folder: Path, monkeypatch: pytest.MonkeyPatch, *paths: str, **job: Any
) -> Outcome:
    monkeypatch.chdir(folder)
    return clean_paths(cleaner, Job(paths, **job))


@pytest.mark.parametrize("ending", ["jsonl", "json", "parquet"])
def test_rows_that_fail_stay(
    ending: str, zapper: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl").write_bytes(BAD)
    outcome = clean(zapper, tmp_path, monkeypatch, "a.jsonl", output=f"out.{ending}")
    rows = rows_of(tmp_path / f"out.{ending}")
    assert [row.get("id") for row in rows] == [1, None, 3, 4, 5]
    assert [bool(row["error"]) for row in rows] == [False, True, True, True, False]
    assert all(tuple(name for name in row if name in RESULTS) == RESULTS for row in rows)
    assert all(row[name] is None for row in rows[1:4] for name in RESULTS if name != "error")
    assert (outcome.cleaned, outcome.failed) == (2, 3)
    assert rows[4]["page_kind"] == "article"
    assert 0 < rows[4]["prose_kept"] <= 1
    assert not {"page_kind", "prose_kept"} & rows[4]["metadata"].keys()
    name = (rows[1].get("name") or "") + rows[1]["error"]
    assert name.startswith("a.jsonl:2")


def test_rows_of_csv_that_fail_stay(zapper: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text(TABLE, newline="")
    (tmp_path / "b.csv").write_text("no,column\r\n1,2\r\n")
    clean(zapper, tmp_path, monkeypatch, "b.csv", "a.csv", output="out.csv")
    rows = rows_of(tmp_path / "out.csv")
    assert list(rows[0]) == ["id", *RESULTS]
    assert [row["id"] for row in rows] == [None, "1", "2", "3"]
    assert rows[0]["error"].startswith("b.csv: expected a column")
    assert rows[1]["body"] == BODY
    assert (rows[2]["body"], rows[2]["error"]) == (None, "has more fields than the header names")


def test_all_formats_say_the_same(zapper: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(RECORDS))
    found = []
    for ending in ("jsonl", "json", "csv", "parquet"):
        clean(zapper, tmp_path, monkeypatch, "a.warc", output=f"out.{ending}", keep_text=True)
        rows = rows_of(tmp_path / f"out.{ending}")
        found.append([{name: row[name] for name in ("url", "text", *RESULTS)} for row in rows])
    assert found[0]
    assert found[1:] == found[:1] * 3


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_a_row_that_kills_its_process_stays(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zapper: Cleaner
) -> None:
    data = [row(id=n, text=text) for n, text in enumerate((DIRTY, "SEGFAULT", DIRTY))]
    (tmp_path / "a.jsonl").write_bytes(b"".join(data))
    faulty = Faulty(zapper.rules)
    clean(faulty, tmp_path, monkeypatch, "a.jsonl", output=f"out.{ending}", jobs=1, limits=LIMITS)
    rows = rows_of(tmp_path / f"out.{ending}")
    assert [(row["id"], row["error"]) for row in rows] == [(0, None), (1, "crashed (SIGSEGV)"), (2, None)]


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv", "parquet"])
def test_failed_rows_can_be_left_out(
    ending: str, zapper: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text(TABLE, newline="")
    clean(zapper, tmp_path, monkeypatch, "a.csv", output=f"out.{ending}", drop_failed=True)
    assert [row["id"] for row in rows_of(tmp_path / f"out.{ending}")] == ["1", "3"]


def test_cuts_have_their_text_where_they_are_explained(
    zapper: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl").write_bytes(row(text=DIRTY))
    for ending in ("jsonl", "parquet"):
        clean(zapper, tmp_path, monkeypatch, "a.jsonl", output=f"out.{ending}", explain=True)
        (cut,) = rows_of(tmp_path / f"out.{ending}")[0]["removed"]
        assert (cut["text"], cut["line"], cut["kind"], cut["by"]) == ("Zap this line\n\n", 3, "zap", "mark")


def test_other_columns_of_csv_are_refused(
    zapper: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text("id,text\r\n1,x\r\n")
    (tmp_path / "b.csv").write_text("text,other\r\nx,1\r\n")
    with pytest.raises(Exception, match="the column “other” is missing from the first rows"):
        clean(zapper, tmp_path, monkeypatch, "a.csv", "b.csv", output="out.csv")


def test_metadata_of_pages_and_rules_has_columns() -> None:
    """Parquet's metadata is a struct: what is no field of it ends up in `other`."""
    captured = {name for rule in load().rules for pattern in rule.regex for name in _groups(pattern)}
    assert {*SOURCES, *captured} - {"language", "cut"} <= {*METADATA}


def _groups(pattern: str) -> set[str]:
    import regex  # noqa: PLC0415

    return set(regex.compile(pattern).groupindex)


def test_skipped_files_are_named_in_the_log(
    zapper: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.pdf", "c.pdf", "d.jpg"):
        (tmp_path / "in" / name).write_text(DIRTY)
    outcome = clean(zapper, tmp_path, monkeypatch, "in", output="out")
    assert outcome.skipped == {".pdf": 2, ".jpg": 1}
    lines = [json.loads(line) for line in (tmp_path / "out" / LOG).read_text().splitlines()]
    skipped = {line["name"]: line["what"] for line in lines if line.get("outcome") == "skipped"}
    assert skipped == {"in/b.pdf": ".pdf", "in/c.pdf": ".pdf", "in/d.jpg": ".jpg"}
    again = clean(zapper, tmp_path, monkeypatch, "in", output="out", resume=True)
    assert (again.cleaned, again.resumed) == (1, 1)
    (tmp_path / "in" / "e.txt").write_text("")
    again = clean(zapper, tmp_path, monkeypatch, "in", output="out", resume=True)
    assert (again.cleaned, again.resumed, again.empty) == (2, 1, 1)


KINDS = {
    "is not valid JSON: Expecting value, column 11": "is not valid JSON",
    "is not UTF-8: byte 11 of the line": "is not UTF-8",
    "expected text in the field “text”, found a number": "expected text in the field “text”",
    "expected a field “html”, “text” or “content”; name yours with --field": "expected a field “html”, "
    "“text” or “content”",
    "can't be read: Permission denied": "can't be read: Permission denied",
    "can't be read: the end of the JSON is missing (after a.json:2)": "can't be read: the end of the JSON is "
    "missing",
    "can't be fetched: the server answered 404": "can't be fetched: the server answered 404",
    "crashed (SIGSEGV)": "crashed",
    "took longer than 2 s": "took longer than 2 s",
}


@pytest.mark.parametrize(("reason", "kind"), KINDS.items())
def test_failures_are_counted_by_their_kind(reason: str, kind: str) -> None:
    assert Failure("a", reason).kind == kind
