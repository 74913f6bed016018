"""Lines that are pieces of one sentence, as `get_text("\\n")` of Beautiful Soup breaks it at links.

Four signs say that a line goes on with the sentence above, whatever the script: it begins with what only
closes or divides, with a small letter, or with a particle of a language that knows no small letters; or it
closes a quotation or a bracket that the line above has opened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.kernel import may_go_on
from cleaner.model import Shape
from cleaner.text.late import pattern
from cleaner.text.shape import STOPS, count_words, shape_of

_SOME_WORDS = 6  # that one of two pieces has, so that menus in small letters stay apart
_PROSE_WORDS = 12  # that a paragraph has at least whose last sentence is broken
_PIECES = 3  # in which it ends
_TAG_WORDS = 8  # of a link or bold words between two pieces
_LABEL_LETTERS = 3  # words, or six letters, of a label between the halves of a sentence: an advertisement
_LABEL_WORDS = 8  # up to which a last piece without a stop is a line of its own: "read more", "by Ada Okafor"

_SIGNS = (
    ",;.:!?)]}\u203a\u060c\u061b\u061f\u06d4\u0964\u0965\u3001\u3002\u300b\u300d\u300f\u3011\uff01\uff09"
    "\uff0c\uff0e\uff1a\uff1b\uff1f"
)
_DIVIDERS = frozenset(_SIGNS + "'\u2019")
_DASHES = "\u2013\u2014"
_DIVIDES = pattern(rf"[{re.escape(_SIGNS)}](?![\w/=]*[/=(])|['\u2019]s?\s")
_PARTICLE = pattern(
    r"を|[はがにでとのもへや](?=[\u4e00-\u9fff\u30a0-\u30ff、「])|的(?![士确確])"
    r"|(?:은|는|가|을|를|의|에|에서|와|과|로|으로|도)\s"
    r"|(?:का|की|के|को|में|से|ने|पर|और|है|हैं|था|थे|थी)[\s।]"
)
_FIRST_PARTICLE = "\u0900"  # none of them begins with a letter before those of India
_INNER_STOP = pattern(
    r"[a-z\u00df-\u00ff]{2}[.!?][\"\u201d\u00bb]?\s+\S|[\u3002\uff01\uff1f\u0964\u06d4\u061f]."
    r"|\d日[电電讯訊]."  # a dateline: no headline has one
)
_PAIRS = tuple(tuple(pair) for pair in ("“”", "„“", "«»", "「」", "『』", "《》", "()", "（）"))
_CLOSING = '"“”»」』》)）'
_CLOSED = pattern(r'[^"]*[^\s"]"')
_ABBREVIATED = pattern(r"\b\w\.\w\.$")
_COMMAS = ",;\u060c\u061b\u3001\uff0c\uff1b"
_CLOSERS = "\"'\u201d\u2019\u00bb\u203a)]\u300d\u300f\uff09*_ "
_FINAL = STOPS | frozenset(":\u2026\uff1a|")


def continuations(lines: Sequence[str], gaps: Sequence[int]) -> list[bool]:
    """Whether each line goes on with the one above; `gaps` are the line breaks before each."""
    count = len(lines)
    found = [False] * count
    inside, caseless, closing = may_go_on(lines, gaps, _CLOSING)
    closed = {number for number in closing if _closes(lines[number - 1], lines[number])}
    for number in closed:
        found[number] = True
    for number in inside:
        if number not in closed and _begins_inside(lines[number]):
            around = lines[max(0, number - 2) : number + 2]
            found[number] = _fits(lines[number - 1], lines[number], around)
    for number in range(1, count - 1) if any(found) else ():
        if gaps[number] == 1 and found[number + 1] and not found[number]:
            found[number] = _is_tag(lines[number - 1], lines[number], lines[number + 1])
    for number in caseless:
        first = lines[number][0]
        if first.lower() == first.upper() and not found[number] and _is_open(lines[number - 1]):
            label = _is_open(lines[number]) and count_words(lines[number]) <= _LABEL_LETTERS
            unfinished = not label and (found[number - 1] or _is_unfinished(lines[number - 1]))
            found[number] = unfinished and _ends_soon(lines, gaps, number)
    for number in range(count - 1, 0, -1) if any(found) else ():
        last = found[number] and number not in closed and not (number + 1 < count and found[number + 1])
        if last and _is_label(lines[number]):
            found[number] = False
    return found


def _begins_inside(line: str) -> bool:
    """Whether a line begins as no sentence does."""
    first = line[0]
    if first.islower():
        return line[1:2] not in (".", ")") and not line[1:2].isupper()
    if first.isascii() and first.isalnum():
        return False
    if first in _DASHES:
        return line[1:].lstrip()[:1].islower()
    if first in _DIVIDERS:
        return _DIVIDES.match(line) is not None
    return first >= _FIRST_PARTICLE and _PARTICLE.match(line) is not None


def _closes(above: str, line: str) -> bool:
    """Whether a line closes the quotation or bracket that the unfinished one above has opened."""
    if not _is_open(above):
        return False
    straight = above.count('"') % 2 == line.count('"') % 2 == 1 and _CLOSED.match(line) is not None
    paired = any(
        above.count(opening) > above.count(closing) and line.count(closing) > line.count(opening)
        for opening, closing in _PAIRS
    )
    return (straight or paired) and not (_is_technical(above) or _is_technical(line))


def _fits(above: str, line: str, around: Sequence[str]) -> bool:
    """Whether a line that begins inside a sentence can go on with the one above."""
    if _is_technical(above) or _is_technical(line):
        return False
    return not line[0].isalpha() or (_is_open(above) and _is_some(around))


def _is_tag(above: str, line: str, below: str) -> bool:
    """Whether a line may be a link or bold words in the sentence above, which goes on below."""
    if count_words(line) > _TAG_WORDS or not (_is_open(above) and _is_open(line)):
        return False
    return _is_some((above, below)) and not _is_technical(above)


def _is_some(around: Sequence[str]) -> bool:
    return any(count_words(line) >= _SOME_WORDS for line in around)


def _is_unfinished(line: str) -> bool:
    """Whether a line without a stop ends in a comma, or has a stop inside."""
    count = count_words(line)
    if line[-1] in _COMMAS:
        return count >= _SOME_WORDS
    return count >= _PROSE_WORDS and _INNER_STOP.search(line) is not None


def _ends_soon(lines: Sequence[str], gaps: Sequence[int], number: int) -> bool:
    """Whether a sentence that this line is a piece of ends within a few lines."""
    for line, gap in zip(lines[number : number + _PIECES], gaps[number : number + _PIECES], strict=True):
        if gap != 1 or _is_technical(line):
            return False
        if not _is_open(line):
            return line.rstrip(_CLOSERS)[-1] in STOPS
    return False


def _is_label(line: str) -> bool:
    return line[0].isalpha() and count_words(line) <= _LABEL_WORDS and _is_open(line)


def _is_open(line: str) -> bool:
    """Whether no final stop or colon ends a line; that of “6.30 a.m.” is none."""
    bare = line.rstrip(_CLOSERS)
    return not bare or bare[-1] not in _FINAL or _ABBREVIATED.search(bare, len(bare) - 4) is not None


def _is_technical(line: str) -> bool:
    """Whether a line is code or an address."""
    return shape_of(line, count_words(line)) in (Shape.CODE, Shape.LINK)
