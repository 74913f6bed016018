"""The language of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.text import language_of

HERE = Path(__file__).parent
TESTS = HERE.parent
ARTICLES = {
    f"{path.parent.name}/{path.name}": (path.name[:2], path.read_text(encoding="utf-8"))
    for folder in ("negative", "dressed")
    for path in sorted((TESTS / folder).glob("*.txt"))
}
NOT_CERTAIN = {"negative/id--wawancara-penjaga-mercusuar.txt"}  # Malay has the same words


@pytest.mark.parametrize("name", ARTICLES)
def test_the_language_of_an_article(name: str) -> None:
    language, text = ARTICLES[name]
    assert language_of(text) == ("" if name in NOT_CERTAIN else language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Η γέφυρα έκλεισε.", "el"),
        ("橋が閉鎖された。", "ja"),
        ("大桥已经关闭。", "zh"),
        ("다리가 닫혔다.", "ko"),
        ("สะพานถูกปิด", "th"),
        ("הגשר נסגר.", "he"),
        ("ხიდი დაიხურა.", "ka"),
        ("Die Brücke ist seit Montag wegen der Risse in den Pfeilern für alle gesperrt.", "de"),
        ("The bridge has been closed to all since Monday because of the cracks in its piers.", "en"),
        ("Daraja hilo limefungwa kwa ajili ya nyufa za nguzo na watu wa kijiji hawana njia ya kwenda.", "sw"),
    ],
)
def test_a_sentence(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text", ["", " \n", "12:30 – 14.5 %", "Facebook Twitter WhatsApp", "Lorem Xyzzy Foo", "OK"]
)
def test_what_is_not_certain_is_not_guessed(text: str) -> None:
    assert language_of(text) == ""


def test_it_is_among_what_is_known_of_a_text(cleaner: Cleaner) -> None:
    language, text = ARTICLES["dressed/sk.txt"]
    cleaned = cleaner.clean(text, html=False)
    assert (cleaned.metadata["language"], cleaned.sources["language"]) == (language, "text")


@pytest.mark.parametrize(("tag", "told", "source"), [(' lang="de-AT"', "de", "<html>"), ("", "sk", "text")])
def test_what_a_page_says_of_itself_comes_first(cleaner: Cleaner, tag: str, told: str, source: str) -> None:
    _, text = ARTICLES["dressed/sk.txt"]
    body = "".join(f"<p>{line[2:]}</p>" for line in text.splitlines() if line.startswith("  "))
    cleaned = cleaner.clean(f"<html{tag}><body><article><h1>Most</h1>{body}</article></body></html>")
    assert cleaned.metadata["language"] == told
    assert cleaned.sources["language"].startswith(source)
