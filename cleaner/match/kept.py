"""Compiled regexes, kept between runs.

`regex` compiles in Python: to compile a pattern takes some 0.6 ms, 40 times as long as to make it of what was
compiled before, and the package takes longer to import than a short text to clean. What `pickle` would keep
of a pattern is kept: plain values, of which the C module of `regex` makes the pattern again, alone.

That module is no public part of `regex`. Kept patterns are therefore good for the very code that compiled
them (`written_by` goes into the key of the rules' cache), and where anything is not as expected the pattern
is compiled.
"""

from __future__ import annotations

import importlib.util
import marshal
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import regex

_MAKER = "regex._regex"  # written in C


def compiled(pattern: str, kept: Mapping[str, bytes]) -> regex.Pattern[str]:
    """A pattern that ignores case: made of what was kept of it, else compiled. Raises `regex.error`."""
    if pattern in kept and (maker := _maker()) is not None:
        try:
            made: regex.Pattern[str] = maker.compile(*marshal.loads(kept[pattern]))
        except (ValueError, TypeError, EOFError, AttributeError, RuntimeError):
            pass
        else:
            return made
    import regex  # noqa: PLC0415  (slow, and not needed as long as all patterns were kept)

    return regex.compile(pattern, regex.IGNORECASE)


def packed(patterns: Iterable[str]) -> dict[str, bytes]:
    """What is to be kept of each pattern; nothing where that can't be told or used."""
    import copyreg  # noqa: PLC0415

    import regex  # noqa: PLC0415  (nor these where all is kept)

    found: dict[str, bytes] = {}
    if not written_by() or regex.DEFAULT_VERSION != regex.VERSION0:  # a setting of this process alone
        return found
    for pattern in patterns:
        try:
            state: Any = copyreg.dispatch_table[regex.Pattern](regex.compile(pattern, regex.IGNORECASE))
            if state[0].__module__ == _MAKER and state[1][0] == pattern:
                found[pattern] = marshal.dumps(state[1])
        except (regex.error, LookupError, ValueError, TypeError, AttributeError):
            continue  # so it will be compiled each time
    return found


def written_by() -> list[Path]:
    """The code that compiles patterns, its version included; nothing where it is not in files."""
    found = _package()
    return [
        Path(folder, name)
        for folder in (found.submodule_search_locations or () if found else ())
        for name in ("_main.py", "_regex_core.py")
        if Path(folder, name).is_file()
    ]


@cache
def _package() -> ModuleSpec | None:
    return PathFinder.find_spec("regex")


@cache
def _maker() -> Any:
    """The C module of `regex`, without the package if nobody has imported that; None if it is not found.

    Whoever imports the package later gets the same module.
    """
    package = _package()
    if _MAKER not in sys.modules and package is not None:
        found = PathFinder.find_spec(_MAKER, package.submodule_search_locations)
        if found is not None and found.loader is not None:
            module = importlib.util.module_from_spec(found)
            found.loader.exec_module(module)
            sys.modules.setdefault(_MAKER, module)
    return sys.modules.get(_MAKER)
