"""Whether an element stands in the middle of a sentence, whose words its class must not cost it.

Themes give classes of bylines, dates and credits to inline elements of running text as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import islice
from typing import Any

_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_MOST_PIECES = 40  # of text and elements looked at on either side
_ENOUGH = 40  # characters of text on either side that tell whether the sentence goes on
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CLOSING_QUOTES = "\"'”’»)]』」）】"
_ENDED = frozenset(".!?…:;|¦/\\·•●▪◦‣*>→–—―-。．！？：；।۔؟؛․։")  # what no sentence goes on after
# Right behind the element: punctuation of the sentence, or a letter that may follow a mark that opens.
_GOES_ON = re.compile(
    r"\s*[,;.!?…)\]”»’'\"،؛؟۔।、，。；！？）」』】]+\s*[^\W_]|[-'’‑][^\W_]|\s*[(\[“„«‚‘\"'（「『]*\s*(?P<first>[^\W_])"
)


def is_midsentence(element: Any, beside: Container[Any] = ()) -> bool:
    """Whether an inline element that is shown has words of one sentence right before and right behind it, in
    its own block. The text of elements `beside` it doesn't count."""
    if not _is_shown_inline(element):
        return False
    before = "".join(reversed(list(_enough(_before(element, beside))))).rstrip()
    if not any(map(str.isalpha, before)) or before.rstrip(_CLOSING_QUOTES + " ")[-1:] in _ENDED:
        return False
    goes_on = _GOES_ON.match("".join(_enough(_behind(element, beside))))
    return goes_on is not None and (goes_on["first"] is None or _is_small(goes_on["first"]))


def _is_small(sign: str) -> bool:
    """Whether a letter is small, or of a script that has no capitals."""
    return sign.islower() or unicodedata.category(sign) in ("Lo", "Lm")


def _is_shown_inline(element: Any) -> bool:
    hides = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    return (
        not hides
        and not _HIDES.search(element.get("style", ""))
        and all(part.tag in _INLINE for part in element.iter())
    )


def _enough(pieces: Iterator[str]) -> Iterator[str]:
    """As many of the pieces of text as are needed."""
    length = 0
    for piece in islice(pieces, _MOST_PIECES):
        yield piece
        length += len(piece.strip())
        if length >= _ENOUGH:
            return


def _before(element: Any, beside: Container[Any]) -> Iterator[str]:
    """The text of the block that leads to an element, the nearest piece first."""
    while element.tag in _INLINE:
        for left in element.itersiblings(preceding=True):
            yield left.tail or ""
            if left.tag not in _INLINE:
                return
            yield "" if left in beside else "".join(left.itertext())
        element = element.getparent()
        yield element.text or ""


def _behind(element: Any, beside: Container[Any]) -> Iterator[str]:
    """The text of the block that follows an element, the nearest piece first."""
    while element.tag in _INLINE:
        yield element.tail or ""
        for right in element.itersiblings():
            if right.tag not in _INLINE:
                return
            yield "" if right in beside else "".join(right.itertext())
            yield right.tail or ""
        element = element.getparent()
