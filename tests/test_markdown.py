"""Bodies as Markdown, read back by a Markdown parser: pages of our own writing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleaner import Cleaned, Cleaner, load_rules, select_rules
from cleaner.markdown import Piece, escaped, inline, left_of, to_markdown
from cleaner.model import BodyBlock

SENTENCES = (
    "The council met on Monday to decide about the bridge over the river, which is a hundred years old.",
    "It did not agree on the money, which the state had promised two years ago and then forgot.",
    "Residents say that nobody had told them of the works before the road was closed to all but buses.",
)
CLEANER = Cleaner(select_rules(load_rules()))
PARSER = MarkdownIt().enable("table")


def clean(body: str, url: str = "") -> Cleaned:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return CLEANER.clean(
        f"<html><body><article>{text}{body}{text[: text.index('Residents') - 3]}</article></body></html>",
        url=url,
    )


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


PIECES = {
    "plain": ([Piece("One  two\n")], "One two"),
    "emphasis": ([Piece("One "), Piece("two ", frozenset({"strong"})), Piece("three")], "One **two** three"),
    "both": ([Piece("one", frozenset({"strong", "em"}))], "***one***"),
    "a link": ([Piece("See "), Piece("the plan", link="/a"), Piece(".")], "See [the plan](</a>)."),
    "a link with emphasis": (
        [Piece("the ", link="/a"), Piece("plan", frozenset({"em"}), "/a")], "[the *plan*](</a>)",
    ),
    "a link around nothing": ([Piece("One"), Piece(" ", link="/a"), Piece("two")], "One two"),
    "code": ([Piece("a*b", frozenset({"code"}))], "`a*b`"),
    "signs": ([Piece("2 * 3 [sic] a_b <c>")], r"2 \* 3 \[sic\] a\_b \<c>"),
    "joined": ([Piece("one", frozenset({"em"})), Piece("two", frozenset({"em"}))], "*onetwo*"),
}  # fmt: skip


@pytest.mark.parametrize(("pieces", "markdown"), PIECES.values(), ids=PIECES)
def test_inline(pieces: list[Piece], markdown: str) -> None:
    assert inline(pieces) == markdown


STRUCTURES = {
    "headings": ("<h2>What to do</h2>", "## What to do"),
    "lists": (
        "<ul><li>Take the <b>bus</b>.</li><li>Walk:<ol><li>mind the mud.</li></ol></li></ul>",
        "- Take the **bus**.\n- Walk:\n  - mind the mud.",
    ),
    "quotes": ("<blockquote><p>I was not there, he said.</p></blockquote>", "> I was not there, he said."),
    "code": ("<pre>if open:\n    cross()</pre>", "```\nif open:\n    cross()\n```"),
    "tables": (
        "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2022</td><td>4 m</td></tr></table>",
        "| Year | Cost |\n| --- | --- |\n| 2022 | 4 m |",
    ),
    "links": (
        '<p>The <a href="/plan">plan of the bridge</a> is open to all who want to see it in the hall.</p>',
        "The [plan of the bridge](<https://example.org/plan>) is open",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "markdown"), STRUCTURES.values(), ids=STRUCTURES)
def test_structure(body: str, markdown: str) -> None:
    assert markdown in to_markdown(clean(body, "https://example.org/news"))


def test_a_link_that_is_no_page_is_text() -> None:
    text = to_markdown(
        clean('<p>Nobody <a href="javascript:x()">clicks</a> on <a href="#a">that</a>, they say in town.</p>')
    )
    assert "Nobody clicks on that, they say in town." in text


def test_a_text_is_its_own_markdown() -> None:
    text = "One *line*.\n\nAnother.\n"
    assert to_markdown(CLEANER.clean(text, html=False)) == text


PARTS = st.sampled_from(
    [body for body, _ in STRUCTURES.values()]
    + [
        "<p>Short.</p>",
        "<p>Related Articles</p>",
        "<p>By Jane Roe</p>",
        "<div>Some <i>words</i> here<br>and there</div>",
    ]
)


@given(st.lists(PARTS, max_size=6).map("".join))
@settings(max_examples=60, deadline=None)
def test_markdown_says_what_the_body_says(body: str) -> None:
    cleaned = clean(body)
    assert [
        word for block in cleaned.blocks for word in words(cleaned.body[block.start : block.end])
    ] == words(cleaned.body)
    shown = re.sub(r"<[^>]*>", " ", PARSER.render(re.sub(r"\]\(<[^>]*>\)", "]()", to_markdown(cleaned))))
    assert words(shown) == words(cleaned.body)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40))
@settings(deadline=None)
def test_escaped_text_means_nothing_to_a_parser(text: str) -> None:
    (token,) = [token for token in PARSER.parse(escaped(text)) if token.type == "inline"]
    assert {child.type for child in token.children or ()} <= {"text", "text_special"}


CUTS = {
    "none": ([], [(0, 3), (5, 8), (10, 13)]),
    "a block": ([(3, 8)], [(0, 3), (5, 8)]),
    "the first": ([(0, 5)], [(0, 3), (5, 8)]),
    "a span": ([(6, 7)], [(0, 3), (5, 7), (9, 12)]),
    "across two": ([(2, 6)], [(0, 2), (2, 4), (6, 9)]),
    "all": ([(0, 13)], []),
}


@pytest.mark.parametrize(("cuts", "left"), CUTS.values(), ids=CUTS)
def test_blocks_after_cuts(cuts: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    blocks = [BodyBlock(start, start + 3, "paragraph", 0, False, "") for start in (0, 5, 10)]
    found = left_of("abc\n\ndef\n\nghi", blocks, cuts)
    assert [(block.start, block.end) for block in found] == left
