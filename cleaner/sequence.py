"""Patterns over the shapes of blocks: cards, link lists, an alt text above its caption.

A rule's `shape` is written with names of shapes, kinds of marks and the words below, put together as in a
regex: `(title date repeat teaser?){2,}`.

    title    a label, a heading or a short sentence
    repeat   says the same as one of the four blocks before
    echo     stands right above a block that says most of its words again
    any      any block
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cleaner.fold import bare, fold
from cleaner.model import Block, Mark, Rule, Shape

_LETTERS = {shape.value: chr(ord("a") + number) for number, shape in enumerate(Shape)}
_TITLE = "".join(_LETTERS[name] for name in ("label", "heading", "sentence"))
_REPEAT, _ECHO, _KIND = "=", "~", "#{}#"
_WORDS = {
    "title": f"[{_TITLE}][^;]*;",
    "repeat": f"[^;]*{_REPEAT}[^;]*;",
    "echo": f"[^;]*{_ECHO}[^;]*;",
    "any": "[^;]*;",
    **{name: f"{letter}[^;]*;" for name, letter in _LETTERS.items()},
}
_NAME = re.compile(r"[a-z][a-z-]*")
_PATTERN = re.compile(r"[a-z |?+*(){},0-9-]*")
_LOOK_BACK = 4
_ECHO_SHARE = 0.5  # of its longer words


@lru_cache(maxsize=256)
def compile_shape(pattern: str) -> re.Pattern[str]:
    """The regex over encoded blocks. Raises ValueError for what is no pattern of names."""
    if not _PATTERN.fullmatch(pattern):
        raise ValueError("expected names of shapes and ( ) | ? + * {m,n}")

    def encoded(match: re.Match[str]) -> str:
        name = match.group()
        return f"(?:{_WORDS.get(name) or f'[^;]*{_KIND.format(name)}[^;]*;'})"

    try:
        return re.compile(_NAME.sub(encoded, pattern).replace(" ", ""))
    except re.error as error:
        raise ValueError(str(error)) from error


def sequences(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], rules: Sequence[Rule]
) -> Iterator[tuple[int, int, Rule]]:
    """First block, block after the last, and rule of every sequence that a rule with `shape` describes."""
    if not rules or len(blocks) < 2:
        return
    pieces = [_encode(blocks, marks, index) for index in range(len(blocks))]
    text = "".join(pieces)
    for rule in rules:
        for match in compile_shape(rule.shape).finditer(text):
            first = text.count(";", 0, match.start())
            last = first + match.group().count(";")
            if last > first:
                yield first, last, rule


def _encode(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], index: int) -> str:
    block = blocks[index]
    code = _LETTERS[block.shape]
    if block.words <= 20:
        plain = bare(fold(block.text))
        if any(plain == bare(fold(b.text)) for b in blocks[max(0, index - _LOOK_BACK) : index]):
            code += _REPEAT
        if index + 1 < len(blocks) and blocks[index + 1].gap == 1 and _echoes(plain, blocks[index + 1]):
            code += _ECHO
    return code + "".join(_KIND.format(mark.rule.kind) for mark in marks[index]) + ";"


def _echoes(plain: str, below: Block) -> bool:
    words = {word for word in re.findall(r"\w+", plain) if len(word) > 2}
    again = set(re.findall(r"\w+", fold(below.text)))
    return len(words) >= 2 and len(words & again) >= _ECHO_SHARE * len(words)
