"""The languages of phrases: which documents' languages have none, and how many phrases each language has."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from conftest import HERE

from cleaner import load_rules
from cleaner.rulebook import phrase_table, without_phrases

GUIDE = HERE.parent / "docs" / "add-a-language.md"


@pytest.mark.parametrize(
    ("languages", "told"),
    [
        ({}, {}),
        ({"en": 3, "pt-BR": 2, "zh_Hant": 1, "DE": 1}, {}),
        ({"nb": 1, "nn-NO": 2}, {}),
        ({"sw": 2, "en": 5}, {"Swahili": 2}),
        ({"sw": 2, "sw-KE": 1}, {"Swahili": 3}),
        ({"haw": 1, "mt": 4}, {"Hawaiian": 1, "Maltese": 4}),
        ({"xx-none": 1}, {"xx-none": 1}),
    ],
)
def test_languages_without_phrases(languages: Mapping[str, int], told: Mapping[str, int]) -> None:
    assert without_phrases(load_rules(), languages) == told


def test_the_guide_has_the_numbers_of_phrases() -> None:
    """Made by `python tests/rulebook/test_languages.py`."""
    assert phrase_table(load_rules()) in GUIDE.read_text(encoding="utf-8")


def test_no_language_is_without_phrases_of_a_common_kind() -> None:
    assert "| 0 |" not in phrase_table(load_rules())


if __name__ == "__main__":
    before, rest = GUIDE.read_text(encoding="utf-8").split("\n| language | ", 1)
    after = rest.partition("\n\n")[2]
    GUIDE.write_text(f"{before}\n{phrase_table(load_rules())}\n\n{after}", encoding="utf-8")
