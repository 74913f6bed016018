"""A document as the page shows it: its cuts, the text around them, and what is risky about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from cleaner.model import By, Cleaned, Removal
from cleaner.text import count_words

WHOLE = 12_000  # characters; a document so short is shown whole
CONTEXT = 800  # characters of a longer one that are shown on either side of a cut
MOST_CUTS = 400  # of a document that are shown; the page says how many more there are
_PROSE_WORDS = 12  # a cut of so many words that ends like a sentence is prose
_STOPS = tuple('.!?…。！？।۔؟”"»')
_MUCH = 0.25  # of a document's words


class Risk(StrEnum):
    """Why a person should look at a document; the gravest first."""

    FAILED = "failed"
    SUSPICIOUS = "suspicious"
    TITLE = "title cut"
    PROSE = "prose cut without a mark of its own"
    MUCH = "more than a quarter cut"


class Cut(NamedTuple):
    """A removal, as the page shows it."""

    start: int  # characters in the original; -1 for an element of a page
    end: int
    rule: str
    kind: str
    why: str
    by: str
    near: str


class Piece(NamedTuple):
    """A stretch of the original: kept text, a cut, or `skipped` characters that are not shown."""

    text: str
    cut: Cut | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document as the page shows it. Can be pickled."""

    name: str
    url: str = ""
    site: str = ""
    language: str = ""
    title: str = ""
    words: int = 0  # of the original
    left: int = 0  # words of the body
    cuts: int = 0
    tally: Mapping[tuple[str, str, str], int] = field(default_factory=dict)  # cuts by kind, rule and way
    pieces: tuple[Piece, ...] = ()
    elements: tuple[Piece, ...] = ()  # cut from the page before its text was taken
    warnings: tuple[str, ...] = ()
    risks: tuple[Risk, ...] = ()
    error: str = ""

    @property
    def share(self) -> float:
        """How much of its words was left, 0 to 1; 1 for a document without words."""
        return self.left / self.words if self.words else 1.0


def reviewed(cleaned: Cleaned, name: str, *, url: str = "", site: str = "") -> Reviewed:
    """A cleaned document, for the page."""
    placed = [cut for cut in cleaned.removals if cut.start >= 0]
    elements = [cut for cut in cleaned.removals if cut.start < 0]
    words, left = count_words(cleaned.original), count_words(cleaned.body)
    return Reviewed(
        name, url, site, cleaned.metadata.get("language", ""), cleaned.metadata.get("title", ""), words, left,
        len(cleaned.removals), Counter((cut.kind, cut.rule, str(cut.by)) for cut in cleaned.removals),
        tuple(_pieces(cleaned.original, placed[:MOST_CUTS])),
        tuple(Piece(cut.text[:CONTEXT], _cut(cut)) for cut in elements[:MOST_CUTS]), cleaned.warnings,
        tuple(_risks(cleaned, left < (1 - _MUCH) * words)),
    )  # fmt: skip


def failed(name: str, reason: str) -> Reviewed:
    """A document that could not be cleaned, for the page."""
    return Reviewed(name, error=reason, risks=(Risk.FAILED,))


def _risks(cleaned: Cleaned, much: bool) -> Iterator[Risk]:
    if cleaned.suspicious:
        yield Risk.SUSPICIOUS
    if any(cut.kind == "title" for cut in cleaned.removals):
        yield Risk.TITLE
    if any(cut.by != By.MARK and _is_prose(cut.text) for cut in cleaned.removals):
        yield Risk.PROSE
    if much:
        yield Risk.MUCH


def _is_prose(text: str) -> bool:
    text = text.strip()
    return text.endswith(_STOPS) and count_words(text) >= _PROSE_WORDS


def _pieces(original: str, cuts: Sequence[Removal]) -> Iterator[Piece]:
    """The original, cut by cut; of a long one without what is far from any cut."""
    context = CONTEXT if len(original) > WHOLE else WHOLE
    position = 0
    for cut in cuts:
        yield from _kept(original[position : cut.start], context)
        yield Piece(original[cut.start : cut.end], _cut(cut))
        position = cut.end
    yield from _kept(original[position:], context)


def _kept(text: str, context: int) -> Iterator[Piece]:
    """Text between two cuts: what is near one of them, and how much is not."""
    if len(text) <= 2 * context:
        if text:
            yield Piece(text)
        return
    head, tail = text[:context], text[len(text) - context :]
    head, tail = head[: head.rfind(" ") + 1] or head, tail[tail.find(" ") + 1 :] or tail  # whole words
    yield Piece(head)
    yield Piece("", skipped=len(text) - len(head) - len(tail))
    yield Piece(tail)


def _cut(cut: Removal) -> Cut:
    return Cut(cut.start, cut.end, cut.rule, cut.kind, cut.why, str(cut.by), cut.near)
