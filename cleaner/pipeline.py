"""`clean`: the straight line from an input to its body."""

from __future__ import annotations

import math
from collections.abc import Collection, Container, Mapping, Sequence
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.decision import (
    Caution,
    Cut,
    Decider,
    Memory,
    Weighed,
    Weights,
    as_metadata,
    page_of,
    site_of,
    suspicion,
    title_line,
)
from cleaner.errors import DocumentError, UsageError
from cleaner.match import Clock, Matcher, PageRules, host_of
from cleaner.model import WALLS, Block, Cleaned, Document, Mark, Removal, Rule, RulePack
from cleaner.rulebook import load, select
from cleaner.text import (
    Kept,
    bare,
    fenced,
    language_of,
    looks_like_html,
    mistaken,
    named_html,
    receive,
    repaired,
    split,
    without,
)
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.page import PageDecider, PageTrees


_AT_ONCE = 20_000  # blocks: matching takes some twenty times the memory that its marks do
_OPENING = 50  # blocks of a body among which those are that tell its title


class Cleaner:
    """Rules ready for use. Holds nothing of a document: one instance serves any number, in any order.

    With a `memory` of other pages, what stands on them too counts against the lines of a page.
    """

    def __init__(
        self,
        rules: RulePack | None = None,
        *,
        caution: Caution = Caution.NORMAL,
        weights: Weights | None = None,
        trees: PageTrees | None = None,
        memory: Memory | None = None,
    ) -> None:
        if not isinstance(rules, RulePack | None):
            raise _unexpected("rules", rules, "rules that load_rules or select_rules gave")
        self.rules = rules if rules is not None else select(load())
        try:
            caution = Caution(caution)
        except ValueError as error:
            known = ", ".join(Caution)
            raise UsageError(f"unknown caution “{caution}”; expected one of {known}", str(caution)) from error
        self._caution, self._weights, self._trees = caution, weights, trees
        self._matcher = Matcher(self.rules)
        self._decider = Decider(self.rules, caution, weights)
        self._memory = memory

    def with_memory(self, memory: Memory) -> Cleaner:
        """The same cleaner, with a memory of other pages."""
        other = object.__new__(Cleaner)  # a copy would be made anew, as a pickle is
        other.__dict__.update(self.__dict__, _memory=memory)
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        """What it was made of: another process makes its own indexes."""
        return _remade, (self.rules, self._caution, self._weights, self._trees, self._memory)

    def fingerprint(self) -> str:
        """A digest of all that decides what is cut: cleaners that share it cut the same, wherever they lie.

        Rules, settings, weights and memory; the versions of this package and of the parsers of pages.
        """
        rules, learned = self.rules, list[Any]()
        if self._weights is not None:
            chain = self._weights.chain
            learned += (
                chain.kinds,
                chain.weights,
                chain.moves,
                self._weights.words,
                self._weights.trees.trees,
            )
        if self._trees is not None:
            learned.append(self._trees.trees)
        said = map(_said, rules.rules)
        made_of = (*said, sorted(rules.shown), sorted(rules.allowed), str(self._caution), *learned)
        import hashlib  # noqa: PLC0415  (loads OpenSSL, which only batches that are resumed need)

        digest = hashlib.sha256("\0".join(map(repr, made_of)).encode("utf-8", "surrogateescape"))
        digest.update(_installed())
        if self._memory is not None:
            digest.update(self._memory.to_bytes())
        return digest.hexdigest()

    def clean(
        self,
        content: str | bytes | float | None,
        *,
        url: str = "",
        site: str = "",
        name: str = "",
        html: bool | None = None,
        seconds: float = math.inf,
    ) -> Cleaned:
        """Clean one document: an HTML page or a text, as a string or as bytes in any encoding.

        `url` tells the site, for the rules of one site; `site` names it for the memory, where there is no
        address or another name is wanted; `html` overrides the sniffing. `seconds` is the time it may take;
        what is done in one go, such as the parsing of a page, is not broken off when the time is up.
        None and NaN, which tables have for nothing, give an empty result with a warning. Nothing a document
        contains makes it raise, but bytes that are no text, and what takes longer than it may: DocumentError,
        which names what took the time. Wrong types of arguments raise TypeError.
        """
        if not isinstance(seconds, int | float):
            raise _unexpected("seconds", seconds, "a number")
        if not seconds >= 0:  # NaN neither
            raise UsageError(f"seconds must not be negative, but is {seconds}")
        clock = Clock(seconds, name)
        document = self.read(content, url=url, site=site, name=name, html=html, clock=clock)
        return self.clean_document(document, clock)

    def read(
        self,
        content: str | bytes | float | None,
        *,
        url: str = "",
        site: str = "",
        name: str = "",
        html: bool | None = None,
        charset: str = "",
        clock: Clock | None = None,
    ) -> Document:
        """Decode the content and, of a page, extract the text. Raises what `clean` raises.

        `charset` is what the sender declared, if anything: a charset or a Content-Type with one.
        `clock` counts the time; when that is up, DocumentError.
        """
        for what, value in {"url": url, "site": site, "name": name, "charset": charset}.items():
            if not isinstance(value, str):
                raise _unexpected(what, value, "a string")
        if html not in (True, False, None):
            raise _unexpected("html", html, "True, False or None")
        clock = clock or Clock()
        site = site or site_of(host_of(url))
        decoded = receive(content, declared=charset)
        if decoded.binary:
            raise DocumentError(name or "input", "; ".join(decoded.warnings) or "is not text")
        text, encoding, warnings = decoded.text, decoded.encoding, decoded.warnings
        if html is None:
            html = ("<" in text and named_html(name or url)) or looks_like_html(text)
            if not html and (warning := mistaken(text)):
                warnings = (*warnings, warning)
        clock.lap("decoding")
        if not html:
            return Document(text, name=name, url=url, site=site, encoding=encoding, warnings=warnings)
        if isinstance(content, str):  # of a text, cuts tell their places in what was given
            text, warning = repaired(text)
            warnings = (*warnings, warning) if warning else warnings
        from cleaner.page import extract  # noqa: PLC0415  (a text must not pay for lxml and trafilatura)

        document, page, said, settled = extract(text, self.page_rules, url=url, name=name, clock=clock)
        if page is not None:
            host = host_of(document.url)
            document = self._pages.decide(
                document, page, said, lambda blocks: self._matcher.match(blocks, host, clock), settled=settled
            )
        return document._replace(site=site, encoding=encoding, warnings=(*warnings, *document.warnings))

    @cached_property
    def page_rules(self) -> PageRules:
        """The rules that act on the elements of a page."""
        return PageRules(rule for rule in self.rules.rules if rule.id not in self.rules.shown)

    @cached_property
    def _pages(self) -> PageDecider:
        from cleaner.page import PageDecider  # noqa: PLC0415  (nor for weights of pages)

        return PageDecider(self.rules, self._trees, self._caution)

    def clean_document(self, document: Document, clock: Clock | None = None) -> Cleaned:
        """Cut what is not the article, until nothing is left to cut.

        `clock` counts the time; when that is up, DocumentError.
        """
        clock = clock or Clock(name=document.name)
        host = host_of(document.url)
        others = self._other_pages(document)
        known: dict[str, Sequence[Mark]] = dict(document.marks)
        met: dict[str, Block] = {}
        left = _Left(document)
        code = document.code | fenced(document.text)
        while True:
            blocks = split(left.text, met)
            met = {block.text: block for block in blocks}
            unseen = [block for text, block in met.items() if text not in known]
            clock.lap("splitting")
            for first in range(0, len(unseen), _AT_ONCE):
                part = unseen[first : first + _AT_ONCE]
                found = self._matcher.match(part, host, clock)
                known.update((block.text, own or ()) for block, own in zip(part, found, strict=True))
            marks: list[Sequence[Mark]] = [known[block.text] for block in blocks]
            in_code = left.now(code)
            for index, block in enumerate(blocks if in_code else ()):
                if block.start in in_code:
                    marks[index] = ()
            sure = left.now(document.sure) | in_code
            cuts = self._decider.decide(blocks, marks, others, clock, sure)
            clock.lap("deciding")
            if self.rules.allowed:
                cuts = _without_allowed(cuts, blocks, self.rules.allowed)
            if not cuts:
                return left.cleaned(blocks, (*document.warnings, *clock.warnings()))
            left.cut(cuts)

    def weigh(self, text: str, *, url: str = "", site: str = "") -> tuple[list[Block], Weighed]:
        """The blocks of a text, and what a first decision about them rests on: see `cleaner.report`."""
        blocks, host = split(text), host_of(url)
        others = self._other_pages(Document(text, url=url, site=site or site_of(host)))
        code, found = fenced(text), self._matcher.match(blocks, host)
        marks = [() if block.start in code else own for block, own in zip(blocks, found, strict=True)]
        return blocks, self._decider.weigh(blocks, marks, others)

    def _other_pages(self, document: Document) -> Collection[bytes]:
        """The other pages of a document's site, as far as they are remembered."""
        if self._memory is None or not document.site:
            return ()
        return self._memory.others(document.site, page_of(document.text, document.url).id)


