"""No page makes cleaning raise, hang or lose anything: pages cut, doubled and sprinkled with markup."""

from __future__ import annotations

import random
import re
import time

import pytest
from conftest import SEEDS
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import rebuilt

from cleaner import Cleaner, DocumentError, load_rules, select_rules

CLEANER = Cleaner(select_rules(load_rules()))
PAGES = [path.read_bytes() for path in sorted((SEEDS / "raw").glob("*.html"))]
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


def check(page: bytes) -> None:
    start = time.process_time()
    try:
        cleaned = CLEANER.clean(page, html=True)
    except DocumentError:  # no text: test_laws has what it says
        return
    assert time.process_time() - start < 10
    assert cleaned.original or cleaned.warnings
    assert rebuilt(cleaned) == cleaned.original
    shown = "".join(cleaned.body[block.start : block.end] for block in cleaned.blocks)
    assert not cleaned.blocks or "".join(shown.split()) == "".join(cleaned.body.split())


def fuzz(seed: int, count: int) -> None:
    random_ = random.Random(seed)
    for number in range(count):
        page = mutated(random_.choice(PAGES), random_)
        try:
            check(page)
        except Exception as error:
            error.add_note(f"seed {seed}, page {number}: {page[:2000]!r}")
            raise


def test_mutated_pages() -> None:
    fuzz(0, 300)


markup = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=30)), max_size=60).map(b"".join)


@given(markup)
@settings(max_examples=200, deadline=None)
def test_pieces_of_markup(page: bytes) -> None:
    check(page)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 9))
def test_many_mutated_pages(seed: int) -> None:
    fuzz(seed, 10_000)


@pytest.mark.slow
@given(markup)
@settings(max_examples=20_000, deadline=None)
def test_many_pieces_of_markup(page: bytes) -> None:
    check(page)
