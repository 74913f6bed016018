"""The only place that decides: marks, shapes and positions become cuts.

Rules of high confidence are obeyed where their guards allow. Everything else is one reading of the whole
document (`reading.py`). Every cut names its rule: that of its own mark, or the mark its run of junk hangs on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from cleaner.decision.chain import Chain, State
from cleaner.decision.evidence import evidence, is_mass, main_mark
from cleaner.decision.reading import SENTENCES, Caution, Reading, Run, hopes, is_long, may_be_title, read
from cleaner.decision.repeats import repeated
from cleaner.decision.voices import Voices
from cleaner.decision.weights import Weights, packaged_weights
from cleaner.match import sequences
from cleaner.model import Block, Confidence, Mark, Place, Removes, Rule, RulePack, Shape
from cleaner.text import is_airy, is_name

_PLACE_SHARE = 0.4  # a head (tail) rule holds while at most this share of the prose stands before (after)
_SHORT_HEAD = 8  # lines above the first paragraph in which a title and a standfirst are looked for
_WORDS, _SENTENCE = 4, 8  # words of a sentence that nothing but its place speaks against: below one plea, else
# kinds that stand between paragraphs; below a copyright line or a biography no paragraph is hoped for
_INSERTED = frozenset(
    ("ad", "adblock", "app", "cookie", "donate", "newsletter", "readmore", "related", "share", "subscribe")
)
_EDGE_LINES = 2  # that one rule may mark above an article, or below it
_STANDFIRST = 45  # words of the paragraph that may stand above the date
_TOPIC = 3  # paragraphs with one kind of mark from which on it is what the article is about
_NEAR = 40  # blocks around one in which a mark is looked for to explain it by
_QUOTED = 60  # letters of a block that an explanation quotes


_READ_AS = "navigation"  # what the weights, which know no repeats, know best of what belongs to the site
REPEATED = "repeated"  # state of the rule on what stands on other pages of the site
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


class Weighed(NamedTuple):
    """What one decision rests on, block by block."""

    marks: Sequence[Sequence[Mark]]
    heeded: Sequence[Sequence[Mark]]  # without those on what the article is about
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
        self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], other_pages: Collection[bytes] = ()
    ) -> list[Cut]:
        """The cuts to make, sorted, not overlapping.

        `other_pages` are the fingerprints of other pages of the site, as `repeats.Memory` has them.
        """
        marks = self._heeded(blocks, self._with_sequences(blocks, marks))
        reasons = _obeyed(blocks, marks)
        reasons.update(_signatures(blocks, marks, reasons))
        if self._repeats is not None and other_pages:
            marks = _with_repeats(self._repeats, blocks, marks, other_pages, reasons)
        # where nothing is marked nothing else goes, and the weights need not even be loaded
        if self._by_state and (State.TITLE in self._by_state or any(map(main_mark, marks))):
            self._read(self._weights or packaged_weights(), blocks, marks, reasons)
        for index, reason in list(reasons.items()):
            if self._pack.shown & {reason.rule.id, *(mark.rule.id for mark in marks[index])}:
                del reasons[index]
        return _cuts(blocks, marks, reasons)

    def weigh(
        self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], other_pages: Collection[bytes] = ()
    ) -> Weighed:
        """All that `decide` looks at, for explanations; more work than deciding is."""
        every = self._with_sequences(blocks, marks)
        marks = self._heeded(blocks, every)
        weights = self._weights or packaged_weights()
        obeyed, guards = _obeyed(blocks, marks), Guards(blocks, marks)
        if self._repeats is not None and other_pages:
            every = _with_repeats(self._repeats, blocks, every, other_pages, {})
            marks = _with_repeats(self._repeats, blocks, marks, other_pages, obeyed)
        as_read = _as_read(self._repeats, marks)
        codes = evidence(blocks, as_read, weights.chain.kinds)
        return Weighed(
            every,
            marks,
            guards,
            weights.chain,
            codes,
            read(blocks, as_read, obeyed.keys(), weights, self._caution),
            hopes(blocks, codes, weights),
            obeyed.keys(),
        )

    def _heeded(self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
        """The marks without those on what the article is about, or tells."""
        return _without_topics(blocks, self._voices.without_told(blocks, marks))

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
        weights: Weights,
        blocks: Sequence[Block],
        marks: Sequence[Sequence[Mark]],
        reasons: dict[int, _Reason],
    ) -> None:
        """Add the blocks that the reading of the whole document takes for junk."""
        reading = read(blocks, _as_read(self._repeats, marks), reasons.keys(), weights, self._caution)
        spared = _spared(blocks, marks, reasons.keys(), reading)
        for run in reading.runs:
            for index in range(*run):
                rule = self._by_state.get(reading.states[index])
                if index not in reasons and index not in spared and rule is not None:
                    reasons[index] = _because(index, run, rule, reading.states[index], blocks, marks)
        title = self._by_state.get(State.TITLE)
        for index, state in enumerate(reading.states):
            if title is not None and state is State.TITLE:
                reasons.setdefault(index, _Reason(title, title.why))


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
        reasons.setdefault(index, _Reason(rule, f"Stands among the same lines on {where} of the site."))
        more[index] = [*marks[index], Mark(rule, 0, len(blocks[index].text), {})]
    return more


def _as_read(repeats: Rule | None, marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
    """The marks as the weights know them."""
    if repeats is None or not any(found and found[-1].rule is repeats for found in marks):
        return marks
    known = replace(repeats, kind=_READ_AS)
    return [
        [*found[:-1], found[-1]._replace(rule=known)] if found and found[-1].rule is repeats else found
        for found in marks
    ]


def _without_topics(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
    """The marks without those on the paragraphs of an article about newsletters, cookies or the like."""
    paragraphs = [index for index, block in enumerate(blocks) if marks[index] and is_long(block)]
    counts = Counter(
        kind
        for index in paragraphs
        for kind in {mark.rule.kind for mark in marks[index] if mark.rule.removes is not Removes.SPAN}
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
    guards = Guards(blocks, marks)
    reasons: dict[int, _Reason] = {}
    for index, (block, found) in enumerate(zip(blocks, marks, strict=True)):
        for mark in found:
            rule = mark.rule
            if rule.confidence is not Confidence.HIGH or rule.removes is Removes.SPAN:
                continue
            if guards.against(rule, index):
                continue
            reasons.setdefault(index, _Reason(rule, rule.why))
            if rule.removes is Removes.SECTION and guards.airy and not rule.shape:
                below = f"Stands tight below {_quoted(block)}: {rule.why}"
                for later in range(index + 1, len(blocks)):
                    if blocks[later].gap != 1 or blocks[later].shape in SENTENCES:
                        break
                    reasons.setdefault(later, _Reason(rule, below))
            if rule.removes is Removes.REST:
                quoted = f"Stands below {_quoted(block)}: {rule.why}"
                for later in range(index + 1, len(blocks)):
                    reasons.setdefault(later, _Reason(rule, quoted))
                return reasons  # nothing is left to decide
    return reasons


class _Edges(NamedTuple):
    """The lines that a rule marks at the edges of an article."""

    lines: Collection[int]
    inside: bool  # whether it marks others between the paragraphs
    many: bool


class Guards:
    """What holds rules of high confidence back in one document."""

    def __init__(self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> None:
        prose = [
            block.words if is_mass(block, found) else 0 for block, found in zip(blocks, marks, strict=True)
        ]
        self._blocks, self._marks = blocks, marks
        self._total = sum(prose)
        self._before = [0, *accumulate(prose)]
        self._paragraphs = [0, *accumulate(words > 0 for words in prose)]
        self._edges: dict[str, _Edges] = {}  # by id of the rule
        self.airy = is_airy(blocks)

    def against(self, rule: Rule, index: int) -> str:
        """What speaks against obeying a rule on a block, as the end of a sentence; empty if nothing does."""
        before, after = self._before[index], self._total - self._before[index + 1]
        if rule.at is Place.HEAD and before > _PLACE_SHARE * self._total:
            return "it is for lines above an article, and too much prose stands before this one"
        if rule.at is Place.TAIL and after > _PLACE_SHARE * self._total:
            return "it is for lines under an article, and too much prose stands after this one"
        if rule.at is Place.EDGE:
            held = self._off_edge(rule, index)
            if held:
                return held
        if is_long(self._blocks[index]) and not _beside_marked(index, self._marks):
            return "this is a whole paragraph, and nothing beside it is marked"  # may speak of newsletters
        if rule.not_before and self._paragraphs[-1] - self._paragraphs[index + 1] >= 2:
            return "the article goes on after it"
        return ""


    def _off_edge(self, rule: Rule, index: int) -> str:
        """What speaks against a rule on lines at the edges of an article, such as its date."""
        if rule.id not in self._edges:
            marked = [i for i, found in enumerate(self._marks) if any(mark.rule is rule for mark in found)]
            head, tail = set(filter(self._at_head, marked)), set(filter(self._at_tail, marked))
            inside = len(marked) > len(head | tail)
            self._edges[rule.id] = _Edges(head | tail, inside, max(len(head), len(tail)) > _EDGE_LINES)
        edges = self._edges[rule.id]
        if index not in edges.lines:
            return "it is for lines at the edges of an article, and this one stands between its paragraphs"
        if edges.inside:
            return "such lines stand between the article's paragraphs too"
        return "so many such lines are a list" if edges.many else ""

    def _at_head(self, index: int) -> bool:
        """Whether no paragraph stands above a block, or just a standfirst."""
        above = self._paragraphs[index]
        below = self._paragraphs[-1] - self._paragraphs[index + 1]
        return below > 0 and (above == 0 or (above == 1 and below > 1 and self._before[index] <= _STANDFIRST))

    def _at_tail(self, index: int) -> bool:
        """Whether no paragraph stands below a block, but one above it."""
        return 0 < self._paragraphs[index] == self._paragraphs[-1]


def _spared(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], gone: Collection[int], reading: Reading
) -> set[int]:
    """What a reading may not take because of what stands beside it: the title, the standfirst, the last paragraph."""
    taken = {index for run in reading.runs for index in range(*run)}.union(gone)
    body = [index for index in range(len(blocks)) if index not in taken]
    mass = next((index for index in body if is_mass(blocks[index], marks[index])), None)
    if mass is None:
        return set()

    def said(index: int, words: int) -> bool:
        """Whether nothing but its place speaks against a sentence."""
        block = blocks[index]
        return main_mark(marks[index]) is None and block.shape in SENTENCES and block.words >= words

    spared: set[int] = set()
    head = [index for index in range(mass) if main_mark(marks[index]) is None and index not in gone]
    titles = [index for index in head if may_be_title(blocks[index])]
    if mass <= _SHORT_HEAD and taken.issuperset(titles):
        spared.update(titles[:1])
        below = next((index for index in head if titles and index > titles[0]), None)
        if below is not None and said(below, _SENTENCE):
            spared.add(below)
    last = body[-1] + 1
    while last < len(blocks) and _is_plea(marks[last]):
        last += 1
    pleas = last - body[-1] - 1
    if last < len(blocks) and (pleas == 1 and said(last, _WORDS) and blocks[last].text[-1] not in "?!？！؟" or pleas == 2 and said(last, _SENTENCE)):
        spared.add(last)
    return spared


def _signatures(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], reasons: Mapping[int, _Reason]
) -> Iterator[tuple[int, _Reason]]:
    """Bare names under a title, beside the date or the role of whoever bears them."""
    mass = next((i for i, block in enumerate(blocks) if is_mass(block, marks[i])), 0)
    title = next((i for i in range(mass) if may_be_title(blocks[i]) and i not in reasons), mass)
    for index in range(title + 1, mass):
        if index in reasons or main_mark(marks[index]) is not None or not is_name(blocks[index].text):
            continue
        for near in (index - 1, index + 1):
            reason = reasons.get(near)
            if reason is not None and reason.rule.at is Place.EDGE:
                yield index, _Reason(reason.rule, f"A name beside {_quoted(blocks[near])}: {reason.rule.why}")
                break


def _is_plea(marks: Sequence[Mark]) -> bool:
    """Whether a line was put below a paragraph without announcing that more of its kind follows."""
    mark = main_mark(marks)
    return mark is not None and mark.rule.removes is Removes.LINE and mark.rule.kind in _INSERTED


def _beside_marked(index: int, marks: Sequence[Sequence[Mark]]) -> bool:
    """Whether a rule speaks against the block above or below."""
    return any(main_mark(marks[near]) for near in (index - 1, index + 1) if 0 <= near < len(marks))


def _because(
    index: int,
    run: Run,
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
            start = block.start + mark.start if mark.start else block.line  # an indentation goes along
            cuts.append(Cut(start, block.start + mark.end, mark.rule, mark.rule.why, mark.captured))
            position = mark.end
    return cuts
