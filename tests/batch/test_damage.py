"""Rows and records that are damaged: each is named, and all others are there."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_cases import BODY, DIRTY, PACKS, RULES, row
from warcs import PAGE, response, warc_record

from cleaner import Cleaner, load_rules
from cleaner.batch import Failure, Job, Outcome, Result, clean_paths


@pytest.fixture(scope="module")
def zapper(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    file = tmp_path_factory.mktemp("rules") / "zap.toml"
    file.write_text(RULES)
    return Cleaner(load_rules([file], packaged=False))


class Run:
    """A run of one file, and what was told."""

    def __init__(self, cleaner: Cleaner, path: Path, output: str = "out.jsonl", **options: Any) -> None:
        self.failures: list[Failure] = []
        self.said: list[str] = []
        self.output = path.parent / output
        job = Job((str(path),), drop_failed=True, output=str(self.output), overwrite=True, **options)
        self.outcome: Outcome = clean_paths(cleaner, job, self._see, self.said.append)

    def _see(self, _: object, result: Result | Failure) -> None:
        if isinstance(result, Failure):
            self.failures.append(result)

    def rows(self) -> list[dict[str, Any]]:
        return [
            json.loads(line, parse_constant=_none_of_that) for line in self.output.read_bytes().splitlines()
        ]


def _none_of_that(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


# --- WARC --------------------------------------------------------------------------------------------------

NUMBER = 8  # of records; the fourth is damaged
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "a.warc": bytes, **{f"a.warc{ending}": pack for ending, pack in PACKS.items()}
}  # fmt: skip


def crawl() -> list[bytes]:
    """Pages that don't compress to nothing."""
    pages = (f"{PAGE}<!-- {random.Random(number).randbytes(600).hex()} -->" for number in range(NUMBER))
    return [response(f"https://a.example/{n}", page.encode()) for n, page in enumerate(pages)]


def with_length(record: bytes, change: Callable[[int], int]) -> bytes:
    """A record that says another length."""
    head, blank, rest = record.partition(b"\r\n\r\n")
    length = re.compile(rb"(Content-Length: )(\d+)")
    return length.sub(lambda found: b"%b%d" % (found[1], change(int(found[2]))), head) + blank + rest


def flipped(packed: bytes, place: float) -> bytes:
    at = int(len(packed) * place)
    return packed[:at] + bytes([packed[at] ^ 0x55]) + packed[at + 1 :]


WRONG = {
    "too short": lambda record: with_length(record, lambda length: length - 300),
    "a byte too short": lambda record: with_length(record, lambda length: length - 1),
    "too long": lambda record: with_length(record, lambda length: length + 300),
    "a byte too long": lambda record: with_length(record, lambda length: length + 5),
    "longer than several records": lambda record: with_length(record, lambda length: length + 4_000),
    "longer than the file": lambda record: with_length(record, lambda _: 10**8),
    "longer than anything": lambda record: with_length(record, lambda _: 10**12),
    "no length": lambda record: record.replace(b"Content-Length", b"Content-Lenght", 1),
    "a length that is no number": lambda record: record.replace(b"Content-Length: ", b"Content-Length: x", 1),
    "no version": lambda record: record.replace(b"WARC/1.0", b"WARX/1.0", 1),
    "cut off": lambda record: record[: len(record) // 2],
    "cut off in its head": lambda record: record[:60],
    "rubbish before it": lambda _: random.Random(1).randbytes(5_000),
    "zeros": lambda record: bytes(len(record)),
}  # fmt: skip


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("damage", WRONG.values(), ids=WRONG)
def test_a_damaged_record_costs_itself(
    zapper: Cleaner, tmp_path: Path, name: str, damage: Callable[[bytes], bytes]
) -> None:
    records = crawl()
    records[3] = damage(records[3])
    (tmp_path / name).write_bytes(b"".join(map(PACKED[name], records)))
    run = Run(zapper, tmp_path / name)
    assert [row["url"][-1] for row in run.rows()] == list("0124567")
    assert all(row["body"].strip() == BODY.strip() for row in run.rows())
    (failure,) = run.failures
    assert re.fullmatch(r"the record is damaged: skipped [\d,]+ bytes", failure.reason)


@pytest.mark.parametrize("name", [name for name in PACKED if name != "a.warc"])
@pytest.mark.parametrize("place", [0.0, 0.01, 0.1, 0.5, 0.9])
def test_damaged_compression_costs_its_record(
    zapper: Cleaner, tmp_path: Path, name: str, place: float
) -> None:
    packed = [PACKED[name](record) for record in crawl()]
    packed[3] = flipped(packed[3], place)
    (tmp_path / name).write_bytes(b"".join(packed))
    run = Run(zapper, tmp_path / name)
    rows = [row["url"][-1] for row in run.rows()]
    if name.endswith("zst") and len(rows) == NUMBER:
        pytest.skip("a frame without a checksum: what is wrong with it nobody can tell")
    assert rows == list("0124567")
    assert 1 <= len(run.failures) <= 2


def test_a_wrong_checksum_costs_its_record(zapper: Cleaner, tmp_path: Path) -> None:
    packed = [gzip.compress(record) for record in crawl()]
    packed[3] = packed[3][:-8] + bytes(4) + packed[3][-4:]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(packed))
    run = Run(zapper, tmp_path / "a.warc.gz")
    assert [row["url"][-1] for row in run.rows()] == list("0124567")
    assert len(run.failures) == 1


