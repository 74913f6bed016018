"""The commands in the documentation, and what they print. `python tests/docs.py` updates what has changed.

In a block marked `console`, a line that starts with `$ ` is a command and what follows is its output, both
streams as a terminal shows them. A line `…` stands for any number of lines, a `…` at the end of a line for
the rest of it. The blocks of a document run in order, in one copy of `docs/examples`; so do those marked
`python`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from os import environ, pathsep
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs" / "examples"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SECONDS = 120
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_REST = "…"


class Block(NamedTuple):
    """A block that is run: where its content stands in the document."""

    language: str
    start: int
    end: int
    content: str


class Command(NamedTuple):
    """A command and what it is said to print."""

    line: str
    output: str


def blocks(document: str) -> list[Block]:
    """The blocks of a document that are run; a Python block that opens with a comment is another suite's."""
    found = [Block(match[1], match.start(2), match.end(2), match[2]) for match in _BLOCK.finditer(document)]
    return [block for block in found if not (block.language == "python" and block.content.startswith("#"))]


def commands(content: str) -> Iterator[Command]:
    """The commands of a console block."""
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        while line.endswith("\\"):
            more, _, output = output.partition("\n")
            line = f"{line}\n{more}"
        yield Command(line, output)


def run(line: str, folder: Path) -> str:
    """What a command prints, on both streams."""
    scripts = sysconfig.get_path("scripts")
    own = {
        "PATH": f"{scripts}{pathsep}{environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environ | own, text=True, encoding="utf-8", check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS,
    )  # fmt: skip
    return done.stdout


def fits(said: str, printed: str) -> bool:
    """Whether a command printed what the document says."""
    lines = []
    for line in said.strip().split("\n"):
        if line == _REST:
            lines.append(r"(?:.*\n)*?")
        elif line.endswith(_REST):
            lines.append(re.escape(line.removesuffix(_REST)) + ".*\n")
        else:
            lines.append(re.escape(line) + r"[ \t]*\n")
    return re.fullmatch("".join(lines), printed.strip() + "\n") is not None


def checked(document: str, folder: Path) -> Iterator[tuple[Block, str, str]]:
    """Each block with what it says and what it should say."""
    for block in blocks(document):
        if block.language == "python":
            script = folder / "block.py"
            script.write_text(block.content, encoding="utf-8")
            printed = run(f"{sys.executable} block.py", folder)
            yield block, "", printed if "Traceback" in printed else ""
            continue
        right = ""
        for command in commands(block.content):
            printed = run(command.line, folder)
            output = command.output if fits(command.output, printed) else printed.strip() + "\n"
            right += f"$ {command.line}\n{output}"
        yield block, block.content, right


def workplace(folder: Path) -> Path:
    """A copy of the examples to run commands in."""
    return Path(shutil.copytree(EXAMPLES, folder / "examples"))


def main() -> None:
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            for block, said, right in reversed(list(checked(text, workplace(Path(folder))))):
                if said != right and block.language == "python":
                    print(f"{path.name}: a block fails:\n{right}")
                elif said != right:
                    text = text[: block.start] + right + text[block.end :]
                    print(f"{path.name}: updated: {block.content.splitlines()[0]}")
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
