"""Why each block of a body stayed, and what spoke most against those that went by the reading alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from cleaner.decision import KEPT, LIKELY, State, Weighed
from cleaner.model import Block, Cleaned, Confidence, Mark, Removes
from cleaner.pipeline import Cleaner
from cleaner.report.because import strongest
from cleaner.report.explain import abridged
from cleaner.report.terminal import printable


def explain_kept(
    cleaner: Cleaner, cleaned: Cleaned, name: str = "", *, url: str = "", site: str = "", html: bool = False
) -> str:
    """The blocks of a body, two lines each: where it stood in the original, what it says, why it stayed.

    The body is weighed once more, by the `cleaner` that made it: what it would cut is gone already, so what
    it says of each block is why it stayed. Of a page, the blocks of prose follow that nobody took.
    """
    blocks, weighed = cleaner.weigh(cleaned.body, url=url, site=site)
    shown = printable(name or "text", one_line=True) + " (extracted)" * html
    left_out = (f"{shown}: left out, by no rule: {abridged(text)}" for text in cleaned.left_out)
    return "\n".join([*_lines(cleaner, cleaned, blocks, weighed, shown), *left_out])


def strongest_evidence(
    cleaner: Cleaner, cleaned: Cleaned, *, url: str = "", site: str = ""
) -> dict[int, str]:
    """For cuts that rest on the reading of the whole document, by where they start: what moved it most.

    The original is weighed once more. Cuts that a rule makes by itself, those inside a block and those of a
    later round, when the text around them was gone, have no entry.
    """
    if not any(removal.start >= 0 for removal in cleaned.removals):
        return {}
    blocks, weighed = cleaner.weigh(cleaned.original, url=url, site=site)
    ends = [block.end for block in blocks]
    found: dict[int, str] = {}
    for removal in cleaned.removals:
        if removal.start < 0 or not removal.text.strip():
            continue
        index = bisect_right(ends, removal.start + len(removal.text) - len(removal.text.lstrip()))
        state = weighed.reading.states[index] if index < len(blocks) else State.BODY
        covered = index < len(blocks) and removal.start <= blocks[index].start and removal.end >= ends[index]
        if covered and index not in weighed.obeyed and state not in KEPT:
            reasons = strongest(weighed.chain, weighed.codes[index], state)
            if reasons:
                found[removal.start] = "; ".join(reasons)
    return found


def _lines(
    cleaner: Cleaner, cleaned: Cleaned, blocks: Sequence[Block], weighed: Weighed, name: str
) -> Iterator[str]:
    yield f"{name}: {len(blocks):,} {'block' if len(blocks) == 1 else 'blocks'} kept"
    cuts = [(cut.start, cut.end) for cut in cleaned.removals if cut.start >= 0]
    gone = [0, *accumulate(end - start for start, end in cuts)]
    starts = [start - before for (start, _), before in zip(cuts, gone, strict=False)]  # in the body
    number, counted = 1, 0
    for index, block in enumerate(blocks):
        place = block.start + gone[bisect_right(starts, block.start)]
        number, counted = number + cleaned.original.count("\n", counted, place), place
        yield f"{name}:{number}: kept: {abridged(block.text)}"
        yield f"    {_why(cleaner, index, weighed)}"


def _why(cleaner: Cleaner, index: int, weighed: Weighed) -> str:
    """Why one block stayed: what held back the rules that mark it, and how it reads."""
    marks = [mark for mark in weighed.marks[index] if mark.rule.removes is not Removes.SPAN]
    held = [_held(cleaner, mark, index, weighed) for mark in marks]
    return " ".join([*dict.fromkeys(held), _read(index, weighed, marked=bool(marks))])


def _held(cleaner: Cleaner, mark: Mark, index: int, weighed: Weighed) -> str:
    rule = mark.rule
    said = f"{rule.id} marks it ({rule.why.rstrip('.')})"
    if rule.id in cleaner.rules.shown:
        return f"{said}, but this kind was asked to stay."
    if mark not in weighed.heeded[index]:
        return f"{said}, but so many paragraphs speak of this that the article is about it."
    if rule.confidence is not Confidence.HIGH:
        return f"{said}, but that alone is not enough."
    return f"{said}, but {weighed.guards.against(rule, index) or 'it was asked to stay'}."


def _read(index: int, weighed: Weighed, *, marked: bool) -> str:
    """What the reading of the whole document says of a block that stayed."""
    state = weighed.reading.states[index]
    if state is State.TITLE:
        return "It reads as the title, which goes on request only."
    if weighed.hopes[index] >= LIKELY:
        return (
            "It reads as part of the article."
            if marked
            else "No rule marks it; it reads as part of the article."
        )
    beside = range(max(0, index - 1), min(index + 2, len(weighed.heeded)))
    near = any(weighed.heeded[other] for other in beside)
    but = (
        "too little speaks against it and the lines beside it"
        if near
        else "no rule marks it or a line beside it"
    )
    return f"It might be junk, but {but}."
