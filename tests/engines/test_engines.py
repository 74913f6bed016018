"""Record batches and files for other engines; with `-m engines` the engines themselves."""

from __future__ import annotations

import gzip
import os
import pickle
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_cases import BODY, CUT, DIRTY, row
from conftest import HERE
from faults import LIMITS, MARK, Faulty, faulty, orphans
from warcs import RECORDS, response

from cleaner import UsageError
from cleaner.engines import BatchCleaner, clean_batch, clean_file

HARM = {
    "SPIN": "took longer than 2 s",
    "ALLOCATE": "needs more memory than --memory-limit allows",
    "SEGFAULT": "crashed (SIGSEGV)",
    "EXIT 3": "its process ended with exit code 3",
}
ARTICLE = "\n\n".join([BODY.strip()] * 4) + "\n"
JUNK = ARTICLE + "\nAlso read: Night buses under review\n"


def batch(*texts: str | None) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"id": list(range(len(texts))), "text": list(texts)})


@pytest.fixture
def guarded(tmp_path: Path) -> BatchCleaner:
    return BatchCleaner(faulty(tmp_path), limits=LIMITS)


def test_one_document_costs_one_row(
    guarded: BatchCleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MARK, str(tmp_path))
    texts = [DIRTY, *(text for order in HARM for text in (order, DIRTY))]
    with guarded as clean:
        out = clean(batch(*texts))
    assert out.schema.names == ["id", "text", "body", "removed", "metadata", "error"]
    rows = out.to_pylist()
    assert [row["body"] for row in rows[::2]] == [BODY] * (len(HARM) + 1)
    assert rows[0]["removed"] == [CUT]
    assert [row["error"] for row in rows] == [None, *(x for reason in HARM.values() for x in (reason, None))]
    assert orphans() == 0


def test_it_travels(guarded: BatchCleaner) -> None:
    with guarded, pickle.loads(pickle.dumps(guarded)) as other:
        assert other(batch(DIRTY, None)).equals(guarded(batch(DIRTY, None)))


def test_a_batch_of_nothing(guarded: BatchCleaner) -> None:
    with guarded as clean:
        assert clean(batch()).num_rows == 0
        with pytest.raises(UsageError, match="expected a column “html”, “text” or “content”"):
            clean(pa.RecordBatch.from_pydict({"id": [1]}))


def test_the_packaged_rules() -> None:
    html = f"<html><body><article><p>{ARTICLE}</p></article></body></html>"
    out = clean_batch(pa.RecordBatch.from_pydict({"html": [html, None], "text": [None, JUNK]})).to_pylist()
    assert out[1]["body"] == ARTICLE
    assert {cut["rule"] for cut in out[1]["removed"]} == {"readmore/line"}
    assert out[0]["body"].startswith("The council")


def test_a_file_is_done_once(tmp_path: Path) -> None:
    cleaner = faulty(tmp_path)
    source, output = tmp_path / "a.jsonl", tmp_path / "out.parquet"
    source.write_bytes(row(text=DIRTY) + row(text="SEGFAULT") + row(text=DIRTY))
    done = clean_file(str(source), str(output), cleaner=cleaner, limits=LIMITS)
    assert done is not None
    assert (done.cleaned, done.failed) == (2, 1)
    assert [row["body"] for row in pq.read_table(output).to_pylist()] == [BODY, BODY]
    before = output.stat()
    assert clean_file(str(source), str(output), cleaner=cleaner, limits=LIMITS) is None
    assert output.stat() == before


# --- the engines -------------------------------------------------------------------------------------------

GUIDE = (HERE.parent / "docs" / "recipes.md").read_text()
RECIPES = dict(re.findall(r"```python\n# (\w+)\n(.*?)```", GUIDE, re.S))


