"""A WARC file cut into its records, over whatever is damaged.

fastwarc reads records, but loses all that stands after one whose length is wrong or whose compression is
damaged. Here the next record is looked for: in the plain text the next `WARC/1.`, in a compressed file the
next member that begins with it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.batch.streams import LARGEST, damage

_START = re.compile(rb"WARC/1\.\d\r?\n(?=[A-Za-z-]+:)")
_SHORTEST = 16  # letters that tell a start
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LARGEST_HEAD = 1 << 20
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PIECE = 1 << 16
_PACKED = 1 << 14  # small: a few bytes can expand to very many


class Record(NamedTuple):
    """A record in whole; of one that is too large no more than its beginning."""

    data: bytes


class Lost(NamedTuple):
    """Bytes that are no record, or one that is damaged: how many, and its head as far as there is one."""

    size: int
    head: bytes


def records(stream: io.BufferedReader) -> Iterator[Record | Lost]:
    """The records of a WARC file, plain or compressed. Raises EOFError if the end of the last is missing,
    and what reading the stream does."""
    found = _Records(_unpacked(stream))
    while not found.at_end():
        if frame := found.next():
            yield frame
    found.check()


class _Records:
    """What was read and not yet handed out."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._data = bytearray()
        self._breaks: list[int] = []  # places in it where a damaged member ends
        self._packed_lost = 0  # bytes of compressed data that could not be read
        self._ended = False
        self._error: Exception | None = None

    def at_end(self) -> bool:
        """Whether all is handed out. Blank lines are no matter."""
        while self._fill(1) and self._data[0] in b"\r\n":
            self._drop(len(self._data) - len(self._data.lstrip(b"\r\n")))
        return not self._data and not self._packed_lost

    def check(self) -> None:
        """Raise what was wrong with the end of the stream, if anything was."""
        if self._error is not None:
            raise self._error

    def next(self) -> Record | Lost | None:
        """The next record, or what stands before it; None for a last one whose end is missing."""
        self._fill(_SHORTEST)
        if self._packed_lost and not self._breaks:
            return Lost(self._skipped(), b"")
        if not _START.match(self._data):
            return self._lost(0, b"")
        head_end = self._head_end()
        head = bytes(self._data[:head_end])
        if cut := _START.search(head, 1):
            return self._lost(1, head[: cut.start()])
        length = _LENGTH.search(head)
        if not head_end and self._is_cut_off(1):
            return None
        if not length:
            return self._lost(1, head)
        size = int(length[1])
        if size > LARGEST:
            return self._large(head_end, size)
        end = head_end + size
        self._fill(end + 4 + _SHORTEST)
        whole = len(self._data) >= end
        if whole and self._is_followed(end) and not any(place <= end + 4 for place in self._breaks):
            if self._ended and len(self._data) < end + 4 and self._error is None:
                self._error = EOFError("the end of the last record is missing")
            record = Record(bytes(self._data[:end]) + b"\r\n\r\n")
            self._drop(end)
            return record
        if not whole and self._is_cut_off(head_end):
            return None
        return self._lost(head_end, head)

    def _is_cut_off(self, start: int) -> bool:
        """Whether the file ends within this record, and there is nothing after a place but its own bytes."""
        if not self._ended or self._breaks or _START.search(self._data, start):
            return False
        self._error = self._error or EOFError("the end of the last record is missing")
        self._drop(len(self._data))
        return True

    def _head_end(self) -> int:
        """Where the head of a record ends; 0 if it does not."""
        while True:
            if found := _HEAD_END.search(self._data):
                return found.end()
            if len(self._data) > _LARGEST_HEAD or not self._fill(len(self._data) + 1):
                return 0

    def _is_followed(self, end: int) -> bool:
        """Whether a record ends at a place: with two blank lines, or before another record or the end."""
        if self._data[end : end + 4] == b"\r\n\r\n":
            return True
        after = end
        while after < len(self._data) and self._data[after] in b"\r\n":
            after += 1
        self._fill(after + _SHORTEST)
        return after == len(self._data) or _START.match(self._data, after) is not None

    def _large(self, head_end: int, size: int) -> Record | Lost:
        """Go over a record that is too large to be held, and see whether it has the length that it says."""
        self._fill(head_end + _PIECE)
        begun, gone = bytes(self._data[: head_end + _PIECE]), head_end
        self._drop(head_end)
        while gone < head_end + size and self._fill(_SHORTEST):
            self._fill(_PIECE)
            found = _START.search(self._data)
            if found and gone + found.start() < head_end + size:
                self._drop(found.start())
                return Lost(gone + found.start(), begun[:head_end])
            step = min(head_end + size - gone, max(1, len(self._data) - _SHORTEST))
            self._drop(step)
            gone += step
        if gone == head_end + size and self._is_followed(0):
            return Record(begun)
        return Lost(gone, begun[:head_end])

    def _lost(self, start: int, head: bytes) -> Lost:
        """Skip to the next record after a place."""
        lost = 0
        while not (found := _START.search(self._data, start)):
            keep = min(_SHORTEST, len(self._data) - start)
            lost += len(self._data) - keep
            self._drop(len(self._data) - keep)
            start = 0
            if not self._fill(keep + 1):
                lost += len(self._data)
                self._drop(len(self._data))
                return Lost(lost + self._skipped(), head)
        self._drop(found.start())
        return Lost(lost + found.start() + self._skipped(), head)

    def _skipped(self) -> int:
        """Compressed bytes that could not be read since it was last asked."""
        lost, self._packed_lost = self._packed_lost, 0
        return lost

    def _fill(self, size: int) -> bool:
        """Have so many bytes, if there are so many."""
        while len(self._data) < size and not self._ended:
            try:
                piece = self._stream.read1(_PIECE)
            except _MemberError as error:
                if error.given:
                    self._breaks.append(len(self._data))
                self._packed_lost += error.lost
                continue
            except damage() as error:
                self._error = error
                piece = b""
            self._data += piece
            self._ended = not piece
        return len(self._data) >= size

    def _drop(self, size: int) -> None:
        del self._data[:size]
        self._breaks = [place - size for place in self._breaks if place > size]


