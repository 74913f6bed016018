"""Labelled pages: the candidates of each, with their features, their labels, and what they count.

Three suites have gold bodies, one has snippets that must stay or go. Long and very short pages, of which no
suite has enough, are made up of the prose of the bench in skeletons of our own (`made_up`). Each block counts
as much as its words are of its page's body, so that each page has about one vote; titles have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from html import escape
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.data import Bench, general_rules, read_jsonl
from benchmarks.label import Gold, label
from benchmarks.learn.texts import site_of
from cleaner import Cleaner
from cleaner.match.matcher import Matcher
from cleaner.model import Block, Mark
from cleaner.page.decide import prepare
from cleaner.page.extract import extract
from cleaner.page.features import candidates, features
from cleaner.page.metadata import Metadata
from cleaner.page.second import Ground, ground
from cleaner.page.sheet import Sheet
from cleaner.page.walk import Inside, Page
from cleaner.text.blocks import flat
from cleaner.text.decode import decode

SUITES: Mapping[str, float] = {
    "html-dev": 1.0,
    "news-dev": 1.0,
    "old-dev": 0.5,
    "snippets-dev": 0.5,
    "made up": 0.5,
}
SKELETONS = Path(__file__).parents[2] / "tests" / "page" / "skeletons"
LEAST_GOLD = 50  # words that a body counts as having at least, when the weight of a block is its share of it
MADE_UP = 160  # pages
LENGTHS = (60, 150, 400, 60, 5_000, 150, 10_000, 20_000)  # words of the pages made up
_SNIPPET = 25  # characters; a block so long may be a part of a snippet
_OLD = "old-dev"  # of its headings and comments the gold bodies are not sure
_SPACE = re.compile(r"\s+")
_AD = '<div class="ad-slot"><span>Advertisement</span></div>'


class LabelledPage(NamedTuple):
    """The candidates of a page; what one counts is 0 where nobody knows what it is."""

    suite: str
    site: str
    ground: Ground
    rows: npt.NDArray[np.float32]
    labels: npt.NDArray[np.bool_]
    weights: npt.NDArray[np.float64]


class Source(NamedTuple):
    """A page of a suite, and its row of gold."""

    suite: str
    row: dict[str, Any]
    page: bytes


def sources(bench: Bench, suites: Iterable[str] = SUITES) -> Iterator[Source]:
    """The pages of these suites that have something to learn from."""
    for suite in suites:
        if suite == "made up":
            yield from made_up(bench)
            continue
        pages = bench.read_pages(suite)
        for row in read_jsonl(bench.gold_of(suite)):
            if not row.get("suspect_gold"):
                yield Source(suite, row, pages[row["id"]])


def made_up(bench: Bench) -> Iterator[Source]:
    """Pages of some ten to 20,000 words, of the paragraphs of gold bodies, in skeletons of our own; below the
    shorter ones, at times, headlines of other articles."""
    rows = list(read_jsonl(bench.gold_of("html-dev")))
    prose = [
        line.strip() for row in rows for line in row["body"].split("\n") if 20 <= len(line.split()) <= 150
    ]
    skeletons = [path.read_text(encoding="utf-8") for path in sorted(SKELETONS.glob("*.html"))]
    at, headlines = cycle(prose), cycle(row["title"] for row in rows if row["title"])
    for number, skeleton in enumerate(islice(cycle(skeletons), MADE_UP)):
        wanted, parts = LENGTHS[(number // len(skeletons) + number) % len(LENGTHS)], list[str]()
        while sum(len(part.split()) for part in parts) < wanted:
            parts.append(next(at))
        title = next(headlines)
        body = _marked_up(parts, number)
        if wanted < 1000 and number % 3:
            body += _below(list(islice(headlines, 2 + number % 5)), number)
        filled = skeleton.replace("LANGUAGE", "en").replace("TITLE", escape(title)).replace("BODY", body)
        yield Source(
            "made up", {"id": str(number), "title": title, "body": "\n".join(parts)}, filled.encode()
        )


def _below(headlines: Sequence[str], number: int) -> str:
    """Headlines of other articles in one of four ways."""
    links = [f'<a href="/{place}">{escape(headline)}</a>' for place, headline in enumerate(headlines)]
    if number % 4 == 0:
        return "".join(f"<h3>{link}</h3>" for link in links)
    if number % 4 == 1:
        return f"<ul>{''.join(f'<li>{link}</li>' for link in links)}</ul>"
    paragraphs = "".join(f"<p>{link}</p>" for link in links)
    return paragraphs if number % 4 == 2 else f"<div>{paragraphs}</div>"


def _marked_up(parts: Sequence[str], number: int) -> str:
    """Paragraphs in one of four ways."""
    lines = [f"<p>{escape(part)}</p>" for part in parts]
    if number % 4 == 1:
        return "".join(f'<div class="text-block">{line}</div>' for line in lines)
    if number % 4 == 2:
        size = -(-len(lines) // 4)
        pieces = ["".join(lines[start : start + size]) for start in range(0, len(lines), size)]
        return _AD.join(f'<div class="article__content">{piece}</div>' for piece in pieces)
    return "<br><br>".join(map(escape, parts)) if number % 4 == 3 else "\n".join(lines)


def read(found: Iterable[Source], jobs: int = 2) -> list[LabelledPage]:
    """The pages with anything to decide, read and labelled in so many processes."""
    with ProcessPoolExecutor(jobs) as pool:
        return [page for page in pool.map(labelled, found, chunksize=8) if page is not None]


@cache
def _rules() -> tuple[Cleaner, Matcher]:
    ready = Cleaner(general_rules())
    return ready, Matcher(ready.rules)


def labelled(source: Source) -> LabelledPage | None:
    """The candidates of one page; None if nothing is to be decided."""
    ready, matcher = _rules()
    _, page, said, settled = extract(decode(source.page).text, ready.page_rules)
    return None if page is None or settled else labelled_page(source, page, said, matcher)


def labelled_page(source: Source, page: Page, said: Metadata, matcher: Matcher) -> LabelledPage:
    """The candidates of a page that is read already."""
    chosen = candidates(page)
    blocks, marks = prepare(page, chosen, matcher.match)
    sheet = Sheet(page, blocks, marks, said, chosen)
    rows = features(sheet)
    if "body" in source.row:
        kept, weights = _by_body(source, page, blocks, said.fields.get("title", ""))
        if source.suite == _OLD:
            weights = [
                0.0 if _is_unsure(page, number, marks[number]) else weight
                for number, weight in enumerate(weights)
            ]
    else:
        kept, weights = _by_snippets(source.row, blocks)
    return LabelledPage(
        source.suite, site_of(source.row), ground(sheet),
        np.array(rows, dtype=np.float32), np.array([kept[number] for number in chosen]),
        np.array([weights[number] for number in chosen]),
    )  # fmt: skip


def _by_body(
    source: Source, page: Page, blocks: Sequence[Block], title: str
) -> tuple[list[bool], list[float]]:
    """Which blocks stand in the gold body, and what each counts."""
    text = "\n".join(flat(part.text) for part in page.blocks)
    letters = label(text, Gold(source.row["body"]), source.row.get("title") or title)
    kept = [letter in "kp" for letter in letters]
    size = max(LEAST_GOLD, sum(block.words for block, is_kept in zip(blocks, kept, strict=True) if is_kept))
    weights = [
        0.0 if letter == "t" else min(1.0, (block.words + 0.5) / size)
        for block, letter in zip(blocks, letters, strict=True)
    ]
    return kept, weights


def _is_unsure(page: Page, number: int, marks: Sequence[Mark]) -> bool:
    node = page.nodes[page.blocks[number].node]
    is_comment = bool(node.inside & Inside.COMMENT) or any(mark.rule.kind == "comments" for mark in marks)
    return is_comment or node.tag == "h1"


def _by_snippets(row: Mapping[str, Any], blocks: Sequence[Block]) -> tuple[list[bool], list[float]]:
    """Which blocks hold a snippet that must stay, and a vote a page, shared by those that hold any."""
    kept, counts = [False] * len(blocks), [False] * len(blocks)
    for key in ("must_have", "must_not_have"):
        for snippet in filter(None, map(_squeezed, row.get(key) or ())):
            for number, block in enumerate(blocks):
                text = _squeezed(block.text)
                if snippet in text or (len(text) >= _SNIPPET and text in snippet):
                    kept[number], counts[number] = key == "must_have", True
    return kept, [is_one / (sum(counts) or 1) for is_one in counts]


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
