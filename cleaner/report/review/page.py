"""The page itself: template, style sheet and script in one file that asks nobody for anything."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from cleaner.report.review.record import Piece, Reviewed, Risk
from cleaner.report.review.sample import BINS, Sample

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

MOST_CHARACTERS = 4_000_000  # of documents on the page
# Kinds of junk share eight colours that most colour-blind eyes tell apart (Okabe and Ito, 2008).
GROUPS = {
    "other articles": ("related", "readmore", "list", "section", "toc"),
    "pleas": ("newsletter", "subscribe", "donate", "app", "sponsor"),
    "people": ("byline", "author-bio", "comments", "share", "poll", "contact"),
    "dates and sources": ("date", "dateline", "source", "prefix", "title"),
    "pictures": ("caption", "alt-text", "credit", "embed", "player"),
    "rights": ("copyright", "legal", "disclaimer"),
    "site": ("navigation", "tags", "site-info", "ui", "repeat", "ad", "adblock", "cookie"),
}
_GROUP = {kind: number for number, kinds in enumerate(GROUPS.values()) for kind in kinds}
_REST = len(GROUPS)  # kinds that tell of a place, a page or a site


class Bar(NamedTuple):
    """A row of a chart."""

    label: str
    number: int
    width: float  # percent of the longest


def as_html(sample: Sample, *, version: str, heading: str = "What was cut") -> str:
    """The page for what a sample has seen: HTML in one file, at most 5 MB, nothing of it from elsewhere.

    Every byte of a document is escaped; a policy in the page forbids all scripts and styles but its own, by
    their digests, and all requests.
    """
    documents = _fitting(sample)
    script, style = _own("review.js"), _own("review.css")
    shares = [f"{10 * n}–{10 * n + 10} %" for n in range(BINS)]
    charts = [
        ("change", "Changes", _bars(_ranked(sample.changes))),
        (
            "risk",
            "Documents to look at",
            _bars((risk, sample.risks[risk]) for risk in Risk if sample.risks[risk]),
        ),
        ("kind", "Cuts by kind", _bars(_ranked(sample.kinds))),
        ("share", "Documents by the share of words left", _histogram(shares, sample)),
        ("by", "How cuts came about", _bars(_ranked(sample.ways))),
    ]
    choices = [
        ("kind", "Kind", sorted(sample.kinds)),
        ("rule", "Rule", sorted(sample.rules)),
        ("by", "By", sorted(sample.ways)),
        ("site", "Site", sorted({document.site for document in documents} - {""})),
        ("language", "Language", sorted({document.language for document in documents} - {""})),
    ]
    return _template().render(
        heading=heading, version=version, sample=sample, documents=documents, charts=charts, choices=choices,
        shares=shares, bins=BINS, groups=[*GROUPS, "place and page"],
        group_of=lambda kind: _GROUP.get(kind, _REST), short=_short, with_last=_with_last,
        script=script, style=style, script_digest=_digest(script), style_digest=_digest(style),
    ).encode("utf-8", "replace").decode()  # fmt: skip


def _with_last(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, bool]]:
    """Each piece, and whether it is the last of cuts of one kind that only white space divides."""
    said = [piece for piece in pieces if piece.cut or piece.skipped or piece.text.strip()]
    kinds = [piece.cut and piece.cut.kind for piece in said]
    following = iter([*kinds[1:], None])
    for piece in pieces:
        told = bool(piece.cut or piece.skipped or piece.text.strip())
        yield piece, told and next(following) != (piece.cut and piece.cut.kind)


def _short(name: str) -> str:
    """The last part of a path, of an address or of a name that is none."""
    return name.rstrip("/").rpartition("/")[2] or name


def _fitting(sample: Sample) -> list[Reviewed]:
    """The documents that fit on the page, the riskiest first."""
    shown, room = list[Reviewed](), MOST_CHARACTERS
    for document in sample.chosen():
        size = _characters(document)
        if size <= room or not shown:
            shown.append(document)
            room -= size
    worst = list(Risk)
    return sorted(
        shown, key=lambda d: ([worst.index(risk) for risk in d.risks] or [len(worst)], d.share, d.name)
    )


def _characters(document: Reviewed) -> int:
    pieces = (*document.pieces, *document.elements)
    marked = sum(300 + len(piece.cut.why) + len(piece.cut.near) for piece in pieces if piece.cut)
    return 1_000 + marked + sum(len(piece.text.encode("utf-8", "replace")) for piece in pieces)


def _ranked(numbers: Counter[str]) -> list[tuple[str, int]]:
    return sorted(numbers.items(), key=lambda row: (-row[1], row[0]))


def _histogram(labels: Sequence[str], sample: Sample) -> list[Bar]:
    """How many documents have which share left; of one document that is no chart."""
    return _bars(zip(labels, sample.shares, strict=True)) if sample.documents > 1 else []


def _bars(rows: Iterable[tuple[str, int]]) -> list[Bar]:
    rows = list(rows)
    longest = max((number for _, number in rows), default=0) or 1
    return [Bar(label, number, 100 * number / longest) for label, number in rows]


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415  (only this page needs it)

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_read("review.html"))


def _own(name: str) -> Markup:
    """A file of ours: it needs no escaping, and must not be changed, or its digest would not fit."""
    from markupsafe import Markup  # noqa: PLC0415

    return Markup(_read(name))


def _read(name: str) -> str:
    return (files("cleaner.report.review") / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return b64encode(sha256(content.encode()).digest()).decode()
