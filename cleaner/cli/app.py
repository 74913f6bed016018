"""The command `cleaner`: its bare form, and what an error becomes."""

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cleaner.batch import FailureRateError, OutputError
from cleaner.cli.clean import MORE, clean
from cleaner.cli.compare import compare
from cleaner.cli.evaluate import evaluate_bodies
from cleaner.cli.report import report
from cleaner.cli.rules import commands as rules
from cleaner.cli.shared import FAILED, INTERRUPTED, USAGE, Panels, say
from cleaner.cli.stats import stats
from cleaner.errors import CleanerError, FileError, InstallationError
from cleaner.report import printable
from cleaner.version import __version__


class _Commands(TyperGroup):
    """Commands of which `clean` needs no name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args and sys.stdin.isatty():
            args = ["--help"]
        if not args or args[0] not in (*self.commands, "--help", "-h", "--version", "-V"):
            args = ["clean", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _leave_stdout()  # whoever read us has seen enough
            raise typer.Exit from None
        except KeyboardInterrupt:
            say("cleaner: interrupted; unfinished files were removed")
            raise typer.Exit(INTERRUPTED) from None
        except (OutputError, FailureRateError, InstallationError) as error:
            _leave_stdout()
            say(f"cleaner: {told(error)}")
            raise typer.Exit(FAILED) from None
        except CleanerError as error:
            say(f"cleaner: {told(error)}")
            raise typer.Exit(USAGE) from None


def told(error: CleanerError) -> str:
    """An error on one line, but for the excerpt of a file: names of files may hold line breaks."""
    return str(error) if isinstance(error, FileError) else printable(str(error), one_line=True)


def _leave_stdout() -> None:
    """Point standard output elsewhere, or Python complains at its end about what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


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


app.command("clean", cls=Panels, epilog=MORE)(clean)
app.command("report")(report)
app.command("compare")(compare)
app.command("stats")(stats)
app.command("eval")(evaluate_bodies)
app.add_typer(rules, name="rules", help="List, show, search, write, test and lint rules; import site rules.")
