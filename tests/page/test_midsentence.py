"""The words of a sentence stay whatever class their element has; beside sentences, the element goes."""

from __future__ import annotations

import pytest
from prose import BRIDGE

from cleaner import Cleaned, Cleaner
from cleaner.match import PageRules
from cleaner.model import Removes, Rule
from cleaner.page.elements import strip
from cleaner.page.parse import parse

CLASSES = (
    "author-name", "byline", "photo-credit", "entry-date", "timestamp", "reading-time", "copyright",
    "comments", "comment-count", "newsletter", "toc", "readmore", "more-link", "read-more", "related-link",
    "breadcrumb",
)  # fmt: skip
TAGS = (
    "span", "a", "time", "em", "strong", "b", "i", "small", "cite", "abbr", "q", "mark", "sup", "sub",
    "label",
)  # fmt: skip
AMID = {  # words of a sentence, of the element and of the rest of it
    "en": ("The keeper of the old lighthouse, ", "Anders Holm", ", stood on the pier that morning."),
    "a small letter": ("In the spring of that year ", "Anders Holm", " drew the plans for the pier."),
    "a mark that opens": ("They gave the plans to ", "Anders Holm", " (then nineteen years old) and left."),
    "a letter right behind": ("They all went by ", "Anders Holm", "’s reckoning of how deep the water was."),
    "the next sentence": ("The plans had been drawn by ", "Anders Holm", ". He had never seen the sea."),
    "a number": ("The council voted on the plan on ", "4 March 2024", " and never spoke of it again."),
    "in a link": ('See how <a href="/x">the keeper ', "Anders Holm", " drew the plans</a> for the old pier."),
    "de": ("Die Pläne für die alte Brücke hat ", "Anders Holm", " im Frühjahr jenes Jahres gezeichnet."),
    "fr": ("Au printemps de cette année-là, ", "Anders Holm", " a dessiné les plans du vieux pont."),
    "ru": ("Весной того года главный инженер ", "Андерс Хольм", " нарисовал планы старого моста."),
    "el": ("Την άνοιξη εκείνου του χρόνου ο ", "Άντερς Χολμ", " σχεδίασε την παλιά γέφυρα."),
    "ar": ("في ربيع ذلك العام رسم المهندس ", "أندرس هولم", " مخططات الجسر القديم في المدينة."),
    "hi": ("उस साल वसंत में इंजीनियर ", "अंडर्स होल्म", " ने पुराने पुल की योजना बनाई थी।"),
    "zh": ("那年春天，工程师", "安德斯·霍尔姆", "为这座老桥画了图纸，然后离开了这座城市。"),
    "ja": ("その年の春、技師の", "アンデルス・ホルム", "が古い橋の図面を描き、町を去った。"),
    "th": ("ในฤดูใบไม้ผลิปีนั้น วิศวกร", "อันเดอร์ส โฮล์ม", "วาดแบบแปลนสะพานเก่า"),
}  # fmt: skip
BESIDE = {  # the element goes: no sentence goes on on both sides of it
    "alone": "<p>{}</p>",
    "between paragraphs": "{}",
    "at the end": "<p>The plans for the old pier were drawn in the spring of that year. {}</p>",
    "at the start": "<p>{} The plans for the old pier were drawn in the spring of that year.</p>",
    "between sentences": "<p>The plans for the pier were drawn that year. {} Nobody wanted them then.</p>",
    "after a bar": "<p>The harbour office of the town | {} | all about the sea</p>",
    "after a colon": "<p>The plans for the old pier were drawn by: {} that year.</p>",
    "on a line of its own": "<p>The plans for the old pier<br>{}<br>were drawn that spring.</p>",
    "beside its like": '<p>{}<span class="entry-date">4 March</span><span class="toc">contents</span></p>',
}
UNSEEN = ('<span class="sr-only">{}</span>', '<span class="hide">{}</span>', "<span hidden>{}</span>")
FRAMED = '<span class="comments">{}<iframe></iframe></span>'


def cleaned(cleaner: Cleaner, middle: str) -> Cleaned:
    before, after = ("".join(f"<p>{part}</p>" for part in parts) for parts in (BRIDGE[:2], BRIDGE[2:]))
    return cleaner.clean(f"<main><article>{before}{middle}{after}</article></main>", html=True)


def lost(cleaner: Cleaner, middle: str, words: str) -> list[str]:
    """The rules that took words out of the body."""
    found = cleaned(cleaner, middle)
    return [] if words in found.body else [cut.rule for cut in found.removals] or ["no rule"]


@pytest.mark.parametrize("sentence", AMID.values(), ids=AMID)
def test_words_amid_a_sentence_stay_whatever_their_class(
    sentence: tuple[str, str, str], cleaner: Cleaner
) -> None:
    """One paragraph for each class and tag in turn, so that every class and every tag is tried."""
    before, words, after = sentence
    whole = "".join(sentence).replace('<a href="/x">', "").replace("</a>", "")
    pairs = {(name, TAGS[n % len(TAGS)]) for n, name in enumerate(CLASSES)} | {
        ("byline", tag) for tag in TAGS
    }
    for name, tag in sorted(pairs):
        middle = f'<p>{before}<{tag} class="{name}">{words}</{tag}>{after}</p>'
        assert not lost(cleaner, middle, whole), (name, tag)


@pytest.mark.parametrize("place", BESIDE.values(), ids=BESIDE)
def test_beside_sentences_the_element_goes(place: str, cleaner: Cleaner) -> None:
    for name, tag in zip(CLASSES, TAGS, strict=False):
        found = cleaned(cleaner, place.format(f'<{tag} class="{name}">Anders Holm</{tag}>'))
        assert "Anders Holm" not in found.body, (name, tag)
        assert any("Anders Holm" in cut.text for cut in found.removals), (name, tag)


@pytest.mark.parametrize("element", [*UNSEEN, FRAMED])
def test_what_nobody_reads_in_the_sentence_goes(element: str, cleaner: Cleaner) -> None:
    before, _, after = AMID["a small letter"]
    found = cleaned(cleaner, f"<p>{before}{element.format('opens in a new window')}{after}</p>")
    assert "opens" not in found.body


def test_a_rule_for_a_site_is_believed_amid_a_sentence() -> None:
    page = "<p>The song was " + '<span class="x">Buy it here</span> sung on the pier.</p>'
    for sites, host in (((), ""), (("herald.example",), "herald.example")):
        rule = Rule("a/a", "a", "", css=(".x",), sites=sites, removes=Removes.ELEMENT)
        assert bool(strip(parse(page), PageRules([rule]), host)) == bool(sites)


def test_many_elements_in_one_paragraph_cost_no_more_each(cleaner: Cleaner) -> None:
    words = "".join(f'<span class="byline">Holm {n}</span> and then ' for n in range(2000))
    assert "Holm 1500 and then" in cleaned(cleaner, f"<p>The list has {words} no one.</p>").body
