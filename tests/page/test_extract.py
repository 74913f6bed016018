"""Pages to texts: pages of our own writing, one for each thing a page can do to us."""

from __future__ import annotations

import time
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import BRIDGE

from cleaner.match.selectors import PageRules
from cleaner.model import Document, Removal, Rule
from cleaner.page import parse, verdicts

module = import_module("cleaner.page.extract")  # the face hands out a function of that name

ARTICLE = "".join(f"<p>{sentence}</p>\n" for sentence in BRIDGE)
TEXT = "\n\n".join(BRIDGE)


def extract(html: str, page_rules: PageRules | None = None, *, url: str = "", name: str = "") -> Document:
    return module.extract(html, page_rules, url=url, name=name).document


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>"


def rules(*css: str, kind: str = "related", longest: int = 0, body: tuple[str, ...] = ()) -> PageRules:
    return PageRules([Rule(f"{kind}/element", kind, "Because.", css=css, body=body, longest=longest)])


WHOLE = f"""<!DOCTYPE html>
<html lang="en-GB"><head>
<meta charset="utf-8"><title>Bridge stays closed | The Herald</title>
<meta property="og:site_name" content="The Herald"><meta name="author" content="Jane Roe">
<meta property="article:published_time" content="2023-09-06T08:00:00+01:00">
<link rel="canonical" href="https://herald.example/bridge"><style>p {{ color: black }}</style>
</head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article>
<h1>Bridge stays closed</h1>
<div class="share-bar"><a href="#">Tweet</a> <a href="#">Mail</a><script>share()</script></div>
{ARTICLE}
<h2>What to do</h2>
<ul><li>Take the <b>bus</b>.</li><li>Walk along the river:<ul><li>mind the mud;</li></ul></li></ul>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2022</td><td>4 m</td></tr>
<tr><td colspan="2">none</td></tr></table>
<blockquote><p>I was not there, said the mayor.</p></blockquote>
<pre><code>if open:
    cross()</code></pre>
<p>One line<br>and another.</p>
</article>
<section id="comments"><h3>Comments</h3>
<p>This is a scandal, and I will write to the state today.</p></section>
</main>
<footer><p>Copyright The Herald</p></footer>
</body></html>
"""
WHOLE_TEXT = f"""Bridge stays closed

{TEXT}

What to do

- Take the bus.
- Walk along the river:
- mind the mud;

Year | Cost
2022 | 4 m
none

I was not there, said the mayor.

if open:
    cross()

One line
and another."""


def test_a_whole_page() -> None:
    document = extract(WHOLE, rules(".share-bar", kind="share"), name="a.html")
    assert document.text == WHOLE_TEXT
    assert document.metadata == {
        "title": "Bridge stays closed",
        "date": "2023-09-06T08:00:00+01:00",
        "author": "Jane Roe",
        "sitename": "The Herald",
        "language": "en",
        "url": "https://herald.example/bridge",
    }
    assert document.removals == (Removal(-1, -1, "Tweet Mail", "share/element", "share", "Because."),)
    assert (document.name, document.url, document.html, document.warnings) == (
        "a.html", "https://herald.example/bridge", True, (),
    )  # fmt: skip


def test_the_same_page_gives_the_same_text_every_time() -> None:
    assert len({extract(WHOLE).text for _ in range(4)}) == 1


