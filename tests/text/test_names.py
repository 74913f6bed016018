"""Bylines of our own writing, and whose names they say."""

from __future__ import annotations

import pytest

from cleaner.text import is_agency, names_in, says_by, says_other

BYLINES = {
    "By Jane Roe": ["Jane Roe"],
    "BY JANE ROE AND MAX DOE": ["JANE ROE", "MAX DOE"],
    "ByJane Roe\nLifestyle Writer\n14:00, 28 Apr 2024": ["Jane Roe"],
    "By Jane Roe, Science Editor": ["Jane Roe"],
    "By Jane Roe for the Gazette": ["Jane Roe"],
    "By Jane Roe, Reuters": ["Jane Roe"],
    "By Jane Roe\nThe Associated Press": ["Jane Roe"],
    "The Associated Press": ["The Associated Press"],
    "By Jane Roe (jane@example.org) @jane": ["Jane Roe"],
    "Written By : Jane Roe | Published : 10 Feb 2021": ["Jane Roe"],
    "View all posts by Jane Roe": ["Jane Roe"],
    "Jane Roe, MD, PhD": ["Jane Roe"],
    "Jane Roe\nReviewed by\nMax Doe": ["Jane Roe"],
    "Fact-checked by Max Doe\nBy Jane Roe": ["Jane Roe"],
    "Von Anna Muster, Kiel": ["Anna Muster"],
    "Ein Interview von Anna Muster und Max Beispiel": ["Anna Muster", "Max Beispiel"],
    "Kommentar von\nAnna Muster\n11.07.2024, 09:30 Uhr": ["Anna Muster"],
    "Text: Anna Muster; Foto: Max Beispiel": ["Anna Muster"],
    "Anna Muster – Redakteurin": ["Anna Muster"],
    "Par Hélène de la Tour": ["Hélène de la Tour"],
    "Por José Ortega y Gasset": ["José Ortega y Gasset"],
    "Por Ana Ruiz Gil y Luis Peña Soto": ["Ana Ruiz Gil", "Luis Peña Soto"],
    "Di Maria Bianchi": ["Maria Bianchi"],
    "Door Jan van der Berg": ["Jan van der Berg"],
    "Av Kari Nordmann – Journalist i Bergen": ["Kari Nordmann"],
    "Автор: Иван Петров": ["Иван Петров"],
    "लेखक: मीरा जोशी": ["मीरा जोशी"],
    "记者：王小明、李华": ["王小明", "李华"],
    "記者陳小明／台北報導": ["陳小明"],
    "山田太郎記者": ["山田太郎"],
    "서울, 인천\n김철수 기자 kim@example.org": ["김철수"],
}
NO_NAMES = [
    "", "By", "Log in", "Author", "Read more", "12 March 2024", "Staff Writer", "Photo: Max Doe",
    "Edited by Max Doe",
    "Jane Roe is a reporter at the Gazette and lives in Leeds", "会員の方はログイン", "https://example.org/jane",
]  # fmt: skip


@pytest.mark.parametrize(("line", "names"), BYLINES.items())
def test_names_in_bylines(line: str, names: list[str]) -> None:
    assert names_in(line) == names


@pytest.mark.parametrize("line", NO_NAMES)
def test_lines_without_a_name(line: str) -> None:
    assert names_in(line) == []


DECLARED = {
    "dpa": ["dpa"],
    "jane roe": ["jane roe"],
    "Jane Roe\nAP": ["Jane Roe", "AP"],
    "Jane Roe, AP": ["Jane Roe"],
    "Madonna": ["Madonna"],
    "By Jane Roe": ["Jane Roe"],
    "https://example.org/jane": [],
    "admin": [],
    "Gazette staff reporter": [],
}


@pytest.mark.parametrize(("said", "names"), DECLARED.items())
def test_what_a_page_declares_is_believed_further(said: str, names: list[str]) -> None:
    assert names_in(said, declared=True) == names


def test_an_agency_is_no_person() -> None:
    assert is_agency("Reuters")
    assert not is_agency("Jane Roe")


@pytest.mark.parametrize("line", ["By Jane Roe", "Von Anna Muster", "Autor: Jane Roe", "文/王小明"])
def test_lines_that_begin_as_bylines_do(line: str) -> None:
    assert says_by(line)


@pytest.mark.parametrize("line", ["Bylaws were changed.", "Vonder Street is closed.", "Jane Roe"])
def test_lines_that_do_not(line: str) -> None:
    assert not says_by(line)


def test_what_others_did_is_told_from_a_line_about_it() -> None:
    assert says_other("Medically reviewed by")
    assert not says_other("Photo: the bridge at dawn")
