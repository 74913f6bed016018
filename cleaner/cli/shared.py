"""What all commands share."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from cleaner.cli import colour
from cleaner.cli.config import settings
from cleaner.errors import UsageError
from cleaner.model import RulePack
from cleaner.report import printable
from cleaner.rulebook import language_meant, languages, load

FINDINGS, USAGE, FAILED, INTERRUPTED = 1, 2, 3, 130  # exit codes beside 0


class Panel(StrEnum):
    """What the options of `cleaner clean` are about, in the order of its help."""

    OUTPUT = "Output"
    CHOICE = "What goes and stays"
    EXPLAIN = "Explain"
    INPUT = "Input"
    SITES = "Sites"
    BATCHES = "Batches"
    LIMITS = "Limits"


class Panels(TyperCommand):
    """A command whose help shows its options in panels: plain text, which neither needs nor loads rich."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        panels: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                panel = getattr(parameter, "rich_help_panel", None) or "Options"
                panels.setdefault(panel, []).append(record)
        for title, records in panels.items():
            with formatter.section(title):
                formatter.write_dl(records)


def rule_paths(panel: Panel | None = None) -> Any:
    """The option --rules."""
    return typer.Option(
        "--rules", metavar="PATH", show_default=False, rich_help_panel=panel,
        help="Add rules: a TOML file or a folder of them. May be repeated; later ones win.",
    )  # fmt: skip


def isolated(panel: Panel | None = None) -> Any:
    """The option --isolated."""
    return typer.Option(
        "--isolated", rich_help_panel=panel,
        help="Ignore your own rules folder and the project's configuration.",
    )  # fmt: skip


RulePaths = Annotated[list[str] | None, rule_paths()]
Isolated = Annotated[bool, isolated()]


def all_rules(paths: Iterable[str] | None, *, isolated: bool) -> RulePack:
    """Every rule the user has, in force or not. Mentions former names that are still in use."""
    found = settings(isolated=isolated)
    pack = load((*found.rules, *(paths or ())))
    for notice in pack.notices:
        say(f"note: {notice}")
    return pack


def check_language(code: str) -> None:
    """Raise UsageError for a language that rules don't have, with the one that was probably meant."""
    if code not in languages():
        raise UsageError(f"unknown language “{code}”{language_meant(code)}", code)


def words(values: list[str] | None) -> list[str] | None:
    """`--keep caption,byline --keep date` as three words; None where nothing was said."""
    if values is None:
        return None
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def count(number: int, thing: str) -> str:
    """A number of things."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def say(message: str) -> None:
    """Tell the user something; standard output is for data."""
    shown = printable(message)
    print(colour.message(shown) if colour.wants_colour(sys.stderr) else shown, file=sys.stderr)
