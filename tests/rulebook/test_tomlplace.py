"""Where keys and phrases stand in TOML files: against files whose places are known."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.rulebook.load import packaged_rules
from cleaner.rulebook.tomlplace import Spot, TomlPlaces

FILE = '''\
# a comment with "quotes" and [brackets]
kind = "ferry"

[[rule]]
name = "first"   # starts.en = "not here"
starts.en = [
  "one", # "two" is elsewhere
  'two', """three
lines""", "f\\u006fur",
]
cuts = { en = ["five"], de = ["six"] }

[[rule]]
name = 'second'
why = "= [ 'name' ]"
[rule.starts]
en = ["seven"]

[tool.other]
kind = "no"
'''


@pytest.mark.parametrize(
    ("name", "key", "value", "line", "column"),
    [
        ("first", "name", None, 5, 1),
        ("first", "starts.en", None, 6, 1),
        ("first", "starts.en", "one", 7, 3),
        ("first", "starts.en", "two", 8, 3),
        ("first", "starts.en", "three\nlines", 8, 10),
        ("first", "starts.en", "four", 9, 11),
        ("first", "starts", None, 6, 1),
        ("first", "cuts.de", "six", 11, 31),
        ("first", "keeps", None, 4, 1),  # it has none: its header
        ("first", "starts.en", "eight", 6, 1),  # not in it: the key
        ("second", "name", None, 14, 1),
        ("second", "why", None, 15, 1),
        ("second", "starts.en", "seven", 17, 7),
    ],
)
def test_a_key_or_string_is_found(name: str, key: str, value: str | None, line: int, column: int) -> None:
    places = TomlPlaces(FILE)
    assert tomllib.loads(FILE)["rule"][0]["name"] == "first"
    spot = places.rule_key(key, value, name=name)
    assert spot == places.rule_key(key, value, number=["first", "second"].index(name) + 1)
    assert spot is not None
    assert (spot.line, spot.column) == (line, column)
    assert FILE.split("\n")[line - 1] in spot.excerpt


def test_a_key_of_a_table() -> None:
    places = TomlPlaces(FILE)
    top, table = places.key("kind"), places.key("kind", table="tool.other")
    assert isinstance(top, Spot)
    assert isinstance(table, Spot)
    assert (top.line, table.line) == (2, 20)
    assert places.key("about") is None
    assert places.rule_key("name", name="third") is None


def test_the_carets_stand_under_what_is_meant() -> None:
    spot = TomlPlaces(FILE).rule_key("starts.en", "two", name="first")
    assert spot is not None
    source, carets = spot.excerpt.split("\n")
    assert source[carets.index("^") : carets.rindex("^") + 1] == "'two'"


@given(before=st.text("abc \t", max_size=300), after=st.text("xyz ", max_size=300))
def test_the_carets_of_long_lines_do_too(before: str, after: str) -> None:
    text = f'[[rule]]\nname = "a"\ncuts = ["{before.replace(chr(9), " ")}", "here", "{after}"]\n'
    spot = TomlPlaces(text).rule_key("cuts", "here", name="a")
    assert spot is not None
    source, carets = spot.excerpt.split("\n")
    assert source[carets.index("^") : carets.rindex("^") + 1] == '"here"'
    assert len(source) < 120


@pytest.mark.parametrize("file", sorted(packaged_rules().rglob("*.toml")), ids=lambda file: file.stem)
def test_every_key_of_the_library_is_found(file) -> None:  # type: ignore[no-untyped-def]
    text = file.read_text(encoding="utf-8")
    places, lines = TomlPlaces(text), text.split("\n")
    for rule in tomllib.loads(text).get("rule", ()):
        for key in rule:
            spot = places.rule_key(key, name=rule["name"])
            assert spot is not None
            assert lines[spot.line - 1].startswith(key)


@given(st.text("[]=\"'#\n ar.\\{}", max_size=60))
def test_whatever_it_reads_it_ends(text: str) -> None:
    places = TomlPlaces(text)
    places.key("a")
    places.rule_key("a", "r", number=1)
