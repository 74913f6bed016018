"""The log of a run: JSON lines, only ever appended to. It is the report, and what `--resume` goes by.

A run begins with a line `{"run": …}` that says what was asked for. Then a line a document: `name`, `target`
(the output it belongs to), `outcome` (cleaned or failed), `seconds`, `cuts` by rule, `remarks`, `error`. The
last line of each target has `wrote`: the files that hold it, with their sizes. Lines after the last `wrote`
are of work that was broken off; a run that resumes takes them away.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from cleaner.batch.items import Done, Failure, Result
from cleaner.batch.targets import OutputError, size_of
from cleaner.errors import UsageError


class Log:
    """A log being written."""

    def __init__(self, path: str, settings: Mapping[str, Any]) -> None:
        self._path, self._held = path, ""
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[str] = open(path, "a", encoding="ascii")  # noqa: SIM115  (closed by close)
        except OSError as error:
            raise UsageError(f"{path}: can't be written: {error.strerror}") from error
        self._put({"run": settings})

    def write(self, target: str, result: Result | Failure) -> None:
        """Note what became of a document."""
        line: dict[str, Any] = {"name": result.name, "target": target}
        if isinstance(result, Failure):
            line |= {"outcome": "failed", "error": result.reason}
        else:
            line |= {"outcome": "cleaned", "seconds": round(result.seconds, 4), "cuts": dict(result.cuts)}
            if result.remarks:
                line["remarks"] = result.remarks
            if result.suspicious:
                line["suspicious"] = True
        self._flush()
        self._held = json.dumps(line)

    def end(self, wrote: Mapping[str, int]) -> None:
        """Note that the documents since the last end are final, and the files that hold them."""
        if self._held:
            self._held = f'{self._held[:-1]}, "wrote": {json.dumps(wrote)}}}'
            self._flush()

    def close(self) -> None:
        self._held = ""
        self._file.close()

    def _put(self, line: Mapping[str, Any]) -> None:
        self._held = json.dumps(line)
        self._flush()

    def _flush(self) -> None:
        if self._held:
            try:
                self._file.write(self._held + "\n")
                self._file.flush()
            except OSError as error:
                raise OutputError(self._path, error) from error
            self._held = ""


def resume(path: str, settings: Mapping[str, Any]) -> Done:
    """What is done, and the log without what was broken off.

    Done is a target whose files are there in the sizes they had: a computer that lost its power may have
    forgotten them. Raises UsageError if there is no log, or if it is of a run that wanted something else.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: no log to resume from: {error.strerror}") from error
    targets: dict[str, list[Mapping[str, Any]]] = {}
    group: list[Mapping[str, Any]] = []
    position = kept = 0
    for raw in data.splitlines(keepends=True):
        position += len(raw)
        line = _parsed(raw)
        if line is None:
            continue
        if "run" in line:
            if line["run"] != settings:
                raise UsageError(f"{path}: is of a run with {_difference(line['run'], settings)}; start anew")
            group, kept = [], position
            continue
        group.append(line)
        if "wrote" in line:
            targets[line["target"]] = group
            group, kept = [], position
    try:
        os.truncate(path, kept)
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from error
    whole = {target: lines for target, lines in targets.items() if _is_there(lines[-1]["wrote"])}
    return Done(frozenset(whole), tuple(line for lines in whole.values() for line in lines))


def _parsed(raw: bytes) -> Mapping[str, Any] | None:
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if raw.endswith(b"\n") and isinstance(line, dict) else None


def _is_there(wrote: Mapping[str, int]) -> bool:
    return all(size_of(path) == size for path, size in wrote.items())


def _difference(before: Any, now: Mapping[str, Any]) -> str:
    names = [name for name in now if not isinstance(before, dict) or before.get(name) != now[name]]
    return f"another {' and '.join(names)}" if names else "other options"
