"""Sites of twenty pages in several languages, made up: stories of their own between what a site prints.

A page knows which of its lines are the article and which are the site's. Some of what the articles say recurs
as well: sub-headings, a passage that two stories quote, a story that two pages print.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PAGES = 20


class Voice(NamedTuple):
    """The words of a language, and what a site in it prints."""

    words: str
    stop: str
    gap: str  # between words
    months: list[str]
    names: list[str]
    menu: list[str]  # a row above each article
    stamp: str  # {day} {month} {year}
    by: str  # {name}
    plea: str  # a paragraph among those of the article
    more: str  # above titles of other pages
    footer: list[str]
    headings: list[str]  # of parts of the articles
    list_heading: str  # of a list at the article's end


class Page(NamedTuple):
    text: str
    article: list[str]
    furniture: list[str]  # what recurs: the site's own lines
    titles: list[str]  # of other pages


_SAID = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
VOICES = {language: Voice(**said) for language, said in _SAID.items()}


def site(language: str, pages: int = PAGES, seed: int = 1) -> list[Page]:
    """The pages of a site."""
    chance, voice = random.Random(seed), VOICES[language]
    titles = [_words(voice, chance, 5) for _ in range(pages)]
    quoted = [_paragraph(voice, chance) for _ in range(2)]
    made = [_page(voice, chance, number, titles, quoted) for number in range(pages)]
    first, menu = made[0], set(made[0].furniture)
    again = [line for line in first.article if line not in menu]  # the last page prints the first one's story
    made[-1] = _page(voice, chance, 0, titles, quoted, again)
    return made


def _page(
    voice: Voice, chance: random.Random, number: int, titles: Sequence[str], quoted: Sequence[str],
    story: Sequence[str] = (),
) -> Page:  # fmt: skip
    stamp = voice.stamp.format(
        day=chance.randint(1, 28), month=chance.choice(voice.months), year=chance.choice((2024, 2025))
    )
    above = [*voice.menu]
    below_title = [stamp, voice.by.format(name=chance.choice(voice.names))]
    others = chance.sample([title for title in titles if title != titles[number]], 3)
    article = list(story) or [titles[number], *_story(voice, chance, number, quoted)]
    middle = len(article) // 2
    lines = [
        *above, article[0], *below_title, *article[1:middle], voice.plea, *article[middle:],
        voice.more, *others, *voice.footer,
    ]  # fmt: skip
    furniture = [*above, *below_title, voice.plea, voice.more, *voice.footer]
    return Page("\n\n".join(lines) + "\n", article, furniture, others)


def _story(voice: Voice, chance: random.Random, number: int, quoted: Sequence[str]) -> list[str]:
    parts = [_paragraph(voice, chance) for _ in range(7)]
    parts[2:2] = [voice.headings[0]] * (number % 2 == 0)
    parts[5:5] = [voice.headings[1]] * (number % 3 == 0)
    if number in (4, 5):
        parts[3:3] = quoted
    if number % 2:
        things = [_words(voice, chance, 2) for _ in range(3)]
        parts += [voice.list_heading, *things, _paragraph(voice, chance)]
    return parts


def _paragraph(voice: Voice, chance: random.Random) -> str:
    gap = "" if voice.gap == "と" else " "
    return gap.join(_words(voice, chance, 14) + voice.stop for _ in range(3))


def _words(voice: Voice, chance: random.Random, number: int) -> str:
    text = voice.gap.join(chance.choice(voice.words.split()) for _ in range(number))
    return text[0].upper() + text[1:]
