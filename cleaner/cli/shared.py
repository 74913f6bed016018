"""What all commands share, and what needs no typer: a plain run does without it."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from cleaner.batch import FailureRateError, OutputError
from cleaner.cli import colour
from cleaner.cli.config import settings
from cleaner.errors import CleanerError, FileError, InstallationError, UsageError
from cleaner.model import RulePack
from cleaner.report import printable
from cleaner.rulebook import language_meant, languages, load

FINDINGS, USAGE, FAILED, INTERRUPTED = 1, 2, 3, 130  # exit codes beside 0


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


@contextmanager
def errors_told() -> Iterator[None]:
    """What a command does: its errors become words on standard error and an exit code."""
    try:
        yield
    except BrokenPipeError:
        _leave_stdout()  # whoever read us has seen enough
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        say("cleaner: interrupted; unfinished files were removed")
        raise SystemExit(INTERRUPTED) from None
    except (OutputError, FailureRateError, InstallationError) as error:
        _leave_stdout()
        say(f"cleaner: {told(error)}")
        raise SystemExit(FAILED) from None
    except CleanerError as error:
        say(f"cleaner: {told(error)}")
        raise SystemExit(USAGE) from None


def told(error: CleanerError) -> str:
    """An error on one line, but for the excerpt of a file: names of files may hold line breaks."""
    return str(error) if isinstance(error, FileError) else printable(str(error), one_line=True)


def _leave_stdout() -> None:
    """Point standard output elsewhere, or Python complains at its end about what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
