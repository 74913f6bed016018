"""What is worth keeping of what was cut, and of what stays: title, author and date, as metadata has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cleaner.decision.reading import may_be_title
from cleaner.decision.survey import is_mass
from cleaner.model import Block, Mark, Removes
from cleaner.text import like_date, names_in, read_date, says_by, split

_NOTHING: Mapping[str, Block] = MappingProxyType({})
_LOOKED_AT = 2000  # characters of a body in which its title stands, and a paragraph under it
_HEAD = 4  # blocks above the first paragraph: title, standfirst, dateline


def captured_by(marks: Sequence[Mark], line: str) -> dict[str, str]:
    """What the groups of rules captured in a line; a byline found by its first words is captured whole,
    and so is the date beside it."""
    found: dict[str, str] = {}
    is_byline = False
    for mark in marks:
        found.update(mark.captured)
        is_byline = is_byline or _is_byline(mark)
    if is_byline and "byline" not in found and says_by(line) and names_in(line):
        found["byline"] = " ".join(line.split())
        if "date" not in found and (day := like_date(line)):
            found["date"] = day
    return found


def _is_byline(mark: Mark) -> bool:
    return mark.rule.kind == "byline" and mark.rule.removes is Removes.LINE


def as_metadata(
    captured: Mapping[str, str], line: str = "", *, language: str = "", host: str = ""
) -> dict[str, str]:
    """The author and the date that rules captured, as far as they can be read for certain.

    `line` is what the date was found in: the time may stand there too. `language` and `host` are as for
    `read_date`.
    """
    names = names_in(captured.get("byline", ""))
    day = read_date(captured.get("date", ""), line, language=language, host=host)
    found = {"author": ", ".join(names), "date": day}
    return {field: value for field, value in found.items() if value}


def title_line(body: str, known: Mapping[str, Block] = _NOTHING) -> str:
    """The title that a text begins with: a headline above the first paragraph; empty if it has none. `known`
    are blocks of it, as for `split`."""
    blocks = split(body[:_LOOKED_AT], known)
    first = next((number for number, block in enumerate(blocks) if is_mass(block, ())), len(blocks))
    if not 0 < first <= _HEAD or first == len(blocks) or not may_be_title(blocks[0]):
        return ""
    return " ".join(blocks[0].text.split())
