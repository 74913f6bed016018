"""The command `cleaner`: its commands, and its bare form."""

import os
import sys
from difflib import get_close_matches
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cleaner.cli.clean import MORE, clean
from cleaner.cli.compare import compare
from cleaner.cli.completion import get_ready, print_completion
from cleaner.cli.evaluate import evaluate_bodies
from cleaner.cli.kinds import list_kinds
from cleaner.cli.learn import learn_rules
from cleaner.cli.parameters import Panels
from cleaner.cli.report import report
from cleaner.cli.restore import restore_texts
from cleaner.cli.rules import commands as rules
from cleaner.cli.shared import USAGE, errors_told, say
from cleaner.cli.stats import stats
from cleaner.version import __version__


class _Commands(TyperGroup):
    """Commands of which `clean` needs no name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args and ctx.resilient_parsing:  # a shell asks what may come first
            return super().parse_args(ctx, args)
        if not args and sys.stdin.isatty():
            args = ["--help"]
        if not args or args[0] not in (*self.commands, "--help", "-h", "--version", "-V"):
            if args:
                self._mistyped(args[0])
                self._other_name(args[0])
            args = ["clean", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """What may come first: commands, and options of `clean`, which needs no name."""
        clean: Any = self.get_command(ctx, "clean")
        with clean.make_context("clean", [], parent=ctx, resilient_parsing=True) as inner:
            return [*super().shell_complete(ctx, incomplete), *clean.shell_complete(inner, incomplete)]

    def _mistyped(self, word: str) -> None:
        """Say so of what is no file, but much like a command, and end."""
        if not word.isalpha() or os.path.lexists(word):
            return
        if meant := get_close_matches(word, self.commands, 1, 0.7):
            say(f"cleaner: no such file or command: {word}; did you mean “cleaner {meant[0]}”?")
            raise typer.Exit(USAGE)

    def _other_name(self, option: str) -> None:
        """Say what is meant by an option that is none, and end."""
        if option.startswith("-") and option != "-" and os.path.lexists(option):
            say(f"cleaner: no such option: {option}; for the file of this name, write ./{option}")
            raise typer.Exit(USAGE)
        if option in ("--install-completion", "--show-completion"):
            say(f"cleaner: no such option: {option}; completion in a shell: cleaner completion --help")
            raise typer.Exit(USAGE)

    def invoke(self, ctx: Any) -> Any:
        with errors_told():
            return super().invoke(ctx)


def _version(wanted: bool) -> None:
    if wanted:
        from cleaner.kernel import COMPILED  # noqa: PLC0415

        typer.echo(f"cleaner {__version__} ({'compiled' if COMPILED else 'pure Python'})")
        raise typer.Exit


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(options_metavar="[--version] [--help]", subcommand_metavar="[COMMAND] ...")
def cleaner(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Extract clean article bodies from HTML pages and scraped text. Every cut names its rule.

    \b
      cleaner article.txt                 print the body
      cleaner --explain page.html         and explain every cut
      cleaner scraped/ -o clean/          clean a folder into another
      cleaner crawl.jsonl.gz -o out.jsonl.zst

    `cleaner PATH...` is short for `cleaner clean PATH...`. For its options: `cleaner clean --help`.
    """


get_ready()
app.command("clean", cls=Panels, epilog=MORE)(clean)
app.command("learn", short_help="Draft rules from lines that recur on a site.")(learn_rules)
app.command("report", short_help="Write a page to look at for a run made before.")(report)
app.command("compare", short_help="Compare two outputs, rule sets or versions.")(compare)
app.command("stats", short_help="Count what a run made before has cut.")(stats)
app.command("eval", short_help="Compare bodies with the right ones.")(evaluate_bodies)
app.command("kinds", short_help="List the kinds of junk.")(list_kinds)
app.command("restore")(restore_texts)
app.command("completion", short_help="Print a script for completion in your shell.")(print_completion)
app.add_typer(
    rules,
    name="rules",
    help="List, show, search, write, test and lint rules; import site rules.",
    short_help="List, show, write, try, test and lint rules.",
)
