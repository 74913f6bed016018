"""HTML to a tree of elements, whatever stands in the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from cleaner.kernel import COMPILED, may_have_more

_MOST_ATTRIBUTES = 1000  # of an element; the rest are left out, as the parser goes through all before each
_SMALL = 10_000  # bytes, in which there can't be so many attributes that it matters
_LONGEST_OPENING = 5000  # bytes in which a document's first element is looked for
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r") + b"\x7f"
_SUBSET = re.compile(rb"\s*(?:<\?xml[^<>]*>\s*)?<!DOCTYPE[^<>\[\]]*\[[^\[\]]*\]\s*>", re.IGNORECASE)
_PREFIX = re.compile(rb"""<(\w+):html\b[^<>]*xmlns:\1\s*=\s*["']http://www\.w3\.org/1999/xhtml["']""")
_PAGE_ENDS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)


def parse(page: str) -> Any:
    """The root element of a page. Raises lxml.etree.ParserError for one that holds nothing."""
    data = page.encode("utf-8", "ignore").translate(None, _CONTROLS)
    data = data.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")  # no characters, to XML
    if found := _SUBSET.match(data):
        data = data[found.end() :]
    if found := _PREFIX.search(data, 0, _LONGEST_OPENING):
        data = data.replace(b"<" + found[1] + b":", b"<").replace(b"</" + found[1] + b":", b"</")
    data = _PAGE_ENDS.sub(b"", data)  # the parser would stop there; browsers go on
    if len(data) > _SMALL and _has_too_many_attributes(data):
        data = _with_fewer_attributes(data)
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


class _ManyAttributesError(Exception):
    """An element has more attributes than any page needs."""


class _Counting:
    """What a parser is to tell of elements; one that makes no tree of them takes linear time."""

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        if len(attributes) > _MOST_ATTRIBUTES:
            raise _ManyAttributesError

    def close(self) -> None:
        pass


class _Rewriting:
    """The page again, as the parser understands it, with the first attributes of each element."""

    def __init__(self) -> None:
        self._builder = etree.TreeBuilder()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._builder.start(tag, dict(islice(attributes.items(), _MOST_ATTRIBUTES)))

    def end(self, tag: str) -> None:
        self._builder.end(tag)

    def data(self, text: str) -> None:
        self._builder.data(text)

    def close(self) -> bytes:
        written: bytes = etree.tostring(self._builder.close(), encoding="utf-8", method="html")
        return written


def _has_too_many_attributes(data: bytes) -> bool:
    if COMPILED and not may_have_more(data, _MOST_ATTRIBUTES):
        return False  # a tenth of what it takes to ask the parser
    try:
        _told_to(_Counting(), data)
    except _ManyAttributesError:
        return True
    return False


def _with_fewer_attributes(data: bytes) -> bytes:
    return cast(bytes, _told_to(_Rewriting(), data))


def _told_to(target: Any, data: bytes) -> Any:
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8", target=target))
