"""Scrape the bench's pages and label what comes: `python -m benchmarks scrape`.

More to learn from, made as the bench's texts were: a page gets four texts, two of the tier `core` and one of
`light` and `hard` each. Lots decide which scrapers make them, with the shares they have in the bench; one
that fails, repeats a text or misses the body gives way to another. `label.py` labels the lines by the page's
gold body; where there is none, by the body that cleaner itself gets from the page, which sees more than any
scrape of it shows (distillation: Hinton et al., 2015). Lines that such a body may be wrong about are `d`,
doubtful, and nothing is learned from them. The same pages, rules, trees and versions of the scrapers give the
same files.
"""

from __future__ import annotations

import gzip
import logging
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from unittest import mock

import html_text
import lxml.html
import trafilatura
from boilerpy3 import extractors
from bs4 import BeautifulSoup
from inscriptis import get_text
from newspaper import Article
from newspaper.extractors import articlebody_extractor
from readability import Document
from resiliparse.extract.html2text import extract_plain_text

from benchmarks.data import Bench, general_rules, read_jsonl, write_jsonl
from benchmarks.label import Gold, covered, label, words
from benchmarks.learn.texts import site_of
from cleaner import Cleaner
from cleaner.text.shape import STOPS

# Suites of pages that texts are made of; those of the first by gold bodies that have no title.
GOLDEN = ("html-dev", "old-dev")
DISTILLED = ("snippets-dev", "unlabelled")
PLAN = ("core", "core", "light", "hard")
SEED = 42
LEAST_BODY = 80  # words: shorter gold bodies tell too little
LEAST_COVERED = 0.6  # of the body's words in kept lines: below, the scraper has missed the article
LEAST_ELEMENT = 120  # words: an element with fewer is no article
MOST_LINES = 600  # of a text
_DOUBTFUL = 12  # words of a sentence between two lines of the body from which on it may have been lost

_CLASSES = ("entry-content", "post-content", "article-content", "article-body")
_BY_CLASS = "".join(f'contains(@class,"{name}") or ' for name in _CLASSES)
_CONTENT = f'//*[{_BY_CLASS}contains(@itemprop,"articleBody")]'
_SEEN = ".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"
_UNSEEN = ["script", "style", "noscript", "template"]
_markup = partial(lxml.html.tostring, encoding="unicode", with_tail=False)


class Page(NamedTuple):
    """What a scraper gets."""

    html: str
    url: str


class Task(NamedTuple):
    """A page to make texts of."""

    suite: str
    gold: Mapping[str, Any]  # id, url; where there is gold also title, body and lang
    path: Path
    shares: Mapping[str, int]  # how often each scraper made a text of the bench
    distil: bool


Scraper: TypeAlias = Callable[[Page], str]


def make(bench: Bench, out: Path, jobs: int = 2) -> None:
    """Write the labelled texts of the pages that the bench has no texts of, a file a suite; files that are
    there already stay."""
    logging.disable()  # scrapers complain of pages: those they fail on are left out
    out.mkdir(parents=True, exist_ok=True)
    shares = Counter(row["scraper"] for row in bench.read_texts())
    with ProcessPoolExecutor(jobs) as pool:
        for suite in (*DISTILLED, *GOLDEN):
            file = out / f"{suite}.jsonl.gz"
            if file.exists():
                print(f"{file} is there already")
                continue
            rows = [row for found in pool.map(texts_of, tasks(bench, suite, shares)) for row in found]
            write_jsonl(file, rows)
            print(f"{len(rows)} texts of {len({row['page'] for row in rows})} pages in {file}", flush=True)


def tasks(bench: Bench, suite: str, shares: Mapping[str, int]) -> Iterator[Task]:
    """The pages of a suite that the bench has no labelled texts of."""
    folder = bench.folder / suite
    known = {row["id"].split("/")[1] for row in bench.read_texts()} if suite == "html-dev" else set()
    gold = folder / "gold.jsonl.gz"
    for row in read_jsonl(gold if gold.exists() else folder / "pages.jsonl"):
        path = folder / "pages" / f"{row['id']}.html.gz"
        if row["id"] not in known and not row.get("suspect_gold") and path.exists():
            yield Task(suite, row, path, shares, suite in DISTILLED)


