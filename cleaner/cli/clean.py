"""`cleaner clean`: options into a job."""

import sys

import typer

from cleaner.batch import LIMITS, Job, Limits
from cleaner.cli import colour
from cleaner.cli import options as opt
from cleaner.cli.cleaning import carry_out, rules_in_force
from cleaner.cli.colour import When
from cleaner.cli.config import settings
from cleaner.cli.report import Report
from cleaner.cli.shared import words
from cleaner.cli.told import Told
from cleaner.pipeline import Cleaner

MORE = """
Folders: .html, .htm, .txt and .md files are read, and .jsonl, .csv, .parquet, .warc, .wet, .zip and .tar,
also compressed (.gz, .zst). Rows keep their other fields; the text is replaced by body, removed and metadata
(Parquet keeps the text as well). Several bodies on standard output are separated by a blank line. Messages
go to standard error.

KIND and RULE may be lists, such as caption,byline. `cleaner rules list` shows what there is.

Settings for a whole project go in its cleaner.toml, or in [tool.cleaner] of its pyproject.toml: rules,
select, ignore, keep, drop and allow (lists), and caution. Options on the command line win.

Exit codes: 0 done, 2 wrong usage or rules, 3 some documents failed, 130 interrupted.
"""


def clean(
    paths: opt.Paths = None,
    *,
    output: opt.Output = "",
    overwrite: opt.Overwrite = False,
    format: opt.Format = "",
    keep_text: opt.KeepText = False,
    drop_failed: opt.DropFailed = False,
    shard: opt.Shard = 0,
    suspicious: opt.Suspicious = "",
    keep: opt.Keep = None,
    drop: opt.Drop = None,
    select: opt.Select = None,
    ignore: opt.Ignore = None,
    allow: opt.Allow = None,
    rules: opt.Rules = None,
    isolated: opt.Isolated = False,
    caution: opt.Cautious = None,
    explain: opt.Explain = False,
    explain_kept: opt.ExplainKept = False,
    verbose: opt.Verbose = False,
    quiet: opt.Quiet = False,
    report: opt.Report = "",
    diff: opt.Diff = False,
    color: opt.Color = When.AUTO,
    show_settings: opt.ShowSettings = False,
    html: opt.Html = None,
    input_format: opt.InputFormat = "",
    include: opt.Include = None,
    field: opt.Field = "",
    url: opt.Url = "",
    private: opt.Private = False,
    site: opt.Site = "",
    repeats: opt.Repeats = False,
    memory: opt.Memory = "",
    jobs: opt.Jobs = 0,
    log: opt.Log = "",
    resume: opt.Resume = False,
    dry_run: opt.DryRun = False,
    sample: opt.Sample = 0,
    time_limit: opt.TimeLimit = LIMITS.seconds,
    memory_limit: opt.MemoryLimit = LIMITS.megabytes,
    max_error_rate: opt.MaxErrorRate = 1.0,
) -> None:
    """Clean files, folders, rows or standard input.

    \b
      curl -s https://example.com/story | cleaner clean - --url https://example.com/story
      cleaner clean a.html b.txt --format jsonl > bodies.jsonl
      cleaner clean crawl.jsonl.zst -o bodies.jsonl.zst --field page
      cleaner clean crawl/ -o clean/ --resume
    """
    colour.choose(color)
    chosen = settings(isolated=isolated).given(
        rules=rules or (), caution=caution, allow=allow,
        select=words(select), ignore=words(ignore), keep=words(keep), drop=words(drop),
    )  # fmt: skip
    pack = rules_in_force(chosen)
    if show_settings:
        typer.echo(chosen.told(pack))
        raise typer.Exit
    if not paths and not sys.stdin.isatty():
        paths = ["-"]
    job = Job(
        tuple(paths or ()), output=output, overwrite=overwrite, format=format, diff=diff, explain=explain,
        explain_kept=explain_kept, verbose=verbose, input=input_format, field=field, url=url, html=html,
        private=private, jobs=jobs, repeats=repeats, memory=memory, site=site,
        limits=Limits(time_limit, memory_limit), shard=shard, suspicious=suspicious, log=log, resume=resume,
        dry_run=dry_run, sample=sample, include=tuple(words(include) or ()), keep_text=keep_text,
        drop_failed=drop_failed, most_failures=max_error_rate, review=bool(report),
        paint=colour.diff if diff and colour.wants_colour(sys.stdout) else None,
    )  # fmt: skip
    page = Report(report, overwrite=overwrite) if report else None
    cleaner = Cleaner(pack, caution=chosen.caution)
    code = carry_out(cleaner, job, Told(job, quiet=quiet), page.see if page else None)
    if page is not None:
        page.write()
    if code:
        raise typer.Exit(code)
