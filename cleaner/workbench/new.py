"""A new rule from a line of junk: what of the line to look for, and the TOML that says so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from cleaner.model import Shape
from cleaner.rulebook import KEYS, Form
from cleaner.text import split
from cleaner.workbench.lines import start_of

_WHOLE = 8  # words of a line that is looked for as a whole
_ROOM = 2  # how much longer than the example a block may be, for phrases that are but a part of it


def propose(line: str) -> dict[str, list[str]]:
    """What to look for in a line like this: the longest opening without numbers, weekdays, months and names.

    Up to a colon at most. The whole of a short line that has nothing of the kind, or opens with it. Nothing
    for other lines: only their author knows what matters in them.
    """
    line = line.strip()
    opening = start_of(line) if split(line)[0].shape is not Shape.PROSE else line
    if opening != line and (_words(opening) > 1 or opening[-1:] in (":", "：")) and _words(opening) <= _WHOLE:
        return {"starts": [opening]}
    return {"equals": [line]} if _words(line) <= _WHOLE else {}


def room_for(lines: Sequence[str]) -> int:
    """A first guess at `longest`: twice the words of the longest example."""
    return _ROOM * max(map(_words, lines), default=1)


def _words(text: str) -> int:
    return sum(block.words for block in split(text))


def as_toml(rule: Mapping[str, object], language: str) -> str:
    """A `[[rule]]` table; keys with lists by language get them under `language`."""
    lines = ["[[rule]]"]
    for name, key in KEYS.items():
        value = rule.get(name)
        if value:
            written = f"{name}.{language}" if key.form is Form.BY_LANGUAGE else name
            lines.append(f"{written} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def head(kind: str, about: str) -> str:
    """The top of a new rule file."""
    return f"kind = {_toml(kind)}\nabout = {_toml(about)}\n"


def _toml(value: object) -> str:
    """Texts, numbers and lists of texts as TOML writes them; patterns as literals, which need no escapes."""
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str) and "\\" in value and "'" not in value and value.isprintable():
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML's escapes are JSON's
