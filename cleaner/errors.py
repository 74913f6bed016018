"""What can go wrong, as the user meets it. Every message names the place and what was expected."""

from __future__ import annotations

from functools import partial
from typing import Any, Self


class CleanerError(Exception):
    """Base of every error this package raises on purpose."""


class FileError(CleanerError):
    """A file of the user's that can't be used: says file, place, rule, key and what was expected.

    `value` is the one string of a list that is to blame. `line` and `column` count from 1, `excerpt` is the
    line with carets under what is wrong; all three are empty where the file as a whole is to blame.
    """

    def __init__(
        self,
        file: str,
        message: str,
        *,
        rule: str = "",
        key: str = "",
        value: str | None = None,
        line: int = 0,
        column: int = 0,
        excerpt: str = "",
    ) -> None:
        self.file, self.message, self.rule, self.key = file, message, rule, key
        self.value, self.line, self.column, self.excerpt = value, line, column, excerpt
        place = file + (f":{line}:{column}" if line else "")
        place += (f", rule “{rule}”" if rule else "") + (f", key “{key}”" if key else "")
        super().__init__(f"{place}: {message}" + (f"\n{excerpt}" if excerpt else ""))

    def at(self, line: int, column: int, excerpt: str) -> Self:
        """The same error, with its place in the file."""
        return type(self)(
            self.file, self.message, rule=self.rule, key=self.key, value=self.value,
            line=line, column=column, excerpt=excerpt,
        )  # fmt: skip

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), **{name: vars(self)[name] for name in _NAMED}), (self.file, self.message)


_NAMED = ("rule", "key", "value", "line", "column", "excerpt")


class RuleError(FileError):
    """A rule file that can't be used."""


class ConfigError(FileError):
    """A `cleaner.toml` or `pyproject.toml` that can't be used."""


class UsageError(CleanerError):
    """A request that contradicts itself or names what does not exist: `word`, where it is one word."""

    def __init__(self, message: str, word: str = "") -> None:
        self.word = word
        super().__init__(message)


class InstallationError(CleanerError):
    """This installation can't do the work, whatever the document."""


class DocumentError(CleanerError):
    """One document that can't be cleaned; the others go on."""

    def __init__(self, name: str, message: str) -> None:
        self.name, self.message = name, message
        super().__init__(f"{name}: {message}")

    def __reduce__(self) -> tuple[Any, ...]:
        return DocumentError, (self.name, self.message)
