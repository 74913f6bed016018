"""What is given in place of a text is told; what may be a text is not."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.text import mistaken

MISTAKEN = {
    "an address": [
        "https://www.example.com/2024/03/story",
        " http://example.com\n",
        "www.example.com/story",
        "s3://bucket/crawl/page.html",
        "file:///home/me/page.html",
        "HTTPS://EXAMPLE.COM/A?b=c#d",
    ],
    "the name of a file": [
        "story.html",
        "path/to/file.html",
        "./a.txt",
        "../pages/a.htm",
        "/var/www/index.html",
        "~/scraped/a.txt",
        r"C:\Users\me\page.html",
        r"pages\a.html",
        "crawl/a.warc.gz",
        "rows.jsonl",
        "/my pages/one story.html",
        "größe/straße.html",
        "data/bodies.parquet\n",
    ],
    "starts with a tag": [
        "<p>Hello",
        "<br>Some words and no more",
        '<div class="a">One two three',
        "</p> and",
    ],
}
TEXTS = [
    "",
    "Hello",
    "The old ferry went back to work.",
    "See https://example.com/story for more.",
    "and/or",
    "1/2",
    "The file index.html was lost.",
    "They wrote https://example.com/a.\nThen they left.",
    "a < b",
    "<3 you",
    "He wrote a.txt, b.txt and c.txt.",
    "TCP/IP",
    "Use the <p> tag for paragraphs.",
    "www stands for little",
    "One/two\nstory.html",
    "<unknown> is what the form said.",
]


@pytest.mark.parametrize(("what", "text"), [(what, text) for what in MISTAKEN for text in MISTAKEN[what]])
def test_it_is_told(what: str, text: str) -> None:
    assert what in mistaken(text)
    cleaned = clean(text)
    assert mistaken(text) in cleaned.warnings
    assert cleaned.original == text
    assert mistaken(text) not in clean(text, html=what == "starts with a tag").warnings


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_a_text(text: str) -> None:
    assert not mistaken(text)
