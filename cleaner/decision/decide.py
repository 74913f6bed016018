"""The only place that decides: marks, shapes and positions become cuts.

Rules of high confidence are obeyed where their guards allow. Everything else is one reading of the whole
document (`reading.py`). Every cut names its rule: that of its own mark, or the mark its run of junk hangs on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from cleaner.decision.captured import captured_by
from cleaner.decision.chain import Chain, State
from cleaner.decision.evidence import evidence
from cleaner.decision.guards import (
    Guards,
    without_dividers,
    without_headings,
    without_lists,
    without_verse,
)
from cleaner.decision.reading import SENTENCES, Caution, Reading, Run, hopes, is_long, read
from cleaner.decision.repeats import repeated
from cleaner.decision.spared import signatures, spared, titles
from cleaner.decision.survey import main_mark, mains_of, marked_of
from cleaner.decision.voices import Voices
from cleaner.decision.weights import Weights, packaged_weights
from cleaner.kernel import ints, nearest
from cleaner.match import Clock, sequences
from cleaner.model import Block, By, Confidence, Mark, Removes, Rule, RulePack, Shape

# looked up once: to find a member of an enumeration takes Python 3.11 long
_SPAN = Removes.SPAN
_HIGH = Confidence.HIGH
_SECTION = Removes.SECTION
_REST = Removes.REST
_BY_SECTION, _BY_NEIGHBOUR, _BY_PLACE = By.SECTION, By.NEIGHBOUR, By.PLACE

_TOPIC = 3  # paragraphs with one kind of mark from which on it is what the article is about
_NEAR = 40  # blocks around one in which a mark is looked for to explain it by
_QUOTED = 60  # letters of a block that an explanation quotes


_READ_AS = "navigation"  # what the weights, which know no repeats, know best of what belongs to the site
REPEATED = "repeated"  # state of the rule on what stands on other pages of the site
_CONTEXT = {
    State.HEAD: "above the article",
    State.INSERTED: "between paragraphs of the article",
    State.TAIL: "below the article",
}


class Cut(NamedTuple):
    """A stretch of the text that goes, and the rule it goes by."""

    start: int
    end: int
    rule: Rule
    why: str
    by: By
    near: str  # the beginning of the line it hangs on, if it hangs on one
    captured: Mapping[str, str]


_CUT = partial(tuple.__new__, Cut)  # from all fields in order: a third of what naming them takes


class _Reason(NamedTuple):
    rule: Rule
    why: str
    by: By = By.MARK
    near: str = ""


_REASON = partial(tuple.__new__, _Reason)


class Heard(NamedTuple):
    """The marks of all blocks, and what is left of them step by step."""

    every: Sequence[Sequence[Mark]]
    unlisted: Sequence[Sequence[Mark]]  # without those on lists, dividers, verse and headings
    addressed: Sequence[Sequence[Mark]]  # nor those on sentences that tell of what pleas say
    heeded: Sequence[Sequence[Mark]]  # nor those on what the article is about


class Weighed(NamedTuple):
    """What one decision rests on, block by block."""

    heard: Heard
    guards: Guards
    chain: Chain
    codes: Sequence[Sequence[int]]  # of each block's features
    reading: Reading
    hopes: Sequence[float]  # how probably each block is article
    obeyed: Collection[int]  # blocks that go on the word of a rule


class Decider:
    """Decides by the rules of a pack; made once, used for any number of documents."""

    def __init__(
        self, pack: RulePack, caution: Caution = Caution.NORMAL, weights: Weights | None = None
    ) -> None:
        self._pack = pack
        self._caution = caution
        self._sequences = tuple(rule for rule in pack.rules if rule.shape)
        self._repeats = next((rule for rule in pack.rules if rule.state == REPEATED), None)
        self._by_state = {
            State[rule.state.upper()]: rule for rule in pack.rules if rule.state not in ("", REPEATED)
        }
        self._voices = Voices(pack.rules)
        self._weights = weights

    def decide(
        self,
        blocks: Sequence[Block],
        marks: Sequence[Sequence[Mark]],
        other_pages: Collection[bytes] = (),
        clock: Clock | None = None,
        sure: Collection[int] = (),
    ) -> list[Cut]:
        """The cuts to make, sorted, not overlapping.

        `other_pages` are the fingerprints of other pages of the site, as `repeats.Memory` has them; `clock`
        is the document's; `sure` are the starts of blocks that no reading may take unless a rule marks them.
        """
        marks = self._hear(blocks, marks, clock or Clock()).heeded
        reasons = _obeyed(blocks, marks)
        if self._repeats is not None and other_pages:
            marks = _with_repeats(self._repeats, blocks, marks, other_pages, reasons)
        # where nothing is marked nothing else goes, and the weights need not even be loaded
        if self._by_state and (State.TITLE in self._by_state or any(map(main_mark, marks))):
            self._read(self._weights or packaged_weights(), blocks, marks, reasons, sure)
        for index, reason in list(reasons.items()) if self._pack.shown else ():
            if self._pack.shown & {reason.rule.id, *(mark.rule.id for mark in marks[index])}:
                del reasons[index]
        return _cuts(blocks, marks, reasons)

    def weigh(
        self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], other_pages: Collection[bytes] = ()
    ) -> Weighed:
        """All that `decide` looks at, for explanations; more work than deciding is."""
        heard = self._hear(blocks, marks, Clock())
        marks = heard.heeded
        weights = self._weights or packaged_weights()
        obeyed, guards = _obeyed(blocks, marks), Guards(blocks, marks)
        if self._repeats is not None and other_pages:
            marks = _with_repeats(self._repeats, blocks, marks, other_pages, obeyed)
            every = _with_repeats(self._repeats, blocks, heard.every, other_pages, {})
            heard = heard._replace(every=every, heeded=marks)
        as_read = _as_read(self._repeats, marks)
        codes = evidence(blocks, as_read, weights.chain.kinds)
        return Weighed(
            heard,
            guards,
            weights.chain,
            codes,
            read(blocks, as_read, obeyed.keys(), weights, self._caution),
            hopes(blocks, codes, weights),
            obeyed.keys(),
        )

    def heeded(self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
        """The marks that a reading rests on, of all that the rules have set."""
        return self._hear(blocks, marks, Clock()).heeded

    def _hear(self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], clock: Clock) -> Heard:
        """The marks, and those without what the article lists, tells or is about."""
        every = self._with_sequences(blocks, marks, clock)
        unlisted = without_verse(blocks, without_dividers(blocks, without_lists(blocks, every)))
        unlisted = without_headings(blocks, unlisted)
        addressed = self._voices.without_told(blocks, unlisted)
        return Heard(every, unlisted, addressed, _without_topics(blocks, addressed))

    def _with_sequences(
        self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], clock: Clock
    ) -> Sequence[Sequence[Mark]]:
        """The marks, with those of rules on sequences of shapes."""
        found = list(sequences(blocks, marks, self._sequences, clock))
        if not found:
            return marks
        more = [list(block_marks) for block_marks in marks]
        for first, last, rule in found:
            for index in range(first, last):
                more[index].append(Mark(rule, 0, len(blocks[index].text), {}))
        return more

    def _read(
        self,
        weights: Weights,
        blocks: Sequence[Block],
        marks: Sequence[Sequence[Mark]],
        reasons: dict[int, _Reason],
        sure: Collection[int] = (),
    ) -> None:
        """Add the blocks that the reading of the whole document takes for junk."""
        reading = read(blocks, _as_read(self._repeats, marks), reasons.keys(), weights, self._caution)
        kept = spared(blocks, marks, reasons.keys(), reading)
        mains = mains_of(marks)
        if sure:
            kept.update(i for i, block in enumerate(blocks) if block.start in sure and i not in mains)
        marked = ints(len(blocks))
        for index in mains:
            marked[index] = 1
        near = nearest(marked)
        told: dict[tuple[int, Rule], tuple[str, str]] = {}
        for run in reading.runs:
            heading: _Anchor | None = None
            for index in range(*run):
                state = reading.states[index]
                context = self._by_state.get(state)
                if index not in reasons and index not in kept and context is not None:
                    anchor = _anchor(index, run, heading, mains, near)
                    own = mains.get(index)
                    reasons[index] = (
                        _by_own_mark(own, _CONTEXT[state])
                        if own is not None
                        else _by_place(index, _CONTEXT[state], context, anchor, blocks, told)
                    )
                if marks[index]:
                    heading = _heading(index, marks[index], heading)
        title = self._by_state.get(State.TITLE)
        if title is not None:
            for index in titles(blocks, marks, reasons.keys(), reading):
                reasons.setdefault(index, _Reason(title, title.why, By.PLACE))


def _with_repeats(
    rule: Rule,
    blocks: Sequence[Block],
    marks: Sequence[Sequence[Mark]],
    other_pages: Collection[bytes],
    reasons: dict[int, _Reason],
) -> Sequence[Sequence[Mark]]:
    """Add the blocks that belong to the site, and return the marks with theirs."""
    more = list(marks)
    for index, pages in repeated(blocks, marks, other_pages).items():
        where = "another page" if pages == 1 else f"{pages} other pages"
        why = f"A line found among the same lines on {where} of the site."
        reasons.setdefault(index, _Reason(rule, why, By.REPEATED))
        more[index] = [*marks[index], Mark(rule, 0, len(blocks[index].text), {})]
    return more


def _as_read(repeats: Rule | None, marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
    """The marks as the weights know them."""
    if repeats is None or not any(found and found[-1].rule is repeats for found in marks):
        return marks
    known = repeats._replace(kind=_READ_AS)
    return [
        [*found[:-1], found[-1]._replace(rule=known)] if found and found[-1].rule is repeats else found
        for found in marks
    ]


def _without_topics(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
    """The marks without those on the paragraphs of an article about newsletters, cookies or the like."""
    paragraphs = [index for index in marked_of(marks) if is_long(blocks[index])]
    counts = Counter(
        kind
        for index in paragraphs
        for kind in {mark.rule.kind for mark in marks[index] if mark.rule.removes is not _SPAN}
    )
    topics = {kind for kind, count in counts.items() if count >= _TOPIC}
    if not topics:
        return marks
    fewer = list(marks)
    for index in paragraphs:
        fewer[index] = [mark for mark in marks[index] if mark.rule.kind not in topics]
    return fewer


def _obeyed(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> dict[int, _Reason]:
    """Blocks that go because a rule of high confidence says so, guards permitting."""
    reasons: dict[int, _Reason] = {}
    strong = [index for index in marked_of(marks) if any(map(_is_strong, marks[index]))]
    if not strong:
        return reasons
    guards = Guards(blocks, marks)
    for index in strong:
        block = blocks[index]
        for mark in filter(_is_strong, marks[index]):
            rule = mark.rule
            if guards.against(rule, index):
                continue
            if index not in reasons or reasons[index].by is By.SECTION:
                reasons[index] = _Reason(rule, rule.why)
            if rule.removes is _SECTION and not rule.shape:
                near = _opening(block)
                below = _Reason(rule, f"In the list below {_told(near, rule)}.", By.SECTION, near)
                for later in _listed(index, blocks, guards):
                    reasons.setdefault(later, below)
            if rule.removes is _REST:
                near = _opening(block)
                rest = _Reason(rule, f"Below {_told(near, rule)}.", By.SECTION, near)
                for later in range(index + 1, len(blocks)):
                    reasons.setdefault(later, rest)
                return reasons  # nothing is left to decide
    named = list(signatures(blocks, marks, {index: reason.rule for index, reason in reasons.items()}))
    for index, beside in named:
        near, rule = _opening(blocks[beside]), reasons[beside].rule
        reasons[index] = _Reason(rule, f"A name next to {_told(near, rule)}.", By.NEIGHBOUR, near)
    return reasons


def _is_strong(mark: Mark) -> bool:
    """Whether the word of its rule is enough for a whole block."""
    return mark.rule.confidence is _HIGH and mark.rule.removes is not _SPAN


def _listed(heading: int, blocks: Sequence[Block], guards: Guards) -> Iterator[int]:
    """The lines of the list under a heading: those set tight below it, and under the last paragraph all but
    sentences."""
    last = guards.is_last(heading)
    for index in range(heading + 1, len(blocks)):
        block = blocks[index]
        if block.shape in SENTENCES or not (last or (guards.airy and block.gap == 1)):
            return
        yield index


class _Anchor(NamedTuple):
    """The marked block that an unmarked one hangs on."""

    by: By
    at: int
    rule: Rule


_ANCHOR = partial(tuple.__new__, _Anchor)


def _anchor(
    index: int,
    run: Run,
    heading: _Anchor | None,
    mains: Mapping[int, Mark],
    near: tuple[Sequence[int], Sequence[int]],
) -> _Anchor | None:
    """What an unmarked block of a run hangs on: the nearest heading above, else the nearest marked block.

    `mains` are the main marks of all blocks, and `near` has the last marked block above each and the next
    below.
    """
    if heading is not None and index - heading.at < _NEAR:
        return heading
    above, below = near[0][index], near[1][index]
    to_above = index - above if run.first <= above < run.last else _NEAR
    to_below = below - index if run.first <= below < run.last else _NEAR
    at = above if to_above <= to_below else below
    if min(to_above, to_below) >= _NEAR:
        return None
    return _ANCHOR((_BY_NEIGHBOUR, at, mains[at].rule))


def _heading(index: int, marks: Sequence[Mark], above: _Anchor | None) -> _Anchor | None:
    """The heading that the blocks after this one stand under, given the one that this block stands under.

    A heading of high confidence holds up to the next; another only as far as the next marked block.
    """
    for mark in marks:
        if mark.rule.removes is _SECTION and not mark.rule.shape:
            return _Anchor(By.SECTION, index, mark.rule)
    if above is None or above.rule.confidence is _HIGH or main_mark(marks) is None:
        return above
    return None


def _by_own_mark(mark: Mark, place: str) -> _Reason:
    """A block goes by the rule of its own mark."""
    by = By.REPEATED if mark.rule.state == REPEATED else By.MARK
    return _REASON((mark.rule, f"{mark.rule.why} It is {place}.", by, ""))


def _by_place(
    index: int,
    place: str,
    context: Rule,
    anchor: _Anchor | None,
    blocks: Sequence[Block],
    told: dict[tuple[int, Rule], tuple[str, str]],
) -> _Reason:
    """A block goes by the rule of the block it hangs on, or of its place alone.

    `told` keeps what was said of blocks that others hang on.
    """
    subject = f"{_SHAPES[blocks[index].shape]} {place}"
    if anchor is None:
        return _REASON((context, f"{subject}. {context.why}", _BY_PLACE, ""))
    key = anchor.at, anchor.rule
    if key not in told:
        near = _opening(blocks[anchor.at])
        told[key] = near, _told(near, anchor.rule)
    near, about = told[key]
    if anchor.by is _BY_SECTION:
        where = "in the section under"
    else:
        distance = abs(index - anchor.at)
        lines = "directly" if distance == 1 else f"{distance} lines"
        where = f"{lines} {'below' if anchor.at < index else 'above'}"
    return _REASON((anchor.rule, f"{subject}, {where} {about}.", anchor.by, near))


_SHAPES: Mapping[Shape, str] = {
    Shape.PROSE: "Prose",
    Shape.SENTENCE: "A short sentence",
    Shape.TEASER: "Text that breaks off",
    Shape.HEADING: "A heading",
    Shape.LABEL: "A label",
    Shape.DATE: "A date",
    Shape.NUMBER: "A number",
    Shape.ITEM: "A list item",
    Shape.CAPTION: "A caption",
    Shape.LINK: "A web address",
    Shape.CODE: "Code or symbols",
}


def _told(near: str, rule: Rule) -> str:
    """A line that others hang on, and what its rule says it is."""
    why = rule.why.removesuffix(".")
    if why.startswith(("A ", "An ", "The ")):
        why = why[0].lower() + why[1:]
    return f"“{near}” ({why})"


def _opening(block: Block) -> str:
    """The beginning of a block, on one line."""
    text = " ".join(block.text[: 2 * _QUOTED].split())
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def _cuts(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], reasons: Mapping[int, _Reason]
) -> list[Cut]:
    """Stretches of text for the removed blocks and spans; of the gaps around a run the larger one stays."""
    cuts: list[Cut] = []
    index, count = 0, len(blocks)
    for first in sorted({*reasons, *marked_of(marks)}):
        if first < index:  # of a run that was cut
            continue
        index = first
        while index in reasons:
            index += 1
        if index == first:
            cuts += _spans(blocks[index], marks[index])
            continue
        gap_after = blocks[index].gap if index < count else 0
        after_stays = first > 0 and (index == count or gap_after > blocks[first].gap)
        for k in range(first, index):
            if after_stays:
                start, end = blocks[k - 1].end, blocks[k].end
            else:
                start = blocks[k].line if k else 0
                end = blocks[k + 1].line if k + 1 < count else blocks[k].end
            captured = captured_by(marks[k], blocks[k].text) if marks[k] else {}
            cuts.append(_CUT((start, end, *reasons[k], captured)))
    return cuts


def _spans(block: Block, marks: Sequence[Mark]) -> list[Cut]:
    """The words that rules on spans cut out of a block that stays."""
    spans = sorted((m for m in marks if m.rule.removes is _SPAN), key=lambda m: (m.start, m.end))
    cuts: list[Cut] = []
    position = 0
    for mark in spans:
        if mark.start >= position:
            start = block.start + mark.start if mark.start else block.line  # an indentation goes along
            cuts.append(
                Cut(start, block.start + mark.end, mark.rule, mark.rule.why, By.MARK, "", mark.captured)
            )
            position = mark.end
    return cuts
