"""`cleaner eval`: bodies beside gold."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.shared import FINDINGS, count, say, words
from cleaner.errors import UsageError
from cleaner.report import printable

if TYPE_CHECKING:
    from cleaner.workbench import Evaluation, Record

_ALL = "all"


def evaluate_bodies(
    predicted: Annotated[str, typer.Argument(metavar="PREDICTED", show_default=False, hidden=True)],
    gold: Annotated[str, typer.Argument(metavar="GOLD", show_default=False, hidden=True)],
    *,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD",
            show_default=False,
            help="Figures for each language, each site, or each value of any other field of the rows too; "
            "kind: what the rules of each kind cut. May be a list: language,site.",
        ),
    ] = None,
    worst: Annotated[int, typer.Option(metavar="N", help="How many of the worst documents to show.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    min_recall: Annotated[
        float,
        typer.Option(
            metavar="SHARE", show_default=False, help="Exit with 1 if less than this share of words is kept."
        ),
    ] = 0.0,
) -> None:
    """Compare bodies with gold: words kept, junk left, F1, loss, exact.

    \b
      cleaner eval bodies.jsonl gold.jsonl --by language
      cleaner eval clean/ gold/ --min-recall 0.98
      cleaner eval bodies.jsonl marks.jsonl

    PREDICTED is a folder of texts, or JSONL with id and body (or text), as cleaner writes it. GOLD is a
    folder of texts, or JSONL with id and one of: body · text, labels (k, j, p or t a line) and gold ·
    must_have and must_not_have. The marks.jsonl that a page of --report saves is gold, too: what was marked
    as wrongly cut must be kept. All figures are in percent; docs_loss5 is the share of documents that lost
    over 5 % of their words.

    Exit codes: 0 done, 1 less is kept than --min-recall asks for, 2 wrong usage.
    """
    from cleaner.workbench import Predictions, evaluate  # noqa: PLC0415  (cleaning must not pay for it)

    if not 0 <= min_recall <= 1:
        raise UsageError(f"--min-recall is a share such as 0.98, not {min_recall:g}")
    told = evaluate(_gold(gold), Predictions(_rows(predicted)), by=words(by) or (), worst=worst)
    typer.echo(json.dumps(asdict(told), ensure_ascii=False, indent=2) if as_json else _table(told))
    if told.missing:
        verb = "has" if told.missing == 1 else "have"
        say(f"{count(told.missing, 'document')} {verb} no prediction and counted as empty")
    kept = told.figures["kept"]
    if kept < 100 * min_recall:
        say(f"{kept:.2f} % of the words are kept, less than {100 * min_recall:g} %")
        raise typer.Exit(FINDINGS)


def _rows(path: str) -> "list[Record]":
    from cleaner.batch.corpus import read_rows  # noqa: PLC0415
    from cleaner.workbench import Record, name_of  # noqa: PLC0415

    return [Record(name_of(fields, place), fields) for place, fields in read_rows(path)]


def _gold(path: str) -> "list[Record]":
    """The gold in a folder or file; ticks of the page to look at are gold too."""
    from cleaner.workbench import gold_of_marks, parse_marks  # noqa: PLC0415

    rows = _rows(path)
    if rows and "verdict" in rows[0].fields:
        return gold_of_marks(parse_marks((json.dumps(row.fields) for row in rows), path))
    return rows


def _table(told: "Evaluation") -> str:
    """The figures as a table, with groups and the worst documents below."""
    columns = list(told.figures)
    rows = [[_ALL, told.documents, *told.figures.values()]]
    rows += [
        [f"{name} {value}", number, *(figures.get(column) for column in columns)]
        for name, group in told.groups.items()
        for value, (number, figures) in group.items()
    ]
    parts = [_aligned(["", "documents", *columns], rows)]
    if told.kinds:
        kinds = [[kind, *cut] for kind, cut in told.kinds.items()]
        parts.append(_aligned(["kind", "cuts", "words", "of them gold's"], kinds))
    if told.worst:
        shown = [f"worst {len(told.worst)}:"]
        for one in told.worst:
            figures = {"f1": one.row["f1"], "kept": one.row.get("recall", 1 - one.row.get("loss", 0.0))}
            said = "  ".join(f"{name} {100 * value:.1f}" for name, value in figures.items())
            shown.append(f"  {printable(one.name, one_line=True)}  {said}")
            lines = {"lost": one.lost, "left": one.left}
            shown += [f"    {what}: {printable(line, one_line=True)}" for what, line in lines.items() if line]
        parts.append("\n".join(shown))
    return "\n\n".join(parts)


def _aligned(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns of figures, the first of names."""
    table = [list(header), *([_cell(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = (
        [name.ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(cells, widths[1:], strict=True))]
        for name, *cells in table
    )
    return "\n".join("  ".join(line).rstrip() for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return (
        "–"
        if value is None
        else f"{value:,}"
        if isinstance(value, int)
        else printable(str(value), one_line=True)
    )
