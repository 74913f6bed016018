"""What `cleaner clean` says of documents while it cleans them."""

from __future__ import annotations

from cleaner.batch import Failure, Job, Result
from cleaner.cli.shared import count, say
from cleaner.cli.terminal import show_explanation
from cleaner.errors import UsageError
from cleaner.report import printable

_FAILURES = 20  # told one by one; where most of a crawl fails, nobody reads more


class Told:
    """Messages about documents, on standard error. `quiet`: of what failed only.

    Raises UsageError for a job that asks for more.
    """

    def __init__(self, job: Job, *, quiet: bool = False) -> None:
        if quiet and (job.verbose or job.explain_kept):
            raise UsageError("--quiet can't be combined with --verbose or --explain-kept")
        self.quiet = quiet
        self._verbose, self._log, self._failures = job.verbose, job.log_path(), 0
        self._lines = job.verbose and not (job.explain or job.explain_kept)

    def note(self, words: str) -> None:
        """Say something of the run as a whole."""
        if not self.quiet:
            _say(f"note: {words}")

    def tell(self, result: Result | Failure) -> None:
        """Say what a user should know of one document."""
        if isinstance(result, Failure):
            self._fail(result)
            return
        if self.quiet:
            return
        for remark in result.remarks:
            _say(f"warning: {result.name}: {remark}")
        if self._lines:
            _say(f"{result.name}: {count(sum(result.cuts.values()), 'cut')}, {result.seconds:.2f} s")
        if result.explanation:
            show_explanation(result.explanation)

    def _fail(self, failure: Failure) -> None:
        self._failures += 1
        if self._verbose or self._failures <= _FAILURES:
            _say(f"error: {failure.name}: {failure.reason}")
        elif self._failures == _FAILURES + 1:
            where = f"are in {self._log}" if self._log else "are listed with --verbose, or in a --log"
            _say(f"error: more documents failed; all of them {where}")


def _say(words: str) -> None:
    say(printable(words, one_line=True))
