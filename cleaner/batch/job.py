"""What was asked for: inputs, output, options."""

import os
from collections.abc import Callable
from typing import NamedTuple

from cleaner.batch.find import LOG, Kind, is_folder, kind_of, uncompressed
from cleaner.batch.items import LIMITS, Limits
from cleaner.batch.streams import STDIN, is_remote

_ONE_FILE = {  # endings of files that hold any number of documents, and their formats
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".parquet": "parquet",
}  # fmt: skip
ENDINGS = {**_ONE_FILE, ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown"}
ROWS = (Kind.JSONL, Kind.JSON, Kind.CSV, Kind.PARQUET, Kind.WARC)  # kinds of files with a document a row

INPUTS = {  # what an input can be said to be
    "jsonl": Kind.JSONL, "json": Kind.JSON, "csv": Kind.CSV, "parquet": Kind.PARQUET, "warc": Kind.WARC,
    "html": Kind.DOCUMENT, "text": Kind.DOCUMENT,
}  # fmt: skip


class Job(NamedTuple):
    """What to clean, and where to."""

    paths: tuple[str, ...]  # files, folders, "-" for standard input; addresses that fsspec opens
    output: str = ""  # a file or a folder; empty or "-" for standard output
    overwrite: bool = False
    format: str = ""  # text, json, jsonl, csv or parquet; empty: as the output's name or the inputs suggest
    diff: bool = False  # print what changes instead of what stays
    explain: bool = False  # give cuts their text and reason, where the format has a place for them
    verbose: bool = False  # explanations with the features and probabilities behind them
    explain_kept: bool = False  # say of each block that stayed why
    review: bool = False  # tell of each document what the page to look at shows
    input: str = ""  # kind of standard input and of files named outright; empty: as they look, or are called
    stdin: Kind | None = None  # what standard input was found to hold
    field: str = ""  # of rows; standard input then is JSONL, unless it looks like other rows
    url: str = ""  # where the documents come from, unless a row says
    html: bool | None = None  # None: to be sniffed
    private: bool = False  # file://, and pages of this machine and of private networks, may be read
    jobs: int = 0  # processes; 0: one a core, and none for little work
    limits: Limits = LIMITS  # of one document, in processes of its own
    shard: int = 0  # documents in each numbered file of rows; 0: all in one
    suspicious: str = ""  # folder for what looks suspicious
    log: str = ""  # file; empty: in the output, if that is a folder
    resume: bool = False
    dry_run: bool = False  # clean, write nothing
    sample: int = 0  # this many documents, picked at random, always the same; 0: all
    most_failures: float = 1.0  # share of documents that may fail before the run stops
    repeats: bool = False  # let a site's pages tell of each other: reads the input twice
    memory: str = ""  # file of pages seen before, which these are added to; implies `repeats`
    site: str = ""  # of all documents, whatever their addresses say
    include: tuple[str, ...] = ()  # patterns of names of files to read in folders too
    keep_text: bool = False  # rows keep the text that was cleaned
    drop_failed: bool = False  # rows that failed are left out
    paint: Callable[[str], str] | None = None  # colours what is printed

    def remembers(self) -> bool:
        """Whether the pages of a site tell of each other."""
        return self.repeats or bool(self.memory)

    def format_name(self) -> str:
        """The format of one output for all: what was asked for, else what its name or the inputs suggest."""
        if self.diff:
            return "diff"
        return self.format or ENDINGS.get(ending(self.output)) or ("jsonl" if self.has_rows() else "text")

    def has_rows(self) -> bool:
        """Whether any input is a file of rows."""
        return any(self.kind(path) in ROWS for path in self.paths)

    def to_folder(self) -> bool:
        """Whether the output is a folder: it is one, it is written like one, or one file won't do."""
        if self.output in ("", STDIN):
            return False
        return (
            is_folder(self.output)
            or self.output.endswith("/")
            or (self.is_many() and ending(self.output) not in _ONE_FILE)
        )

    def place(self) -> tuple[str | None, str]:
        """Folder of the outputs (None: standard output), and name of the one there is (empty: several)."""
        if self.output in ("", STDIN):
            return None, ""
        if self.to_folder():
            return self.output, ""
        folder, slash, name = self.output.rpartition("/")
        return folder or slash, name

    def log_path(self) -> str:
        """The log's file: as was asked for, or in the folder of outputs; empty: there is none."""
        folder, name = self.place()
        path = self.log or (os.path.join(folder, LOG) if folder is not None and not name else "")
        return "" if self.dry_run or is_remote(path) else path

    def kind(self, path: str) -> Kind:
        """What one of the paths holds; of a folder, documents."""
        if path == STDIN:
            return self.said() or self.stdin or (Kind.JSONL if self.field else Kind.DOCUMENT)
        return Kind.DOCUMENT if is_folder(path) else self.said() or kind_of(path) or Kind.DOCUMENT

    def said(self) -> Kind | None:
        """What the input was said to be."""
        return INPUTS[self.input] if self.input else None

    def is_html(self) -> bool | None:
        """Whether documents are pages; None: to be sniffed."""
        return {"html": True, "text": False}.get(self.input, self.html)

    def is_many(self) -> bool:
        """Whether the paths hold any number of documents that are not rows."""
        first = self.paths[0]
        return len(self.paths) > 1 or is_folder(first) or self.kind(first) is Kind.ARCHIVE


def ending(output: str) -> str:
    """The ending that tells the format of an output: `.jsonl` of `a.jsonl.gz`."""
    return os.path.splitext(uncompressed(output))[1].lower()
