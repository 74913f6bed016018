"""Where bodies go: standard output, a file, a mirrored folder. A file under its name is always complete."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol, cast

from cleaner.batch.items import Result
from cleaner.errors import CleanerError, DocumentError
from cleaner.report.formats import Format

_HOPELESS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)  # no later document will fare better


class OutputError(CleanerError):
    """An output that can't be written: disk full, not allowed, or the like."""

    def __init__(self, name: str, cause: OSError) -> None:
        self.name, self.errno = name, cause.errno
        super().__init__(f"{name}: can't be written: {cause.strerror or cause}")


class Sink(Protocol):
    """Takes results. Ends with `commit` or, where something went wrong, with `abort`."""

    def open(self) -> None:
        """Get ready. Raises OutputError if nothing can be written here."""

    def write(self, result: Result) -> None:
        """Write one result. Raises DocumentError if it can't, OutputError if no other can either."""

    def commit(self) -> None:
        """Make what was written final."""

    def abort(self) -> None:
        """Leave no trace of what was not made final."""


class Target(Protocol):
    """What bytes are written to."""

    name: str

    def open(self) -> None: ...
    def write(self, data: bytes) -> None: ...
    def commit(self) -> None: ...
    def abort(self) -> None: ...


class Stdout:
    """Standard output; there is no taking back what was written."""

    name = "standard output"

    def open(self) -> None:
        pass

    def write(self, data: bytes) -> None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    def commit(self) -> None:
        pass

    def abort(self) -> None:
        pass


class NewFile:
    """A file that appears when it is complete, compressed if its name says so.

    Devices and pipes are written as they are.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._temporary = path.with_name(f".{os.urandom(8).hex()}.tmp")
        self._in_place = os.path.exists(path) and not os.path.isfile(path)
        self._streams: list[IO[bytes]] = []  # the outermost, which is written to, last

    def open(self) -> None:
        """Open the file, making folders as needed."""
        if self._in_place:
            self._streams.append(open(self._path, "wb"))  # noqa: SIM115  (closed by commit or abort)
            return
        with suppress(FileNotFoundError):
            os.lstat(self._path)  # a name the disk won't take is refused now, not when all is done
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._streams.append(open(self._temporary, "xb"))  # noqa: SIM115
        suffix = self._path.suffix.lower()
        if suffix == ".gz":
            import gzip  # noqa: PLC0415

            # no name and no time in the header: same input, same bytes
            packed = gzip.GzipFile("", "wb", 6, self._streams[0], mtime=0)
            self._streams.append(cast(IO[bytes], packed))
        elif suffix == ".zst":
            import zstandard  # noqa: PLC0415

            packer: Any = zstandard.ZstdCompressor()
            self._streams.append(packer.stream_writer(self._streams[0], closefd=False))

    def write(self, data: bytes) -> None:
        self._streams[-1].write(data)

    def commit(self) -> None:
        while self._streams:
            self._streams[-1].close()
            self._streams.pop()
        if not self._in_place:
            os.replace(self._temporary, self._path)

    def abort(self) -> None:
        while self._streams:
            with suppress(OSError):  # what is left in buffers may find the disk as full as before
                self._streams.pop().close()
        with suppress(OSError):
            self._temporary.unlink()


class OneSink:
    """All documents into one target."""

    def __init__(self, target: Target, format_: Format) -> None:
        self._target, self._format, self._started = target, format_, False

    def open(self) -> None:
        with self._telling_where():
            self._target.open()

    def write(self, result: Result) -> None:
        data = self._format.render(result.name, result.cleaned, result.record)
        if data:
            start = self._format.between if self._started else self._format.before
            self._started = True
            with self._telling_where():
                self._target.write(start + data)

    def commit(self) -> None:
        end = self._format.after if self._started else self._format.before + self._format.after
        with self._telling_where():
            self._target.write(end)
            self._target.commit()

    def abort(self) -> None:
        self._target.abort()

    @contextmanager
    def _telling_where(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise  # the reader has seen enough, which is no failure
        except OSError as error:
            raise OutputError(self._target.name, error) from error


class FolderSink:
    """Each document into the file of its target, below a folder; rows that share a target into one file."""

    def __init__(self, folder: Path, format_: Format, *, overwrite: bool = False) -> None:
        self._folder, self._format, self._overwrite = folder, format_, overwrite
        self._target = ""
        self._sink: OneSink | None = None

    def open(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not os.access(self._folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except OSError as error:
            raise OutputError(str(self._folder), error) from error

    def write(self, result: Result) -> None:
        alone = result.record is None
        try:
            if alone or result.target != self._target:
                self.commit()
            if self._sink is None:
                self._sink = self._new_sink(result)
                self._sink.open()
            self._sink.write(result)
            if alone:
                self.commit()
        except OutputError as error:
            if error.errno in _HOPELESS or not alone:
                raise
            self.abort()
            raise DocumentError(result.name, str(error)) from error

    def commit(self) -> None:
        if self._sink is not None:
            self._sink.commit()
            self._sink = None

    def abort(self) -> None:
        if self._sink is not None:
            self._sink.abort()
            self._sink = None

    def _new_sink(self, result: Result) -> OneSink:
        path = self._folder / result.target
        if os.path.lexists(path) and not self._overwrite:
            raise DocumentError(result.name, f"{path} exists already")
        self._target = result.target
        return OneSink(NewFile(path), self._format)
