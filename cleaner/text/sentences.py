"""Where the sentences of a paragraph end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.text.late import pattern
from cleaner.text.shape import STOPS

# A stop, with what may close after it, ends a sentence before white space; those of East Asia need none.
_TIGHT = "\u3002\uff01\uff1f\uff0e"
_CLOSERS = "\"'\u201d\u2019\u00bb\u203a)\\]\u300d\u300f\uff09"
_LOOSE = re.escape("".join(sorted(STOPS - set(_TIGHT))))
_END = pattern(rf"[{_TIGHT}]+[{_CLOSERS}]*\s*|(?<![{_LOOSE}])[{_LOOSE}]++[{_CLOSERS}]*+\s+")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """First character, and the one after the last, of each sentence; white space belongs to none.

    Abbreviations end sentences here: whoever asks must look at what a piece says, not at how many there are.
    """
    start = 0
    for found in _END.finditer(text):
        end = found.start() + len(found.group().rstrip())
        if start < end:
            yield start, end
        start = found.end()
    end = len(text.rstrip())
    if start < end:
        yield start, end
