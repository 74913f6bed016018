"""Where documents come from: files, folders, JSONL, standard input; plain or compressed."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from cleaner.batch.items import Failure, Item, Skipped

STDIN = "-"
DOCUMENTS = (".html", ".htm", ".txt", ".md")  # read in a folder; a file named outright may be called anything
ROWS = (".jsonl", ".ndjson")
COMPRESSED = (".gz", ".zst")
FIELDS = ("html", "text", "content")  # of a JSONL row: the first that holds a text
LARGEST = 1 << 28  # bytes of one document; a damaged or hostile archive must not fill the memory
_PIECE = 1 << 18


class Found(NamedTuple):
    """A file to read."""

    path: str
    target: str  # of its output, within the output folder
    rows: bool = False  # JSONL


# --- finding -----------------------------------------------------------------------------------------------


def find(
    paths: Sequence[str], *, suffix: str = ".txt", rows_on_stdin: bool = False, exclude: str = ""
) -> Iterator[Found | Failure | Skipped]:
    """The files to read, without reading them: those named, and those in the folders named.

    Outputs mirror the tree below the folder that all paths share. `suffix` is that of the outputs;
    `exclude` is a folder not to enter, the output's own.
    """
    base = _common_folder(paths)
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        if not os.path.isdir(path):
            folder, name = _place(path, base)
            by_folder.setdefault(folder, []).append(name)
    targets = {folder: _targets(names, suffix) for folder, names in by_folder.items()}
    for path in paths:
        if os.path.isdir(path):
            yield from _walk(path, os.path.relpath(os.path.abspath(path), base), suffix, exclude)
        else:
            folder, name = _place(path, base)
            rows = rows_on_stdin if path == STDIN else is_rows(path)
            yield Found(path, os.path.join(folder, targets[folder][name]), rows)


def is_rows(path: str) -> bool:
    """Whether a name is that of a JSONL file."""
    return uncompressed(path).lower().endswith(ROWS)


def uncompressed(path: str) -> str:
    """A name without the suffix of its compression."""
    return path[: path.rindex(".")] if path.lower().endswith(COMPRESSED) else path


def _common_folder(paths: Sequence[str]) -> str:
    places = [os.path.abspath(path) for path in paths if path != STDIN]
    if len(places) == 1 and os.path.isdir(places[0]):
        return places[0]
    return os.path.commonpath([os.path.dirname(place) for place in places]) if places else os.getcwd()


def _place(path: str, base: str) -> tuple[str, str]:
    """Folder, from the base, and name of a file that was named outright."""
    if path == STDIN:
        return "", "stdin"
    folder, name = os.path.split(os.path.abspath(path))
    folder = os.path.relpath(folder, base)
    return ("" if folder == os.curdir else folder), name


def _walk(root: str, below: str, suffix: str, exclude: str) -> Iterator[Found | Failure | Skipped]:
    """The documents of a folder, sorted: files, then subfolders. Links to folders are not followed."""
    waiting = [(root, "" if below == os.curdir else below)]
    while waiting:
        folder, below = waiting.pop()
        try:
            if exclude and os.path.exists(exclude) and os.path.samefile(folder, exclude):
                continue
            with os.scandir(folder) as entries:
                listing = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Failure(folder, f"can't be read: {error.strerror}")
            continue
        documents, others = [], []
        for entry in listing:
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                others.append(entry.name)
            elif _is_document(entry):
                documents.append(entry.name)
            else:
                yield Skipped(entry.path)
        targets = _targets(documents, suffix)
        for name in documents:
            yield Found(os.path.join(folder, name), os.path.join(below, targets[name]))
        waiting += [(os.path.join(folder, name), os.path.join(below, name)) for name in reversed(others)]


def _is_document(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(".") or not uncompressed(entry.name).lower().endswith(DOCUMENTS):
        return False
    try:
        mode = entry.stat().st_mode
    except OSError:
        return True  # a dangling link: reading it tells what is wrong
    return stat.S_ISREG(mode)


def _targets(names: Sequence[str], suffix: str) -> dict[str, str]:
    """Output names of the files of one folder: `a.html.gz` gives `a.txt`.

    Files that would share a name keep their whole own: `a.html` beside `a.txt` gives `a.html.txt`. No name
    depends on the order of the files.
    """
    short = {name: _short(name, suffix) for name in names}
    shared = Counter(target.casefold() for target in short.values())
    whole = {(name + suffix).casefold() for name in short}
    return {
        name: name + suffix
        if target.casefold() in whole or (shared[target.casefold()] > 1 and target != name)
        else target
        for name, target in short.items()
    }


def _short(name: str, suffix: str) -> str:
    if suffix == ROWS[0] and is_rows(name):
        return name  # JSONL to JSONL, compressed as it came
    plain = uncompressed(name)
    stem, ending = os.path.splitext(plain)
    return (stem if ending.lower() in (*DOCUMENTS, *ROWS) else plain) + suffix


# --- reading -----------------------------------------------------------------------------------------------


def read(
    found: Found, *, field: str = "", url: str = "", html: bool | None = None
) -> Iterator[Item | Failure]:
    """The documents of a file: one, or one a row. Nothing is held longer than it takes to hand it on."""
    name = "stdin" if found.path == STDIN else found.path
    number = 0
    try:
        with _opened(found.path) as stream:
            if not found.rows:
                content = _whole(stream)
                if content is None:
                    yield Failure(name, f"is larger than {LARGEST >> 20} MB")
                else:
                    yield Item(name, content, found.target, url, html)
                return
            for number, line in enumerate(_lines(stream), 1):
                if line.strip():
                    yield _row(line, Item(f"{name}:{number}", "", found.target, url, html), field)
    except _damage() as error:
        place = f"{name}:{number + 1}" if number else name
        yield Failure(place, f"can't be read: {getattr(error, 'strerror', None) or error}")


def _row(line: bytes, blank: Item, field: str) -> Item | Failure:
    """The item of a JSONL row: `blank`, filled in."""
    if len(line) > LARGEST:
        return Failure(blank.name, f"the line is longer than {LARGEST >> 20} MB")
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Failure(blank.name, f"is not UTF-8: byte {error.start + 1} of the line")
    except json.JSONDecodeError as error:
        return Failure(blank.name, f"is not valid JSON: {error.msg}, column {error.pos + 1}")
    except (ValueError, RecursionError) as error:
        reason = "numbers too long" if isinstance(error, ValueError) else "nested too deeply"
        return Failure(blank.name, f"can't be read as JSON: {reason}")
    if not isinstance(record, dict):
        return Failure(blank.name, f"expected a JSON object, found {_json_type(record)}")
    there = [name for name in ((field,) if field else FIELDS) if name in record]
    if not there:
        wanted = f"“{field}”" if field else "“html”, “text” or “content”; name yours with --field"
        return Failure(blank.name, f"expected a field {wanted}")
    chosen = next((name for name in there if record[name]), there[0])
    content = record.pop(chosen)
    if content is not None and not isinstance(content, str):
        return Failure(blank.name, f"expected text in the field “{chosen}”, found {_json_type(content)}")
    own_url = record.get("url")
    url = own_url if isinstance(own_url, str) and own_url else blank.url
    return blank._replace(content=content or "", url=url, record=record)


def _json_type(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


def _whole(stream: io.BufferedIOBase) -> bytes | None:
    """All of a stream, or None if it is too large. In pieces: asked for all at once, it reserves the most."""
    pieces, size = [], 0
    while piece := stream.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            return None
    return b"".join(pieces)


def _lines(stream: io.BufferedIOBase) -> Iterator[bytes]:
    """Lines; of one that is too long just enough to tell."""
    while line := stream.readline(LARGEST + 1):
        yield line
        while len(line) > LARGEST and not line.endswith(b"\n"):
            line = stream.readline(LARGEST + 1)


@contextmanager
def _opened(path: str) -> Iterator[io.BufferedIOBase]:
    """A file or standard input, decompressed if its first bytes say that it is compressed."""
    source: Any = sys.stdin.buffer if path == STDIN else open(path, "rb", buffering=0)  # noqa: SIM115
    stream: Any = io.BufferedReader(source)
    try:
        start = stream.peek(4)
        if start.startswith(b"\x1f\x8b"):
            import gzip  # noqa: PLC0415  (like zstandard: most inputs are plain)

            yield gzip.GzipFile(fileobj=stream)
        elif start.startswith(b"\x28\xb5\x2f\xfd"):
            yield io.BufferedReader(_Zstandard(stream))
        else:
            yield stream
    finally:
        stream.detach() if path == STDIN else stream.close()


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


def _damage() -> tuple[type[Exception], ...]:
    """What reading a file may raise."""
    zstandard = sys.modules.get("zstandard")
    own = (zstandard.ZstdError,) if zstandard else ()
    return (OSError, EOFError, zlib.error, *own)
