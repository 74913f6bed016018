"""A file of one site's rules, `rules/sites/<host>.toml`, as the ordinary rule file it is short for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.errors import RuleError
from cleaner.rulebook.keys import SITE_FILE_KEYS

KIND = "site"
ABOUT = "What the pages of single sites print that no general rule catches, and where their article stands."
SAID_OTHERWISE = {"sites": "`site` at the top of the file", "css": "`strip`"}  # keys of other rules
HOST = r"[\w-]+(\.[\w-]+)+"


def faults(data: Mapping[str, Any], file: str) -> Iterator[tuple[int, RuleError]]:
    """What is wrong with a site file beside what may be wrong with any, and the number of the rule or 0."""
    for key in data:
        if key not in SITE_FILE_KEYS:
            known = ", ".join(SITE_FILE_KEYS)
            yield 0, RuleError(file, f"unknown key; a site file has {known}", key=key)
    site = data["site"]
    if not isinstance(site, str) or not is_host(site):
        expected = f"expected a host in small letters such as “example.com”, not {site!r}"
        yield 0, RuleError(file, expected, key="site")
    if not isinstance(data.get("checked", True), bool):
        yield 0, RuleError(file, f"expected true or false, not {data['checked']!r}", key="checked")
    rules = data.get("rule", [])
    for number, rule in enumerate(rules if isinstance(rules, list) else (), 1):
        for key, instead in SAID_OTHERWISE.items():
            if isinstance(rule, dict) and key in rule:
                rule_id = f"{KIND}/{site}:{rule.get('name')}"
                yield number, RuleError(file, f"in a site file, use {instead} instead", rule=rule_id, key=key)


def as_rule_file(data: Mapping[str, Any]) -> dict[str, Any]:
    """The rules of a site file, each with its site in its name and scope, as a file of kind `site`.

    `strip` becomes `css`; rules with selectors remove elements. All else is left to the reader of rule files.
    """
    rules = data.get("rule", [])
    if isinstance(rules, list):
        rules = [_of_site(rule, data["site"]) if isinstance(rule, dict) else rule for rule in rules]
    return {"kind": KIND, "about": ABOUT, "rule": rules}


def is_host(name: str) -> bool:
    """Whether a name is that of a host, in small letters."""
    return bool(re.fullmatch(HOST, name)) and name == name.lower()


def written_name(rule_id: str) -> str:
    """The name of a rule as its file has it: of a site's rule, what stands behind the host."""
    kind, _, name = rule_id.partition("/")
    return name.partition(":")[2] if kind == KIND else name


def _of_site(rule: Mapping[str, Any], site: str) -> dict[str, Any]:
    table = dict(rule)
    if isinstance(rule.get("name"), str) and rule["name"]:
        table["name"] = f"{site}:{rule['name']}"
    table["sites"] = [site]
    if "strip" in table:
        table["css"] = table.pop("strip")
    if "css" in table or "body" in table:
        table.setdefault("removes", "element")
    return table
