"""Rule files, layer upon layer: what holds in the end of each rule."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from cleaner.errors import RuleError
from cleaner.rulebook.check import Tables
from cleaner.rulebook.rulefile import RuleFile, pointed


class Layers(NamedTuple):
    """All rules of all files, later layers laid over earlier ones key by key."""

    kinds: dict[str, str]  # what each is about
    tables: Tables
    notices: list[str]  # former names that are still in use
    faults: list[RuleError]


def merge(files: Iterable[RuleFile]) -> Layers:
    """Lay the files over one another, those of a layer side by side."""
    tables: Tables = {}
    kinds: dict[str, str] = {}
    notices: list[str] = []
    faults: list[RuleError] = []
    for layer, of_layer in groupby(files, key=lambda file: file.source.layer):
        renamed = {alias: rule_id for rule_id, table in tables.items() for alias in table.get("aliases", ())}
        seen: dict[str, str] = {}
        for source, kind, about, rules, wrong in of_layer:
            faults += wrong
            if kind:
                kinds[kind] = about or kinds.get(kind, "")
            for number, table in rules.items():
                rule_id = f"{kind}/{table['name']}"
                if rule_id in seen:
                    taken = f"a rule of {seen[rule_id]} already has this name"
                    error = RuleError(source.file, taken, rule=rule_id, key="name")
                    faults.append(pointed(error, source, number))
                    continue
                seen[rule_id] = source.file
                if rule_id not in tables and rule_id in renamed:
                    notices.append(f"{source.file}: rule {rule_id} is now called {renamed[rule_id]}")
                    rule_id = renamed[rule_id]
                place = {"kind": rule_id.partition("/")[0], "file": source.file, "layer": layer}
                tables[rule_id] = {**tables.get(rule_id, {}), **table, **place}
    return Layers(kinds, dict(sorted(tables.items())), notices, faults)
