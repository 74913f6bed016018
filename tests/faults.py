"""What batches are really fed and how they are really broken off: `python tests/faults.py` prints the table.

Each fault happens: the processes are killed by the kernel, the disk is full, the link loops. A cleaner that
does as certain texts tell it stands in for defects of libraries, which no document can be written to meet.
"""

from __future__ import annotations

import contextlib
import ctypes
import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from batch_cases import BODY, DIRTY, RULES
from warcs import PAGE, response

from cleaner import Cleaner, Document, RulePack, load_rules
from cleaner.batch import Failure, Job, Limits, Outcome, clean_paths
from cleaner.batch.find import LOG
from cleaner.match import Clock

DOCUMENTS = 200
LIMITS = Limits(seconds=2.0, megabytes=1024)
MARK = "CLEANER_FAULTS"  # in the environment of all processes of a run: its value tells runs apart


class Faulty(Cleaner):
    """A cleaner that does what a document says, as a defect in C would."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _faulty, (self.rules,)

    def clean_document(self, document: Document, clock: Clock | None = None) -> Any:
        order, _, argument = document.text.strip().partition("\n")[0].partition(" ")
        if order == "SEGFAULT":
            ctypes.string_at(0)
        if order == "SPIN":
            re.match("(a+)+$", "a" * 60 + "b")  # never lets go of the interpreter's lock
        if order == "ALLOCATE":
            bytearray(3 << 30)
        if order == "EXIT":
            os._exit(int(argument))
        if order == "WAIT" and not os.path.exists(argument):
            Path(argument).write_text(str(os.getpid()))
            time.sleep(60)
        if order == "SLOWLY":
            time.sleep(float(argument))
        while order == "UNTIL" and not os.path.exists(argument):
            time.sleep(0.02)
        return super().clean_document(document, clock)


def _faulty(rules: RulePack) -> Faulty:
    return Faulty(rules)


def faulty(folder: Path) -> Faulty:
    """Such a cleaner, with a single rule."""
    file = folder / "zap.toml"
    file.write_text(RULES)
    return Faulty(load_rules([file], packaged=False))


class Report(NamedTuple):
    """What a fault did."""

    lost: int  # documents
    intact: bool  # all others are there, and as they should be
    reasons: tuple[str, ...]
    seconds: float
    orphans: int  # processes left


def documents(folder: Path, number: int = DOCUMENTS) -> None:
    """Good documents."""
    folder.mkdir()
    for n in range(number):
        (folder / f"{n:05}.txt").write_text(DIRTY)


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder but the log."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LOG
    }


def is_intact(folder: Path, number: int) -> bool:
    """Whether there are so many bodies of good documents."""
    found = tree(folder)
    return [found.get(f"{n:05}.txt") for n in range(number)] == [BODY.encode()] * number


def orphans() -> int:
    """Processes of the run that are still there, but this one and its servants."""
    left = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            marked = f"{MARK}={os.environ[MARK]}\0".encode() in (process / "environ").read_bytes()
            left += marked and b"spawn_main" in (process / "cmdline").read_bytes()
    return left


# --- faults within a run -----------------------------------------------------------------------------------


def within(
    prepare: Callable[[Path], contextlib.AbstractContextManager[None] | None],
    lost: int,
    number: int = DOCUMENTS,
) -> Fault:
    """A fault that comes with the documents; a few of them get no processes of their own without need."""

    def happen(folder: Path) -> Report:
        documents(folder / "in", number)
        failures: list[Failure] = []
        started = time.monotonic()
        with prepare(folder / "in") or contextlib.nullcontext():
            outcome = clean_paths(
                faulty(folder),
                Job(
                    (str(folder / "in"),),
                    output=str(folder / "out"),
                    jobs=2 * (number == DOCUMENTS),
                    limits=LIMITS,
                ),
                lambda _, result: failures.append(result) if isinstance(result, Failure) else None,
            )
        seconds = time.monotonic() - started
        reasons = tuple(sorted({failure.reason for failure in failures}))
        return Report(outcome.failed, is_intact(folder / "out", number), reasons, seconds, orphans())

    return Fault(happen, lost)


def text(content: str | bytes) -> Callable[[Path], None]:
    """A document of this content among the good."""

    def prepare(folder: Path) -> None:
        (folder / "00100x.txt").write_bytes(content.encode() if isinstance(content, str) else content)

    return prepare


@contextlib.contextmanager
def killed_once(folder: Path) -> Iterator[None]:
    """Whichever process has the document is killed, once."""
    note = folder.parent / "pid"
    (folder / "00100x.txt").write_text(f"WAIT {note}")

    def kill() -> None:
        while not note.exists() or not note.read_text():
            time.sleep(0.01)
        os.kill(int(note.read_text()), signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    yield
    thread.join()


def large_page(folder: Path) -> None:
    """200 MB of HTML."""
    with open(folder / "00100x.html", "wb") as file:
        file.write(b"<html><body>")
        for _ in range(200):
            file.write(b"<div><p>The council met on <b>Monday</b> and agreed.</p></div>\n" * 16_000)


def empty_files(folder: Path) -> None:
    for number in range(10_000):
        (folder / f"empty{number}.txt").touch()


def odd_names(folder: Path) -> None:
    for name in (b"a\xff.txt", b"b\n.txt", "ü 漢.txt".encode(), b"-o.txt"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(DIRTY)


def loops(folder: Path) -> None:
    (folder / "a.txt").symlink_to("a.txt")
    (folder / "again").symlink_to(".")


def unreadable(folder: Path) -> None:
    """A file whose reading fails, for root too."""
    (folder / "a.txt").symlink_to("/proc/self/mem")


@contextlib.contextmanager
def growing(folder: Path) -> Iterator[None]:
    """A file that grows for as long as it is read."""
    path = folder / "00000a.txt"
    path.write_bytes(b"The council met.\n" * 2_000_000)
    stop = threading.Event()

    def grow() -> None:
        with open(path, "ab", buffering=0) as file:
            while not stop.wait(0.001):
                file.write(b"More.\n")

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


# --- runs broken off ---------------------------------------------------------------------------------------


def command(folder: Path, *options: str) -> list[str]:
    """A run of the folder's documents in a process of its own."""
    return [sys.executable, __file__, "run", str(folder), *options]


