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
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaner.match.clock import Clock
from cleaner.model import PACKAGED, Block, Mark, Rule, Shape
from cleaner.text import bare, is_airy

if TYPE_CHECKING:
    import regex

_LETTERS = {shape.value: chr(ord("a") + number) for number, shape in enumerate(Shape)}
_TITLES = ("label", "heading", "sentence")
_TITLE = "".join(_LETTERS[name] for name in _TITLES)
_REPEAT, _ECHO, _TIGHT, _KIND = "=", "~", "^", "#{}#"
_SIGNS = {"repeat": _REPEAT, "echo": _ECHO, "tight": _TIGHT}
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
_CHOICE = re.compile(r"[a-z][a-z/-]*")
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
def _needed(pattern: str) -> frozenset[frozenset[str]]:
    """What is there wherever a pattern is found: of each of these sets of names at least one."""
    while (flat := _GROUP.sub(_what_must_be, pattern)) != pattern:
        pattern = flat
    choices = _CHOICE.findall(_OPTIONAL.sub(" ", pattern)) if "|" not in pattern else ()
    return frozenset(frozenset(choice.split("/")) for choice in choices)


def _what_must_be(group: re.Match[str]) -> str:
    """What is in brackets, if it must be there; one of several names with strokes between them."""
    optional = (group[2] or "").startswith(("?", "*", "{0", "{,"))
    if optional or "|" not in group[1]:
        return " " if optional else f" {group[1]} "
    names = group[1].split("|")
    return f" {'/'.join(names)} " if all(map(_NAME.fullmatch, names)) else " "


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
    there = _names(blocks, marks)
    possible = [rule for rule in rules if not any(map(there.isdisjoint, _needed(rule.shape)))]
    asked = {name for name in _SIGNS if any(name in rule.shape for rule in possible)}
    text = _encoded(blocks, marks, asked) if possible else ""
    for rule in possible:
        if not all(sign in text for name, sign in _SIGNS.items() if {name} in _needed(rule.shape)):
            continue
        last = position = 0
        for start, end in _found(rule, text, clock):
            first = last + text.count(";", position, start)
            last, position = first + text.count(";", start, end), end
            if first < last and not (
                rule.longest and any(b.words > rule.longest for b in blocks[first:last])
            ):
                yield first, last, rule


def _names(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> set[str]:
    """The names that may mean some block: of shapes and kinds those that are there, and all signs."""
    shapes: set[str] = {block.shape for block in blocks}
    there = shapes.union(mark.rule.kind for found in marks if found for mark in found)
    return there.union(_SIGNS, ("any",), ("title",) if not shapes.isdisjoint(_TITLES) else ())


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


def _encoded(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], asked: Container[str]) -> str:
    """Each block as its letter, what it has to its neighbours (of the signs asked for), and the kinds of its
    marks."""
    codes = [_LETTERS[block.shape] for block in blocks]
    if "repeat" in asked:
        for index in _repeats([bare(block.folded) if block.words <= _SHORT else "" for block in blocks]):
            codes[index] += _REPEAT
    for index in [index for index, found in enumerate(marks) if found]:
        if index and "echo" in asked and _echoes(blocks[index - 1], blocks[index]):
            codes[index - 1] += _ECHO
        codes[index] += "".join([_KIND.format(mark.rule.kind) for mark in marks[index]])
    gaps = [2, *[block.gap for block in blocks[1:]]] if "tight" in asked and is_airy(blocks) else ()
    for index, (gap, below) in enumerate(pairwise(gaps)):
        if below == 1 < gap and not _asks(blocks[index]):
            codes[index] += _TIGHT
    return ";".join([*codes, ""])


def _repeats(lines: Sequence[str]) -> Iterator[int]:
    """Which short lines say the same as one close above."""
    if len(set(lines)) == len(lines):
        return
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
    if block.words > _SHORT or _asks(block):
        return False
    words = {word for word in _WORD.findall(bare(block.folded)) if len(word) > 2}
    again = set(_WORD.findall(below.folded))
    return len(words) >= 2 and len(words & again) >= _ECHO_SHARE * len(words)
