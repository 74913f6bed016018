"""Dates that head the parts of an article stay, whatever they look like; the day it was published goes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence

import pytest
from conftest import HERE

from cleaner import Cleaner

STORIES = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))
# written in ways that different rules know
DATES = {
    "en": ["March 3, 2020", "April 7, 2020", "9 May 2021", "June 2022"],
    "de": ["3. März 2020", "7. April 2020", "09.05.2021", "12. Juni 2022"],
    "es": ["3 de marzo de 2020", "7 de abril de 2020", "09/05/2021", "12 de junio de 2022"],
    "fr": ["3 mars 2020", "7 avril 2020", "9 mai 2021", "12 juin 2022"],
    "it": ["3 marzo 2020", "7 aprile 2020", "9 maggio 2021", "12 giugno 2022"],
    "ja": ["2020年3月3日", "2020年4月7日", "2021.5.9", "2022年6月12日"],
    "pl": ["3 marca 2020", "7 kwietnia 2020", "9.05.2021", "12 czerwca 2022"],
    "ru": ["3 марта 2020", "7 апреля 2020", "09.05.2021", "12 июня 2022"],
}


def _beside(tag: str) -> Callable[[str, str], str]:
    return lambda date, prose: f"<{tag}>{date}</{tag}><p>{prose}</p>"


FRAMES: dict[str, Callable[[str, str], str]] = {
    **{tag: _beside(tag) for tag in ("h2", "h3", "h4", "p", "strong", "div")},
    "sections": lambda date, prose: f"<section><h3>{date}</h3><p>{prose}</p></section>",
    "a strong line": lambda date, prose: f"<p><strong>{date}</strong></p><p>{prose}</p>",
    "time": lambda date, prose: f"<h3><time>{date}</time></h3><p>{prose}</p>",
}


def _parts(language: str) -> Sequence[tuple[str, str]]:
    return list(zip(DATES[language], STORIES[language]["paragraphs"][:4], strict=True))


@pytest.mark.parametrize("language", DATES)
def test_a_text_keeps_them(language: str, cleaner: Cleaner) -> None:
    text = "\n\n".join(line for part in _parts(language) for line in part)
    assert cleaner.clean(text).body == text


@pytest.mark.parametrize("frame", FRAMES)
def test_a_page_keeps_them(frame: str, cleaner: Cleaner) -> None:
    for language, dates in DATES.items():
        told = "".join(FRAMES[frame](*part) for part in _parts(language))
        title = STORIES[language]["title"]
        page = f"<html lang={language}><title>{title}</title><article><h1>{title}</h1>{told}</article></html>"
        body = cleaner.clean(page).body
        assert [date for date in dates if date not in body] == [], language


@pytest.mark.parametrize("language", DATES)
def test_one_date_alone_goes(language: str, cleaner: Cleaner) -> None:
    (date, first), *others = _parts(language)
    told = "".join(f"<p>{prose}</p>" for _, prose in others)
    title = STORIES[language]["title"]
    page = f"<html><article><h1>{title}</h1><p>{date}</p><p>{first}</p>{told}</article></html>"
    assert date not in cleaner.clean(page).body
