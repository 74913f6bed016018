"""Results into files: which goes where, and how it is written there."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any, Protocol

from cleaner.batch.items import Failure, Item, Result
from cleaner.batch.targets import OutputError, Target, exists, target
from cleaner.report import Format, csv_header, format_of

_HOPELESS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)  # no later document will fare better


class Outputs:
    """Files in a folder, or standard output; those of one target are open at a time.

    `aside` is a folder for what looks suspicious; empty: it goes where all goes.
    """

    def __init__(
        self, folder: str | None, *, aside: str = "", overwrite: bool = False, several: bool = False
    ) -> None:
        self._folder, self._aside, self._overwrite, self._several = folder, aside, overwrite, several
        self._writers: dict[str, Writer] = {}  # by path
        self._used: set[str] = set()  # of them, those that something was written to

    def write(self, item: Item | Failure, result: Result | Failure) -> Result | Failure:
        """Write a result; a failure comes back if it can't be, and OutputError is raised if no other can."""
        if isinstance(item, Failure):
            return result
        suspicious = isinstance(result, Result) and result.suspicious
        folder = self._aside if suspicious and self._aside else self._folder
        path = self._path(item.target, folder)
        try:
            if path not in self._writers:
                if isinstance(result, Failure) and (item.row is None or item.format != "parquet"):
                    return result
                if link := _link_between(folder or "", item.target):
                    reason = f"{link} is a link, and nothing is written through links"
                    return Failure(item.name, reason, item.target)
                self.open(path, item.format)
            self._writers[path].write(item, result)
            if isinstance(result, Result) or item.format == "parquet":
                self._used.add(path)
        except FileExistsError:
            return Failure(item.name, f"{path} already exists", item.target)
        except OverflowError as error:
            return Failure(item.name, f"can't be written as Parquet: {error}", item.target)
        except OutputError as error:
            if error.errno in _HOPELESS or path in self._writers:
                raise
            return Failure(item.name, str(error), item.target)
        return result

    def open(self, path: str, format: str) -> None:
        """Get a file ready. Raises FileExistsError or OutputError."""
        if path and not self._overwrite and exists(path) and (os.path.isfile(path) or "://" in path):
            raise FileExistsError(path)
        to = target(path)
        writer = Table(to) if format == "parquet" else Bytes(to, format_of(format, several=self._several))
        self._writers[path] = writer  # first: an interruption must find it
        try:
            writer.open()
        except OutputError:
            self._writers.pop(path).abort()
            raise

    def commit(self, *, empty: bool = False) -> dict[str, int]:
        """Make final what is open and, unless `empty`, holds a document: sizes in bytes by path."""
        wrote = {}
        for path, writer in list(self._writers.items()):
            if empty or path in self._used:
                wrote[path] = writer.commit()
                del self._writers[path]
        self.abort()
        return wrote

    def abort(self) -> None:
        """Leave no trace of what is open."""
        self._used.clear()
        while self._writers:
            self._writers.popitem()[1].abort()

    def _path(self, target: str, folder: str | None) -> str:
        return "" if folder is None else os.path.join(folder, target)


def _link_between(folder: str, target: str) -> str:
    """The first folder below an output folder that is a link, and may lead anywhere."""
    place = folder
    for part in target.split(os.sep)[:-1]:
        place = os.path.join(place, part)
        if os.path.islink(place):
            return place
    return ""


class Nowhere(Outputs):
    """What a trial run writes to."""

    def __init__(self) -> None:
        super().__init__(None)

    def write(self, item: Item | Failure, result: Result | Failure) -> Result | Failure:  # noqa: ARG002
        return result


class Writer(Protocol):
    """Writes one file. Ends with `commit` or, where something went wrong, with `abort`."""

    def open(self) -> None: ...
    def write(self, item: Item | Failure, result: Result | Failure) -> None: ...
    def commit(self) -> int: ...
    def abort(self) -> None: ...


class Bytes:
    """Documents one after the other, as the format renders them."""

    def __init__(self, target: Target, format_: Format) -> None:
        self._target, self._format, self._started = target, format_, False
        self._stream: IO[bytes] | None = None

    def open(self) -> None:
        with _telling_where(self._target):
            self._stream = self._target.open()

    def write(self, item: Item | Failure, result: Result | Failure) -> None:
        if isinstance(result, Failure) or not result.output:
            return
        assert isinstance(result.output, bytes)
        assert isinstance(item, Item)
        start = self._format.between
        if not self._started:
            start = csv_header(item.record) if self._format.suffix == ".csv" else self._format.before
        self._started = True
        self._put(start + result.output)

    def commit(self) -> int:
        self._put(self._format.after if self._started else self._format.before + self._format.after)
        with _telling_where(self._target):
            return self._target.commit()

    def abort(self) -> None:
        self._target.abort()

    def _put(self, data: bytes) -> None:
        assert self._stream is not None
        with _telling_where(self._target):
            self._stream.write(data)
            if self._target.live:
                self._stream.flush()


class Table:
    """A Parquet file. Rows out of a table keep its columns, and stay though they failed."""

    _ROWS = 1024  # of a row group,
    _SIZE = 1 << 26  # or fewer, if they are as many bytes

    def __init__(self, target: Target) -> None:
        self._target = target
        self._stream: IO[bytes] | None = None
        self._writer: Any = None
        self._waiting: list[tuple[Item | Failure, Result | Failure]] = []
        self._size = 0  # of these

    def open(self) -> None:
        with _telling_where(self._target):
            self._stream = self._target.open()

    def write(self, item: Item | Failure, result: Result | Failure) -> None:
        if item.row is None and isinstance(result, Failure):
            return
        if isinstance(result, Result):
            check_numbers(result.output)
        self._waiting.append((item, result))
        self._size += item.size if isinstance(item, Item) else 0
        if len(self._waiting) == self._ROWS or self._size > self._SIZE:
            self._flush()

    def commit(self) -> int:
        from cleaner.batch.tables import no_rows  # noqa: PLC0415

        self._flush()
        with _telling_where(self._target):
            if self._writer is None:
                self._start(no_rows())
            self._writer.close()
            return self._target.commit()

    def abort(self) -> None:
        if self._writer is not None:
            with suppress(Exception):  # or it would try once more when it is collected
                self._writer.close()
        self._target.abort()

    def _flush(self) -> None:
        if not self._waiting:
            return
        from cleaner.batch.tables import fitted, rows_with_results  # noqa: PLC0415

        batch = rows_with_results(self._waiting)
        self._waiting, self._size = [], 0
        if self._writer is None:
            self._start(batch.schema)
        batch = fitted(batch, self._writer.schema, self._target.name)
        with _telling_where(self._target):
            self._writer.write_batch(batch)

    def _start(self, schema: Any) -> None:
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

        self._writer = ParquetWriter(self._stream, schema, compression="zstd")


def check_numbers(value: Any) -> None:
    """Raise OverflowError for a whole number that a column of a table can't hold."""
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 63:
        raise OverflowError(f"{str(value)[:24]}… is no number of 64 bits")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            check_numbers(inner)


@contextmanager
def _telling_where(target: Target) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # the reader has seen enough, which is no failure
    except OSError as error:
        raise OutputError(target.name, error) from error
