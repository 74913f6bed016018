"""HTML to a tree of elements, whatever stands in the page."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

_LONGEST_TAG = 5000  # characters; if it has attributes by the hundred, it loses them
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r") + b"\x7f"
_SUBSET = re.compile(rb"\s*(?:<\?xml[^<>]*>\s*)?<!DOCTYPE[^<>\[\]]*\[[^\[\]]*\]\s*>", re.IGNORECASE)
_PREFIX = re.compile(rb"""<(\w+):html\b[^<>]*xmlns:\1\s*=\s*["']http://www\.w3\.org/1999/xhtml["']""")
_PAGE_ENDS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_TAG = re.compile(rb"(\w+)([^>]*)")


def parse(page: str) -> Any:
    """The root element of a page. Raises lxml.etree.ParserError for one that holds nothing."""
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
