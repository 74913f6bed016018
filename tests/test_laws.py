"""The laws of the design, for any input."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import rebuilt

from cleaner import Cleaner, DocumentError, load_rules, select_rules

CLEANER = Cleaner(select_rules(load_rules()))

PROSE = [
    "The council met on Tuesday to settle how the new bridge over the Ald would be paid for, officials said.",
    "“We had expected a longer debate,” said the mayor, who has asked for a second survey of the river bed.",
    "Engineers found that two of the piers had moved by a hand's width since last spring's flood.",
    "Die Stadt will den Bau im Herbst beginnen, wenn der Fluss wenig Wasser führt und die Fähre noch fährt.",
    "Les habitants du quartier demandent depuis des années que le vieux pont soit fermé aux camions.",
    "委员会星期二开会讨论新桥的费用问题，市长表示希望再次勘察河床，以确认桥墩是否安全。",
    "وقال رئيس البلدية إن الجسر الجديد سيكلف ضعف ما كان متوقعا قبل عامين، وإن العمل سيبدأ في الخريف.",
]
JUNK = [
    "Related Articles", "Share on Facebook", "Leave a Reply", "Subscribe to our newsletter", "Advertisement",
    "By Jane Doe", "September 6, 2023", "Mehr zum Thema", "Lire aussi", "© 2024 All rights reserved",
    "Back to top", "Comments (3)", "Photo: Getty Images", "Tags: bridge, river",
    "date 2023-09-06 The council met.",
    "New hope", "12 Jul, 2025", "TALK of a new bridge has turned into...", "Adblocker Detected", "Read more",
    "A man stands on a bridge [File: Jane Doe/Reuters]", "1.", "|", "...", "Source: wire services",
    "— Jane Roe (@jroe) June 1, 2026", "We open in May. pic.twitter.com/aB3dE5gH1j", "Page 1 of 3",
]  # fmt: skip
lines = st.one_of(
    st.sampled_from(PROSE),
    st.sampled_from(JUNK),
    st.text(max_size=60),
    st.text(alphabet=" \t.:|-•\u200b\u00a0\r", max_size=8),
)
breaks = st.sampled_from(["\n", "\n\n", "\r\n", "\n\n\n", "\u2028", "\n \n", "\x0c"])
texts = st.lists(st.tuples(lines, breaks), max_size=40).map(lambda parts: "".join(a + b for a, b in parts))


@given(texts)
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost(text: str) -> None:
    cleaned = CLEANER.clean(text, html=False)
    assert cleaned.original == text
    assert rebuilt(cleaned) == text


@given(texts)
@settings(max_examples=150, deadline=None)
def test_nothing_is_invented(text: str) -> None:
    words = iter(re.findall(r"\w+", text))
    body = CLEANER.clean(text, html=False).body
    assert all(any(word in other for other in words) for word in re.findall(r"\w+", body))


@given(texts)
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_equals_cleaning_once(text: str) -> None:
    once = CLEANER.clean(text, html=False).body
    assert CLEANER.clean(once, html=False).body == once


@given(st.lists(texts, min_size=1, max_size=6), st.randoms())
@settings(max_examples=40, deadline=None)
def test_documents_do_not_influence_one_another(documents: list[str], order: random.Random) -> None:
    alone = {text: Cleaner(CLEANER.rules).clean(text, html=False) for text in documents[:1]}
    shuffled = list(documents)
    order.shuffle(shuffled)
    together = {text: CLEANER.clean(text, html=False) for text in shuffled}
    for text, cleaned in alone.items():
        assert together[text] == cleaned


@given(texts)
@settings(max_examples=150, deadline=None)
def test_every_removal_names_a_rule_and_why(text: str) -> None:
    known = {rule.id: rule.kind for rule in CLEANER.rules.rules}
    for removal in CLEANER.clean(text, html=False).removals:
        assert known.get(removal.rule, removal.kind) == removal.kind
        assert removal.why
        assert removal.text == text[removal.start : removal.end]


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_by_name(data: bytes) -> None:
    try:
        cleaned = CLEANER.clean(data)
    except DocumentError as refused:
        reason = str(refused)
    else:
        reason = ""
        assert isinstance(cleaned.body, str)
    assert not reason or "not text" in reason


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\ufeff", "\u200b", "\x00", "a", "Related Articles"])
def test_tiny_inputs(text: str) -> None:
    assert rebuilt(CLEANER.clean(text, html=False)) == text