@pytest.mark.parametrize("pick", [[3], [0], [7], [3, 4], [1, 3, 5]])
def test_several_damaged_records(zapper: Cleaner, tmp_path: Path, pick: list[int]) -> None:
    records = crawl()
    for number in pick:
        records[number] = with_length(records[number], lambda length: length - 300)
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    run = Run(zapper, tmp_path / "a.warc")
    assert [row["url"][-1] for row in run.rows()] == [str(n) for n in range(NUMBER) if n not in pick]
    assert [failure.name[-1] for failure in run.failures] == [str(number) for number in pick]


def test_an_archive_in_a_page_is_no_record(zapper: Cleaner, tmp_path: Path) -> None:
    """What stands within a record of the right length is its own."""
    inner = warc_record("conversion", "https://b.example/", DIRTY.encode(), Content_Type="text/plain")
    outer = warc_record("conversion", "https://a.example/", inner, Content_Type="text/plain")
    (tmp_path / "a.warc").write_bytes(outer + response("https://a.example/2", PAGE.encode()))
    run = Run(zapper, tmp_path / "a.warc")
    assert [row["url"] for row in run.rows()] == ["https://a.example/", "https://a.example/2"]
    assert not run.failures


@pytest.mark.slow
def test_a_record_too_large_to_be_held_is_gone_over(zapper: Cleaner, tmp_path: Path) -> None:
    with open(tmp_path / "a.warc", "wb") as file:
        file.write(response("https://a.example/1", PAGE.encode()))
        head = warc_record("resource", "https://a.example/film", b"", Content_Type="video/mp4")
        size = 300 << 20
        file.write(head.removesuffix(b"\r\n\r\n").replace(b"Content-Length: 0", b"Content-Length: %d" % size))
        for _ in range(300):
            file.write(bytes(1 << 20))
        file.write(b"\r\n\r\n" + response("https://a.example/2", PAGE.encode()))
    run = Run(zapper, tmp_path / "a.warc")
    assert [row["url"][-1] for row in run.rows()] == ["1", "2"]
    assert not run.failures


# --- CSV ---------------------------------------------------------------------------------------------------

