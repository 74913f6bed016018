"""The only place that decides: marks, shapes and positions become cuts.

Rules of high confidence are obeyed where their guards allow. Everything else is one reading of the whole
document (`chain.py`) over the evidence for each block (`evidence.py`), held back by two rails: the prose that
holds most of the text stays, and a reading hardly better than keeping everything keeps everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from cleaner.chain import KEPT, Chain, Row, State, packaged_chain
from cleaner.evidence import evidence, is_mass, main_mark
from cleaner.model import Block, Confidence, Mark, Place, Removes, Rule, RulePack, Shape
from cleaner.sequence import sequences

_PLACE_SHARE = 0.4  # a head (tail) rule holds while at most this share of the prose stands before (after)
_DECIDED: Row = (0.0, 0.0, 0.0, 0.0, 0.0)  # a block that goes in any case speaks for nothing
_BARRED: Row = (0.0, -1e6, -1e6, 0.0, 0.0)  # and is read as junk
_LONG = 25  # words of prose from which on one rule's word is not enough
_FEW = 4  # lines that a single mark may take along
_EDGE_GAIN, _EDGE_MARKS = 0.5, 2  # what prose at an edge must gain; marks it may lie behind
_MOST_PROSE = 0.8  # of a document that a reading may take for junk
_TITLE_ODDS = -1.5  # against head junk; 94 of 100 titles have more, 90 of 100 other lines above articles less
_SENTENCES = (Shape.PROSE, Shape.SENTENCE)
_TOPIC = 3  # paragraphs with one kind of mark from which on it is what the article is about
_NEAR = 40  # blocks around one in which a mark is looked for to explain it by
_QUOTED = 60  # letters of a block that an explanation quotes


class Caution(StrEnum):
    """How much evidence a cut needs."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class _Rails(NamedTuple):
    """What holds a reading back. Measured in `benchmarks/`: each keeps more article than it keeps junk."""

    bias: float  # for keeping, a block
    anchor: float  # more of it, for each block of the main prose
    gain: float  # by which a run of junk must beat keeping it
    gain_of_many: float  # the same for prose, or more than a few lines, on the word of a single mark


