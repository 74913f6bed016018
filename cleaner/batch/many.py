"""`clean_many`: documents in hand, cleaned as a batch is, each result as soon as it is there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import starmap
from typing import Any

from cleaner.batch.ahead import WAIT, Ahead
from cleaner.batch.items import LIMITS, Failure, Item, Limits, Lost
from cleaner.batch.work import SITES, Clean, document_of, of_row
from cleaner.errors import CleanerError, DocumentError, InstallationError
from cleaner.match import Clock
from cleaner.model import Cleaned
from cleaner.pipeline import Cleaner
from cleaner.text import receive

_FEW = 16  # documents that are not worth starting processes for


@dataclass(frozen=True)
class _Whole:
    """Clean documents, all of the result. Can be pickled."""

    cleaner: Cleaner
    seconds: float

    def check(self) -> None:
        """Clean a sentence. Raises if that does not work here."""
        Clean(self.cleaner).check()

    def __call__(self, given: Item | Failure) -> Cleaned | DocumentError:
        name = given.name
        if isinstance(given, Failure):
            return DocumentError(name, given.reason)
        try:
            clock = Clock(self.seconds, name)
            return self.cleaner.clean_document(document_of(given, self.cleaner, clock=clock), clock)
        except DocumentError as error:
            return error
        except MemoryError:
            return DocumentError(name, "needs more memory than it may have")
        except ImportError as error:
            raise InstallationError(f"this installation is broken: {error}") from error
        except (CleanerError, TypeError) as error:
            return DocumentError(name, str(error))
        except Exception as error:  # a defect of ours costs one document, not the run
            return DocumentError(name, f"can't be cleaned ({type(error).__name__}: {error})")


def clean_many(
    documents: Iterable[str | bytes | float | Mapping[str, Any] | None],
    *,
    cleaner: Cleaner | None = None,
    jobs: int = 0,
    limits: Limits = LIMITS,
) -> Iterator[Cleaned | DocumentError]:
    """Clean documents, in processes of their own: in order, each as soon as it is done.

    A document is what `Cleaner.clean` takes, or a row: a mapping with such in html, text or content, and
    perhaps a url, site or name; beside text or content, html may be the flag of `Cleaner.clean`. The iterable
    is read in a thread, some way ahead, and may be endless or slow. One that can't be cleaned, takes longer
    than `limits` allow, eats memory or crashes its process gives a DocumentError in its place, which is not
    raised; the others go on. With 0 `jobs` there are as many processes as
    cores, and none for a few documents.

    Raises TypeError or ValueError for wrong arguments, at once; what `documents` raises; InstallationError.
    """
    if isinstance(documents, str | bytes | Mapping) or not isinstance(documents, Iterable):
        found = type(documents).__name__
        raise TypeError(f"documents: expected several, in a list or another iterable, not one {found}")
    for name, value, kind in (
        ("cleaner", cleaner, Cleaner | None),
        ("jobs", jobs, int),
        ("limits", limits, Limits),
    ):
        if not isinstance(value, kind):
            expected = getattr(kind, "__name__", "Cleaner")
            raise TypeError(f"{name}: expected {expected}, not {value!r}")
    if jobs < 0:
        raise ValueError(f"jobs: expected a number of processes, or 0 for as many as cores, not {jobs}")
    return _results(documents, cleaner, jobs, limits)


def _results(
    documents: Iterable[Any], cleaner: Cleaner | None, jobs: int, limits: Limits
) -> Iterator[Cleaned | DocumentError]:
    work = _Whole(cleaner or Cleaner(), limits.seconds)
    source = Ahead(starmap(_given, enumerate(documents, 1)), _size)
    with closing(source):
        if not jobs and limits == LIMITS and source.holds_all(_FEW, WAIT):
            yield from map(work, source)
            return
        from cleaner.batch.pool import Pool  # noqa: PLC0415  (a few documents need no other process)

        with Pool(work, jobs or os.cpu_count() or 1, limits) as pool:
            for given, result in pool.map(source):
                if isinstance(result, Lost):
                    yield DocumentError(given.name, result.reason)
                else:
                    yield result


def _given(number: int, document: Any) -> Item | Failure:
    given = _named(number, document)
    return _to_travel(given) if isinstance(given, Item) else given._replace(record=None)


def _named(number: int, document: Any) -> Item | Failure:
    """The document in what was given, be it a row."""
    item = Item(f"document {number}", document)
    if not isinstance(document, Mapping):
        return item
    row = dict(document)
    html = row.pop("html") if isinstance(row.get("html"), bool) else None
    name = row.get("name")
    item = item._replace(html=html, name=name if isinstance(name, str) and name else item.name)
    return of_row(item, row)


def _to_travel(item: Item) -> Item | Failure:
    """The same without what another process has no use for, or may not know: classes of a script's own."""
    content: Any = item.content
    if isinstance(content, str):
        content = str.__str__(content)
    elif isinstance(content, bytes | bytearray | memoryview):
        content = bytes(content)
    else:
        try:
            receive(content)
        except TypeError as error:
            return Failure(item.name, str(error))
    record = item.record or {}
    sites = {name: str.__str__(record[name]) for name in SITES if isinstance(record.get(name), str)}
    return item._replace(
        name=str.__str__(item.name), content=content, url=str.__str__(item.url), record=sites
    )


def _size(given: Item | Failure) -> int:
    return len(given.content) if isinstance(given, Item) and isinstance(given.content, str | bytes) else 0
