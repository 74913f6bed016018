"""`cleaner compare`: two outputs of the same input, or two sets of rules over it."""

from collections.abc import Iterator
from typing import Annotated

import typer

from cleaner.batch import Job
from cleaner.batch.now import cleaned_now
from cleaner.batch.past import accounts, settings_of
from cleaner.cli.config import settings
from cleaner.cli.parameters import Isolated, RulePaths
from cleaner.cli.report import Report
from cleaner.cli.shared import FINDINGS, count, say
from cleaner.cli.terminal import console
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from cleaner.report import Account, printable
from cleaner.report.compare import Change, Comparison, Verdict, diff, paired
from cleaner.rulebook import load, select

PACKAGED = "packaged"
_EXAMPLES = 3  # lines shown of each rule
_LETTERS = 100  # of each


def compare(
    first: Annotated[str, typer.Argument(metavar="A", show_default=False, hidden=True)],
    second: Annotated[str, typer.Argument(metavar="[B]", show_default=False, hidden=True)] = "",
    *,
    input_path: Annotated[
        str,
        typer.Option(
            "--input",
            metavar="PATH",
            show_default=False,
            help="Clean this file or folder with the rules A and the rules B; without B, hold the output A "
            "against what is made of it now.",
        ),
    ] = "",
    show_diff: Annotated[
        bool, typer.Option("--diff", help="Print the changes of the bodies as a unified diff.")
    ] = False,
    report: Annotated[
        str,
        typer.Option(
            "--report", metavar="FILE", show_default=False, help="Write a page of the documents that changed."
        ),
    ] = "",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing page.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", help="Number of processes.")] = 0,
    rules: RulePaths = None,
    isolated: Isolated = False,
) -> None:
    """Compare two outputs of the same input: which lines the second cuts more, and which less.

    \b
      cleaner compare old/ new/                        two outputs
      cleaner compare old/                             an output, and what would be made of its input now
      cleaner compare packaged my-rules/ --input crawl.jsonl

    A and B are what `cleaner report` reads; with --input they are rule files or folders, on top of the
    packaged rules, or the word packaged. Lines are grouped by the rule that cuts them, the worst first: those
    that read like sentences of an article, then the most. White space alone is no change.

    Exit codes: 0 all documents are the same, 1 something changed, 2 wrong usage.
    """  # fmt: skip
    pages = Report(report, overwrite=overwrite, heading="What changed") if report else None
    found = Comparison()
    for compared in paired(*_sides(first, second, input_path, jobs, rules, isolated)):
        found.add(compared)
        if compared.verdict is Verdict.SAME:
            continue
        if show_diff:
            typer.echo(printable(diff(compared)), nl=False)
        if pages is not None:
            pages.add_compared(compared)
    if not found.verdicts.total():
        raise UsageError("there are no documents to compare")
    if pages is not None:
        pages.write()
    _tell(found, stderr=show_diff)
    if found.changed:
        raise typer.Exit(FINDINGS)


def _sides(
    first: str, second: str, input_path: str, jobs: int, rules: list[str] | None, isolated: bool
) -> tuple[Iterator[Account], Iterator[Account]]:
    """The documents of both, read or made as they are asked for."""
    if second and not input_path:
        return accounts(first, _note), accounts(second, _note)
    if second:
        job = Job((input_path,), output="compared/", jobs=jobs)
        return cleaned_now(_with(first), job), cleaned_now(_with(second), job)
    now = Cleaner(
        (chosen := settings(isolated=isolated).given(rules=rules or ())).pack(), caution=chosen.caution
    )
    return accounts(first, _note), cleaned_now(now, _job(first, input_path, jobs))


def _with(rules: str) -> Cleaner:
    return Cleaner(select(load(() if rules == PACKAGED else (rules,))))


def _job(output: str, input_path: str, jobs: int) -> Job:
    """What an output was made of, as its log tells."""
    options = settings_of(output).get("options") or {}
    paths = (input_path,) if input_path else tuple(options.get("paths") or ())
    if not paths:
        raise UsageError(f"{output}: doesn't say what it was made of; name that with --input")
    known = {name: options[name] for name in ("field", "url", "html", "site", "shard") if options.get(name)}
    return Job(paths, output=output if output.endswith("/") else f"{output}/", jobs=jobs, **known)


def _note(words: str) -> None:
    say(f"note: {words}")


def _tell(found: Comparison, *, stderr: bool) -> None:
    from rich.text import Text  # noqa: PLC0415  (loads rich)

    out = console(stderr=stderr)
    told = [f"{number:,} {verdict}" for verdict in Verdict if (number := found.verdicts[verdict])]
    out.print(Text(f"{count(found.verdicts.total(), 'document')}: {', '.join(told)}"))
    for change, sign, colour in ((Change.MORE, "-", "red"), (Change.LESS, "+", "green")):
        rows = found.rows(change)
        if not rows:
            continue
        out.print(Text(f"\n{change.capitalize()}", style="bold"))
        for rule, group in rows:
            prose = f", {group.prose:,} of them prose" if group.prose else ""
            words = f"{count(group.lines, 'line')} in {count(group.documents, 'document')}{prose}"
            out.print(Text.assemble((rule, colour), f"  {words}"))
            for line, times in group.examples(_EXAMPLES):
                text = printable(line if len(line) <= _LETTERS else f"{line[:_LETTERS]}…", one_line=True)
                out.print(Text(f"  {sign} {text}{f'  ×{times:,}' if times > 1 else ''}"), soft_wrap=True)
            if len(group.texts) > _EXAMPLES:
                out.print(Text(f"    and {len(group.texts) - _EXAMPLES:,} more", style="dim"))
