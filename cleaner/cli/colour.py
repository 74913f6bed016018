"""Colour, where somebody looks: on terminals, and as `--color`, NO_COLOR and FORCE_COLOR say."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import IO, Any

from cleaner.text import late_pattern

_CODES: Mapping[str, str] = {
    "bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36",
}  # fmt: skip
_SAYS = late_pattern(r"^(cleaner|error|warning|note): ", re.MULTILINE)
_SAID = {"cleaner": "red", "error": "red", "warning": "yellow", "note": "cyan"}
_FIRST = late_pattern(r"^(\S+)", re.MULTILINE)
_RULE = late_pattern(r"(\t# [^\n]*)$")


class When(StrEnum):
    """When there is colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def choose(when: When) -> None:
    """Tell all that prints, libraries too, by the variables that are agreed on: https://no-color.org."""
    if when is When.NEVER:
        os.environ["NO_COLOR"] = "1"
    elif when is When.ALWAYS:
        os.environ.pop("NO_COLOR", None)
        os.environ["FORCE_COLOR"] = "1"


def wants_colour(stream: IO[Any]) -> bool:
    """Whether what is printed to a stream is to have colours."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def painted(text: str, *styles: str) -> str:
    """A text in colours: bold, dim, red, green, yellow, blue or cyan."""
    return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"


def message(text: str) -> str:
    """A message whose kind, before the colon, is coloured."""
    return _SAYS.sub(lambda found: painted(found[1], "bold", _SAID[found[1]]) + ": ", text, count=1)


def table(text: str) -> str:
    """A table whose first column stands out."""
    return _FIRST.sub(lambda found: painted(found[1], "bold"), text)


def diff(text: str) -> str:
    """A unified diff as git shows it; rules at the ends of lines stand back."""
    return "".join(map(_line_of_diff, text.splitlines(keepends=True)))


def _line_of_diff(line: str) -> str:
    line, end = line.rstrip("\r\n"), line[len(line.rstrip("\r\n")) :]
    if line.startswith(("--- ", "+++ ")):
        return painted(line, "bold") + end
    if line.startswith("@@"):
        return painted(line, "cyan") + end
    if line.startswith(("-", "+")):
        rule = _RULE.search(line)
        words, told = (line[: rule.start()], painted(rule[0], "dim")) if rule else (line, "")
        return painted(words, "red" if line[0] == "-" else "green") + told + end
    return line + end
