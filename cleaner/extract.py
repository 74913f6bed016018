"""A page to the text of its article. The only module that knows trafilatura, lxml and bs4."""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from bs4 import BeautifulSoup, NavigableString, Tag
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from cleaner.metadata import read_metadata
from cleaner.model import Document, Removal, Rule
from cleaner.selectors import PageRules
from cleaner.shape import count_words
from cleaner.textflow import TextFlow

LONGEST_PAGE = 5_000_000  # characters; what a page has beyond is left out, with a warning
_LONGEST_LENIENT = 1_000_000
_MOST_ELEMENTS = 50_000  # a page of more is read leniently: the extractor's time grows faster than the page
_SHORT, _COVERS = 3500, 0.4  # an extraction shorter than this, of less of the page's prose, gets a second try
_WORDS_REMOVED, _SHARE_REMOVED = 300, 0.4  # a rule on elements never takes more prose than this

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_PROSE = etree.XPath(
    ".//text()[string-length() > 60][not(parent::script or parent::style or parent::noscript or parent::title)]",
    smart_strings=False,
)
_VISIBLE = etree.XPath(".//text()[not(parent::script or parent::style)]", smart_strings=False)
_NOT_BODY = frozenset(
    "script style noscript template nav header footer aside form button select figure iframe svg head".split()
)

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it has to say becomes a warning


def extract(page: str, rules: PageRules | None = None, *, url: str = "", name: str = "") -> Document:
    """The article of an HTML page: its text, metadata, and the elements that rules took out.

    Paragraphs are separated by a blank line; list items and table rows are lines. Never raises: what can't
    be read gives an empty text and a warning.
    """
    warnings: list[str] = []
    if len(page) > LONGEST_PAGE:
        page = page[:LONGEST_PAGE]
        warnings.append(f"the page is longer than {LONGEST_PAGE:,} characters; the rest was not read")
    metadata: dict[str, str] = {}
    removals: list[Removal] = []
    text = ""
    tree = _parse(page)
    if tree is not None:
        metadata = read_metadata(tree)
        rules = rules or PageRules()
        host = urlsplit(url or metadata.get("url", "")).hostname or ""
        removals = _strip(tree, rules, host)
        bodies = rules.bodies(tree, host)
        try:
            text = _flow(*bodies, without=_NOT_BODY) if bodies else _article(tree)
        except Exception as error:  # noqa: BLE001  (whatever a page does to the extractor, the next one must go on)
            warnings.append(f"the extractor failed ({type(error).__name__}); the page was read leniently")
    if not text:
        text = _lenient(page)
    if not text:
        warnings.append("no text was found in the page")
    return Document(
        text, name=name, url=url, html=True,
        metadata=metadata, removals=tuple(removals), warnings=tuple(warnings),
    )  # fmt: skip


def _parse(page: str) -> Any:
    """The page's tree, or None if there is none to speak of."""
    if _CONTROLS.search(page):
        page = _CONTROLS.sub("", page)
    parser = HTMLParser(
        encoding="utf-8", collect_ids=False, default_doctype=False, remove_comments=True, remove_pis=True
    )
    try:
        return document_fromstring(page.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _strip(tree: Any, rules: PageRules, host: str) -> list[Removal]:
    """Take the elements that rules select out of the tree, unless they hold too much of the page."""
    if not rules:
        return []
    chosen: dict[Any, Rule] = {}
    for element, rule in rules.find(tree, host):
        if element.getparent() is not None and not any(up in chosen for up in element.iterancestors()):
            chosen[element] = rule
    if not chosen:
        return []
    most = _SHARE_REMOVED * _prose(tree)
    prose = {element: _prose(element) for element in chosen}
    by_rule: dict[str, int] = {}
    for element, rule in chosen.items():
        by_rule[rule.id] = by_rule.get(rule.id, 0) + prose[element]
    removals = []
    for element, rule in chosen.items():
        if prose[element] > (rule.longest or _WORDS_REMOVED) or by_rule[rule.id] > most:
            continue
        text = " ".join(" ".join(_VISIBLE(element)).split())
        element.drop_tree()
        if text:
            removals.append(Removal(-1, -1, text, rule.id, rule.kind, rule.why))
    return removals


def _prose(element: Any) -> int:
    """Words in the element's longer stretches of text."""
    return sum(count_words(text) for text in _PROSE(element))


def _article(tree: Any) -> str:
    """The text trafilatura finds, looking again where it found little of much."""
    text = _trafilatura(tree, favor_recall=True)
    if len(text) < _SHORT and len(text) < _COVERS * sum(map(len, _PROSE(tree))):
        text = max(text, _trafilatura(tree, favor_recall=False), key=len)
    return text


def _trafilatura(tree: Any, *, favor_recall: bool) -> str:
    found = trafilatura.bare_extraction(
        tree, favor_recall=favor_recall, include_comments=False, output_format="txt"
    )
    return _flow(found.body) if found is not None else ""


def _flow(*roots: Any, without: frozenset[str] = frozenset()) -> str:
    """The text of elements, block by block, in document order."""
    flow = TextFlow()
    for root in roots:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "end":
                flow.close(tag)
                if element.tail and element is not root:
                    flow.text(element.tail)
            else:
                flow.open(tag)
                if tag in without:
                    walk.skip_subtree()
                elif element.text:
                    flow.text(element.text)
    return flow.value()


def _lenient(page: str) -> str:
    """The text of a page outside navigation and forms, for markup that the extractor gives up on."""
    flow = TextFlow()
    opened: list[Tag] = []
    left_out = 0
    for node in BeautifulSoup(page[:_LONGEST_LENIENT], "html.parser").descendants:
        while opened and opened[-1] is not node.parent:
            tag = opened.pop().name
            flow.close(tag)
            left_out -= tag in _NOT_BODY
        if isinstance(node, Tag):
            opened.append(node)
            flow.open(node.name)
            left_out += node.name in _NOT_BODY
        elif not left_out and type(node) is NavigableString:
            flow.text(node)
    return flow.value()
