"""The loop: clean each document, write its body, go on whatever one of them does."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cleaner.batch.items import Failure, Item, Outcome, Result, Skipped
from cleaner.batch.sinks import OutputError, Sink
from cleaner.errors import DocumentError, UsageError
from cleaner.pipeline import Cleaner


def clean_item(cleaner: Cleaner, item: Item) -> Result | Failure:
    """Clean one document. Never raises: what goes wrong with a document is its own affair."""
    try:
        document = cleaner.read(item.content, url=item.url, name=item.name, html=item.html)
        cleaned = cleaner.clean_document(document)
    except DocumentError as error:
        return Failure(item.name, error.message)
    except Exception as error:  # a defect of ours costs one document, not the run
        return Failure(item.name, f"can't be cleaned ({type(error).__name__}: {error})")
    return Result(item.name, item.target, cleaned, document.html, item.record)


def run(
    cleaner: Cleaner,
    items: Iterable[Item | Failure | Skipped],
    sink: Sink,
    watch: Callable[[Result | Failure], None] = lambda _: None,
) -> Outcome:
    """Clean the items, one after the other, into the sink; `watch` sees each result and failure.

    Raises UsageError if the output can't be opened, and OutputError when it takes no more; what was not
    finished then leaves no trace.
    """
    outcome = Outcome()
    try:
        _open(sink)
        for item in items:
            if isinstance(item, Skipped):
                outcome.skipped += 1
                continue
            result = clean_item(cleaner, item) if isinstance(item, Item) else item
            if isinstance(result, Result):
                result = _write(sink, result)
            if isinstance(result, Result):
                outcome.cleaned += 1
                outcome.cuts += len(result.cleaned.removals)
            else:
                outcome.failed += 1
            watch(result)
        if outcome.cleaned or not outcome.failed:
            sink.commit()
    finally:
        sink.abort()
    return outcome


def _open(sink: Sink) -> None:
    try:
        sink.open()
    except OutputError as error:
        raise UsageError(str(error)) from error


def _write(sink: Sink, result: Result) -> Result | Failure:
    try:
        sink.write(result)
    except DocumentError as error:
        return Failure(error.name, error.message)
    return result
