"""Sameness: what has nothing to do with an article changes nothing of it.

Clean texts of our own, in every language there are, go into twenty page skeletons, each in a dozen ways that
say the same. Of all words of prose at most one in a thousand may be lost over the skeletons, for each way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import HERE
from skeletons import SKELETONS, page

from cleaner import Cleaner
from cleaner.model import Shape
from cleaner.text import split

MOST_LOST = 0.001  # of the words of prose


class Article(NamedTuple):
    name: str
    language: str
    title: str
    paragraphs: list[str]  # prose alone: what else is lost is another matter


def _article(path: Path) -> Article:
    title, _, text = path.read_text(encoding="utf-8").strip().partition("\n")
    prose = [block.text for block in split(text) if block.shape is Shape.PROSE]
    language = path.stem.partition("--")[0]
    return Article(path.stem, language, title, [" ".join(part.split()) for part in prose])


def _of_all_languages() -> Iterator[Article]:
    for path in sorted((HERE / "negative").glob("*--*.txt")):
        article = _article(path)
        if len(article.paragraphs) >= 4:
            yield article


ARTICLES = list(_of_all_languages())
LANGUAGES = sorted({article.language for article in ARTICLES})
ONE_EACH = [next(a for a in ARTICLES if a.language == language) for language in LANGUAGES]

_AD = '<div class="ad-slot"><span>Advertisement</span></div>'
_JUNK = (
    "<p>Sign up for our newsletter and never miss a story.</p>",
    "<p><a href=/related>Read also: Ferry prices rise in March</a></p>",
    "<p>Follow us on Facebook, X and WhatsApp.</p>",
)


def plain(paragraphs: list[str]) -> str:
    return "\n".join(f"<p>{escape(part)}</p>" for part in paragraphs)


def a_wrapper_for_each(paragraphs: list[str]) -> str:
    return "".join(f'<div class="text-block"><p>{escape(part)}</p></div>' for part in paragraphs)


def three_wrappers_around(paragraphs: list[str]) -> str:
    return f'<div class="a"><div class="b"><section>{plain(paragraphs)}</section></div></div>'


def several_containers(paragraphs: list[str]) -> str:
    size = max(1, -(-len(paragraphs) // 4))
    pieces = [paragraphs[start : start + size] for start in range(0, len(paragraphs), size)]
    return _AD.join(f'<div class="article__content">{plain(piece)}</div>' for piece in pieces)


def names_of_a_machine(paragraphs: list[str]) -> str:
    return '<div class="x1a-9f">' + plain(paragraphs).replace("<p>", '<p class="_k3x9 sc-bdVaJa">') + "</div>"


def names_that_mislead(paragraphs: list[str]) -> str:
    return '<div class="widget-text meta-box">' + plain(paragraphs) + "</div>"


def divisions_for_paragraphs(paragraphs: list[str]) -> str:
    return "\n".join(f"<div>{escape(part)}</div>" for part in paragraphs)


def breaks_for_paragraphs(paragraphs: list[str]) -> str:
    return "<div>" + "<br><br>\n".join(map(escape, paragraphs)) + "</div>"


_TAGS = ("<b>{}</b>", '<a href="https://example.org/x">{}</a>', "<em>{}</em>", "<span>{}</span>")


def inline_tags(paragraphs: list[str]) -> str:
    """A word in bold, a linked one, one in italics and one in a span, and again."""
    tags = cycle(_TAGS)
    pieces = [re.split(r"(\s+)", escape(part)) for part in paragraphs]
    tagged = [
        [next(tags).format(word) if place % 6 == 2 else word for place, word in enumerate(words)]
        for words in pieces
    ]
    return "\n".join(f"<p>{''.join(words)}</p>" for words in tagged)


def wrapped_by_hand(paragraphs: list[str]) -> str:
    """Lines of the source that end after some sixty characters, where there are spaces."""
    lines = [re.sub(r"(.{60}\S*) ", "\\1\n", escape(part)) for part in paragraphs]
    return "\n".join(f"<p>\n{part}\n</p>" for part in lines)


def ads_between(paragraphs: list[str]) -> str:
    return _AD.join(f"<p>{escape(part)}</p>" for part in paragraphs)


def junk_before_the_last(paragraphs: list[str]) -> str:
    return plain(paragraphs[:-1]) + "".join(_JUNK) + plain(paragraphs[-1:])


WAYS: Mapping[str, Callable[[list[str]], str]] = {
    way.__name__.replace("_", " "): way
    for way in (
        plain, a_wrapper_for_each, three_wrappers_around, several_containers, names_of_a_machine,
        names_that_mislead, divisions_for_paragraphs, breaks_for_paragraphs, inline_tags, wrapped_by_hand,
        ads_between, junk_before_the_last,
    )
}  # fmt: skip
_IN_LONG = ("plain", "a wrapper for each", "several containers", "breaks for paragraphs")
_LENGTHS = (24, 240)


def _pairs(articles: list[Article]) -> list[tuple[str, Article]]:
    """Each article in a skeleton, each skeleton with an article."""
    number = max(len(SKELETONS), len(articles))
    return list(islice(zip(cycle(SKELETONS), cycle(articles), strict=False), number))


def _lost(cleaner: Cleaner, skeleton: str, article: Article, body: str) -> list[str]:
    """The paragraphs of an article that its page loses."""
    found = cleaner.clean(page(skeleton, article.title, body, article.language), html=True).body
    squeezed = "".join(found.split())
    return [part for part in article.paragraphs if "".join(part.split()) not in squeezed]


def _check(cleaner: Cleaner, way: str, pairs: list[tuple[str, Article]]) -> None:
    lost, total, where = 0, 0, list[str]()
    for skeleton, article in pairs:
        gone = _lost(cleaner, skeleton, article, WAYS[way](article.paragraphs))
        lost += sum(map(len, gone))
        total += sum(map(len, article.paragraphs))
        where += [f"{skeleton} ({article.name}): {part[:60]}" for part in gone]
    assert lost <= MOST_LOST * total, f"{lost / total:.2%} lost\n" + "\n".join(where)


def test_there_are_enough_of_them() -> None:
    assert len(SKELETONS) == 20
    assert len(ARTICLES) >= 60
    assert len(LANGUAGES) >= 15


@pytest.mark.parametrize("way", WAYS)
def test_an_article_is_the_same_however_it_is_marked_up(way: str, cleaner: Cleaner) -> None:
    _check(cleaner, way, _pairs(ONE_EACH))


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_article_in_every_skeleton(way: str, cleaner: Cleaner) -> None:
    _check(cleaner, way, [(skeleton, article) for skeleton in SKELETONS for article in ARTICLES])


def _long(paragraphs: int) -> Article:
    """An article of our English prose, two of its paragraphs in each, none twice."""
    parts = list(
        dict.fromkeys(p for article in ARTICLES if article.language == "en" for p in article.paragraphs)
    )
    pairs = [f"{part} {parts[7 * place % len(parts)]}" for place, part in enumerate(parts, 1)]
    assert len(set(pairs)) == len(pairs) >= paragraphs
    return Article("long", "en", "What the keeper of the lighthouse wrote down", pairs[:paragraphs])


@pytest.mark.parametrize("way", _IN_LONG)
def test_a_long_article_keeps_what_a_short_one_keeps(way: str, cleaner: Cleaner) -> None:
    """240 paragraphs like 24."""
    worse: list[str] = []
    for skeleton in SKELETONS:
        shares = []
        for article in map(_long, _LENGTHS):
            lost = _lost(cleaner, skeleton, article, WAYS[way](article.paragraphs))
            shares.append(len(lost) / len(article.paragraphs))
        if shares[1] > shares[0] + MOST_LOST:
            worse.append(
                f"{skeleton}: {shares[0]:.1%} lost of the short one, {shares[1]:.1%} of the long one"
            )
    assert not worse, "\n".join(worse)
