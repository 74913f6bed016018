"""Rules in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from cleaner.model import Rule, RulePack

_HEAD = ("id", "kind", "why", "confidence", "at", "removes", "file", "layer", "checked")


def table(pack: RulePack) -> str:
    """One line a rule: id, confidence, why."""
    width = max((len(rule.id) for rule in pack.rules), default=0)
    return "\n".join(f"{rule.id:{width}}  {rule.confidence:6}  {rule.why}" for rule in pack.rules)


def describe(rule: Rule) -> str:
    """All that a rule says, one key a line or one phrase a line."""
    lines = [
        rule.id,
        f"  {rule.why}",
        f"  confidence: {rule.confidence}, at: {rule.at}, removes: {rule.removes}",
        f"  file: {rule.file}" + ("" if rule.checked else ", not checked: it may lack examples"),
    ]
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name in _HEAD or not value:
            continue
        if isinstance(value, Mapping):
            for language, phrases in value.items():
                lines += _entries(f"{field.name}.{language}", phrases)
        else:
            lines += _entries(field.name, value if isinstance(value, tuple) else (value,))
    return "\n".join(lines)


def _entries(key: str, values: tuple[object, ...]) -> list[str]:
    return [f"  {key}:", *(f"    {value}" for value in values)]
