"""Golden files: see `golden/cases.py`."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import render, strip
from conftest import HERE

CASES = sorted((HERE / "golden").glob("*--*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    golden = path.read_text(encoding="utf-8")
    assert render(path.name.split("--")[0], strip(golden)) == golden
