"""What rules make of a page's elements: those that go, and those that a site's rules call the article."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from lxml import etree

from cleaner.match import PageRules
from cleaner.model import Removal, Rule
from cleaner.page.midsentence import is_midsentence
from cleaner.page.walk import Page, walk
from cleaner.text import count_words

# A rule on elements never takes an element with more words of prose, nor more than this share of a page's.
_MOST_WORDS, _MOST_SHARE = 300, 0.4
_HIDDEN = "hidden"  # a kind whose elements no reader sees, wherever they stand
# A site's rule on the body is believed where that holds at least this share of the page's words of prose.
_LEAST_SHARE = 0.2

_PARAGRAPHS = etree.XPath(
    "descendant::text()[string-length() > 60 or ancestor::p][not(parent::script or parent::style)]",
    smart_strings=False,
)
_VISIBLE = etree.XPath("descendant::text()[not(parent::script or parent::style)]", smart_strings=False)
NOT_BODY = frozenset((
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select",
    "textarea", "figure", "iframe", "svg", "head", "title", "noframes", "rt", "rp",
))  # fmt: skip
_ROOTS = frozenset(("html", "body", "main"))


def strip(tree: Any, rules: PageRules, host: str) -> list[Removal]:
    """Take the elements that rules select out of the tree, unless they hold too much of the page, or words
    in the middle of a sentence."""
    found = dict(rules.find(tree, host))
    chosen: dict[Any, Rule] = {}
    for element, rule in found.items():
        if not (rule.sites or rule.kind == _HIDDEN) and is_midsentence(element, found):
            continue
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
        if text := dropped(element):
            removals.append(Removal(-1, -1, text, rule.id, rule.kind, rule.why))
    return removals


def body_by_site(tree: Any, rules: PageRules, host: str) -> tuple[Page | None, tuple[Rule, ...]]:
    """The article where the site's rules say it stands; None if little of the page is there. And the rules
    that were tried in vain."""
    tried = dict[str, Rule]()
    for rule, found in rules.bodies(tree, host):
        if found and sum(map(_words, found)) >= _LEAST_SHARE * _words(tree):
            page = all_of(found)
            if page.text():
                return page, ()
        tried[rule.id] = rule
    return None, tuple(tried.values())


def all_of(elements: Iterable[Any]) -> Page:
    """A page of these elements alone, all its blocks taken but for those in navigation, forms, figures, …"""
    root = etree.Element("body")
    for element in elements:
        root.append(deepcopy(element))
        root[-1].tail = None
    page = walk(root)
    left_out: list[bool] = []
    for node in page.nodes:
        left_out.append(node.tag in NOT_BODY or (node.parent >= 0 and left_out[node.parent]))
    for block in page.blocks:
        block.taken = float(not left_out[block.node])
    return page


def dropped(element: Any) -> str:
    """Take an element out of its tree; its text."""
    text = " ".join(" ".join(_VISIBLE(element)).split())
    element.drop_tree()
    return text


def _words(element: Any) -> int:
    """Words of prose in an element: of its paragraphs and other longer stretches of text."""
    return sum(map(count_words, _PARAGRAPHS(element)))
