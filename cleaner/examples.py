"""Run a rule against the examples in its file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.blocks import split
from cleaner.match import Matcher
from cleaner.model import Removes, Rule, RulePack

_CUT = re.compile(r"\[-(.*?)-\]", re.DOTALL)


def failures(rule: Rule) -> list[str]:
    """What is wrong with a rule by its own examples, a sentence each; empty where all is well.

    The rule must mark something in every `cuts` and nothing in any `keeps`. A rule that cuts a span must cut
    just what stands between `[-` and `-]` in the example.
    """
    if rule.page:
        return []  # told by a whole page: tests clean these examples
    return list(_page_failures(rule) if rule.css or rule.body else _text_failures(rule))


def _text_failures(rule: Rule) -> Iterator[str]:
    matcher = Matcher(RulePack((rule,), {}))
    host = rule.sites[0] if rule.sites else ""
    for example in (text for texts in rule.cuts.values() for text in texts):
        wanted = "|".join(_CUT.findall(example))
        text = _CUT.sub(r"\1", example)
        blocks = split(text)
        marked = [
            block.text[mark.start : mark.end]
            for block, marks in zip(blocks, matcher.match(blocks, host).marks, strict=True)
            for mark in marks
        ]
        if rule.shape or rule.state:
            continue  # told by a whole document, not by its lines: tests clean these examples
        if not marked:
            yield f"{rule.id}: does not mark {example!r}"
        elif rule.removes is Removes.SPAN and "|".join(marked) != wanted:
            yield f"{rule.id}: cuts {'|'.join(marked)!r} of {example!r}"
    for example in (text for texts in rule.keeps.values() for text in texts):
        blocks = split(example)
        if any(matcher.match(blocks, host).marks):
            yield f"{rule.id}: marks {example!r}, which it should keep"


def _page_failures(rule: Rule) -> Iterator[str]:
    from cleaner.extract import selects  # noqa: PLC0415  (text rules must not pay for lxml)

    for example in (text for texts in rule.cuts.values() for text in texts):
        if not selects(example, rule):
            yield f"{rule.id}: selects nothing in {example!r}"
    for example in (text for texts in rule.keeps.values() for text in texts):
        if selects(example, rule):
            yield f"{rule.id}: selects something in {example!r}, which it should keep"
