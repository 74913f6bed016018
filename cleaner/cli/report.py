"""The page to look at: `--report` of a run, and `cleaner report` of a run made before."""

from pathlib import Path
from typing import Annotated

import typer

from cleaner.batch import Failure, OutputError, Result, exists, put
from cleaner.batch.past import accounts
from cleaner.cli.shared import say
from cleaner.errors import UsageError
from cleaner.report import Account, failed
from cleaner.report.compare import Compared
from cleaner.version import __version__

Output = Annotated[str, typer.Argument(metavar="OUTPUT", show_default=False, hidden=True)]


class Report:
    """Collects what the page shows. Raises UsageError where the file is there and must not be replaced."""

    def __init__(self, path: str, *, overwrite: bool = False, heading: str = "What was cut") -> None:
        from cleaner.report.review import Sample  # noqa: PLC0415  (seldom asked for)

        if exists(path) and not overwrite:
            raise UsageError(f"{path} already exists; use --overwrite to replace it")
        self._path, self._sample, self._heading = path, Sample(), heading

    def see(self, result: Result | Failure) -> None:
        """Take a document of a run in."""
        if isinstance(result, Failure):
            self.add(failed(result.name, result.reason))
        elif result.reviewed is not None:
            self._sample.add(result.reviewed)

    def add(self, account: Account) -> None:
        """Take a document in."""
        from cleaner.report.review import reviewed  # noqa: PLC0415

        self._sample.add(reviewed(account))

    def add_compared(self, compared: Compared) -> None:
        """Take a document of two outputs in."""
        from cleaner.report.review import changed  # noqa: PLC0415

        self._sample.add(changed(compared))

    def write(self) -> None:
        """Write the page, whole or not at all."""
        from cleaner.report.review import as_html  # noqa: PLC0415

        page = as_html(self._sample, version=__version__, heading=self._heading)
        try:
            put(Path(self._path), page.encode())
        except OSError as error:
            raise OutputError(self._path, error) from error


def report(
    path: Output,
    *,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")
    ] = "report.html",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing page.")] = False,
) -> None:
    """Write a page to look at for a run made before: the same page that `cleaner clean --report` writes.

    \b
      cleaner report clean/
      cleaner report bodies.jsonl -o page.html

    OUTPUT is a folder that `cleaner clean` wrote, with its log; a log that lies elsewhere (--log); or rows
    with body and removed. Rows hold the texts of cuts if the run had --explain; else the page shows their
    places.
    """
    page = Report(output, overwrite=overwrite)
    for account in accounts(path, lambda words: say(f"note: {words}")):
        page.add(account)
    page.write()
    say(f"{output}: written")
