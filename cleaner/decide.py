"""The only place that decides: marks, shapes and positions become cuts.

Rules of high confidence are obeyed where their guards allow. Everything else is one reading of the whole
document (`chain.py`) over the evidence for each block (`evidence.py`), held back by two rails: the prose that
holds most of the text stays, and a reading hardly better than keeping everything keeps everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from cleaner.chain import KEPT, Chain, State, packaged_chain
from cleaner.evidence import MAIN_PROSE, evidence, is_mass
from cleaner.model import Block, Confidence, Mark, Place, Removes, Rule, RulePack
from cleaner.sequence import sequences

_PLACE_SHARE = 0.4  # a head (tail) rule holds while at most this share of the prose stands before (after)
_QUOTED = 60  # letters of a block that an explanation quotes


class Caution(StrEnum):
    """How much evidence a cut needs."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class _Rails(NamedTuple):
    bias: float  # for keeping, a block
    anchor: float  # more of it, for each block of the main prose
    gate: float  # by which a reading must beat keeping everything


_RAILS: Mapping[Caution, _Rails] = {
    Caution.LOW: _Rails(0.2, 2.0, 1.0),
    Caution.NORMAL: _Rails(0.7, 2.0, 3.0),
    Caution.HIGH: _Rails(1.5, 4.0, 6.0),
}

_CONTEXT = {
    State.HEAD: "before the article begins",
    State.INSERTED: "between the article's paragraphs",
    State.TAIL: "after the article's end",
}


class Cut(NamedTuple):
    """A stretch of the text that goes, and the rule it goes by."""

    start: int
    end: int
    rule: Rule
    why: str
    captured: Mapping[str, str]


class _Reason(NamedTuple):
    rule: Rule
    why: str


class Decider:
    """Decides by the rules of a pack; made once, used for any number of documents."""

    def __init__(self, pack: RulePack, caution: Caution = Caution.NORMAL) -> None:
        self._pack = pack
        self._rails = _RAILS[caution]
        self._sequences = tuple(rule for rule in pack.rules if rule.shape)
        self._by_state = {State[rule.state.upper()]: rule for rule in pack.rules if rule.state}
        self._chain = packaged_chain() if self._by_state else None

    def decide(self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> list[Cut]:
        """The cuts to make, sorted, not overlapping."""
        marks = self._with_sequences(blocks, marks)
        reasons = _obeyed(blocks, marks)
        if self._chain is not None and blocks:
            self._read(self._chain, blocks, marks, reasons)
        for index, reason in list(reasons.items()):
            kinds = {reason.rule.id, *(mark.rule.id for mark in marks[index])}
            if kinds & self._pack.shown:
                del reasons[index]
        return _cuts(blocks, marks, reasons)

    def _with_sequences(
        self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]
    ) -> Sequence[Sequence[Mark]]:
        """The marks, with those of rules on sequences of shapes."""
        found = list(sequences(blocks, marks, self._sequences))
        if not found:
            return marks
        more = [list(block_marks) for block_marks in marks]
        for first, last, rule in found:
            for index in range(first, last):
                more[index].append(Mark(rule, 0, len(blocks[index].text), {}))
        return more

    def _read(
        self,
        chain: Chain,
        blocks: Sequence[Block],
        marks: Sequence[Sequence[Mark]],
        reasons: dict[int, _Reason],
    ) -> None:
        """Add the blocks that the reading of the whole document takes for junk."""
        features = evidence(blocks, marks)
        scores = chain.scores(features)
        for index, row in enumerate(scores):
            bonus = self._rails.bias + (self._rails.anchor if MAIN_PROSE in features[index] else 0.0)
            for state in KEPT:
                row[state] += bonus
        reading = chain.read(scores, gone=frozenset(reasons))
        if reading.gain < self._rails.gate:
            return
        for index, state in enumerate(reading.states):
            rule = self._by_state.get(state)
            if index in reasons or rule is None:
                continue
            if state is State.TITLE:
                reasons[index] = _Reason(rule, rule.why)
            else:
                reasons[index] = _because(index, state, rule, blocks, marks, reading.states)


