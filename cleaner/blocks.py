"""Text to blocks, and a text with cuts applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.fold import fold
from cleaner.model import Block
from cleaner.shape import count_words, shape_of

_WRAP_MIN, _WRAP_MAX = 45, 100  # the widths at which people and programs wrap lines
_WRAP_SHARE = 0.6
_FLAT = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class _Line(NamedTuple):
    start: int
    end: int
    gap: int  # line breaks before it
    line: int  # where it starts, indentation included


def split(text: str) -> list[Block]:
    """The blocks of a text: its non-blank lines, or its paragraphs where lines are hard-wrapped."""
    lines: list[_Line] = []
    position, gap = 0, 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = position + line.find(stripped[0]) if line[0] != stripped[0] else position
            lines.append(_Line(start, start + len(stripped), gap, position))
            gap = 0
        gap += 1
        position += len(line)
    if not lines:
        return []
    if _is_wrapped(text, lines):
        lines = _unwrap(text, lines)
    pieces = [text[line.start : line.end] for line in lines]
    folded = fold("\n".join([one_line(piece) for piece in pieces])).split("\n")
    blocks = []
    for (start, end, gap, line_start), piece, plain in zip(lines, pieces, folded, strict=True):
        words = count_words(piece)
        blocks.append(Block(start, end, line_start, piece, plain, words, shape_of(piece, words), gap))
    return blocks


def as_blocks(texts: Sequence[str]) -> list[Block]:
    """Texts, none of them blank, as the blocks of one text in which each is a paragraph of its own."""
    folded = fold("\n".join([flat(text) for text in texts])).split("\n") if texts else []
    blocks, start = [], 0
    for text, plain in zip(texts, folded, strict=True):
        words, end = count_words(text), start + len(text)
        blocks.append(Block(start, end, start, text, plain, words, shape_of(text, words), 2))
        start = end + 2
    return blocks


def flat(text: str) -> str:
    """A text on one line, of the same length."""
    return _FLAT.sub(" ", text)


def one_line(text: str) -> str:
    """Wrapped lines of one block as one line of the same length."""
    if "\n" in text or "\r" in text:
        return text.replace("\n", " ").replace("\r", " ")
    return text


def _is_wrapped(text: str, lines: Sequence[_Line]) -> bool:
    """Whether most lines stop near one width and go on in the next line."""
    if len(lines) < 6:
        return False
    widths = [line.end - line.start for line in lines]
    widest = max(widths)
    if not _WRAP_MIN <= widest <= _WRAP_MAX:
        return False
    followed = [i for i in range(len(lines) - 1) if lines[i + 1].gap == 1]
    if len(followed) * 2 < len(lines):
        return False
    full = [i for i in followed if widths[i] >= widest * 0.75]
    go_on = [i for i in full if text[lines[i].end - 1].isalnum() or text[lines[i].end - 1] in ",-"]
    return len(full) >= len(followed) * _WRAP_SHARE and len(go_on) >= len(full) * _WRAP_SHARE


def _unwrap(text: str, lines: Sequence[_Line]) -> list[_Line]:
    """Join the lines of each paragraph: a line goes on where it reaches the width and the next is tight."""
    widest = max(line.end - line.start for line in lines)
    joined = [lines[0]]
    for before, line in pairwise(lines):
        first_word = text[line.start : line.end].split(None, 1)[0]
        fits = before.end - before.start + 1 + len(first_word) <= widest - 8
        if line.gap == 1 and not fits:
            joined[-1] = joined[-1]._replace(end=line.end)
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
