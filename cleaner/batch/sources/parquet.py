"""Parquet: a document a row, read by row groups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cleaner.batch.items import Failure, Item
from cleaner.batch.streams import filesystem, is_remote
from cleaner.batch.tables import Row, arrow, sites, texts

_ROWS = 256  # read at once


def rows(path: str, blank: Item, field: str) -> Iterator[Item | Failure]:
    """The rows of a Parquet file. Each keeps its place in its batch, whose columns the output will have."""
    pa = arrow(path)
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415

    try:
        with _opened(path) as source, ParquetFile(source) as file:
            number = 0
            for batch in file.iter_batches(batch_size=_ROWS):
                found = texts(batch, field)
                if isinstance(found, str):
                    yield Failure(blank.name, found, blank.target)
                    return
                for index, ((content, url), site) in enumerate(zip(found, sites(batch), strict=True)):
                    number += 1
                    yield blank._replace(
                        name=f"{blank.name}:{number}",
                        content=content,
                        url=url or blank.url,
                        site=site,
                        size=len(content),
                        row=Row(batch, index),
                    )
    except pa.ArrowException as error:
        yield Failure(blank.name, f"can't be read: {str(error).splitlines()[0]}", blank.target)


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    if is_remote(path):
        fs, inner = filesystem(path)
        with fs.open(inner, "rb") as file:
            yield file
    else:
        yield path
