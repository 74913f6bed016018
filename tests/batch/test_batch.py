"""Many documents: sources, the loop, sinks."""

from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from batch_cases import BODY, CASES, DIRTY, RULES, Case, check, each_case, job, lay_out, row

from cleaner import Caution, Cleaner, load_rules, select_rules
from cleaner.batch import Failure, FailureRateError, Item, Job, OutputError, Result, Skipped, clean_paths
from cleaner.batch.documents import documents
from cleaner.batch.find import LOG, Found, find
from cleaner.batch.items import Limits, Line
from cleaner.batch.run import Outcome, outcomes, run
from cleaner.batch.sinks import Outputs
from cleaner.batch.work import Clean
from cleaner.decision.weights import Weights, packaged_weights
from cleaner.errors import CleanerError, UsageError
from cleaner.page.decide import packaged_trees

Seen = list[Result | Failure]


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

    def watch(_: Item | Failure, result: Result | Failure) -> None:
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
            f"{outcome.skipped.total()} other files skipped",
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
    found = list(find([str(tmp_path / "in")]))
    assert [type(entry) for entry in found] == [Found, Skipped]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert list(find([str(tmp_path)])) == [Skipped(str(tmp_path / "a.txt"), "pipe")]


def test_files_and_rows_are_read_one_at_a_time(tmp_path: Path, zapper: Cleaner) -> None:
    size, number = 200_000, 100
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


def test_what_is_too_large_is_refused(
    tmp_path: Path, zapper: Cleaner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("streams", "work"):
        monkeypatch.setattr(f"cleaner.batch.{module}.LARGEST", 1000)
    (tmp_path / "a.txt").write_text("x" * 1001)
    (tmp_path / "a.jsonl").write_bytes(row(text="a") + row(text="b" * 5000) + row(text="c"))
    seen: Seen = []
    paths = (str(tmp_path / "a.txt"), str(tmp_path / "a.jsonl"))
    clean_paths(zapper, Job(paths, output=str(tmp_path / "out.jsonl")), lambda _, result: seen.append(result))
    assert [isinstance(result, Result) for result in seen] == [False, True, False, True]


def test_documents_can_be_asked_for_again(tmp_path: Path) -> None:
    lay_out(CASES["all that a folder is read for"], tmp_path)
    wanted = Job((str(tmp_path / "in"),), output=str(tmp_path / "out"))
    assert list(documents(wanted)) == list(documents(wanted)) != []


# --- options -----------------------------------------------------------------------------------------------


def many(folder: Path, number: int = 120) -> Job:
    (folder / "in").mkdir()
    for n in range(number):
        (folder / "in" / f"{n:03}.txt").write_text(DIRTY)
    (folder / "in" / "rows.jsonl").write_bytes(b"".join(row(id=n, text=DIRTY) for n in range(number)))
    return Job((str(folder / "in"),), output=str(folder / "out"))


def made(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != LOG}


def test_the_number_of_processes_changes_nothing(zapper: Cleaner, tmp_path: Path) -> None:
    base = many(tmp_path)
    for jobs in (0, 1, 3):
        clean_paths(zapper, base._replace(output=str(tmp_path / f"out{jobs}"), jobs=jobs, shard=50))
    assert made(tmp_path / "out0") == made(tmp_path / "out1") == made(tmp_path / "out3")
    assert len(made(tmp_path / "out0")) == 120 + 3


def test_shards(zapper: Cleaner, tmp_path: Path) -> None:
    base = many(tmp_path)
    clean_paths(zapper, base._replace(output=str(tmp_path / "whole.jsonl")))
    clean_paths(zapper, base._replace(output=str(tmp_path / "s" / "part.jsonl"), shard=100))
    parts = made(tmp_path / "s")
    assert sorted(parts) == ["part-00000.jsonl", "part-00001.jsonl", "part-00002.jsonl"]
    assert [parts[name].count(b"\n") for name in sorted(parts)] == [100, 100, 40]
    assert b"".join(parts[name] for name in sorted(parts)) == (tmp_path / "whole.jsonl").read_bytes()
    with pytest.raises(UsageError, match=r"part-00000\.jsonl already exists"):
        clean_paths(zapper, base._replace(output=str(tmp_path / "s" / "part.jsonl"), shard=100))


def test_a_sample_is_the_same_each_time(zapper: Cleaner, tmp_path: Path) -> None:
    base = many(tmp_path)._replace(sample=20)
    names: list[list[str]] = []
    for output in ("a", "b"):
        seen: Seen = []
        outcome = clean_paths(
            zapper,
            base._replace(output=str(tmp_path / output)),
            lambda _, result: seen.append(result),  # noqa: B023
        )
        assert outcome.cleaned == 20
        names.append([result.name for result in seen])
    assert (
        names[0]
        == names[1]
        == sorted(names[0], key=lambda n: (":" in n, int(n.split(":")[-1]) if ":" in n else n))
    )
    assert any("rows" in name for name in names[0])
    assert any("rows" not in name for name in names[0])


def test_a_dry_run_writes_nothing(zapper: Cleaner, tmp_path: Path) -> None:
    base = many(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert clean_paths(zapper, base._replace(dry_run=True)).cleaned == 240
    assert sorted(tmp_path.rglob("*")) == before


def test_too_many_failures_stop_the_run(zapper: Cleaner, tmp_path: Path) -> None:
    base = many(tmp_path)
    for n in range(100, 120):
        (tmp_path / "in" / f"{n:03}.txt").write_bytes(bytes(range(256)) * 8)
    assert clean_paths(zapper, base._replace(most_failures=0.2)).failed == 20
    with pytest.raises(FailureRateError, match=r"more than the 5\.0% allowed"):
        clean_paths(zapper, base._replace(most_failures=0.05, output=str(tmp_path / "out2")))
    assert len(made(tmp_path / "out2")) == 100


def test_what_looks_suspicious_goes_aside(zapper: Cleaner, tmp_path: Path) -> None:
    base = many(tmp_path, 3)
    (tmp_path / "in" / "bad.txt").write_text("Zap this line\n\nx")
    with open(tmp_path / "in" / "rows.jsonl", "ab") as rows:
        rows.write(row(id="bad", text="Zap this line\n\nx"))
    aside = tmp_path / "aside"
    outcome = clean_paths(zapper, base._replace(suspicious=str(aside)))
    assert outcome.suspicious == 2
    assert sorted(made(aside)) == ["bad.txt", "rows.jsonl"]
    assert "bad.txt" not in made(tmp_path / "out")
    assert b'"bad"' in made(aside)["rows.jsonl"]
    assert b'"bad"' not in made(tmp_path / "out")["rows.jsonl"]


# --- the log and going on ----------------------------------------------------------------------------------


def log_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / LOG).read_text().splitlines()]


