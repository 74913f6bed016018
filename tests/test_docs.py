"""What README and docs/ say: commands print what is shown, links lead somewhere, README stays short."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import DOCUMENTS, ROOT, blocks, checked, commands, workplace

MOST_LINES = 150  # of README.md
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_print_what_is_shown(path: Path, tmp_path: Path) -> None:
    for _, said, right in checked(path.read_text(encoding="utf-8"), workplace(tmp_path)):
        assert said == right, "`python tests/docs.py` updates it"


def test_documents_show_commands() -> None:
    shown = [block for path in DOCUMENTS for block in blocks(path.read_text(encoding="utf-8"))]
    assert sum(len(list(commands(block.content))) for block in shown) >= 15


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target, heading in _LINK.findall(path.read_text(encoding="utf-8")):
        found = path.parent / target if target else path
        assert found.exists(), f"{target} is missing"
        if heading and found.suffix == ".md":
            titles = re.findall(r"^#+ (.*)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            names = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
            assert heading in names, f"{target} has no heading {heading}"


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= MOST_LINES
