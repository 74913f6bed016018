"""Dates as people write them in the languages of the rules, and what is left unread rather than guessed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose import BRIDGE

from cleaner import clean
from cleaner.text import read_date

# how day, month and year are put together, where not like in “14 juin 2024”
PATTERNS = {
    "en": "{m} {d}, {y}", "de": "{d}. {m} {y}", "es": "{d} de {m} de {y}", "pt": "{d} de {m} de {y}",
    "da": "{d}. {m} {y}", "nb": "{d}. {m} {y}", "fi": "{d}. {m} {y}", "zh": "{y}年{m}月{d}日",
    "ja": "{y}年{m}月{d}日", "ko": "{y}년 {m}월 {d}일",
}  # fmt: skip
ENGLISH = "January February March April May June July August September October November December"
MONTHS = {
    "en": ENGLISH,
    "en-GB": ENGLISH,
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada"
    " grudnia",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ar-LB": "- شباط آذار نيسان أيار حزيران تموز آب أيلول - - -",
    "ar-DZ": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta"
    " lokakuuta marraskuuta joulukuuta",
    **dict.fromkeys(("zh", "ja", "ko"), " ".join(map(str, range(1, 13)))),
}


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_of_every_language(language: str) -> None:
    names = MONTHS[language].split()
    assert len(names) == 12
    for number, name in enumerate(names, 1):
        if name != "-":
            told = PATTERNS.get(language, "{d} {m} {y}").format(d=14, m=name, y=2024)
            assert read_date(told) == f"2024-{number:02}-14", told
            assert read_date(told, language=language) == f"2024-{number:02}-14", told


WITH_TIME = {  # the date, the line it was found in, what it says
    "am": ("March 3, 2024", "March 3, 2024 5:00 am", "2024-03-03T05:00:00"),
    "pm": ("March 3, 2024 5:00 pm", "", "2024-03-03T17:00:00"),
    "after midnight": ("March 3, 2024 12:15 am", "", "2024-03-03T00:15:00"),
    "after noon": ("3 March 2024", "3 March 2024, 12.15 p.m.", "2024-03-03T12:15:00"),
    "time first": ("Sep 6, 2023", "10:35 PM · Sep 6, 2023", "2023-09-06T22:35:00"),
    "no minutes": ("Sep 6, 2023", "Sep 6, 2023 at 5pm EDT", "2023-09-06T17:00:00-04:00"),
    "zone by name": ("12 May 2021", "Wed., 12 May 2021 at 10:35 AM EST", "2021-05-12T10:35:00-05:00"),
    "zone of several places": ("12 May 2021", "12 May 2021 10:35 IST", "2021-05-12T10:35:00"),
    "offset": ("12 May 2021", "12 May 2021 10:35 GMT+5:30", "2021-05-12T10:35:00+05:30"),
    "offset alone": ("12 May 2021", "12 May 2021 10:35 -0300", "2021-05-12T10:35:00-03:00"),
    "with words between": ("8 Dec 2025", "8 Dec 2025 by Jane Roe, 16:40 CET", "2025-12-08T16:40:00+01:00"),
    "a reading time": ("March 4, 2024", "March 4, 2024 · 5 min read", "2024-03-04"),
    "a price": ("March 4, 2024", "March 4, 2024 by Jane Roe · 3.50 euros", "2024-03-04"),
    "a time that is none": ("2024-03-04", "2024-03-04 25:61", "2024-03-04"),
    "iso": ("2024-03-04", "2024-03-04T10:35:00+01:00", "2024-03-04T10:35:00+01:00"),
    "de": ("4. März 2024", "Mittwoch, 4. März 2024, 10.35 Uhr", "2024-03-04T10:35:00"),
    "fr": ("4 mars 2024", "le 4 mars 2024 à 10h35", "2024-03-04T10:35:00"),
    "pt": ("4 de março de 2024", "4 de março de 2024 às 10:35", "2024-03-04T10:35:00"),
    "no": ("4. mars 2024", "4. mars 2024 kl. 10.35", "2024-03-04T10:35:00"),
    "id": ("4 Maret 2024", "4 Maret 2024, 10:35 WIB", "2024-03-04T10:35:00+07:00"),
    "ja": ("2024年3月4日(月)", "2024年3月4日(月) 10時35分", "2024-03-04T10:35:00"),
    "ja, half": ("2024年3月4日", "2024年3月4日 午後3時20分", "2024-03-04T15:20:00"),
    "zh": ("2024年3月4日", "2024年3月4日 10:35", "2024-03-04T10:35:00"),
    "zh, half": ("2024年3月4日", "2024年3月4日 上午12:20", "2024-03-04T00:20:00"),
    "ko": ("2024년 3월 4일", "2024년 3월 4일 오후 3시 20분", "2024-03-04T15:20:00"),
    "ko, numbers": ("2024.03.04.", "2024.03.04. 10:35", "2024-03-04T10:35:00"),
    "Arabic digits": ("٤ مارس ٢٠٢٤", "٤ مارس ٢٠٢٤ ٣:٢٠ م", "2024-03-04T15:20:00"),
}  # fmt: skip


@pytest.mark.parametrize(("told", "line", "date"), WITH_TIME.values(), ids=WITH_TIME)
def test_the_time_and_its_zone_stand_near_the_day(told: str, line: str, date: str) -> None:
    assert read_date(told, line) == date


ORDERS = [  # what is written, the language of the page, its host, what it says; empty: not for certain
    ("04/03/2024", "", "", ""),
    ("04/03/2024", "en", "", ""),
    ("04/03/2024", "en", "news.example.com", ""),
    ("04/03/2024", "en-US", "", "2024-04-03"),
    ("04/03/2024", "en_GB", "", "2024-03-04"),
    ("04/03/2024", "en", "news.example.co.uk", "2024-03-04"),
    ("04/03/2024", "", "example.gov", "2024-04-03"),
    ("04/03/2024", "fr", "", "2024-03-04"),
    ("04-03-2024", "nl", "news.example.com", "2024-03-04"),
    ("04/03/2024", "ja", "", ""),
    ("04.03.2024", "", "", "2024-03-04"),
    ("04.03.2024", "en", "example.gov", "2024-03-04"),
    ("25/12/2024", "", "", "2024-12-25"),
    ("12/25/2024", "", "", "2024-12-25"),
    ("03/03/2024", "", "", "2024-03-03"),
    ("2024/03/04", "", "", "2024-03-04"),
    ("31/02/2024", "", "", ""),
    ("04.03.24", "de", "", ""),
]


@pytest.mark.parametrize(("told", "language", "host", "date"), ORDERS)
def test_day_and_month_are_never_guessed(told: str, language: str, host: str, date: str) -> None:
    assert read_date(told, language=language, host=host) == date


@pytest.mark.parametrize(
    ("told", "date"),
    [
        ("March 2024", "2024-03"),
        ("Dec 19", ""),
        ("10:35", ""),
        ("yesterday", ""),
        ("May 99, 2024", ""),
        ("4 floréal 2024", ""),
        ("4 มีนาคม 2567", "2024-03-04"),  # of another era
        ("4 March 1824", ""),
        ("4 listopada 2024", "2024-11-04"),
        ("x" * 5000, ""),
    ],
)
def test_what_does_not_say_a_day_is_not_read(told: str, date: str) -> None:
    assert read_date(told) == date


def test_a_name_that_means_two_months_is_read_in_the_language_of_the_page() -> None:
    assert read_date("4. listopada 2024", language="hr") == "2024-10-04"
    assert read_date("4 listopada 2024", language="pl") == "2024-11-04"
    assert read_date("4. März 2024", language="en") == "2024-03-04"  # many pages say so and aren't


dates = st.dates().map(lambda day: day.strftime("%d %B %Y")) | st.text(
    alphabet="0123456789/.- :年月日apmTZ+", max_size=30
)


@given(
    st.text(max_size=40) | dates,
    st.text(max_size=60) | dates,
    st.sampled_from(["", "en", "de", "ar", "xx", "zh-TW"]),
)
def test_never_raises_and_always_iso(told: str, line: str, language: str) -> None:
    read = read_date(told, line + told + line, language=language)
    assert read == "" or read[:4].isdecimal()


HEAD = "The bridge is closed\n\nBy Jane Roe\n\n{}\n\nShare on Facebook\n\nTweet\n\n"
ARTICLE = "\n\n".join(BRIDGE)
TAIL = "\n\nRelated Articles\n\nSubscribe to our newsletter\n\nLeave a comment\n"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("March 3, 2024 5:00 pm", "2024-03-03T17:00:00"),
        ("Published on March 4, 2024", "2024-03-04"),
        ("Mittwoch, 4. März 2024, 10:35 Uhr", "2024-03-04T10:35:00"),
        ("04/03/2024 16:20", ""),  # who knows
    ],
)
def test_a_date_that_is_cut_from_a_text_is_kept_as_iso(line: str, date: str) -> None:
    cleaned = clean(HEAD.format(line) + ARTICLE + TAIL)
    assert line not in cleaned.body
    assert cleaned.metadata.get("date", "") == date


@pytest.mark.parametrize(
    ("url", "date"),
    [("https://example.co.uk/a", "2024-03-04"), ("https://example.com/a", "")],
)
def test_the_site_tells_what_stands_first(url: str, date: str) -> None:
    cleaned = clean(HEAD.format("04/03/2024 16:20") + ARTICLE + TAIL, url=url)
    assert cleaned.metadata.get("date", "")[:10] == date


def test_dates_in_english_and_numbers_need_no_library() -> None:
    program = (
        "import sys; from cleaner.text import read_date;"
        "print(*map(read_date, ('March 3, 2024', '2024年3月4日', '04.03.2024')), 'dateparser' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2024-03-03", "2024-03-04", "2024-03-04", "False"]


@pytest.mark.parametrize(
    ("told", "day"),
    [
        *(
            (f"14 {name} 2567", f"2024-{number:02}-14")
            for months in (
                "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
                "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
            )
            for number, name in enumerate(months.split(), 1)
        ),
        ("12 มีนาคม พ.ศ. 2568", "2025-03-12"),
        ("๒๙ กุมภาพันธ์ ๒๕๖๗", "2024-02-29"),  # 2567 has no such day, 2024 has
        ("12 มีนาคม ค.ศ. 2025", "2025-03-12"),
        ("วันพุธที่ 12 มีนาคม 2568 เวลา 10.35 น.", "2025-03-12"),
        ("30 กุมภาพันธ์ 2568", ""),
    ],
)
def test_thai_years_are_read_by_their_own_era(told: str, day: str) -> None:
    assert read_date(told)[:10] == day


def test_years_of_the_thai_era_in_numbers_need_the_language() -> None:
    assert read_date("12/03/2568", language="th") == "2025-03-12"
    assert read_date("2568-03-12", "2568-03-12 น.", language="th-TH") == "2025-03-12"
    assert read_date("13/03/2568") == ""


@pytest.mark.parametrize(
    "line", ["۲۲ اسفند ۱۴۰۳", "31 February 2025", "12 มี.ค. 68", "30 фев 2025", "03/04/2025", "45.13.2025"]
)
def test_what_can_not_be_read_as_a_date_is_no_date(line: str) -> None:
    cleaned = clean(f"{line}\n\n{BRIDGE[0]}\n\n{BRIDGE[1]}")
    assert "date" not in cleaned.metadata
    assert "date" not in cleaned.sources
