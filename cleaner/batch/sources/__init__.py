"""Documents out of files: one function a kind of file, each a stream of items."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from cleaner.batch.find import Found, Kind
from cleaner.batch.items import Failure, File, Item, Line, Note, Skipped, Source
from cleaner.batch.streams import LARGEST, STDIN, damage, is_page, is_remote, opened, whole, why_not
from cleaner.errors import DocumentError, UsageError

_Read = Item | Failure | Skipped | Note


class Wanted(NamedTuple):
    """What is known of documents beforehand."""

    field: str = ""  # that holds the text of a row; empty: look for one
    url: str = ""  # where documents come from, unless a row says
    html: bool | None = None  # None: to be sniffed
    private: bool = False  # pages of this machine and of private networks may be fetched


def read(found: Found, wanted: Wanted) -> Iterator[_Read]:
    """The documents of a file: one, or one a row. Nothing is held longer than it takes to hand it on."""
    name = "stdin" if found.path == STDIN else found.path
    blank = Item(name, "", found.target, found.format, wanted.url, wanted.html)
    source = source_of(found.path)
    last = ""  # the document read last, to tell where a file breaks off
    try:
        for item in _documents(found, blank, wanted):
            last = item.name
            yield _known(item, source, found.format)
    except UsageError as error:  # it needs what is not installed; what was named outright was refused before
        yield Failure(name, str(error).removeprefix(f"{found.path}: "), found.target, source=source)
    except damage() as error:
        reason = why_not(error, found.path)
        where = f" (after {last})" if last else ""
        yield Failure(name, reason + where, found.target, source=source, format=found.format)


def check_installed(kind: Kind, path: str = "") -> None:
    """Raise UsageError if a kind of file needs a package that is not installed; `path` is what is named."""
    if kind is Kind.PARQUET:
        from cleaner.batch.tables import arrow  # noqa: PLC0415

        arrow(path)
    elif kind is Kind.WARC:
        from cleaner.batch.sources.warc import check_installed as check_warc  # noqa: PLC0415

        check_warc(path)


def source_of(path: str) -> Source:
    """A file, and what changes when it does."""
    if path != STDIN and not is_remote(path):
        with suppress(OSError):  # reading it tells what is wrong
            status = os.stat(path)
            if stat.S_ISREG(status.st_mode):
                return Source(path, status.st_size, status.st_mtime_ns)
    return Source(path)


def _known(item: _Read, source: Source, format_: str) -> _Read:
    """The same, with what a later run will know its input again by."""
    if isinstance(item, Item):
        return item._replace(source=source, digest=_digest(item))
    return item._replace(source=source, format=format_) if isinstance(item, Failure) else item


def _digest(item: Item) -> str:
    """Of all that a row or a member of an archive holds; empty for a file of its own."""
    content = item.content
    if isinstance(content, File):
        return ""
    import hashlib  # noqa: PLC0415  (loads OpenSSL; most files are documents)

    if isinstance(content, Line):
        content = content.data
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(content, digest_size=8)
    if item.row is not None:
        digest.update(item.row.to_bytes())
    if item.record or item.url:
        digest.update(repr((item.url, item.record)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _documents(found: Found, blank: Item, wanted: Wanted) -> Iterator[_Read]:
    # imported where they are needed: most inputs are of one kind
    if found.kind is Kind.JSONL:
        from cleaner.batch.sources.rows import jsonl  # noqa: PLC0415

        return jsonl(found.path, blank, wanted.field)
    if found.kind is Kind.JSON:
        from cleaner.batch.sources.rows import json_rows  # noqa: PLC0415

        return json_rows(found.path, blank, wanted.field)
    if found.kind is Kind.CSV:
        from cleaner.batch.sources.rows import csv_rows  # noqa: PLC0415

        return csv_rows(found.path, blank, wanted.field)
    if found.kind is Kind.PARQUET:
        from cleaner.batch.sources.parquet import rows  # noqa: PLC0415

        return rows(found.path, blank, wanted.field)
    if found.kind is Kind.WARC:
        from cleaner.batch.sources.warc import records  # noqa: PLC0415

        return records(found.path, blank)
    if found.kind is Kind.ARCHIVE:
        from cleaner.batch.sources.archives import members  # noqa: PLC0415

        return members(found.path, blank)
    if is_page(found.path):
        return _page(found.path, blank, private=wanted.private)
    return _document(found.path, blank)


def _page(url: str, blank: Item, *, private: bool) -> Iterator[Item | Failure]:
    try:
        from cleaner.batch.fetch import fetch  # noqa: PLC0415  (most inputs are files)

        content, where, charset = fetch(url, private=private)
    except DocumentError as error:
        yield Failure(blank.name, error.message, blank.target)
    else:
        yield blank._replace(content=content, url=blank.url or where, charset=charset, size=len(content))


def _document(path: str, blank: Item) -> Iterator[Item | Failure]:
    if is_remote(path) and not path.startswith("memory://"):  # memory is this process's own
        yield blank._replace(content=File(path))
        return
    status = None if path == STDIN or is_remote(path) else os.stat(path)
    if status is not None and stat.S_ISREG(status.st_mode):
        yield blank._replace(content=File(path), size=status.st_size, read=status.st_size)
        return
    with opened(path) as stream:  # pipes can be read in this process only
        content = whole(stream)
    if content is None:
        yield Failure(blank.name, f"is larger than {LARGEST >> 20} MB", blank.target)
    else:
        yield blank._replace(content=content, size=len(content), read=len(content))
