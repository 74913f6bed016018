"""Bodies as Markdown, read back by a Markdown parser: pages of our own writing."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring
from markdown_it import MarkdownIt
from markdown_it.token import Token
from prose import BRIDGE

from cleaner import Cleaned, Cleaner, load_rules, select_rules
from cleaner.model import BodyBlock
from cleaner.page.decide import joined
from cleaner.page.layout import layouts
from cleaner.page.markdown import Piece, escaped, inline, left_of, to_markdown
from cleaner.page.walk import walk

SENTENCES = BRIDGE[:3]
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
    "emphasis that ends at a quote": (
        [Piece("says"), Piece("“no”", frozenset({"em"})), Piece("and")], "says“no”and",
    ),
    "a link after an exclamation mark": ([Piece("Look!"), Piece("here", link="/a")], r"Look\![here](</a>)"),
    "emphasis beside emphasis": (
        [Piece("one", frozenset({"em"})), Piece("two", frozenset({"strong"}))], "*one*two",
    ),
    "a number and a stop": ([Piece("1. of May")], r"1\. of May"),
    "a hash": ([Piece("# of May")], r"\# of May"),
    "an entity that is text": ([Piece("&amp; is how to write &")], r"\&amp; is how to write &"),
    "a fence": ([Piece("~~~ waves ~~~")], r"\~\~~ waves \~\~~"),
}  # fmt: skip


@pytest.mark.parametrize(("pieces", "markdown"), PIECES.values(), ids=PIECES)
def test_inline(pieces: list[Piece], markdown: str) -> None:
    assert inline(pieces) == markdown


STRUCTURES = {
    "headings": ("<h2>What to do</h2>", "## What to do"),
    "lists": (
        "<ul><li>Take the <b>bus</b>.</li><li>Walk:<ol><li>mind the mud.</li></ol></li></ul>",
        "- Take the **bus**.\n- Walk:\n  1. mind the mud.",
    ),
    "numbered lists": (
        "<ol start=9><li>Ask.</li><li>Wait:<ul><li>an hour,</li><li>a day.</li></ul></li></ol>",
        "9. Ask.\n10. Wait:\n    - an hour,\n    - a day.",
    ),
    "numbers of their own": ("<ol><li value=3>Ask.</li><li>Wait.</li></ol>", "3. Ask.\n4. Wait."),
    "a list after a list": (
        "<ol><li>Ask.</li></ol><ol><li>Wait.</li></ol>", "1. Ask.\n\n<!-- -->\n\n1. Wait.",
    ),
    "paragraphs in an item": (
        "<ol><li><p>Ask at the office.</p><p>It opens at ten.</p></li><li><p>Wait.</p></li></ol>",
        "1. Ask at the office.\n\n   It opens at ten.\n\n2. Wait.",
    ),
    "bullets of their own": ("<ul><li>• Ask.</li><li>– <b>Wait</b>.</li></ul>", "- Ask.\n- **Wait**."),
    "quotes": ("<blockquote><p>I was not there, he said.</p></blockquote>", "> I was not there, he said."),
    "code": ("<pre>if open:\n    cross()</pre>", "```\nif open:\n    cross()\n```"),
    "code with a fence": ("<pre>```\ncross()\n```</pre>", "````\n```\ncross()\n```\n````"),
    "verses": (
        "<p>The bridge is down,<br>the river sings,<br><i>nobody</i> hears it.</p>",
        "The bridge is down,\\\nthe river sings,\\\n*nobody* hears it.",
    ),
    "Chinese with line breaks": (
        "<p>市议会<b>决定</b>关闭\n<i>这座桥</i>。</p>", "市议会**决定**关闭*这座桥*。",
    ),
    "what was escaped twice": ("<p>It&amp;#8217;s the <b>mayor</b>.</p>", "It’s the **mayor**."),
    "tables": (
        "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2022</td><td>4 m</td></tr></table>",
        "| Year | Cost |\n| --- | --- |\n| 2022 | 4 m |",
    ),
    "links and emphasis in tables": (
        "<table><tr><td><b>Year</b></td><td>Cost</td></tr>"
        '<tr><td>2022</td><td><a href="/c">4 m</a></td></tr></table>',
        "| **Year** | Cost |\n| --- | --- |\n| 2022 | [4 m](<https://example.org/c>) |",
    ),
    "empty cells, and rows of other lengths": (
        "<table><tr><td colspan=3>All</td></tr><tr><td></td><td>a|b</td><td>c<br>d</td></tr></table>",
        "| All |  |  |\n| --- | --- | --- |\n|  | a\\|b | c d |",
    ),
    "two tables": (
        "<table><tr><td>a</td><td>b</td></tr></table><table><tr><td>c</td><td>d</td></tr></table>",
        "| a | b |\n| --- | --- |\n\n| c | d |\n| --- | --- |",
    ),
    "a heading that ends in a hash": ("<h2>Learn C #</h2>", "## Learn C \\#"),
    "links": (
        '<p>The <a href="/plan">plan of the bridge</a> is open to all who want to see it in the hall.</p>',
        "The [plan of the bridge](<https://example.org/plan>) is open to all who want to see it in the hall.",
    ),
}  # fmt: skip


def whole(body: str, url: str = "") -> Cleaned:
    """All blocks of a page, nothing decided."""
    page = walk(document_fromstring(f"<html><body>{body}</body></html>"))
    text, places = joined(page, range(len(page.blocks)))
    return Cleaned(text, text, blocks=tuple(layouts(page, dict(enumerate(places)), url)))


@pytest.mark.parametrize(("body", "markdown"), STRUCTURES.values(), ids=STRUCTURES)
def test_structure(body: str, markdown: str) -> None:
    before, after = "<p>The works begin.</p>", "<p>The works end.</p>"
    found = to_markdown(whole(before + body + after, "https://example.org/news"))
    assert found.removeprefix("The works begin.\n\n").removesuffix("\n\nThe works end.") == markdown


def test_structure_outlives_cleaning() -> None:
    for body, markdown in (STRUCTURES["lists"], STRUCTURES["links and emphasis in tables"]):
        assert markdown in to_markdown(clean(body, "https://example.org/news"))


def test_rows_and_items_have_their_numbers() -> None:
    body = "<ol><li>a</li><li>b</li></ol><ul><li>c</li></ul><table><tr><td>d<td>e<tr><td>f<td>g</table>"
    blocks = whole(body).blocks
    assert [(block.type, block.number) for block in blocks] == [
        ("item", 1), ("item", 2), ("item", 0), ("row", 1), ("row", 2),
    ]  # fmt: skip


def test_text_in_a_table_for_layout_is_no_row() -> None:
    cell = f"The council met.<br><br>{' '.join(SENTENCES)}"
    blocks = whole(f"<table><tr><td>{cell}</td></tr></table>").blocks
    assert [block.type for block in blocks] == ["paragraph", "paragraph"]


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
    html = PARSER.render(re.sub(r"\]\(<[^>]*>\)", "]()", to_markdown(cleaned)))
    shown = re.sub(r"<[^>]*>", " ", re.sub(r"</?(?:strong|em|a|code)\b[^>]*>", "", html))
    assert words(shown) == words(cleaned.body)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40))
@settings(deadline=None)
def test_escaped_text_means_nothing_to_a_parser(text: str) -> None:
    (token,) = [token for token in PARSER.parse(escaped(text)) if token.type == "inline"]
    assert {child.type for child in token.children or ()} <= {"text", "text_special"}


LETTERS = st.sampled_from("abc ABC 12 .,:;!?-–“”()[]{}*_`~#+=<>&|/\\\"'市çé\n")
texts = st.text(LETTERS, min_size=1, max_size=12)
pieces = st.lists(
    st.builds(
        Piece,
        texts,
        st.sets(st.sampled_from(["strong", "em", "code"])).map(frozenset),
        st.sampled_from(["", "", "/a", "https://example.org/b?c=1"]),
    ),
    min_size=1,
    max_size=6,
)


@given(pieces)
@settings(max_examples=1000, deadline=None)
def test_a_parser_reads_the_text_of_a_line_and_nothing_else(line: list[Piece]) -> None:
    markdown = inline(line)
    tokens = PARSER.parse(markdown)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    read = "".join(child.content for token in tokens for child in token.children or ())
    assert read.split() == "".join(piece.text for piece in line).split()


@given(st.text(st.sampled_from("ab 市"), min_size=1, max_size=8), st.sampled_from(["strong", "em", "code"]))
def test_a_parser_reads_looks(text: str, look: str) -> None:
    markdown = inline([Piece("x "), Piece(text, frozenset({look})), Piece(" y")])
    (token,) = [token for token in PARSER.parse(markdown) if token.type == "inline"]
    opened = {"strong": "strong_open", "em": "em_open", "code": "code_inline"}[look]
    assert (opened in {child.type for child in token.children or ()}) == bool(text.strip())


Items = list["tuple[str, Lists]"]
Lists = list[tuple[str, int, Items]]  # ul or ol, its first number, its items: each a text and the lists in it


def nested(depth: int) -> st.SearchStrategy[Lists]:
    nothing = st.just(list[tuple[str, int, Items]]())
    text = st.sampled_from(["one", "two 2", "3. three", "- four"])
    items = st.lists(st.tuples(text, nested(depth - 1) if depth else nothing), min_size=1, max_size=3)
    one = st.tuples(st.sampled_from(["ul", "ol"]), st.integers(1, 12), items).map(lambda found: [found])
    return st.one_of(nothing, one)


def as_html(lists: Lists) -> str:
    return "".join(
        f"<{tag} start={start}>"
        + "".join(f"<li>{text}{as_html(inner)}</li>" for text, inner in items)
        + f"</{tag}>"
        for tag, start, items in lists
    )


def as_lists(tokens: list[Token]) -> Lists:
    """The lists in what a parser makes of Markdown."""
    found: Lists = []
    around: list[Lists] = [found]
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            tag = "ul" if token.type == "bullet_list_open" else "ol"
            around[-1].append((tag, int(token.attrs.get("start", 1)) if tag == "ol" else 0, []))
        elif token.type == "list_item_open":
            around.append([])
        elif token.type == "list_item_close":
            inner = around.pop()
            items = around[-1][-1][2]
            items[-1] = (items[-1][0], inner)
        elif token.type == "inline" and len(around) > 1:
            around[-2][-1][2].append(("".join(child.content for child in token.children or ()), []))
    return found


def without_bullets(lists: Lists) -> Lists:
    """Lists as they are to be read: an item's own bullet is its bullet, and bullets have no numbers."""
    return [
        (
            tag,
            start if tag == "ol" else 0,
            [(t.removeprefix("- "), without_bullets(inner)) for t, inner in items],
        )
        for tag, start, items in lists
    ]


@given(nested(3))
@settings(max_examples=300, deadline=None)
def test_lists_are_read_back_with_their_numbers_and_depths(lists: Lists) -> None:
    markdown = to_markdown(whole(f"<p>Before.</p>{as_html(lists)}"))
    assert as_lists(PARSER.parse(markdown)) == without_bullets(lists)


cells = st.text(st.sampled_from("ab12 |*_\\`<&"), max_size=6)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_tables_are_read_back_cell_by_cell(rows: list[list[str]]) -> None:
    rows = [[cell.strip() and f"x{cell.strip()}" for cell in row] for row in rows]
    rows = [["first", *row] for row in rows]
    html = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    tokens = PARSER.parse(to_markdown(whole(f"<table>{html}</table>")))
    width = max(map(len, rows))
    read = [
        "".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"
    ]
    told = [" ".join(cell.split()) for row in rows for cell in row + [""] * (width - len(row))]
    assert read == told


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
