"""The pictures of the tutorial: `python tests/pictures.py` draws them anew, from what the commands print.

Terminals are drawn as SVG; the page of --report is photographed by Chromium, if there is one.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

from docs import ROOT, blocks, commands, run, workplace

PICTURES = ROOT / "docs" / "pictures"
TUTORIAL = ROOT / "docs" / "tutorial.md"
DRAWN = {
    "diff.svg": "cleaner --diff island/pages/bridge.txt",
    "try.svg": "cleaner rules try ferry.toml island/pages --examples 2",
}
MOST_LINES, MOST_LETTERS = 30, 100
_LINE, _LETTER, _MARGIN = 18, 7.8, 14  # pixels
_COLOURS = {"$": "#8ab4f8", "-": "#f28b82", "+": "#81c995"}


def svg(lines: Iterable[str]) -> str:
    """A terminal with these lines."""
    lines = [line[:MOST_LETTERS] for line in lines][:MOST_LINES]
    width = _MARGIN * 2 + round(_LETTER * max(map(len, lines)))
    height = _MARGIN * 2 + _LINE * len(lines)
    texts = [
        f'<text x="{_MARGIN}" y="{_MARGIN + _LINE * number - 5}" fill="{_colour(line)}">{escape(line)}</text>'
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    font = 'font-family="ui-monospace, monospace" font-size="13" xml:space="preserve"'
    ground = f'<rect width="{width}" height="{height}" rx="8" fill="#202124"/>'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>', ground, *texts, "</svg>\n"])


def draw() -> None:
    """Run the tutorial, and draw its pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        place = workplace(Path(folder))
        for name, line in DRAWN.items():
            if name == "try.svg":
                _run_tutorial(place, until="cleaner rules try")
            (PICTURES / name).write_text(svg([f"$ {line}", *run(line, place).split("\n")]), encoding="utf-8")
        _run_tutorial(place, until="")
        _photograph(place / "report.html", PICTURES / "report.png")


def _run_tutorial(place: Path, until: str) -> None:
    for name in ("clean", "tuned", "ferry.toml", "house.toml", "cleaner.toml", "report.html"):
        path = place / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for block in blocks(TUTORIAL.read_text(encoding="utf-8")):
        for command in commands(block.content):
            if until and command.line.startswith(until):
                return
            run(command.line, place)


def _photograph(page: Path, picture: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium: the picture of the page stays as it is")
        return
    command = [chromium, "--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1000,700"]
    subprocess.run([*command, f"--screenshot={picture}", page.as_uri()], check=True, capture_output=True)


def _colour(line: str) -> str:
    return _COLOURS.get(line.strip()[:1], "#e8eaed")


if __name__ == "__main__":
    draw()
