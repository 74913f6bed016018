"""Rules that were read and checked, kept between runs: to parse the library costs more than to clean a text.

So are the packaged weights, which are quicker to read in this form than as JSON.
Each entry is a file named by the digest of all it was made from, so it can't be stale, and it begins with the
digest of what it holds, so a torn or foreign one is not believed. The folder must belong to the user alone:
entries are read as Python reads its own `__pycache__`, by `marshal`, which must not be fed by strangers.
A cache that can't be read, written or trusted is no cache, and no error.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cleaner.version import __version__

_MOST = 16  # entries; the oldest go


def cache_folder() -> Path | None:
    """`$XDG_CACHE_HOME/article-cleaner`, else `~/.cache/article-cleaner`; None where there is no home.

    Not by platformdirs, which every start would have to import first (20 ms).
    """
    root = Path(os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache"))
    return root / "article-cleaner" if root.is_absolute() else None


def digest(contents: Iterable[tuple[str, bytes]]) -> str:
    """The name for what is made of these names and contents, by this version of cleaner and Python."""
    total = hashlib.sha256(f"{__version__}\0{sys.version}\0".encode())
    for name, data in contents:
        total.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        total.update(data)
    return total.hexdigest()


class Texts:
    """Lists of texts, laid end to end. Whoever reads them pays for those that are asked for."""

    def __init__(self, content: bytes = b"", start: int = 0) -> None:
        self._content, self._start = content or bytearray(), start

    def add(self, texts: Sequence[str]) -> Span:
        """Lay a list down, and say where it lies."""
        start = len(self._content) - self._start
        self._content += _BETWEEN.join(text.replace(_BETWEEN, " ") for text in texts).encode()
        return [start, len(self._content) - self._start, len(texts)]

    def get(self, span: Span) -> tuple[str, ...]:
        """The list that lies there."""
        start, end, count = span
        texts = self._content[self._start + start : self._start + end]
        return tuple(texts.decode().split(_BETWEEN)) if count else ()

    def __bytes__(self) -> bytes:
        return bytes(self._content[self._start :])


Span = list[int]  # start, end, how many
_BETWEEN = "\0"  # of no use in a text: there it counts as a space


def recall(key: str) -> tuple[Any, Texts] | None:
    """What was kept under this key."""
    try:
        folder = _trusted(create=False)
        content = (folder / f"{key}.rules").read_bytes()
        seal = content.index(b"\n") + 1
        if content[:seal] != _seal(memoryview(content)[seal:]):
            return None
        head = content.index(b"\n", seal) + 1
        texts = head + int(content[seal:head])
        return marshal.loads(memoryview(content)[head:texts]), Texts(content, texts)
    except (OSError, ValueError, EOFError, TypeError):
        return None


def keep(key: str, value: Any, texts: Texts) -> None:
    """Keep a value of plain types and its texts, all or nothing, whoever else does so at the same time."""
    import tempfile  # noqa: PLC0415  (seldom done, and it loads much)

    with contextlib.suppress(OSError):
        folder = _trusted(create=True)
        head = marshal.dumps(value)
        content = b"%d\n%b%b" % (len(head), head, bytes(texts))
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_seal(content) + content)
            os.replace(temporary, folder / f"{key}.rules")
        except BaseException:
            os.unlink(temporary)
            raise
        kept = sorted(folder.glob("*.rules"), key=_age, reverse=True)
        for old in kept[_MOST:]:
            old.unlink(missing_ok=True)


def _age(file: Path) -> float:
    """When a file was written; of one that somebody else has just removed, never."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0


def _seal(content: bytes | memoryview) -> bytes:
    return hashlib.sha256(content).hexdigest().encode() + b"\n"


def _trusted(*, create: bool) -> Path:
    """The folder, if it is the user's and nobody else can write into it; else OSError."""
    folder = cache_folder()
    if folder is None:
        raise FileNotFoundError("no home")
    if create:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if hasattr(os, "getuid"):
        found = folder.stat()
        if found.st_uid != os.getuid() or found.st_mode & 0o022:
            raise PermissionError(f"others may write into {folder}")
    return folder
