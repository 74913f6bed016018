"""What pages write in forms of their own: code, formulas, footnotes, tables, and articles printed twice."""

from __future__ import annotations

import pytest
from prose import BRIDGE

from cleaner import Cleaned, Cleaner

BEFORE, AFTER = ("".join(f"<p>{part}</p>" for part in parts) for parts in (BRIDGE[:3], BRIDGE[3:]))


def cleaned(cleaner: Cleaner, middle: str, tail: str = "") -> Cleaned:
    article = f"<article>{BEFORE}{middle}{AFTER}</article>{tail}"
    return cleaner.clean(f"<html lang=en><body><main>{article}</main></body></html>", html=True)


def middle(cleaner: Cleaner, inserted: str) -> str:
    """What becomes of something in the middle of an article, which stays whole around it."""
    body = cleaned(cleaner, inserted).body
    before, after = "\n\n".join(BRIDGE[:3]), "\n\n".join(BRIDGE[3:])
    assert body.startswith(before)
    assert body.endswith(after)
    return body[len(before) : -len(after)].strip("\n")


# --- code --------------------------------------------------------------------------------------------------

_LINES = ("a = 1", "", "if a:", "    print(a)")
CODE = "\n".join(_LINES)
_NUMBERS = "".join(f'<span class="line">{n}</span><br>' for n in range(1, 5))
_ROWS = "".join(
    f'<tr><td class="blob-num" data-line-number="{n}"></td><td class="blob-code">{line}</td></tr>'
    for n, line in enumerate(_LINES, 1)
)

WAYS_TO_PRINT_CODE = {
    "a pre": f"<pre>{CODE}</pre>",
    "a pre with code": f"<pre><code class=language-py>{CODE}</code></pre>",
    "a figure": f"<figure><pre><code>{CODE}</code></pre></figure>",
    "a line for each number, in a table of two cells": (
        f'<figure class="highlight"><table><tr><td class="gutter"><pre>{_NUMBERS}</pre></td><td><pre>'
        + "".join(f'<span class="line">{line}</span><br>' for line in _LINES)
        + "</pre></td></tr></table></figure>"
    ),
    "two pres in a table": (
        '<div class="highlight"><table class="lntable"><tr><td class="lntd"><pre><code>'
        + "".join(f'<span class="lnt">{n}\n</span>' for n in range(1, 5))
        + '</code></pre></td><td class="lntd"><pre><code>'
        + "".join(f'<span class="line"><span class="cl">{line}\n</span></span>' for line in _LINES)
        + "</code></pre></td></tr></table></div>"
    ),
    "a row for each line": f'<table class="highlight">{_ROWS}</table>',
    "a number in front of each line": (
        "<pre>"
        + "\n".join(f'<span class="lineno">{n} </span>{line}' for n, line in enumerate(_LINES, 1))
        + "</pre>"
    ),
    "divisions": (
        "<pre><code>" + "".join(f'<div class="line">{line}</div>' for line in _LINES) + "</code></pre>"
    ),
    "a list": "<pre><code><ol>" + "".join(f"<li>{line}</li>" for line in _LINES) + "</ol></code></pre>",
    "spans with line breaks between them": (
        "<pre><code>"
        + "\n".join(f'<span class="line"><i>{line}</i></span>' for line in _LINES)
        + "</code></pre>"
    ),
    "a button to copy it": f"<pre><button>Copy</button><code>{CODE}</code></pre>",
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS_TO_PRINT_CODE.values(), ids=WAYS_TO_PRINT_CODE)
def test_code_comes_out_as_it_was_written(way: str, cleaner: Cleaner) -> None:
    assert middle(cleaner, way) == CODE
    assert [block.type for block in cleaned(cleaner, way).blocks].count("code") == 1


def test_short_code_stays_beside_long_code(cleaner: Cleaner) -> None:
    long = "\n".join(f"gauge.read(port={n})" for n in range(30))
    text = "<p>Then it is built, which takes a while:</p>"
    page = f"<pre><code>{long}</code></pre>{text}<pre><code>make</code></pre>"
    assert middle(cleaner, page) == f"{long}\n\nThen it is built, which takes a while:\n\nmake"


def test_a_table_of_numbers_is_no_gutter(cleaner: Cleaner) -> None:
    assert middle(
        cleaner, "<table><tr><td>1</td><td>Harbour</td></tr><tr><td>2</td><td>Quay</td></tr></table>"
    ) == ("1 | Harbour\n2 | Quay")


# --- formulas ----------------------------------------------------------------------------------------------

