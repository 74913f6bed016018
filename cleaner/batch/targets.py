"""What bytes are written to: standard output, a file here or elsewhere. A file is always complete."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Protocol, cast

from cleaner.batch.locks import discard, take, temporaries
from cleaner.batch.streams import STDIN, filesystem, is_remote
from cleaner.errors import CleanerError
from cleaner.report import printable

_TURNS = 16  # files that wait for the disk at once


class OutputError(CleanerError):
    """An output that can't be written: disk full, not allowed, or the like."""

    def __init__(self, name: str, cause: OSError) -> None:
        self.name, self.errno = name, cause.errno
        super().__init__(f"{name}: can't be written: {cause.strerror or cause}")


class Target(Protocol):
    """What bytes are written to."""

    name: str
    live: bool  # somebody may be waiting for each document

    def open(self) -> IO[bytes]:
        """Get ready; what comes back takes the bytes."""

    def commit(self) -> int:
        """Make what was written final, and tell its size in bytes."""

    def abort(self) -> None:
        """Leave no trace of what was not made final."""


class Stdout:
    """Standard output; there is no taking back what was written."""

    name = "standard output"
    live = True

    def __init__(self, paint: Callable[[str], str] | None = None) -> None:
        self._paint = paint

    def open(self) -> IO[bytes]:
        """Standard output itself; a terminal, which obeys control signs, sees them written out.

        Where there is `paint`, it colours what is printed.
        """
        if self._paint is None and not sys.stdout.isatty():
            return sys.stdout.buffer
        return cast(IO[bytes], _Terminal(self._paint or str))

    def commit(self) -> int:
        sys.stdout.buffer.flush()
        return 0

    def abort(self) -> None:
        pass


class _Terminal:
    """A terminal that documents are written to, each at once."""

    def __init__(self, paint: Callable[[str], str]) -> None:
        self._paint = paint

    def write(self, data: bytes) -> int:
        return sys.stdout.buffer.write(self._paint(printable(data.decode("utf-8", "replace"))).encode())

    def flush(self) -> None:
        sys.stdout.buffer.flush()


class NewFile:
    """A file that appears when it is complete, compressed if its name says so.

    Devices and pipes are written as they are.
    """

    live = False

    def __init__(self, path: Path, *, sync: bool = False) -> None:
        self.name = str(path)
        self._path, self._sync = path, sync
        self._temporary: Path | None = None
        self._in_place = os.path.exists(path) and not os.path.isfile(path)
        self._streams: list[IO[bytes]] = []  # the outermost, which is written to, last

    def open(self) -> IO[bytes]:
        """Open the file, making folders as needed."""
        if self._in_place:
            self._streams.append(open(self._path, "wb"))  # noqa: SIM115  (closed by commit or abort)
            return self._streams[-1]
        with suppress(FileNotFoundError):
            os.lstat(self._path)  # a name the disk won't take is refused now, not when all is done
        if not os.path.isdir(self._path.parent):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        import hashlib  # noqa: PLC0415  (loads OpenSSL, and most runs write to standard output)

        # Named after the file: what a killed run leaves is used by the run that does the file again.
        mark = hashlib.sha256(os.fsencode(self._path.name)).hexdigest()[:16]
        for name in temporaries(self._path, mark):
            self._temporary = name  # first: an interruption must find it
            if file := take(name):
                self._streams.append(file)
                break
        else:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), self._path)
        _pack(self._streams, self._path.name)
        return self._streams[-1]

    def commit(self) -> int:
        while len(self._streams) > 1:
            self._streams[-1].close()
            self._streams.pop()
        size = 0
        if self._temporary is not None:
            file = self._streams[0]
            file.flush()
            if self._sync:
                os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
            os.replace(self._temporary, self._path)  # before its lock is given up
            self._temporary = None
        while self._streams:
            self._streams.pop().close()
        return size

    def abort(self) -> None:
        while self._streams:
            with suppress(OSError):  # what is left in buffers may find the disk as full as before
                self._streams.pop().close()
        if self._temporary is not None:
            discard(self._temporary)
            self._temporary = None


class RemoteFile:
    """A file that fsspec opens: `s3://…`, `memory://…`. Object stores show it when it is complete."""

    live = False

    def __init__(self, path: str) -> None:
        self.name = path
        self._fs, self._inner = filesystem(path)
        self._streams: list[IO[bytes]] = []

    def open(self) -> IO[bytes]:
        self._fs.makedirs(self._fs._parent(self._inner), exist_ok=True)
        self._streams.append(self._fs.open(self._inner, "wb"))
        _pack(self._streams, self.name)
        return self._streams[-1]

    def commit(self) -> int:
        while self._streams:
            self._streams.pop().close()
        return int(self._fs.size(self._inner) or 0)

    def abort(self) -> None:
        while self._streams:
            stream = self._streams.pop()
            with suppress(Exception):  # whatever a store raises, it will not be better a second time
                (stream.discard if hasattr(stream, "discard") else stream.close)()


def put(path: Path, content: bytes) -> None:
    """Write a file, all or nothing, down to the disk. Raises OSError."""
    file = NewFile(path, sync=True)
    try:
        file.open().write(content)
        file.commit()
    finally:
        file.abort()


def target(path: str, paint: Callable[[str], str] | None = None) -> Target:
    """What a path names; `paint` colours what goes to standard output."""
    if path in ("", STDIN):
        return Stdout(paint)
    return RemoteFile(path) if is_remote(path) else NewFile(Path(path))


def exists(path: str) -> bool:
    """Whether something stands where a path points."""
    if is_remote(path):
        fs, inner = filesystem(path)
        return bool(fs.exists(inner))
    return os.path.lexists(path)


def size_of(path: str) -> int | None:
    """The size of a file, or None if there is none."""
    try:
        if is_remote(path):
            fs, inner = filesystem(path)
            return int(fs.size(inner))
        return os.stat(path).st_size
    except OSError:
        return None


def settle(paths: Iterable[str]) -> None:
    """Wait until files are on the disk, with their names: a loss of power then takes them no more.

    All at once, or each would wait for a turn of the disk of its own. Raises OSError.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  (one document does without)

    files = [path for path in paths if not is_remote(path) and os.path.isfile(path)]
    folders = list({os.path.dirname(path) or os.curdir for path in files}) if os.name == "posix" else []
    with ThreadPoolExecutor(_TURNS) as threads:
        for some in (files, folders):
            list(threads.map(_settle, (some[start::_TURNS] for start in range(min(_TURNS, len(some))))))


def _settle(paths: Iterable[str]) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _pack(streams: list[IO[bytes]], name: str) -> None:
    """Put a stream that compresses, if the name says so, on top of the others."""
    if name.lower().endswith(".gz"):
        import gzip  # noqa: PLC0415

        # no name and no time in the header: same input, same bytes
        streams.append(cast(IO[bytes], gzip.GzipFile("", "wb", 6, streams[0], mtime=0)))
    elif name.lower().endswith(".zst"):
        import zstandard  # noqa: PLC0415

        packer: Any = zstandard.ZstdCompressor()
        streams.append(packer.stream_writer(streams[0], closefd=False))
    elif name.lower().endswith(".bz2"):
        import bz2  # noqa: PLC0415

        streams.append(cast(IO[bytes], bz2.BZ2File(streams[0], "wb")))
    elif name.lower().endswith(".xz"):
        import lzma  # noqa: PLC0415

        streams.append(cast(IO[bytes], lzma.LZMAFile(streams[0], "wb")))  # noqa: SIM115  (closed with the others)
