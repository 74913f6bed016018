"""`cleaner report`, `stats` and `compare`, as they are called: what they print, write and end with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import HERE
from typer.testing import CliRunner

from cleaner.cli.app import app

PROSE = "The council met on Monday to settle how the new bridge over the river would be paid for, it said."
EXAMPLES = HERE.parent / "docs" / "examples"
RULE = """kind = "ferrynote"
about = "Notes about ferries."

[[rule]]
name = "line"
why = "A note."
confidence = "high"
equals.en = ["Old ferry to sail one more winter"]
cuts.en = ["Old ferry to sail one more winter"]
keeps.en = ["The old ferry will sail for one more winter."]
"""


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str, cwd: Path) -> Done:
    """In this process: starting one for each command would take most of the time."""
    with chdir(cwd):
        done = CliRunner().invoke(app, arguments, prog_name="cleaner")
    return Done(done.exit_code, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an output of the examples, and one of the same with a rule more."""
    folder = tmp_path_factory.mktemp("looking")
    (folder / "rule.toml").write_text(RULE, encoding="utf-8")
    source = str(EXAMPLES / "scraped")
    assert run("clean", source, "-o", "old", cwd=folder).returncode == 0
    assert run("clean", source, "-o", "new", "--rules", "rule.toml", cwd=folder).returncode == 0
    return folder


def test_the_page_of_a_run_made_before(place: Path) -> None:
    done = run("report", "old", "-o", "old.html", cwd=place)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "old.html: written\n")
    again = run("clean", str(EXAMPLES / "scraped"), "-o", "third", "--report", "third.html", cwd=place)
    assert again.returncode == 0
    pages = [(place / name).read_text(encoding="utf-8") for name in ("old.html", "third.html")]
    assert pages[0].replace("\n</div>", "</div>") == pages[1].replace("\n</div>", "</div>")
    assert run("report", "old", "-o", "old.html", cwd=place).returncode == 2


def test_an_explanation_on_a_terminal_is_a_table_in_colour(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{PROSE}\n\nRelated Articles\nOld \x1b[31mpier\n", encoding="utf-8")
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "cleaner", "--isolated", "--explain", "a.txt"]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "90"}
    environment.pop("NO_COLOR", None)
    subprocess.run(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=theirs, env=environment, check=True
    )
    os.close(theirs)
    said = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "what was cut, and why" in said
    assert "\x1b[9;31m“Related Articles”" in said  # struck through, in red
    assert "\\x1b[31mpier" in said  # what a document holds is no command to the terminal
    assert "\x1b[31mpier" not in said


def test_figures(place: Path) -> None:
    done = run("stats", "old", cwd=place)
    assert done.returncode == 0
    assert done.stdout.startswith("3 documents, 13 cuts, ")
    assert "related/section" in done.stdout
    assert "Documents by the share of words left" in done.stdout
    said = json.loads(run("stats", "old", "--json", "--by", "kind", cwd=place).stdout)
    assert said["groups"][0]["name"] == "related"
    assert sum(group["cuts"] for group in said["groups"]) == said["cuts"] == 13


@pytest.mark.parametrize(
    ("condition", "code"), [("left<0.99:5%", 1), ("left<0.1:0%", 0), ("cuts>0:200%", 2), ("odd", 2)]
)
def test_a_monitor(place: Path, condition: str, code: int) -> None:
    done = run("stats", "old", "--fail-if", condition, cwd=place)
    assert done.returncode == code
    assert condition in done.stderr or not code


def test_outputs_that_differ(place: Path) -> None:
    done = run("compare", "old", "new", "--report", "changes.html", cwd=place)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "3 documents: 2 same, 1 more cut",
        "",
        "Newly cut",
        "ferrynote/line  1 line in 1 document",
        "  - Old ferry to sail one more winter",
    ]
    assert 'data-change="newly cut"' in (place / "changes.html").read_text(encoding="utf-8")


def test_outputs_that_are_the_same(place: Path) -> None:
    done = run("compare", "old", "old", cwd=place)
    assert (done.returncode, done.stdout) == (0, "3 documents: 3 same\n")


def test_an_output_beside_what_is_made_now(place: Path) -> None:
    assert run("compare", "old", cwd=place).returncode == 0
    done = run("compare", "old", "--rules", "rule.toml", "--diff", cwd=place)
    assert done.returncode == 1
    assert "-Old ferry to sail one more winter\n" in done.stdout
    assert "1 more cut" in done.stderr


def test_two_sets_of_rules(place: Path) -> None:
    source = str(EXAMPLES / "scraped")
    done = run("compare", "rule.toml", "packaged", "--input", source, cwd=place)
    assert done.returncode == 1
    assert "No longer cut\nferrynote/line  1 line in 1 document\n" in done.stdout


@pytest.mark.parametrize("command", [["report"], ["stats"], ["compare"]])
def test_what_is_no_output_is_refused(place: Path, command: list[str]) -> None:
    done = run(*command, str(EXAMPLES / "scraped"), cwd=place)
    assert done.returncode == 2
    assert done.stderr.startswith("cleaner: ")
    assert "holds no .cleaner.jsonl" in done.stderr
    assert not (place / "report.html").exists()
