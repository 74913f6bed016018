"""What is wrong with a rule: with what its table says, and with the whole of it, all layers merged.

Each check yields an error for everything it finds, so that a file can be mended in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.errors import RuleError
from cleaner.match import check_shape, compile_selector, phrases
from cleaner.model import Removes, Rule
from cleaner.rulebook import sitefile
from cleaner.rulebook.keys import (
    FILE_KEYS,
    KEYS,
    KIND,
    RULE_ID,
    Form,
    Use,
    by_language,
    did_you_mean,
    named,
)
from cleaner.rulebook.languages import language_meant, languages

Tables = dict[str, dict[str, Any]]  # by the id of the rule

_LOOKS = named(Use.LOOK)
_EXAMPLES = named(Use.EXAMPLE)
_LOOSE = ("starts", "ends", "contains", "regex")  # what may be a part of a block
_TEXTS = "expected a list of non-empty strings"


def of_file(data: Mapping[str, Any], file: str) -> Iterator[RuleError]:
    """What is wrong with the keys of a file, its rules apart."""
    for key in data:
        if key not in FILE_KEYS:
            yield RuleError(file, f"unknown key{did_you_mean(key, FILE_KEYS)}", key=key)
    kind, about, tables = data.get("kind"), data.get("about", ""), data.get("rule", [])
    if not isinstance(kind, str) or not kind:
        yield RuleError(file, f"expected a string, not {kind!r}", key="kind")
    elif not re.fullmatch(KIND, kind):
        yield RuleError(file, "a kind consists of letters, digits and “-”", key="kind")
    if not isinstance(about, str):
        yield RuleError(file, f"expected a string, not {about!r}", key="about")
    for key in ("checked", "amid"):
        if not isinstance(data.get(key, True), bool):
            yield RuleError(file, f"expected true or false, not {data[key]!r}", key=key)
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        yield RuleError(file, "each rule needs a [[rule]] header of its own", key="rule")


def of_table(table: Mapping[str, Any], file: str, number: int) -> Iterator[RuleError]:
    """What is wrong with the keys of one rule, the one of this number in its file."""
    name = table.get("name")
    if not isinstance(name, str) or not re.fullmatch(RULE_ID, f"kind/{name}"):
        name = f"number {number}"
        yield RuleError(file, "expected a name without spaces and slashes", rule=name, key="name")
    for key, value in table.items():
        if key not in KEYS:
            yield RuleError(file, f"unknown key{did_you_mean(key, KEYS)}", rule=name, key=key)
        elif key != "name":
            for place, message in _of_value(key, value):
                yield RuleError(file, message, rule=name, key=place)
    aliases = table.get("aliases", [])
    for alias in aliases if _are_texts(aliases) else ():
        if not re.fullmatch(RULE_ID, alias):
            message = f"expected an id such as kind/name, not “{alias}”"
            yield RuleError(file, message, rule=name, key="aliases", value=alias)
    if isinstance(table.get("shape"), str):
        try:
            check_shape(table["shape"])
        except ValueError as error:
            yield RuleError(file, f"not a valid pattern of shapes: {error}", rule=name, key="shape")


def _of_value(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """The keys in a value, as `equals.de`, that are wrong, and why."""
    match KEYS[key].form:
        case Form.BY_LANGUAGE:
            for language, texts in by_language(value).items():
                if language not in languages():
                    yield f"{key}.{language}", f"unknown language “{language}”{language_meant(language)}"
                elif not _are_texts(texts):
                    yield f"{key}.{language}", _TEXTS
        case Form.LIST:
            if not _are_texts(value):
                yield key, _TEXTS
        case Form.CHOICE:
            if value not in KEYS[key].choices:
                yield key, f"expected one of {', '.join(KEYS[key].choices)}, not {value!r}"
        case Form.NUMBER:
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                yield key, f"expected a number of words, not {value!r}"
        case Form.TRUTH:
            if not isinstance(value, bool):
                yield key, f"expected true or false, not {value!r}"
        case Form.TEXT:
            if not isinstance(value, str) or not value:
                yield key, f"expected a string, not {value!r}"


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


def of_aliases(tables: Tables) -> Iterator[RuleError]:
    """Former names that are the name of another rule, or the former name of two."""
    owners: dict[str, str] = {}
    for rule_id, table in tables.items():
        for alias in table.get("aliases", ()):
            owner = alias if alias in tables else owners.setdefault(alias, rule_id)
            if owner != rule_id or alias == rule_id:
                taken = f"“{alias}” is already a name of the rule {owner}"
                yield RuleError(table["file"], taken, rule=rule_id, key="aliases", value=alias)


def of_rule(rule: Rule) -> Iterator[RuleError]:
    """What only a whole rule can tell: examples and guards it can't do without, patterns that can't work."""

    def fault(key: str, message: str, value: str | None = None) -> RuleError:
        return RuleError(rule.file, message, rule=rule.id, key=key, value=value)

    looks = [key for key in _LOOKS if getattr(rule, key)]
    if not looks:
        yield fault("equals", f"the rule looks for nothing: expected one of {', '.join(_LOOKS)}")
    for key in _EXAMPLES:
        if rule.checked and not any(getattr(rule, key).values()):
            yield fault(key, "a rule needs examples of what it cuts and of what it keeps")
    if rule.regex and not rule.keywords:
        yield fault("keywords", "a regex needs words, one of which must be there before it is tried")
    strip = "strip" if rule.kind == sitefile.KIND else "css"
    for key, selectors in ((strip, rule.css), ("body", rule.body)):
        for selector in selectors:
            try:
                compile_selector(selector, file=rule.file, rule=rule.id, key=key)
            except RuleError as error:
                yield error
    if (rule.css or rule.body) and rule.removes is not Removes.ELEMENT:
        yield fault("removes", 'a rule with selectors needs removes = "element"')
    if rule.removes is Removes.SPAN and looks != ["regex"]:
        yield fault("removes", "a span needs a regex and nothing else, which says what words to cut")
    for key, listed in phrases.folded(rule).items():
        if "" in listed:
            yield fault(key, "a phrase holds nothing to compare: only punctuation or invisible characters")
    if any(getattr(rule, key) for key in _LOOSE) and not rule.longest and rule.removes is not Removes.SPAN:
        yield fault("longest", f"a rule with {', '.join(_LOOSE)} needs the most words a block may have")
    yield from _of_patterns(rule)


def _of_patterns(rule: Rule) -> Iterator[RuleError]:
    import regex  # noqa: PLC0415  (only rules that are not in the cache need it)

    for key in ("regex", "unless"):
        for pattern in getattr(rule, key):
            try:
                regex.compile(pattern)
            except regex.error as error:
                message = f"{pattern!r} is not a valid regex: {error}"
                yield RuleError(rule.file, message, rule=rule.id, key=key, value=pattern)
