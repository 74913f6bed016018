"""What a batch costs beside cleaning, what two processes gain, and what memory it takes."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from benchmarks.data import Bench, spread, table
from cleaner import Cleaner

COMMAND = [sys.executable, "-m", "cleaner"]
_SHORT = "The council met on Monday.\n\nRead more\n\nMembers of all parties said they were content with it.\n"


class Cost(NamedTuple):
    """Of a command: seconds, and seconds of all its processes' CPU."""

    wall: float
    cpu: float


def measured(arguments: Sequence[str]) -> Cost:
    """Run `cleaner`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run([*COMMAND, *arguments], check=True, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def report(bench: Bench, *, repeat: int, files: int) -> None:
    """Print all tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"\n### Processes\n\n{_scaling(bench, folder, repeat)}")
        print(f"\n### Beside cleaning\n\n{_overhead(folder, repeat)}")
        print(f"\n### Rows, end to end\n\n{_rows(bench, folder, repeat)}")
        print(f"\n### Record batches\n\n{_record_batches(bench, repeat)}")
        if files:
            print(f"\n### Memory\n\n{_memory(folder, files)}")


def _scaling(bench: Bench, folder: Path, repeat: int) -> str:
    """One process and two, on equal documents, so that neither has a long one left at the end.

    On a busy machine the clock tells of others; the CPU of the busiest process tells how the work is shared.
    """
    pages = sorted(bench.read_pages().values(), key=len)
    page = pages[len(pages) // 2]
    text = sorted((row["text"] for row in bench.read_texts()), key=len)[-200]
    rows = []
    for what, content, number, ending in (("pages", page, 60, "html"), ("texts", text.encode(), 200, "txt")):
        source = folder / what
        source.mkdir()
        for n in range(number):
            (source / f"{n:05}.{ending}").write_bytes(content)
        costs: dict[int, list[Cost]] = {1: [], 2: []}
        for n in range(repeat):
            for jobs, measures in costs.items():
                output = folder / f"{what}-{jobs}-{n}"
                measures.append(_busiest([str(source), "-o", str(output), "--jobs", str(jobs)]))
        one, two = (Cost(*map(min, zip(*costs[jobs], strict=True))) for jobs in (1, 2))
        figures = [f"{figure:.1f}" for figure in (one.wall, two.wall, one.cpu, two.cpu)]
        rows.append((f"{number} {what}", *figures, f"{one.wall / two.wall:.2f}", f"{one.cpu / two.cpu:.2f}"))
    header = (
        "equal documents",
        "1: s",
        "2: s",
        "1: CPU s",
        "2: CPU s of the busier",
        "ratio of s",
        "of CPU s",
    )
    return table(header, rows)


def _busiest(arguments: Sequence[str]) -> Cost:
    """Run `cleaner`: seconds, and the CPU of the process that had most."""
    started = time.perf_counter()
    process = subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.DEVNULL)
    cpu: dict[int, float] = {}
    while process.poll() is None:
        for pid in _family(process.pid):
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                cpu[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        time.sleep(0.05)
    return Cost(time.perf_counter() - started, max(cpu.values()))


def _overhead(folder: Path, repeat: int) -> str:
    """CPU a document beside cleaning it: the slope between few and many documents, start-up left out."""
    few, many = 1_000, 8_000
    cleaner = Cleaner()
    cleaner.clean(_SHORT)
    started = time.process_time()
    for _ in range(few):
        cleaner.clean(_SHORT)
    cleaning = (time.process_time() - started) / few
    rows = []
    for what in ("rows of JSONL", "files to files"):
        costs = []
        for number in (few, many):
            source = folder / f"{what}-{number}"
            if what == "rows of JSONL":
                source = source.with_suffix(".jsonl")
                source.write_text((json.dumps({"text": _SHORT}) + "\n") * number)
            else:
                source.mkdir()
                for n in range(number):
                    (source / f"{n:06}.txt").write_text(_SHORT)
            outputs = [folder / f"o-{what}-{number}-{n}{source.suffix}" for n in range(repeat)]
            costs.append(min(measured([str(source), "-o", str(o), "--jobs", "2"]).cpu for o in outputs))
        each = (costs[1] - costs[0]) / (many - few)
        rows.append((what, f"{each * 1e3:.3f}", f"{cleaning * 1e3:.3f}", f"{(each - cleaning) * 1e3:.3f}"))
    return table(("documents of 100 characters", "ms CPU each", "of it cleaning", "the rest"), rows)


def _rows(bench: Bench, folder: Path, repeat: int) -> str:
    """Texts in a JSONL file: a process that reads, cleans and writes them beside cleaning alone."""
    texts = [row["text"] for row in spread(bench.read_texts(), 150)]
    source = folder / "texts.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts * 2))
    size = 2 * sum(len(text.encode()) for text in texts) / 1e6
    cleaner = Cleaner()
    cleaner.clean(texts[0])
    alone, whole = [], []
    for n in range(repeat):
        started = time.perf_counter()
        for text in texts * 2:
            cleaner.clean(text)
        alone.append(time.perf_counter() - started)
        for jobs in (1, 2):
            output = folder / f"rows-{n}-{jobs}.jsonl"
            whole.append((jobs, measured([str(source), "-o", str(output), "--jobs", str(jobs)]).wall))
    rows = [("cleaning in one process", f"{size / min(alone):.2f}", "1.00")]
    for jobs in (1, 2):
        best = min(wall for number, wall in whole if number == jobs)
        rows.append((f"the command, --jobs {jobs}", f"{size / best:.2f}", f"{min(alone) / best:.2f}"))
    return table(("texts in a JSONL file", "MB/s", "× cleaning"), rows)


def _record_batches(bench: Bench, repeat: int) -> str:
    """`BatchCleaner` beside a plain loop over the same texts, in turns: medians, processes started before."""
    import pyarrow  # noqa: PLC0415  (an extra)

    from cleaner.engines import BatchCleaner  # noqa: PLC0415

    texts = [row["text"] for row in spread(bench.read_texts(), 200)]
    batch = pyarrow.RecordBatch.from_pydict({"text": texts})
    cleaner = Cleaner()
    with BatchCleaner(cleaner, jobs=1) as one, BatchCleaner(cleaner, jobs=2) as two:
        ways: dict[str, Callable[[], object]] = {
            "a plain loop": lambda: [cleaner.clean(text) for text in texts],
            "BatchCleaner, one job": lambda: one(batch),
            "BatchCleaner, two jobs": lambda: two(batch),
        }
        took: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(repeat + 1):  # the first starts the processes
            for way, work in ways.items():
                started = time.perf_counter()
                work()
                if turn:
                    took[way].append(time.perf_counter() - started)
    median = {way: statistics.median(seconds) for way, seconds in took.items()}
    loop = median["a plain loop"]
    rows = [(way, f"{seconds:.2f}", f"{loop / seconds:.2f}") for way, seconds in median.items()]
    return table((f"a record batch of {len(texts)} texts", "s", "× the loop"), rows)


def _memory(folder: Path, files: int) -> str:
    """The most that all processes of a run had of the memory together (proportional set size)."""
    source = folder / "many"
    for n in range(files):
        path = source / f"{n // 1000:03}"
        if n % 1000 == 0:
            path.mkdir(parents=True)
        (path / f"{n:06}.txt").write_text(_SHORT)
    process = subprocess.Popen(
        [*COMMAND, str(source), "-o", str(folder / "many-out")], stderr=subprocess.DEVNULL
    )
    most = 0
    started = time.perf_counter()
    while process.poll() is None:
        most = max(most, sum(_share(pid) for pid in _family(process.pid)))
        time.sleep(0.2)
    wall = time.perf_counter() - started
    return table(("files", "s", "MB at most"), [(f"{files:,}", f"{wall:.0f}", f"{most / 1024:.0f}")])


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    with suppress(OSError):  # gone since
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                found += _family(int(child))
    return found


def _share(pid: int) -> int:
    """kB of memory of a process, what it shares counted in parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
