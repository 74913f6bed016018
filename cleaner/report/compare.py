"""Two outputs of the same documents: what the second cuts more, and what less, line by line."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from cleaner.model import Removal
from cleaner.report.account import Account, is_prose, original_of
from cleaner.report.terminal import printable

UNKNOWN = "by no rule"  # left out or taken in by the extraction of a page, or the cuts are not known
_LINES = 20_000  # different lines of a group that are counted
_LETTERS = 200  # of a line


class Change(StrEnum):
    """What became of a line; the graver first."""

    MORE = "newly cut"
    LESS = "no longer cut"


class Verdict(StrEnum):
    """What became of a document."""

    SAME = "same"
    MORE = "more cut"
    LESS = "less cut"
    BOTH = "more and less cut"
    FAILS = "fails now"
    WORKS = "failed before"
    UNKNOWN = "without bodies and texts of cuts to compare"
    GONE = "only in the first"
    NEW = "only in the second"


class ChangedLine(NamedTuple):
    """A line that one of two outputs has and the other has not."""

    change: Change
    text: str
    rule: str  # that cuts it in one of them, or UNKNOWN
    cut: Removal | None = None


class Compared(NamedTuple):
    """A document in two outputs."""

    name: str
    verdict: Verdict
    lines: tuple[ChangedLine, ...] = ()
    before: Account | None = None
    after: Account | None = None


@dataclass(slots=True)
class Group:
    """Changed lines of one rule."""

    lines: int = 0
    documents: int = 0
    prose: int = 0
    texts: Counter[str] = field(default_factory=Counter)

    def examples(self, most: int) -> list[tuple[str, int]]:
        """Some of the lines, with how often: prose first, then the commonest."""
        return sorted(self.texts.items(), key=lambda row: (not is_prose(row[0]), -row[1], row[0]))[:most]


class Comparison:
    """Counts compared documents."""

    def __init__(self) -> None:
        self.verdicts: Counter[Verdict] = Counter()
        self.groups: defaultdict[tuple[Change, str], Group] = defaultdict(Group)

    def add(self, compared: Compared) -> None:
        """Count a document."""
        self.verdicts[compared.verdict] += 1
        seen = set[tuple[Change, str]]()
        for line in compared.lines:
            key = (line.change, line.rule)
            group = self.groups[key]
            group.lines += 1
            group.prose += is_prose(line.text)
            group.documents += key not in seen
            text = line.text[:_LETTERS]
            if text in group.texts or len(group.texts) < _LINES:
                group.texts[text] += 1
            seen.add(key)

    @property
    def changed(self) -> int:
        """How many documents are not the same."""
        return self.verdicts.total() - self.verdicts[Verdict.SAME]

    def rows(self, change: Change) -> list[tuple[str, Group]]:
        """The rules with lines of this change, the worst first: most prose, then most lines."""
        rows = [(rule, group) for (of, rule), group in self.groups.items() if of is change]
        return sorted(rows, key=lambda row: (-row[1].prose, -row[1].lines, row[0]))


def paired(before: Iterable[Account], after: Iterable[Account]) -> Iterator[Compared]:
    """The documents of two outputs, found by what they are known by, in whatever order they come.

    Of outputs in the same order nothing is held.
    """
    waiting: tuple[dict[str, Account], dict[str, Account]] = ({}, {})
    sides = (_keyed(before), _keyed(after))
    ended = [False, False]
    while not all(ended):
        for number in (0, 1):
            key, account = next(sides[number], ("", None))
            if account is None:
                ended[number] = True
                continue
            other = waiting[1 - number].pop(key, None)
            if other is None:
                waiting[number][key] = account
            else:
                yield compare(*((account, other) if number == 0 else (other, account)))
    yield from (Compared(gone.name, Verdict.GONE, before=gone) for gone in waiting[0].values())
    yield from (Compared(new.name, Verdict.NEW, after=new) for new in waiting[1].values())


def _keyed(accounts: Iterable[Account]) -> Iterator[tuple[str, Account]]:
    times: Counter[str] = Counter()
    for number, account in enumerate(accounts):
        key = account.key or f"#{number}"
        times[key] += 1
        yield f"{key}\0{times[key]}", account


def compare(before: Account, after: Account) -> Compared:
    """What one document has become. White space alone is no change."""
    if before.error or after.error:
        same = bool(before.error) == bool(after.error)
        verdict = Verdict.SAME if same else Verdict.FAILS if after.error else Verdict.WORKS
        return Compared(after.name, verdict, (), before, after)
    if not (_is_known(before) and _is_known(after)):
        return Compared(after.name, Verdict.UNKNOWN, (), before, after)
    lines = tuple(_changed(before, after))
    changes = {line.change for line in lines}
    verdict = {
        (): Verdict.SAME, (Change.MORE,): Verdict.MORE, (Change.LESS,): Verdict.LESS,
    }.get(tuple(changes), Verdict.BOTH)  # fmt: skip
    return Compared(after.name, verdict, lines, before, after)


def _changed(before: Account, after: Account) -> Iterator[ChangedLine]:
    original = original_of(before)
    if original is not None and original.rstrip() == (original_of(after) or "").rstrip():
        yield from _alone(Change.MORE, original, after.cuts, before.cuts)
        yield from _alone(Change.LESS, original, before.cuts, after.cuts)
    elif before.body is not None and after.body is not None:
        old, new = (Counter(_lines_of(body)) for body in (before.body, after.body))
        yield from _missing(Change.MORE, old - new, after.cuts)
        yield from _missing(Change.LESS, new - old, before.cuts)
    else:
        old, new = (Counter(_lines_cut(account)) for account in (before, after))
        yield from _missing(Change.MORE, new - old, after.cuts)
        yield from _missing(Change.LESS, old - new, before.cuts)


def _is_known(account: Account) -> bool:
    """Whether there is anything to compare: a body, or the texts of all cuts."""
    return account.body is not None or all(cut.text for cut in account.cuts if cut.start >= 0)


def _lines_cut(account: Account) -> list[str]:
    return [line for cut in account.cuts if cut.start >= 0 for line in _lines_of(cut.text)]


def _alone(
    change: Change, original: str, cuts: Sequence[Removal], others: Sequence[Removal]
) -> Iterator[ChangedLine]:
    """The lines in stretches that these cuts take and the others don't; both are sorted."""
    gone = [(other.start, other.end) for other in others if other.start >= 0]
    first = 0
    for cut in cuts:
        if cut.start < 0:
            continue
        while first < len(gone) and gone[first][1] <= cut.start:
            first += 1
        position, number = cut.start, first
        while number < len(gone) and gone[number][0] < cut.end:
            start, end = gone[number]
            yield from _of_stretch(change, original, cut, position, start)
            position, number = max(position, end), number + 1
        yield from _of_stretch(change, original, cut, position, cut.end)


