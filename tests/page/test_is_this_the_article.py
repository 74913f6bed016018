"""Pages on which something else is longer than a short article: the article is the body, the other never.

`tempting.toml` holds what stands beside it; each frame prints that where pages do, under names that tell or
that mislead.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from html import escape
from typing import Any

import pytest
from conftest import HERE

from cleaner import Cleaner

TEMPTING: dict[str, dict[str, Any]] = tomllib.loads(
    (HERE / "page" / "tempting.toml").read_text(encoding="utf-8")
)
ARTICLES = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))
_MENU = "<nav><ul>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(6)) + "</ul></nav>"
_FOOTER = "<footer><ul><li><a href=/a>About</a></li><li><a href=/p>Privacy</a></li></ul></footer>"

# ARTICLE is the heading and the paragraphs, WRONG the other.
FRAMES = {
    "below, both without names": "<div>ARTICLE</div><div>WRONG</div>",
    "above, both without names": "<div>WRONG</div><div>ARTICLE</div>",
    "under a name that misleads": '<div class="x1">ARTICLE</div><div class="content">WRONG</div>',
    "above, under a name that misleads": '<div class="main-text">WRONG</div><div class="x1">ARTICLE</div>',
    "below in one element": "<main>ARTICLE<section>WRONG</section></main>",
    "the heading elsewhere": '<div class="top"><h1>TITLE</h1></div><div>PARAGRAPHS</div><div>WRONG</div>',
    "in a column": '<table><tr><td width="20%">WRONG</td><td>ARTICLE</td></tr></table>',
    "in a section": '<section class="hero">ARTICLE</section><section class="block">WRONG</section>',
}


def paragraphs(parts: list[str]) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in parts)


def wrong(language: str, kind: str) -> str:
    parts = TEMPTING[language][kind]
    if kind == "teasers":
        return "".join(
            f'<article><h2><a href="/{n}">{escape(part[:40])}</a></h2><p>{escape(part)}</p></article>'
            for n, part in enumerate(parts)
        )
    if kind == "comments":
        return "".join(
            f'<div class="reply"><b>reader {n}</b><p>{escape(p)}</p></div>' for n, p in enumerate(parts)
        )
    if kind == "biography":
        return f"<h3>{escape(ARTICLES[language]['name'])}</h3>{paragraphs(parts)}"
    return paragraphs(parts)


def page(language: str, frame: str, parts: list[str], beside: str) -> str:
    title, said = ARTICLES[language]["title"], TEMPTING[language]["description"]
    heading = f"<h1>{escape(title)}</h1>"
    body = FRAMES[frame].replace("WRONG", beside).replace("ARTICLE", heading + paragraphs(parts))
    body = body.replace("TITLE", escape(title)).replace("PARAGRAPHS", paragraphs(parts))
    return (
        f'<html lang="{language}"><head><title>{escape(title)} | Island Post</title>'
        f'<meta property="og:title" content="{escape(title)}"><meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="{escape(TEMPTING[language]["site"])}">'
        f'<meta name="description" content="{escape(said)}"></head><body>{_MENU}{body}{_FOOTER}</body></html>'
    )


def cases() -> Iterator[tuple[str, str]]:
    for language, kinds in TEMPTING.items():
        yield from ((language, kind) for kind in kinds if kind not in ("site", "description"))


def test_there_are_enough_of_them() -> None:
    assert len(list(cases())) >= 25
    assert len(FRAMES) == 8


@pytest.mark.parametrize("frame", FRAMES)
def test_the_article_is_the_body(frame: str, cleaner: Cleaner) -> None:
    """All of it, and in nineteen of twenty pages nothing of what stands beside."""
    lost, left = list[str](), list[str]()
    for number, (language, kind) in enumerate(cases()):
        parts = ARTICLES[language]["paragraphs"][: 2 + number % 3]
        body = cleaner.clean(page(language, frame, parts, wrong(language, kind)), html=True).body
        lost += [part for part in parts if part not in body]
        left += [f"{language}: {kind}"] * any(part in body for part in TEMPTING[language][kind])
    assert lost == []
    assert len(left) <= len(list(cases())) / 20, left


@pytest.mark.parametrize("language", ["en", "de", "ru", "zh"])
def test_what_speaks_of_the_title_comes_back(language: str, cleaner: Cleaner) -> None:
    """Where extractors take a text three times as long, under a name that misleads."""
    parts = ARTICLES[language]["paragraphs"][:2]
    beside = wrong(language, "legal") + wrong(language, "about")
    frame = "above, under a name that misleads"
    cleaned = cleaner.clean(page(language, frame, parts, beside), html=True)
    assert cleaned.body.strip().split("\n\n") == parts
    assert not cleaned.suspicious


def test_a_body_that_never_speaks_of_its_title_is_doubted(cleaner: Cleaner) -> None:
    said = page("en", "below, both without names", [], wrong("en", "legal"))
    assert any("title" in warning for warning in cleaner.clean(said, html=True).warnings)
    said = page("en", "below, both without names", ARTICLES["en"]["paragraphs"], "")
    assert cleaner.clean(said, html=True).warnings == ()


def test_an_article_in_two_containers_keeps_both(cleaner: Cleaner) -> None:
    """Though the second has not a word of the title."""
    parts = ARTICLES["en"]["paragraphs"][:2]
    more = TEMPTING["en"]["teasers"]
    for name in ("story-text", "x1"):
        halves = f'<div class="{name}">{paragraphs(parts)}</div><div class="{name}">{paragraphs(more)}</div>'
        said = page("en", "the heading elsewhere", [], halves)
        body = cleaner.clean(said, html=True).body
        assert [part for part in (*parts, *more) if part not in body] == []


# FIRST is what speaks of the title, SECOND what never does.
PARTS = {
    "a section": "<article>HEADING FIRST<section><h2>The rest</h2>SECOND</section></article>",
    "a section of a box": '<div class="x1">HEADING FIRST<section><h2>Rest</h2>SECOND</section></div>',
    "sections alone": "<article>HEADING<section><h2>One</h2>FIRST</section><section><h2>Two</h2>SECOND"
    "</section></article>",
    "a box": "<article>HEADING FIRST<div>SECOND</div></article>",
    "a box above": '<article>HEADING<div class="lead">SECOND</div><div class="rest">FIRST</div></article>',
    "a builder's box": '<div class="entry-content">HEADING FIRST<div class="group">SECOND</div></div>',
    "a short box": '<div class="x1">HEADING FIRST FIRST<div class="x2">SECOND</div></div>',
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", list(TEMPTING))
def test_a_part_of_the_article_need_not_speak_of_the_title(
    language: str, part: str, cleaner: Cleaner
) -> None:
    first, second = ARTICLES[language]["paragraphs"], TEMPTING[language]["teasers"][:2]
    body = PARTS[part].replace("FIRST", paragraphs(first), 1).replace("FIRST", paragraphs(first[::-1]))
    body = body.replace("SECOND", paragraphs(second)).replace("HEADING", "<h1>TITLE</h1>")
    said = page(language, "the heading elsewhere", [], "")
    start, end = said.index('<div class="top">'), said.index(_FOOTER)
    said = said[:start] + body.replace("TITLE", escape(ARTICLES[language]["title"])) + said[end:]
    cleaned = cleaner.clean(said, html=True)
    assert [one for one in (*first, *second) if one not in cleaned.body] == []
