"""TOML rule files to a `RulePack`: found, read, validated, layered, selected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from cleaner import rulecache
from cleaner.errors import RuleError, UsageError
from cleaner.model import PACKAGED, Confidence, Place, Removes, Rule, RulePack
from cleaner.selectors import compile_selector
from cleaner.sequence import compile_shape

_CODES = "any ar cs da de el en es fa fi fr he hi hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh"
LANGUAGES = frozenset(_CODES.split())
_PHRASES = ("equals", "starts", "ends", "contains")
_LOOKS = (*_PHRASES, "regex", "shape", "state", "page", "css", "body")
_STATES = ("head", "title", "inserted", "tail")
_PAGE = ("junk", "repeated", "restored")
_EXAMPLES = ("cuts", "keeps")
_LISTS = ("regex", "keywords", "css", "body", "unless", "sites")
_ENUMS: Mapping[str, type[Confidence] | type[Place] | type[Removes]] = {
    "confidence": Confidence,
    "at": Place,
    "removes": Removes,
}
_FILE_KEYS = ("kind", "about", "rule")
_DERIVED = {"id", "kind", "file", "layer"}
KEYS = tuple(["name"] + [f.name for f in fields(Rule) if f.name not in _DERIVED])


def packaged_rules() -> Path:
    """The folder of the rules that come with the package: inside it, or in a checkout beside it."""
    inside = Path(__file__).parent / "rules"
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / "rules"


def load(paths: Iterable[Path | str] = (), *, packaged: bool = True) -> RulePack:
    """Load the packaged rules and, on top of them, the given files and folders, in order.

    A rule of a later layer replaces the rule of the same id in an earlier one, key by key.
    Raises RuleError for the first thing that is wrong in any file.
    """
    layers = [(PACKAGED, packaged_rules())] if packaged else []
    layers += [(str(path), Path(path)) for path in paths]
    sources = [(layer, file, _bytes(file)) for layer, path in layers for file in rule_files(path)]
    key = rulecache.digest((f"{layer}\0{file}", data) for layer, file, data in sources)
    kept = rulecache.recall(key)
    if kept is None:
        kinds, tables = _merge(sources)
        pack = RulePack(tuple(_build(rule_id, table) for rule_id, table in sorted(tables.items())), kinds)
        rulecache.keep(key, [kinds, tables])
        return pack
    kinds, tables = kept
    return RulePack(tuple(_rule(rule_id, table) for rule_id, table in sorted(tables.items())), kinds)


def _merge(sources: Sequence[tuple[str, Path, bytes]]) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """Descriptions of kinds, and tables by rule id with later layers laid over earlier ones."""
    tables: dict[str, dict[str, Any]] = {}
    kinds: dict[str, str] = {}
    seen: dict[tuple[str, str], Path] = {}
    for layer, file, data in sources:
        kind, about, rules = _read(str(file), data)
        kinds[kind] = about or kinds.get(kind, "")
        for table in rules:
            rule_id = f"{kind}/{table['name']}"
            if (layer, rule_id) in seen:
                taken = f"this name is taken: {seen[layer, rule_id]} has it too"
                raise RuleError(str(file), taken, rule=rule_id, key="name")
            seen[layer, rule_id] = file
            place = {"kind": kind, "file": str(file), "layer": layer}
            tables[rule_id] = {**tables.get(rule_id, {}), **table, **place}
    return kinds, tables


def rule_files(path: Path) -> list[Path]:
    """The rule files of a folder and its subfolders, sorted; or the one file named."""
    if path.is_dir():
        return sorted(p for p in path.rglob("*.toml") if p.is_file())
    if not path.exists():
        raise RuleError(str(path), "no such file or folder")
    return [path]


def select(
    pack: RulePack,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
) -> RulePack:
    """Narrow a pack: by rule id, prefix of an id, or kind.

    `select` leaves only these rules; `ignore` takes rules out; `keep` leaves the junk of a kind in the body;
    `drop` turns on rules that only act on request (those of low confidence).
    Raises UsageError for a word that names no rule and no kind.
    """
    for word in (*select, *ignore, *keep, *drop):
        if not any(_named(rule, word) for rule in pack.rules):
            names = sorted({rule.kind for rule in pack.rules} | {rule.id for rule in pack.rules})
            raise UsageError(f"no rule or kind is called “{word}”{_did_you_mean(word, names)}")
    chosen = []
    for rule in pack.rules:
        if select and not any(_named(rule, word) for word in select):
            continue
        if any(_named(rule, word) for word in ignore):
            continue
        if rule.confidence is Confidence.LOW and not any(_named(rule, word) for word in (*select, *drop)):
            continue
        chosen.append(rule)
    shown = frozenset(rule.id for rule in chosen if any(_named(rule, word) for word in keep))
    return RulePack(tuple(chosen), pack.kinds, shown)


def _named(rule: Rule, word: str) -> bool:
    if word.endswith("*"):
        return rule.id.startswith(word[:-1])
    return word in {rule.kind, rule.id}


def _did_you_mean(word: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(names), n=1, cutoff=0.6)
    return f" (did you mean “{close[0]}”?)" if close else ""


# --- reading one file -------------------------------------------------------------------------------------


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RuleError(str(file), f"can't be read: {error.strerror}") from error


def _read(name: str, content: bytes) -> tuple[str, str, list[dict[str, Any]]]:
    """Kind, description and validated rule tables of a file."""
    import tomllib  # noqa: PLC0415  (like regex below)

    try:
        data = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RuleError(name, f"is not UTF-8: byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(name, f"is not valid TOML: {error}") from error
    for key in data:
        if key not in _FILE_KEYS:
            raise RuleError(name, f"unknown key{_did_you_mean(key, _FILE_KEYS)}", key=key)
    kind = _string(data.get("kind"), name, "", "kind")
    if not kind.replace("-", "").replace(".", "").replace("_", "").isalnum():
        raise RuleError(name, "letters, digits and “-” only", key="kind")
    about = _string(data.get("about", ""), name, "", "about", empty=True)
    tables = data.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise RuleError(name, "write each rule under a [[rule]] header of its own", key="rule")
    for number, table in enumerate(tables, 1):
        _check(table, name, number)
    return kind, about, tables


def _check(table: dict[str, Any], file: str, number: int) -> None:
    """Types and names of the keys of one rule; examples and guards it can't do without."""
    name = table.get("name")
    if not isinstance(name, str) or not name:
        raise RuleError(file, "expected a name", rule=f"number {number}", key="name")
    for key, value in table.items():
        if key not in KEYS:
            raise RuleError(file, f"unknown key{_did_you_mean(key, KEYS)}", rule=name, key=key)
        if key in _PHRASES or key in _EXAMPLES:
            _by_language(value, file, name, key)
        elif key in _LISTS:
            _strings(value, file, name, key)
        elif key in _ENUMS:
            words = [str(word) for word in _ENUMS[key]]
            if value not in words:
                raise RuleError(
                    file, f"expected one of {', '.join(words)}, not {value!r}", rule=name, key=key
                )
        elif key == "longest":
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise RuleError(file, f"expected a number of words, not {value!r}", rule=name, key=key)
        elif key == "state":
            if value not in _STATES:
                raise RuleError(
                    file, f"expected one of {', '.join(_STATES)}, not {value!r}", rule=name, key=key
                )
        elif key == "page":
            if value not in _PAGE:
                raise RuleError(
                    file, f"expected one of {', '.join(_PAGE)}, not {value!r}", rule=name, key=key
                )
        elif key == "shape":
            try:
                compile_shape(_string(value, file, name, key))
            except ValueError as error:
                raise RuleError(file, f"not a pattern over shapes: {error}", rule=name, key=key) from error
        elif key == "not_before":
            if value != "prose":
                raise RuleError(file, f'expected "prose", not {value!r}', rule=name, key=key)
        else:
            _string(value, file, name, key)


