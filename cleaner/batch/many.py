"""`clean_many`: documents in hand, cleaned as a batch is, each result as soon as it is there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import starmap
from typing import Any, NamedTuple

from cleaner.batch.ahead import WAIT, Ahead
from cleaner.batch.items import LIMITS, Limits, Lost
from cleaner.batch.work import FIELDS, Clean
from cleaner.errors import CleanerError, DocumentError, InstallationError
from cleaner.model import Cleaned
from cleaner.pipeline import Cleaner

_FEW = 16  # documents that are not worth starting processes for
_OPTIONS = ("url", "site", "name", "html")  # of a document, as `Cleaner.clean` has them


class _Given(NamedTuple):
    content: Any
    options: Mapping[str, Any]


@dataclass(frozen=True)
class _Whole:
    """Clean documents, all of the result. Can be pickled."""

    cleaner: Cleaner
    seconds: float

    def check(self) -> None:
        """Clean a sentence. Raises if that does not work here."""
        Clean(self.cleaner).check()

    def __call__(self, given: _Given) -> Cleaned | DocumentError:
        name = given.options["name"]
        try:
            return self.cleaner.clean(given.content, seconds=self.seconds, **given.options)
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

    A document is what `Cleaner.clean` takes, or a mapping with such in html, text or content, and perhaps a
    url, site or name. The iterable is read in a thread, some way ahead, and may be endless or slow. One that
    can't be cleaned, takes longer than `limits` allow, eats memory or crashes its process gives a
    DocumentError in its place, which is not raised; the others go on. With 0 `jobs` there are as many
    processes as cores, and none for a few documents. Raises what `documents` raises, and InstallationError.
    """
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
                    yield DocumentError(given.options["name"], result.reason)
                else:
                    yield result


def _given(number: int, document: Any) -> _Given:
    options: dict[str, Any] = {"name": f"document {number}"}
    if isinstance(document, Mapping):
        options |= {key: document[key] for key in _OPTIONS if document.get(key)}
        document = next((document[key] for key in FIELDS if document.get(key)), None)
    return _Given(document, options)


def _size(given: _Given) -> int:
    return len(given.content) if isinstance(given.content, str | bytes) else 0
