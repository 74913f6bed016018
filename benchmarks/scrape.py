"""Scrape the bench's pages that its texts leave out, and label what comes: `python -m benchmarks scrape`.

More to learn from, made as the bench's texts were: a page gets four texts, two of the tier `core` and one of
`light` and `hard` each. Lots decide which scrapers make them, with the shares they have in the bench; one
that fails, repeats a text or misses the body gives way to another. `label.py` labels the lines: on the texts
of the bench it gives 99.4 % of them the label they have there. The same pages and the same versions of the
scrapers give the same file.
"""

from __future__ import annotations

import gzip
import logging
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from unittest import mock
from urllib.parse import urlsplit

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

from benchmarks.data import Bench, read_jsonl, write_jsonl
from benchmarks.label import Gold, covered, label, words

PLAN = ("core", "core", "light", "hard")
SEED = 42
LEAST_BODY = 80  # words: shorter gold bodies tell too little
LEAST_COVERED = 0.6  # of the body's words in kept lines: below, the scraper has missed the article
LEAST_ELEMENT = 120  # words: an element with fewer is no article

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


Scraper: TypeAlias = Callable[[Page], str]


def make(bench: Bench, out: Path) -> None:
    """Write the labelled texts of the pages that the bench has no texts of."""
    logging.disable()  # scrapers complain of pages: those they fail on are left out
    rows = list(scrape(bench))
    write_jsonl(out, rows)
    print(f"{len(rows)} texts of {len({row['url'] for row in rows})} pages in {out}")


def scrape(bench: Bench) -> Iterator[dict[str, Any]]:
    """The rows, page by page, with the keys of the bench's own."""
    texts = bench.read_texts()
    known = {row["id"].split("/")[1] for row in texts}
    shares = Counter(row["scraper"] for row in texts)
    lots = random.Random(SEED)
    for gold in read_jsonl(bench.gold):
        if gold["id"] not in known and not gold["suspect_gold"] and len(gold["body"].split()) > LEAST_BODY:
            yield from _texts(bench, gold, shares, lots)


def every(bench: Bench, gold: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The labelled texts of every scraper of a page."""
    html = gzip.decompress((bench.pages / f"{gold['id']}.html.gz").read_bytes())
    page, body = Page(html.decode(errors="replace"), gold["url"]), Gold(gold["body"])
    for tier, scrapers in TIERS.items():
        for name, scraper in scrapers.items():
            if text := _run(scraper, page):
                yield _row(gold, page, name, tier, text, label(text, body, gold["title"]), body)


def _texts(
    bench: Bench, gold: Mapping[str, Any], shares: Mapping[str, int], lots: random.Random
) -> Iterator[dict[str, Any]]:
    html = gzip.decompress((bench.pages / f"{gold['id']}.html.gz").read_bytes())
    page = Page(html.decode(errors="replace"), gold["url"])
    body = Gold(gold["body"])
    untried = {tier: list(names) for tier, names in TIERS.items()}
    seen: set[tuple[str, ...]] = set()
    for tier in PLAN:
        while names := untried[tier]:
            name = lots.choices(names, [shares[name] for name in names])[0]
            names.remove(name)
            text = _run(TIERS[tier][name], page)
            spoken = tuple(words(text))
            if not text or spoken in seen:
                continue
            labels = label(text, body, gold["title"])
            share = covered(text, labels, body)
            if share < LEAST_COVERED:
                continue
            seen.add(spoken)
            yield _row(gold, page, name, tier, text, labels, body)
            break


def _row(
    gold: Mapping[str, Any], page: Page, scraper: str, tier: str, text: str, labels: str, body: Gold
) -> dict[str, Any]:
    return {
        "id": f"wcxb-dev/{gold['id']}/{scraper}",
        "source": "wcxb-dev-extra",
        "scraper": scraper,
        "tier": tier,
        "lang": "en",  # as all of the bench
        "url": page.url,
        "domain": (urlsplit(page.url).hostname or "").removeprefix("www."),
        "title": gold["title"],
        "cov": round(covered(text, labels, body), 4),
        "text": text,
        "gold": gold["body"],
        "labels": labels,
        "suspect_gold": gold["suspect_gold"],
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
