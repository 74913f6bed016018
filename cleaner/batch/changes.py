"""What an earlier run has done, held against the inputs as they are now."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.batch.documents import find_inputs, placed
from cleaner.batch.find import Found, Kind
from cleaner.batch.items import Done, Failure, Item, Source
from cleaner.batch.job import Job
from cleaner.batch.sources import source_of
from cleaner.batch.streams import STDIN
from cleaner.errors import UsageError


class Changes(NamedTuple):
    """Targets that are done, but not of the documents that the input holds now."""

    again: tuple[str, ...]  # the input has other documents for them
    gone: tuple[str, ...]  # it has none any more


def changes(job: Job, done: Done) -> Changes:
    """What of an earlier run holds no more.

    A file of the same size and time is the same. Of others the rows, and the members of archives, are read
    and compared by their digests. Raises UsageError where that can't be done.
    """
    inputs = [found for found in find_inputs(job) if isinstance(found, Found)]
    shared = bool(job.place()[1] or job.sample)  # by all inputs: the targets
    logged, targets = _logged(done)
    current = {os.path.abspath(found.path) for found in inputs}
    others: dict[str, bool] = {}  # whether there is anything to make them of
    if not shared:
        others = {target: False for path in logged.keys() - current for target in targets[path]}
    for group in [inputs] if shared else [[found] for found in inputs]:
        if all(_is_same(found, logged) for found in group) and (not shared or current == logged.keys()):
            continue
        if any(found.path == STDIN for found in group):
            raise UsageError(
                "--resume compares the input with the earlier run, which standard input does not allow"
            )
        now: dict[str, list[Item | Failure]] = defaultdict(list)
        for item in placed(job, group):
            if isinstance(item, Item | Failure):
                now[item.target].append(item)
        paths = logged if shared else [os.path.abspath(group[0].path)]
        for target in {target for path in paths for target in targets.get(path, ())}:
            if not _is_made_of(now[target], done.targets[target]):
                others[target] = bool(now[target])
    return Changes(
        tuple(sorted(target for target, some in others.items() if some)),
        tuple(sorted(target for target, some in others.items() if not some)),
    )


def _logged(done: Done) -> tuple[dict[str, Source], dict[str, set[str]]]:
    """By path: what each input was known by, and the targets it went to."""
    sources: dict[str, Source] = {}
    targets: dict[str, set[str]] = defaultdict(set)
    for target, lines in done.targets.items():
        for line in lines:
            if known := line.get("input"):
                path = os.path.abspath(known.get("path", line["name"]))
                sources[path] = Source(path, known["size"], known["time"])
                targets[path].add(target)
    return sources, targets


def _is_same(found: Found, logged: Mapping[str, Source]) -> bool:
    """Whether a file is sure to hold what it held."""
    source, before = source_of(found.path), logged.get(os.path.abspath(found.path))
    if before is None:
        return True  # nothing of it is done
    known = source.size is not None or found.kind is Kind.DOCUMENT
    return known and (source.size, source.time) == (before.size, before.time)


def _is_made_of(items: Sequence[Item | Failure], lines: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the log speaks of these documents."""
    return len(items) == len(lines) and all(map(_speaks_of, lines, items))


def _speaks_of(line: Mapping[str, Any], item: Item | Failure) -> bool:
    if isinstance(item, Failure):
        return bool(line.get("error") == item.reason)
    known = line.get("input") or {}
    if item.digest:
        return bool(known.get("digest") == item.digest)
    source = item.source or Source("")
    return (known.get("size"), known.get("time")) == (source.size, source.time)
