"""Whose word counts: three verdicts, the vote among them, and containers of one kind. Pages of our own."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

import pytest
from lxml.html import document_fromstring
from prose import BRIDGE

from cleaner import Cleaner
from cleaner.model import By, Document
from cleaner.page.containers import kind_of, main_prose
from cleaner.page.readability import readable
from cleaner.page.verdicts import count, take
from cleaner.page.walk import Page, main_part, walk
from cleaner.text import as_blocks

SEEDS = Path(__file__).parents[2] / "seeds" / "raw"
MENU = "<nav><ul>" + "".join(f'<li><a href="/{n}">Section {n}</a>' for n in range(8)) + "</ul></nav>"
STORY = "".join(f"<p>{sentence}</p>" for sentence in BRIDGE)
ASIDE = '<div class="sidebar"><p>Ferry prices rise in March, says the company.</p></div>'
CARD = (
    '<div class="teaser"><a href="/{0}"><img src="{0}.jpg" alt=""></a>'
    '<h3><a href="/{0}">Night buses, part {0}</a></h3>'
    "<p>The council wants to know who still rides, and asks every household on the island.</p></div>"
)


def page_of(body: str) -> Page:
    return walk(document_fromstring(f"<html><head><title>x</title></head><body>{body}</body></html>"))


def texts(page: Page, verdict: list[float]) -> list[str]:
    return [block.text for block, share in zip(page.blocks, verdict, strict=True) if share]


BODIES = {
    "an article": f"{MENU}<article>{STORY}</article>{ASIDE}",
    "a division": f'{MENU}<div class="content">{STORY}</div>{ASIDE}',
    "no names": f"{MENU}<div><div>{STORY}</div></div>{ASIDE}",
    "two halves": (
        f'{MENU}<div><div class="part">{STORY}</div><p class="ad">Buy now</p>'
        f'<div class="part">{STORY}</div></div>'
    ),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("verdict", [readable, main_part])
def test_a_verdict_takes_the_story_and_no_menu(verdict: object, body: str) -> None:
    page = page_of(body)
    assert callable(verdict)
    found = texts(page, verdict(page))
    assert set(BRIDGE) <= set(found)
    assert not any("Section" in text for text in found)


@pytest.mark.parametrize("body", ["", "<p>x</p>", "<ul><li><a href=x>y</a></ul>", "<br><br>"])
def test_a_page_of_nothing_has_verdicts_too(body: str) -> None:
    page = page_of(body)
    assert len(readable(page)) == len(main_part(page)) == len(page.blocks)


def test_two_of_three_take_a_block() -> None:
    tree = document_fromstring(f"<html><body>{BODIES['an article']}</body></html>")
    page = walk(tree)
    assert take(tree, page) == ()
    for block in page.blocks:
        assert block.taken == (sum(vote > 0 for vote in block.votes) >= 2)
    assert set(BRIDGE) <= {block.text for block in page.blocks if block.taken}


VOTES = {  # what three extractors take of the paragraphs of a story, and what is taken
    "two agree": (("abcd", "abcd", ""), "abcd"),
    "two agree on half of it": (("abcdefgh", "abcd", ""), "abcd"),
    "two agree on little of it": (("abcdefgh", "a", ""), "abcdefgh"),
    "two agree on little of it, and one takes most": (("b", "abcdefgh", ""), "abcdefgh"),
    "all different": (("a", "bcdefgh", ""), "abcdefgh"),
    "all different, none much more": (("abcd", "efgh", ""), "abcd"),
    "nobody says anything": (("", "", ""), ""),
}


@pytest.mark.parametrize(("votes", "taken"), VOTES.values(), ids=VOTES)
def test_who_takes_most_of_a_story_is_believed_if_the_others_agree_on_little(
    votes: tuple[str, ...], taken: str
) -> None:
    """Page builders put each paragraph into containers of its own, and extractors look for one."""
    page = page_of("".join(f"<div><p>{sentence}</p></div>" for sentence in islice(cycle(BRIDGE), 8)))
    for letter, block in zip("abcdefgh", page.blocks, strict=True):
        block.votes = tuple(float(letter in vote) for vote in votes)
    count(page)
    assert (
        "".join(letter for letter, block in zip("abcdefgh", page.blocks, strict=True) if block.taken) == taken
    )


@pytest.mark.parametrize("place", ["nav", "footer", "aside"])
def test_prose_beside_the_story_is_not_what_most_take(place: str) -> None:
    page = page_of(f"<p>{BRIDGE[0]}</p><{place}>{STORY * 3}</{place}>")
    for number, block in enumerate(page.blocks):
        block.votes = (float(number == 0), 1.0, 0.0)
    count(page)
    assert [block.text for block in page.blocks if block.taken] == [BRIDGE[0]]


@pytest.mark.parametrize(
    "around", ["header", "nav", "footer", "aside", "form", "div class=sidebar", "button"]
)
def test_a_main_element_stands_in_no_menu(around: str) -> None:
    """However much of the page's top was left open before it."""
    page = page_of(f"<{around}><ul><li>Menu<li><main><article>{STORY}</article></main></ul>")
    assert set(BRIDGE[1:]) <= set(texts(page, main_part(page)))  # the first hangs on the bullet of the list


