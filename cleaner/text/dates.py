"""Dates as machines and people write them, in ISO 8601.

Order of day and month: a year that stands first is followed by the month; between dots the day stands first,
as it does wherever dates are written with dots (Unicode CLDR). Between slashes or hyphens the language and
the country of the site tell; where they don't, and both numbers may be a month, the date is not read.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import Any, NamedTuple

from cleaner.text.late import pattern

_LONGEST = 100  # characters of a date
_FIRST_YEAR, _LAST_YEAR = 1900, 2099  # other years are mistakes, or of another calendar
_THAI_ERA = 543  # years that the Buddhist calendar of Thailand is ahead; its months are ours
_NEAR = 30  # characters before and after the day in which its time is looked for

_THAI_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
_THAI = pattern(
    rf"(?<!\d)(\d{{1,2}})\s?({'|'.join(map(re.escape, _THAI_MONTHS))})\s?(?:พ\.ศ\.|ค\.ศ\.)?\s?(\d{{4}})(?!\d)"
)
_THAI_YEAR = pattern(r"(?<!\d)2(?:4[5-9]|5\d|6[0-3])\d(?!\d)")
_ISO = pattern(
    r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)"
    r"(?:[T\s]+(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s?(Z\b|UTC\b|GMT\b|[-+]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_MAIL = pattern(
    r"(?:\w{3},\s)?\d{1,2}\s\w{3}\s\d{4}\s\d\d:\d\d(?::\d\d)?(?:\s(?:[-+]\d{4}|[A-Z]{1,4}))?", re.ASCII
)
_YEAR_FIRST = pattern(
    r"(?<!\d)(\d{4})(?:(?P<sign>[-/.])\s?(\d{1,2})(?P=sign)\s?(\d{1,2})|\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號])(?!\d)"
)
_YEAR_LAST = pattern(r"(?<!\d)(\d{1,2})(?P<sign>[-/.])\s?(\d{1,2})(?P=sign)\s?(\d{4})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?,?"
)
_ENGLISH = (
    pattern(rf"\b(?P<m>{_MONTH})\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b,?\s?(?P<y>\d{{4}})\b", re.IGNORECASE),
    pattern(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s./-]\s?(?:of\s)?(?P<m>{_MONTH})[\s./-]?\s?(?P<y>\d{{4}})\b",
        re.IGNORECASE,
    ),
)
_MONTH_ALONE = pattern(rf"{_MONTH}\s(\d{{4}})", re.IGNORECASE)

# What may be a date in a line: 2024-03-04, 4.3.2024, 4. März 2024, 4 de marzo de 2024, March 4, 2024, …
_LIKE_DATES = (
    pattern(
        r"(?<!\d)\d{4}([-/.])\s?\d{1,2}\1\s?\d{1,2}(?!\d)|(?<!\d)\d{1,2}([-/.])\s?\d{1,2}\2\s?\d{4}(?!\d)"
    ),
    pattern(r"(?<!\d)\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일号號]"),
    pattern(
        r"(?<!\d)\d{1,2}(?:\.|º|°|er|st|nd|rd|th|η)?,?[\s-](?:de |of |di |ta’ )?[^\W\d_][^\d\s,]{1,15},?[\s-]"
        r"(?:de |del |of )?\d{4}(?!\d)"
    ),
    pattern(r"[^\W\d_][^\W\d_]{2,14}\.?\s\d{1,2}(?:st|nd|rd|th)?[.,]?\s\d{4}(?!\d)"),
)

_TIME = pattern(
    r"(?P<before>오전|오후|[上下]午|午[前後])?\s?(?<![\d.:])(?P<h>\d{1,2})"
    r"(?:(?::|\s?[hH]\s?(?=\d)|\s?[時时点點시]\s?|(?P<dot>\.))(?P<m>\d{2})?(?!\d)(?:[:.分](?P<s>\d{2})(?!\d))?)?"
    r"(?:[.,]\d+)?\s?[분分]?\s?(?P<after>[ap]\.?\s?m\b\.?|[صم]\b)?(?:\s?(?:uhr|hrs?|h)\b)?"
    r"\s?\(?(?P<zone>Z\b|(?:(?:UTC|GMT)\s?)?[-+]\d{1,2}(?::?\d{2})?\b|(?-i:[A-Z]{3,4})\b)?",
    re.IGNORECASE,
)
_LEADS = pattern(r"[\s,|·•⋅/–—-]*(?:kl\.?|klo|um|alle|ore|om|at|às?|a las|(?:o )?godz\.)?\s*", re.IGNORECASE)
_AFTERNOON = ("오후", "下午", "午後", "م")
_MORNING = ("오전", "上午", "午前", "ص")
# Names that stand for one offset only (RFC 822, tz database); IST, BST and CST are of several places
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "WIB": 7, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip

_MONTH_FIRST = ("us", "gov", "mil", "edu", "ph")  # domains whose English pages write 3/14/2024
_DAY_FIRST = (
    "uk",
    "ie",
    "au",
    "nz",
    "in",
    "za",
    "sg",
    "my",
    "hk",
    "pk",
    "bd",
    "lk",
    "ng",
    "ke",
    "gh",
    "mt",
    "eu",
)
_YEAR_FIRST_LANGUAGES = ("zh", "ja", "ko", "hu", "lt")  # what has the year last there follows nobody's custom
# The languages of the rules, the most frequent first: each has to be loaded before a date is tried in it.
_LANGUAGES = (
    "en", "de", "fr", "es", "pt", "it", "nl", "ru", "pl", "tr", "ar", "sv", "da", "nb", "fi", "uk", "id",
    "hi", "cs", "el", "ro", "hu", "vi", "zh", "ja", "ko",
)  # fmt: skip
_REGIONS = (("ar-LB", "de-AT"), ("ar-DZ",))  # have other names of months


class _Found(NamedTuple):
    """A day and where it stands."""

    day: date | None  # None: there is one, but it can't be or is not certain
    start: int
    end: int


def read_date(told: str, line: str = "", *, language: str = "", host: str = "") -> str:
    """The date in ISO 8601, with the time and its offset from UTC where they are told; empty if it is none.

    `line` is what the date was found in: the time may stand there, before or behind. `language` is a tag like
    en-GB, `host` the site: see above. A month alone gives 2024-03. Names of months that are not English are
    dateparser's matter, which is loaded then.
    """
    told = " ".join(told.split())
    if not 4 <= len(told) <= _LONGEST:
        return ""
    if (machine := _ISO.fullmatch(told)) and (machine[4] or not line):
        return _of_machine(machine)
    if _MAIL.fullmatch(told):
        return _of_mail(told)
    told, line = _western(told, language), _western(" ".join(line.split()), language)
    if month := _MONTH_ALONE.fullmatch(told):
        number = _MONTHS.index(month[1][:3].lower()) + 1
        return f"{month[2]}-{number:02}" if _FIRST_YEAR <= int(month[2]) <= _LAST_YEAR else ""
    found = (
        _numbers(told, language, host)
        or _english(told)
        or _thai(told)
        or _in_words(told, language.lower()[:2])
    )
    if found is None or found.day is None or not _FIRST_YEAR <= found.day.year <= _LAST_YEAR:
        return ""
    before, _, after = line.partition(told)
    clock = _time(told[found.end :] + after) or _time((before + told[: found.start])[-_NEAR:], behind=False)
    return (datetime.combine(found.day, clock) if clock else found.day).isoformat()


def like_date(line: str) -> str:
    """The first words of a short line that may be a date; empty if none may."""
    return next((found[0] for form in _LIKE_DATES if (found := form.search(line))), "")


def date_in(line: str, *, language: str = "", host: str = "") -> str:
    """The first date in a short line, as `read_date` has it; empty if there is none that is certain."""
    return read_date(like_date(line), line, language=language, host=host)


def _western(text: str, language: str) -> str:
    """The same with the digits of ASCII and, in Thai, the years of our era: it counts from 543 BC."""
    text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    if not (language.lower().startswith("th") or _THAI.search(text)):
        return text
    return _THAI_YEAR.sub(lambda year: str(int(year[0]) - _THAI_ERA), text)


def _of_machine(found: re.Match[str]) -> str:
    """ISO 8601, or as near to it as machines come: 20230906T100005Z, 2023-09-06 10:00 UTC."""
    day = _day(found[1], found[2], found[3])
    if day is None or day.year < _FIRST_YEAR:
        return ""
    if not found[4]:
        return day.isoformat()
    try:
        clock = time(int(found[4]), int(found[5]), int(found[6] or 0), tzinfo=_zone(found[7] or ""))
    except ValueError:  # a time that is none: the day is known all the same
        return day.isoformat()
    return datetime.combine(day, clock).isoformat()


def _of_mail(told: str) -> str:
    """The date of RFC 2822, as in a mail's header."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  (seldom met)

    try:
        whole = parsedate_to_datetime(told)
    except ValueError:
        return ""
    return whole.isoformat() if whole.year >= _FIRST_YEAR else ""