def texts_of(task: Task) -> list[dict[str, Any]]:
    """Labelled texts of a page; none of one that is no article, or whose body says too little."""
    logging.disable()
    data = gzip.decompress(task.path.read_bytes())
    gold = _distilled(task, data) if task.distil else task.gold
    if gold is None or len(words(gold["body"])) <= LEAST_BODY:
        return []
    page, body = Page(data.decode(errors="replace"), gold["url"]), Gold(gold["body"])
    lots = random.Random(f"{SEED}/{task.suite}/{gold['id']}")
    untried = {tier: list(names) for tier, names in TIERS.items()}
    seen: set[tuple[str, ...]] = set()
    rows = []
    for tier in PLAN:
        while names := untried[tier]:
            name = lots.choices(names, [task.shares[name] for name in names])[0]
            names.remove(name)
            text = _run(TIERS[tier][name], page)
            spoken = tuple(words(text))
            if not text or spoken in seen or text.count("\n") > MOST_LINES:
                continue
            labels = label(text, body, gold.get("title") or "")
            if covered(text, labels, body) < LEAST_COVERED:
                continue
            seen.add(spoken)
            labels = doubtful(text, labels) if task.distil else labels
            rows.append(_row(task.suite, gold, name, tier, text, labels, body))
            break
    return rows