def test_the_log_tells_each_document(zapper: Cleaner, tmp_path: Path) -> None:
    base = many(tmp_path, 2)
    (tmp_path / "in" / "x.txt").write_bytes(bytes(range(256)) * 8)
    clean_paths(zapper, base)
    head, *lines, last = log_of(tmp_path / "out")
    assert head["run"]["options"]["paths"] == [str(tmp_path / "in")]
    assert last == {"done": True}
    assert [(Path(line["name"]).name, line["outcome"], line.get("cuts")) for line in lines] == [
        ("000.txt", "cleaned", {"zap/line": 1}),
        ("001.txt", "cleaned", {"zap/line": 1}),
        ("rows.jsonl:1", "cleaned", {"zap/line": 1}),
        ("rows.jsonl:2", "cleaned", {"zap/line": 1}),
        ("x.txt", "failed", None),
    ]
    for line in lines:
        for path, size in line.get("wrote", {}).items():
            assert Path(path).stat().st_size == size
    assert ["wrote" in line for line in lines] == [True, True, False, True, True]


def test_nothing_is_done_twice(zapper: Cleaner, tmp_path: Path) -> None:
    base = many(tmp_path, 30)
    first = clean_paths(zapper, base._replace(shard=10))
    before = made(tmp_path / "out")
    seen: Seen = []
    again = clean_paths(zapper, base._replace(shard=10, resume=True), lambda _, result: seen.append(result))
    assert not seen
    assert made(tmp_path / "out") == before
    assert (again.cleaned, again.cuts, again.resumed) == (first.cleaned, first.cuts, 60)


@pytest.mark.parametrize("cut", [1, 50, 3000, 7000])
def test_a_torn_log_and_lost_files_are_made_up_for(zapper: Cleaner, tmp_path: Path, cut: int) -> None:
    base = many(tmp_path, 30)._replace(shard=10)
    clean_paths(zapper, base)
    before, lines = made(tmp_path / "out"), {line.get("name") for line in log_of(tmp_path / "out")}
    data = (tmp_path / "out" / LOG).read_bytes()
    (tmp_path / "out" / LOG).write_bytes(data[:-cut])
    (tmp_path / "out" / "003.txt").write_bytes(b"")  # as after a loss of power
    (tmp_path / "out" / "rows-00000.jsonl").unlink()
    clean_paths(zapper, base._replace(resume=True))
    assert made(tmp_path / "out") == before
    assert {line.get("name") for line in log_of(tmp_path / "out")} == lines


def test_another_run_can_not_be_gone_on_with(zapper: Cleaner, tmp_path: Path) -> None:
    base = many(tmp_path, 3)
    clean_paths(zapper, base)
    with pytest.raises(
        UsageError,
        match=r"made with other options \(url: '' then, 'https://example.org/' now\); use --overwrite",
    ):
        clean_paths(zapper, base._replace(resume=True, url="https://example.org/"))
    with pytest.raises(
        UsageError, match=r"made with other rules \(fingerprint [0-9a-f]{8}… then, [0-9a-f]{8}… now\)"
    ):
        clean_paths(Cleaner(), base._replace(resume=True))
    (tmp_path / "out" / LOG).unlink()
    with pytest.raises(UsageError, match="there is no log to resume from"):
        clean_paths(zapper, base._replace(resume=True))


