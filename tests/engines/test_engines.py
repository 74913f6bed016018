"""Record batches and files for other engines; with `-m engines` the engines themselves."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_cases import BODY, CUT, DIRTY, RESULTS, row
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
    assert out.schema.names == ["id", "text", *RESULTS]
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


def test_batches_of_any_sizes_come_back_in_order(guarded: BatchCleaner) -> None:
    sizes = [0, 3, 0, 0, 40, 1, 0]
    batches = [batch(*(f"{n}.{m}" for m in range(size))) for n, size in enumerate(sizes)]
    out = list(guarded.each(batches))
    assert [made.num_rows for made in out] == sizes
    assert [row["body"] for made in out for row in made.to_pylist()] == [
        f"{n}.{m}" for n, size in enumerate(sizes) for m in range(size)
    ]


def test_a_batch_without_text_among_others(guarded: BatchCleaner) -> None:
    batches = [batch(DIRTY), pa.RecordBatch.from_pydict({"id": [1]})]
    with pytest.raises(UsageError, match="expected a column"):
        list(guarded.each(batches))


def test_cuts_can_be_explained(tmp_path: Path) -> None:
    with BatchCleaner(faulty(tmp_path), explain=True) as clean:
        (cut,) = clean(batch(DIRTY)).to_pylist()[0]["removed"]
    assert cut == {**CUT, "text": "Zap this line\n\n", "why": "These tests want to see it cut.", "near": ""}


def test_metadata_are_a_struct() -> None:
    html = f"<html><head><title>Trees</title></head><body><article><p>{ARTICLE}</p></article></body></html>"
    out = clean_batch(pa.RecordBatch.from_pydict({"html": [html]}))
    assert pa.types.is_struct(out.schema.field("metadata").type)
    assert out.column("metadata").to_pylist()[0]["title"] == "Trees"


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
    assert [row["body"] for row in pq.read_table(output).to_pylist()] == [BODY, None, BODY]
    before = output.stat()
    assert clean_file(str(source), str(output), cleaner=cleaner, limits=LIMITS) is None
    assert output.stat() == before


# --- the engines -------------------------------------------------------------------------------------------

GUIDE = (HERE.parent / "docs" / "recipes.md").read_text()
RECIPES = dict(re.findall(r"```python\n# (\w+)(?::[^\n]*)?\n(.*?)```", GUIDE, re.S))
OF_FRAMEWORKS = ("scrapy", "langchain", "llamaindex")  # classes that somebody else calls


@pytest.mark.engines
@pytest.mark.parametrize("name", [name for name in RECIPES if name not in ("warcs", *OF_FRAMEWORKS)])
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


@pytest.mark.engines
def test_a_data_frame(tmp_path: Path) -> None:
    import pandas as pd  # noqa: PLC0415

    from cleaner.engines import pandas  # noqa: PLC0415

    texts = [DIRTY, None, float("nan"), pd.NA, "", "SEGFAULT", DIRTY.encode()]
    frame = pd.DataFrame({"id": range(7), "text": texts, "error": "old"}, index=list("abcdefg"))
    out = pandas.clean(frame, cleaner=faulty(tmp_path), jobs=1, limits=LIMITS)
    assert list(out.columns) == ["id", "text", *RESULTS]
    assert list(out.index) == list("abcdefg")
    assert list(out["body"]) == [BODY, "", "", "", "", None, BODY]
    assert out["error"].notna().sum() == 1
    with pytest.raises(UsageError, match="there are id"):
        pandas.clean(frame[["id"]])
    assert frame["error"].eq("old").all()


@pytest.mark.engines
def test_scrapy(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in ARTICLE.split("\n\n"))
    page = f"<html><head><title>Trees</title></head><body><article>{paragraphs}</article></body></html>"
    (tmp_path / "page.html").write_text(page)
    (tmp_path / "recipe.py").write_text(RECIPES["scrapy"])
    spider = f"""
import scrapy


class Spider(scrapy.Spider):
    name = "pages"
    start_urls = ["{(tmp_path / "page.html").as_uri()}"]
    custom_settings = {{"ITEM_PIPELINES": {{"recipe.Bodies": 300}}}}

    def parse(self, response):
        yield {{"html": response.text, "url": response.url}}
"""
    (tmp_path / "spider.py").write_text(spider)
    command = [sys.executable, "-m", "scrapy", "runspider", "spider.py", "-o", "out.jsonl"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (item,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert item["body"].split("\n\n")[0] == ARTICLE.split("\n\n", maxsplit=1)[0]
    assert item["title"] == "Trees"


def made_by(recipe: str) -> Any:
    """The class that a recipe makes."""
    names: dict[str, Any] = {"__name__": recipe}
    exec(compile(RECIPES[recipe], recipe, "exec"), names)
    return names["Bodies"]


@pytest.mark.engines
def test_langchain() -> None:
    from langchain_core.documents import Document  # noqa: PLC0415

    given = [Document(JUNK, metadata={"source": "a.txt"}), Document("")]
    out = made_by("langchain")().transform_documents(given)
    assert [document.page_content for document in out] == [ARTICLE, ""]
    assert out[0].metadata["source"] == "a.txt"


@pytest.mark.engines
def test_llamaindex() -> None:
    from llama_index.core import Document  # noqa: PLC0415
    from llama_index.core.ingestion import IngestionPipeline  # noqa: PLC0415

    pipeline = IngestionPipeline(transformations=[made_by("llamaindex")()])
    out = pipeline.run(documents=[Document(text=JUNK, metadata={"url": "https://a.example/1"})])
    assert out[0].get_content() == ARTICLE
    assert out[0].metadata["url"] == "https://a.example/1"
