"""Validated rule tables kept between runs: parsing the library's TOML costs more than cleaning a text.

A file a set of rule files, named by the digest of their contents, so that it can't be stale. A cache that
can't be read or written is no cache, and no error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_FORMAT = b"1"  # of the tables kept
_MOST = 8  # files; the oldest go


def cache_folder() -> Path:
    """`$XDG_CACHE_HOME/article-cleaner`, else `~/.cache/article-cleaner`."""
    root = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(root) / "article-cleaner"


def digest(contents: Iterable[tuple[str, bytes]]) -> str:
    """The name for a set of files: their names and contents."""
    total = hashlib.sha256(_FORMAT)
    for name, data in contents:
        total.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        total.update(data)
    return total.hexdigest()


def recall(key: str) -> Any:
    """What was kept under this key, or None."""
    try:
        return json.loads((cache_folder() / f"{key}.json").read_bytes())
    except (OSError, ValueError):
        return None


def keep(key: str, tables: Any) -> None:
    """Keep tables under this key, all or nothing, whoever else does so at the same time."""
    with contextlib.suppress(OSError):
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(tables, file, ensure_ascii=False)
            os.replace(temporary, folder / f"{key}.json")
        except BaseException:
            os.unlink(temporary)
            raise
        kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in kept[_MOST:]:
            old.unlink(missing_ok=True)
