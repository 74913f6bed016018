"""Many documents: sources, the loop, sinks."""

from __future__ import annotations

import io
import os
import pickle
import sys
import tracemalloc
from pathlib import Path

import pytest
from batch_cases import BODY, CASES, DIRTY, RULES, Case, check, each_case, job, lay_out, row

from cleaner import Cleaner, load_rules
from cleaner.batch import Failure, Item, Job, OutputError, Result, Skipped, clean_item, clean_paths, run
from cleaner.batch.sinks import NewFile, OneSink
from cleaner.batch.sources import find, read
from cleaner.errors import CleanerError
from cleaner.report import format_of


@pytest.fixture(scope="module")
def zapper(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    """A cleaner with one rule, which the library's growth does not touch."""
    file = tmp_path_factory.mktemp("rules") / "zap.toml"
    file.write_text(RULES)
    return Cleaner(load_rules([file], packaged=False))


@each_case
def test_case(
    case: Case,
    zapper: Cleaner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    lay_out(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(case.stdin)))
    messages = []

    def watch(result: Result | Failure) -> None:
        if isinstance(result, Failure):
            messages.append(f"{result.name}: {result.reason}")

    try:
        outcome = clean_paths(zapper, Job(**case.job), watch)
    except CleanerError as error:
        code = 2
        messages.append(str(error))
    else:
        code = 3 if outcome.failed else 0
        messages += [
            f"{outcome.cleaned} cleaned",
            f"{outcome.failed} failed",
            f"{outcome.skipped} other files skipped",
        ]
    check(case, tmp_path, capsysbinary.readouterr().out, "\n".join(messages), code)


# --- finding and reading -----------------------------------------------------------------------------------


def test_targets_do_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    names = ["a.txt", "a.html", "a.html.gz", "a.html.txt", "b.md"]
    paths = [str(tmp_path / name) for name in names]
    for path in paths:
        Path(path).write_text("x")
    forward = {found.path: found.target for found in find(paths)}
    assert {found.path: found.target for found in find(paths[::-1])} == forward
    assert {found.path: found.target for found in find([str(tmp_path)])} == forward
    assert len(set(forward.values())) == len(names)


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("x")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    assert [type(found) for found in find([str(tmp_path / "in")])] == [Skipped, type(next(find([__file__])))]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert list(find([str(tmp_path)])) == [Skipped(str(tmp_path / "a.txt"))]


def test_files_and_rows_are_read_one_at_a_time(tmp_path: Path, zapper: Cleaner) -> None:
    size, number = 200_000, 50
    (tmp_path / "a.jsonl").write_bytes(row(text="word " * (size // 5)) * number)
    (tmp_path / "in").mkdir()
    for n in range(number):
        (tmp_path / "in" / f"{n}.txt").write_text("word " * (size // 5))
    for path in ("a.jsonl", "in"):
        tracemalloc.start()
        clean_paths(zapper, Job((str(tmp_path / path),), output=str(tmp_path / "out.jsonl"), overwrite=True))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < size * number / 2


def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.batch.sources.LARGEST", 1000)
    (tmp_path / "a.txt").write_text("x" * 1001)
    (tmp_path / "a.jsonl").write_bytes(row(text="a") + row(text="b" * 5000) + row(text="c"))
    read_all = [
        item for found in find([str(tmp_path / "a.txt"), str(tmp_path / "a.jsonl")]) for item in read(found)
    ]
    assert [getattr(item, "content", None) for item in read_all] == [None, "a", None, "c"]


# --- the loop ----------------------------------------------------------------------------------------------


def test_what_travels_can_be_pickled(zapper: Cleaner) -> None:
    item = Item("a.txt", DIRTY, "a.txt", record={"id": 1})
    result = clean_item(zapper, pickle.loads(pickle.dumps(item)))
    assert isinstance(result, Result)
    assert result.cleaned.body == BODY
    assert pickle.loads(pickle.dumps(result)) == result


def test_a_defect_costs_one_document(
    zapper: Cleaner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    original = Cleaner.clean_document

    def clean_document(self: Cleaner, document):  # type: ignore[no-untyped-def]
        if document.text == "bad":
            raise RecursionError("too deep")
        return original(self, document)

    monkeypatch.setattr(Cleaner, "clean_document", clean_document)
    seen: list[Result | Failure] = []
    sink = OneSink(NewFile(tmp_path / "out.txt"), format_of("text"))
    outcome = run(zapper, [Item("1", "bad"), Item("2", DIRTY)], sink, seen.append)
    assert (outcome.cleaned, outcome.failed, outcome.cuts) == (1, 1, 1)
    assert seen[0] == Failure("1", "can't be cleaned (RecursionError: too deep)")
    assert (tmp_path / "out.txt").read_text() == BODY


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interruption_leaves_nothing_behind(
    kind: type[BaseException], zapper: Cleaner, tmp_path: Path
) -> None:
    def items():  # type: ignore[no-untyped-def]
        yield Item("1", DIRTY)
        assert list(tmp_path.iterdir())
        raise kind

    with pytest.raises(kind):
        run(zapper, items(), OneSink(NewFile(tmp_path / "out.jsonl.gz"), format_of("jsonl")))
    assert not list(tmp_path.iterdir())


# --- writing -----------------------------------------------------------------------------------------------


def test_same_input_same_bytes(zapper: Cleaner, tmp_path: Path) -> None:
    lay_out(CASES["rows"], tmp_path)
    for name in ("1.jsonl.gz", "2.jsonl.gz"):
        clean_paths(zapper, Job((str(tmp_path / "a.jsonl"),), output=str(tmp_path / name)))
    assert (tmp_path / "1.jsonl.gz").read_bytes() == (tmp_path / "2.jsonl.gz").read_bytes()


def test_new_files_have_the_usual_rights(zapper: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    clean_paths(zapper, Job((str(tmp_path / "a.txt"),), output=str(tmp_path / "b.txt")))
    assert (tmp_path / "b.txt").stat().st_mode == (tmp_path / "a.txt").stat().st_mode


def test_a_name_too_long_for_the_disk_fails_alone(zapper: Cleaner, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / ("n" * 250 + ".htm")).write_text(DIRTY)
    (folder / ("n" * 250 + ".md")).write_text(DIRTY)
    (folder / "z.txt").write_text(DIRTY)
    failures: list[Result | Failure] = []
    outcome = clean_paths(zapper, Job((str(folder),), output=str(tmp_path / "out")), failures.append)
    assert (outcome.cleaned, outcome.failed) == (1, 2)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["z.txt"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_disk_stops_the_run(zapper: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    seen: list[Result | Failure] = []
    with pytest.raises(OutputError, match=r"/dev/full: can't be written: No space left on device"):
        clean_paths(zapper, Job(**job(str(tmp_path / "a.txt"), output="/dev/full")), seen.append)
