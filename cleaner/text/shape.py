"""What a block looks like, in any script."""

from __future__ import annotations

import re

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
_ITEM_START = pattern(
    r"(?:[-*+\u2022\u00b7\u25cf\u25aa\u25e6\u2013\u2014]|\d{1,3}[.)\uff0e\u3001]|[a-zA-Z][.)])\s"
)
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
_SIGNS = pattern(r"[{}<>;=\\$^|]")

PROSE_WORDS = 9  # a block with a full stop and this many words is prose
LONG_WORDS = 28  # without a full stop it takes this many


def count_words(text: str) -> int:
    """Words of a block; an unspaced script counts half a word a character."""
    spaced = text.count(" ") + text.count("\n") + 1
    if text.isascii():
        return spaced
    unspaced = len(UNSPACED.findall(text))
    return spaced + (unspaced + 1) // 2 if unspaced else spaced


def is_date(text: str) -> bool:
    """Whether a short block says nothing but a date or a time."""
    if len(text) > 60 or not _DIGIT.search(text):
        return False
    if _CJK_DATE.match(text):
        return any(c in text for c in ":/年月日년월일-.") and len(text) >= 4
    if text.lower().endswith(" ago"):
        return len(text) < 30
    number = False
    for word in text.lower().replace("|", " ").replace("-", " ").replace("–", " ").replace("/", " ").split():
        core = word.strip(",.()[]:•·")
        if core[:1].isdigit():
            if len(core) > 8:
                return False
            number = True
        elif core and not _WORD_IN_DATE.match(word) and not _CYRILLIC_MONTH.match(core):
            return False
    return number and any(c.isalpha() or c in ":/-." for c in text)


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
    last = text[-1]
    if last not in STOPS:
        tail = text.rstrip(_CLOSERS)
        last = tail[-1] if tail else last
    if last in STOPS or last == "\u2026":
        if words >= 5 and (last == "\u2026" or text.rstrip(_CLOSERS).endswith("..")):
            return _TEASER
        if words >= PROSE_WORDS:
            return _PROSE
        if words <= 6 and text[0].isdigit() and is_date(text):
            return _DATE
        if _ITEM_START.match(text):
            return _ITEM
        return _SENTENCE if words > 1 else _LABEL
    if words >= LONG_WORDS:
        return _CODE if len(_SIGNS.findall(text)) * 12 > len(text) else _PROSE
    if not (text[0].isalpha() or _LETTER.search(text)):
        return _DATE if is_date(text) else _NUMBER
    if words <= 12 and is_date(text):
        return _DATE
    if words <= 2 and _ADDRESS.match(text):
        return _LINK
    if text[-1] in ")]" and words >= 5 and "/" in text[max(text.rfind("("), text.rfind("[")) :]:
        return _CAPTION
    if _ITEM_START.match(text):
        return _ITEM
    if last in ";{}" or (len(_SIGNS.findall(text)) >= 3 and words < 12):
        return _CODE
    return _HEADING if words > 3 else _LABEL
