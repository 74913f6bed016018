"""Prose of many languages in legacy encodings, undeclared or declared wrongly: read as it was written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from conftest import HERE

from cleaner.text import decode

LEGACY = {
    "cp1252": "da de en es fi fr is it nl no pt sv",
    "iso8859-1": "da de es fi fr is it nl no pt sv",
    "iso8859-15": "de es fi fr",
    "mac-roman": "de es fr it",
    "cp1250": "cs hr hu pl ro sk sl",
    "iso8859-2": "cs hr hu pl ro sk sl",
    "cp1251": "bg ru sr uk",
    "koi8-r": "ru",
    "koi8-u": "ru uk",
    "iso8859-5": "bg ru sr",
    "cp866": "ru",
    "mac-cyrillic": "bg ru",
    "cp1253": "el",
    "iso8859-7": "el",
    "cp1254": "tr",
    "iso8859-9": "tr",
    "cp1255": "he",
    "iso8859-8": "he",
    "cp1256": "ar fa",
    "iso8859-6": "ar",
    "cp1257": "et lt lv",
    "iso8859-4": "et lt lv",
    "iso8859-13": "lt lv",
    "cp1258": "vi",
    "cp874": "th",
    "tis-620": "th",
    "shift_jis": "ja",
    "euc_jp": "ja",
    "iso2022_jp": "ja",
    "gb2312": "zh",
    "gbk": "zh",
    "gb18030": "tw zh",
    "big5": "tw",
    "euc_kr": "ko",
    "cp949": "ko",
    "iso2022_kr": "ko",
}
PAIRS = [(language, encoding) for encoding, languages in LEGACY.items() for language in languages.split()]
PAGE = (
    '<!DOCTYPE html><html><head>{}<title>Page</title><script>var menu = find("menu");</script></head>'
    '<body><div class="header"><a href="/">Home</a></div><div id="main">{}</div></body></html>'
)
LABELS = {  # what a page may say of itself that isn't true
    "no label": "",
    "utf-8": '<meta charset="utf-8">',
    "unknown": '<meta charset="no-such-thing">',
}


def paragraphs(language: str) -> list[str]:
    """Prose of our own, from the first paragraph that is not all ASCII."""
    own = HERE / "text" / "in_languages" / f"{language}.txt"
    files = [own] if own.exists() else sorted((HERE / "negative").glob(f"{language}--*.txt"))
    least = 25 if language in ("ja", "ko", "th", "tw", "zh") else 60
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    prose = [line for line in lines if len(line) >= least]
    return prose[next(n for n, line in enumerate(prose) if not line.isascii()) :]


def in_letters_of(encoding: str, text: str) -> str:
    """The text as an encoding can write it; in Windows-1258 Vietnamese tones are signs of their own."""
    if encoding == "cp1258":
        text = "".join(_tone_apart(char) for char in text)
    return text.encode(encoding, "ignore").decode(encoding)


def _tone_apart(char: str) -> str:
    base, *marks = unicodedata.normalize("NFD", char)
    tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
    return unicodedata.normalize(
        "NFC", base + "".join(mark for mark in marks if mark not in tones)
    ) + "".join(tones)


def letters(text: str) -> str:
    """What a reader sees; quotation marks may differ between encodings that are hard to tell apart."""
    return "".join(char for char in text if char.isalpha())


def lengths(language: str) -> Iterator[str]:
    prose = paragraphs(language)
    yield prose[0]
    yield " ".join(prose[:2])
    yield "\n\n".join(prose[:12])


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_a_text_of_any_length(language: str, encoding: str) -> None:
    for written in lengths(language):
        text = in_letters_of(encoding, written)
        decoded = decode(text.encode(encoding))
        assert letters(decoded.text) == letters(text)
        assert decoded.how == "detected" or text.isascii()
        assert not decoded.warnings


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_a_page_that_does_not_know(language: str, encoding: str, label: str) -> None:
    for written in lengths(language):
        text = in_letters_of(encoding, written)
        page = PAGE.format(label, "".join(f"<p>{line}</p>\n" for line in text.splitlines()))
        decoded = decode(page.encode(encoding))
        assert letters(decoded.text) == letters(page)
        assert decoded.html


WESTERN = ("cp1252", "iso8859-1", "iso8859-15", "mac-roman", "iso2022_jp", "iso2022_kr")


@pytest.mark.parametrize(
    ("language", "encoding"),
    [pair for pair in PAIRS if pair[1] not in WESTERN and pair[0] not in ("et", "vi")],
)
def test_a_page_that_takes_itself_for_western(language: str, encoding: str) -> None:
    """Estonian can be written so, and of Vietnamese some can."""
    text = in_letters_of(encoding, "\n\n".join(paragraphs(language)[:12]))
    label = '<meta charset="iso-8859-1">'
    page = PAGE.format(label, "".join(f"<p>{line}</p>\n" for line in text.splitlines()))
    assert letters(decode(page.encode(encoding)).text) == letters(page)
    assert letters(decode(page.encode(encoding), declared="windows-1252").text) == letters(page)


@pytest.mark.parametrize("language", LEGACY["cp1252"].split())
def test_a_western_page_is_read_as_it_says(language: str) -> None:
    text = in_letters_of("cp1252", "\n\n".join(paragraphs(language)[:12]))
    page = PAGE.format('<meta charset="iso-8859-1">', f"<p>{text}</p>")
    assert decode(page.encode("cp1252")).text == page


@pytest.mark.parametrize("declared", ["utf-8", "us-ascii", "no-such-thing"])
@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_a_server_that_does_not_know(language: str, encoding: str, declared: str) -> None:
    text = in_letters_of(encoding, paragraphs(language)[0])
    decoded = decode(text.encode(encoding), declared=declared)
    if declared != "us-ascii":  # that is Windows-1252 on the web, which gives nearly all bytes a meaning
        assert letters(decoded.text) == letters(text)


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8-sig"]
)
@pytest.mark.parametrize("language", sorted({language for language, _ in PAIRS}))
def test_unicode_of_any_width_with_and_without_its_mark(language: str, encoding: str) -> None:
    for text in lengths(language):
        assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("char", "’“–—£éü…®©€§")
def test_one_sign_beyond_ascii_in_an_english_text(char: str) -> None:
    text = (
        f"The council met on Monday to speak of the bridge{char} and of the road. It has no money for both.\n"
        * 3
    )
    assert decode(text.encode("cp1252")).text == text


def test_the_text_may_stand_far_behind_much_that_is_ascii() -> None:
    page = PAGE.format(f"<style>{'p {margin: 0}' * 30_000}</style>", f"<p>{paragraphs('ja')[0]}</p>")
    assert decode(page.encode("euc_jp")).text == page


def test_signs_that_makers_added_to_a_standard() -> None:
    page = PAGE.format('<meta charset="euc-jp">', "<p>㈱橋本の①号機</p>")
    decoded = decode(page.encode("euc_jis_2004"))
    assert (decoded.text, decoded.how, decoded.warnings) == (page, "meta", ())
