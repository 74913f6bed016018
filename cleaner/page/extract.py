"""A page to the text of its article: the steps, in the order in which they are taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from lxml import etree

from cleaner.errors import DocumentError
from cleaner.match import Clock, PageRules, host_of
from cleaner.model import By, Document, Removal, Rule
from cleaner.page import data
from cleaner.page.code import plain_code
from cleaner.page.elements import body_by_site, dropped, strip
from cleaner.page.formulas import write_formulas
from cleaner.page.hidden import hidden
from cleaner.page.kind import kind_of_rough
from cleaner.page.metadata import Metadata, read_metadata
from cleaner.page.notes import bring_home, find_notes
from cleaner.page.paging import neighbours
from cleaner.page.parse import parse
from cleaner.page.rough import LONGEST_ROUGH, rough_text
from cleaner.page.stories import find_stories, without_others
from cleaner.page.verdicts import take
from cleaner.page.walk import Page, walk

_LONGEST_PAGE = 5_000_000  # characters, far beyond what articles need; the rest is not read
_SCRIPTS = ("script", "style", "template", "svg")
_FRAME = re.compile(r"<i?frame\b", re.IGNORECASE)


class Extracted(NamedTuple):
    """What extraction found, and the page it stands in: None where there is nothing to decide any more."""

    document: Document
    page: Page | None
    said: Metadata  # by the page of itself
    settled: bool = False  # whether a rule of the site, or the page's data, say what the article is


@dataclass(frozen=True, slots=True)
class Extraction:
    """A page on its way to a document: what is known of it so far, and what was taken away from it."""

    source: str  # HTML
    rules: PageRules
    url: str = ""  # its address, as far as it is known
    tree: Any = None  # the root element; steps take elements out of it
    held: Sequence[
        Any
    ] = ()  # its elements: lxml makes one anew each time it is met, unless somebody holds it
    said: Metadata = field(default_factory=lambda: Metadata({}, {}))
    state: str = ""  # the article in the state of the page's app, as markup
    paging: dict[str, tuple[str, str]] = field(default_factory=dict)
    page: Page | None = None  # once its blocks are known
    settled: bool = False
    text: str = ""
    removals: tuple[Removal, ...] = ()
    warnings: tuple[str, ...] = ()

    def warned(self, *warnings: str) -> Extraction:
        """The same, with more warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))


def extract(
    page: str,
    rules: PageRules | None = None,
    *,
    url: str = "",
    name: str = "",
    clock: Clock | None = None,
) -> Extracted:
    """The article of an HTML page: its text, its metadata and the elements that rules took out.

    Paragraphs are set apart by a blank line; list items and table rows are lines. Where the article stands
    is said by the site's rules with `body`, if one finds something, else by trafilatura. Of what can't be
    read comes an empty text and a warning. Raises DocumentError alone, when the `clock` says the time is up.
    """
    clock = clock or Clock(name=name)
    so_far = Extraction(page[:_LONGEST_PAGE], rules if rules is not None else PageRules(), url)
    if len(page) > _LONGEST_PAGE:
        so_far = so_far.warned(f"the page is longer than {_LONGEST_PAGE:,} characters; the rest was not read")
    try:
        for step in STEPS:
            so_far = step(so_far)
            clock.lap(f"the page ({step.__name__.strip('_').replace('_', ' ')})")
    except DocumentError:
        raise
    except etree.ParserError:
        pass  # nothing in it
    except Exception as error:  # whatever a page does to a parser, the next one must go on
        so_far = so_far.warned(f"the page could only be read roughly ({type(error).__name__})")
    so_far = _roughly_if_need_be(so_far)
    return Extracted(_document(so_far, name), so_far.page, so_far.said, so_far.settled)


def selects(page: str, rule: Rule) -> bool:
    """Whether a rule's selectors find anything in a page: what its examples are tested with."""
    tree, host = parse(page), rule.sites[0] if rule.sites else ""
    rules = PageRules([rule])
    return any(True for _ in rules.find(tree, host)) or any(found for _, found in rules.bodies(tree, host))


def _parse(so_far: Extraction) -> Extraction:
    tree = parse(so_far.source)
    return replace(so_far, tree=tree, held=list(tree.iter()))


def _read_what_it_says(so_far: Extraction) -> Extraction:
    """What the page says of itself."""
    said = read_metadata(so_far.tree, so_far.url)
    return replace(so_far, said=said, url=so_far.url or said.fields.get("url", ""))


def _open_shadows(so_far: Extraction) -> Extraction:
    """What browsers show of templates: those that a component's own tree is declared in."""
    for element in so_far.tree.iter("template"):
        if "shadowrootmode" in element.attrib:
            element.tag = "div"
    return so_far


def _write_formulas(so_far: Extraction) -> Extraction:
    """Each formula as text, once; some stand in scripts."""
    write_formulas(so_far.tree)
    return so_far


def _read_state(so_far: Extraction) -> Extraction:
    """The article in the state of an app."""
    return replace(so_far, state=data.article_in_state(so_far.tree, so_far.said.shown_title))


def _drop_scripts(so_far: Extraction) -> Extraction:
    """Most of a page, and copied again and again by what comes after."""
    etree.strip_elements(so_far.tree, *_SCRIPTS, with_tail=False)
    return so_far


