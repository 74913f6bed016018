"""Regular expressions that are compiled when they are first used.

Most texts meet few of them, and to compile all costs more than to clean a short text.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def pattern(written: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, compiled at its first use."""
    return cast("re.Pattern[AnyStr]", _Late(written, flags))


class _Late:
    """Stands for a pattern: asked for one of its methods, it compiles it and keeps the method."""

    def __init__(self, written: str | bytes, flags: int) -> None:
        self._written, self._flags = written, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._written, self._flags), name)
        self.__dict__[name] = value
        return value
