"""Where Python code may come from that asks for processes: all of it may, or is told at once why it may not.

Real interpreters, each with the script in another way; none may take long, for one that waits for processes
that can't start would wait without end.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

SECONDS = 30  # far more than it takes, far less than a process is waited for

CODE = """
from cleaner import clean_many

class Mine(str):
    "A document of a class that only this script knows."

documents = [Mine("The lamp turns."), object(), {"text": "The lamp turns.", "mine": Mine}]
print([getattr(found, "body", None) or found.message for found in clean_many(documents, jobs=1)])
"""
EXPECTED = "['The lamp turns.', 'expected a page or a text, as str or bytes, not object', 'The lamp turns.']"
BATCH = """
import pyarrow
from cleaner.engines import BatchCleaner

with BatchCleaner(jobs=1) as clean:
    print(clean(pyarrow.RecordBatch.from_pydict({"text": ["The lamp turns."]}))["body"].to_pylist())
"""

Command = tuple[Sequence[str], str]  # arguments of Python, and what it reads


def _file(folder: Path, code: str) -> Path:
    file = folder / "script.py"
    file.write_text(code)
    return file


def _guarded(code: str) -> str:
    return 'if __name__ == "__main__":\n' + "".join(f"    {line}\n" for line in code.splitlines())


def _in_a_cell(code: str) -> str:
    """A module `__main__` without a file, as notebooks have it."""
    return (
        "import sys, types\n"
        "cells = sys.modules['__main__'] = types.ModuleType('__main__')\n"
        f"exec({code!r}, cells.__dict__)\n"
    )


def _in_a_thread(code: str) -> str:
    return (
        f"import threading\nt = threading.Thread(target=exec, args=({code!r}, {{}}))\nt.start()\nt.join()\n"
    )


CALLERS: dict[str, Callable[[Path], Command]] = {
    "standard input": lambda _: (["-"], CODE + BATCH),
    "an argument": lambda _: (["-c", CODE], ""),
    "a prompt": lambda _: (["-i", "-q"], CODE + "\n"),
    "a cell": lambda folder: ([str(_file(folder, _in_a_cell(CODE)))], ""),
    "a file without its guard": lambda folder: ([str(_file(folder, CODE))], ""),
    "a file with its guard": lambda folder: ([str(_file(folder, _guarded(CODE)))], ""),
    "a file that is gone": lambda folder: (
        [str(_file(folder, f"import os\nos.remove(__file__)\n{CODE}"))], "",
    ),
    "a thread": lambda _: (["-c", _in_a_thread(CODE)], ""),
}  # fmt: skip


@pytest.mark.parametrize("caller", CALLERS.values(), ids=CALLERS)
def test_processes_start_wherever_the_code_is(caller: Callable[[Path], Command], tmp_path: Path) -> None:
    arguments, read = caller(tmp_path)
    done = subprocess.run(
        [sys.executable, *arguments], input=read, cwd=tmp_path, capture_output=True, text=True,
        timeout=SECONDS, check=False,
    )  # fmt: skip
    assert EXPECTED in done.stdout, done.stderr
    assert done.stdout.count("\n") == 1 or done.stdout.endswith("['The lamp turns.']\n")
    assert "Error" not in done.stderr
    assert "Warning" not in done.stderr


DAEMON = """
import multiprocessing
from cleaner import clean_many

def work(_):
    return list(clean_many(["The lamp turns."], jobs=1))

with multiprocessing.get_context("fork").Pool(1) as pool:
    pool.map(work, [1])
"""
BROKEN = """
import os, pathlib, sys
pathlib.Path("sitecustomize.py").write_text(
    "import os, sys\\nif '--multiprocessing-fork' in sys.orig_argv: os._exit(1)"
)
os.environ["PYTHONPATH"] = os.getcwd()
from cleaner import clean_many
list(clean_many(["The lamp turns."], jobs=1))
"""
OWN = """
from cleaner import Cleaner
from cleaner.batch.run import outcomes

class Own:
    def check(self): pass
    def __call__(self, thing): return thing

list(outcomes(Own(), [1], jobs=1))
"""
REFUSED = {
    "a process that may have none": (DAEMON, "a daemonic process"),
    "a Python that ends at once": (BROKEN, "they end as soon as they start"),
    "work that only an unguarded script knows": (OWN, ""),
}


@pytest.mark.parametrize(("code", "message"), REFUSED.values(), ids=REFUSED)
def test_what_can_not_start_is_told_at_once(code: str, message: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, _file(tmp_path, code)], cwd=tmp_path, capture_output=True, text=True,
        timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("cleaner.errors.InstallationError: ")
    assert message in last
