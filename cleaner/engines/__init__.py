"""Cleaning inside other engines: a record batch, or a file, at a time. `docs/recipes.md` has recipes.

No engine has a limit of its own for one document: a worker that dies ends the job, or is tried again for
ever. Hence both functions work in a process of their own, and a document that hangs, crashes or eats memory
becomes a row with an error.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Generic, Self, TypeVar

from cleaner.batch import (
    LIMITS,
    Clean,
    Failure,
    Item,
    Job,
    Limits,
    Lost,
    Outcome,
    Result,
    clean_paths,
    exists,
)
from cleaner.batch.memory import Count, Counted
from cleaner.batch.pool import CHUNK, Pool, Work
from cleaner.batch.tables import schema_with_results, sites, texts, with_results
from cleaner.decision import Memory
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner

__all__ = ["BatchCleaner", "BatchCounter", "clean_batch", "clean_file", "merged", "schema_with_results"]

Out = TypeVar("Out")


class _Batches(Generic[Out]):
    """Work on the rows of record batches, in processes of its own. Can be pickled; the processes start with
    the first batch, where that is.

    `field` is the column of text or HTML (strings or bytes); without it, the first of html, text and content
    that a row has something in. A column `url`, or else `site`, if there is one, tells the site. `jobs`
    processes work on a batch; one is enough where the engine has a task for each core. `explain` gives each
    cut its text and the reason.
    """

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        field: str = "",
        limits: Limits = LIMITS,
        jobs: int = 1,
        explain: bool = False,
    ) -> None:
        self._cleaner, self._field, self._limits, self._jobs = cleaner or Cleaner(), field, limits, jobs
        self._explain = explain
        self._pool: Pool[Item | Failure, Out] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (type(self), self._cleaner, self._field, self._limits, self._jobs, self._explain)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes. Another batch starts new ones."""
        if self._pool is not None:
            self._pool.stop()
            self._pool = None

    def _work(self) -> Work[Item | Failure, Out]:
        """What is done to a document."""
        raise NotImplementedError

    def _made(self, batch: Any, results: Sequence[Out | Lost]) -> Any:
        """The batch that becomes of a batch, by what came of its documents."""
        raise NotImplementedError

    def __call__(self, batch: Any) -> Any:
        """Another batch for a `pyarrow.RecordBatch`."""
        most = max(1, min(CHUNK, batch.num_rows // (4 * self._jobs)))  # all processes are to have some of it
        return next(self._streamed([batch], most))

    def each(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Batches, one after the other; the next are read and begun meanwhile. The processes end with the
        last."""
        with self:
            yield from self._streamed(batches)

    def _streamed(self, batches: Iterable[Any], most: int = CHUNK) -> Iterator[Any]:
        if self._pool is None:
            self._pool = Pool(self._work(), self._jobs, self._limits)
        begun: deque[Any] = deque()  # batches, as they are read
        done: list[Out | Lost] = []  # of the first of them
        for _, result in self._pool.map(self._items(batches, begun), _size, most):
            while not begun[0].num_rows:
                yield self._made(begun.popleft(), [])
            done.append(result)
            if len(done) == begun[0].num_rows:
                yield self._made(begun.popleft(), done)
                done = []
        for batch in begun:
            yield self._made(batch, [])

    def _items(self, batches: Iterable[Any], begun: deque[Any]) -> Iterator[Item | Failure]:
        """The documents of batches, which are put down as they are read."""
        for batch in batches:
            found = texts(batch, self._field)
            if isinstance(found, str):
                raise UsageError(found)
            begun.append(batch)
            for number, ((content, url, column), site) in enumerate(zip(found, sites(batch), strict=True), 1):
                yield Item(
                    f"row {number}",
                    content,
                    format="parquet",
                    url=url,
                    site=site,
                    size=len(content),
                    field=column,
                )


def _size(item: Item | Failure) -> int:
    return item.size if isinstance(item, Item) else 0


class BatchCleaner(_Batches[Result | Failure]):
    """Cleans record batches: see `_Batches` for its arguments.

    A batch comes back with the columns of results, from body to error, after its own (`docs/recipes.md` lists
    them). Cuts have their places in characters of the text (of a page: of the text extracted from it; -1 for
    elements). `error` is null, or says why there is no body. Raises UsageError if there is no column of text,
    InstallationError if no document can be cleaned here.
    """

    def _work(self) -> Clean:
        return Clean(self._cleaner, explain=self._explain)

    def _made(self, batch: Any, results: Sequence[Result | Failure | Lost]) -> Any:
        told = (Failure("", r.reason) if isinstance(r, Lost) else r for r in results)
        return with_results(batch, list(told), explain=self._explain)


class BatchCounter(_Batches[Counted | None]):
    """Counts record batches for a `Memory`, the first of two passes: see `_Batches`.

    A batch becomes one of one row: in the column memory, the bytes of a `Memory` of its documents.
    """

    def _work(self) -> Count:
        return Count(self._cleaner)

    def _made(self, batch: Any, results: Sequence[Counted | Lost | None]) -> Any:  # noqa: ARG002
        import pyarrow  # noqa: PLC0415  (an extra)

        memory = Memory()
        for counted in results:
            if isinstance(counted, Counted):
                memory.add(*counted)
        return pyarrow.RecordBatch.from_pydict({"memory": [memory.to_bytes()]})


def merged(memories: Iterable[bytes]) -> Memory:
    """One memory of what `BatchCounter` gave for each batch, in any order."""
    whole = Memory()
    for counted in memories:
        whole.merge(Memory.from_bytes(counted))
    return whole


def _made_again(
    kind: type[_Batches[Any]], cleaner: Cleaner, field: str, limits: Limits, jobs: int, explain: bool
) -> _Batches[Any]:
    return kind(cleaner, field=field, limits=limits, jobs=jobs, explain=explain)


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
