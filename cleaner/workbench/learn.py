"""Lines that recur over the pages of a site, told apart from what its articles say: drafts of rules.

A line recurs if pages of several stories have it, or one of its form (`lines.py`). Pages that share much of
their prose are prints of one story and count once; a paragraph is the site's, not a story's, only if half of
the stories have it. Sub-headings recur too (“Ingredients”): a label that stands above something only its own
page has is left alone, and so is the likeliest title. Recurring lines that the rules in force cut already
need no draft.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.model import Block, By, Cleaned, Place, Shape
from cleaner.text import STOPS, bare, fold, split
from cleaner.workbench.lines import NAME, REST, Form, form_of, opening_of, whole_of, words_of

LEAST = 3  # stories that must have a line
_REPRINT = 1 / 3  # of a page's prose: who shares so much prints the same story
_MASS = 12  # words of a paragraph
_TEMPLATE = 1 / 2  # of the stories that must have a paragraph which is the site's
_SHARE = 1 / 8  # of the stories that must have a shorter line
_MOSTLY = 1 / 2
_TITLE_WORDS = 3
_LITERALS = 2  # words that a form with names should have
_CONTEXT = 60  # characters of a neighbour
_CARDS = 2  # titles of other articles in a row that make a list


class Learned(NamedTuple):
    """A document to learn from: its text, and what of it no rule in force is sure of."""

    name: str
    site: str
    text: str
    unsure: str  # the body, and what was cut for its surroundings alone
    language: str = ""
    host: str = ""  # that rules can be held to


def learned(cleaned: Cleaned, name: str, site: str, host: str = "") -> Learned:
    """A cleaned document to learn from."""
    loose = (cut.text for cut in cleaned.removals if cut.by in (By.NEIGHBOUR, By.PLACE))
    unsure = "\n\n".join((cleaned.body, *loose))
    return Learned(name, site, cleaned.original, unsure, cleaned.metadata.get("language", "")[:2], host)


@dataclass(frozen=True)
class Pattern:
    """A form of lines that belongs to the site: how often it is there, where, and with what around it."""

    form: Form
    forms: tuple[Form, ...]  # of all its lines
    texts: tuple[str, ...]  # the lines, each once
    support: int  # stories
    at: Place
    section: bool  # whether it announces other articles
    paragraph: bool
    longest: int  # words
    contexts: tuple[str, ...]


@dataclass
class Site:
    """What was learned of a site."""

    name: str
    host: str
    language: str
    documents: int
    stories: int
    patterns: list[Pattern] = field(default_factory=list)
    cards: bool = False  # whether lists of articles stand below without a heading
    left_alone: list[Pattern] = field(default_factory=list)  # recurs as sub-headings do
    own: dict[str, list[str]] = field(default_factory=dict)  # what the article of each document says


class _Line(NamedTuple):
    page: int
    at: int  # number of the block
    block: Block
    form: Form
    zone: Place
    unsure: bool


class _Page:
    """A page as lines, and where its own prose stands."""

    def __init__(self, number: int, learned: Learned) -> None:
        self.number, self.name, self.story = number, learned.name, number
        self.blocks = [block for block in split(learned.text) if any(map(str.isalnum, block.text))]
        self.forms = [form_of(block.text) for block in self.blocks]
        self.exact = [bare(block.folded) for block in self.blocks]
        self.unsure = {bare(block.folded) for block in split(learned.unsure)}
        self.first, self.last, self.title = len(self.blocks), -1, -1

    def find_prose(self, pages_of: Mapping[str, Collection[int]], least: int) -> None:
        """Find the first and last paragraph that few other pages have."""
        own = [
            at
            for at, block in enumerate(self.blocks)
            if _is_mass(block) and len(pages_of[self.exact[at]]) < least
        ]
        if own:
            self.first, self.last = own[0], own[-1]

    def find_title(self, heads: Mapping[str, int], needed: Callable[[Form], float]) -> None:
        """Find the likeliest title: above the prose, and of a form that few pages have there."""
        found = (
            at
            for at in range(self.first if self.last >= 0 else 0)
            if self.blocks[at].words >= _TITLE_WORDS
            and self.blocks[at].shape in (Shape.HEADING, Shape.SENTENCE, Shape.LABEL)
            and heads[self.forms[at].key] < needed(self.forms[at])
        )
        self.title = next(found, -1)

    def zone(self, at: int) -> Place:
        if at < self.first:
            return Place.HEAD
        return Place.TAIL if at > self.last else Place.ANYWHERE

    def head(self) -> set[str]:
        """The forms of the lines above its prose."""
        return {form.key for form in self.forms[: self.first if self.last >= 0 else 0]}

    def lines(self, titles: Collection[str]) -> Iterator[_Line]:
        """Its lines but titles of pages, its own or others."""
        if self.last < 0:
            return  # without prose of its own there is nothing to tell the site from
        for at, block in enumerate(self.blocks):
            if self.exact[at] not in titles:
                yield _Line(
                    self.number, at, block, self.forms[at], self.zone(at), self.exact[at] in self.unsure
                )


def learn(documents: Iterable[Learned], *, least: int = LEAST, never: Collection[str] = ()) -> list[Site]:
    """What recurs on the pages of each site that has `least` or more; `never` are lines to leave alone."""
    sites: defaultdict[str, list[Learned]] = defaultdict(list)
    for document in documents:
        sites[document.site].append(document)
    wrong = {bare(fold(text)) for text in never}
    return [
        _Site(members, least, wrong).learned()
        for _, members in sorted(sites.items())
        if len(members) >= least
    ]


class _Site:
    def __init__(self, documents: Sequence[Learned], least: int, never: Collection[str]) -> None:
        self._documents, self._least, self._never = documents, least, never
        self._pages = [_Page(number, document) for number, document in enumerate(documents)]
        self._pages_of: defaultdict[str, set[int]] = defaultdict(set)
        for page in self._pages:
            for exact in page.exact:
                self._pages_of[exact].add(page.number)
        for page in self._pages:
            page.find_prose(self._pages_of, least)
        self._stories = len(self._pages)  # until it is known who prints the same
        heads = Counter(key for page in self._pages for key in page.head())
        for page in self._pages:
            page.find_title(heads, self._needed)
        self._titles = {page.exact[page.title] for page in self._pages if page.title >= 0}
        self._join_prints()
        self._stories = len({page.story for page in self._pages})

    def learned(self) -> Site:
        """The patterns of the site, the most frequent first."""
        first = self._documents[0]
        languages = Counter(document.language for document in self._documents)
        site = Site(
            first.site, first.host, languages.most_common(1)[0][0], len(self._documents), self._stories
        )
        groups = self._groups()
        recurring = {
            (line.page, line.at) for lines in groups.values() for line in lines if self._recurs(lines)
        }
        for lines in groups.values():
            if not self._recurs(lines) or not self._is_of_the_site(lines):
                continue
            pattern, alone = self._pattern(lines, recurring)
            if any(line.unsure for line in lines):
                (site.left_alone if alone else site.patterns).append(pattern)
        order = {Place.HEAD: 0, Place.ANYWHERE: 1, Place.TAIL: 2}
        site.patterns.sort(key=lambda pattern: (order[pattern.at], -pattern.support, pattern.form.key))
        drafted = {text for pattern in site.patterns for text in pattern.texts}
        site.cards = self._has_cards(recurring)
        site.own = {page.name: list(self._own(page, recurring, drafted)) for page in self._pages}
        return site

    def _join_prints(self) -> None:
        """Give pages that share much of their prose one story."""
        words = [
            {
                exact: block.words
                for exact, block in zip(page.exact, page.blocks, strict=True)
                if _is_mass(block) and len(self._pages_of[exact]) <= max(2, _TEMPLATE * len(self._pages))
            }
            for page in self._pages
        ]
        for page, own in zip(self._pages, words, strict=True):
            near = {other for exact in own for other in self._pages_of[exact] if other < page.number}
            for other in sorted(near):
                shared = sum(size for exact, size in own.items() if exact in words[other])
                if shared >= _REPRINT * min(sum(own.values()), sum(words[other].values())):
                    page.story = self._pages[other].story
                    break

    def _groups(self) -> dict[str, list[_Line]]:
        """Lines by form; rare ones that open alike by their opening."""
        groups: defaultdict[str, list[_Line]] = defaultdict(list)
        for page in self._pages:
            for line in page.lines(self._titles):
                groups[line.form.key].append(line)
        for key, lines in list(groups.items()):
            if lines[0].form.gaps and len({line.block.folded for line in lines}) == 1:
                whole = whole_of(lines[0].block.text)  # nothing in its gaps changes
                groups[whole.key] += [line._replace(form=whole) for line in groups.pop(key)]
        openings: defaultdict[str, list[_Line]] = defaultdict(list)
        for line in (line for lines in groups.values() for line in lines):
            opening = opening_of(line.block.text)
            if opening is not None and line.zone is not Place.ANYWHERE and not line.form.gaps:
                openings[opening.key].append(line._replace(form=opening))
        alike = {
            key: lines
            for key, lines in openings.items()
            if self._recurs(lines) and len({line.block.folded for line in lines}) > 1
        }
        taken = {(line.page, line.at) for lines in alike.values() for line in lines}
        left = {
            key: [line for line in lines if (line.page, line.at) not in taken]
            for key, lines in groups.items()
        }
        return {key: lines for key, lines in left.items() if lines} | alike

    def _support(self, lines: Iterable[_Line]) -> int:
        return len({self._pages[line.page].story for line in lines})

    def _recurs(self, lines: Sequence[_Line]) -> bool:
        return self._support(lines) >= self._needed(lines[0].form)

    def _needed(self, form: Form) -> float:
        """Stories that must have a form: half of them, where names are all that is left of it but a word."""
        vague = NAME in form.parts and len(words_of(form)) < _LITERALS
        return max(self._least, (_TEMPLATE if vague else _SHARE) * self._stories)

    def _is_of_the_site(self, lines: Sequence[_Line]) -> bool:
        """Whether lines that recur can be the site's: they have words, and are no stories' paragraphs."""
        form = lines[0].form
        if not words_of(form) or any(bare(line.block.folded) in self._never for line in lines):
            return False
        if not _is_mass(lines[0].block):
            return True
        return self._support(lines) >= max(self._least, _TEMPLATE * self._stories)

    def _pattern(
        self, lines: Sequence[_Line], recurring: Collection[tuple[int, int]]
    ) -> tuple[Pattern, bool]:
        """The pattern, and whether it must be left alone."""
        zones = Counter(line.zone for line in lines)
        zone = next((zone for zone, number in zones.items() if number == len(lines)), Place.ANYWHERE)
        label = not lines[0].form.gaps and not _ends(lines[0].block)
        lists = sum(self._announces(line, recurring) for line in lines)
        alone = False
        if label:
            own = sum(self._introduces(line, recurring) for line in lines)
            often = len(lines) >= 2 * len(
                {line.page for line in lines}
            )  # an advertisement, not a sub-heading
            inside = zones[Place.ANYWHERE] > _MOSTLY * len(lines)
            alone = own - lists > _MOSTLY * len(lines) or (
                inside and not often and not lists > _MOSTLY * len(lines)
            )
        elif zones[Place.ANYWHERE] and lines[0].form.parts[-1:] == (REST,):
            alone = True
        return Pattern(
            lines[0].form, tuple(dict.fromkeys(line.form for line in lines)),
            tuple(dict.fromkeys(line.block.text for line in lines)), self._support(lines), zone,
            label and lists > _MOSTLY * len(lines), _is_mass(lines[0].block),
            max(line.block.words for line in lines),
            tuple(self._context(line) for line in _spread(lines)),
        ), alone  # fmt: skip

    def _introduces(self, line: _Line, recurring: Collection[tuple[int, int]]) -> bool:
        """Whether the block below is something that only this page has."""
        page, below = self._pages[line.page], line.at + 1
        return page.title != below < len(page.blocks) and (line.page, below) not in recurring

    def _announces(self, line: _Line, recurring: Collection[tuple[int, int]]) -> bool:
        """Whether titles of the site's other pages stand below."""
        page = self._pages[line.page]
        below = range(line.at + 1, min(line.at + 4, len(page.blocks)))
        return any(
            self._is_known_title(page, at) for at in below if (line.page, at) not in recurring
        ) and not _is_mass(page.blocks[line.at + 1])

    def _is_known_title(self, page: _Page, at: int) -> bool:
        shapes = (Shape.HEADING, Shape.SENTENCE, Shape.LABEL, Shape.TEASER, Shape.ITEM)
        if at == page.title:
            return False
        known = page.exact[at] in self._titles or len(self._pages_of[page.exact[at]]) > 1
        return known and page.blocks[at].shape in shapes

    def _has_cards(self, recurring: Collection[tuple[int, int]]) -> bool:
        """Whether titles of other pages, each above a date or a line that recurs, stand below articles."""
        stories = set()
        for page in self._pages:
            cards = [
                at
                for at in range(page.last + 1, len(page.blocks) - 1)
                if self._is_known_title(page, at)
                and (page.number, at) not in recurring
                and (
                    page.blocks[at + 1].shape is Shape.DATE
                    or (page.forms[at + 1].gaps and (page.number, at + 1) in recurring)
                )
            ]
            if len(cards) >= _CARDS:
                stories.add(page.story)
        return len(stories) >= max(self._least, _SHARE * self._stories)

    def _own(
        self, page: _Page, recurring: Collection[tuple[int, int]], drafted: Collection[str]
    ) -> Iterator[str]:
        """What stands in the article of a page: title, sub-headings, prose."""
        for at, block in enumerate(page.blocks):
            inside = page.first <= at <= page.last and (page.number, at) not in recurring
            if (inside or at == page.title) and block.text not in drafted:
                yield block.text

    def _context(self, line: _Line) -> str:
        page = self._pages[line.page]
        above = page.blocks[line.at - 1].text if line.at else ""
        below = page.blocks[line.at + 1].text if line.at + 1 < len(page.blocks) else ""
        told = (_cut(above, end=True) or "(top)", _cut(line.block.text), _cut(below) or "(end)")
        return f"{page.name}: " + " ▸ ".join(told)


def _is_mass(block: Block) -> bool:
    return block.shape is Shape.PROSE and block.words >= _MASS


def _ends(block: Block) -> bool:
    """Whether a block ends like a sentence."""
    return block.text.rstrip("\"'”’»)] ")[-1:] in STOPS


def _spread(lines: Sequence[_Line], most: int = 3) -> list[_Line]:
    """A few lines from pages far apart."""
    each = list({line.page: line for line in lines}.values())
    return [each[number * len(each) // min(most, len(each))] for number in range(min(most, len(each)))]


def _cut(text: str, *, end: bool = False) -> str:
    text = " ".join(text.split())
    if len(text) <= _CONTEXT:
        return text
    return f"…{text[-_CONTEXT:]}" if end else f"{text[:_CONTEXT]}…"
