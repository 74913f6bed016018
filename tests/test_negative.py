"""Clean texts that tempt a careless rule: none may lose a character."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import HERE

from cleaner import Cleaner

TEXTS = sorted((HERE / "negative").glob("*--*.txt"))


def test_there_are_enough_of_them() -> None:
    languages = {path.name.split("--")[0] for path in TEXTS}
    assert len(TEXTS) >= 60
    assert len(languages) >= 10


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_clean_text_comes_back_untouched(path: Path, cleaner: Cleaner) -> None:
    text = path.read_text(encoding="utf-8")
    cleaned = cleaner.clean(text)
    assert [(cut.rule, cut.text.strip()) for cut in cleaned.removals] == []
    assert cleaned.body == text
