"""The page to look at: what is on it, what it leaves out, and that it lets nothing in."""

from __future__ import annotations

import random
import re
from base64 import b64decode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaned, Cleaner
from cleaner.model import By, Removal
from cleaner.report import account_of
from cleaner.report import failed as failure
from cleaner.report.review import Reviewed, Sample, as_html
from cleaner.report.review import reviewed as shown_of
from cleaner.report.review.page import MOST_CHARACTERS
from cleaner.report.review.record import CONTEXT, MOST_CUTS, WHOLE, Risk

PROSE = (
    "The council met on Monday to settle how the new bridge over the river would be paid for, officials said."
)
HOSTILE = [
    "</script><script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "\"'><svg onload=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "&lt;b&gt; \u202e\x00\x1b[31m",
    "\ud800 half a sign",
]


def made_of(*parts: tuple[str, str], why: str = "A reason.", by: By = By.MARK) -> Cleaned:
    """A result of parts: a text, and the rule that cut it or nothing."""
    original, removals = "", []
    for text, rule in parts:
        if rule:
            end = len(original) + len(text)
            removals.append(Removal(len(original), end, text, rule, rule.split("/")[0], why, by))
        original += text
    body = "".join(text for text, rule in parts if not rule)
    return Cleaned(original, body, tuple(removals))


def reviewed(cleaned: Cleaned, name: str, *, url: str = "", site: str = "") -> Reviewed:
    return shown_of(account_of(cleaned, name, url=url, site=site))


def failed(name: str, reason: str) -> Reviewed:
    return shown_of(failure(name, reason))


def shown(*documents: Reviewed) -> str:
    sample = Sample()
    for document in documents:
        sample.add(document)
    return as_html(sample, version="1", heading="A batch")


class Page(HTMLParser):
    """The elements of a page, and what stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cuts: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._inside = tag
        if tag == "del":
            self.cuts.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.text += data


def test_a_document_is_shown_with_its_cuts(cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(f"{PROSE}\n\nRelated Articles\nOld pier to be listed\n")
    page = Page(shown(reviewed(cleaned, "story.txt")))
    assert [cut["data-rule"] for cut in page.cuts] == [cut.rule for cut in cleaned.removals]
    assert [cut["data-why"] for cut in page.cuts] == [cut.why for cut in cleaned.removals]
    assert PROSE in page.text
    assert "Old pier to be listed" in page.text
    assert "story.txt" in page.text


@pytest.mark.parametrize(
    ("document", "risks"),
    [
        (reviewed(made_of((PROSE, "")), "clean"), ()),
        (reviewed(made_of((PROSE * 9, ""), (PROSE, "related/section")), "marked"), ()),
        (
            reviewed(made_of((PROSE * 9, ""), (PROSE, "context/tail"), by=By.NEIGHBOUR), "unmarked prose"),
            (Risk.PROSE,),
        ),
        (reviewed(made_of(("Pier opens again", "title/heading"), (PROSE * 9, "")), "a page's title"), ()),
        (
            reviewed(made_of(("Pier opens again", "date/line"), (PROSE * 9, ""), by=By.NEIGHBOUR), "title"),
            (Risk.TITLE,),
        ),
        (reviewed(made_of((PROSE, ""), (PROSE, "related/section")), "half"), (Risk.MUCH,)),
        (failed("broken", "is not text"), (Risk.FAILED,)),
    ],
    ids=lambda value: value.name if isinstance(value, Reviewed) else "",
)
def test_what_is_risky(document: Reviewed, risks: tuple[Risk, ...]) -> None:
    assert document.risks == risks


def test_risky_documents_come_first() -> None:
    safe = reviewed(made_of((PROSE, "")), "safe")
    risky = reviewed(made_of((PROSE, ""), (PROSE, "related/section")), "risky")
    html = shown(safe, risky, failed("broken", "is not text"))
    places = [html.index(f'data-name="{name}"') for name in ("broken", "risky", "safe")]
    assert places == sorted(places)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_of_a_document_becomes_markup(hostile: str) -> None:
    def page_of(text: str) -> Page:
        cleaned = made_of((f"{text}\n" * 9, ""), (text, "x/y"), why=text)
        return Page(shown(reviewed(cleaned, text, url=text, site=text), failed(f"{text}2", text)))

    harmless, page = page_of(re.sub(r"[<>&\"'{}]", "x", hostile)), page_of(hostile)
    assert sorted(page.tags) == sorted(harmless.tags)
    assert {name for name, _ in page.attributes} == {name for name, _ in harmless.attributes}


@given(st.text(st.characters(), min_size=1))
def test_any_text_is_shown(text: str) -> None:
    page = Page(shown(reviewed(made_of((text, ""), (text, "x/y")), text or "n")))
    assert page.tags.count("del") == 1


def test_the_page_asks_nobody_and_runs_its_own_script_alone() -> None:
    html = shown(reviewed(made_of((PROSE, ""), ("Share", "share/bar")), "a", url="https://a.example/"))
    page = Page(html)
    assert not {name for name, _ in page.attributes} & {"src", "href", "action", "style", "onclick"}
    assert not set(page.tags) & {"img", "link", "iframe", "object", "form"}
    policy = next(value or "" for _, value in page.attributes if value and value.startswith("default-src"))
    assert policy.startswith("default-src 'none';")
    for element, directive in (("script", "script-src"), ("style", "style-src")):
        (content,) = re.findall(rf"<{element}>(.*?)</{element}>", html, re.DOTALL)
        (digest,) = re.findall(rf"{directive} 'sha256-([^']+)'", policy)
        assert b64decode(digest) == sha256(content.encode()).digest()


def batch(number: int, seed: int = 0) -> list[Reviewed]:
    chance = random.Random(seed)
    documents = []
    for n in range(number):
        parts = [(f"{PROSE} ", ""), (f"Line {n}", f"kind{n % 7}/rule{n % 70}"), (f"{PROSE} ", "")] * 12
        documents.append(reviewed(made_of(*parts), f"d{n}", site=f"s{n % 5}.example"))
    documents += [failed(f"f{n}", "is not text") for n in range(number // 100)]
    chance.shuffle(documents)
    return documents


def test_a_large_batch_fits_on_the_page_and_shows_every_rule() -> None:
    documents = batch(6_000)
    html = shown(*documents)
    assert len(html.encode()) < 1.1 * MOST_CHARACTERS
    page = Page(html)
    assert {cut["data-rule"] for cut in page.cuts} == {rule for d in documents for _, rule, _ in d.tally}
    assert "6,060" in page.text
    assert "f1" in page.text


def test_the_choice_does_not_depend_on_the_order() -> None:
    assert shown(*batch(1_500, seed=1)) == shown(*batch(1_500, seed=2))


def test_of_a_long_document_what_is_near_cuts_is_shown() -> None:
    words = [f"word{n}" for n in range(20_000)]
    text = " ".join(words)
    document = reviewed(made_of((text, ""), ("Share this", "share/bar"), (text, "")), "long")
    assert sum(len(piece.text) for piece in document.pieces) < WHOLE
    told = sum(len(piece.text) + piece.skipped for piece in document.pieces)
    assert told == 2 * len(text) + len("Share this")
    assert document.pieces[2].text.split()[-1] == words[-1]
    assert all(len(piece.text) <= CONTEXT for piece in document.pieces)


def test_of_many_cuts_the_first_are_shown_and_all_counted() -> None:
    document = reviewed(made_of(*[("Share", "share/bar"), (" and ", "")] * (2 * MOST_CUTS)), "many")
    assert sum(piece.cut is not None for piece in document.pieces) == MOST_CUTS
    assert document.cuts == 2 * MOST_CUTS
    assert document.tally == {("share", "share/bar", "mark"): 2 * MOST_CUTS}


def test_cuts_of_one_kind_are_named_once() -> None:
    parts = [("Related\n", "related/a"), ("\nOld pier\n", "related/b"), ("Share\n", "share/c"), (PROSE, "")]
    page = Page(shown(reviewed(made_of(*parts, ("Share", "share/c")), "a")))
    named = ["last" in (cut["class"] or "").split() for cut in page.cuts]
    assert named == [False, True, True, True]


def test_elements_of_a_page_are_shown() -> None:
    element = Removal(-1, -1, "Get our stories by mail", "newsletter/element", "newsletter", "A form.")
    page = Page(shown(reviewed(Cleaned(PROSE, PROSE, (element,)), "page.html")))
    assert [cut["data-rule"] for cut in page.cuts] == ["newsletter/element"]
    assert "Get our stories by mail" in page.text
