"""How much of a page's title, author, date and language is found, beside trafilatura.

Two readings of each suite. *As they are*: against the labels of the suite's gold, and of `--more` files (rows
of `id`, `author`, `date`, `title`, as far as they were labelled). *Silenced*: what pages declare about author
and date in `<meta>` and JSON-LD is taken out of them, and is what the answers are compared with: so only what
a reader sees of them can be found.

Strict: a title is the same but for spaces and the form of quotes; authors are the same set of names after
folding; a date is the same day. `right` is the share of pages with a label that are answered as the label
says, `wrong` the share that are answered otherwise; the rest has no answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from lxml import etree
from lxml import html as lxml_html

from benchmarks.data import Bench, general_rules, read_jsonl, spread
from cleaner import Cleaner
from cleaner.text import decode

Answers: TypeAlias = Mapping[str, str]  # of the fields below
FIELDS = ("title", "author", "date", "language")
_SUITES = ("news-dev", "html-dev", "old-dev", "snippets-dev")
_DECLARED = re.compile(r"author|byl$|creator|date|time|modified|publi", re.IGNORECASE)


class Page(NamedTuple):
    """A page as a system gets it, and what should be found."""

    id: str
    content: bytes | str
    gold: Answers


def report(bench: Bench, more: Sequence[Path], *, pages: int = 0, show: str = "", half: int = -1) -> None:
    """Print a row for each suite and system, of `pages` pages each (0: all).

    `show` prints the misses of a field, `half` leaves out sites.
    """
    labels = {row["id"]: row for path in more for row in read_jsonl(path)}
    systems = {"cleaner": _cleaner(), "trafilatura": _trafilatura}
    header = [
        "pages",
        "system",
        *(f"{field}: {what}" for field in FIELDS for what in ("n", "right", "wrong")),
    ]
    print(f"\n## Metadata\n\n| {' | '.join(header)} |\n|:--|:--|{'--:|' * (len(header) - 2)}")
    missed = list[str]()
    for suite in _SUITES:
        for name, found in _readings(bench, suite, labels, half):
            sample = spread(found, pages)
            for system, ask in systems.items():
                answers = [ask(page.content) for page in sample]
                cells = [f"{suite}, {name}", system, *_scores(sample, answers)]
                print(f"| {' | '.join(cells)} |", flush=True)
                if show and system == "cleaner":
                    missed += _misses(f"{suite}, {name}", sample, answers, show)
    print("\n".join(("", *missed)))


def _readings(
    bench: Bench, suite: str, labels: Mapping[str, Mapping[str, str]], half: int
) -> Iterable[tuple[str, list[Page]]]:
    """The two readings of a suite that have anything to compare with."""
    gold = {row["id"]: row for row in read_jsonl(bench.gold_of(suite))}
    as_they_are, silent = list[Page](), list[Page]()
    for id, content in bench.read_pages(suite).items():
        if half >= 0 and sum(id.partition("_")[0].encode()) % 2 != half:
            continue
        told = {**gold.get(id, {}), **labels.get(id, {})}
        told["language"] = told.get("lang")
        if labelled := {field: _joined(told[field]) for field in FIELDS if told.get(field)}:
            as_they_are.append(Page(id, content, labelled))
        page, declared = silenced(content)
        if declared:
            silent.append(Page(id, page, declared))
    for name, pages in (("as they are", as_they_are), ("silenced", silent)):
        if pages:
            yield name, pages


def _joined(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def silenced(content: bytes) -> tuple[str, Answers]:
    """A page without what it declares of author and date, and that, as cleaner reads it where it stands."""
    from cleaner.page.metadata import SOURCES, read_metadata  # noqa: PLC0415  (what is measured)

    text = decode(content).text
    try:
        tree = lxml_html.fromstring(text)
    except (ValueError, etree.ParserError):
        return text, {}
    found = read_metadata(tree)
    fields = {
        name: text for name, text in found.fields.items() if found.sources[name] in SOURCES.get(name, ())
    }
    for element in list(tree.iter("meta", "script")):
        named = " ".join(filter(None, map(element.get, ("property", "name", "itemprop", "type"))))
        if "ld+json" in named or (element.tag == "meta" and _DECLARED.search(named)):
            element.drop_tree()
    gold = {str(field): fields[field] for field in ("author", "date") if field in fields}
    if _names(gold.get("author", "")) == _names(found.fields.get("sitename", "")):
        gold.pop("author", None)  # the site itself, which nobody shows as an author
    page: str = lxml_html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")
    return page, gold


def _cleaner() -> Callable[[bytes | str], Answers]:
    cleaner = Cleaner(general_rules())
    return lambda content: cleaner.clean(content, html=True).metadata


def _trafilatura(content: bytes | str) -> Answers:
    from trafilatura import bare_extraction  # noqa: PLC0415

    found = bare_extraction(content, with_metadata=True, include_comments=False)
    told: dict[str, str] = {} if found is None or isinstance(found, dict) else found.as_dict()
    told["author"] = (told.get("author") or "").replace("; ", ", ")
    return {field: told[field] for field in FIELDS if told.get(field)}


def _scores(pages: Sequence[Page], answers: Sequence[Answers]) -> list[str]:
    cells = list[str]()
    for field in FIELDS:
        pairs = [
            (p.gold[field], a.get(field, "")) for p, a in zip(pages, answers, strict=True) if field in p.gold
        ]
        right = sum(same(field, *pair) for pair in pairs)
        wrong = sum(bool(found) and not same(field, told, found) for told, found in pairs)
        of = len(pairs) or 1
        cells += (
            (str(len(pairs)), f"{100 * right / of:.1f}", f"{100 * wrong / of:.1f}") if pairs else ("", "", "")
        )
    return cells


def _misses(where: str, pages: Sequence[Page], answers: Sequence[Answers], field: str) -> Iterable[str]:
    for page, answer in zip(pages, answers, strict=True):
        told, found = page.gold.get(field), answer.get(field, "")
        if told and not same(field, told, found):
            yield f"{where}\t{page.id}\t{told}\t{found}"


def same(field: str, told: str, found: str) -> bool:
    """Whether an answer is what the label says."""
    if field == "date":
        return told[:10] == found[:10]
    if field == "author":
        return _names(told) == _names(found)
    return _plain(told) == _plain(found)


_STRAIGHT = str.maketrans(
    dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚", "'") | dict.fromkeys("\u00ad\u200b")
)


def _plain(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title.translate(_STRAIGHT)).split())


def _names(told: str) -> set[str]:
    folded = unicodedata.normalize("NFKC", told).casefold()
    return {" ".join(re.findall(r"\w+", name)) for name in re.split(r"[,;]", folded)} - {""}