TEX = "E = mc^2"
_MATH = (
    "<math><semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow>"
    f'<annotation encoding="application/x-tex">{TEX}</annotation></semantics></math>'
)
WAYS_TO_PRINT_FORMULAS = {
    "a script": f'<script type="math/tex">{TEX}</script>',
    "a script, and what it was made into": (
        '<span class="MathJax_Preview">E…</span><span class="MathJax"><span>E=mc2</span></span>'
        f'<script type="math/tex">{TEX}</script>'
    ),
    "boxes and MathML": (
        f'<span class="katex"><span class="katex-mathml">{_MATH}</span><span class="katex-html">'
        "<span>E</span><span>=</span><span>mc2</span></span></span>"
    ),
    "an element of its own": (
        f"<mjx-container><mjx-math aria-hidden=true>E=mc2</mjx-math><mjx-assistive-mml>{_MATH}"
        "</mjx-assistive-mml></mjx-container>"
    ),
    "hidden MathML, and a picture": (
        f'<span class="mwe-math-element"><span style="display: none">{_MATH}</span>'
        f'<img class="mwe-math-fallback-image-inline" alt="{{\\displaystyle {TEX}}}"></span>'
    ),
    "MathML": _MATH,
    "MathML with a text": f'<math alttext="{TEX}"><mi>E</mi><mo>=</mo><mi>m</mi></math>',
    "a picture": f'<img class="latex" alt="{TEX}" src="/latex.php?latex=E">',
    "a picture of a service": f'<img alt="{TEX}" src="https://latex.codecogs.com/svg.image?E">',
}


@pytest.mark.parametrize("way", WAYS_TO_PRINT_FORMULAS.values(), ids=WAYS_TO_PRINT_FORMULAS)
def test_a_formula_is_there_once(way: str, cleaner: Cleaner) -> None:
    assert (
        middle(cleaner, f"<p>We call {way} the load of a pier.</p>") == f"We call {TEX} the load of a pier."
    )
    assert middle(cleaner, f"<p>It holds that</p><p>{way}</p>") == f"It holds that\n\n{TEX}"


def test_mathml_alone_is_written_as_one_would_type_it(cleaner: Cleaner) -> None:
    half = "<math><mfrac><mn>1</mn><mi>n</mi></mfrac><mo>&lt;</mo><msqrt><mi>x</mi></msqrt></math>"
    assert middle(cleaner, f"<p>So {half} holds for every pier.</p>") == "So 1/n<√(x) holds for every pier."


def test_other_pictures_are_no_formulas(cleaner: Cleaner) -> None:
    assert (
        middle(cleaner, '<p><img class="photo" alt="A pier" src="/texas.jpg">It stands.</p>') == "It stands."
    )


# --- footnotes ---------------------------------------------------------------------------------------------

NOTE = "The storm of the ninth of March, which took the northern pier with it."
MARKS = {
    "raised": '<sup><a href="#n1" id="r1">1</a></sup>',
    "raised, in a link": '<a href="#n1" id="r1"><sup>1</sup></a>',
    "in brackets": '<sup class="reference"><a href="#n1" id="r1">[1]</a></sup>',
    "a star": '<sup><a href="#n1" id="r1">*</a></sup>',
    "by its role": '<a href="#n1" id="r1" role="doc-noteref">1</a>',
    "with an address": '<sup><a href="https://example.org/a#n1" id="r1">1</a></sup>',
}
NOTES = {
    "in the article": ('<ol><li id="n1">{} <a href="#r1">↩</a></li></ol>', ""),
    "behind the article": (
        "", '<div class="notes"><h4>Footnotes</h4><ol><li id="n1">{} <a href="#r1">↩</a></li></ol></div>'
    ),
    "as a paragraph": ("", '<section><p id="n1">{}</p></section>'),
    "as a word processor writes them": (
        "", '<div id="n1"><p><a href="#r1" name="_ftn1">[1]</a> {}</p></div>'
    ),
    "an aside": ('<aside id="n1"><p>{}</p></aside>', ""),
    "a number and its text": (
        "", '<div class="footnote" id="n1"><a href="#r1" class="number">1</a><div><p>{}</p></div></div>'
    ),
    "by a name in it": ("", '<div><p><a name="n1"></a>{}</p></div>'),
}  # fmt: skip


@pytest.mark.parametrize(("within", "behind"), NOTES.values(), ids=NOTES)
@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_footnotes_stay_and_their_marks_go(mark: str, within: str, behind: str, cleaner: Cleaner) -> None:
    inserted = f"<p>Nobody had seen it come{mark}, the keeper of the light said.</p>"
    page = (
        f"<html lang=en><body><nav><a href=/>Home</a></nav><main><article>{BEFORE}{inserted}{AFTER}"
        f"{within.format(NOTE)}</article>{behind.format(NOTE)}</main><footer><p>Copyright</p></footer></body></html>"
    )
    found = cleaner.clean(page, html=True, url="https://example.org/a")
    assert "Nobody had seen it come, the keeper of the light said." in found.body
    assert found.body.rstrip().endswith(NOTE)
    assert any(cut.rule == "page/note-mark" for cut in found.removals)


def test_a_link_to_a_chapter_is_no_mark(cleaner: Cleaner) -> None:
    found = cleaned(
        cleaner, '<p>See <a href="#c2">2</a> for the fares.</p>', f'<h2 id="c2">2</h2><p>{BRIDGE[0][5:]}</p>'
    )
    assert "See 2 for the fares." in found.body


# --- tables and repeats ------------------------------------------------------------------------------------


