"""From what was asked for to the loop: inputs found, the output chosen, refusals before any work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from cleaner.batch.items import Failure, Item, Outcome, Result, Skipped
from cleaner.batch.run import run
from cleaner.batch.sinks import FolderSink, NewFile, OneSink, Sink, Stdout
from cleaner.batch.sources import STDIN, Found, find, is_rows, read, uncompressed
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from cleaner.report.formats import FORMATS, Format, format_of

_ONE_FILE = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"}  # hold any number of documents


class Job(NamedTuple):
    """What to clean, and where to."""

    paths: tuple[str, ...]  # files, folders, JSONL files, "-" for standard input
    output: str = ""  # a file or a folder; empty or "-" for standard output
    overwrite: bool = False
    format: str = ""  # text, json or jsonl; empty: as the output's name or the inputs suggest
    diff: bool = False  # print what changes instead of what stays
    explain: bool = False  # give cuts their text and reason, where the format has a place for them
    field: str = ""  # of JSONL rows; standard input then is JSONL
    url: str = ""  # where the documents come from, unless a row says
    html: bool | None = None  # None: to be sniffed

    def format_name(self) -> str:
        """The format of the output: what was asked for, else what its name or the inputs suggest."""
        if self.diff:
            return "diff"
        return self.format or _ONE_FILE.get(_ending(self.output)) or ("jsonl" if self.has_rows() else "text")

    def has_rows(self) -> bool:
        """Whether any input is JSONL."""
        return any(_holds_rows(path, self) for path in self.paths)


def clean_paths(
    cleaner: Cleaner, job: Job, watch: Callable[[Result | Failure], None] = lambda _: None
) -> Outcome:
    """Clean all that a job names. Raises UsageError before any document is read if it can't be done."""
    _check(job)
    folder = _is_folder(job)
    several = job.has_rows() or (_is_many(job) and not folder)
    format_ = format_of(job.format_name(), explain=job.explain, several=several)
    sink: Sink
    if folder:
        _check_folder(job, format_)
        sink = FolderSink(Path(job.output), format_, overwrite=job.overwrite)
    elif job.output in ("", STDIN):
        sink = OneSink(Stdout(), format_)
    else:
        _check_file(job)
        sink = OneSink(NewFile(Path(job.output)), format_)
    return run(cleaner, _items(job, format_, folder), sink, watch)


def _items(job: Job, format_: Format, folder: bool) -> Iterator[Item | Failure | Skipped]:
    for found in _find(job, format_, exclude=job.output if folder else ""):
        if isinstance(found, Found):
            yield from read(found, field=job.field, url=job.url, html=job.html)
        else:
            yield found


def _find(job: Job, format_: Format, exclude: str) -> Iterator[Found | Failure | Skipped]:
    return find(job.paths, suffix=format_.suffix, rows_on_stdin=bool(job.field), exclude=exclude)


def _holds_rows(path: str, job: Job) -> bool:
    return bool(job.field) if path == STDIN else is_rows(path) and not os.path.isdir(path)


def _is_many(job: Job) -> bool:
    return len(job.paths) > 1 or os.path.isdir(job.paths[0])


def _ending(output: str) -> str:
    return os.path.splitext(uncompressed(output))[1].lower()


def _is_folder(job: Job) -> bool:
    """Whether the output is a folder: it is one, it is written like one, or one file won't do."""
    if job.output in ("", STDIN):
        return False
    return (
        os.path.isdir(job.output)
        or job.output.endswith("/")
        or (_is_many(job) and _ending(job.output) not in _ONE_FILE)
    )


# --- refusals ----------------------------------------------------------------------------------------------


def _check(job: Job) -> None:
    if not job.paths:
        raise UsageError("nothing to clean: name a file, a folder, or - for standard input")
    for path in job.paths:
        if path != STDIN and not os.path.lexists(path):
            raise UsageError(f"{path}: no such file or folder")
    if job.format and job.format not in FORMATS:
        raise UsageError(f"no format is called “{job.format}”: expected {', '.join(FORMATS)}")
    if job.diff and (job.format or job.output):
        raise UsageError("--diff prints what changes: it goes with neither --format nor --output")
    if job.field and not job.has_rows():
        raise UsageError("--field names a field of JSONL rows, and no input is JSONL")


def _check_file(job: Job) -> None:
    is_device = os.path.exists(job.output) and not os.path.isfile(job.output)
    if os.path.lexists(job.output) and not job.overwrite and not is_device:
        raise UsageError(f"{job.output} exists already; --overwrite replaces it")


def _check_folder(job: Job, format_: Format) -> None:
    places = sorted((os.path.abspath(path) for path in job.paths if path != STDIN), key=Path)
    for place, other in pairwise(places):
        if other == place or other.startswith(os.path.join(place, "")):
            raise UsageError(f"{os.path.relpath(other)} is named twice, by itself or with its folder")
    if not os.path.exists(job.output):
        return
    if not os.path.isdir(job.output):
        raise UsageError(f"{job.output} is a file: several inputs need a folder or a .jsonl file")
    if any(os.path.samefile(job.output, place) for place in places if os.path.isdir(place)):
        raise UsageError(f"{job.output} is the input itself: name another folder")
    if job.overwrite or not os.listdir(job.output):
        return
    for found in _find(job, format_, exclude=job.output):
        if isinstance(found, Found) and os.path.lexists(taken := os.path.join(job.output, found.target)):
            raise UsageError(f"{taken} exists already; --overwrite replaces what is there")
