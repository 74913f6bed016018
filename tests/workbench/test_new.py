"""`cleaner rules new`: a rule from a line, written only if it does what its examples say."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, load_rules, select_rules
from cleaner.workbench.new import as_toml, propose

CUT, KEEP = "Ferry times for Tuesday: 08:00", "Ferry times have doubled, a survey found."
SAID = ["--cuts", CUT, "--keeps", KEEP, "--why", "A notice about the timetable.", "--about", "Timetables."]


def new(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cleaner", "rules", "new", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, input="")


def test_a_rule_is_written_and_works(tmp_path: Path) -> None:
    done = new("ferry/notice", *SAID, "--language", "en", "--confidence", "high", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    file = tmp_path / "ferry.toml"
    (rule,) = (rule for rule in load_rules([file]).rules if rule.kind == "ferry")
    assert dict(rule.starts) == {"en": ("Ferry times for",)}
    assert rule.longest == 10
    text = f"The council met, and decided nothing at all.\n\n{CUT}\n\n{KEEP}\n"
    assert CUT not in Cleaner(select_rules(load_rules([file]))).clean(text).body


def test_a_second_rule_goes_below_the_first(tmp_path: Path) -> None:
    assert new("ferry/notice", *SAID, cwd=tmp_path).returncode == 0
    first = (tmp_path / "ferry.toml").read_text()
    assert new("ferry/late", *SAID, "--equals", CUT, cwd=tmp_path).returncode == 0
    both = (tmp_path / "ferry.toml").read_text()
    assert both.startswith(first)
    assert {rule.id for rule in load_rules([tmp_path], packaged=False).rules} == {
        "ferry/notice",
        "ferry/late",
    }


def test_it_goes_into_the_rules_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "cleaner.toml").write_text('rules = ["rules"]')
    done = new("ferry/notice", *SAID, cwd=tmp_path)
    assert done.stderr == "rules/ferry.toml: wrote the rule ferry/notice\n"
    assert (tmp_path / "rules" / "ferry.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ferry/notice", *SAID, "--starts", "Ferry times"], 1, "which it should keep\n"),
        (
            ["ferry/notice", *SAID, "--equals", "Fare times"],
            1,
            "does not mark 'Ferry times for Tuesday: 08:00'",
        ),
        (["ferry/notice", *SAID, "--regex", "(Ferry"], 2, "a regex needs words"),
        (
            ["ferry/notice", *SAID, "--regex", "(Ferry", "--keywords", "ferry"],
            2,
            "'(Ferry' is not a valid regex",
        ),
        (["ferry/notice", *SAID, "--language", "klingon"], 2, "unknown language “klingon”"),
        (["ferry/notice", *SAID[:4]], 2, "--why is missing"),
        (["ferry/notice", *SAID[:6]], 2, "--about is missing"),
        (["ferry", *SAID], 2, "expected an id such as ferry/notice"),
        (["related/section", *SAID], 2, "already has a rule related/section; choose another name"),
        (["ferry/notice", *SAID, "-o", "boat.toml"], 2, "boat.toml holds rules of another kind"),
        (["ferry/notice", *SAID, "-o", "bad.toml"], 2, "bad.toml:1:8"),
        (["ferry/notice", "--cuts", "A long line of words " * 5, *SAID[2:]], 2, "--contains is missing"),
    ],
)
def test_nothing_is_written_that_is_not_right(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    (tmp_path / "boat.toml").write_text('kind = "boat"\n')
    (tmp_path / "bad.toml").write_text("kind = ?\n")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    done = new(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert says in done.stdout + done.stderr
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("line", "looks"),
    [
        ("Read more: The pier is closed", {"starts": ["Read more:"]}),
        ("Related articles:", {"equals": ["Related articles:"]}),
        ("  Related articles ", {"equals": ["Related articles"]}),
        ("Ferry times for Tuesday: 08:00", {"starts": ["Ferry times for"]}),
        ("Updated 12 Jul, 2025", {"equals": ["Updated 12 Jul, 2025"]}),  # one word is too little
        ("Last changed on 12 Jul, 2025", {"starts": ["Last changed on"]}),
        ("Words and pictures by Ann Lee", {"starts": ["Words and pictures by"]}),
        ("Fährzeiten am Dienstag, 8.00 Uhr", {"starts": ["Fährzeiten am"]}),
        ("更新：2024年3月4日", {"starts": ["更新："]}),
        ("12 people read this", {"equals": ["12 people read this"]}),
        ("One two three four five six seven eight nine ten: yes", {}),
        ("The council met on Tuesday and put a figure on the ferry.", {}),
    ],
)
def test_what_is_proposed(line: str, looks: dict[str, list[str]]) -> None:
    assert propose(line) == looks


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_what_is_written_is_read_back(text: str) -> None:
    rule = {"name": "a", "why": text, "equals": [text], "regex": [text], "longest": 3}
    (read,) = tomllib.loads(as_toml(rule, "en"))["rule"]
    assert read == {**rule, "equals": {"en": [text]}}
