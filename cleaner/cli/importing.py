"""`cleaner rules import`: rules of other projects, as site rules."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from cleaner.batch import put
from cleaner.cli.shared import say
from cleaner.errors import UsageError

commands = typer.Typer(rich_markup_mode=None, no_args_is_help=True)


@commands.callback()
def importing() -> None:
    """Convert the rules of another project to site rules."""


@commands.command("ftr")
def import_ftr(
    folder: Annotated[Path, typer.Argument(metavar="DIR", show_default=False, hidden=True)],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", show_default=False, help="Write to this folder."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace existing site rules.")] = False,
) -> None:
    """Convert a folder of FiveFilters site configurations (*.txt) to site rules, one file per host.

    What can't be converted is listed by file, line and key, with a summary. Without -o, nothing is written.
    The rules have no examples and are marked as unchecked; use them with `cleaner --rules OUT`.

    Exit codes: 0 done, 2 the folder can't be used or a file of OUT would be overwritten.
    """
    from cleaner.workbench import convert  # noqa: PLC0415  (cleaning must not pay for it)

    found = convert(_configurations(folder))
    for note in found.notes:
        say(str(note))
    for (key, why), count in Counter((note.key, note.why) for note in found.notes if note.key).most_common():
        if count > 1:
            say(f"{count:,} × {key}: {why}")
    if output is not None:
        _write(output, found.files, overwrite=overwrite)
    done = f"written to {output}" if output is not None else "can be written, to the folder given by -o"
    say(f"rules of {len(found.files):,} sites {done}")


def _configurations(folder: Path) -> dict[str, str]:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".txt" and path.is_file())
        texts = {path.name: path.read_bytes().decode("utf-8", "replace") for path in files}
    except OSError as error:
        raise UsageError(f"{error.filename or folder}: can't be read: {error.strerror}") from error
    if not texts:
        raise UsageError(
            f"{folder}: contains no *.txt files; expected site configurations such as example.com.txt"
        )
    return texts


def _write(folder: Path, files: dict[str, str], *, overwrite: bool) -> None:
    """All or, if one exists that may not be overwritten, none; each whole."""
    taken = [] if overwrite else sorted(name for name in files if (folder / name).exists())
    if taken:
        more = f" and {len(taken) - 1:,} others" if len(taken) > 1 else ""
        raise UsageError(f"{folder / taken[0]}{more}: already exists; use --overwrite to replace it")
    for name, text in files.items():
        try:
            put(folder / name, text.encode())
        except OSError as error:
            raise UsageError(f"{folder / name}: can't be written: {error.strerror}") from error
