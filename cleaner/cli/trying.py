"""`cleaner rules try`: what a rule file would change in a corpus."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.config import Settings, settings
from cleaner.cli.marks import ticks
from cleaner.cli.parameters import Field, Isolated, Jobs, RulePaths
from cleaner.cli.shared import count, say
from cleaner.errors import CleanerError, UsageError
from cleaner.model import RulePack
from cleaner.pipeline import Cleaner
from cleaner.report import printable
from cleaner.rulebook import build, load, read, select

if TYPE_CHECKING:
    from cleaner.batch import Job
    from cleaner.batch.corpus import Looked
    from cleaner.workbench import Change, Tally, Ticked, Trial

_POLL = 0.3  # seconds between two looks at the file
_MOST_PLACES = 8
_LINE = 200  # characters of a line that are shown


def try_rules(
    file: Annotated[str, typer.Argument(metavar="FILE", show_default=False, hidden=True)],
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", show_default=False, hidden=True)],
    *,
    examples: Annotated[int, typer.Option(metavar="N", help="Examples of each sort to show.")] = 20,
    marks: Annotated[
        str,
        typer.Option(
            metavar="FILE", show_default=False,
            help="marks.jsonl, as a page of --report saves it: tell which of the wrong cuts are mended.",
        ),
    ] = "",
    watch: Annotated[
        bool, typer.Option("--watch", help="Try again whenever FILE changes, until Ctrl-C.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    field: Field = "",
    jobs: Jobs = 0,
    rules: RulePaths = None,
    isolated: Isolated = False,
) -> None:  # fmt: skip
    """Show which lines of your documents a rule file newly cuts, and which it stops cutting.

    \b
      cleaner rules try ferry.toml scraped/
      cleaner rules try ferry.toml crawl.jsonl.gz --watch

    PATH is a folder or a file, as for cleaning. The rules in force are compared with and without FILE. What
    looks most like a part of an article is shown first, with the lines around it.
    """
    from cleaner.batch import Job  # noqa: PLC0415  (other commands read no documents)

    if not Path(file).is_file():
        raise UsageError(f"{file}: no such file")
    job = Job(tuple(paths), field=field, jobs=jobs)
    chosen = settings(isolated=isolated).given(rules=rules or ())
    wrong = ticks(marks)
    while True:
        written = Path(file).stat().st_mtime_ns
        try:
            trial, mended = _tried(file, chosen, job, wrong, examples)
            typer.echo(_as_json(trial, mended) if as_json else _told(trial, mended, len(wrong)))
        except CleanerError as error:
            if not watch:
                raise
            say(f"cleaner: {error}")
        if not watch:
            return
        say(f"watching {file}; Ctrl-C ends it")
        while _changed(file) in (written, 0):
            time.sleep(_POLL)


def _changed(file: str) -> int:
    """When a file was last written; 0 while an editor has it away."""
    try:
        return Path(file).stat().st_mtime_ns
    except OSError:
        return 0


def _tried(
    file: str, chosen: Settings, job: "Job", wrong: "Sequence[Ticked]", examples: int
) -> "tuple[Trial, int]":
    """The comparison over the corpus, and how many of the ticked cuts no longer are."""
    from cleaner.workbench import Trial  # noqa: PLC0415

    trial, mended = Trial(examples), 0
    for found in _cleaned(file, chosen, job):
        before, after = found.cleaned
        trial.see(found.name, found.site, before, after)
        mended += sum(tick.document == found.name and tick.text.strip() in after.body for tick in wrong)
    return trial, mended


def _cleaned(file: str, chosen: Settings, job: "Job") -> "Iterator[Looked]":
    """Each document, cleaned without the file and with it; what can't be cleaned is told."""
    from cleaner.batch.corpus import Look, Looked, each  # noqa: PLC0415

    work = Look(tuple(Cleaner(pack, caution=chosen.caution) for pack in _packs(file, chosen)))
    with closing(each(work, job)) as results:
        for item, result in results:
            if isinstance(result, Looked):
                yield result
            else:
                reason = f"{item.name}: {result.reason}"
                say(printable(f"error: {reason}", one_line=True))


def _packs(file: str, chosen: Settings) -> tuple[RulePack, RulePack]:
    """The rules in force without the file, and with it."""
    from cleaner.workbench import in_force  # noqa: PLC0415

    own = Path(file).resolve()
    sources = read(chosen.rules)
    others = [source for source in sources if Path(source.file).resolve() != own]
    without = load(chosen.rules) if len(others) == len(sources) else build(others)
    both = in_force(load((*chosen.rules, file)))
    for notice in both.notices:
        say(f"note: {notice}")
    known = {
        key: [word for word in words if key == "allow" or _names(without, word)]
        for key, words in chosen.words.items()
    }
    return select(in_force(without), **known), select(both, **chosen.words)


def _names(pack: RulePack, word: str) -> bool:
    """Whether a word names a rule or a kind; one that only the file tried has is unknown without it."""
    try:
        select(pack, ignore=[word])
    except UsageError:
        return False
    return True


def _as_json(trial: "Trial", mended: int) -> str:
    told = {
        name: {
            "lines": tally.lines, "words": tally.words, "documents": tally.documents,
            "sites": tally.sites, "rules": tally.rules,
            "examples": [change._asdict() for change in tally.examples()],
        }
        for name, tally in (("newly_cut", trial.cut), ("no_longer_cut", trial.kept))
    }  # fmt: skip
    return json.dumps({"documents": trial.documents, **told, "mended": mended}, ensure_ascii=False, indent=2)


def _told(trial: "Trial", mended: int, ticked: int) -> str:
    """The comparison in words."""
    tallies = (("newly cut", trial.cut), ("no longer cut", trial.kept))
    parts = [_tally(tally, what, trial.documents) for what, tally in tallies]
    if ticked:
        parts.append(f"marked as wrong: {count(ticked, 'cut')}, {mended:,} of them now in the body")
    return "\n".join(parts)


def _tally(tally: "Tally", what: str, documents: int) -> str:
    if not tally.lines:
        return f"{what}: nothing in {count(documents, 'document')}"
    where = f"{len(tally.documents):,} of {count(documents, 'document')}"
    lines = [f"{what}: {count(tally.lines, 'line')}, {count(tally.words, 'word')}, in {where}"]
    for name, numbers in (("rules", tally.rules), ("sites", tally.sites), ("documents", tally.documents)):
        if len(numbers) > 1 or name == "rules":
            lines.append(f"  {name}: {_counts(numbers)}")
    for change in tally.examples():
        lines += ["", *_example(change, "-" if what == "newly cut" else "+")]
    return "\n".join([*lines, ""])


def _example(change: "Change", sign: str) -> Iterator[str]:
    by = f" by {change.by}" if change.by not in ("", "mark") else ""
    yield f"  {printable(change.document, one_line=True)}: {change.rule or 'what stands around it'}{by}"
    for mark, line in ((" ", change.above), (sign, change.text), (" ", change.below)):
        if line:
            shown = line if len(line) <= _LINE else f"{line[:_LINE]}…"
            yield f"    {mark} {printable(shown, one_line=True)}"


def _counts(numbers: "Counter[str]") -> str:
    first = numbers.most_common(_MOST_PLACES)
    told = [f"{printable(name, one_line=True) or 'unknown'} {number:,}" for name, number in first]
    rest = numbers.total() - sum(number for _, number in first)
    return ", ".join([*told, f"others {rest:,}"] if rest else told)
