"""What a command is really fed: nothing, rubbish, too much, the wrong thing; and how it is broken off."""

from __future__ import annotations

import contextlib
import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from batch_cases import BODY, DIRTY, RULES
from faults import heed_interrupts

from cleaner import __file__ as package
from cleaner.batch.find import LOG

CLEANER = [sys.executable, "-m", "cleaner"]


def cleaner(
    *arguments: str | Path, stdin: bytes | None = None, cwd: Path | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """Run the real command; whatever comes, it ends by itself, with words and not with a traceback."""
    done = subprocess.run(
        [*CLEANER, *map(str, arguments)],
        input=stdin,
        cwd=cwd,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert b"defect" not in done.stderr, done.stderr.decode()
    return done


@pytest.fixture
def rules(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Options for one rule of our own and no other."""
    file = tmp_path_factory.mktemp("rules") / "zap.toml"
    file.write_text(RULES)
    return ["--rules", str(file), "--select", "zap"]


# --- contents ----------------------------------------------------------------------------------------------

UMLAUTS = "Der Rat tagte am Montag über die Brücke und beschloß, sie für Fußgänger zu öffnen.\n"

CONTENTS = {
    # content, exit code, what standard output is, what the messages hold
    "empty": (b"", 0, b"", "a.txt: contains no text"),
    "white space": (b" \n\t\n \r\n", 0, None, "a.txt: contains no text"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, 3, b"", "a.txt: "),
    "noise": (bytes((i * 7919 + i * i * 31) % 256 for i in range(20_000)), 3, b"", "a.txt: "),
    "invalid UTF-8": (b"The council met on \xff\xfe Monday and agreed.\n" * 5, 0, None, ""),
    "Latin-1": (UMLAUTS.encode("latin-1") * 5, 0, UMLAUTS.encode() * 5, ""),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + UMLAUTS.encode(), 0, UMLAUTS.encode(), ""),
    "UTF-16 with a mark": (UMLAUTS.encode("utf-16"), 0, UMLAUTS.encode(), ""),
    "UTF-16 without a mark": (UMLAUTS.encode("utf-16-le") * 5, 0, UMLAUTS.encode() * 5, ""),
    "a NUL byte": (b"The council\x00" + b" met on Monday." * 100, 0, None, "a.txt: holds NUL characters"),
    "NUL bytes": (b"The council\x00 met on Monday and agreed on the budget.\n" * 40, 3, b"", "is not text"),
    "one long line": (b"The council met. " * 300_000, 0, None, ""),
    "nothing but line ends": (b"\n" * 1_000_000, 0, None, "a.txt: contains no text"),
    "tags within tags": (b"<html><body>" + b"<div>" * 20_000 + b"deep" + b"</div>" * 20_000, 0, None, ""),
    "tags never closed": (b"<html><body>" + b"<b><i>" * 20_000 + b"<p>deep</p>", 0, None, ""),
    "a page of nothing": (b"<html><body></body></html>", 0, b"", "a.txt: "),
    "one word": (b"Related", 0, None, ""),
}


@pytest.mark.parametrize(("content", "code", "stdout", "message"), CONTENTS.values(), ids=CONTENTS)
def test_content(content: bytes, code: int, stdout: bytes | None, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    done = cleaner(tmp_path / "a.txt")
    assert done.returncode == code, done.stderr.decode()
    assert message in done.stderr.decode()
    if stdout is not None:
        assert done.stdout == stdout


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a"])
def test_a_picture_that_is_called_a_page(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    done = cleaner(tmp_path / name)
    assert (done.returncode, done.stdout) == (3, b"")
    assert f"{name}: is not text (PNG)" in done.stderr.decode()


LARGE_CONTENTS = {
    "one line of 100 MB": b"The council met on Monday and agreed on the budget. " * 2_000_000,
    "100 MB without a space": b"x" * 100_000_000,
    "200,000 nested tags": b"<html><body>" + b"<div>" * 200_000 + b"deep" + b"</div>" * 200_000,
    "a million tags": b"<html><body>" + b"<p>word</p>" * 1_000_000,
    "a million lines": b"The council met on Monday and agreed.\n" * 1_000_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("content", LARGE_CONTENTS.values(), ids=LARGE_CONTENTS)
def test_large_content(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    assert cleaner(tmp_path / "a.txt", timeout=600).returncode == 0


@pytest.mark.slow
def test_a_large_archive_of_nothing_is_refused(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.txt.gz", "wb", compresslevel=9) as file:
        for _ in range(400):
            file.write(bytes(1 << 20))
    done = cleaner(tmp_path / "a.txt.gz")
    assert done.returncode == 3
    assert b"a.txt.gz: is larger than" in done.stderr


# --- files and folders -------------------------------------------------------------------------------------


NOBODY = 65534


def test_what_may_not_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    for name in ("closed", "open"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "a.txt").write_text(DIRTY)
    (tmp_path / "in" / "b.txt").write_text(DIRTY)
    (tmp_path / "in" / "b.txt").chmod(0)
    (tmp_path / "in" / "closed").chmod(0)
    tmp_path.chmod(0o755)
    # Root may read all, and a user without rights perhaps not even Python: load first, then become one.
    program = f"""
import contextlib, functools, os, sys
from cleaner.cli import config
from cleaner.cli.app import app
config.load = functools.cache(config.load)
with contextlib.suppress(SystemExit):
    app([sys.argv[1], "--explain"])
if os.getuid() == 0:
    os.setgid({NOBODY})
    os.setuid({NOBODY})
app(["in"])
"""
    (tmp_path / "first.txt").write_text(DIRTY)
    done = subprocess.run(
        [sys.executable, "-c", program, "first.txt"],
        capture_output=True,
        check=False,
        text=True,
        cwd=tmp_path,
    )
    (tmp_path / "in" / "closed").chmod(0o755)
    assert done.returncode == 3, done.stderr
    assert "error: in/closed: can't be read: Permission denied\n" in done.stderr
    assert "error: in/b.txt: can't be read: Permission denied\n" in done.stderr
    assert "1 cleaned" in done.stderr


def test_a_link_to_nowhere(tmp_path: Path, rules: Sequence[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "in" / "b.txt").write_text(DIRTY)
    done = cleaner("in", *rules, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, BODY.encode())
    assert b"error: in/a.txt: can't be read: it is a link to what is not there\n" in done.stderr


def test_odd_names(tmp_path: Path, rules: Sequence[str]) -> None:
    names = [b"a\xff.txt", b"b\n.txt", "ü 漢.txt".encode(), b"-o.txt", b".txt"]
    (tmp_path / "in").mkdir()
    for name in names:
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), b"in", name))).write_text(DIRTY)
    done = cleaner("in", "-o", "out", *rules, "--explain", cwd=tmp_path)
    assert done.returncode == 0
    assert sorted(os.listdir(os.fsencode(tmp_path / "out"))) == sorted([*names[:-1], os.fsencode(LOG)])
    assert cleaner("in", "-o", "out.jsonl", *rules, cwd=tmp_path).returncode == 0


def test_a_link_that_loops(tmp_path: Path, rules: Sequence[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").symlink_to("a.txt")
    (tmp_path / "in" / "again").symlink_to(".")
    done = cleaner("in", *rules, cwd=tmp_path)
    assert done.returncode == 3
    assert b"in/a.txt: can't be read: Too many levels of symbolic links" in done.stderr


# --- outputs -----------------------------------------------------------------------------------------------


def files_below(folder: Path) -> set[str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != LOG)
    return {str(path.relative_to(folder)) for path in files}


def test_an_output_that_can_not_be_made(tmp_path: Path, rules: Sequence[str]) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    for output, reason in (("a.txt/b.txt", "Not a directory"), ("n" * 300, "File name too long")):
        done = cleaner("a.txt", "-o", output, *rules, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert f"{output}: can't be written: {reason}" in done.stderr.decode()
    assert files_below(tmp_path) == {"a.txt"}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_standard_output_is_full(tmp_path: Path, rules: Sequence[str]) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*CLEANER, str(tmp_path / "a.txt"), *rules], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 3
    assert done.stderr == b"cleaner: standard output: can't be written: No space left on device\n"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    with contextlib.suppress(FileNotFoundError):
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            yield disk
            subprocess.run(["umount", str(disk)], check=True)
            return
    pytest.skip("no right to mount a disk")


@pytest.mark.parametrize("output", ["out", "out.jsonl", "out.jsonl.gz", "out.jsonl.zst"])
def test_a_full_disk(output: str, small_disk: Path, tmp_path: Path, rules: Sequence[str]) -> None:
    (tmp_path / "in").mkdir()
    for number in range(60):
        (tmp_path / "in" / f"{number}.txt").write_text(os.urandom(2000).hex() + "\n\n" + DIRTY)
    done = cleaner(tmp_path / "in", "-o", small_disk / output, *rules)
    assert done.returncode == 3
    assert "can't be written: No space left on device" in done.stderr.decode()
    made = files_below(small_disk)
    assert all(name.startswith("out/") and name.endswith(".txt") for name in made)
    assert all((small_disk / name).read_text().endswith(BODY) for name in made)


# --- interruptions -----------------------------------------------------------------------------------------


def interrupted(
    signal_: int, *arguments: str | Path, when: Path, glob: str = "*"
) -> subprocess.CompletedProcess[bytes]:
    """Run the command and send it a signal as soon as something of this look stands in a folder."""
    with subprocess.Popen(
        [*CLEANER, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,  # noqa: PLW1509
    ) as process:  # fmt: skip
        for _ in range(6000):
            if any(path.name != LOG and not path.name.endswith(".lock") for path in when.glob(glob)):
                break
            time.sleep(0.01)
        process.send_signal(signal_)
        stdout, stderr = process.communicate(timeout=60)
    assert b"Traceback" not in stderr
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4000):
        (folder / f"{number}.txt").write_text(DIRTY)
    return folder


@pytest.mark.parametrize(("signal_", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_within_a_folder(
    signal_: int, code: int, many: Path, tmp_path: Path, rules: Sequence[str]
) -> None:
    out = tmp_path / "out"
    done = interrupted(signal_, many, "-o", out, *rules, when=out, glob="*.txt")
    assert done.returncode == code, done.stderr.decode()
    made = [path for path in out.iterdir() if path.name != LOG]
    assert 0 < len(made) < 4000
    assert {path.suffix for path in made} <= {".txt"}
    assert all(path.read_text() == BODY for path in made)


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"])
def test_interrupted_within_a_file(name: str, many: Path, tmp_path: Path, rules: Sequence[str]) -> None:
    out = tmp_path / "out"
    done = interrupted(signal.SIGINT, many, "-o", out / name, *rules, when=out)
    assert done.returncode == 130, done.stderr.decode()
    assert b"interrupted" in done.stderr
    assert not list(out.iterdir())


@pytest.mark.parametrize(("signal_", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_within_a_destructor(signal_: signal.Signals, code: int) -> None:
    """Python drops an exception raised there; the patterns of `regex` have one."""
    program = f"""
import os, signal, sys, time
from cleaner.cli import app, main

class Pattern:
    def __del__(self):
        os.kill(os.getpid(), {int(signal_)})

def work(prog_name):
    Pattern()
    time.sleep(30)

app.app = work
sys.argv[1:] = ["--help"]  # no plain clean, which does without the app
main()
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        timeout=60,
        preexec_fn=heed_interrupts,
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")


# --- rules -------------------------------------------------------------------------------------------------

BAD_RULES = {
    # what is changed in a good file, and what the message says
    "a typo in a key": (
        "confidence =",
        "confidnce =",
        ("zap.toml", "“line”", "confidnce", "did you mean “confidence”?"),
    ),
    "a typo at the top": ("about =", "abuot =", ("zap.toml", "abuot", "did you mean “about”?")),
    "a bad regex": (
        'equals.any = ["Zap this line"]',
        "regex = ['(unclosed']\nkeywords = ['un']\nlongest = 5",
        ("zap.toml", "zap/line", "regex", "(unclosed"),
    ),
    "no examples of what it keeps": (RULES.splitlines()[-1], "", ("zap.toml", "zap/line", "keeps")),
    "no examples of what it cuts": ('cuts.any = ["Zap this line"]', "", ("zap.toml", "zap/line", "cuts")),
    "no why": ('why = "These tests want to see it cut."', "", ("zap.toml", "zap/line", "why")),
    "no name": ('name = "line"', "", ("zap.toml", "name")),
    "no kind": ('kind = "zap"', "", ("zap.toml", "kind")),
    "nothing to look for": (
        'equals.any = ["Zap this line"]',
        "",
        ("zap.toml", "zap/line", "the rule looks for nothing"),
    ),
    "a wrong type": (
        'equals.any = ["Zap this line"]',
        'equals.any = "Zap"',
        ("zap.toml", "equals.any", "a list"),
    ),
    "a number of words that is none": (
        "confidence =",
        "longest = 0\nconfidence =",
        ("zap.toml", "longest", "not 0"),
    ),
    "neither true nor false": (
        "confidence =",
        'glued = "yes"\nconfidence =',
        ("zap.toml", "glued", "true or false"),
    ),
    "an unknown value": ('"high"', '"sure"', ("zap.toml", "confidence", "high, medium, low", "sure")),
    "an unknown language": ("equals.any", "equals.xx", ("zap.toml", "xx")),
    "a name taken": (
        "[[rule]]",
        RULES[RULES.index("[[rule]]") :] + "\n[[rule]]",
        ("zap.toml", "zap/line", "already has this name"),
    ),
    "not TOML": ('kind = "zap"', "kind = zap", ("zap.toml", "is not valid TOML", "line 2")),
}


@pytest.mark.parametrize(("good", "bad", "says"), BAD_RULES.values(), ids=BAD_RULES)
def test_a_bad_rule_file_stops_the_run_before_it_starts(
    good: str, bad: str, says: Sequence[str], tmp_path: Path
) -> None:
    assert good in RULES
    (tmp_path / "zap.toml").write_text(RULES.replace(good, bad, 1))
    (tmp_path / "a.txt").write_text(DIRTY)
    for arguments in (["a.txt", "-o", "out.txt", "--rules", "zap.toml"], ["rules", "test", "zap.toml"]):
        done = cleaner(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        for words in says:
            assert words in done.stderr.decode()
    assert files_below(tmp_path) == {"a.txt", "zap.toml"}


BAD_OPTIONS = {
    "an unknown kind to keep": (
        ["--keep", "captoin"],
        "no rule or kind is called “captoin” (did you mean “caption”?)",
    ),
    "an unknown kind to drop": (["--drop", "xyzzy"], "no rule or kind is called “xyzzy”"),
    "an unknown rule to select": (["--select", "related/nothing-like-it"], "no rule or kind is called"),
    "an unknown rule to ignore": (["--ignore", "related,xyzzy"], "no rule or kind is called “xyzzy”"),
    "no such rule file": (["--rules", "nope.toml"], "nope.toml: no such file or folder"),
    "rules that are no text": (["--rules", "image.toml"], "image.toml: is not UTF-8"),
    "an unknown option": (["--explian"], "--explian"),
    "an option without its value": (["--output"], "--output"),
    "an empty output": (["--output", "", "--format", "xml"], "xml"),
}


@pytest.mark.parametrize(("options", "message"), BAD_OPTIONS.values(), ids=BAD_OPTIONS)
def test_a_bad_option_stops_the_run_before_it_starts(
    options: list[str], message: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "image.toml").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    done = cleaner("a.txt", *options, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()


def test_the_package_is_the_one_under_test() -> None:
    program = "import cleaner; print(cleaner.__file__)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()) == Path(package)
