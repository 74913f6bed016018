"""The form that lines share which differ only in numbers, dates and names; and a regex for it.

“Updated 12 Jul, 2025” and “Updated 3 Aug, 2024” have one form, and so have “Words by Ann Lee” and “Words by
Jo Berg”. Names of months and weekdays are those of the Unicode CLDR, as Babel has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from cleaner.text import bare, fold, is_name, one_line

NUMBER, NAME, REST = "\0n", "\0p", "\0r"  # gaps: numbers and dates, names, all that comes after a colon
_GAPS = (NUMBER, NAME, REST)
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\s+|[\W_]")
_JOINS = frozenset(" ,.:/-–\u00a0")  # what stands between the parts of a date or a number
_NAME_JOINS = frozenset(" .'’-")
_MOST_JOINS = 2
_NAME_TOKENS = 9  # four words, what joins them, and an initial's dot
_FIGURES = re.compile(r"\d[\d.,]*")
_HEAD_WORDS, _REST_WORDS = 3, 8  # of “Filed under: harbour, ferry”
_LONGEST_REST = 80  # characters
_LANGUAGES = (  # those that rules have phrases in; all that Babel knows would take seconds
    "ar bg bn ca cs da de el en es fa fi fr he hi hr hu id is it ja ko nb nl pl pt ro ru sk sr sv th tr uk "
    "vi zh"
)
_UNITS = frozenset(("min",))  # Sunday in Indonesian, and minutes everywhere
_AND = frozenset(("and", "und", "et", "y", "e", "og", "och", "en", "ja", "i", "a", "și", "ve", "dan"))
_A_NAME = r"\w[\w.'’-]{0,24}(?: \w[\w.'’-]{0,24}){0,3}"


class Form(NamedTuple):
    """A line: `parts` are literals as written and marks of gaps, `gaps` what stands in these."""

    key: str  # the same for all lines of the form
    parts: tuple[str, ...]
    gaps: tuple[str, ...]


def form_of(text: str) -> Form:
    """The form of a line. One without gaps has the key by which `equals` compares it."""
    tokens = _TOKEN.findall(one_line(text).strip())
    parts, gaps, at = list[str](), list[str](), 0
    while at < len(tokens):
        for mark, end in ((NUMBER, _date(tokens, at)), (NAME, _name(tokens, at))):
            if end > at:
                parts.append(mark)
                gaps.append("".join(tokens[at:end]))
                at = end
                break
        else:
            if parts and parts[-1] not in _GAPS:
                parts[-1] += tokens[at]
            else:
                parts.append(tokens[at])
            at += 1
    return _form(parts, gaps) if gaps else whole_of(text)


def whole_of(text: str) -> Form:
    """The form of one line alone; its key is what `equals` compares."""
    line = one_line(text).strip()
    return Form(bare(fold(line)), (line,), ())


def opening_of(text: str) -> Form | None:
    """The form of a short line that says something else after the same few words and a colon; or None."""
    head, colon, rest = _parted(one_line(text).strip())
    few = 0 < len(head.split()) <= _HEAD_WORDS and 0 < len(rest.split()) <= _REST_WORDS
    if not (colon and few and len(rest) <= _LONGEST_REST):
        return None
    return _form([f"{head}{colon}", REST], [rest])


def start_of(text: str) -> str:
    """What a line opens with, up to the first number, weekday, month or name, or behind a colon."""
    tokens = _TOKEN.findall(one_line(text).strip())
    for at, token in enumerate(tokens):
        if token in ":：":
            return "".join(tokens[: at + 1])
        if token[0].isdigit() or _name(tokens, at) > at or (at and token.casefold() in _date_words()):
            return "".join(tokens[:at]).rstrip(" ,.-–—(|/")
    return "".join(tokens)


def words_of(form: Form) -> list[str]:
    """The words that all lines of a form have, the longest first."""
    literals = [fold(part) for part in form.parts if part not in _GAPS]
    found = (word for part in literals for word in re.findall(r"[^\W\d_]+", part))
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def regex_of(forms: Sequence[Form]) -> str:
    """A pattern for lines of one form, no wider than what these have in their gaps. Takes linear time."""
    pieces, gap = [], 0
    for part in forms[0].parts:
        if part in _GAPS:
            pieces.append(_pattern(part, {form.gaps[gap] for form in forms}))
            gap += 1
        else:
            pieces.append(re.sub(r"\s+", " ", _escaped(part)))
    return f"^{''.join(pieces).strip()}$"


def whole_line(text: str) -> str:
    """A pattern for one line."""
    words = _escaped(one_line(text)).split()
    return f"^{' '.join(words)}$"


def _form(parts: Iterable[str], gaps: Iterable[str]) -> Form:
    parts = tuple(parts)
    key = "".join(part if part in _GAPS else re.sub(r"\s+", " ", fold(part)) for part in parts)
    return Form(key, parts, tuple(gaps))


def _parted(text: str) -> tuple[str, str, str]:
    for colon in (":", "："):
        head, found, rest = text.partition(colon)
        if found:
            return head, found, rest.strip()
    return text, "", ""


def _date(tokens: Sequence[str], at: int) -> int:
    """Where a number or date that begins here ends; its words are months, weekdays."""
    begin = end = at
    while at < len(tokens) and _in_date(tokens[at]):
        end = at = at + 1
        joins = 0
        while at < len(tokens) and joins < _MOST_JOINS and (tokens[at] in _JOINS or tokens[at].isspace()):
            at, joins = at + 1, joins + 1
    return end if any(token[0].isdigit() for token in tokens[begin:end]) else begin


def _in_date(token: str) -> bool:
    return token[0].isdigit() or token.casefold() in _date_words()


def _name(tokens: Sequence[str], at: int) -> int:
    """Where a name of two words or more that begins here ends; only scripts with capitals tell.

    A line's first word has a capital in any case, so no name begins with it.
    """
    if at == 0 or not tokens[at][0].isupper():
        return at
    for end in range(min(len(tokens), at + _NAME_TOKENS), at + 2, -1):
        last = tokens[end - 1]
        inner = tokens[at:end]
        if last[0].isupper() and all(t[0].isalpha() or t in _NAME_JOINS for t in inner):
            name = "".join(inner)
            if " " in name and is_name(name) and _AND.isdisjoint(inner):
                return end
    return at


@cache
def _date_words() -> frozenset[str]:
    """Months and weekdays, long and short, in many languages."""
    from babel import Locale  # noqa: PLC0415  (only who learns needs them)

    words = set[str]()
    for code in _LANGUAGES.split():
        locale = Locale.parse(code)
        for names in (locale.months, locale.days):
            for form in names.values():
                for width in ("wide", "abbreviated"):
                    words |= {name.casefold().rstrip(".") for name in form.get(width, {}).values()}
    return frozenset(word for word in words - _UNITS if len(word) > 1 and not word.isdigit())


def _pattern(gap: str, filled: set[str]) -> str:
    if gap == NAME:
        return _A_NAME
    if gap == REST:
        return f".{{1,{_LONGEST_REST + 1}}}"
    if all(map(_FIGURES.fullmatch, filled)):
        return f"\\d[\\d.,]{{0,{max(map(len, filled)) + 2}}}"
    shapes = sorted({_skeleton(text) for text in filled})
    return shapes[0] if len(shapes) == 1 else f"(?:{'|'.join(shapes)})"


def _skeleton(text: str) -> str:
    """The pattern of a date: its digits and words as classes."""
    pieces = []
    for token in _TOKEN.findall(text):
        if token[0].isdigit():
            pieces.append(r"\d{1,2}" if len(token) < 3 else f"\\d{{{len(token)}}}")
        elif token[0].isalpha():
            pieces.append(r"\w{2,12}")
        else:
            pieces.append(" " if token.isspace() else _escaped(token))
    return "".join(pieces)


def _escaped(text: str) -> str:
    """Literal text in a pattern, with nothing escaped that reads well without."""
    return re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", text)
