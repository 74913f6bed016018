"""Which rules mark a line and what holds the others back: the same answer as the matcher gives."""

from __future__ import annotations

import pytest

from cleaner import RulePack, load_rules
from cleaner.match.matcher import Matcher
from cleaner.text.blocks import split
from cleaner.workbench.examples import plain
from cleaner.workbench.search import search

RULES = r"""
kind = "ferry"

[[rule]]
name = "guarded"
why = "A notice."
confidence = "high"
at = "tail"
not_before = "prose"
contains.en = ["ferry times"]
longest = 6
unless = ['\bhave\b']
sites = ["harbour.example"]
cuts.en = ["All ferry times today"]
keeps.en = ["Not a word."]

[[rule]]
name = "whole"
why = "A heading."
equals.en = ["Ferry times"]
cuts.en = ["Ferry times"]
keeps.en = ["Not a word."]

[[rule]]
name = "pattern"
why = "A number."
confidence = "low"
regex = ['ferry \w+: \d']
keywords = ["times:"]
longest = 6
cuts.en = ["Ferry times: 8"]
keeps.en = ["Not a word."]

[[rule]]
name = "edges"
why = "An edge."
starts.en = ["Ferr"]
ends.en = ["mes"]
longest = 6
cuts.en = ["Ferr 12", "8 mes"]
keeps.en = ["Not a word."]
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> RulePack:
    file = tmp_path_factory.mktemp("rules") / "ferry.toml"
    file.write_text(RULES, encoding="utf-8")
    return load_rules([file], packaged=False)


@pytest.mark.parametrize(
    ("line", "host", "rule", "held"),
    [
        ("ferry times", "www.harbour.example", "guarded", []),
        ("ferry times", "", "guarded", ["sites: only on harbour.example"]),
        ("ferry times have doubled", "harbour.example", "guarded", [r"unless: \bhave\b"]),
        ("the ferry times of all of the year", "harbour.example", "guarded", ["longest: 8 words, at most 6"]),
        ("ferry timesheets", "harbour.example", "guarded", ["the phrase stands inside a word"]),
        ("» Ferry times:", "", "whole", []),
        ("“Ferry times”", "", "whole", ["it is what somebody says"]),
        ("Ferry times today", "", "whole", ["the line says more than the phrase"]),
        ("ferry times: 8", "", "pattern", []),
        ("ferry boats: 8", "", "pattern", ["keywords: none of them stands there"]),
        ("Ferr 12", "", "edges", []),
        ("Ferries", "", "edges", ["the phrase ends inside a word"]),
        ("at times", "", "edges", ["the phrase begins inside a word"]),
    ],
)
def test_what_holds_a_rule_back(pack: RulePack, line: str, host: str, rule: str, held: list[str]) -> None:
    (hit,) = (hit for hit in search(pack, line, host) if hit.rule.id == f"ferry/{rule}")
    assert list(hit.held) == held


def test_what_the_rest_of_the_document_must_say(pack: RulePack) -> None:
    conditions = {hit.rule.id: hit.if_ for hit in search(pack, "ferry times", "harbour.example")}
    assert [
        word
        for condition in conditions["ferry/guarded"]
        for word in ("tail", "not_before")
        if word in condition
    ]
    assert "medium" in conditions["ferry/whole"][0]
    (low,) = (hit for hit in search(pack, "ferry times: 8") if hit.rule.id == "ferry/pattern")
    assert "--drop ferry" in low.if_[0]


def test_a_line_of_none(pack: RulePack) -> None:
    assert search(pack, "The council met.") == []
    assert search(pack, "") == []


def test_it_agrees_with_the_matcher(library: RulePack) -> None:
    matcher = Matcher(library)
    for rule in library.rules[::7]:
        if rule.css or rule.body or rule.shape or rule.state:
            continue
        lines = [plain(next(iter(rule.cuts.values()))[0]), next(iter(rule.keeps.values()))[0]]
        for line in lines:
            if len(split(line)) != 1:
                continue
            marked = {mark.rule.id for marks in matcher.match(split(line)) for mark in marks}
            assert {hit.rule.id for hit in search(library, line) if not hit.held} == marked, line