def heed_interrupts() -> None:
    """Shells have what they run in the background ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def begin(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(folder, *options),
        stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,  # noqa: PLW1509
    )


def slow_documents(folder: Path) -> None:
    """Documents that take long enough to be interrupted at."""
    folder.mkdir()
    for n in range(DOCUMENTS // 2):
        (folder / f"{n:05}.txt").write_text(f"SLOWLY 0.02\n\n{DIRTY}")
    (folder / "rows.jsonl").write_text('{"id": 1, "text": "SLOWLY 0.02"}\n' * (DOCUMENTS // 2))


def broken_off(signals: list[int]) -> Fault:
    """Runs ended by signals, one after the other, each going on where the one before was."""

    def happen(folder: Path) -> Report:
        slow_documents(folder / "in")
        assert begin(folder, "whole").wait() == 0
        assert len(tree(folder / "whole")) == DOCUMENTS // 2 + 5
        started = time.monotonic()
        reasons = []
        for number, signal_ in enumerate(signals):
            process = begin(folder, "out", "--resume")
            _wait_for_outputs(folder / "out", 20 * (number + 1))
            process.send_signal(signal_)
            _, complaints = process.communicate()
            reasons.append(f"exit {process.returncode}{', Traceback' if b'Traceback' in complaints else ''}")
        time.sleep(0.5)
        left = orphans()
        assert begin(folder, "out", "--resume").wait() == 0
        intact = tree(folder / "out") == tree(folder / "whole") and not list(folder.rglob("*.tmp"))
        lines = [json.loads(line) for line in _log_lines(folder / "out")]
        names = [line["name"] for line in lines if "name" in line]
        lost = DOCUMENTS - len(set(names))
        return Report(
            lost, intact and len(names) == len(set(names)), tuple(reasons), time.monotonic() - started, left
        )

    return Fault(happen, 0)


def _wait_for_outputs(folder: Path, number: int) -> None:
    for _ in range(3000):
        if folder.is_dir() and len(os.listdir(folder)) > number:
            return
        time.sleep(0.01)


def _log_lines(folder: Path) -> list[bytes]:
    return [line for line in (folder / LOG).read_bytes().splitlines() if not line.startswith(b'{"run"')]


def full_disk(folder: Path) -> Report:
    """A disk too small; made larger, the run goes on."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)], check=False, capture_output=True
    ).returncode:
        raise PermissionError("no right to mount a disk")
    try:
        documents(folder / "in")
        started = time.monotonic()
        process = begin(folder, "disk/out", "--resume")
        _, complaints = process.communicate()
        whole = all(content == BODY.encode() for content in tree(disk / "out").values())
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        code = begin(folder, "disk/out", "--resume").wait()
        intact = whole and is_intact(disk / "out", DOCUMENTS)
        reason = complaints.decode().strip().rpartition(": ")[2]
        return Report(code, intact, (reason,), time.monotonic() - started, orphans())
    finally:
        subprocess.run(["umount", str(disk)], check=True)