@pytest.mark.parametrize("seed", ["ar-iqra-aydan", "fr-lire-aussi-cookies", "ja-kanren-kiji"])
def test_what_trees_are_sure_of_is_not_taken_by_the_reading(seed: str, cleaner: Cleaner) -> None:
    """What goes for what stands beside it stays if the page says that it is its matter."""
    document = Document((SEEDS / f"{seed}.txt").read_text(encoding="utf-8"))
    beside = [
        (cut.start + len(cut.text) - len(cut.text.lstrip()), cut.text.strip())
        for cut in cleaner.clean_document(document).removals
        if cut.by in (By.NEIGHBOUR, By.PLACE)
    ]
    assert beside
    sure = document._replace(sure=frozenset(start for start, _ in beside))
    assert {text for _, text in beside} <= set(cleaner.clean_document(sure).body.split("\n"))


def test_what_stands_twice_is_sure_where_it_is_sure(cleaner: Cleaner) -> None:
    """The same line among other articles goes, whatever else was cut above it."""
    line = "Harbour wall cracked again"
    text = "\n".join(("Home", "News", "Share", *BRIDGE, line, "Related Articles", "Ferry sold", line))
    once = Document(text)._replace(sure=frozenset((text.index(line),)))
    assert cleaner.clean_document(once).body == "\n".join((*BRIDGE, line))


def test_containers_of_one_kind_have_the_same_names_but_for_digits() -> None:
    page = page_of(
        '<div class="part-1"><p>a</p></div><div class="part-2"><p>b</p></div><div class="ad"><p>c</p></div>'
    )
    first, second, third = (kind_of(page, block.node) for block in page.blocks)
    assert first == second != third


@pytest.mark.parametrize(
    "other", ["part mt-4", "part part--wide", "part last", "part  -mx-2", "part p-3 first"]
)
def test_names_of_looks_make_no_other_kind(other: str) -> None:
    page = page_of(f'<div class="part"><p>a</p></div><div class="{other}"><p>b</p></div>')
    first, second = (kind_of(page, block.node) for block in page.blocks)
    assert first == second


def test_names_of_other_things_make_another_kind() -> None:
    names = ("story part--wide", "story part--side", "story aside", "story")
    page = page_of("".join(f'<div class="{name}"><p>a</p></div>' for name in names))
    assert len({kind_of(page, block.node) for block in page.blocks}) == len(names)


