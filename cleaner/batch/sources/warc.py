"""WARC and WET: a document a response or a converted text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from cleaner.batch.items import Failure, Item, Skipped
from cleaner.batch.sources.frames import Lost
from cleaner.batch.sources.frames import records as framed
from cleaner.batch.streams import LARGEST, damage, raw_and_buffered
from cleaner.errors import UsageError

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_WANTED = re.compile(rb"^WARC-Type:[ \t]*(response|conversion)\b", re.IGNORECASE | re.MULTILINE)
_URL = re.compile(rb"^WARC-Target-URI:[ \t]*<?([^\r\n>]+)", re.IGNORECASE | re.MULTILINE)


def check_installed(path: str) -> None:
    """Raise UsageError if the reader of WARC files is not installed."""
    try:
        import fastwarc  # noqa: F401, PLC0415  (an extra)
    except ImportError as error:
        raise UsageError(f"{path}: needs the extra “warc”: pip install 'article-cleaner[warc]'") from error


def records(path: str, blank: Item) -> Iterator[Item | Failure | Skipped]:
    """The pages a crawl got, and the texts of a WET file; others are skipped, damaged ones are told."""
    check_installed(path)
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415

    damaged: tuple[type[Exception], ...] = (*damage(), ValueError, StopIteration)
    with raw_and_buffered(path) as (raw, stream):
        found, used = False, 0
        for frame in framed(stream):
            if isinstance(frame, Lost):
                if found or frame.head:
                    yield _lost(frame, blank)
                continue
            found = True
            head = frame.data[: frame.data.find(b"\r\n\r\n")]
            if not _WANTED.search(head):
                continue
            try:
                whole = io.BytesIO(frame.data)
                one = ArchiveIterator(whole, record_types=WarcRecordType.any_type, auto_decode="all")
                item = _document(next(iter(one)), blank)
            except damaged:
                item = _lost(Lost(len(frame.data), head), blank)
            if isinstance(item, Item) and raw.seekable():
                before, used = used, int(raw.tell())
                item = item._replace(read=used - before)
            yield item
        if not found:
            yield Failure(blank.name, "holds no WARC records", blank.target)


def _lost(frame: Lost, blank: Item) -> Failure:
    url = _URL.search(frame.head)
    name = f"{blank.name}#{url[1].decode('utf-8', 'replace')}" if url else blank.name
    return Failure(name, f"the record is damaged: skipped {frame.size:,} bytes", blank.target)


def _document(record: Any, blank: Item) -> Item | Failure | Skipped:
    """The document of a record."""
    url = record.headers.get("WARC-Target-URI") or ""
    name = f"{blank.name}#{url or record.record_id}"
    headers = record.http_headers if record.is_http else None
    kind = (record.http_content_type or record.headers.get("Content-Type") or "").partition(";")[0].strip()
    if kind not in _PAGES or (headers is not None and headers.status_code != 200):
        status = headers.status_code if headers is not None else 200
        return Skipped(name, kind or "no content type" if status == 200 else f"status {status}")
    if record.content_length > LARGEST:  # without the HTTP header
        return Failure(name, f"is larger than {LARGEST >> 20} MB", blank.target)
    content = record.reader.read(LARGEST + 1)
    if len(content) > LARGEST:
        return Failure(name, f"is larger than {LARGEST >> 20} MB", blank.target)
    told = {"url": url, "id": record.record_id or "", "date": record.headers.get("WARC-Date") or ""}
    return blank._replace(
        name=name,
        content=content,
        url=url or blank.url,
        charset=record.http_charset or "",
        record=told,
        size=len(content),
    )
