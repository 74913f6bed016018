"""The article where a page holds it as data, for programs rather than readers."""

from __future__ import annotations

import re
from html import escape

from cleaner.page.elements import all_of
from cleaner.page.parse import parse
from cleaner.page.walk import Page

# An article in JSON-LD that is so much longer than what the page shows is the better one.
_LEAST_LINKED, _TIMES_LINKED = 400, 3

_MARKUP = re.compile(r"</?(?:p|div|br|h[1-6]|ul|li|span|a)\b[^<>]*>", re.IGNORECASE)


def is_better(body: str, shown: str) -> bool:
    """Whether an article that a page holds as data is to be had instead of the one that it shows."""
    return len(body) > max(_LEAST_LINKED, _TIMES_LINKED * len(shown))


def page_of(body: str) -> Page:
    """An article as data holds it: in markup, or with a line for each paragraph."""
    if not _MARKUP.search(body):
        body = "".join(f"<p>{escape(line)}</p>" for line in body.splitlines())
    return all_of([parse(body)])
