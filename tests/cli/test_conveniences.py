"""What people expect of a command: colours, completion, settings shown, hints, a clean undone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from batch_cases import DIRTY, PAGE, row
from conftest import HERE
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.batch import Failure, Item, Job, Result, Size
from cleaner.cli import colour
from cleaner.cli.progress import Progress
from cleaner.cli.told import Told
from cleaner.report import diff, restored

JUNK = DIRTY.replace("Zap this line", "Related Articles")


def command(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    own = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *arguments], input=stdin, cwd=cwd, env={**own, **environment},
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


# --- a clean undone ----------------------------------------------------------------------------------------


def test_what_was_cut_can_be_put_back(cleaner: Cleaner) -> None:
    for path in sorted((HERE.parent / "seeds" / "raw").glob("*.txt")):
        cleaned = cleaner.clean(path.read_text())
        told = json.loads(json.dumps(cleaned.to_dict()))
        assert restored(told["body"], told["removed"]) == cleaned.original


@given(st.lists(st.tuples(st.text(max_size=5), st.text(min_size=1, max_size=5)), max_size=6), st.text())
def test_cuts_anywhere_can_be_put_back(pieces: list[tuple[str, str]], end: str) -> None:
    original, body, removed = "", "", []
    for kept, cut in pieces:
        start = len(original) + len(kept)
        removed.append({"start": start, "end": start + len(cut), "text": cut})
        original, body = original + kept + cut, body + kept
    assert restored(body + end, removed[::-1]) == original + end


def test_cuts_of_another_body() -> None:
    with pytest.raises(ValueError, match="don't fit"):
        restored("short", [{"start": 50, "end": 51, "text": "x"}])


def test_restore(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(JUNK)
    (tmp_path / "b.jsonl").write_bytes(row(id=1, text=JUNK) + row(id=2) + row(id=3, html=PAGE))
    command("a.txt", "--format", "json", "--explain", "-o", "a.json", cwd=tmp_path)
    assert command("restore", "a.json", cwd=tmp_path) == (0, JUNK, "")
    _, rows, _ = command("b.jsonl", "--explain", cwd=tmp_path)
    code, out, _ = command("restore", cwd=tmp_path, stdin=rows.encode())
    assert code == 0
    found = [json.loads(line) for line in out.splitlines()]
    assert [(row["id"], row["text"] and row["text"][:20]) for row in found] == [
        (1, JUNK[:20]), (2, None), (3, "The council met on M"),
    ]  # fmt: skip
    code, _, said = command("restore", cwd=tmp_path, stdin=command("b.jsonl", cwd=tmp_path)[1].encode())
    assert code == 2
    assert "stdin:1: has no body, or cuts without their text" in said


def test_restore_of_an_output_folder(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(JUNK)
    (tmp_path / "in" / "deep" / "b.txt").write_text(JUNK)
    (tmp_path / "in" / "c.jsonl").write_bytes(row(id=1, text=JUNK) + row(id=2) + row(id=3, text=JUNK))
    (tmp_path / "in" / "d.txt").write_bytes(b"\xff\x00\x01\x02")
    command("in", "-o", "out", cwd=tmp_path)
    code, _, said = command("restore", "out", "-o", "back", cwd=tmp_path)
    assert code == 3
    assert "in/d.txt: can't be restored: it was not cleaned" in said
    assert (
        (tmp_path / "back" / "a.txt").read_text()
        == JUNK
        == (tmp_path / "back" / "deep" / "b.txt").read_text()
    )
    rows = [json.loads(line) for line in (tmp_path / "back" / "c.jsonl").read_text().splitlines()]
    assert [row["text"] for row in rows] == [JUNK, None, JUNK]
    code, out, _ = command("restore", "out", cwd=tmp_path)
    texts = {row["name"]: row["text"] for row in map(json.loads, out.splitlines())}
    assert (code, texts["in/a.txt"], texts["in/c.jsonl:3"]) == (3, JUNK, JUNK)
    assert command("restore", "out", "-o", "back", cwd=tmp_path)[0] == 2  # nothing is overwritten
    (tmp_path / "out" / "a.txt").write_text("Somebody wrote here.")
    assert "its body has changed" in command("restore", "out", cwd=tmp_path)[2]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_restore_of_a_table(ending: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'id,text\n1,"{JUNK}"\n')
    command("a.csv", "--explain", "-o", f"out.{ending}", cwd=tmp_path)
    assert json.loads(command("restore", f"out.{ending}", cwd=tmp_path)[1])["text"] == JUNK


# --- colours -----------------------------------------------------------------------------------------------


def test_colours_only_where_somebody_looks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(JUNK)
    plain = command("a.txt", "--diff", cwd=tmp_path)[1]
    assert "\x1b" not in plain
    painted = command("a.txt", "--diff", "--color", "always", cwd=tmp_path, NO_COLOR="1")[1]
    assert "\x1b[31m-Related Articles\x1b[0m" in painted
    assert command("a.txt", "--diff", cwd=tmp_path, FORCE_COLOR="1")[1] == painted
    assert command("a.txt", "--diff", "--color", "never", cwd=tmp_path, FORCE_COLOR="1")[1] == plain
    assert command("nope.txt", "--color=always", cwd=tmp_path)[2].startswith("\x1b[1;31mcleaner\x1b[0m: nope")
    assert command("a.txt", "--color", "always", cwd=tmp_path)[1] == command("a.txt", cwd=tmp_path)[1]


def test_a_text_can_not_paint(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(JUNK.replace("Members", "\x1b[31mMembers"))
    painted = command("a.txt", "--diff", "--color", "always", cwd=tmp_path)[1]
    assert "\\x1b[31mMembers" in painted


def test_a_diff_in_colours_says_what_a_plain_one_does(cleaner: Cleaner) -> None:
    told = diff(cleaner.clean(JUNK), explain=True)
    painted = colour.diff(told)
    assert "\x1b[2m\t# related/section\x1b[0m" in painted
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[36m"):
        painted = painted.replace(code, "")
    assert painted == told


def test_a_diff_names_rules_at_the_ends_of_lines(cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(JUNK.replace("\n", "\r\n"))
    assert "\n-Related Articles\t# related/section\r\n" in diff(cleaned, explain=True)
    assert "\t#" not in diff(cleaned)


# --- the rest ----------------------------------------------------------------------------------------------


def complete(words: str, tmp_path: Path) -> list[str]:
    number = str(len(words.split(" ")) - 1)
    told = command(
        cwd=tmp_path, _CLEANER_COMPLETE="complete_bash", COMP_WORDS=words.rstrip(), COMP_CWORD=number
    )
    return told[1].split()


def test_a_shell_completes(tmp_path: Path) -> None:
    assert complete("cleaner ru", tmp_path) == ["rules"]
    assert complete("cleaner a.txt --keep capt", tmp_path) == ["caption"]
    assert "date,related/section" in complete("cleaner --ignore date,related/s", tmp_path)
    assert "--show-settings" in complete("cleaner --show", tmp_path)
    assert "related/section" in complete("cleaner rules show related/", tmp_path)


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_a_script_for_each_shell(shell: str, tmp_path: Path) -> None:
    code, script, _ = command("completion", shell, cwd=tmp_path)
    assert code == 0
    assert "_CLEANER_COMPLETE" in script
    if shell == "bash":
        assert subprocess.run(["bash", "-n"], input=script.encode(), check=False).returncode == 0


def test_kinds(tmp_path: Path, cleaner: Cleaner) -> None:
    code, told, _ = command("kinds", cwd=tmp_path)
    assert code == 0
    lines = [line.split(maxsplit=4) for line in told.splitlines()]
    assert {line[0] for line in lines} == {*cleaner.rules.kinds}
    assert {line[1] for line in lines} <= {"on", "off", "some"}
    assert next(line for line in lines if line[0] == "related")[1] in ("on", "some")


def test_settings_are_shown(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text('keep = ["caption"]\ncaution = "high"\n')
    code, told, _ = command("--show-settings", "--drop", "title", cwd=tmp_path)
    assert code == 0
    for line in ('keep = ["caption"]', 'drop = ["title"]', 'caution = "high"', "cleaner.toml", "rules of"):
        assert line in told


@pytest.mark.parametrize(("word", "meant"), [("ruels", "rules"), ("kind", "kinds")])
def test_a_mistyped_command(word: str, meant: str, tmp_path: Path) -> None:
    code, _, said = command(word, cwd=tmp_path)
    assert (code, f"did you mean “cleaner {meant}”?" in said) == (2, True)


def test_a_file_that_is_called_like_a_command(tmp_path: Path) -> None:
    (tmp_path / "ruels").write_text(DIRTY)
    assert command("ruels", cwd=tmp_path)[0] == 0


def test_quiet_and_verbose(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_text(JUNK if number else "")
    assert command("in", "-q", "-o", "out", cwd=tmp_path) == (0, "", "")
    said = command("in", "-v", "-o", "out2", cwd=tmp_path)[2]
    assert "in/1.txt: 1 cut, " in said
    assert "3 cleaned (2 cuts), 1 empty" in said
    assert command("in", "-q", "-v", cwd=tmp_path)[0] == 2


def test_failures_are_told_up_to_twenty(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told(Job(("in",), output="out/"), quiet=True)
    for number in range(30):
        told.tell(Failure(f"{number}.txt", "is not text (PNG)"))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "error: more documents failed; all of them are in out/.cleaner.jsonl"


def test_progress_in_words(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.cli.progress._EVERY", 0.0)
    progress = Progress(lambda: Size(documents=4), terminal=False)
    progress._started -= 10
    progress.see(Item("a", "x"), Result("a", b"", {"date/line": 3}, suspicious=True))
    progress.see(Item("b", "x"), Failure("b", "crashed"))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "1/4 · 0.1 docs/s · 3.0 cuts/doc · 1 suspicious · 30 s left"
    assert lines[1] == "2/4 · 0.2 docs/s · 3.0 cuts/doc · 1 suspicious · 1 failed · 10 s left"


# --- what is missing, and what is called otherwise ---------------------------------------------------------


def test_hints_at_what_is_meant(tmp_path: Path) -> None:
    (tmp_path / "-x.txt").write_text(JUNK)
    code, _, said = command("--install-completion", cwd=tmp_path)
    assert (code, "cleaner completion --help" in said) == (2, True)
    code, _, said = command("-x.txt", cwd=tmp_path)
    assert (code, "write ./-x.txt" in said) == (2, True)
    assert command("./-x.txt", cwd=tmp_path)[0] == 0 == command("--", "-x.txt", cwd=tmp_path)[0]


@pytest.mark.parametrize(
    ("module", "paths"),
    [("pyarrow", ("in", "-o", "out.parquet")), ("pyarrow", ("a.parquet",)), ("fastwarc", ("a.warc.gz",))],
)
def test_a_missing_extra_is_told_before_work_starts(
    module: str, paths: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("in/a.txt", "a.parquet", "a.warc.gz"):
        (tmp_path / name).write_text(JUNK)
    start = f"import sys; sys.modules['{module}'] = None; from cleaner.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", start, *paths], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "needs the extra “" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "a.warc.gz", "in"]
