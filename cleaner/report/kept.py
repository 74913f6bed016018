"""Why each block of a body stayed, and what spoke most against those that went by the reading alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from cleaner.decision import KEPT, LIKELY, State, Weighed
from cleaner.model import Block, Cleaned, Confidence, Mark, Removes, Shape
from cleaner.pipeline import Cleaner
from cleaner.report.because import strongest
from cleaner.report.explain import abridged
from cleaner.report.terminal import printable

_TOLD, _NAMED = 2, 5  # features of a cut that are put into a sentence, that are told by name


def explain_kept(
    cleaner: Cleaner,
    cleaned: Cleaned,
    name: str = "",
    *,
    url: str = "",
    site: str = "",
    html: bool = False,
    verbose: bool = False,
) -> str:
    """The blocks of a body, two lines each: where it stood in the original, what it says, why it stayed.

    The body is weighed once more, by the `cleaner` that made it: what it would cut is gone already, so what
    it says of each block is why it stayed; `verbose` adds how probably it is article. Of a page, the blocks
    of prose follow that nobody took.
    """
    blocks, weighed = cleaner.weigh(cleaned.body, url=url, site=site)
    shown = printable(name or "text", one_line=True) + " (extracted)" * html
    left_out = (f"{shown}: left out, by no rule: {abridged(text)}" for text in cleaned.left_out)
    return "\n".join([*_lines(cleaner, cleaned, blocks, weighed, shown, verbose=verbose), *left_out])


def strongest_evidence(
    cleaner: Cleaner, cleaned: Cleaned, *, url: str = "", site: str = "", verbose: bool = False
) -> dict[int, str]:
    """For cuts that rest on the reading of the whole document, by where they start: what moved it most.

    In a sentence; `verbose` tells the features by name instead, with their weights (natural logarithms of
    odds), and how probably the block is article. The original is weighed once more. Cuts that a rule makes by
    itself, those inside a block and those of a later round (the text around them was gone) have no entry.
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
            seen = strongest(weighed.chain, weighed.codes[index], state)
            if verbose:
                named = [f"it {reason.words} ({reason.name} {reason.gain:+.2f})" for reason in seen[:_NAMED]]
                told = "; ".join([*named, f"it is {_chance(weighed.hopes[index])}"])
                found[removal.start] = f"{told[0].upper()}{told[1:]}."
            elif plain := [reason.words for reason in seen if not reason.is_vague()][:_TOLD]:
                found[removal.start] = f"It {'; it '.join(plain)}."
    return found


def _lines(
    cleaner: Cleaner,
    cleaned: Cleaned,
    blocks: Sequence[Block],
    weighed: Weighed,
    name: str,
    *,
    verbose: bool,
) -> Iterator[str]:
    yield f"{name}: {len(blocks):,} {'block' if len(blocks) == 1 else 'blocks'} kept"
    cuts = [(cut.start, cut.end) for cut in cleaned.removals if cut.start >= 0]
    gone = [0, *accumulate(end - start for start, end in cuts)]
    starts = [start - before for (start, _), before in zip(cuts, gone, strict=False)]  # in the body
    prose = [index for index, block in enumerate(blocks) if block.shape is Shape.PROSE]
    number, counted = 1, 0
    for index, block in enumerate(blocks):
        place = block.start + gone[bisect_right(starts, block.start)]
        number, counted = number + cleaned.original.count("\n", counted, place), place
        yield f"{name}:{number}: kept: {abridged(block.text)}"
        chance = f" [{_chance(weighed.hopes[index])}]" if verbose else ""
        yield f"    {_why(cleaner, index, blocks, prose, weighed)}{chance}"


def _chance(hope: float) -> str:
    return f"part of the article with probability {hope:.2f}"


def _why(
    cleaner: Cleaner, index: int, blocks: Sequence[Block], prose: Sequence[int], weighed: Weighed
) -> str:
    """Why one block stayed: what held back the rules that mark it, and how it reads."""
    marks = [mark for mark in weighed.heard.every[index] if mark.rule.removes is not Removes.SPAN]
    held = [_held(cleaner, mark, index, weighed) for mark in marks]
    return " ".join([*dict.fromkeys(held), _read(index, blocks, prose, weighed)])


def _held(cleaner: Cleaner, mark: Mark, index: int, weighed: Weighed) -> str:
    rule = mark.rule
    said = f"The rule {rule.id} marks it ({rule.why.rstrip('.')})"
    if rule.id in cleaner.rules.shown:
        return f"{said}, but you asked to keep this kind."
    if mark not in weighed.heard.unlisted[index]:
        return f"{said}, but the lines next to it show that it belongs to the article."
    if mark not in weighed.heard.addressed[index]:
        return f"{said}, but the sentence tells about this rather than speaks to the reader."
    if mark not in weighed.heard.heeded[index]:
        return f"{said}, but so many paragraphs speak of this that it is what the article is about."
    if rule.confidence is not Confidence.HIGH:
        return f"{said}, but that alone is not enough."
    return f"{said}, but {weighed.guards.against(rule, index) or 'you asked to keep it'}."


def _read(index: int, blocks: Sequence[Block], prose: Sequence[int], weighed: Weighed) -> str:
    """What the reading of the whole document says of a block that stayed."""
    if weighed.reading.states[index] is State.TITLE:
        return "It looks like the title, which is removed only on request (--drop title)."
    if weighed.hopes[index] >= LIKELY:
        if blocks[index].shape is Shape.PROSE:
            return "It reads like a paragraph of the article."
        place = _place(index, prose)
        if place is _BETWEEN and blocks[index].shape in (Shape.HEADING, Shape.LABEL):
            return f"It {place} and looks like a sub-heading."
        return f"It {place} and {_LOOKS[blocks[index].shape]}."
    beside = range(max(0, index - 1), min(index + 2, len(weighed.heard.heeded)))
    if any(weighed.heard.heeded[other] for other in beside):
        return "It might be junk, but too little speaks against it and the lines next to it."
    return "It might be junk, but no rule marks it or a line next to it."


_BETWEEN = "stands between two paragraphs of the article"


def _place(index: int, prose: Sequence[int]) -> str:
    """Where a block stands among the paragraphs of a body, which are these."""
    above, below = bool(prose) and prose[0] < index, bool(prose) and prose[-1] > index
    if above and below:
        return _BETWEEN
    if above or below:
        return "stands below the last paragraph" if above else "stands above the first paragraph"
    return "stands in a text without paragraphs"


_LOOKS: Mapping[Shape, str] = {
    Shape.SENTENCE: "is a sentence",
    Shape.TEASER: "reads like the article, though it breaks off",
    Shape.HEADING: "looks like a heading",
    Shape.LABEL: "looks like a heading",
    Shape.DATE: "is a date that belongs to the article",
    Shape.NUMBER: "is a number that belongs to the article",
    Shape.ITEM: "looks like an item of a list",
    Shape.CAPTION: "reads like the article, though it ends in a bracket",
    Shape.LINK: "is an address that belongs to the article",
    Shape.CODE: "looks like code or a formula",
}
