"""The log of a run: JSON lines, only ever appended to. It is the report, and what `--resume` goes by.

A run begins with a line `{"run": …}` that says what was asked for. Then a line a document: `name`, `target`
(the output it belongs to), `outcome` (cleaned or failed), `seconds`, `cuts` by rule, `remarks`, `error`;
`suspicious`, `empty`, `language` and `page_kind` where there is something to say; `words`, those `left` in
the body, `url`, `site` and `title`, and what was `removed`, with the text of each cut; and `input`: size and
time of the file it came from, that file's `path` if the name says more, and of rows and members of archives a
`digest`. The last line of each target has `wrote`: the files that hold it, with their sizes; it is written
when they are on the disk. Lines after the last `wrote` are of work that was broken off; a run that resumes
takes them away. A line with the `outcome` skipped names a file that is no document, and `what` it is: its
ending, or its content type. A run that came to its end closes with `{"done": true}`.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from cleaner.batch.items import Done, Failure, Item, Result, Skipped, Source
from cleaner.batch.targets import OutputError, settle, size_of
from cleaner.errors import UsageError

_BEGINS = b'{"run": '
_SHOWN = 0.1  # seconds that a line may wait for others to be written with; nothing is lost with it
_SETTLED = 0.5  # seconds of work that a crash may undo,
_SHARE = 20  # and more where the disk is slow: to wait for it takes no more than a twentieth of the time


def _is_log(path: str) -> bool:
    """Whether lines may be added to it: it does not exist yet, is empty or no file, or begins as a log."""
    if not os.path.isfile(path):
        return True
    with open(path, "rb") as file:
        start = file.read(len(_BEGINS))
    return not start or start == _BEGINS


class Log:
    """A log being written."""

    def __init__(self, path: str, settings: Mapping[str, Any]) -> None:
        self._path = path
        self._last: dict[str, Any] = {}  # the line that the end of its target may still be told in
        self._lines: list[str] = []  # to be written when
        self._files: list[str] = []  # these are on the disk
        self._flushed = 0.0  # when last
        self._due = time.monotonic() + _SETTLED
        self._lock = threading.Lock()  # of the lines: what is skipped is noted while it is read
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            if not _is_log(path):
                raise UsageError(f"{path}: exists and is no log of cleaner; name another file for the log")
            self._file: IO[str] = open(path, "a", encoding="ascii")  # noqa: SIM115  (closed by close)
        except OSError as error:
            raise UsageError(f"{path}: can't be written: {error.strerror}") from error
        self._put({"run": settings})

    def write(self, item: Item | Failure, result: Result | Failure) -> None:
        """Note what became of a document."""
        line: dict[str, Any] = {"name": result.name, "target": item.target}
        if isinstance(result, Failure):
            line |= {"outcome": "failed", "error": result.reason}
        else:
            line |= {"outcome": "cleaned", "seconds": round(result.seconds, 4), "cuts": dict(result.cuts)}
            if result.remarks:
                line["remarks"] = result.remarks
            said = {name: getattr(result, name) for name in ("suspicious", "empty", "language", "page_kind")}
            line |= {name: value for name, value in said.items() if value}
            line |= result.noted
        if item.source is not None:
            line["input"] = _known(item, item.source)
        self._put_last()
        self._last = line
        if self._files and time.monotonic() > self._due:
            self._settle()

    def skip(self, item: Skipped) -> None:
        """Note a file that is no document. May be called by the thread that reads."""
        self._put({"name": item.name, "outcome": "skipped", "what": item.what})

    def end(self, wrote: Mapping[str, int]) -> None:
        """Note that the documents since the last end are final, and the files that hold them."""
        if self._last:
            self._last["wrote"] = wrote
            self._files += wrote
            self._put_last()
            if time.monotonic() > self._due:
                self._settle()

    def finish(self) -> None:
        """Note that the run came to its end."""
        self._put({"done": True})

    def close(self) -> None:
        """Write what is known. What was not ended is forgotten."""
        self._last = {}
        try:
            self._settle()
        finally:
            with suppress(OSError):  # it tries once more to write what it could not, which is known by now
                self._file.close()

    def _put_last(self) -> None:
        if self._last:
            self._put(self._last)
            self._last = {}

    def _put(self, line: Mapping[str, Any]) -> None:
        with self._lock:
            self._lines.append(json.dumps(line) + "\n")
            if not self._files and time.monotonic() - self._flushed > _SHOWN:
                self._flush()

    def _settle(self) -> None:
        started = time.monotonic()
        if self._files:
            settle(self._files)
            self._files = []
        with self._lock:
            self._flush()
        now = time.monotonic()
        self._due = now + max(_SETTLED, _SHARE * (now - started))

    def _flush(self) -> None:
        try:
            self._file.writelines(self._lines)
            self._file.flush()
        except OSError as error:
            raise OutputError(self._path, error) from error
        self._lines, self._flushed = [], time.monotonic()


def _known(item: Item | Failure, source: Source) -> dict[str, Any]:
    """By what an input will be known again."""
    known: dict[str, Any] = {"size": source.size, "time": source.time}
    if source.path != item.name:
        known["path"] = source.path
    if isinstance(item, Item) and item.digest:
        known["digest"] = item.digest
    return known


def resume(path: str, settings: Mapping[str, Any]) -> Done:
    """What is done, and the log without what was broken off.

    Done is a target whose files are there in the sizes they had: a computer that lost its power may have
    forgotten them. Raises UsageError if there is no log, or if it is of a run that wanted something else.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: there is no log to resume from: {error.strerror}") from error
    targets: dict[str, list[Mapping[str, Any]]] = {}
    group: list[Mapping[str, Any]] = []
    position = kept = 0
    for raw in data.splitlines(keepends=True):
        position += len(raw)
        line = parsed(raw)
        if line is None or line.get("outcome") == "skipped":
            continue
        if "run" in line:
            if line["run"] != settings:
                raise UsageError(f"{path}: {_difference(line['run'], settings)}")
            group, kept = [], position
            continue
        if "done" in line:
            kept = position
            continue
        line.pop("removed", None)  # of many documents that is much
        group.append(line)
        if "wrote" in line:
            targets[line["target"]] = group
            group, kept = [], position
    try:
        os.truncate(path, kept)
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from error
    return Done({target: lines for target, lines in targets.items() if _is_there(lines[-1]["wrote"])})


def parsed(raw: bytes) -> dict[str, Any] | None:
    """A line of a log; None for one that was not finished, or is none."""
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if raw.endswith(b"\n") and isinstance(line, dict) else None


def _is_there(wrote: Mapping[str, int]) -> bool:
    return all(size_of(path) == size for path, size in wrote.items())


def _difference(before: Any, now: Mapping[str, Any]) -> str:
    """Why a run can't be resumed, for people."""
    then: Mapping[str, Any] = before if isinstance(before, dict) else {}
    said = []
    if then.get("rules") != now["rules"]:
        prints = [str(made.get("rules", "none"))[:8] for made in (then, now)]
        said.append(f"other rules (fingerprint {prints[0]}… then, {prints[1]}… now)")
    if then.get("version") != now["version"]:
        said.append(f"version {then.get('version')} of cleaner (now: {now['version']})")
    old, new = then.get("options") or {}, now["options"]
    names = [name for name in new if old.get(name) != new[name]]
    if names:
        said.append(
            "other options (" + ", ".join(f"{n}: {old.get(n)!r} then, {new[n]!r} now" for n in names) + ")"
        )
    return f"this output was made with {' and '.join(said)}; use --overwrite to start again"
