"""The verdicts of people that commands read: marks.jsonl, as a page of --report saves it."""

from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.workbench import Ticked


def ticks(path: str) -> "list[Ticked]":
    """The verdicts in a file; none without a path. Raises UsageError for a file that can't be read."""
    if not path:
        return []
    from cleaner.workbench import parse_marks  # noqa: PLC0415  (most runs have no verdicts)

    try:
        return list(parse_marks(Path(path).read_text(encoding="utf-8").splitlines(), path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read: {error}") from error
