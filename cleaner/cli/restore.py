"""`cleaner restore`: a clean undone, from what it wrote."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Annotated, Any

import typer

from cleaner.batch import exists, put
from cleaner.batch.corpus import read_results
from cleaner.batch.past import accounts
from cleaner.cli.shared import FAILED, say
from cleaner.errors import UsageError
from cleaner.report import RESULTS, Account, original_of, printable, restored

_STDIN = "-"
_TABLES = (".parquet", ".csv")
_ROW = re.compile(r":\d+$")  # at the end of a row's name
_Paths = Annotated[list[str] | None, typer.Argument(metavar="OUTPUT...", show_default=False, hidden=True)]
_Folder = Annotated[
    str,
    typer.Option(
        "--output", "-o", metavar="FOLDER", show_default=False,
        help="Write the texts there, each under the name of its output; rows as JSON Lines.",
    ),
]  # fmt: skip


def restore_texts(paths: _Paths = None, output: _Folder = "") -> None:
    """Undo a clean: put the cuts back into the bodies.

    \b
      cleaner story.txt --format json --explain > story.json
      cleaner restore story.json > story.txt
      cleaner restore bodies.jsonl > rows.jsonl
      cleaner restore clean/ -o scraped/

    OUTPUT is an output folder with its log, or JSON, JSON Lines, CSV or Parquet made with --explain; without
    it, standard input is read. A single document is printed as it was, others as JSON Lines: rows with their
    own fields and the text, documents of a folder or a table with name and text. Of a page, the text that
    was extracted comes back, without the elements cut before; a text may end in one line break more.

    Exit codes: 0 restored, 2 a file can't be read, or its cuts have no text, 3 some documents of a folder
    could not be restored.
    """
    if not paths and sys.stdin.isatty():
        raise UsageError("name a file, or pipe one in")
    if output and not (paths and len(paths) == 1 and _is_run(paths[0])):
        raise UsageError("--output is for one output folder, CSV or Parquet file")
    missing = 0
    for path in paths or [_STDIN]:
        if _is_run(path):
            told = accounts(path, lambda words: say(f"note: {words}"))
            missing += _written(told, Path(output)) if output else _printed(told)
            continue
        for line in _restored(path):
            sys.stdout.buffer.write(line)
    if missing:
        raise typer.Exit(FAILED)


def _is_run(path: str) -> bool:
    return os.path.isdir(path) or path.lower().endswith(_TABLES)


def _printed(documents: Iterable[Account]) -> int:
    """Print documents as JSON Lines; the number of those that can't be restored."""
    missing = 0
    for account in documents:
        text = _text(account)
        missing += text is None
        sys.stdout.buffer.write(_line({"name": account.name, "text": text}))
    return missing


def _written(documents: Iterable[Account], folder: Path) -> int:
    """Write the documents of each output to a file; the number of those that can't be restored."""
    missing = 0
    for stem, several in groupby(documents, key=lambda account: account.key.rpartition(":")[0]):
        first = list(islice(several, 2))
        if len(first) == 1 and not _ROW.search(first[0].name):
            text = _text(first[0])
            missing += text is None
            if text is not None:
                _put(folder / f"{stem}.txt", text.encode(errors="replace"))
            continue
        rows = [{"name": account.name, "text": _text(account)} for account in chain(first, several)]
        missing += sum(row["text"] is None for row in rows)
        _put(folder / f"{stem or 'rows'}.jsonl", b"".join(map(_line, rows)))
    return missing


def _put(path: Path, data: bytes) -> None:
    try:
        if exists(str(path)):
            raise UsageError(f"{path} already exists")
        put(path, data)
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from error


def _text(account: Account) -> str | None:
    """The original of a document; where it isn't known, that is told."""
    text = original_of(account)
    if text is None:
        say(f"{account.name}: can't be restored: {_why_not(account)}")
    return text


def _why_not(account: Account) -> str:
    if account.error:
        return f"it was not cleaned ({account.error})"
    if account.body is None:
        return "its output is gone, has changed, or is not the body alone"
    return "the texts of its cuts are not known (clean with --explain), or its body has changed"


def _restored(path: str) -> Iterator[bytes]:
    for place, row in read_results(path):
        where = place.replace(_STDIN, "stdin", 1) if path == _STDIN else place
        try:
            text = None if row.get("error") else restored(row["body"], row["removed"])
        except (KeyError, TypeError) as error:
            raise UsageError(
                f"{where}: has no body, or cuts without their text; clean with --format json --explain"
            ) from error
        except ValueError as error:
            raise UsageError(f"{where}: {error}") from error
        if text is not None and ":" not in place.removeprefix(path):
            yield (printable(text) if sys.stdout.isatty() else text).encode(errors="replace")
        else:
            yield _line(_own(row) | {"text": text})


def _line(row: dict[str, Any]) -> bytes:
    return (json.dumps(row, ensure_ascii=False) + "\n").encode(errors="replace")


def _own(row: dict[str, Any]) -> dict[str, Any]:

    return {
        key: value for key, value in row.items() if key not in (*RESULTS, "blocks", "restored", "sources")
    }
