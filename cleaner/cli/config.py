"""The rules in force for a command: the user's own folder, the project's configuration, the options."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.decision import Caution
from cleaner.errors import ConfigError, UsageError
from cleaner.model import RulePack
from cleaner.report import printable
from cleaner.rulebook import did_you_mean, load, select

_FILES = (("cleaner.toml", ()), ("pyproject.toml", ("tool", "cleaner")))  # and the table in it
_TABLE = re.compile(rb"^\s*\[?\s*tool\s*\.\s*[\"']?cleaner\b", re.MULTILINE)  # cheaper than to parse the file
_WORDS = ("select", "ignore", "keep", "drop", "allow")
_KEYS = ("rules", *_WORDS, "caution")
_OPPOSITES = {"keep": "drop", "drop": "keep", "select": "ignore", "ignore": "select"}


class Settings(NamedTuple):
    """What a configuration file or the options of the same names say."""

    rules: tuple[str, ...] = ()  # files and folders, the later ones on top
    words: Mapping[str, tuple[str, ...]] = {}  # select, ignore, keep, drop, allow
    caution: Caution = Caution.NORMAL
    file: str = ""  # the configuration file, if there is one

    def given(
        self, *, rules: Sequence[str] = (), caution: Caution | None = None, **words: Sequence[str] | None
    ) -> "Settings":
        """These settings and what the command line says: more rules on top, and words in place of words.

        Of opposites the command line wins too: `--drop date` takes `date` out of `keep` in the file.
        """
        said = {name: tuple(value) for name, value in words.items() if value is not None}
        kept = {
            name: tuple(word for word in value if word not in said.get(_OPPOSITES.get(name, ""), ()))
            for name, value in self.words.items()
        }
        return self._replace(
            rules=(*self.rules, *rules), words={**kept, **said}, caution=caution or self.caution
        )

    def pack(self) -> RulePack:
        """The rules in force. Raises RuleError, and UsageError or ConfigError for a name nothing has."""
        try:
            return select(_passing(load(self.rules)), **self.words)
        except UsageError as error:
            if not self.file:
                raise
            written = _settings(Path(self.file)) or self
            for key, words in written.words.items():
                if error.word in words:
                    raise _error(Path(self.file), str(error), key, error.word) from error
            raise

    def told(self, pack: RulePack) -> str:
        """All of this as a configuration file has it, and what it comes to."""
        import json  # noqa: PLC0415  (cleaning does without)

        lines = [f"# from {self.file}" if self.file else "# no configuration file"]
        words = {name: self.words.get(name, ()) for name in _WORDS}
        for key, value in {"rules": self.rules, **words}.items():
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
        lines.append(f'caution = "{self.caution}"')
        kinds = {rule.kind for rule in pack.rules}
        lines.append(f"# {len(pack.rules):,} rules of {len(kinds):,} kinds in force")
        return "\n".join(lines)


def _passing(pack: RulePack) -> RulePack:
    """The pack without rules that nobody has checked and that fail their own examples."""
    if all(rule.checked for rule in pack.rules):
        return pack
    from cleaner.workbench import in_force  # noqa: PLC0415  (checked rules must not pay for it)

    return in_force(pack)


def settings(*, isolated: bool = False) -> Settings:
    """What the user's own folder and the nearest configuration file say, from the working directory upwards.

    `isolated`: nothing. Raises ConfigError for what is wrong in the file.
    """
    if isolated:
        return Settings()
    found = _nearest()
    own = user_rules()
    return found._replace(rules=(str(own), *found.rules)) if os.path.isdir(own) else found


def user_rules() -> Path:
    """The folder for rules of one's own: on Linux `~/.config/article-cleaner/rules`."""
    if sys.platform == "linux":  # what typer says, too, without its import
        home = os.environ.get("XDG_CONFIG_HOME", os.path.expanduser("~/.config"))
        return Path(home, "article-cleaner", "rules")
    import typer  # noqa: PLC0415

    return Path(typer.get_app_dir("article-cleaner")) / "rules"


def _nearest() -> Settings:
    try:
        here = Path.cwd()
    except OSError:  # somebody has removed it
        return Settings()
    for folder in (here, *here.parents):
        for name, _ in _FILES:
            if os.path.isfile(folder / name) and (found := _settings(folder / name)):
                _announce(folder / name)
                return found
    return Settings()


def _announce(file: Path) -> None:
    """Say that a file of somebody else's decides: whoever works in a folder of theirs may not know."""
    owners = {path.stat().st_uid for path in (file, file.parent)} if hasattr(os, "geteuid") else set()
    if strangers := owners - {os.geteuid()}:
        who = f"user {min(strangers)}"
        shown = printable(str(file), one_line=True)
        note = f"note: {shown} belongs to {who} and is in force; --isolated does without it"
        print(note, file=sys.stderr)


def _settings(file: Path) -> Settings | None:
    """What a file says; None for a `pyproject.toml` that has no table for us."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigError(str(file), f"can't be read: {error.strerror}") from error
    table = dict(_FILES)[file.name]
    if table and not _TABLE.search(content):
        return None
    import tomllib  # noqa: PLC0415  (only projects with a configuration pay for it)

    try:
        data: Any = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError(str(file), f"is not UTF-8: byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), f"is not valid TOML: {error}") from error
    for name in table:
        if name not in data:
            return None
        data = data[name]
    for key, value in data.items():
        _check(file, key, value)
    rules = tuple(_seen_from_here(file.parent / path) for path in data.get("rules", ()))
    for path, written in zip(rules, data.get("rules", ()), strict=True):
        if not os.path.exists(path):
            raise _error(file, f"no such file or folder: {path}", "rules", written)
    words = {key: tuple(data[key]) for key in _WORDS if key in data}
    return Settings(rules, words, Caution(data.get("caution", Caution.NORMAL)), str(file))


def _check(file: Path, key: str, value: Any) -> None:
    if key not in _KEYS:
        raise _error(file, f"unknown key{did_you_mean(key, _KEYS)}; expected one of {', '.join(_KEYS)}", key)
    if key == "caution":
        if value not in tuple(Caution):
            raise _error(file, f"expected one of {', '.join(Caution)}, not {value!r}", key)
    elif not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise _error(file, "expected a list of non-empty strings", key)


def _error(file: Path, message: str, key: str, value: str | None = None) -> ConfigError:
    """An error that points to the key, or to one string of its list."""
    from cleaner.rulebook.tomlplace import TomlPlaces  # noqa: PLC0415  (files that are right need no places)

    table = ".".join(dict(_FILES)[file.name])
    spot = TomlPlaces(file.read_text(encoding="utf-8")).key(key, value, table=table)
    error = ConfigError(str(file), message, key=key, value=value)
    return error.at(*spot) if spot else error


def _seen_from_here(path: Path) -> str:
    """A path as short as the working directory allows."""
    full = os.path.abspath(path)
    here = os.path.relpath(full)
    return full if here.startswith(os.pardir) else here
