"""The article where a page holds it as data, for programs, not readers: JSON-LD, or the state of an app.

Apps send an article as JSON and leave it to a script to show it: `__NEXT_DATA__`, `__NUXT__`,
`window.__INITIAL_STATE__ = …`, in an attribute, or in pieces, `self.__next_f.push(…)`. Every such state has a
form of its own.
What they share: an article is a long string with markup in it, or a list with a paragraph in each item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from lxml import etree

from cleaner.page.elements import all_of
from cleaner.page.parse import parse
from cleaner.page.walk import Page
from cleaner.text import latin_length

# An article in the data that is so much longer than what the page shows is the better one. Lengths are Latin
# characters: a Chinese article of as many words has a third of them.
_LEAST, _TIMES = 300, 3
_MOST_JSON = 3_000_000  # characters of scripts that are read
_MOST_VALUES = 200_000  # of the JSON of a page
_PARAGRAPH = 60  # characters from which on a string of a list may be one
_LEAST_PARAGRAPHS = 3
# Characters of paragraphs on a page from which on its state is not looked at; and those from which on an
# article in it is believed only where it stands beside the page's title: others' articles stand there too.
_SHOWS_ENOUGH, _SHOWS_SOME = 5000, 300
_LONG_TITLE = 10  # characters; of so long a title the rest may be the site's name

_MARKUP = re.compile(r"</?(?:p|div|br|h[1-6]|ul|li|span|a)\b[^<>]*>", re.IGNORECASE)
_PUSHED = re.compile(r"self\.__next_f\.push\((\[.*\])\)\s*;?\s*$", re.DOTALL)
_ASSIGNED = re.compile(
    r"(?:window|self|globalThis)(?:\.|\[['\"])\w+(?:['\"]\])?\s*=\s*(?=[{\[])|^\s*(?=[{\[])"
)
_PARSED = re.compile(
    r"""JSON\.parse\(\s*(?:"(?P<double>(?:[^"\\]|\\.)*+)"|'(?P<single>(?:[^'\\]|\\.)*+)')""", re.DOTALL
)
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)++"')
_BYTE = re.compile(r"\\x([0-9a-fA-F]{2})")
_ROW = re.compile(r"(?:^|\n)[0-9a-f]+:(?=[\[{\"])")
_TEXT_ROW = re.compile(r"(?:^|\n)[0-9a-f]+:(?:T[0-9a-f]+,)?")
_TEXT_KEYS = frozenset((
    "text", "value", "content", "html", "body", "paragraph", "paragraphs", "children", "nodes", "data", "raw",
    "markup", "articleBody", "richText", "blocks",
))  # fmt: skip
_KIND_KEYS = ("type", "_type", "nodeType", "style", "tag", "kind", "blockType", "__typename", "name")
_HEADING = re.compile(r"h[1-6]$|heading|header|subtitle|crosshead", re.IGNORECASE)
_SHOWN = etree.XPath("//p[not(ancestor::template)]")
_TITLE_KEYS = ("title", "headline", "heading", "name")
_JSON = json.JSONDecoder(strict=False)


class _Found(NamedTuple):
    """What may be an article; the longer, the likelier."""

    titled: bool  # whether it stands in an object that has the title of the page
    length: int
    markup: str


def is_better(body: str, shown: str) -> bool:
    """Whether an article that a page holds as data is to be had instead of the one that it shows."""
    return latin_length(body) > max(_LEAST, _TIMES * latin_length(shown))


def page_of(body: str) -> Page:
    """An article as data holds it: in markup, or with a line for each paragraph."""
    if not _MARKUP.search(body):
        body = "".join(f"<p>{escape(line)}</p>" for line in body.splitlines())
    return all_of([parse(body)])


def article_in_state(tree: Any, title: str) -> str:
    """The article in the state of an app, as markup; empty where there is none. Needs the page's scripts."""
    shown = sum(latin_length("".join(part.itertext())) for part in _SHOWN(tree))
    if shown > _SHOWS_ENOUGH:
        return ""
    best = max(_candidates(_states(tree, title), title), default=None)
    return best.markup if best is not None and (best.titled or shown < _SHOWS_SOME) else ""


def _states(tree: Any, title: str) -> list[Any]:
    """The JSON in a page's scripts, but for JSON-LD."""
    found, pushed, left = list[Any](), list[str](), _MOST_JSON
    for script in tree.iter("script"):
        text = (script.text or "").strip()
        left -= len(text)
        if left < 0 or "ld+json" in script.get("type", ""):
            continue
        if match := _PUSHED.match(text):
            pushed += [piece for piece in _decoded(match[1]) if isinstance(piece, str)]
        elif text.startswith("<") and _MARKUP.search(text):
            found.append(text)  # a template
        elif _is_long(text):
            values = [_first_value(text, match.end()) for match in _ASSIGNED.finditer(text)]
            found += [one for one in values if one is not None] or _within_code(text, title)
    rows = "".join(pushed)
    found += [_first_value(rows, match.end()) for match in _ROW.finditer(rows)]
    found += _in_attributes(tree)
    found += _in_templates(tree)
    found += [piece for piece in _TEXT_ROW.split(rows) if _MARKUP.search(piece[:_LEAST])]
    return [one for one in found if one is not None]


