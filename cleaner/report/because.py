"""What the reading of a document saw in a block, in plain words: the features that moved it most."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from cleaner.decision import CASES, ENDS, LOOKS, NONE, OTHER, RUNS, SIDES, TABLE, UNMARKED, Chain, State

_LEAST = 0.05  # natural logarithm of odds; less is no reason

_LOOK = {
    "prose": "short prose", "sentence": "a short sentence", "teaser": "text that breaks off",
    "heading": "a heading", "label": "a label", "date": "a date", "number": "a number", "item": "a list item",
    "caption": "a caption", "link": "a web address", "code": "code or symbols",
    "mass": "a paragraph of prose", "none": "nothing",
}  # fmt: skip
_RUN = {
    "head": "above the first paragraph", "in": "between paragraphs", "tail": "below the last paragraph",
    "only": "in a text without paragraphs",
}  # fmt: skip
_SIDE = {
    "before": "above the main text",
    "within": "within the main text",
    "after": "below the main text",
}
_CASE = {
    "-": "like a sentence",
    "capitals": "in capitals",
    "title": "in title case",
    "lower": "with a small first letter",
}
_OTHERS = {"once": "nowhere else in the text", "first": "again further down", "again": "further up already"}
_ARE = ("no", "hardly any", "some", "many")  # things that can be counted
_IS = ("no", "hardly any", "some", "much")  # of prose

# What each template of `features.templates` says of a block; {0} is its first field in words.
PHRASES: Mapping[str, str] = {
    "look.words": "is {0}",
    "kind": "is {0}",
    "kind.words": "is {0} and of such a length",
    "kind.confidence": "is {0}",
    "second.kind": "is also {0}",
    "marks": "is marked by more than one rule",
    "opens": "opens a group of lines {0}",
    "case": "is {1} written {0}",
    "ends": "ends in {0}",
    "signs": "has, or lacks, signs such as |, @ and ©",
    "quotes": "has, or lacks, quotation marks",
    "repeated": "is {1} that is found {0}",
    "topic": "is {1} that has {0} words in common with the article",
    "topic.run": "is {1} and has {0} words in common with the article",
    "kind.prose": "is {0}, in a text of which {1} is prose",
    "look.prose": "is {0}, in a text of which {1} is prose",
    "prose.run": "is {1}, in a text of which {0} is prose",
    "marked.run.look": "is {2} {1}, in a text with {0} marked lines",
    "kind.run": "is {0} and {1}",
    "look.words.run": "is {0} {2}",
    "from.start": "is {1} at this distance from the top",
    "from.end": "is {1} at this distance from the bottom",
    "share.before": "is {1} with {0} of the prose above it",
    "prose.before": "is {1} with {0} prose above it",
    "prose.after": "is {1} with {0} prose below it",
    "prose.before.after": "has {0} prose above it and {1} prose below",
    "run.place": "is at this point of a group of lines {0}",
    "run.end": "is this far from the end of a group of lines {0}",
    "run.marks": "is in a group of lines {0}, with {1} marked lines above it and {2} below",
    "run.marks.look": "is {0} with {1} marked lines above it in its group and {2} below",
    "run.words.look": "is {0} in a group of lines with {2} words",
    "run.between": "is in a group of lines with {0} prose above and {1} prose below",
    "run.between.look": "is {2} in a group of lines with {0} prose above and {1} prose below",
    "last.kind.run": "is {1} and has a line above it that is {0}",
    "last.kind.distance": "is near a line above it that is {0}",
    "next.kind.run": "is {1} and has a line below it that is {0}",
    "next.kind.distance": "is near a line below it that is {0}",
    "last.mark": "is {1} at this distance below a marked line",
    "next.mark": "is {1} at this distance above a marked line",
    "around": "is {1} between {0} and {2}",
    "around.marked": "is {2} with {0} marked line directly above it and {1} directly below",
    "gaps": "is {2} with such blank lines around it",
    "near.marked": "is {1} with {0} marked lines next to it",
    "near.short": "is {1} with {0} short lines next to it",
    "near.prose": "is {1} with {0} paragraphs next to it",
    "far.marked": "is {1} with {0} marked lines around it",
    "far.short": "is {1} with {0} short lines around it",
    "far.prose": "is {1} with {0} paragraphs around it",
    "far": "has {0} marked lines, {1} short lines and {2} paragraphs around it",
    "cycle.two": "is {0} in turn with {1}, {2}",
    "cycle.three": "is {0} that returns on every third line, {1}",
    "mass.run": "is prose in a stretch of {0} words {1}",
    "mass.count": "is prose with {0} paragraphs next to it",
    "mass.gaps": "is prose with {0} lines between it and the prose above, and {1} to that below",
    "mass.gap.marks": "is prose with {0} marked lines before its stretch and {1} after",
    "mass.last.kind": "is prose below a line that is {0}",
    "mass.share": "is {1}, in a stretch of prose with {0} of all prose",
    "stretch": "is prose {0}, with {1} marked lines between",
    "stretch.share": "is prose {0}, in a stretch with {1} of the words that the main text has",
    "main.marks": "is {2} {0}, with {1} marked lines between",
    "main.away": "is {2} {0}, at this distance from it",
    "main.share": "is {2} {0}, which has {1} of the prose",
    "main.topic": "is {0}, with {1} marked lines between, and has {2} words in common with the article",
}
_BELOW = "is {0} below a line %s, {1}"
_BELOW_DISTANCE = "is at this distance below a line %s, {1}"


_VAGUE = re.compile(r"\bthis (distance|point|far)\b|\bsuch\b|, or lacks,")


class Seen(NamedTuple):
    """A feature that moved the reading of a block: in words, and as the weights have it."""

    words: str  # what the block is, as the end of a sentence: “is a label in capitals”
    name: str  # template and value: “case=capitals/label”
    gain: float  # natural logarithm of the odds against its being article

    def is_vague(self) -> bool:
        """Whether the words leave out the number that matters, and mean little without the feature's name."""
        return bool(_VAGUE.search(self.words))


