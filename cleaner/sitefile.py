"""A file of one site's rules, `rules/sites/<host>.toml`, as the ordinary rule file it is short for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cleaner.errors import RuleError

KIND = "site"
ABOUT = "What the pages of single sites print that no general rule catches, and where their article stands."
KEYS = ("site", "about", "checked", "rule")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")


def as_rule_file(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The rules of a site file, each with its site in its name and scope, as a file of kind `site`.

    `strip` becomes `css`; rules with selectors remove elements. All else is left to the reader of rule files.
    Raises RuleError for a site that is no host, and for a key that a site file does not have.
    """
    for key in data:
        if key not in KEYS:
            raise RuleError(name, f"unknown key; a site file has {', '.join(KEYS)}", key=key)
    site = data["site"]
    if not isinstance(site, str) or not is_host(site):
        raise RuleError(
            name, f"expected a host in small letters such as “example.com”, not {site!r}", key="site"
        )
    if not isinstance(data.get("checked", True), bool):
        raise RuleError(name, f"expected true or false, not {data['checked']!r}", key="checked")
    rules = data.get("rule", [])
    if isinstance(rules, list):
        rules = [_of_site(rule, site, name) if isinstance(rule, dict) else rule for rule in rules]
    return {"kind": KIND, "about": ABOUT, "rule": rules}


def is_host(name: str) -> bool:
    """Whether a name is that of a host, in small letters."""
    return bool(_HOST.fullmatch(name)) and name == name.lower()


def _of_site(rule: Mapping[str, Any], site: str, file: str) -> dict[str, Any]:
    table = dict(rule)
    if isinstance(rule.get("name"), str) and rule["name"]:
        table["name"] = f"{site}:{rule['name']}"
    for key, instead in (("sites", "`site` at the top of the file"), ("css", "`strip`")):
        if key in table:
            raise RuleError(file, f"a site file says this by {instead}", rule=str(table.get("name")), key=key)
    table["sites"] = [site]
    if "strip" in table:
        table["css"] = table.pop("strip")
    if "css" in table or "body" in table:
        table.setdefault("removes", "element")
    return table
