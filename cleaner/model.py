"""The nouns: what a document is, what a rule is, and what cleaning says of it.

They are named tuples, which Python makes in a fifth of the time that data classes take.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

PACKAGED = "packaged"  # the layer of the rules that come with the package
# Kinds of pages that come in place of an article
WALLS = frozenset(("error", "consent", "paywall", "listing", "shell", "unknown"))


class Shape(StrEnum):
    """What a block looks like, whatever its language."""

    PROSE = "prose"  # a sentence or more that ends like one
    SENTENCE = "sentence"  # one short sentence
    TEASER = "teaser"  # prose that breaks off: "… announced that he..."
    HEADING = "heading"  # several words, no full stop
    LABEL = "label"  # one to three words
    DATE = "date"  # nothing but a date or time
    NUMBER = "number"  # digits and signs only
    ITEM = "item"  # starts with a bullet or a number
    CAPTION = "caption"  # ends in a bracket that looks like a credit
    LINK = "link"  # an address
    CODE = "code"  # indented, or mostly signs


class Block(NamedTuple):
    """A paragraph or line: `text` is `document.text[start:end]`, without surrounding white space."""

    start: int
    end: int
    line: int  # where its first line starts, indentation included
    text: str
    folded: str  # the text as phrases are compared with it, on one line
    words: int  # of an unspaced script: half its characters
    shape: Shape
    gap: int  # line breaks between the block before and this one; 0 for the first


class Confidence(StrEnum):
    HIGH = "high"  # enough by itself
    MEDIUM = "medium"  # decided in context
    LOW = "low"  # only on request


class Place(StrEnum):
    HEAD = "head"
    TAIL = "tail"
    EDGE = "edge"  # above an article or below it
    ANYWHERE = "anywhere"


class Removes(StrEnum):
    LINE = "line"  # the block
    SPAN = "span"  # the matched words
    SECTION = "section"  # the block and the list, cards or teasers under it, up to the next prose
    REST = "rest"  # the block and everything after it
    ELEMENT = "element"  # an element of the page (`css` rules)


class _Rule(NamedTuple):
    id: str  # kind/name
    kind: str
    why: str
    confidence: Confidence = Confidence.MEDIUM
    at: Place = Place.ANYWHERE
    removes: Removes = Removes.LINE
    # what it looks for; phrases by language ("any" where language does not matter)
    equals: Mapping[str, tuple[str, ...]] = {}
    starts: Mapping[str, tuple[str, ...]] = {}
    ends: Mapping[str, tuple[str, ...]] = {}
    contains: Mapping[str, tuple[str, ...]] = {}
    regex: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()  # one of them must stand in the block before `regex` is tried
    shape: str = ""  # names of shapes, as a pattern over blocks
    # "head", "title", "inserted", "tail", "repeated": what the whole document, or the site, tells
    state: str = ""
    page: str = ""  # "junk", "restored", "quote", …: what the page as a whole tells
    css: tuple[str, ...] = ()  # selectors, or XPath after “xpath:”
    body: tuple[str, ...] = ()  # site rules: where the article stands
    # guards
    longest: int = 0  # words; 0: no limit
    not_before: str = ""  # "prose": not when the article goes on after it
    unless: tuple[str, ...] = ()  # regexes that hold the rule back
    plea: bool = False  # whether it speaks to the reader, so that sentences which tell of somebody are none
    amid: bool = (
        False  # whether such a line stands between paragraphs, so that the article may go on below it
    )
    glued: bool = False  # whether a whole sentence inside a paragraph is cut like a line of its own
    sites: tuple[str, ...] = ()  # hosts and their subdomains
    # examples by language: the rule must mark every `cuts` and nothing of `keeps`
    cuts: Mapping[str, tuple[str, ...]] = {}
    keeps: Mapping[str, tuple[str, ...]] = {}
    aliases: tuple[str, ...] = ()  # ids it had before
    file: str = ""
    layer: str = ""
    checked: bool = True  # false: nobody has tried it, so it may lack examples (rules of a site, imported)


class Rule(_Rule):
    """One kind of junk, as a rule file describes it (`docs/rules.md` explains each key).

    Rules that say the same are not the same rule.
    """

    __slots__ = ()
    __eq__, __ne__, __hash__ = object.__eq__, object.__ne__, object.__hash__


Ids = tuple[str, ...]  # of rules


class Shelf(NamedTuple):
    """Phrases that begin with one letter, as they are looked up, and the ids of the rules that have them."""

    equals: Mapping[str, Ids]
    starts: Mapping[str, Sequence[tuple[str, Ids]]]  # by their first letters
    start_sizes: Sequence[int]  # how many first letters that may be
    # what may stand anywhere, by its first letters: rules that contain it, rules whose regexes are tried then
    literals: Mapping[str, Sequence[tuple[str, Ids, Ids]]]
    openings: Mapping[str, Sequence[tuple[str, Ids]]]  # what sentences open with that glued rules cut
    told_sizes: Sequence[
        int
    ]  # of those that a sentence in a paragraph is noticed by; short ones are everywhere


class Index(NamedTuple):
    """All phrases of a library: see `cleaner/match/index.py`."""

    shelves: Mapping[str, bytes]  # by letter, packed
    literals: Sequence[str]  # the first letters of what may stand anywhere
    ends: Mapping[str, Sequence[tuple[str, Ids]]]  # by their last letters
    patterns: Mapping[str, bytes] = {}  # what is kept of compiled regexes, see `cleaner/match/kept.py`
    rules: tuple[Rule, ...] = ()  # whose phrases these are

    def covers(self, rules: Iterable[Rule]) -> bool:
        """Whether all phrases of these rules are in it."""
        return set(rules) <= set(self.rules)


class RulePack(NamedTuple):
    """Rules in force, in the order of their ids; later layers have replaced earlier ones."""

    rules: tuple[Rule, ...]
    kinds: Mapping[str, str]  # kind: what it is about
    shown: frozenset[str] = frozenset()  # ids of rules that mark but do not cut (`--keep`)
    allowed: frozenset[str] = frozenset()  # lines that stay whatever the rules say, folded
    notices: tuple[str, ...] = ()  # what the user should know: old names in use
    phrase_index: Index | None = None  # set by the loader; of no use where it does not cover the rules


class Mark(NamedTuple):
    """A rule found something in a block: `start` and `end` count from the block's first character."""

    rule: Rule
    start: int
    end: int
    captured: Mapping[str, str]


