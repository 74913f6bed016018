"""What pages say of themselves, in all the ways they do."""

from __future__ import annotations

import json

import pytest
from lxml.html import document_fromstring

from cleaner.page.metadata import SOURCES, Metadata, read_metadata


def read(head: str, body: str = "<p>x</p>", *, html: str = "", url: str = "") -> dict[str, str]:
    return whole(head, body, html=html, url=url).fields


def whole(head: str, body: str = "<p>x</p>", *, html: str = "", url: str = "") -> Metadata:
    tree = document_fromstring(f"<html {html}><head>{head}</head><body>{body}</body></html>")
    return read_metadata(tree, url)


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("head", "metadata"),
    [
        ("", {}),
        ("<title>Bridge closed</title>", {"title": "Bridge closed"}),
        ('<meta property="og:title" content="Fish &amp;amp; chips">', {"title": "Fish & chips"}),
        ('<meta name="author" content="By Jane Roe">', {"author": "Jane Roe"}),
        (
            '<meta name="author" content="Jane Roe"><meta name="author" content="Max Doe">',
            {"author": "Jane Roe, Max Doe"},
        ),
        ('<meta property="article:author" content="https://example.org/jane">', {}),
        ('<meta property="og:site_name" content=" The  Herald ">', {"sitename": "The Herald"}),
        (
            '<meta property="article:published_time" content="2023-09-06T10:00:00+02:00">',
            {"date": "2023-09-06T10:00:00+02:00"},
        ),
        (
            '<meta name="date" content="Wed, 06 Sep 2023 10:00:00 GMT">',
            {"date": "2023-09-06T10:00:00+00:00"},
        ),
        ('<meta name="date" content="20230906">', {"date": "2023-09-06"}),
        ('<meta name="date" content="last week">', {}),
        ('<meta name="date" content="2023-13-06">', {}),
        ('<link rel="canonical" href="https://example.org/a">', {"url": "https://example.org/a"}),
        ('<link rel="canonical" href="http://[bad">', {}),
        ('<meta name="description" content="Works begin.">', {"description": "Works begin."}),
        (
            '<meta property="og:image" content="https://example.org/a.jpg">',
            {"image": "https://example.org/a.jpg"},
        ),
        ('<meta property="og:locale" content="pt_BR">', {"language": "pt"}),
        ('<meta name="description" content=""><meta>', {}),
        (
            '<meta property="article:modified_time" content="2023-09-07T10:00:00Z">',
            {"modified": "2023-09-07T10:00:00+00:00"},
        ),
        ('<meta property="article:section" content="Town">', {"section": "Town"}),
        (
            '<meta property="article:tag" content="bridge"><meta property="article:tag" content="river">',
            {"tags": "bridge, river"},
        ),
        ('<meta name="keywords" content="bridge,  river, bridge,">', {"tags": "bridge, river"}),
        (f'<meta name="author" content="{"x" * 300}">', {}),
    ],
)
def test_heads(head: str, metadata: dict[str, str]) -> None:
    assert read(head) == metadata


