"""What a result looks like when written."""

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from cleaner.model import Cleaned
from cleaner.report.diff import diff
from cleaner.report.explain import remarks

RESULTS = (  # columns of rows, in every format alike, after the row's own
    "body", "removed", "metadata", "suspicious", "warnings", "language", "page_kind", "prose_kept", "error",
)  # fmt: skip
_Record = Mapping[str, Any] | None
SUFFIXES = {
    "text": ".txt", "markdown": ".md", "json": ".json", "jsonl": ".jsonl", "csv": ".csv",
    "parquet": ".parquet", "diff": ".diff",
}  # fmt: skip
FORMATS = ("text", "markdown", "json", "jsonl", "csv", "parquet")


class Format(NamedTuple):
    """How documents are written, one by one, and what stands around them."""

    suffix: str  # of the files
    render: Callable[[str, Cleaned, _Record], bytes | dict[str, Any]]  # name, result, the row's other fields
    before: bytes = b""
    between: bytes = b""
    after: bytes = b""
    row: Callable[[dict[str, Any]], bytes | dict[str, Any]] | None = None  # of what failed too


def format_of(name: str, *, explain: bool = False, several: bool = False) -> Format:
    """The format of a name: text, markdown, json, jsonl, csv, parquet or diff.

    `explain` gives each cut its text and its reason; `several` makes an array of JSON objects. Of csv and
    parquet, whose rows must fit those before them, `render` gives the cells of a row.
    """
    if name == "jsonl":
        return _of_rows(partial(_json, end=b"\n"), Format(".jsonl", _text), explain)
    if name == "json":
        array = (b"[\n", b",\n", b"\n]\n") if several else (b"", b"", b"\n")
        return _of_rows(partial(_json, indent=2), Format(".json", _text, *array), explain)
    if name in ("csv", "parquet"):
        return _of_rows(_as_it_is, Format(SUFFIXES[name], _text), explain)
    if name == "markdown":
        return Format(".md", _markdown, between=b"\n")
    if name == "diff":
        return Format(".diff", partial(_diff, explain=explain))
    return Format(".txt", _text, between=b"\n")


def _of_rows(
    row: Callable[[dict[str, Any]], bytes | dict[str, Any]], format_: Format, explain: bool
) -> Format:
    """A format whose documents are rows: `row` says how one is written."""

    def render(name: str, cleaned: Cleaned, record: _Record) -> bytes | dict[str, Any]:
        return row(as_row(cleaned, name, record, explain=explain))

    return format_._replace(render=render, row=row)


def _as_it_is(row: dict[str, Any]) -> dict[str, Any]:
    return row


def as_row(
    cleaned: Cleaned, name: str = "", record: Mapping[str, Any] | None = None, *, explain: bool = False
) -> dict[str, Any]:
    """A result in the columns of `RESULTS`, after the row's own fields or the name: see `Cleaned.to_dict`.

    What a row says of itself stands: its language, and its metadata beside what was found.
    """
    row: dict[str, Any] = dict(record) if record is not None else {"name": name}
    found = cleaned.to_dict(explain=explain)
    more: dict[str, Any] = {key: found.pop(key) for key in ("blocks", "restored", "sources") if key in found}
    if isinstance(own := row.get("metadata"), dict):
        found["metadata"] |= own
    if isinstance(own := row.get("language"), str) and own:
        found["language"] = own
    found |= {"warnings": list(remarks(cleaned)), "error": None}
    return {**_without_results(row), **found, **more}


def failed_row(name: str, reason: str, record: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The row of a document that failed, in the same columns."""
    own = record if record is not None else {}
    if tells_nothing(record):
        own = {"name": name, **own}
    return {**_without_results(own), **dict.fromkeys(RESULTS), "error": reason}


def tells_nothing(record: Mapping[str, Any] | None) -> bool:
    """Whether the fields of a row don't tell which it is: there are none, or nothing is in them."""
    return record is None or all(value is None for value in record.values())


def _without_results(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in RESULTS}


def _text(name: str, cleaned: Cleaned, record: _Record) -> bytes:  # noqa: ARG001
    body = cleaned.body
    return (body if not body or body.endswith("\n") else body + "\n").encode(errors="replace")


def _markdown(name: str, cleaned: Cleaned, record: _Record) -> bytes:  # noqa: ARG001
    from cleaner.page import to_markdown  # noqa: PLC0415  (only this format needs it)

    text = to_markdown(cleaned)
    return (text if not text or text.endswith("\n") else text + "\n").encode(errors="replace")


def csv_cell(value: Any) -> Any:
    """A value as a table of text has it: what is more than one value as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _dumps(value) if isinstance(value, list | dict) else value


def csv_line(cells: Iterable[Any]) -> bytes:
    """Cells as a line of CSV."""
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode(errors="replace")


def _diff(name: str, cleaned: Cleaned, record: _Record, *, explain: bool = False) -> bytes:  # noqa: ARG001
    return diff(cleaned, name, explain=explain).encode(errors="replace")


def _json(row: dict[str, Any], *, indent: int | None = None, end: bytes = b"") -> bytes:
    try:
        line = _dumps(row, indent=indent).encode()
    except UnicodeEncodeError:  # half a surrogate pair: only an escape can say that
        line = _dumps(row, ascii=True, indent=indent).encode()
    return line + end


def _dumps(value: Any, *, ascii: bool = False, indent: int | None = None) -> str:
    """JSON. It has no NaN and no infinity, which Python reads in rows all the same: null stands for them."""
    import json  # noqa: PLC0415  (text output does without)

    try:
        return json.dumps(value, ensure_ascii=ascii, indent=indent, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=ascii, indent=indent)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
