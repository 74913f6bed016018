"""The tree of a pattern: its signs, in rows, branches and repetitions.

`regex` keeps its own tree to itself. What is read here is how a pattern is put together; what one sign of it
matches, `regex` is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

_TOKEN = regex.compile(
    r"""(?P<escape>\\(?:[pPN]\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.))
      |(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])
      |(?P<flags>\(\?[a-zA-Z0-9-]+\))
      |(?P<open>\((?:\?(?:P?<\w+>|<?[=!]|[:>|]|(?P<on>[a-z]*)(?:-(?P<off>[a-z]+))?:))?+(?!\?))
      |(?P<close>\))
      |(?P<many>(?:[*+?]|\{(?P<least>\d*)(?P<comma>,)?(?P<most>\d*)\})(?P<how>[?+]?))
      |(?P<fuzzy>\{[eids0-9<=+,\s]*[eids][eids0-9<=+,\s]*\})
      |(?P<or>\|)
      |(?P<anchor>[\^$])
      |(?P<other>[^()])""",
    regex.DOTALL | regex.VERBOSE,
)
_ZERO_WIDTH = {"\\b": "b", "\\B": "B", "\\A": "^", "\\Z": "$", "\\G": "^", "\\m": "b", "\\M": "b", "\\K": ""}


class NotJudgedError(ValueError):
    """The pattern is written with something this analysis can't read."""


class Sign(NamedTuple):
    source: str
    ignore_case: bool


class Zero(NamedTuple):
    """What holds between two letters: ^ $ b B, or a look-around: its opening and its body."""

    sort: str
    body: Node | None = None


class Row(NamedTuple):
    parts: tuple[Node, ...]


class Either(NamedTuple):
    branches: tuple[Node, ...]


class Repeat(NamedTuple):
    body: Node
    least: int
    most: int | None
    atomic: bool  # takes all or nothing


Node = Sign | Zero | Row | Either | Repeat


def tree_of(pattern: str) -> Node:
    """Read a pattern. Raises NotJudgedError."""
    # of each open group: its opening, its finished branches, the branch at hand, whether case is ignored
    groups: list[tuple[str, list[Node], list[Node], bool]] = [("", [], [], True)]
    position = 0
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None or (token["many"] and not groups[-1][2]):
            raise NotJudgedError(f"“{pattern[position : position + 20]}” can't be judged")
        position = token.end()
        opening, branches, row, ignore_case = groups[-1]
        if token["fuzzy"] or (token["flags"] and token["flags"] not in ("(?i)", "(?u)", "(?s)")):
            raise NotJudgedError(f"“{token[0]}” can't be judged")
        if token["flags"]:
            continue  # as it is anyhow
        if token["open"]:
            if {*(token["on"] or ""), *(token["off"] or "")} - {"i", "s", "u"}:
                raise NotJudgedError(f"“{token['open']}” can't be judged")
            inner = "i" not in (token["off"] or "") and (ignore_case or "i" in (token["on"] or ""))
            groups.append((token["open"], [], [], inner))
        elif token["close"]:
            if len(groups) == 1:
                raise NotJudgedError("it has more “)” than “(”")
            groups.pop()
            groups[-1][2].append(_grouped(opening, _either(branches, row)))
        elif token["or"]:
            branches.append(Row(tuple(row)))
            row.clear()
        elif token["many"]:
            row.append(_repeated(row.pop(), token))
        else:
            row.append(_single(token, ignore_case))
    if len(groups) > 1:
        raise NotJudgedError("it has more “(” than “)”")
    return _either(groups[0][1], groups[0][2])


def _either(branches: list[Node], row: list[Node]) -> Node:
    last = Row(tuple(row))
    return Either((*branches, last)) if branches else last


def _grouped(opening: str, body: Node) -> Node:
    if opening.endswith(("=", "!")):
        return Zero(opening.removeprefix("(?"), body)
    return _atomic(body) if opening == "(?>" else body


def _atomic(node: Node) -> Node:
    """A part of which each repetition takes all or nothing."""
    match node:
        case Row(parts):
            return Row(tuple(map(_atomic, parts)))
        case Either(branches):
            return Either(tuple(map(_atomic, branches)))
        case Repeat(body):
            return node._replace(body=_atomic(body), atomic=True)
    return node


def _repeated(body: Node, token: regex.Match[str]) -> Node:
    sign = token["many"][0]
    if sign == "{":
        if not (token["least"] or token["comma"]):
            raise NotJudgedError(f"“{token['many']}” can't be judged")
        least = int(token["least"] or 0)
        most = int(token["most"]) if token["most"] else None if token["comma"] else least
    else:
        least, most = int(sign == "+"), 1 if sign == "?" else None
    return Repeat(body, least, most, atomic=token["how"] == "+")


def _single(token: regex.Match[str], ignore_case: bool) -> Node:
    if token["anchor"]:
        return Zero(token["anchor"])
    if token["escape"] in _ZERO_WIDTH:
        return Zero(_ZERO_WIDTH[token["escape"]])
    if token["escape"] and token["escape"][1] in "123456789gLXR":
        raise NotJudgedError(f"“{token['escape']}” can't be judged")
    return Sign(token[0], ignore_case)


def signs_of(node: Node) -> Iterator[Sign]:
    """All signs in a tree, with those of look-arounds."""
    match node:
        case Sign():
            yield node
        case Row(parts) | Either(parts):
            for part in parts:
                yield from signs_of(part)
        case Repeat(body) | Zero(_, body):
            if body is not None:
                yield from signs_of(body)
