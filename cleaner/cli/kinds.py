"""`cleaner kinds`: what can be cut, and what is by default."""

from __future__ import annotations

import sys

import typer

from cleaner.cli import colour
from cleaner.cli.parameters import Isolated, RulePaths
from cleaner.cli.shared import all_rules


def list_kinds(*, rules: RulePaths = None, isolated: Isolated = False) -> None:
    """List the kinds of junk: whether they go by default, how many rules each has, and what it is about.

    Options such as --keep and --drop take these names.
    """
    from cleaner.report.rules import kinds  # noqa: PLC0415  (cleaning needs none of these)

    told = kinds(all_rules(rules, isolated=isolated))
    typer.echo(colour.table(told) if colour.wants_colour(sys.stdout) else told)