def _numbers(told: str, language: str, host: str) -> _Found | None:
    if first := _YEAR_FIRST.search(told) or _ISO.match(told):
        numbers = [part for part in first.groups()[:6] if part and part.isdecimal()]
        return _Found(_day(*numbers[:3]), *first.span())
    if last := _YEAR_LAST.search(told):
        one, other, year = last[1], last[3], last[4]
        day_first, month_first = _day(year, other, one), _day(year, one, other)
        if day_first and month_first and day_first != month_first:
            order = "day" if last["sign"] == "." else _order(language.lower(), host)
            return _Found({"day": day_first, "month": month_first}.get(order), *last.span())
        return _Found(day_first or month_first, *last.span())
    return None


def _order(language: str, host: str) -> str:
    """What stands first before a year, of day and month; empty if that is not known."""
    primary, _, region = language.replace("_", "-").partition("-")
    country = region if primary == "en" and region else host.rpartition(".")[2]
    if primary in ("", "en"):
        return "month" if country in _MONTH_FIRST else "day" if country in (*_DAY_FIRST, "gb") else ""
    return "" if primary in _YEAR_FIRST_LANGUAGES else "day"


def _english(told: str) -> _Found | None:
    for form in _ENGLISH:
        if found := form.search(told):
            month = _MONTHS.index(found["m"][:3].lower()) + 1
            return _Found(_day(found["y"], month, found["d"]), *found.span())
    return None


