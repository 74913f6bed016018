"""`cleaner clean`: options into a job, results into words."""

import sys
from typing import Annotated

import typer

from cleaner.batch import Failure, Job, Outcome, Result, clean_paths
from cleaner.cli.shared import FAILED, RulePaths, say
from cleaner.pipeline import Cleaner
from cleaner.reading import Caution
from cleaner.report import explain as explanation
from cleaner.report import remarks
from cleaner.rulebook import load, select


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
    rules: RulePaths = None,
    caution: Annotated[
        Caution, typer.Option(help="How much evidence a cut needs: high loses less of the article.")
    ] = Caution.NORMAL,
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

    Exit codes: 0 done, 2 wrong usage or rules, 3 some documents failed, 130 interrupted.
    """
    pack = select(
        load(rules or ()),
        select=_words(select_), ignore=_words(ignore), keep=_words(keep), drop=_words(drop),
    )  # fmt: skip
    if not paths and not sys.stdin.isatty():
        paths = ["-"]
    job = Job(
        tuple(paths or ()), output=output, overwrite=overwrite, format=format, diff=diff, explain=explain,
        field=field, url=url, html=html,
    )  # fmt: skip

    tell_cuts = explain and job.format_name() == "text"

    def watch(result: Result | Failure) -> None:
        if isinstance(result, Failure):
            say(f"error: {result.name}: {result.reason}")
            return
        for remark in remarks(result.cleaned):
            say(f"warning: {result.name}: {remark}")
        if tell_cuts:
            say(explanation(result.cleaned, result.name, html=result.html))

    outcome = clean_paths(Cleaner(pack, caution=caution), job, watch)
    if outcome.failed or outcome.cleaned != 1:
        say(_summary(outcome))
    if outcome.failed:
        raise typer.Exit(FAILED)


def _words(values: list[str] | None) -> list[str]:
    """`--keep caption,byline --keep date` as three words."""
    return [word.strip() for value in values or () for word in value.split(",") if word.strip()]


def _summary(outcome: Outcome) -> str:
    parts = [f"{outcome.cleaned:,} cleaned ({outcome.cuts:,} cuts)"]
    if outcome.failed:
        parts.append(f"{outcome.failed:,} failed")
    if outcome.skipped:
        parts.append(f"{outcome.skipped:,} other files skipped")
    return ", ".join(parts)