# --- faults of inputs and outputs --------------------------------------------------------------------------


def over(folder: Path, path: str, output: str, **options: Any) -> tuple[Outcome, list[str], list[str]]:
    """A run, what it said of documents that failed, and what else it said."""
    failures: list[str] = []
    notes: list[str] = []
    source = path if "://" in path else str(folder / path)
    outcome = clean_paths(
        faulty(folder),
        Job((source,), output=str(folder / output), **options),
        lambda _, result: failures.append(result.reason) if isinstance(result, Failure) else None,
        notes.append,
    )
    return outcome, failures, notes


def two_runs(folder: Path) -> Report:
    """A second run into the same output, while the first is at it."""
    slow_documents(folder / "in")
    started = time.monotonic()
    assert begin(folder, "whole").wait() == 0
    first = begin(folder, "out", "--resume")
    _wait_for_outputs(folder / "out", 10)
    second = begin(folder, "out", "--resume")
    _, complaints = second.communicate()
    first.communicate()
    said = re.sub(
        r"process \d+ on \S+, since [\d: -]+", "process … on …, since …", complaints.decode().strip()
    )
    said = f"exit {second.returncode}: {said.replace(str(folder), '…')}"
    intact = first.returncode == 0 and tree(folder / "out") == tree(folder / "whole")
    return Report(0, intact, (said,), time.monotonic() - started, orphans())


def changed_input(folder: Path) -> Report:
    """A row comes before those of a run that is gone on with."""
    rows = [json.dumps({"id": n, "text": f"{n}. {BODY}"}) + "\n" for n in range(DOCUMENTS)]
    (folder / "in.jsonl").write_text("".join(rows))
    (folder / "out").mkdir()
    started = time.monotonic()
    over(folder, "in.jsonl", "out", shard=20)
    new = json.dumps({"id": "new", "text": BODY}) + "\n"
    (folder / "in.jsonl").write_text("".join([new, *rows]))
    outcome, _, notes = over(folder, "in.jsonl", "out", shard=20, resume=True)
    made = b"".join(content for name, content in sorted(tree(folder / "out").items()))
    ids = [json.loads(line)["id"] for line in made.splitlines()]
    reasons = tuple(re.sub(r": .*", "", note) for note in notes)
    lost = DOCUMENTS + 1 - outcome.cleaned
    return Report(lost, ids == ["new", *range(DOCUMENTS)], reasons, time.monotonic() - started, orphans())


def rows_of(write: Callable[[Path], str], good: int, output: str = "out.jsonl") -> Callable[[Path], Report]:
    """One row or record is damaged among so many good ones."""

    def happen(folder: Path) -> Report:
        started = time.monotonic()
        name = write(folder)
        outcome, failures, _ = over(folder, name, output)
        intact = outcome.cleaned == good and (folder / output).stat().st_size > 0
        reasons = tuple(sorted(set(failures)))
        return Report(outcome.failed, intact, reasons, time.monotonic() - started, orphans())

    return happen


