"""The JSON Schema of rule files and site files: what editors complete and check them with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner.rulebook import (
    FILE_KEYS,
    HOST,
    KEYS,
    KIND,
    RULE_ID,
    SAID_OTHERWISE,
    SITE_FILE_KEYS,
    Form,
    Key,
    languages,
)

_STRIP = "selectors, as of `css`: elements to take out"
_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_TEXTS = {"$ref": "#/definitions/texts"}
_BY_LANGUAGE = {"$ref": "#/definitions/byLanguage"}
_DEFINITIONS = {
    "texts": {"type": "array", "items": {"type": "string", "pattern": r"\S"}},
    "byLanguage": {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{'|'.join(sorted(languages()))})$"},
        "additionalProperties": _TEXTS,
    },
}


def schema() -> dict[str, Any]:
    """The schema, in draft 7, which editors for TOML know best. Stands in `rules/schema.json`.

    A file has a `kind` or, if its rules are those of a single site, a `site`.

    It asks for no more than a name: a rule that changes one of an earlier layer has but the keys it changes.
    """
    of_any = {name: {**_value(key), "description": key.says} for name, key in KEYS.items()}
    of_site = {name: value for name, value in of_any.items() if name not in SAID_OTHERWISE}
    of_site["strip"] = {**_value(KEYS["css"]), "description": _STRIP}
    kind, site = {**_TEXT, "pattern": f"^{KIND}$"}, {**_TEXT, "pattern": f"^(?!.*[A-Z]){HOST}$"}
    about, checked, amid = {"type": "string"}, {"type": "boolean"}, {"type": "boolean"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Rules of article-cleaner",
        "definitions": _DEFINITIONS,
        "oneOf": [
            _file(
                "kind",
                {"kind": kind, "about": about, "checked": checked, "amid": amid, "rule": _rules(of_any)},
                FILE_KEYS,
            ),
            _file(
                "site",
                {"site": site, "about": about, "checked": checked, "rule": _rules(of_site)},
                SITE_FILE_KEYS,
            ),
        ],
    }


def _file(required: str, values: Mapping[str, dict[str, Any]], says: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [required],
        "additionalProperties": False,
        "properties": {name: {**values[name], "description": text} for name, text in says.items()},
    }


def _rules(keys: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    rule = {"type": "object", "required": ["name"], "additionalProperties": False, "properties": dict(keys)}
    return {"type": "array", "items": rule}


def _value(key: Key) -> dict[str, Any]:
    if key.name == "aliases":
        return {"type": "array", "items": {"type": "string", "pattern": f"^{RULE_ID}$"}}
    match key.form:
        case Form.TEXT:
            return dict(_TEXT)
        case Form.NUMBER:
            return {"type": "integer", "minimum": 1}
        case Form.TRUTH:
            return {"type": "boolean"}
        case Form.CHOICE:
            return {"enum": list(key.choices)}
        case Form.LIST:
            return {"allOf": [_TEXTS]}
        case Form.BY_LANGUAGE:
            return {"anyOf": [_TEXTS, _BY_LANGUAGE]}
