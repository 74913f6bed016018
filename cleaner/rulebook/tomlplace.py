"""Where a key or a phrase stands in a TOML file: what `tomllib` does not tell, for messages that point there.

Reads only what the question needs: headers, keys and strings. The file has been parsed before, so nothing is
checked here, and a form that isn't understood is merely not found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<string>\"\"\"(?:\\.|[^\\])*?\"{3,5} | '''.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
      | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<equals>=) | (?P<newline>\n)""",
    re.VERBOSE | re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDEST = 100  # letters of a line shown around the caret


class Spot(NamedTuple):
    """A place in a file: counted from 1, and the line there with carets under it."""

    line: int
    column: int
    excerpt: str


class _Statement(NamedTuple):
    """A header (`[[rule]]`, without a value) or a key with its value."""

    header: bool
    path: str  # dotted, without quotes
    start: int
    end: int  # of the header or key
    strings: list[tuple[int, int]]


class TomlPlaces:
    """The places of a rule file's (or any TOML file's) keys."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._statements = list(_statements(text))

    def spot(self, line: int, column: int, width: int = 1) -> Spot:
        """The spot at a line and column."""
        lines = self._text.split("\n")
        source = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
        skip = max(0, column - _WIDEST // 2) if len(source) > _WIDEST else 0
        shown = source[skip : skip + _WIDEST].replace("\t", " ")
        carets = "^" * max(1, min(width, len(shown) - (column - 1 - skip)))
        margin = f"{line:>5} | "
        return Spot(
            line, column, f"{margin}{shown}\n{'| ':>{len(margin)}}{' ' * (column - 1 - skip)}{carets}"
        )

    def key(self, key: str, value: str | None = None, *, table: str = "") -> Spot | None:
        """Where a key, or this string in it, stands: at the top, or in a table such as `tool.cleaner`."""
        inside = not table
        for statement in self._statements:
            if statement.header:
                inside = statement.path == table
            elif inside and _covers(statement.path, key):
                return self._value(statement, value)
        return None

    def rule_key(self, key: str, value: str | None = None, *, name: str = "", number: int = 0) -> Spot | None:
        """Where a rule, by its name or number from 1, has this key or this string in it; else its header."""
        for count, statements in enumerate(self._rules(), 1):
            if count != number and not (name and self._name(statements) == name):
                continue
            for statement in statements:
                if not statement.header and _covers(statement.path, key):
                    return self._value(statement, value)
            return self._at(statements[0].start, statements[0].end)
        return None

    def _rules(self) -> Iterator[list[_Statement]]:
        """The statements of each rule, from its header on; those of sub-tables with their full path."""
        current: list[_Statement] = []
        prefix = ""
        for statement in self._statements:
            if statement.header and not statement.path.startswith("rule."):
                if current:
                    yield current
                current, prefix = ([statement] if statement.path == "rule" else []), ""
            elif statement.header:
                prefix = statement.path.removeprefix("rule.") + "."
            elif current:
                current.append(statement._replace(path=prefix + statement.path))
        if current:
            yield current

    def _value(self, statement: _Statement, value: str | None) -> Spot:
        """Where a key has this string, or else the key."""
        for start, end in statement.strings if value is not None else ():
            if _value(self._text[start:end]) == value:
                return self._at(start, end)
        return self._at(statement.start, statement.end)

    def _name(self, statements: list[_Statement]) -> str:
        for statement in statements:
            if not statement.header and statement.path == "name":
                return "".join(_value(self._text[start:end]) or "" for start, end in statement.strings)
        return ""

    def _at(self, start: int, end: int) -> Spot:
        line = self._text.count("\n", 0, start) + 1
        column = start - (self._text.rfind("\n", 0, start) + 1) + 1
        return self.spot(line, column, min(end, (self._text + "\n").index("\n", start)) - start)


def _covers(path: str, key: str) -> bool:
    """Whether `starts.en = …` is, or is part of, `starts`; or `starts = {…}` holds `starts.en`."""
    return path == key or path.startswith(key + ".") or key.startswith(path + ".")


def _statements(text: str) -> Iterator[_Statement]:
    """Headers and keys, in order."""
    start, depth, key_end = 0, 0, -1
    strings: list[tuple[int, int]] = []
    position = 0
    while token := _TOKEN.search(text, position):
        position = token.end()
        kind = token.lastgroup
        if kind == "string" and key_end >= 0:
            strings.append(token.span())
        elif kind == "equals" and depth == 0 and key_end < 0:
            key_end = len(text[start : token.start()].rstrip()) + start
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind in ("newline", "comment") and depth <= 0:
            if statement := _statement(text, start, token.start(), key_end, strings):
                yield statement
            start, depth, key_end, strings = token.end(), 0, -1, []
    if statement := _statement(text, start, len(text), key_end, strings):
        yield statement


def _statement(
    text: str, start: int, end: int, key_end: int, strings: list[tuple[int, int]]
) -> _Statement | None:
    source = text[start : key_end if key_end >= 0 else end]
    start += len(source) - len(source.lstrip())
    source = source.strip()
    if not source:
        return None
    names = [_value(part) or part for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^\s.\[\]]+", source)]
    return _Statement(key_end < 0, ".".join(names), start, start + len(source), strings)


def _value(token: str) -> str | None:
    """What a TOML string says; None for what is none."""
    if token[:1] not in ('"', "'"):
        return None
    try:
        return str(tomllib.loads(f"x = {token}")["x"])
    except tomllib.TOMLDecodeError:
        return None
