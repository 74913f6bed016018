"""An article in each language, with what pages print around it: the article stays, the rest goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner

FOLDER = Path(__file__).parent / "dressed"
DRESSED = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
ALONE_LEFT = 1  # lines of a language that say too little without others beside them


def _lines(language: str, mark: str) -> list[str]:
    return [line[2:] for line in DRESSED[language].splitlines() if line.startswith(mark)]


@pytest.mark.parametrize("language", DRESSED)
def test_what_pages_print_around_it_goes(language: str, cleaner: Cleaner) -> None:
    dressed = "\n\n".join(line[2:] for line in DRESSED[language].splitlines())
    body = cleaner.clean(dressed, html=False).body
    left = [line for line in _lines(language, "- ") if line in body.split("\n")]
    assert not left
    assert body == "\n\n".join(_lines(language, "  "))


@pytest.mark.parametrize("language", DRESSED)
def test_a_line_alone_goes_too(language: str, cleaner: Cleaner) -> None:
    """Beside nothing else that is junk: at its head, its end, or between its paragraphs, as it is printed."""
    article = _lines(language, "  ")
    left = []
    lines = DRESSED[language].splitlines()
    for number, line in enumerate(lines):
        if not line.startswith("- "):
            continue
        before = [other[2:] for other in lines[:number] if other.startswith("  ")]
        text = "\n\n".join([*before, line[2:], *article[len(before) :]])
        if line[2:] in cleaner.clean(text, html=False).body:
            left.append(line[2:])
    assert len(left) <= ALONE_LEFT, left


@pytest.mark.parametrize("language", DRESSED)
def test_the_article_alone_is_untouched(language: str, cleaner: Cleaner) -> None:
    article = "\n\n".join(_lines(language, "  "))
    assert cleaner.clean(article, html=False).body == article
