"""Every rule against its own examples, and the library against the examples of what it keeps."""

from __future__ import annotations

import re

import pytest

from cleaner import Cleaner, load_rules, select_rules
from cleaner.model import Confidence, Rule
from cleaner.workbench.examples import failures

PACK = load_rules()
CLEANER = Cleaner(select_rules(PACK))
KEPT = [
    pytest.param(text, f"https://{rule.sites[0]}/" if rule.sites else "", id=f"{rule.id}/{language}-{number}")
    for rule in PACK.rules
    if not (rule.css or rule.body or rule.page)
    for language, texts in rule.keeps.items()
    for number, text in enumerate(texts)
]


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_a_rule_does_what_its_examples_say(rule) -> None:  # type: ignore[no-untyped-def]
    assert not failures(rule)


@pytest.mark.parametrize(("text", "url"), KEPT)
def test_the_library_leaves_what_a_rule_keeps(text: str, url: str) -> None:
    assert CLEANER.clean(text, url=url, html=False).body == text


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_every_language_of_a_rule_has_both_examples(rule) -> None:  # type: ignore[no-untyped-def]
    languages = {
        language
        for phrases in (rule.equals, rule.starts, rule.ends, rule.contains)
        for language in phrases
        if language != "any"
    }
    assert languages <= set(rule.cuts) & set(rule.keeps)


def test_a_rule_on_request_waits_for_the_request() -> None:
    waiting = [rule for rule in PACK.rules if rule.confidence is Confidence.LOW]
    on = select_rules(PACK, drop=sorted({rule.kind for rule in waiting})).rules if waiting else ()
    assert {rule.id for rule in waiting} <= {rule.id for rule in on}
    assert not {rule.id for rule in waiting} & {rule.id for rule in select_rules(PACK).rules}


VERBS = ("Asks", "Invites", "Names", "Points", "Says", "Shows", "Stands", "Tells")


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_why_is_a_noun_phrase(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z“].*[^.]\.", rule.why)
    assert rule.why.split()[0] not in {*VERBS, "It", "This", "Where", "Who", "How", "When", "Which"}, rule.why
