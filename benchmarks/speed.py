"""How fast it is: CPU seconds of cleaner and its peers on the same input, taken in turn in one run."""

from __future__ import annotations

import gc
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks import peers
from benchmarks.data import Bench, Item, spread, table
from benchmarks.peers import Input, Peer
from benchmarks.quality import cleaner_command
from cleaner import Cleaner
from cleaner.match.matcher import Matcher
from cleaner.rulebook.load import load
from cleaner.text.blocks import split

START_UPS = 5
ONE_TEXT = """\
The harbour reopened on Monday after three weeks of repairs to the northern wall, the port authority said.

Fishing boats left before dawn, and the ferry to the islands is expected to follow later this week.
"""


def text(bench: Bench, *, documents: int, repeat: int) -> None:
    """Print the times of everyone on scraped texts."""
    texts = spread([doc["text"] for doc in bench.read_texts()], documents)
    cleaner = Cleaner()
    matcher = Matcher(load())  # low confidence too, which cleaning leaves out unless asked
    blocks = [split(text) for text in texts]
    runs: dict[str, Callable[[], object] | None] = {
        "cleaner, matching": lambda: _each(matcher.match, blocks),
        "cleaner, blocks and matching": lambda: _each(lambda text: matcher.match(split(text)), texts),
        "cleaner": lambda: _each(cleaner.clean, texts),
    }
    runs |= _peer_runs(peers.TEXT_SPEED, texts)
    size = sum(len(text.encode()) for text in texts)
    _print_times("texts", len(texts), size, race(runs, repeat), ("cleaner, matching", "cleaner"))


def html(bench: Bench, *, pages: int, repeat: int) -> None:
    """Print the times of everyone on pages, taken in turn page by page: a machine that others use, too, is
    not as fast from one minute to the next."""
    sources = spread(list(bench.read_pages().values()), pages)
    systems: dict[str, Callable[[bytes], object] | None] = {"cleaner": Cleaner().clean}
    systems |= {peer.name: peer.ready() for peer in peers.PAGE_SPEED}
    for clean in filter(None, systems.values()):
        clean(sources[0])
    times: dict[str, list[float]] = {name: [0.0, 0.0] for name in systems if systems[name] is not None}
    for page in sources:
        runs = {name: partial(clean, page) if clean else None for name, clean in systems.items()}
        for name, seconds in race(runs, repeat).items():
            if seconds:
                times[name][0] += seconds[0]
                times[name][1] += min(seconds)
    size = sum(map(len, sources))
    _print_times("pages", len(sources), size, {name: times.get(name, []) for name in systems}, ("cleaner",))


def start_up() -> None:
    """Print what the command costs before it has done anything: one short text."""
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.txt"
        one.write_text(ONE_TEXT, encoding="utf-8")
        commands = {
            "cleaner one.txt": [cleaner_command(), one.name],
            "cleaner --help": [cleaner_command(), "--help"],
            'python -c "from cleaner import clean"': [sys.executable, "-c", "from cleaner import clean"],
            'python -c "import cleaner"': [sys.executable, "-c", "import cleaner"],
            'python -c "import typer"': [sys.executable, "-c", "import typer"],
            "python -c pass": [sys.executable, "-c", "pass"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(START_UPS):
            for name, command in commands.items():
                times[name].append(_child_seconds(command, Path(folder)))
    best = {name: min(seconds) for name, seconds in times.items()}
    typer = best['python -c "import typer"']
    rows = [(name, f"{seconds:.3f}", f"{seconds / typer:.2f}") for name, seconds in best.items()]
    print(f"\n## Start-up: best of {START_UPS}\n")
    print(table(("command", "CPU s", "× import typer"), rows))


def race(runs: Mapping[str, Callable[[], object] | None], repeat: int) -> dict[str, list[float]]:
    """CPU seconds of each run, taken in turn `repeat` times; nothing for what is not installed."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeat):
        for name, run in runs.items():
            if run is not None:
                gc.collect()
                before = time.process_time()
                run()
                times[name].append(time.process_time() - before)
    return times


def machine() -> str:
    """What the figures were made on."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = (
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line
        )
        model = next(names, model)
    return f"{platform.python_implementation()} {platform.python_version()} · {platform.system()} · {model}"


def _each(work: Callable[[Item], object], inputs: Iterable[Item]) -> None:
    for document in inputs:
        work(document)


def _peer_runs(
    others: Iterable[Peer[Input]], inputs: Sequence[Input]
) -> dict[str, Callable[[], object] | None]:
    """Each peer over all inputs, after one document to warm up: imports and models are not its speed."""
    runs: dict[str, Callable[[], object] | None] = {}
    for peer in others:
        clean = peer.ready()
        if clean is None:
            runs[peer.name] = None
        else:
            clean(inputs[0])
            runs[peer.name] = partial(_each, clean, inputs)
    return runs


def _child_seconds(command: list[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _print_times(
    what: str, count: int, size: int, times: Mapping[str, list[float]], beside: Sequence[str]
) -> None:
    """A line for each run: the best of its times, the first for comparison, and its ratio to some of them."""
    header = ("system", "CPU s", "first", f"{what}/s", "MB/s", *(f"× {name}" for name in beside))
    rows = []
    for name, seconds in times.items():
        if seconds:
            best = min(seconds)
            ratios = (f"{best / min(times[other]):.2f}" for other in beside)
            speed = f"{count / best:,.0f}", f"{size / best / 1e6:.2f}"
            rows.append((name, f"{best:.2f}", f"{seconds[0]:.2f}", *speed, *ratios))
        else:
            rows.append((name, "not installed", *[""] * (len(header) - 2)))
    print(f"\n## Speed: {count} {what}, {size / 1e6:.1f} MB\n")
    print(table(header, rows), flush=True)