def _build(rule_id: str, table: Mapping[str, Any]) -> Rule:
    """A rule from its merged table, with what only the whole can tell checked."""
    file = table["file"]

    def fail(key: str, message: str) -> RuleError:
        return RuleError(file, message, rule=rule_id, key=key)

    if "why" not in table:
        raise fail("why", "say in one sentence why this goes; it is shown beside every cut")
    rule = _rule(rule_id, table)
    looks = [key for key in _LOOKS if getattr(rule, key)]
    if not looks:
        raise fail(
            "equals", "nothing to look for: expected equals, starts, ends, contains, regex, shape or css"
        )
    for key in _EXAMPLES:
        if not any(getattr(rule, key).values()):
            raise fail(key, "a rule needs examples of what it cuts and of what it keeps")
    if rule.regex and not rule.keywords:
        raise fail("keywords", "name literal words, one of which must be there before the regex is tried")
    for selector in (*rule.css, *rule.body):
        compile_selector(selector, file=file, rule=rule_id)
    if (rule.css or rule.body) and rule.removes is not Removes.ELEMENT:
        raise fail("removes", 'a rule with selectors removes = "element"')
    if rule.removes is Removes.SPAN and looks != ["regex"]:
        raise fail("removes", "only a regex can tell which words of a block to cut")
    loose = any(getattr(rule, key) for key in ("starts", "ends", "contains", "regex"))
    if loose and not rule.longest and rule.removes is not Removes.SPAN:
        raise fail("longest", "say how many words the block may have at most")
    import regex  # noqa: PLC0415  (only rules that are not in the cache need it)

    for key in ("regex", "unless"):
        for pattern in getattr(rule, key):
            try:
                regex.compile(pattern)
            except regex.error as error:
                raise fail(key, f"bad regex {pattern!r}: {error}") from error
    return rule


def _rule(rule_id: str, table: Mapping[str, Any]) -> Rule:
    """A rule from a table known to be right."""
    values = {key: value for key, value in table.items() if key != "name"}
    for key in (*_PHRASES, *_EXAMPLES):
        if key in values:
            values[key] = {language: tuple(phrases) for language, phrases in _languages(values[key]).items()}
    for key in _LISTS:
        if key in values:
            values[key] = tuple(values[key])
    for key, enum in _ENUMS.items():
        if key in values:
            values[key] = enum(values[key])
    return Rule(id=rule_id, **values)


def _languages(value: Any) -> Mapping[str, list[str]]:
    return value if isinstance(value, dict) else {"any": value}


def _by_language(value: Any, file: str, rule: str, key: str) -> None:
    for language, phrases in _languages(value).items():
        if language not in LANGUAGES:
            raise RuleError(file, f"unknown language “{language}”", rule=rule, key=key)
        _strings(phrases, file, rule, f"{key}.{language}")


def _strings(value: Any, file: str, rule: str, key: str) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise RuleError(file, "expected a list of non-empty strings", rule=rule, key=key)


def _string(value: Any, file: str, rule: str, key: str, *, empty: bool = False) -> str:
    if not isinstance(value, str) or not (value or empty):
        raise RuleError(file, f"expected a string, not {value!r}", rule=rule, key=key)
    return value
