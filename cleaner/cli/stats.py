"""`cleaner stats`: a run made before, in figures."""

import json
from typing import Annotated

import typer

from cleaner.batch.past import accounts
from cleaner.cli.report import Output
from cleaner.cli.shared import FINDINGS, count, say
from cleaner.cli.terminal import show_table
from cleaner.report import printable
from cleaner.report.stats import Group, Grouping, Stats, condition

_BAR = 40  # letters of the longest bar


def stats(
    path: Output,
    *,
    by: Annotated[Grouping, typer.Option("--by", help="What to count cuts by.")] = Grouping.RULE,
    top: Annotated[int, typer.Option("--top", metavar="N", min=0, help="Rows to show; 0: all.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    fail_if: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-if",
            metavar="WHAT:SHARE",
            show_default=False,
            help="Exit with 1 if more than a share of the documents is like this: left<0.5:5%, failed:1%, "
            "suspicious:2%, cuts>100:1%, prose>3:10%, words<50:20%. May be repeated.",
        ),
    ] = None,
) -> None:
    """Count what a run made before has cut: by rule, kind, site, language, way or line.

    \b
      cleaner stats clean/
      cleaner stats bodies.jsonl --by site --top 50
      cleaner stats clean/ --fail-if 'left<0.5:5%' --fail-if failed:1%

    OUTPUT is what `cleaner report` reads. A row has the number of cuts and of documents they were made in,
    how many of the cuts read like sentences of an article (prose), and the line that was cut most often.

    Exit codes: 0 done, 1 a condition of --fail-if holds, 2 wrong usage.
    """  # fmt: skip
    counted = Stats(by, [condition(text) for text in fail_if or ()])
    for account in accounts(path, lambda words: say(f"note: {words}")):
        counted.add(account)
    if as_json:
        typer.echo(json.dumps(counted.as_json(), ensure_ascii=False, indent=2))
    else:
        _tell(counted, top)
    for words in counted.broken():
        say(f"failed: {words}")
    if counted.broken():
        raise typer.Exit(FINDINGS)


def _tell(counted: Stats, most: int) -> None:
    rows = counted.rows()
    shown = rows[:most] if most else rows
    said = [count(counted.documents, "document"), count(counted.cuts, "cut")]
    if counted.words:
        said.append(f"{counted.left / counted.words:.0%} of {counted.words:,} words left")
    said += [f"{number:,} {what}" for number, what in (
        (counted.prose, "cuts are prose"), (counted.suspicious, "suspicious"), (counted.failed, "failed"),
    ) if number]  # fmt: skip
    typer.echo(", ".join(said))
    if shown:
        _table(counted, shown)
    if len(rows) > len(shown):
        typer.echo(f"and {len(rows) - len(shown):,} more; --top 0 shows all")
    if counted.documents > counted.failed:
        typer.echo("\nDocuments by the share of words left")
        longest = max(counted.shares)
        for number, documents in enumerate(counted.shares):
            bar = "█" * round(_BAR * documents / longest) or ("▏" if documents else "")
            typer.echo(f"{10 * number:3} –{10 * number + 10:4} %  {documents:7,}  {bar}".rstrip())


def _table(counted: Stats, rows: list[tuple[str, Group]]) -> None:
    from rich import box  # noqa: PLC0415  (commands that print no table do without)
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    by_line = counted.by is Grouping.LINE
    longest = max(len(name) for name, _ in rows)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(
        counted.by.capitalize(),
        no_wrap=True,
        overflow="ellipsis",
        min_width=min(longest, 50 if by_line else 30),
    )
    for title in ("cuts", "documents", "prose"):
        table.add_column(title, justify="right", no_wrap=True, min_width=len(title))
    table.add_column("rule" if by_line else "top line", overflow="ellipsis", no_wrap=True)
    for name, group in rows:
        line, times = group.top
        told = line if by_line or not line else f"“{line}”" + (f" ×{times:,}" if times > 1 else "")
        prose = Text(f"{group.prose:,}" if group.prose else "", style="yellow" if group.unmarked else "")
        cells = (Text(printable(name, one_line=True)), f"{group.cuts:,}", f"{group.documents:,}")
        table.add_row(*cells, prose, Text(printable(told, one_line=True)))
    show_table(table)