# --- compressed files --------------------------------------------------------------------------------------


class _MemberError(Exception):
    """A member is damaged: how many bytes it gave before that, and how many packed ones were skipped."""

    def __init__(self, given: int, lost: int) -> None:
        self.given, self.lost = given, lost
        super().__init__(given, lost)


def _unpacked(stream: io.BufferedReader) -> Any:
    start = stream.peek(4)
    if start.startswith(b"\x1f\x8b"):
        return _Members(stream, b"\x1f\x8b\x08", lambda: zlib.decompressobj(31), zlib.error)
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        import zstandard  # noqa: PLC0415  (most inputs are plain)

        new = zstandard.ZstdDecompressor().decompressobj
        return _Members(stream, b"\x28\xb5\x2f\xfd", new, zstandard.ZstdError)
    if start.startswith(b"BZh"):
        import bz2  # noqa: PLC0415

        return _Members(stream, b"BZh", bz2.BZ2Decompressor, OSError)
    if start.startswith(b"\xfd7zXZ"):
        import lzma  # noqa: PLC0415

        return _Members(stream, b"\xfd7zXZ", lzma.LZMADecompressor, lzma.LZMAError)
    return stream


class _Members:
    """Compressed members one after the other. After a damaged one the next is looked for."""

    def __init__(self, stream: io.BufferedReader, magic: bytes, new: Any, error: type[Exception]) -> None:
        self._stream, self._magic, self._new, self._error = stream, magic, new, error
        self._member: Any = new()
        self._given = 0  # bytes of the member that were handed out
        self._packed = b""

    def read1(self, _size: int) -> bytes:
        """Some bytes of one member; empty at the end. Raises EOFError if the last one's end is missing."""
        while True:
            if self._member.eof:
                self._packed = self._member.unused_data or self._stream.read(_PACKED)
                if not self._packed:
                    return b""
                self._member, self._given = self._new(), 0
            packed = self._packed or self._stream.read(_PACKED)
            if not packed:
                raise EOFError("the end of the compressed data is missing")
            self._packed = b""
            try:
                data = bytes(self._member.decompress(packed))
            except self._error as error:
                given, self._given = self._given, 0
                raise _MemberError(given, self._skip(packed, error)) from error
            if data:
                self._given += len(data)
                return data

    def _skip(self, packed: bytes, error: Exception) -> int:
        """Go to the next member that begins with a record. Raises the error if there is none."""
        lost, start = 0, 1
        while True:
            at = packed.find(self._magic, start)
            if at < 0:
                lost += max(0, len(packed) - len(self._magic))
                rest, more = packed[-len(self._magic) :], self._stream.read(_PACKED)
                if not more:
                    raise error
                packed, start = rest + more, 0 if lost else 1
                continue
            if len(packed) - at < _PACKED:
                packed += self._stream.read(_PACKED)
            if self._is_start(packed[at : at + _PACKED]):
                self._member, self._packed = self._new(), packed[at:]
                return lost + at
            start = at + 1

    def _is_start(self, packed: bytes) -> bool:
        try:
            return bytes(self._new().decompress(packed)).startswith(b"WARC/1.")
        except self._error:
            return False
