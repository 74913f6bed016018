"""What a site's other pages are worth: `python -m benchmarks repeats`.

The bench has few pages with siblings: those of the sites with two or more, as every scraper of `scrape.py`
prints them. A memory holds the pages of one site as one scraper prints them; weights have seen no page of the
site. Texts that miss the article are not scored, nor those with a suspect gold body, but both are remembered.
"""

from __future__ import annotations

import logging
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import quality, scrape
from benchmarks.data import Bench, general_rules, read_jsonl, write_jsonl
from benchmarks.learn.texts import fold_of, load, site_of
from benchmarks.train import files, learn
from cleaner import Cleaner, Memory
from cleaner.decision.repeats import page_of
from cleaner.decision.weights import Weights

Row = Mapping[str, Any]


def report(bench: Bench, more: Sequence[Path]) -> None:
    """Learn weights without each fold, and print the scores with and without the other pages."""
    texts, kinds = load(files(bench, more))
    by_fold = learn(texts, kinds, by_fold=True).by_fold
    judge(siblings(bench), lambda site: by_fold[fold_of(site)])


def siblings(bench: Bench) -> list[Row]:
    """Every scraper's text of every page whose site has another, labelled."""
    logging.disable()  # scrapers complain of pages: those they fail on are left out
    golds = [gold for gold in read_jsonl(bench.gold) if gold["url"]]
    pages = Counter(map(site_of, golds))
    return [row for gold in golds if pages[site_of(gold)] > 1 for row in scrape.every(bench, gold)]


def judge(rows: Sequence[Row], weights: Callable[[str], Weights]) -> None:
    """Print the scores of these texts, and what counting them costs."""
    memory, seconds = Memory(), time.process_time()
    for row in rows:
        memory.add(_site(row), page_of(row["text"], row["url"]))
    seconds = time.process_time() - seconds
    scored = [row for row in rows if row["cov"] >= scrape.LEAST_COVERED and not row["suspect_gold"]]
    bodies: dict[str, dict[str, str]] = {"alone": {}, "with the site's other pages": {}}
    for row in scored:
        for name, cleaner in zip(bodies, _cleaners(weights(row["domain"]), memory), strict=True):
            cleaned = cleaner.clean(row["text"], url=row["url"], site=_site(row), html=False)
            bodies[name][row["id"]] = cleaned.body
    sites = len({row["domain"] for row in scored})
    print(f"{len(scored)} texts of {len({row['url'] for row in scored})} pages of {sites} sites")
    with TemporaryDirectory() as folder:
        gold = Path(folder) / "gold.jsonl"
        write_jsonl(gold, scored)
        for name, predictions in (
            {"nothing done": {row["id"]: row["text"] for row in scored}} | bodies
        ).items():
            quality.scores(gold, predictions, name)
    size = sum(len(row["text"].encode()) for row in rows)
    print(f"counting: {size / seconds / 1e6:.1f} MB/s; {_bytes_a_page(memory)}")


def _cleaners(weights: Weights, memory: Memory) -> tuple[Cleaner, Cleaner]:
    alone = Cleaner(general_rules(), weights=weights)
    return alone, alone.with_memory(memory)


def _site(row: Row) -> str:
    """What a text is counted under: another scraper's text of a page is no sibling of it."""
    return f"{row['domain']} {row['scraper']}"


def _bytes_a_page(memory: Memory) -> str:
    data = memory.to_bytes()
    tracemalloc.start()
    again = Memory.from_bytes(data)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return f"a page takes {len(data) / len(again):.0f} bytes in a file, {held / len(again):.0f} in memory"
