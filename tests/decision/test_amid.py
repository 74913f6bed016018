"""The key `amid` of rules: below a line that is put between paragraphs the article may go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.decision.chain import State
from cleaner.decision.reading import Reading
from cleaner.decision.spared import spared
from cleaner.match import Matcher
from cleaner.rulebook import load
from cleaner.text import split

RULE = """kind = "ferry"
{file}
[[rule]]
name = "notice"
why = "A notice about the ferry timetable."
{rule}
equals.en = ["Ferry times notice"]
cuts.en = ["Ferry times notice"]
keeps.en = ["The ferry sails at nine."]
"""
TEXT = "\n\n".join((
    "The council agreed on Tuesday to repair the old harbour wall before the storms of winter come, said "
    "the mayor, who had asked for the money in spring and was told to wait until the ships had gone.",
    "Ferry times notice",
    "Work on the harbour wall will begin in the first week of March.",
))  # fmt: skip


@pytest.mark.parametrize(
    ("file", "rule", "amid"),
    [
        ("", "", False),
        ("amid = true", "", True),
        ("", "amid = true", True),
        ("amid = true", "amid = false", False),
    ],
    ids=["neither", "the kind", "the rule", "the rule, against its kind"],
)
def test_the_last_paragraph_is_spared_below_lines_put_between_paragraphs(
    file: str, rule: str, amid: bool, tmp_path: Path
) -> None:
    written = tmp_path / "ferry.toml"
    written.write_text(RULE.format(file=file, rule=rule), encoding="utf-8")
    pack = load([written], packaged=False)
    blocks = split(TEXT)
    marks = Matcher(pack).match(blocks)
    taken = Reading([State.BODY, State.INSERTED, State.TAIL], [(1, 3)])
    assert spared(blocks, marks, (), taken) == ({2} if amid else set())
