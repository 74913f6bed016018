"""Spark: a DataFrame of texts or pages in, the same with bodies out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.batch import LIMITS, Limits, fields, wanted
from cleaner.batch.tables import schema_with_results
from cleaner.decision import Memory
from cleaner.engines import BatchCleaner, BatchCounter, merged
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from cleaner.report import RESULTS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def clean(
    frame: DataFrame, *, field: str = "", cleaner: Cleaner | None = None, limits: Limits = LIMITS
) -> DataFrame:
    """A DataFrame with the columns of results, from body to error: see `BatchCleaner`.

    Uses `mapInArrow`; the executors need cleaner installed, and PYSPARK_PYTHON set to the Python that has it.
    A document that crashes costs its row; Spark sees no dead worker. Columns of these names give way.
    Raises UsageError if there is no column of text.
    """
    if not set(fields(field)) & set(frame.columns):
        raise UsageError(f"expected a column {wanted(field)}; there are {', '.join(frame.columns)}")
    import pyarrow  # noqa: PLC0415  (an extra)
    from pyspark.sql.types import StructField, StructType  # noqa: PLC0415  (an extra)

    kept = [column for column in frame.schema.fields if column.name not in RESULTS]
    added = [StructField(new.name, _type(new.type)) for new in schema_with_results(pyarrow.schema([]))]
    work = BatchCleaner(cleaner, field=field, limits=limits)
    return frame.mapInArrow(work.each, StructType([*kept, *added]))


def count(
    frame: DataFrame, *, field: str = "", cleaner: Cleaner | None = None, limits: Limits = LIMITS
) -> Memory:
    """The memory of a DataFrame's pages, for `clean(frame, cleaner=cleaner.with_memory(memory))`.

    Each partition counts its own; the driver merges them. Columns as for `clean`.
    """
    work = BatchCounter(cleaner, field=field, limits=limits)
    return merged(bytes(row.memory) for row in frame.mapInArrow(work.each, "memory binary").toLocalIterator())


def _type(arrow: Any) -> Any:
    """Spark's name for a type of Arrow's, as far as results have such."""
    import pyarrow.types as kinds  # noqa: PLC0415  (an extra)
    from pyspark.sql import types as spark  # noqa: PLC0415  (an extra)

    if kinds.is_struct(arrow):
        return spark.StructType([spark.StructField(inner.name, _type(inner.type)) for inner in arrow])
    if kinds.is_list(arrow):
        return spark.ArrayType(_type(arrow.value_type))
    plain = {"string": spark.StringType, "int64": spark.LongType, "double": spark.DoubleType}
    return spark.BooleanType() if kinds.is_boolean(arrow) else plain[str(arrow)]()
