"""What the decision promises beyond single verdicts (those stand in the golden files)."""

from __future__ import annotations

import random

import pytest
from conftest import SEEDS

from cleaner import By, Caution, Cleaner, RulePack, select_rules
from cleaner.model import Confidence, Removes, Rule

PHRASE = (
    "the island council met for first time since storm and put a figure on what new ferry will cost harbour "
    "bread quay engineer river bridge winter mayor said nobody people house street"
)
WORDS = PHRASE.split()


def paragraph(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(60)).capitalize() + "."


@pytest.mark.parametrize("count", [5, 40, 200])
def test_an_advertisement_after_every_paragraph_costs_no_paragraph(cleaner: Cleaner, count: int) -> None:
    chance = random.Random(count)
    paragraphs = [paragraph(chance) for _ in range(count)]
    body = cleaner.clean("\n\nAdvertisement\n\n".join(paragraphs)).body
    assert body.split("\n\n") == paragraphs


def test_the_same_paragraph_again_and_again_is_not_thrown_away(cleaner: Cleaner) -> None:
    text = (paragraph(random.Random(1)) + "\n\nAdvertisement\n\n") * 100
    cleaned = cleaner.clean(text)
    assert {cut.text.strip() for cut in cleaned.removals} == {"Advertisement"}


def test_more_caution_never_cuts_more(library: RulePack) -> None:
    text = (
        "Home\nNews\nLog in\n\nFerry fares to rise\n\n" + paragraph(random.Random(2)) + "\n\nTags: ferry\n"
        "Old pier to be listed\nA bakery afloat\nNight buses under review\nSubscribe to our newsletter\n"
    )
    pack = select_rules(library)
    lengths = [len(Cleaner(pack, caution=caution).clean(text).body) for caution in Caution]
    assert lengths == sorted(lengths)


def test_a_kept_kind_keeps_what_hangs_on_it(library: RulePack) -> None:
    text = (
        paragraph(random.Random(3))
        + "\n\nRelated Articles\n\nNight buses under review\nOld pier to be listed\n"
    )
    assert "Related Articles" not in Cleaner(select_rules(library)).clean(text).body
    assert Cleaner(select_rules(library, keep=["related"])).clean(text).body == text


LISTED = "\n\nRelated Articles\n\nNight buses under review\nOld pier to be listed\nTags: ferry, harbour\n"
REST = "\nLeave a Reply\nYour email address will not be published.\n"


@pytest.mark.parametrize("airy", [False, True])
def test_a_heading_above_is_told_rather_than_a_mark_below(library: RulePack, airy: bool) -> None:
    listed = LISTED.replace("\n", "\n\n") if airy else LISTED
    text = paragraph(random.Random(3)) + listed + REST
    cuts = {cut.text.strip(): cut for cut in Cleaner(select_rules(library)).clean(text).removals}
    for headline in ("Night buses under review", "Old pier to be listed"):
        cut = cuts[headline]
        assert (cut.rule, cut.by, cut.near) == ("related/section", By.SECTION, "Related Articles")
    assert (cuts["Tags: ferry, harbour"].by, cuts["Tags: ferry, harbour"].near) == (By.MARK, "")
    body = Cleaner(select_rules(library, keep=["tags"])).clean(text).body
    assert "Night buses" not in body
    assert "pier" not in body
    assert "pier" in Cleaner(select_rules(library, keep=["related"])).clean(text).body


def test_what_hangs_on_a_cut_stands_in_the_original(library: RulePack) -> None:
    for path in sorted((SEEDS / "raw").glob("*.txt")):
        result = Cleaner(select_rules(library)).clean(path.read_text(encoding="utf-8"), html=False)
        one_line = " ".join(result.original.split())
        for cut in result.removals:
            assert bool(cut.near) == (cut.by in (By.SECTION, By.NEIGHBOUR)), cut
            assert cut.near.rstrip("…") in one_line
            assert (cut.by is By.PLACE) == (cut.kind in ("context", "title")), cut


def test_a_rule_on_rest_cuts_all_that_follows() -> None:
    rule = Rule(
        "end/mark",
        "end",
        "The end.",
        confidence=Confidence.HIGH,
        removes=Removes.REST,
        equals={"en": ("ENDS",)},
    )
    cleaned = Cleaner(RulePack((rule,), {})).clean("A first line.\n\nENDS\n\nNotes to editors\n")
    assert cleaned.body == "A first line.\n"
    assert [cut.rule for cut in cleaned.removals] == ["end/mark", "end/mark"]
    assert "Below “ENDS”" in cleaned.removals[1].why


def test_title_and_dateline_go_on_request_only(library: RulePack) -> None:
    body = "SEOUL: " + paragraph(random.Random(4)) + "\n\n" + paragraph(random.Random(5)) + "\n"
    text = "Ferry fares to rise from spring\n\nBy Jane Doe\n\n" + body
    assert Cleaner(select_rules(library)).clean(text).body == text.replace("By Jane Doe\n\n", "")
    asked = Cleaner(select_rules(library, drop=["title", "dateline"])).clean(text)
    assert asked.body == body.removeprefix("SEOUL: ")
    assert asked.metadata["dateline"] == "SEOUL"


VERSE = "O storm,\n{}\nand leave the quay to me,\nfor I am old\nand tired."
PHRASES = (
    "go home", "next page", "back to top", "share this", "share", "more", "read more", "follow us", "log in",
    "print", "menu", "search", "comments", "see also", "subscribe", "skip to content",
)  # fmt: skip


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_line_in_the_middle_of_a_sentence_stays(cleaner: Cleaner, phrase: str) -> None:
    poem = VERSE.format(phrase)
    assert cleaner.clean(poem).body == poem
    assert cleaner.clean(f"{poem}\n\n{poem}").body == f"{poem}\n\n{poem}"


def test_a_menu_in_lower_case_goes_all_the_same(cleaner: Cleaner) -> None:
    text = "home\nshare this\nback to top\nlog in\n\n" + paragraph(random.Random(3))
    assert cleaner.clean(text).body == paragraph(random.Random(3))