def every(bench: Bench, gold: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The labelled texts of every scraper of a page."""
    html = gzip.decompress((bench.pages / f"{gold['id']}.html.gz").read_bytes())
    page, body = Page(html.decode(errors="replace"), gold["url"]), Gold(gold["body"])
    for tier, scrapers in TIERS.items():
        for name, scraper in scrapers.items():
            if text := _run(scraper, page):
                yield _row("wcxb-dev", gold, name, tier, text, label(text, body, gold["title"]), body)


def _distilled(task: Task, data: bytes) -> dict[str, Any] | None:
    """What cleaner takes for the page's body; None of pages that are no articles."""
    said = _cleaner().clean(data, url=str(task.gold["url"]), html=True)
    if said.suspicious or said.metadata.get("page_kind", "article") != "article":
        return None
    title, lang = said.metadata.get("title", ""), said.metadata.get("language", "")
    return {"id": task.gold["id"], "url": task.gold["url"], "title": title, "lang": lang, "body": said.body}


@cache
def _cleaner() -> Cleaner:
    """Without rules of single sites: a text could not tell what they know."""
    return Cleaner(general_rules())


def doubtful(text: str, labels: str) -> str:
    """The labels of lines by a body that may be wrong, with `d` for those that tell too little: partly in it;
    or a sentence that it leaves out between two lines of it."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    found = list(labels)
    for number, (line, letter) in enumerate(zip(lines, labels, strict=True)):
        between = labels[number - 1 : number] == labels[number + 1 : number + 2] == "k"
        sentence = line[-1] in STOPS and len(words(line)) >= _DOUBTFUL
        if letter == "p" or (letter == "j" and between and sentence):
            found[number] = "d"
    return "".join(found)


def _row(
    suite: str, gold: Mapping[str, Any], scraper: str, tier: str, text: str, labels: str, body: Gold
) -> dict[str, Any]:
    return {
        "id": f"{suite}/{gold['id']}/{scraper}",
        "source": suite,
        "page": gold["id"],
        "scraper": scraper,
        "tier": tier,
        "lang": gold.get("lang", ""),
        "url": gold["url"],
        "domain": site_of(gold),
        "title": gold.get("title") or "",
        "cov": round(covered(text, labels, body), 4),
        "text": text,
        "gold": gold["body"],
        "labels": labels,
        "suspect_gold": bool(gold.get("suspect_gold")),
    }


def _run(scraper: Scraper, page: Page) -> str:
    try:
        return tidy(scraper(page))
    except Exception:  # whatever a scraper fails on, others are left
        return ""


def tidy(text: str) -> str:
    """Single spaces, at most one blank line in a row, and blank for lines without a letter or digit."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    lines = (line.strip() for line in re.sub(r"[^\S\n]+", " ", text).split("\n"))
    spoken = "\n".join(line if re.search(r"[^\W_]", line) else "" for line in lines)
    return re.sub(r"\n{3,}", "\n\n", spoken).strip()


def article_ht(page: Page) -> str:
    """The article element, by html-text."""
    element = _element(page, "//article", "//main", '//*[@role="main"]')
    return str(html_text.extract_text(_markup(element)))


def main_in(page: Page) -> str:
    """The main element, by Inscriptis."""
    element = _element(page, "//main", '//*[@role="main"]', "//article")
    for unseen in element.xpath("|".join(f".//{tag}" for tag in _UNSEEN)):
        unseen.drop_tree()
    return str(get_text(f"<html><body>{_markup(element)}</body></html>"))


def resili_main(page: Page) -> str:
    """Resiliparse, the main content."""
    return str(extract_plain_text(page.html, main_content=True, alt_texts=False))


def resili_full(page: Page) -> str:
    """Resiliparse, the whole page."""
    return str(extract_plain_text(page.html, main_content=False, alt_texts=False))


def boiler_default(page: Page) -> str:
    """boilerpy3, its general extractor."""
    return str(extractors.DefaultExtractor(raise_on_failure=False).get_content(page.html))


def boiler_all(page: Page) -> str:
    """boilerpy3, keeping everything."""
    return str(extractors.KeepEverythingExtractor(raise_on_failure=False).get_content(page.html))


def traf_recall(page: Page) -> str:
    """trafilatura, with comments and rather too much than too little."""
    return str(trafilatura.extract(page.html, favor_recall=True, include_comments=True) or "")


def readability(page: Page) -> str:
    """readability-lxml, its summary by html-text."""
    return str(html_text.extract_text(Document(page.html).summary()))


def newspaper(page: Page) -> str:
    """newspaper4k, told that the page is English."""
    article = Article(page.url, language="en", fetch_images=False)
    article.download(input_html=page.html)
    # it weighs elements in the order of a set, that of their addresses: another text each time
    with mock.patch.object(articlebody_extractor, "set", dict.fromkeys, create=True):
        article.parse()
    return str(article.text)


def bs4_text(page: Page) -> str:
    """Beautiful Soup, every piece of text a line."""
    soup = _soup(page)
    return (soup.body or soup).get_text("\n", strip=True)


def bs4_phli(page: Page) -> str:
    """Beautiful Soup, innermost paragraphs, headings and list items."""
    tags = ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6"]
    found = (element for element in _soup(page).find_all(tags) if not element.find(tags))
    return "\n".join(text for element in found if (text := element.get_text(" ", strip=True)))


def bs4_p(page: Page) -> str:
    """Beautiful Soup, paragraphs."""
    return "\n\n".join(" ".join(element.get_text(" ").split()) for element in _soup(page).find_all("p"))


def _soup(page: Page) -> BeautifulSoup:
    soup = BeautifulSoup(page.html, "lxml")
    for unseen in soup(_UNSEEN):
        unseen.decompose()
    return soup


def _element(page: Page, *paths: str) -> Any:
    """The largest element of the first path that has one of an article's size, or else the whole body."""
    document = lxml.html.document_fromstring(page.html)
    for path in (*paths, _CONTENT):
        sizes = {e: sum(len(text.split()) for text in e.xpath(_SEEN)) for e in document.xpath(path)}
        largest = max(sizes, key=sizes.__getitem__, default=None)
        if largest is None or sizes[largest] < LEAST_ELEMENT:
            continue
        if path != "//article" or sizes[largest] >= 0.4 * sum(sizes.values()):  # else a list of articles
            return largest
    bodies = document.xpath("//body")
    return bodies[0] if bodies else document


def _named(*scrapers: Scraper) -> dict[str, Scraper]:
    return {scraper.__name__: scraper for scraper in scrapers}


TIERS = {
    "core": _named(article_ht, main_in, resili_main, boiler_default, bs4_p),
    "light": _named(traf_recall, readability, newspaper),
    "hard": _named(resili_full, bs4_text, boiler_all, bs4_phli),
}
