"""Regexes kept between runs find what compiled ones find, and are compiled wherever they can't be used."""

from __future__ import annotations

import marshal
import subprocess
import sys

import pytest
import regex
from conftest import SEEDS

from cleaner import RulePack
from cleaner.match import kept

LINES = [
    line
    for file in sorted((SEEDS / "raw").glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
    if line.strip()
][:60]


def packaged(library: RulePack) -> list[str]:
    return list(dict.fromkeys(p for rule in library.rules for p in (*rule.regex, *rule.unless)))


def finds(pattern: regex.Pattern[str], text: str) -> list[tuple[tuple[int, int], dict[str, str | None]]]:
    return [(match.span(), match.groupdict()) for match in pattern.finditer(text)]


def test_every_packaged_pattern_finds_the_same_kept_and_compiled(library: RulePack) -> None:
    patterns = packaged(library)
    examples = {
        pattern: [line for listed in (rule.cuts, rule.keeps) for lines in listed.values() for line in lines]
        for rule in library.rules
        for pattern in (*rule.regex, *rule.unless)
    }
    packed = kept.packed(patterns)
    assert packed.keys() == set(patterns)
    found = 0
    for pattern in patterns:
        one, other = kept.compiled(pattern, packed), regex.compile(pattern, regex.IGNORECASE)
        assert (one.pattern, one.flags, one.groupindex) == (other.pattern, other.flags, other.groupindex)
        for text in (*examples[pattern], *LINES):
            assert finds(one, text) == finds(other, text), (pattern, text)
            found += bool(finds(one, text))
    assert found > 1000


def test_the_library_keeps_all_its_patterns(library: RulePack) -> None:
    assert library.phrase_index is not None
    assert library.phrase_index.patterns.keys() == set(packaged(library))


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"no such thing",
        marshal.dumps(None),
        marshal.dumps(()),
        marshal.dumps(("a+", 2)),
        marshal.dumps(("a+", "flags", b"", {}, {}, {}, [], 0, (), 0, 0)),
    ],
)
def test_what_cant_be_used_is_compiled(entry: bytes) -> None:
    assert finds(kept.compiled("a+", {"a+": entry}), "bAAa") == [((1, 4), {})]


def test_a_setting_of_one_process_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex, "DEFAULT_VERSION", regex.VERSION1)
    assert kept.packed(["a+"]) == {}


def test_a_pattern_that_is_no_regex_is_not_kept() -> None:
    assert kept.packed(["(", "a+"]).keys() == {"a+"}


def run(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_kept_patterns_do_without_the_package_which_works_when_it_comes_later() -> None:
    packed = kept.packed([r"(?<who>\w+) wrote"])
    printed = run(
        "import sys; from cleaner.match import kept\n"
        f"made = kept.compiled({next(iter(packed))!r}, {packed!r})\n"
        "print(made.search('She WROTE')['who'], 'regex' in sys.modules)\n"
        "import regex\n"
        "print(isinstance(made, regex.Pattern), regex.sub('(a)', r'\\1b', 'a'))\n"
        "print(made.sub(r'\\1!', 'I wrote'))\n"
    )
    assert printed.splitlines() == ["She False", "True ab", "I!"]


def test_a_text_with_junk_is_cleaned_without_the_package() -> None:
    program = (
        "import sys, cleaner; text = 'The bridge is to open in May, says the mayor of the town.\\n\\n'\n"
        "print(*cleaner.clean(text + 'By Anna Larsson, Staff Writer\\n').removals, 'regex' in sys.modules)"
    )
    run("import cleaner; cleaner.load_rules()")  # from now on they are kept
    assert run(program).endswith("False")
