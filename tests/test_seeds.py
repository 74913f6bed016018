"""The seeds come out as expected, alone and as one batch."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SEEDS

from cleaner import Cleaner

RAW = sorted((SEEDS / "raw").iterdir())


def expected(raw: Path) -> str:
    return (SEEDS / "expected" / f"{raw.stem}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("raw", RAW, ids=lambda path: path.name)
def test_a_seed_comes_out_as_expected(raw: Path, cleaner: Cleaner) -> None:
    assert cleaner.clean(raw.read_bytes()).body.strip() == expected(raw).strip()


@pytest.mark.parametrize("raw", [path for path in RAW if path.suffix == ".txt"], ids=lambda path: path.name)
def test_a_clean_body_stays_as_it_is(raw: Path, cleaner: Cleaner) -> None:
    body = (SEEDS / "expected" / raw.name).read_text(encoding="utf-8")
    assert cleaner.clean(body).body == body
