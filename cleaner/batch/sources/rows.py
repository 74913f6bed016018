"""JSONL and CSV: a document a row."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from typing import Any, cast

from cleaner.batch.items import Failure, Item, Line
from cleaner.batch.streams import LARGEST, lines, opened_with_raw
from cleaner.batch.work import FIELDS


def jsonl(path: str, blank: Item, field: str) -> Iterator[Item]:
    """The rows of a JSONL file, unparsed: that is left to the process that cleans them."""
    with opened_with_raw(path) as (stream, raw):
        used = _Used(raw)
        for number, line in enumerate(lines(stream), 1):
            if line.strip():
                yield blank._replace(
                    name=f"{blank.name}:{number}", content=Line(line, field), size=len(line), read=used()
                )


def csv_rows(path: str, blank: Item, field: str) -> Iterator[Item | Failure]:
    """The rows of a CSV file with a header, or of a TSV; the text is in the column `field` or a usual one."""
    csv.field_size_limit(min(LARGEST, sys.maxsize))  # the module's own is 128 kB, for the whole process
    with opened_with_raw(path) as (stream, raw):
        used = _Used(raw)
        text = io.TextIOWrapper(cast(Any, stream), "utf-8-sig", errors="replace", newline="")
        dialect: Any = "excel-tab" if ".tsv" in path.lower() else "excel"
        reader = csv.DictReader(text, dialect=dialect)
        columns = reader.fieldnames or []
        chosen = next((name for name in ([field] if field else FIELDS) if name in columns), None)
        if chosen is None:
            if columns:
                wanted = f"“{field}”" if field else "“html”, “text” or “content”; name yours with --field"
                yield Failure(blank.name, f"expected a column {wanted}", blank.target)
            return
        try:
            for record in reader:
                yield _csv_row(record, chosen, blank._replace(name=f"{blank.name}:{reader.line_num}"), used())
        except csv.Error as error:
            yield Failure(f"{blank.name}:{reader.line_num}", f"is not valid CSV: {error}", blank.target)


def _csv_row(record: dict[Any, Any], chosen: str, blank: Item, used: int) -> Item | Failure:
    if None in record:
        return Failure(blank.name, "has more fields than the header", blank.target)
    content = record.pop(chosen) or ""
    return blank._replace(
        content=content, url=record.get("url") or blank.url, record=record, size=len(content), read=used
    )


class _Used:
    """How much of the input was used up since it was last asked."""

    def __init__(self, raw: Any) -> None:
        self._raw, self._before = raw, 0
        self._seekable = raw.seekable()

    def __call__(self) -> int:
        if not self._seekable:
            return 0
        before, self._before = self._before, int(self._raw.tell())
        return self._before - before
