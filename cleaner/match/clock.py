"""The time a document takes, by what takes it, and an end to it."""

from __future__ import annotations

import math
from collections import defaultdict
from time import perf_counter

from cleaner.errors import DocumentError


class Clock:
    """Times one document, from when it is made; a new one for each.

    What is done in one go, such as the parsing of a page, is not broken off: the time is up when it ends.
    """

    def __init__(self, seconds: float = math.inf, name: str = "") -> None:
        """`seconds` is what the document may take in all; `name` is what errors call it."""
        self._limit, self._name = seconds, name or "input"
        self._spent: defaultdict[str, float] = defaultdict(float)
        self._began = self._last = perf_counter()
        self._resting: dict[str, None] = {}

    def lap(self, what: str) -> None:
        """Count the time since the last lap as spent on this. Raises DocumentError when the time is up."""
        now = perf_counter()
        self._spent[what] += now - self._last
        self._last = now
        if now - self._began > self._limit:
            worst = max(self._spent, key=self._spent.__getitem__)
            took = f"took longer than {self._limit:g} s, {self._spent[worst]:.1f} s of them for {worst}"
            raise DocumentError(self._name, took)

    def left_out(self, rule: str) -> None:
        """Note that a rule took too long and is left out of the rest of the document."""
        self._resting[rule] = None

    def rests(self, rule: str) -> bool:
        """Whether a rule is left out."""
        return rule in self._resting

    def warnings(self) -> list[str]:
        """What users should know of the time."""
        return [f"rule {rule} took too long and was left out" for rule in self._resting]

    def spent(self, what: str) -> float:
        """Seconds spent on this so far."""
        return self._spent.get(what, 0.0)

    def left(self) -> float:
        """Seconds until the time is up."""
        return max(self._limit - (perf_counter() - self._began), 0.0)