_RAILS: Mapping[Caution, _Rails] = {
    Caution.LOW: _Rails(-0.2, 0.0, 0.0, 2.0),
    Caution.NORMAL: _Rails(0.1, 0.5, 2.0, 5.0),
    Caution.HIGH: _Rails(0.7, 2.0, 3.0, 8.0),
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

    def __init__(self, pack: RulePack, caution: Caution = Caution.NORMAL, chain: Chain | None = None) -> None:
        self._pack = pack
        self._rails = _RAILS[caution]
        self._sequences = tuple(rule for rule in pack.rules if rule.shape)
        self._by_state = {State[rule.state.upper()]: rule for rule in pack.rules if rule.state}
        self._chain = (chain or packaged_chain()) if self._by_state else None

    def decide(self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> list[Cut]:
        """The cuts to make, sorted, not overlapping."""
        marks = _without_topics(blocks, self._with_sequences(blocks, marks))
        reasons = _obeyed(blocks, marks)
        if self._chain is not None and (State.TITLE in self._by_state or any(map(main_mark, marks))):
            self._read(self._chain, blocks, marks, reasons)  # where nothing is marked, nothing else goes
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
        found = evidence(blocks, marks, chain.kinds)
        scores = [
            _DECIDED if index in reasons else _biased(row, self._rails, found.main[index])
            for index, row in enumerate(chain.scores(found.codes))
        ]
        states = chain.read([_BARRED if index in reasons else row for index, row in enumerate(scores)])
        _find_title(blocks, marks, scores, states, reasons)
        _draw_edges(blocks, marks, scores, states, reasons)
        runs = [r for r in _junk_runs(states) if self._holds(chain, blocks, marks, scores, states, r)]
        if not _leaves_enough(blocks, marks, runs):
            runs = []
        for run in runs:
            for index in range(*run):
                rule = self._by_state.get(states[index])
                if index not in reasons and rule is not None:
                    reasons[index] = _because(index, run, rule, states[index], blocks, marks)
        title = self._by_state.get(State.TITLE)
        if title is not None:
            for index, state in enumerate(states):
                if state is State.TITLE:
                    reasons.setdefault(index, _Reason(title, title.why))

    def _holds(
        self,
        chain: Chain,
        blocks: Sequence[Block],
        marks: Sequence[Sequence[Mark]],
        scores: Sequence[Row],
        states: Sequence[State],
        run: tuple[int, int],
    ) -> bool:
        """Whether a run of junk has enough going for it: marks, and a gain over keeping it."""
        first, last = run
        marked = sum(1 for index in range(first, last) if main_mark(marks[index]) is not None)
        if not marked:
            return False
        weighty = last - first > _FEW or any(_is_long(block) for block in blocks[first:last])
        around = slice(max(0, first - 1), last + 1)
        kept = [*states[around.start : first], *[State.BODY] * (last - first), *states[last : last + 1]]
        gain = chain.path(states[around], scores[around]) - chain.path(kept, scores[around])
        return gain >= (self._rails.gain_of_many if weighty and marked < 2 else self._rails.gain)


def _leaves_enough(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], runs: Sequence[tuple[int, int]]
) -> bool:
    """Whether some of a document's prose is left without these runs: else the reading has gone wrong."""
    mass = [b.words if is_mass(b, found) else 0 for b, found in zip(blocks, marks, strict=True)]
    return sum(sum(mass[first:last]) for first, last in runs) <= _MOST_PROSE * sum(mass)


def _find_title(
    blocks: Sequence[Block],
    marks: Sequence[Sequence[Mark]],
    scores: Sequence[Row],
    states: list[State],
    gone: Container[int],
) -> None:
    """Give a document whose head was read as junk its likeliest title, and what belongs to it: a headline
    above what was taken for the title, and the standfirst below."""
    odds = {
        index: scores[index][State.TITLE] - scores[index][State.HEAD]
        for index, state in enumerate(states)
        if state in (State.HEAD, State.TITLE)
        and index not in gone
        and _may_be_title(blocks[index], marks[index])
    }
    if State.TITLE not in states and odds and max(odds.values()) > _TITLE_ODDS:
        states[max(odds, key=lambda index: odds[index])] = State.TITLE
    for index, state in enumerate(states):
        if state is State.TITLE:
            if odds.get(index - 1, _TITLE_ODDS) > _TITLE_ODDS:
                states[index - 1] = State.TITLE
            below = index + 1
            free = below < len(states) and states[below] is State.HEAD and below not in gone
            if free and blocks[below].shape in _SENTENCES and not marks[below]:
                states[below] = State.BODY
            break


def _may_be_title(block: Block, marks: Sequence[Mark]) -> bool:
    sentence = block.shape in _SENTENCES and block.words <= _LONG
    return (block.shape is Shape.HEADING or sentence) and block.words >= 3 and not marks


def _is_long(block: Block) -> bool:
    return block.shape is Shape.PROSE and block.words >= _LONG


def _without_topics(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
    """The marks without those on the paragraphs of an article about newsletters, cookies or the like."""
    paragraphs = [index for index, block in enumerate(blocks) if marks[index] and _is_long(block)]
    counts = Counter(kind for index in paragraphs for kind in {mark.rule.kind for mark in marks[index]})
    topics = {kind for kind, count in counts.items() if count >= _TOPIC}
    if not topics:
        return marks
    fewer = list(marks)
    for index in paragraphs:
        fewer[index] = [mark for mark in marks[index] if mark.rule.kind not in topics]
    return fewer


def _draw_edges(
    blocks: Sequence[Block],
    marks: Sequence[Sequence[Mark]],
    scores: Sequence[Row],
    states: list[State],
    reasons: dict[int, _Reason],
) -> None:
    """Give back to the body the prose at the inner edge of head and tail that speaks for itself.

    A rule that is obeyed cuts the document in two, and moving over that cut twice costs a reading more than
    a last paragraph gains it.
    """
    for first, last in _junk_runs(states):
        for state, inwards in (
            (State.TAIL, range(first, last)),
            (State.HEAD, range(last - 1, first - 1, -1)),
        ):
            gain, best, edge, marked = 0.0, _EDGE_GAIN, 0, 0
            for passed, index in enumerate(inwards, 1):
                if main_mark(marks[index]) is not None:
                    marked += 1
                else:
                    gain += scores[index][State.BODY] - scores[index][state]
                if states[index] is not state or marked > _EDGE_MARKS:
                    break
                if gain > best and is_mass(blocks[index], marks[index]):
                    best, edge, marked = gain, passed, 0
            for index in inwards[:edge]:
                mark = main_mark(marks[index])
                if mark is not None:
                    why = f"{mark.rule.why} It stands {_CONTEXT[State.INSERTED]}."
                    reasons.setdefault(index, _Reason(mark.rule, why))
                states[index] = State.BODY


def _biased(row: Row, rails: _Rails, main: bool) -> Row:
    bias = rails.bias + (rails.anchor if main else 0.0)
    return (row[0], row[1] + bias, row[2] + bias, row[3], row[4])


def _junk_runs(states: Sequence[State]) -> list[tuple[int, int]]:
    """First block, and block after the last, of each run of junk."""
    runs: list[tuple[int, int]] = []
    for index, state in enumerate(states):
        if state in KEPT:
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _obeyed(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> dict[int, _Reason]:
    """Blocks that go because a rule of high confidence says so, guards permitting."""
    prose = [block.words if is_mass(block, found) else 0 for block, found in zip(blocks, marks, strict=True)]
    total = sum(prose)
    before = [0, *accumulate(prose)]
    airy = sum(block.gap > 1 for block in blocks) * 2 > len(blocks)
    reasons: dict[int, _Reason] = {}
    for index, (block, found) in enumerate(zip(blocks, marks, strict=True)):
        for mark in found:
            rule = mark.rule
            if rule.confidence is not Confidence.HIGH or rule.removes is Removes.SPAN:
                continue
            after = total - before[index + 1]
            if rule.at is Place.HEAD and before[index] > _PLACE_SHARE * total:
                continue
            if rule.at is Place.TAIL and after > _PLACE_SHARE * total:
                continue
            if _is_long(block) and not _beside_marked(index, marks):
                continue  # a sentence of the article may speak of newsletters
            if rule.not_before and sum(1 for words in prose[index + 1 :] if words) >= 2:
                continue
            reasons.setdefault(index, _Reason(rule, rule.why))
            if rule.removes is Removes.SECTION and airy and not rule.shape:
                below = f"Stands tight below {_quoted(block)}: {rule.why}"
                for later in range(index + 1, len(blocks)):
                    if blocks[later].gap != 1 or blocks[later].shape in _SENTENCES:
                        break
                    reasons.setdefault(later, _Reason(rule, below))
            if rule.removes is Removes.REST:
                quoted = f"Stands below {_quoted(blocks[index])}: {rule.why}"
                for later in range(index + 1, len(blocks)):
                    reasons.setdefault(later, _Reason(rule, quoted))
    return reasons


def _beside_marked(index: int, marks: Sequence[Sequence[Mark]]) -> bool:
    """Whether a rule speaks against the block above or below."""
    return any(main_mark(marks[near]) for near in (index - 1, index + 1) if 0 <= near < len(marks))


def _because(
    index: int,
    run: tuple[int, int],
    context: Rule,
    state: State,
    blocks: Sequence[Block],
    marks: Sequence[Sequence[Mark]],
) -> _Reason:
    """The rule a block goes by: its own mark, the nearest mark in its run of junk, or its place alone."""
    place = _CONTEXT[state]
    own = main_mark(marks[index])
    if own is not None:
        return _Reason(own.rule, f"{own.rule.why} It stands {place}.")
    subject = f"{_SHAPES[blocks[index].shape]} {place}"
    for distance in range(1, min(run[1] - run[0], _NEAR)):
        for near, side in ((index - distance, "below"), (index + distance, "above")):
            mark = main_mark(marks[near]) if run[0] <= near < run[1] else None
            if mark is not None:
                lines = "right" if distance == 1 else f"{distance} lines"
                return _Reason(
                    mark.rule, f"{subject}, {lines} {side} {_quoted(blocks[near])}: {mark.rule.why}"
                )
    return _Reason(context, f"{subject}: {context.why}")


_SHAPES: Mapping[Shape, str] = {
    Shape.PROSE: "Prose",
    Shape.SENTENCE: "A short sentence",
    Shape.TEASER: "A text that breaks off",
    Shape.HEADING: "A heading",
    Shape.LABEL: "A label",
    Shape.DATE: "A date",
    Shape.NUMBER: "A number",
    Shape.ITEM: "A list item",
    Shape.CAPTION: "A caption",
    Shape.LINK: "An address",
    Shape.CODE: "Signs",
}


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
                start = blocks[k].line if k else 0
                end = blocks[k + 1].line if k + 1 < count else blocks[k].end
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