def test_prose_in_containers_of_the_main_kind_is_of_the_article() -> None:
    halves = f'<div class="part">{STORY}</div><div class="ad">{STORY}</div><div class="part">{STORY}</div>'
    page = page_of(halves)
    blocks = as_blocks([part.text for part in page.blocks])
    for part in page.blocks[: len(BRIDGE)]:
        part.taken = 1.0
    odds = dict.fromkeys(range(len(BRIDGE)), 2.0)
    found = main_prose(page, blocks, odds)
    assert {number // len(BRIDGE) for number in found} == {0, 2}
    assert main_prose(page, blocks, dict.fromkeys(range(len(BRIDGE)), -2.0)) == set()


def long_article(paragraphs: int, before: str = "<p>", after: str = "</p>") -> str:
    parts = islice(cycle(BRIDGE), paragraphs)
    body = "".join(f"{before}{part} This is paragraph {number}.{after}" for number, part in enumerate(parts))
    return (
        "<html><head><title>The bridge</title></head><body>"
        f"{MENU}<main><h1>The bridge</h1><div class=text>{body}</div></main>{ASIDE}</body></html>"
    )


@pytest.mark.parametrize("paragraphs", [12, 24, 240, 600])
@pytest.mark.parametrize(
    ("before", "after"), [("<p>", "</p>"), ('<div class="w"><p>', "</p></div>")], ids=["plain", "wrapped"]
)
def test_an_article_is_kept_however_long(paragraphs: int, before: str, after: str, cleaner: Cleaner) -> None:
    body = cleaner.clean(long_article(paragraphs, before, after), html=True).body
    assert [n for n in range(paragraphs) if f"This is paragraph {n}." not in body] == []


PLACES = {
    "in the article": f"<article><h1>The bridge</h1>{STORY}</article>",
    "above it": f"<h1>The bridge</h1><article>{STORY}</article>",
    "in a header": f"<header><h1>The bridge</h1></header><main><article>{STORY}</article></main>",
    "with the site's name": f"<article><div>The bridge</div>{STORY}</article>",
}


@pytest.mark.parametrize("body", PLACES.values(), ids=PLACES)
def test_the_title_is_metadata_wherever_it_stands(body: str, cleaner: Cleaner) -> None:
    page = f"<html><head><title>The bridge | Island Post</title></head><body>{MENU}{body}</body></html>"
    cleaned = cleaner.clean(page, html=True)
    assert "The bridge" not in cleaned.body.splitlines()
    assert cleaned.metadata["title"].startswith("The bridge")
    assert all(sentence in cleaned.body for sentence in BRIDGE)


HEADLINES = "".join(f"<p><a href=/{n}>Night buses, once more, part {n}</a></p>" for n in range(6))
RIVER = f"<div>{HEADLINES}</div>"
CARDS = {
    "one among paragraphs": (STORY[: len(STORY) // 2].rpartition("<p>")[0], CARD.format(1), STORY),
    "a dozen below": (STORY, "".join(map(CARD.format, range(12))), ""),
    "a river of headlines": (STORY, RIVER, ""),
}  # fmt: skip


@pytest.mark.parametrize("parts", CARDS.values(), ids=CARDS)
def test_teaser_cards_go(parts: tuple[str, str, str], cleaner: Cleaner) -> None:
    above, cards, below = parts
    head = "<html><head><title>The bridge</title></head>"
    page = f"{head}<body><article>{above}{cards}{below}</article></body></html>"
    body = cleaner.clean(page, html=True).body
    assert "Night buses" not in body
    assert "every household" not in body
    assert all(sentence in body for sentence in BRIDGE)


@pytest.mark.parametrize("anchor", ['<a name="top">', '<a id="s1" class="anchor">'])
def test_an_anchor_left_open_makes_no_links_of_what_is_below(anchor: str) -> None:
    tree = document_fromstring(
        f"<body><h2>{anchor}Lamps</h2><p>{anchor}The lamp will be lit.</p><p><a href=/x>More</a></p>"
    )
    assert [block.linked for block in walk(tree).blocks] == [0, 0, 4]
