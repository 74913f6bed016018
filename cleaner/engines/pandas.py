"""pandas: a DataFrame of texts or pages in, the same with bodies out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from cleaner.batch import LIMITS, PAGES, Limits, fields, wanted
from cleaner.batch.many import clean_many
from cleaner.errors import DocumentError, UsageError
from cleaner.pipeline import Cleaner
from cleaner.report import RESULTS, as_row, failed_row

if TYPE_CHECKING:
    from pandas import DataFrame


def clean(
    frame: DataFrame,
    *,
    field: str = "",
    cleaner: Cleaner | None = None,
    jobs: int = 0,
    limits: Limits = LIMITS,
    explain: bool = True,
) -> DataFrame:
    """A DataFrame with the columns of results, from body to error, after its own; the index stays.

    The text is in the column `field`, or in the first of several that holds any (`html,text`); without a name
    in html, text or content. A column url or site, if there is one, tells the site. Missing values (None,
    NaN, NA) give an empty body. `error` says why there is none. `jobs` and `limits` are those of
    `clean_many`; `explain` gives each cut its text and the reason. Raises UsageError if there is no column of
    text.
    """
    columns = [name for name in fields(field) if name in frame.columns]
    if not columns:
        raise UsageError(f"expected a column {wanted(field)}; there are {', '.join(map(str, frame.columns))}")
    about = [name for name in ("url", "site") if name in frame.columns]
    records = frame[[*columns, *about]].to_dict("records")
    documents = (
        _content(record, columns) | {name: record[name] for name in about if isinstance(record[name], str)}
        for record in records
    )
    rows = [
        failed_row("", result.message)
        if isinstance(result, DocumentError)
        else as_row(result, explain=explain)
        for result in clean_many(documents, cleaner=cleaner, jobs=jobs, limits=limits)
    ]
    results: dict[str, Any] = {name: [row[name] for row in rows] for name in RESULTS}
    kept = frame[[name for name in frame.columns if name not in RESULTS]]
    return kept.assign(**{name: _series(values, frame) for name, values in results.items()})


def _content(record: dict[Hashable, Any], columns: Sequence[str]) -> dict[str, Any]:
    """The text of a row, under the name that tells whether it may be a piece of a page."""
    column = next((name for name in columns if _is_there(record[name])), columns[0])
    return {PAGES if column == PAGES else "text": record[column] if _is_there(record[column]) else None}


def _is_there(value: Any) -> bool:
    return isinstance(value, str | bytes) and bool(value)


def _series(values: list[Any], frame: DataFrame) -> Any:
    from pandas import Series  # noqa: PLC0415  (an extra)

    return Series(values, index=frame.index, dtype=object)
