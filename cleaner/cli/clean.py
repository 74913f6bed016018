"""`cleaner clean`: options into a job, results into words."""

import sys
from typing import Annotated

import typer

from cleaner.batch import Failure, Job, Outcome, Result, clean_paths
from cleaner.cli.config import settings
from cleaner.cli.shared import FAILED, Isolated, RulePaths, say, words
from cleaner.pipeline import Cleaner
from cleaner.reading import Caution
from cleaner.report import explain as explanation
from cleaner.report import remarks


def clean(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", show_default=False, hidden=True),
    ] = None,
    *,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="PATH", show_default=False,
            help="Write to this file; for several inputs or a folder, to this folder; for any number, to one "
            ".jsonl file. Ends in .gz or .zst: compressed.",
        ),
    ] = "",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace outputs that exist.")] = False,
    format: Annotated[
        str,
        typer.Option(
            metavar="text|markdown|json|jsonl", show_default=False,
            help="json and jsonl have body, removed and metadata, and of pages blocks. "
            "Default: text; for JSONL, jsonl.",
        ),
    ] = "",
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Tell each cut, its rule and why: on standard error or in the JSON."),
    ] = False,
    explain_kept: Annotated[
        bool,
        typer.Option("--explain-kept", help="Tell of each block that stayed why, on standard error."),
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print what changes, as a unified diff.")] = False,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", show_default=False, help="Leave this kind of thing in the body."),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", show_default=False, help="Cut this kind too, that stays by default."),
    ] = None,
    select_: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULE", show_default=False, help="Use these rules or kinds only."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", show_default=False, help="Do without these rules or kinds."),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE", show_default=False, help="Leave lines that read like this alone."),
    ] = None,
    rules: RulePaths = None,
    isolated: Isolated = False,
    caution: Annotated[
        Caution | None,
        typer.Option(
            show_default=False,
            help="How much evidence a cut needs: high loses less of the article. Default: normal.",
        ),
    ] = None,
    url: Annotated[
        str,
        typer.Option(metavar="URL", show_default=False, help="Where the input comes from, for site rules."),
    ] = "",
    html: Annotated[
        bool | None,
        typer.Option("--html/--text", show_default=False, help="What the input is. Default: look at it."),
    ] = None,
    field: Annotated[
        str,
        typer.Option(
            metavar="NAME", show_default=False,
            help="Field of JSONL rows that holds the text. Default: html, text or content. "
            "With it, standard input is JSONL.",
        ),
    ] = "",
) -> None:  # fmt: skip
    """Clean files, folders, JSONL or standard input.

    \b
      cleaner clean article.txt
      curl -s https://example.com/story | cleaner clean - --url https://example.com/story
      cleaner clean a.html b.txt --format jsonl > bodies.jsonl
      cleaner clean scraped/ -o clean/ --keep caption,byline
      cleaner clean crawl.jsonl.zst -o bodies.jsonl.zst --field page

    Of a folder, .html, .htm, .txt and .md are read, also as .gz and .zst. JSONL rows (.jsonl, .ndjson) pass
    through; their text gives way to body, removed and metadata. Several bodies on standard output have a
    blank line between them; messages go to standard error. KIND and RULE take lists: caption,byline.

    What holds for all of a project stands in its cleaner.toml, or in [tool.cleaner] of its pyproject.toml:
    rules, select, ignore, keep, drop, allow (lists) and caution. Options win.

    Exit codes: 0 done, 2 wrong usage or rules, 3 some documents failed, 130 interrupted.
    """
    chosen = settings(isolated=isolated).given(
        rules=rules or (), caution=caution, allow=allow,
        select=words(select_), ignore=words(ignore), keep=words(keep), drop=words(drop),
    )  # fmt: skip
    pack = chosen.pack()
    for notice in pack.notices:
        say(f"note: {notice}")
    if not paths and not sys.stdin.isatty():
        paths = ["-"]
    job = Job(
        tuple(paths or ()), output=output, overwrite=overwrite, format=format, diff=diff, explain=explain,
        field=field, url=url, html=html,
    )  # fmt: skip

    cleaner = Cleaner(pack, caution=chosen.caution)
    tell_cuts = explain and job.format_name() == "text"

    def watch(result: Result | Failure) -> None:
        if isinstance(result, Failure):
            say(f"error: {result.name}: {result.reason}")
            return
        for remark in remarks(result.cleaned):
            say(f"warning: {result.name}: {remark}")
        if not (tell_cuts or explain_kept):
            return
        from cleaner.report.kept import explain_kept as explanation_of_kept  # noqa: PLC0415  (seldom asked for)
        from cleaner.report.kept import strongest_evidence  # noqa: PLC0415

        if tell_cuts:
            evidence = strongest_evidence(cleaner, result.cleaned, url=url)
            say(explanation(result.cleaned, result.name, html=result.html, evidence=evidence))
        if explain_kept:
            say(explanation_of_kept(cleaner, result.cleaned, result.name, url=url, html=result.html))

    outcome = clean_paths(cleaner, job, watch)
    if outcome.failed or outcome.cleaned != 1:
        say(_summary(outcome))
    if outcome.failed:
        raise typer.Exit(FAILED)


def _summary(outcome: Outcome) -> str:
    parts = [f"{outcome.cleaned:,} cleaned ({outcome.cuts:,} cuts)"]
    if outcome.failed:
        parts.append(f"{outcome.failed:,} failed")
    if outcome.skipped:
        parts.append(f"{outcome.skipped:,} other files skipped")
    return ", ".join(parts)
