"""Options that several commands have, and how a help shows many of them."""

from enum import StrEnum
from typing import Annotated, Any

import typer
from typer.core import TyperCommand


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
Field = Annotated[
    str,
    typer.Option("--field", metavar="NAME", show_default=False, help="Field of rows that holds the text."),
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", metavar="N", show_default=False, help="Number of processes.")
]