@pytest.mark.parametrize(
    ("data", "metadata"),
    [
        ('{"@type": "NewsArticle", "headline": "Bridge closed"}', {"title": "Bridge closed"}),
        ('{"@type": ["X", "BlogPosting"], "name": "Bridge closed"}', {"title": "Bridge closed"}),
        (
            '[{"@type": "Article", "author": [{"name": "Jane Roe"}, "Max Doe"]}]',
            {"author": "Jane Roe, Max Doe"},
        ),
        (
            '{"@graph": [{"@type": "Article", "author": {"@id": "#j"}}, {"@id": "#j", "name": "Jane Roe"}]}',
            {"author": "Jane Roe"},
        ),
        ('{"@type": "Article", "publisher": {"name": "The Herald"}}', {"sitename": "The Herald"}),
        (
            '{"@type": "Article", "datePublished": "2023-09-06T10:00Z", "inLanguage": "en-GB"}',
            {"date": "2023-09-06T10:00:00+00:00", "language": "en"},
        ),
        (
            '{"@type": "Article", "image": {"url": "https://example.org/a.jpg"}}',
            {"image": "https://example.org/a.jpg"},
        ),
        ('{"@type": "WebPage", "datePublished": "2023-09-06", "author": "Nobody"}', {"date": "2023-09-06"}),
        (
            '{"@type": "Article", "dateModified": "2023-09-07", "articleSection": "Town"}',
            {"modified": "2023-09-07", "section": "Town"},
        ),
        (
            '{"@type": "Article", "keywords": ["a", "b"]}',
            {"tags": "a, b"},
        ),
        ('{"@type": "Organization", "name": "The Herald", "url": "https://example.org"}', {}),
        ('{"@type": "Article", "headline": "Line\nbreak"};', {"title": "Line break"}),
        ('{"@type": "Article", "headline": ', {}),
        ('"text"', {}),
        ("[" * 100_000, {}),
        ('{"@graph":' * 5000 + "1" + "}" * 5000, {}),
    ],
)
def test_linked_data(data: str, metadata: dict[str, str]) -> None:
    assert read(linked(data)) == metadata


def test_articles_are_believed_before_pages_and_linked_data_before_the_rest() -> None:
    page = '{"@type": "WebPage", "name": "Page", "datePublished": "2020-01-01"}'
    article = '{"@type": "Article", "headline": "Bridge closed", "datePublished": "2023-09-06"}'
    head = linked(f"[{page}, {article}]") + '<meta property="og:title" content="Bridge closed, says council">'
    assert read(head) == {"title": "Bridge closed", "date": "2023-09-06"}


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Bridge closed - The Herald</title>", "<h1>Bridge closed</h1>", "Bridge closed"),
        ("<title>Bridge closed | The Herald</title>", "<p>x</p>", "Bridge closed | The Herald"),
        (
            '<title>Bridge closed | The Herald</title><meta property="og:site_name" content="The Herald">',
            "",
            "Bridge closed",
        ),
        (
            "<title>Bridge closed</title>",
            "<h1>The Herald</h1><h1>Bridge closed for winter</h1>",
            "Bridge closed for winter",
        ),
        (
            '<title>The Herald: bridge closed</title><meta property="og:site_name" content="The Herald">',
            "<h1>The Herald</h1>",
            "The Herald: bridge closed",
        ),
        ("", "<h1>Bridge <i>closed</i></h1>", "Bridge closed"),
        ("", "<h1>One</h1><h1>Two</h1>", ""),
        ("", "<svg><title>icon</title></svg>", ""),
    ],
)
def test_titles(head: str, body: str, title: str) -> None:
    assert read(head, body).get("title", "") == title


@pytest.mark.parametrize(
    ("body", "url", "date"),
    [
        ('<time datetime="2023-09-06T10:00">today</time>', "", "2023-09-06T10:00:00"),
        (
            '<time datetime="2022-01-01">a</time><time class="published" datetime="2023-09-06">b</time>',
            "",
            "2023-09-06",
        ),
        ("<time>6 September</time>", "", ""),
        ("", "https://example.org/2023/09/06/bridge", "2023-09-06"),
        ("", "https://example.org/2023/19/06/bridge", ""),
        ("", "", ""),
    ],
)
def test_dates_of_the_page(body: str, url: str, date: str) -> None:
    assert read("", body, url=url).get("date", "") == date


