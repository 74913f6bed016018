"""The short way for what is asked most: paths and a few well-known options need no typer.

To import typer and declare all commands takes longer than to clean a text. Whatever is not plain here, and
all that is wrong, is left to `app.py`, so that there is one place that explains and complains.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

COMPLETES = "_CLEANER_COMPLETE"  # the variable by which shells ask how a command line may go on
FLAGS: Mapping[str, str] = {  # and the parameter of `clean` that each sets
    "--explain": "explain", "--overwrite": "overwrite", "--verbose": "verbose", "-v": "verbose",
    "--quiet": "quiet", "-q": "quiet",
}  # fmt: skip
VALUES: Mapping[str, str] = {"--output": "output", "-o": "output", "--format": "format", "--url": "url"}


class Plain(NamedTuple):
    """What a plain command line asks for."""

    paths: tuple[str, ...]
    options: Mapping[str, Any]  # by parameter of `clean`


def plainly(arguments: Sequence[str]) -> Plain | None:
    """What a command line asks for, if it is plain.

    Words of letters alone may be commands, or mistyped: they are not plain where a command may stand.
    """
    words = list(arguments)
    if words[:1] == ["clean"]:
        del words[0]
    elif words and words[0].isalpha():
        return None
    paths, options = list[str](), dict[str, Any]()
    while words:
        word = words.pop(0)
        if word in FLAGS:
            options[FLAGS[word]] = True
        elif word in VALUES and words and not words[0].startswith("-"):
            options[VALUES[word]] = words.pop(0)
        elif word == "-" or (word and not word.startswith("-")):
            paths.append(word)
        else:
            return None
    return Plain(tuple(paths), options)


def run_plain(arguments: Sequence[str]) -> bool:
    """Do what a plain command line asks for; False if it is none. Raises SystemExit unless all is well."""
    asked = plainly(arguments)
    if asked is None or os.environ.get(COMPLETES) or os.name == "nt":  # on Windows typer expands patterns
        return False
    paths = asked.paths or (() if sys.stdin.isatty() else ("-",))
    if not paths:
        return False
    gc.disable()  # the modules and rules that come first all stay: to look for garbage in them costs 10 ms
    try:
        from cleaner.cli.shared import errors_told  # noqa: PLC0415  (what is not plain needs none of it here)

        with errors_told():
            if code := _clean(paths, **asked.options):
                raise SystemExit(code)
    finally:
        gc.enable()
    gc.freeze()  # nor need it be done when all is well and the process ends
    return True


def _clean(paths: tuple[str, ...], *, quiet: bool = False, **options: Any) -> int:
    from cleaner.batch import Job  # noqa: PLC0415
    from cleaner.cli.cleaning import carry_out, rules_in_force  # noqa: PLC0415
    from cleaner.cli.config import settings  # noqa: PLC0415
    from cleaner.cli.told import Told  # noqa: PLC0415
    from cleaner.pipeline import Cleaner  # noqa: PLC0415

    chosen = settings()
    pack = rules_in_force(chosen)
    job, cleaner = Job(paths, **options), Cleaner(pack, caution=chosen.caution)
    gc.freeze()
    gc.enable()
    return carry_out(cleaner, job, Told(job, quiet=quiet))
