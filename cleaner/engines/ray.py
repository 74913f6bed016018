"""Ray Data: a Dataset of texts or pages in, the same with bodies out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.batch import LIMITS, Limits
from cleaner.decision import Memory
from cleaner.engines import BatchCleaner, BatchCounter, merged
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from ray.data import Dataset


class TableWork:
    """A `BatchCleaner` or `BatchCounter` for `Dataset.map_batches`, which gives tables; an actor keeps its
    process."""

    def __init__(self, work: BatchCleaner | BatchCounter) -> None:
        self._work = work

    def __call__(self, table: Any) -> Any:
        """A `pyarrow.Table` of what becomes of the batches of another."""
        import pyarrow  # noqa: PLC0415  (an extra)

        batches = [self._work(batch) for batch in table.combine_chunks().to_batches()]
        return pyarrow.Table.from_batches(batches) if batches else table


def clean(
    dataset: Dataset,
    *,
    field: str = "",
    cleaner: Cleaner | None = None,
    limits: Limits = LIMITS,
    actors: int = 2,
    rows: int = 256,
) -> Dataset:
    """A Dataset with the columns of results, from body to error: see `BatchCleaner`.

    `actors` work at a time, each with a process of its own beside it, on batches of so many `rows`. A
    document that crashes costs its row; Ray sees no dead worker and tries nothing again.
    """
    return _mapped(dataset, BatchCleaner(cleaner, field=field, limits=limits), actors, rows)


def count(
    dataset: Dataset,
    *,
    field: str = "",
    cleaner: Cleaner | None = None,
    limits: Limits = LIMITS,
    actors: int = 2,
    rows: int = 256,
) -> Memory:
    """The memory of a Dataset's pages, for `clean(dataset, cleaner=cleaner.with_memory(memory))`."""
    counted = _mapped(dataset, BatchCounter(cleaner, field=field, limits=limits), actors, rows)
    return merged(row["memory"] for row in counted.iter_rows())


def _mapped(dataset: Dataset, work: BatchCleaner | BatchCounter, actors: int, rows: int) -> Dataset:
    from ray.data import ActorPoolStrategy  # noqa: PLC0415  (an extra)

    return dataset.map_batches(
        TableWork,
        fn_constructor_args=(work,),
        batch_format="pyarrow",
        batch_size=rows,
        compute=ActorPoolStrategy(size=actors),
        num_cpus=0.5,  # actors that held a whole core each would leave none to read with
    )