def strongest(chain: Chain, codes: Sequence[int], state: State) -> list[Seen]:
    """The features of a block that speak for a state against being part of the body, best first.

    `codes` are the block's features as `cleaner.evidence` gives them. Features that say the same in words
    are told once; there may be none.
    """
    found: list[Seen] = []
    for template, code in zip(chain.templates, codes, strict=True):
        if code == NONE:
            continue
        name = template.name(code)
        weights = chain.weights.get(template.title, {}).get(name)
        if weights is None:
            continue
        gain = weights[state] - weights[State.BODY]
        if gain >= _LEAST:
            phrase = phrase_of(template.title)
            shares = _shares().get(template.title, ())
            values = [
                _percent(int(value), shares[number])
                if number < len(shares) and shares[number]
                else _in_words(value, field, many=f"{{{number}}} prose" not in phrase)
                for number, (value, field) in enumerate(zip(name.split("/"), template.fields, strict=True))
            ]
            found.append(Seen(phrase.format(*values), f"{template.title}={name}", gain))
    found.sort(key=lambda seen: -seen.gain)
    return list({seen.words: seen for seen in reversed(found)}.values())[::-1]


def phrase_of(title: str) -> str:
    """The phrase for a template; one with its bare title where `PHRASES` has none."""
    if title.startswith("below."):
        kind = title.removeprefix("below.").removesuffix(".distance")
        return (_BELOW_DISTANCE if title.endswith(".distance") else _BELOW) % _mark(kind)
    return PHRASES.get(title, title)


@cache
def _shares() -> Mapping[str, Sequence[Sequence[float]]]:
    """By feature: of each of its fields that is a share, the edges of the bins."""
    return {row.title: [field.shares for field in row.fields] for row in TABLE}


def _percent(number: int, edges: Sequence[float]) -> str:
    """A bin of shares as a reader says it."""
    if number > len(edges):
        return "no share"
    low, high = ([0, *edges][number], [*edges, 1][number])
    if number == 0:
        return f"less than {100 * high:g} %"
    if number == len(edges):
        return f"at least {100 * low:g} %"
    return f"{100 * low:g} to {100 * high:g} %"


def _in_words(value: str, field: tuple[str, ...] | int, *, many: bool) -> str:
    """One field of a feature as a reader says it; a bin of numbers as an amount of many things or of much."""
    if field == 2:
        return "a" if value == "1" else "no"
    if isinstance(field, int):
        return (_ARE if many else _IS)[0 if value == "0" else 1 + 3 * (int(value) - 1) // max(field - 1, 1)]
    if field == RUNS:
        return _RUN[value]
    if field == SIDES:
        return _SIDE[value]
    if field == CASES:
        return _CASE[value]
    if field == ENDS:
        named = {"letter": "a letter or digit, without a full stop", "other": "a rare sign"}
        return named.get(value, f"“{value}”")
    if set(field) <= {*LOOKS, "none"}:
        return _LOOK[value]
    if set(field) <= set(_OTHERS):
        return _OTHERS[value]
    return _mark(value) if field[:2] == (UNMARKED, OTHER) else value


def _mark(kind: str) -> str:
    """What a rule's mark says, by its kind."""
    if kind in (UNMARKED, OTHER):
        return "not marked" if kind == UNMARKED else "marked as something else"
    return f"marked as “{kind}”"
