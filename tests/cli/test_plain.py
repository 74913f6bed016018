"""The short way for plain command lines: it says and does what the long way does, and loads less."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from cleaner.cli.app import app
from cleaner.cli.plain import FLAGS, VALUES, plainly, run_plain

TEXT = "Storm closes the harbour\n\nIt was closed on Monday, the port authority said.\n\nShare this article\n"
PAGE = f"<html><body><article><h1>A storm</h1><p>{'The harbour was closed. ' * 9}</p></article></body></html>"
ROWS = '{"text": "The ferry left on time, the crew said on Tuesday."}\n{"text": 3}\n'

PLAIN: tuple[tuple[str, ...], ...] = (
    ("one.txt",),
    ("clean", "one.txt"),
    ("--explain", "one.txt"),
    ("one.txt", "--explain", "-v"),
    ("one.txt", "page.html"),
    ("page.html", "--url", "https://example.com/story", "--explain"),
    ("one.txt", "-o", "out.txt"),
    ("one.txt", "-o", "there.txt"),
    ("one.txt", "-o", "there.txt", "--overwrite", "-q"),
    ("one.txt", "--format", "json"),
    ("one.txt", "--format", "parchment"),
    ("rows.jsonl",),
    ("rows.jsonl", "--output", "out.jsonl", "--quiet"),
    ("folder/", "-o", "out/"),
    ("--quiet", "folder"),
    ("-o", "out/", "folder", "one.txt"),
    ("-q", "-v", "one.txt"),
    ("missing.txt",),
    ("missing.txt", "one.txt"),
    ("clean", "report"),
    ("--explain", "report"),
    ("-",),
    (),
    ("clean",),
    ("broken.pdf",),
)
OTHERS: tuple[tuple[str, ...], ...] = (
    ("-h",),
    ("--version",),
    ("clean", "--help"),
    ("kinds",),
    ("report",),
    ("rulez",),
    ("notes",),
    ("--expain", "one.txt"),
    ("one.txt", "-o"),
    ("one.txt", "-o", "--explain"),
    ("one.txt", "--keep", "date"),
    ("one.txt", "--output=out.txt"),
    ("-qv", "one.txt"),
    ("--", "one.txt"),
    ("",),
)


def _place(folder: Path) -> Path:
    (folder / "folder").mkdir(parents=True)
    for name, content in {
        "one.txt": TEXT, "page.html": PAGE, "rows.jsonl": ROWS, "there.txt": "kept\n", "report": TEXT,
        "folder/a.txt": TEXT, "folder/b.html": PAGE, "broken.pdf": "%PDF-1.4\n%\x00\x01\x02", "notes": TEXT,
    }.items():  # fmt: skip
        (folder / name).write_text(content)
    return folder


def _outcome(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> tuple[Any, str, str, dict[str, bytes]]:
    """Exit code, standard output and error, and all files there are then, but for what logs say of time."""
    monkeypatch.chdir(_place(folder))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    code: Any = 0
    try:
        run()
    except SystemExit as ended:
        code = ended.code or 0
    said = capfd.readouterr()
    files = {
        str(path.relative_to(folder)): b"" if path.name == ".cleaner.jsonl" else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return code, said.out, "\n".join(map(_untimed, said.err.splitlines())), files


def _untimed(line: str) -> str:
    return line.rpartition(", ")[0] if line.endswith(" s") else line


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_both_ways_do_the_same(
    arguments: Sequence[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def short() -> None:
        assert run_plain(arguments)

    def long() -> None:
        app(list(arguments), prog_name="cleaner")

    first = _outcome(short, tmp_path / "1", monkeypatch, capfd)
    assert first == _outcome(long, tmp_path / "2", monkeypatch, capfd)


@pytest.mark.parametrize("arguments", OTHERS, ids=" ".join)
def test_all_else_is_left_to_the_long_way(
    arguments: Sequence[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert not run_plain(arguments)
    assert capfd.readouterr() == ("", "")


def test_a_terminal_without_input_and_a_shell_that_completes_are_left_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("_CLEANER_COMPLETE", "bash_complete")
    assert not run_plain(["one.txt"])
    monkeypatch.delenv("_CLEANER_COMPLETE")
    ours, theirs = os.openpty()
    with open(theirs, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        assert not run_plain([])
        assert not run_plain(["--explain"])
    os.close(ours)


def test_plain_options_are_those_of_the_command() -> None:
    command: Any = get_command(app)
    named = {name: one.name for one in command.commands["clean"].params for name in one.opts}
    for name, parameter in {**FLAGS, **VALUES}.items():
        assert named[name] == parameter


def test_no_command_is_taken_for_a_file() -> None:
    command: Any = get_command(app)
    for name in set(command.commands) - {"clean"}:
        assert plainly([name]) is None


NOT_LOADED = {
    "typer", "rich", "jinja2", "babel", "lxml", "bs4", "trafilatura", "zstandard", "pebble", "urllib3",
    "multiprocessing", "pyarrow", "fsspec", "fastwarc", "dateparser", "ftfy", "chardet", "tomllib", "difflib",
    "zipfile", "tarfile", "gzip", "socket", "subprocess", "cleaner.workbench", "cleaner.page",
    "cleaner.report.compare", "cleaner.report.review", "cleaner.report.rules", "cleaner.report.stats",
    "cleaner.batch.fetch", "cleaner.batch.corpus", "cleaner.batch.past",
    "cleaner.cli.app", "cleaner.cli.report", "cleaner.cli.rules", "cleaner.rulebook.tomlplace",
}  # fmt: skip


@pytest.mark.parametrize("arguments", [("one.txt",), ("--explain", "one.txt"), ("-q", "-")], ids=" ".join)
def test_a_plain_run_loads_little(arguments: Sequence[str], tmp_path: Path) -> None:
    program = "import sys; from cleaner.cli import main; main(); print(*sys.modules, file=sys.stderr)"
    for run in range(2):  # once for the cache of rules
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=_place(tmp_path / str(run)), input=TEXT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    loaded = set(done.stderr.split())
    assert "cleaner.pipeline" in loaded
    assert loaded & NOT_LOADED == set()


@pytest.mark.parametrize(
    "arguments", [("one.txt",), ("no-such-file.txt",), ("--no-such-option",)], ids=" ".join
)
def test_a_plain_run_leaves_the_search_for_garbage_on(arguments: Sequence[str], tmp_path: Path) -> None:
    program = (
        "import gc, sys; from cleaner.cli import main\n"
        "try: main()\nfinally: print(gc.isenabled(), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=_place(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "True" in done.stderr.splitlines()