def test_empty_cells_keep_their_columns(cleaner: Cleaner) -> None:
    table = (
        "<table><tr><th><th>Monday<th>Friday<tr><th>North<td><td>9:30<tr><th>South<td>8:00<td>"
        "<tr><td><td>7:00<td>7:30</table>"
    )
    assert middle(cleaner, table) == "| Monday | Friday\nNorth |  | 9:30\nSouth | 8:00\n| 7:00 | 7:30"


REFRAINS = {
    "en": "And the sea, which never asked for a bridge, came over the quay as it had come the year before.",
    "ru": "И море, которое никогда не просило причала, снова пришло на набережную, как и год назад.",
    "zh": "大海从来没有要过码头，它又像去年和前年一样漫过了堤岸，" * 3 + "没有人说话。",
}


@pytest.mark.parametrize("language", REFRAINS)
def test_a_refrain_stays(language: str, cleaner: Cleaner) -> None:
    refrain = f"<p>{REFRAINS[language]}</p>"
    verses = [f"<p>{part}</p>" for part in BRIDGE]
    page = f"<html lang={language}><body><article>{refrain.join(verses)}</article></body></html>"
    assert cleaner.clean(page, html=True).body.count(REFRAINS[language]) == len(verses) - 1


@pytest.mark.parametrize("parts", [1, 2, 5])
def test_a_second_print_goes(parts: int, cleaner: Cleaner) -> None:
    story = f"<h2>The bridge</h2>{''.join(f'<p>{part}</p>' for part in BRIDGE[:parts])}"
    page = f"<body><main><div class=wide>{story}</div><div class=narrow>{story}</div></main></body>"
    assert cleaner.clean(page, html=True).body.count(BRIDGE[0]) == 1


def _for_each_width(part: str) -> str:
    return "".join(
        f'<div class="ssr hidden-{width}"><p>{part}</p></div>' for width in ("phone", "pad", "desk")
    )


@pytest.mark.parametrize("parts", [BRIDGE[:1], BRIDGE])
def test_what_is_printed_once_for_each_width_is_there_once(parts: list[str], cleaner: Cleaner) -> None:
    """Each part of the layout comes as three boxes of the same text, side by side."""
    layout = "".join(f"<section>{_for_each_width(part)}</section>" for part in parts)
    page = f"<body><main><article><p>{BRIDGE[-1]} So it is told.</p>{layout}</article></main></body>"
    body = cleaner.clean(page, html=True).body
    assert [body.count(part) for part in parts[:-1]] == [1] * len(parts[:-1])


def test_boxes_that_differ_are_no_variants(cleaner: Cleaner) -> None:
    """Lines of the same look, and short ones that come again, stay."""
    rows = "".join(
        f"<div><p>The north pier was shut from {n}:00 until {n + 2}:30 on this day.</p></div>"
        for n in (3, 5, 7)
    )
    assert middle(cleaner, f"<div>{rows}</div>").count("The north pier was shut") == 3


# --- what became of the prose ------------------------------------------------------------------------------


def test_what_nobody_took_is_counted(cleaner: Cleaner) -> None:
    """The rail or the trees may take what an extractor left: whatever stays out is told of."""
    found = cleaned(cleaner, "")
    assert found.metadata["prose_kept"] == "1.00"
    assert found.left_out == ()


COMMANDS = ("pip install gauge", "make", "gauge --read 2", "cargo add gauge", "x = 1", "ls")


@pytest.mark.parametrize("command", COMMANDS)
def test_short_code_stays_wherever_it_stands(command: str, cleaner: Cleaner) -> None:
    """Between paragraphs, under a heading, and as the last block."""
    block = f"<div class=highlight><pre><code>{command}</code></pre></div>"
    assert middle(cleaner, block) == command
    assert middle(cleaner, f"<h2>How to read it</h2>{block}<h2>And then</h2>").split("\n\n")[1] == command
    assert (
        cleaned(cleaner, "", "").body + f"\n\n{command}"
        == cleaner.clean(
            f"<html lang=en><body><main><article>{BEFORE}{AFTER}{block}</article></main></body></html>",
            html=True,
        ).body
    )


def test_code_in_a_sidebar_is_not_the_article_s(cleaner: Cleaner) -> None:
    found = cleaned(cleaner, "", "<aside class=sidebar><pre>x = 1</pre></aside>")
    assert "x = 1" not in found.body


def test_prose_that_nobody_took_is_told_of(cleaner: Cleaner) -> None:
    """Where most of a page's prose stands outside what extractors take, it is said with its first words."""
    talk = "".join(
        f"<div class=comment><p>{part} So say I, reader {n}, and many others too.</p></div>"
        for n in range(12)
        for part in BRIDGE
    )
    found = cleaned(cleaner, "", f"<div class=disqus-thread id=disqus>{talk}</div>")
    words = {"in the body": found.body, "cut by name": " ".join(cut.text for cut in found.removals)}
    for n in range(12):
        for part in BRIDGE:
            said = f"{part} So say I, reader {n}, and many others too."
            places = [place for place, text in words.items() if said in " ".join(text.split())]
            assert places or said in found.left_out
    if sum(map(len, found.left_out)) > len(found.body):
        assert any(found.left_out[0][:40] in warning for warning in found.warnings)
        assert found.suspicious
