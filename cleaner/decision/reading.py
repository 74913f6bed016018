"""One reading of the whole document: which runs of blocks are junk, and where the title stands.

The chain reads head, title, body, insertions and tail together; where it says junk, trees look at the block
again with that reading in view (`review.py`), and if both together leave it too little hope of being article
it goes. How dirty the document is decides how little is too little: in one that is all but clean only what is
plainly junk goes, and nothing where no rule marks anything. Rails keep the title, the standfirst and most of
the prose; `spared.py` says what else no reading may take.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from math import exp
from typing import NamedTuple

from cleaner.decision.chain import Rows, State
from cleaner.decision.evidence import evidence_of, survey_of
from cleaner.decision.review import near
from cleaner.decision.survey import Survey
from cleaner.decision.weights import Weights
from cleaner.kernel import stays
from cleaner.model import Block, Mark, Shape

# looked up once: to find a member of an enumeration takes Python 3.11 long
_PROSE = Shape.PROSE
_HEADING = Shape.HEADING
_TITLE = State.TITLE
_BODY = State.BODY
_HEAD = State.HEAD
_TAIL = State.TAIL
_INSERTED = State.INSERTED

_LONG = 25  # words of prose from which on one rule's word is not enough
SENTENCES = (Shape.PROSE, Shape.SENTENCE)
_BARRED = array("d", (0.0, -1e6, -1e6, 0.0, 0.0))  # a block that goes in any case is read as junk
HEADINGS = (Shape.HEADING, Shape.LABEL)
LIKELY = 0.5  # what the chain gives this much hope stays, whatever a second look says
_CHAIN = 0.25  # the weight of its word in what is hoped for; the rest is the trees', which know more
_MOST_PROSE = 0.9  # of a document that a reading may take for junk
_LIST_WORDS = 60  # of a short list, at most
_TITLE_ODDS = -1.5  # against head junk; of titles nearly all have more, of other lines above articles few


class Caution(StrEnum):
    """How much evidence a cut needs."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


# The probability of being article below which a block is junk.
# Set on suites left out of the weights: see benchmarks/README.md for what each point cuts and loses.
HOPES = {Caution.LOW: 0.35, Caution.NORMAL: 0.25, Caution.HIGH: 0.15}
MARKED, LABEL_WORDS = 1.6, 12  # times that hope is too little for a line of up to so many words with a mark
# A document is all but clean if so few of its words have less hope than this, and so few blocks are marked.
_DOUBT, _DOUBTFUL_WORDS, _MARKED_BLOCKS = 0.4, 0.06, 0.1
PLAIN = 0.1  # the hope below which a block is junk there


class Run(NamedTuple):
    """Blocks from `first` to before `last` that are junk."""

    first: int
    last: int


class Reading(NamedTuple):
    """The state of each block, and the runs of junk that may go."""

    states: list[State]
    runs: list[Run]


def read(
    blocks: Sequence[Block],
    marks: Sequence[Sequence[Mark]],
    gone: Collection[int],
    weights: Weights,
    caution: Caution,
) -> Reading:
    """Read a document whose blocks `gone` are decided already."""
    if not blocks:
        return Reading([], [])
    chain = weights.chain
    survey = survey_of(blocks, marks, chain.kinds)
    codes = evidence_of(survey)
    scores = chain.scores(codes)
    mains = survey.mains
    free = bytearray(b"\1") * len(blocks)  # 1: not marked, and not decided already
    for index in (*mains, *gone):
        free[index] = 0
    states = chain.read(_without(scores, gone))
    titles = _titles(blocks, states, scores, free)
    junk = bytearray(len(blocks))
    if mains:
        odds = chain.odds(scores)
        chosen = [index for index, chance in enumerate(stays(odds.flat)) if chance <= LIKELY]
        hope = dict(zip(chosen, _hopes(survey, codes, scores, odds, weights, chosen), strict=True))
        clean = _is_clean(survey, hope)
        limit = PLAIN if clean else HOPES[caution]
        for index in chosen:
            label = blocks[index].words <= LABEL_WORDS and not free[index] and not clean
            junk[index] = hope[index] < (limit * MARKED if label else limit)
        for index in (*_subheadings(blocks, junk, free, chosen), *_short_lists(survey, junk, free)):
            junk[index] = hope[index] < PLAIN
    for index in (*titles, *_standfirst(blocks, titles, free)):
        junk[index] = 0
    for index in tuple(_rulers(blocks, junk, gone)):
        junk[index] = 1
    runs = list(_runs(junk))
    titles = titles or _opening(blocks, junk, free)
    prose = survey.prose_so_far
    if sum(prose[last] - prose[first] for first, last in runs) > _MOST_PROSE * survey.prose:
        runs = []  # that little is left says that the reading went wrong
    return Reading(_states(len(blocks), runs, titles), runs)


def _short_lists(survey: Survey, junk: bytearray, free: bytearray) -> Iterator[int]:
    """The lines of short lists, and single lines, that stand by themselves below the first line that stays:
    junk by their looks alone, for no rule marks anything in them."""
    first = junk.find(0)
    words = survey.words_so_far
    for run in _runs(junk):
        is_short = words[run.last] - words[run.first] <= _LIST_WORDS
        if run.first > first >= 0 and is_short and free.find(0, run.first, run.last) < 0:
            yield from range(*run)


def _is_clean(survey: Survey, hope: Mapping[int, float]) -> bool:
    """Whether a document is all but clean: hardly a word is doubted, hardly a block marked."""
    doubted = sum(survey.words[index] for index, chance in hope.items() if chance < _DOUBT)
    marked, words = survey.marked_so_far[-1], survey.words_so_far[-1]
    return doubted <= _DOUBTFUL_WORDS * words and marked <= _MARKED_BLOCKS * survey.count