def _within_code(text: str, title: str) -> list[Any]:
    """What a script that is a program holds: JSON that it parses, else long strings beside the title."""
    parsed = [_parsed(match["double"] or "", match["single"] or "") for match in _PARSED.finditer(text)]
    if any(one is not None for one in parsed) or not title:
        return parsed
    strings = [_first_value(_without_bytes(match[0]), 0) for match in _STRING.finditer(text)]
    said = [one for one in strings if isinstance(one, str)]
    titles = [one for one in said if _is_title(one, _plain(title))]
    return [{"title": titles[0], "strings": [one for one in said if _is_long(one)]}] if titles else []


def _parsed(double: str, single: str) -> Any:
    """The JSON in a string of JavaScript, between double or single quotes."""
    said = double or single.replace('\\"', '"').replace('"', '\\"').replace("\\'", "'")
    found = _first_value(f'"{_without_bytes(said)}"', 0)
    return _first_value(found, 0) if isinstance(found, str) else None


def _without_bytes(text: str) -> str:
    """The same with the escapes that JSON has, not those that JavaScript has beside."""
    return _BYTE.sub(lambda match: f"\\u00{match[1]}", text)


def _in_attributes(tree: Any) -> list[Any]:
    """The JSON in attributes of elements, from which some apps start."""
    return [
        _first_value(value, 0)
        for element in tree.iter()
        for value in element.attrib.values()
        if value[:1] in ("{", "[") and _is_long(value)
    ]


def _in_templates(tree: Any) -> list[str]:
    """What a page keeps as markup until a script shows it."""
    kept = [
        "".join(etree.tostring(part, encoding="unicode") for part in element)
        for element in tree.iter("template")
    ]
    return kept + [text for element in tree.iter("textarea") if _is_long(text := element.text or "")]


def _is_long(text: str) -> bool:
    return len(text) >= _LEAST or latin_length(text) >= _LEAST


def _decoded(text: str) -> Sequence[Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return value if isinstance(value, list) else ()


def _first_value(text: str, start: int) -> Any:
    """The JSON value that begins here; None for what is none."""
    try:
        return _JSON.raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _candidates(states: Sequence[Any], title: str) -> Iterator[_Found]:
    """All that may be an article, in these values and all within them."""
    title = _plain(title)
    stack = [(state, False) for state in states]
    for _ in range(_MOST_VALUES):
        if not stack:
            break
        value, titled = stack.pop()
        if isinstance(value, str):
            if not _is_long(value):
                continue
            if value[0] in "{[" and (inner := _first_value(value, 0)) is not None:
                stack.append((inner, titled))
            elif _MARKUP.search(value):
                yield _Found(titled, latin_length(_MARKUP.sub("", value)), value)
            continue
        if isinstance(value, dict):
            if title and any(_is_title(value.get(key), title) for key in _TITLE_KEYS):
                titled = True
            inside = list(value.values())
            listed = [item for item in inside if isinstance(item, dict)]  # by the names of its parts
        elif isinstance(value, list):
            inside = listed = value
        else:
            continue
        if found := _paragraphs(listed):
            yield found._replace(titled=titled)
        stack += [(inner, titled) for inner in inside if isinstance(inner, (str, dict, list))]


def _paragraphs(items: Sequence[Any]) -> _Found | None:
    """A list with a paragraph in each item, as far as it is one."""
    parts = [part for item in items if (part := _paragraph(item))] if len(items) >= _LEAST_PARAGRAPHS else []
    lengths = [latin_length(_MARKUP.sub("", part)) for part in parts]
    prose = [length for length in lengths if length >= _PARAGRAPH]
    return _Found(False, sum(prose), "".join(parts)) if len(prose) >= _LEAST_PARAGRAPHS else None


def _paragraph(item: Any) -> str:
    """An item of a list as a paragraph or heading of markup; empty for what says nothing."""
    text = " ".join("".join(_texts(item, 0)).split())
    if not text or _MARKUP.match(text):
        return text
    kinds = (
        [item[key] for key in _KIND_KEYS if isinstance(item.get(key), str)] if isinstance(item, dict) else []
    )
    is_element = isinstance(item, list) and len(item) == 4 and item[0] == "$"  # as React writes it
    if is_element:
        kinds.append(str(item[1]))
    tag = "h2" if any(map(_HEADING.search, kinds)) else "p"
    return f"<{tag}>{text if '<' in text else escape(text, quote=False)}</{tag}>"


def _texts(item: Any, depth: int) -> Iterator[str]:
    """The strings of an item that are text, by the names of their keys."""
    if depth > 12:
        return
    if isinstance(item, str):
        yield item
    elif isinstance(item, list):
        if len(item) == 4 and item[0] == "$":  # an element of React: "$", tag, key, properties
            item = [item[3]]
        for part in item:
            if not isinstance(part, str) or not part.startswith("$"):
                yield from _texts(part, depth + 1)
    elif isinstance(item, Mapping):
        for key, value in item.items():
            if key in _TEXT_KEYS:
                yield from _texts(value, depth + 1)


def _is_title(value: Any, title: str) -> bool:
    """Whether a value is the title of the page, or that without the name of its site."""
    said = _plain(value)
    return said == title or (len(said) >= _LONG_TITLE and title.startswith(said))


def _plain(title: Any) -> str:
    return " ".join(title.casefold().split()) if isinstance(title, str) else ""
