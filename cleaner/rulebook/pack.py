"""Tables known to be right, in the form in which they are kept, and the pack of rules made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.model import Confidence, Index, Place, Removes, Rule, RulePack
from cleaner.rulebook.cache import Span, Texts
from cleaner.rulebook.keys import Form, by_language, shaped

_LISTS = shaped(Form.LIST)
_BY_LANGUAGE = shaped(Form.BY_LANGUAGE)
_ENUMS: Mapping[str, type[Confidence] | type[Place] | type[Removes]] = {
    "confidence": Confidence,
    "at": Place,
    "removes": Removes,
}


def laid_down(table: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    """A table with each of its lists in `texts`, and their places in their stead."""
    kept: dict[str, Any] = {}
    for key, value in table.items():
        lists = by_language(value) if key in _BY_LANGUAGE else value
        if isinstance(lists, Mapping):
            kept[key] = {language: texts.add(listed) for language, listed in lists.items()}
        else:
            kept[key] = texts.add(value) if isinstance(value, list) else value
    return kept


def rule_of(rule_id: str, table: Mapping[str, Any], texts: Texts) -> Rule:
    """A rule from a table that was laid down."""
    values = {key: value for key, value in table.items() if key != "name"}
    for key in _BY_LANGUAGE:
        if key in values:
            values[key] = _ByLanguage(values[key], texts)
    for key in _LISTS:
        if key in values:
            values[key] = texts.get(values[key])
    for key, enum in _ENUMS.items():
        if key in values:
            values[key] = enum(values[key])
    return Rule(id=rule_id, **values)


def pack_of(entry: Any, texts: Texts) -> RulePack:
    """The pack from kinds, tables that were laid down, notices and an index, as they are kept."""
    kinds, tables, notices, phrases = entry
    rules = tuple(rule_of(rule_id, table, texts) for rule_id, table in tables.items())
    return with_index(RulePack(rules, kinds, notices=tuple(notices)), Index(*phrases))


def with_index(pack: RulePack, phrases: Index | None) -> RulePack:
    """The pack, just born, with an index that covers its rules."""
    object.__setattr__(pack, "index", phrases)
    return pack


class _ByLanguage(Mapping[str, tuple[str, ...]]):
    """Lists by language, read when asked for."""

    __slots__ = ("_spans", "_texts")

    def __init__(self, spans: Mapping[str, Span], texts: Texts) -> None:
        self._spans, self._texts = spans, texts

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self._texts.get(self._spans[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)

    def __repr__(self) -> str:
        return repr(dict(self))
