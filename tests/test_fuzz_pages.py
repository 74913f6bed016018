"""No page and no text makes cleaning raise, hang or lose anything: cut, doubled, sprinkled with odd signs.

`python tests/test_fuzz_pages.py SEED COUNT` cleans as many of both and prints the count.
"""

from __future__ import annotations

import random
import re
import sys
import time

import pytest
from conftest import SEEDS
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import rebuilt

from cleaner import Cleaner, DocumentError, load_rules, select_rules

CLEANER = Cleaner(select_rules(load_rules()))
PAGES = [path.read_bytes() for path in sorted((SEEDS / "raw").glob("*.html"))]
TEXTS = [path.read_bytes() for path in sorted((SEEDS / "raw").glob("*.txt"))]
TEXTS += [path.read_bytes() for path in sorted((SEEDS.parent / "tests" / "negative").glob("*.txt"))]
TAG = re.compile(rb"<[^<>]{1,200}>")
PIECES = (
    b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml ?>", b"&", b"&amp;", b"&#0;",
    b"&#xD800;", b"&bogus;", b"\x00", b"\x01", b"\xff\xfe", b"\xe2\xa0\x81\xe2\xa0\x82", b"<p>", b"</p>",
    b"<div>", b"</div>", b"</body></html>", b"<html><body>", b"<table><tr><td>", b"</table>", b"<script>",
    b"</script>", b"<style>", b"<noscript>", b"<template>", b"<svg><title>", b"<math>", b"<frameset>",
    b"<plaintext>", b"<textarea>", b"<pre>", b"<ruby><rt>", b"<li>", b"<a href='", b'<a href="http://[',
    b"<div hidden>", b'<p class="related">', b'<meta charset="utf-16">', b'<meta charset="nonsense">',
    b'<base href="//">', b'<script type="application/ld+json">{"@type": ["Article", {"author": 1}]}</script>',
    b'<script type="application/ld+json">{"@type": "Article", "articleBody": "<p>x", "url": [[]]}</script>',
    b'<x:y xmlns:x="z">', b"+ADw-script+AD4-", "\u2028\u202e\ufeff".encode(), b"a" * 300, b"<b>" * 50,
)  # fmt: skip


SIGNS = (
    b"\n", b"\n\n\n", b"\r", b"\r\n", b" " * 40, b"\t", b"\x00", b"\x1b[31m", b"\x85", b"\x1c", b"\xff\xfe",
    b"\xc3", b"<", b">", b"> ", b"> > ", b"&amp;", b"&#0;", b"**", b"_", b"`", b"```\n", b"# ", b"- ",
    b"1. ", b"| a | b |\n", b"---\n", b"[a](", b"](http://a.example)", b"![", b"{{", b"<p>", b"<!--",
    b"</body>", b"Advertisement\n", b"Read more: ", b"[Read more]", b"Related Articles\n",
    b"Share on Facebook\n", b"By Jane Doe\n", b"September 6, 2023\n", b"(Reuters) ",
    b"pic.twitter.com/aB3dE5 ", b"Subscribe to our newsletter. ", b"Photo: Jane Doe / Getty Images\n",
    b"Comments (3)\n", b"Tags: a, b\n", b"12:30\n", "\u2028".encode(), "\u202e".encode(), "\ufeff".encode(),
    "\u200b".encode(), "\u0301".encode() * 50, "\U0001f468\u200d".encode(), "漢字。".encode(),
    "ก".encode() * 20, "اقرأ أيضا: ".encode(), "“".encode(), "»".encode(), "…".encode(), b"\xed\xa0\x80",
    b"A" * 400, b"a." * 200,
)  # fmt: skip


def mutated_text(text: bytes, random_: random.Random) -> bytes | str:
    """A text after some of what happens to texts; now and then as a string with halves of surrogate pairs."""
    for _ in range(random_.randint(1, 8)):
        start = random_.randrange(len(text) + 1)
        end = min(len(text), start + random_.choice((1, 10, 100, 1000)))
        match random_.randrange(6):
            case 0:
                text = text[:start]
            case 1:
                text = text[:start] + text[end:]
            case 2:
                text = text[:start] + text[start:end] * random_.choice((2, 20)) + text[end:]
            case 3:
                text = text[:start] + random_.choice(TEXTS)[: end - start] + text[start:]
            case _:
                text = text[:start] + random_.choice(SIGNS) * random_.choice((1, 1, 1, 30)) + text[start:]
    return text.decode("utf-8", "surrogateescape") if random_.random() < 0.2 else text


def mutated(page: bytes, random_: random.Random) -> bytes:
    """A page after some of what happens to pages, or never should."""
    for _ in range(random_.randint(1, 8)):
        if not page:
            break
        start = random_.randrange(len(page))
        end = min(len(page), start + random_.choice((1, 10, 100, 1000)))
        match random_.randrange(6):
            case 0:
                page = page[:start]
            case 1:
                page = page[:start] + page[end:]
            case 2:
                page = page[:end] + page[start:end] * random_.randint(1, 5) + page[end:]
            case 3:
                page = page[:start] + random_.choice(PIECES) + page[start:]
            case 4:
                tags = list(TAG.finditer(page))
                if len(tags) > 1:
                    one, other = random_.choice(tags), random_.choice(tags)
                    page = page[: one.start()] + other[0] + page[one.end() :]
            case 5:
                page = page[:start] + random_.randbytes(end - start) + page[end:]
    return page


def check(content: bytes | str, *, html: bool | None = True) -> None:
    start = time.process_time()
    try:
        cleaned = CLEANER.clean(content, html=html)
    except DocumentError:  # no text: test_laws has what it says
        return
    assert time.process_time() - start < 10
    assert not html or cleaned.original or cleaned.warnings
    assert rebuilt(cleaned) == cleaned.original
    shown = "".join(cleaned.body[block.start : block.end] for block in cleaned.blocks)
    assert not cleaned.blocks or "".join(shown.split()) == "".join(cleaned.body.split())


def fuzz(seed: int, count: int) -> None:
    """As many pages and texts, each in turn."""
    random_ = random.Random(seed)
    for number in range(count):
        content: bytes | str
        if number % 2:
            content, html = mutated(random_.choice(PAGES), random_), True
        else:
            content, html = mutated_text(random_.choice(TEXTS), random_), random_.choice((None, False))
        try:
            check(content, html=html)
        except Exception as error:
            error.add_note(f"seed {seed}, document {number}: {content[:2000]!r}")
            raise


def test_mutated_pages_and_texts() -> None:
    fuzz(0, 400)


markup = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=30)), max_size=60).map(b"".join)


@given(markup)
@settings(max_examples=200, deadline=None)
def test_pieces_of_markup(page: bytes) -> None:
    check(page)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 11))
def test_a_hundred_thousand_mutated_pages_and_texts(seed: int) -> None:
    fuzz(seed, 10_000)


@pytest.mark.slow
@given(markup)
@settings(max_examples=20_000, deadline=None)
def test_many_pieces_of_markup(page: bytes) -> None:
    check(page)


if __name__ == "__main__":
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    for done in range(0, count, 500):
        fuzz(seed * 1_000 + done, min(500, count - done))
        print(f"{done + min(500, count - done):,} documents, none raised", flush=True)
