"""What is made once and kept between runs: to parse the rules costs more than to clean a text.

So are the packaged weights and lists of words, which are quicker to read in this form.
Each entry is a file named by the digest of all it was made from, so it can't be stale, and it begins with the
digest of what it holds, so a torn or foreign one is not believed. The folder must belong to the user alone:
entries are read as Python reads its own `__pycache__`, by `marshal`, which must not be fed by strangers.
The digests are those by which Python tells whether its `__pycache__` is stale; those of hashlib would load
OpenSSL first. A cache that can't be read, written or trusted is no cache, and no error.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib.util import source_hash
from pathlib import Path
from typing import Any, TypeVar

from cleaner.version import __version__

_MOST = 24  # entries; the oldest go
_SEAL = 8  # bytes of the digest that an entry begins with


def cache_folder() -> Path | None:
    """`$XDG_CACHE_HOME/article-cleaner`, else `~/.cache/article-cleaner`; None where there is no home.

    Not by platformdirs, which every start would have to import first (20 ms).
    """
    root = Path(os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache"))
    return root / "article-cleaner" if root.is_absolute() else None


def digest(contents: Iterable[tuple[str, bytes]]) -> str:
    """The name for what is made of these names and contents, by this version of cleaner and Python."""
    parts = [f"{__version__}\0{sys.version}\0".encode()]
    for name, data in contents:
        parts += f"{name}\0".encode("utf-8", "surrogateescape"), source_hash(data)
    return source_hash(b"".join(parts)).hex()


Value = TypeVar("Value")


class Packed(Mapping[str, Value]):
    """A mapping that few ask for, kept as bytes and unpacked when one does."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed

    @cached_property
    def _held(self) -> dict[str, Value]:
        held: dict[str, Value] = marshal.loads(self.packed)
        return held

    def __getitem__(self, name: str) -> Value:
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return repr(self._held)


def recall(key: str) -> Any:
    """What was kept under this key; None if nothing was."""
    try:
        folder = _trusted(create=False)
        content = (folder / f"{key}.kept").read_bytes()
        held = memoryview(content)[_SEAL:]
        return marshal.loads(held) if content[:_SEAL] == source_hash(held) else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def keep(key: str, value: Any) -> None:
    """Keep a value of plain types, all or nothing, whoever else does so at the same time."""
    import tempfile  # noqa: PLC0415  (seldom done, and it loads much)

    with contextlib.suppress(OSError):
        folder = _trusted(create=True)
        content = marshal.dumps(value)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(source_hash(content) + content)
            os.replace(temporary, folder / f"{key}.kept")
        except BaseException:
            os.unlink(temporary)
            raise
        kept = sorted(folder.glob("*.kept"), key=_age, reverse=True)
        for old in kept[_MOST:]:
            old.unlink(missing_ok=True)


def _age(file: Path) -> float:
    """When a file was written; of one that somebody else has just removed, never."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0


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
