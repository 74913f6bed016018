"""The JSON Schema of rule files: what editors complete and check them with."""

from __future__ import annotations

from typing import Any

from cleaner.rulekeys import FILE_KEYS, KEYS, KIND, LANGUAGES, RULE_ID, Form, Key

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_TEXTS = {"$ref": "#/definitions/texts"}
_BY_LANGUAGE = {"$ref": "#/definitions/byLanguage"}
_DEFINITIONS = {
    "texts": {"type": "array", "items": {"type": "string", "pattern": r"\S"}},
    "byLanguage": {
        "type": "object",
        "additionalProperties": False,
        "properties": dict.fromkeys(LANGUAGES, _TEXTS),
    },
}


def schema() -> dict[str, Any]:
    """The schema, in draft 7, which editors for TOML know best. Stands in `rules/schema.json`.

    It asks for no more than a name: a rule that changes one of an earlier layer has but the keys it changes.
    """
    rule = {
        "type": "object",
        "required": ["name"],
        "additionalProperties": False,
        "properties": {key.name: {**_value(key), "description": key.says} for key in KEYS.values()},
    }
    kind = {**_TEXT, "pattern": f"^{KIND}$"}
    values = {"kind": kind, "about": {"type": "string"}, "rule": {"type": "array", "items": rule}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Rules of article-cleaner",
        "definitions": _DEFINITIONS,
        "type": "object",
        "required": ["kind"],
        "additionalProperties": False,
        "properties": {name: {**values[name], "description": says} for name, says in FILE_KEYS.items()},
    }


def _value(key: Key) -> dict[str, Any]:
    if key.name == "aliases":
        return {"type": "array", "items": {"type": "string", "pattern": f"^{RULE_ID}$"}}
    match key.form:
        case Form.TEXT:
            return dict(_TEXT)
        case Form.NUMBER:
            return {"type": "integer", "minimum": 1}
        case Form.CHOICE:
            return {"enum": list(key.choices)}
        case Form.LIST:
            return {"allOf": [_TEXTS]}
        case Form.BY_LANGUAGE:
            return {"anyOf": [_TEXTS, _BY_LANGUAGE]}
