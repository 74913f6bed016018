"""JSONL and CSV: a document a row."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter, deque
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, NamedTuple, cast

from cleaner.batch.items import Failure, Item, Line, Note
from cleaner.batch.streams import LARGEST, lines, opened_with_raw
from cleaner.batch.work import fields, found_instead, wanted

_PIECE = 1 << 18
_STRANGE = 20  # lines that are no objects, after which a file is taken for something else
_OPENING, _CLOSING = (b"{", b"["), (b"}", b"]")
_SEVERAL_LINES = ([b"["], [b"{"], [b"[{"], [b"[", b"{"])
BOM = b"\xef\xbb\xbf"


def jsonl(path: str, blank: Item, field: str) -> Iterator[Item | Failure]:
    """The rows of a JSONL file, unparsed: that is left to the process that cleans them."""
    with opened_with_raw(path) as (stream, raw):
        used = _Used(raw)
        found = ((number, line) for number, line in enumerate(lines(stream), 1) if line.strip())
        first = list(_until_object(found))
        if first and (wrong := _no_json_lines([line for _, line in first])):
            yield Failure(blank.name, wrong, blank.target)
            return
        for number, line in chain(first, found):
            yield blank._replace(
                name=f"{blank.name}:{number}", content=Line(line, field), size=len(line), read=used()
            )


def _no_json_lines(first: list[bytes]) -> str:
    """Why a file that starts with these lines is not JSON Lines; empty if it may be."""
    if not _is_object(first[-1]):
        return f"is not JSON Lines: it begins {_quoted(first[0])}"
    if first[0].removeprefix(BOM).split() in _SEVERAL_LINES:
        return "is not JSON Lines but JSON over several lines: name it .json, or say --input-format json"
    return ""


def _quoted(start: bytes) -> str:
    return f"“{start.strip()[:40].decode('utf-8', 'replace')}”"


def _until_object(found: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Lines up to the first that may be an object, or so many that none will come."""
    for number, line in islice(found, _STRANGE):
        yield number, line
        if _is_object(line):
            return


def _is_object(line: bytes) -> bool:
    return line.removeprefix(BOM).lstrip().startswith(b"{")


def json_rows(path: str, blank: Item, field: str) -> Iterator[Item | Failure]:
    """The elements of a JSON array, or the one object there is, unparsed like the rows of JSONL."""
    with opened_with_raw(path) as (stream, raw):
        used = _Used(raw)
        start = _start(stream)
        if start and not start.startswith(_OPENING):
            yield Failure(
                blank.name, f"is not JSON: it begins {_quoted(start.splitlines()[0])}", blank.target
            )
            return
        for number, data in enumerate(_elements(stream, start), 1):
            content = Line(data, field)
            yield blank._replace(name=f"{blank.name}:{number}", content=content, size=len(data), read=used())


def _piece(stream: io.BufferedIOBase, waiting: int) -> bytes:
    """What is there; after the beginning of a long element as much again, or each piece would copy it all."""
    return stream.read(waiting) if waiting > _PIECE else stream.read1(_PIECE)


