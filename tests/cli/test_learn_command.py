"""`cleaner learn` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import generated
import pytest
from click.testing import Result
from typer.testing import CliRunner

from cleaner.cli.app import app


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number, page in enumerate(generated.site("ja", pages=6)):
        (tmp_path / "in" / f"{number}.txt").write_text(page.text)
    return tmp_path


def run(*arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(app, ["learn", *arguments], input=answers)


def test_a_draft_is_written_and_in_force(place: Path) -> None:
    done = run("in", "-o", "draft.toml")
    assert done.exit_code == 0
    assert "draft.toml: read it, then see what it does: cleaner rules try draft.toml in" in done.stderr
    assert CliRunner().invoke(app, ["rules", "test", "draft.toml"]).exit_code == 0
    cleaned = CliRunner().invoke(app, ["in/1.txt", "--rules", "draft.toml"])
    footer = generated.VOICES["ja"].footer[0]
    assert footer in (place / "in" / "1.txt").read_text()
    assert footer not in cleaned.stdout
    again = run("in", "-o", "draft.toml")
    assert again.exit_code == 2
    assert "already exists" in again.stderr


def test_drafts_can_be_walked_through() -> None:
    done = run("in", "--interactive", answers="n\ny\nq\n")
    assert done.exit_code == 0
    assert done.stdout.count("[[rule]]") == 1


def test_rows_of_one_site(place: Path) -> None:
    rows = [
        {"url": f"https://www.{site}.example/{n}", "text": page.text}
        for site in ("bay", "far")
        for n, page in enumerate(generated.site("ja", pages=5, seed=len(site)))
    ]
    (place / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = run("rows.jsonl", "--site", "bay.example")
    assert done.exit_code == 0
    assert 'sites = ["bay.example"]' in done.stdout
    assert "far.example" not in done.stdout


def test_where_nothing_recurs_nothing_is_written(place: Path) -> None:
    for file in sorted((place / "in").iterdir())[2:]:
        file.unlink()
    done = run("in", "-o", "draft.toml")
    assert done.exit_code == 1
    assert not (place / "draft.toml").exists()
