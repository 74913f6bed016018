"""What a result looks like when written."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from cleaner.model import BodyBlock, Cleaned, Removal
from cleaner.report.diff import diff

_RESULTS = ("body", "removed", "metadata")
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


def format_of(name: str, *, explain: bool = False, several: bool = False) -> Format:
    """The format of a name: text, markdown, json, jsonl, csv, parquet or diff.

    `explain` gives each cut its text and its reason; `several` makes an array of JSON objects. Of parquet,
    which has no bytes of single documents, `render` gives the fields of a row.
    """
    if name == "jsonl":
        return Format(".jsonl", partial(_json, explain=explain, end=b"\n"))
    if name == "json":
        render = partial(_json, explain=explain, indent=2)
        array = (b"[\n", b",\n", b"\n]\n") if several else (b"", b"", b"\n")
        return Format(".json", render, *array)
    if name == "markdown":
        return Format(".md", _markdown, between=b"\n")
    if name == "csv":
        return Format(".csv", partial(_csv, explain=explain))
    if name == "parquet":
        return Format(".parquet", _fields)
    if name == "diff":
        return Format(".diff", _diff)
    return Format(".txt", _text, between=b"\n")


def csv_header(record: Mapping[str, Any] | None) -> bytes:
    """The first line of a CSV file whose rows have the fields of this record beside the results."""
    columns = list(record if record is not None else ("name",))
    return _csv_line([*(c for c in columns if c not in _RESULTS), *_RESULTS])


def as_row(
    cleaned: Cleaned, name: str = "", record: Mapping[str, Any] | None = None, *, explain: bool = False
) -> dict[str, Any]:
    """A result as JSON has it: `body`, `removed` and `metadata`, after the row's own fields or the name.

    A page's `blocks` are stretches of the body. `explain` adds the text and reason of each cut, what was
    `restored`, and the `sources` of the metadata.
    Metadata that a row brings along is kept and wins over what was found.
    """
    row: dict[str, Any] = dict(record) if record is not None else {"name": name}
    own = row.get("metadata")
    metadata = {**cleaned.metadata, **own} if isinstance(own, dict) else dict(cleaned.metadata)
    removed = [cut_as_row(removal, explain) for removal in cleaned.removals]
    row = {**row, "body": cleaned.body, "removed": removed, "metadata": metadata}
    if cleaned.blocks:
        row["blocks"] = [_block(block) for block in cleaned.blocks]
    if explain and cleaned.restored:
        row["restored"] = [cut_as_row(restored, explain) for restored in cleaned.restored]
    if explain and cleaned.sources:
        row["sources"] = dict(cleaned.sources)
    return row


def _block(block: BodyBlock) -> dict[str, Any]:
    said: dict[str, Any] = {"type": block.type, "start": block.start, "end": block.end}
    more = {"level": block.level, "number": block.number, "quoted": block.quoted}
    return said | {key: value for key, value in more.items() if value}


def cut_as_row(removal: Removal, explain: bool) -> dict[str, Any]:
    """A cut as JSON has it; `explain` adds its text and reason."""
    cut = {"rule": removal.rule, "by": str(removal.by), "start": removal.start, "end": removal.end}
    return {**cut, "text": removal.text, "why": removal.why, "near": removal.near} if explain else cut


def _text(name: str, cleaned: Cleaned, record: _Record) -> bytes:  # noqa: ARG001
    body = cleaned.body
    return (body if not body or body.endswith("\n") else body + "\n").encode(errors="replace")


def _markdown(name: str, cleaned: Cleaned, record: _Record) -> bytes:  # noqa: ARG001
    from cleaner.page import to_markdown  # noqa: PLC0415  (only this format needs it)

    text = to_markdown(cleaned)
    return (text if not text or text.endswith("\n") else text + "\n").encode(errors="replace")


def _fields(name: str, cleaned: Cleaned, record: _Record) -> dict[str, Any]:
    row = as_row(cleaned, name, record)
    own = record if record is not None else {"name": name}
    metadata = {key: str(value) for key, value in row["metadata"].items()}
    return {**own, "body": cleaned.body, "removed": row["removed"], "metadata": metadata}


def _csv(name: str, cleaned: Cleaned, record: _Record, *, explain: bool = False) -> bytes:
    row = as_row(cleaned, name, record, explain=explain)
    own = record if record is not None else {"name": name}
    results = (_dumps(row[key]) for key in _RESULTS[1:])
    return _csv_line([*(value for key, value in own.items() if key not in _RESULTS), cleaned.body, *results])


def _csv_line(cells: Sequence[Any]) -> bytes:
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode(errors="replace")


def _diff(name: str, cleaned: Cleaned, record: _Record) -> bytes:  # noqa: ARG001
    return diff(cleaned, name).encode(errors="replace")


def _json(
    name: str,
    cleaned: Cleaned,
    record: _Record,
    *,
    explain: bool = False,
    indent: int | None = None,
    end: bytes = b"",
) -> bytes:
    row = as_row(cleaned, name, record, explain=explain)
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
