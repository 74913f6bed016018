"""What comes through a pipe has no name: it is known by its first bytes, or said by an option."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_cases import BODY, DIRTY, PACKS, RULES, row
from warcs import PAGE, RECORDS

MORE = {"a": ["}", '{"', 1]}
ROWS: list[dict[str, Any]] = [{"id": n, "text": f"{n}. {DIRTY}", "more": MORE} for n in range(5)]
LINES = [json.dumps(fields).encode() for fields in ROWS]


def command(*arguments: str, stdin: bytes, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    (cwd / "zap.toml").write_text(RULES)
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *arguments, "--rules", "zap.toml", "--select", "zap"],
        input=stdin, cwd=cwd, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert b"defect" not in done.stderr, done.stderr.decode()
    return done


def parquet() -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([{"id": n, "text": DIRTY} for n in range(5)]), file)
    return file.getvalue()


def table(delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["id", "text"], *([n, DIRTY] for n in range(5))])
    return text.getvalue().encode()


INPUTS: dict[str, tuple[str, bytes]] = {
    "rows": ("a.jsonl", b"".join(row(**fields) for fields in ROWS)),
    "rows whose first is longer than a pipe": (
        "a.jsonl", row(text=DIRTY + "x " * 100_000) + b"".join(row(**fields) for fields in ROWS),
    ),
    "rows after a mark": ("a.jsonl", b"\xef\xbb\xbf" + row(text=DIRTY)),
    "an array in one line": ("a.json", json.dumps(ROWS).encode()),
    "an array, a line each": ("a.json", b"[\n" + b",\n".join(LINES) + b"\n]"),
    "an array, indented": ("a.json", json.dumps(ROWS, indent=2).encode()),
    "an array, large": ("a.json", json.dumps([{"text": DIRTY + "x " * 300_000}] * 3).encode()),
    "one object, indented": ("a.json", json.dumps(ROWS[0], indent=2).encode()),
    "a crawl": ("a.warc", b"".join(RECORDS)),
    "a table": ("a.parquet", parquet()),
    "CSV": ("a.csv", table()),
    "CSV of a spreadsheet": ("a.csv", b"\xef\xbb\xbf" + table(";")),
}  # fmt: skip


@pytest.mark.parametrize("pack", ["", *PACKS])
@pytest.mark.parametrize(("name", "content"), INPUTS.values(), ids=INPUTS)
def test_a_pipe_is_read_as_the_file_would_be(name: str, content: bytes, pack: str, tmp_path: Path) -> None:
    if pack in (".bz2", ".xz") and name != "a.warc":
        pytest.skip("as the others")
    if name == "a.parquet" and pack:
        pytest.skip("Parquet compresses by itself")
    packed = PACKS.get(pack, bytes)(content)
    (tmp_path / f"{name}{pack}").write_bytes(packed)
    from_file = command(f"{name}{pack}", "--format", "jsonl", stdin=b"", cwd=tmp_path)
    from_pipe = command("-", "--format", "jsonl", stdin=packed, cwd=tmp_path)
    assert from_pipe.returncode == from_file.returncode == 0, from_pipe.stderr.decode()
    assert from_pipe.stdout.replace(b'"stdin:', f'"{name}:'.encode()) == from_file.stdout
    rows = [json.loads(line) for line in from_pipe.stdout.splitlines()]
    assert all(row["body"].strip() and "Zap" not in row["body"] for row in rows)
    assert len(rows) == content.count(b"https://a.example/1") or len(rows) in (1, 3, 5, 6)


DOCUMENTS = {
    "a text": DIRTY,
    "a page": PAGE,
    "a text in braces": "{ this is no JSON }\n\n" + DIRTY,
    "a text in brackets": "[1] " + DIRTY,
    "a list of numbers": "[1, 2, 3]\n",
    "a quote in braces": '{"So it was said", and so it was.}\n\n' + DIRTY,
    "a list of words": "html, text, content\n\n" + DIRTY,
    "a line of names": "id,body\n1,It was said.\n",
    "one name": "text\n\n" + DIRTY,
    "code": "{\n  color: red;\n}\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_what_is_no_row_is_a_document(text: str, tmp_path: Path) -> None:
    done = command("-", "--format", "json", stdin=text.encode(), cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["name"] == "stdin"


def test_a_column_of_another_name_tells_csv_too(tmp_path: Path) -> None:
    content = table().replace(b"text", b"story", 1)
    done = command("-", "--field", "story", "--format", "jsonl", stdin=content, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.count(b"\n") == 5


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("csv", table()),
        ("jsonl", row(text=DIRTY)),
        ("json", b'[{"text": "a"}]'),
        ("parquet", parquet()),
        ("warc", b"".join(RECORDS)),
    ],
)
def test_the_format_can_be_said(format: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(content)
    piped = command("-", "--input-format", format, "--format", "jsonl", stdin=content, cwd=tmp_path)
    named = command("data", "--input-format", format, "--format", "jsonl", stdin=b"", cwd=tmp_path)
    assert piped.returncode == named.returncode == 0, piped.stderr.decode()
    assert piped.stdout.replace(b'"stdin:', b'"data:') == named.stdout
    assert b"Zap" not in piped.stdout
    assert piped.stdout.count(b"\n") == {"csv": 5, "parquet": 5, "warc": 3}.get(format, 1)


def test_rows_can_be_said_to_be_a_text(tmp_path: Path) -> None:
    for options in (["--input-format", "text"], ["--text"]):
        done = command("-", *options, stdin=row(text=BODY), cwd=tmp_path)
        assert done.stdout == row(text=BODY)


def test_a_folder_is_not_read_as_the_files_named(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(DIRTY)
    (tmp_path / "in" / "a.json").write_text('{"crawled": "2026-01-01"}')
    (tmp_path / "data").write_bytes(row(id=1, text=DIRTY))
    done = command("in", "data", "--input-format", "jsonl", "-o", "out", stdin=b"", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "out" / "in" / "a.txt").read_text() == BODY
    assert json.loads((tmp_path / "out" / "data.jsonl").read_text())["id"] == 1


def test_a_zip_archive_on_a_pipe_is_refused_by_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    done = command("-", stdin=(tmp_path / "a.xlsx").read_bytes(), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"standard input is a ZIP archive" in done.stderr


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    done = command("-", "--input-format", "jsnol", stdin=b"", cwd=tmp_path)
    assert done.returncode == 2
    assert "unknown input format “jsnol”; expected one of jsonl, json, csv" in done.stderr.decode()


BAD_ARRAYS = {
    # what it is, how many are cleaned, what is said
    "cut off between objects": ('[{"text": "a"},\n{"text": "b"},', 2, "the end of the JSON is missing"),
    "cut off within an object": ('[{"text": "a"},\n{"text": "b', 1, "the end of the JSON is missing"),
    "an object that is wrong": (
        '[{"text": "a"}, {"text": b}, {"text": "c"}]',
        2,
        "a.json:2: is not valid JSON",
    ),
    "an object without a text": ('[{"text": "a"}, {"x": 1}]', 1, "a.json:2: expected a field"),
    "no objects": ("[1, 2]", 0, "a.json:2: expected a JSON object, found a number"),
}


@pytest.mark.parametrize(("content", "cleaned", "says"), BAD_ARRAYS.values(), ids=BAD_ARRAYS)
def test_a_bad_array(content: str, cleaned: int, says: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(content)
    done = command("a.json", stdin=b"", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout.count(b'"error": null') == cleaned
    assert says in done.stderr.decode()
