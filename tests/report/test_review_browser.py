"""The page to look at, in a real browser: filters, keys, what can be copied and saved, phones, scripts.

Needs the extra `browser` and a Chromium (`CHROMIUM` names it, if it is not on the path): `pytest -m browser`.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_review import HOSTILE, PROSE, batch, failed, made_of, reviewed

from cleaner.model import By
from cleaner.report.review import Reviewed, Sample, as_html
from cleaner.workbench import Ticked, Verdict, parse_marks

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
RELATED = "related/section"
ARABIC = "قال رئيس البلدية إن الجسر الجديد سيكلف ضعف ما كان متوقعا قبل عامين، وإن العمل سيبدأ في الخريف."
DOCUMENTS = [
    reviewed(
        made_of((f"{PROSE}\n", ""), ("Related Articles\n", RELATED), ("Old pier", RELATED)),
        "a.txt", site="one.example",
    ),
    reviewed(
        made_of((f"{PROSE}\n" * 9, ""), (PROSE, "context/tail"), by=By.NEIGHBOUR),
        "b.txt", site="two.example",
    ),
    reviewed(made_of((f"{ARABIC}\n", ""), ("مقالات ذات صلة", RELATED)), "c.txt", site="two.example"),
    failed("d.bin", "is not text"),
]  # fmt: skip


CONTRASTS = """() => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [r, g, b] = parts.map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return [...document.querySelectorAll(".cut")].map((cut) => {
    const paper = light(getComputedStyle(cut.closest(".document")).backgroundColor);
    const ink = light(getComputedStyle(cut).color);
    return (Math.max(paper, ink) + 0.05) / (Math.min(paper, ink) + 0.05);
  });
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


