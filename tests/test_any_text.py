"""The same articles printed in every way that texts come in: the article stays, its junk goes."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.mark import ParameterSet
from conftest import HERE
from laws import rebuilt

from cleaner import Cleaner
from cleaner.text.sentences import sentences as split_sentences
from cleaner.text.shape import UNSPACED

WIDTH = 72


class Line(NamedTuple):
    """A block of an article: `sign` is blank for what stays (`any_text/README.md` has the others)."""

    sign: str
    text: str


Print = Callable[[list[Line]], str]


def article(path: Path) -> list[Line]:
    return [Line(line[0], line[2:]) for line in path.read_text(encoding="utf-8").splitlines()]


ARTICLES = {path.stem: article(path) for path in sorted((HERE / "any_text").glob("*.txt"))}


# --- ways to print a text ----------------------------------------------------------------------------------


def airy(lines: Iterable[Line]) -> str:
    return "\n\n".join(line.text for line in lines) + "\n"


def tight(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines) + "\n"


def one_paragraph(lines: Iterable[Line]) -> str:
    return " ".join(line.text for line in lines)


def glued(lines: Iterable[Line]) -> str:
    """Junk that is a sentence hangs on the paragraph before it."""
    text = ""
    for line in lines:
        text += (" " if line.sign == "=" else "\n\n" if text else "") + line.text
    return text + "\n"


def sentences(text: str) -> list[str]:
    return re.findall(r"\S.*?(?:[.!?।؟]['\"“”»]?(?=\s|$)|[。！？]」?|$)", text)


def sentence_a_line(lines: Iterable[Line]) -> str:
    return "".join(
        f"{sentence}\n"
        for line in lines
        for sentence in (sentences(line.text) if line.sign == " " else [line.text])
    )


def wrapped(text: str, row: str = "", *, hyphens: bool = False) -> str:
    """A text in lines of at most `WIDTH` columns; signs of East Asia take two and break anywhere."""
    rows = []
    for word in re.findall(rf"{UNSPACED.pattern}[^\w\s]*|(?:(?!{UNSPACED.pattern})\S)+|\s", text):
        if columns(row + word.rstrip()) > WIDTH:
            room = WIDTH - columns(row) - 1
            if hyphens and room > 3 and word.isalpha() and len(word) > room + 3:
                rows.append(f"{row}{word[:room]}-")
                row = word[room:]
            else:
                rows.append(row.rstrip())
                row = word.lstrip()
        else:
            row += word
    return "\n".join([*rows, row.rstrip()])


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def hard_wrapped(lines: Iterable[Line]) -> str:
    return "\n\n".join(wrapped(line.text) for line in lines) + "\n"


def wrapped_and_indented(lines: Iterable[Line]) -> str:
    """Paragraphs told by the indentation of their first lines alone."""
    return "\n".join(wrapped(line.text, "    ") for line in lines) + "\n"


def markdown(lines: Iterable[Line]) -> str:
    """A headline, a picture, links and emphasis in paragraphs, junk in every dress."""
    dresses = ("**{}**", "[{}](https://courier.example/share?u=1)", "### {}", "*{}*", "- [{}](/read/it)")
    rows = ["![The pier](https://courier.example/pier.jpg)"]
    for number, (sign, text) in enumerate(lines):
        first, second, *rest = [*text.split(" ", 2), "", ""][:3]
        if not number:
            rows.insert(0, f"# {text}")
        elif sign == " ":
            rows.append(
                f"**{first}** [{second}](https://courier.example/notes) {' '.join(rest)}" if second else text
            )
        else:
            rows.append(dresses[number % len(dresses)].format(text))
    return "\n\n".join(rows) + "\n"


def markdown_links(lines: Iterable[Line]) -> str:
    """All junk is a link in a list; a picture stands above the article."""
    rows = (
        f"- [{line.text}](https://courier.example/{n})" if line.sign != " " else line.text
        for n, line in enumerate(lines)
    )
    return "\n\n".join(rows) + "\n"


def markdown_quotes(lines: Iterable[Line]) -> str:
    """Every paragraph a quotation, all junk a heading."""
    return "\n\n".join(("> " if line.sign == " " else "## ") + line.text for line in lines) + "\n"


def mailed(lines: Iterable[Line]) -> str:
    """Forwarded by mail: quoted, wrapped."""
    return (
        "\n>\n".join("\n".join("> " + row for row in wrapped(line.text).split("\n")) for line in lines) + "\n"
    )


def numbered(lines: Iterable[Line]) -> str:
    rows = hard_wrapped(lines).splitlines()
    return "".join(f"{number:4}  {row}\n" for number, row in enumerate(rows, 1))


def pages(lines: Iterable[Line], furniture: str = "Page {} of 4\n\f") -> str:
    """Printed to pages, which break where they like."""
    rows = hard_wrapped(lines).splitlines()
    size = -(-len(rows) // 4)
    breaks = range(size, len(rows), size)
    for number, at in reversed(list(enumerate(breaks, 1))):
        rows.insert(at, "\n" + furniture.format(number))
    return "\n".join(rows) + "\n"


def page_signs(lines: Iterable[Line]) -> str:
    return pages(lines, "- {} -\n")


def form_feeds(lines: Iterable[Line]) -> str:
    return "\n\f".join(line.text for line in lines) + "\n"


def crlf(lines: Iterable[Line]) -> str:
    return airy(lines).replace("\n", "\r\n")


def carriage_returns(lines: Iterable[Line]) -> str:
    return airy(lines).replace("\n", "\r")


def line_separators(lines: Iterable[Line]) -> str:
    return airy(lines).replace("\n", "\u2028")


def capitals(lines: Iterable[Line]) -> str:
    return airy(lines).upper()


def odd_spaces(lines: Iterable[Line]) -> str:
    return "\n\n".join(f"\t\u00a0{line.text.replace(' ', chr(0xA0))} \t" for line in lines) + "\n"


def zero_widths(lines: Iterable[Line]) -> str:
    return (
        "\n\u200b\n".join("\ufeff\u200b" + line.text.replace(" ", " \u200b") + "\u200b" for line in lines)
        + "\n"
    )


def direction_marks(lines: Iterable[Line]) -> str:
    return "\n\n".join(f"\u200f\u202b{line.text}\u202c" for line in lines) + "\n"


def ligatures(lines: Iterable[Line]) -> str:
    text = airy(lines)
    for plain, joined in (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")):
        text = text.replace(plain, joined)
    return text


def soft_hyphens(lines: Iterable[Line]) -> str:
    return re.sub(r"(?<=[^\W\d_]{3})(?=[^\W\d_]{3})", "\u00ad", airy(lines))


def decomposed(lines: Iterable[Line]) -> str:
    return unicodedata.normalize("NFD", airy(lines))


def scanned(lines: Iterable[Line]) -> str:
    """Read off paper: stray spaces, lines broken at hyphens, 1 for l and I, 0 for O inside words."""
    text = re.sub(r"(?<=[a-z])l(?=[a-z])", "1", airy(lines))
    text = re.sub(r"(?<=[A-Z])O(?=[A-Z])", "0", text)
    text = re.sub(r"(\S{30,}?) (?=\S{4})", r"\1  ", text)
    return re.sub(r" ,|,(?= )", " ,", text)


def hyphenated(lines: Iterable[Line]) -> str:
    """Wrapped, long words broken at the ends of lines."""
    return "\n\n".join(wrapped(line.text, hyphens=True) for line in lines) + "\n"


def bulleted(sign: str) -> Print:
    def print_(lines: Iterable[Line]) -> str:
        return "\n\n".join((f"{sign} " if line.sign != " " else "") + line.text for line in lines) + "\n"

    return print_


EVERYTHING: Mapping[str, Print] = {
    "airy": airy, "tight": tight, "sentence a line": sentence_a_line,
    "hard-wrapped": hard_wrapped, "wrapped and indented": wrapped_and_indented,
    "markdown": markdown, "markdown links": markdown_links, "markdown quotes": markdown_quotes,
    "mailed": mailed, "numbered": numbered, "pages": pages, "page signs": page_signs,
    "form feeds": form_feeds, "hyphenated": hyphenated,
    "crlf": crlf, "carriage returns": carriage_returns, "line separators": line_separators,
    "capitals": capitals, "odd spaces": odd_spaces, "zero widths": zero_widths,
    "direction marks": direction_marks, "ligatures": ligatures, "soft hyphens": soft_hyphens,
    "decomposed": decomposed,
    **{f"bulleted {sign}": bulleted(sign) for sign in "•●▪*–►·"},
}  # fmt: skip
SCANS: Mapping[str, Print] = {"scanned": scanned}  # too noisy to know junk by its words
PARAGRAPHS: Mapping[str, Print] = {"one paragraph": one_paragraph, "glued": glued}
WAYS = {**EVERYTHING, **SCANS, **PARAGRAPHS}


# --- what must hold ----------------------------------------------------------------------------------------

_ADDED = re.compile(r"\]\(\S*\)|^ *\d+  |^Page \d of 4$|^- \d -$", re.MULTILINE)


def letters(text: str) -> str:
    """A text without what printing adds or changes: white space, signs, case, addresses, numbers of lines."""
    plain = unicodedata.normalize("NFKC", _ADDED.sub("", text)).casefold()
    return re.sub(r"[\W_]", "", plain).replace("1", "l").replace("0", "o")


def check(lines: list[Line], print_: Print, cleaner: Cleaner, signs: str) -> None:
    text = print_(lines)
    cleaned = cleaner.clean(text, html=False)
    body = letters(cleaned.body)
    lost = [line.text for line in lines if line.sign == " " and letters(line.text) not in body]
    left = [line.text for line in lines if line.sign in signs and letters(line.text) in body]
    assert (lost, left) == ([], [])
    assert rebuilt(cleaned) == text


def cases(ways: Iterable[str]) -> list[ParameterSet]:
    """Every way with every language."""
    return [pytest.param(way, language, id=f"{way}-{language}") for way in ways for language in ARTICLES]


@pytest.mark.parametrize(("way", "language"), cases(EVERYTHING))
def test_junk_goes_and_the_article_stays(way: str, language: str, cleaner: Cleaner) -> None:
    check(ARTICLES[language], EVERYTHING[way], cleaner, "-=")


@pytest.mark.parametrize(("way", "language"), cases(PARAGRAPHS))
def test_junk_inside_a_paragraph_goes(way: str, language: str, cleaner: Cleaner) -> None:
    check(ARTICLES[language], PARAGRAPHS[way], cleaner, "=")


@pytest.mark.parametrize(("way", "language"), cases(SCANS))
def test_an_article_stays_however_it_was_scanned(way: str, language: str, cleaner: Cleaner) -> None:
    check(ARTICLES[language], SCANS[way], cleaner, "")


@pytest.mark.parametrize("language", ARTICLES)
@pytest.mark.parametrize("way", sorted(set(WAYS) - {"pages"}))
def test_a_clean_text_comes_back_byte_for_byte(way: str, language: str, cleaner: Cleaner) -> None:
    text = WAYS[way]([line for line in ARTICLES[language] if line.sign == " "])
    assert cleaner.clean(text, html=False).body == text


# --- sentences glued into paragraphs -----------------------------------------------------------------------

BEFORE = "The council met on Tuesday to settle how the bridge over the Ald would be paid for, officials said."
AFTER = (
    "Engineers found that two of the piers had moved by the width of a hand since the flood of last spring."
)


@pytest.mark.parametrize(
    "plea",
    [
        "Sign up for our newsletter.",
        "Read more: A bridge too dear.",
        "Also read: Who pays for the bridge?",
        "Subscribe to our newsletter to get the latest news in your inbox.",
        "Share this article.",
        "© 2024 The County Gazette.",
        "All rights reserved.",
    ],
)
def test_a_plea_goes_from_wherever_it_is_glued(plea: str, cleaner: Cleaner) -> None:
    for before, after in ((BEFORE, ""), ("", BEFORE), (BEFORE, AFTER)):
        text = " ".join(filter(None, (before, plea, after)))
        cleaned = cleaner.clean(text, html=False)
        assert cleaned.body == " ".join(filter(None, (before, after)))
        assert [cut.text.strip() for cut in cleaned.removals] == [plea]
        assert "stuck to a paragraph" in cleaned.removals[0].why


def test_a_plea_under_every_paragraph_is_not_what_the_article_is_about(cleaner: Cleaner) -> None:
    ends = ("costs", "tolls", "delays", "debts")
    text = "\n\n".join(f"{BEFORE} It spoke of {end}. Read more: The {end} of bridges." for end in ends)
    assert cleaner.clean(text, html=False).body.count("Read more") == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "“Sign up for our newsletter.”",
        "The notice said: “Hello. Sign up for our newsletter. It is free.”",
        "Der Zettel sagte: „Hallo. Subscribe to our newsletter. Es kostet nichts.“",
        "L’affiche disait : « Bonjour. Subscribe to our newsletter. C’est gratuit. »",
        "She would rather sign up for our newsletter than for the gym, he thought, and the gym is free.",
        "Nobody reads on.",
        "Share the work among the crew.",
        "They used to subscribe to our newsletter when it was still printed on the back of the bill.",
    ],
)
def test_what_an_article_says_of_pleas_stays(sentence: str, cleaner: Cleaner) -> None:
    text = f"{BEFORE} {sentence} {AFTER}\n\n{AFTER} {BEFORE}\n"
    assert cleaner.clean(text, html=False).body == text


def test_a_paragraph_of_pleas_is_no_paragraph_with_a_plea(cleaner: Cleaner) -> None:
    plea = (
        "Sign up for our newsletter to get the latest news in your inbox. We will never share your address."
    )
    text = f"{BEFORE} {AFTER}\n\n{plea}\n\nLeave a Reply\n"
    assert cleaner.clean(text, html=False).body == f"{BEFORE} {AFTER}\n"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("“One.” Two", ["“One.”", "Two"]),
        ("一。二！「三。」四", ["一。", "二！", "「三。」", "四"]),
        ("एक। दो॥ तीन", ["एक।", "दो॥", "तीन"]),
        ("هل؟ نعم.", ["هل؟", "نعم."]),
        ("3.5 million... Really.", ["3.5 million...", "Really."]),
        ("no stop", ["no stop"]),
        ("", []),
    ],
)
def test_sentences(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == pieces


@pytest.mark.parametrize(
    "text",
    [
        ("a" + "." * 100_000 + "b sign up for our newsletter. ") * 3 + "word " * 30,
        "*a " * 40_000,
        "[" * 100_000 + "](x",
        "\ta" + " " * 300_000 + "b",
        f"{BEFORE} Sign up for our newsletter. " * 5_000,
        '"a. ' * 50_000,
        ">\n" * 50_000 + "> x\n" * 5,
    ],
    ids=["dots", "stars", "brackets", "spaces", "pleas", "quotes", "empty quotes"],
)
def test_no_text_makes_it_slow(text: str, cleaner: Cleaner) -> None:
    start = time.process_time()
    cleaner.clean(text, html=False)
    assert time.process_time() - start < 10
