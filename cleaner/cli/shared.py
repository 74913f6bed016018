"""What all commands share."""

import sys
from typing import Annotated

import typer

FINDINGS, USAGE, FAILED, INTERRUPTED = 1, 2, 3, 130  # exit codes beside 0

RulePaths = Annotated[
    list[str] | None,
    typer.Option(
        "--rules", metavar="PATH", show_default=False,
        help="More rules: a TOML file or a folder of them. May be repeated; later ones win.",
    ),
]  # fmt: skip


def say(message: str) -> None:
    """Tell the user something; standard output is for data."""
    print(message, file=sys.stderr)
