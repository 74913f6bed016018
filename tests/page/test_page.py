"""Pages as blocks, and the decision over them: pages of our own writing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import rebuilt
from lxml.html import document_fromstring, tostring
from prose import BRIDGE

from cleaner import Cleaned, Cleaner, load_rules, select_rules
from cleaner.decision.trees import Trees
from cleaner.model import Removal
from cleaner.page.decide import prepare
from cleaner.page.features import NAMES, TABLE, Feature, candidates, features
from cleaner.page.layout import layouts
from cleaner.page.metadata import Metadata
from cleaner.page.sheet import Sheet, _signs
from cleaner.page.walk import Inside, Page, drop_menus, read_signs, signed, walk

PACK = load_rules()
NOTHING_SAID = Metadata({}, {})
CLEANER = Cleaner(select_rules(PACK))


def html(body: str, title: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


def read(body: str) -> Page:
    return walk(document_fromstring(html(body)))


def paragraphs(*sentences: str) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


# --- blocks ------------------------------------------------------------------------------------------------

BLOCKS = {
    "paragraphs": ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
    "inline elements": ("<p>One <b>and</b> <a href=x>two</a>.</p>", ["One and two."]),
    "line breaks": ("<div>One<br>two<br><br>three</div>", ["One", "two", "three"]),
    "text around blocks": ("<div>One<p>two</p>three</div>", ["One", "two", "three"]),
    "a table": ("<table><tr><td>a<td>b<tr><td>c</table>", ["a | b", "c"]),
    "items": ("<ul><li>a<li>b<ul><li>c</ul></ul>", ["- a", "- b", "- c"]),
    "definitions": ("<dl><dt>a<dd>b</dl>", ["a", "b"]),
    "what is not shown": ("<script>x</script><style>y</style><template>z</template><p>a</p>", ["a"]),
    "what is shown on a click": ("<details><summary>Why?</summary>So.</details>", ["Why?", "So."]),
    "Chinese over two lines": ("<p>市议会决定\n  关闭这座桥。</p>", ["市议会决定关闭这座桥。"]),
    "Korean over two lines": ("<p>시의회는\n다리를</p>", ["시의회는 다리를"]),
    "ruby": ("<p><ruby>橋<rp>(</rp><rt>はし</rt><rp>)</rp></ruby>は閉まる。</p>", ["橋は閉まる。"]),
    "code": ("<pre>if a:\n    b</pre>", ["if a:\n    b"]),
    "code without pre": ("<p>See:</p><code>if a:\n    b</code>", ["See:", "if a:\n    b"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "blocks"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(body: str, blocks: list[str]) -> None:
    assert [block.text for block in read(body).blocks] == blocks


PLACES = {
    "nav": ("<nav><p>x</p></nav>", Inside.NAV),
    "all around": ("<main><aside><ul><li>x</ul></aside></main>", Inside.MAIN | Inside.ASIDE | Inside.LIST),
    "hidden": ("<div hidden><p>x</p></div>", Inside.HIDDEN),
    "hidden by style": ('<div style="color: red; display : none"><p>x</p></div>', Inside.HIDDEN),
    "hidden from readers": ('<div aria-hidden="true"><p>x</p></div>', Inside.HIDDEN),
    "by class": ('<div class="c-related__list"><p>x</p></div>', Inside.SIDE),
    "a part of a word is no class": ('<div class="unrelatedly"><p>x</p></div>', 0),
    "in capitals": ('<div class="Sidebar CONTENT"><p>x</p></div>', Inside.SIDE | Inside.BODY),
    "by id": ('<div id="article-body"><p>x</p></div>', Inside.BODY),
    "a pull quote": ('<div class="PullQuote"><p>x</p></div>', Inside.PULLED),
}  # fmt: skip


@pytest.mark.parametrize(("body", "inside"), PLACES.values(), ids=PLACES)
def test_where_a_block_stands(body: str, inside: int) -> None:
    page = read(body)
    known_to_readability = Inside.POSITIVE | Inside.NEGATIVE
    assert page.nodes[page.blocks[0].node].inside & ~known_to_readability == inside


def test_links_are_counted_in_characters() -> None:
    block = read("<p>One <a href=x>two <b>three</b></a> <b>four</b></p>").blocks[0]
    assert (block.linked, block.links, block.strong) == (len("two three"), 2, len("threefour"))


def test_parents_come_before_their_children() -> None:
    page = read("<div><p>a</p><ul><li>b</ul></div><p>c</p>")
    assert all(node.parent < number for number, node in enumerate(page.nodes))
    assert all(node.depth == page.nodes[node.parent].depth + 1 for node in page.nodes if node.parent >= 0)


# --- menus -------------------------------------------------------------------------------------------------

STORY = f"<article>{paragraphs(*BRIDGE * 4)}</article>"
ITEMS = "".join(f'<li><a href="/{number}">Place {number}</a></li>' for number in range(6))
TEASERS = "".join(f'<p><a href="/{number}">{text}</a></p>' for number, text in enumerate(BRIDGE))
CARDS = "".join(f'<div class="teasers"><ul>{ITEMS}</ul></div>' for _ in range(3))

MENUS = {  # a page, and what is not shown to an extractor
    "beside the article": (f"<div><ul>{ITEMS}</ul></div>{STORY}", "Place"),
    "of whole sentences": (f"<div>{TEASERS}</div>{STORY}", '<a href="/4">'),
    "within the article, by name": (
        f'<article>{paragraphs(*BRIDGE)}<div class="related"><ul>{ITEMS}</ul></div></article>', "Place",
    ),
    "elements that hold nothing": (f"<section><div></div></section>{STORY}", "<section>"),
}  # fmt: skip
NO_MENUS = {  # and what is
    "links within the article": (f"<article>{paragraphs(*BRIDGE)}<ul>{ITEMS}</ul></article>", "Place 5"),
    "few links": (f'<div><a href="/">Home</a> <a href="/us">About us</a></div>{STORY}', "About us"),
    "more text than links": (f"<div><ul>{ITEMS}</ul>{'Short words. ' * 4}</div>{STORY}", "Place 5"),
    "prose beside links": (f"<div><ul>{ITEMS}</ul><b>{BRIDGE[0]}</b></div>{STORY}", "<b>The council"),
    "a page of nothing but links": (CARDS, "Place 5"),
    "hardly any prose among links": (f"<p>{BRIDGE[0]}</p>{CARDS * 9}", "Place 5"),
    "text that goes on behind": (f"<ul>{ITEMS}</ul> or elsewhere{STORY}", "or elsewhere"),
    "empty cells": (f"<table><tr><td>1</td><td></td></tr></table>{STORY}", "<td></td>"),
}  # fmt: skip


def shown(body: str) -> str:
    tree = document_fromstring(html(body))
    page = walk(tree)
    before = [block.text for block in page.blocks]
    drop_menus(page)
    assert [block.text for block in page.blocks] == before
    return str(tostring(tree, encoding="unicode"))


@pytest.mark.parametrize(("body", "text"), MENUS.values(), ids=MENUS)
def test_menus_are_not_shown_to_an_extractor(body: str, text: str) -> None:
    assert text in body
    assert text not in shown(body)
    assert all(f"<p>{sentence}</p>" in shown(body) for sentence in BRIDGE)


@pytest.mark.parametrize(("body", "text"), NO_MENUS.values(), ids=NO_MENUS)
def test_what_may_be_of_the_article_is(body: str, text: str) -> None:
    assert text in shown(body)


def test_a_block_of_a_menu_still_has_its_links() -> None:
    tree = document_fromstring(html(f"<div><ul>{ITEMS}</ul></div>{STORY}"))
    page = walk(tree)
    drop_menus(page)
    block = next(layouts(page, {0: (0, 9)}, "https://example.com/"))
    assert (block.type, block.markdown) == ("item", "[Place 0](<https://example.com/0>)")


# --- signs -------------------------------------------------------------------------------------------------


def test_signs_tell_which_blocks_an_extractor_took_and_how_much_of_them() -> None:
    tree = document_fromstring(html("<p>One.</p><p>Two and <i>more</i> words.</p><p>Three.</p>"))
    page = walk(tree)
    with signed(page) as signs:
        first, second, _ = ("".join(p.itertext()) for p in tree.iter("p"))
        shares = read_signs(page, signs, [second.replace(" words.", ""), first, first])
    assert [round(share, 2) for share in shares] == [1.0, 0.63, 0.0]


SIGNED = {
    "paragraphs": "<p>One.</p><p>Two and <i>more</i> words.</p>",
    "text behind elements": "<div><b>a</b> longer than that<br>and this</div>",
    "nothing but signs": "<p>•</p><p>* * *</p><p>–</p>",
    "a letter": "<p>a</p><p>b</p>",
    "spaces": "<p>\n   x\n   </p><pre>\n  y = 1\n</pre>",
    "rare Chinese letters": "<p>\U00020000\U00020001 \U00020002</p><p>\U00020001</p>",
}


@pytest.mark.parametrize("body", SIGNED.values(), ids=SIGNED)
def test_signs_change_no_length_and_leave_nothing_behind(body: str) -> None:
    tree = document_fromstring(html(body))
    page = walk(tree)
    before = list(tree.itertext())
    with signed(page) as signs:
        during = list(tree.itertext())
        assert min(read_signs(page, signs, during)) > 0.8
    assert sorted(signs.values()) == list(range(len(page.blocks)))
    assert [len(text) for text in during] == [len(text) for text in before]
    assert during != before
    assert list(tree.itertext()) == before


def test_signs_are_written_into_what_holds_characters_that_xml_knows_not() -> None:
    page = read("<p>One&#1; two.</p>")
    with signed(page) as signs:
        assert len(signs) == 1
    assert page.blocks[0].sources[0].text == "One two."


def test_a_page_in_braille_is_read() -> None:
    line = "\u2813\u2811\u2807\u2807\u2815 \u283a\u2815\u2817\u2807\u2819"
    assert line in CLEANER.clean(html(f"<article><p>{line}</p>{paragraphs(*BRIDGE)}</article>")).body


# --- features and trees ------------------------------------------------------------------------------------


def test_every_feature_has_a_name_and_candidates_stand_near_what_was_taken() -> None:
    page = read("<p>word</p>" * 100)
    page.blocks[50].taken = 1.0
    chosen = candidates(page)
    assert chosen == list(range(30, 71))
    blocks, marks = prepare(page, chosen, lambda some: [()] * len(some))
    rows = features(Sheet(page, blocks, marks, NOTHING_SAID, chosen))
    assert {len(row) for row in rows} == {len(NAMES)}
    assert len(set(NAMES)) == len(NAMES)
    taken = NAMES.index("taken")
    assert [row[taken] for row in rows].index(1.0) == chosen.index(50)


LOOKS = {  # a text: letters, of these capitals, and digits, as shares that the features tell
    "ASCII": ("Route 66 OPENS.", (10, 6, 2)),
    "accents and quotes": ("“Élan” vital à 8 h", (11, 1, 1)),
    "Greek and Arabic digits": ("ΑΒγ ٣٤", (3, 2, 2)),
}


@pytest.mark.parametrize(("text", "counts"), LOOKS.values(), ids=LOOKS)
def test_letters_capitals_and_digits(text: str, counts: tuple[int, int, int]) -> None:
    page = read(f"<p>{text}</p>")
    blocks, marks = prepare(page, [0], lambda some: [()] * len(some))
    row = features(Sheet(page, blocks, marks, NOTHING_SAID, [0]))[0]
    letters, capitals, digits = counts
    assert row[NAMES.index("capitals")] == capitals / letters
    assert row[NAMES.index("digits")] == digits / len(text)


@given(st.text(min_size=1).filter(str.strip))
def test_characters_are_counted_as_python_counts_them(text: str) -> None:
    counts = (sum(map(is_one, text)) for is_one in (str.isalpha, str.isupper, str.isdigit))
    assert _signs(text) == (len(text), *counts)


def test_a_feature_is_one_row_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    page = read("<p>one</p><p>three</p><p>twelve</p>")
    page.blocks[1].taken = 1.0
    blocks, marks = prepare(page, [0, 2], lambda some: [()] * len(some))
    before = features(Sheet(page, blocks, marks, NOTHING_SAID, [0, 2]))
    row = Feature("characters", lambda sheet: sheet.of(sheet.chars))
    monkeypatch.setattr("cleaner.page.features.TABLE", (*TABLE, row))
    assert features(Sheet(page, blocks, marks, NOTHING_SAID, [0, 2])) == [(*before[0], 3), (*before[1], 6)]


@given(st.lists(st.sampled_from("pha"), min_size=1, max_size=30), st.data())
def test_each_feature_has_a_value_for_each_chosen_block_of_any_page(
    tags: list[str], data: st.DataObject
) -> None:
    page = read(
        "".join({"p": "<p>a b</p>", "h": "<h2>c</h2>", "a": "<div><a href=x>d</a></div>"}[t] for t in tags)
    )
    for part in page.blocks:
        part.taken = float(data.draw(st.booleans()))
    chosen = sorted(data.draw(st.sets(st.sampled_from(range(len(page.blocks))))))
    blocks, marks = prepare(page, chosen, lambda some: [()] * len(some))
    sheet = Sheet(page, blocks, marks, Metadata({"title": "c d"}, {}), chosen)
    assert {feature.name: len(feature.values(sheet)) for feature in TABLE} == dict.fromkeys(
        NAMES, len(chosen)
    )


def test_trees_add_up() -> None:
    trees = Trees(("a", "b"), [["a", 0.5, -1, ["b", 2, 1, 3]], 0.25])
    assert [trees.odds(row) for row in [(0, 9), (0.5, 9), (1, 2), (1, 2.1)]] == [-0.75, -0.75, 1.25, 3.25]


def test_trees_over_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="no signal is called 'c'"):
        Trees(("a", "b"), [["c", 0.5, -1, 1]])


# --- the decision ------------------------------------------------------------------------------------------

RULES = [rule for rule in PACK.rules if rule.page]


def said(cleaned: Cleaned) -> set[str]:
    return {removal.rule for removal in (*cleaned.removals, *cleaned.restored)}


@pytest.mark.parametrize(
    ("rule", "page"), [(rule.id, page) for rule in RULES for pages in rule.cuts.values() for page in pages]
)
def test_a_rule_acts_on_its_examples(rule: str, page: str) -> None:
    assert rule in said(CLEANER.clean(page, html=True))


@pytest.mark.parametrize(
    ("rule", "page"), [(rule.id, page) for rule in RULES for pages in rule.keeps.values() for page in pages]
)
def test_a_rule_leaves_what_it_keeps(rule: str, page: str) -> None:
    assert rule not in said(CLEANER.clean(page, html=True))


LINKS = "".join(
    f'<p><a href="/{n}">Other story number {n} of the week about the town and its people</a></p>'
    for n in range(6)
)
PAGE = html(
    f"<article><h1>Bridge stays closed</h1>{paragraphs(*BRIDGE)}<div>{LINKS}</div></article>",
    "Bridge stays closed",
)


def test_junk_is_cut_explained_and_can_be_put_back() -> None:
    cleaned = CLEANER.clean(PAGE)
    assert "Other story" not in cleaned.body
    assert all(sentence in cleaned.body for sentence in BRIDGE)
    assert rebuilt(cleaned) == cleaned.original
    assert all(removal.why for removal in cleaned.removals)


def test_the_decision_is_a_switch() -> None:
    whole = Cleaner(select_rules(PACK, ignore=["page", "context", "related/card"])).clean(PAGE)
    assert "Other story number 3" in whole.body
    assert not whole.restored


def test_what_comes_back_is_told_by_its_place() -> None:
    page = next(page for rule in RULES if rule.page == "restored" for page in rule.cuts["en"])
    cleaned = CLEANER.clean(page)
    for restored in cleaned.restored:
        assert isinstance(restored, Removal)
        assert cleaned.original[restored.start : restored.end] == restored.text
        assert restored.text in cleaned.body


def test_a_marked_kind_that_is_to_stay_stays() -> None:
    caption = "<figcaption>The bridge on Monday. Photo: Jane Roe / Reuters</figcaption>"
    page = html(f"<article>{paragraphs(*BRIDGE[:3])}<p>Photo: Jane Roe / Reuters</p>{caption}</article>")
    kept = Cleaner(select_rules(PACK, keep=["credit", "caption"])).clean(page)
    assert not {"credit", "caption"} & {removal.kind for removal in kept.removals}


LARGE = 20_000_000  # characters
LARGE_PAGES = {  # what such a page repeats
    "paragraphs": f"<p>{BRIDGE[0]}</p>",
    "one long text": f"{BRIDGE[0]} ",
    "lines": f"{BRIDGE[0]}<br>",
    "links": f'<li><a href="/x">{BRIDGE[0]}</a></li>',
    "menus": f"<ul>{ITEMS}</ul>",
    "cards": f"<div class='card teaser'><span>{BRIDGE[0][:20]}</span></div>",
    "a table": "<tr><td>12</td><td>Bridges</td></tr>",
    "emphasis": "<b>word</b> <i>other</i> ",
    "elements that hold nothing": "<div><i></i></div>",
    "classes": '<p class="a b c d e f g h">word</p>',
}
CLEANED_ALONE = """
import sys, time
from cleaner import Cleaner
cleaner, piece, size = Cleaner(), sys.argv[1], int(sys.argv[2])
page = f"<html><body><div>{piece * (size // len(piece))}</div></body></html>"
start = time.process_time()
cleaned = cleaner.clean(page)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
seconds, megabytes = time.process_time() - start, int(peak.split()[1]) / 1000
print(seconds, megabytes, "the rest was not read" in cleaned.warnings[0])
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process's peak")
@pytest.mark.parametrize("piece", LARGE_PAGES.values(), ids=LARGE_PAGES)
def test_a_page_of_20_mb_takes_seconds_and_little_memory(piece: str) -> None:
    command = [sys.executable, "-c", CLEANED_ALONE, piece, str(LARGE)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    seconds, megabytes, said = done.stdout.split()
    assert float(seconds) < 30
    assert float(megabytes) < 1000
    assert said == "True"


# --- encodings and structures, all the way -----------------------------------------------------------------

IN_WORDS = {
    "windows-1251": "Городской совет решил закрыть мост на зиму, и жители говорят, что не знали об этом.",
    "koi8-r": "Городской совет решил закрыть мост на зиму, и жители говорят, что не знали об этом.",
    "gb18030": "市议会决定在冬季关闭这座桥，居民们说没有人事先通知他们，市长表示将在下周与他们见面。",
    "big5": "市議會決定在冬季關閉這座橋，居民們說沒有人事先通知他們，市長表示將在下週與他們見面。",
    "shift_jis": "市議会は冬の間、橋を閉鎖することを決めたが、住民は知らされていなかったと話している。",
    "euc-jp": "市議会は冬の間、橋を閉鎖することを決めたが、住民は知らされていなかったと話している。",
    "euc-kr": "시의회는 겨울 동안 다리를 폐쇄하기로 결정했고, 주민들은 아무도 알려 주지 않았다고 말했다.",
    "iso-8859-1": "Les élèves de l'école ont reçu un prix à Besançon, où l'on a fêté cela tout l'été.",
    "iso-8859-2": "Rada miasta postanowiła zamknąć most na zimę, a mieszkańcy mówią, że nie wiedzieli.",
    "iso-8859-7": "Το συμβούλιο αποφάσισε να κλείσει τη γέφυρα για τον χειμώνα και οι κάτοικοι το έμαθαν.",
    "windows-1256": "قرر مجلس المدينة إغلاق الجسر طوال فصل الشتاء وقال السكان إن أحدا لم يبلغهم بذلك من قبل.",
    "windows-874": "สภาเมืองตัดสินใจปิดสะพานตลอดฤดูหนาว และชาวบ้านบอกว่าไม่มีใครแจ้งล่วงหน้าเลย",
    "utf-8": "Der Rat tagte am Montag über die Brücke und beschloß, sie für Fußgänger zu öffnen, heißt es.",
}


@pytest.mark.parametrize("far", [0, 2000], ids=["at the top", "after 2,000 bytes"])
@pytest.mark.parametrize("label", IN_WORDS)
def test_a_page_in_each_encoding(label: str, far: int) -> None:
    text = IN_WORDS[label]
    encoding = {"windows-874": "cp874"}.get(label, label)
    head = f'<head>{" " * far}<meta charset="{label}"></head>'
    page = f"<html>{head}<body><article><p>{text}</p></article></body></html>"
    assert CLEANER.clean(page.encode(encoding)).body == text


@pytest.mark.parametrize("label", ["windows-1251", "gb18030", "shift_jis", "euc-kr"])
def test_a_page_that_declares_what_it_is_not(label: str) -> None:
    article = f"<article><p>{IN_WORDS[label]}</p></article>"
    page = f'<html><head><meta charset="utf-8"></head><body>{article}</body></html>'
    assert CLEANER.clean(page.encode(label)).body == IN_WORDS[label]


PROSE = paragraphs(*BRIDGE)
WHOLE = {
    "an accordion of questions": (
        f"<article>{PROSE}<h2>Questions</h2><details><summary>May I cross on foot?</summary>"
        "<p>Yes, between six in the morning and ten at night, on one side only.</p></details></article>",
        "Yes, between six in the morning",
        "",
    ),
    "a hidden menu": (
        '<div style="display:none" class="menu"><ul><li><a href="/sport">Sport news</a></ul></div>'
        f"<article>{PROSE}</article>",
        BRIDGE[0],
        "Sport news",
    ),
    "an article without scripts": (f"<noscript><article>{PROSE}</article></noscript>", BRIDGE[4], ""),
    "an accelerated page": (
        "<amp-sidebar><nav><a href=/>Home of it</a></nav></amp-sidebar>"
        f"<article>{PROSE}<amp-img src=x></amp-img></article>",
        BRIDGE[4],
        "Home of it",
    ),
    "a live blog": (
        "".join(f"<section><time>1{n}:00</time><p>{s}</p></section>" for n, s in enumerate(BRIDGE)),
        BRIDGE[4],
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "there", "not_there"), WHOLE.values(), ids=WHOLE)
def test_pages_that_go_wrong_elsewhere(body: str, there: str, not_there: str) -> None:
    found = CLEANER.clean(html(body, "Bridge stays closed")).body
    assert there in found
    assert not not_there or not_there not in found