@pytest.mark.engines
@pytest.mark.parametrize("name", [name for name in RECIPES if name != "warcs"])
def test_recipe(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MARK, str(tmp_path))
    number = 700
    table = pa.table({"id": [str(n) for n in range(number)], "text": [JUNK, ARTICLE] * (number // 2)})
    pq.write_table(table, tmp_path / "rows.parquet", row_group_size=200)
    (tmp_path / "recipe.py").write_text(RECIPES[name])
    done = subprocess.run(
        [sys.executable, "recipe.py"], cwd=tmp_path, capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    out = pq.read_table(tmp_path / "out.parquet").to_pylist()
    bodies = sorted((int(row["id"]), row["text"] if name == "datatrove" else row["body"]) for row in out)
    assert bodies == [(n, ARTICLE) for n in range(number)]
    time.sleep(1)
    assert orphans() == 0


@pytest.mark.engines
def test_spark_survives_its_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession  # noqa: PLC0415

    from cleaner.engines import spark  # noqa: PLC0415

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    session = SparkSession.builder.master("local[2]").getOrCreate()
    try:
        texts = [DIRTY, *HARM] * 3
        frame = session.createDataFrame([(n, text) for n, text in enumerate(texts)], ["id", "text"])
        out = spark.clean(frame, cleaner=faulty(tmp_path), limits=LIMITS).orderBy("id").collect()
        with pytest.raises(UsageError, match="there are id"):
            spark.clean(frame.drop("text"))
    finally:
        session.stop()
    assert [row.error for row in out] == [None, *HARM.values()] * 3
    assert [row.body for row in out if not row.error] == [BODY] * 3


@pytest.mark.engines
def test_ray_survives_its_documents(tmp_path: Path) -> None:
    import ray  # noqa: PLC0415

    from cleaner.engines.ray import clean  # noqa: PLC0415

    environment = {"env_vars": {"PYTHONPATH": str(HERE)}}
    ray.init(num_cpus=2, include_dashboard=False, runtime_env=environment)
    try:
        texts = [DIRTY, *HARM] * 3
        dataset = ray.data.from_items([{"id": n, "text": text} for n, text in enumerate(texts)])
        out = clean(dataset, cleaner=faulty(tmp_path), limits=LIMITS, actors=1).sort("id").take_all()
    finally:
        ray.shutdown()
    assert [row["error"] for row in out] == [None, *HARM.values()] * 3


@pytest.mark.engines
def test_warcs_go_on_after_a_kill(tmp_path: Path) -> None:
    (tmp_path / "warcs").mkdir()
    paragraphs = "".join(f"<p>{text}</p>" for text in ARTICLE.split("\n\n"))
    page = f"<html><body><article>{paragraphs}</article></body></html>"
    for number in range(6):
        pages = (response(f"https://a.example/{number}/{n}", page.encode()) for n in range(200))
        records = b"".join(gzip.compress(record) for record in (RECORDS[0], *pages))
        (tmp_path / "warcs" / f"{number}.warc.gz").write_bytes(records)
    (tmp_path / "recipe.py").write_text(RECIPES["warcs"])
    outputs = tmp_path / "out.parquet"

    def begin() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "recipe.py"], cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True
        )

    first = begin()
    while not (outputs.is_dir() and len(list(outputs.glob("*.parquet"))) >= 2):
        assert first.poll() is None
        time.sleep(0.05)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    done = {path.name: path.stat().st_mtime_ns for path in outputs.glob("*.parquet")}
    assert 2 <= len(done) < 6
    assert begin().wait(timeout=300) == 0
    after = {path.name: path.stat().st_mtime_ns for path in outputs.glob("*.parquet")}
    assert len(after) == 6
    assert done.items() <= after.items()
    assert pq.read_table(outputs).num_rows == 6 * 200
    assert not list(outputs.glob(".*"))


def test_a_faulty_cleaner_stays_one(tmp_path: Path) -> None:
    assert isinstance(pickle.loads(pickle.dumps(faulty(tmp_path))), Faulty)
