"""Spark: a DataFrame of texts or pages in, the same with bodies out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.batch import LIMITS, Limits, fields, wanted
from cleaner.batch.tables import COLUMNS
from cleaner.decision import Memory
from cleaner.engines import BatchCleaner, BatchCounter, merged
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def clean(
    frame: DataFrame, *, field: str = "", cleaner: Cleaner | None = None, limits: Limits = LIMITS
) -> DataFrame:
    """A DataFrame with the columns body, removed, metadata and error: see `BatchCleaner`.

    Uses `mapInArrow`; the executors need cleaner installed, and PYSPARK_PYTHON set to the Python that has it.
    A document that crashes costs its row; Spark sees no dead worker. Columns of these names give way.
    Raises UsageError if there is no column of text.
    """
    from pyspark.sql.types import (  # noqa: PLC0415  (an extra)
        ArrayType,
        LongType,
        MapType,
        StringType,
        StructField,
        StructType,
    )

    if not set(fields(field)) & set(frame.columns):
        raise UsageError(f"expected a column {wanted(field)}; there are {', '.join(frame.columns)}")
    parts = (("rule", StringType), ("by", StringType), ("start", LongType), ("end", LongType))
    cut = StructType([StructField(name, kind()) for name, kind in parts])
    types = (StringType(), ArrayType(cut), MapType(StringType(), StringType()), StringType())
    kept = [column for column in frame.schema.fields if column.name not in COLUMNS]
    added = [StructField(name, type_) for name, type_ in zip(COLUMNS, types, strict=True)]
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