def damaged_record(folder: Path) -> str:
    records = [
        gzip.compress(response(f"https://a.example/{n}", f"{PAGE}<!-- {n} -->".encode())) for n in range(50)
    ]
    records[20] = records[20][: len(records[20]) // 2] + bytes(len(records[20]) // 2)
    (folder / "in.warc.gz").write_bytes(b"".join(records))
    return "in.warc.gz"


def wrong_length(folder: Path) -> str:
    records = [response(f"https://a.example/{n}", PAGE.encode()) for n in range(50)]
    length = b"Content-Length: %d" % (len(records[20].partition(b"\r\n\r\n")[2]) - 4)
    records[20] = records[20].replace(length, length + b"0", 1)
    (folder / "in.warc").write_bytes(b"".join(records))
    return "in.warc"


def open_quote(folder: Path) -> str:
    lines = [f"{n},The council met.\n" for n in range(1000)]
    lines[3] = '3,"The council met.\n'
    (folder / "in.csv").write_text("id,text\n" + "".join(lines))
    return "in.csv"


def wrong_encoding(folder: Path) -> str:
    lines = [f"{n},The council met.\n".encode() for n in range(1000)]
    lines[3] = "3,Der Rat tagte über die Brücke.\n".encode("latin-1")
    (folder / "in.csv").write_bytes(b"id,text\n" + b"".join(lines))
    return "in.csv"


def long_number(folder: Path) -> str:
    rows = [{"id": n, "text": "The council met."} for n in range(1000)]
    rows[3]["id"] = 2**70
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return "in.jsonl"


def slow_server(folder: Path) -> Report:
    """A server that sends its page a byte a second, and would take an hour over it."""

    def serve() -> None:
        with contextlib.suppress(OSError):
            connection, _ = listening.accept()
            with connection:
                connection.recv(10_000)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3600\r\n\r\n")
                for _ in range(3600):
                    connection.sendall(b"x")
                    time.sleep(1)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        started = time.monotonic()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        outcome, failures, _ = over(folder, url, "out.txt", private=True)
        seconds = time.monotonic() - started
    return Report(outcome.failed, seconds < 35, tuple(failures), seconds, orphans())


class Fault(NamedTuple):
    """Something that happens, and how many documents it may cost."""

    happen: Callable[[Path], Report]
    lost: int
    slow: bool = False


FAULTS = {
    "a worker killed, kill -9, mid-document": within(killed_once, lost=0),
    "a document that spins in C": within(text("SPIN"), lost=1),
    "a document that wants 3 GB": within(text("ALLOCATE"), lost=1),
    "one document, and it spins in C": within(text("SPIN"), lost=1, number=0),
    "four documents, of which one wants 3 GB": within(text("ALLOCATE"), lost=1, number=3),
    "four documents, of which one sleeps": within(text("SLOWLY 60"), lost=1, number=3),
    "a document that segfaults": within(text("SEGFAULT"), lost=1),
    "a document that ends the process": within(text("EXIT 7"), lost=1),
    "200 MB of HTML": within(large_page, lost=1)._replace(slow=True),
    "10,000 empty files": within(empty_files, lost=0)._replace(slow=True),
    "file names that aren't UTF-8": within(odd_names, lost=0),
    "links that loop": within(loops, lost=1),
    "a file that can't be read": within(unreadable, lost=1),
    "a file that changes while it is read": within(growing, lost=1),
    "a full disk, made larger, resumed": Fault(full_disk, lost=0),
    "SIGINT, resumed": broken_off([signal.SIGINT]),
    "SIGTERM, resumed": broken_off([signal.SIGTERM])._replace(slow=True),
    "SIGKILL of the parent three times, resumed": broken_off([signal.SIGKILL] * 3),
    "a second run into the same output": Fault(two_runs, lost=0),
    "a row before the others, resumed": Fault(changed_input, lost=0),
    "a damaged record in a compressed WARC": Fault(rows_of(damaged_record, 49), lost=1),
    "a wrong length in a WARC": Fault(rows_of(wrong_length, 49), lost=1),
    "a quote that is never closed in a CSV": Fault(rows_of(open_quote, 999), lost=1),
    "a line in another encoding in a CSV": Fault(rows_of(wrong_encoding, 999), lost=1),
    "a number of 71 bits on its way to Parquet": Fault(rows_of(long_number, 999, "out.parquet"), lost=1),
    "a server that sends a byte a second": Fault(slow_server, lost=1, slow=True),
}


def _run(folder: Path, output: str, *options: str) -> None:
    """The process that is broken off."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    job = Job(
        (str(folder / "in"),),
        output=str(folder / output),
        jobs=2,
        limits=LIMITS,
        resume="--resume" in options,
        shard=20,
    )
    try:
        clean_paths(faulty(folder), job)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        print(error, file=sys.stderr)
        sys.exit(3)


def _table() -> None:
    print("| fault | documents lost | rest intact | seconds | processes left | what was said |")
    print("|:--|--:|:--|--:|--:|:--|")
    for name, fault in FAULTS.items():
        folder = Path(tempfile.mkdtemp())
        try:
            report = fault.happen(folder)
            intact, said = "yes" if report.intact else "NO", "; ".join(report.reasons)
            figures = f"{report.lost} | {intact} | {report.seconds:.1f} | {report.orphans}"
            print(f"| {name} | {figures} | {said} |", flush=True)
        except PermissionError as error:
            print(f"| {name} | – | – | – | – | not tried: {error} |", flush=True)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        sys.modules["faults"] = sys.modules["__main__"]
        _run(Path(sys.argv[2]), *sys.argv[3:])
    else:
        os.environ[MARK] = str(os.getpid())
        _table()
