"""A document as the page shows it: its cuts, the text around them, and what is risky about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from cleaner.model import By, Removal
from cleaner.report.account import Account, Stretch, is_prose, stretches
from cleaner.text import count_words

WHOLE = 12_000  # characters; a document so short is shown whole
CONTEXT = 800  # characters of a longer one that are shown on either side of a cut
MOST_CUTS = 400  # of a document that are shown; the page says how many more there are
_MUCH = 0.25  # of a document's words
_TITLE = (3, 25)  # words that a title has


class Risk(StrEnum):
    """Why a person should look at a document; the gravest first."""

    FAILED = "failed"
    SUSPICIOUS = "suspicious"
    TITLE = "the first line cut without a mark of its own"
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
    change: str = ""  # where two outputs are compared: newly cut, or no longer cut


class Piece(NamedTuple):
    """A stretch of the original: kept text, a cut, or `skipped` characters not shown or not known."""

    text: str
    cut: Cut | None = None
    skipped: int = 0
    gone: bool = False  # cut in both of two outputs


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
    changes: Mapping[str, int] = field(default_factory=dict)
    error: str = ""

    @property
    def share(self) -> float:
        """How much of its words was left, 0 to 1; 1 for a document without words."""
        return self.left / self.words if self.words else 1.0


def reviewed(account: Account) -> Reviewed:
    """A document, for the page."""
    if account.error:
        return Reviewed(account.name, error=account.error, risks=(Risk.FAILED,))
    elements = [cut for cut in account.cuts if cut.start < 0]
    return Reviewed(
        account.name, account.url, account.site, account.language, account.title, account.words, account.left,
        len(account.cuts), Counter((cut.kind, cut.rule, str(cut.by)) for cut in account.cuts),
        tuple(_pieces(list(stretches(account)))),
        tuple(Piece(cut.text[:CONTEXT], cut_of(cut)) for cut in elements[:MOST_CUTS]), account.warnings,
        tuple(_risks(account)),
    )  # fmt: skip


def _risks(account: Account) -> Iterator[Risk]:
    if account.suspicious:
        yield Risk.SUSPICIOUS
    if _opens_with_a_cut(account):
        yield Risk.TITLE
    if any(cut.by != By.MARK and is_prose(cut.text) for cut in account.cuts):
        yield Risk.PROSE
    if account.share < 1 - _MUCH:
        yield Risk.MUCH


def _opens_with_a_cut(account: Account) -> bool:
    """Whether a line that may be the title went because of what stands beside it; where a rule on titles took
    it, that was meant."""
    first = next((cut for cut in account.cuts if cut.start >= 0), None)
    if first is None or first.start > 0 or first.by is By.MARK or first.kind == "title":
        return False
    return _TITLE[0] <= count_words(first.text or "") <= _TITLE[1]


def _pieces(parts: Sequence[Stretch]) -> Iterator[Piece]:
    """The original, cut by cut; of a long one without what is far from any cut."""
    context = context_of(sum(part.length for part in parts))
    told = 0
    for part in parts:
        if part.cut is not None and told < MOST_CUTS:
            told += 1
            yield from shown(part.text, cut_of(part.cut), part.length)
        elif part.cut is not None or part.text is None:
            yield Piece("", skipped=part.length)
        else:
            yield from kept(part.text, context)


def context_of(length: int) -> int:
    """How many characters beside a cut are shown of an original that is so long."""
    return CONTEXT if length > WHOLE else WHOLE


def shown(text: str | None, cut: Cut, length: int = 0) -> Iterator[Piece]:
    """A cut; white space around its text is shown as kept, so that its outline has no holes."""
    if text is None:
        yield Piece("", cut, length)
        return
    bare = text.strip() or text
    before, _, after = text.partition(bare)
    yield from (Piece(text, of) for text, of in ((before, None), (bare, cut), (after, None)) if text)


def kept(text: str, context: int) -> Iterator[Piece]:
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


def cut_of(cut: Removal, change: str = "") -> Cut:
    """A removal, for the page."""
    return Cut(cut.start, cut.end, cut.rule, cut.kind, cut.why, str(cut.by), cut.near, change)
