"""The title of a page: what it declares, what stands over the article, and neither with the site's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

_WORD = re.compile(r"\w+")
_PARTS = re.compile(
    r"\s+[-|–—•·»›:~]+\s+|\s*[|ㅣ｜]\s*|(?<=[\u3000-\u9fff\uac00-\ud7a3])\s?[-–—:：_]\s?(?=\S{2,20}$)"
)
_COLON = re.compile(r":\s+")  # between the name of a site and a title, but also within titles
_GLUED = re.compile(r"\s*(?:[|–—•·»›-]\s|(?:posted|published|updated|by|on|am|von|le)\s|\d)", re.IGNORECASE)
_SHARED = 0.4  # of a title's words stand in the heading that says it
_CUT = 100
_SAME = 0.6  # of the words of two titles that are the same in other words
_MOST_WORDS = 40  # of a heading


class Title(NamedTuple):
    """A title, the heading that the page shows for it, and the elements that say it."""

    text: str = ""
    source: str = ""  # what the title was read from
    heading: str = ""
    elements: Sequence[Any] = ()


def read_title(
    tree: Any, declared: Sequence[tuple[str, str]], sites: Collection[str], *, news: bool
) -> Title:
    """The title by what is declared (source and text, the most trusted first) and by the page's headings.

    The `h1` that says about what is declared is believed before it; of news, only if JSON-LD and OpenGraph
    don't agree on another title. `sites` are names of the site, which are no title and no part of one.
    """
    site_keys = {key(site) for site in sites}
    headings = list(_headings(tree))
    texts = {text.casefold() for _, text in headings}
    told = [
        (source, _without_site(text, site_keys, texts))
        for source, text in declared
        if key(text) not in site_keys
    ]
    if len(told) > 1 and _is_cut(told[0][1]) and told[1][1].startswith(told[0][1].rstrip(" .…")):
        told = told[1:]  # of the first only the beginning is there
    source, title = told[0] if told else ("", "")
    tops = [text for element, text in headings if element.tag == "h1" and key(text) not in site_keys]
    said = [_that_says(tops, text) for _, text in told] or [tops[0] if len(tops) == 1 else ""]
    heading = next(filter(None, said), "")
    is_declared = title and (_goes_on(heading, title) or (news and (_agreed(told) or not said[0])))
    if heading and not is_declared:
        source, title = "<h1>", heading
    elements = _saying(tree, headings, {heading or title, *(text for _, text in told)}) if title else ()
    return Title(title, source, heading or title, elements)


def key(name: str) -> str:
    """A name as sites are compared: letters and digits alone."""
    return "".join(filter(str.isalnum, name.casefold())).removeprefix("www")


def _headings(tree: Any) -> Iterator[tuple[Any, str]]:
    for element in tree.iter("h1", "h2", "h3"):
        text = " ".join("".join(element.itertext()).replace("\u00ad", "").split())
        if text and len(text.split()) <= _MOST_WORDS:
            yield element, text


def _is_cut(title: str) -> bool:
    """Whether it may be the beginning of a longer one: search engines show 110 characters of a headline."""
    return title.endswith(("…", "...")) or len(title) >= _CUT


def _that_says(tops: Sequence[str], title: str) -> str:
    """The first of these headings that says the title."""
    words = set(_WORD.findall(title.casefold()))
    for text in tops:
        shared = words.intersection(_WORD.findall(text.casefold()))
        if len(shared) >= _SHARED * len(words) > 0:
            return text
    return ""


def _saying(tree: Any, headings: Sequence[tuple[Any, str]], titles: Collection[str]) -> list[Any]:
    """The elements that say one of these titles: headings, else whatever holds nothing else."""
    wanted = {text.casefold() for text in titles}
    words = [set(_WORD.findall(text)) for text in wanted]
    found = [
        element
        for element, text in headings
        if any(_alike(set(_WORD.findall(text.casefold())), title) for title in words)
    ]
    if found:
        return found
    others = tree.iter("div", "span", "p", "a", "strong", "b", "h4", "h5", "td")
    return [e for e in others if e.text and " ".join(e.text.split()).casefold() in wanted][:1]


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _SAME * len(one | other) > 0


def _goes_on(heading: str, title: str) -> bool:
    """Whether something that is no title is glued to the title in its heading: a date, the site's name."""
    rest = heading[len(title) :] if heading.casefold().startswith(title.casefold()) else ""
    return bool(_GLUED.match(rest))


def _agreed(told: Sequence[tuple[str, str]]) -> bool:
    by_source = dict(told)
    return bool(told) and told[0][1] == by_source.get("ld:headline") == by_source.get("og:title")


def _without_site(title: str, site_keys: Collection[str], headings: Collection[str]) -> str:
    """A title without the parts at its end, or its beginning, that name the site; they do where the rest is
    a heading of the page, too."""
    cuts = list(_PARTS.finditer(title))
    if title.casefold() not in headings:
        halves = [
            half.strip()
            for cut in (*cuts, *_COLON.finditer(title))
            for half in (title[: cut.start()], title[cut.end() :])
        ]
        if shown := [half for half in halves if half.casefold() in headings and key(half) not in site_keys]:
            return max(shown, key=len)
    for cut in cuts:
        before, behind = title[: cut.start()].strip(), title[cut.end() :].strip()
        parts = [key(part) for part in _PARTS.split(behind)]
        if before and (before.casefold() in headings or any(part in site_keys for part in parts)):
            return before
    if cuts and key(title[: cuts[0].start()]) in site_keys:
        return title[cuts[0].end() :].strip()
    return title
