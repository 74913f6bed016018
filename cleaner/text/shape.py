"""What a block looks like, in any script."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.kernel import (
    ADDRESSED,
    CODED,
    COMPILED,
    DIGITS,
    LETTERS,
    SIGNS_OF_CODE,
    count_among,
    count_unspaced,
    has_digit,
    traits,
)
from cleaner.model import Shape
from cleaner.text.late import pattern

# looked up once: to find a member of an enumeration takes Python 3.11 long
_TEASER = Shape.TEASER
_PROSE = Shape.PROSE
_DATE = Shape.DATE
_ITEM = Shape.ITEM
_SENTENCE = Shape.SENTENCE
_LABEL = Shape.LABEL
_CODE = Shape.CODE
_NUMBER = Shape.NUMBER
_LINK = Shape.LINK
_CAPTION = Shape.CAPTION
_HEADING = Shape.HEADING

# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, kana, Chinese characters.
UNSPACED = pattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")

STOPS = frozenset(".!?\u3002\uff01\uff1f\uff0e\u0964\u0965\u06d4\u061f\u0589\u1362\u17d4\u104b")
_CLOSERS = "\"'\u201d\u2019\u00bb\u203a)]\u300d\u300f\uff09*_ "
_BULLETS = frozenset("-*+\u2022\u00b7\u25cf\u25aa\u25e6\u2013\u2014")
_AFTER_NUMBER = frozenset(".)\uff0e\u3001")
_ADDRESS = pattern(r"(?:https?://|www\.)\S+$|[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juin|juil|août|déc"
    "|ene|abr|ago|dic|fev|mai|set|out|gen|mag|giu|lug|ott|mrt|mei"
)
_WORD_IN_DATE = pattern(
    rf"(?:{_MONTHS})[a-zé]{{0,6}}\.?,?$"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?$"
    r"|(?:am|pm|a\.m\.|p\.m\.|gmt|utc|est|edt|pst|pdt|cet|ist|bst|at|on|of|de|del|um|uhr|le|à|the|updated"
    r"|published|posted|last|modified|date|ago|today"
    r"|yesterday|st|nd|rd|th|год[а]?|г\.?):?,?$"
)
_CYRILLIC_MONTH = pattern(
    r"(?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру)"
)
_CJK_DATE = pattern(r"[\d\s:./年月日時时分秒년월일시분()（）曜一二三四五六土火水木金星期上下午前後]+$")
_DIGIT = pattern(r"\d")
_LETTER = pattern(r"[^\W\d_]")
_NAME = pattern(
    r"[^\W\d_](?:[^\W\d_]|[ .'\u2019\u30fb\u00b7-]|[\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff\u30fc])*"
)
_HANGUL = pattern("[\uac00-\ud7a3]")
_SIGNS = pattern(f"[{re.escape(SIGNS_OF_CODE)}]")
_ANYTHING = -1  # traits of a line that nobody has looked for
_DENSE = pattern("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")

PROSE_WORDS = 9  # a block with a full stop and this many words is prose
LONG_WORDS = 28  # without a full stop it takes this many
DATE_LETTERS = 60  # of the longest


def count_words(text: str) -> int:
    """Words of a block; an unspaced script counts half a word a character."""
    spaced = text.count(" ") + text.count("\n") + 1
    if text.isascii():
        return spaced
    # the strings that lxml gives are of a class of their own
    letters = count_unspaced(str(text)) if COMPILED else len(UNSPACED.findall(text))
    return spaced + (letters + 1) // 2 if letters else spaced


def latin_length(text: str) -> int:
    """Characters that a text would have about in a Latin script: three for a Chinese character or kana, two
    for a syllable of Hangul."""
    if text.isascii():
        return len(text)
    return len(text) + 2 * len(_DENSE.findall(text)) + len(_HANGUL.findall(text))


def is_date(text: str) -> bool:
    """Whether a short block says nothing but a date or a time."""
    if len(text) > DATE_LETTERS or not (has_digit(text) if COMPILED else _DIGIT.search(text)):
        return False
    if not (text[0].isascii() and text[0].isalpha()) and _CJK_DATE.match(text):
        return any(c in text for c in ":/年月日년월일-.") and len(text) >= 4
    small = text.lower()
    if small.endswith(" ago"):
        return len(text) < 30
    number = False
    for word in small.replace("|", " ").replace("-", " ").replace("–", " ").replace("/", " ").split():
        said = _said_in_date(word)
        if said == _NOTHING:
            return False
        number = number or said == _NUMERAL
    return number and any(c.isalpha() or c in ":/-." for c in text)


_NOTHING, _NUMERAL, _OTHER = range(3)


@lru_cache(maxsize=2048)
def _said_in_date(word: str) -> int:
    """What a word says in a date: a number, another part of it, or nothing, since no date has it."""
    core = word.strip(",.()[]:•·")
    if core[:1].isdigit():
        return _NUMERAL if len(core) <= 8 else _NOTHING
    if core and not _WORD_IN_DATE.match(word) and not _CYRILLIC_MONTH.match(core):
        return _NOTHING
    return _OTHER


def is_name(text: str) -> bool:
    """Whether a line looks like a person's name: two to four words, capitals where a script has them."""
    if len(text) > 40 or not _NAME.fullmatch(text):
        return False
    words = [word for word in re.split(r"[ .・·]+", text) if word]
    if UNSPACED.search(text) or _HANGUL.search(text):
        return len(text) <= (8 if UNSPACED.search(text) else 4)
    names = [word for word in words if not (word.islower() and len(word) <= 3)]  # without “van”, “de”
    return 2 <= len(names) <= len(words) <= 4 and not any(word[0].islower() for word in names)


