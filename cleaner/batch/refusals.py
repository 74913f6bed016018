"""What can't be done is refused before any document is read."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

from cleaner.batch.documents import find_inputs, numbered
from cleaner.batch.find import Found, Kind, is_folder
from cleaner.batch.job import ENDINGS, INPUTS, ROWS, Job, ending
from cleaner.batch.streams import STDIN, check_address, is_remote
from cleaner.batch.targets import exists
from cleaner.errors import UsageError
from cleaner.report import FORMATS
from cleaner.text import late_pattern

_ADDRESS = late_pattern(r"www\.\S+\.[a-z]|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", re.I)  # `example.com/story`
_LOOSE = (Kind.JSONL, Kind.JSON)  # kinds of rows that may have any fields


def check(job: Job) -> None:
    """Raise UsageError for a job that contradicts itself, names what is not there, or would overwrite."""
    if not job.paths:
        raise UsageError("nothing to clean: name a file, a folder, or - for standard input")
    if job.paths.count(STDIN) > 1:
        raise UsageError("standard input can be read only once, but - is given twice")
    for path in job.paths:
        if path != STDIN and not is_remote(path) and not os.path.lexists(path):
            hint = f"; for a page on the web, write https://{path}" if _ADDRESS.match(path) else ""
            raise UsageError(f"{path}: no such file or folder{hint}")
    if not job.private:
        for path in (*job.paths, job.output, job.suspicious, job.log, job.memory):
            check_address(path)
    if job.format and job.format not in FORMATS:
        raise UsageError(f"unknown format “{job.format}”; expected one of {', '.join(FORMATS)}")
    if job.input and job.input not in INPUTS:
        raise UsageError(f"unknown input format “{job.input}”; expected one of {', '.join(INPUTS)}")
    if job.diff and (job.format or job.output):
        raise UsageError("--diff can't be combined with --format or --output")
    if job.remembers() and not all(map(_can_be_read_twice, job.paths)):
        raise UsageError(
            "--repeats and --memory read the input twice, which is not possible for standard input and pipes"
        )
    if job.site and not job.remembers():
        raise UsageError("--site needs --repeats or --memory")
    if job.memory and os.path.isdir(job.memory):
        raise UsageError(f"--memory needs a file, but {job.memory} is a folder")
    if job.memory and not os.path.isdir(os.path.dirname(job.memory) or "."):
        raise UsageError(f"{job.memory}: the folder {os.path.dirname(job.memory)} does not exist")
    if job.field and not job.has_rows() and not any(is_folder(path) for path in job.paths):
        raise UsageError("--field needs input with rows")
    if job.jobs < 0 or job.shard < 0 or job.sample < 0:
        raise UsageError("--jobs, --sample and --shard can't be negative")
    if not all(limit > 0 for limit in job.limits):  # NaN neither
        raise UsageError("--time-limit and --memory-limit must be more than 0")
    if not 0 <= job.most_failures <= 1:
        raise UsageError("--max-error-rate must be between 0 and 1")
    _check_extras(job)
    _check_output(job)


def _check_extras(job: Job) -> None:
    """Refuse what needs a package that is not installed."""
    from cleaner.batch.sources import check_installed  # noqa: PLC0415  (most inputs are files of text)

    for path in job.paths:
        check_installed(job.kind(path), path)
    if job.format_name() == "parquet":
        check_installed(Kind.PARQUET, "" if job.dry_run else job.output)


def _can_be_read_twice(path: str) -> bool:
    return path != STDIN and (is_remote(path) or os.path.isfile(path) or os.path.isdir(path))


def _check_output(job: Job) -> None:
    folder, name = job.place()
    to_stdout = folder is None
    _check_ending(job)
    if job.format_name() == "parquet" and to_stdout and not job.dry_run:
        raise UsageError("Parquet needs a file: name one with --output")
    if job.format_name() == "csv" and any(job.kind(path) in _LOOSE for path in job.paths):
        raise UsageError(
            "rows of JSONL may have different fields, which CSV can't hold; write .jsonl or .parquet"
        )
    for option, wanted in (("--shard", job.shard), ("--suspicious", job.suspicious)):
        if wanted and to_stdout:
            raise UsageError(f"{option} needs --output with a file or folder")
    if job.resume and (to_stdout or (name and not job.log)):
        raise UsageError("--resume needs a log: name an output folder, or use --output with a file and --log")
    if job.resume and job.overwrite:
        raise UsageError("--resume and --overwrite can't be combined")
    if to_stdout or job.dry_run:
        return
    if name:
        _check_file(job)
    else:
        _check_folder(job)


def _check_ending(job: Job) -> None:
    """Refuse a name of the output that tells no format, or of a folder that looks like a slip of the pen."""
    found = ending(job.output)
    if job.format or not found or found in ENDINGS or job.place()[0] is None or exists(job.output):
        return
    from difflib import get_close_matches  # noqa: PLC0415  (few outputs have no known ending)

    meant = get_close_matches(found, ENDINGS, 1, 0.7)
    if job.to_folder() and (not meant or job.output.endswith("/")):
        return
    hint = f"; did you mean {meant[0]}?" if meant else "; say which with --format"
    raise UsageError(f"{job.output}: the ending {found} tells no format{hint}")


def _check_file(job: Job) -> None:
    path = numbered(job.output, 0) if job.shard else job.output
    is_device = os.path.exists(path) and not os.path.isfile(path)
    if exists(path) and not job.overwrite and not job.resume and not is_device:
        raise UsageError(f"{path} already exists; use --overwrite to replace it")


def _check_folder(job: Job) -> None:
    places = sorted(
        (os.path.abspath(path) for path in job.paths if path != STDIN and not is_remote(path)), key=Path
    )
    for place, other in pairwise(places):
        if other == place or other.startswith(os.path.join(place, "")):
            raise UsageError(f"{os.path.relpath(other)} is given twice, by itself or through its folder")
    if not exists(job.output):
        return
    if not is_folder(job.output):
        raise UsageError(f"{job.output} is a file; several inputs need a folder or a .jsonl file")
    if any(os.path.samefile(job.output, place) for place in places if os.path.isdir(place)):
        raise UsageError(f"{job.output} is also the input; name another folder")
    if job.overwrite or job.resume or not os.path.isdir(job.output) or not os.listdir(job.output):
        return
    for found in find_inputs(job):
        if not isinstance(found, Found):
            continue
        sharded = job.shard and found.kind in ROWS
        taken = os.path.join(job.output, numbered(found.target, 0) if sharded else found.target)
        if os.path.lexists(taken):
            raise UsageError(f"{taken} already exists; use --overwrite to replace what is there")
