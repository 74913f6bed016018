"""One rule file: its TOML as tables, and everything that is wrong with them."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.errors import RuleError
from cleaner.rulebook import check, sitefile


class Source(NamedTuple):
    """A rule file's content, and the layer it belongs to."""

    layer: str
    file: str
    content: bytes


class RuleFile(NamedTuple):
    """What a file says. Rules that are wrong are not among its rules; `faults` tell why."""

    source: Source
    kind: str
    about: str
    rules: dict[int, dict[str, Any]]  # by their number in the file, from 1
    faults: list[RuleError]


def parse(source: Source) -> RuleFile:
    """Read a file, and check what can be checked without the other files."""
    import tomllib  # noqa: PLC0415  (only rules that are not in the cache need it)

    try:
        data = tomllib.loads(source.content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _unread(source, RuleError(source.file, f"is not UTF-8 (byte {error.start})"))
    except tomllib.TOMLDecodeError as error:
        return _unread(source, _at_fault(RuleError(source.file, f"is not valid TOML: {error}"), source))
    checked = data.get("checked", True)
    if "site" in data:
        faults = [pointed(error, source, number) for number, error in sitefile.faults(data, source.file)]
        if faults:
            return RuleFile(source, sitefile.KIND, "", {}, faults)
        data = sitefile.as_rule_file(data)
    faults = [pointed(error, source) for error in check.of_file(data, source.file)]
    if faults:
        return RuleFile(source, "", "", {}, [*faults, *_of_tables(data.get("rule"), source, {})])
    rules: dict[int, dict[str, Any]] = {}
    faults = list(_of_tables(data.get("rule", []), source, rules))
    if data.get("amid"):
        rules = {number: {"amid": True, **table} for number, table in rules.items()}
    if not checked:
        rules = {number: {**table, "checked": False} for number, table in rules.items()}
    return RuleFile(source, data["kind"], data.get("about", ""), rules, faults)


def _of_tables(tables: Any, source: Source, right: dict[int, dict[str, Any]]) -> Iterator[RuleError]:
    """What is wrong with the tables of rules; those that are right go into `right`."""
    for number, table in enumerate(tables if isinstance(tables, list) else (), 1):
        if isinstance(table, dict):
            faults = [pointed(error, source, number) for error in check.of_table(table, source.file, number)]
            yield from faults
            if not faults:
                right[number] = table


def _unread(source: Source, error: RuleError) -> RuleFile:
    return RuleFile(source, "", "", {}, [error])


def _at_fault(error: RuleError, source: Source) -> RuleError:
    """The error with the place the TOML parser speaks of in its message."""
    from cleaner.rulebook.tomlplace import TomlPlaces  # noqa: PLC0415  (files that are right need no places)

    found = re.search(r"at line (\d+), column (\d+)", error.message)
    if not found:
        return error
    return error.at(*TomlPlaces(source.content.decode("utf-8")).spot(int(found[1]), int(found[2])))


def pointed(error: RuleError, source: Source, number: int = 0) -> RuleError:
    """The error with the place of its key, in the rule of this number or else of its name."""
    from cleaner.rulebook.tomlplace import TomlPlaces  # noqa: PLC0415  (as above)

    places = TomlPlaces(source.content.decode("utf-8"))
    if error.rule:
        name = sitefile.written_name(error.rule)
        spot = places.rule_key(error.key, error.value, name=name, number=number)
    else:
        spot = places.key(error.key)
    return error.at(*spot) if spot else error