def test_a_broken_installation_stops_the_run(tmp_path: Path) -> None:
    """trafilatura is hidden from every process: pages can't be read, and no document is to blame."""
    many(tmp_path, 3)
    (tmp_path / "in" / "002.html").write_text("<html><body><p>The council met.</p></body></html>")
    (tmp_path / "site" / "trafilatura").mkdir(parents=True)
    (tmp_path / "site" / "trafilatura" / "__init__.py").write_text(
        "raise ImportError('libxml2.so is missing')"
    )
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", "in", "-o", "out", "--jobs", "2"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "this installation is broken: libxml2.so is missing" in done.stderr
    assert "Traceback" not in done.stderr


# --- the loop ----------------------------------------------------------------------------------------------


def test_a_cleaner_is_known_again_by_what_it_cuts_with() -> None:
    """A run is resumed in another process, where all objects are others."""
    rules, weights, trees = select_rules(load_rules()), packaged_weights(), packaged_trees()
    cleaners = [
        Cleaner(rules),
        Cleaner(rules, caution=Caution.HIGH),
        Cleaner(rules, weights=weights),
        Cleaner(rules, weights=Weights(weights.chain, {}, weights.trees)),
        Cleaner(rules, trees=trees),
    ]
    known = [cleaner.fingerprint() for cleaner in cleaners]
    assert len(set(known)) == len(cleaners)
    assert [pickle.loads(pickle.dumps(cleaner)).fingerprint() for cleaner in cleaners] == known


def test_what_travels_can_be_pickled(zapper: Cleaner) -> None:
    item = Item("a.jsonl:1", Line(row(id=1, text=DIRTY)), "a.jsonl", "jsonl")
    work = pickle.loads(pickle.dumps(Clean(zapper)))
    result = work(pickle.loads(pickle.dumps(item)))
    assert isinstance(result, Result)
    assert json.loads(bytes(result.output))["body"] == BODY  # type: ignore[arg-type]
    assert pickle.loads(pickle.dumps(result)) == result


def test_a_defect_costs_one_document(
    zapper: Cleaner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    original = Cleaner.clean_document

    def clean_document(self: Cleaner, document, clock=None):  # type: ignore[no-untyped-def]
        if document.text == "bad":
            raise RecursionError("too deep")
        return original(self, document, clock)

    monkeypatch.setattr(Cleaner, "clean_document", clean_document)
    seen: Seen = []
    items = [Item("1", "bad", "out.txt"), Item("2", DIRTY, "out.txt")]
    outcome = Outcome()
    run(
        outcomes(Clean(zapper), items),
        Outputs(str(tmp_path)),
        outcome,
        watch=lambda _, result: seen.append(result),
    )
    assert (outcome.cleaned, outcome.failed, outcome.cuts) == (1, 1, {"zap": 1})
    assert seen[0] == Failure("1", "can't be cleaned (RecursionError: too deep)", "out.txt")
    assert (tmp_path / "out.txt").read_text() == BODY


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interruption_leaves_nothing_behind(
    kind: type[BaseException], zapper: Cleaner, tmp_path: Path
) -> None:
    def items():  # type: ignore[no-untyped-def]
        for number in range(40):
            yield Item(str(number), DIRTY, "out.jsonl.gz", "jsonl")
        raise kind

    for jobs in (0, 2):
        with pytest.raises(kind):
            run(outcomes(Clean(zapper), items(), jobs=jobs), Outputs(str(tmp_path)), Outcome())
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
    outcome = clean_paths(zapper, Job((str(folder),), output=str(tmp_path / "out")))
    assert (outcome.cleaned, outcome.failed) == (1, 2)
    assert list(made(tmp_path / "out")) == ["z.txt"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_disk_stops_the_run(zapper: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    with pytest.raises(OutputError, match=r"/dev/full: can't be written: No space left on device"):
        clean_paths(zapper, Job(**job(str(tmp_path / "a.txt"), output="/dev/full")))


@pytest.mark.parametrize("limits", [Limits(0.0, 512), Limits(-1.0, 512), Limits(1.0, 0)])
def test_limits_of_nothing_are_refused(zapper: Cleaner, tmp_path: Path, limits: Limits) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    with pytest.raises(UsageError, match="must be more than 0"):
        clean_paths(zapper, Job((str(tmp_path / "a.txt"),), output=str(tmp_path / "out"), limits=limits))


def test_a_log_is_added_to_no_other_file(zapper: Cleaner, tmp_path: Path) -> None:
    notes, text = tmp_path / "notes.txt", tmp_path / "a.txt"
    notes.write_text("Buy bread.\n")
    text.write_text("The bridge is closed.\n")
    for path in (notes, text):
        before = path.read_text()
        with pytest.raises(UsageError, match="is no log"):
            clean_paths(zapper, Job((str(text),), output=str(tmp_path / "out.txt"), log=str(path)))
        assert path.read_text() == before