PAGES = {
    "a fragment": (ARTICLE, TEXT),
    "one paragraph": ("<p>The bridge was closed.</p>", "The bridge was closed."),
    "only a heading": (page("<h1>Bridge closed</h1>"), "Bridge closed"),
    "line breaks": (page("<div>The bridge is closed.<br>It opens in May.<br><br>That is all.</div>"),
                    "The bridge is closed.\nIt opens in May.\n\nThat is all."),
    "cut off in a tag": (f"<html><body><article>{ARTICLE}<a hre", TEXT),
    "cut off in a sentence": (f"<html><body><article>{ARTICLE}<p>So it", f"{TEXT}\n\nSo it"),
    "two pages in one": (f"{page('<p>' + BRIDGE[0])}\n{page(ARTICLE.partition('</p>')[2])}", TEXT),
    "a body that ends early": (page(f"{ARTICLE}</body></html><p>And the rest of it stands here.</p>"),
                               f"{TEXT}\n\nAnd the rest of it stands here."),
    "XHTML": ('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN">'
              f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{ARTICLE}</body></html>', TEXT),
    "entities": (page(f"{ARTICLE}<p>Fish &amp; chips cost &pound;5&nbsp;&mdash; or &#8364;6.</p>"),
                 f"{TEXT}\n\nFish & chips cost £5 — or €6."),
    "entities escaped twice": (page(f"{ARTICLE}<p>It&amp;#8217;s the mayor&amp;rsquo;s, AT&amp;T says.</p>"),
                               f"{TEXT}\n\nIt’s the mayor’s, AT&T says."),
    "characters that are none": (page(f"{ARTICLE}<p>No\x00 more\x01 of\ufffe i\ud800t, &#1;now.\u200b</p>"),
                                 f"{TEXT}\n\nNo more of it, now."),
    "a form around it all": (page(f"<form>{ARTICLE}</form>"), TEXT),
    "a layout of cells": (page(f"<table><tr><td>{ARTICLE}</td></tr></table>"), TEXT),
    "deeper than parsers go": (page("<div>" * 300 + ARTICLE), TEXT),
    "deeper than parsers go, twice": (page("<div>" * 300 + ARTICLE + "<hr>" + ARTICLE), TEXT),
    "Chinese": (page("<article><p>市议会决定在冬季关闭这座桥。</p><p>居民们说没有人通知他们。</p></article>"),
                "市议会决定在冬季关闭这座桥。\n\n居民们说没有人通知他们。"),
}  # fmt: skip


@pytest.mark.parametrize(("html", "text"), PAGES.values(), ids=PAGES)
def test_pages(html: str, text: str) -> None:
    document = extract(html)
    assert document.text == text
    assert document.warnings == ()


EMPTY = {
    "nothing": "",
    "white space": " \n",
    "a comment": "<!-- nothing -->",
    "a head": page("", "<title>x</title>"),
    "scripts": page("<script>var a = '<p>x</p>';</script><style>p {}</style>"),
}


@pytest.mark.parametrize("html", EMPTY.values(), ids=EMPTY)
def test_pages_without_text(html: str) -> None:
    document = extract(html)
    assert (document.text, document.warnings) == ("", ("no text was found in the page",))


def test_an_article_in_a_place_where_none_is_expected() -> None:
    teaser = '<div class="teaser"><p>The fair opens on Friday, and everybody may come.</p></div>'
    parts = [ARTICLE.replace("the", f"the {number}") for number in range(9)]
    hidden = "".join(f'<div class="panel hidden" style="display: none">{part}</div>' for part in parts)
    text = extract(page(f"<article>{teaser}</article><div>{hidden}</div>")).text
    assert all(f"over the {number} river" in text for number in range(9))


# --- rules on elements -------------------------------------------------------------------------------------


def test_what_rules_take_out_is_reported_in_document_order() -> None:
    html = page(
        f'<article>{ARTICLE}<div class="related"><h3>Related</h3><p>Road <b>closed</b></p></div>'
        '<p>The end.</p><div class="related"><p class="related">Nested</p></div><i class="related"></i>'
    )
    document = extract(html, rules(".related"))
    assert document.text == f"{TEXT}\n\nThe end."
    assert [removal.text for removal in document.removals] == ["Related Road closed", "Nested"]


KEPT = {
    "the whole article": f'<div class="related">{ARTICLE}</div>',
    "piece by piece": ARTICLE.replace("<p>", '<p class="related">'),
    "too many words": f'<div class="related">{ARTICLE * 4}</div>' + "<p>The bridge, the bridge.</p>" * 400,
    "the main element": f'<div class="related"><main>{ARTICLE}</main></div>',
    "the body": f'<body class="related">{ARTICLE}</body>',
}


@pytest.mark.parametrize("body", KEPT.values(), ids=KEPT)
def test_rules_never_take_an_article(body: str) -> None:
    document, blocks, *_ = module.extract(f"<html>{body}</html>", rules(".related"))
    assert blocks is not None
    assert BRIDGE[0] in [block.text for block in blocks.blocks]
    assert document.removals == ()


def test_a_rule_may_allow_itself_more_words() -> None:
    comments = "".join(f"<p>Comment {n}: {BRIDGE[0]}</p>" for n in range(20))
    articles = "".join(f"<p>Part {n}: {BRIDGE[1]}</p>" for n in range(80))
    html = page(f'<article>{articles}</article><div class="talk">{comments}</div>')
    assert extract(html, rules(".talk")).removals == ()
    assert len(extract(html, rules(".talk", longest=5000)).removals) == 1


SITE = "https://www.example.org/x"


def site(body: tuple[str, ...] = (), strip: tuple[str, ...] = ()) -> PageRules:
    return PageRules([
        Rule("site/example.org:all", "site", "Ours.", body=body, css=strip, sites=("example.org",))
    ])  # fmt: skip


def test_a_site_says_where_its_articles_stand() -> None:
    article = f"<div class=b><nav>Home</nav><p>{BRIDGE[1]} {BRIDGE[0]}</p><ul><li>Item</ul></div>"
    html = page(f"<div class=a>{ARTICLE}</div>{article}")
    rules = site(body=(".missing", ".b"))
    expected = f"{BRIDGE[1]} {BRIDGE[0]}\n\n- Item"
    document = extract(html, rules, url=SITE)
    assert (document.text, document.warnings) == (expected, ())
    assert extract(html, rules, url="https://other.example/x").text.startswith(BRIDGE[0])
    head = '<link rel="canonical" href="https://example.org/x">'
    assert extract(html.replace("<head>", f"<head>{head}"), rules).text == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param((".missing",), id="nothing is there"),
        pytest.param(("img", "xpath://hr"), id="an element without text"),
        pytest.param((".teaser",), id="little of the page's prose is there"),
    ],
)
def test_a_site_that_has_changed_is_read_as_any_other(body: tuple[str, ...]) -> None:
    html = page(f"<article>{ARTICLE}</article><hr><img><div class=teaser><p>{BRIDGE[2][:30]}</p></div>")
    document = extract(html, site(body=body), url=SITE)
    assert document.text == extract(html).text
    assert document.warnings == ("no article where site/example.org:all says it stands; found without it",)


