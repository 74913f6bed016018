"""The names of the package: each can be had, and none is loaded before somebody wants it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner


@pytest.mark.parametrize("name", cleaner.__all__)
def test_each_public_name_can_be_had(name: str) -> None:
    assert getattr(cleaner, name) is getattr(cleaner, name)


def test_type_checkers_are_told_of_the_same_names_from_the_same_places() -> None:
    tree = ast.parse(Path(cleaner.__file__).read_text(encoding="utf-8"))
    told = {
        alias.asname or alias.name: node.module
        for block in ast.walk(tree)
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == {name: home for home, names in cleaner._HOMES.items() for name in names}
    assert {*told, "__version__"} == set(cleaner.__all__)


def test_a_name_that_is_none_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        cleaner.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("program", "unwanted"),
    [
        ("import cleaner", {"cleaner.model", "cleaner.pipeline", "cleaner.text"}),
        (
            "from cleaner import clean",
            {"dataclasses", "inspect", "json", "_hashlib", "typer", "cleaner.batch"},
        ),
        ("import cleaner.cli.cleaning", {"dataclasses", "inspect", "json", "_hashlib", "typer"}),
    ],
)
def test_a_start_loads_what_it_needs(program: str, unwanted: set[str]) -> None:
    command = [
        sys.executable,
        "-S",
        "-c",
        f"import sys; sys.path[:0] = {sys.path!r}; {program}; print(*sys.modules)",
    ]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert not unwanted & set(loaded)
