"""`cleaner clean`: options into a job, results into words."""

import sys
from collections import Counter
from typing import Annotated

import typer

from cleaner.batch import (
    LIMITS,
    LOG,
    Failure,
    Item,
    Job,
    Limits,
    Outcome,
    Result,
    clean_paths,
    size_of_inputs,
)
from cleaner.cli.config import settings
from cleaner.cli.progress import Progress
from cleaner.cli.shared import FAILED, Isolated, RulePaths, say, words
from cleaner.decision import Caution
from cleaner.pipeline import Cleaner


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
            metavar="text|markdown|json|jsonl|csv|parquet", show_default=False,
            help="All but text and markdown have body, removed and metadata; JSON of pages blocks too. "
            "Default: text; for rows, as they came.",
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
            help="Field of rows that holds the text. Default: html, text or content. "
            "With it, standard input is JSONL.",
        ),
    ] = "",
    repeats: Annotated[
        bool,
        typer.Option(
            "--repeats",
            help="Let the pages of a site tell of each other: lines that stand on several of them, in the "
            "same order, are the site's and go. Reads the input twice.",
        ),
    ] = False,
    memory: Annotated[
        str,
        typer.Option(
            metavar="FILE", show_default=False,
            help="The same, with what FILE remembers of pages of earlier runs; these are added to it, and it "
            "is made if there is none.",
        ),
    ] = "",
    site: Annotated[
        str,
        typer.Option(
            metavar="NAME", show_default=False,
            help="The site all documents are from. Default: the host of their address, a row's site or "
            "domain, or the folder they lie in.",
        ),
    ] = "",
    private: Annotated[
        bool, typer.Option("--allow-private", help="Read file:// and pages of private networks too."),
    ] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", show_default=False,
            help="Processes. Default: one a core; none for a single document or a few small ones."),
    ] = 0,
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", help="What one document may take, in a process of its own."),
    ] = LIMITS.seconds,
    memory_limit: Annotated[
        int, typer.Option(metavar="MB", help="What such a process may take of memory, libraries included."),
    ] = LIMITS.megabytes,
    shard: Annotated[
        int, typer.Option(metavar="N", show_default=False,
            help="Files of rows in numbered parts, of N documents each."),
    ] = 0,
    suspicious: Annotated[
        str, typer.Option(metavar="DIR", show_default=False,
            help="Put what looks suspicious there: hardly anything left, or a wall instead of an article."),
    ] = "",
    log: Annotated[
        str, typer.Option(metavar="FILE", show_default=False,
            help=f"Note each document as a line of JSON. Default: {LOG} in an output folder."),
    ] = "",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an earlier run was broken off; goes by its log."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Clean, but write nothing.")] = False,
    sample: Annotated[
        int, typer.Option(metavar="N", show_default=False,
            help="N documents only, picked at random, always the same."),
    ] = 0,
    max_error_rate: Annotated[
        float, typer.Option(metavar="SHARE", help="Stop when more than this share of the documents failed."),
    ] = 1.0,
) -> None:  # fmt: skip
    """Clean files, folders, JSONL or standard input.

    \b
      cleaner clean article.txt
      curl -s https://example.com/story | cleaner clean - --url https://example.com/story
      cleaner clean a.html b.txt --format jsonl > bodies.jsonl
      cleaner clean scraped/ -o clean/ --keep caption,byline
      cleaner clean crawl.jsonl.zst -o bodies.jsonl.zst --field page

    Of a folder, .html, .htm, .txt and .md are read, .jsonl, .csv, .parquet, .warc and .wet, .zip and .tar,
    also as .gz and .zst. Rows pass through; their text gives way to body, removed and metadata (Parquet keeps
    it). Several bodies on standard output have a blank line between them; messages go to standard error.
    KIND and RULE take lists: caption,byline.

    \b
      cleaner clean crawl/ -o clean/ --max-error-rate 0.05
      cleaner clean crawl/ -o clean/ --resume

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
        explain_kept=explain_kept, field=field, url=url, html=html, private=private, jobs=jobs,
        repeats=repeats, memory=memory, site=site, limits=Limits(time_limit, memory_limit), shard=shard,
        suspicious=suspicious, log=log, resume=resume, dry_run=dry_run, sample=sample,
        most_failures=max_error_rate,
    )  # fmt: skip

    with Progress(lambda: size_of_inputs(job)) as progress:

        def watch(item: Item | Failure, result: Result | Failure) -> None:
            progress.see(item, result)
            tell(result)

        outcome = clean_paths(
            Cleaner(pack, caution=chosen.caution), job, watch, lambda words: say(f"note: {words}")
        )
    if outcome.failed or outcome.cleaned != 1:
        say(summary(outcome))
    if outcome.failed:
        raise typer.Exit(FAILED)


def tell(result: Result | Failure) -> None:
    """Say what a user should know of one document."""
    if isinstance(result, Failure):
        say(f"error: {result.name}: {result.reason}")
        return
    for remark in result.remarks:
        say(f"warning: {result.name}: {remark}")
    if result.explanation:
        say(result.explanation)


def summary(outcome: Outcome) -> str:
    """A run in a few lines: documents, cuts by kind, what looks suspicious, what failed and why."""
    lines = [f"{outcome.cleaned:,} cleaned ({outcome.cuts.total():,} cuts)"]
    if outcome.failed:
        lines[0] += f", {outcome.failed:,} failed"
    if outcome.skipped:
        lines[0] += f", {outcome.skipped:,} other files skipped"
    if outcome.resumed:
        lines[0] += f"; {outcome.resumed:,} of them in an earlier run"
    if outcome.cuts and outcome.cleaned > 1:
        lines.append("  cut: " + _counts(outcome.cuts))
    if outcome.suspicious:
        lines.append(f"  suspicious: {outcome.suspicious:,}")
    if outcome.failed > 1:
        lines.append("  failed: " + _counts(outcome.reasons))
    return "\n".join(lines)


def _counts(counter: Counter[str], most: int = 8) -> str:
    told = [f"{name} {number:,}" for name, number in counter.most_common(most)]
    others = counter.total() - sum(number for _, number in counter.most_common(most))
    return ", ".join([*told, f"others {others:,}"] if others else told)