_REMOVAL = partial(tuple.__new__, Removal)  # from all fields in order: a third of what naming them takes


class _Captured(NamedTuple):
    """What a rule found in a line that was cut, and may be worth having."""

    text: str
    line: str
    rule: str


class _Left:
    """What is left of a document after each round of cuts; those that its page asks for are made first."""

    def __init__(self, document: Document) -> None:
        stretches = [(cut.start, cut.end) for cut in document.cuts]
        self.text = without(document.text, stretches)
        self._document, self._kept = document, Kept(len(document.text))
        self._kept.cut(stretches)
        self._removals = list(document.cuts)
        self._captured: dict[str, str] = {}
        self._sources: dict[str, str] = {}  # rules, of each captured field
        self._candidates: dict[str, list[_Captured]] = {"byline": [], "date": []}  # in order

    def now(self, places: Collection[int]) -> set[int]:
        """Where places of the document stand in what is left; without those that were cut."""
        return self._kept.now(places) if places else set()

    def cut(self, cuts: Sequence[Cut]) -> None:
        """Cut these stretches of the text."""
        stretches = [(cut.start, cut.end) for cut in cuts]
        for cut, originals in zip(cuts, self._kept.cut(stretches), strict=True):
            for start, end in originals:
                text = self._document.text[start:end]
                told = cut.rule.id, cut.rule.kind, cut.why, cut.by, cut.near
                self._removals.append(_REMOVAL((start, end, text, *told)))
            if not cut.captured:
                continue
            line = " ".join(self._document.text[start:end] for start, end in originals)
            for field, candidates in self._candidates.items():
                if field in cut.captured:
                    candidates.append(_Captured(cut.captured[field], line, cut.rule.id))
            self._captured = {**cut.captured, **self._captured}
            self._sources = {**dict.fromkeys(cut.captured, cut.rule.id), **self._sources}
        self.text = without(self.text, stretches)

    def cleaned(self, blocks: Sequence[Block], warnings: Sequence[str]) -> Cleaned:
        """The document without all that was cut; `blocks` are those of what is left."""
        document, removals = self._document, sorted(self._removals)
        if not (document.text.strip() or warnings):
            warnings = ("contains no text",)
        if "language" not in document.metadata and (language := language_of(self.text or document.text)):
            self._captured["language"], self._sources["language"] = language, "text"
        told, sources = self._told({block.text: block for block in blocks[:_OPENING]})
        for found in (self._captured, self._sources):  # what can't be read as a date is none
            found.pop("date" if "date" not in told else "", None)
        cleaned = Cleaned(
            document.text,
            self.text,
            (*document.removals, *removals),
            document.restored,
            {**self._captured, **told, **document.metadata},
            {**self._sources, **sources, **document.sources},
            warnings=tuple(dict.fromkeys(warnings)),
            suspicious=bool(suspicion(document.text, self.text))
            or document.metadata.get("page_kind") in WALLS,
        )
        return _of_page(cleaned, document, blocks) if document.blocks or document.left_out else cleaned

    def _told(self, opening: Mapping[str, Block]) -> tuple[dict[str, str], dict[str, str]]:
        """Author and date of what was captured, and the title of a text; and what told them.

        `opening` are the first blocks of what is left.
        """
        document = self._document
        known = {**self._captured, **document.metadata}
        language, host = known.get("language", ""), host_of(document.url)
        told, sources = dict[str, str](), dict[str, str]()
        for field, candidates in self._candidates.items():
            for text, line, rule in candidates if field not in document.metadata else ():
                if found := as_metadata({field: text}, line, language=language, host=host):
                    told |= found  # the first that can be read
                    sources |= dict.fromkeys(found, rule)
                    break
        if not document.html:
            cut = (removal for removal in self._removals if removal.kind == "title")
            title, source = next(
                ((cut.text.strip(), cut.rule) for cut in cut), (title_line(self.text, opening), "first line")
            )
            told |= {"title": title} if title else {}
            sources |= {"title": source} if title else {}
        return told, sources


