"""Runs made before: their documents, out of a log and the outputs it tells of, or out of rows alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cleaner.batch.find import LOG, Found, Kind, kind_of, uncompressed
from cleaner.batch.items import Failure, Item
from cleaner.batch.job import ROWS
from cleaner.batch.log import parsed
from cleaner.batch.now import key_of
from cleaner.batch.sources import Wanted, read
from cleaner.batch.streams import damage, is_remote, opened, whole
from cleaner.batch.work import load
from cleaner.errors import UsageError
from cleaner.report import Account, failed, from_log, from_row

Say = Callable[[str], None]
_BODY = "body"  # field of a row
_ENDING = 1 << 16  # bytes of a file that tell what it is


def accounts(path: str, say: Say = lambda _words: None) -> Iterator[Account]:
    """The documents of a run made before, as far as they are known; nothing is held but their targets.

    `path` is a folder of outputs with its log, a log that lies elsewhere, or a file of rows. `say` is told
    what is missing. Raises UsageError for what is no output of this package.
    """
    if is_remote(path):
        raise UsageError(f"{path}: only outputs on this machine can be read; copy it here first")
    if not os.path.exists(path):
        raise UsageError(f"{path}: no such file or folder")
    if not os.path.isdir(path):
        return _logged(path, "", say) if _is_log(path) else _rows(path)
    log = os.path.join(path, LOG)
    if not os.path.isfile(log):
        raise UsageError(
            f"{path}: holds no {LOG}, the log that `cleaner clean FOLDER -o {path}` writes; if the run had "
            "--log, name that file"
        )
    return _logged(log, path, say)


def settings_of(path: str) -> Mapping[str, Any]:
    """What the last run of a log was asked for: version, rules (a fingerprint) and options."""
    log = os.path.join(path, LOG) if os.path.isdir(path) else path
    runs = [line["run"] for line in _lines(log) if "run" in line]
    return runs[-1] if runs and isinstance(runs[-1], dict) else {}


def _is_log(path: str) -> bool:
    """Whether a file is a log, by its first line."""
    try:
        with open(path, "rb") as file:
            first = parsed(file.readline(_ENDING))
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from error
    return first is not None and "run" in first


def _lines(path: str) -> Iterator[dict[str, Any]]:
    try:
        with open(path, "rb") as file:
            for number, raw in enumerate(file, 1):
                line = parsed(raw)
                if line is not None:
                    yield line
                elif raw.endswith(b"\n"):
                    raise UsageError(f"{path}:{number}: is not a line of a log: expected a JSON object")
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from error


def _logged(log: str, folder: str, say: Say) -> Iterator[Account]:
    """The documents a log tells of: of each target what was said last, of a run broken off what it ended."""
    last: dict[str, int] = {}
    number = loose = 0
    done = False
    for line in _lines(log):
        if "run" in line or "done" in line:
            done, loose = "done" in line, 0
        elif line.get("outcome") == "skipped":
            continue
        elif "wrote" in line:
            last[line["target"]] = number
            number, loose = number + 1, 0
        else:
            loose += 1
    if not last and not done:
        raise UsageError(f"{log}: the run has not finished any document")
    if not done:
        say(f"{log}: the run is still at work or was broken off; what it has finished is shown")
    elif loose:
        say(f"{log}: {loose:,} documents of a run that was broken off are left out")
    return _told(log, folder, last)


def _told(log: str, folder: str, last: Mapping[str, int]) -> Iterator[Account]:
    number, documents, here = 0, 0, False
    bodies: Iterator[str | None] = iter(())
    for line in _lines(log):
        if "run" in line:
            folder = folder or _folder(line["run"], log)
            bodies, here, documents = iter(()), False, 0
        elif line.get("outcome") in ("cleaned", "failed"):
            target = line["target"]
            if last.get(target) == number:
                if not here:
                    bodies, here = _bodies(os.path.join(folder, target)), True
                cleaned = line["outcome"] == "cleaned"
                body = next(bodies, None) if cleaned else None
                yield _account(line, body, key_of(target, documents), log)
                documents += 1
            if "wrote" in line:
                number, here, documents = number + 1, False, 0


def _account(line: Mapping[str, Any], body: str | None, key: str, log: str) -> Account:
    try:
        return from_log(line, body, key)
    except (ValueError, KeyError, TypeError) as error:
        reason = str(error) if isinstance(error, ValueError) else "is not a line that cleaner writes"
        raise UsageError(f"{log}: the line of {line.get('name')} {reason}") from error


def _folder(run: Any, log: str) -> str:
    """Where the outputs of a log lie that is kept elsewhere."""
    options = run.get("options") if isinstance(run, dict) else None
    if not isinstance(options, dict):
        raise UsageError(f"{log}: doesn't say where the outputs are")
    output = str(options.get("output") or "")
    return output if os.path.isdir(output) else os.path.dirname(output)


def _bodies(path: str) -> Iterator[str | None]:
    """The bodies in an output, in order; None for what can't be read, or isn't the body alone."""
    kind = kind_of(path)
    if not os.path.isfile(path) or uncompressed(path).endswith((".md", ".diff")):
        return
    if kind in ROWS:
        for item in read(Found(path, path, kind or Kind.JSONL), Wanted(_BODY)):
            loaded = load(item) if isinstance(item, Item) else item
            if (
                isinstance(loaded, Item)
                and isinstance(loaded.content, str)
                and not _fields(loaded).get("error")
            ):
                yield loaded.content
        return
    try:
        with opened(path) as stream:
            content = whole(stream)
    except damage():
        return
    yield None if content is None else content.decode("utf-8", "replace")


def _rows(path: str) -> Iterator[Account]:
    """The documents in a file of rows."""
    kind = kind_of(path)
    if kind not in ROWS:
        raise UsageError(
            f"{path}: expected a folder of outputs, a log, or rows (.jsonl, .json, .csv, .parquet) that "
            "cleaner wrote"
        )
    for number, item in enumerate(read(Found(path, path, kind), Wanted(_BODY))):
        loaded = load(item) if isinstance(item, Item) else item
        if isinstance(loaded, Item):
            content = loaded.content
            try:
                yield from_row(_fields(loaded), content if isinstance(content, str) else "", loaded.name)
            except ValueError as error:
                if not number:
                    raise UsageError(f"{loaded.name}: {error}") from error
                yield failed(loaded.name, str(error))
        elif isinstance(loaded, Failure):
            if not number:
                raise UsageError(f"{loaded.name}: {loaded.reason}; is it an output of cleaner?")
            yield failed(loaded.name, loaded.reason)


def _fields(item: Item) -> Mapping[str, Any]:
    if item.row is not None:
        row: Mapping[str, Any] = item.row.batch.slice(item.row.index, 1).to_pylist()[0]
        return row
    return item.record or {}
