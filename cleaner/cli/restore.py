"""`cleaner restore`: a clean undone from its JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from cleaner.batch.corpus import read_results
from cleaner.errors import UsageError
from cleaner.report import RESULTS, printable, restored

_STDIN = "-"
_Paths = Annotated[list[str] | None, typer.Argument(metavar="FILE...", show_default=False, hidden=True)]


def restore_texts(paths: _Paths = None) -> None:
    """Undo a clean: put the cuts back into the bodies.

    \b
      cleaner story.txt --format json --explain > story.json
      cleaner restore story.json > story.txt
      cleaner restore bodies.jsonl > rows.jsonl

    FILE is JSON or JSON Lines made with --explain; without it, standard input is read. A single document is
    printed as it was. Rows come back as JSON Lines with their own fields and the text. Of a page, the text
    extracted from it comes back, without the elements that were cut before.

    Exit codes: 0 restored, 2 a file can't be read, or its cuts have no text.
    """
    if not paths and sys.stdin.isatty():
        raise UsageError("name a file, or pipe one in")
    for path in paths or [_STDIN]:
        for line in _restored(path):
            sys.stdout.buffer.write(line)


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
            yield (json.dumps(_own(row) | {"text": text}, ensure_ascii=False) + "\n").encode(errors="replace")


def _own(row: dict[str, Any]) -> dict[str, Any]:

    return {
        key: value for key, value in row.items() if key not in (*RESULTS, "blocks", "restored", "sources")
    }
