"""Where code stands in a text: its lines say what they say to a machine, whatever they look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaner.model import Block, Shape
from cleaner.text.blocks import split

_LINE = re.compile(r"^[^\S\n]*(\S[^\n]*)", re.MULTILINE)
# A code fence of Markdown (CommonMark 0.31, section 4.5); longer rows of tildes divide plain texts.
_FENCE = re.compile(r"(`{3,}|~{3,4}(?!~))[^`]*$")
_PARAGRAPH = 12  # words of prose from which on a line is no comment in code


def fenced(text: str) -> frozenset[int]:
    """Where the lines start that stand between fences of Markdown, with the fences; but for a fence that is
    never closed, or mostly holds prose."""
    if "```" not in text and "~~~" not in text:
        return frozenset()
    return frozenset(place for start, end in _stretches(text) for place in line_starts(text, start, end))


def line_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Where the lines of a stretch of text start that are not blank, without their indentation."""
    for found in _LINE.finditer(text, start, end):
        yield found.start(1)


def prose_words(lines: Iterable[Block]) -> int:
    """Words in lines that are paragraphs of prose."""
    return sum(line.words for line in lines if line.shape is Shape.PROSE and line.words >= _PARAGRAPH)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where code stands between fences, from the first sign of one to the last of the other."""
    fence, opened = "", 0
    for found in _LINE.finditer(text):
        line = found[1].rstrip()
        if not fence:
            mark = _FENCE.match(line)
            fence, opened = (mark[1], found.start(1)) if mark else ("", 0)
        elif line.startswith(fence) and not line.strip(fence[0]):
            fence, lines = "", split(text[opened : found.end()])
            if 2 * prose_words(lines) < sum(block.words for block in lines):
                yield opened, found.end()