def _of_page(cleaned: Cleaned, document: Document, blocks: Sequence[Block]) -> Cleaned:
    """The same with what is known of pages alone: the blocks of the body, and what became of the prose."""
    from cleaner.page import account, left_of  # noqa: PLC0415  (a text has no blocks of a page)

    stretches = [(cut.start, cut.end) for cut in cleaned.removals if cut.start >= 0]
    told = account(blocks, cleaned.removals, document.left_out)
    return cleaned._replace(
        blocks=left_of(document.text, document.blocks, stretches),
        left_out=document.left_out,
        metadata={**cleaned.metadata, "prose_kept": f"{told.share_kept:.2f}"},
        warnings=(*cleaned.warnings, *told.warnings()),
        suspicious=cleaned.suspicious or told.is_suspicious,
    )


def clean(
    content: str | bytes | float | None,
    *,
    url: str = "",
    html: bool | None = None,
    seconds: float = math.inf,
) -> Cleaned:
    """Clean one document with the packaged rules: see `Cleaner.clean`."""
    return _packaged().clean(content, url=url, html=html, seconds=seconds)


def _unexpected(argument: str, value: object, expected: str) -> TypeError:
    return TypeError(f"{argument}: expected {expected}, not {_shown(value)}")


def _shown(value: object) -> str:
    """A value as a message shows it: never a whole document."""
    shown = repr(value) if not isinstance(value, str | bytes) else repr(value[:60])
    return shown if shown == repr(value) and len(shown) < 100 else shown[:100] + "…"


