"""Two runs into one output: real processes, one after the other or at the same time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_cases import BODY, DIRTY, RULES, row
from faults import tree

from cleaner.batch.locks import LOCK
from cleaner.batch.targets import NewFile


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "cleaner", *map(str, arguments)]


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), cwd=cwd, capture_output=True, text=True, check=False)


SLOW = """
import sys
from pathlib import Path
from faults import faulty
from cleaner.batch import Job, clean_paths

paths, output = sys.argv[1].split(","), sys.argv[2]
clean_paths(faulty(Path(sys.argv[3])), Job(tuple(paths), output=output, overwrite=True, jobs=1))
"""


def waiting_documents(folder: Path) -> None:
    """Documents and rows of which the first is not done before there is a file `go`."""
    (folder / "in").mkdir()
    wait = f"UNTIL {folder}/go\n\n{DIRTY}"
    for number in range(20):
        (folder / "in" / f"{number:05}.txt").write_text(DIRTY if number else wait)
    (folder / "in" / "rows.jsonl").write_bytes(row(id=0, text=wait) + row(id=1, text=DIRTY) * 20)


def begin(folder: Path, paths: str, output: str) -> subprocess.Popen[bytes]:
    """A run that is at it when this returns."""
    here = str(Path(__file__).parents[1])
    (folder / "own").mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, paths, output, "own"],
        cwd=folder, env={**os.environ, "PYTHONPATH": here}, stderr=subprocess.PIPE,
    )  # fmt: skip
    lock = folder / output / LOCK if not output.endswith("l") else folder / f".{output}.lock"
    for _ in range(3000):
        if (lock.exists() and lock.read_text()) or (folder / "go").exists():
            return process
        assert process.poll() is None, process.communicate()[1].decode()
        time.sleep(0.01)
    raise AssertionError("it took no lock")


def end(process: subprocess.Popen[bytes], folder: Path) -> None:
    (folder / "go").touch()
    process.communicate()
    assert process.returncode == 0


@pytest.mark.parametrize(("paths", "output"), [("in", "out"), ("in/rows.jsonl", "out.jsonl")])
def test_the_second_run_is_told_who_is_there(paths: str, output: str, tmp_path: Path) -> None:
    waiting_documents(tmp_path)
    first = begin(tmp_path, paths, output)
    second = run(paths, "-o", output, "--overwrite", cwd=tmp_path)
    assert first.poll() is None, "the first run should still be at it"
    assert second.returncode == 2
    holder = f"another run is writing there (process {first.pid} on {socket.gethostname()}, since 20"
    assert f"{output}: {holder}" in second.stderr
    end(first, tmp_path)
    end(begin(tmp_path, paths, f"alone{output}"), tmp_path)
    if output == "out":
        assert tree(tmp_path / output) == tree(tmp_path / f"alone{output}")
    else:
        assert (tmp_path / output).read_bytes() == (tmp_path / f"alone{output}").read_bytes()
    left = {path.name for path in tmp_path.rglob("*") if path.name.endswith((".tmp", ".lock"))}
    assert not left


def test_a_run_that_was_killed_locks_nobody_out(tmp_path: Path) -> None:
    waiting_documents(tmp_path)
    first = begin(tmp_path, "in", "out")
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert (tmp_path / "out" / LOCK).exists()
    assert run("in", "-o", "out", "--overwrite", cwd=tmp_path).returncode == 0
    assert not (tmp_path / "out" / LOCK).exists()
    assert not list(tmp_path.rglob("*.tmp"))


def test_runs_into_outputs_of_their_own_dont_wait_for_each_other(tmp_path: Path) -> None:
    waiting_documents(tmp_path)
    first = begin(tmp_path, "in", "out")
    assert run("in/rows.jsonl", "-o", "other.jsonl", cwd=tmp_path).returncode == 0
    assert first.poll() is None
    end(first, tmp_path)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_two_writers_of_one_file_leave_one_whole(name: str, tmp_path: Path) -> None:
    """Where there is no lock to keep them apart, the one that ends last wins."""
    first, second = NewFile(tmp_path / name), NewFile(tmp_path / name)
    for_first, for_second = first.open(), second.open()
    for _ in range(1000):
        for_first.write(b"first\n" * 20)
        for_second.write(b"second\n" * 10)
    size = first.commit()
    whole = (tmp_path / name).read_bytes()
    assert len(whole) == size
    assert name.endswith("gz") or whole == b"first\n" * 20_000
    assert second.commit() == (tmp_path / name).stat().st_size
    assert os.listdir(tmp_path) == [name]


def test_what_a_killed_writer_left_is_used_again(tmp_path: Path) -> None:
    program = """
import os, signal
from pathlib import Path
from cleaner.batch.targets import NewFile
NewFile(Path("a.txt")).open().write(b"half" * 100_000)
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False)
    assert len(list(tmp_path.glob("*.tmp"))) == 1
    file = NewFile(tmp_path / "a.txt")
    file.open().write(b"whole")
    assert file.commit() == 5
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("lay", ["link", "hard link", "pipe"])
def test_nobodys_file_is_written_through_a_temporary_name(lay: str, tmp_path: Path) -> None:
    """A name that somebody has laid a trap at is passed over."""
    probe = NewFile(tmp_path / "a.txt")
    probe.open()
    (name,) = os.listdir(tmp_path)
    probe.abort()
    (tmp_path / "victim").write_text("precious")
    match lay:
        case "link":
            (tmp_path / name).symlink_to("victim")
        case "hard link":
            (tmp_path / name).hardlink_to(tmp_path / "victim")
        case _:
            os.mkfifo(tmp_path / name)
    file = NewFile(tmp_path / "a.txt")
    file.open().write(b"whole")
    file.commit()
    assert (tmp_path / "victim").read_text() == "precious"
    assert (tmp_path / "a.txt").read_text() == "whole"


@pytest.mark.parametrize("how", ["folder", "file"])
def test_a_run_leaves_no_lock_behind(how: str, tmp_path: Path) -> None:
    (tmp_path / "zap.toml").write_text(RULES)
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "a.jsonl").write_bytes(row(text=DIRTY))
    paths, output = (["a.txt"], "out/") if how == "folder" else (["a.jsonl"], "out.jsonl")
    done = run(*paths, "-o", output, "--rules", "zap.toml", "--select", "zap", cwd=tmp_path)
    assert done.returncode == 0
    assert not list(tmp_path.rglob("*.lock"))
    if how == "folder":
        assert (tmp_path / "out" / "a.txt").read_text() == BODY
