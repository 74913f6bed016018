"""`cleaner rules`: what rules there are, what one says, whether they do what their examples say."""

from typing import Annotated

import typer

from cleaner.cli.importing import commands as importing
from cleaner.cli.shared import FINDINGS, RulePaths, say
from cleaner.examples import failures
from cleaner.report.rules import describe, table
from cleaner.rulebook import PREVIEW, load, select

commands = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
commands.add_typer(importing, name="import")


@commands.command("list")
def list_rules(*, rules: RulePaths = None) -> None:
    """List the rules: id, confidence, and why they cut."""
    typer.echo(table(load(rules or ())))
    say(f"preview, phrases not checked against pages: {', '.join(PREVIEW)}")


@commands.command("show")
def show_rules(
    names: Annotated[list[str], typer.Argument(metavar="RULE...", hidden=True)],
    *,
    rules: RulePaths = None,
) -> None:
    """Show all that a rule says, by its id, or all rules of a kind."""
    pack = load(rules or ())
    typer.echo("\n\n".join(describe(rule) for rule in select(pack, select=names).rules))


@commands.command("test")
def check_rules(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", show_default=False, hidden=True),
    ] = None,
) -> None:
    """Run rules against their own examples.

    PATH is a rule file or a folder of them; without it, the packaged rules are tested.

    Exit codes: 0 all do what their examples say, 1 some don't, 2 a rule file can't be read.
    """
    tested = [rule for rule in load(paths or ()).rules if not paths or rule.layer in paths]
    found = [failure for rule in tested for failure in failures(rule)]
    for failure in found:
        typer.echo(failure)
    say(f"{len(tested):,} rules tested, {len(found):,} examples failed")
    if found:
        raise typer.Exit(FINDINGS)
