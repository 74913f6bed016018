"""A page to the text of its article. The only module that knows trafilatura, lxml and bs4."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from html import escape
from typing import Any, NamedTuple
from warnings import catch_warnings, simplefilter

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from bs4.exceptions import ParserRejectedMarkup
from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from cleaner.match import PageRules, host_of
from cleaner.model import Document, Removal, Rule
from cleaner.page.metadata import Metadata, read_metadata
from cleaner.page.paging import neighbours
from cleaner.page.stories import find_stories
from cleaner.page.textflow import TextFlow
from cleaner.page.verdicts import verdicts
from cleaner.page.walk import Page, walk
from cleaner.text import count_words

# Bounds on time, far beyond what articles need.
_LONGEST_PAGE = 5_000_000  # characters; the rest is not read
_LONGEST_TAG = 5000  # characters; if it has attributes by the hundred, it loses them
_LONGEST_ROUGH = 500_000  # characters

# A rule on elements never takes an element with more words of prose, nor more than this share of a page's.
_MOST_WORDS, _MOST_SHARE = 300, 0.4
# A site's rule on the body is believed where that holds at least this share of the page's words of prose.
_LEAST_SHARE = 0.2

_SCRIPTS = ("script", "style", "template", "svg")
_REPEATED = 80  # characters; a paragraph so long that comes again is printed twice, not written twice

# An article in JSON-LD that is so much longer than what the page shows is the better one.
_LEAST_LINKED, _TIMES_LINKED = 400, 3

_MARKUP = re.compile(r"</?(?:p|div|br|h[1-6]|ul|li|span|a)\b[^<>]*>", re.IGNORECASE)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r") + b"\x7f"
_SUBSET = re.compile(rb"\s*(?:<\?xml[^<>]*>\s*)?<!DOCTYPE[^<>\[\]]*\[[^\[\]]*\]\s*>", re.IGNORECASE)
_PREFIX = re.compile(rb"""<(\w+):html\b[^<>]*xmlns:\1\s*=\s*["']http://www\.w3\.org/1999/xhtml["']""")
_PAGE_ENDS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_TAG = re.compile(rb"(\w+)([^>]*)")
_FRAME = re.compile(r"<i?frame\b", re.IGNORECASE)
_UNFINISHED = re.compile(r"<(?=[a-zA-Z/?!])(?!!--)(?![^<>]{0,5000}>)[^<>]*")
_PARAGRAPHS = etree.XPath(
    "descendant::text()[string-length() > 60 or ancestor::p][not(parent::script or parent::style)]",
    smart_strings=False,
)
_VISIBLE = etree.XPath("descendant::text()[not(parent::script or parent::style)]", smart_strings=False)
_NOT_BODY = frozenset((
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select",
    "textarea", "figure", "iframe", "svg", "head", "title", "noframes", "rt", "rp",
))  # fmt: skip
_ROOTS = frozenset(("html", "body", "main"))


class Extracted(NamedTuple):
    """What extraction found, and the page it stands in: None where there is nothing to decide any more."""

    document: Document
    page: Page | None
    said: Metadata  # by the page of itself
    settled: bool = False  # whether a rule of the site, or the page's data, say what the article is


def extract(page: str, rules: PageRules | None = None, *, url: str = "", name: str = "") -> Extracted:
    """The article of an HTML page: its text, its metadata and the elements that rules took out.

    Paragraphs are set apart by a blank line; list items and table rows are lines. Where the article stands
    is said by the site's rules with `body`, if one finds something, else by trafilatura. Never raises: of
    what can't be read comes an empty text and a warning.
    """
    warnings: list[str] = []
    if len(page) > _LONGEST_PAGE:
        page = page[:_LONGEST_PAGE]
        warnings.append(f"the page is longer than {_LONGEST_PAGE:,} characters; the rest was not read")
    rules = rules if rules is not None else PageRules()
    said, pages = Metadata({}, {}), dict[str, tuple[str, str]]()
    removals: list[Removal] = []
    text, blocks, settled = "", None, False
    try:
        tree = _parse(page)
        said = read_metadata(tree, url)
        etree.strip_elements(tree, *_SCRIPTS, with_tail=False)  # most of a page, and copied again and again
        # lxml makes an element anew each time it is met, unless somebody holds it
        held = list(tree.iter())
        address = url or said.fields.get("url", "")
        pages = neighbours(tree, address)
        host = host_of(address)
        removals = _strip(tree, rules, host) + _other_stories(tree, rules.story, said, address, warnings)
        blocks = _by_site(tree, rules, host, warnings)
        settled = blocks is not None
        if blocks is None:
            blocks = walk(tree)
            warnings += verdicts(tree, blocks)
            held.clear()
        text = blocks.text()
        if not settled and len(said.body) > max(_LEAST_LINKED, _TIMES_LINKED * len(text)):
            blocks, settled = _from_data(said.body), True
            text = blocks.text()
            warnings.append("the body is what the page's JSON-LD holds: the page shows little of it")
    except etree.ParserError:
        pass  # nothing in it
    except Exception as error:  # whatever a page does to a parser, the next one must go on
        warnings.append(f"the page could only be read roughly ({type(error).__name__})")
    if not text:
        blocks, settled = None, False
        text = _rough(page[:_LONGEST_ROUGH])
        if len(page) > _LONGEST_ROUGH:
            warnings.append(f"only the first {_LONGEST_ROUGH:,} characters of the page could be read")
    if not text:
        elsewhere = ": what it shows stands in frames" if _FRAME.search(page) else ""
        warnings.append(f"no text was found in the page{elsewhere}")
    document = Document(
        _without_repeats(text), url=url or said.fields.get("url", ""), name=name, html=True,
        metadata=said.fields | {field: address for field, (address, _) in pages.items()},
        sources=said.sources | {field: source for field, (_, source) in pages.items()},
        removals=tuple(removals), warnings=tuple(warnings),
    )  # fmt: skip
    return Extracted(document, blocks, said, settled)


def _parse(page: str) -> Any:
    data = page.encode("utf-8", "ignore").translate(None, _CONTROLS)
    data = data.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")  # no characters, to XML
    if found := _SUBSET.match(data):
        data = data[found.end() :]
    if found := _PREFIX.search(data, 0, _LONGEST_TAG):
        data = data.replace(b"<" + found[1] + b":", b"<").replace(b"</" + found[1] + b":", b"</")
    if len(data) > 20 * _LONGEST_TAG:
        data = b"<".join(
            _without_attributes(tag) if len(tag) > _LONGEST_TAG else tag for tag in data.split(b"<")
        )
    data = _PAGE_ENDS.sub(b"", data)  # the parser would stop there; browsers go on
    parser = etree.HTMLParser(
        encoding="utf-8", collect_ids=False, default_doctype=False, remove_comments=True, remove_pis=True
    )
    # trafilatura wants elements of lxml.html; that parser would ask for the class of each in Python
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    tree = document_fromstring(data, parser=parser)
    # Rows and columns are not drawn here, and by these a small table can claim millions of cells.
    etree.strip_attributes(tree, "colspan", "rowspan")
    for template in tree.iter("template"):
        if template.get("shadowrootmode"):
            template.tag = "div"  # browsers show it
    return tree


def _without_attributes(tag: bytes) -> bytes:
    """What stands behind a `<`, without attributes if there are many: the parser compares each with all."""
    found = _TAG.match(tag)
    if found is None or len(found[2]) < _LONGEST_TAG or found[2].count(b"=") <= 200:
        return tag
    return found[1] + tag[found.end() :]


def _strip(tree: Any, rules: PageRules, host: str) -> list[Removal]:
    """Take the elements that rules select out of the tree, unless they hold too much of the page."""
    chosen: dict[Any, Rule] = {}
    for element, rule in rules.find(tree, host):
        outermost = not any(up in chosen for up in element.iterancestors())
        if outermost and element.tag not in _ROOTS and element.find(".//main") is None:
            chosen[element] = rule
    if not chosen:
        return []
    words = {element: _words(element) for element in chosen}
    by_rule: dict[str, int] = {}
    for element, rule in chosen.items():
        by_rule[rule.id] = by_rule.get(rule.id, 0) + words[element]
    most = _MOST_SHARE * _words(tree) if any(by_rule.values()) else 0
    removals = []
    for element, rule in chosen.items():
        limit = rule.longest or (most if rule.sites else _MOST_WORDS)  # who writes for a site has seen it
        if by_rule[rule.id] > most or words[element] > limit:
            continue
        if text := _dropped(element):
            removals.append(Removal(-1, -1, text, rule.id, rule.kind, rule.why))
    return removals


def _other_stories(
    tree: Any, rule: Rule | None, said: Metadata, url: str, warnings: list[str]
) -> list[Removal]:
    """Take the articles that are not the page's own out of the tree, and warn of them."""
    stories = find_stories(tree, title=said.fields.get("title", ""), url=url, types=said.types)
    if rule is None or stories is None:
        return []
    number = f"the page holds {len(stories.found)} articles"
    if stories.main is None:
        warnings.append(f"{number}, and none is called what the page is called")
    elif stories.others:
        warnings.append(f"{number}; the body is “{stories.main.heading}”")
    return [
        Removal(-1, -1, _dropped(story.element), rule.id, rule.kind, rule.why) for story in stories.others
    ]


def _dropped(element: Any) -> str:
    """Take an element out of its tree; its text."""
    text = " ".join(" ".join(_VISIBLE(element)).split())
    element.drop_tree()
    return text


def _words(element: Any) -> int:
    """Words of prose in an element: of its paragraphs and other longer stretches of text."""
    return sum(map(count_words, _PARAGRAPHS(element)))


def _by_site(tree: Any, rules: PageRules, host: str, warnings: list[str]) -> Page | None:
    """The article where the site's rules say it stands; None, with a warning, if little of the page is."""
    tried = dict[str, None]()
    for rule, found in rules.bodies(tree, host):
        if found and sum(map(_words, found)) >= _LEAST_SHARE * _words(tree):
            page = _all_of(found)
            if page.text():
                return page
        tried[rule.id] = None
    if tried:
        warnings.append(f"no article where {', '.join(tried)} says it stands; found without it")
    return None


def _all_of(elements: Iterable[Any]) -> Page:
    """A page of these elements alone, all its blocks taken but for those in navigation, forms, figures, …"""
    root = etree.Element("body")
    for element in elements:
        root.append(deepcopy(element))
        root[-1].tail = None
    page = walk(root)
    left_out: list[bool] = []
    for node in page.nodes:
        left_out.append(node.tag in _NOT_BODY or (node.parent >= 0 and left_out[node.parent]))
    for block in page.blocks:
        block.taken = float(not left_out[block.node])
    return page


def _rough(page: str) -> str:
    """The text outside navigation and forms, for markup that the parser gives up on: too deep, mostly."""
    closed = page.rfind("-->")
    page = page[: closed + 1] + page[closed + 1 :].replace("<!--", "")
    page = _UNFINISHED.sub("", page)  # html.parser's time grows with the square of what these hold
    try:
        with catch_warnings():
            simplefilter("ignore")  # it has opinions on what else the page may be
            soup = BeautifulSoup(page, "html.parser")
    except ParserRejectedMarkup:
        return ""
    flow = TextFlow()
    opened: list[Tag] = []
    left_out = 0
    for node in soup.descendants:
        while opened and opened[-1] is not node.parent:
            tag = opened.pop().name
            flow.close(tag)
            left_out -= tag in _NOT_BODY
        if isinstance(node, Tag):
            opened.append(node)
            flow.open(node.name)
            left_out += node.name in _NOT_BODY
        elif type(node) is NavigableString and not left_out:
            flow.text(node)
    return flow.value()


def _from_data(body: str) -> Page:
    """An article as JSON-LD holds it: in markup, or with a line for each paragraph."""
    if not _MARKUP.search(body):
        body = "".join(f"<p>{escape(line)}</p>" for line in body.splitlines())
    return _all_of([_parse(body)])


def _without_repeats(text: str) -> str:
    """The text without long paragraphs it has had before: pages print an article once for each device."""
    seen: set[str] = set()
    kept = []
    for paragraph in text.split("\n\n"):
        if len(paragraph) < _REPEATED or paragraph not in seen:
            kept.append(paragraph)
            seen.add(paragraph)
    return "\n\n".join(kept)


def selects(page: str, rule: Rule) -> bool:
    """Whether a rule's selectors find anything in a page: what its examples are tested with."""
    tree, host = _parse(page), rule.sites[0] if rule.sites else ""
    rules = PageRules([rule])
    return any(True for _ in rules.find(tree, host)) or any(found for _, found in rules.bodies(tree, host))
