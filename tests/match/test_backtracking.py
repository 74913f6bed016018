"""Patterns that can take very long are told from those that can't, and the packaged ones can't."""

from __future__ import annotations

import math
from time import process_time

import pytest
import regex

from cleaner import RulePack
from cleaner.match import seen
from cleaner.match.backtracking import NotJudgedError, too_slow
from cleaner.model import Removes, Rule
from cleaner.text import split

EXPONENTIAL = [
    r"(a+)+$",
    r"^(?:a|b|ab)+$",
    r"^(?:\w+\s?)+$",
    r"^(?:[^,]+,?)+;",
    r"^(?:\W*\b(?:share|on)\b\W*){3,20}$",
    r"^(?:(?:copy|link|copy link) ){5,}$",
    r"^(?:a?b?)*c",
    r"x(?!(?:a*)*b)",
]
REALLY = [  # `regex` sees through the simplest ones
    r"^(?:\W*\b(?:share|on)\b\W*){3,20}$",
    r"^(?:a|b|ab)+$",
    r"^(?:(?:copy|link|copy link) ){5,}$",
]
POLYNOMIAL = [
    r"^\w*\d*x",
    r"^\s*-?\s*x",
    r"\w+@x",
    r"\s*[(\[]read more",
    r'"[^\n]+"',
    r":.*:",
    r"^[^.]{0,90}[^!]{0,90}[^?]{0,90}[.]",
    r"^(?!.*a.*b.*c)\w",
]
LINEAR = [
    r"^x.*",
    r"^\w+\b\W*$",
    r"^(?:\w+\b\W*+)*$",
    r"^(?:\W*\b(?:share|on)\b){3,20}\W*$",
    r"^\s*+-?\s*+x",
    r"\bfoo\w+x",
    r"(?<!\s)\s*+[(\[]read more",
    r"(?<=[.!?])\s*x",
    r'"[^"\n]+"',
    r":[^:]*:",
    r"^[^.]{0,60}x[^.]{0,60}$",
    r"^(?>a+)+$",
    r"^(?:a++b?)+$",
    r"^(?:\d+, ?)+x",
    r"^(?:ab|cd)+x",
    r"^[\d.,]{1,3} (?i:[a-z]+)\p{Lu}",
]


@pytest.mark.parametrize("pattern", EXPONENTIAL)
def test_exponential(pattern: str) -> None:
    found = too_slow(pattern)
    assert found is not None
    assert found.exponential, found


@pytest.mark.parametrize("pattern", POLYNOMIAL)
def test_polynomial(pattern: str) -> None:
    found = too_slow(pattern)
    assert found is not None
    assert not found.exponential, found


@pytest.mark.parametrize("pattern", LINEAR)
def test_linear(pattern: str) -> None:
    assert too_slow(pattern) is None


@pytest.mark.parametrize("pattern", REALLY)
def test_the_text_that_shows_it_is_slow_indeed(pattern: str) -> None:
    found = too_slow(pattern)
    assert found is not None
    with pytest.raises(TimeoutError):
        regex.search(pattern, found.before + found.pump * 60 + "\x01", regex.IGNORECASE, timeout=0.5)


@pytest.mark.parametrize(
    "pattern", [r"(a)\1", r"(?R)", r"(?:a){e<=1}", r"(a)?(?(1)b|c)", r"(?x)a b", "a)", "(a"]
)
def test_what_cant_be_judged_is_said(pattern: str) -> None:
    with pytest.raises(NotJudgedError):
        too_slow(pattern)


# --- the packaged patterns, pumped -------------------------------------------------------------------------

SIZES = (200, 400, 800, 1600)
SEPARATORS = (" ", ", ", " | ", " · ", ". ", "\u00a0 ", "-", "/", "")
WORDS = (
    "a",
    "A",
    "Aa ",
    "1",
    "12:30 ",
    "2023",
    "Jan ",
    "\u201c",
    "(",
    "[",
    ".",
    "-",
    "—",
    "#",
    "@",
    "\u0301",
)
FOREIGN = "\x01"
MOST_SECONDS = 0.02  # of one search in the longest text; what is linear takes a hundredth of it
STEEP = 1.5  # exponents above are no noise


def pumps(rule: Rule) -> dict[str, None]:
    """What may make the patterns of a rule go on and on: what they are made for, and what stands between."""
    blocks = [block for texts in rule.cuts.values() for text in texts for block in split(text)][:6]
    words = [*(seen(rule, block) for block in blocks), *rule.keywords[:4], *WORDS]
    return dict.fromkeys(word + separator for word in words for separator in SEPARATORS)


def seconds(compiled: regex.Pattern[str], text: str) -> float:
    """CPU time of a search, the best of three: other processes only ever add to it."""
    best = math.inf
    for _ in range(3):
        began = process_time()
        compiled.search(text)
        best = min(best, process_time() - began)
    return best


def pumped(start: str, pump: str, size: int) -> str:
    return start + (pump * (size // len(pump) + 1))[:size] + FOREIGN


def is_slow(compiled: regex.Pattern[str], start: str, pump: str) -> bool:
    times = [seconds(compiled, pumped(start, pump, size)) for size in SIZES]
    exponent = math.log(times[-1] / times[0]) / math.log(SIZES[-1] / SIZES[0])
    return times[-1] > MOST_SECONDS or (times[-1] > MOST_SECONDS / 10 and exponent > STEEP)


@pytest.mark.parametrize("half", [0, 1])
def test_no_packaged_pattern_takes_more_than_linear_time(library: RulePack, half: int) -> None:
    slow = []
    for rule in library.rules[half::2]:
        starts = ("", *rule.keywords[:2])
        for pattern in (*rule.regex, *rule.unless):
            compiled = regex.compile(pattern, regex.IGNORECASE)
            for pump in pumps(rule):
                for start in starts:
                    began = process_time()
                    compiled.search(pumped(start, pump, SIZES[-1]), timeout=5)
                    if process_time() - began < MOST_SECONDS / 10:
                        continue
                    if all(is_slow(compiled, start, pump) for _ in range(4)):  # the machine may be busy
                        slow.append((rule.id, pattern, start, pump))
    assert not slow


def test_no_packaged_pattern_can_take_more_than_linear_time(library: RulePack) -> None:
    patterns = {pattern: rule.id for rule in library.rules for pattern in (*rule.regex, *rule.unless)}
    assert len(patterns) > 300
    assert not {(rule, found) for pattern, rule in patterns.items() if (found := too_slow(pattern))}
    assert any(rule.removes is Removes.SPAN for rule in library.rules)  # they see whole paragraphs
