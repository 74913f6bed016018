"""Who wrote an article and when, as pages of our own writing show it."""

from __future__ import annotations

import pytest
from prose import BRIDGE

from cleaner.page.metadata import Metadata, read_metadata
from cleaner.page.parse import parse

ARTICLE = "".join(f"<p>{sentence}</p>" for sentence in BRIDGE)
CARDS = "".join(
    f'<div class="related-card"><h3><a href="/{n}">A story</a></h3><span class="author">Eve Other</span>'
    f'<time datetime="2020-01-0{n}">x</time></div>'
    for n in range(1, 6)
)


def read(
    below: str = "", *, above: str = "", end: str = "", head: str = "", language: str = "en"
) -> Metadata:
    body = f"<main>{above}<h1>The bridge stays closed</h1>{below}{ARTICLE}{end}{CARDS}</main>"
    title = "<title>The bridge stays closed</title>"
    return read_metadata(parse(f"<html lang={language}><head>{title}{head}</head><body>{body}</body></html>"))


AUTHORS = {
    "rel": ('<a rel="author" href="/x">Jane Roe</a>', "rel=author"),
    "microdata": ('<span itemprop="author"><span itemprop="name">Jane Roe</span></span>', "itemprop=author"),
    "class": ('<div class="article-byline">By Jane Roe <span>12 March 2024</span></div>', "class"),
    "class in camel case": ('<div class="authorName">Jane Roe</div>', "class"),
    "BEM": ('<p class="story__author-name story__author-name--big">Jane Roe</p>', "class"),
    "page of the author": ('<p><a href="/authors/jane-roe">Jane Roe</a></p>', "link"),
    "Autor": ('<p><a href="/autor/jane-roe.html">Jane Roe</a></p>', "link"),
    "line": ("<p>By Jane Roe</p>", "line"),
    "line in German": ("<p>Von Jane Roe</p>", "line"),
    "two lines": ("<p>Von</p><p>Jane Roe</p>", "line"),
    "beside a role": ('<p class=author>Jane Roe<b class="author-title">Chief of the Sands</b></p>', "class"),
    "below a standfirst": (f'<p>{BRIDGE[0]}</p><p class="byline">Jane Roe</p>', "class"),
    "in parts": ('<a rel="author"><b>Jane</b><br><b>Roe</b></a>', "rel=author"),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "source"), AUTHORS.values(), ids=AUTHORS)
def test_authors_near_the_heading(markup: str, source: str) -> None:
    said = read(markup)
    assert (said.fields.get("author"), said.sources.get("author")) == ("Jane Roe", source)


def test_several_authors_in_elements_of_their_own() -> None:
    said = read('<div><a href="/author/jane">Jane Roe</a> and <a href="/author/max">Max Doe</a></div>')
    assert said.fields["author"] == "Jane Roe, Max Doe"


def test_who_reviewed_an_article_is_not_its_author() -> None:
    said = read(
        '<p><span class="author">Jane Roe</span></p><p>Reviewed by</p><p><b class="author">Max Doe</b></p>'
    )
    assert said.fields["author"] == "Jane Roe"


@pytest.mark.parametrize(
    "markup",
    [
        "",
        '<div class="comment"><span class="author">Jane Roe</span></div>',
        '<nav><a rel="author">Jane Roe</a></nav>',
        '<p class="author">Log in</p>',
        "<p>By the river it was cold.</p>",
        '<img class="author" alt="Jane Roe">',
    ],
)
def test_nobody_is_made_an_author(markup: str) -> None:
    assert "author" not in read(markup).fields


def test_a_box_about_the_author_at_the_end_tells_if_it_is_the_only_one() -> None:
    assert read(end='<div class="author-name">Jane Roe</div>').fields["author"] == "Jane Roe"


def test_what_is_declared_comes_first_but_for_the_site_itself() -> None:
    byline = '<p class="byline">By Jane Roe</p>'
    site = '<meta property="og:site_name" content="The Herald">'
    assert read(byline, head='<meta name="author" content="Max Doe">' + site).fields["author"] == "Max Doe"
    assert (
        read(byline, head='<meta name="author" content="The Herald">' + site).fields["author"] == "Jane Roe"
    )
    assert read("", head='<meta name="author" content="The Herald">' + site).fields["author"] == "The Herald"


DATES = {
    "time": ('<time datetime="2024-03-12T10:00+01:00">today</time>', "2024-03-12T10:00:00+01:00", "<time>"),
    "time without its attribute": ("<time>12 March 2024</time>", "2024-03-12", "<time>"),
    "microdata": ('<span itemprop="datePublished" content="2024-03-12">x</span>', "2024-03-12", "itemprop"),
    "class": ('<span class="post-date">12 March 2024, 10:00</span>', "2024-03-12T10:00:00", "class"),
    "line": ("<p>12 March 2024</p>", "2024-03-12", "line"),
    "line with a name": ("<p>By Jane Roe | March 12, 2024</p>", "2024-03-12", "line"),
    "published and updated": (
        "<p>Updated: 14 March 2024</p><p>Published: 12 March 2024</p>", "2024-03-12", "line",
    ),
    "updated alone": ("<p>Updated: 12 March 2024</p>", "2024-03-12", "line"),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "date", "source"), DATES.values(), ids=DATES)
def test_dates_near_the_heading(markup: str, date: str, source: str) -> None:
    said = read(markup)
    assert (said.fields.get("date"), said.sources.get("date")) == (date, source)


LANGUAGES = {
    "de": "Veröffentlicht am 12. März 2024 um 10:00 Uhr", "fr": "Publié le 12 mars 2024 à 10:00",
    "es": "Publicado el 12 de marzo de 2024, 10:00", "it": "Pubblicato il 12 marzo 2024 alle 10:00",
    "nl": "12 maart 2024 om 10:00", "pl": "12 marca 2024, 10:00", "ru": "12 марта 2024, 10:00",
    "tr": "12 Mart 2024 10:00", "no": "12. mars 2024 kl. 10:00", "ja": "2024年3月12日 10:00",
    "ko": "2024년 3월 12일 10:00", "zh": "2024年3月12日 10:00",
}  # fmt: skip


@pytest.mark.parametrize(("language", "line"), LANGUAGES.items(), ids=LANGUAGES)
def test_lines_with_a_date_in_many_languages(language: str, line: str) -> None:
    assert read(f"<p>{line}</p>", language=language).fields["date"] == "2024-03-12T10:00:00"


@pytest.mark.parametrize(
    "markup",
    ["<p>Available until 12 March 2024</p>", "<p>© 12 March 2024 The Herald</p>", "<p>Monday</p>"],
)
def test_other_dates_are_none_of_publication(markup: str) -> None:
    assert "date" not in read(markup).fields


def test_the_heading_in_a_menu_is_not_where_the_article_begins() -> None:
    crumbs = (
        '<nav class="breadcrumb"><h2>The bridge stays closed</h2></nav><p>By Eve Other</p>' + "<p>x</p>" * 9
    )
    assert read("<p>By Jane Roe</p>", above=crumbs).fields["author"] == "Jane Roe"
