"""`cleaner learn`: rules drafted from what a site's pages have in common."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.config import settings
from cleaner.cli.marks import ticks
from cleaner.cli.parameters import Field, Isolated, Jobs, RulePaths
from cleaner.cli.shared import count, say
from cleaner.errors import UsageError
from cleaner.match import host_of
from cleaner.pipeline import Cleaner
from cleaner.report import printable

if TYPE_CHECKING:
    from cleaner.batch import Job
    from cleaner.workbench import Draft, Learned


def learn_rules(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", show_default=False, hidden=True)],
    *,
    site: Annotated[
        str,
        typer.Option(
            metavar="HOST", show_default=False,
            help="Only documents of this site; those without an address count as its.",
        ),
    ] = "",
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", show_default=False,
            help="Rule file to write. Default: standard output.",
        ),
    ] = "",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")] = False,
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Show each draft and ask whether to keep it.")
    ] = False,
    least: Annotated[int, typer.Option(metavar="N", help="Documents that must have a line.")] = 3,
    marks: Annotated[
        str,
        typer.Option(
            metavar="FILE", show_default=False,
            help="marks.jsonl, as a page of --report saves it: what was wrongly cut is not drafted.",
        ),
    ] = "",
    field: Field = "",
    jobs: Jobs = 0,
    rules: RulePaths = None,
    isolated: Isolated = False,
) -> None:  # fmt: skip
    """Draft rules from lines that recur over the pages of a site, and that no rule cuts yet.

    \b
      cleaner learn crawl.jsonl.gz --site herald.example -o draft.toml
      cleaner learn scraped/ -o draft.toml --interactive

    Lines may differ in numbers, dates and names. What many pages have because they print one story, and
    sub-headings, are left alone. The file says of each rule how many documents speak for it, and shows some
    contexts; drafts that would cut a title or a paragraph of these documents are not written. Rules with
    checked = false are in force only while they pass their own examples.

    Exit codes: 0 drafts written, 1 nothing recurs, 2 wrong usage.
    """
    from cleaner.batch import Job  # noqa: PLC0415  (other commands read no documents)
    from cleaner.workbench import as_file, drafts, learn, sound  # noqa: PLC0415

    if least < 2:
        raise UsageError("--least must be 2 or more: what one document has does not recur")
    if output and Path(output).exists() and not overwrite:
        raise UsageError(f"{output} already exists; use --overwrite to replace it")
    chosen = settings(isolated=isolated).given(rules=rules or ())
    pack = chosen.pack()
    cleaner = Cleaner(pack, caution=chosen.caution)
    documents = list(_documents(cleaner, site, Job(tuple(paths), field=field, jobs=jobs)))
    wrong = [tick.text for tick in ticks(marks)]
    sites = learn(documents, least=least, never=wrong)
    several = len(sites) > 1
    made = [draft for one in sites for draft in drafts(one, prefix=f"{one.name}-" if several else "")]
    kept = sound(made, sites, documents, pack)
    for draft in made:
        if draft not in kept:
            say(f"not drafted, as it would cut a part of an article: {draft.name}")
    if interactive:
        kept = list(_asked(kept))
    read_ = f"{count(len(documents), 'document')} read, {count(len(sites), 'site')} with enough of them"
    say(f"{read_}, {count(len(kept), 'rule')} drafted")
    if not kept:
        raise typer.Exit(1)
    _write(as_file(kept, sites), output, paths)


def _write(text: str, output: str, paths: Sequence[str]) -> None:
    from cleaner.batch import put  # noqa: PLC0415

    if not output:
        typer.echo(text, nl=False)
        return
    try:
        put(Path(output), text.encode())
    except OSError as error:
        raise UsageError(f"{output}: can't be written: {error.strerror}") from error
    say(f"{output}: read it, then see what it does: cleaner rules try {output} {' '.join(paths)}")


def _documents(cleaner: Cleaner, site: str, job: "Job") -> "Iterator[Learned]":
    """The documents, with what the rules in force leave of each; what can't be read is told."""
    from cleaner.batch.corpus import Look, Looked, each  # noqa: PLC0415
    from cleaner.workbench import learned  # noqa: PLC0415

    with closing(each(Look((cleaner,)), job)) as results:
        for item, found in results:
            if not isinstance(found, Looked):
                say(printable(f"error: {item.name}: {found.reason}", one_line=True))
                continue
            host = host_of(found.url).removeprefix("www.")
            if site and host and host != site:
                continue
            yield learned(found.cleaned[0], found.name, site or found.site, host)


def _asked(drafts: "Sequence[Draft]") -> "Iterator[Draft]":
    """The drafts that whoever sits at the terminal keeps."""
    for number, draft in enumerate(drafts, 1):
        typer.echo(f"\n{draft.toml()}", err=True)
        answer = typer.prompt(f"{number} of {len(drafts)}: keep it? [y/n/q]", err=True).strip().lower()
        if answer.startswith("q"):
            return
        if answer.startswith("y"):
            yield draft
