"""What can't be done is refused before any document is read."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

from cleaner.batch.documents import find_inputs, numbered
from cleaner.batch.find import Found, Kind, is_folder
from cleaner.batch.job import ROWS, Job
from cleaner.batch.streams import STDIN, check_address, is_remote
from cleaner.batch.targets import exists
from cleaner.errors import UsageError
from cleaner.report import FORMATS


def check(job: Job) -> None:
    """Raise UsageError for a job that contradicts itself, names what is not there, or would overwrite."""
    if not job.paths:
        raise UsageError("nothing to clean: name a file, a folder, or - for standard input")
    for path in job.paths:
        if path != STDIN and not is_remote(path) and not os.path.lexists(path):
            raise UsageError(f"{path}: no such file or folder")
    if not job.private:
        for path in (*job.paths, job.output, job.suspicious, job.log, job.memory):
            check_address(path)
    if job.format and job.format not in FORMATS:
        raise UsageError(f"no format is called “{job.format}”: expected {', '.join(FORMATS)}")
    if job.diff and (job.format or job.output):
        raise UsageError("--diff prints what changes: it goes with neither --format nor --output")
    if job.remembers() and not all(map(_can_be_read_twice, job.paths)):
        raise UsageError("--repeats and --memory read the input twice: standard input and pipes can't be")
    if job.site and not job.remembers():
        raise UsageError("--site names the site for --repeats or --memory: add one of them")
    if job.memory and os.path.isdir(job.memory):
        raise UsageError(f"{job.memory} is a folder: --memory needs a file")
    if job.memory and not os.path.isdir(os.path.dirname(job.memory) or "."):
        raise UsageError(f"{job.memory}: there is no folder {os.path.dirname(job.memory)}")
    if job.field and not job.has_rows() and not any(is_folder(path) for path in job.paths):
        raise UsageError("--field names a field of rows, and no input has rows")
    if job.jobs < 0 or job.shard < 0 or job.sample < 0:
        raise UsageError("a number of processes, documents or shards can't be negative")
    if not 0 <= job.most_failures <= 1:
        raise UsageError("--max-error-rate is a share, from 0 to 1")
    _check_output(job)


def _can_be_read_twice(path: str) -> bool:
    return path != STDIN and (is_remote(path) or os.path.isfile(path) or os.path.isdir(path))


def _check_output(job: Job) -> None:
    folder, name = job.place()
    to_stdout = folder is None
    if job.format_name() == "parquet" and to_stdout and not job.dry_run:
        raise UsageError("Parquet goes to a file: name it with --output")
    if job.format_name() == "csv" and any(job.kind(path) is Kind.JSONL for path in job.paths):
        raise UsageError(
            "rows of JSONL may differ in their fields, which CSV can't say: write .jsonl or .parquet"
        )
    for option, wanted in (("--shard", job.shard), ("--suspicious", job.suspicious)):
        if wanted and to_stdout:
            raise UsageError(f"{option} needs files to write: name a file or folder with --output")
    if job.resume and (to_stdout or (name and not job.log)):
        raise UsageError("--resume goes by a log: name an output folder, or a file with --output and --log")
    if job.resume and job.overwrite:
        raise UsageError("--resume goes on with what is there, --overwrite replaces it: which is it to be?")
    if to_stdout or job.dry_run:
        return
    if name:
        _check_file(job)
    else:
        _check_folder(job)


def _check_file(job: Job) -> None:
    path = numbered(job.output, 0) if job.shard else job.output
    is_device = os.path.exists(path) and not os.path.isfile(path)
    if exists(path) and not job.overwrite and not job.resume and not is_device:
        raise UsageError(f"{path} exists already; --overwrite replaces it")


def _check_folder(job: Job) -> None:
    places = sorted(
        (os.path.abspath(path) for path in job.paths if path != STDIN and not is_remote(path)), key=Path
    )
    for place, other in pairwise(places):
        if other == place or other.startswith(os.path.join(place, "")):
            raise UsageError(f"{os.path.relpath(other)} is named twice, by itself or with its folder")
    if not exists(job.output):
        return
    if not is_folder(job.output):
        raise UsageError(f"{job.output} is a file: several inputs need a folder or a .jsonl file")
    if any(os.path.samefile(job.output, place) for place in places if os.path.isdir(place)):
        raise UsageError(f"{job.output} is the input itself: name another folder")
    if job.overwrite or job.resume or not os.path.isdir(job.output) or not os.listdir(job.output):
        return
    for found in find_inputs(job):
        if not isinstance(found, Found):
            continue
        sharded = job.shard and found.kind in ROWS
        taken = os.path.join(job.output, numbered(found.target, 0) if sharded else found.target)
        if os.path.lexists(taken):
            raise UsageError(f"{taken} exists already; --overwrite replaces what is there")
