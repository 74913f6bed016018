"""Tables and colours, where there is a terminal."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from cleaner.cli.colour import wants_colour
from cleaner.report import printable
from cleaner.text import late_pattern

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_WIDE = 140  # letters of a line where nobody's window ends it
_TOLD = late_pattern(r"(?P<place>.*?): (?P<back>\+ )?(?P<rule>[\w-]+/[\w-]+): (?P<text>“.*”)")


def console(*, stderr: bool = False) -> Console:
    """A console of rich on one of the streams: coloured on a terminal, wide and plain elsewhere."""
    from rich.console import Console  # noqa: PLC0415  (most commands print no table)

    stream = sys.stderr if stderr else sys.stdout
    wide = None if stream.isatty() or "COLUMNS" in os.environ else _WIDE
    coloured = wants_colour(stream)
    return Console(
        stderr=stderr, width=wide, highlight=False, markup=False, emoji=False, force_terminal=coloured,
        no_color=not coloured,
    )  # fmt: skip


def show_table(table: Table) -> None:
    """A table on standard output, without the white space that fills its lines."""
    out = console()
    with out.capture() as captured:
        out.print(table)
    for line in captured.get().splitlines():
        print(line.rstrip())


def show_explanation(told: str) -> None:
    """An explanation on standard error: as a table where there are colours, else as it is."""
    if not wants_colour(sys.stderr):
        print(printable(told), file=sys.stderr)
        return
    from rich.text import Text  # noqa: PLC0415

    out = console(stderr=True)
    table: Table | None = None
    waiting = told.splitlines()
    while waiting:
        line = waiting.pop(0)
        reasons = []
        while waiting and waiting[0].startswith("    "):
            reasons.append(waiting.pop(0).strip())
        found = _TOLD.fullmatch(line)
        if found and reasons:
            table = table or _table()
            table.add_row(*_cells(found, reasons))
            continue
        if table is not None:
            out.print(table)
            table = None
        out.print(Text(printable(line), style="" if reasons else "bold"))
        for reason in reasons:
            out.print(Text(f"    {printable(reason)}", style="dim"))
    if table is not None:
        out.print(table)


def _table() -> Table:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True)
    table.add_column("line", justify="right", style="dim", no_wrap=True)
    table.add_column("rule", style="cyan", overflow="fold", ratio=2)
    table.add_column("what was cut, and why", overflow="fold", ratio=7)
    return table


def _cells(found: re.Match[str], reasons: list[str]) -> tuple[str, Text, Text]:
    """A cut as a row: its line, its rule, its text and the reasons below it. What came back is green."""
    from rich.text import Text  # noqa: PLC0415

    place = found["place"].rpartition(":")[2]
    number = place if place.isdigit() else "page"
    style = "green" if found["back"] else "red strike"
    below = [(f"\n{printable(reason)}", "dim") for reason in reasons]
    told = Text.assemble((printable(found["text"]), style), *below)
    return number, Text(found["rule"]), told
