"""A document has one clock: what takes too long is left out, or ends it, and is named."""

from __future__ import annotations

from pathlib import Path
from time import process_time, sleep

import pytest
from lxml import html

from cleaner import Cleaner, DocumentError, RuleError, load_rules
from cleaner.match import Clock, check_shape, compile_selector

PROSE = "The council met on Monday and agreed on the budget for the coming year after a long debate."
LINE = "ab" * 17 + "!"  # some hundredths of a second for the pattern below
RULE = """
[[rule]]
name = 'slow{number}'
why = 'A rule that takes long.'
confidence = 'high'
regex = ['''^(?:a|b|ab)+$''']
keywords = ['ab']
longest = 8
cuts.en = ['abab']
keeps.en = ['A line of abc.']
"""


def cleaner(folder: Path, *rules: str) -> Cleaner:
    file = folder / "slow.toml"
    file.write_text("kind = 'slow'\n" + "".join(rules))
    return Cleaner(load_rules([file], packaged=False))


def text(lines: int) -> str:
    return "\n\n".join(f"{LINE}{number}" for number in range(lines)) + f"\n\n{PROSE}\n"


def test_rules_that_take_long_rest_for_the_rest_of_the_document(tmp_path: Path) -> None:
    slow = cleaner(tmp_path, *(RULE.format(number=number) for number in range(3)))
    began = process_time()
    cleaned = slow.clean(text(200), html=False)  # alone, every line would be within the limit of a search
    assert process_time() - began < 20
    assert cleaned.body == text(200)
    left_out = {f"rule slow/slow{n} took too long and was left out" for n in range(3)}
    assert set(cleaned.warnings) == left_out


def test_one_document_does_not_pay_for_another(tmp_path: Path) -> None:
    slow = cleaner(tmp_path, RULE.format(number=0))
    assert slow.clean(text(200), html=False).warnings
    assert slow.clean(f"abab\n\n{PROSE}\n", html=False).body == f"{PROSE}\n"


def test_a_document_ends_when_its_time_is_up(tmp_path: Path) -> None:
    slow = cleaner(tmp_path, *(RULE.format(number=number) for number in range(9)))
    began = process_time()
    with pytest.raises(DocumentError, match=r"^a\.txt: took longer than 3 s, .* s of them for "):
        slow.clean(text(200), html=False, name="a.txt", seconds=3.0)
    assert process_time() - began < 8


def test_a_page_ends_when_its_time_is_up() -> None:
    page = "<html><body>" + "".join(f"<div><p>{PROSE} {n}</p></div>" for n in range(3000)) + "</body></html>"
    with pytest.raises(DocumentError, match=r"took longer than 0\.3 s, .* s of them for "):
        Cleaner().clean(page, seconds=0.3)


def test_the_clock_names_what_took_the_time() -> None:
    clock = Clock(0.3, "a.txt")
    clock.lap("the way here")
    sleep(0.2)
    clock.lap("sleeping")
    assert clock.spent("sleeping") >= 0.2
    sleep(0.15)
    with pytest.raises(
        DocumentError, match=r"^a\.txt: took longer than 0\.3 s, 0\.\d s of them for sleeping$"
    ):
        clock.lap("dreaming")


def test_there_is_no_limit_unless_asked_for(cleaner: Cleaner) -> None:
    assert cleaner.clean(f"{PROSE}\n", seconds=60.0).body == cleaner.clean(f"{PROSE}\n").body


SHAPE = """
[[rule]]
name = 'shape'
why = 'A pattern over blocks.'
confidence = 'high'
shape = '{shape}'
cuts.en = ['''A heading\n\nA heading''']
keeps.en = ['{prose}']
"""


@pytest.mark.parametrize(
    "shape", ["((any?)*(any?)*)*caption", "(title? date?)+ prose", "((any*)+ label)+ code"]
)
def test_a_shape_that_can_take_for_ever_is_refused(shape: str) -> None:
    with pytest.raises(ValueError, match="ever more ways"):
        check_shape(shape)


@pytest.mark.parametrize(
    "shape",
    [
        "echo (caption|credit)",
        "(title date repeat (prose|teaser|sentence)?){2,}",
        "label+ prose",
        "any* code",
    ],
)
def test_other_shapes_are_not(shape: str) -> None:
    check_shape(shape)


def test_a_shape_that_takes_long_is_left_out(tmp_path: Path) -> None:
    slow = cleaner_of_shape(tmp_path, "any* any* any* any* any* (code any|date any)")
    lines = "".join(f"A line that says {number}.\n\n" for number in range(1500))
    began = process_time()
    cleaned = slow.clean(lines, html=False)
    assert process_time() - began < 10
    assert cleaned.warnings == ("rule slow/shape took too long and was left out",)
    with pytest.raises(DocumentError, match=r"took longer than 0\.5 s"):
        slow.clean(lines, html=False, seconds=0.5)


def cleaner_of_shape(folder: Path, shape: str) -> Cleaner:
    return cleaner(folder, SHAPE.format(shape=shape, prose=PROSE))


# --- XPath, which can't be broken off ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "//div[count(//p[count(//p[count(//p)>1])>1])>1]",
        "//div[.//p[.//a]]",
        "//div[.//p//a]",
        "//p[../p[../p]]",
        "//p[following::p[preceding::p]]",
        "//p[count(ancestor::div[descendant::p]) > 2]",
    ],
)
def test_a_walk_within_a_walk_is_refused(path: str) -> None:
    with pytest.raises(RuleError, match="looks through the page"):
        compile_selector(f"xpath:{path}")


@pytest.mark.parametrize(
    "path",
    [
        "//div[contains(@class, 'a//b[.//c]') and .//h2[contains(., 'y')]]",
        "//div[.//p or .//a]",
        "//div[@id='x']//p//a[b[c]]",
        "//p[../../@class='x']",
        "//p[preceding-sibling::h2]",
        "//p[position() > 1][last()]",
    ],
)
def test_other_paths_are_not(path: str) -> None:
    compile_selector(f"xpath:{path}")


def test_a_path_looks_at_no_page_for_which_it_would_take_seconds() -> None:
    path = compile_selector("xpath://p[count(//p) > 3]")
    few = html.fromstring("<html><body>" + "<p>a</p>" * 1000)
    many = html.fromstring("<html><body>" + "<p>a</p>" * 50_000)
    began = process_time()
    assert len(path.elements(few)) == 1000
    assert path.elements(many) == []
    assert process_time() - began < 8