class By(StrEnum):
    """How a cut came about."""

    MARK = "mark"  # the rule itself found something in it
    SECTION = "section"  # it belongs to a heading above that the rule marks
    NEIGHBOUR = "neighbour"  # it stands in one run of junk with a line that the rule marks
    PLACE = "place"  # what it looks like and where it stands in the text
    PAGE = "page"  # where it stands on the page
    REPEATED = "repeated"  # other pages of the site have it too


class Removal(NamedTuple):
    """A cut: `original[start:end] == text`. Cuts of page elements (`css` rules) have no place: -1."""

    start: int
    end: int
    text: str
    rule: str  # id of the rule that made it
    kind: str
    why: str
    by: By = By.MARK
    near: str = ""  # of a section or neighbour: the beginning of the line it hangs on

    def to_dict(self, line: int | None, *, explain: bool = True) -> dict[str, Any]:
        """The cut as JSON has it; `line` is where it begins. `explain` adds its text and the reason."""
        cut: dict[str, Any] = {
            "rule": self.rule, "kind": self.kind, "by": str(self.by),
            "start": self.start, "end": self.end, "line": line,
        }  # fmt: skip
        return {**cut, "text": self.text, "why": self.why, "near": self.near} if explain else cut


class BodyBlock(NamedTuple):
    """A block of a page: `text[start:end]` of the document, or of the body once it is cleaned.

    Types are `paragraph`, `heading` (its level 1 to 6), `item` (its depth in lists from 1), `row` (of a
    table), `code`, `term`, `definition` and `caption`. A paragraph that continues an item has its level.
    """

    start: int
    end: int
    type: str
    level: int
    quoted: bool  # within a block quote
    markdown: str
    number: int = 0  # of an item in an ordered list, of a row in a table

    def to_dict(self) -> dict[str, Any]:
        """The block as JSON has it."""
        more = {"level": self.level, "number": self.number, "quoted": self.quoted}
        said: dict[str, Any] = {"type": self.type, "start": self.start, "end": self.end}
        return said | {key: value for key, value in more.items() if value}


