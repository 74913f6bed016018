"""The Dockerfile, as far as a machine without an engine can tell: its commands run in a folder of ours."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
from batch_cases import BODY, DIRTY

ROOT = Path(__file__).parents[1]
LARGEST = 600 << 20  # bytes of what is copied into the image, pyarrow included


def instructions(file: str) -> list[tuple[str, str]]:
    lines = file.replace("\\\n", " ").splitlines()
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines if line[:1].isalpha()]


FILE = instructions((ROOT / "Dockerfile").read_text())


def test_it_runs_as_a_user_and_cleans_standard_input() -> None:
    last = FILE[[name for name, _ in FILE].index("FROM", 1) :]
    names = [name for name, _ in last]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert dict(last)["USER"] not in ("root", "0")
    assert dict(last)["CMD"] == '["-"]'


def test_nothing_but_what_is_installed_is_sent_to_the_engine() -> None:
    """Each path that the build of the wheel needs is let through, and nothing else."""
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line.startswith("!")}
    assert all((ROOT / name).exists() for name in allowed)
    assert {"cleaner", "rules", "pyproject.toml", "requirements.lock", "README.md", "LICENSE"} <= allowed


@pytest.mark.slow
def test_its_commands_build_what_cleans(tmp_path: Path) -> None:
    """The commands of its first stage, with its folders below one of ours."""
    source, opt = tmp_path / "src", tmp_path / "opt"
    opt.mkdir()
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line.startswith("!")]
    source.mkdir()
    for path in ROOT.iterdir():
        if any(fnmatch(path.name, name) for name in allowed):
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, source / path.name)
    second = [name for name, _ in FILE].index("FROM", 1)
    for name, command in FILE[:second]:
        if name == "RUN":
            here = re.sub(r"(?<![\w/])/(src|opt)\b", rf"{tmp_path}/\1", command)
            here = here.replace("python -m venv", "python3 -m venv")
            done = subprocess.run(here, shell=True, capture_output=True, text=True, check=False, timeout=600)
            assert done.returncode == 0, done.stderr
    told = dict(FILE[second:])
    entry = [word.replace("/opt", str(opt)) for word in shlex.split(told["ENTRYPOINT"].strip("[]"))]
    options = [word.strip(",") for word in shlex.split(told["CMD"].strip("[]"))]
    done_ = subprocess.run(
        [*entry, *options], input=DIRTY.replace("Zap this line", "Related Articles").encode(), cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done_.stdout.decode() == BODY
    assert sum(path.stat().st_size for path in opt.rglob("*") if path.is_file()) < LARGEST