def shape_of(text: str, words: int) -> Shape:
    """The shape of a block of `words` words."""
    return shaped(text, words, traits(text) if COMPILED else _ANYTHING)


def shaped(text: str, words: int, held: int) -> Shape:
    """The shape of a block whose `traits` are known."""
    last = text[len(text) - 1]  # not -1, which the compiled module does not know
    if not _is_plain(last):
        if last not in STOPS and last in _CLOSERS:
            tail = text.rstrip(_CLOSERS)
            last = tail[len(tail) - 1] if tail else last
        if last in STOPS or last == "\u2026":
            return _stopped(text, words, held, last)
    if words >= LONG_WORDS:
        return _CODE if held & CODED and _signs(text) * 12 > len(text) else _PROSE
    dated = held & DIGITS and len(text) <= DATE_LETTERS
    if not (text[0].isalpha() or (held & LETTERS and _LETTER.search(text))):
        return _DATE if dated and is_date(text) else _NUMBER
    if words <= 12 and dated and is_date(text):
        return _DATE
    if words <= 2 and held & ADDRESSED and _ADDRESS.match(text):
        return _LINK
    if text[len(text) - 1] in ")]" and words >= 5 and "/" in text[max(text.rfind("("), text.rfind("[")) :]:
        return _CAPTION
    if _starts_item(text):
        return _ITEM
    if last in ";{}" or (words < 12 and held & CODED and _signs(text) >= 3):
        return _CODE
    return _HEADING if words > 3 else _LABEL


def _stopped(text: str, words: int, held: int, last: str) -> Shape:
    """The shape of a block that ends in this stop, with or without what closes behind it."""
    if words >= 5 and (last == "\u2026" or (last == "." and text.rstrip(_CLOSERS).endswith(".."))):
        return _TEASER
    if words >= PROSE_WORDS:
        return _PROSE
    if words <= 6 and held & DIGITS and text[0].isdigit() and is_date(text):
        return _DATE
    if _starts_item(text):
        return _ITEM
    return _SENTENCE if words > 1 else _LABEL


def _is_plain(sign: str) -> bool:
    """Whether this is a letter or digit of ASCII: most lines begin and end with one."""
    return "a" <= sign <= "z" or "A" <= sign <= "Z" or "0" <= sign <= "9"


def _starts_item(text: str) -> bool:
    """Whether a block begins with a bullet, a short number or a letter as lists have them, and a space."""
    first, length = text[0], len(text)
    if first.isalpha():
        return (
            length > 2
            and (text[1] == "." or text[1] == ")")
            and text[2].isspace()
            and ("a" <= first <= "z" or "A" <= first <= "Z")
        )
    if first in _BULLETS:
        return length > 1 and text[1].isspace()
    if first.isdecimal():
        at = 1
        while at < length and at < 3 and text[at].isdecimal():
            at += 1
        return at + 1 < length and text[at] in _AFTER_NUMBER and text[at + 1].isspace()
    return False


def _signs(text: str) -> int:
    """How many signs stand in a block that code is full of."""
    return count_among(text, SIGNS_OF_CODE) if COMPILED else len(_SIGNS.findall(text))
