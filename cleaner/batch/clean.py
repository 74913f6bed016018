"""From what was asked for to the loop."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

from cleaner.batch import memory as memories
from cleaner.batch.documents import Read, documents
from cleaner.batch.items import NOTHING, Done, Failure, Item, Note, Skipped
from cleaner.batch.job import Job
from cleaner.batch.locks import LOCK, locked
from cleaner.batch.refusals import check
from cleaner.batch.run import Outcome, Watch, outcomes, run
from cleaner.batch.sinks import Nowhere, Outputs
from cleaner.batch.streams import STDIN, is_remote, start_of_stdin
from cleaner.batch.targets import OutputError
from cleaner.batch.work import Clean
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.batch.log import Log
    from cleaner.decision import Memory


Say = Callable[[str], None]


def clean_paths(
    cleaner: Cleaner,
    job: Job,
    watch: Watch = lambda _item, _result: None,
    say: Say = lambda _words: None,
) -> Outcome:
    """Clean all that a job names; `watch` sees each document, `say` is told what else the user should know.

    Raises UsageError before any document is read if it can't be done.
    """
    if STDIN in job.paths:
        from cleaner.batch.sources.sniff import kind_of_stdin  # noqa: PLC0415  (files have names)

        start = start_of_stdin()
        if not job.input and job.html is None:
            job = job._replace(stdin=kind_of_stdin(start, job.field))
    check(job)
    memory = memories.load(job.memory) if job.remembers() else None
    with _held(job):
        return _clean(cleaner, job, memory, watch, say)


def _clean(cleaner: Cleaner, job: Job, memory: Memory | None, watch: Watch, say: Say) -> Outcome:
    several = job.has_rows() or (job.is_many() and not job.to_folder())
    tell = job.explain and job.format_name() == "text"
    outputs = _outputs(job, several)
    log, done = _log(job, cleaner, say)
    outcome = Outcome()
    for line in chain.from_iterable(done.targets.values()):
        outcome.count_done(line)
    try:
        _get_ready(job, outputs)
        if memory is not None:
            memories.count(cleaner, job, memory)
            cleaner = cleaner.with_memory(memory)
        work = Clean(
            cleaner,
            job.explain,
            tell_cuts=tell,
            tell_kept=job.explain_kept,
            verbose=job.verbose,
            several=several,
            site=job.site,
            review=job.review,
            note=log is not None,
            seconds=job.limits.seconds,
            keep_text=job.keep_text,
        )
        items = _documents(documents(job, done), outcome, say, log)
        results = outcomes(work, items, jobs=job.jobs, limits=job.limits)
        run(results, outputs, outcome, log=log, watch=watch, most_failures=job.most_failures)
        if not outcome.cleaned + outcome.failed and not job.to_folder():
            _get_ready(job, outputs)  # a file of nothing, from no rows
            outputs.commit(empty=True)
        if memory is not None and job.memory and not job.dry_run:
            memories.save(job.memory, memory)
        if log:
            log.finish()
    finally:
        outputs.abort()
        if log:
            log.close()
    return outcome


def _documents(
    items: Iterable[Read], outcome: Outcome, say: Say, log: Log | None
) -> Iterator[Item | Failure]:
    """The items that are documents; the others are counted and noted, or told."""
    for item in items:
        if isinstance(item, Skipped):
            outcome.skipped[item.what] += 1
            if log:
                log.skip(item)
        elif isinstance(item, Note):
            say(f"{item.name}: {item.words}")
        else:
            yield item


@contextmanager
def _held(job: Job) -> Iterator[None]:
    """Keep other runs out of the places this one writes to. Raises UsageError."""
    folder, name = job.place()
    places = [path for path in (job.output if name else folder, job.log) if path and not is_remote(path)]
    with ExitStack() as held:
        if not job.dry_run:
            try:
                if not name and folder and not is_remote(folder):
                    os.makedirs(folder, exist_ok=True)
                held.enter_context(locked(places))
            except OSError as error:
                raise UsageError(f"{job.output}: can't be written: {error.strerror}") from error
        yield


def _outputs(job: Job, several: bool) -> Outputs:
    if job.dry_run:
        return Nowhere()
    folder, _ = job.place()
    return Outputs(
        folder,
        aside=job.suspicious,
        overwrite=job.overwrite or job.resume,
        several=several,
        drop_failed=job.drop_failed,
        explain=job.explain,
        alone=job.has_rows() and not job.is_many(),
        paint=job.paint,
    )


def _get_ready(job: Job, outputs: Outputs) -> None:
    """Refuse what can't be written, before anything is read. Raises UsageError."""
    if job.dry_run:
        return
    folder, name = job.place()
    try:
        if folder is None:
            outputs.open("", job.format_name())
        elif name and not job.shard:
            outputs.open(job.output, job.format_name())
        elif not is_remote(folder):
            os.makedirs(folder or ".", exist_ok=True)
            if not os.access(folder or ".", os.W_OK | os.X_OK):
                raise UsageError(f"{folder}: can't be written: Permission denied")
    except OSError as error:
        raise UsageError(f"{folder}: can't be written: {error.strerror}") from error
    except OutputError as error:
        raise UsageError(str(error)) from error


def _log(job: Job, cleaner: Cleaner, say: Say) -> tuple[Log | None, Done]:
    folder, path = job.place()[0], job.log_path()
    if not path:
        return None, NOTHING
    from cleaner.batch.log import Log, resume  # noqa: PLC0415  (one document needs no log)

    settings = _settings(job, cleaner)
    begun = os.path.exists(path) or (folder is not None and os.path.isdir(folder) and _holds_files(folder))
    done = _resumed(job, resume(path, settings), say) if job.resume and begun else NOTHING
    return Log(path, settings), done


def _holds_files(folder: str) -> bool:
    return any(name != LOCK for name in os.listdir(folder))


def _resumed(job: Job, done: Done, say: Say) -> Done:
    """What an earlier run has done, but of inputs that have changed since; these are told."""
    if not done.targets:
        return done
    from cleaner.batch.changes import changes  # noqa: PLC0415  (only runs that are resumed need it)

    found = changes(job, done)
    if found.again:
        say(f"the input has changed since the earlier run; cleaning again: {_named(found.again)}")
    if found.gone:
        say(f"the input is gone, the output of the earlier run stays: {_named(found.gone)}")
    return done.but({*found.again, *found.gone})


def _named(targets: Sequence[str], most: int = 5) -> str:
    more = f" and {len(targets) - most:,} more" if len(targets) > most else ""
    return ", ".join(targets[:most]) + more


def _settings(job: Job, cleaner: Cleaner) -> dict[str, Any]:
    """What decides what the outputs hold, for the log."""
    options = {
        name: getattr(job, name)
        for name in (
            "paths",
            "output",
            "format",
            "explain",
            "field",
            "url",
            "html",
            "shard",
            "suspicious",
            "sample",
            "repeats",
            "memory",
            "site",
            "include",
            "keep_text",
            "drop_failed",
        )
    }
    options["include"] = list(job.include)
    options["paths"] = [os.path.abspath(path) if os.path.exists(path) else path for path in job.paths]
    return {"version": __version__, "rules": cleaner.fingerprint(), "options": options}
