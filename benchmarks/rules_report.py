"""How often each rule marks junk on the text bench, and how often the article."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from benchmarks.data import Bench, table
from cleaner.blocks import split
from cleaner.match import Matcher
from cleaner.model import Rule
from cleaner.rulebook import load

LABELS = {"j": "junk", "p": "partly", "t": "title", "k": "body"}


class Hit(NamedTuple):
    """A line that a rule marks."""

    rule: Rule
    document: str
    site: str
    start: int
    label: str
    text: str


def report(bench: Bench, *, with_url: bool = False, tier: str = "", show: str = "") -> None:
    """Print the marked lines by kind and by rule; or, with `show`, the article lines that one rule marks."""
    pack = load()
    documents = [doc for doc in bench.read_texts() if tier in ("", doc["tier"])]
    hits = list(_hits(Matcher(pack), documents, with_url=with_url))
    if show:
        _show(show, hits)
        return
    print(f"\n## Lines marked in {len(documents)} texts{f' ({tier})' if tier else ''}, by kind\n")
    kinds = _count((hit.rule.kind, hit) for hit in _once_a_kind(hits))
    print(_table("kind", kinds, dict.fromkeys(kinds, ()), ()))
    print("\n## By rule\n")
    rules = {rule.id: (rule.confidence.value, rule.removes.value) for rule in pack.rules}
    print(_table("rule", _count((hit.rule.id, hit) for hit in hits), rules, ("confidence", "removes")))
    silent = sorted(rules.keys() - {hit.rule.id for hit in hits})
    if silent:
        print(f"\nNothing marked: {', '.join(silent)}")


def _show(rule: str, hits: Iterable[Hit]) -> None:
    """The article lines that a rule marks, and how often: several scrapers give the same line."""
    lines = Counter((hit.site, hit.text) for hit in hits if hit.rule.id == rule and hit.label == "k")
    print(f"\n## Article lines that {rule} marks: {lines.total()}, {len(lines)} different\n")
    for (site, text), count in lines.most_common():
        print(f"{count:4} {site}: {text}")


def _hits(matcher: Matcher, documents: Iterable[Mapping[str, Any]], *, with_url: bool) -> Iterator[Hit]:
    for doc in documents:
        starts, position = [], 0  # of the lines that carry a label
        for line in doc["text"].split("\n"):
            if line.strip():
                starts.append(position)
            position += len(line) + 1
        blocks = split(doc["text"])
        host = urlsplit(doc["url"]).hostname or "" if with_url else ""
        marks, _ = matcher.match(blocks, host)
        for block, found in zip(blocks, marks, strict=True):
            label = doc["labels"][bisect_right(starts, block.start) - 1]
            for mark in found:
                yield Hit(mark.rule, doc["id"], doc["domain"], block.start, label, block.text)


def _once_a_kind(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Without the second and third rule of a kind that mark the same line."""
    last: dict[str, tuple[str, int]] = {}
    for hit in hits:
        place = hit.document, hit.start
        if last.get(hit.rule.kind) != place:
            last[hit.rule.kind] = place
            yield hit


def _count(hits: Iterable[tuple[str, Hit]]) -> dict[str, Counter[str]]:
    """For each name: lines by label, and the sites they stand on."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seen: set[tuple[str, str, str]] = set()
    for name, hit in hits:
        counts[name][hit.label] += 1
        if (name, hit.site, hit.label) not in seen:
            seen.add((name, hit.site, hit.label))
            counts[name][f"{hit.label} sites"] += 1
    return counts


def _table(
    first: str,
    counts: Mapping[str, Counter[str]],
    more: Mapping[str, tuple[str, ...]],
    more_header: tuple[str, ...],
) -> str:
    """Precision is of junk against body; lines that are partly junk, and titles, count for neither."""
    rows = []
    for name in sorted(counts, key=lambda name: (-counts[name]["k"], -counts[name]["j"], name)):
        count = counts[name]
        judged = count["j"] + count["k"]
        precision = f"{100 * count['j'] / judged:.1f}" if judged else "–"
        figures = (str(count[label]) for label in LABELS)
        sites = str(count["j sites"]), str(count["k sites"])
        rows.append((name, *more[name], *figures, precision, *sites))
    return table((first, *more_header, *LABELS.values(), "precision", "junk sites", "body sites"), rows)
