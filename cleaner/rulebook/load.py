"""TOML rule files to a `RulePack`: found, read, checked, laid over one another, kept for the next time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cleaner.cache import digest, keep, recall
from cleaner.errors import RuleError
from cleaner.match import index, kept, phrases
from cleaner.model import PACKAGED, Index, RulePack
from cleaner.rulebook import check
from cleaner.rulebook.layers import merge
from cleaner.rulebook.pack import pack_of, packed, rule_of
from cleaner.rulebook.rulefile import Source, parse, pointed
from cleaner.text import fold


def packaged_rules() -> Path:
    """The folder of the rules that come with the package: inside it, or in a checkout beside it."""
    package = Path(__file__).resolve().parents[1]
    return next(folder for folder in (package / "rules", package.parent / "rules") if folder.is_dir())


def load(paths: Path | str | Iterable[Path | str] = (), *, packaged: bool = True) -> RulePack:
    """Load the packaged rules and, on top of them, the given files and folders, in order.

    A rule of a later layer replaces the rule of the same id in an earlier one, key by key.
    Raises RuleError for the first thing that is wrong in any file; `faults` tells all.
    """
    sources = read([paths] if isinstance(paths, Path | str) else paths, packaged=packaged)
    key = digest([*_makers(), *((f"{layer}\0{file}", content) for layer, file, content in sources)])
    entry = recall(key)
    if entry is None:
        entry = _with_patterns(_entry(sources))
        keep(key, entry)
    return pack_of(entry)


def read(paths: Iterable[Path | str] = (), *, packaged: bool = True) -> list[Source]:
    """The rule files of each layer, the packaged one first, not yet parsed. Raises RuleError.

    Of a path that is named twice the later place counts.
    """
    layers = [(PACKAGED, packaged_rules())] if packaged else []
    layers += [
        (name, Path(name)) for name in reversed(dict.fromkeys(str(path) for path in reversed([*paths])))
    ]
    return [Source(layer, str(file), _bytes(file)) for layer, path in layers for file in _rule_files(path)]


def build(sources: Sequence[Source]) -> RulePack:
    """The rules of sources read before, whatever the files hold by now. Raises RuleError."""
    return pack_of(_entry(sources))


def faults(sources: Sequence[Source]) -> list[RuleError]:
    """Everything that is wrong in these sources, with its place; empty if `build` takes them."""
    return _checked(sources)[1]


def _entry(sources: Sequence[Source]) -> Any:
    """All that a pack is made of, checked, in the form in which it is kept."""
    entry, wrong = _checked(sources)
    if wrong:
        raise wrong[0]
    return entry


def _with_patterns(entry: Any) -> Any:
    """The same, with its regexes compiled: only what is kept is worth that."""
    kinds, tables, notices, found = entry
    rules = pack_of(entry).rules
    patterns = kept.packed(pattern for rule in rules for pattern in (*rule.regex, *rule.unless))
    return kinds, tables, notices, tuple(Index(*found)._replace(patterns=patterns))


def _checked(sources: Sequence[Source]) -> tuple[Any, list[RuleError]]:
    kinds, tables, notices, wrong = merge(map(parse, sources))
    contents = {source.file: source for source in sources}
    kept = {rule_id: packed(table) for rule_id, table in tables.items()}
    rules = []
    found = [*check.of_aliases(tables)]
    for rule_id, table in kept.items():
        if "why" not in table:
            missing = "a rule needs one sentence on why such a thing goes; it is shown with every cut"
            found.append(RuleError(table["file"], missing, rule=rule_id, key="why"))
        rule = rule_of(rule_id, {"why": "", **table})
        found += check.of_rule(rule)
        rules.append(rule)
    wrong += [pointed(error, contents[error.file]) for error in found]
    phrase_index = () if wrong else tuple(index(rules))
    return (kinds, kept, notices, phrase_index), wrong


def _makers() -> Iterator[tuple[str, bytes]]:
    """The code a kept entry is the work of: between two releases the version does not tell."""
    makers = index, phrases.folded, kept.packed, fold
    matching = (Path(sys.modules[made.__module__].__file__ or "") for made in makers)
    for file in (*sorted(Path(__file__).parent.glob("*.py")), *matching, *kept.written_by()):
        yield file.name, file.read_bytes() if file.is_file() else b""


def _rule_files(path: Path) -> list[Path]:
    """The rule files of a folder and its subfolders, sorted; or the one file named."""
    if path.is_dir():
        return sorted(p for p in path.rglob("*.toml") if p.is_file())
    if not path.exists():
        raise RuleError(str(path), "no such file or folder")
    if not path.is_file():
        raise RuleError(str(path), "is neither a file nor a folder: a device or a pipe could be read forever")
    return [path]


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RuleError(str(file), f"can't be read: {error.strerror}") from error
