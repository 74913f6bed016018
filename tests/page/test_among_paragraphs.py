"""What stands among an article's paragraphs: kept where the article speaks for it, else told of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import pytest
from conftest import HERE

from cleaner import Cleaned, Cleaner

_STORIES = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))
STORY = _STORIES["en"]
P: Sequence[str] = STORY["paragraphs"]
PLACES = {
    "above all": 0,
    "after the first": 1,
    "in the middle": len(P) // 2,
    "before the last": len(P) - 1,
    "below all": len(P),
}
BOATS = ("The Marta", "The Gull of Norrhamn", "Old Tom")
CLASSES = (
    "facts", "related-facts", "related", "sidebar", "social", "widget", "footer", "nav", "tags", "caption",
    "meta", "cookie", "menu", "recipe-menu", "share", "teaser", "promo", "newsletter", "comments", "",
)  # fmt: skip
_FACTS = ("The storm in figures", "Nine boats were lost.", "No one was hurt.")
_LONG = (
    "Nine boats of the northern harbour were lost that night, and four more could not be repaired.",
    "No one was hurt, as all the crews had been ashore since noon, when the first warning came in.",
)
INSIDE = {
    "a heading and a list": ("<h3>{}</h3><ul><li>{}</li><li>{}</li></ul>", _FACTS),
    "a sentence": ("<p>{}</p>", _FACTS[1:2]),
    "bare text": ("{}", ("Nine boats were lost",)),
    "links": ("<p><a href=/a>{}</a></p><p><a href=/b>{}</a></p>", ("Nine boats lost", "No one hurt")),
    "paragraphs": ("<p>{}</p><p>{}</p>", _LONG),
}


def page(among: str, place: int = len(P) // 2, story: Mapping[str, Any] = STORY) -> str:
    """The story with something among its paragraphs."""
    paragraphs = [f"<p>{part}</p>" for part in story["paragraphs"]]
    inside = "".join((*paragraphs[:place], among, *paragraphs[place:]))
    return (
        f"<html><head><title>{story['title']} | Island Post</title></head><body>"
        "<nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav>"
        f"<article><h1>{story['title']}</h1>{inside}</article>"
        "<footer><p>© Island Post. All rights reserved.</p></footer></body></html>"
    )


def lost(cleaned: Cleaned, parts: Sequence[str]) -> list[str]:
    """The parts of which nothing is said: neither in the body nor in a cut nor left out."""
    told = " ".join((cleaned.body, *(cut.text for cut in cleaned.removals), *cleaned.left_out))
    return [part for part in parts if part not in " ".join(told.split())]


@pytest.mark.parametrize("tag", ["div", "section", "aside", "ul", "form"])
@pytest.mark.parametrize("inside", INSIDE)
def test_nothing_goes_without_a_word(inside: str, tag: str, cleaner: Cleaner) -> None:
    among, parts = INSIDE[inside]
    for name, (where, place) in zip(CLASSES, cycle(PLACES.items()), strict=False):
        element = f'<{tag} class="{name}">{among.format(*parts)}</{tag}>'
        cleaned = cleaner.clean(page(element, place), html=True)
        assert lost(cleaned, (*P, *parts)) == [], (name, where)
        assert [part for part in P if part not in cleaned.body] == [], (name, where)


@pytest.mark.parametrize("tag", ["ul", "ol"])
@pytest.mark.parametrize("site", ["/", "https://boats.example/", "#"])
def test_a_list_that_answers_a_colon_stays(tag: str, site: str, cleaner: Cleaner) -> None:
    items = "".join(f'<li><a href="{site}{n}">{boat}</a></li>' for n, boat in enumerate(BOATS))
    for opens in (
        "Three boats took part:",
        "Sources for this piece:",
        "參加的船有三艘：",
        "Участвовали три лодки:",
    ):
        for place in (*PLACES.values(), len(P)):
            body = cleaner.clean(page(f"<p>{opens}</p><{tag}>{items}</{tag}>", place), html=True).body
            assert [boat for boat in (opens, *BOATS) if boat not in body] == [], (opens, place)


@pytest.mark.parametrize("language", _STORIES)
def test_lists_answer_in_any_language(language: str, cleaner: Cleaner) -> None:
    story = _STORIES[language]
    colon = "：" if language in ("zh", "ja") else ":"
    opens = story["paragraphs"][-1].rstrip(".。।؟۔ ") + colon
    items = "".join(f'<li><a href="/{n}">{boat}</a></li>' for n, boat in enumerate(BOATS))
    body = cleaner.clean(page(f"<p>{opens}</p><ul>{items}</ul>", 2, story), html=True).body
    assert [boat for boat in BOATS if boat not in body] == []


HEADINGS = ("Bakery on the hill", "The old mill", "Bread and sons", "The corner oven", "Rye house")


@pytest.mark.parametrize("site", ["https://bakery.example/", "#"])
@pytest.mark.parametrize("tag", ["h2", "h3", "h4"])
def test_headings_that_are_links_stay_above_their_paragraphs(tag: str, site: str, cleaner: Cleaner) -> None:
    sections = "".join(
        f'<{tag}><a href="{site}{n}">{heading}</a></{tag}><p>Good bread since {1900 + n}, and {part}</p>'
        for n, (heading, part) in enumerate(zip(HEADINGS, (*P, *P), strict=False))
    )
    body = cleaner.clean(page(sections, 1), html=True).body
    assert [heading for heading in HEADINGS if heading not in body] == []


def test_a_table_of_links_under_headers_stays(cleaner: Cleaner) -> None:
    rows = "".join(
        f'<tr><td><a href="/b{n}">Boat {n}</a></td><td><a href="/h{n}">Harbour {n}</a></td></tr>'
        for n in range(6)
    )
    for head in ("<tr><th>Boat</th><th>Harbour</th></tr>", "<thead><tr><th>Boat<th>Harbour</thead>"):
        body = cleaner.clean(page(f"<table>{head}{rows}</table>"), html=True).body
        assert [n for n in range(6) if f"Boat {n} | Harbour {n}" not in body] == []


_JANE = "<figcaption>Jane Roe</figcaption>"
QUOTED = {
    "a portrait": f"<img src=/p.jpg alt='Jane Roe'><blockquote><p>{{}}</p></blockquote>{_JANE}",
    "no picture": f"<blockquote>{{}}</blockquote>{_JANE}",
    "a box around it": f"<div><blockquote><p>{{}}</p></blockquote>{_JANE}<img src=/p.jpg></div>",
    "two paragraphs": f"{_JANE}<blockquote><p>{{}}</p><p>Old Tom was the last.</p></blockquote>",
}


@pytest.mark.parametrize("language", sorted(_STORIES.keys() - {"ja", "zh"}))  # their stories are very short
@pytest.mark.parametrize("form", QUOTED)
def test_what_is_quoted_in_a_figure_stays(form: str, language: str, cleaner: Cleaner) -> None:
    """Unless the article says it anyway."""
    story = _STORIES[language]
    paragraphs = story["paragraphs"]
    figure = f"<figure class='quote'>{QUOTED[form].format(paragraphs[1])}</figure>"
    without = {**story, "paragraphs": [paragraphs[0], *paragraphs[2:]]}
    for place in range(1, len(paragraphs)):
        body = cleaner.clean(page(figure, place, without), html=True).body
        assert [part for part in paragraphs if part not in body] == [], place
    assert cleaner.clean(page(figure, 3, story), html=True).body.count(paragraphs[1]) == 1


def test_menus_in_the_article_still_go(cleaner: Cleaner) -> None:
    """A colon above a menu, and headings without paragraphs, speak for nothing."""
    links = "".join(f'<li><a href="/{n}">{boat}</a></li>' for n, boat in enumerate(BOATS))
    for among in (
        f"<nav><p>Boats:</p><ul>{links}</ul></nav>",
        f'<div class="related"><h3>Related stories</h3><ul>{links}</ul></div>',
        "".join(f'<h3><a href="/{n}">{boat}</a></h3>' for n, boat in enumerate(BOATS)),
    ):
        body = cleaner.clean(page(among), html=True).body
        assert [boat for boat in BOATS if boat in body] == [], among
