"""TOML rule files to a `RulePack`: found, read, validated, layered, selected."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import RuleError, UsageError
from cleaner.match import check_shape, compile_selector, index, phrases
from cleaner.model import PACKAGED, Confidence, Index, Place, Removes, Rule, RulePack
from cleaner.rulebook import cache as rulecache
from cleaner.rulebook import sitefile
from cleaner.rulebook.cache import Span, Texts
from cleaner.rulebook.keys import (
    FILE_KEYS,
    KEYS,
    KIND,
    LANGUAGES,
    RULE_ID,
    Form,
    Use,
    did_you_mean,
    named,
    shaped,
)
from cleaner.text import bare, fold

_LOOKS = named(Use.LOOK)
_EXAMPLES = named(Use.EXAMPLE)
_LISTS = shaped(Form.LIST)
_BY_LANGUAGE = shaped(Form.BY_LANGUAGE)
_ENUMS: Mapping[str, type[Confidence] | type[Place] | type[Removes]] = {
    "confidence": Confidence,
    "at": Place,
    "removes": Removes,
}


class Source(NamedTuple):
    """A rule file's content, and the layer it belongs to."""

    layer: str
    file: str
    content: bytes


def packaged_rules() -> Path:
    """The folder of the rules that come with the package: inside it, or in a checkout beside it."""
    package = Path(__file__).resolve().parents[1]
    return next(folder for folder in (package / "rules", package.parent / "rules") if folder.is_dir())


def load(paths: Iterable[Path | str] = (), *, packaged: bool = True) -> RulePack:
    """Load the packaged rules and, on top of them, the given files and folders, in order.

    A rule of a later layer replaces the rule of the same id in an earlier one, key by key.
    Raises RuleError for the first thing that is wrong in any file.
    """
    sources = read(paths, packaged=packaged)
    key = rulecache.digest([*_makers(), *((f"{layer}\0{file}", content) for layer, file, content in sources)])
    entry = rulecache.recall(key)
    if entry is None:
        entry = _entry(sources)
        rulecache.keep(key, *entry)
    return _pack(*entry)


def _makers() -> Iterator[tuple[str, bytes]]:
    """The code a kept entry is the work of: between two releases the version does not tell."""
    for module in (
        __name__,
        *(made.__module__ for made in (Use, index, sitefile.as_rule_file, phrases.folded, fold)),
    ):
        file = Path(sys.modules[module].__file__ or "")
        yield module, file.read_bytes() if file.is_file() else b""


def read(paths: Iterable[Path | str] = (), *, packaged: bool = True) -> list[Source]:
    """The rule files of each layer, the packaged one first, not yet parsed. Raises RuleError.

    Of a path that is named twice the later place counts.
    """
    layers = [(PACKAGED, packaged_rules())] if packaged else []
    layers += [
        (name, Path(name)) for name in reversed(dict.fromkeys(str(path) for path in reversed([*paths])))
    ]
    return [Source(layer, str(file), _bytes(file)) for layer, path in layers for file in rule_files(path)]


def build(sources: Sequence[Source]) -> RulePack:
    """The rules of sources read before, whatever the files hold by now. Raises RuleError."""
    return _pack(*_entry(sources))


_Tables = dict[str, dict[str, Any]]


def _merged(sources: Sequence[Source]) -> tuple[dict[str, str], _Tables, list[str]]:
    """Descriptions of kinds, tables by rule id with later layers laid over earlier ones, and notices."""
    tables: _Tables = {}
    kinds: dict[str, str] = {}
    notices: list[str] = []
    for layer, files in groupby(sources, key=lambda source: source.layer):
        renamed = {alias: rule_id for rule_id, table in tables.items() for alias in table.get("aliases", ())}
        seen: dict[str, str] = {}
        for source in files:
            kind, about, rules = _read(source)
            kinds[kind] = about or kinds.get(kind, "")
            for number, table in enumerate(rules, 1):
                rule_id = f"{kind}/{table['name']}"
                if rule_id in seen:
                    taken = f"this name is taken: {seen[rule_id]} has it too"
                    error = RuleError(source.file, taken, rule=rule_id, key="name")
                    raise _pointed(error, source.content, number)
                seen[rule_id] = source.file
                if rule_id not in tables and rule_id in renamed:
                    notices.append(f"{source.file}: rule {rule_id} is now called {renamed[rule_id]}")
                    rule_id = renamed[rule_id]
                place = {"kind": rule_id.partition("/")[0], "file": source.file, "layer": layer}
                tables[rule_id] = {**tables.get(rule_id, {}), **table, **place}
    return kinds, dict(sorted(tables.items())), notices