DATES = {
    "2023-09-06": "2023-09-06",
    "20230906": "2023-09-06",
    "2023/09/06": "2023-09-06",
    "2023-09-06T10:00": "2023-09-06T10:00:00",
    "2023-09-06 10:00:05": "2023-09-06T10:00:05",
    "2023-09-06T10:00:05.123Z": "2023-09-06T10:00:05+00:00",
    "20230906T100005Z": "2023-09-06T10:00:05+00:00",
    "2023-09-06T10:00:05+02:00": "2023-09-06T10:00:05+02:00",
    "2023-09-06T10:00:05+0530": "2023-09-06T10:00:05+05:30",
    "2023-09-06 10:00:05 -03": "2023-09-06T10:00:05-03:00",
    "2023-09-06 10:00 UTC": "2023-09-06T10:00:00+00:00",
    "2023-09-06T25:00": "2023-09-06",
    "2023-09-06T10:00:00+99:00": "2023-09-06",
    "Wed, 06 Sep 2023 10:00:00 GMT": "2023-09-06T10:00:00+00:00",
    "Wed, 06 Sep 2023 10:00:00 -0400": "2023-09-06T10:00:00-04:00",
    "6 Sep 2023 10:00": "2023-09-06T10:00:00",
    "March 3, 2024 5:00 pm": "2024-03-03T17:00:00",
    "12:15 am March 3, 2024": "2024-03-03T00:15:00",
    "4. März 2024": "2024-03-04",
    "04/03/2024": "",
    "2023-13-06": "",
    "0001-01-01T00:00:00Z": "",
    "Mon, 99 Sep 2023 10:00:00": "",
    "last week": "",
}


@pytest.mark.parametrize(("said", "date"), DATES.items())
def test_dates_keep_what_is_told_of_the_time(said: str, date: str) -> None:
    assert read(f'<meta name="date" content="{said}">').get("date", "") == date


def test_the_page_s_language_and_addresses_within_the_site() -> None:
    head = '<meta property="og:image" content="/a.jpg"><meta property="og:locale" content="en_US">'
    found = read(head, html='lang="de-AT"', url="https://example.org/b/c")
    assert found == {"language": "de", "image": "https://example.org/a.jpg"}


def test_every_field_has_its_source() -> None:
    head = (
        linked('{"@type": "Article", "datePublished": "2023-09-06", "articleBody": "All of it."}')
        + '<title>Bridge closed</title><meta property="og:image" content="https://example.org/a.jpg">'
    )
    found = whole(head, "<h1>Bridge closed</h1>", html="lang=en")
    assert found.sources == {
        "title": "<h1>", "date": "ld:datePublished", "language": "<html>", "image": "og:image",
    }  # fmt: skip
    assert found.fields.keys() == found.sources.keys()
    assert found.body == "All of it."
    assert whole("", '<time datetime="2023-09-06">x</time>').sources == {"date": "<time>"}
    assert whole("", url="https://example.org/2023/09/06/bridge").sources == {"date": "address"}


VALUES = {
    "date": "2023-09-06", "modified": "2023-09-07", "url": "https://example.org/a", "language": "en",
    "image": "https://example.org/a.jpg", "author": "Jane Roe", "tags": "bridge, river",
}  # fmt: skip


@pytest.mark.parametrize(("field", "source"), [(f, s) for f, sources in SOURCES.items() for s in sources])
def test_every_source_is_read_and_named(field: str, source: str) -> None:
    value, html = VALUES.get(field, "Bridge closed"), ""
    if source.startswith("ld:"):
        head = linked(json.dumps({"@type": "Article", source.removeprefix("ld:"): value}))
    elif source == "<html>":
        head, html = "", f'lang="{value}"'
    elif source == "<title>":
        head = f"<title>{value}</title>"
    elif source == "canonical":
        head = f'<link rel="canonical" href="{value}">'
    else:
        head = f'<meta name="{source}" content="{value}">'
    found = whole(head, html=html)
    assert (found.fields[field], found.sources[field]) == (value, source)


@pytest.mark.parametrize(("value", "paid"), [("false", True), ('"False"', True), ("true", False)])
def test_whether_an_article_is_to_be_paid_for(value: str, paid: bool) -> None:
    found = whole(linked(f'{{"@type": "NewsArticle", "isAccessibleForFree": {value}}}'))
    assert (found.paid, found.types) == (paid, "NewsArticle")
