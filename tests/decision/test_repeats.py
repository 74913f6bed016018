"""A site's other pages as evidence: what they tell, what they must not, and how they are remembered."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from conftest import HERE, SEEDS
from hypothesis import given, settings
from hypothesis import strategies as st
from one_site import FOOTER, MENU, SITE, WORDS, page, paragraph, remembered, sentence, story
from test_negative import KNOWN_FAILURES as LOSE_SOMETHING_ALONE

from cleaner import Cleaned, Cleaner, Memory, RulePack, load_rules, select_rules
from cleaner.decision.repeats import Page, page_of


def cleaned_together(cleaner: Cleaner, texts: Sequence[str]) -> list[Cleaned]:
    """The texts as pages of one site, counted and cleaned."""
    knowing = cleaner.with_memory(remembered(texts))
    return [knowing.clean(text, site=SITE, html=False) for text in texts]


def bodies(cleaner: Cleaner, texts: Sequence[str]) -> list[list[str]]:
    return [cleaned.body.strip().split("\n\n") for cleaned in cleaned_together(cleaner, texts)]


# --- what goes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pages", [2, 3, 12])
def test_menu_and_footer_of_a_site_go_and_nothing_else(cleaner: Cleaner, pages: int) -> None:
    stories = [story(seed) for seed in range(pages)]
    assert bodies(cleaner, [page(MENU, text, FOOTER) for text in stories]) == stories


def test_a_cut_tells_on_how_many_pages_it_stands(cleaner: Cleaner) -> None:
    cuts = cleaned_together(cleaner, [page(story(seed), FOOTER) for seed in range(4)])[0].removals
    assert {cut.rule for cut in cuts} == {"repeat/site"}
    assert {cut.why for cut in cuts} == {"A line found among the same lines on 3 other pages of the site."}


def test_a_line_beside_such_a_cut_names_the_same_rule(cleaner: Cleaner) -> None:
    """What the reading takes along hangs on the repeated lines, and is of their kind."""
    teasers = [["Old pier to be listed", "A bakery afloat"], ["Night buses under review", "Ice house to let"]]
    texts = [page(story(seed), FOOTER[:3], teasers[seed], FOOTER[3:], MENU) for seed in (0, 1)]
    for cleaned, beside in zip(cleaned_together(cleaner, texts), teasers, strict=True):
        hanging = [cut.text.strip() for cut in cleaned.removals if "below the article" in cut.why]
        assert hanging == beside
        assert {(cut.rule, cut.kind) for cut in cleaned.removals} == {("repeat/site", "repeat")}


def test_dashes_between_lines_that_go_go_with_them(cleaner: Cleaner) -> None:
    stories = [story(seed) for seed in range(2)]
    ruled = [line for entry in FOOTER for line in (entry, "* * *")][:-1]
    assert bodies(cleaner, [page(text, ruled) for text in stories]) == stories


def test_the_rule_is_a_switch(library: RulePack) -> None:
    texts = [page(story(seed), FOOTER) for seed in range(2)]
    for pack in (select_rules(library, ignore=["repeat"]), select_rules(library, keep=["repeat"])):
        assert [cleaned.body for cleaned in cleaned_together(Cleaner(pack), texts)] == texts


def test_the_examples_of_the_rule(cleaner: Cleaner, library: RulePack) -> None:
    (rule,) = (rule for rule in library.rules if rule.kind == "repeat")
    for example in rule.cuts["en"]:
        assert cleaned_together(cleaner, example.split("=====\n"))[0].removals
    for example in rule.keeps["en"]:
        assert not cleaned_together(cleaner, example.split("=====\n"))[0].removals


# --- what stays --------------------------------------------------------------------------------------------


def test_without_other_pages_nothing_changes(cleaner: Cleaner) -> None:
    text = page(MENU, story(1), FOOTER)
    alone = cleaner.clean(text, html=False)
    assert cleaned_together(cleaner, [text]) == [alone]
    assert cleaned_together(cleaner, [text, text]) == [alone, alone]  # the same page twice is no other page


def test_other_sites_tell_nothing(cleaner: Cleaner) -> None:
    texts = [page(story(seed), FOOTER) for seed in range(3)]
    knowing = cleaner.with_memory(remembered(texts[1:], "other.example.com"))
    assert knowing.clean(texts[0], site=SITE, html=False).body == texts[0]
    assert knowing.clean(texts[0], html=False).body == texts[0]  # of no known site


def test_pages_and_texts_are_counted_as_they_are_read(cleaner: Cleaner) -> None:
    memory = Memory()
    for seed in range(3):
        lines = "".join(f"<p>{line}</p>" for line in [*story(seed)[1:], *FOOTER])
        html = f"<html><body><article><h1>{story(seed)[0]}</h1>{lines}</article></body></html>"
        memory.count(cleaner.read(html, url=f"https://www.example.com/{seed}"))
    memory.count(cleaner.read(page(story(9), FOOTER)))  # of no known site
    assert {site: len(pages) for site, pages in memory.sites.items()} == {SITE: 3}
    knowing = cleaner.with_memory(memory)
    text = knowing.clean(html, url="https://www.example.com/2").body
    assert not any(line in text for line in FOOTER)
    assert all(line in text for line in story(2)[1:])


def test_an_address_tells_the_site_and_the_page(cleaner: Cleaner) -> None:
    url = "https://www.example.com/ferry"
    old, new = page(story(1), FOOTER[:3]), page(story(1), FOOTER)
    memory = Memory()
    memory.add(SITE, page_of(old, url))
    knowing = cleaner.with_memory(memory)
    assert knowing.clean(new, url=url, html=False).body == new  # an older version of a page is no other page
    memory.add(SITE, page_of(page(story(2), FOOTER), "https://www.example.com/bus"))
    assert knowing.clean(new, url=url, html=False).body.strip().split("\n\n") == story(1)


@pytest.mark.parametrize("prints", [2, 3, 6])
def test_prints_of_one_story_do_not_erase_each_other(cleaner: Cleaner, prints: int) -> None:
    """On one site; on many they never meet. Each print has a line of its own, as a desk leaves it."""
    copies = [[*story(7), sentence(random.Random(seed), 20) + "."] for seed in range(prints)]
    assert bodies(cleaner, [page(copy) for copy in copies]) == copies


@pytest.mark.parametrize("kept", range(1, 7))
@pytest.mark.parametrize("headings", [False, True])
def test_paragraphs_taken_over_from_an_earlier_story_stay(
    cleaner: Cleaner, kept: int, headings: bool
) -> None:
    """Any share of a story in a follow-up, with or without its sub-headings, beside other pages."""
    old, new = story(1), story(2)
    shared = old[-kept:]
    if headings:
        shared = [line for number, text in enumerate(shared) for line in (f"{WORDS[number]} hour", text)]
        shared = [line.capitalize() if line.endswith("hour") else line for line in shared]
    texts = [page(old[:-kept], shared), page(new, shared), page(story(3), FOOTER), page(story(4), FOOTER)]
    assert bodies(cleaner, texts)[:2] == [text.strip().split("\n\n") for text in texts[:2]]


def test_a_headline_survives_other_pages_that_announce_it(cleaner: Cleaner) -> None:
    stories = [story(seed) for seed in range(6)]
    cards = [[text[0], text[1], "By Jane Doe"] for text in stories]
    texts = []
    for number, text in enumerate(stories):
        others = [line for card in (cards[number - 1], cards[number - 2]) for line in card]
        texts.append(page(MENU, text[:1], ["By Jane Doe"], text[1:], ["Related Articles"], others))
    for text, body in zip(stories, bodies(cleaner, texts), strict=True):
        assert body[0] == text[0]
        assert set(text) <= set(body)


def test_headings_of_a_template_stay_inside_the_article(cleaner: Cleaner) -> None:
    def recipe(seed: int) -> list[str]:
        chance = random.Random(seed)
        listed = [sentence(chance, 4) for _ in range(4)]
        steps = [paragraph(chance) for _ in range(3)]
        return [
            *story(seed, 2),
            "Ingredients",
            *listed,
            "Method",
            *steps,
            "How to serve it",
            paragraph(chance),
        ]

    recipes = [recipe(seed) for seed in range(8)]
    assert bodies(cleaner, [page(text, FOOTER) for text in recipes]) == recipes


def test_labels_that_a_page_repeats_itself_are_its_own(cleaner: Cleaner) -> None:
    def review(seed: int) -> list[str]:
        chance = random.Random(seed)
        rows = [[sentence(chance, 3), "What we like", "Price today", "Colours there are"] for _ in range(4)]
        return [*story(seed), *(line for row in rows for line in row), paragraph(chance)]

    reviews = [review(seed) for seed in range(4)]
    assert bodies(cleaner, [page(text) for text in reviews]) == reviews


@pytest.mark.parametrize("parts", [2, 5])
def test_the_introduction_of_a_series_erases_no_article(cleaner: Cleaner, parts: int) -> None:
    chance = random.Random(0)
    introduction = [sentence(chance, 5), paragraph(chance)]
    stories = [story(seed) for seed in range(1, parts + 1)]
    for text, body in zip(
        stories, bodies(cleaner, [page(introduction, text) for text in stories]), strict=True
    ):
        assert body[-len(text) :] == text


def test_articles_that_are_nothing_but_lines_are_not_judged(cleaner: Cleaner) -> None:
    tables = [
        page([f"Round {number}"], ["Ferry Town, Pier United", "Quay Rovers, Ice House"]) for number in (1, 2)
    ]
    assert [cleaned.body for cleaned in cleaned_together(cleaner, tables)] == tables


def test_the_seeds_as_pages_of_one_site(cleaner: Cleaner) -> None:
    raw = [path.read_text(encoding="utf-8") for path in sorted((SEEDS / "raw").glob("*.txt"))]
    alone = [cleaner.clean(text, html=False).body for text in raw]
    assert [cleaned.body for cleaned in cleaned_together(cleaner, raw)] == alone


def test_clean_texts_as_pages_of_one_site_lose_nothing(cleaner: Cleaner) -> None:
    paths = sorted((HERE / "negative").glob("*--*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths if path.stem not in LOSE_SOMETHING_ALONE]
    assert [cleaned.body for cleaned in cleaned_together(cleaner, texts)] == texts


# --- laws --------------------------------------------------------------------------------------------------

CLEANER = Cleaner(select_rules(load_rules()))
lines = st.one_of(
    st.sampled_from([*MENU, *FOOTER, "Advertisement", "Related Articles", "* * *", "By Jane Doe"]),
    st.integers(0, 9).map(lambda seed: paragraph(random.Random(seed))),
    st.text(max_size=20),
)
texts = st.lists(lines, max_size=12).map("\n\n".join)
pages = st.builds(
    Page, st.integers(0, 30), st.integers(0, 3).map(lambda number: bytes([number]) * 8 * number)
)
counted = st.lists(st.tuples(st.sampled_from(["a", "b", "c.example"]), pages), max_size=40)


def counting(sightings: Sequence[tuple[str, Page]], **limits: int) -> Memory:
    memory = Memory(**limits)
    for site, found in sightings:
        memory.add(site, found)
    return memory


@given(st.lists(texts, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_and_twice_is_once(documents: list[str]) -> None:
    knowing = CLEANER.with_memory(remembered(documents))
    for text in documents:
        cleaned = knowing.clean(text, site=SITE, html=False)
        kept = iter(text)
        assert all(any(character == other for other in kept) for character in cleaned.body)
        assert sum(len(cut.text) for cut in cleaned.removals) + len(cleaned.body) == len(text)
        assert knowing.clean(cleaned.body, site=SITE, html=False).body == cleaned.body


@given(counted, st.randoms(), st.integers(1, 4), st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_order_and_merging_make_no_difference(
    sightings: list[tuple[str, Page]], chance: random.Random, a_site: int, in_all: int
) -> None:
    limits = {"pages_a_site": a_site, "pages": in_all}
    whole = counting(sightings, **limits)
    shuffled = sightings * 2  # counting a page again changes nothing either
    chance.shuffle(shuffled)
    parts = [counting(shuffled[number::3], **limits) for number in range(3)]
    chance.shuffle(parts)
    parts[1].merge(parts[2])
    parts[0].merge(parts[1])
    assert parts[0].sites == whole.sites
    assert parts[0].to_bytes() == whole.to_bytes()


@given(counted, st.integers(1, 4), st.integers(1, 8))
@settings(max_examples=100, deadline=None)
def test_a_memory_keeps_within_its_limits(
    sightings: list[tuple[str, Page]], a_site: int, in_all: int
) -> None:
    memory = counting(sightings, pages_a_site=a_site, pages=in_all)
    assert len(memory) <= in_all
    assert all(0 < len(found) <= a_site for found in memory.sites.values())


@given(counted)
@settings(max_examples=50, deadline=None)
def test_a_memory_comes_back_from_its_bytes(sightings: list[tuple[str, Page]]) -> None:
    memory = counting(sightings)
    again = Memory.from_bytes(memory.to_bytes())
    assert again.sites == memory.sites
    assert again.to_bytes() == memory.to_bytes()


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda _: b"", "no memory"),
        (lambda data: b"PK\x03\x04" + data, "no memory"),
        (lambda data: data.replace(b"memory 1", b"memory 2"), "no memory of this version"),
        (lambda data: data[:-1], "damaged"),
        (lambda data: data[:-1] + bytes([data[-1] ^ 1]), "damaged"),
    ],
)
def test_what_is_no_memory_is_refused(damage, complaint: str) -> None:  # type: ignore[no-untyped-def]
    data = remembered([page(story(1))]).to_bytes()
    with pytest.raises(ValueError, match=complaint):
        Memory.from_bytes(damage(data))


def test_lone_surrogates_and_huge_pages_are_remembered() -> None:
    found = page_of("\ud800 a line\n" * 5000)
    assert len(found.prints) == 8 * 2000
    assert len(remembered(["\ud800 a line"], "\ud800")) == 1
