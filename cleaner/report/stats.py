"""What a run has done, counted by rule, kind, site, language, way or line; how much of documents is left."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

from cleaner.errors import UsageError
from cleaner.model import Removal
from cleaner.report.account import Account, is_prose

BINS = 10  # of the share of words that was left
_LINES = 20_000  # different lines of a group that are counted; of more, the first
_LETTERS = 200  # of a line


class Grouping(StrEnum):
    """What cuts are counted by."""

    RULE = "rule"
    KIND = "kind"
    SITE = "site"
    LANGUAGE = "language"
    BY = "by"
    LINE = "line"


@dataclass(slots=True)
class Group:
    """Cuts that have something in common."""

    cuts: int = 0
    documents: int = 0
    prose: int = 0  # cuts that read like sentences of an article
    unmarked: int = 0  # of these, those without a mark of their own
    lines: Counter[str] = field(default_factory=Counter)

    @property
    def top(self) -> tuple[str, int]:
        """The line cut most often, and how often."""
        return min(self.lines.items(), key=lambda row: (-row[1], row[0]), default=("", 0))


class Condition(NamedTuple):
    """When a monitor should speak: more documents than a share of them are like this."""

    text: str
    measure: str
    compare: Callable[[float, float], bool]
    limit: float
    most: float  # share of the documents, 0 to 1


_MEASURES: Mapping[str, Callable[[Account], float]] = {
    "left": lambda account: account.share,
    "words": lambda account: account.words,
    "cuts": lambda account: len(account.cuts),
    "prose": lambda account: sum(is_prose(cut.text) for cut in account.cuts),
    "suspicious": lambda account: account.suspicious,
    "failed": lambda account: bool(account.error),
}
_SIGNS = {"<": lt, "<=": le, ">": gt, ">=": ge}
_CONDITION = re.compile(r"\s*([a-z]+)\s*(?:([<>]=?)\s*(\d+(?:\.\d+)?))?\s*:\s*(\d+(?:\.\d+)?)\s*(%?)\s*")


def condition(text: str) -> Condition:
    """What `left<0.5:5%` means. Raises UsageError for what means nothing."""
    found = _CONDITION.fullmatch(text)
    if not found or found[1] not in _MEASURES:
        raise UsageError(
            f"can't read “{text}”: expected a measure ({', '.join(_MEASURES)}), a limit and a share of the "
            "documents, such as left<0.5:5%",
            text,
        )
    most = float(found[4]) / (100 if found[5] else 1)
    if most > 1:
        hint = "" if found[5] else f"; did you mean {found[4]}%?"
        raise UsageError(f"“{text}”: a share is at most 100 %{hint}", text)
    sign, limit = (found[2], float(found[3])) if found[2] else (">", 0.0)
    return Condition(text, found[1], _SIGNS[sign], limit, most)


class Stats:
    """Counts documents, one after the other. `conditions` are looked at on the way."""

    def __init__(self, by: Grouping = Grouping.RULE, conditions: Iterable[Condition] = ()) -> None:
        self.by = by
        self.documents = self.failed = self.suspicious = self.cuts = self.prose = self.words = self.left = 0
        self.shares = [0] * BINS
        self.groups: defaultdict[str, Group] = defaultdict(Group)
        self._conditions = dict.fromkeys(conditions, 0)

    def add(self, account: Account) -> None:
        """Count a document."""
        self.documents += 1
        for one in self._conditions:
            self._conditions[one] += one.compare(_MEASURES[one.measure](account), one.limit)
        if account.error:
            self.failed += 1
            return
        self.suspicious += account.suspicious
        self.words += account.words
        self.left += account.left
        self.shares[min(int(account.share * BINS), BINS - 1)] += 1
        self.cuts += len(account.cuts)
        seen = set[str]()
        for name, cut, line in _grouped(account, self.by):
            group = self.groups[name]
            prose = is_prose(cut.text)
            group.cuts += 1
            group.documents += name not in seen
            group.prose += prose
            group.unmarked += prose and cut.by != "mark"
            if line and (line in group.lines or len(group.lines) < _LINES):
                group.lines[line] += 1
            self.prose += prose
            seen.add(name)

    def rows(self) -> list[tuple[str, Group]]:
        """The groups, that with most cuts first."""
        return sorted(self.groups.items(), key=lambda row: (-row[1].cuts, row[0]))

    def broken(self) -> list[str]:
        """The conditions that hold for more documents than they may, in words."""
        return [
            f"{one.text}: {number:,} of {self.documents:,} documents ({number / self.documents:.1%})"
            for one, number in self._conditions.items()
            if self.documents and number > one.most * self.documents
        ]

    def as_json(self) -> dict[str, Any]:
        """All figures, for programs."""
        return {
            "documents": self.documents, "failed": self.failed, "suspicious": self.suspicious,
            "cuts": self.cuts, "prose": self.prose, "words": self.words, "left": self.left,
            "shares": self.shares, "by": str(self.by),
            "groups": [
                {
                    "name": name, "cuts": group.cuts, "documents": group.documents, "prose": group.prose,
                    "unmarked_prose": group.unmarked, "top": group.top[0], "top_cuts": group.top[1],
                }
                for name, group in self.rows()
            ],
            "broken": self.broken(),
        }  # fmt: skip


def _grouped(account: Account, by: Grouping) -> Iterator[tuple[str, Removal, str]]:
    """The cuts, each with the name of its group and its line."""
    own = {Grouping.SITE: account.site, Grouping.LANGUAGE: account.language}
    for cut in account.cuts:
        line = " ".join(cut.text[: 2 * _LETTERS].split())[:_LETTERS]
        names = {
            Grouping.RULE: cut.rule, Grouping.KIND: cut.kind, Grouping.BY: str(cut.by), Grouping.LINE: line,
        }  # fmt: skip
        yield (names | own)[by] or "–", cut, cut.rule if by is Grouping.LINE else line