def _write_code(so_far: Extraction) -> Extraction:
    """Each block of code as text, without the numbers of its lines."""
    plain_code(so_far.tree)
    return so_far


def _find_neighbours(so_far: Extraction) -> Extraction:
    """Where the article goes on, if it has several pages."""
    return replace(so_far, paging=neighbours(so_far.tree, so_far.url))


def _apply_rules(so_far: Extraction) -> Extraction:
    """Take out the elements that rules select."""
    removals = strip(so_far.tree, so_far.rules, host_of(so_far.url))
    return replace(so_far, removals=(*so_far.removals, *removals))


def _drop_hidden(so_far: Extraction) -> Extraction:
    """Take out what no reader sees."""
    rule = so_far.rules.by_page.get("hidden")
    if rule is None:
        return so_far
    gone = [
        Removal(-1, -1, text, rule.id, rule.kind, rule.why, By.PAGE)
        for element in hidden(so_far.tree)
        if (text := dropped(element))
    ]
    return replace(so_far, removals=(*so_far.removals, *gone))


def _bring_notes_home(so_far: Extraction) -> Extraction:
    """Footnotes to the end of the article; the marks that lead to them go."""
    rule = so_far.rules.by_page.get("note")
    found = find_notes(so_far.tree)
    bring_home(found)
    if rule is None:
        return so_far
    gone = [
        Removal(-1, -1, text, rule.id, rule.kind, rule.why, By.PAGE)
        for mark in found.marks
        if (text := dropped(mark))
    ]
    return replace(so_far, removals=(*so_far.removals, *gone))


def _drop_other_stories(so_far: Extraction) -> Extraction:
    """Of several articles, leave the page's own."""
    said, rule = so_far.said, so_far.rules.by_page.get("story")
    stories = find_stories(so_far.tree, title=said.shown_title, url=so_far.url, types=said.types)
    if rule is None or stories is None:
        return so_far
    removals, warnings = without_others(stories, rule)
    return replace(so_far, removals=(*so_far.removals, *removals)).warned(*warnings)


def _find_body_of_site(so_far: Extraction) -> Extraction:
    """Believe the site's rules on where the article stands."""
    page, in_vain = body_by_site(so_far.tree, so_far.rules, host_of(so_far.url))
    if in_vain:
        names = ", ".join(rule.id for rule in in_vain)
        so_far = so_far.warned(f"no article where {names} says it stands; found without it")
    return replace(so_far, page=page, settled=page is not None)


def _find_blocks(so_far: Extraction) -> Extraction:
    return so_far if so_far.page is not None else replace(so_far, page=walk(so_far.tree))


def _ask_extractors(so_far: Extraction) -> Extraction:
    """Which blocks are taken for the article, where no rule of the site has said it."""
    if so_far.page is not None and not so_far.settled:
        so_far = so_far.warned(*take(so_far.tree, so_far.page))
    return so_far


def _prefer_data(so_far: Extraction) -> Extraction:
    """Take the article from the page's data where the page itself shows little of it."""
    shown = so_far.page.text() if so_far.page is not None else ""
    for body, place in (
        (so_far.said.body, "the page's JSON-LD"),
        (so_far.state, "the state of the page's app"),
    ):
        if not so_far.settled and data.is_better(body, shown) and (page := data.page_of(body)).text():
            so_far = replace(so_far, page=page, settled=True)
            return so_far.warned(f"the body is what {place} holds: the page shows little of it")
    return so_far


STEPS: Sequence[Callable[[Extraction], Extraction]] = (
    _parse,
    _read_what_it_says,
    _open_shadows,
    _write_formulas,
    _read_state,
    _drop_scripts,
    _write_code,
    _find_neighbours,
    _apply_rules,
    _drop_hidden,
    _drop_other_stories,
    _bring_notes_home,
    _find_body_of_site,
    _find_blocks,
    _ask_extractors,
    _prefer_data,
)


def _roughly_if_need_be(so_far: Extraction) -> Extraction:
    """The text of the blocks that were taken; where there is none, what can be had without a parser."""
    text = so_far.page.text() if so_far.page is not None else ""
    if text:
        return replace(so_far, text=text)
    so_far = replace(so_far, page=None, settled=False, text=rough_text(so_far.source))
    if len(so_far.source) > LONGEST_ROUGH:
        so_far = so_far.warned(f"only the first {LONGEST_ROUGH:,} characters of the page could be read")
    if not so_far.text:
        elsewhere = ": what it shows stands in frames" if _FRAME.search(so_far.source) else ""
        so_far = so_far.warned(f"no text was found in the page{elsewhere}")
    return so_far


def _document(so_far: Extraction, name: str) -> Document:
    said, paging = so_far.said, so_far.paging
    rough = {"page_kind": kind_of_rough(so_far.text)} if so_far.page is None else {}
    return Document(
        so_far.text, url=so_far.url, name=name, html=True,
        metadata=said.fields | {key: address for key, (address, _) in paging.items()} | rough,
        sources=said.sources | {key: source for key, (_, source) in paging.items()},
        removals=so_far.removals, warnings=so_far.warnings,
    )  # fmt: skip
