"""The first of two passes: what a batch's pages say, counted into a memory, and that memory's file."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple, cast

from cleaner.batch.documents import documents
from cleaner.batch.items import Failure, Item
from cleaner.batch.job import Job
from cleaner.batch.locks import locked
from cleaner.batch.run import outcomes
from cleaner.batch.streams import damage, opened
from cleaner.batch.targets import put
from cleaner.batch.work import Clean, document_of
from cleaner.batch.work import load as loaded
from cleaner.decision import Memory, Page, page_of
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner


class Counted(NamedTuple):
    """What is to be remembered of a document."""

    site: str
    page: Page


class Count(NamedTuple):
    """Tell what is to be remembered of documents. Can be pickled."""

    cleaner: Cleaner
    site: str = ""  # of all documents, whatever their addresses say

    def check(self) -> None:
        """Clean a sentence. Raises if that does not work here."""
        Clean(self.cleaner).check()

    def __call__(self, item: Item | Failure) -> Counted | None:
        """Read one document. None for one of no site, and what can't be read: the second pass tells."""
        with suppress(Exception):  # whatever it is, the second pass meets it too
            found = loaded(item) if isinstance(item, Item) else item
            if isinstance(found, Item):
                document = document_of(found, self.cleaner, self.site)
                if document.site:
                    return Counted(document.site, page_of(document.text, document.url))
        return None


def count(cleaner: Cleaner, job: Job, memory: Memory) -> None:
    """Add all pages of a batch to a memory: those that are done and those that no sample has among them."""
    items = (item for item in documents(job._replace(sample=0)) if isinstance(item, Item | Failure))
    results = outcomes(Count(cleaner, job.site), items, jobs=job.jobs, limits=job.limits)
    with closing(results):
        for _, counted in results:
            if isinstance(counted, Counted):
                memory.add(*counted)


def load(path: str) -> Memory:
    """The memory in a file; an empty one if there is no such file. Raises UsageError if it is none."""
    damaged: tuple[type[Exception], ...] = (*damage(), ValueError)
    try:
        with opened(path) as file:
            return Memory.read(cast(Any, file))
    except FileNotFoundError:
        return Memory()
    except damaged as error:
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    except MemoryError as error:
        raise UsageError(f"{path}: needs more memory than there is") from error


def save(path: str, memory: Memory) -> None:
    """Write a memory to a file, all or nothing; what another run has added meanwhile stays in it.

    Raises UsageError if that can't be done.
    """
    try:
        with locked([path]):
            memory.merge(load(path))
            put(Path(path), memory.to_bytes())
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror}") from error
