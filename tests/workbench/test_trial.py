"""What a change of the rules changes, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaned, Cleaner, clean, load_rules, select_rules
from cleaner.workbench import Trial, in_force
from cleaner.workbench.trial import Change, changes

PROSE = (
    "The ferry to the outer islands will stop at the north pier again from Monday, the harbour office said."
)
RULE = """
kind = "ferry"
[[rule]]
name = "notice"
why = "A notice about the timetable."
confidence = "high"
starts.en = ["Ferry times for"]
longest = 20
cuts.en = ["Ferry times for Tuesday: 08:00"]
keeps.en = ["The ferry times have changed."]
"""
CUT = "Ferry times for Tuesday: 08:00"
NOTICE = "Ferry times for Tuesday: 08:00, 12:30"


def body(text: str) -> Cleaned:
    return Cleaned(text, text)


def texts(found: list[Change]) -> list[str]:
    return [change.text for change in found]


@pytest.mark.parametrize(
    ("one", "other", "gone"),
    [
        ("a\n\nb\n\nc", "a\n\nc", ["b"]),
        ("a\n\nb\n\nc", "a\n\nb\n\nc", []),
        ("a\n\nc", "a\n\nb\n\nc", []),
        ("It sails. Read more. It stops.", "It sails. It stops.", ["Read more."]),  # a span
        ("It sails. Read more.", "It sails.", ["Read more."]),
        ("a\n\na\n\nb", "a\n\nb", ["a"]),  # as often as it is gone
        ("a\n\nb\n\nc", "", ["a", "b", "c"]),
        ("a b\n\nc d", "b\n\nc d\n\nd", ["a"]),
    ],
)
def test_what_a_body_has_and_another_has_not(one: str, other: str, gone: list[str]) -> None:
    assert texts(list(changes(body(one), body(other)))) == gone


def test_a_change_names_its_rule_and_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "ferry.toml").write_text(RULE)
    document = f"{PROSE}\n\n{NOTICE}\n\n{PROSE} Again.\n"
    before = clean(document)
    after = Cleaner(select_rules(load_rules([tmp_path / "ferry.toml"]))).clean(document)
    (change,) = changes(before, after, "story.txt", "tide.example")
    assert (change.text, change.rule, change.by) == (NOTICE, "ferry/notice", "mark")
    assert (change.above, change.below) == (PROSE, f"{PROSE} Again.")
    assert list(changes(after, before)) == []


def test_tempting_prose_comes_first_and_each_text_once() -> None:
    trial = Trial(most=2)
    label, prose = "Ferry news", f"{PROSE} Nobody knows more."
    for number in range(3):
        trial.see(
            f"{number}.txt",
            "a" if number else "b",
            body(f"{label}\n\n{prose}\n\nIt is over.\n\nx"),
            body("x"),
        )
    assert [change.text for change in trial.cut.examples()] == [prose, "It is over."]
    assert (trial.cut.lines, trial.documents, dict(trial.cut.sites)) == (9, 3, {"a": 6, "b": 3})
    assert trial.kept.lines == 0


def test_the_tempting_ones_are_held_however_many_come_after() -> None:
    trial = Trial(most=1)
    trial.see("first", "", body(f"{PROSE}\n\nx"), body("x"))
    for number in range(200):
        trial.see(str(number), "", body(f"Label {number}\n\nx"), body("x"))
    assert [change.text for change in trial.cut.examples()] == [PROSE]


@pytest.mark.parametrize(("cuts", "there"), [(CUT, True), ("The pier is shut", False)])
def test_unchecked_rules_are_in_force_while_they_pass(tmp_path: Path, cuts: str, there: bool) -> None:
    text = RULE.replace("[[rule]]", "checked = false\n[[rule]]").replace(CUT, cuts)
    (tmp_path / "ferry.toml").write_text(text)
    pack = load_rules([tmp_path / "ferry.toml"])
    left = in_force(pack)
    assert any(rule.id == "ferry/notice" for rule in left.rules) == there
    assert left.phrase_index is pack.phrase_index
    assert left.notices == (() if there else ("ferry/notice is not in force: 1 of its examples fail",))


def test_rules_somebody_has_checked_are_not_tried(tmp_path: Path) -> None:
    (tmp_path / "ferry.toml").write_text(RULE.replace(CUT, "The pier is shut"))
    pack = load_rules([tmp_path / "ferry.toml"])
    assert in_force(pack) is pack