def _thai(told: str) -> _Found | None:
    found = _THAI.search(told)
    return found and _Found(_day(found[3], _THAI_MONTHS.index(found[2]) % 12 + 1, found[1]), *found.span())


@lru_cache(4096)  # a paper prints the same date on all that appears on a day
def _in_words(told: str, language: str) -> _Found | None:
    """A day whose month is a word of any language, read by dateparser."""
    if not re.search(r"(?<!\d)\d{4}(?!\d)", told) or not re.search(r"(?<!\d)\d{1,2}(?!\d)", told):
        return None
    clock = next((found for found in _TIME.finditer(told) if found["m"] or found["after"]), None)
    day = told[: clock.start()] if clock and clock.start() > 6 else told
    own = ((language,),) if language not in ("", "en") else ()  # pages that say they are English often aren't
    for locales in (*own, _LANGUAGES, *_REGIONS):
        if (parser := _parser(locales)) and (found := parser.get_date_data(day).date_obj):
            return _Found(found.date(), 0, len(day))
    return None


@cache
def _parser(locales: tuple[str, ...]) -> Any:
    """dateparser for some languages; None for one that it does not know."""
    from dateparser.date import DateDataParser  # noqa: PLC0415  (0.2 s, and seldom met)

    settings = {
        "STRICT_PARSING": True,
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
    }
    with suppress(ValueError):
        parser = DateDataParser(
            locales=list(locales),
            settings=settings,
            try_previous_locales=False,  # or one document would tell how the next one is read
            use_given_order=True,
        )
        parser.get_date_data("1 1 2000")  # only now does it look for them
        return parser
    return None


def _time(text: str, *, behind: bool = True) -> time | None:
    """The first time of day in what stands near a day."""
    for found in _TIME.finditer(text[:_NEAR] if behind else text):
        half = (found["before"] or found["after"] or "").lower()
        hour, minute = int(found["h"]), found["m"]
        leads = found["zone"] or _LEADS.fullmatch(text[: found.start()])
        exact = minute and (half or leads or not found["dot"])
        if not (exact or half):
            continue
        if half.startswith("p") or half in _AFTERNOON:
            hour += 12 if hour < 12 else 0
        elif (half.startswith("a") or half in _MORNING) and hour == 12:
            hour = 0
        try:
            return time(hour, int(minute or 0), int(found["s"] or 0), tzinfo=_zone(found["zone"] or ""))
        except ValueError:
            continue
    return None


def _zone(name: str) -> tzinfo | None:
    """The offset that a zone's name or number stands for; None if it is of none, or of several."""
    number = re.fullmatch(r"(?:UTC|GMT)?\s?([-+])(\d{1,2}):?(\d{2})?", name, re.IGNORECASE)
    if number:
        offset = timedelta(hours=int(number[2]), minutes=int(number[3] or 0))
        return timezone(-offset if number[1] == "-" else offset)
    hours = _ZONES.get(name.upper())
    return None if hours is None else timezone(timedelta(hours=hours))


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
