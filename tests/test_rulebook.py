"""Rule files: what is refused and how, how layers lie on one another, and the cache of parsed rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner, RuleError, UsageError, load_rules, select_rules
from cleaner.rulecache import cache_folder

GOOD = """
kind = "ferry"
about = "Timetable notices."

[[rule]]
name = "notice"
why = "A notice about the ferry timetable."
confidence = "high"
starts.en = ["Ferry times for"]
longest = 8
cuts.en = ["Ferry times for Tuesday: 08:00, 12:30"]
keeps.en = ["Ferry times for commuters have doubled since the bridge was closed, a survey found."]
"""


def write(folder: Path, text: str, name: str = "ferry.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ("longest = 8", "longst = 8", "longst", "did you mean “longest”"),
        ("longest = 8", "", "longest", "how many words"),
        ("longest = 8", 'longest = "8"', "longest", "a number of words"),
        ("longest = 8", "longest = true", "longest", "a number of words"),
        ('confidence = "high"', 'confidence = "sure"', "confidence", "high, medium, low"),
        ('starts.en = ["Ferry times for"]', "starts.en = [3]", "starts.en", "list of non-empty strings"),
        ('starts.en = ["Ferry times for"]', 'starts.xx = ["Ferry"]', "starts.xx", "unknown language “xx”"),
        ('starts.en = ["Ferry times for"]', "", "equals", "nothing to look for"),
        ('starts.en = ["Ferry times for"]', "regex = ['''(''']\nkeywords = ['ferry']", "regex", "bad regex"),
        ('starts.en = ["Ferry times for"]', "regex = ['''ferry''']", "keywords", "literal words"),
        ('starts.en = ["Ferry times for"]', 'css = [".a >> b"]\nremoves = "element"', "css", "selector"),
        ('starts.en = ["Ferry times for"]', 'shape = "title ["', "shape", "names of shapes"),
        ('starts.en = ["Ferry times for"]', 'state = "above"', "state", "head, title"),
        ('why = "A notice about the ferry timetable."', "", "why", "one sentence"),
        ('name = "notice"', "", "name", "expected a name"),
        ('kind = "ferry"', "", "kind", "expected a string"),
        ('kind = "ferry"', 'kind = "ferry"\nsort = 1', "sort", "unknown key"),
        ("cuts.en", "wrong.en", "wrong", "unknown key"),
        ('cuts.en = ["Ferry times for Tuesday: 08:00, 12:30"]', "", "cuts", "examples"),
    ],
)
def test_a_wrong_rule_file_is_refused_with_file_rule_and_key(
    tmp_path: Path, old: str, new: str, key: str, expected: str
) -> None:
    assert old in GOOD
    file = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(RuleError) as refused:
        load_rules([file])
    assert refused.value.key == key
    assert str(file) in str(refused.value)
    assert expected in str(refused.value)


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"kind = ", "not valid TOML"), (b"\xff\xfe", "not UTF-8"), (b"rule = 3\nkind = 'a'", "[[rule]]")],
)
def test_a_file_that_is_no_rule_file_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(content)
    with pytest.raises(RuleError, match=r"a\.toml") as refused:
        load_rules([file])
    assert expected in str(refused.value)


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD + GOOD.partition("[[rule]]")[1] + GOOD.partition("[[rule]]")[2])
    with pytest.raises(RuleError, match="taken"):
        load_rules([file])


def test_a_later_layer_replaces_the_keys_it_names(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD, "one.toml")
    second = write(tmp_path, 'kind = "ferry"\n[[rule]]\nname = "notice"\nlongest = 5\n', "two.toml")
    (rule,) = (rule for rule in load_rules([first, second]).rules if rule.kind == "ferry")
    assert (rule.longest, rule.why, rule.layer) == (5, "A notice about the ferry timetable.", str(second))


def test_a_rule_of_ones_own_is_obeyed(tmp_path: Path) -> None:
    text = "The council met on Tuesday.\n\nFerry times for Tuesday: 08:00, 12:30\n\nIt will meet again.\n"
    pack = load_rules([write(tmp_path, GOOD)])
    cleaned = Cleaner(select_rules(pack)).clean(text)
    assert [cut.rule for cut in cleaned.removals] == ["ferry/notice"]
    assert Cleaner(select_rules(pack, keep=["ferry"])).clean(text).body == text
    assert Cleaner(select_rules(pack, ignore=["ferry/notice"])).clean(text).body == text
    assert {rule.id for rule in select_rules(pack, select=["ferry*"]).rules} == {"ferry/notice"}


def test_an_unknown_kind_is_refused_with_its_likely_name() -> None:
    with pytest.raises(UsageError, match="did you mean “caption”"):
        select_rules(load_rules(), keep=["captoin"])


def test_a_hostile_regex_costs_a_warning(tmp_path: Path) -> None:
    hostile = GOOD.replace(
        'starts.en = ["Ferry times for"]', "regex = ['''^(ferry|ferry )+$''']\nkeywords = ['ferry']"
    )
    text = "The council met on Tuesday.\n\n" + "ferry " * 3000 + "!\n"
    pack = load_rules([write(tmp_path, hostile.replace("longest = 8", "longest = 9000"))])
    cleaned = Cleaner(select_rules(pack, select=["ferry"])).clean(text)
    assert cleaned.body == text
    assert not cleaned.warnings or "left out" in cleaned.warnings[0]


# --- the cache ---------------------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return cache_folder()


def test_a_second_load_gives_the_same_rules(cache: Path) -> None:
    first = load_rules()
    assert len(list(cache.glob("*.rules"))) == 1
    second = load_rules()
    assert [rule.id for rule in first.rules] == [rule.id for rule in second.rules]
    assert [rule.equals for rule in first.rules] == [rule.equals for rule in second.rules]


def test_a_broken_cache_is_no_cache(cache: Path) -> None:
    load_rules()
    (kept,) = cache.glob("*.rules")
    kept.write_bytes(b"{[")
    assert load_rules().rules


def test_a_home_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a file, no folder", "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert load_rules().rules


def test_a_changed_rule_file_is_read_anew(cache: Path, tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    load_rules([file])
    write(tmp_path, GOOD.replace("longest = 8", "longest = 5"))
    assert {rule.longest for rule in load_rules([file]).rules if rule.kind == "ferry"} == {5}
    assert cache.is_dir()


def test_parallel_starts_do_not_disturb_one_another(cache: Path) -> None:
    command = [sys.executable, "-c", "import cleaner; print(len(cleaner.load_rules().rules))"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    counts = {process.communicate()[0].strip() for process in started}
    assert counts == {str(len(load_rules().rules))}
    assert not list(cache.glob("*.tmp"))
