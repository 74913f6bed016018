"""A run that is gone on with: what the input was, what it is now, and what the cleaner is made of."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_cases import BODY, DIRTY, RULES, row

import cleaner
from cleaner import Cleaner, load_rules
from cleaner.batch import Job, Outcome, clean_paths
from cleaner.batch.find import LOG
from cleaner.errors import UsageError
from cleaner.rulebook.load import packaged_rules

NUMBER = 12  # of rows, in shards of 4


@pytest.fixture(scope="module")
def zapper(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    file = tmp_path_factory.mktemp("rules") / "zap.toml"
    file.write_text(RULES)
    return Cleaner(load_rules([file], packaged=False))


class Runs:
    """Runs of one job."""

    def __init__(self, cleaner: Cleaner, folder: Path) -> None:
        self.cleaner, self.folder = cleaner, folder
        self.names: list[str] = []  # of documents cleaned by the last run
        self.said: list[str] = []

    def __call__(self, path: str, **options: Any) -> Outcome:
        self.names, self.said = [], []
        return clean_paths(
            self.cleaner,
            Job((str(self.folder / path),), output=str(self.folder / "out"), **options),
            lambda _, result: self.names.append(Path(result.name).name),
            self.said.append,
        )

    def made(self) -> dict[str, bytes]:
        out = self.folder / "out"
        return {
            str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file() and p.name != LOG
        }


@pytest.fixture
def runs(zapper: Cleaner, tmp_path: Path) -> Runs:
    return Runs(zapper, tmp_path)


# --- rows --------------------------------------------------------------------------------------------------

Rows = list[dict[str, Any]]


def write_jsonl(rows: Rows, path: Path) -> None:
    path.write_bytes(b"".join(row(**fields) for fields in rows))


def write_gz(rows: Rows, path: Path) -> None:
    path.write_bytes(gzip.compress(b"".join(row(**fields) for fields in rows)))


def write_csv(rows: Rows, path: Path) -> None:
    lines = ["id,text", *(f'{fields["id"]},"{fields["text"]}"' for fields in rows)]
    path.write_text("\n".join(lines) + "\n")


def write_parquet(rows: Rows, path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(rows), path)


WRITERS: dict[str, Callable[[Rows, Path], None]] = {
    "a.jsonl": write_jsonl, "a.jsonl.gz": write_gz, "a.csv": write_csv, "a.parquet": write_parquet,
}  # fmt: skip
ROWS: Rows = [{"id": n, "text": f"{n}. {DIRTY}"} for n in range(NUMBER)]
CHANGES = {
    # what the rows become, and how many of them are done again: by shards of four
    "nothing": (ROWS, 0),
    "a row before them": ([{"id": 99, "text": DIRTY}, *ROWS], NUMBER + 1),
    "a row after them": ([*ROWS, {"id": 99, "text": DIRTY}], 1),
    "another text in the middle": ([*ROWS[:5], {"id": 5, "text": "Another text."}, *ROWS[6:]], 4),
    "another column in the middle": ([*ROWS[:5], {"id": 77, "text": ROWS[5]["text"]}, *ROWS[6:]], 4),
    "two rows less": (ROWS[:-2], 2),
    "five rows less": (ROWS[:-5], 3),
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(("after", "again"), CHANGES.values(), ids=CHANGES)
def test_rows_that_have_changed_are_done_again(
    runs: Runs, tmp_path: Path, name: str, after: Rows, again: int
) -> None:
    write, path = WRITERS[name], tmp_path / name
    (tmp_path / "out").mkdir()
    write(ROWS, path)
    runs(name, shard=4)
    write(after, path)
    os.utime(path, (2_000_000_000, 2_000_000_000))  # as if later
    outcome = runs(name, shard=4, resume=True)
    assert len(runs.names) == again
    assert outcome.cleaned == len(after)
    resumed = runs.made()
    assert bool(runs.said) == (again > 0 and after[: len(ROWS)] != ROWS)
    shutil.rmtree(tmp_path / "out")
    (tmp_path / "out").mkdir()
    runs(name, shard=4)
    fresh = runs.made()
    assert {target: resumed.get(target) for target in fresh} == fresh
    stale = resumed.keys() - fresh.keys()
    assert len(stale) == (1 if len(after) <= 8 else 0)


def test_outputs_of_rows_that_are_gone_are_named(runs: Runs, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_jsonl(ROWS, tmp_path / "a.jsonl")
    runs("a.jsonl", shard=4)
    write_jsonl(ROWS[:8], tmp_path / "a.jsonl")
    outcome = runs("a.jsonl", shard=4, resume=True)
    assert (outcome.cleaned, outcome.resumed, runs.names) == (8, 8, [])
    assert runs.said == ["the input is gone, the output of the earlier run stays: a-00002.jsonl"]


def test_rows_that_are_known_are_not_read(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Size and time are enough; only what changed is read to be compared."""
    (tmp_path / "in").mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        write_jsonl(ROWS, tmp_path / "in" / name)
    runs("in")
    read: list[str] = []
    from cleaner.batch import documents as module  # noqa: PLC0415

    original = module.read
    monkeypatch.setattr(
        module, "read", lambda found, wanted: [read.append(found.path), *original(found, wanted)][1:]
    )
    os.utime(tmp_path / "in" / "b.jsonl", (2_000_000_000, 2_000_000_000))
    runs("in", resume=True)
    assert [Path(path).name for path in read] == ["b.jsonl"]
    assert (runs.names, runs.said) == ([], [])


# --- documents ---------------------------------------------------------------------------------------------


