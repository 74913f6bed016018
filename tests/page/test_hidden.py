"""What no reader sees goes, wherever it stands and however it is hidden; what opens stays."""

from __future__ import annotations

import pytest
from prose import BRIDGE

from cleaner import Cleaned, Cleaner, load_rules, select_rules

TEXT = "\n\n".join(BRIDGE)
CUT = BRIDGE[2].index("before")

HIDDEN = {  # an element with its text at {}
    "a class of Bootstrap": '<span class="sr-only">{}</span>',
    "another": '<span class="visually-hidden">{}</span>',
    "a class of WordPress": '<span class="screen-reader-text">{}</span>',
    "one class of several": '<span class="label u-visually-hidden">{}</span>',
    "a German class": '<span class="unsichtbar">{}</span>',
    "a class that hides": '<span class="conText hidden">{}</span>',
    "display: none": '<span style="display: none">{}</span>',
    "display:none among others": '<span style="color:red;DISPLAY:NONE;margin:0">{}</span>',
    "visibility": '<span style="visibility:hidden">{}</span>',
    "the attribute": "<span hidden>{}</span>",
    "clipped": '<span style="position:absolute;clip:rect(0, 0, 0, 0);overflow:hidden">{}</span>',
    "clipped by a path": '<span style="clip-path: inset(50%); height: 1px; width: 1px">{}</span>',
    "moved away": '<span style="position:absolute;left:-9999px">{}</span>',
}
REMARKS = {
    "en": "opens in a new window",
    "de": "Ende der weiteren Informationen",
    "fr": "nouvelle fenêtre",
    "ru": "откроется в новом окне",
    "ar": "يفتح في نافذة جديدة",
    "zh": "在新窗口中打开",
}
PLACES = {
    "within a sentence": f"<p>{BRIDGE[2][:CUT]}{{}}{BRIDGE[2][CUT:]}</p>",
    "within a link": f'<p>{BRIDGE[2][:CUT]}<a href="/x">before{{}}</a>{BRIDGE[2][CUT + 6 :]}</p>',
    "alone in a paragraph": f"<p>{{}}</p><p>{BRIDGE[2]}</p>",
    "between paragraphs": f"{{}}<p>{BRIDGE[2]}</p>",
    "in a heading of its own": f"<h3>{{}}</h3><p>{BRIDGE[2]}</p>",
}


def cleaned(cleaner: Cleaner, middle: str, language: str = "en") -> Cleaned:
    before, after = ("".join(f"<p>{part}</p>" for part in parts) for parts in (BRIDGE[:2], BRIDGE[3:]))
    page = (
        f"<html lang={language}><body><main><article>{before}{middle}{after}</article></main></body></html>"
    )
    return cleaner.clean(page, html=True)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("way", HIDDEN.values(), ids=HIDDEN)
def test_what_is_hidden_goes_by_a_named_rule(way: str, place: str, cleaner: Cleaner) -> None:
    for language, remark in REMARKS.items():
        found = cleaned(cleaner, place.format(way.format(remark)), language)
        assert found.body == TEXT, language
        assert [(cut.text, cut.kind) for cut in found.removals] == [(remark, "hidden")]


PARAGRAPH = f"<p>{BRIDGE[2]}</p>"
STAYS = {  # the paragraph in the middle stands in it
    "opened by a button": f'<button aria-controls="a1">Who?</button><div id="a1" hidden>{PARAGRAPH}</div>',
    "opened by a link": f'<a href="#m1">Who?</a><div id="m1" style="display:none">{PARAGRAPH}</div>',
    "an accordion": f'<div class="accordion-item"><div style="display:none">{PARAGRAPH}</div></div>',
    "details": f"<details><summary>Who knew?</summary>{PARAGRAPH}</details>",
    "found by a search": f'<div hidden="until-found">{PARAGRAPH}</div>',
    "the rest of a sentence": (
        f'<p>{BRIDGE[2][:CUT]}<span class="more-text" style="display:none">{BRIDGE[2][CUT:]}</span></p>'
    ),
    "moved in later": f'<p class="wow fadeIn" style="visibility:hidden">{BRIDGE[2]}</p>',
    "hidden on small screens alone": f'<p class="hidden md:block">{BRIDGE[2]}</p>',
    "a name that only looks like it": f'<p class="hidden-treasures">{BRIDGE[2]}</p>',
    "an icon beside it": f'<p>{BRIDGE[2]}<i aria-hidden="true"></i></p>',
}


@pytest.mark.parametrize("middle", STAYS.values(), ids=STAYS)
def test_what_opens_stays(middle: str, cleaner: Cleaner) -> None:
    assert BRIDGE[2] in cleaned(cleaner, middle).body.replace("\n", " ")


@pytest.mark.parametrize(
    "way", ["hidden", 'style="display:none"', 'style="visibility:hidden"', 'class="hidden"']
)
def test_an_article_that_a_script_shows_stays(way: str, cleaner: Cleaner) -> None:
    whole = "".join(f"<p>{part}</p>" for part in BRIDGE)
    each = "".join(f"<p {way}>{part}</p>" for part in BRIDGE)
    for page in (f"<body><div {way}>{whole}</div></body>", f"<body><article>{each}</article></body>"):
        assert cleaner.clean(page, html=True).body == TEXT


def test_a_heading_for_screen_readers_still_tells_the_title(cleaner: Cleaner) -> None:
    found = cleaned(cleaner, f'<h1 class="sr-only">The bridge stays closed</h1><p>{BRIDGE[2]}</p>')
    assert found.metadata["title"] == "The bridge stays closed"
    assert found.body == TEXT


def test_hidden_text_is_kept_on_request() -> None:
    found = cleaned(
        Cleaner(select_rules(load_rules(), keep=["hidden"])),
        f"<p hidden>A remark of few words.</p><p>{BRIDGE[2]}</p>",
    )
    assert not [cut for cut in found.removals if cut.kind == "hidden"]
