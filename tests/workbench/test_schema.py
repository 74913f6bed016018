"""The schema of rule files: in step with the keys, with the files, and with what the loader refuses."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import jsonschema
import pytest
from conftest import HERE

from cleaner import Rule, RuleError
from cleaner.rulebook.keys import KEYS, key_table
from cleaner.rulebook.load import Source, build, packaged_rules
from cleaner.workbench.examples import failures
from cleaner.workbench.lint import lint
from cleaner.workbench.schema import schema

GUIDE = (HERE.parent / "docs" / "rules.md").read_text(encoding="utf-8")
SCHEMA = jsonschema.Draft7Validator(schema())
GOOD: dict[str, Any] = {
    "kind": "ferry",
    "rule": [
        {
            "name": "notice", "why": "Because.", "confidence": "low", "equals": {"en": ["a"]}, "longest": 3,
            "cuts": ["a"], "keeps": {"any": ["b"]},
        }
    ],
}  # fmt: skip


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(schema())


def test_the_file_beside_the_rules_is_this_schema() -> None:
    """Made by `cleaner rules schema > rules/schema.json`."""
    assert json.loads((packaged_rules() / "schema.json").read_bytes()) == schema()


def test_the_keys_are_those_of_a_rule() -> None:
    made_by_the_loader = {"id", "kind", "file", "layer", "folded", "checked"}
    assert set(KEYS) == {"name"} | set(Rule._fields) - made_by_the_loader


@pytest.mark.parametrize("file", sorted(packaged_rules().rglob("*.toml")), ids=lambda file: file.stem)
def test_every_packaged_file_is_valid(file) -> None:  # type: ignore[no-untyped-def]
    SCHEMA.validate(tomllib.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": "sure"},
        {"at": "top"},
        {"removes": "all"},
        {"state": "above"},
        {"not_before": "noise"},
        {"longest": 0},
        {"longest": "3"},
        {"longest": True},
        {"glued": "yes"},
        {"equals": "a"},
        {"equals": {"xx": ["a"]}},
        {"equals": {"en": [3]}},
        {"equals": {"en": [" "]}},
        {"regex": "a"},
        {"unless": [""]},
        {"aliases": ["old"]},
        {"longst": 3},
        {"why": ""},
        {"name": 3},
    ],
    ids=str,
)
def test_what_the_loader_refuses_it_refuses(change: dict[str, Any]) -> None:
    SCHEMA.validate(GOOD)
    build([as_source(GOOD)])
    bad = {**GOOD, "rule": [{**GOOD["rule"][0], **change}]}
    assert not SCHEMA.is_valid(bad)
    with pytest.raises(RuleError):
        build([as_source(bad)])


@pytest.mark.parametrize(
    "change", [{"kind": ""}, {"kind": "a b"}, {"kind": 1}, {"about": 1}, {"sort": "a"}, {"rule": 1}]
)
def test_so_of_the_top(change: dict[str, Any]) -> None:
    bad = {**GOOD, **change}
    assert not SCHEMA.is_valid(bad)
    with pytest.raises(RuleError):
        build([as_source(bad)])


SITE: dict[str, Any] = {
    "site": "herald.example",
    "checked": False,
    "rule": [{"name": "boxes", "why": "Because.", "strip": [".box"], "cuts": ["a"]}],
}


@pytest.mark.parametrize(
    "change",
    [
        {"site": "Herald.example"},
        {"site": "herald"},
        {"site": "https://herald.example/"},
        {"checked": "no"},
        {"kind": "site"},
        *({"rule": [{**SITE["rule"][0], **change}]} for change in ({"css": [".a"]}, {"sites": ["a.b"]})),
        *({"rule": [{**SITE["rule"][0], **change}]} for change in ({"strip": [1]}, {"body": ""}, {"a": 1})),
    ],
    ids=str,
)
def test_so_of_a_site_file(change: dict[str, Any]) -> None:
    SCHEMA.validate(SITE)
    build([as_source(SITE)])
    bad = {**SITE, **change}
    assert not SCHEMA.is_valid(bad)
    with pytest.raises(RuleError):
        build([as_source(bad)])


def as_source(data: dict[str, Any]) -> Source:
    """The data as a TOML file; JSON's strings, numbers, truths and lists are TOML's."""
    tables = data["rule"] if isinstance(data["rule"], list) else []
    lines = [f"{key} = {json.dumps(value)}" for key, value in data.items() if key != "rule" or not tables]
    for table in tables:
        lines.append("[[rule]]")
        for key, value in table.items():
            if isinstance(value, dict):
                lines += [f"{key}.{name} = {json.dumps(item)}" for name, item in value.items()]
            else:
                lines.append(f"{key} = {json.dumps(value)}")
    return Source("here", "ferry.toml", "\n".join(lines).encode())


# --- what docs/rules.md says -----------------------------------------------------------------------------


def test_its_table_has_all_keys() -> None:
    """Made by `python -c "from cleaner.rulekeys import key_table; print(key_table())"`."""
    assert key_table() in GUIDE


def test_its_worked_example_works() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    SCHEMA.validate(tomllib.loads(example))
    pack = build([Source("rules.md", "rules.md", example.encode())])
    (rule,) = pack.rules
    assert not failures(rule)
    assert not lint(pack)
    assert {"en", "de"} <= set(rule.cuts)
