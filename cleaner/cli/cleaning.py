"""How a job is done and told of, whichever way the command line was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from cleaner.batch import Failure, Item, Job, Outcome, Result, clean_paths, size_of_inputs
from cleaner.cli.config import Settings
from cleaner.cli.progress import Progress
from cleaner.cli.shared import FAILED, count, say
from cleaner.cli.told import Told
from cleaner.model import RulePack
from cleaner.pipeline import Cleaner
from cleaner.rulebook import without_phrases


def rules_in_force(chosen: Settings) -> RulePack:
    """The rules that the settings come to. Says what the user should know of them."""
    pack = chosen.pack()
    for notice in pack.notices:
        say(f"note: {notice}")
    return pack


def carry_out(
    cleaner: Cleaner, job: Job, told: Told, see: Callable[[Result | Failure], None] | None = None
) -> int:
    """Do the job and say how it goes; gives the exit code. `see` is shown each result."""
    with Progress(lambda: size_of_inputs(job), silent=told.quiet) as progress:

        def watch(item: Item | Failure, result: Result | Failure) -> None:
            progress.see(item, result)
            told.tell(result)
            if see is not None:
                see(result)

        outcome = clean_paths(cleaner, job, watch, told.note)
    if not told.quiet and (outcome.failed or outcome.cleaned != 1):
        say(summary(outcome))
    if unspoken := without_phrases(cleaner.rules, outcome.languages):
        names = ", ".join(f"{name} ({number:,})" for name, number in unspoken.most_common())
        told.note(f"no rule has phrases in {names}: only places and looks tell junk there")
    return FAILED if outcome.failed else 0


def summary(outcome: Outcome) -> str:
    """A run in a few lines: documents, cuts by kind, what looks suspicious, what failed and why."""
    lines = [f"{outcome.cleaned:,} cleaned ({count(outcome.cuts.total(), 'cut')})"]
    if outcome.failed:
        lines[0] += f", {outcome.failed:,} failed"
    if outcome.empty:
        lines[0] += f", {outcome.empty:,} empty"
    if outcome.skipped:
        lines[0] += f", {outcome.skipped.total():,} other files skipped ({_counts(outcome.skipped, 4)})"
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
