"""The phrases of a library, laid out as they are looked up: plain data, made once and kept with the rules.

They lie on shelves by first letter, each unpacked when a line or word that begins so is first met: a short
text in one language touches a small part of what is known in all.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.match.phrases import folded
from cleaner.model import Ids, Index, Rule, Shelf
from cleaner.text import UNSPACED, bare

EDGE = 4  # letters by which `starts` and `ends` are indexed
OPENING = 8  # the same of what sentences open with
LITERAL = 12  # the same of what may stand anywhere: an automaton for less is made sooner, but meets too much


def index(rules: Iterable[Rule]) -> Index:
    """The index of these rules. Where a phrase belongs to several, they come in their order."""
    phrases: dict[str, dict[str, Ids]] = defaultdict(dict)
    shared: dict[Ids, Ids] = {}  # one tuple for all phrases of the same rules
    for rule in rules:
        for key, listed in folded(rule).items():
            _add(phrases[key], listed, rule, shared)
            if rule.glued and key in ("equals", "starts", "contains"):
                _add(phrases["openings"], map(bare, listed), rule, shared)
    phrases["openings"].pop("", None)
    contained, keywords = phrases["contains"], phrases["keywords"]
    literals: dict[str, list[tuple[str, Ids, Ids]]] = defaultdict(list)
    for literal in contained | keywords:
        literals[literal[:LITERAL]].append((literal, contained.get(literal, ()), keywords.get(literal, ())))
    parts: tuple[Mapping[str, Any], ...] = (
        phrases["equals"],
        _by_edge(phrases["starts"], slice(EDGE)),
        {start: tuple(listed) for start, listed in literals.items()},
        _by_edge(phrases["openings"], slice(OPENING)),
    )
    shelves: dict[str, tuple[dict[str, Any], ...]] = defaultdict(lambda: tuple({} for _ in parts))
    for number, part in enumerate(parts):
        for key, value in part.items():
            shelves[key[:1]][number][key] = value
    return Index(
        {letter: marshal.dumps(shelf) for letter, shelf in shelves.items()},
        tuple(literals),
        _by_edge(phrases["ends"], slice(-EDGE, None)),
    )


class Shelves(dict[str, Shelf]):
    """The shelves of an index by letter; empty ones for letters it does not know."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        super().__init__()
        self._packed = packed

    def __missing__(self, letter: str) -> Shelf:
        self[letter] = shelf = _unpacked(letter, self._packed[letter]) if letter in self._packed else _EMPTY
        return shelf


_EMPTY = Shelf({}, {}, (), {}, {}, ())


def _unpacked(letter: str, packed: bytes) -> Shelf:
    equals, starts, literals, openings = marshal.loads(packed)
    told = not letter.isascii() and UNSPACED.match(letter) is not None
    return Shelf(
        equals,
        starts,
        tuple(sorted({*map(len, starts)})),
        literals,
        openings,
        tuple(size for size in sorted({*map(len, openings)}) if size == OPENING or (told and size > 2)),
    )


def _add(found: dict[str, Ids], phrases: Iterable[str], rule: Rule, shared: dict[Ids, Ids]) -> None:
    for phrase in dict.fromkeys(phrases):
        ids = (*found.get(phrase, ()), rule.id)
        found[phrase] = shared.setdefault(ids, ids)


def _by_edge(phrases: Mapping[str, Ids], edge: slice) -> dict[str, tuple[tuple[str, Ids], ...]]:
    found: dict[str, list[tuple[str, Ids]]] = defaultdict(list)
    for phrase, ids in phrases.items():
        found[phrase[edge]].append((phrase, ids))
    return {letters: tuple(listed) for letters, listed in found.items()}
