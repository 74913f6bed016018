"""A unified diff from a document to its body."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

from cleaner.model import Cleaned
from cleaner.report.terminal import printable
from cleaner.text import without

_CONTEXT = 3  # unchanged lines around a change
_Change = tuple[str, str]  # a sign and a line: " " stands in both texts, "-" in the original, "+" in the body


def diff(cleaned: Cleaned, name: str = "", *, explain: bool = False) -> str:
    """The cuts as a unified diff, empty if there are none.

    `explain` puts the rule at the end of each line that goes, after a tab; such a diff is for people. It is
    made from the cuts themselves, not by comparing the texts: it is exact, and no text makes it slow.
    """
    changes = list(_changes(cleaned))
    hunks = "".join(_hunks(changes, _rules(cleaned) if explain else {}))
    name = printable(name or "text", one_line=True)
    return f"--- {name}\n+++ {name} (cleaned)\n{hunks}" if hunks else ""


def _changes(cleaned: Cleaned) -> Iterator[_Change]:
    """All lines of both texts."""
    cuts = [(removal.start, removal.end) for removal in cleaned.removals if removal.start >= 0]
    end = number = 0
    old: list[str] = []  # lines that cuts touch
    new: list[str] = []  # what is left of them
    for line in _lines(cleaned.original):
        start, end = end, end + len(line)
        here = []
        while number < len(cuts) and cuts[number][0] < end:
            here.append((max(cuts[number][0] - start, 0), min(cuts[number][1], end) - start))
            if cuts[number][1] > end:
                break  # goes on in the next line
            number += 1
        if here or (new and not new[-1].endswith("\n")):
            old.append(line)
            new += filter(None, [without(line, here)])
        else:
            yield from _replaced(old, new)
            old, new = [], []
            yield " ", line
    yield from _replaced(old, new)


def _rules(cleaned: Cleaned) -> dict[int, str]:
    """The rules that cut something of a line, by the number of the line from 0."""
    rules: dict[int, list[str]] = {}
    line = counted = 0
    for removal in sorted(cleaned.removals):
        if removal.start >= 0:
            line, counted = line + cleaned.original.count("\n", counted, removal.start), removal.start
            for step, part in enumerate(removal.text.split("\n")):
                if part.strip():
                    rules.setdefault(line + step, []).append(removal.rule)
    return {number: ", ".join(dict.fromkeys(names)) for number, names in rules.items()}


def _replaced(old: Sequence[str], left: Sequence[str]) -> Iterator[_Change]:
    """One stretch of lines by another, without what is the same at its start and its end."""
    new = _lines("".join(left))
    most = min(len(old), len(new))
    same = next((i for i in range(most) if old[i] != new[i]), most)
    tail = next((i for i in range(most - same) if old[-1 - i] != new[-1 - i]), most - same)
    yield from ((" ", line) for line in old[:same])
    yield from (("-", line) for line in old[same : len(old) - tail])
    yield from (("+", line) for line in new[same : len(new) - tail])
    yield from ((" ", line) for line in old[len(old) - tail :])


def _hunks(changes: Sequence[_Change], rules: Mapping[int, str]) -> Iterator[str]:
    """The changes with some lines around them, under headers that say where they stand."""
    counted = old_line = new_line = 0
    for first, end in _stretches(changes):
        for sign, _ in changes[counted:first]:
            old_line += sign != "+"
            new_line += sign != "-"
        hunk = changes[first:end]
        counted = first
        old = sum(sign != "+" for sign, _ in hunk)
        new = sum(sign != "-" for sign, _ in hunk)
        yield f"@@ -{_range(old_line, old)} +{_range(new_line, new)} @@\n"
        number = old_line
        for sign, line in hunk:
            rule = f"\t# {rules[number]}" if sign == "-" and number in rules else ""
            number += sign != "+"
            text = line.rstrip("\r\n")
            yield sign + text + rule + line[len(text) :]
            if not line.endswith("\n"):
                yield "\n\\ No newline at end of file\n"


def _stretches(changes: Sequence[_Change]) -> Iterator[tuple[int, int]]:
    first = end = -1
    for index, (sign, _) in enumerate(changes):
        if sign == " ":
            continue
        if end < 0 or index - _CONTEXT > end:
            if end >= 0:
                yield first, end
            first = max(0, index - _CONTEXT)
        end = min(len(changes), index + _CONTEXT + 1)
    if end >= 0:
        yield first, end


def _range(before: int, count: int) -> str:
    """Lines as a hunk's header writes them: first and number; of none, the line before."""
    return f"{before + 1 if count else before},{count}"


def _lines(text: str) -> list[str]:
    """Lines that end in a line feed and nothing else, so that editors and `patch` count the same."""
    return io.StringIO(text, newline="\n").readlines()
