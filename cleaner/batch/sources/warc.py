"""WARC and WET: a document a response or a converted text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from cleaner.batch.items import Failure, Item, Skipped
from cleaner.batch.streams import LARGEST, damage, opened_with_raw
from cleaner.errors import UsageError

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_END = b"\r\n\r\n"  # of each record, the last one too


def records(path: str, blank: Item) -> Iterator[Item | Failure | Skipped]:
    """The pages a crawl got, and the texts of a WET file; other records are skipped.

    fastwarc takes a missing end of the file for its end: hence `_Tail`, and the last record is held back.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(f"{path}: needs the extra “warc”: pip install 'article-cleaner[warc]'") from error
    with opened_with_raw(path) as (stream, raw):
        tail = _Tail(stream)
        held: Item | Failure | Skipped | None = None
        whole, found, used = True, False, 0
        for record in ArchiveIterator(tail, record_types=WarcRecordType.any_type, auto_decode="all"):
            found = True
            if held is not None:
                yield held
                held = None
            if record.record_type & (WarcRecordType.response | WarcRecordType.conversion):
                held, whole = _document(record, blank)
            if isinstance(held, Item) and raw.seekable():
                before, used = used, int(raw.tell())
                held = held._replace(read=used - before)
        if held is not None and (whole or tail.is_whole):
            yield held
        tail.check()
        if not found:
            yield Failure(blank.name, "holds no WARC records", blank.target)


def _document(record: Any, blank: Item) -> tuple[Item | Failure | Skipped, bool]:
    """The document of a record, and whether it is sure to be whole."""
    url = record.headers.get("WARC-Target-URI") or ""
    name = f"{blank.name}#{url or record.record_id}"
    headers = record.http_headers if record.is_http else None
    kind = (record.http_content_type or record.headers.get("Content-Type") or "").partition(";")[0].strip()
    if kind not in _PAGES or (headers is not None and headers.status_code != 200):
        return Skipped(name), True
    length = record.content_length  # without the HTTP header
    if length > LARGEST:
        return Failure(name, f"is larger than {LARGEST >> 20} MB", blank.target), True
    content = record.reader.read(LARGEST + 1)
    if len(content) > LARGEST:
        return Failure(name, f"is larger than {LARGEST >> 20} MB", blank.target), True
    told = {"url": url, "id": record.record_id or "", "date": record.headers.get("WARC-Date") or ""}
    item = blank._replace(
        name=name,
        content=content,
        url=url or blank.url,
        charset=record.http_charset or "",
        record=told,
        size=len(content),
    )
    encoded = headers is not None and "Content-Encoding" in dict(headers)
    return item, len(content) >= length and not encoded


class _Tail(io.RawIOBase):
    """A stream that remembers how it ended, and gives out all that stands before damage."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream, self._position = stream, 0
        self._last = b""
        self._error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            piece = b"" if self._error else self._stream.read1(size)
        except damage() as error:
            self._error = error
            return b""
        self._position += len(piece)
        self._last = (self._last + piece[-4:])[-4:]
        return piece

    def tell(self) -> int:
        return self._position

    @property
    def is_whole(self) -> bool:
        """Whether the stream ended as a record does."""
        return self._error is None and self._last == _END

    def check(self) -> None:
        """Raise what was wrong with the stream, if anything was."""
        if self._error is not None:
            raise self._error
        if self._position and not self.is_whole:
            raise EOFError("the end of the last record is missing")