def test_documents_that_have_changed_are_done_again(runs: Runs, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(6):
        (tmp_path / "in" / f"{number}.txt").write_text(DIRTY)
    runs("in")
    (tmp_path / "in" / "1.txt").write_text("Another text.\n")
    os.utime(tmp_path / "in" / "2.txt", (2_000_000_000, 2_000_000_000))
    (tmp_path / "in" / "3.txt").unlink()
    (tmp_path / "in" / "9.txt").write_text(DIRTY)
    outcome = runs("in", resume=True)
    assert runs.names == ["1.txt", "2.txt", "9.txt"]
    assert (outcome.cleaned, outcome.resumed) == (6, 3)
    assert runs.made()["1.txt"] == b"Another text.\n"
    assert runs.said == [
        "the input has changed since the earlier run; cleaning again: 1.txt, 2.txt",
        "the input is gone, the output of the earlier run stays: 3.txt",
    ]
    assert not runs("in", resume=True).cleaned - 6
    assert runs.names == []


def test_members_of_an_archive_that_have_changed_are_done_again(runs: Runs, tmp_path: Path) -> None:
    def pack(**members: str) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for name, content in members.items():
                archive.writestr(f"{name}.txt", content)

    pack(a=DIRTY, b=DIRTY)
    runs("a.zip")
    pack(new=DIRTY, a=DIRTY, b="Another text.\n")
    runs("a.zip", resume=True)
    assert runs.names == ["new.txt", "b.txt"]


def test_one_file_of_all_is_made_anew_when_any_of_them_changed(zapper: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_text(DIRTY)
    job = Job((str(tmp_path / "in"),), output=str(tmp_path / "out.jsonl"), log=str(tmp_path / "log"))
    clean_paths(zapper, job)
    for change, number in ((lambda: None, 0), (lambda: (tmp_path / "in" / "9.txt").write_text(DIRTY), 4)):
        change()
        seen: list[str] = []
        clean_paths(zapper, job._replace(resume=True), lambda _, result: seen.append(result.name))  # noqa: B023
        assert len(seen) == number
    names = [json.loads(line)["name"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [Path(name).name for name in names] == ["0.txt", "1.txt", "2.txt", "9.txt"]


def test_a_sample_is_the_same_when_it_is_gone_on_with(runs: Runs, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(40):
        (tmp_path / "in" / f"{number:02}.txt").write_text(DIRTY)
    runs("in", sample=10)
    before = set(runs.made())
    lost = min(before)
    (tmp_path / "out" / lost).unlink()
    runs("in", sample=10, resume=True)
    assert (runs.names, set(runs.made())) == ([lost], before)


# --- the cleaner -------------------------------------------------------------------------------------------

FINGERPRINT = """
import sys
sys.path.insert(0, sys.argv[1])
import cleaner
assert cleaner.__file__.startswith(sys.argv[1])
print(cleaner.Cleaner(cleaner.load_rules(sys.argv[2:])).fingerprint())
"""


def copy_of_the_package(folder: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(cleaner.__file__).parent, folder / "cleaner", ignore=ignore)
    if not (folder / "cleaner" / "rules").is_dir():
        shutil.copytree(packaged_rules(), folder / "rules", ignore=ignore)
    return folder


def fingerprint(package: Path, *rules: Path) -> str:
    command = [sys.executable, "-c", FINGERPRINT, str(package), *map(str, rules)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_fingerprint_says_nothing_of_where_things_lie(tmp_path: Path) -> None:
    here, there = (copy_of_the_package(tmp_path / name) for name in ("here", "there"))
    for place in (here, there):
        (place / "zap.toml").write_text(RULES)
    assert fingerprint(here) == fingerprint(there)
    assert fingerprint(here, here / "zap.toml") == fingerprint(there, there / "zap.toml") != fingerprint(here)


DIFFERENCES: dict[str, tuple[str, str, str]] = {
    "weights of texts": ("cleaner/decision/weights.json", '"moves"', ' "moves"'),
    "weights of pages": ("cleaner/page/weights.json", "{", "{ "),
    "the version": ("cleaner/version.py", '__version__ = "', '__version__ = "9'),
}


@pytest.mark.parametrize(("file", "before", "after"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_a_fingerprint_tells_other_weights_and_versions(
    file: str, before: str, after: str, tmp_path: Path
) -> None:
    package = copy_of_the_package(tmp_path)
    first = fingerprint(package)
    content = (package / file).read_text(encoding="utf-8")
    assert before in content
    (package / file).write_text(content.replace(before, after, 1), encoding="utf-8")
    assert fingerprint(package) != first


def test_a_fingerprint_tells_another_parser(tmp_path: Path) -> None:
    package = copy_of_the_package(tmp_path)
    first = fingerprint(package)
    told = tmp_path / "trafilatura-0.0.1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: trafilatura\nVersion: 0.0.1\n")
    assert fingerprint(package) != first


def test_the_rules_of_another_place_go_on_with_a_run(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(DIRTY)
    for place in ("here", "there"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "zap.toml").write_text(RULES)
    base = Job((str(tmp_path / "in"),), output=str(tmp_path / "out"))
    here, there = (
        Cleaner(load_rules([tmp_path / p / "zap.toml"], packaged=False)) for p in ("here", "there")
    )
    clean_paths(here, base)
    assert clean_paths(there, base._replace(resume=True)).resumed == 1
    (tmp_path / "there" / "zap.toml").write_text(RULES.replace("Zap this line", "Zap that line"))
    other = Cleaner(load_rules([tmp_path / "there" / "zap.toml"], packaged=False))
    with pytest.raises(UsageError, match="made with other rules"):
        clean_paths(other, base._replace(resume=True))
    assert (tmp_path / "out" / "a.txt").read_text() == BODY
