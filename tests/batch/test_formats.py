"""Every kind of file in and out: rows, tables, crawls, archives, and places that fsspec opens."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_cases import BODY, CUT, DIRTY, PACKS, RESULTS, RULES, row, zst
from warcs import PAGE, RECORDS, warc_record

from cleaner import Cleaner, load_rules
from cleaner.batch import Failure, Job, Outcome, Result, clean_paths
from cleaner.batch.find import LOG
from cleaner.errors import UsageError


@pytest.fixture(scope="module")
def zapper(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    file = tmp_path_factory.mktemp("rules") / "zap.toml"
    file.write_text(RULES)
    return Cleaner(load_rules([file], packaged=False))


class Run:
    """Runs of jobs in one folder."""

    def __init__(self, cleaner: Cleaner, folder: Path) -> None:
        self.cleaner, self.folder = cleaner, folder
        self.results: list[Result | Failure] = []

    def __call__(self, path: str, output: str, **options: Any) -> Outcome:
        paths = (path if "://" in path else str(self.folder / path),)
        to = output if "://" in output else str(self.folder / output)
        self.results = []
        return clean_paths(
            self.cleaner, Job(paths, output=to, **options), lambda _, result: self.results.append(result)
        )

    @property
    def failures(self) -> list[str]:
        return [result.reason for result in self.results if isinstance(result, Failure)]


@pytest.fixture
def run(zapper: Cleaner, tmp_path: Path) -> Run:
    return Run(zapper, tmp_path)


def made(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != LOG)
    return {str(path.relative_to(folder)): path.read_text() for path in files}


# --- CSV ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.tsv", "\t"), ("a.csv.gz", ",")])
def test_csv(run: Run, tmp_path: Path, name: str, delimiter: str) -> None:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=delimiter)
    writer.writerows([["id", "text", "tag"], ["1", DIRTY, "x, y"], ["2", "", ""], ["3", DIRTY, "ß"]])
    data = b"\xef\xbb\xbf" + table.getvalue().encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    run(name, "out.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text())))
    assert rows[0] == ["id", "tag", *RESULTS]
    assert rows[1][:3] == ["1", "x, y", BODY.replace("\r\n", "\n")]
    assert json.loads(rows[1][3]) == [CUT]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]


BAD_CSV = {
    "no such column": (
        "id,page\n1,a\n",
        ["expected a column “html”, “text” or “content”; name yours with --field (found “id”, “page”)"],
    ),
    "a row too long": ("id,text\n1,a,b\n2,c\n", ["has more fields than the header names"]),
    "an open quote": ('id,text\n1,"abc', ["is not valid CSV: unexpected end of data"]),
    "nothing": ("", []),
    "semicolons": ("id;text\n1;a, b\n", []),
    "semicolons and quotes": ('"id";"text"\n1;"a; b"\n', []),
    "another case": (
        "id\tText\n1\ta\n",
        [
            "expected a column “html”, “text” or “content”; name yours with --field "
            "(found “id”, “Text”; did you mean Text?)"
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reasons"), BAD_CSV.values(), ids=BAD_CSV)
def test_a_bad_csv(run: Run, tmp_path: Path, content: str, reasons: list[str]) -> None:
    (tmp_path / "a.csv").write_text(content)
    run("a.csv", "out.csv")
    assert run.failures == reasons


# --- Parquet -----------------------------------------------------------------------------------------------


def test_parquet_keeps_rows_columns_and_schema(run: Run, tmp_path: Path) -> None:
    number = 600
    table = pa.table(
        {
            "id": pa.array(range(number), pa.int16()),
            "text": pa.array([DIRTY, None, "\x00" * 400] * (number // 3), pa.large_string()),
            "when": pa.array([0] * number, pa.timestamp("us", tz="UTC")),
        }
    ).replace_schema_metadata({"made": "by a test"})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=250)
    outcome = run("a.parquet", "out.parquet", jobs=2)
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.select(table.column_names).equals(table)
    assert out.schema.metadata[b"made"] == b"by a test"
    assert out.column_names == ["id", "text", "when", *RESULTS]
    first, second, third = out.slice(0, 3).select(["body", "removed", "error"]).to_pylist()
    assert first == {"body": BODY, "removed": [CUT], "error": None}
    assert second == {"body": "", "removed": [], "error": None}
    assert third["error"] is None or third["body"] is None
    assert outcome.cleaned + outcome.failed == number


def test_a_row_that_fails_stays_with_its_error(run: Run, tmp_path: Path) -> None:
    binary = bytes(range(256)) * 8
    pq.write_table(pa.table({"content": [DIRTY.encode(), binary]}), tmp_path / "a.parquet")
    outcome = run("a.parquet", "out.parquet")
    assert (outcome.cleaned, outcome.failed) == (1, 1)
    good, bad = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert (good["body"], good["error"]) == (BODY, None)
    assert bad["content"] == binary
    assert bad["body"] is None
    assert bad["error"].startswith("is not text")


def test_rows_to_parquet(run: Run, tmp_path: Path) -> None:
    rows = [
        row(id=1, text=DIRTY, tags=["a"]),
        row(id="x", text=DIRTY),
        rb'{"id": null, "text": "\ud83d half"}',
    ]
    (tmp_path / "a.jsonl").write_bytes(b"".join(rows))
    run("a.jsonl", "out.parquet")
    out = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [r["body"] for r in out] == [BODY, BODY, "\ufffd half"]
    assert [r["id"] for r in out] == ["1", '"x"', None]
    assert out[0]["removed"] == [CUT]


def test_rows_of_changing_types_are_refused_by_parquet(run: Run, tmp_path: Path) -> None:
    rows = [row(id=1, text="a")] * 1024 + [row(id="x", text="a")]
    (tmp_path / "a.jsonl").write_bytes(b"".join(rows))
    with pytest.raises(
        UsageError, match=r"the column “id” holds int64 first and string later; write \.jsonl instead"
    ):
        run("a.jsonl", "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PAR1 and no more", "can't be read: "),
        (pa.table({"id": [1]}), "expected a column “html”, “text” or “content”; name yours with --field"),
        (pa.table({"text": [1]}), "expected text in the column “text”, found int64"),
    ],
)
def test_a_bad_parquet(run: Run, tmp_path: Path, content: Any, reason: str) -> None:
    if isinstance(content, bytes):
        (tmp_path / "a.parquet").write_bytes(content)
    else:
        pq.write_table(content, tmp_path / "a.parquet")
    run("a.parquet", "out.parquet")
    assert len(run.failures) == 1
    assert run.failures[0].startswith(reason)


# --- WARC --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.warc", *(f"a.warc{ending}" for ending in PACKS)])
def test_warc(run: Run, tmp_path: Path, name: str) -> None:
    pack = PACKS.get(Path(name).suffix, bytes)
    (tmp_path / name).write_bytes(b"".join(pack(record) for record in RECORDS))
    outcome = run(name, "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["url"][-1] for row in rows] == ["1", "2", "5"]
    assert rows[0]["body"].strip() == rows[2]["body"].strip() == BODY.strip()
    assert "débat très long" in rows[1]["body"]
    assert rows[0]["date"] == "2026-01-02T03:04:05Z"
    assert (outcome.cleaned, outcome.failed, outcome.skipped.total()) == (3, 0, 2)


def test_wet(run: Run, tmp_path: Path) -> None:
    records = [
        warc_record("conversion", f"https://a.example/{n}", DIRTY.encode(), Content_Type="text/plain")
        for n in "12"
    ]
    (tmp_path / "a.warc.wet.gz").write_bytes(b"".join(gzip.compress(record) for record in records))
    run("a.warc.wet.gz", "out.parquet")
    out = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [(r["url"], r["body"]) for r in out] == [
        ("https://a.example/1", BODY),
        ("https://a.example/2", BODY),
    ]


@pytest.mark.parametrize("missing", [1, 5, 100, 400])
@pytest.mark.parametrize("name", ["a.warc", *(f"a.warc{ending}" for ending in PACKS)])
def test_a_truncated_warc_is_noticed(run: Run, tmp_path: Path, name: str, missing: int) -> None:
    """The end of the last record is missing; what stands before is cleaned."""
    pack = PACKS.get(Path(name).suffix, bytes)
    (tmp_path / name).write_bytes(b"".join(pack(record) for record in RECORDS[:4])[:-missing])
    outcome = run(name, "out.jsonl")
    only_its_end = missing <= {".warc": 4, ".gz": 8, ".bz2": 10, ".xz": 28}.get(
        Path(name).suffix, 0
    )  # blank lines, checksums
    assert outcome.cleaned == (2 if only_its_end else 1)
    assert len(run.failures) == 1
    assert "the end" in run.failures[0] or "end-of-stream" in run.failures[0]


def test_what_is_no_warc(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_text("Nothing of the kind.\n" * 100)
    run("a.warc", "out.jsonl")
    assert len(run.failures) == 1


# --- archives ----------------------------------------------------------------------------------------------

MEMBERS = {
    "a.txt": DIRTY,
    "deep/b.html": PAGE,
    "deep/c.md.gz": gzip.compress(DIRTY.encode()),
    "picture.png": "x",
    ".hidden.txt": "x",
    "../../outside.txt": DIRTY,
}


def archive(path: Path, members: dict[str, Any]) -> None:
    data = {name: value if isinstance(value, bytes) else value.encode() for name, value in members.items()}
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in data.items():
                file.writestr(name, content)
        return
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in data.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    packed = buffer.getvalue()
    if path.suffix in (".gz", ".tgz"):
        packed = gzip.compress(packed)
    path.write_bytes(zst(packed) if path.suffix == ".zst" else packed)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.zst"])
def test_archives(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    archive(tmp_path / "in" / name, MEMBERS)
    run("in", "out")
    names = ["a.txt", "deep/b.html.txt", "deep/c.md.gz.txt", "outside.txt"]
    assert {name: text.strip() for name, text in made(tmp_path / "out").items()} == {
        f"{name}/{member}": BODY.strip() for member in names
    }
    outcome = run(f"in/{name}", "bodies.jsonl")
    assert outcome.cleaned == 4
    assert [json.loads(line)["name"] for line in (tmp_path / "bodies.jsonl").read_text().splitlines()] == [
        f"{tmp_path}/in/{name}/{member}" for member in MEMBERS if member not in ("picture.png", ".hidden.txt")
    ]


def test_a_member_that_is_there_twice(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("a.txt", DIRTY)
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("a.txt", BODY)
    run("a.zip", "out/")
    assert run.failures == ["is in the archive twice"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_a_damaged_archive(run: Run, tmp_path: Path, name: str) -> None:
    archive(
        tmp_path / name, {f"{n}.txt": DIRTY * 9 + random.Random(n).randbytes(900).hex() for n in range(20)}
    )
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    outcome = run(name, "out/")
    assert 1 <= outcome.failed <= 2  # the member, and what is missing after it
    assert 0 < outcome.cleaned < 20 or name == "a.zip"
    assert all(text.startswith(BODY) for text in made(tmp_path / "out").values())


# --- elsewhere ---------------------------------------------------------------------------------------------


@pytest.fixture
def memory() -> Any:
    fs = fsspec.filesystem("memory")
    fs.store.clear()
    yield fs
    fs.store.clear()


def test_a_folder_elsewhere(run: Run, memory: Any) -> None:
    memory.pipe("/in/a.txt", DIRTY.encode())
    memory.pipe("/in/deep/b.txt.gz", gzip.compress(DIRTY.encode()))
    memory.pipe("/in/c.jsonl", row(text=DIRTY) * 3)
    memory.pipe("/in/d.png", b"x")
    outcome = run("memory://in", "memory://out/")
    assert (outcome.cleaned, outcome.failed, outcome.skipped.total()) == (5, 0, 1)
    assert sorted(memory.find("/out")) == ["/out/a.txt", "/out/c.jsonl", "/out/deep/b.txt"]
    assert memory.cat("/out/deep/b.txt").decode() == BODY
    assert memory.cat("/out/c.jsonl").count(b"\n") == 3


def test_between_here_and_elsewhere(run: Run, memory: Any, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(row(text=DIRTY))
    run("a.jsonl", "memory://x/out.parquet")
    assert memory.exists("/x/out.parquet")
    run("memory://x/out.parquet", "again.jsonl", field="body")
    assert json.loads((tmp_path / "again.jsonl").read_text())["body"] == BODY
    with pytest.raises(UsageError, match="already exists"):
        run("a.jsonl", "memory://x/out.parquet")


def test_a_local_folder_by_its_address(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(DIRTY)
    with pytest.raises(UsageError, match="--allow-private"):
        run(f"local://{tmp_path}/in", f"local://{tmp_path}/out/")
    run(f"local://{tmp_path}/in", f"local://{tmp_path}/out/", private=True)
    assert made(tmp_path / "out") == {"a.txt": BODY}


def test_a_place_nobody_knows(run: Run) -> None:
    with pytest.raises(UsageError, match="nowhere://x"):
        run("nowhere://x", "out")


def test_files_that_can_not_be_written_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(row(text="a"))
    with pytest.raises(UsageError, match="rows of JSONL may have different fields"):
        run("a.jsonl", "out.csv")
    with pytest.raises(UsageError, match="Parquet needs a file"):
        clean_paths(run.cleaner, Job((str(tmp_path / "a.jsonl"),), format="parquet"))