def _subheadings(
    blocks: Sequence[Block], junk: bytearray, free: bytearray, chosen: Sequence[int]
) -> list[int]:
    """Those of the blocks chosen that no rule marks and that stand right above a paragraph, with another
    somewhere above them."""
    above = [
        index
        for index in chosen
        if junk[index]
        and free[index]
        and blocks[index].shape in HEADINGS
        and index + 1 < len(blocks)
        and not junk[index + 1]
        and blocks[index + 1].shape is _PROSE
    ]
    paragraphs = (index for index, block in enumerate(blocks) if block.shape is _PROSE and not junk[index])
    first = next(paragraphs, 0) if above else 0
    return [index for index in above if index + 1 > first]


def _opening(blocks: Sequence[Block], junk: bytearray, free: bytearray) -> list[int]:
    """The heading that opens what stays, right above its prose."""
    unmarked = (index for index, here in enumerate(free) if here and not junk[index])
    first, second = next(unmarked, -1), next(unmarked, -1)
    opens = second >= 0 and blocks[second].shape is _PROSE
    return [first] if opens and blocks[first].shape is _HEADING else []


def _rulers(blocks: Sequence[Block], junk: bytearray, gone: Collection[int]) -> Iterator[int]:
    """Lines of dashes and the like that divide the article from the junk at its end."""
    last = len(blocks) - 1
    while last >= 0 and (junk[last] or last in gone):
        last -= 1
    while 0 <= last < len(blocks) - 1 and not any(map(str.isalnum, blocks[last].text)):
        yield last
        last -= 1


def _standfirst(blocks: Sequence[Block], titles: Sequence[int], free: bytearray) -> list[int]:
    """The sentence right below the title."""
    below = max(titles, default=-2) + 1
    return [below] if 0 < below < len(blocks) and free[below] and blocks[below].shape in SENTENCES else []


def _without(scores: Rows, gone: Collection[int]) -> Rows:
    """The scores, in which blocks that go in any case are read as junk."""
    if not gone:
        return scores
    flat = scores.flat[:]
    for index in gone:
        flat[len(State) * index : len(State) * (index + 1)] = _BARRED
    return Rows(flat)


def hopes(blocks: Sequence[Block], codes: Sequence[Sequence[int]], weights: Weights) -> list[float]:
    """How probably each block is article, given its features; `read` asks only where it matters."""
    scores = weights.chain.scores(codes)
    odds = weights.chain.odds(scores)
    survey = survey_of(blocks, [()] * len(blocks), ())
    return _hopes(survey, codes, scores, odds, weights, range(len(blocks)))


def _hopes(
    survey: Survey,
    codes: Sequence[Sequence[int]],
    scores: Rows,
    odds: Rows,
    weights: Weights,
    chosen: Sequence[int],
) -> list[float]:
    """How probably these blocks are article: what the chain says, and where it says junk, a second look."""
    if not chosen:
        return []
    said: list[float | None] = [None] * survey.count
    heard = near(chosen, survey.count)
    for index, told in zip(
        heard, weights.lexicon.say([survey.folded[index] for index in heard]), strict=True
    ):
        said[index] = told
    signals = weights.signals.of(survey.words, codes, scores, odds, said, chosen)
    kept = stays(odds.flat)
    chances = [kept[index] for index in chosen]
    return [
        chance if chance > LIKELY else _CHAIN * chance + (1 - _CHAIN) / (1 + exp(-told))
        for chance, told in zip(chances, weights.trees.of(signals), strict=True)
    ]


def _titles(blocks: Sequence[Block], states: Sequence[State], scores: Rows, free: bytearray) -> list[int]:
    """The lines of the title: those the chain read as such, or the likeliest of a head that was read as junk,
    and a headline above them."""
    titles = [index for index, state in enumerate(states) if state is _TITLE]
    odds = {
        index: scores[index][_TITLE] - scores[index][_HEAD]
        for index, state in enumerate(states)
        if state in (_HEAD, _TITLE) and free[index] and may_be_title(blocks[index])
    }
    if not titles and odds and max(odds.values()) > _TITLE_ODDS:
        titles = [max(odds, key=lambda index: odds[index])]
    if titles and odds.get(titles[0] - 1, _TITLE_ODDS) > _TITLE_ODDS:
        titles.insert(0, titles[0] - 1)
    return titles


def may_be_title(block: Block) -> bool:
    """Whether a block looks like a headline: some words, no paragraph."""
    sentence = block.shape in SENTENCES and block.words <= _LONG
    return (block.shape is _HEADING or sentence) and block.words >= 3


def _states(count: int, runs: Sequence[Run], titles: Collection[int]) -> list[State]:
    """The state of each block, by where the junk stands."""
    states = [_BODY] * count
    for index in titles:
        states[index] = _TITLE
    for run in runs:
        states[run.first : run.last] = [_INSERTED] * (run.last - run.first)
    first = states.index(_BODY) if _BODY in states else count
    last = count - 1 - states[::-1].index(_BODY) if first < count else -1
    for run in runs:
        if run.first < first:
            states[run.first : run.last] = [_HEAD] * (run.last - run.first)
        elif run.first > last:
            states[run.first : run.last] = [_TAIL] * (run.last - run.first)
    return states


def is_long(block: Block) -> bool:
    """Whether a block is a paragraph, against which one rule's word is not enough."""
    return block.shape is _PROSE and block.words >= _LONG


def _runs(junk: bytearray) -> list[Run]:
    """Where blocks in a row are junk."""
    runs: list[Run] = []
    first = junk.find(1)
    while first >= 0:
        last = junk.find(0, first)
        runs.append(Run(first, last if last >= 0 else len(junk)))
        first = junk.find(1, runs[-1].last)
    return runs
