"""Run a rule against the examples in its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from cleaner.match import Matcher
from cleaner.model import Removes, Rule, RulePack
from cleaner.text import split

_CUT = re.compile(r"\[-(.*?)-\]", re.DOTALL)


class Failure(NamedTuple):
    """An example that a rule does not live up to: its text as written, and where it stands (`cuts.en`)."""

    rule: Rule
    key: str
    example: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule.id}: {self.message}"


def failures(rule: Rule) -> list[Failure]:
    """What is wrong with a rule by its own examples; empty where all is well.

    The rule must mark something in every `cuts` and nothing in any `keeps`. A rule that cuts a span must cut
    just what stands between `[-` and `-]` in the example.
    """
    if rule.page:
        return []  # told by a whole page: tests clean these examples
    of_page = rule.css or rule.body
    says = partial(_says_of_page, rule) if of_page else partial(_says_of_text, rule, _matcher(rule))
    return [
        Failure(rule, f"{key}.{language}", example, message)
        for key in ("cuts", "keeps")
        for language, examples in getattr(rule, key).items()
        for example in examples
        for message in says(example, cuts=key == "cuts")
    ]


def in_force(pack: RulePack) -> RulePack:
    """The pack without rules that nobody has checked and that fail their own examples; notices tell them."""
    failing = {rule.id: len(found) for rule in pack.rules if not rule.checked and (found := failures(rule))}
    if not failing:
        return pack
    notices = [f"{rule} is not in force: {number} of its examples fail" for rule, number in failing.items()]
    rules = tuple(rule for rule in pack.rules if rule.id not in failing)
    return pack._replace(rules=rules, notices=(*pack.notices, *notices))


def plain(example: str) -> str:
    """An example of `cuts` without the brackets around what goes."""
    return _CUT.sub(r"\1", example)


def _matcher(rule: Rule) -> Matcher:
    """One for all examples of a rule: to make it takes longer than to ask it."""
    return Matcher(RulePack((rule,), {}))


def _says_of_text(rule: Rule, matcher: Matcher, example: str, *, cuts: bool) -> Iterator[str]:
    if cuts and (rule.shape or rule.state):
        return  # told by a whole document, not by its lines: tests clean these examples
    text = plain(example) if cuts else example
    blocks = split(text)
    marks = matcher.match(blocks, rule.sites[0] if rule.sites else "")
    marked = [
        block.text[mark.start : mark.end]
        for block, found in zip(blocks, marks, strict=True)
        for mark in found
    ]  # fmt: skip
    if not cuts:
        if marked:
            yield f"marks {example!r}, which it should keep"
    elif not marked:
        yield f"does not mark {example!r}"
    elif rule.removes is Removes.SPAN and marked != _CUT.findall(example):
        yield f"cuts {'|'.join(marked)!r} of {example!r}"


def _says_of_page(rule: Rule, example: str, *, cuts: bool) -> Iterator[str]:
    from cleaner.page import selects  # noqa: PLC0415  (text rules must not pay for lxml)

    selected = selects(example, rule)
    if cuts and not selected:
        yield f"selects nothing in {example!r}"
    if selected and not cuts:
        yield f"selects something in {example!r}, which it should keep"
