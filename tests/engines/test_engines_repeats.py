"""Pages of one site, counted and cleaned inside other engines: the same bodies as in one process."""

from __future__ import annotations

import sys

import pyarrow as pa
import pytest
from one_site import FOOTER, MENU, page, story

from cleaner import Cleaner, Memory
from cleaner.engines import BatchCleaner, BatchCounter, merged

ROWS = [
    {"url": f"https://{site}.example/{number}", "text": page(MENU, story(10 * number + len(site)), FOOTER)}
    for number in range(6)
    for site in ("harbour", "pier")
]


def expected() -> list[str]:
    """The bodies, counted and cleaned one after the other."""
    cleaner, memory = Cleaner(), Memory()
    for row in ROWS:
        memory.count(cleaner.read(row["text"], url=row["url"], html=False))
    knowing = cleaner.with_memory(memory)
    bodies = [knowing.clean(row["text"], url=row["url"], html=False).body for row in ROWS]
    assert not any(line in body for line in (*MENU, *FOOTER) for body in bodies)
    return bodies


def test_batches_are_counted_apart_and_merged_in_any_order() -> None:
    batches = [pa.RecordBatch.from_pylist(ROWS[first : first + 5]) for first in range(0, len(ROWS), 5)]
    with BatchCounter() as count:
        counted = [count(batch)["memory"][0].as_py() for batch in batches]
    assert merged(counted).to_bytes() == merged(reversed(counted)).to_bytes()
    with BatchCleaner(Cleaner().with_memory(merged(counted))) as clean:
        cleaned = [body for batch in batches for body in clean(batch)["body"].to_pylist()]
    assert cleaned == expected()


def test_a_row_without_an_address_may_name_its_site() -> None:
    batch = pa.RecordBatch.from_pylist(
        [{"site": row["url"].split("/")[2], "text": row["text"]} for row in ROWS]
    )
    with BatchCounter() as count:
        memory = merged(count(batch)["memory"].to_pylist())
    with BatchCleaner(Cleaner().with_memory(memory)) as clean:
        assert clean(batch)["body"].to_pylist() == expected()


@pytest.mark.engines
def test_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession  # noqa: PLC0415

    from cleaner.engines import spark  # noqa: PLC0415

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = SparkSession.builder.master("local[2]").getOrCreate()
    try:
        frame = session.createDataFrame(ROWS).repartition(3)
        knowing = Cleaner().with_memory(spark.count(frame))
        bodies = {row.url: row.body for row in spark.clean(frame, cleaner=knowing).collect()}
    finally:
        session.stop()
    assert [bodies[row["url"]] for row in ROWS] == expected()


@pytest.mark.engines
def test_ray() -> None:
    import ray  # noqa: PLC0415

    from cleaner.engines.ray import clean, count  # noqa: PLC0415

    ray.init(num_cpus=2, include_dashboard=False)
    try:
        dataset = ray.data.from_items(ROWS)
        knowing = Cleaner().with_memory(count(dataset, actors=1, rows=4))
        bodies = {row["url"]: row["body"] for row in clean(dataset, cleaner=knowing, actors=1).take_all()}
    finally:
        ray.shutdown()
    assert [bodies[row["url"]] for row in ROWS] == expected()