class Document(NamedTuple):
    """What is to be cleaned, decoded. `text` is the input, or what was extracted of a page."""

    text: str
    name: str = ""
    url: str = ""
    site: str = ""  # whose other pages tell of it; of what has none, nothing is remembered
    html: bool = False
    encoding: str = ""
    metadata: Mapping[str, str] = {}
    sources: Mapping[str, str] = {}  # of each metadata field
    removals: tuple[Removal, ...] = ()  # elements taken out of the page
    cuts: tuple[Removal, ...] = ()  # to be made in the text, as the page tells
    blocks: tuple[BodyBlock, ...] = ()  # of a page
    marks: Mapping[str, Sequence[Mark]] = {}  # of blocks that were matched, by text
    restored: tuple[Removal, ...] = ()  # what stands in the text though the extractor had left it out
    left_out: tuple[str, ...] = ()  # of a page: blocks of prose that nobody took, and no rule cut
    code: frozenset[int] = frozenset()  # of a page: where lines of code start, which no rule marks
    sure: frozenset[int] = frozenset()  # of a page: where blocks start that stay unless a rule marks them
    warnings: tuple[str, ...] = ()


class Cleaned(NamedTuple):
    """The body of a document and everything that was cut to get it."""

    original: str
    body: str
    removals: tuple[Removal, ...] = ()
    restored: tuple[Removal, ...] = ()  # of a page: blocks that the extractor had left out
    metadata: Mapping[str, str] = {}
    sources: Mapping[str, str] = {}  # of each metadata field: a tag's name, or a rule
    blocks: tuple[BodyBlock, ...] = ()  # of a page's body, in order
    warnings: tuple[str, ...] = ()
    suspicious: bool = False
    left_out: tuple[str, ...] = ()  # of a page: blocks of prose that nobody took, and no rule cut

    def __repr__(self) -> str:
        start = self.body[:60] + ("…" if len(self.body) > 60 else "")
        flag = ", suspicious" if self.suspicious else ""
        return f"<Cleaned {start!r}: {len(self.body):,} of {len(self.original):,} characters, " + (
            f"{len(self.removals):,} cut{'' if len(self.removals) == 1 else 's'}{flag}>"
        )

    def lines_of(self, cuts: Sequence[Removal]) -> list[int | None]:
        """The line of the original, from 1, that each cut's text begins in; None for elements of a page."""
        lines: dict[int, int] = {}
        line, counted = 1, 0
        for cut in sorted(cuts):
            if cut.start >= 0:
                start = min(cut.start + len(cut.text) - len(cut.text.lstrip()), cut.end)
                line, counted = line + self.original.count("\n", counted, start), start
                lines[cut.start] = line
        return [lines.get(cut.start) for cut in cuts]

    def to_dict(self, *, explain: bool = True) -> dict[str, Any]:
        """The result as JSON has it, in the columns that rows have.

        `body`, `removed` (the cuts), `metadata`, `suspicious`, `warnings`; `language`, `page_kind` and
        `prose_kept` (the share of a page's prose, 0 to 1) where they are known; `blocks` of a page, as
        stretches of the body. `explain` gives cuts their text and reason, and adds what was `restored` and
        the `sources` of the metadata.
        """
        metadata = dict(self.metadata)
        share = metadata.pop("prose_kept", None)
        language, page_kind = metadata.pop("language", None), metadata.pop("page_kind", None)
        row: dict[str, Any] = {
            "body": self.body,
            "removed": self._as_dicts(self.removals, explain),
            "metadata": metadata,
            "suspicious": self.suspicious,
            "warnings": list(self.warnings),
            "language": language,
            "page_kind": page_kind,
            "prose_kept": float(share) if share else None,
        }
        if self.blocks:
            row["blocks"] = [block.to_dict() for block in self.blocks]
        if explain and self.restored:
            row["restored"] = self._as_dicts(self.restored, explain)
        if explain and self.sources:
            row["sources"] = dict(self.sources)
        return row

    def _as_dicts(self, cuts: Sequence[Removal], explain: bool) -> list[dict[str, Any]]:
        lines = self.lines_of(cuts)
        return [cut.to_dict(line, explain=explain) for cut, line in zip(cuts, lines, strict=True)]
