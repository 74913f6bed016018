"""What people really feed to a command: nothing, rubbish, too much, the wrong thing; and what they break off."""

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

from cleaner import __file__ as package

CLEANER = [sys.executable, "-m", "cleaner"]


def cleaner(
    *arguments: str | Path, stdin: bytes | None = None, cwd: Path | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """Run the real command; whatever comes, it ends by itself, with words and not with a traceback."""
    done = subprocess.run(
        [*CLEANER, *map(str, arguments)], input=stdin, cwd=cwd, capture_output=True, timeout=timeout, check=False
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

UMLAUTS = "Der Rat tagte am Montag über die Brücke und beschloß nach langer Aussprache, sie für Fußgänger zu öffnen.\n"

CONTENTS = {
    # content, exit code, what standard output is, what the messages hold
    "empty": (b"", 0, b"", "a.txt: holds no text"),
    "white space": (b" \n\t\n \r\n", 0, None, "a.txt: holds no text"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, 3, b"", "a.txt: "),
    "noise": (bytes((i * 7919 + i * i * 31) % 256 for i in range(20_000)), 3, b"", "a.txt: "),
    "invalid UTF-8": (b"The council met on \xff\xfe Monday and agreed.\n" * 5, 0, None, ""),
    "Latin-1": (UMLAUTS.encode("latin-1") * 5, 0, UMLAUTS.encode() * 5, ""),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + UMLAUTS.encode(), 0, UMLAUTS.encode(), ""),
    "UTF-16 with a mark": (UMLAUTS.encode("utf-16"), 0, UMLAUTS.encode(), ""),
    "UTF-16 without a mark": (UMLAUTS.encode("utf-16-le") * 5, 0, UMLAUTS.encode() * 5, ""),
    "NUL bytes": (b"The council\x00 met on Monday and agreed on the budget.\n" * 40, 0, None, ""),
    "one long line": (b"The council met. " * 300_000, 0, None, ""),
    "nothing but line ends": (b"\n" * 1_000_000, 0, None, "a.txt: holds no text"),
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


def as_nobody() -> None:
    """Become a user without rights, where the tests run as root."""
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


def test_what_may_not_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for name in ("closed", "open"):
        (folder / name).mkdir(parents=True)
        (folder / name / "a.txt").write_text(DIRTY)
    (folder / "b.txt").write_text(DIRTY)
    (folder / "b.txt").chmod(0)
    (folder / "closed").chmod(0)
    # run from memory: a user without rights may not be able to read the interpreter's folders either
    program = (
        "import sys, os; from cleaner import Cleaner, load_rules; from cleaner.cli.app import app\n"
        "import cleaner.batch, encodings.idna, gzip\n"
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "app(sys.argv[1:], prog_name='cleaner')\n"
    )
    command = [sys.executable, "-c", program, str(folder)]
    for path in (tmp_path, *tmp_path.parents[:2]):
        with contextlib.suppress(PermissionError):
            path.chmod(0o755)
    done = subprocess.run(command, capture_output=True, check=False, text=True, cwd=tmp_path)
    (folder / "closed").chmod(0o755)
    assert done.returncode == 3, done.stderr
    assert f"error: {folder / 'closed'}: can't be read: Permission denied" in done.stderr
    assert f"error: {folder / 'b.txt'}: can't be read: Permission denied" in done.stderr
    assert "1 cleaned" in done.stderr
