"""Lower layers know nothing of higher ones, and heavy libraries stay where they belong."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner

PACKAGE = Path(cleaner.__file__).parent
# each may import from itself and from what stands in earlier rows
ROWS: list[set[str]] = [
    {"errors", "model", "rulecache", "tomlplace"},
    {"features", "shape", "selectors", "guess", "rulekeys"},
    {"fold", "sentences", "sitefile"},
    {"phrases"},
    {"index", "blocks", "decode", "suspicion", "words", "trees"},
    {"markdown"},
    {"sequence"},
    {"rulebook", "match", "evidence", "chain", "metadata", "textflow", "page", "ftr", "stories", "paging"},
    {"review"},
    {"weights"},
    {"reading", "repeats", "extract", "page_features", "page_kind", "page_parts", "page_layout"},
    {"decide", "page_decide"},
    {"examples"},
    {"lint", "search", "newrule", "schema"},
    {"pipeline"},
    {"report", "batch"},
    {"engines"},
    {"cli", "__init__", "__main__"},
]
LEVEL = {name: level for level, row in enumerate(ROWS) for name in row}
ONLY_IN = {
    "trafilatura": {"extract"},
    "bs4": {"extract", "decode"},
    "lxml": {"extract", "metadata", "textflow", "page", "selectors"},
    "typer": {"cli"},
    "rich": {"cli"},
    "zstandard": {"batch"},
    "pebble": {"batch"},
    "pyarrow": {"batch", "engines"},
    "fastwarc": {"batch"},
    "fsspec": {"batch"},
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module == "cleaner":
                found |= {f"cleaner.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_knows_only_lower_layers(path: Path) -> None:
    own = module_of(path)
    assert own in LEVEL, f"say in which layer {own} belongs"
    for name in imports(path):
        if name.startswith("cleaner."):
            other = name.split(".")[1]
            if other in LEVEL and other != own:
                assert LEVEL[other] <= LEVEL[own], f"{own} imports {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_heavy_library_is_imported_in_one_place(path: Path) -> None:
    for name in imports(path):
        allowed = ONLY_IN.get(name.split(".")[0])
        assert allowed is None or module_of(path) in allowed, f"{module_of(path)} imports {name}"


def test_a_text_is_cleaned_without_the_libraries_for_pages() -> None:
    code = (
        "import sys, cleaner; cleaner.clean('Just a line of text.\\n');"
        "print([m for m in ('lxml', 'bs4', 'trafilatura', 'typer', 'zstandard') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
