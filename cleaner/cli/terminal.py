"""Tables and colours, where there is a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_WIDE = 140  # letters of a line where nobody's window ends it


def console(*, stderr: bool = False) -> Console:
    """A console of rich on one of the streams: coloured on a terminal, wide and plain elsewhere."""
    from rich.console import Console  # noqa: PLC0415  (most commands print no table)

    found = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not (sys.stderr if stderr else sys.stdout).isatty() and "COLUMNS" not in found._environ:
        found.width = _WIDE
    return found
