"""What was damaged before we got it: UTF-8 encoded twice, and texts that nobody can read."""

from __future__ import annotations

import pytest
from conftest import HERE
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.text import decode, repaired, unreadable

LANGUAGES = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((HERE / "text" / "in_languages").glob("*.txt"))
    + sorted((HERE / "any_text").glob("*.txt"))
}
SAMPLES = {name: text for name, text in LANGUAGES.items() if not text.isascii()}
# UTF-8 was read as Latin-1 or as Windows-1252, in which browsers keep the bytes that have no sign
READ_AS = ("latin-1", "windows-1252")


def twice(text: str, read_as: str) -> str:
    data = text.encode()
    if read_as == "latin-1":
        return data.decode("latin-1")
    return "".join(bytes((b,)).decode("cp1252", "ignore") or chr(b) for b in data)


@pytest.mark.parametrize("read_as", READ_AS)
@pytest.mark.parametrize("language", SAMPLES)
def test_a_text_that_was_encoded_twice(language: str, read_as: str) -> None:
    text = SAMPLES[language]
    damaged = twice(text, read_as)
    if damaged.count("\u00c3") + damaged.count("\u00e2") < 9 and language == "en":
        return  # hardly any character beyond ASCII: not certain
    decoded = decode(damaged.encode())
    assert decoded.text == text
    assert decoded.warnings[-1].startswith("was UTF-8 encoded twice: ")


@pytest.mark.parametrize("read_as", READ_AS)
@pytest.mark.parametrize("language", SAMPLES)
def test_a_page_whose_article_was_encoded_twice_in_a_frame_that_was_not(language: str, read_as: str) -> None:
    paragraphs = SAMPLES[language].splitlines()
    frame = "<html><body><nav>Überblick · Politik</nav>{}<footer>© Zeitung für München</footer></body></html>"
    page = frame.format("".join(f"<p>{line}</p>" for line in paragraphs))
    damaged = frame.format("".join(f"<p>{twice(line, read_as)}</p>" for line in paragraphs))
    if language != "en":
        assert decode(damaged.encode()).text == page
        assert repaired(damaged)[0] == page


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_right_is_left_alone(language: str) -> None:
    text = LANGUAGES[language]
    assert repaired(text) == (text, "")
    assert unreadable(text) == ""


LESSONS = {
    "in English": "Read in the wrong encoding, é turns into Ã©, ü into Ã¼, and the quotation mark into â€œ.",
    "a word": "On old pages one sees cafÃ© where café was meant, and naÃ¯ve for naïve.",
    "in French": "L’élève a écrit « Ã©tÃ© » au lieu d’« été », et le correcteur a été étonné.",
    "a table": "Ã©\té\nÃ¨\tè\nÃ§\tç\nÃª\tê\n",
    "names": "Ångström, Ærøskøbing, Łódź, São Tomé, “Ã” and “Â” are letters.",
    "capitals": "À LA UNE : L’ÉTÉ… « ÇA VA » — DÉJÀ VU",
    "Vietnamese": "Â€ là ký hiệu sai; người ta viết € cho đồng euro ở đây.",
}


@pytest.mark.parametrize("text", LESSONS.values(), ids=LESSONS)
def test_a_text_may_speak_of_it(text: str) -> None:
    assert decode(text.encode()).text == text


@given(st.text(max_size=200))
def test_nearly_nothing_is_certain(text: str) -> None:
    better, warning = repaired(text)
    assert (better == text) == (warning == "")


def test_a_text_given_as_str_keeps_its_places_and_is_suspicious() -> None:
    damaged = twice(SAMPLES["fr"], "latin-1")
    cleaned = clean(damaged, html=False)
    assert cleaned.original == damaged
    assert cleaned.suspicious
    assert clean(damaged.encode(), html=False).original == SAMPLES["fr"]


def test_a_page_given_as_str_is_repaired() -> None:
    page = "".join(f"<p>{line}</p>" for line in twice(SAMPLES["fr"], "windows-1252").splitlines())
    cleaned = clean(f"<html><body><article>{page}</article></body></html>", html=True)
    assert SAMPLES["fr"].splitlines()[0].strip() in cleaned.body
    assert any(warning.startswith("was UTF-8 encoded twice") for warning in cleaned.warnings)
    assert not cleaned.suspicious


FRENCH = LANGUAGES["fr"]
GARBLED = {
    "accents lost": "".join(char if char.isascii() else "\ufffd" for char in FRENCH),
    "Cyrillic as Latin-1": LANGUAGES["ru"].encode("cp1251", "ignore").decode("latin-1"),
    "Greek as Latin-1": LANGUAGES["el"].encode("iso8859-7", "ignore").decode("latin-1"),
    "Chinese as Latin-1": LANGUAGES["zh"].encode("gbk", "ignore").decode("latin-1"),
    "control signs": FRENCH.encode("cp1252", "ignore").decode("latin-1").replace("e", "\x92e"),
    "twice": twice(FRENCH, "latin-1"),
}


@pytest.mark.parametrize("text", GARBLED.values(), ids=GARBLED)
def test_a_garbled_text_is_suspicious(text: str) -> None:
    assert unreadable(text).startswith("is garbled: ")
    assert clean(text, html=False).suspicious


def test_a_few_lost_characters_are_not() -> None:
    assert unreadable(FRENCH + "\ufffd\ufffd") == ""
