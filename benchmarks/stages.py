"""Where the time of a page goes: which step is at work, asked a thousand times a second of CPU."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import CodeType, FrameType

from benchmarks.data import Bench, spread, table
from cleaner import Cleaner, pipeline
from cleaner.decision.trees import Trees
from cleaner.page.decide import PageDecider, prepare
from cleaner.page.elements import body_by_site, strip
from cleaner.page.features import features
from cleaner.page.metadata import read_metadata
from cleaner.page.parse import parse
from cleaner.page.readability import readable
from cleaner.page.second import ground, second_rows
from cleaner.page.verdicts import ask_trafilatura
from cleaner.page.walk import drop_menus, main_part, read_signs, walk
from cleaner.text import decode, looks_like_html

EVERY = 0.001  # seconds of CPU
OTHER = "all else"
STEPS: Mapping[str, tuple[Callable[..., object], ...]] = {
    "decode": (decode, looks_like_html),
    "parse": (parse,),
    "metadata": (read_metadata,),
    "rules on elements": (strip, body_by_site),
    "the walk: blocks": (walk,),
    "trafilatura": (ask_trafilatura,),
    "what it is shown, what it took": (drop_menus, read_signs),
    "readability and the main part": (readable, main_part),
    "blocks as text, and rules that mark them": (prepare,),
    "features": (features, ground, second_rows),
    "trees": (Trees.each, Trees.odds),
    "the decision, Markdown": (PageDecider.decide,),
    "the text decision": (pipeline.Cleaner.clean_document,),
}


def report(bench: Bench, *, pages: int, repeat: int) -> None:
    """Print the share of each step in cleaning pages, everything included but what a process pays once."""
    sources = spread(list(bench.read_pages().values()), pages)
    cleaner = Cleaner()
    for page in sources:
        cleaner.clean(page)
    found = sample(cleaner.clean, sources * repeat)
    rows = [(step, f"{found[step] / found.total():.1%}") for step in (*STEPS, OTHER)]
    print(f"\n## Where the time goes: {len(sources)} pages, {found.total():,} samples\n")
    print(table(("step", "CPU"), rows), flush=True)


def sample(work: Callable[[bytes], object], inputs: Iterable[bytes]) -> Counter[str]:
    """How often each step was found at work; of steps within steps, the innermost counts.

    What C does is put down to the Python that called it: the signal waits until it is done.
    """
    steps = {_code(function): step for step, functions in STEPS.items() for function in functions}
    found: Counter[str] = Counter()

    def tick(_: int, frame: FrameType | None) -> None:
        while frame is not None and frame.f_code not in steps:
            frame = frame.f_back
        found[steps[frame.f_code] if frame is not None else OTHER] += 1

    before = signal.signal(signal.SIGPROF, tick)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        for document in inputs:
            work(document)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return found


def _code(function: Callable[..., object]) -> CodeType:
    code: CodeType = getattr(function, "__func__", function).__code__
    return code
