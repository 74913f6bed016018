"""What each rule marks and cuts on the bench: how often junk, and how often the article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from benchmarks.data import SITES, Bench, general_rules, read_jsonl, table
from cleaner import Cleaner, load_rules, select_rules
from cleaner.match.matcher import Matcher
from cleaner.match.selectors import host_of
from cleaner.model import Removal, Removes, Rule, RulePack
from cleaner.text.blocks import split

JUNK, PARTLY, TITLE, BODY = "j", "p", "t", "k"  # labels of lines
MARKED, PAGES = "marked", "pages"
TIERS = ("core", "light", "hard")
_GRAM = 4  # words in a row by which a longer cut is looked for in the gold body
_WORDS = re.compile(r"\w+")


class Hit(NamedTuple):
    """A line that a rule marks, or a stretch that is cut in its name."""

    where: str  # marked, the tier of the text it was cut from, or pages
    rule: Rule
    document: str
    site: str
    start: int
    label: str
    text: str


def report(bench: Bench, *, with_url: bool = False, tier: str = "", show: str = "") -> None:
    """Print what is marked and cut by kind and by rule; or, with `show`, the article's lines a rule hits."""
    pack = general_rules()
    documents = [doc for doc in bench.read_texts() if tier in ("", doc["tier"])]
    hits = [*_marks(pack, documents, with_url=with_url), *_text_cuts(pack, documents, with_url=with_url)]
    if not tier:
        hits += _page_cuts(pack, bench)
    if show:
        _show(show, hits)
        return
    columns = (MARKED, *(one for one in TIERS if tier in ("", one)), *(() if tier else (PAGES,)))
    print(
        f"\n## Junk / article by kind, {len(documents)} texts{f' ({tier})' if tier else ' and the pages'}\n"
    )
    print(_table("kind", _count((hit.rule.kind, hit) for hit in _once_a_kind(hits)), columns, {}, ()))
    print("\n## By rule\n")
    rules = {rule.id: (rule.confidence.value, rule.removes.value) for rule in pack.rules}
    counts = _count((hit.rule.id, hit) for hit in hits)
    print(_table("rule", counts, columns, rules, ("confidence", "removes")))
    silent = sorted(rules.keys() - counts.keys())
    if silent:
        print(f"\nNeither marked nor cut anything: {', '.join(silent)}")


def report_sites(bench: Bench) -> None:
    """Print what the rules of single sites cut of the pages some of them were written from."""
    pack = select_rules(load_rules())
    hits = [hit for hit in _page_cuts(pack, bench) if hit.rule.kind == SITES]
    print(
        f"\n## Cuts by rules of single sites, {len({hit.document for hit in hits})} pages: junk / article\n"
    )
    print(_table("rule", _count((hit.rule.id, hit) for hit in hits), (PAGES,), {}, ()))


def _show(rule: str, hits: Iterable[Hit]) -> None:
    """What of the article a rule marks and cuts, and how often: several scrapers give the same line."""
    lines = Counter(
        (hit.where, hit.site, hit.text) for hit in hits if hit.rule.id == rule and hit.label == BODY
    )
    print(f"\n## Of the article, {rule} hits {lines.total()} lines, {len(lines)} different\n")
    for (where, site, text), count in lines.most_common():
        print(f"{count:4} {where:6} {site}: {text}")


def _marks(pack: RulePack, documents: Iterable[Mapping[str, Any]], *, with_url: bool) -> Iterator[Hit]:
    matcher = Matcher(pack)
    for doc in documents:
        labels = _Labels(doc)
        blocks = split(doc["text"])
        marks = matcher.match(blocks, host_of(doc["url"]) if with_url else "")
        for block, found in zip(blocks, marks, strict=True):
            for mark in found:
                label = labels.of(block.start, mark.rule)
                yield Hit(MARKED, mark.rule, doc["id"], doc["domain"], block.start, label, block.text)


def _text_cuts(pack: RulePack, documents: Iterable[Mapping[str, Any]], *, with_url: bool) -> Iterator[Hit]:
    cleaner, rules = Cleaner(pack), {rule.id: rule for rule in pack.rules}
    for doc in documents:
        labels = _Labels(doc)
        for cut in cleaner.clean(doc["text"], url=doc["url"] if with_url else "", html=False).removals:
            start = cut.start + len(cut.text) - len(cut.text.lstrip())
            label = labels.of(start, rules[cut.rule])
            yield Hit(doc["tier"], rules[cut.rule], doc["id"], doc["domain"], start, label, cut.text.strip())


