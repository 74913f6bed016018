"""The features of a block: their names, for people, and their numbers, for speed; `evidence.py` lists them.

A feature is a template with a value for each of its fields, such as `kind.run` with `related` and `tail`.
In the weights file and in explanations it is words (`Template.name`); while cleaning, a number
(`Template.code`), or NONE where a template has nothing to say of a block.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from operator import getitem
from typing import NamedTuple

from cleaner.model import Shape

NONE = -1
UNMARKED, OTHER = "-", "other"  # kinds: of a block without a mark; unknown when the weights were learned

LOOKS = (*(shape.value for shape in Shape), "mass")
RUNS = ("head", "in", "tail", "only")
SIDES = ("before", "within", "after")  # of the main prose
CASES = ("-", "capitals", "title", "lower")
ENDS = (".", "!", "?", ":", ";", ",", ")", "]", '"', "…", "other", "letter")
FOLLOWED = ("comments", "related", "author-bio", "share", "copyright")  # kinds that open what follows


class Template(NamedTuple):
    """A feature's name and what its fields may be: names, or numbers below a limit."""

    title: str
    fields: tuple[tuple[str, ...] | int, ...]

    @property
    def size(self) -> int:
        """How many features it makes."""
        size = 1
        for field in self.fields:
            size *= field if isinstance(field, int) else len(field)
        return size

    def name(self, code: int) -> str:
        """The values of a feature, as words: `related/tail`."""
        values = []
        for field in reversed(self.fields):
            limit = field if isinstance(field, int) else len(field)
            code, value = divmod(code, limit)
            values.append(str(value) if isinstance(field, int) else field[value])
        return "/".join(reversed(values))

    def code(self, name: str) -> int:
        """The number of a feature; NONE for a value that this template does not know."""
        return self.codes([name])[0]

    def codes(self, names: Iterable[str]) -> list[int]:
        """The numbers of features."""
        sizes = [field if isinstance(field, int) else len(field) for field in self.fields]
        worth = [prod(sizes[number + 1 :]) for number in range(len(sizes))]
        parts = [
            {value: number * each for number, value in enumerate(_values(field))}
            for field, each in zip(self.fields, worth, strict=True)
        ]
        found: list[int] = []
        for name in names:
            try:
                found.append(sum(map(getitem, parts, name.split("/"))))
            except KeyError:
                found.append(NONE)
        return found


def _values(field: tuple[str, ...] | int) -> Iterable[str]:
    return map(str, range(field)) if isinstance(field, int) else field
