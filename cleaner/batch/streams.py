"""Bytes in: files here and elsewhere, standard input, plain or compressed."""

from __future__ import annotations

import io
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from cleaner.errors import UsageError

STDIN = "-"
LARGEST = 1 << 28  # bytes of one document; a damaged or hostile archive must not fill the memory
_PIECE = 1 << 18
_PUBLIC = frozenset(  # protocols of fsspec whose addresses name no server
    ("http", "https", "s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "hf", "oci", "oss", "memory")
)
_GZIP, _ZSTANDARD, _BZIP2, _XZ = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ"


def is_remote(path: str) -> bool:
    """Whether a path is an address that fsspec is to open: `s3://…`, `memory://…`."""
    return "://" in path


def is_page(path: str) -> bool:
    """Whether a path is an address on the web."""
    return path.lower().startswith(("http://", "https://"))


def check_address(path: str) -> None:
    """Raise UsageError for an address that may lead to this machine or into a private network.

    Stores of objects don't: where they are is set up outside of the address. Chains of file systems
    (`simplecache::…`), local files by address and what speaks to a server of any name may.
    """
    if not is_remote(path):
        return
    protocol = path.partition("://")[0]
    if protocol.lower() in _PUBLIC:
        return
    raise UsageError(
        f"{path}: {protocol}:// can lead to local files or into private networks: "
        "name a local file by its path, or allow such addresses with --allow-private"
    )


def is_compressed(path: str) -> bool:
    """Whether a local file is compressed; one that can't be read is not."""
    try:
        with open(path, "rb") as file:
            return file.read(5).startswith((_GZIP, _ZSTANDARD, _BZIP2, _XZ))
    except OSError:
        return False


def filesystem(path: str) -> tuple[Any, str]:
    """The fsspec file system of an address, and the path within. Raises UsageError without fsspec."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise UsageError(
            f"{path}: needs the extra “remote”: pip install 'article-cleaner[remote]'"
        ) from error
    try:
        fs, inner = url_to_fs(path)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error
    return fs, inner


class Opened(NamedTuple):
    """A stream of plain bytes, and the one beneath that knows how much of the input is used up."""

    plain: io.BufferedIOBase
    raw: Any


@contextmanager
def opened(path: str) -> Iterator[io.BufferedIOBase]:
    """A file or standard input, decompressed if its first bytes say that it is compressed."""
    with opened_with_raw(path) as streams:
        yield streams.plain


@contextmanager
def opened_with_raw(path: str) -> Iterator[Opened]:
    """`opened`, with the raw stream too."""
    with raw_and_buffered(path) as (source, stream):
        yield Opened(plain(stream), source)


@contextmanager
def raw_and_buffered(path: str) -> Iterator[tuple[Any, io.BufferedReader]]:
    """A file or standard input as it is, and a buffer on top of it."""
    source: Any
    if path == STDIN:
        source = _Stdin()
    elif is_remote(path):
        fs, inner = filesystem(path)
        source = fs.open(inner, "rb")
    else:
        source = open(path, "rb", buffering=0)  # noqa: SIM115  (closed with the stream on it)
    stream: Any = io.BufferedReader(source)
    try:
        yield source, stream
    finally:
        stream.close()


def start_of_stdin() -> bytes:
    """The first bytes of standard input, as soon as there are any. They stay there to be read."""
    stream: Any = sys.stdin.buffer
    if isinstance(stream, io.BufferedReader):
        return stream.peek()
    at = stream.tell()
    start: bytes = stream.read(_PIECE)
    stream.seek(at)
    return start


class _Stdin(io.RawIOBase):
    """Standard input, each time what is there.

    Python's own stream would wait until its buffer is full. It also locks itself while it waits: a thread
    that does so when the program ends would crash it. Only what `start_of_stdin` has left in that buffer is
    taken from there.
    """

    def __init__(self) -> None:
        stream: Any = sys.stdin.buffer
        self._start = b""
        if isinstance(stream, io.BufferedReader):
            self._start = stream.read1(_PIECE)
            stream = stream.raw
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._start:
            piece = self._start[: len(buffer)]
            self._start = self._start[len(piece) :]
            buffer[: len(piece)] = piece
            return len(piece)
        return int(self._stream.readinto(buffer) or 0)


def plain(stream: io.BufferedReader) -> io.BufferedIOBase:
    """A stream decompressed if it is compressed."""
    start = stream.peek(5)
    if start.startswith(_GZIP):
        import gzip  # noqa: PLC0415  (like zstandard: most inputs are plain)

        return gzip.GzipFile(fileobj=stream)
    if start.startswith(_BZIP2):
        import bz2  # noqa: PLC0415

        return bz2.BZ2File(stream)
    if start.startswith(_XZ):
        import lzma  # noqa: PLC0415

        return lzma.LZMAFile(stream)
    if start.startswith(_ZSTANDARD):
        return io.BufferedReader(_Zstandard(stream))
    return stream


def whole(stream: io.BufferedIOBase) -> bytes | None:
    """All of a stream, or None if it is too large. In pieces: asked for all at once, it reserves the most."""
    pieces, size = [], 0
    while piece := stream.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            return None
    return b"".join(pieces)


def lines(stream: io.BufferedIOBase) -> Iterator[bytes]:
    """Lines; of one that is too long just enough to tell."""
    while line := stream.readline(LARGEST + 1):
        yield line
        while len(line) > LARGEST and not line.endswith(b"\n"):
            line = stream.readline(LARGEST + 1)


def damage() -> tuple[type[Exception], ...]:
    """What reading a file may raise."""
    loaded = ((sys.modules.get("zstandard"), "ZstdError"), (sys.modules.get("lzma"), "LZMAError"))
    own = (getattr(module, name) for module, name in loaded if module)
    return (OSError, EOFError, zlib.error, *own)


def why_not(error: Exception, path: str) -> str:
    """That a file can't be read, and why."""
    reason = getattr(error, "strerror", None) or error
    if isinstance(error, FileNotFoundError) and os.path.islink(path):
        reason = "it is a link to what is not there"
    return f"can't be read: {reason}"


class _Zstandard(io.RawIOBase):
    """A Zstandard file of any number of frames; unlike zstandard's own reader it notices a missing end."""

    _CHUNK = 4096  # small: a few bytes can expand to very many

    def __init__(self, stream: io.BufferedIOBase) -> None:
        import zstandard  # noqa: PLC0415

        self._stream, self._new = stream, zstandard.ZstdDecompressor().decompressobj
        self._frame = self._new()
        self._output, self._position = b"", 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._position == len(self._output):
            if self._frame.eof and self._frame.unused_data:
                chunk, self._frame = self._frame.unused_data, self._new()
            elif chunk := self._stream.read(self._CHUNK):
                if self._frame.eof:
                    self._frame = self._new()
            elif self._frame.eof:
                return 0
            else:
                raise EOFError("the end of the compressed data is missing")
            self._output, self._position = self._frame.decompress(chunk), 0
        piece = self._output[self._position : self._position + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)
