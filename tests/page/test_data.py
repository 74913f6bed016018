"""Articles that a page holds as data alone, whatever the state of its app is called and built like."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest
from prose import BRIDGE

from cleaner import Cleaned, Cleaner

TITLE = "Bridge stays closed"
TEXT = "\n\n".join(BRIDGE)
MARKUP = "".join(f"<p>{part}</p>" for part in BRIDGE)

STATES: dict[str, Any] = {
    "paragraphs": {"article": {"title": TITLE, "paragraphs": BRIDGE}},
    "markup": {"post": {"title": {"rendered": TITLE}, "content": {"rendered": MARKUP}}},
    "an item for each paragraph": {
        "story": {"headline": TITLE, "body": [{"type": "text", "content": part} for part in BRIDGE]}
    },
    "portable text": {"page": {"title": TITLE, "body": [
        {"_type": "block", "children": [{"text": part[:20]}, {"text": part[20:]}]} for part in BRIDGE
    ]}},
    "rich text": {"fields": {"title": TITLE, "body": {"nodeType": "document", "content": [
        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": part}]} for part in BRIDGE
    ]}}},
    "beside other articles": {
        "article": {"title": TITLE, "content": MARKUP},
        "related": [{"title": "Another", "content": f"<p>{'It is not about the bridge at all. ' * 60}</p>"}],
    },
}  # fmt: skip
PLACES = {  # how a page carries its state
    "Next": '<script id="__NEXT_DATA__" type="application/json">{}</script>',
    "Nuxt, as JSON": '<script type="application/json" id="__NUXT_DATA__">{}</script>',
    "a variable of the window": "<script>window.__INITIAL_STATE__ = {};</script>",
    "another, with more behind it": "<script>window['__PRELOADED_STATE__']={}; start();</script>",
}


def shell(script: str) -> str:
    return (
        f"<html><head><title>{TITLE} | Island Post</title></head><body><nav><a href=/>Home</a></nav>"
        f'<div id="app"><div class="loader"></div></div>{script}</body></html>'
    )


def read(cleaner: Cleaner, script: str) -> Cleaned:
    return cleaner.clean(shell(script), html=True)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_the_article_is_read_from_the_state_of_an_app(state: Any, place: str, cleaner: Cleaner) -> None:
    found = read(
        cleaner, place.replace("{}", json.dumps({"props": {"pageProps": state}}).replace("</", "<\\/"))
    )
    assert found.body == TEXT
    assert "the body is what the state of the page's app holds: the page shows little of it" in found.warnings


def quoted(text: str, quote: str) -> str:
    """A string of JavaScript."""
    for sign, escaped in (("\\", "\\\\"), (quote, f"\\{quote}"), ("<", "\\x3c")):
        text = text.replace(sign, escaped)
    return f"{quote}{text}{quote}"


STATE = json.dumps(STATES["markup"])
PROGRAMS = {  # states that are no JSON as they stand
    "parsed": f'<script>window.__STATE__ = JSON.parse({quoted(STATE, chr(34))});</script>',
    "parsed, in single quotes": f"<script>window.__STATE__ = JSON.parse({quoted(STATE, chr(39))});</script>",
    "returned": (
        "<script>window.__NUXT__=(function(a,b){return {data:[{article:{title:"
        f"{quoted(TITLE, chr(34))},body:{quoted(MARKUP, chr(34))},id:a}}}}]}}}}(1,null));</script>"
    ),
    "an attribute": f'<div id="root" data-page="{escape(STATE)}"></div>',
    "properties of an island": f'<x-island props="{escape(json.dumps([0, STATES["markup"]]))}"></x-island>',
}  # fmt: skip


@pytest.mark.parametrize("script", PROGRAMS.values(), ids=PROGRAMS)
def test_the_article_is_read_from_a_program(script: str, cleaner: Cleaner) -> None:
    assert read(cleaner, script).body == TEXT


@pytest.mark.parametrize("title", ["", "Another story"])
def test_a_program_without_the_title_holds_no_article(title: str, cleaner: Cleaner) -> None:
    script = f"<script>show({{t:{json.dumps(title)},html:{quoted(MARKUP, chr(34))}}});</script>"
    assert read(cleaner, script).body == ""


def test_a_state_that_is_pushed_in_pieces(cleaner: Cleaner) -> None:
    elements = [["$", "p", None, {"children": part}] for part in BRIDGE]
    rows = f'0:["$","html",null,{{}}]\n1a:{json.dumps(["$", "article", None, {"children": elements}])}\n'
    pieces = (rows[:300], rows[300:700], rows[700:])
    scripts = (f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in pieces)
    assert read(cleaner, "".join(scripts).replace("</p", "<\\/p")).body == TEXT


def test_markup_that_is_pushed_as_text(cleaner: Cleaner) -> None:
    row = f"1b:T{len(MARKUP):x},{MARKUP}"
    script = f"<script>self.__next_f.push({json.dumps([1, row])})</script>"
    assert read(cleaner, script.replace("</p", "<\\/p")).body == TEXT


def test_headings_stay_headings(cleaner: Cleaner) -> None:
    blocks = [{"type": "paragraph", "text": part} for part in BRIDGE]
    blocks.insert(3, {"type": "heading", "text": "What the mayor wants"})
    script = f'<script type="application/json">{json.dumps({"title": TITLE, "blocks": blocks})}</script>'
    found = read(cleaner, script)
    assert [block.type for block in found.blocks].index("heading") == 3


@pytest.mark.parametrize("state", [STATES["paragraphs"], STATES["markup"]], ids=["paragraphs", "markup"])
def test_what_the_page_shows_is_believed_first(state: Any, cleaner: Cleaner) -> None:
    page = f"<html><title>{TITLE}</title><body><article>{MARKUP}</article>{{}}</body></html>"
    script = f'<script type="application/json">{json.dumps(state)}</script>'.replace("</p", "<\\/p")
    assert cleaner.clean(page.format(script), html=True) == cleaner.clean(page.format(""), html=True)


def test_another_article_is_not_taken_for_a_short_one(cleaner: Cleaner) -> None:
    shown = "".join(f"<p>{part}</p>" for part in BRIDGE[:4])
    other = {"title": "Another", "content": f"<p>{escape('It is not about the bridge at all. ' * 60)}</p>"}
    script = f'<script type="application/json">{json.dumps({"related": [other]})}</script>'.replace(
        "</p", "<\\/p"
    )
    page = f"<html><title>{TITLE}</title><body><article>{shown}</article>{script}</body></html>"
    assert cleaner.clean(page, html=True).body == "\n\n".join(BRIDGE[:4])


@pytest.mark.parametrize(
    "script", ["{" * 5000, '{"a":' * 5000, "window.a = [" + "1," * 5000, "self.__next_f.push([1,)"]
)
def test_a_state_that_is_none_is_passed_over(script: str, cleaner: Cleaner) -> None:
    page = f"<html><body><article>{MARKUP}</article><script>{script}</script></body></html>"
    found = cleaner.clean(page, html=True)
    assert (found.body, found.warnings) == (TEXT, ())
