"""One article in the markup of many publishing systems, ages and scripts: all of it comes out, and no more."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from html import escape

import pytest
from conftest import HERE

from cleaner import Cleaner

STORIES = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))
_MORE = tomllib.loads((HERE / "page" / "tempting.toml").read_text(encoding="utf-8"))["en"]["teasers"]
TITLE: str = STORIES["en"]["title"]
P: Sequence[str] = (*STORIES["en"]["paragraphs"], *_MORE[:1])
DECK = "Eleven years after the last keeper left, the fishermen of Crane Island have found a new one."
SHOWN = "The tower seen from the boat in the evening"
CODE = ("def lamp(hours):", "    for hour in range(hours):", "        turn(hour)")
H1 = f"<h1>{TITLE}</h1>"


def ps(parts: Sequence[str]) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in parts)


PS = ps(P)


def page(body: str, title: str = TITLE, language: str = "en", head: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="{charset}">'
        f"<title>{escape(title)} - Crane Gazette</title>{head}</head><body>"
        '<div id="top"><a href="/">Crane Gazette</a><ul class="menu"><li><a href="/local">Local</a></li>'
        f'<li><a href="/sea">Sea</a></li></ul></div>{body}<div id="foot"><p>© 2024 Crane Gazette</p>'
        '<a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></div></body></html>'
    )


def lines(cleaner: Cleaner, source: str | bytes) -> list[str]:
    body = cleaner.clean(source, html=True).body
    return [" ".join(line.split()).removeprefix("- ") for line in body.split("\n") if line.strip()]


# --- the article, built in many ways ------------------------------------------------------------------------

BUILT: Mapping[str, str] = {
    "Nuxt": f'<div id="__nuxt"></div><script>window.__NUXT__={json.dumps({"data": [{"article": {"title": TITLE, "body": PS}}]})};</script>',
    "an initial state": f'<div id="root"><p>Loading…</p></div><script>window.__INITIAL_STATE__ = {json.dumps({"article": {"headline": TITLE, "content": PS, "tags": ["a"]}})};</script>',
    "blocks in a state": f'<div id="app"></div><script>window.__PRELOADED_STATE__ = {json.dumps({"post": {"title": TITLE, "blocks": [{"type": "paragraph", "text": part} for part in P]}})}</script>',
    "Apollo": f'<div id="app"></div><script id="__APOLLO_STATE__" type="application/json">{json.dumps({"Article:1": {"title": TITLE, "paragraphs": P}})}</script>',
    "an attribute": f'<article-view data-article="{escape(json.dumps({"title": TITLE, "body": PS}))}"></article-view>',
    "without scripts": f'<div id="app"></div><noscript><article>{H1}{PS}</article></noscript>',
    "a shadow root": f'<x-story><template shadowrootmode="open"><article>{H1}{PS}</article></template></x-story>',
    "Elementor": H1 + "".join(f'<div class="elementor-element elementor-element-{n}a7f elementor-widget elementor-widget-text-editor"><div class="elementor-widget-container"><p>{part}</p></div></div>' for n, part in enumerate(P)),
    "columns of Gutenberg": f'<article>{H1}<div class="wp-block-columns"><div class="wp-block-column">{ps(P[:2])}</div><div class="wp-block-column">{ps(P[2:])}</div></div></article>',
    "fields of Drupal": f'<div class="node">{H1}<div class="field field-name-body"><div class="field-items"><div class="field-item even">{ps(P[:2])}</div><div class="field-item odd">{ps(P[2:])}</div></div></div></div>',
    "Blogger": f"<div class='post hentry'><h3 class='post-title entry-title'>{TITLE}</h3><div class='post-body entry-content'><div style='text-align: justify;'>{'<br /><br />'.join(P)}</div><div style='clear: both;'></div></div><div class='post-footer'><span class='post-author vcard'>Posted by <span class='fn'>Mabel Orton</span></span> <span class='post-timestamp'>at 10:12 AM</span></div></div>",
    "Squarespace": '<div class="sqs-layout">' + "".join(f'<div class="sqs-block html-block"><div class="sqs-block-content"><p style="white-space:pre-wrap;">{part}</p></div></div>' for part in P) + "</div>",
    "Medium": f'<article>{H1}<div><div class="ab ac"><p id="1a" class="pw-post-body-paragraph jb">{P[0]}</p></div></div><div role="separator"><span></span></div><section><div>{ps(P[1:])}</div></section><div class="clap">1.2K</div></article>',
    "AMP": f"<main><article>{H1}{ps(P[:2])}<amp-ad width=300></amp-ad>{ps(P[2:])}</article></main>",
    "a table and fonts": f'<table width="760"><tr><td width="120"><font size="1"><a href="/a">Home</a><br><a href="/b">News</a></font></td><td><font size="5"><b>{TITLE}</b></font><p><font face="Arial">{"</font></p><p><font face=Arial>".join(P)}</font></p></td></tr></table>',
    "centred, with breaks": f"<center><b>{TITLE}</b><br><br>{'<br><br>'.join(P)}</center>",
    "preformatted": f"{H1}<pre>{chr(10).join((P[0], *('' + chr(10) + part for part in P[1:])))}</pre>",
    "empty paragraphs between": f"<article>{H1}{''.join(f'<p><span style=font-weight:400>{part}</span></p><p>&nbsp;</p>' for part in P)}</article>",
    "a paragraph that is a link": f'<article>{H1}{ps(P[:2])}<p><a href="https://gazette.example/before"><strong>{P[2]}</strong></a></p>{ps(P[3:])}</article>',
    "small capitals": f'<article>{H1}<p><span data-caps="initial">{P[0][0]}</span><small>{P[0][1:20]}</small>{P[0][20:]}</p>{ps(P[1:])}</article>',
    "three copies": f'<div class="d1">{H1}{PS}</div><div class="d2">{H1}{PS}</div><div class="d3">{H1}{PS}</div>',
    "scripts in paragraphs": f'<article>{H1}<p>{P[0]}<script>document.write("ad")</script></p><p><!-- ad --><ins class="adsbygoogle"></ins></p>{ps(P[1:])}</article>',
    "two tabs, one hidden": f'<article>{H1}<div class="tab-pane active">{ps(P[:2])}</div><div class="tab-pane" style="display:none">{ps(P[2:])}</div></article>',
    "a linked title": f'<div class="post"><h2><a href="/2024/lighthouse">{TITLE}</a></h2>{PS}</div>',
    "the title twice": f'<div class="crumbs"><a href="/">Home</a> » <a href="/l">Local</a> » {TITLE}</div><div class="content">{H1}<p class="title">{TITLE}</p>{PS}</div>',
}  # fmt: skip


@pytest.mark.parametrize("way", BUILT)
def test_an_article_built_in_any_way(way: str, cleaner: Cleaner) -> None:
    assert [line for line in lines(cleaner, page(BUILT[way])) if line != TITLE] == list(P)


UNFRAMED: Mapping[str, str] = {
    "warnings first": f"<br />\n<b>Warning</b>:  include(menu.php): failed to open stream in <b>/var/www/x.php</b> on line <b>12</b><br />\n<html><head><title>{TITLE}</title></head><body>{H1}{PS}</body></html>",
    "XHTML, saved": f'<?xml version="1.0" encoding="utf-8"?>\n<!-- saved from url=(0014)about:internet -->\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{TITLE}</title></head><body>{H1}{PS}</body></html>',
    "styles first": f'<style>body{{margin:0}}.a>.b{{color:red}}</style>\n<script>if(a<b&&c>d){{x="<p>no</p>"}}</script><title>{TITLE}</title>{H1}{PS}',
    "nothing around it": f"{H1}{PS}",
    "two bodies": f"<html><head><title>{TITLE}</title></head><body><div>{H1}{ps(P[:2])}</div></body><body><div>{ps(P[2:])}</div></body></html>",
    "nothing closed": f"<html><head><title>{TITLE}</title><body><div><div class=a>{H1}<p>{'<p>'.join(P)}",
    "closed too early": f"<html><head><title>{TITLE}</title></head><body><div>{H1}{ps(P[:2])}</div></body></html>{ps(P[2:])}",
}  # fmt: skip


@pytest.mark.parametrize("way", UNFRAMED)
def test_a_page_that_is_not_what_pages_are(way: str, cleaner: Cleaner) -> None:
    assert [line for line in lines(cleaner, UNFRAMED[way]) if line != TITLE] == list(P)


# --- something between its paragraphs -----------------------------------------------------------------------

GOES: Mapping[str, str] = {
    "a legend": f'<div class="img"><img src=a.jpg><span class="legend">{SHOWN}</span></div>',
    "a caption of WordPress": f'<div class="wp-caption"><a href="a.jpg"><img src=a.jpg></a><p class="wp-caption-text">{SHOWN}</p></div>',
    "a caption in small print": f'<div class="photo"><img src=a.jpg><small>{SHOWN}</small></div>',
    "a caption in a table": f'<table class="image"><tr><td><img src=a.jpg></td></tr><tr><td class="caption">{SHOWN}</td></tr></table>',
    "a caption in italics": f"<p><img src=a.jpg><br><em>{SHOWN}</em></p>",
    "a caption with a credit": f'<picture><img src=a.jpg></picture><div class="article-image__caption">{SHOWN} <span class="credit">Photo: Ann Okafor</span></div>',
    "a caption on two lines": f'<div class="slide"><img src=a.jpg><p>{SHOWN}<br>Ann Okafor / Crane Gazette</p></div>',
    "most read": '<div class="top5"><h3>Top 5</h3><ol><li><a href="/a">Ferry sold to the mainland</a></li><li><a href="/b">The well gives water again</a></li></ol></div>',
    "a card": f'<div class="inline-related"><img src=t.jpg><a href="/s1">Ferry sold to the mainland</a><p>{_MORE[1][:60]}…</p></div>',
    "an aside": '<aside><h4>Read also</h4><a href="/s1"><img src=t.jpg><span>Ferry sold to the mainland</span></a></aside>',
    "read more": '<p><strong>READ MORE: </strong><a href="/s1">Ferry sold to the mainland</a></p>',
    "an embedded post": '<blockquote class="wp-embedded-content"><a href="/s1">Ferry sold to the mainland</a></blockquote>',
    "a promotion": '<div class="promo-card"><a href="/s1"><h3>Ferry sold to the mainland</h3></a><span>3 min read</span></div>',
    "links in a list": '<ul class="bullets"><li><a href="/s1">Ferry sold to the mainland</a></li><li><a href="/s2">The well gives water again</a></li></ul>',
    "a related link in italics": '<p><em>Related: </em><a href="/s1"><em>Ferry sold to the mainland</em></a></p>',
    "a teaser in a figure": '<figure class="teaser"><a href="/s1"><img src=t.jpg></a><figcaption><a href="/s1">Ferry sold to the mainland</a></figcaption></figure>',
    "a box with a field": '<div class="nl"><h4>The Friday Letter</h4><p>The best of the island, once a week.</p><form><input type=email><button>Sign up</button></form></div>',
    "share buttons": '<ul class="sb"><li><a href="#">Facebook</a></li><li><a href="#">X</a></li><li><a href="#">WhatsApp</a></li></ul>',
}  # fmt: skip


@pytest.mark.parametrize("what", GOES)
def test_what_is_no_part_of_the_article_goes(what: str, cleaner: Cleaner) -> None:
    body = lines(cleaner, page(f"<article>{H1}{ps(P[:2])}{GOES[what]}{ps(P[2:])}</article>"))
    assert body == list(P)


STAYS: Mapping[str, tuple[str, Sequence[str]]] = {
    "spans in a list": (
        '<p>The keeper has two duties:</p><ul><li><span class="c7">to wind the clock</span></li><li><span class="c7">to feed the cat</span></li></ul>',
        ("The keeper has two duties:", "to wind the clock", "to feed the cat"),
    ),
    "short dialogue": ("<p>“Do you sleep?”</p><p>“No.”</p><p>“Never?”</p><p>“In winter.”</p>", ("“Do you sleep?”", "“No.”", "“Never?”", "“In winter.”")),
    "definitions": ("<dl><dt>Lamp</dt><dd>What turns.</dd><dt>Lens</dt><dd>What bends.</dd></dl>", ("Lamp", "What turns.", "Lens", "What bends.")),
    "what opens on a click": (
        "<details><summary>How high is the tower?</summary><p>The tower is thirty metres high, and its lamp can be seen from the mainland.</p></details>",
        ("How high is the tower?", "The tower is thirty metres high, and its lamp can be seen from the mainland."),
    ),
    "sections whose headings lead to other pages": (
        "".join(f'<h2><a href="/place/{n}">{name}</a></h2><p>{name} has been closed to boats since the storm of that winter, says the keeper.</p>' for n, name in enumerate(("The north pier", "The old mole", "The slip"))),
        tuple(part for name in ("The north pier", "The old mole", "The slip") for part in (name, f"{name} has been closed to boats since the storm of that winter, says the keeper.")),
    ),
    "a formula of MathJax": ('<p>The lamp turns at <mjx-container><mjx-math aria-hidden="true"><mjx-mi></mjx-mi></mjx-math><mjx-assistive-mml><math><mi>r</mi><mo>=</mo><mn>2</mn></math></mjx-assistive-mml></mjx-container> turns a minute.</p>', ("The lamp turns at r=2 turns a minute.",)),
    "a formula of KaTeX": ('<p>The lamp turns at <span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>r</mi><mo>=</mo><mn>2</mn></mrow><annotation encoding="application/x-tex">r=2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">r=2</span></span> turns a minute.</p>', ("The lamp turns at r=2 turns a minute.",)),
    "a formula as a picture": ('<p>The lamp turns at <img class="latex" src="l.png" alt="r=2"> turns a minute.</p>', ("The lamp turns at r=2 turns a minute.",)),
}  # fmt: skip


@pytest.mark.parametrize("what", STAYS)
def test_what_is_part_of_the_article_stays(what: str, cleaner: Cleaner) -> None:
    markup, wanted = STAYS[what]
    body = lines(cleaner, page(f"<article>{H1}{ps(P[:2])}{markup}{ps(P[2:])}</article>"))
    assert body == [*P[:2], *wanted, *P[2:]]


_NUMBERS = "\n".join("123")
GUTTERS: Mapping[str, str] = {
    "Pygments": f'<table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>{_NUMBERS}</pre></div></td><td class="code"><div class="highlight"><pre>{chr(10).join(CODE)}</pre></div></td></tr></table>',
    "numbers in spans": f'<div class="highlight"><pre>{chr(10).join(f"<span class=lineno>{n} </span>{line}" for n, line in enumerate(CODE, 1))}</pre></div>',
    "numbers in attributes": f'<table>{"".join(f"<tr><td class=blob-num data-line-number={n}></td><td class=blob-code><span>{line}</span></td></tr>" for n, line in enumerate(CODE, 1))}</table>',
    "an ordered list": f'<pre class="prettyprint"><ol class="linenums">{"".join(f"<li class=L{n}><span>{line}</span></li>" for n, line in enumerate(CODE))}</ol></pre>',
    "SyntaxHighlighter": f'<div class="syntaxhighlighter"><table><tr><td class="gutter">{"".join(f"<div class=line>{n}</div>" for n in (1, 2, 3))}</td><td class="code"><div class="container">{"".join(f"<div class=line><code>{line}</code></div>" for line in CODE)}</div></td></tr></table></div>',
    "Crayon": f'<div class="crayon-main"><table><tr><td class="crayon-nums"><div class="crayon-nums-content">{"".join(f"<div class=crayon-num>{n}</div>" for n in (1, 2, 3))}</div></td><td class="crayon-code"><div class="crayon-pre">{"".join(f"<div class=crayon-line>{line}</div>" for line in CODE)}</div></td></tr></table></div>',
    "breaks": f"<p><code>{'<br>'.join(CODE)}</code></p>",
    "a figure": f'<figure data-rehype-pretty-code-figure><pre><code>{chr(10).join(f"<span data-line>{line}</span>" for line in CODE)}</code></pre></figure>',
    "a toolbar": f'<div class="code-toolbar"><div class="toolbar"><span>python</span><button>Copy code</button></div><pre><code>{chr(10).join(CODE)}</code></pre></div>',
}  # fmt: skip


@pytest.mark.parametrize("gutter", GUTTERS)
def test_code_without_the_numbers_of_its_lines(gutter: str, cleaner: Cleaner) -> None:
    body = lines(cleaner, page(f"<article>{H1}{ps(P[:2])}{GUTTERS[gutter]}{ps(P[2:])}</article>"))
    assert body == [*P[:2], *(line.strip() for line in CODE), *P[2:]]


LABELS = (
    '<span class="screen-reader-text">(opens in a new window)</span>', '<span class="visuallyhidden">External link</span>',
    '<span class="u-hiddenVisually">Link to</span>', '<span style="position:absolute;left:-9999px">Jump</span>',
    '<span class="a11y-hidden">New tab</span>', '<span class="assistive-text">Image</span>',
    '<span class="show-for-sr">Footnote</span>', '<span class="element-invisible">End of link</span>',
)  # fmt: skip


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.split('"')[1])
def test_labels_that_nobody_sees_go_from_sentences(label: str, cleaner: Cleaner) -> None:
    words = P[1].split(" ")
    linked = f"<p>{' '.join(words[:4])} <a href=/x>{words[4]}{label}</a> {' '.join(words[5:])}</p>"
    assert lines(cleaner, page(f"<article>{H1}{ps(P[:1])}{linked}{ps(P[2:])}</article>")) == list(P)


DECKS = (
    f'<p class="chapo">{DECK}</p>', f'<h3 class="article-deck">{DECK}</h3>', f'<div class="dek"><p>{DECK}</p></div>',
    f"<p><strong>{DECK}</strong></p>", f"<h2>{DECK}</h2>", f'<blockquote class="summary">{DECK}</blockquote>',
)  # fmt: skip


@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck.split(DECK)[0])
@pytest.mark.parametrize("described", [True, False])
def test_a_standfirst_outside_of_the_article(deck: str, described: bool, cleaner: Cleaner) -> None:
    head = f'<meta name="description" content="{DECK}">' if described else ""
    top = f'<div class="head">{H1}{deck}<div class="by">By Mabel Orton</div></div>'
    assert lines(cleaner, page(f'{top}<div class="story-text">{PS}</div>', head=head)) == [DECK, *P]


SHARES = "".join(f"<li><a href='https://{name}.example/s'>{name}</a></li>" for name in map(str, range(20)))
DECK_LINES = (
    "The tower on Crane Island burned for a night and a day",
    "Fishermen saved the lamp and half of the old lens",
    "The council wants to light it again before the winter",
)
DESCRIBED = {
    "far above": (DECK, f"<h2>{DECK}</h2><ul>{SHARES}</ul>", [DECK]),
    "in three lines": (". ".join(DECK_LINES), ps(DECK_LINES), DECK_LINES),
    "for two widths of the screen": (DECK, f"<p class=d>{DECK}</p><p class=m>{DECK}</p>", [DECK]),
    "without a full stop": ("", f"<div class='article-excerpt'>{DECK_LINES[0]}</div>", DECK_LINES[:1]),
}


@pytest.mark.parametrize("way", DESCRIBED)
def test_a_standfirst_that_the_page_describes_itself_with(way: str, cleaner: Cleaner) -> None:
    description, deck, wanted = DESCRIBED[way]
    head = f'<meta name="description" content="{description}">'
    top = f'<header class="head">{H1}{deck}<div class="by">By Mabel Orton</div></header>'
    assert lines(cleaner, page(f'{top}<div class="story-text">{PS}</div>', head=head)) == [*wanted, *P]


@pytest.mark.parametrize("place", [0, len(P) - 1])
def test_a_paragraph_beside_a_picture_is_no_caption(place: int, cleaner: Cleaner) -> None:
    picture = '<figure class="wp-block-media-text__media"><img src="x.jpg"></figure>'
    beside = f'<div class="wp-block-media-text">{picture}<div class="wp-block-media-text__content">'
    parts = [f"{beside}<p>{p}</p></div></div>" if n == place else f"<p>{p}</p>" for n, p in enumerate(P)]
    assert lines(cleaner, page(f'<article>{H1}<div class="text">{"".join(parts)}</div></article>')) == list(P)


SEVERAL = ("Nine years and one flood: the town has its bridge at last.", "And the ferry?", "It goes.")
IN_SEVERAL = {
    "paragraphs": ps(SEVERAL),
    "headings": "".join(f"<h2>{line}</h2>" for line in SEVERAL),
    "boxes": "".join(f'<div class="dek">{line}</div>' for line in SEVERAL),
    "lines": f"<p>{'<br>'.join(SEVERAL)}</p>",
    "a box of paragraphs": f'<div class="intro">{ps(SEVERAL)}</div>',
}


@pytest.mark.parametrize("place", ["header", "box"])
@pytest.mark.parametrize("form", IN_SEVERAL)
def test_a_standfirst_in_several_short_sentences(form: str, place: str, cleaner: Cleaner) -> None:
    by = '<p class="byline">By Mabel Orton</p>'
    top = {
        "header": f"<article><header>{H1}{IN_SEVERAL[form]}{by}</header>",
        "box": f"<div>{H1}{IN_SEVERAL[form]}</div>{by}<article>",
    }[place]
    assert lines(cleaner, page(f'{top}<div class="story-text">{PS}</div></article>')) == [*SEVERAL, *P]


# --- in other languages, and encodings ----------------------------------------------------------------------

AMONG: Mapping[str, str] = {
    "fr": '<div class="abo"><p>Cet article est réservé aux abonnés.</p><p>Abonnez-vous à partir de 1 € par mois et lisez tous nos articles.</p><a href="/abo">Je m’abonne</a></div>',
    "es": '<div class="sus"><p>Suscríbete y lee sin límites por 1 € al mes.</p><a href="/s">Suscríbete</a></div>',
    "it": '<div><p>Abbonati al giornale: il primo mese costa 1 €.</p><a href="/s">Abbonati ora</a></div>',
    "nl": '<div class="box"><p>Lees onbeperkt alle artikelen voor 1 euro per maand.</p><a href="/s">Word abonnee</a></div>',
    "pl": '<div><p>Zamów prenumeratę i czytaj bez ograniczeń za 1 zł miesięcznie.</p><a href="/s">Zaprenumeruj</a></div>',
    "sv": '<div><p>Prenumerera för 1 krona den första månaden.</p><a href="/s">Bli prenumerant</a></div>',
    "pt": '<div><p>Assine por 1 real e leia sem limites.</p><a href="/s">Assine agora</a></div>',
    "tr": '<div class="etiket">Etiketler: <a href="/t">fener</a></div>',
    "ja": '<ul><li>【関連】<a href="/a">渡し船が欠航</a></li></ul>',
    "hi": '<div><b>ये भी पढ़ें:</b> <a href="/a">नाव सोमवार को नहीं चलेगी</a></div>',
    "ar": '<div>شارك: <a>فيسبوك</a> <a>واتساب</a></div>',
}  # fmt: skip


@pytest.mark.parametrize("language", AMONG)
def test_what_is_printed_around_it_in_other_languages(language: str, cleaner: Cleaner) -> None:
    title, paragraphs = STORIES[language]["title"], STORIES[language]["paragraphs"]
    for place in (2, len(paragraphs)):
        inside = ps(paragraphs[:place]) + AMONG[language] + ps(paragraphs[place:])
        source = page(f"<article><h1>{title}</h1>{inside}</article>", title, language)
        assert lines(cleaner, source) == paragraphs


ENCODED = (
    ("ko", "euc-kr", "euc-kr"), ("ko", "cp949", "euc-kr"), ("ja", "shift_jis", "shift_jis"), ("ja", "euc-jp", "x"),
    ("zh", "gbk", "gb2312"), ("ru", "cp1251", "iso-8859-1"), ("ru", "koi8-r", "none"), ("pl", "cp1250", "iso-8859-1"),
    ("pl", "iso-8859-2", "iso-8859-1"), ("tr", "iso-8859-9", "iso-8859-1"), ("ar", "cp1256", "none"),
    ("de", "utf-8", "iso-8859-1"), ("de", "latin-1", "utf-8"), ("fr", "cp1252", "us-ascii"), ("fr", "utf-16", "utf-16"),
)  # fmt: skip


@pytest.mark.parametrize(("language", "encoding", "declared"), ENCODED)
def test_a_page_in_any_encoding(language: str, encoding: str, declared: str, cleaner: Cleaner) -> None:
    title, paragraphs = STORIES[language]["title"], STORIES[language]["paragraphs"]
    source = page(f"<div><h1>{title}</h1>{ps(paragraphs)}</div>", title, language, charset=declared)
    assert lines(cleaner, source.encode(encoding, "xmlcharrefreplace")) == paragraphs