class Window:
    """The page in a window, and all it said and asked for."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.context = browser.new_context(accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def names(self) -> list[str]:
        """The documents that are shown."""
        found = self.page.locator(".document:not([hidden])")
        return [found.nth(n).get_attribute("data-name") for n in range(found.count())]


@pytest.fixture
def window(browser: Any, tmp_path: Path) -> Iterator[Window]:
    opened = Window(browser, written(tmp_path, *DOCUMENTS))
    yield opened
    opened.context.close()
    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith(("file:", "blob:"))] == []


def written(folder: Path, *documents: Reviewed) -> Path:
    sample = Sample()
    for document in documents:
        sample.add(document)
    file = folder / "page.html"
    file.write_text(as_html(sample, version="1", heading="A batch"), encoding="utf-8")
    return file


def test_documents_stand_by_risk(window: Window) -> None:
    assert window.names() == ["d.bin", "b.txt", "a.txt", "c.txt"]


@pytest.mark.parametrize(
    ("chart", "label", "names"),
    [
        ("kind", "related", ["a.txt", "c.txt"]),
        ("by", "neighbour", ["b.txt"]),
        ("risk", "failed", ["d.bin"]),
        ("share", "80–90 %", ["a.txt", "c.txt"]),
    ],
)
def test_a_bar_is_a_filter(window: Window, chart: str, label: str, names: list[str]) -> None:
    button = window.page.locator(f"#{chart} button", has_text=label).first
    button.click()
    assert window.names() == names
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert len(window.names()) == len(DOCUMENTS)


def test_choices_and_search(window: Window) -> None:
    window.page.select_option("#choose-site", "two.example")
    assert window.names() == ["b.txt", "c.txt"]
    window.page.select_option("#choose-rule", "related/section")
    assert window.names() == ["c.txt"]
    window.page.click("#reset")
    window.page.fill("#search", "old PIER")
    assert window.names() == ["a.txt"]
    window.page.fill("#search", "nothing of the kind")
    assert window.names() == []
    assert window.page.is_visible("#nothing")


def test_keys_walk_through_the_cuts_and_tell_of_each(window: Window) -> None:
    told = []
    for _ in range(5):
        window.page.keyboard.press("j")
        told.append((window.page.inner_text("#d-rule"), window.page.inner_text("#d-by")))
    assert told == [
        ("context/tail", "by neighbour"),
        *[("related/section", "by mark")] * 3,
        ("context/tail", "by neighbour"),
    ]
    window.page.keyboard.press("k")
    assert window.page.inner_text("#d-rule") == "related/section"
    window.page.keyboard.press("Escape")
    assert not window.page.is_visible("#details")


def test_a_filter_for_every_field(window: Window) -> None:
    for name in ("kind", "rule", "by", "site"):
        assert window.page.is_visible(f"#choose-{name}"), name
    window.page.select_option("#choose-kind", "context")
    assert window.names() == ["b.txt"]
    assert window.page.locator("#kind button", has_text="context").get_attribute("aria-pressed") == "true"
    window.page.click("#reset")
    assert window.names() == ["d.bin", "b.txt", "a.txt", "c.txt"]
    assert not window.page.is_visible("#reset")


def test_cuts_beside_those_chosen_step_back(window: Window) -> None:
    window.page.select_option("#choose-by", "neighbour")
    window.page.keyboard.press("Escape")
    told = []
    for _ in range(2):
        window.page.keyboard.press("j")
        told.append(window.page.inner_text("#d-rule"))
    assert told == ["context/tail"] * 2


def test_slash_leads_to_the_search_and_letters_stay_there(window: Window) -> None:
    window.page.keyboard.press("/")
    window.page.keyboard.type("jxk")
    assert window.page.input_value("#search") == "jxk"
    assert not window.page.is_visible("#details")


def test_selected_text_becomes_a_draft(browser: Any, tmp_path: Path) -> None:
    window = Window(browser, written(tmp_path, *DOCUMENTS), permissions=["clipboard-read", "clipboard-write"])
    window.page.locator("[data-name='b.txt'] .text").dblclick(position={"x": 20, "y": 10})
    assert window.page.inner_text("#d-rule") == "kept"
    assert not window.page.is_visible("#wrong")
    window.page.click("#copy-draft")
    window.page.wait_for_function("document.querySelector('#copied').textContent.includes('kind =')")
    assert 'equals.any = ["The"]' in window.page.inner_text("#d-draft")
    assert window.said == []
    window.context.close()


def test_ticks_that_are_not_saved_are_asked_about(browser: Any, tmp_path: Path) -> None:
    window = Window(browser, written(tmp_path, *DOCUMENTS))
    asked: list[str] = []
    window.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    window.page.keyboard.press("j")
    window.page.keyboard.press("x")
    window.page.close(run_before_unload=True)
    window.context.close()
    assert asked == ["beforeunload"]


def test_on_paper_there_are_documents_alone(window: Window) -> None:
    window.page.emulate_media(media="print")
    assert not window.page.is_visible("#search")
    cut = window.page.locator(".cut", has_text="Old pier")
    assert "line-through" in cut.evaluate("element => getComputedStyle(element).textDecorationLine")
    assert "related/section" in cut.evaluate("element => getComputedStyle(element, '::after').content")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_of_cuts_stand_out_from_the_paper(browser: Any, tmp_path: Path, scheme: Any) -> None:
    """Contrast of at least 4.5 between each colour of a kind and the paper (WCAG 2.2, 1.4.3)."""
    kinds = ["related", "newsletter", "byline", "date", "caption", "copyright", "tags", "context"]
    documents = [reviewed(made_of((PROSE, ""), ("Some line", f"{kind}/x")), kind) for kind in kinds]
    window = Window(browser, written(tmp_path, *documents), color_scheme=scheme)
    colours = window.page.evaluate(CONTRASTS)
    assert len(colours) == len(kinds)
    assert min(colours) >= 4.5, dict(zip(kinds, colours, strict=True))
    window.context.close()


def test_hover_tells_too(window: Window) -> None:
    window.page.locator(".cut", has_text="Old pier").hover()
    assert window.page.inner_text("#d-why") == "A reason."


def test_cuts_marked_as_wrong_are_saved(window: Window, tmp_path: Path) -> None:
    window.page.keyboard.press("j")
    window.page.keyboard.press("x")
    window.page.keyboard.press("j")
    window.page.click("#wrong")
    with window.page.expect_download() as download:
        window.page.click("#save")
    download.value.save_as(tmp_path / "marks.jsonl")
    start = 9 * (len(PROSE) + 1)
    lines = (tmp_path / "marks.jsonl").read_text(encoding="utf-8").splitlines()
    assert list(parse_marks(lines)) == [
        Ticked("b.txt", start, start + len(PROSE), Verdict.WRONG, "context/tail", PROSE),
        Ticked("a.txt", len(PROSE) + 1, len(PROSE) + 18, Verdict.WRONG, RELATED, "Related Articles"),
    ]


def test_options_and_a_draft_are_copied(browser: Any, tmp_path: Path) -> None:
    window = Window(browser, written(tmp_path, *DOCUMENTS), permissions=["clipboard-read", "clipboard-write"])
    window.page.locator(".cut", has_text="Old pier").focus()
    for button, text in (("copy-allow", "--allow 'Old pier'"), ("copy-ignore", "--ignore related/section")):
        window.page.click(f"#{button}")
        window.page.wait_for_function(f"document.querySelector('#copied').textContent.includes({text!r})")
        assert window.page.evaluate("navigator.clipboard.readText()") == text
    window.page.click("#copy-draft")
    window.page.wait_for_function("document.querySelector('#copied').textContent.includes('kind =')")
    assert 'equals.any = ["Old pier"]' in window.page.evaluate("navigator.clipboard.readText()")
    window.context.close()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_documents_do_nothing(browser: Any, tmp_path: Path, hostile: str) -> None:
    document = reviewed(
        made_of((hostile, ""), (hostile, "x/y"), why=hostile), hostile, url=hostile, site=hostile
    )
    window = Window(browser, written(tmp_path, document, failed(f"{hostile}2", hostile)))
    assert window.page.evaluate("typeof window.hit") == "undefined"
    window.page.keyboard.press("j")
    assert window.page.evaluate("typeof window.hit") == "undefined"
    assert window.said == []
    window.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_on_a_phone(browser: Any, tmp_path: Path, scheme: Any) -> None:
    long = reviewed(
        made_of(("w" * 400, ""), ("v" * 400, "x/y")), "n" * 300, url=f"https://a.example/{'u' * 300}"
    )
    window = Window(
        browser,
        written(tmp_path, *DOCUMENTS, long),
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,
    )
    window.page.keyboard.press("j")
    assert window.page.evaluate("document.documentElement.scrollWidth") <= 360
    window.context.close()


def test_right_to_left_texts_run_that_way(window: Window) -> None:
    text = window.page.locator("[data-name='c.txt'] .text")
    assert text.evaluate("element => getComputedStyle(element).direction") == "rtl"


def test_a_large_batch_opens_in_two_seconds(browser: Any, tmp_path: Path) -> None:
    file = written(tmp_path, *batch(6_000))
    started = time.monotonic()
    window = Window(browser, file)
    window.page.wait_for_function("document.querySelector('#found').textContent.includes('shown')")
    assert time.monotonic() - started < 2
    window.context.close()
