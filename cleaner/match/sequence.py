"""Patterns over the shapes of blocks: cards, link lists, an alt text above its caption.

A rule's `shape` is written with names of shapes, kinds of marks and the words below, put together as in a
regex: `(title date repeat teaser?){2,}`.

    title    a label, a heading or a short sentence
    repeat   says the same as one of the four blocks before
    echo     says most of its words again in the block below, and asks nothing
    tight    has no blank line below, in a text whose blocks mostly have one, and asks nothing
    any      any block

A name that is both, such as `caption`, means a block of that shape or with a mark of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaner.match.clock import Clock
from cleaner.model import PACKAGED, Block, Mark, Rule, Shape
from cleaner.text import bare, is_airy

if TYPE_CHECKING:
    import regex

_LETTERS = {shape.value: chr(ord("a") + number) for number, shape in enumerate(Shape)}
_TITLE = "".join(_LETTERS[name] for name in ("label", "heading", "sentence"))
_REPEAT, _ECHO, _TIGHT, _KIND = "=", "~", "^", "#{}#"
_WORDS = {
    "title": f"[{_TITLE}][^;]*;",
    "repeat": f"[^;]*{_REPEAT}[^;]*;",
    "echo": f"[^;]*{_ECHO}[^;]*;",
    "tight": f"[^;]*\\{_TIGHT}[^;]*;",
    "any": "[^;]*;",
}
_NAME = re.compile(r"[a-z][a-z-]*")
_PATTERN = re.compile(r"[a-z |?+*(){},0-9-]*")
_GROUP = re.compile(r"\(([^()]*)\)([?*+]|\{[^}]*\})?")
_OPTIONAL = re.compile(r"[a-z][a-z-]*(?:[?*]|\{0?(?:,\d*)?\})")
_WORD = re.compile(r"\w+")
_QUESTION_MARKS = ("?", "？", "؟", ";", "\u037e")  # the last two are Greek
_LOOK_BACK = range(1, 5)  # blocks above
_SHORT = 30  # words; longer blocks neither repeat nor echo another
_ECHO_SHARE = 0.5  # of its longer words


SECONDS_A_SHAPE = 1.0  # more in one decision, and a user's rule rests


def _regex_of(pattern: str) -> str:
    """The regex over encoded blocks. Raises ValueError for what is no pattern of names."""
    if not _PATTERN.fullmatch(pattern):
        raise ValueError("expected names of shapes and ( ) | ? + * {m,n}")

    def encoded(match: re.Match[str]) -> str:
        name = match.group()
        if name in _WORDS:
            return f"(?:{_WORDS[name]})"
        kind = f"[^;]*{_KIND.format(name)}[^;]*;"
        return f"(?:{_LETTERS[name]}[^;]*;|{kind})" if name in _LETTERS else f"(?:{kind})"

    return _NAME.sub(encoded, pattern).replace(" ", "")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_regex_of(pattern))


@lru_cache(maxsize=256)
def _needed(pattern: str) -> frozenset[str]:
    """What stands in every text of encoded blocks in which a pattern is found: signs of the names that are
    neither optional nor one of several."""
    while (flat := _GROUP.sub(_what_must_be, pattern)) != pattern:
        pattern = flat
    names = set(_NAME.findall(_OPTIONAL.sub(" ", pattern)) if "|" not in pattern else ())
    signs = {"repeat": _REPEAT, "echo": _ECHO, "tight": _TIGHT}
    known = _LETTERS.keys() | _WORDS.keys()
    return frozenset(
        signs.get(name) or _KIND.format(name) for name in names if name in signs or name not in known
    )


def _what_must_be(group: re.Match[str]) -> str:
    """What is in brackets, if it must be there as it stands."""
    optional = (group[2] or "").startswith(("?", "*", "{0", "{,"))
    return " " if optional or "|" in group[1] else f" {group[1]} "


@lru_cache(maxsize=256)
def _with_clock(pattern: str) -> regex.Pattern[str]:
    import regex  # noqa: PLC0415  (the packaged rules need no clock)

    return regex.compile(_regex_of(pattern))


def check_shape(pattern: str) -> None:
    """Raise ValueError for what is no pattern of names, and for one that can take very long.

    A block is taken for a letter here: small if nothing is said of it but its shape, else large, and every
    name that is not a shape alone may mean any large one.
    """
    from cleaner.match.backtracking import too_slow  # noqa: PLC0415  (only where rules are read)

    def letters(match: re.Match[str]) -> str:
        name = match.group()
        shapes = _TITLE if name == "title" else _LETTERS.get(name, "")
        small = "a-z" if name == "any" else shapes
        return f"[{small}{shapes.upper() if name == 'title' else 'A-Z'}]"

    try:
        _compiled(pattern)
    except re.error as error:
        raise ValueError(str(error)) from error
    found = too_slow(f"(?-i:{_NAME.sub(letters, pattern).replace(' ', '')})")
    if found is not None and found.exponential:
        raise ValueError("it can be matched in ever more ways: two repetitions take the same blocks")


def sequences(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], rules: Sequence[Rule], clock: Clock
) -> Iterator[tuple[int, int, Rule]]:
    """First block, block after the last, and rule of every sequence that a rule with `shape` describes."""
    if not rules or len(blocks) < 2:
        return
    text = _encoded(blocks, marks)
    for rule in rules:
        if not all(sign in text for sign in _needed(rule.shape)):
            continue
        last = position = 0
        for start, end in _found(rule, text, clock):
            first = last + text.count(";", position, start)
            last, position = first + text.count(";", start, end), end
            if first < last and not (
                rule.longest and any(b.words > rule.longest for b in blocks[first:last])
            ):
                yield first, last, rule


def _found(rule: Rule, text: str, clock: Clock) -> list[tuple[int, int]]:
    """Where a rule's shape is found among encoded blocks; nowhere if that takes too long."""
    if rule.layer == PACKAGED:
        return [match.span() for match in _compiled(rule.shape).finditer(text)]
    if clock.rests(rule.id):
        return []
    clock.lap("deciding")
    seconds = min(SECONDS_A_SHAPE, clock.left())
    try:
        return [match.span() for match in _with_clock(rule.shape).finditer(text, timeout=seconds)]
    except TimeoutError:
        clock.left_out(rule.id)
        return []
    finally:
        clock.lap(f"the shape of rule {rule.id}")


