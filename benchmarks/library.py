"""What the size of the rule library costs: loading it, and cleaning with ten times as many rules."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from benchmarks.data import Bench, spread, table
from benchmarks.speed import race
from cleaner import Cleaner
from cleaner.model import Rule, RulePack
from cleaner.rulebook import load, select

TIMES = 10
LOADS = 9
_LOAD = """
import time
import ahocorasick_rs, cleaner.pipeline
from cleaner.match import Matcher
from cleaner.rulebook import load, select
begin = time.process_time(); pack = load()
loaded = time.process_time(); pack = select(pack)
selected = time.process_time(); Matcher(pack)
ready = time.process_time()
print(loaded - begin, selected - loaded, ready - selected)
"""


def enlarged(pack: RulePack, times: int) -> RulePack:
    """The rules of a pack and, for each, `times - 1` more that look as much like it and find other words.

    In the n-th copy of a rule all letters of phrases and keywords are moved on by n, so their lengths,
    scripts and number of words stay. Keywords without letters, which would find what they found before, are
    left out. Rules on page elements, shapes and states stay as they are: no matter of the phrase index.
    """
    copies = [copy for n in range(1, times) for rule in pack.rules for copy in _moved(rule, n)]
    return pack._replace(rules=(*pack.rules, *copies))


def _moved(rule: Rule, by: int) -> Iterator[Rule]:
    phrases: dict[str, Any] = {
        key: {language: tuple(_on(phrase, by) for phrase in listed) for language, listed in found.items()}
        for key in ("equals", "starts", "ends", "contains")
        if (found := getattr(rule, key))
    }
    keywords = tuple(_on(word, by) for word in rule.keywords if any(letter.isalpha() for letter in word))
    if phrases or keywords:
        regex = rule.regex if keywords else ()
        yield rule._replace(id=f"{rule.id}-{by}", keywords=keywords, regex=regex, **phrases)


def _on(text: str, by: int) -> str:
    """The text with each letter moved on to a later letter of Unicode, where there is one."""
    pairs = ((letter, chr(ord(letter) + by)) for letter in text)
    return "".join(later if letter.isalpha() and later.isalpha() else letter for letter, later in pairs)


def slowdown(texts: Sequence[str], *, times: int = TIMES, repeat: int = 3) -> dict[str, list[float]]:
    """CPU seconds of cleaning the texts with the library, and with `times` as many rules, taken in turn."""
    pack = select(load())
    cleaners = {"the library": Cleaner(pack), f"{times} × the library": Cleaner(enlarged(pack, times))}
    for cleaner in cleaners.values():
        cleaner.clean(texts[0])

    def clean_all(cleaner: Cleaner) -> None:
        for text in texts:
            cleaner.clean(text, html=False)

    return race({name: partial(clean_all, cleaner) for name, cleaner in cleaners.items()}, repeat)


def report(bench: Bench, *, documents: int, repeat: int) -> None:
    """Print both."""
    for _ in range(2):  # the first process fills the cache
        subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True)
    whole, *parts = min(_load_seconds() for _ in range(LOADS))
    print(f"\n## Loading the library in a new process, cache filled: CPU ms, best of {LOADS}\n")
    row = [f"{1000 * seconds:.1f}" for seconds in (*parts, whole)]
    print(table(("load", "select", "index", "all"), [row]))
    texts = spread([doc["text"] for doc in bench.read_texts()], documents)
    times = slowdown(texts, repeat=repeat)
    least = min(next(iter(times.values())))
    rows = [(name, f"{min(seconds):.2f}", f"{min(seconds) / least:.2f}") for name, seconds in times.items()]
    print(f"\n## Cleaning {len(texts)} texts with more rules\n")
    print(table(("rules", "CPU s", "×"), rows))


def _load_seconds() -> tuple[float, ...]:
    """The whole, and its parts."""
    done = subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True)
    parts = tuple(map(float, done.stdout.split()))
    return sum(parts), *parts