LINES = 1000
BAD_LINES = {
    # what the fifth line is, and whether it alone is lost
    "a quote that is never closed": b'4,"The council met.\n',
    "a quote closed within the text": b'4,"The council" met.\n',
    "Latin-1": "4,Der Rat tagte über die Brücke.\n".encode("latin-1"),
    "too many fields": b"4,a,b\n",
    "a byte that is no UTF-8": b"4,The \xff council\n",
}
OTHERS: dict[str, Callable[[int], str]] = {
    "plain lines": lambda number: f"{number},The council met.\n",
    "quoted lines": lambda number: f'{number},"The council met."\n',
    "quotes with commas": lambda number: f'{number},"The council met, and agreed."\n',
    "quotes within quotes": lambda number: f'{number},"The ""council"" met."\n',
    "quotes of several lines": lambda number: f'{number},"The council met.\n\nIt agreed."\n',
    "empty quotes": lambda number: f'{number},""\n',
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_of_csv_costs_itself(
    zapper: Cleaner, tmp_path: Path, bad: bytes, other: Callable[[int], str]
) -> None:
    lines = [other(number).encode() for number in range(1, LINES)]
    number = 2 + sum(line.count(b"\n") for line in lines[:3])
    (tmp_path / "a.csv").write_bytes(b"id,text\n" + b"".join([*lines[:3], bad, *lines[4:]]))
    run = Run(zapper, tmp_path / "a.csv")
    assert [row["id"] for row in run.rows()] == [str(n) for n in range(1, LINES) if n != 4]
    assert [failure.name.rpartition(":")[2] for failure in run.failures] == [str(number)]


def test_a_header_that_is_no_utf8(zapper: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,text,größe\n1,a,b\n".encode("latin-1"))
    (failure,) = Run(zapper, tmp_path / "a.csv").failures
    assert failure.reason == "is not UTF-8: byte f6; convert the file first"


def test_two_columns_of_one_name_are_told(zapper: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,tag,text,tag\n1,a,b,c\n")
    run = Run(zapper, tmp_path / "a.csv")
    assert run.said == [f"{tmp_path}/a.csv: has several columns called “tag”: only the last of them is read"]
    assert run.rows()[0]["tag"] == "c"


def test_every_other_quote_is_never_closed(zapper: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n" + '1,"abc\n2,x\n' * 300)
    run = Run(zapper, tmp_path / "a.csv")
    assert [row["id"] for row in run.rows()] == ["2"] * 300
    assert len(run.failures) == 300


# --- numbers -----------------------------------------------------------------------------------------------

NUMBERS: dict[str, Any] = {
    "a number": 2**63,
    "a negative one": -(2**63) - 1,
    "within a list": [1, 2**70],
    "within an object": {"a": {"b": 2**64}},
}


@pytest.mark.parametrize("place", [0, 5, 1500])
@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_a_number_of_more_than_64_bits_costs_its_row(
    zapper: Cleaner, tmp_path: Path, number: Any, place: int
) -> None:
    rows = [row(id=n, text="a") for n in range(1600)]
    rows[place] = row(id=number, text="a")
    (tmp_path / "a.jsonl").write_bytes(b"".join(rows))
    run = Run(zapper, tmp_path / "a.jsonl", "out.parquet")
    assert pq.read_table(run.output).column("id").to_pylist() == [n for n in range(1600) if n != place]
    (failure,) = run.failures
    assert failure.name.endswith(f":{place + 1}")
    assert "is no number of 64 bits" in failure.reason


def test_what_is_no_json_becomes_null(zapper: Cleaner, tmp_path: Path) -> None:
    """Python reads NaN and infinities, and numbers too large for it as such; JSON has none."""
    line = (
        '{"id": NaN, "far": [1, -Infinity, {"x": 1e999}], "text": "a", "metadata": {"score": NaN, "y": 2.5}}'
    )
    (tmp_path / "a.jsonl").write_text(line)
    (found,) = Run(zapper, tmp_path / "a.jsonl").rows()
    assert (found["id"], found["far"]) == (None, [1, None, {"x": None}])
    assert found["metadata"] == {"score": None, "y": 2.5}
    assert not re.search(r"NaN|Infinity", Run(zapper, tmp_path / "a.jsonl", "out.json").output.read_text())


def test_numbers_of_parquet_stay_as_they_are(zapper: Cleaner, tmp_path: Path) -> None:
    table = pa.table({"text": ["a", "b"], "score": [math.nan, 1.5]})
    pq.write_table(table, tmp_path / "a.parquet")
    run = Run(zapper, tmp_path / "a.parquet", "out.parquet")
    assert math.isnan(pq.read_table(run.output).column("score")[0].as_py())
    assert run.outcome.cleaned == 2


def test_fields_of_a_csv_with_line_breaks_are_whole(zapper: Cleaner, tmp_path: Path) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([["id", "text"], *([n, DIRTY] for n in range(50))])
    (tmp_path / "a.csv").write_text(table.getvalue(), newline="")
    run = Run(zapper, tmp_path / "a.csv")
    assert [row["body"] for row in run.rows()] == [BODY] * 50
