"""What the batch layer and the command line must both do: one table for the two."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import zstandard

from cleaner.batch.find import LOG

RULES = """
kind = "zap"
about = "What these tests cut."

[[rule]]
name = "line"
why = "These tests want to see it cut."
confidence = "high"
equals.any = ["Zap this line"]
cuts.any = ["Zap this line"]
keeps.any = ["Zap this line of argument and see what is left of the case."]
"""

BODY = """\
The council met on Monday and agreed on the budget for the coming year after a long debate.

Members of both parties said that they were content with what had been decided.
"""
DIRTY = BODY.replace("\n\n", "\n\nZap this line\n\n")
CUT = {
    "rule": "zap/line", "kind": "zap", "by": "mark",
    "start": DIRTY.index("Zap"), "end": DIRTY.index("Members"), "line": 3,
}  # fmt: skip
COLUMNS = {"suspicious": False, "warnings": [], "language": "en", "page_kind": None, "prose_kept": None}
RESULTS = ("body", "removed", "metadata", *COLUMNS, "error")


BODY_OF_PAGE = BODY
PARAGRAPHS = "</p><p>".join(BODY.split("\n\n"))
PAGE = f"<!DOCTYPE html><html><body><article><p>{PARAGRAPHS}</p></article></body></html>"


def row(**fields: Any) -> bytes:
    return (json.dumps(fields, ensure_ascii=False) + "\n").encode()


def cleaned_row(**fields: Any) -> bytes:
    return row(**cleaned_fields(**fields))


def cleaned_fields(**fields: Any) -> dict[str, Any]:
    own = {name: value for name, value in fields.items() if name not in (*RESULTS, "sources")}
    results = {"body": BODY, "removed": [CUT], "metadata": {}, **COLUMNS, "error": None}
    return {**own, **results, **{name: fields[name] for name in fields if name not in own}}


def failed_row(error: str, **fields: Any) -> bytes:
    return row(**fields, **{**dict.fromkeys(RESULTS), "error": error})


@dataclass(frozen=True)
class Case:
    """Files, a job over them, and what becomes of it. Paths count from the folder it runs in."""

    files: Mapping[str, str | bytes]
    job: Mapping[str, Any]  # the arguments of `Job`
    stdout: str | bytes = b""
    made: Mapping[str, str | bytes] = field(default_factory=dict)  # all files that appear or change
    code: int = 0
    says: tuple[str, ...] = ()  # in messages
    stdin: bytes = b""


def job(*paths: str, **options: Any) -> dict[str, Any]:
    return {"paths": paths, **options}


def zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


PACKS = {".gz": gzip.compress, ".zst": zst, ".bz2": bz2.compress, ".xz": lzma.compress}  # by ending


def binary() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


FOLDER = {"in/a.txt": DIRTY, "in/deep/er/b.md": DIRTY}
ROWS = row(id=1, text=DIRTY, tags=["x"]) + row(id="ß", text=DIRTY)
CLEAN_ROWS = cleaned_row(id=1, tags=["x"]) + cleaned_row(id="ß")

CASES = {
    "a file": Case({"a.txt": DIRTY}, job("a.txt"), BODY),
    "a file of any name": Case({"README": DIRTY}, job("README"), BODY),
    "a clean file, untouched": Case({"a.txt": BODY}, job("a.txt"), BODY),
    "no line feed at the end": Case({"a.txt": DIRTY.rstrip()}, job("a.txt"), BODY),
    "line ends are kept": Case(
        {"a.txt": DIRTY.replace("\n", "\r\n")}, job("a.txt"), BODY.replace("\n", "\r\n")
    ),
    "standard input": Case({}, job("-"), BODY, stdin=DIRTY.encode()),
    "compressed standard input": Case({}, job("-"), BODY, stdin=gzip.compress(DIRTY.encode())),
    "two files, a blank line between": Case(
        {"a.txt": DIRTY, "b.txt": DIRTY}, job("b.txt", "a.txt"), f"{BODY}\n{BODY}"
    ),
    "compressed files": Case(
        {"a.txt.gz": gzip.compress(DIRTY.encode()), "b.txt.zst": zst(DIRTY.encode())},
        job("a.txt.gz", "b.txt.zst"),
        f"{BODY}\n{BODY}",
    ),
    "compressed by bzip2 and xz": Case(
        {
            "a.txt.bz2": bz2.compress(DIRTY[:30].encode()) + bz2.compress(DIRTY[30:].encode()),
            "b.txt.xz": lzma.compress(DIRTY[:30].encode()) + lzma.compress(DIRTY[30:].encode()),
        },
        job("a.txt.bz2", "b.txt.xz"),
        f"{BODY}\n{BODY}",
    ),
    "rows to bzip2 and xz": Case(
        {"a.jsonl.xz": lzma.compress(ROWS), "b.jsonl.bz2": bz2.compress(ROWS)},
        job("a.jsonl.xz", "b.jsonl.bz2", output="out"),
        made={"out/a.jsonl.xz": CLEAN_ROWS, "out/b.jsonl.bz2": CLEAN_ROWS},
    ),
    "compressed in several parts": Case(
        {
            "a.gz": gzip.compress(DIRTY[:30].encode()) + gzip.compress(DIRTY[30:].encode()),
            "b.zst": zst(DIRTY[:30].encode()) + zst(DIRTY[30:].encode()),
        },
        job("a.gz", "b.zst"),
        f"{BODY}\n{BODY}",
    ),
    "called .gz, but is not": Case({"a.txt.gz": DIRTY}, job("a.txt.gz"), BODY),
    "a file to a file": Case({"a.txt": DIRTY}, job("a.txt", output="out/b.txt"), made={"out/b.txt": BODY}),
    "a file to standard output by name": Case({"a.txt": DIRTY}, job("a.txt", output="-"), BODY),
    "a file to a folder that is there": Case(
        {"a.html.gz": DIRTY, "out/other.txt": "x"}, job("a.html.gz", output="out"), made={"out/a.txt": BODY}
    ),
    "a file to a folder written as one": Case(
        {"a.txt": DIRTY}, job("a.txt", output="out/"), made={"out/a.txt": BODY}
    ),
    "a file to a device": Case({"a.txt": DIRTY}, job("a.txt", output="/dev/null")),
    "files to a folder": Case(
        {"x/a.txt": DIRTY, "y/a.txt": DIRTY},
        job("x/a.txt", "y/a.txt", output="out"),
        made={"out/x/a.txt": BODY, "out/y/a.txt": BODY},
    ),
    "a folder to a folder": Case(
        FOLDER, job("in", output="out"), made={"out/a.txt": BODY, "out/deep/er/b.txt": BODY}
    ),
    "a folder to standard output": Case(FOLDER, job("in"), f"{BODY}\n{BODY}"),
    "folders and files to a folder": Case(
        {"in/a.txt": DIRTY, "c/d.htm": DIRTY, "c.txt": DIRTY},
        job("in", "c", "c.txt", output="out"),
        made={"out/in/a.txt": BODY, "out/c/d.txt": BODY, "out/c.txt": BODY},
    ),
    "all that a folder is read for": Case(
        {
            "in/1.html": DIRTY,
            "in/2.htm": DIRTY,
            "in/3.txt": DIRTY,
            "in/4.MD": DIRTY,
            "in/5.html.gz": gzip.compress(DIRTY.encode()),
            "in/6.txt.zst": zst(DIRTY.encode()),
            "in/7.pdf": "x",
            "in/.hidden.txt": "x",
            "in/.git/8.txt": "x",
            "in/9.jsonl": ROWS,
        },
        job("in", output="out"),
        made={**{f"out/{number}.txt": BODY for number in range(1, 7)}, "out/9.jsonl": CLEAN_ROWS},
        says=("8 cleaned", "3 other files skipped"),
    ),
    "what may be a page or not, by its name": Case(
        {
            "in/1.php": PAGE,
            "in/2.php": "<?php echo 'no page'; ?>",
            "in/3.xhtml": PAGE,
            "in/4.shtml": PAGE,
            "in/index.html?page=5": PAGE,
            "in/6": DIRTY,
            "in/7": binary(),
            "in/8": "",
            "in/9.aspx.gz": gzip.compress(PAGE.encode()),
            "in/10.page": PAGE,
        },
        job("in", output="out"),
        made={
            f"out/{name}.txt": BODY_OF_PAGE if name != "6" else BODY
            for name in ("1", "3", "4", "6", "9", "index.html?page=5")
        },
        says=("6 cleaned", "4 other files skipped"),
    ),
    "names that are asked for": Case(
        {"in/1.PAGE": PAGE, "in/2.dat": DIRTY, "in/3.pdf": "x"},
        job("in", output="out", include=("*.page", "2.*")),
        made={"out/1.PAGE.txt": BODY_OF_PAGE, "out/2.dat.txt": BODY},
        says=("2 cleaned", "1 other files skipped"),
    ),
    "an output of an earlier run within the input": Case(
        {"in/a.txt": DIRTY, "in/before/.cleaner.jsonl": "{}\n", "in/before/a.txt": "x"},
        job("in", output="in/out"),
        made={"in/out/a.txt": BODY},
    ),
    "an output of an earlier run that is asked for": Case(
        {"before/.cleaner.jsonl": "{}\n", "before/a.txt": DIRTY}, job("before"), BODY
    ),
    "rows to text by its name": Case(
        {"a.jsonl": ROWS}, job("a.jsonl", output="out.txt"), made={"out.txt": f"{BODY}\n{BODY}"}
    ),
    "Markdown by its name": Case({"a.txt": DIRTY}, job("a.txt", output="a.md"), made={"a.md": BODY}),
    "an ending that tells no format": Case(
        {"a.jsonl": ROWS}, job("a.jsonl", output="out.rows"), code=2, says=(".rows", "--format")
    ),
    "an ending that is misspelt": Case(
        {"a.jsonl": ROWS}, job("a.jsonl", output="out.parqet"), code=2, says=("did you mean .parquet?",)
    ),
    "a folder whose name is a misspelt ending": Case(
        FOLDER, job("in", output="out.josnl"), code=2, says=("did you mean .jsonl?",)
    ),
    "a folder with a dot in its name": Case(
        FOLDER,
        job("in", output="island.example"),
        made={"island.example/a.txt": BODY, "island.example/deep/er/b.txt": BODY},
    ),
    "a page said to be JSON Lines": Case(
        {"a.html": PAGE * 50},
        job("a.html", input="jsonl", drop_failed=True),
        code=3,
        says=("a.html: is not JSON Lines: it begins “<!DOCTYPE", "1 failed"),
    ),
    "a page said to be JSON": Case(
        {"a.html": "<script>var a = {};</script>\n" * 50},
        job("a.html", input="json", drop_failed=True),
        code=3,
        says=("a.html: is not JSON: it begins “<script>", "1 failed"),
    ),
    "a page said to be CSV": Case(
        {"a.html": PAGE * 50},
        job("a.html", input="csv", drop_failed=True),
        code=3,
        says=("a.html: expected a column", "1 failed"),
    ),
    "names that would be shared": Case(
        {
            "in/a.html": DIRTY,
            "in/a.txt": DIRTY,
            "in/a.html.gz": DIRTY,
            "in/a.html.txt": DIRTY,
            "in/b.htm": DIRTY,
            "in/b.md": DIRTY,
            "in/C.md": DIRTY,
            "in/c.html": DIRTY,
        },
        job("in", output="out"),
        made={
            f"out/{name}": BODY
            for name in (
                "a.html.txt",
                "a.txt",
                "a.html.gz.txt",
                "a.html.txt.txt",
                "b.htm.txt",
                "b.md.txt",
                "C.md.txt",
                "c.html.txt",
            )
        },
    ),
    "an empty folder": Case({"in/x.pdf": "x"}, job("in", output="out"), says=("0 cleaned",)),
    "an output within the input": Case(
        {**FOLDER, "in/out/c.txt": "x"},
        job("in", output="in/out"),
        made={"in/out/a.txt": BODY, "in/out/deep/er/b.txt": BODY},
    ),
    "an output within the input, again": Case(
        {**FOLDER, "in/out/a.txt": "x", "in/out/deep/er/b.txt": "y"},
        job("in", output="in/out", overwrite=True),
        made={"in/out/a.txt": BODY, "in/out/deep/er/b.txt": BODY},
    ),
    "a folder to one file": Case(
        {"in/a.txt": DIRTY, "in/b.txt": DIRTY},
        job("in", output="out.jsonl"),
        made={"out.jsonl": cleaned_row(name="in/a.txt") + cleaned_row(name="in/b.txt")},
    ),
    "json": Case(
        {"a.txt": DIRTY},
        job("a.txt", format="json"),
        json.dumps(cleaned_fields(name="a.txt"), indent=2) + "\n",
    ),
    "json of several": Case(
        {"a.txt": "a", "b.txt": "b"},
        job("a.txt", "b.txt", format="json"),
        "[\n"
        + ",\n".join(
            json.dumps(cleaned_fields(name=f"{name}.txt", body=name, removed=[], language=None), indent=2)
            for name in "ab"
        )
        + "\n]\n",
    ),
    "json of nothing": Case({"in/x.pdf": "x"}, job("in", format="json"), "[\n\n]\n"),
    "jsonl of files": Case({"a.txt": DIRTY}, job("a.txt", format="jsonl"), cleaned_row(name="a.txt")),
    "jsonl with explanations": Case(
        {"a.txt": DIRTY},
        job("a.txt", format="jsonl", explain=True),
        row(
            **cleaned_fields(
                name="a.txt",
                removed=[
                    {**CUT, "text": "Zap this line\n\n", "why": "These tests want to see it cut.", "near": ""}
                ],
            ),
            sources={"language": "text"},
        ),
    ),
    "a diff": Case(
        {"a.txt": DIRTY},
        job("a.txt", diff=True),
        "--- a.txt\n+++ a.txt (cleaned)\n@@ -1,5 +1,3 @@\n "
        + DIRTY.replace("\n\nZap this line\n\n", "\n \n-Zap this line\n-\n "),
    ),
    "a diff of nothing": Case({"a.txt": BODY}, job("a.txt", diff=True)),
    "rows": Case({"a.jsonl": ROWS}, job("a.jsonl"), CLEAN_ROWS),
    "rows to a file": Case(
        {"a.jsonl": ROWS}, job("a.jsonl", output="out.jsonl"), made={"out.jsonl": CLEAN_ROWS}
    ),
    "compressed rows to compressed rows": Case(
        {"a.jsonl.gz": gzip.compress(ROWS)},
        job("a.jsonl.gz", output="out.jsonl.zst"),
        made={"out.jsonl.zst": CLEAN_ROWS},
    ),
    "rows to a folder": Case(
        {"a.jsonl.zst": zst(ROWS), "b.ndjson": ROWS},
        job("a.jsonl.zst", "b.ndjson", output="out"),
        made={"out/a.jsonl.zst": CLEAN_ROWS, "out/b.ndjson": CLEAN_ROWS},
    ),
    "rows as text": Case({"a.jsonl": ROWS}, job("a.jsonl", format="text"), f"{BODY}\n{BODY}"),
    "rows with a field of another name": Case(
        {"a.jsonl": row(page=DIRTY, text="x")}, job("a.jsonl", field="page"), cleaned_row(text="x")
    ),
    "rows with the first of several fields": Case(
        {"a.jsonl": row(page=None, body_text=DIRTY, text="x") + row(page=DIRTY, text="x")},
        job("a.jsonl", field="page, body_text"),
        cleaned_row(page=None, text="x") + cleaned_row(text="x"),
    ),
    "rows on standard input": Case({}, job("-", field="text"), CLEAN_ROWS, stdin=ROWS),
    "the first field that holds something": Case(
        {"a.jsonl": row(html=None, text=DIRTY, content="x") + row(html="", content=DIRTY)},
        job("a.jsonl"),
        cleaned_row(html=None, content="x") + cleaned_row(html=""),
    ),
    "metadata of a row": Case(
        {"a.jsonl": row(text=DIRTY, metadata={"lang": "en"})},
        job("a.jsonl"),
        cleaned_row(metadata={"lang": "en"}),
    ),
    "a byte order mark and blank lines between rows": Case(
        {"a.jsonl": b"\xef\xbb\xbf" + ROWS.replace(b"\n", b"\r\n\r\n")}, job("a.jsonl"), CLEAN_ROWS
    ),
    "half a character in a row": Case(
        {"a.jsonl": rb'{"id": "\ud83d", "text": "x \ud83d y"}'},
        job("a.jsonl"),
        rb'{"id": "\ud83d", "body": "x \ufffd y", "removed": [], "metadata": {}, "suspicious": false, '
        rb'"warnings": ["holds halves of characters (surrogates): 1 replaced"], '
        rb'"language": null, "page_kind": null, "prose_kept": null, "error": null}' + b"\n",
    ),
    "no rows": Case({"a.jsonl": ""}, job("a.jsonl", output="out.jsonl"), made={"out.jsonl": ""}),
    "broken rows": Case(
        {
            "a.jsonl": b'{"text": \n'
            + ROWS
            + b'[1]\n7\n{"id": 1}\n{"text": 3}\n{"text": "\xff"}\n'
            + b'{"text": '
            + b"[" * 5000
            + b"\n"
            + b'{"n": '
            + b"9" * 5000
            + b"}\n"
            + ROWS,
        },
        job("a.jsonl", drop_failed=True),
        CLEAN_ROWS * 2,
        code=3,
        says=(
            "a.jsonl:1: is not valid JSON: Expecting value, column 11",
            "a.jsonl:4: expected a JSON object, found a list",
            "a.jsonl:5: ",
            "a.jsonl:6: expected a field “html”, “text” or “content”",
            "a.jsonl:7: expected text in the field “text”, found a number",
            "a.jsonl:8: is not UTF-8: byte 11 of the line",
            "a.jsonl:9: can't be read as JSON: nested too deeply",
            "a.jsonl:10: can't be read as JSON: numbers too long",
            "4 cleaned",
            "8 failed",
        ),
    ),
    "rows that fail, among others": Case(
        {
            "a.jsonl": row(id=1, text=DIRTY)
            + b'[1]\n{"id": 2, "text": 3}\n{"id": 3}\n'
            + row(id=4, text=DIRTY)
        },
        job("a.jsonl"),
        cleaned_row(id=1)
        + failed_row("expected a JSON object, found a list", name="a.jsonl:2")
        + failed_row("expected text in the field “text”, found a number", id=2)
        + failed_row(
            "expected a field “html”, “text” or “content”; name yours with --field (found “id”)", id=3
        )
        + cleaned_row(id=4),
        code=3,
        says=("2 cleaned", "3 failed"),
    ),
    "rows that keep their text": Case(
        {"a.jsonl": row(id=1, text=DIRTY, url="")},
        job("a.jsonl", keep_text=True),
        cleaned_row(id=1, url="", text=DIRTY),
    ),
    "documents that keep their text": Case(
        {"a.txt": DIRTY}, job("a.txt", format="jsonl", keep_text=True), cleaned_row(name="a.txt", text=DIRTY)
    ),
    "a language that a row tells": Case(
        {"a.jsonl": row(language="de", text=DIRTY)}, job("a.jsonl"), cleaned_row(language="de")
    ),
    "documents that fail, in one file": Case(
        {"in/a.txt": DIRTY, "in/b.txt": binary()},
        job("in", output="out.jsonl"),
        code=3,
        made={
            "out.jsonl": cleaned_row(name="in/a.txt") + failed_row("is not text (PNG)", name="in/b.txt"),
        },
        says=("1 cleaned", "1 failed"),
    ),
    "a binary among texts": Case(
        {"in/a.txt": DIRTY, "in/b.txt": binary(), "in/c.txt": DIRTY},
        job("in", output="out"),
        code=3,
        made={"out/a.txt": BODY, "out/c.txt": BODY},
        says=("in/b.txt: ", "2 cleaned", "1 failed"),
    ),
    "nothing but a binary": Case(
        {"a.txt": binary()}, job("a.txt", output="b.txt"), code=3, says=("a.txt: ",)
    ),
    "damaged archives": Case(
        {
            "in/a.txt.gz": gzip.compress(DIRTY.encode())[:-12],
            "in/b.txt.zst": zst(DIRTY.encode())[:-12],
            "in/c.txt.gz": b"\x1f\x8b" + b"x" * 50,
            "in/d.txt.zst": b"\x28\xb5\x2f\xfd" + b"x" * 50,
            "in/e.txt": DIRTY,
            "in/f.txt.bz2": bz2.compress(DIRTY.encode())[:-12],
            "in/g.txt.xz": lzma.compress(DIRTY.encode())[:-12],
            "in/h.txt.bz2": b"BZh9" + b"x" * 50,
            "in/i.txt.xz": b"\xfd7zXZ\x00" + b"x" * 50,
        },
        job("in", output="out"),
        code=3,
        made={"out/e.txt": BODY},
        says=tuple(
            f"in/{name}: can't be read: "
            for name in (
                "a.txt.gz",
                "b.txt.zst",
                "c.txt.gz",
                "d.txt.zst",
                "f.txt.bz2",
                "g.txt.xz",
                "h.txt.bz2",
                "i.txt.xz",
            )
        ),
    ),
    "rows that break off": Case(
        {"a.jsonl.zst": zst(ROWS) + zst(ROWS)[:-9], "b.jsonl": ROWS},
        job("a.jsonl.zst", "b.jsonl"),
        CLEAN_ROWS
        + failed_row(
            "can't be read: the end of the compressed data is missing (after a.jsonl.zst:2)",
            name="a.jsonl.zst",
        )
        + CLEAN_ROWS,
        code=3,
        says=("a.jsonl.zst: can't be read: the end of the compressed data is missing (after a.jsonl.zst:2)",),
    ),
    "an address that is none": Case(
        {"a.jsonl": row(text=DIRTY, url="http://[")}, job("a.jsonl"), cleaned_row(url="http://[")
    ),
    # refused before any work
    "no such file": Case(
        {"a.txt": DIRTY}, job("a.txt", "nope"), code=2, says=("nope: no such file or folder",)
    ),
    "an address without its protocol": Case(
        {}, job("www.example.com/story"), code=2, says=("write https://www.example.com/story",)
    ),
    "an address without www": Case(
        {}, job("island.example/story.html"), code=2, says=("write https://island.example/story.html",)
    ),
    "the output exists": Case(
        {"a.txt": DIRTY, "b.txt": "mine"},
        job("a.txt", output="b.txt"),
        code=2,
        says=("b.txt already exists",),
    ),
    "the output exists, and may go": Case(
        {"a.txt": DIRTY, "b.txt": "mine"}, job("a.txt", output="b.txt", overwrite=True), made={"b.txt": BODY}
    ),
    "an output in the folder exists": Case(
        {**FOLDER, "out/deep/er/b.txt": "mine"},
        job("in", output="out"),
        code=2,
        says=("out/deep/er/b.txt already exists", "--overwrite"),
    ),
    "the output is the input": Case(FOLDER, job("in", output="in"), code=2, says=("in is also the input",)),
    "the output folder is a file": Case(
        {**FOLDER, "out": "x"}, job("in", output="out"), code=2, says=("out is a file",)
    ),
    "named twice": Case(FOLDER, job("in", "in/deep", output="out"), code=2, says=("in/deep is given twice",)),
    "named twice, with a neighbour": Case(
        {"in/a.txt": DIRTY, "in/b/c.txt": DIRTY, "in-b/d.txt": DIRTY},
        job("in", "in-b", "in/b", output="out"),
        code=2,
        says=("in/b is given twice",),
    ),
    "a format that is none": Case(
        {"a.txt": "x"},
        job("a.txt", format="yaml"),
        code=2,
        says=("yaml", "text, markdown, json, jsonl, csv, parquet"),
    ),
    "a diff to a file": Case({"a.txt": "x"}, job("a.txt", diff=True, output="b"), code=2, says=("--diff",)),
    "a field without rows": Case({"a.txt": "x"}, job("a.txt", field="body"), code=2, says=("--field",)),
}

each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def as_bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def lay_out(case: Case, folder: Path) -> None:
    """Write a case's files."""
    for name, content in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(content))


def check(case: Case, folder: Path, stdout: bytes, messages: str, code: int) -> None:
    """What came of a case is what it says, and nothing else."""
    assert code == case.code, messages
    assert stdout == as_bytes(case.stdout)
    for words in case.says:
        assert words in messages
    files_and_made = {**case.files, **case.made}.items()
    expected = {name: as_bytes(content) for name, content in files_and_made if not name.endswith(LOG)}
    for name in case.made:
        assert (folder / name).is_file(), f"{name} was not made"
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != LOG)
    found = {str(path.relative_to(folder)): path for path in files}
    contents = {name: plain(path) if name in case.made else path.read_bytes() for name, path in found.items()}
    assert contents == expected


def plain(path: Path) -> bytes:
    """The content of a file, decompressed."""
    data = path.read_bytes()
    if path.suffix == ".zst":
        return zstandard.ZstdDecompressor().decompressobj().decompress(data)
    unpack = {".gz": gzip.decompress, ".bz2": bz2.decompress, ".xz": lzma.decompress}.get(path.suffix)
    return unpack(data) if unpack else data