def _remade(
    rules: RulePack, caution: Caution, weights: Weights | None, trees: PageTrees | None, memory: Memory | None
) -> Cleaner:
    return Cleaner(rules, caution=caution, weights=weights, trees=trees, memory=memory)


def _without_allowed(cuts: Sequence[Cut], blocks: Sequence[Block], allowed: Container[str]) -> list[Cut]:
    """The cuts that touch no line the user wants to stay."""
    stay = [(block.start, block.end) for block in blocks if bare(block.folded) in allowed]
    return [cut for cut in cuts if not any(start < cut.end and cut.start < end for start, end in stay)]


_NO_MATTER = ("file", "layer", "cuts", "keeps")  # where a rule comes from, and its examples


def _said(rule: Rule) -> list[Any]:
    """What a rule says that decides, and nothing of where it lies."""
    return [value for field, value in zip(rule._fields, rule, strict=True) if field not in _NO_MATTER]


@cache
def _installed() -> bytes:
    """A digest of the packaged weights, and of the versions that this package and the parsers have."""
    import hashlib  # noqa: PLC0415  (as above)
    from importlib.metadata import version  # noqa: PLC0415  (only batches ask)

    digest = hashlib.sha256(repr((__version__, *map(version, ("trafilatura", "lxml")))).encode())
    package = Path(__file__).parent
    for wing in ("decision", "page"):
        for weights in sorted((package / wing).glob("*.json")):
            digest.update(weights.read_bytes())
    return digest.digest()


@cache
def _packaged() -> Cleaner:
    return Cleaner()
