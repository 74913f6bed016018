"""The command line: the same cases as the batch layer, and what only a command line has."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from batch_cases import BODY, DIRTY, RULES, Case, check, each_case, lay_out

from cleaner import __version__, load_rules
from cleaner.cli.app import app


class Terminal(io.BytesIO):
    """Standard input with a person in front of it."""

    def isatty(self) -> bool:
        return True


class Done(NamedTuple):
    code: int
    stdout: bytes
    messages: str


Run = Callable[..., Done]


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: Any,
) -> Run:
    """Run the command in a folder of its own, within this process."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes | None = b"") -> Done:
        source = Terminal() if stdin is None else io.BytesIO(stdin)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(source))
        with pytest.raises(SystemExit) as end:
            app(list(arguments), prog_name="cleaner")
        out, err = capsysbinary.readouterr()
        return Done(int(end.value.code or 0), out, err.decode())

    return run


@pytest.fixture(scope="module")
def zap(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Options for a single rule of our own."""
    file = tmp_path_factory.mktemp("rules") / "zap.toml"
    file.write_text(RULES)
    return ["--rules", str(file), "--select", "zap"]


def as_arguments(job: Any) -> list[str]:
    """The arguments that ask for a job."""
    options = {name.replace("_", "-"): value for name, value in job.items() if name != "paths"}
    if "input" in options:
        options["input-format"] = options.pop("input")
    if "include" in options:
        options["include"] = ",".join(options["include"])
    switches = [f"--{name}" for name, value in options.items() if value is True]
    return [*job["paths"], *switches, *(f"--{n}={v}" for n, v in options.items() if v is not True)]


@each_case
def test_case(case: Case, run: Run, zap: Sequence[str], tmp_path: Path) -> None:
    lay_out(case, tmp_path)
    done = run(*zap, *as_arguments(case.job), stdin=case.stdin)
    check(case, tmp_path, done.stdout, done.messages, done.code)
    assert "Traceback" not in done.messages


def test_clean_needs_no_name(run: Run, zap: Sequence[str]) -> None:
    Path("a.txt").write_text(DIRTY)
    assert (
        run("clean", "a.txt", *zap)
        == run("a.txt", *zap)
        == run(*zap, "--", "a.txt")
        == Done(0, BODY.encode(), "")
    )


def test_what_is_piped_in_needs_no_name_either(run: Run, zap: Sequence[str]) -> None:
    assert run(*zap, stdin=DIRTY.encode()).stdout == BODY.encode()


def test_a_file_may_be_called_as_a_command_is(run: Run, zap: Sequence[str]) -> None:
    Path("rules").write_text(DIRTY)
    assert run("./rules", *zap).stdout == BODY.encode()


def test_on_a_terminal_it_does_not_wait_for_input(run: Run) -> None:
    done = run(stdin=None)
    assert done.code == 0
    assert b"cleaner article.txt" in done.stdout
    done = run("--diff", stdin=None)
    assert (done.code, done.stdout) == (2, b"")
    assert "name a file" in done.messages


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["clean"],
        ["rules"],
        *(["rules", name] for name in ["list", "show", "test", "lint", "search", "new", "schema"]),
    ],
)
def test_every_command_has_help(run: Run, arguments: list[str]) -> None:
    for option in ("-h", "--help"):
        done = run(*arguments, option)
        assert done.code == 0
        assert done.stdout.startswith(b"Usage: cleaner")


def test_every_example_of_the_help_works(run: Run) -> None:
    text = run("--help").stdout.decode() + run("clean", "--help").stdout.decode()
    examples = [line.split("   ")[0].strip() for line in text.splitlines() if line.startswith("    cleaner ")]
    assert len(examples) > 5
    Path("scraped").mkdir()
    for name in ("article.txt", "page.html", "a.html", "b.txt", "scraped/a.txt"):
        Path(name).write_text(DIRTY)
    Path("crawl.jsonl.gz").write_bytes(gzip.compress(b'{"text": "a"}\n'))
    Path("crawl.jsonl.zst").write_bytes(gzip.compress(b'{"page": "a"}\n'))
    for example in examples:
        command = example.split(" > ")[0].split()[1:]
        done = run(*command, "--overwrite")
        assert done.code == 0, (example, done.messages)


def test_version(run: Run) -> None:
    for option in ("--version", "-V"):
        assert run(option).stdout.decode() in [
            f"cleaner {__version__} ({build})\n" for build in ("compiled", "pure Python")
        ]


def test_explain(run: Run, zap: Sequence[str]) -> None:
    Path("a.txt").write_text(DIRTY)
    done = run("a.txt", "--explain", *zap)
    assert done.stdout == BODY.encode()
    assert done.messages == (
        "a.txt: 1 cut, 15 of 188 characters\n"
        "a.txt:3: zap/line: “Zap this line”\n"
        "    These tests want to see it cut.\n"
    )


def test_explain_kept(run: Run, zap: Sequence[str]) -> None:
    Path("a.txt").write_text(DIRTY)
    done = run("a.txt", "--explain-kept", *zap)
    assert done.stdout == BODY.encode()
    head, *rest = done.messages.splitlines()
    assert head == f"a.txt: {len(rest) // 2} blocks kept"
    assert rest[0].startswith("a.txt:1: kept: “")
    assert rest[1] == "    It reads like a paragraph of the article."


def test_kinds_are_switches(run: Run, zap: Sequence[str]) -> None:
    Path("a.txt").write_text(DIRTY)
    for option in ("--keep=zap", "--keep=zap/line", "--ignore=zap/line"):
        assert run("a.txt", *zap[:2], option).stdout == DIRTY.encode()
    assert (
        run("a.txt", *zap[:2], "--select=related, zap", "--keep", "related,copyright").stdout == BODY.encode()
    )


def test_forced_to_be_text(run: Run) -> None:
    page = f"<html><body><article><p>{BODY}</p></article></body></html>\n"
    Path("a.txt").write_text(page)
    assert b"<p>" not in run("a.txt").stdout
    assert run("a.txt", "--text").stdout == page.encode()


def test_a_page(run: Run) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY.splitlines() if line)
    page = f"<html><head><title>Budget</title></head><body><nav>Home</nav><article>{paragraphs}</article>"
    Path("in").mkdir()
    Path("in/x.html").write_text(page)
    assert run("in", "-o", "out").code == 0
    assert Path("out/x.txt").read_text() == BODY


# --- rules -------------------------------------------------------------------------------------------------


def test_rules_list(run: Run, zap: Sequence[str]) -> None:
    done = run("rules", "list", *zap[:2])
    assert done.code == 0
    lines = done.stdout.decode().splitlines()
    expected = ["zap/line", "high", zap[1], "1", "These tests want to see it cut."]
    assert expected in [line.split(maxsplit=4) for line in lines]
    assert len(lines) > 20


def test_rules_list_chooses_and_counts(run: Run, zap: Sequence[str]) -> None:
    def ids(*options: str) -> list[str]:
        return [line.split()[0] for line in run("rules", "list", *options).stdout.decode().splitlines()]

    assert ids("zap", *zap[:2]) == ["zap/line"]
    assert all(name.startswith("related/") for name in ids("related/*"))
    assert set(ids("--confidence", "low")) < set(ids())
    assert set(ids("--language", "de")) < set(ids())
    assert ids("related", "--language", "xx") == []
    counted = run("rules", "list", "zap", *zap[:2], "--by", "language").stdout.decode()
    assert [line.split() for line in counted.splitlines()] == [
        ["any", "1", "rules", "1", "phrases"],
        ["all", "1", "rules", "1", "phrases"],
    ]
    by_kind = run("rules", "list", "--by", "kind").stdout.decode().splitlines()
    every = run("rules", "list").stdout.decode().splitlines()
    assert by_kind[-1].split()[:2] == ["all", str(len(every))]
    assert sum(int(line.split()[1]) for line in by_kind[:-1]) == len(every)


def test_rules_show(run: Run, zap: Sequence[str]) -> None:
    by_id, by_kind = (run("rules", "show", name, *zap[:2]) for name in ("zap/line", "zap"))
    assert by_id == by_kind
    assert "equals.any:\n    Zap this line\n" in by_id.stdout.decode()
    assert f"file: {zap[1]}:6\n  layer: {zap[1]}\n" in by_id.stdout.decode()
    wrong = run("rules", "show", "zpa", *zap[:2])
    assert (wrong.code, wrong.stdout) == (2, b"")
    assert "did you mean “zap”?" in wrong.messages


def test_rules_test(run: Run, zap: Sequence[str]) -> None:
    assert run("rules", "test", zap[1]) == Done(0, b"", "1 rule tested, 0 examples failed\n")
    Path("bad.toml").write_text(
        RULES.replace("Zap this line of argument and see what is left of the case.", "Zap this line")
    )
    done = run("rules", "test", "bad.toml")
    assert done.code == 1
    assert done.stdout.decode() == "zap/line: marks 'Zap this line', which it should keep\n"


def test_rules_lint(run: Run, zap: Sequence[str]) -> None:
    assert run("rules", "lint", zap[1]) == Done(0, b"", "1 rule read, 0 findings\n")
    Path("bad.toml").write_text(RULES.replace('["Zap this line"]', '["Zap this line", "ZAP this line!"]', 1))
    done = run("rules", "lint", "bad.toml")
    assert (done.code, done.messages) == (1, "1 rule read, 1 finding\n")
    assert done.stdout.decode() == (
        "bad.toml:9:32: zap/line, equals.any: “ZAP this line!” is there already, as “Zap this line”\n"
        '    9 | equals.any = ["Zap this line", "ZAP this line!"]\n'
        "      |                                ^^^^^^^^^^^^^^^^\n"
    )


def test_rules_lint_lists_all_errors_of_a_file(run: Run) -> None:
    Path("bad.toml").write_text(
        RULES.replace("why =", "wy =").replace("equals.any", "equals.german").replace("cuts.any", "cut.any")
    )
    done = run("rules", "lint", "bad.toml")
    assert (done.code, done.stdout) == (2, b"")
    told = [line for line in done.messages.splitlines() if line.startswith("cleaner: ")]
    assert ["did you mean" in line for line in told] == [True, True, True]
    assert done.messages.endswith("\n3 errors\n")


def test_rules_search(run: Run, zap: Sequence[str]) -> None:
    done = run("rules", "search", "Zap this line", *zap[:2])
    assert (done.code, done.messages) == (0, "1 rule marks it, 0 nearly\n")
    assert done.stdout.decode() == "zap/line marks it: equals.any “Zap this line”\n"
    done = run("rules", "search", "Zap this line of argument", *zap[:2])
    assert (done.code, done.messages) == (1, "0 rules mark it, 1 nearly\n")
    assert "held back: the line says more than the phrase" in done.stdout.decode()


def test_rules_schema(run: Run) -> None:
    assert json.loads(run("rules", "schema").stdout)["title"] == "Rules of article-cleaner"


# --- as a process ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["-m", "cleaner"], ["-c", "from cleaner.cli import main; main()"]])
def test_a_real_process(command: list[str], zap: Sequence[str]) -> None:
    done = subprocess.run(
        [sys.executable, *command, *zap], input=DIRTY.encode(), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, BODY.encode(), b"")


def test_a_reader_that_leaves_early_is_no_error(zap: Sequence[str], tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number}.txt").write_text(DIRTY * 100)
    command = [sys.executable, "-m", "cleaner", str(tmp_path), *zap]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


_HEAVY = {
    "lxml", "bs4", "trafilatura", "zstandard", "charset_normalizer", "gzip",
    "pebble", "multiprocessing", "rich.progress", "pyarrow", "fsspec", "fastwarc", "urllib3",
}  # fmt: skip


def test_a_text_needs_no_page_machinery(zap: Sequence[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    load_rules([zap[1]])  # so that they are in the cache
    program = (
        "import sys; from cleaner.cli.app import app\n"
        "try: app(prog_name='cleaner')\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a.txt"), *zap],
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = set(done.stderr.split())
    assert "cleaner.pipeline" in loaded
    assert not loaded & _HEAVY
    assert not loaded & {"cleaner.workbench", "cleaner.page", "cleaner.rulebook.tomlplace"}
    assert not loaded & {"cleaner.report.rules", "tomllib"}


SWAHILI = (
    "Kivuko cha zamani kilirudi kazini siku ya Jumatatu baada ya kukaa kwenye karakana kwa wiki kumi. "
    "Mafundi wawili walifungua injini na kukuta wavu wa samaki ambao ulikuwa umejizungusha kwenye mhimili. "
    "Sasa safari ya kuvuka mto ni ya dakika arobaini tena, alisema nahodha wa meli hiyo kwa watu wa kijiji.\n"
)


def test_a_run_names_the_languages_without_phrases(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(2):
        (tmp_path / "in" / f"{number}.txt").write_text(SWAHILI)
    (tmp_path / "in" / "en.txt").write_text(
        "The old ferry went back to work on Monday, and they were glad of it.\n"
    )
    done = run("in", "-o", "out")
    assert done.code == 0
    assert "no rule has phrases in Swahili (2)" in done.messages
    assert "phrases" not in run("in", "-o", "again", "-q").messages
    assert "phrases" not in run("in/en.txt", "-o", "english.txt").messages
