"""`cleaner completion`, and what shells are told while somebody types."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

import typer

from cleaner.cli.plain import COMPLETES


class Shell(StrEnum):
    """Shells that know how to complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


def print_completion(
    shell: Annotated[Shell, typer.Argument(metavar="bash|zsh|fish|powershell", show_default=False)],
) -> None:
    """Print a script that completes commands, options, kinds and rules in a shell.

    \b
      cleaner completion bash > ~/.local/share/bash-completion/completions/cleaner
      cleaner completion zsh > ~/.zfunc/_cleaner        (a folder in fpath)
      cleaner completion fish > ~/.config/fish/completions/cleaner.fish
    """
    from typer import completion  # noqa: PLC0415  (seldom asked for)

    script: Any = completion
    typer.echo(script.get_completion_script(prog_name="cleaner", complete_var=COMPLETES, shell=str(shell)))


def get_ready() -> None:
    """Teach typer the shells, if one of them is asking."""
    if os.environ.get(COMPLETES):
        from typer import completion  # noqa: PLC0415

        shells: Any = completion
        shells.completion_init()


def one_of(*values: str) -> Callable[[str], list[tuple[str, str]]]:
    """What completes one of a few words."""
    return lambda incomplete: [(value, "") for value in values if value.startswith(incomplete)]


def kinds_and_rules(incomplete: str) -> list[tuple[str, str]]:
    """What the last of several words may become: kinds, and once there is a slash, rules."""
    return _completed(incomplete, rules="/" in incomplete)


def kinds(incomplete: str) -> list[tuple[str, str]]:
    """The same, of kinds alone."""
    return _completed(incomplete, rules=False)


def _completed(incomplete: str, *, rules: bool) -> list[tuple[str, str]]:
    from cleaner.cli.config import settings  # noqa: PLC0415
    from cleaner.errors import CleanerError  # noqa: PLC0415
    from cleaner.rulebook import load  # noqa: PLC0415

    before, comma, last = incomplete.rpartition(",")
    try:
        pack = load(settings().rules)
    except CleanerError:
        return []
    names = {rule.id: rule.why for rule in pack.rules} if rules else dict(pack.kinds)
    return [(before + comma + name, why) for name, why in sorted(names.items()) if name.startswith(last)]
