"""Metadata of what was cut, and the title of a text."""

from __future__ import annotations

import pytest
from prose import BRIDGE

from cleaner import Cleaner, clean, load_rules, select_rules
from cleaner.decision import as_metadata, title_line

BODY = "\n\n".join(BRIDGE)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"The bridge stays closed\n\n{BODY}", "The bridge stays closed"),
        (f"The bridge stays closed\n{BRIDGE[0]}\n{BRIDGE[1]}", "The bridge stays closed"),
        (f"The bridge stays closed\n\nA short standfirst\n\n{BODY}", "The bridge stays closed"),
        (BODY, ""),
        ("The bridge stays closed", ""),
        ("", ""),
        ("\n\n".join(f"Line number {n} of a list" for n in range(9)) + f"\n\n{BODY}", ""),
    ],
)
def test_the_title_line_of_a_text(text: str, title: str) -> None:
    assert title_line(text) == title


def test_the_title_of_a_text_is_metadata_whether_it_stays_or_goes() -> None:
    text = f"The bridge stays closed\n\n{BODY}"
    assert clean(text).metadata["title"] == "The bridge stays closed"
    assert clean(text).sources["title"] == "first line"
    without = Cleaner(select_rules(load_rules(), drop=["title"])).clean(text)
    assert without.body == BODY
    assert (without.metadata["title"], without.sources["title"]) == ("The bridge stays closed", "title/line")


def test_a_byline_that_was_cut_names_the_author() -> None:
    cleaned = clean(f"The bridge stays closed\n\nBy Jane Roe, Science Editor\n\n{BODY}")
    assert cleaned.metadata["author"] == "Jane Roe"
    assert cleaned.sources["author"] == cleaned.sources["byline"]


def test_what_can_not_be_read_is_no_metadata() -> None:
    assert as_metadata({"byline": "Staff Writer", "date": "last week"}) == {}
    assert as_metadata({"byline": "Jane Roe", "date": "4 March 2024"}) == {
        "author": "Jane Roe",
        "date": "2024-03-04",
    }


@pytest.mark.parametrize("place", ["aside", "footer", "div class=sidebar"])
def test_a_date_that_goes_with_its_place_in_the_page_is_captured(place: str) -> None:
    end = place.split(maxsplit=1)[0]
    line = f"<{place}><p>First published: 4 March 2024</p></{end}>"
    article = "".join(f"<p>{sentence}</p>" for sentence in BRIDGE)
    cleaned = clean(f"<html><body><article>{article}{line}</article></body></html>")
    assert "March" not in cleaned.body
    assert cleaned.metadata["date"] == "2024-03-04"


