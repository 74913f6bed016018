"""Where the time of cleaning a text goes: each part alone, on what the parts before it have made."""

from __future__ import annotations

import gc
from collections.abc import Callable

from benchmarks.data import Bench, spread, table
from benchmarks.speed import race
from cleaner import Caution, Cleaner
from cleaner.decision.evidence import evidence
from cleaner.decision.reading import read
from cleaner.decision.survey import main_mark
from cleaner.decision.weights import packaged_weights
from cleaner.match.matcher import Matcher
from cleaner.text.blocks import split


def report(bench: Bench, *, documents: int, repeat: int) -> None:
    """Print the parts of one pass over scraped texts, and all of cleaning beside them."""
    texts = spread([doc["text"] for doc in bench.read_texts()], documents)
    cleaner, weights = Cleaner(), packaged_weights()
    matcher, chain = Matcher(cleaner.rules), weights.chain
    blocks = [split(text) for text in texts]
    marks = [matcher.match(some) for some in blocks]
    # nothing is read where nothing is marked
    marked = [both for both in zip(blocks, marks, strict=True) if any(map(main_mark, both[1]))]
    codes = [evidence(some, found, chain.kinds) for some, found in marked]
    scores = [chain.scores(each) for each in codes]

    def reading() -> None:
        for some, found in marked:
            read(some, found, (), weights, Caution.NORMAL)

    runs: dict[str, Callable[[], object] | None] = {
        "split": lambda: list(map(split, texts)),
        "match": lambda: list(map(matcher.match, blocks)),
        "read": reading,
        "· evidence": lambda: [evidence(some, found, chain.kinds) for some, found in marked],
        "· scores": lambda: list(map(chain.scores, codes)),
        "· chain": lambda: [(chain.read(rows), chain.odds(rows)) for rows in scores],
        "clean": lambda: list(map(cleaner.clean, texts)),
    }
    gc.freeze()  # or the collector walks over all that was prepared, again and again
    times = {name: min(seconds) for name, seconds in race(runs, repeat).items()}
    whole = times.pop("clean")
    times["· second look, rails"] = times["read"] - times["· evidence"] - times["· scores"] - times["· chain"]
    times["cuts, reasons, a second pass"] = whole - times["split"] - times["match"] - times["read"]
    times["clean"] = whole
    count = sum(map(len, blocks))
    rows = [
        (name, f"{seconds:.2f}", f"{100 * seconds / times['clean']:.0f} %", f"{1e6 * seconds / count:.1f}")
        for name, seconds in times.items()
    ]
    print(f"\n## Parts of cleaning {len(texts)} texts: {count:,} blocks, {len(marked)} texts with marks\n")
    print(table(("part", "CPU s", "of clean", "µs a block"), rows))
