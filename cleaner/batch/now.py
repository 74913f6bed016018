"""What would be made of an input now: its documents one by one, cleaned, and nothing written."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

from cleaner.batch.documents import documents
from cleaner.batch.find import uncompressed
from cleaner.batch.items import Failure, Item, Lost
from cleaner.batch.job import Job
from cleaner.batch.run import outcomes
from cleaner.batch.work import Clean
from cleaner.pipeline import Cleaner
from cleaner.report import Account, failed, from_log


def cleaned_now(cleaner: Cleaner, job: Job) -> Iterator[Account]:
    """The documents of a job, known by what the outputs of its folder are known by (`past.py`)."""
    work = Clean(cleaner, site=job.site, note=True, seconds=job.limits.seconds)
    found = (item for item in documents(job) if isinstance(item, Item | Failure))
    items = (item._replace(format="text") if isinstance(item, Item) else item for item in found)
    numbers: Counter[str] = Counter()
    for item, result in outcomes(work, items, jobs=job.jobs, limits=job.limits):
        key = key_of(item.target, numbers[item.target])
        numbers[item.target] += 1
        if isinstance(result, Failure | Lost):
            yield failed(item.name, result.reason, key)
            continue
        assert isinstance(result.output, bytes)
        line = {
            **result.noted, "name": result.name, "outcome": "cleaned", "remarks": result.remarks,
            "suspicious": result.suspicious,
        }  # fmt: skip
        yield from_log(line, result.output.decode(), key)


def key_of(target: str, number: int) -> str:
    """What the document of this number in an output is known by, whatever format that has."""
    return f"{os.path.splitext(uncompressed(target))[0]}:{number}"
