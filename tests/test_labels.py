"""What buttons, headings and notices say in 34 languages: each goes from the end of a clean text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from test_lines import PROSE

from cleaner import Cleaner

HERE = Path(__file__).parent
LABELS = tomllib.loads((HERE / "labels" / "labels.toml").read_text(encoding="utf-8"))
LEFT = 3  # labels of a language that say too little by themselves, such as “What do you think?”
AT_HEAD = 3  # labels of a language that may as well be the heading of the article below


def _article(language: str) -> list[str]:
    if language in PROSE:
        return list(PROSE[language])
    others = tomllib.loads((HERE / "labels" / "prose.toml").read_text(encoding="utf-8"))
    dressed = HERE / "dressed" / f"{language}.txt"
    return others.get(language) or [
        line[2:] for line in dressed.read_text(encoding="utf-8").splitlines() if line.startswith("  ")
    ]


@pytest.mark.parametrize("language", LABELS)
def test_a_label_below_a_clean_text_goes(language: str, cleaner: Cleaner) -> None:
    article = _article(language)
    left = []
    for label in (label for kind in LABELS[language].values() for label in kind):
        body = cleaner.clean("\n\n".join([*article, label]), html=False).body
        assert body.startswith("\n\n".join(article))
        left += [label] if label in body.split("\n") else []
    assert len(left) < LEFT, left


@pytest.mark.parametrize("language", LABELS)
def test_words_of_the_menu_above_a_clean_text_go(language: str, cleaner: Cleaner) -> None:
    article = _article(language)
    words = [*LABELS[language]["navigation"], *LABELS[language]["share"], *LABELS[language]["ads"]]
    texts = {word: "\n\n".join([word, *article]) for word in words}
    left = [word for word, text in texts.items() if word in cleaner.clean(text, html=False).body.split("\n")]
    assert len(left) < AT_HEAD, left
