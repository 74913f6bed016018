"""A rule's phrases in the form in which they are looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cleaner.model import Rule
from cleaner.text import bare, fold

# the keys with phrases, and what is cut off a folded one at its edges
EDGES: Mapping[str, Callable[[str], str]] = {
    "equals": bare,
    "starts": str.lstrip,
    "ends": str.rstrip,
    "contains": str.strip,
    "keywords": str,
}


def look_up(key: str, phrase: str) -> str:
    """One phrase as `key` looks for it."""
    return EDGES[key](fold(phrase.replace("\n", " ")))


def folded(rule: Rule) -> dict[str, list[str]]:
    """By key, all phrases of a rule as they are looked up. Folded as one text: far faster."""
    found: dict[str, list[str]] = {}
    for key, trimmed in EDGES.items():
        phrases = getattr(rule, key)
        listed = [p for some in phrases.values() for p in some] if isinstance(phrases, Mapping) else phrases
        if listed:
            text = fold("\n".join([phrase.replace("\n", " ") for phrase in listed]))
            found[key] = list(map(trimmed, text.split("\n")))
    return found
