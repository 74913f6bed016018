"""The documents that a job names, each with the output it belongs to."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.batch.find import Found, Kind, find, uncompressed
from cleaner.batch.items import NOTHING, Done, Failure, Item, Note, Skipped
from cleaner.batch.job import ROWS, Job
from cleaner.batch.sources import Wanted, read
from cleaner.batch.streams import STDIN, is_remote

Input = Found | Failure | Skipped | Note
Read = Item | Failure | Skipped | Note


def documents(job: Job, done: Done = NOTHING) -> Iterator[Read]:
    """The documents of a job but those that are done. May be asked for any number of times."""
    for item in placed(job, find_inputs(job), NOTHING if job.sample else done):
        if isinstance(item, Skipped | Note) or item.target not in done.targets:
            yield item


def placed(job: Job, inputs: Iterable[Input], done: Done = NOTHING) -> Iterator[Read]:
    """The documents in these inputs, each with its target; inputs that are done by themselves aren't read."""
    items = _read(job, inputs, done)
    return _sampled(items, job.sample) if job.sample else items


class Size(NamedTuple):
    """What there is to do."""

    bytes: int = 0  # of the local files, as they are on the disk
    documents: int = 0  # 0: only reading tells


def size_of_inputs(job: Job) -> Size:
    """How much a job names."""
    size = documents = 0
    known = True
    for found in find_inputs(job):
        if isinstance(found, Found):
            known = known and found.kind is Kind.DOCUMENT
            documents += 1
            size += os.stat(found.path).st_size if _is_file(found) else 0
    return Size(size, min(documents, job.sample or documents) if known else job.sample)


def _is_file(found: Found) -> bool:
    return found.path != STDIN and not is_remote(found.path) and os.path.isfile(found.path)


def _read(job: Job, inputs: Iterable[Input], done: Done) -> Iterator[Read]:
    wanted = Wanted(job.field, job.url, job.is_html(), job.private)
    place = job.place()  # once: it looks at the disk
    numbers: Counter[str] = Counter()  # documents so far, by target
    for found in inputs:
        if not isinstance(found, Found):
            if isinstance(found, Failure):
                placed = found._replace(target=found.name, format=job.format_name())
                yield _placed(placed, Kind.DOCUMENT, job, place, numbers)
            else:
                yield found
        elif found.target not in done.targets:
            for item in read(found, wanted):
                if isinstance(item, Item) and found.kind in (Kind.DOCUMENT, Kind.ARCHIVE):
                    item = item._replace(site=_folder(item, found, job))  # noqa: PLW2901
                if not isinstance(item, Skipped | Note):
                    item = _placed(item, found.kind, job, place, numbers)  # noqa: PLW2901
                yield item


def _folder(item: Item, found: Found, job: Job) -> str:
    """The top folder of the input that a document lies in, else the input folder itself."""
    inner = item.target
    if found.kind is Kind.ARCHIVE and job.paths == (found.path,):
        inner = os.path.relpath(inner, found.target)  # an archive that comes alone is the input
    folder, *below = inner.split(os.sep)
    return folder if below else os.path.basename(os.path.dirname(os.path.abspath(item.name)))


def _placed(
    item: Item | Failure, kind: Kind, job: Job, place: tuple[str | None, str], numbers: Counter[str]
) -> Item | Failure:
    """An item with the target that is its own, that of the one output there is, or that of its shard."""
    folder, name = place
    target = item.target if folder is not None and not name else name
    if job.shard and (name or kind in ROWS):
        numbers[target] += 1
        target = numbered(target, (numbers[target] - 1) // job.shard)
    return item._replace(target=target)


def numbered(target: str, number: int) -> str:
    """The name of a shard: `crawl.jsonl.gz` gives `crawl-00003.jsonl.gz`."""
    plain = uncompressed(target)
    stem, ending = os.path.splitext(plain)
    return f"{stem}-{number:05}{ending}{target[len(plain) :]}"


def _sampled(items: Iterable[Read], number: int) -> Iterator[Read]:
    """Some documents in their order, each with the same chance, the same whenever the input is the same.

    Algorithm R (Vitter 1985, Random sampling with a reservoir).
    """
    import random  # noqa: PLC0415

    dice = random.Random(0)
    kept: list[tuple[int, Read]] = []
    documents = (item for item in items if not isinstance(item, Skipped | Note))
    for index, item in enumerate(documents):
        if index < number:
            kept.append((index, item))
        elif (place := dice.randrange(index + 1)) < number:
            kept[place] = (index, item)
    return (item for _, item in sorted(kept, key=lambda pair: pair[0]))


def find_inputs(job: Job) -> Iterator[Input]:
    folder = job.to_folder()
    format_ = "" if folder and not job.format else job.format_name()
    exclude = [place for place in (job.output if folder else "", job.suspicious) if place]
    return find(
        job.paths, format=format_, stdin=job.kind(STDIN), named=job.said(), include=job.include,
        exclude=exclude,
    )  # fmt: skip