# a byline of each language, and what the article is about there
BYLINES = {
    "cs": (
        "Autor: Jan Novotný",
        "Most přes řeku byl v pondělí uzavřen, protože povodeň poškodila dva pilíře.",
    ),
    "uk": (
        "Автор: Олена Коваль",
        "Міст через річку закрили в понеділок, тому що повінь пошкодила дві опори.",
    ),
    "tr": (
        "Yazar: Ayşe Demir",
        "Nehir üzerindeki köprü pazartesi günü kapatıldı, çünkü sel iki ayağa zarar verdi.",
    ),
    "fa": ("نویسنده: رضا احمدی", "پل روی رودخانه روز دوشنبه بسته شد، زیرا سیل به دو پایه آسیب زده بود."),
    "vi": (
        "Tác giả: Nguyễn Văn Hòa",
        "Cây cầu bắc qua sông đã đóng cửa hôm thứ Hai vì lũ làm hư hại hai trụ cầu.",
    ),
    "fi": (
        "Teksti: Matti Laine",
        "Joen ylittävä silta suljettiin maanantaina, koska tulva vaurioitti kahta pilaria.",
    ),
    "hu": (
        "Szerző: Kovács Péter",
        "A folyón átívelő hidat hétfőn lezárták, mert az árvíz két pillért megrongált.",
    ),
    "ar": ("بقلم: سامي الخطيب", "أغلق الجسر الذي يعبر النهر يوم الاثنين لأن الفيضان أضر بعمودين من أعمدته."),
    "hi": ("लेखक: राजेश शर्मा", "नदी पर बना पुल सोमवार को बंद कर दिया गया क्योंकि बाढ़ से दो खंभे टूट गए थे।"),
    "id": (
        "Oleh: Budi Santoso",
        "Jembatan di atas sungai ditutup pada hari Senin karena banjir merusak dua tiang.",
    ),
    "el": (
        "Του Νίκος Παππάς",
        "Η γέφυρα πάνω από το ποτάμι έκλεισε τη Δευτέρα, επειδή η πλημμύρα έβλαψε δύο στύλους.",
    ),
    "ja": ("文・山田太郎", "川にかかる橋は月曜日に閉鎖された。洪水が二本の橋脚を傷めたためである。"),
    "th": ("โดย สมชาย ใจดี", "สะพานข้ามแม่น้ำถูกปิดเมื่อวันจันทร์ เพราะน้ำท่วมทำให้เสาสองต้นเสียหาย"),
    "he": ("מאת יוסי כהן", "הגשר מעל הנהר נסגר ביום שני משום שהשיטפון פגע בשני עמודים."),
    "zh": ("记者 王小明", "跨河大桥星期一关闭，因为洪水损坏了两座桥墩，修理要花三个星期。"),
    "ko": (
        "글 김철수 기자",
        "강을 건너는 다리가 월요일에 폐쇄되었다. 홍수로 교각 두 개가 파손되었기 때문이다.",
    ),
    "en": (
        "Written by: Jane Roe",
        "The bridge over the river was closed on Monday because the flood damaged two pillars.",
    ),
    "de": (
        "Text: Jana Rühmkorf",
        "Die Brücke wurde am Montag gesperrt, weil das Hochwasser zwei Pfeiler beschädigte.",
    ),
}
MARKUP = (
    '<html lang="{}"><head><title>1</title></head>'
    "<body><article><h1>1</h1><p>{}</p><p>{}</p></article></body></html>"
)


@pytest.mark.parametrize("place", ["above", "below", "page"])
@pytest.mark.parametrize("language", BYLINES)
def test_whom_a_byline_names_is_the_author_in_every_language(language: str, place: str) -> None:
    line, sentence = BYLINES[language]
    prose = " ".join([sentence] * 3)
    texts = {
        "above": f"{line}\n\n{prose}",
        "below": f"{prose}\n\n{line}",
        "page": MARKUP.format(language, line, prose),
    }
    cleaned = clean(texts[place])
    assert line not in cleaned.body
    assert cleaned.body.startswith(sentence)
    assert all(removal.kind in ("byline", "title") for removal in cleaned.removals)
    name = line.partition(": ")[2] or line.removesuffix(" 기자").removeprefix("文・").partition(" ")[2]
    assert cleaned.metadata["author"] == (name or "山田太郎")


@pytest.mark.parametrize("line", ["Editor: Jane Roe", "Edited by Jane Roe", "Redaktion: Jane Roe"])
def test_who_edited_is_not_the_author(line: str) -> None:
    cleaned = clean(f"{line}\n\n{BODY}")
    assert cleaned.body == BODY
    assert "author" not in cleaned.metadata


@pytest.mark.parametrize("line", ["By Jane Roe", "4 March 2024"])
@pytest.mark.parametrize(
    "text", ["Storm delays the market again today.", "The ferry sails again. It is old."]
)
def test_a_byline_goes_beside_a_short_text_too(line: str, text: str) -> None:
    assert clean(f"{text}\n\n{line}\n").body.strip() == text
    assert clean(f"{line}\n\n{text}\n").body.strip() == text


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe | 4 March 2024",
        "Von Jane Roe | 4. März 2024",
        "Par Jane Roe | 4 mars 2024",
        "Autor: Jane Roe | 4 marca 2024",
        "Автор: Jane Roe | 4 марта 2024",
        "Teksti: Jane Roe | 4. maaliskuuta 2024",
        "Yazar: Jane Roe | 4 Mart 2024",
        "Oleh: Jane Roe | 4 Maret 2024",
        "Autor: Jane Roe | 4. března 2024",
        "Автор: Jane Roe | 4 березня 2024",
    ],
)
def test_author_and_date_on_one_line_are_both_captured(line: str) -> None:
    cleaned = clean(f"{line}\n\n{BODY}")
    assert cleaned.body == BODY
    assert cleaned.metadata["author"] == "Jane Roe"
    assert cleaned.metadata["date"] == "2024-03-04"
