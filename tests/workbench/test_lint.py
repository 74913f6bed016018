"""What lint finds, what it leaves alone, and that the library is clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import RulePack, load_rules
from cleaner.workbench.lint import lint

RULE = """
kind = 'ferry'

[[rule]]
name = 'notice'
why = 'A notice about the ferry timetable.'
confidence = 'high'
equals.en = ['Ferry times']
starts.en = ['Ferry times for']
longest = 8
cuts.en = ['Ferry times for Tuesday: 08:00, 12:30']
keeps.en = ['Ferry lines for commuters have doubled since the bridge was closed, a survey found.']
"""


def found(tmp_path: Path, text: str) -> list[tuple[str, str | None, str]]:
    file = tmp_path / "ferry.toml"
    file.write_text(text, encoding="utf-8")
    return [
        (finding.key, finding.value, finding.message) for finding in lint(load_rules([file], packaged=False))
    ]


def test_the_library_is_clean(library: RulePack) -> None:
    assert not [f"{f.rule.id}, {f.key}: {f.message}" for f in lint(library)]


def test_a_good_rule_is_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, RULE) == []


LONGEST = "longest = 8\n"


@pytest.mark.parametrize(
    ("old", "new", "key", "value", "message"),
    [
        ("times']", "times', '» FERRY TIMES:']", "equals.en", "» FERRY TIMES:", "there already"),
        ("times']", "times', 'Ferry times for you']", "equals.en", "Ferry times for you", "found by"),
        ("times']", "times', 'a b c d e f g h i']", "equals.en", "a b c d e f g h i", "9 words"),
        ("for']", "for', 'Ferry times for the']", "starts.en", "Ferry times for the", "found by"),
        (LONGEST, "contains.en = ['ferry times for']", "starts.en", "Ferry times for", "found by"),
        ("'high'", "'medium'\nat = 'tail'", "at", None, "is not used"),
        ("'high'", "'medium'\nnot_before = 'prose'", "not_before", None, "is not used"),
        (LONGEST, "keywords = ['ferry']", "keywords", None, "not used without regex"),
        ("['Ferry times for T", "['Fare times for T", "cuts.en", None, "does not mark"),
        ("['Ferry lines", "['Ferry times for all', 'Ferry lines", "keeps.en", "Ferry times for all", "marks"),
        (LONGEST, "equals.de = ['Fähre']", "equals.de", None, "example in cuts.de"),
        (
            LONGEST,
            "unless = ['(a+)+$']",
            "unless",
            "(a+)+$",
            "exponential",
        ),
        (LONGEST, "unless = ['^a*\\w*x']", "unless", "^a*\\w*x", "can both read “a”"),
        (LONGEST, "unless = ['(a)\\1']", "unless", "(a)\\1", "“\\1” can't be judged"),
        (LONGEST, "regex = ['^ferry .*\\d']\nkeywords = ['boat']", "keywords", None, "none leads to"),
        (LONGEST, "regex = ['^ferry .*\\d']\nkeywords = ['fer', 'ferry']", "keywords", "ferry", "by “fer”"),
    ],
)
def test_what_is_found(tmp_path: Path, old: str, new: str, key: str, value: str | None, message: str) -> None:
    assert old in RULE
    new = f"{new}\n{old}" if old == LONGEST else new
    findings = found(tmp_path, RULE.replace(old, new))
    assert any(k == key and message in m and value in (None, v) for k, v, m in findings), findings


def test_a_phrase_of_a_surer_rule_of_the_kind(tmp_path: Path) -> None:
    second = RULE[RULE.index("[[rule]]") :].replace("'notice'", "'short'").replace("'high'", "'medium'")
    findings = found(tmp_path, RULE + second)
    assert {message for _, _, message in findings} == {
        "ferry/notice looks for “Ferry times” too",
        "ferry/notice looks for “Ferry times for” too",
    }
    assert found(tmp_path, RULE + second.replace("longest", "sites = ['example.org']\nlongest")) == []
