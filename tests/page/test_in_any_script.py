"""A page is read alike in whatever script it is: what is long is told by what a text says, not by its signs.

Short articles in many languages, on skeletons of pages that count characters somewhere: tables for layout,
boxes without names, cards among the paragraphs, data of an app.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from html import escape

import pytest
from conftest import HERE

from cleaner import Cleaner
from cleaner.text import latin_length

_STORIES = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))
CARD = '<a class="box" href="/t"><img src="/t.jpg"><span>2024</span></a>'


def _paragraphs(parts: list[str]) -> str:
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts)


def _table(title: str, parts: list[str]) -> str:
    return (
        "<table width=800><tr><td width=150><a href=/>Home</a><br><a href=/n>News</a><td>"
        f"<h1>{title}</h1>{_paragraphs(parts)}</td></tr><tr><td colspan=2>Copyright 2001</td></tr></table>"
    )


def _tables(title: str, parts: list[str]) -> str:
    cells = (f"<table><tr><td>{_paragraphs(some)}</td></tr></table>" for some in (parts[:2], parts[2:]))
    return f"<main><h1>{title}</h1>{''.join(cells)}</main>"


def _boxes(title: str, parts: list[str]) -> str:
    return (
        '<div id="app"><div class="css-1"><nav><ul><li><a href=/>Home</a></ul></nav><div class="css-2">'
        f'<div class="css-3"><h1>{title}</h1></div><div class="css-4">{_paragraphs(parts[:1])}{CARD}'
        f"{_paragraphs(parts[1:])}</div></div></div></div>"
    )


def _state(title: str, parts: list[str]) -> str:
    said = json.dumps({"article": {"title": title, "body": _paragraphs(parts)}}, ensure_ascii=False)
    return f'<div id="app"></div><script id="__NEXT_DATA__" type="application/json">{said}</script>'


def _named(title: str, parts: list[str]) -> str:
    said: dict[str, object] = {f"Par:{n}": {"type": "P", "text": part} for n, part in enumerate(parts)}
    said["Article:1"] = {"title": title, "parts": [{"__ref": key} for key in said]}
    return f'<div id="app"></div><script>window.__APOLLO_STATE__ = {json.dumps(said)}</script>'


def _within(title: str, parts: list[str]) -> str:
    said = json.dumps({"status": 200, "body": json.dumps({"title": title, "html": _paragraphs(parts)})})
    return f'<div id="app"></div><script type="application/json" data-fetched>{said}</script>'


def _template(title: str, parts: list[str]) -> str:
    return f'<div id="app"></div><template><article><h1>{title}</h1>{_paragraphs(parts)}</article></template>'


def _field(_: str, parts: list[str]) -> str:
    return f'<div id="app"></div><textarea hidden>{escape(_paragraphs(parts))}</textarea>'


PAGES: Mapping[str, Callable[[str, list[str]], str]] = {
    "a table for layout": _table,
    "a table for each part": _tables,
    "boxes without names": _boxes,
    "the state of an app": _state,
    "parts by their names": _named,
    "JSON within JSON": _within,
    "a template": _template,
    "a field of a form": _field,
}


@pytest.mark.parametrize("language", _STORIES)
@pytest.mark.parametrize("page", PAGES)
def test_every_paragraph_is_there(page: str, language: str, cleaner: Cleaner) -> None:
    title, parts = _STORIES[language]["title"], _STORIES[language]["paragraphs"]
    head = f"<html lang={language}><head><title>{title}</title></head><body>"
    body = cleaner.clean(f"{head}{PAGES[page](title, parts)}</body></html>", html=True).body.split("\n\n")
    assert [part for part in parts if part not in body] == []
    assert len(body) <= len(parts) + (page == "boxes without names")  # a card may stay


@pytest.mark.parametrize(
    ("text", "length"),
    [("", 0), ("lamp", 4), ("lámpa", 5), ("灯塔", 6), ("とう", 6), ("등대", 4), ("灯 lamp", 8)],
)
def test_how_long_a_text_is(text: str, length: int) -> None:
    assert latin_length(text) == length


@pytest.mark.parametrize(
    "name",
    [
        "VisuallyHidden_root__3xYz", "styles_srOnly__ab", "hiddenVisually", "for-screenreaders", "audible",
        "u-assistiveText", "visually-hidden-focusable", "only-screen-reader",
    ],
)  # fmt: skip
def test_a_label_for_screen_readers_goes_by_whatever_name(name: str, cleaner: Cleaner) -> None:
    title, parts = _STORIES["en"]["title"], _STORIES["en"]["paragraphs"]
    said = parts[0].replace(
        "keeper", f'<a href=/k>keeper<span class="{name}">, opens a new tab</span></a>', 1
    )
    label = f'<p class="{name}">Skip it</p>'
    page = f"<article><h1>{title}</h1><p>{said}</p>{label}{_paragraphs(parts[1:])}</article>"
    body = cleaner.clean(f"<html><body>{page}</body></html>", html=True).body
    assert body.split("\n\n") == parts


@pytest.mark.parametrize("name", ["screen-readers", "inaudible", "sr-onlyfoo", "usr-only"])
def test_other_names_hide_nothing(name: str, cleaner: Cleaner) -> None:
    title, parts = _STORIES["en"]["title"], _STORIES["en"]["paragraphs"]
    page = (
        f'<article><h1>{title}</h1>{_paragraphs(parts)}<p class="{name}">Nobody had heard it.</p></article>'
    )
    assert "Nobody had heard it." in cleaner.clean(f"<html><body>{page}</body></html>", html=True).body


@pytest.mark.parametrize(
    "declared",
    ["Island Post: {}", "{}: Island Post", "Island Post :: {}", "Island Post - {}", "{} | Island Post"],
)
def test_the_title_is_what_a_heading_says_of_it(declared: str, cleaner: Cleaner) -> None:
    title, parts = _STORIES["en"]["title"], _STORIES["en"]["paragraphs"]
    page = (
        f"<html><head><title>{declared.format(title)}</title></head><body><h1><a href=/>Island Post</a></h1>"
        f'<div class="post"><h3>{title}</h3><div class="text">{_paragraphs(parts)}</div></div></body></html>'
    )
    assert cleaner.clean(page, html=True).metadata["title"] == title


@pytest.mark.parametrize("language", _STORIES)
def test_items_with_a_heading_and_a_picture_are_no_captions(language: str, cleaner: Cleaner) -> None:
    title, parts = _STORIES[language]["title"], _STORIES[language]["paragraphs"]
    items = "".join(
        f'<div class="item"><h2>{n}. {name}</h2><img src="/{n}.jpg">{_paragraphs([parts[2 * (n % 2)]])}</div>'
        for n, name in enumerate(("Marta", "Gull", "Old Tom", "Heron"), 1)
    )
    page = f"<article><h1>{title}</h1>{_paragraphs(parts[:2])}{items}{_paragraphs(parts[3:])}</article>"
    body = cleaner.clean(f"<html lang={language}><body>{page}</body></html>", html=True).body.split("\n\n")
    assert body.count(parts[0]) == body.count(parts[2]) + 1 == 3
