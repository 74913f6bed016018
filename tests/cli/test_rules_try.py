"""`cleaner rules try`: a rule file beside a corpus, once and again whenever it changes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cleaner.cli.app import app

PROSE = (
    "The ferry to the outer islands will stop at the north pier again from Monday, the harbour office said."
)
NOTICE = "Ferry times for Tuesday: 08:00, 12:30"
RULE = """
kind = "ferry"
[[rule]]
name = "notice"
why = "A notice about the timetable."
confidence = "high"
starts.en = ["Ferry times for"]
longest = 20
cuts.en = ["Ferry times for Tuesday: 08:00"]
keeps.en = ["The ferry times have changed."]
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "story.txt").write_text(f"{PROSE}\n\n{NOTICE}\n\n{PROSE} Again.\n")
    (tmp_path / "in" / "other.txt").write_text(f"{PROSE}\n\n{PROSE} Again.\n")
    (tmp_path / "ferry.toml").write_text(RULE)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["rules", "try", *arguments])


def test_what_is_newly_cut_is_shown_with_its_place() -> None:
    done = run("ferry.toml", "in")
    assert done.exit_code == 0
    assert "newly cut: 1 line, 6 words, in 1 of 2 documents\n  rules: ferry/notice 1\n" in done.stdout
    assert f"in/story.txt: ferry/notice\n      {PROSE}\n    - {NOTICE}\n      {PROSE} Again.\n" in done.stdout
    assert "no longer cut: nothing in 2 documents" in done.stdout


def test_a_rule_of_the_project_is_compared_with_the_project_without_it(place: Path) -> None:
    (place / "cleaner.toml").write_text('rules = ["ferry.toml"]\nignore = ["ferry"]\n')
    assert json.loads(run("ferry.toml", "in", "--json").stdout)["newly_cut"]["lines"] == 0
    (place / "cleaner.toml").write_text('rules = ["ferry.toml"]\n')
    assert json.loads(run("ferry.toml", "in", "--json").stdout)["newly_cut"]["lines"] == 1


def test_what_is_no_longer_cut_and_what_was_marked(place: Path) -> None:
    (place / "base").mkdir()
    (place / "base" / "ferry.toml").write_text(RULE)
    (place / "less.toml").write_text('kind = "ferry"\n[[rule]]\nname = "notice"\nlongest = 3\n')
    mark = {"document": "in/story.txt", "start": 105, "end": 142, "verdict": "wrong", "text": NOTICE}
    (place / "marks.jsonl").write_text(json.dumps(mark))
    done = run("less.toml", "in", "--rules", "base", "--marks", "marks.jsonl")
    assert "newly cut: nothing" in done.stdout
    assert "no longer cut: 1 line, 6 words, in 1 of 2 documents\n  rules: ferry/notice 1\n" in done.stdout
    assert f"    + {NOTICE}\n" in done.stdout
    assert "marked as wrong: 1 cut, 1 of them now in the body" in done.stdout


def test_bad_files_are_told(place: Path) -> None:
    assert run("none.toml", "in").exit_code == 2
    assert run("ferry.toml", "nowhere").exit_code == 2
    (place / "ferry.toml").write_text('kind = "ferry"\n[[rule]]\nname = "a"\nloks = 1\n')
    done = run("ferry.toml", "in")
    assert done.exit_code == 2
    assert "unknown key" in done.stderr


@pytest.mark.slow
def test_watching_tries_again_whenever_the_file_changes(place: Path) -> None:
    command = [sys.executable, "-u", "-m", "cleaner", "rules", "try", "ferry.toml", "in", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("newly cut: 1 line")
        assert process.stderr.readline() == "watching ferry.toml; Ctrl-C ends it\n"
        (place / "ferry.toml").write_text("kind =")
        assert "is not valid TOML" in process.stderr.readline()
        while "watching" not in process.stderr.readline():
            pass
        (place / "ferry.toml").write_text(
            RULE.replace('Ferry times for"]', 'Ship times for"]').replace(
                "Ferry times for T", "Ship times for T"
            )
        )
        lines = iter(process.stdout.readline, "")
        assert any(line.startswith("newly cut: nothing") for line in lines)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
