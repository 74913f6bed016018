"""What standard input holds, by its first bytes: it has no name that could tell."""

from __future__ import annotations

import io
import json
import re
import zlib

from cleaner.batch.find import Kind
from cleaner.batch.streams import damage
from cleaner.batch.work import fields
from cleaner.errors import UsageError

_MOST = 1 << 16
_ARRAY = re.compile(rb'\[\s*\{\s*["}]')
_OBJECT = re.compile(rb'\{\s*"(?:[^"\\\n]|\\.)*"\s*:')
_OPEN = (b"{", b",", b"[", b":")  # how the first line of an object over several lines ends


def kind_of_stdin(start: bytes, field: str = "") -> Kind | None:
    """The kind of rows or records on standard input, which starts so; None for a document.

    `field` is the column of a table that holds the text, if it has a name of its own.
    Raises UsageError for an archive that can only be read as a file, and for what can't be told.
    """
    start = _unpacked(start).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"WARC/1."):
        return Kind.WARC
    if start.startswith(b"PAR1"):
        return Kind.PARQUET
    if start.startswith(b"PK\x03\x04"):
        raise UsageError(
            "standard input is a ZIP archive (.zip, .docx, .xlsx or the like), which can't be read from a "
            "pipe: unpack or export it, or name a .zip file"
        )
    if _ARRAY.match(start):
        return Kind.JSON
    if _OBJECT.match(start):
        line, whole, _ = start.partition(b"\n")
        return Kind.JSON if whole and line.rstrip().endswith(_OPEN) and not _is_json(line) else Kind.JSONL
    return Kind.CSV if _is_table(start, field) else None


def _is_table(start: bytes, field: str) -> bool:
    """Whether a text begins as a CSV file does: a line of names, one of them that of a column of texts."""
    first, ended, _ = start.partition(b"\n")
    texts = fields(field)
    if not ended or not any(name.encode() in first for name in texts):
        return False
    from cleaner.batch.sources.rows import columns_of  # noqa: PLC0415  (few texts come as far as this)

    names = columns_of(first.decode("utf-8", "replace").rstrip("\r"))
    bare = all(name and name == name.strip() for name in names)  # in prose, a comma is followed by a space
    return len(names) > 1 and bare and any(name in texts for name in names)


def _unpacked(start: bytes) -> bytes:
    try:
        if start.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(31).decompress(start, _MOST)
        if start.startswith(b"\x28\xb5\x2f\xfd"):
            import zstandard  # noqa: PLC0415  (most inputs are plain)

            return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(start)).read(_MOST)
        if start.startswith(b"\xfd7zXZ"):
            import lzma  # noqa: PLC0415

            return lzma.LZMADecompressor().decompress(start, _MOST)
        if start.startswith(b"BZh"):
            return _unpacked_bzip2(start)
    except damage():
        return b""  # reading it tells what is wrong
    return start


def _unpacked_bzip2(start: bytes) -> bytes:
    """Raises UsageError if the first block, of up to 900 kB, is not all there: it gives nothing before."""
    import bz2  # noqa: PLC0415

    if unpacked := bz2.BZ2Decompressor().decompress(start, _MOST):
        return unpacked
    raise UsageError(
        "standard input is compressed with bzip2, so its first bytes don't tell what it is: say it with "
        "--input-format"
    )


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
