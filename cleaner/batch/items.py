"""What travels through a batch. All of it can be pickled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from cleaner.model import Cleaned


class Item(NamedTuple):
    """A document to clean."""

    name: str  # as messages call it: a path, or path:line
    content: bytes | str
    target: str = ""  # path of the output within an output folder; rows of one file share it
    url: str = ""
    html: bool | None = None  # None: to be sniffed
    record: Mapping[str, Any] | None = None  # the other fields of a JSONL row


class Result(NamedTuple):
    """A document cleaned."""

    name: str
    target: str
    cleaned: Cleaned
    html: bool
    record: Mapping[str, Any] | None = None


class Failure(NamedTuple):
    """A document, row, file or folder that could not be read, cleaned or written."""

    name: str
    reason: str


class Skipped(NamedTuple):
    """A file of a folder that is no document."""

    name: str


@dataclass(slots=True)
class Outcome:
    """How many documents went which way."""

    cleaned: int = 0
    failed: int = 0
    skipped: int = 0
    cuts: int = 0
