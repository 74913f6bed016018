"""Runs made before: what is read of a log and its outputs, of rows alone, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import HERE

from cleaner import Cleaned, Cleaner
from cleaner.batch import LOG, Job, clean_paths
from cleaner.batch.now import cleaned_now
from cleaner.batch.past import accounts, settings_of
from cleaner.errors import UsageError
from cleaner.report.account import Account, original_of

LINE = '{"name": "a", "target": "a", "outcome": "cleaned", "wrote": {}}\n'
EXAMPLES = HERE.parent / "docs" / "examples"
PROSE = "The council met on Monday to settle how the new bridge over the river would be paid for, it said."
ROWS = [
    {"id": n, "url": f"https://a{n}.example/x", "text": f"{PROSE}\n\nRelated Articles\n\nOld pier {n}\n"}
    for n in range(3)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    source.mkdir()
    for row in ROWS:
        (source / f"{row['id']}.txt").write_text(str(row["text"]), encoding="utf-8")
    (source / "broken.txt").write_bytes(b"\x00\x01\x02" * 900)
    return source


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return file


def read(path: Path, said: list[str] | None = None) -> list[Account]:
    return list(accounts(str(path), (said if said is not None else []).append))


def cleaned(cleaner: Cleaner) -> Iterator[Cleaned]:
    for row in ROWS:
        yield cleaner.clean(str(row["text"]), html=False)


def test_a_folder_is_read_back_with_every_cut(folder: Path, tmp_path: Path, cleaner: Cleaner) -> None:
    clean_paths(cleaner, Job((str(folder),), output=str(tmp_path / "out")))
    found = read(tmp_path / "out")
    assert [Path(account.name).name for account in found] == ["0.txt", "1.txt", "2.txt", "broken.txt"]
    assert "binary" in found[3].error or found[3].error
    for account, made in zip(found, cleaned(cleaner), strict=False):
        assert account.cuts == made.removals
        assert account.body.rstrip() == made.body.rstrip()  # type: ignore[union-attr]
        assert original_of(account).rstrip() == made.original.rstrip()  # type: ignore[union-attr]
        assert 0 < account.left < account.words


@pytest.mark.parametrize("name", ["o.jsonl", "o.jsonl.gz", "o.json", "o.parquet", "o.csv"])
def test_rows_are_read_back(rows: Path, tmp_path: Path, name: str, cleaner: Cleaner) -> None:
    source = rows
    explain = not name.endswith(".parquet")
    if name.endswith(".csv"):
        source = tmp_path / "rows.csv"
        lines = [f'{row["id"]},{row["url"]},"{row["text"]}"\n' for row in ROWS]
        source.write_text("id,url,text\n" + "".join(lines), encoding="utf-8")
    clean_paths(cleaner, Job((str(source),), output=str(tmp_path / name), explain=explain))
    found = read(tmp_path / name)
    assert [account.key for account in found] == ["0", "1", "2"]
    assert [account.site for account in found] == ["a0.example", "a1.example", "a2.example"]
    for account, made in zip(found, cleaned(cleaner), strict=True):
        assert [cut[:2] for cut in account.cuts] == [cut[:2] for cut in made.removals]
        assert account.body == made.body
        if explain:
            assert account.cuts == made.removals
            assert original_of(account) == made.original
            assert account.words == len(made.original.split())
        else:
            assert original_of(account) is None
            assert 0 < account.left < account.words


def test_a_folder_of_rows_gives_each_row_its_body(rows: Path, tmp_path: Path, cleaner: Cleaner) -> None:
    (tmp_path / "in").mkdir()
    rows.rename(tmp_path / "in" / "rows.jsonl")
    clean_paths(cleaner, Job((str(tmp_path / "in"),), output=str(tmp_path / "out"), shard=2))
    found = read(tmp_path / "out")
    assert [account.body for account in found] == [made.body for made in cleaned(cleaner)]
    assert [account.key for account in found] == [
        "rows-00000:0",
        "rows-00000:1",
        "rows-00001:0",
    ]


def test_a_log_elsewhere_is_read_too(rows: Path, tmp_path: Path, cleaner: Cleaner) -> None:
    log = tmp_path / "run.log"
    clean_paths(cleaner, Job((str(rows),), output=str(tmp_path / "o.jsonl"), log=str(log)))
    found = read(log)
    assert [account.body for account in found] == [made.body for made in cleaned(cleaner)]
    assert [account.cuts for account in found] == [made.removals for made in cleaned(cleaner)]
    assert settings_of(str(log))["options"]["paths"] == [str(rows)]


def test_of_a_document_done_twice_the_last_is_told(folder: Path, tmp_path: Path, cleaner: Cleaner) -> None:
    job = Job((str(folder),), output=str(tmp_path / "out"))
    clean_paths(cleaner, job)
    (folder / "1.txt").write_text(PROSE, encoding="utf-8")
    clean_paths(cleaner, job._replace(resume=True))
    found = {Path(account.name).name: account for account in read(tmp_path / "out")}
    assert len(found) == 4
    assert found["1.txt"].cuts == ()
    assert found["0.txt"].cuts


def test_what_is_made_now_has_the_same_keys(folder: Path, tmp_path: Path, cleaner: Cleaner) -> None:
    out = tmp_path / "out"
    clean_paths(cleaner, Job((str(folder),), output=str(out)))
    now = list(cleaned_now(cleaner, Job((str(folder),), output=str(out))))
    before = read(out)
    assert [account.key for account in now] == [account.key for account in before]
    assert [account.cuts for account in now] == [account.cuts for account in before]
    assert [account.error for account in now] == [account.error for account in before]


def test_pages_keep_their_elements(tmp_path: Path, cleaner: Cleaner) -> None:
    clean_paths(cleaner, Job((str(EXAMPLES / "page.html"),), output=f"{tmp_path / 'out'}/"))
    (account,) = read(tmp_path / "out")
    assert account.cuts == tuple(sorted(cleaner.clean((EXAMPLES / "page.html").read_bytes()).removals))


# --- half-finished and foreign things ----------------------------------------------------------------------


def finished(folder: Path, tmp_path: Path, cleaner: Cleaner) -> tuple[Path, list[str]]:
    out = tmp_path / "out"
    clean_paths(cleaner, Job((str(folder),), output=str(out)))
    return out, (out / LOG).read_text(encoding="utf-8").splitlines(keepends=True)


def test_a_run_broken_off_shows_what_it_has_finished(folder: Path, tmp_path: Path, cleaner: Cleaner) -> None:
    out, lines = finished(folder, tmp_path, cleaner)
    (out / LOG).write_text("".join(lines[:3]) + lines[3][:40], encoding="utf-8")
    said: list[str] = []
    assert len(read(out, said)) == 2
    assert "broken off" in said[0]


def test_a_run_that_finished_nothing_is_refused(folder: Path, tmp_path: Path, cleaner: Cleaner) -> None:
    out, lines = finished(folder, tmp_path, cleaner)
    (out / LOG).write_text(lines[0], encoding="utf-8")
    with pytest.raises(UsageError, match="has not finished any document"):
        read(out)


def test_a_body_that_is_gone_leaves_the_cuts(folder: Path, tmp_path: Path, cleaner: Cleaner) -> None:
    out, _ = finished(folder, tmp_path, cleaner)
    (out / "1.txt").unlink()
    account = read(out)[1]
    assert account.body is None
    assert account.cuts


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nothing", None, "no such file or folder"),
        ("a.txt", "A text.\n", "expected a folder of outputs, a log, or rows"),
        ("a.jsonl", '{"text": "x"}\n', "expected a field “body”"),
        ("a.jsonl", '{"body": "x"}\n', "expected the fields “body” and “removed”"),
        ("a.jsonl", '{"body": "x", "removed": [{"rule": 1}]}\n', "expected cuts with rule, by"),
        ("a.jsonl", '{"body": "x", "removed": "yes"}\n', "expected the fields “body” and “removed”"),
        ("a.jsonl", "no json\n", "is it an output of cleaner"),
        ("run.log", '{"run": {}}\n[1]\n', "run.log:2: is not a line of a log"),
        ("run.log", f'{{"run": 1}}\n{LINE}', "where the outputs are"),
        ("run.log", f'{{"run": {{"options": {{}}}}}}\n{LINE}', "earlier version"),
    ],
)  # fmt: skip
def test_what_is_no_output_is_refused(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read(tmp_path / name)


def test_a_folder_without_a_log_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"holds no {LOG}"):
        read(tmp_path)


def test_a_damaged_row_among_others_is_a_failure(rows: Path, tmp_path: Path, cleaner: Cleaner) -> None:
    out = tmp_path / "o.jsonl"
    clean_paths(cleaner, Job((str(rows),), output=str(out)))
    first, second, third = out.read_text(encoding="utf-8").splitlines()
    out.write_text(f"{first}\n{second[:50]}\n{third}\n", encoding="utf-8")
    found = read(out)
    assert [bool(account.error) for account in found] == [False, True, False]


def test_any_cuts_are_read_or_refused(tmp_path: Path) -> None:
    odd: list[Any] = [None, 1, "x", [], {}, {"rule": "a/b", "by": "mark", "start": 5, "end": 2},
                      {"rule": "a/b", "by": "?", "start": 0, "end": 1}]  # fmt: skip
    for first, second in pairwise([*odd, odd[0]]):
        file = tmp_path / "o.jsonl"
        file.write_text(json.dumps({"body": "text", "removed": [first, second]}) + "\n", encoding="utf-8")
        try:
            found = read(file)
        except UsageError:
            continue
        assert len(found) == 1