def _obeyed(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> dict[int, _Reason]:
    """Blocks that go because a rule of high confidence says so, guards permitting."""
    prose = [block.words if is_mass(block, found) else 0 for block, found in zip(blocks, marks, strict=True)]
    total = sum(prose)
    before = [0, *accumulate(prose)]
    reasons: dict[int, _Reason] = {}
    for index, block_marks in enumerate(marks):
        for mark in block_marks:
            rule = mark.rule
            if rule.confidence is not Confidence.HIGH or rule.removes is Removes.SPAN:
                continue
            after = total - before[index + 1]
            if rule.at is Place.HEAD and before[index] > _PLACE_SHARE * total:
                continue
            if rule.at is Place.TAIL and after > _PLACE_SHARE * total:
                continue
            if rule.not_before and sum(1 for words in prose[index + 1 :] if words) >= 2:
                continue
            reasons.setdefault(index, _Reason(rule, rule.why))
            if rule.removes is Removes.REST:
                quoted = f"Stands below {_quoted(blocks[index])}: {rule.why}"
                for later in range(index + 1, len(blocks)):
                    reasons.setdefault(later, _Reason(rule, quoted))
    return reasons


def _because(
    index: int,
    state: State,
    context: Rule,
    blocks: Sequence[Block],
    marks: Sequence[Sequence[Mark]],
    states: Sequence[State],
) -> _Reason:
    """The rule a block goes by: its own mark, the nearest mark in its run of junk, or its place alone."""
    place = _CONTEXT[state]
    own = next((mark.rule for mark in marks[index] if mark.rule.removes is not Removes.SPAN), None)
    if own is not None:
        return _Reason(own, f"{own.why} It stands {place}.")
    run = _run(index, states)
    shape = _SHAPES.get(blocks[index].shape, "a line")
    for distance in range(1, len(run)):
        for near in (index - distance, index + distance):
            if near in run:
                mark = next((m for m in marks[near] if m.rule.removes is not Removes.SPAN), None)
                if mark is not None:
                    side = "below" if near < index else "above"
                    return _Reason(
                        mark.rule,
                        f"{shape.capitalize()} {place}, in one run with {_quoted(blocks[near])} "
                        f"{distance} {'line' if distance == 1 else 'lines'} {side}: {mark.rule.why}",
                    )
    return _Reason(context, f"{shape.capitalize()} {place}: {context.why}")


_SHAPES = {
    "prose": "prose",
    "sentence": "a short sentence",
    "teaser": "a text that breaks off",
    "heading": "a heading",
    "label": "a label",
    "date": "a date",
    "number": "a number",
    "item": "a list item",
    "caption": "a caption",
    "link": "an address",
}


def _run(index: int, states: Sequence[State]) -> range:
    """The run of junk blocks around a block."""
    first = last = index
    while first > 0 and states[first - 1] not in KEPT:
        first -= 1
    while last + 1 < len(states) and states[last + 1] not in KEPT:
        last += 1
    return range(first, last + 1)


def _quoted(block: Block) -> str:
    text = " ".join(block.text[: 2 * _QUOTED].split())
    return f"“{text}”" if len(text) <= _QUOTED else f"“{text[: _QUOTED - 1]}…”"


def _cuts(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], reasons: Mapping[int, _Reason]
) -> list[Cut]:
    """Stretches of text for the removed blocks and spans; of the gaps around a run the larger one stays."""
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
        gap_after = blocks[index].gap if index < count else 0
        after_stays = first > 0 and (index == count or gap_after > blocks[first].gap)
        for k in range(first, index):
            if after_stays:
                start, end = blocks[k - 1].end, blocks[k].end
            else:
                start = blocks[k].start if k else 0
                end = blocks[k + 1].start if k + 1 < count else blocks[k].end
            captured = {name: value for mark in marks[k] for name, value in mark.captured.items()}
            cuts.append(Cut(start, end, *reasons[k], captured))
    return cuts


def _spans(block: Block, marks: Sequence[Mark]) -> list[Cut]:
    """The words that rules on spans cut out of a block that stays."""
    spans = sorted((m for m in marks if m.rule.removes is Removes.SPAN), key=lambda m: (m.start, m.end))
    cuts: list[Cut] = []
    position = 0
    for mark in spans:
        if mark.start >= position:
            cuts.append(
                Cut(block.start + mark.start, block.start + mark.end, mark.rule, mark.rule.why, mark.captured)
            )
            position = mark.end
    return cuts
