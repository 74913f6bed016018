"""What comes in slowly goes out as it comes: real pipes, slow writers, interruptions."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from batch_cases import BODY, DIRTY, RULES, row

from cleaner.batch.ahead import CHUNK, Ahead
from cleaner.batch.items import Limits
from cleaner.batch.pool import Pool

SECONDS = 1.0  # until a row that came in has gone out
PATIENCE = 30.0  # until a process ends


class Pipe:
    """The command, with a hand on both of its ends."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        (folder / "zap.toml").write_text(RULES)
        command = [sys.executable, "-m", "cleaner", "-", *arguments, "--rules", "zap.toml", "--select", "zap"]
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def put(self, data: bytes) -> None:
        stdin: Any = self.process.stdin
        stdin.write(data)
        stdin.flush()

    def get(self) -> dict[str, Any]:
        """The next row, as soon as it is there."""
        stdout: Any = self.process.stdout
        return dict(json.loads(stdout.readline()))

    def end(self) -> tuple[bytes, str]:
        rest, messages = self.process.communicate(timeout=60)
        return rest, messages.decode()


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Pipe]:
    made = Pipe(tmp_path)
    yield made
    made.process.kill()
    made.process.communicate()


def test_a_row_that_comes_in_goes_out(pipe: Pipe) -> None:
    """Each is out before the next is written. A busy machine delays some, a wait of the command's own all."""
    took = []
    for number in range(10):
        started = time.monotonic()
        pipe.put(row(id=number, text=DIRTY))
        assert (found := pipe.get())["id"] == number
        assert found["body"] == BODY
        took.append(time.monotonic() - started)
    assert min(took) < SECONDS
    assert pipe.process.poll() is None
    pipe.put(b"".join(row(id=number, text=DIRTY) for number in range(10, 205)))
    assert [pipe.get()["id"] for _ in range(195)] == list(range(10, 205))
    rest, messages = pipe.end()
    assert not rest
    assert "205 cleaned" in messages


def test_one_that_fails_holds_nobody_up(pipe: Pipe) -> None:
    pipe.put(row(id=0, text=DIRTY))
    pipe.get()
    pipe.put(b"[1]\n" + row(id=1, text=3) + row(id=2, text=DIRTY))
    while (found := pipe.get()).get("id") != 2:
        assert "error" in found
    assert found["body"] == BODY


@pytest.mark.parametrize("pieces", [7, 3])
def test_rows_that_come_in_pieces(pipe: Pipe, pieces: int) -> None:
    data = row(id=0, text=DIRTY)
    size = -(-len(data) // pieces)
    for start in range(0, len(data), size):
        pipe.put(data[start : start + size])
        time.sleep(0.05)
    assert pipe.get()["body"] == BODY


def test_an_array_goes_out_object_by_object(tmp_path: Path) -> None:
    pipe = Pipe(tmp_path, "--format", "jsonl")
    pipe.put(b"[\n" + row(id=0, text=DIRTY).strip() + b",\n")
    assert pipe.get()["id"] == 0
    pipe.put(row(id=1, text=DIRTY).strip() + b"\n]")
    assert b'"id": 1' in pipe.end()[0]


def test_rows_of_csv_go_out_one_by_one(tmp_path: Path) -> None:
    pipe = Pipe(tmp_path, "--input-format", "csv", "--format", "jsonl")
    pipe.put(b"id,text\n0,One line.\n")
    assert pipe.get()["id"] == "0"
    pipe.put(b"1,Another line.\n")
    assert pipe.get()["id"] == "1"
    assert pipe.end()[0] == b""


def _catches_sigterm(pid: int) -> bool:
    """Whether a process does something of its own about SIGTERM, as Linux tells."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return bool(int(told["SigCgt"], 16) >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("begun", [False, True])
def test_an_interruption_while_nothing_comes(pipe: Pipe, sent: int, code: int, begun: bool) -> None:
    pipe.put(row(id=0, text=DIRTY) if begun else row(id=0, text=DIRTY)[:-1])
    if begun:
        pipe.get()
    until = time.monotonic() + PATIENCE
    while not _catches_sigterm(pipe.process.pid) and time.monotonic() < until:
        time.sleep(0.1)  # it is still starting
    time.sleep(1)
    pipe.process.send_signal(sent)
    stderr: IO[bytes] = pipe.process.stderr  # type: ignore[assignment]
    assert pipe.process.wait(PATIENCE) == code
    messages = stderr.read().decode()
    assert "Fatal" not in messages
    assert "Traceback" not in messages


def test_a_pipe_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "zap.toml").write_text(RULES)
    os.mkfifo(tmp_path / "rows.jsonl")
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", "rows.jsonl", "--rules", "zap.toml", "--select", "zap"],
        cwd=tmp_path, stdout=subprocess.PIPE,
    )  # fmt: skip
    stdout: Any = process.stdout
    with open(tmp_path / "rows.jsonl", "wb", buffering=0) as file:
        for number in range(3):
            file.write(row(id=number, text=DIRTY))
            assert json.loads(stdout.readline())["id"] == number
    assert process.wait(PATIENCE) == 0


# --- reading ahead -----------------------------------------------------------------------------------------


class Length:
    def check(self) -> None: ...

    def __call__(self, text: str) -> int:
        return len(text)


def slowly(texts: list[str], seconds: float) -> Iterator[str]:
    for text in texts:
        yield text
        time.sleep(seconds)


def test_what_is_raised_comes_after_what_was_read() -> None:
    def things() -> Iterator[str]:
        yield from "abc"
        raise ValueError("broken")

    source = Ahead(things())
    got = iter(source)
    assert [next(got) for _ in "abc"] == list("abc")
    with pytest.raises(ValueError, match="broken"):
        next(got)


def test_all_that_comes_slowly_comes_in_order() -> None:
    texts = [str(n) * n for n in range(1, 8)]
    with Pool(Length(), 2, Limits(20.0)) as pool:
        assert list(pool.map(slowly(texts, 0.15))) == [(text, len(text)) for text in texts]


def test_a_full_chunk_does_not_wait() -> None:
    source = Ahead(slowly(["x"] * CHUNK + ["y"], 0.0))
    while not (chunk := source.chunk())[0]:
        source.wait(1.0)
    assert len(chunk[0]) == CHUNK


def test_a_generator_that_is_left_is_closed() -> None:
    closed = []

    def things() -> Iterator[int]:
        try:
            yield from range(1_000_000)
        finally:
            closed.append(True)

    source = Ahead(things())
    next(iter(source))
    source.close()
    for _ in range(500):
        if closed:
            break
        time.sleep(0.01)
    assert closed


def test_compressed_input_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = Pipe(tmp_path)
    pipe.put(gzip.compress(row(id=0, text=DIRTY) * 3))
    assert len(pipe.end()[0].splitlines()) == 3
