"""Results into files: which goes where, and how it is written there."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, Protocol

from cleaner.batch.items import Failure, Item, Line, Result
from cleaner.batch.targets import OutputError, Target, exists, target
from cleaner.errors import UsageError
from cleaner.report import RESULTS, Format, csv_cell, csv_line, failed_row, format_of

_HOPELESS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)  # no later document will fare better


class Outputs:
    """Files in a folder, or standard output; those of one target are open at a time.

    `aside` is a folder for what looks suspicious; empty: it goes where all goes. Rows that failed are written
    too, with an `error`, unless `drop_failed`. `several` documents that are no rows share one output. `paint`
    colours standard output. With `alone`, all is rows of one file: where that is of no use as a whole, no
    file is made to say so.
    """

    def __init__(
        self,
        folder: str | None,
        *,
        aside: str = "",
        overwrite: bool = False,
        several: bool = False,
        drop_failed: bool = False,
        explain: bool = False,
        alone: bool = False,
        paint: Callable[[str], str] | None = None,
    ) -> None:
        self._alone = alone
        self._folder, self._aside, self._overwrite, self._several = folder, aside, overwrite, several
        self._drop_failed, self._explain, self._paint = drop_failed, explain, paint
        self._writers: dict[str, Writer] = {}  # by path
        self._used: set[str] = set()  # of them, those that something was written to

    def write(self, item: Item | Failure, result: Result | Failure) -> Result | Failure:
        """Write a result; a failure comes back if it can't be, and OutputError is raised if no other can."""
        if isinstance(result, Failure) and (self._drop_failed or not self._is_row(item)):
            return result
        suspicious = isinstance(result, Result) and result.suspicious
        folder = self._aside if suspicious and self._aside else self._folder
        path = self._path(item.target, folder)
        try:
            if path not in self._writers:
                if link := _link_between(folder or "", item.target):
                    reason = f"{link} is a link, and nothing is written through links"
                    return Failure(item.name, reason, item.target)
                self.open(path, item.format)
            self._writers[path].write(item, result)
            if not (self._alone and path and _is_no_row(item)):
                self._used.add(path)
        except FileExistsError:
            return Failure(item.name, f"{path} already exists", item.target)
        except OverflowError as error:
            return self.write(item, Failure(item.name, f"can't be written as Parquet: {error}", item.target))
        except OutputError as error:
            if error.errno in _HOPELESS or path in self._writers:
                raise
            return Failure(item.name, str(error), item.target)
        return result

    def open(self, path: str, format: str) -> None:
        """Get a file ready. Raises FileExistsError or OutputError."""
        if path and not self._overwrite and exists(path) and (os.path.isfile(path) or "://" in path):
            raise FileExistsError(path)
        to = target(path, self._paint)
        writer: Writer
        if format == "parquet":
            writer = Table(to, explain=self._explain)
        else:
            writer = (Csv if format == "csv" else Bytes)(to, format_of(format, several=self._several))
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

    def _is_row(self, item: Item | Failure) -> bool:
        """Whether a document is one of several in its output, each of which has fields."""
        if format_of(item.format).row is None:
            return False
        is_row = item.record is not None or item.row is not None
        is_row = is_row or (isinstance(item, Item) and isinstance(item.content, Line))
        return self._several or is_row or self._path(item.target, self._folder) in self._writers

    def _path(self, target: str, folder: str | None) -> str:
        return "" if folder is None else os.path.join(folder, target)


def _is_no_row(item: Item | Failure) -> bool:
    """Whether it is a file that could not be read, or not as what it is taken for."""
    return isinstance(item, Failure) and item.record is None and item.row is None


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
        output = self._failed(item, result) if isinstance(result, Failure) else result.output
        if output:
            assert isinstance(output, bytes)
            self._put((self._format.between if self._started else self._format.before) + output)
            self._started = True

    def _failed(self, item: Item | Failure, result: Failure) -> bytes | Mapping[str, Any]:
        assert self._format.row is not None
        record = result.record if result.record is not None else item.record
        return self._format.row(failed_row(result.name, result.reason, record))

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


class Csv(Bytes):
    """A CSV file. Its first row tells the columns; those of which no columns are known wait for it."""

    def __init__(self, target: Target, format_: Format) -> None:
        super().__init__(target, format_)
        self._columns: list[str] = []
        self._waiting: list[Mapping[str, Any]] = []

    def write(self, item: Item | Failure, result: Result | Failure) -> None:
        row = self._failed(item, result) if isinstance(result, Failure) else result.output
        assert isinstance(row, Mapping)
        if not self._columns and isinstance(result, Failure) and result.record is None is item.record:
            self._waiting.append(row)
            return
        own = result.record if isinstance(result, Failure) else None
        self._begin([name for name in row if name != "name" or own is None or name in own])
        self._put_row(row)

    def commit(self) -> int:
        self._begin(["name", *RESULTS])
        return super().commit()

    def _begin(self, columns: Sequence[str]) -> None:
        """Write the header, if it isn't there, and what has waited for it."""
        if self._columns:
            return
        self._columns, self._started = [name for name in columns if name not in _NO_CELLS], True
        self._put(csv_line(self._columns))
        for row in self._waiting:
            self._put_row(row)

    def _put_row(self, row: Mapping[str, Any]) -> None:
        if new := [name for name in row if name not in self._columns and name not in ("name", *_NO_CELLS)]:
            raise UsageError(
                f"{self._target.name}: the column “{new[0]}” is missing from the first rows, "
                "which CSV does not allow; write .jsonl instead"
            )
        row = named_in_error(row, self._columns)
        self._put(csv_line(csv_cell(row.get(name)) for name in self._columns))


_NO_CELLS = ("blocks", "restored", "sources")  # parts of a row that tables have no column for


def named_in_error(row: Mapping[str, Any], columns: Sequence[str]) -> Mapping[str, Any]:
    """The row of what failed, with its name in the error if the table has no column for names."""
    if "name" in columns or "name" not in row or not row["error"]:
        return row
    return {**row, "error": f"{row['name']}: {row['error']}"}


class Table:
    """A Parquet file. Rows out of a table keep its columns."""

    _ROWS = 1024  # of a row group,
    _SIZE = 1 << 26  # or fewer, if they are as many bytes

    def __init__(self, target: Target, *, explain: bool = False) -> None:
        self._target, self._explain = target, explain
        self._stream: IO[bytes] | None = None
        self._writer: Any = None
        self._waiting: list[tuple[Item | Failure, Result | Failure]] = []
        self._size = 0  # of these

    def open(self) -> None:
        with _telling_where(self._target):
            self._stream = self._target.open()

    def write(self, item: Item | Failure, result: Result | Failure) -> None:
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
                self._start(no_rows(explain=self._explain))
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

        columns = self._writer.schema.names if self._writer is not None else ()
        batch = rows_with_results(self._waiting, columns, explain=self._explain)
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
