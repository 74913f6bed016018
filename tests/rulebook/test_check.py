"""Every fault of a rule file is found at once, each with its place; loading tells the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import RuleError
from cleaner.rulebook import build, faults, read
from cleaner.rulebook.languages import language_meant, languages

RULE = """
[[rule]]
name = "{name}"
why = "A notice about the ferry timetable."
equals.en = ["Ferry times {name}"]
cuts.en = ["Ferry times {name}"]
keeps.en = ["Ferry lines have doubled since the bridge was closed."]
"""
GOOD = RULE.format(name="notice")
HEAD = 'kind = "ferry"\nabout = "Notices of the harbour."\n'

FAULTS = [
    ("why = ", "wy = ", "wy", "unknown key (did you mean “why”?)"),
    ("equals.en", "equals.german", "equals.german", "did you mean “de”?"),
    ('cuts.en = ["Ferry times notice"]', "cuts.en = []", "cuts", "a rule needs examples"),
    ('why = "A notice about the ferry timetable."\n', "", "why", "a rule needs one sentence"),
    ('name = "notice"', 'name = "a notice"', "name", "without spaces"),
    ('equals.en = ["Ferry times notice"]', 'equals.en = "Ferry"', "equals.en", "a list of non-empty strings"),
    ('equals.en = ["Ferry times notice"]', 'equals.en = ["!!"]', "equals", "holds nothing to compare"),
    ('equals.en = ["Ferry times notice"]', 'starts.en = ["Ferry times"]', "longest", "the most words"),
    ('equals.en = ["Ferry times notice"]', 'regex = ["(a"]\nlongest = 3', "keywords", "a regex needs words"),
    ("equals.en", 'confidence = "sure"\nequals.en', "confidence", "expected one of high, medium, low"),
    ("equals.en", "longest = 0\nequals.en", "longest", "expected a number of words"),
    ("equals.en", 'amid = "yes"\nequals.en', "amid", "expected true or false"),
    ("equals.en", 'glued = "yes"\nequals.en', "glued", "expected true or false"),
    ("equals.en", 'aliases = ["notice"]\nequals.en', "aliases", "expected an id such as kind/name"),
    ("equals.en", 'shape = "title ("\nequals.en', "shape", "not a valid pattern of shapes"),
    ("equals.en", 'css = ["a >> b"]\nremoves = "element"\nequals.en', "css", "selector"),
]


def found(tmp_path: Path, text: str) -> list[RuleError]:
    """The faults of a file of this text; what loading says is the first of them."""
    file = tmp_path / "ferry.toml"
    file.write_text(text, encoding="utf-8")
    sources = read([file], packaged=False)
    wrong = faults(sources)
    if wrong:
        with pytest.raises(RuleError) as caught:
            build(sources)
        assert str(caught.value) == str(wrong[0])
    else:
        build(sources)
    return wrong


@pytest.mark.parametrize(("old", "new", "key", "message"), FAULTS, ids=[new[:30] for _, new, _, _ in FAULTS])
def test_a_fault_is_found_with_its_place(old: str, new: str, key: str, message: str, tmp_path: Path) -> None:
    assert found(tmp_path, HEAD + GOOD) == []
    assert old in GOOD
    text = HEAD + GOOD.replace(old, new, 1)
    wrong = found(tmp_path, text)
    told = [error for error in wrong if error.key == key and message in error.message]
    assert len(told) == 1, [str(error) for error in wrong]
    assert told[0].line
    assert told[0].excerpt


def test_all_faults_of_all_files_are_told(tmp_path: Path) -> None:
    rules = []
    for number, (old, new, *_) in enumerate(FAULTS):
        name = f"notice{number}"
        rules.append(
            GOOD.replace(old, new, 1).replace('"notice"', f'"{name}"').replace("notice]", f"{name}]")
        )
    (tmp_path / "broken.toml").write_text("kind = ", encoding="utf-8")
    (tmp_path / "bytes.toml").write_bytes(b"kind = '\xff'")
    (tmp_path / "site.toml").write_text('site = "Example.com"\nchecked = 1\nkind = "a"\n', encoding="utf-8")
    (tmp_path / "head.toml").write_text('kind = "a b"\nabot = "b"\nabout = 1\namid = 1\n', encoding="utf-8")
    (tmp_path / "twice.toml").write_text('kind = "twice"\n' + GOOD + GOOD, encoding="utf-8")
    (tmp_path / "rules.toml").write_text(HEAD + "".join(rules), encoding="utf-8")
    wrong = faults(read([tmp_path], packaged=False))
    told = [(Path(error.file).name, error.key) for error in wrong]
    assert {("broken.toml", ""), ("bytes.toml", ""), ("twice.toml", "name")} <= set(told)
    assert {(key) for file, key in told if file == "site.toml"} == {"site", "checked", "kind"}
    assert {(key) for file, key in told if file == "head.toml"} == {"kind", "abot", "about", "amid"}
    assert {key for file, key in told if file == "rules.toml"} >= {key for _, _, key, _ in FAULTS}
    assert len(wrong) == len({str(error) for error in wrong})


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("german", "de"), ("German", "de"), ("eng", "en"), ("cz", "cs"), ("jp", "ja"), ("gr", "el"),
        ("ua", "uk"), ("dk", "da"), ("cn", "zh"), ("pt-br", "pt"), ("zh_TW", "zh"),
        ("EN", "en"), ("us", "en"), ("ger", "de"), ("slovk", "sk"), ("swahilli", "sw"),
    ],
)  # fmt: skip
def test_the_language_that_was_meant(word: str, meant: str) -> None:
    assert word not in languages()
    assert language_meant(word) == f" (did you mean “{meant}”?)"


@pytest.mark.parametrize("code", ["any", "cs", "sw", "ka", "haw", "yue", "tlh"])
def test_any_language_may_have_phrases(code: str) -> None:
    assert code in languages()


@pytest.mark.parametrize("code", ["und", "mul", "root", "pt_BR", "xx"])
def test_what_is_no_language_may_not(code: str) -> None:
    assert code not in languages()


@pytest.mark.parametrize("word", ["elvish", "", "q", "\0", "-"])
def test_a_language_nobody_means(word: str) -> None:
    assert language_meant(word) == ""
