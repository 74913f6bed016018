"""Documents that are looked at, not cleaned: bodies and gold to compare, a corpus to try rules on."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from cleaner.batch.documents import documents
from cleaner.batch.items import Failure, Item, Lost
from cleaner.batch.job import Job
from cleaner.batch.refusals import check
from cleaner.batch.run import outcomes
from cleaner.batch.streams import damage, lines, opened
from cleaner.batch.work import Clean, document_of, load
from cleaner.batch.worker import Work
from cleaner.errors import DocumentError, UsageError
from cleaner.model import Cleaned
from cleaner.pipeline import Cleaner

_TEXTS = (".txt", ".md")


class Looked(NamedTuple):
    """A document and what each of several cleaners makes of it."""

    name: str
    url: str
    site: str
    cleaned: tuple[Cleaned, ...]


@dataclass(frozen=True)
class Look:
    """Clean documents in several ways, and hand all of it back. Can be pickled."""

    cleaners: tuple[Cleaner, ...]
    site: str = ""  # of all documents, whatever their addresses say

    def check(self) -> None:
        """Clean a sentence. Raises if that does not work here."""
        Clean(self.cleaners[0]).check()

    def __call__(self, item: Item | Failure) -> Looked | Failure:
        """Clean one document; what can't be read stays the failure it is."""
        loaded = load(item) if isinstance(item, Item) else item
        if isinstance(loaded, Failure):
            return loaded
        try:
            documents = [document_of(loaded, cleaner, self.site) for cleaner in self.cleaners]
            cleaned = tuple(
                cleaner.clean_document(document)
                for cleaner, document in zip(self.cleaners, documents, strict=True)
            )
        except DocumentError as error:
            return Failure(item.name, error.message)
        return Looked(item.name, documents[0].url, documents[0].site, cleaned)


R = TypeVar("R")


def each(work: Work[Item | Failure, R], job: Job) -> Generator[tuple[Item | Failure, R | Lost], None, None]:
    """What the work makes of each document that a job names, in order. Raises UsageError as `check` does."""
    check(job)
    items = (item for item in documents(job) if isinstance(item, Item | Failure))
    return outcomes(work, items, jobs=job.jobs, limits=job.limits)


def read_rows(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSONL file, compressed or not, each with its place; or the texts of a folder as such.

    A text's place is its path within the folder. Raises UsageError for what can't be read.
    """
    if os.path.isdir(path):
        yield from _texts(Path(path))
        return
    try:
        with opened(path) as stream:
            for number, line in enumerate(lines(stream), 1):
                if line.strip():
                    yield f"{path}:{number}", _parsed(line, f"{path}:{number}")
    except damage() as error:
        raise UsageError(f"{path}: can't be read: {getattr(error, 'strerror', None) or error}") from error


def read_results(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a result: the one object of a file as such, others each with the number of its line.

    JSON, an array of it or JSON Lines, compressed or not, and standard input. Raises UsageError.
    """
    try:
        with opened(path) as stream:
            data = stream.read()
    except damage() as error:
        raise UsageError(f"{path}: can't be read: {getattr(error, 'strerror', None) or error}") from error
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict):
        yield path, whole
    elif isinstance(whole, list) and all(isinstance(row, dict) for row in whole):
        yield from ((f"{path}:{number}", row) for number, row in enumerate(whole, 1))
    else:
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                yield f"{path}:{number}", _parsed(line, f"{path}:{number}")


def _texts(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(folder.rglob("*")):
        if file.suffix in _TEXTS and file.is_file():
            try:
                body = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise UsageError(f"{file}: can't be read: {error}") from error
            yield file.relative_to(folder).as_posix(), {"body": body}


def _parsed(line: bytes, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: is not valid JSON: {error}") from error
    if not isinstance(row, dict):
        raise UsageError(f"{place}: expected a JSON object")
    return row
