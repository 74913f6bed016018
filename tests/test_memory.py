"""Repeats from the command line: folders and rows as sites, and the file that remembers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_repeats import FOOTER, MENU, page, story

from cleaner import Memory

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


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["-", "--repeats"], "standard input"),
        (["-", "--memory", "sites"], "standard input"),
        (["crawl", "--site", "a.example"], "--repeats or --memory"),
        (["crawl", "-o", "out", "--memory", "crawl"], "is a folder"),
        (["crawl", "-o", "out", "--memory", "no/such/sites"], "no folder no/such"),
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
