"""What can go wrong, as the user meets it. Every message names the place and what was expected."""

from __future__ import annotations

from typing import Any


class CleanerError(Exception):
    """Base of every error this package raises on purpose."""


class RuleError(CleanerError):
    """A rule file that can't be used: says file, rule, key and what was expected."""

    def __init__(self, file: str, message: str, *, rule: str = "", key: str = "") -> None:
        self.file, self.rule, self.key, self.message = file, rule, key, message
        place = file + (f", rule “{rule}”" if rule else "") + (f", key “{key}”" if key else "")
        super().__init__(f"{place}: {message}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rule_error, (self.file, self.message, self.rule, self.key)


def _rule_error(file: str, message: str, rule: str, key: str) -> RuleError:
    return RuleError(file, message, rule=rule, key=key)


class UsageError(CleanerError):
    """A request that contradicts itself or names what does not exist."""


class DocumentError(CleanerError):
    """One document that can't be cleaned; the others go on."""

    def __init__(self, name: str, message: str) -> None:
        self.name, self.message = name, message
        super().__init__(f"{name}: {message}")

    def __reduce__(self) -> tuple[Any, ...]:
        return DocumentError, (self.name, self.message)
