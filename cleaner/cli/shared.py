"""What all commands share."""

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from cleaner.cli.config import settings
from cleaner.model import RulePack
from cleaner.rulebook import load

FINDINGS, USAGE, FAILED, INTERRUPTED = 1, 2, 3, 130  # exit codes beside 0

RulePaths = Annotated[
    list[str] | None,
    typer.Option(
        "--rules", metavar="PATH", show_default=False,
        help="More rules: a TOML file or a folder of them. May be repeated; later ones win.",
    ),
]  # fmt: skip
Isolated = Annotated[
    bool,
    typer.Option("--isolated", help="Without your own rules folder and the project's configuration."),
]


def all_rules(paths: Iterable[str] | None, *, isolated: bool) -> RulePack:
    """Every rule the user has, whether it is in force or not. Tells of names of old."""
    found = settings(isolated=isolated)
    pack = load((*found.rules, *(paths or ())))
    for notice in pack.notices:
        say(f"note: {notice}")
    return pack


def words(values: list[str] | None) -> list[str] | None:
    """`--keep caption,byline --keep date` as three words; None where nothing was said."""
    if values is None:
        return None
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def say(message: str) -> None:
    """Tell the user something; standard output is for data."""
    print(message, file=sys.stderr)