def _entry(sources: Sequence[Source]) -> tuple[Any, Texts]:
    """All that a pack is made of, checked, in the form in which it is kept."""
    kinds, tables, notices = _merged(sources)
    texts = Texts()
    rules: list[Rule] = []
    kept = {rule_id: _laid_down(table, texts) for rule_id, table in tables.items()}
    try:
        _check_aliases(tables)
        for rule_id, table in kept.items():
            if "why" not in table:
                why = "say in one sentence why this goes; it is shown beside every cut"
                raise RuleError(table["file"], why, rule=rule_id, key="why")
            rule = _rule(rule_id, table, texts)
            _check_whole(rule)
            rules.append(rule)
    except RuleError as error:
        contents = {source.file: source.content for source in sources}
        raise _pointed(error, contents[error.file]) from error.__cause__
    return (kinds, kept, notices, tuple(index(rules))), texts


def _pack(entry: Any, texts: Texts) -> RulePack:
    kinds, tables, notices, phrases = entry
    rules = tuple(_rule(rule_id, table, texts) for rule_id, table in tables.items())
    return _with_index(RulePack(rules, kinds, notices=tuple(notices)), Index(*phrases))


def _with_index(pack: RulePack, phrases: Index | None) -> RulePack:
    """The pack, just born, with an index that covers its rules."""
    object.__setattr__(pack, "index", phrases)
    return pack


def rule_files(path: Path) -> list[Path]:
    """The rule files of a folder and its subfolders, sorted; or the one file named."""
    if path.is_dir():
        return sorted(p for p in path.rglob("*.toml") if p.is_file())
    if not path.exists():
        raise RuleError(str(path), "no such file or folder")
    if not path.is_file():
        raise RuleError(str(path), "is neither a file nor a folder: a device or a pipe could be read forever")
    return [path]


def select(
    pack: RulePack,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    allow: Sequence[str] = (),
) -> RulePack:
    """Narrow a pack: by rule id, prefix of an id (`related/*`), or kind. Names a rule had before do too.

    `select` leaves only these rules; `ignore` takes rules out; `keep` leaves the junk of a kind in the body;
    `drop` turns on rules that only act on request (those of low confidence); `allow` names lines that stay
    in the body whatever the rules say, compared as the phrases of `equals` are.
    Raises UsageError for a word that names no rule and no kind.
    """
    names = _Names(pack)
    select, ignore, keep, drop = (names.present(words) for words in (select, ignore, keep, drop))
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
    allowed = frozenset(bare(fold(line)) for line in allow)
    notices = tuple(dict.fromkeys((*pack.notices, *names.notices)))
    return _with_index(RulePack(tuple(chosen), pack.kinds, shown, allowed, notices), pack.index)


def _named(rule: Rule, word: str) -> bool:
    if word.endswith("*"):
        return rule.id.startswith(word[:-1])
    return word in {rule.kind, rule.id}


class _Names:
    """What a user may call the rules of a pack, and what was said in names of old."""

    def __init__(self, pack: RulePack) -> None:
        self._pack = pack
        self.notices: list[str] = []

    def present(self, words: Sequence[str]) -> list[str]:
        """The words, names of old replaced by those of today."""
        return [name for word in words for name in self._present(word)]

    def _present(self, word: str) -> list[str]:
        if any(_named(rule, word) for rule in self._pack.rules):
            return [word]
        renamed = [rule.id for rule in self._pack.rules if any(_old(alias, word) for alias in rule.aliases)]
        if not renamed:
            names = sorted(
                {name for rule in self._pack.rules for name in (rule.kind, rule.id, *rule.aliases)}
            )
            raise UsageError(f"no rule or kind is called “{word}”{did_you_mean(word, names)}", word)
        self.notices.append(f"{word} is now called {', '.join(renamed)}")
        return renamed


def _old(alias: str, word: str) -> bool:
    return alias.startswith(word[:-1]) if word.endswith("*") else word in {alias, alias.partition("/")[0]}


