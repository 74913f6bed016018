"""The house: which wing may know which, by which door, and where heavy libraries live."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

import cleaner

PACKAGE = Path(cleaner.__file__).parent
# each may import from lower rows, and wings of one row from each other as long as it is no circle
ROWS = (
    ("__init__", "__main__"),
    ("cli", "engines"),
    ("batch",),
    ("report", "workbench"),
    ("pipeline",),
    ("page",),
    ("decision", "rulebook"),
    ("match",),
    ("text",),
    ("kernel",),
    ("cache", "model", "errors", "version"),
)
LEVEL = {name: -row for row, names in enumerate(ROWS) for name in names}
# wings are entered by their face; these rooms are loaded on demand, so no face hands out what is in them
BACK_ROOMS = {
    "batch.corpus", "batch.many", "batch.memory", "batch.now", "batch.past", "batch.pool", "batch.tables",
    "match.backtracking", "report.kept",
    "report.review", "report.rules", "report.stats", "report.compare", "rulebook.tomlplace",
}  # fmt: skip
ONLY_IN = {
    "trafilatura": {"page"},
    "bs4": {"page", "text"},
    "chardet": {"text"},
    "cssselect": {"match"},
    "dateparser": {"text"},
    "ftfy": {"text"},
    "webencodings": {"text"},
    "lxml": {"page", "match"},
    "typer": {"cli"},
    "rich": {"cli"},
    "zstandard": {"batch"},
    "pebble": {"batch"},
    "pyarrow": {"batch", "engines"},
    "pandas": {"engines"},
    "fastwarc": {"batch"},
    "fsspec": {"batch"},
}
MOST_FILES = 8  # at the root of the package
MOST_LINES = 80  # of a function


class Import(NamedTuple):
    module: str
    name: str


def imports(path: Path) -> Iterator[Import]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (Import(node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (Import(alias.name, "") for alias in node.names)


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


FILES = {room_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def known(room: str) -> Iterator[tuple[str, Import]]:
    """What a room imports of the package: the wing, or file at the root, and the import itself."""
    for found in imports(FILES[room]):
        package, _, inside = found.module.partition(".")
        if package == "cleaner":
            yield (inside or found.name).split(".")[0], found


@pytest.mark.parametrize("room", FILES)
def test_a_room_knows_only_lower_wings(room: str) -> None:
    own = room.split(".", maxsplit=1)[0]
    assert own in LEVEL, f"say in which row {own} belongs"
    for other, found in known(room):
        if other in LEVEL:
            assert LEVEL[other] <= LEVEL[own], f"{room} imports {found}"


@pytest.mark.parametrize("room", FILES)
def test_a_wing_is_entered_by_its_face(room: str) -> None:
    own = room.split(".", maxsplit=1)[0]
    for other, found in known(room):
        path = found.module.removeprefix("cleaner.")
        if other != own and "." in path:
            assert path in BACK_ROOMS, f"{room} imports {found}: let cleaner/{other}/__init__.py hand it out"


def test_no_rooms_know_each_other_in_a_circle() -> None:
    graph = {}
    for room in FILES:
        modules = {found.module.removeprefix("cleaner.") for _, found in known(room)}
        graph[room] = {path for path in modules if path in FILES and path != room and path.count(".")}
    TopologicalSorter(graph).prepare()


def test_the_wings_know_each_other_in_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for room in FILES:
        own = room.split(".")[0]
        graph.setdefault(own, set()).update(
            other for other, _ in known(room) if other in LEVEL and other != own
        )
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("room", FILES)
def test_a_heavy_library_is_imported_in_one_place(room: str) -> None:
    for found in imports(FILES[room]):
        allowed = ONLY_IN.get(found.module.split(".")[0])
        assert allowed is None or room.split(".", maxsplit=1)[0] in allowed, f"{room} imports {found.module}"


def test_the_house_has_wings_and_few_files_at_its_root() -> None:
    files = [path for path in PACKAGE.iterdir() if path.is_file()]
    assert len(files) <= MOST_FILES
    wings = {path.name for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert wings - {"rules"} == {name for name in LEVEL if (PACKAGE / name).is_dir()}  # a wheel has the rules


@pytest.mark.parametrize("wing", [name for name in LEVEL if (PACKAGE / name).is_dir()])
def test_a_face_says_what_happens_in_its_wing(wing: str) -> None:
    tree = ast.parse((PACKAGE / wing / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)


@pytest.mark.parametrize("room", FILES)
def test_a_function_fits_a_screen_or_two(room: str) -> None:
    for node in ast.walk(ast.parse(FILES[room].read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            lines = node.end_lineno - node.lineno + 1
            assert lines <= MOST_LINES, f"{room}: {node.name} has {lines} lines"


def test_a_text_is_cleaned_without_the_libraries_for_pages() -> None:
    code = (
        "import sys, cleaner; cleaner.clean('Just a line of text.\\n');"
        "heavy = ('lxml', 'bs4', 'chardet', 'dateparser', 'ftfy', 'trafilatura', 'typer', 'zstandard');"
        "print([m for m in heavy if m in sys.modules])"
    )
    cleaner.load_rules()  # the first start after a change builds them, and looks at selectors with lxml
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
