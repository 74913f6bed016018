"""Arrow tables: the text of their rows out, the columns of results in."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any, NamedTuple

from cleaner.batch.items import Failure, Item, Result
from cleaner.batch.work import SITES, fields, first_name, found_instead, wanted
from cleaner.errors import UsageError
from cleaner.report import RESULTS, failed_row, tells_nothing

# of `metadata`, in the order of its columns; what rules and rows tell beside these is in `other`, as JSON
METADATA = (
    "title", "author", "date", "modified", "sitename", "url", "section", "tags", "description", "image",
    "byline", "dateline", "credit", "source", "page", "pages", "next_page", "previous_page",
)  # fmt: skip
_NO_PYTHON = (ValueError, OverflowError, LookupError)  # nanoseconds, a year 12000, an unknown time zone
_NO_COLUMNS = (*RESULTS, "blocks", "restored", "sources")


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
        except _NO_PYTHON:
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


class Text(NamedTuple):
    """The text of a row, and what else its columns tell of it."""

    content: str | bytes
    url: str
    field: str  # the column of the text


def texts(batch: Any, field: str = "") -> Iterator[Text] | str:
    """The text of each row, or what is wrong with the batch.

    The text is in the column `field`, or in the first of several that holds any (`html,text`); without a name
    in html, text or content. Columns may be strings or binary, also by way of a dictionary (as pandas'
    categories are); the address is in the column url, if there is one.
    """
    pa = arrow()
    columns = [name for name in fields(field) if name in batch.schema.names]
    if not columns:
        return f"expected a column {wanted(field)}{found_instead(batch.schema.names, field)}"
    for name in columns:
        type_ = batch.schema.field(name).type
        if not _is_text(type_.value_type if pa.types.is_dictionary(type_) else type_):
            return f"expected text in the column “{name}”, found {type_}"
    values = [batch.column(name).to_pylist() for name in columns]
    urls = batch.column("url").to_pylist() if "url" in batch.schema.names else [""] * batch.num_rows
    return (
        _text_of(dict(zip(columns, row, strict=True)), url if isinstance(url, str) else "")
        for *row, url in zip(*values, urls, strict=True)
    )


def _is_text(type_: Any) -> bool:
    types = arrow().types
    return any(
        is_kind(type_)
        for is_kind in (
            types.is_string, types.is_large_string, types.is_string_view, types.is_binary,
            types.is_large_binary, types.is_binary_view, types.is_fixed_size_binary, types.is_null,
        )
    )  # fmt: skip


def _text_of(row: Mapping[str, Any], url: str) -> Text:
    column = next((name for name, value in row.items() if value), next(iter(row)))
    return Text(row[column] or "", url, column)


def records(batch: Any) -> list[dict[str, Any]]:
    """The rows as JSON can hold them: times in ISO, bytes as text, decimal numbers as they are written."""
    names, columns = batch.schema.names, [_values(column) for column in batch.columns]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in zip(*columns, strict=True)]


def _values(column: Any) -> list[Any]:
    """The values of a column. Those with times that Python's can't be are as Arrow writes them."""
    if "[ns" not in str(column.type):
        with suppress(*_NO_PYTHON):
            return list(column.to_pylist())
    return [_iso(value, column.type) for value in column.cast(_written(column.type)).to_pylist()]


def _written(type_: Any) -> Any:
    """A type with strings in place of its times."""
    pa = arrow()
    types = pa.types
    if types.is_temporal(type_):
        return pa.string()
    if types.is_struct(type_):
        return pa.struct([field.with_type(_written(field.type)) for field in type_])
    if types.is_map(type_):
        return pa.map_(_written(type_.key_type), _written(type_.item_type))
    if types.is_fixed_size_list(type_):
        return pa.list_(_written(type_.value_type), type_.list_size)
    if types.is_large_list(type_):
        return pa.large_list(_written(type_.value_type))
    return pa.list_(_written(type_.value_type)) if types.is_list(type_) else type_


def _iso(value: Any, type_: Any) -> Any:
    """A value of a type whose times are written, with the T of ISO in them."""
    types = arrow().types
    if value is None:
        return None
    if types.is_temporal(type_):
        return value.replace(" ", "T")
    if types.is_struct(type_):
        return {field.name: _iso(value[field.name], field.type) for field in type_}
    if types.is_map(type_):
        return [(_iso(key, type_.key_type), _iso(item, type_.item_type)) for key, item in value]
    return [_iso(inner, type_.value_type) for inner in value] if types.is_nested(type_) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if value is None or isinstance(value, str | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def sites(batch: Any) -> Iterator[str]:
    """The site that each row names, or nothing."""
    columns = [batch.column(name).to_pylist() for name in SITES if name in batch.schema.names]
    for index in range(batch.num_rows):
        yield first_name(column[index] for column in columns)


def schema_with_results(schema: Any, *, explain: bool = False) -> Any:
    """A schema with the columns of results after its own; own columns of these names give way."""
    pa = arrow()
    kept = [field for field in schema if field.name not in RESULTS]
    types = _types(explain=explain)
    return pa.schema([*kept, *(pa.field(name, types[name]) for name in RESULTS)], metadata=schema.metadata)


def _types(*, explain: bool) -> dict[str, Any]:
    pa = arrow()
    text, number = pa.string(), pa.int64()
    cut = [("rule", text), ("kind", text), ("by", text), ("start", number), ("end", number), ("line", number)]
    reason = [("text", text), ("why", text), ("near", text)]
    special = {
        "removed": pa.list_(pa.struct(cut + reason if explain else cut)),
        "metadata": pa.struct([*((name, text) for name in METADATA), ("other", text)]),
        "suspicious": pa.bool_(),
        "warnings": pa.list_(text),
        "prose_kept": pa.float64(),
    }
    return {name: special.get(name, text) for name in RESULTS}


def with_results(batch: Any, results: Sequence[Result | Failure], *, explain: bool = False) -> Any:
    """A batch with what came of each of its rows, in the columns of `RESULTS`."""
    pa = arrow()
    schema = schema_with_results(batch.schema, explain=explain)
    rows = [_cells(result) for result in results]
    if "language" in batch.schema.names:
        for row, said in zip(rows, batch.column("language").to_pylist(), strict=True):
            row["language"] = said if isinstance(said, str) and said else row["language"]
    kept = [batch.column(field.name) for field in schema if field.name not in RESULTS]
    added = [_of_type(schema.field(name).type, [row[name] for row in rows]) for name in RESULTS]
    return pa.RecordBatch.from_arrays([*kept, *added], schema=schema)


def _of_type(type_: Any, values: list[Any]) -> Any:
    """A column. Strings of Arrow are UTF-8, which has no half of a surrogate pair: a sign stands for one."""
    pa = arrow()
    try:
        return pa.array(values, type=type_)
    except UnicodeEncodeError:
        return pa.array([_storable(value) for value in values], type=type_)


def rows_with_results(
    rows: Sequence[tuple[Item | Failure, Result | Failure]],
    columns: Collection[str] = (),
    *,
    explain: bool = False,
) -> Any:
    """A batch of results, beside the columns of the rows they come from or the fields of their records.

    `columns` are those of the file, if it is begun.
    """
    known = [item.row.batch.schema for item, _ in rows if item.row is not None]
    own = _own_columns(rows, known[0]) if known else _own_fields(rows, columns)
    names = {*columns, *own.schema.names}
    results = [result if "name" in names else _with_name(item, result) for item, result in rows]
    return with_results(own, results, explain=explain)


def _own_columns(rows: Sequence[tuple[Item | Failure, Any]], schema: Any) -> Any:
    """The columns of the batches that rows are from; what failed and is no row has nothing in them."""
    pa = arrow()
    pieces = []
    for _, group in groupby(rows, key=lambda pair: id(pair[0].row and pair[0].row.batch)):
        some = list(group)
        nothing = [pa.nulls(len(some), field.type) for field in schema]
        is_row = some[0][0].row is not None
        pieces.append(_taken(some) if is_row else pa.RecordBatch.from_arrays(nothing, schema=schema))
    return pa.concat_batches(pieces)


def _own_fields(rows: Sequence[tuple[Item | Failure, Result | Failure]], columns: Collection[str]) -> Any:
    """The fields of records as columns, or else the names of documents."""
    pa = arrow()
    outputs = [_output(item, result) for item, result in rows]
    told = (output for pair, output in zip(rows, outputs, strict=True) if not _is_nameless(*pair))
    names = list(dict.fromkeys(name for output in told for name in output if name not in _NO_COLUMNS))
    names = names or (["name"] if not columns or "name" in columns else [])
    if not names:
        return _empty(len(rows))
    arrays = [_array([output.get(name) for output in outputs]) for name in names]
    return pa.RecordBatch.from_arrays(arrays, names=[str(name) for name in names])


def _output(item: Item | Failure, result: Result | Failure) -> Mapping[str, Any]:
    if isinstance(result, Failure):
        record = result.record if result.record is not None else item.record
        return failed_row(result.name, result.reason, record)
    assert isinstance(result.output, Mapping)
    return result.output


def _is_nameless(item: Item | Failure, result: Result | Failure) -> bool:
    """Whether it failed, and nothing but its error tells which row or document it was."""
    record = result.record if isinstance(result, Failure) and result.record is not None else item.record
    return isinstance(result, Failure) and item.row is None and tells_nothing(record)


def _with_name(item: Item | Failure, result: Result | Failure) -> Result | Failure:
    """The same; where there is no column for it, the name of what failed is in the error."""
    if isinstance(result, Failure) and _is_nameless(item, result):
        return result._replace(reason=f"{result.name}: {result.reason}")
    return result


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


def no_rows(*, explain: bool = False) -> Any:
    """The schema of a table of results of no rows."""
    return schema_with_results(arrow().schema([("name", arrow().string())]), explain=explain)


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
        return {**dict.fromkeys(RESULTS), "error": result.reason}
    assert isinstance(result.output, Mapping)
    return {name: result.output[name] for name in RESULTS} | {
        "metadata": _metadata(result.output["metadata"])
    }


def _metadata(said: Mapping[str, Any]) -> dict[str, str]:
    told = {name: said[name] if isinstance(said[name], str) else json.dumps(said[name]) for name in said}
    fields = {name: value for name, value in told.items() if name in METADATA}
    other = {name: value for name, value in said.items() if name not in METADATA}
    return fields | ({"other": json.dumps(other)} if other else {})


def _storable(value: Any) -> Any:
    """The same with a sign for halves of surrogate pairs."""
    if isinstance(value, dict):
        return {key: _storable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_storable(inner) for inner in value]
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-8", "replace").decode()
