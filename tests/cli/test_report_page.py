"""`--report`: a page for what a run has cut."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from conftest import HERE

EXAMPLES = HERE.parent / "docs" / "examples"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cleaner", "clean", "--isolated", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_a_page_for_a_folder(tmp_path: Path) -> None:
    done = run(str(EXAMPLES / "scraped"), "-o", "out", "--report", "page.html", cwd=tmp_path)
    assert done.returncode == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for name in ("bakery.txt", "ferry.txt", "lighthouse.html"):
        assert f'data-name="{EXAMPLES / "scraped" / name}"' in page or f'scraped/{name}"' in page
    assert "Related Articles" in page


def test_a_page_is_the_same_with_any_number_of_jobs(tmp_path: Path) -> None:
    rows = [
        {"id": n, "text": f"Related Articles\n\nA line of prose that is number {n}, it said."}
        for n in range(60)
    ]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    pages = []
    for jobs in ("1", "2"):
        done = run(
            "rows.jsonl", "-o", f"out{jobs}.jsonl", "-j", jobs, "--report", f"{jobs}.html", cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
        pages.append((tmp_path / f"{jobs}.html").read_text(encoding="utf-8"))
    assert pages[0] == pages[1]


def test_failures_are_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02" * 900)
    (tmp_path / "b.txt").write_text("A line of prose.\n")
    done = run("a.txt", "b.txt", "-o", "out", "--report", "page.html", cwd=tmp_path)
    assert done.returncode == 3
    assert 'data-risk="failed"' in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_page_that_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A line of prose.\n")
    (tmp_path / "page.html").write_text("mine")
    done = run("a.txt", "--report", "page.html", cwd=tmp_path)
    assert done.returncode == 2
    assert "page.html already exists" in done.stderr
    assert done.stdout == ""
    assert (tmp_path / "page.html").read_text() == "mine"
    assert run("a.txt", "--report", "page.html", "--overwrite", cwd=tmp_path).returncode == 0


def test_a_page_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A line of prose.\n")
    done = run("a.txt", "--report", "missing/page.html", cwd=tmp_path)
    assert done.returncode in (0, 2)
    assert (done.returncode == 0) == (tmp_path / "missing" / "page.html").exists()