def _of_stretch(change: Change, original: str, cut: Removal, start: int, end: int) -> Iterator[ChangedLine]:
    text = original[start:end]
    if not text.strip():
        return
    part = cut._replace(start=start, end=end, text=text)
    for line in _lines_of(text):
        yield ChangedLine(change, line, cut.rule, part)


def _missing(change: Change, lines: Counter[str], cuts: Sequence[Removal]) -> Iterator[ChangedLine]:
    """Lines of one body that the other has not, with the rules that cut them there."""
    rules = {line: cut.rule for cut in cuts for line in _lines_of(cut.text)}
    for line, number in lines.items():
        for _ in range(number):
            yield ChangedLine(change, line, rules.get(line, UNKNOWN))


def _lines_of(text: str) -> list[str]:
    """The lines of a text that say something, white space made one."""
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def diff(compared: Compared) -> str:
    """From the first body to the second, as a unified diff; empty where one is not known."""
    bodies = [account.body if account else None for account in (compared.before, compared.after)]
    if None in bodies:
        return ""
    old, new = ((body or "").splitlines() for body in bodies)
    name = printable(compared.name, one_line=True)
    found = difflib.unified_diff(old, new, f"{name} (first)", f"{name} (second)", lineterm="")
    return "".join(f"{line}\n" for line in found)
