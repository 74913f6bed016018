"""Repeats from the command line: folders and rows as sites, and the file that remembers."""

from __future__ import annotations

import csv
import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from one_site import FOOTER, MENU, SITE, page, remembered, story
from pyarrow import parquet

from cleaner import Cleaner, Memory, load_rules, select_rules

SITES = ("a.example", "b.example")
STORIES = {
    (site, number): story(100 * where + number) for where, site in enumerate(SITES) for number in range(3)
}


def run(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command, as a process of its own, in a folder."""
    command = [sys.executable, "-m", "cleaner", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, input=stdin, check=False)


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A folder with a crawl of two sites that print the same footer, and rows of the same pages."""
    rows = []
    for (site, number), text in STORIES.items():
        file = tmp_path / "crawl" / site / "2024" / f"{number}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page(MENU, text, FOOTER), encoding="utf-8")
        rows.append({"url": f"https://www.{site}/{number}", "text": page(MENU, text, FOOTER)})
    (tmp_path / "crawl.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def bodies(folder: Path) -> dict[tuple[str, int], list[str]]:
    return {
        (path.parts[-3], int(path.stem)): path.read_text(encoding="utf-8").strip().split("\n\n")
        for path in folder.glob("*/2024/*.txt")
    }


def test_the_folders_of_a_crawl_are_sites(crawl: Path) -> None:
    assert run(crawl, "crawl", "-o", "out", "--repeats").returncode == 0
    assert bodies(crawl / "out") == STORIES


def test_nothing_is_repeated_unless_asked(crawl: Path) -> None:
    assert run(crawl, "crawl", "-o", "out").returncode == 0
    assert all(body[-4:] == FOOTER for body in bodies(crawl / "out").values())


def test_the_addresses_of_rows_are_sites(crawl: Path) -> None:
    assert run(crawl, "crawl.jsonl", "-o", "out.jsonl", "--memory", "sites").returncode == 0
    rows = [json.loads(line) for line in (crawl / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["body"].strip().split("\n\n") for row in rows] == list(STORIES.values())
    assert set(Memory.from_bytes((crawl / "sites").read_bytes()).sites) == set(SITES)


@pytest.mark.parametrize("column", ["site", "domain", "host"])
def test_a_column_of_rows_names_the_site(crawl: Path, column: str) -> None:
    rows = [json.loads(line) for line in (crawl / "crawl.jsonl").read_text(encoding="utf-8").splitlines()]
    named = [{column: row["url"].split("/")[2], "text": row["text"]} for row in rows]
    nameless = [{"text": row["text"]} for row in rows]
    for name, wanted in (("named", named), ("nameless", nameless)):
        text = "".join(json.dumps(row) + "\n" for row in wanted)
        (crawl / f"{name}.jsonl").write_text(text, encoding="utf-8")
        assert run(crawl, f"{name}.jsonl", "-o", f"{name}.out.jsonl", "--repeats").returncode == 0
    removed = {
        name: [
            bool(json.loads(line)["removed"]) for line in (crawl / f"{name}.out.jsonl").open(encoding="utf-8")
        ]
        for name in ("named", "nameless")
    }
    assert removed == {"named": [True] * 6, "nameless": [False] * 6}


def test_sites_are_mixed_only_by_their_name(crawl: Path) -> None:
    lone = crawl / "crawl" / "c.example" / "2024" / "0.txt"
    lone.parent.mkdir(parents=True)
    lone.write_text(page(MENU, story(999), FOOTER), encoding="utf-8")
    run(crawl, "crawl", "-o", "apart", "--repeats")
    run(crawl, "crawl", "-o", "mixed", "--repeats", "--site", "harbour papers")
    assert bodies(crawl / "apart")["c.example", 0] == [*MENU, *story(999), *FOOTER]
    assert bodies(crawl / "mixed")["c.example", 0] == story(999)


def test_a_memory_serves_a_page_that_comes_alone(crawl: Path) -> None:
    run(crawl, "crawl", "-o", "out", "--memory", "sites")
    (crawl / "late.txt").write_text(page(MENU, story(999), FOOTER), encoding="utf-8")
    known = run(crawl, "late.txt", "--memory", "sites", "--site", "b.example")
    unknown = run(crawl, "late.txt", "--memory", "sites", "--site", "c.example")
    assert known.stdout.strip().split("\n\n") == story(999)
    assert unknown.stdout.strip().split("\n\n") == [*MENU, *story(999), *FOOTER]
    after = Memory.from_bytes((crawl / "sites").read_bytes()).sites
    assert {site: len(pages) for site, pages in after.items()} == {
        "a.example": 3,
        "b.example": 4,
        "c.example": 1,
    }


def test_parts_of_a_crawl_make_the_memory_of_the_whole(crawl: Path) -> None:
    run(crawl, "crawl", "-o", "out", "--memory", "whole")
    for order in (SITES, SITES[::-1], (*SITES, *SITES)):
        (crawl / "parts").unlink(missing_ok=True)
        for site in order:
            done = run(
                crawl, f"crawl/{site}", "--site", site, "-o", "part/", "--overwrite", "--memory", "parts"
            )
            assert done.returncode == 0
        assert (crawl / "parts").read_bytes() == (crawl / "whole").read_bytes()


def test_a_run_that_fails_leaves_the_memory_as_it_was(crawl: Path) -> None:
    run(crawl, "crawl/a.example", "-o", "out", "--memory", "sites")
    before = (crawl / "sites").read_bytes()
    assert run(crawl, "crawl", "-o", "out", "--memory", "sites").returncode == 0
    assert run(crawl, "crawl", "-o", "out", "--memory", "sites").returncode == 2  # the output is taken
    (crawl / "sites").write_bytes(before)
    assert run(crawl, "crawl", "-o", "/dev/full", "--memory", "sites", "--format", "jsonl").returncode != 0
    assert (crawl / "sites").read_bytes() == before
    assert not [name for name in os.listdir(crawl) if name.endswith(".tmp")]


def test_a_document_that_cannot_be_read_costs_itself_only(crawl: Path) -> None:
    (crawl / "crawl" / "a.example" / "2024" / "9.txt").write_bytes(bytes(range(256)) * 40)
    done = run(crawl, "crawl", "-o", "out", "--repeats")
    assert done.returncode == 3
    assert done.stderr.count("9.txt") == 1
    assert bodies(crawl / "out") == STORIES


def _as_csv(rows: list[dict[str, str]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _as_parquet(rows: list[dict[str, str]], path: Path) -> None:
    parquet.write_table(pa.Table.from_pylist(rows), path)


@pytest.mark.parametrize("column", ["url", "domain"])
@pytest.mark.parametrize(("ending", "write"), [("csv", _as_csv), ("parquet", _as_parquet)])
def test_rows_of_tables_name_their_site(
    crawl: Path, column: str, ending: str, write: Callable[[list[dict[str, str]], Path], None]
) -> None:
    rows = [json.loads(line) for line in (crawl / "crawl.jsonl").read_text(encoding="utf-8").splitlines()]
    named = [
        {column: row["url"] if column == "url" else row["url"].split("/")[2], "text": row["text"]}
        for row in rows
    ]
    write(named, crawl / f"crawl.{ending}")
    assert run(crawl, f"crawl.{ending}", "-o", "out.jsonl", "--repeats").returncode == 0
    found = [json.loads(line)["body"] for line in (crawl / "out.jsonl").read_text("utf-8").splitlines()]
    assert [body.strip().split("\n\n") for body in found] == list(STORIES.values())


def test_the_folders_of_an_archive_are_sites(crawl: Path) -> None:
    with zipfile.ZipFile(crawl / "crawl.zip", "w") as archive:
        for path in sorted((crawl / "crawl").rglob("*.txt")):
            archive.write(path, path.relative_to(crawl / "crawl"))
    assert run(crawl, "crawl.zip", "-o", "out/", "--memory", "sites").returncode == 0
    assert bodies(crawl / "out" / "crawl.zip") == STORIES
    assert set(Memory.from_bytes((crawl / "sites").read_bytes()).sites) == set(SITES)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_processes_know_the_other_pages(crawl: Path, jobs: str) -> None:
    done = run(crawl, "crawl", "-o", "out", "--repeats", "--jobs", jobs, "--explain")
    assert done.returncode == 0
    assert bodies(crawl / "out") == STORIES
    assert "A line found among the same lines on 2 other pages of the site." in done.stderr


def test_what_is_done_is_counted_all_the_same(crawl: Path) -> None:
    assert run(crawl, "crawl", "-o", "out", "--repeats").returncode == 0
    lost = crawl / "out" / "a.example" / "2024" / "1.txt"
    lost.unlink()
    done = run(crawl, "crawl", "-o", "out", "--repeats", "--resume")
    assert done.returncode == 0
    assert "5 of them in an earlier run" in done.stderr
    assert bodies(crawl / "out") == STORIES
    assert run(crawl, "crawl", "-o", "out", "--resume").returncode == 2  # that would be another run


def test_what_no_sample_has_is_counted_all_the_same(crawl: Path) -> None:
    assert run(crawl, "crawl", "-o", "out", "--memory", "sites", "--sample", "1").returncode == 0
    ((where, body),) = bodies(crawl / "out").items()
    assert body == STORIES[where]
    assert len(Memory.from_bytes((crawl / "sites").read_bytes())) == len(STORIES)


def test_a_dry_run_adds_nothing_to_the_memory(crawl: Path) -> None:
    done = run(crawl, "crawl", "-o", "out", "--memory", "sites", "--dry-run")
    assert "repeat" in done.stderr
    assert not (crawl / "sites").exists()


def test_a_compressed_memory_is_one_too(crawl: Path) -> None:
    run(crawl, "crawl", "-o", "out", "--memory", "sites.gz")
    (crawl / "late.txt").write_text(page(MENU, story(999), FOOTER), encoding="utf-8")
    known = run(crawl, "late.txt", "--memory", "sites.gz", "--site", "b.example")
    assert known.stdout.strip().split("\n\n") == story(999)


def test_a_cleaner_travels_with_its_memory(cleaner: Cleaner) -> None:
    texts = [page(MENU, story(seed), FOOTER) for seed in range(3)]
    allowing = Cleaner(select_rules(load_rules(), allow=[FOOTER[1]]), memory=remembered(texts))
    for there in (cleaner.with_memory(remembered(texts)), allowing):
        again = pickle.loads(pickle.dumps(there))
        for text in texts:
            cleaned = again.clean(text, site=SITE)
            assert cleaned == there.clean(text, site=SITE)
            assert (FOOTER[1] in cleaned.body) == (there is allowing)
        assert again.fingerprint() == there.fingerprint() != cleaner.fingerprint()


def test_a_kind_that_was_asked_to_stay_is_told_of(crawl: Path) -> None:
    done = run(crawl, "crawl", "-o", "out", "--repeats", "--keep", "repeat", "--explain-kept")
    assert bodies(crawl / "out")["a.example", 0] == [*MENU, *STORIES["a.example", 0], *FOOTER]
    assert "repeat/site marks it" in done.stderr
    assert "but you asked to keep this kind" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["-", "--repeats"], "standard input"),
        (["-", "--memory", "sites"], "standard input"),
        (["crawl", "--site", "a.example"], "--repeats or --memory"),
        (["crawl", "-o", "out", "--memory", "crawl"], "is a folder"),
        (["crawl", "-o", "out", "--memory", "no/such/sites"], "the folder no/such does not exist"),
        (["crawl", "-o", "out", "--memory", "crawl.jsonl"], "crawl.jsonl: is no memory"),
    ],
)
def test_what_cannot_be_done_is_refused_before_any_work(
    crawl: Path, arguments: list[str], complaint: str
) -> None:
    rows = (crawl / "crawl.jsonl").read_bytes()
    done = run(crawl, *arguments, stdin="A line of text.\n")
    assert done.returncode == 2
    assert complaint in done.stderr
    assert done.stdout == ""
    assert not (crawl / "out").exists()
    assert (crawl / "crawl.jsonl").read_bytes() == rows
