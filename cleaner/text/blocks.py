"""Text to blocks, and a text with cuts applied."""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from types import MappingProxyType

from cleaner.kernel import Line, filled
from cleaner.model import Block
from cleaner.text.fold import INVISIBLE
from cleaner.text.fragments import continuations
from cleaner.text.late import pattern
from cleaner.text.looks import laid_out, looks
from cleaner.text.shape import STOPS, UNSPACED

_FLAT = pattern(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WRAP_MIN, _WRAP_MAX = 45, 100  # columns at which people and programs wrap lines
_WRAP_SHARE = 0.6  # of the full lines, those that don't end where a sentence may
_LOWER_SHARE = 0.4  # of the lines after full ones, those that start small; lists of headlines have none
_FULL_SHARE = 0.6  # of all lines over half the width, where there are no small letters to go by
_WRAPPED_LINES = 4  # so many full lines at least
_RAGGED = 8  # columns by which a line may miss the width though the next word would have fitted
_INDENT = 2  # columns that tell the first line of a paragraph
_GUTTER_LINES = 4  # fewer lines prove nothing
_QUOTED_SHARE = 0.8  # of the lines of a text that somebody forwarded

_EDGES = string.whitespace + "\x1c\x1d\x1e\x1f\x85\xa0\u2007\u2028\u2029\u202f\u3000" + INVISIBLE
_ENDS = STOPS | frozenset(':;\u2026"\u201d\u00bb|')
_WORD = pattern(r"\w")
_NOTHING: Mapping[str, Block] = MappingProxyType({})
_QUOTED = pattern(r"(?:\s*>)+")
_NUMBERED = pattern(r"\s*(\d{1,5})(?:[\s|:]+|$)")


def split(text: str, known: Mapping[str, Block] | None = None) -> list[Block]:
    """The blocks of a text: its non-blank lines, or its paragraphs where lines are hard-wrapped.

    Lines that are pieces of one sentence are one block. Marks of quotation (`>`) or line numbers before
    all lines belong to no block. `known` has blocks by their text, of which nothing need be found out again.
    """
    physical = text.splitlines(keepends=True)
    gutter = _gutter(text, physical)
    lines = _lines(physical, gutter)
    if not lines:
        return []
    pieces = [text[start:end] for start, end, _, _ in lines]
    if _is_wrapped(pieces, lines):
        joins = _wraps(pieces, lines)
    else:
        joins = continuations(pieces, [gap for _, _, gap, _ in lines])
    if any(joins):
        lines = _joined(lines, joins)
        pieces = [text[start:end] for start, end, _, _ in lines]
    if gutter:
        return laid_out(lines, pieces, [_clear_of(gutter, piece) for piece in pieces], {})
    return laid_out(lines, pieces, pieces, known or {})


def as_block(text: str, start: int = 0) -> Block:
    """A stretch of text, such as a sentence, as a block of its own."""
    (look,) = looks([str(text)])
    return Block(start, start + len(text), start, text, *look, 0)


def as_blocks(texts: Sequence[str]) -> list[Block]:
    """Texts, none of them blank, as the blocks of one text in which each is a paragraph of its own."""
    blocks, start = [], 0
    for text, look in zip(texts, looks([flat(str(text)) for text in texts]), strict=True):
        end = start + len(text)
        blocks.append(Block(start, end, start, text, *look, 2))
        start = end + 2
    return blocks


def flat(text: str) -> str:
    """A text on one line, of the same length."""
    return _FLAT.sub(" ", text)


def _lines(physical: list[str], gutter: re.Pattern[str] | None) -> list[Line]:
    """The lines that hold something, without what stands at their edges."""
    if gutter is None:
        return filled(physical, INVISIBLE, _EDGES)
    lines: list[Line] = []
    position, gap = 0, 0
    for line in physical:
        margin = gutter.match(line)
        first = margin.end() if margin else 0
        held = line[first:].strip()
        if held and (held[0] in INVISIBLE or held[-1] in INVISIBLE):
            held = held.strip(_EDGES)
        if held:
            first = line.find(held[0], first)
            lines.append((position + first, position + first + len(held), gap, position))
            gap = 0
        gap += 1
        position += len(line)
    return lines


def _gutter(text: str, physical: Sequence[str]) -> re.Pattern[str] | None:
    """What stands before every line of a text that was forwarded by mail or printed with line numbers."""
    if text.startswith(">") or "\n>" in text:
        filled = [line for line in physical if not line.isspace()]
        quoted = sum(_QUOTED.match(line) is not None for line in filled)
        return _QUOTED if quoted >= max(_GUTTER_LINES, _QUOTED_SHARE * len(filled)) else None
    if not text[:_WRAP_MAX].lstrip()[:1].isdigit():
        return None
    last = count = 0
    for line in physical:
        number = _NUMBERED.match(line)
        if number is None:
            if not line.isspace():
                return None
            continue
        if int(number[1]) <= last:
            return None
        last, count = int(number[1]), count + 1
    return _NUMBERED if count >= _GUTTER_LINES and last < 3 * count else None


def _clear_of(gutter: re.Pattern[str], piece: str) -> str:
    """Wrapped lines without what the gutter put between them."""
    first, *others = piece.splitlines()
    return "\n".join([first, *(gutter.sub("", line, count=1) for line in others)])


def one_line(text: str) -> str:
    """Wrapped lines of one block as one line of the same length."""
    if "\n" in text or "\r" in text:
        return text.replace("\n", " ").replace("\r", " ")
    return text


def _columns(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_wide().findall(text))


@cache
def _wide() -> re.Pattern[str]:
    """Characters that fill two columns; compiling the class takes longer than cleaning a short text."""
    return re.compile(
        "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]"
    )


def _first_word(piece: str) -> int:
    """The columns of what a line would have to move up; an unspaced script breaks at any character."""
    word = piece.split(None, 1)[0]
    unspaced = UNSPACED.search(word)
    return _columns(word[: max(unspaced.start(), 1)] if unspaced else word)


def _is_wrapped(pieces: Sequence[str], lines: Sequence[Line]) -> bool:
    """Whether much of a text stands in lines that are as long as they can be and go on in the next one."""
    if len(lines) < _WRAPPED_LINES or max(map(len, pieces)) > _WRAP_MAX:
        return False
    widths = list(map(_columns, pieces))
    widest = max(widths)
    if not _WRAP_MIN <= widest <= _WRAP_MAX:
        return False
    tight = [number for number, (_, _, gap, _) in enumerate(lines[1:]) if gap == 1]
    full = [i for i in tight if widths[i] + 1 + _first_word(pieces[i + 1]) > widest - _RAGGED]
    if len(full) < _WRAPPED_LINES or 3 * sum(widths[i] for i in full) < sum(widths):
        return False
    if sum(pieces[i][-1] not in _ENDS for i in full) < _WRAP_SHARE * len(full):
        return False
    starts = [pieces[i + 1][0] for i in full]
    small, large = sum(map(str.islower, starts)), sum(map(str.isupper, starts))
    if small:
        return small >= _LOWER_SHARE * (small + large)
    long = [i for i in tight if 2 * widths[i] > widest]
    return len(full) >= _FULL_SHARE * len(long)


def _wraps(pieces: Sequence[str], lines: Sequence[Line]) -> list[bool]:
    """Whether each line goes on with the one above, which reaches the width and is tight."""
    widths = list(map(_columns, pieces))
    full = max(widths) - _RAGGED
    indents = [start - line for start, _, _, line in lines]
    gaps = [gap for _, _, gap, _ in lines]
    joins = [False]
    for number in range(1, len(lines)):
        below = number + 1 if number + 1 < len(lines) and gaps[number + 1] == 1 else number
        indented = indents[number] >= min(indents[number - 1], indents[below]) + _INDENT
        width = widths[number - 1] + 1 + _first_word(pieces[number])
        rule = not _WORD.search(pieces[number - 1])  # a line of dashes
        joins.append(gaps[number] == 1 and width > full and not indented and not rule)
    return joins


def _joined(lines: Sequence[Line], joins: Sequence[bool]) -> list[Line]:
    """Each line that goes on with the one above as part of it."""
    joined: list[Line] = []
    for line, goes_on in zip(lines, joins, strict=True):
        if goes_on:
            start, _, gap, place = joined[-1]
            joined[-1] = start, line[1], gap, place
        else:
            joined.append(line)
    return joined


def is_airy(blocks: Sequence[Block]) -> bool:
    """Whether most blocks have a blank line before them."""
    return sum(block.gap > 1 for block in blocks) * 2 > len(blocks)


def without(text: str, cuts: Iterable[tuple[int, int]]) -> str:
    """`text` without the given stretches, which must be sorted and must not overlap."""
    kept, position = [], 0
    for start, end in cuts:
        kept.append(text[position:start])
        position = end
    kept.append(text[position:])
    return "".join(kept)


class Kept:
    """What is left of a text of `length` characters after cuts, as stretches of the original."""

    def __init__(self, length: int) -> None:
        self._stretches = [(0, length)]

    def cut(self, cuts: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        """Cut stretches of what is left (sorted, not overlapping); the originals of each, in pieces
        where an earlier cut lies inside it."""
        originals: list[list[tuple[int, int]]] = [[] for _ in cuts]
        left: list[tuple[int, int]] = []
        position = number = 0  # of what is left so far; of the cut that comes next
        for start, end in self._stretches:
            here = start
            while number < len(cuts) and cuts[number][0] < position + end - start:
                cut_start = max(start, cuts[number][0] - position + start)
                cut_end = min(end, cuts[number][1] - position + start)
                if here < cut_start:
                    left.append((here, cut_start))
                if cut_start < cut_end:
                    originals[number].append((cut_start, cut_end))
                here = cut_end
                if cuts[number][1] > position + end - start:
                    break  # goes on in the next stretch
                number += 1
            if here < end:
                left.append((here, end))
            position += end - start
        self._stretches = left
        return originals

    def now(self, places: Collection[int]) -> set[int]:
        """Where places of the original stand in what is left; without those that were cut."""
        found = set[int]()
        if not places:
            return found
        starts = [start for start, _ in self._stretches]
        before = [0, *accumulate(end - start for start, end in self._stretches)]
        for place in places:
            number = bisect_right(starts, place) - 1
            if number >= 0 and place < self._stretches[number][1]:
                found.add(before[number] + place - starts[number])
        return found