def _encoded(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> str:
    """Each block as its letter, what it has to its neighbours, and the kinds of its marks."""
    codes = [_LETTERS[block.shape] for block in blocks]
    lines = [bare(block.folded) if block.words <= _SHORT else "" for block in blocks]
    for index in _repeats(lines):
        codes[index] += _REPEAT
    for index, found in enumerate(marks):
        if found:
            if index and lines[index - 1] and _echoes(blocks[index - 1], blocks[index]):
                codes[index - 1] += _ECHO
            codes[index] += "".join([_KIND.format(mark.rule.kind) for mark in found])
    gaps = [2, *[block.gap for block in blocks[1:]]] if is_airy(blocks) else ()
    for index, (gap, below) in enumerate(pairwise(gaps)):
        if below == 1 < gap and not _asks(blocks[index]):
            codes[index] += _TIGHT
    return ";".join([*codes, ""])


def _repeats(lines: Sequence[str]) -> Iterator[int]:
    """Which short lines say the same as one close above."""
    said: dict[str, int] = {}  # where each was last
    for index, line in enumerate(lines):
        if line:
            if index - said.get(line, index) in _LOOK_BACK:
                yield index
            said[line] = index


def _asks(block: Block) -> bool:
    """Whether it is a question, as an interview has above an answer that looks like a caption."""
    return block.text.rstrip('"”’»」)] ').endswith(_QUESTION_MARKS)


def _echoes(block: Block, below: Block) -> bool:
    if _asks(block):
        return False
    words = {word for word in _WORD.findall(bare(block.folded)) if len(word) > 2}
    again = set(_WORD.findall(below.folded))
    return len(words) >= 2 and len(words & again) >= _ECHO_SHARE * len(words)