class _Labels:
    """The label of a text's line by any place in it."""

    def __init__(self, doc: Mapping[str, Any]) -> None:
        self._labels: str = doc["labels"]
        self._starts: list[int] = []  # of the lines that carry a label
        position = 0
        for line in doc["text"].split("\n"):
            if line.strip():
                self._starts.append(position)
            position += len(line) + 1

    def of(self, position: int, rule: Rule) -> str:
        label = self._labels[max(bisect_right(self._starts, position) - 1, 0)]
        # a rule on spans hits part of a line: of that the line's label says nothing
        return PARTLY if rule.removes is Removes.SPAN and label == BODY else label


def _page_cuts(pack: RulePack, bench: Bench) -> Iterator[Hit]:
    cleaner, rules = Cleaner(pack), {rule.id: rule for rule in pack.rules}
    pages = bench.read_pages()
    for row in read_jsonl(bench.gold):
        if row["suspect_gold"]:
            continue
        gold = _Gold(row["body"], row["title"] or "")
        for number, cut in enumerate(cleaner.clean(pages[row["id"]]).removals):
            label, rule = gold.label(cut), rules[cut.rule]
            yield Hit(PAGES, rule, row["id"], host_of(row["url"] or ""), number, label, cut.text.strip())


class _Gold:
    """A gold body, to look up what was cut: pages carry no labels."""

    def __init__(self, body: str, title: str) -> None:
        self._title = _words(title)
        self._lines = {_words(line) for line in body.split("\n")}
        self._grams = set(_grams(_words(body)))

    def label(self, cut: Removal) -> str:
        """Body, if it is a line of the gold body or most of its words in a row stand there; else junk."""
        words = _words(cut.text)
        if words == self._title:
            return TITLE
        grams = list(_grams(words))
        if not grams:
            return BODY if words in self._lines else JUNK
        return BODY if sum(gram in self._grams for gram in grams) > len(grams) / 2 else JUNK


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(text.lower()))


def _grams(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (words[start : start + _GRAM] for start in range(len(words) - _GRAM + 1))


def _once_a_kind(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Without the second and third rule of a kind that mark the same line."""
    last: dict[tuple[str, str], tuple[str, int]] = {}
    for hit in hits:
        key, place = (hit.where, hit.rule.kind), (hit.document, hit.start)
        if last.get(key) != place:
            last[key] = place
            yield hit


def _count(hits: Iterable[tuple[str, Hit]]) -> dict[str, Counter[str]]:
    """For each name: lines by where and label, and the sites they stand on."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seen: set[tuple[str, str, str]] = set()
    for name, hit in hits:
        counts[name][f"{hit.where} {hit.label}"] += 1
        if (name, hit.site, hit.label) not in seen:
            seen.add((name, hit.site, hit.label))
            counts[name][f"sites {hit.label}"] += 1
    return counts


def _table(
    first: str,
    counts: Mapping[str, Counter[str]],
    columns: tuple[str, ...],
    more: Mapping[str, tuple[str, ...]],
    more_header: tuple[str, ...],
) -> str:
    """Junk / body of each column, what costs the article most first; titles and parts of lines not counted.

    Precision is of all that was cut.
    """
    rows = []
    cut = [column for column in columns if column != MARKED]

    def total(count: Counter[str], label: str) -> int:
        return sum(count[f"{column} {label}"] for column in cut)

    def order(name: str) -> tuple[int, int, str]:
        return -total(counts[name], BODY), -counts[name][f"{MARKED} {BODY}"], name

    for name in sorted(counts, key=order):
        count = counts[name]
        junk, body = total(count, JUNK), total(count, BODY)
        precision = f"{100 * junk / (junk + body):.1f}" if junk + body else "–"
        cells = (f"{count[f'{one} {JUNK}']} / {count[f'{one} {BODY}']}" for one in columns)
        sites = f"{count[f'sites {JUNK}']} / {count[f'sites {BODY}']}"
        rows.append((name, *more.get(name, ()), *cells, precision, sites))
    return table((first, *more_header, *columns, "precision of cuts", "sites"), rows)