def test_a_site_may_strip_more_than_other_rules_but_not_most_of_a_page() -> None:
    comments = "".join(f"<p>Comment {n}: {BRIDGE[0]}</p>" for n in range(20))
    articles = "".join(f"<p>Part {n}: {BRIDGE[1]}</p>" for n in range(80))
    html = page(f'<article>{articles}</article><div class="talk">{comments}</div>')
    (removal,) = extract(html, site(strip=("xpath://div[@class='talk']",)), url=SITE).removals
    assert (removal.rule, removal.kind, removal.why) == ("site/example.org:all", "site", "Ours.")
    assert removal.text.startswith("Comment 0:")
    assert extract(html, site(strip=("article",)), url=SITE).removals == ()


# --- what goes wrong ---------------------------------------------------------------------------------------


def test_the_extractor_may_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(verdicts.trafilatura, "bare_extraction", fail)
    document = extract(page(f"<nav>Home</nav><article>{ARTICLE}</article>"))
    assert document.text == TEXT
    assert document.warnings == ("trafilatura failed, so the page was read without it (RecursionError)",)


def test_the_parser_may_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(parse, "document_fromstring", fail)
    document = extract(page(f"<nav>Home</nav><article>{ARTICLE}</article><!-- x <p>no</p> -->"))
    assert document.text == TEXT
    assert document.warnings == ("the page could only be read roughly (MemoryError)",)


