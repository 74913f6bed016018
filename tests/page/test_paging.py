"""Which page of an article a page is: what its addresses tell."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from cleaner import Cleaner
from cleaner.page.paging import neighbours

AT = "https://herald.example"
BRIDGE = f"{AT}/bridge"


def read(html: str, url: str = BRIDGE) -> dict[str, str]:
    return {field: address for field, (address, _) in neighbours(document_fromstring(html), url).items()}


NEXT = {
    "a folder": (BRIDGE, "/bridge/2"),
    "a folder of pages": (BRIDGE, "/bridge/page/2/"),
    "a word in another language": (BRIDGE, "/bridge/seite-2"),
    "a parameter": (BRIDGE, "?page=2"),
    "a parameter among others": (f"{BRIDGE}?id=7", "?id=7&seite=2"),
    "a number in the file's name": (f"{BRIDGE}.html", "/bridge-2.html"),
    "a comma": (f"{BRIDGE}.html", "/bridge,2.html"),
    "the third": (f"{BRIDGE}/2", "/bridge/3"),
    "with and without www": (BRIDGE, "https://www.herald.example/bridge/2#start"),
}


@pytest.mark.parametrize(("url", "href"), NEXT.values(), ids=NEXT)
@pytest.mark.parametrize("html", ['<p><a href="{}">2</a></p>', '<link rel="next" href="{}"><p>x</p>'])
def test_the_next_page(url: str, href: str, html: str) -> None:
    assert set(read(html.format(href), url)) == {"next_page"}


NOT_NEXT = {
    "another article": '<link rel="next" href="/ferry"><a href="/ferry">Next</a>',
    "another article with a number": '<a href="/bridge-2">Bridge opens again</a>',
    "the next but one": '<a href="/bridge/3">3</a>',
    "the page itself": '<a href="/bridge">1</a><link rel="prev" href="/bridge">',
    "pages of comments": '<a href="/bridge/comment-page-2">2</a><a href="/bridge?page=2#comments">2</a>',
    "a print view": '<a href="/bridge?print=2">Print</a>',
    "a headline": '<a href="/bridge/2">How the bridge was built in the year of the flood</a>',
    "no address": '<a href="http://[bridge/2">2</a><a>2</a>',
}


@pytest.mark.parametrize("html", NOT_NEXT.values(), ids=NOT_NEXT)
def test_what_is_not_the_next_page(html: str) -> None:
    assert read(html) == {}


def test_days_are_no_pages() -> None:
    assert read('<a href="/2024/05/13">13</a>', f"{AT}/2024/05/12") == {}


def test_the_page_before() -> None:
    html = '<a href="/bridge">1</a> 2 <a href="/bridge/3">3</a>'
    assert read(html, f"{BRIDGE}/2") == {"previous_page": BRIDGE, "next_page": f"{BRIDGE}/3"}


def test_pages_that_count_from_nought_say_so_themselves() -> None:
    assert read('<link rel="next" href="?page=1"><a href="?page=1">2</a>') == {
        "next_page": f"{BRIDGE}?page=1"
    }


def test_a_page_without_an_address_has_what_it_says_itself() -> None:
    assert read('<link rel="next" href="?page=2"><a href="/bridge/3">3</a>', "") == {"next_page": "?page=2"}
    assert read('<link rel="next" href="/ferry">', "") == {}


def test_metadata_has_the_page_and_who_said_so() -> None:
    html = (
        f'<html><head><link rel="canonical" href="{BRIDGE}"></head><body><p>One. <a href="?page=2">2</a></p>'
    )
    cleaned = Cleaner().clean(html)
    assert cleaned.metadata["next_page"] == f"{BRIDGE}?page=2"
    assert cleaned.sources["next_page"] == "link"
