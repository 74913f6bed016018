"""Parquet: a document a row, read by row groups."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cleaner.batch.items import Failure, Item
from cleaner.batch.streams import LARGEST, STDIN, filesystem, is_remote, opened
from cleaner.batch.tables import Row, arrow, records, sites, texts

_WITH_FIELDS = ("json", "jsonl", "csv")  # outputs that have the other columns of a row as fields
_ROWS = 16  # read at once: a dictionary makes very large rows of a small file
_SIZE = 1 << 30  # bytes that these may be, if each is as large as its whole row group


def rows(path: str, blank: Item, field: str) -> Iterator[Item | Failure]:
    """The rows of a Parquet file. Each keeps its place in its batch, whose columns the output will have."""
    pa = arrow(path)
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415

    try:
        with _opened(path) as source, ParquetFile(source) as file:
            number = 0
            for batch in _batches(file):
                if isinstance(batch, str):
                    yield Failure(blank.name, batch, blank.target)
                    continue
                found = texts(batch, field)
                if isinstance(found, str):
                    yield Failure(blank.name, found, blank.target)
                    return
                size = batch.nbytes // batch.num_rows
                own = records(batch) if blank.format in _WITH_FIELDS else [{}] * batch.num_rows
                for index, (text, site) in enumerate(zip(found, sites(batch), strict=True)):
                    number += 1
                    rest = {name: value for name, value in own[index].items() if name != text.field}
                    yield blank._replace(
                        name=f"{blank.name}:{number}",
                        content=text.content,
                        url=text.url or blank.url,
                        field=text.field,
                        site=site,
                        size=max(len(text.content), size),
                        row=Row(batch, index),
                        record=rest if blank.format in _WITH_FIELDS else None,
                    )
    except pa.ArrowException as error:
        yield Failure(blank.name, f"can't be read: {str(error).splitlines()[0]}", blank.target)


def _batches(file: Any) -> Iterator[Any]:
    """The rows, some at a time; of a row group whose rows are too large to be read, that they are."""
    for number in range(file.num_row_groups):
        group = file.metadata.row_group(number)
        if group.total_byte_size > LARGEST * max(1, group.num_rows):
            yield f"row group {number + 1}: the rows are larger than {LARGEST >> 20} MB"
            continue
        most = max(1, min(_ROWS, _SIZE // max(1, group.total_byte_size)))
        yield from file.iter_batches(batch_size=most, row_groups=[number])


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    if path == STDIN:
        with tempfile.TemporaryFile() as file, opened(STDIN) as stream:  # its end has to be read first
            shutil.copyfileobj(stream, file)
            yield file
    elif is_remote(path):
        fs, inner = filesystem(path)
        with fs.open(inner, "rb") as file:
            yield file
    else:
        yield path
