"""Every block of prose of a page is in the body, in a cut by the name of a rule, or told of as left out."""

from __future__ import annotations

import tomllib
from html import escape

import pytest
from conftest import HERE
from lxml.html import document_fromstring
from skeletons import SKELETONS, page

from cleaner import Cleaner
from cleaner.report.kept import explain_kept

TEMPTING = tomllib.loads((HERE / "page" / "tempting.toml").read_text(encoding="utf-8"))["en"]
STORY = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))["en"]
_MENUS = ("nav", "footer", "form", "button", "noscript")
_PROSE = 12  # words

BESIDE = {
    "nothing": "",
    "comments": "".join(f"<div class=comment><p>{part}</p></div>" for part in TEMPTING["comments"] * 3),
    "a legal notice": f'<div class="notice">{"".join(f"<p>{part}</p>" for part in TEMPTING["legal"])}</div>',
    "a hidden biography": f"<div hidden>{''.join(f'<p>{part}</p>' for part in TEMPTING['biography'])}</div>",
}  # fmt: skip


def prose(source: str) -> list[str]:
    """The paragraphs of a page outside menus, as lxml has them."""
    paragraphs = [
        " ".join(paragraph.text_content().split())
        for paragraph in document_fromstring(source).iter("p")
        if not any(up.tag in _MENUS for up in paragraph.iterancestors())
    ]
    return [text for text in paragraphs if len(text.split()) >= _PROSE and text[-1] in ".!?"]


@pytest.mark.parametrize("beside", BESIDE)
def test_no_prose_goes_without_a_word(beside: str, cleaner: Cleaner) -> None:
    story = "".join(f"<p>{escape(part)}</p>" for part in STORY["paragraphs"])
    for skeleton in SKELETONS:
        source = page(skeleton, STORY["title"], story + BESIDE[beside])
        cleaned = cleaner.clean(source, html=True)
        told = (cleaned.body, *(cut.text for cut in cleaned.removals), *cleaned.left_out)
        text = " ".join(" ".join(told).split())
        assert [part for part in prose(source) if part not in text] == [], skeleton
        explained = explain_kept(cleaner, cleaned, "page.html", html=True)
        assert explained.count("left out, by no rule") == len(cleaned.left_out)
        assert 0 < float(cleaned.metadata["prose_kept"]) <= 1


def test_what_is_left_out_by_no_rule_is_warned_of(cleaner: Cleaner) -> None:
    """From a fifth of the page's prose on; with more than half, the result is suspicious."""
    story = "".join(f"<p>{escape(part)}</p>" for part in STORY["paragraphs"])
    shares = []
    for times in (0, 1, 4, 16):
        other = "".join(
            f"<p>{escape(part)} So it was {n}.</p>" for n in range(times) for part in TEMPTING["about"]
        )
        source = (
            f"<html><title>{STORY['title']}</title><body><article><h1>{STORY['title']}</h1>{story}</article>"
            f'<aside class="sidebar"><h2>About us</h2>{other}</aside></body></html>'
        )
        cleaned = cleaner.clean(source, html=True)
        missing = sum(len(text.split()) for text in cleaned.left_out)
        shares.append(missing / (missing + len(cleaned.body.split())))
        assert bool(cleaned.warnings) == (shares[-1] > 0.2)
        assert cleaned.suspicious == (shares[-1] > 0.5)
    assert shares[0] == 0
    assert max(shares) > 0.5
