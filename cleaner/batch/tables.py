"""Arrow tables: the text of their rows out, the columns of results in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from cleaner.batch.items import Failure, Item, Result
from cleaner.batch.work import SITES, fields, first_name, wanted
from cleaner.errors import UsageError

COLUMNS = ("body", "removed", "metadata", "error")  # added to the table's own


class Row:
    """A row of a batch. It stays where the batch is: what other processes get of it is nothing."""

    __slots__ = ("batch", "index")

    def __init__(self, batch: Any, index: int) -> None:
        self.batch, self.index = batch, index

    def __reduce__(self) -> tuple[Any, ...]:
        return _nothing, ()

    def to_bytes(self) -> bytes:
        """All that it holds: the same for the same values, but for some that Python can't say."""
        row = self.batch.slice(self.index, 1)
        try:
            return repr(row.to_pylist()).encode("utf-8", "surrogatepass")
        except ValueError:  # nanoseconds
            return bytes(row.serialize())


def _nothing() -> None:
    return None


def arrow(path: str = "") -> Any:
    """The module pyarrow. Raises UsageError where it is not installed."""
    try:
        import pyarrow  # noqa: PLC0415  (an extra)
    except ImportError as error:
        start = f"{path}: " if path else ""
        raise UsageError(
            f"{start}needs the extra “parquet”: pip install 'article-cleaner[parquet]'"
        ) from error
    return pyarrow


def texts(batch: Any, field: str = "") -> Iterator[tuple[str | bytes, str]] | str:
    """Text and address of each row, or what is wrong with the batch.

    The text is in the column `field`, or in the first of several that holds any (`html,text`); without a name
    in html, text or content.
    Columns may be strings or binary; the address is in the column url, if there is one.
    """
    pa = arrow()
    columns = [name for name in fields(field) if name in batch.schema.names]
    if not columns:
        return f"expected a column {wanted(field)}"
    for name in columns:
        type_ = batch.schema.field(name).type
        kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
        if not any(is_kind(type_) for is_kind in (*kinds, pa.types.is_string_view, pa.types.is_null)):
            return f"expected text in the column “{name}”, found {type_}"
    values = [batch.column(name).to_pylist() for name in columns]
    urls = batch.column("url").to_pylist() if "url" in batch.schema.names else [""] * batch.num_rows
    return (
        (next((value for value in row if value), ""), url if isinstance(url, str) else "")
        for *row, url in zip(*values, urls, strict=True)
    )


def sites(batch: Any) -> Iterator[str]:
    """The site that each row names, or nothing."""
    columns = [batch.column(name).to_pylist() for name in SITES if name in batch.schema.names]
    for index in range(batch.num_rows):
        yield first_name(column[index] for column in columns)


def schema_with_results(schema: Any) -> Any:
    """A schema with the columns of results after its own; own columns of these names give way."""
    pa = arrow()
    kept = [field for field in schema if field.name not in COLUMNS]
    text, number = pa.string(), pa.int64()
    cut = pa.struct([("rule", text), ("by", text), ("start", number), ("end", number)])
    added = [
        pa.field("body", pa.string()),
        pa.field("removed", pa.list_(cut)),
        pa.field("metadata", pa.map_(pa.string(), pa.string())),
        pa.field("error", pa.string()),
    ]
    return pa.schema([*kept, *added], metadata=schema.metadata)


def with_results(batch: Any, results: Sequence[Result | Failure]) -> Any:
    """A batch with what came of each of its rows: `body`, `removed`, `metadata`, and `error` or null."""
    pa = arrow()
    schema = schema_with_results(batch.schema)
    rows = [_cells(result) for result in results]
    kept = [batch.column(field.name) for field in schema if field.name not in COLUMNS]
    added = [pa.array([row[name] for row in rows], type=schema.field(name).type) for name in COLUMNS]
    return pa.RecordBatch.from_arrays([*kept, *added], schema=schema)


def rows_with_results(rows: Sequence[tuple[Item | Failure, Result | Failure]]) -> Any:
    """A batch of results, beside the columns of the rows they come from or the fields of their records."""
    pa = arrow()
    results = [result for _, result in rows]
    if rows[0][0].row is not None:
        pieces = [_taken(list(own)) for _, own in groupby(rows, key=lambda pair: id(pair[0].row.batch))]
        return with_results(pa.concat_batches(pieces), results)
    outputs: list[Any] = [result.output for result in results if isinstance(result, Result)]
    names = dict.fromkeys(name for output in outputs for name in output if name not in COLUMNS)
    columns = {str(name): [output.get(name) for output in outputs] for name in names}
    arrays = [_array(values) for values in columns.values()]
    own = pa.RecordBatch.from_arrays(arrays, names=list(columns)) if columns else _empty(len(results))
    return with_results(own, results)


def _taken(rows: Sequence[tuple[Item | Failure, Any]]) -> Any:
    """Rows of one batch."""
    batch, indices = rows[0][0].row.batch, [item.row.index for item, _ in rows]
    return batch if indices == list(range(batch.num_rows)) else batch.take(arrow().array(indices))


def fitted(batch: Any, schema: Any, name: str) -> Any:
    """A batch with the columns of a file that was begun with other rows.

    Raises UsageError if it has a column that the file lacks, or other things in one.
    """
    pa = arrow()
    if batch.schema.equals(schema):
        return batch
    if new := [column for column in batch.schema.names if column not in schema.names]:
        raise UsageError(
            f"{name}: the column “{new[0]}” is missing from the first rows, "
            "which Parquet does not allow; write .jsonl instead"
        )
    columns = []
    for field in schema:
        if field.name not in batch.schema.names:
            columns.append(pa.nulls(batch.num_rows, field.type))
            continue
        try:
            columns.append(batch.column(field.name).cast(field.type))
        except pa.ArrowException as error:
            found = batch.schema.field(field.name).type
            raise UsageError(
                f"{name}: the column “{field.name}” holds {field.type} first and {found} later; "
                "write .jsonl instead"
            ) from error
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def no_rows() -> Any:
    """The schema of a table of results of no rows."""
    return schema_with_results(arrow().schema([("name", arrow().string())]))


def _array(values: list[Any]) -> Any:
    """A column of values, or of their JSON where they are not all of one type."""
    pa = arrow()
    try:
        return pa.array(values)
    except (pa.ArrowException, UnicodeEncodeError):
        return pa.array([None if value is None else json.dumps(value) for value in values])


def _empty(rows: int) -> Any:
    pa = arrow()
    return pa.RecordBatch.from_struct_array(pa.array([{}] * rows, type=pa.struct([])))


def _cells(result: Result | Failure) -> dict[str, Any]:
    if isinstance(result, Failure):
        return {"body": None, "removed": None, "metadata": None, "error": result.reason}
    assert isinstance(result.output, dict)
    output = result.output
    metadata = [(key, value) for key, value in output["metadata"].items()]
    return {
        "body": _storable(output["body"]),
        "removed": output["removed"],
        "metadata": [(key, _storable(value)) for key, value in metadata],
        "error": None,
    }


def _storable(text: str) -> str:
    """Arrow's strings are UTF-8, which has no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
