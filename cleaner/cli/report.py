"""`--report`: the page to look at, collected while a batch runs."""

from pathlib import Path

from cleaner.batch import Failure, OutputError, Result, exists, put
from cleaner.errors import UsageError
from cleaner.version import __version__


class Report:
    """Collects what the page shows. Raises UsageError where the file is there and must not be replaced."""

    def __init__(self, path: str, *, overwrite: bool = False) -> None:
        from cleaner.report.review import Sample  # noqa: PLC0415  (seldom asked for)

        if exists(path) and not overwrite:
            raise UsageError(f"{path} already exists; use --overwrite to replace it")
        self._path, self._sample = path, Sample()

    def see(self, result: Result | Failure) -> None:
        """Take a document in."""
        from cleaner.report.review import failed  # noqa: PLC0415

        if isinstance(result, Failure):
            self._sample.add(failed(result.name, result.reason))
        elif result.reviewed is not None:
            self._sample.add(result.reviewed)

    def write(self) -> None:
        """Write the page, whole or not at all."""
        from cleaner.report.review import as_html  # noqa: PLC0415

        page = as_html(self._sample, version=__version__, heading="What was cut")
        try:
            put(Path(self._path), page.encode())
        except OSError as error:
            raise OutputError(self._path, error) from error
