"""Tables known to be right, in the form in which they are kept, and the pack of rules made of them."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import Any

from cleaner.cache import Packed
from cleaner.model import Confidence, Index, Place, Removes, Rule, RulePack
from cleaner.rulebook.keys import Form, by_language, shaped

_BY_LANGUAGE = shaped(Form.BY_LANGUAGE)
_ENUMS: Mapping[str, type[Confidence] | type[Place] | type[Removes]] = {
    "confidence": Confidence,
    "at": Place,
    "removes": Removes,
}


def packed(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table in the form in which it is kept: its lists by language, which few ask for, as bytes."""
    kept: dict[str, Any] = {}
    for key, value in table.items():
        if key in _BY_LANGUAGE:
            lists = {language: tuple(listed) for language, listed in by_language(value).items()}
            kept[key] = marshal.dumps(lists)
        elif key != "name":
            kept[key] = tuple(value) if isinstance(value, list) else value
    return kept


def rule_of(rule_id: str, table: Mapping[str, Any]) -> Rule:
    """A rule from a table as it is kept."""
    values = {**table}
    for key in table.keys() & _BY_LANGUAGE:
        values[key] = Packed(table[key])
    for key in table.keys() & _ENUMS.keys():
        values[key] = _ENUMS[key](table[key])
    return Rule(id=rule_id, **values)


def pack_of(entry: Any) -> RulePack:
    """The pack from kinds, tables, notices and an index, as they are kept."""
    kinds, tables, notices, phrases = entry
    rules = tuple(rule_of(rule_id, table) for rule_id, table in tables.items())
    return RulePack(rules, kinds, notices=tuple(notices), phrase_index=Index(*phrases)._replace(rules=rules))
