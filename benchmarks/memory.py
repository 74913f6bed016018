"""How much memory it takes, each time in a process of its own: pages one after the other, and pages of 20 MB.

Peaks are what Linux says of a process (`VmHWM`): resident, with the interpreter, imports and input.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks import peers
from benchmarks.data import Bench, spread, table
from cleaner import Cleaner

LARGE = 20_000_000  # characters
STORY = "<p>The harbour reopened on Monday after three weeks of repairs, the port authority said.</p>"
SHAPES: Mapping[str, str] = {  # what such a page repeats, below a short article
    "paragraphs": STORY,
    "one long text": "The harbour reopened on Monday. ",
    "lines": "The harbour reopened on Monday.<br>",
    "links": '<li><a href="/x">Another story from the harbour</a></li>',
    "cards": '<div class="card teaser"><span>Story of the day</span></div>',
    "a table": "<tr><td>12</td><td>Harbour</td></tr>",
    "emphasis": "<b>word</b> <i>other</i> ",
}


def report(bench: Bench, *, pages: int) -> None:
    """Print the peaks of cleaner and trafilatura over the same pages, and cleaner's on large ones."""
    sources = spread(list(bench.read_pages().values()), pages)
    peaks = {name: alone(over, name, sources)[1] for name in ("cleaner", "trafilatura, with metadata")}
    rows = [(name, f"{peak}", f"{peak / peaks['cleaner']:.2f}") for name, peak in peaks.items()]
    print(f"\n## Memory: {len(sources)} pages\n")
    print(table(("system", "MB", "× cleaner"), rows))
    rows = []
    for shape in SHAPES:
        seconds, peak = alone(large, shape)
        rows.append((shape, f"{seconds:.1f}", f"{peak}"))
    print(f"\n## A page of {LARGE / 1e6:.0f} MB\n")
    print(table(("of", "CPU s", "MB"), rows), flush=True)


def alone(work: Callable[..., float], *arguments: object) -> tuple[float, int]:
    """What the work returns in a process of its own, and the megabytes this took."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        result = pool.submit(work, *arguments).result()
        return result, pool.submit(peak).result()


def peak() -> int:
    """The most memory this process ever had, in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1000


def over(name: str, pages: Sequence[bytes]) -> float:
    """Clean all pages with cleaner, or with the peer of this name; CPU seconds."""
    clean = Cleaner().clean if name == "cleaner" else peers.page_peer(name)
    start = time.process_time()
    for page in pages:
        clean(page)
    return time.process_time() - start


def large(shape: str) -> float:
    """Clean a large page of this shape; CPU seconds."""
    clean = Cleaner().clean
    clean(f"<html><body>{STORY}</body></html>".encode())
    piece = SHAPES[shape]
    page = f"<html><body>{STORY * 3}<div>{piece * (LARGE // len(piece))}</div></body></html>".encode()
    start = time.process_time()
    clean(page)
    return time.process_time() - start
