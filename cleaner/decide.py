"""The only place that decides: marks, shapes and positions become cuts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cleaner.model import Block, Confidence, Mark, Place, Removes, Rule, Shape

_PLACE_SHARE = 0.4  # a head (tail) rule holds while at most this share of the prose stands before (after)


class Cut(NamedTuple):
    """A stretch of the text that goes, and the rule it goes by."""

    start: int
    end: int
    rule: Rule
    why: str
    captured: Mapping[str, str]


def decide(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], shown: frozenset[str] = frozenset()
) -> list[Cut]:
    """The cuts to make, sorted, not overlapping. Blocks marked by a rule in `shown` stay."""
    reasons = _obeyed(blocks, marks)
    for index, block_marks in enumerate(marks):
        if any(mark.rule.id in shown for mark in block_marks):
            reasons.pop(index, None)
    return _cuts(blocks, marks, reasons)


def _obeyed(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> dict[int, tuple[Rule, str]]:
    """Blocks that go because a rule of high confidence says so."""
    prose = [b.words if b.shape is Shape.PROSE and not m else 0 for b, m in zip(blocks, marks, strict=True)]
    total = sum(prose)
    before = 0
    reasons: dict[int, tuple[Rule, str]] = {}
    for index, block_marks in enumerate(marks):
        for mark in block_marks:
            rule = mark.rule
            if rule.confidence is not Confidence.HIGH or rule.removes is Removes.SPAN:
                continue
            if rule.at is Place.HEAD and before > _PLACE_SHARE * total:
                continue
            if rule.at is Place.TAIL and total - before > _PLACE_SHARE * total:
                continue
            if rule.not_before and sum(1 for words in prose[index + 1 :] if words) >= 2:
                continue
            reasons.setdefault(index, (rule, rule.why))
            if rule.removes is Removes.REST:
                for later in range(index + 1, len(blocks)):
                    reasons.setdefault(later, (rule, f"Stands after “{blocks[index].text[:60]}”: {rule.why}"))
        before += prose[index]
    return reasons


def _cuts(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], reasons: dict[int, tuple[Rule, str]]
) -> list[Cut]:
    """Stretches for the removed blocks and spans; a run of cuts leaves the larger gap around it."""
    cuts: list[Cut] = []
    index, count = 0, len(blocks)
    while index < count:
        if index not in reasons:
            cuts += _spans(blocks[index], marks[index])
            index += 1
            continue
        first = index
        while index < count and index in reasons:
            index += 1
        # [first, index) goes
        at_end = index == count
        gap_before = blocks[first].gap if first else 0
        gap_after = 0 if at_end else blocks[index].gap
        keep_after = bool(first) and (at_end or gap_after > gap_before)
        for k in range(first, index):
            if keep_after:
                start = blocks[k - 1].end
                end = blocks[k].end
            else:
                start = blocks[k].start if k else 0
                end = blocks[k + 1].start if k + 1 < count else blocks[k].end
            cuts.append(Cut(start, end, *reasons[k], {n: v for m in marks[k] for n, v in m.captured.items()}))
    return cuts


def _spans(block: Block, marks: Sequence[Mark]) -> list[Cut]:
    spans = (
        sorted(
            (mark.start, mark.end, mark)
            for mark in marks
            if mark.rule.removes is Removes.SPAN and mark.rule.confidence is not Confidence.LOW
        )
        if marks
        else []
    )
    cuts: list[Cut] = []
    position = 0
    for start, end, mark in spans:
        if start >= position:
            cuts.append(Cut(block.start + start, block.start + end, mark.rule, mark.rule.why, mark.captured))
            position = end
    return cuts
