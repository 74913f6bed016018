"""The loop: clean each document, write its body, note it, go on whatever one of them does."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Any, TypeVar

from cleaner.batch.items import LIMITS, Failure, File, Item, Limits, Lost, Result
from cleaner.batch.sinks import Outputs
from cleaner.batch.streams import is_compressed, is_remote
from cleaner.batch.work import record_of
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from cleaner.batch.log import Log
    from cleaner.batch.worker import Work

_FEW = 16  # documents that are not worth starting processes for,
_LITTLE = 1 << 20  # if they have no more bytes than this: far too little for the usual limits
_RATE_FROM = 100  # documents until an error rate means something

R = TypeVar("R")
Outcomes = Generator[tuple[Item | Failure, Result | Failure | Lost], None, None]
Watch = Callable[[Item | Failure, Result | Failure], None]


class FailureRateError(CleanerError):
    """More documents failed than was allowed."""


class Outcome:
    """What became of the documents of a run, and of those that an earlier one had done."""

    def __init__(self) -> None:
        self.cleaned = self.failed = self.suspicious = 0
        self.resumed = 0  # of all these, done before
        self.empty = 0  # of those cleaned: there was nothing in them
        self.skipped = Counter[str]()  # other files, by ending
        self.cuts = Counter[str]()  # by kind
        self.reasons = Counter[str]()  # of failures, by kind
        self.languages = Counter[str]()  # of what was cleaned, where known

    def count(self, result: Result | Failure) -> None:
        """Count one document."""
        if isinstance(result, Failure):
            self.failed += 1
            self.reasons[result.kind] += 1
            return
        self.cleaned += 1
        self.suspicious += result.suspicious
        self.empty += result.empty
        if result.language:
            self.languages[result.language] += 1
        for rule, number in result.cuts.items():
            self.cuts[rule.partition("/")[0]] += number

    def count_done(self, line: Any) -> None:
        """Count a document that an earlier run has noted in the log."""
        self.resumed += 1
        if line["outcome"] == "failed":
            self.count(Failure(line["name"], line["error"]))
        else:
            told = {key: line[key] for key in ("suspicious", "empty", "language") if key in line}
            self.count(Result(line["name"], b"", line["cuts"], **told))

    def check(self, most: float) -> None:
        """Raise FailureRateError if more than this share of the documents failed."""
        total = self.cleaned + self.failed
        if total >= _RATE_FROM and self.failed > most * total:
            worst, number = self.reasons.most_common(1)[0]
            raise FailureRateError(
                f"{self.failed:,} of {total:,} documents failed, more than the {most:.1%} allowed "
                f"({number:,}: {worst})"
            )


def outcomes(
    work: Work[Item | Failure, R],
    items: Iterable[Item | Failure],
    *,
    jobs: int = 0,
    limits: Limits = LIMITS,
) -> Generator[tuple[Item | Failure, R | Lost], None, None]:
    """Each item with what the work makes of it, in order.

    `jobs` processes of their own do the work, and what one document does to its process costs that document
    only. With 0, they are as many as there are cores; a little work is done in this one, if its limits are
    the usual: limits of the caller's own hold for what can't be broken off too.
    """
    rest = iter(items)
    if not jobs and limits == LIMITS:
        first = list(islice(rest, 1))
        rest = chain(first, rest)
        if first and _is_live(first[0]):
            from cleaner.batch.ahead import WAIT, Ahead  # noqa: PLC0415  (files are not waited for)

            ahead = Ahead(rest, _bytes)
            if ahead.holds_all(_FEW, WAIT):
                return ((item, work(item)) for item in ahead)
            return _in_processes(work, ahead, os.cpu_count() or 1, limits)
        first = list(islice(rest, _FEW + 1))
        rest = chain(first, rest)
        if len(first) <= _FEW and sum(map(_size, first)) <= _LITTLE:
            return ((item, work(item)) for item in rest)
    return _in_processes(work, rest, jobs or os.cpu_count() or 1, limits)


def _is_live(item: Item | Failure) -> bool:
    """Whether it came through a pipe, where the next may take any time."""
    return item.source is not None and item.source.size is None and not is_remote(item.source.path)


def _in_processes(
    work: Work[Item | Failure, R], items: Iterable[Item | Failure], jobs: int, limits: Limits
) -> Generator[tuple[Item | Failure, R | Lost], None, None]:
    from cleaner.batch.pool import Pool  # noqa: PLC0415  (one document needs no other process)

    with Pool(work, jobs, limits) as pool:
        yield from pool.map(items, _bytes)


def _bytes(item: Item | Failure) -> int:
    return item.size if isinstance(item, Item) else 0


def _size(item: Item | Failure) -> float:
    """The bytes of an item when it is read, as far as that is known."""
    if isinstance(item, Failure):
        return 0
    hidden = isinstance(item.content, File) and (
        is_remote(item.content.path) or is_compressed(item.content.path)
    )
    return math.inf if hidden else item.size


def run(
    results: Outcomes,
    outputs: Outputs,
    outcome: Outcome,
    *,
    log: Log | None = None,
    watch: Watch = lambda _item, _result: None,
    most_failures: float = 1.0,
) -> None:
    """Write results, count them into `outcome`, note them in the log; `watch` sees each.

    What belongs to one output comes together. Raises OutputError when the output takes no more, and
    FailureRateError; what was not finished then leaves no trace.
    """
    try:
        with closing(results):
            for _, group in groupby(results, key=lambda pair: pair[0].target):
                for item, result in group:
                    written = outputs.write(item, _told(item, result))
                    outcome.count(written)
                    if log:
                        log.write(item, written)
                    watch(item, written)
                    outcome.check(most_failures)
                wrote = outputs.commit()
                if log:
                    log.end(wrote)
    finally:
        outputs.abort()


def _told(item: Item | Failure, result: Result | Failure | Lost) -> Result | Failure:
    if not isinstance(result, Lost):
        return result
    return Failure(item.name, result.reason, item.target, record=record_of(item))
