"""Cleaning inside other engines: a record batch, or a file, at a time. `README.md` has recipes.

No engine has a limit of its own for one document: a worker that dies ends the job, or is tried again for
ever. Hence both functions work in a process of their own, and a document that hangs, crashes or eats memory
becomes a row with an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Self

from cleaner.batch import Failure, Item, Job, Limits, Outcome, Result, clean_paths
from cleaner.batch.items import LIMITS, Lost
from cleaner.batch.pool import Pool
from cleaner.batch.tables import schema_with_results, texts, with_results
from cleaner.batch.targets import exists
from cleaner.batch.work import Clean
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner

__all__ = ["BatchCleaner", "clean_batch", "clean_file", "schema_with_results"]


class BatchCleaner:
    """Cleans record batches. Can be pickled; its processes start with the first batch, where that is.

    `field` is the column of text or HTML (strings or bytes); without it, the first of html, text and content
    that a row has something in. A column `url`, if there is one, tells the site. `jobs` processes work on a
    batch; one is enough where the engine has a task for each core.
    """

    def __init__(
        self, cleaner: Cleaner | None = None, *, field: str = "", limits: Limits = LIMITS, jobs: int = 1
    ) -> None:
        self._cleaner, self._field, self._limits, self._jobs = cleaner or Cleaner(), field, limits, jobs
        self._pool: Pool[Item | Failure, Result | Failure] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (self._cleaner, self._field, self._limits, self._jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes. Another batch starts new ones."""
        if self._pool is not None:
            self._pool.stop()
            self._pool = None

    def __call__(self, batch: Any) -> Any:
        """A `pyarrow.RecordBatch` with the columns body, removed, metadata and error after its own.

        `removed` has the rule, start and end of each cut, in characters of the text (of a page: of the text
        extracted from it; -1 for elements). `error` is null, or says why there is no body. Raises UsageError
        if there is no column of text, InstallationError if no document can be cleaned here.
        """
        found = texts(batch, self._field)
        if isinstance(found, str):
            raise UsageError(found)
        items: Iterator[Item | Failure] = (
            Item(f"row {number}", content, format="parquet", url=url, size=len(content))
            for number, (content, url) in enumerate(found, 1)
        )
        if self._pool is None:
            self._pool = Pool(Clean(self._cleaner), self._jobs, self._limits)
        pairs = self._pool.map(items, lambda item: item.size if isinstance(item, Item) else 0)
        return with_results(
            batch, [Failure(i.name, r.reason) if isinstance(r, Lost) else r for i, r in pairs]
        )

    def each(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Batches, one after the other; the processes end with the last."""
        with self:
            for batch in batches:
                yield self(batch)


def _made_again(cleaner: Cleaner, field: str, limits: Limits, jobs: int) -> BatchCleaner:
    return BatchCleaner(cleaner, field=field, limits=limits, jobs=jobs)


def clean_batch(batch: Any, *, field: str = "", limits: Limits = LIMITS) -> Any:
    """Clean the rows of a `pyarrow.RecordBatch` with the packaged rules: see `BatchCleaner`.

    The process that does so stays for the next batch, and ends with this one.
    """
    return _kept(field, limits)(batch)


@cache
def _kept(field: str, limits: Limits) -> BatchCleaner:
    return BatchCleaner(field=field, limits=limits)


def clean_file(
    source: str, output: str, *, cleaner: Cleaner | None = None, limits: Limits = LIMITS, jobs: int = 1
) -> Outcome | None:
    """Clean one file of documents into another, unless that is there already: None then.

    The output appears when it is complete, so that a task that was killed can simply be run again. Kinds of
    files are told by their names: WARC, WET, Parquet, JSONL, CSV, archives; `s3://…` with the extra “remote”.
    """
    if exists(output):
        return None
    return clean_paths(cleaner or Cleaner(), Job((source,), output=output, limits=limits, jobs=jobs))
