"""The table of features: names, sizes and codes of one row belong together, whatever the document."""

from __future__ import annotations

import pytest
from conftest import SEEDS
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.decision import fields
from cleaner.decision.evidence import TABLE, Feature, evidence, templates
from cleaner.decision.features import NONE
from cleaner.decision.weights import packaged_weights
from cleaner.match import Matcher
from cleaner.model import Block, Mark
from cleaner.text.blocks import split

KINDS = packaged_weights().chain.kinds
TEMPLATES = templates(KINDS)
MATCHER = Matcher(Cleaner().rules)

LINES = st.sampled_from(
    (
        "Share", "Related Articles", "Read more: The harbour wall", "3 Comments", "© 2024 The Mill", "",
        "By Ada Okafor", "4 March 2024", "Sign up to our newsletter", "About the author", "“Yes,” he said.",
        "港は静かだった。", "a@b.example | www.example.org", "HARBOUR", "- one", "17", "Photo: Ana Lima (AP)",
        "The harbour was quiet before the first boats of the fleet came back around noon on Sunday.",
        "Before the ferry left the harbour, its crew counted the passengers twice, as the rules demand.",
    )
)  # fmt: skip


def read(text: str) -> tuple[list[Block], list[list[Mark]]]:
    blocks = split(text)
    return blocks, MATCHER.match(blocks)


@given(st.lists(LINES, max_size=120).map("\n".join))
def test_every_code_is_one_of_its_row(text: str) -> None:
    blocks, marks = read(text)
    rows = evidence(blocks, marks, KINDS)
    assert len(rows) == len(blocks)
    for row in rows:
        for template, code in zip(TEMPLATES, row, strict=True):
            if code != NONE:
                assert 0 <= code < template.size, template.title
                assert template.code(template.name(code)) == code


SEEN = {code for path in (SEEDS / "raw").glob("*.txt") for row in evidence(*read(path.read_text()), KINDS)
        for code in enumerate(row) if code[1] != NONE}  # fmt: skip


@pytest.mark.parametrize("number", range(len(TABLE)), ids=[row.title for row in TABLE])
def test_every_row_tells_blocks_apart(number: int) -> None:
    assert len({code for row, code in SEEN if row == number}) > 1


def test_names_of_rows_are_unique() -> None:
    assert len({row.title for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("place", [0, len(TABLE)])
def test_a_row_more_is_a_name_a_size_and_a_code_more(place: int) -> None:
    row = Feature("side.look.ends", (fields.side, fields.look, fields.ending))
    table = (*TABLE[:place], row, *TABLE[place:])
    more = templates(KINDS, table)
    assert (*more[:place], *more[place + 1 :]) == TEMPLATES
    assert (more[place].title, more[place].size) == ("side.look.ends", 3 * 12 * 12)
    blocks, marks = read((SEEDS / "raw" / "trailing-editorials.txt").read_text(encoding="utf-8"))
    before, after = evidence(blocks, marks, KINDS), evidence(blocks, marks, KINDS, table)
    assert [[*codes[:place], *codes[place + 1 :]] for codes in after] == list(map(list, before))
    told = [more[place].name(codes[place]).split("/") for codes in after]
    at = {row.title: number for number, row in enumerate(TABLE)}
    for names, codes in zip(told, before, strict=True):
        assert names[0] == TEMPLATES[at["main.marks"]].name(codes[at["main.marks"]]).split("/")[0]
        assert names[1] == TEMPLATES[at["look.words"]].name(codes[at["look.words"]]).split("/")[0]
        assert names[2] == TEMPLATES[at["ends"]].name(codes[at["ends"]]).split("/")[0]


def test_a_silent_field_silences_its_row() -> None:
    blocks, marks = read(
        "Share\nThe harbour was quiet before the first boats of the fleet came back at noon."
    )
    table = (Feature("quotes.look", (fields.look, fields.quotes)), Feature("look", (fields.look,)))
    (label, label_look), (prose, prose_look) = evidence(blocks, marks, KINDS, table)
    assert label == NONE != label_look
    assert templates(KINDS, table)[0].name(prose) == "mass/0"
    assert prose_look != NONE
