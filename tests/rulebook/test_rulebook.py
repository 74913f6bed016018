"""Rule files: what is refused and how, how layers lie on one another, and the cache of parsed rules."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from importlib.util import source_hash
from pathlib import Path

import pytest

from cleaner import Cleaner, RuleError, RulePack, UsageError, clean, load_rules, select_rules
from cleaner.cache import cache_folder
from cleaner.match.matcher import Matcher
from cleaner.text.blocks import split

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
        ("longest = 8", "", "longest", "the most words"),
        ("longest = 8", 'longest = "8"', "longest", "a number of words"),
        ("longest = 8", "longest = true", "longest", "a number of words"),
        ('confidence = "high"', 'confidence = "sure"', "confidence", "high, medium, low"),
        ('starts.en = ["Ferry times for"]', "starts.en = [3]", "starts.en", "list of non-empty strings"),
        ('starts.en = ["Ferry times for"]', 'starts.xx = ["Ferry"]', "starts.xx", "unknown language “xx”"),
        ('starts.en = ["Ferry times for"]', "", "equals", "the rule looks for nothing"),
        (
            'starts.en = ["Ferry times for"]',
            "regex = ['''(''']\nkeywords = ['ferry']",
            "regex",
            "is not a valid regex",
        ),
        ('starts.en = ["Ferry times for"]', "regex = ['''ferry''']", "keywords", "a regex needs words"),
        ('starts.en = ["Ferry times for"]', 'css = [".a >> b"]\nremoves = "element"', "css", "selector"),
        ('starts.en = ["Ferry times for"]', 'shape = "title ["', "shape", "names of shapes"),
        ('starts.en = ["Ferry times for"]', 'state = "above"', "state", "head, title"),
        ('why = "A notice about the ferry timetable."', "", "why", "one sentence"),
        ('name = "notice"', "", "name", "expected a name"),
        ('kind = "ferry"', "", "kind", "expected a string"),
        ('kind = "ferry"', 'kind = "ferry"\nsort = 1', "sort", "unknown key"),
        ("cuts.en", "wrong.en", "wrong", "unknown key"),
        ('["Ferry times for"]', '["Ferry times for", "\\u200b"]', "starts", "holds nothing to compare"),
        ("longest = 8", "equals.de = ['* * *']\nlongest = 8", "equals", "holds nothing to compare"),
        ("longest = 8", "keywords = ['\u200b']\nlongest = 8", "keywords", "holds nothing to compare"),
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
    with pytest.raises(RuleError, match="already has this name"):
        load_rules([file])


def test_a_later_layer_replaces_the_keys_it_names(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD, "one.toml")
    second = write(tmp_path, 'kind = "ferry"\n[[rule]]\nname = "notice"\nlongest = 5\n', "two.toml")
    (rule,) = (rule for rule in load_rules([first, second]).rules if rule.kind == "ferry")
    assert (rule.longest, rule.why, rule.layer) == (5, "A notice about the ferry timetable.", str(second))


def test_a_layer_named_twice_counts_where_it_is_named_last(tmp_path: Path) -> None:
    first = write(tmp_path, GOOD, "one.toml")
    second = write(tmp_path, 'kind = "ferry"\n[[rule]]\nname = "notice"\nlongest = 5\n', "two.toml")
    for paths, longest in (([first, second, second], 5), ([first, second, first], 8)):
        (rule,) = load_rules(paths, packaged=False).rules
        assert rule.longest == longest


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


@pytest.mark.parametrize(
    ("old", "new", "line", "marked"),
    [
        ("longest = 8", "longst = 8", 9, "longst"),
        ('"high"', '"sure"', 7, "confidence"),
        ("longest = 8", "unless = ['a', '(b']\nlongest = 8", 9, "'(b'"),
        ("longest = 8", "starts.xx = ['Ferry']\nlongest = 8", 9, "starts.xx"),
        ('name = "notice"', "", 4, "[[rule]]"),
        ('kind = "ferry"', "kind = 3", 1, "kind"),
        ("longest = 8", "longest = ", 9, None),
        ("longest = 8", "aliases = ['notice']\nlongest = 8", 9, "'notice'"),
    ],
)
def test_an_error_points_into_the_file(
    tmp_path: Path, old: str, new: str, line: int, marked: str | None
) -> None:
    file = write(tmp_path, GOOD.strip().replace(old, new))
    with pytest.raises(RuleError) as refused:
        load_rules([file])
    assert refused.value.line == line
    assert str(refused.value).startswith(f"{file}:{line}:{refused.value.column}")
    source, carets = refused.value.excerpt.split("\n")
    if marked is not None:
        assert source[carets.index("^") : carets.rindex("^") + 1] == marked
    assert pickle.loads(pickle.dumps(refused.value)).__dict__ == refused.value.__dict__


# --- names of old ------------------------------------------------------------------------------------------

RENAMED = GOOD.replace('why = "', 'aliases = ["boat/notice", "boat/old"]\nwhy = "', 1)
TEXT = "The council met on Tuesday.\n\nFerry times for Tuesday: 08:00, 12:30\n\nIt will meet again.\n"


@pytest.mark.parametrize("word", ["boat/notice", "boat/old", "boat", "boat/*"])
def test_options_take_names_of_old_and_say_so(tmp_path: Path, word: str) -> None:
    pack = load_rules([write(tmp_path, RENAMED)])
    assert Cleaner(select_rules(pack)).clean(TEXT).removals
    for option in ("ignore", "keep"):
        chosen = select_rules(pack, **{option: [word]})
        assert chosen.notices == (f"{word} is now called ferry/notice",)
        assert Cleaner(chosen).clean(TEXT).body == TEXT
    assert [rule.id for rule in select_rules(pack, select=[word]).rules] == ["ferry/notice"]
    assert select_rules(pack, ignore=["ferry"]).notices == ()


def test_a_later_layer_may_use_a_name_of_old(tmp_path: Path) -> None:
    first = write(tmp_path, RENAMED, "one.toml")
    second = write(tmp_path, 'kind = "boat"\n[[rule]]\nname = "old"\nlongest = 5\n', "two.toml")
    pack = load_rules([first, second])
    (rule,) = (rule for rule in pack.rules if rule.kind in ("ferry", "boat"))
    assert (rule.id, rule.kind, rule.longest) == ("ferry/notice", "ferry", 5)
    assert pack.notices == (f"{second}: rule boat/old is now called ferry/notice",)


def test_a_name_of_old_belongs_to_one_rule(tmp_path: Path) -> None:
    more = RENAMED[RENAMED.index("[[rule]]") :].replace('"notice"', '"other"')
    with pytest.raises(RuleError, match=r"“boat/notice” is already a name of the rule ferry/notice"):
        load_rules([write(tmp_path, RENAMED + more)])
    with pytest.raises(RuleError, match=r"“related/section” is already a name"):
        load_rules([write(tmp_path, RENAMED.replace("boat/old", "related/section"))])


# --- lines that stay ---------------------------------------------------------------------------------------


def test_an_allowed_line_stays(tmp_path: Path) -> None:
    pack = load_rules([write(tmp_path, GOOD)])
    allowing = Cleaner(select_rules(pack, allow=["  FERRY times for tuesday: 08:00, 12:30 "]))
    assert allowing.clean(TEXT).body == TEXT
    longer = TEXT.replace("12:30", "12:30, 14:00")
    assert allowing.clean(longer).body != longer


def test_an_allowed_line_stays_in_a_run_of_junk(cleaner: Cleaner, library: RulePack) -> None:
    heading, first, second = "Related Articles", "Old pier to be listed", "Night buses under review"
    prose = (
        "The island council met for the first time since the storm and put a figure on what the ferry costs."
    )
    text = f"{prose}\n\n{prose} Nobody objected.\n\n{heading}\n{first}\n{second}\n"
    assert first not in cleaner.clean(text).body
    body = Cleaner(select_rules(library, allow=[first])).clean(text).body
    assert first in body
    assert heading not in body
    assert second not in body


# --- the cache ---------------------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = cache_folder()
    assert folder is not None
    return folder


def say(pack: RulePack) -> list[object]:
    """All that the rules of a pack say."""
    return [tuple(rule) for rule in pack.rules]


def test_a_second_load_gives_the_same_rules(cache: Path) -> None:
    first = say(load_rules())
    (kept,) = cache.iterdir()
    written = kept.stat().st_mtime_ns
    assert say(load_rules()) == first
    assert kept.stat().st_mtime_ns == written  # read, not written anew


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda kept: kept[: len(kept) // 2],
        lambda kept: kept[:-1] + b"x",
        lambda kept: kept.replace(b"Related", b"Elected"),
        lambda _: b"{}",
        lambda _: source_hash(b"[1, 2]") + b"[1, 2]",
        lambda kept: bytes(len(kept)),
    ],
    ids=["empty", "torn", "end changed", "text changed", "other content", "other value", "zeros"],
)
def test_a_spoilt_entry_is_not_believed(cache: Path, spoil: Callable[[bytes], bytes]) -> None:
    first = say(load_rules())
    (kept,) = cache.iterdir()
    kept.write_bytes(spoil(kept.read_bytes()))
    assert say(load_rules()) == first
    assert say(load_rules()) == first  # and has been written anew


def test_a_home_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a file, no folder", "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert load_rules().rules


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a file system that takes no folders")
def test_a_home_without_room_for_a_cache_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/self")
    assert load_rules().rules


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write everywhere")
def test_a_read_only_home_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o500)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert load_rules().rules
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("home", ["", "not/absolute"])
def test_without_a_home_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    monkeypatch.setenv("HOME", "nowhere")
    assert load_rules().rules
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners and modes are of Unix")
def test_a_folder_others_can_write_into_is_not_trusted(cache: Path) -> None:
    load_rules()
    (kept,) = cache.iterdir()
    kept.unlink()
    cache.chmod(0o777)
    assert load_rules().rules
    assert not list(cache.iterdir())


def test_a_changed_rule_file_is_read_anew(cache: Path, tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    load_rules([file])
    write(tmp_path, GOOD.replace("longest = 8", "longest = 5"))
    assert {rule.longest for rule in load_rules([file]).rules if rule.kind == "ferry"} == {5}
    assert len(list(cache.iterdir())) == 2


def test_the_oldest_entries_go(cache: Path, tmp_path: Path) -> None:
    for number in range(26):
        load_rules([write(tmp_path, GOOD.replace("longest = 8", f"longest = {number + 1}"))], packaged=False)
    assert len(list(cache.iterdir())) == 24


def test_parallel_starts_do_not_disturb_one_another(cache: Path) -> None:
    program = "import cleaner, sys; print(cleaner.clean(sys.stdin.read()).body)"
    dirty = "The council met on Tuesday, and decided nothing.\n\nRelated Articles\n\nIt will meet again.\n"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(6)
    ]  # fmt: skip
    done = [process.communicate(dirty) for process in started]
    assert {out for out, _ in done} == {clean(dirty).body + "\n"}
    assert {err for _, err in done} == {""}
    assert len(list(cache.iterdir())) == 3  # the rules, the weights, and the words of Latin letters


def test_a_rule_changed_by_hand_looks_for_what_it_says_now(library: RulePack) -> None:
    rule = next(rule for rule in library.rules if rule.id == "related/section")
    changed = rule._replace(equals={"en": ("Zap this",)})
    blocks = split("Zap this\n\nRelated Articles\n")
    assert [len(marks) for marks in Matcher(RulePack((changed,), {})).match(blocks)] == [1, 0]
    assert [len(marks) for marks in Matcher(RulePack((rule,), {})).match(blocks)] == [0, 1]


@pytest.mark.slow
def test_the_library_is_ready_in_a_moment(cache: Path) -> None:
    """The published figure is 60 ms of CPU on a quiet machine; here with room for a busy one."""
    program = (
        "import time, cleaner.match, cleaner.rulebook as book; begin = time.process_time();"
        "cleaner.match.Matcher(book.select(book.load())); print(time.process_time() - begin)"
    )
    command = [sys.executable, "-c", program]
    seconds = [float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(6)]
    assert min(seconds[1:]) < 0.150
    assert len(list(cache.iterdir())) == 1


def test_one_path_is_as_good_as_a_list_of_one(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    for path in (file, str(file)):
        assert [rule.id for rule in load_rules(path, packaged=False).rules] == [
            rule.id for rule in load_rules([file], packaged=False).rules
        ]