# --- reading one file -------------------------------------------------------------------------------------


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RuleError(str(file), f"can't be read: {error.strerror}") from error


def _read(source: Source) -> tuple[str, str, list[dict[str, Any]]]:
    """Kind, description and validated rule tables of a file."""
    import tomllib  # noqa: PLC0415  (like regex below)

    name = source.file
    try:
        data = tomllib.loads(source.content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RuleError(name, f"is not UTF-8: byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise _at_fault(RuleError(name, f"is not valid TOML: {error}"), source.content) from error
    number, checked = 0, data.get("checked", True)
    try:
        if "site" in data:
            data = sitefile.as_rule_file(data, name)
        for key in data:
            if key not in FILE_KEYS:
                raise RuleError(name, f"unknown key{did_you_mean(key, FILE_KEYS)}", key=key)
        kind = _string(data.get("kind"), name, "", "kind")
        if not re.fullmatch(KIND, kind):
            raise RuleError(name, "letters, digits and “-” only", key="kind")
        about = _string(data.get("about", ""), name, "", "about", empty=True)
        tables = data.get("rule", [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            raise RuleError(name, "write each rule under a [[rule]] header of its own", key="rule")
        for number, table in enumerate(tables, 1):
            _check(table, name, number)
    except RuleError as error:
        raise _pointed(error, source.content, number) from error.__cause__
    return kind, about, tables if checked else [{**table, "checked": False} for table in tables]


def _at_fault(error: RuleError, content: bytes) -> RuleError:
    """The error with the place the TOML parser speaks of in its message."""
    from cleaner.rulebook.tomlplace import TomlPlaces  # noqa: PLC0415  (files that are right need no places)

    found = re.search(r"at line (\d+), column (\d+)", error.message)
    return (
        error.at(*TomlPlaces(content.decode("utf-8")).spot(int(found[1]), int(found[2]))) if found else error
    )


def _pointed(error: RuleError, content: bytes, number: int = 0) -> RuleError:
    """The error with the place of its key, in the rule of this number or else of its name."""
    from cleaner.rulebook.tomlplace import TomlPlaces  # noqa: PLC0415  (as above)

    places = TomlPlaces(content.decode("utf-8"))
    if error.rule:
        name = sitefile.written_name(error.rule)
        spot = places.rule_key(error.key, error.value, name=name, number=number)
    else:
        spot = places.key(error.key)
    return error.at(*spot) if spot else error


def _check(table: dict[str, Any], file: str, number: int) -> None:
    """Names and types of the keys of one rule."""
    name = table.get("name")
    if not isinstance(name, str) or not re.fullmatch(RULE_ID, f"kind/{name}"):
        raise RuleError(file, "expected a name: one word", rule=f"number {number}", key="name")

    def fail(key: str, message: str, value: str | None = None) -> RuleError:
        return RuleError(file, message, rule=name, key=key, value=value)

    for key, value in table.items():
        if key not in KEYS:
            raise fail(key, f"unknown key{did_you_mean(key, KEYS)}")
        match KEYS[key].form:
            case Form.BY_LANGUAGE:
                for language, phrases in _languages(value).items():
                    if language not in LANGUAGES:
                        raise fail(f"{key}.{language}", f"unknown language “{language}”")
                    _strings(phrases, file, name, f"{key}.{language}")
            case Form.LIST:
                _strings(value, file, name, key)
            case Form.CHOICE:
                if value not in KEYS[key].choices:
                    raise fail(key, f"expected one of {', '.join(KEYS[key].choices)}, not {value!r}")
            case Form.NUMBER:
                if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                    raise fail(key, f"expected a number of words, not {value!r}")
            case Form.TRUTH:
                if not isinstance(value, bool):
                    raise fail(key, f"expected true or false, not {value!r}")
            case Form.TEXT:
                _string(value, file, name, key)
    for alias in table.get("aliases", ()):
        if not re.fullmatch(RULE_ID, alias):
            raise fail("aliases", f"expected an id such as kind/name, not “{alias}”", alias)
    if "shape" in table:
        try:
            check_shape(table["shape"])
        except ValueError as error:
            raise fail("shape", f"not a pattern over shapes: {error}") from error


def _check_aliases(tables: _Tables) -> None:
    """No name of old may be the name of another rule, or of old of two."""
    owners: dict[str, str] = {}
    for rule_id, table in tables.items():
        for alias in table.get("aliases", ()):
            owner = alias if alias in tables else owners.setdefault(alias, rule_id)
            if owner != rule_id or alias == rule_id:
                taken = f"“{alias}” is taken by the rule {owner}"
                raise RuleError(table["file"], taken, rule=rule_id, key="aliases", value=alias)


def _check_whole(rule: Rule) -> None:
    """What only a whole rule can tell, all its layers merged: examples and guards it can't do without."""

    def fail(key: str, message: str, value: str | None = None) -> RuleError:
        return RuleError(rule.file, message, rule=rule.id, key=key, value=value)

    looks = [key for key in _LOOKS if getattr(rule, key)]
    if not looks:
        raise fail("equals", f"nothing to look for: expected one of {', '.join(_LOOKS)}")
    for key in _EXAMPLES:
        if rule.checked and not any(getattr(rule, key).values()):
            raise fail(key, "a rule needs examples of what it cuts and of what it keeps")
    if rule.regex and not rule.keywords:
        raise fail("keywords", "name literal words, one of which must be there before the regex is tried")
    strip = "strip" if rule.kind == sitefile.KIND else "css"
    for key, selectors in ((strip, rule.css), ("body", rule.body)):
        for selector in selectors:
            compile_selector(selector, file=rule.file, rule=rule.id, key=key)
    if (rule.css or rule.body) and rule.removes is not Removes.ELEMENT:
        raise fail("removes", 'a rule with selectors removes = "element"')
    if rule.removes is Removes.SPAN and looks != ["regex"]:
        raise fail("removes", "only a regex can tell which words of a block to cut")
    for key, listed in phrases.folded(rule).items():
        if "" in listed:
            raise fail(key, "a phrase of which nothing is compared: it is all punctuation or invisible")
    loose = any(getattr(rule, key) for key in ("starts", "ends", "contains", "regex"))
    if loose and not rule.longest and rule.removes is not Removes.SPAN:
        raise fail("longest", "say how many words the block may have at most")
    import regex  # noqa: PLC0415  (only rules that are not in the cache need it)

    for key in ("regex", "unless"):
        for pattern in getattr(rule, key):
            try:
                regex.compile(pattern)
            except regex.error as error:
                raise fail(key, f"bad regex {pattern!r}: {error}", pattern) from error


def _laid_down(table: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    """A table with each of its lists in `texts`, and their places in their stead."""
    kept: dict[str, Any] = {}
    for key, value in table.items():
        lists = _languages(value) if key in _BY_LANGUAGE else value
        if isinstance(lists, Mapping):
            kept[key] = {language: texts.add(listed) for language, listed in lists.items()}
        else:
            kept[key] = texts.add(value) if isinstance(value, list) else value
    return kept


def _rule(rule_id: str, table: Mapping[str, Any], texts: Texts) -> Rule:
    """A rule from a table known to be right, and laid down."""
    values = {key: value for key, value in table.items() if key != "name"}
    for key in _BY_LANGUAGE:
        if key in values:
            values[key] = _ByLanguage(values[key], texts)
    for key in _LISTS:
        if key in values:
            values[key] = texts.get(values[key])
    for key, enum in _ENUMS.items():
        if key in values:
            values[key] = enum(values[key])
    return Rule(id=rule_id, **values)


class _ByLanguage(Mapping[str, tuple[str, ...]]):
    """Lists by language, read when asked for."""

    __slots__ = ("_spans", "_texts")

    def __init__(self, spans: Mapping[str, Span], texts: Texts) -> None:
        self._spans, self._texts = spans, texts

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self._texts.get(self._spans[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)

    def __repr__(self) -> str:
        return repr(dict(self))


def _languages(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {"any": value}


def _strings(value: Any, file: str, rule: str, key: str) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise RuleError(file, "expected a list of non-empty strings", rule=rule, key=key)


def _string(value: Any, file: str, rule: str, key: str, *, empty: bool = False) -> str:
    if not isinstance(value, str) or not (value or empty):
        raise RuleError(file, f"expected a string, not {value!r}", rule=rule, key=key)
    return value