HOSTILE = {
    "200,000 nested tags": "<div>" * 200_000 + "deep",
    "tags never closed": "<b><i>" * 20_000 + "<p>deep",
    "tags never ended": "<a " * 100_000,
    "comments never closed": "<!--" * 100_000,
    "a giant attribute": f'<p title="{"x" * 2_000_000}">t</p>' + ARTICLE,
    "many attributes": f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>t</p>" + ARTICLE,
    "many classes": f'<p class="{"x " * 200_000}">t</p>' + ARTICLE,
    "cells by the million": "<table>" + "<tr><td colspan=100 rowspan=100>a</td></tr>" * 1000 + "</table>",
    "links within much": "<div>text " * 200 + "<a href=x>link text</a> and some " * 20_000,
    "figures within figures": "<figure>" * 200 + "<p>text</p>" * 20_000,
    "forms within forms": "<form>" * 200 + "<p>text of it</p>" * 20_000,
    "NULs": "\0" * 100_000 + ARTICLE,
    "ampersands": "<p>" + "&amp;" * 200_000,
    "one long word": "x" * 3_000_000,
    "far too long": "<p>word</p>" * 600_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_no_page_takes_forever(body: str) -> None:
    start = time.process_time()
    extract(page(body), rules(".x", "div .y", "[role=list]"))
    assert time.process_time() - start < 20  # each takes a second or three; without care some take minutes


LONG_TAGS = {  # a tag of a large page, and whether it keeps its class
    "one long attribute": (f'<p data-a="{"x" * 6000}" class="x">', True),
    "many attributes, but short": ("<p " + " ".join(f"a{n}=1" for n in range(300)) + ' class="x">', True),
    "thousands": ("<p " + " ".join(f"a{n}=1" for n in range(3000)) + ' class="x">', False),
    "thousands, before and after the class": (
        f'<p {" ".join(f"a{n}" for n in range(500))} class="x" {" ".join(f"b{n}" for n in range(3000))}>',
        True,
    ),
}


@pytest.mark.parametrize(("tag", "keeps"), LONG_TAGS.values(), ids=LONG_TAGS)
def test_only_tags_with_thousands_lose_attributes(tag: str, keeps: bool) -> None:
    text = extract(page(f"{tag}Buy now!</p>{ARTICLE}{'<hr>' * 30_000}"), rules(".x")).text
    assert ("Buy now!" not in text) == keeps


MANY = [f"a{n}" for n in range(60_000)]
MANY_ATTRIBUTES = {
    "without values": f"<p {' '.join(MANY)}>",
    "behind a quoted >": f'<p t=">" {" ".join(MANY)}>',
    "that hold <": "<p " + " ".join(f'{name}="<"' for name in MANY) + ">",
    "set apart by slashes": f"<p/{'/'.join(MANY)}>",
    "some with values first": "<p " + "=1 ".join(MANY[:190]) + f" {' '.join(MANY[190:])}>",
    "in a comment that does not end": f'<!-- " --> <p " {" ".join(MANY)}>',
    "without an end": f"<p {' '.join(MANY)}",
    "of the body, again and again": "".join(f"<body {name}=1>" for name in MANY[:20_000]),
}


@pytest.mark.parametrize("tag", MANY_ATTRIBUTES.values(), ids=MANY_ATTRIBUTES)
def test_no_number_of_attributes_takes_forever(tag: str) -> None:
    start = time.process_time()
    extract(page(f"{ARTICLE}{tag}Buy now!</p>"), rules(".x"))
    assert time.process_time() - start < 3  # without care: ten and more


TAGS = (
    "p",
    "div",
    "b",
    "a",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "br",
    "pre",
    "code",
    "h1",
    "nav",
    "script",
    "x:y",
)
SIGNS = ("<!--", "-->", "&amp;", "&#0;", "<![CDATA[", "<?xml ", "<", ">", '<a href="', "</body></html>")
PIECES = (*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), *SIGNS)
MARKUP = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=40)


@given(MARKUP.map("".join))
def test_never_raises(markup: str) -> None:
    document = extract(markup, rules(".x", "p"))
    assert document.text or document.warnings
    assert document.text == document.text.strip("\n")
