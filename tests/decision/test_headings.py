"""Headings of an article that say what menus and boxes say too: the paragraph below tells whose they are."""

from __future__ import annotations

import tomllib
from html import escape

import pytest
from conftest import HERE

from cleaner import Cleaner

STORY = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))
TAKEN_UP = {
    ("en", "Comments"): (
        "The keeper answers the comments of the fishermen on a slate beside the door, every evening."
    ),
    ("en", "Newsletter"): (
        "The newsletter of the harbour office was printed on the back of the tide table until the war."
    ),
    ("en", "Share"): (
        "Each fisherman has a share in the lamp, and nobody has sold his share since the storm of 1911."
    ),
    ("en", "Advertising"): (
        "Advertising was forbidden on the island until the council allowed it to pay for the paint."
    ),
    ("en", "Cookies"): (
        "The cookies of the island are baked with seaweed, and nobody from the mainland wants the recipe."
    ),
    ("de", "Kommentare"): (
        "Die Kommentare der Fischer stehen auf einer Tafel neben der Tür, und sonntags wischt sie sie ab."
    ),
    ("de", "Newsletter"): (
        "Der Newsletter des Hafenamts stand bis zum Krieg auf der Rückseite der Gezeitentafel, sagt sie."
    ),
    ("fr", "Commentaires"): (
        "Les commentaires des pêcheurs sont écrits sur une ardoise près de la porte, chaque soir."
    ),
    (
        "ja",
        "コメント",
    ): "漁師たちのコメントは扉のそばの黒板に書かれ、灯台守が毎晩それに答え、日曜日に消している。",
    ("zh", "评论"): "渔民们的评论写在门边的石板上，守塔人每天晚上逐条回答，到了星期天就把石板擦干净。",
}


@pytest.mark.parametrize(("language", "heading"), TAKEN_UP)
@pytest.mark.parametrize("form", ["text", "lines", "page"])
def test_a_heading_stays_that_the_paragraph_below_takes_up(
    language: str, heading: str, form: str, cleaner: Cleaner
) -> None:
    story, paragraph = STORY[language], TAKEN_UP[language, heading]
    first, *rest = story["paragraphs"]
    parts = [first, heading, paragraph, *rest]
    if form == "page":
        inside = "".join(
            f"<h2>{part}</h2>" if part == heading else f"<p>{escape(part)}</p>" for part in parts
        )
        page = f"<html lang={language}><title>{story['title']}</title><article>{inside}</article></html>"
        body = cleaner.clean(page, html=True).body
    else:
        body = cleaner.clean(("\n\n" if form == "text" else "\n").join(parts), html=False).body
    assert [line for line in body.split("\n") if line] == parts


@pytest.mark.parametrize(("language", "heading"), TAKEN_UP)
def test_the_same_heading_goes_below_the_article(language: str, heading: str, cleaner: Cleaner) -> None:
    story = STORY[language]
    text = "\n\n".join((*story["paragraphs"], heading, *story["pleas"][:2]))
    assert heading not in cleaner.clean(text, html=False).body.split("\n")