_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+("|\\?\Z)'
_INSIDE = re.compile(_STRING + rb"|[{}\[\]]", re.DOTALL)  # an element
_BETWEEN = re.compile(_STRING + rb"|[{}\[\],]", re.DOTALL)  # elements


def _start(stream: io.BufferedIOBase) -> bytes:
    """What is there, from the first sign that is no space."""
    start = b""
    while not start and (piece := stream.read1(_PIECE)):
        start = piece.removeprefix(BOM).lstrip()
    return start


def _elements(stream: io.BufferedIOBase, start: bytes = b"") -> Iterator[bytes]:
    """The elements of the arrays of a stream, whatever they are, and the values outside of arrays.

    `start` was read before. Raises EOFError if the end is missing, and OSError if an element is too long.
    """
    split = _Splitter()
    yield from split.feed(start)
    while piece := _piece(stream, len(split.data)):
        yield from split.feed(piece)
        if len(split.data) > LARGEST:
            raise OSError(f"an element is longer than {LARGEST >> 20} MB")
    yield from split.end()


class _Splitter:
    """Cuts JSON into the elements of its outermost arrays, as its bytes come in."""

    def __init__(self) -> None:
        self.data = b""  # from the beginning of an element that is not yet complete
        self._start = 0  # of that element
        self._at = 0  # what comes before has been looked at
        self._depth = 0
        self._base = 0  # the depth of elements: 1 in an array

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """The elements that are complete with a piece more."""
        self.data += piece
        while token := (_BETWEEN if self._depth == self._base else _INSIDE).search(self.data, self._at):
            if token[0][:1] == b'"' and token[1] != b'"':
                break  # a string that goes on
            self._at = token.end()
            if token[0] in _OPENING:
                if not self._depth:
                    yield from self._rest(token.start())
                    self._base = int(token[0] == b"[")
                    self._start = self._at if self._base else token.start()
                self._depth += 1
            elif token[0] in _CLOSING and self._depth:
                self._depth -= 1
                if not self._depth:
                    yield from self._rest(token.start() if self._base else self._at)
                    self._base = 0
            elif token[0] == b",":
                yield from [self._taken(token.start())] if self._base else self._rest(token.start())
        self.data, self._start, self._at = self.data[self._start :], 0, self._at - self._start

    def end(self) -> Iterator[bytes]:
        """What is left outside of arrays. Raises EOFError if something is open."""
        if self._depth:
            raise EOFError("the end of the JSON is missing")
        yield from self._rest(len(self.data))

    def _rest(self, end: int) -> Iterator[bytes]:
        """The last element of an array, or a value outside of one, if there is anything."""
        if taken := self._taken(end):
            yield taken

    def _taken(self, end: int) -> bytes:
        """The element that ends in a place; the next begins after the last sign that was looked at."""
        taken, self._start = self.data[self._start : end].strip().removeprefix(BOM), self._at
        return taken


def columns_of(first: str) -> list[str]:
    """The names in the first line of a CSV file; none if it can't be one."""
    try:
        return next(csv.reader([first], delimiter=_delimiter(first)), [])
    except csv.Error:
        return []


def _delimiter(first: str, usual: str = ",") -> str:
    """What stands between cells, as the first line tells: some spreadsheets write `;`."""
    return usual if usual in first else next((mark for mark in ",;\t" if mark in first), usual)


def csv_rows(path: str, blank: Item, field: str) -> Iterator[Item | Failure | Note]:
    """The rows of a CSV file with a header, or of a TSV; the text is in the column `field` or a usual one."""
    csv.field_size_limit(min(LARGEST, sys.maxsize))  # the module's own is 128 kB, for the whole process
    with opened_with_raw(path) as (stream, raw):
        used = _Used(raw)
        text = io.TextIOWrapper(cast(Any, stream), "utf-8-sig", errors="surrogateescape", newline="")
        table = _Table(text, text.readline(LARGEST), "\t" if ".tsv" in path.lower() else ",")
        header = next(table, None)
        if header is None:
            return
        if isinstance(header.cells, str):
            yield Failure(f"{blank.name}:{header.line}", header.cells, blank.target)
            return
        columns = header.cells
        chosen = next((name for name in fields(field) if name in columns), None)
        if chosen is None:
            reason = f"expected a column {wanted(field)}{found_instead(columns, field)}"
            yield Failure(blank.name, reason, blank.target)
            return
        if twice := [name for name, number in Counter(columns).items() if number > 1]:
            yield Note(blank.name, f"has several columns called “{twice[0]}”: only the last of them is read")
        table.columns = len(columns)
        for row in table:
            own = blank._replace(name=f"{blank.name}:{row.line}", read=used(), size=row.size, field=chosen)
            yield _csv_row(row.cells, columns, chosen, own)


def _csv_row(cells: list[str] | str, columns: list[str], chosen: str, blank: Item) -> Item | Failure:
    record: dict[str, Any] = dict.fromkeys(columns)
    told = cells if isinstance(cells, str) else ""
    if not told:
        record.update(zip(columns, cells, strict=False))
        told = "has more fields than the header names" if len(cells) > len(columns) else ""
    content = record.pop(chosen) or ""
    if told:
        return Failure(blank.name, told, blank.target, record=record)
    return blank._replace(content=content, url=record.get("url") or blank.url, record=record)


class _Row(NamedTuple):
    """A row of a CSV file: its cells, or what is wrong with it."""

    line: int  # that it begins in
    cells: list[str] | str
    size: int


class _Table:
    """The rows of a CSV file. A quote that is opened and not closed costs its own line, not those after it.

    Where a row of several lines makes no sense, its first line is given up, and the others are read again.
    """

    columns = 0  # that a row has, once that is known

    def __init__(self, text: io.TextIOWrapper, first: str, usual: str) -> None:
        self._text, self._delimiter = text, _delimiter(first, usual)
        self._again = deque([first] if first else [])  # lines that are to be read once more
        self._taken: list[str] = []  # lines of the row
        self._line = 1

    def __iter__(self) -> Iterator[_Row]:
        return self

    def __next__(self) -> _Row:
        while True:
            self._taken = []
            problem = ""
            try:
                cells = next(csv.reader(self._lines(), delimiter=self._delimiter, strict=True), None)
            except csv.Error as error:
                cells, problem = [], f"is not valid CSV: {error}"
            if cells is None:
                raise StopIteration
            line, size = self._line, sum(map(len, self._taken))
            if self.columns and len(self._taken) > 1 and len(cells) != self.columns:
                problem = problem or "is not valid CSV: a quote is opened and not closed"
            if problem:
                self._again.extendleft(reversed(self._taken[1:]))
                del self._taken[1:]
            self._line += len(self._taken)
            if problem or cells:  # else the line is blank
                return _Row(line, problem or _without_wrong_bytes(cells), size)

    def _lines(self) -> Iterator[str]:
        size = 0
        while line := self._again.popleft() if self._again else self._text.readline(LARGEST):
            self._taken.append(line)
            size += len(line)
            if size > LARGEST:
                raise csv.Error(f"a row is longer than {LARGEST >> 20} MB")
            yield line


def _without_wrong_bytes(cells: list[str]) -> list[str] | str:
    """The cells, or that they aren't UTF-8."""
    for cell in cells:
        if not cell.isascii():
            try:
                cell.encode()
            except UnicodeEncodeError as error:
                return f"is not UTF-8: byte {ord(cell[error.start]) - 0xDC00:02x}; convert the file first"
    return cells


class _Used:
    """How much of the input was used up since it was last asked."""

    def __init__(self, raw: Any) -> None:
        self._raw, self._before = raw, 0
        self._seekable = raw.seekable()

    def __call__(self) -> int:
        if not self._seekable:
            return 0
        before, self._before = self._before, int(self._raw.tell())
        return self._before - before
