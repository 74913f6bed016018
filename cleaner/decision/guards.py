"""What holds rules of high confidence back: where a line stands, and what stands around it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from cleaner.decision.reading import HEADINGS, SENTENCES, is_long
from cleaner.decision.survey import is_mass, main_mark, mains_of, marked_of
from cleaner.model import Block, Mark, Place, Removes, Rule
from cleaner.text import STOPS, UNSPACED, bare, is_airy

# looked up once: to find a member of an enumeration takes Python 3.11 long
_HEAD = Place.HEAD
_TAIL = Place.TAIL
_EDGE = Place.EDGE
_SPAN = Removes.SPAN

_PLACE_SHARE = 0.4  # a head (tail) rule holds while at most this share of the prose stands before (after)
_EDGE_LINES = 2  # that one rule may mark above an article, or below it
_LIST = 3  # such lines, one after another, are one
_VERSE = ",;:.!?…—–"  # signs that end a line of a sentence, and none of a menu
_HEADING = 4  # words at most of a heading that the paragraph below takes up
_WORD = 5  # letters of a word that says what it is about
_STANDFIRST = 45  # words of the paragraph that may stand above the date


class _Edges(NamedTuple):
    """The lines that a rule marks at the edges of an article."""

    lines: Collection[int]
    inside: bool  # whether it marks others between the paragraphs
    many: bool


class Guards:
    """What holds rules of high confidence back in one document."""

    def __init__(self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> None:
        mains = mains_of(marks)
        prose = [block.words if is_mass(block, ()) else 0 for block in blocks]
        for index in mains:
            prose[index] = 0
        if not any(prose):  # a text of short sentences
            prose = [block.words if block.shape in SENTENCES else 0 for block in blocks]
            for index in mains:
                prose[index] = 0
        self._blocks, self._marks = blocks, marks
        self._total = sum(prose)
        self._before = [0, *accumulate(prose)]
        self._paragraphs = [0, *accumulate(words > 0 for words in prose)]
        self._edges: dict[str, _Edges] = {}  # by id of the rule
        self._is_all_marked = not self._total and len(mains) == len(blocks)

    @cached_property
    def airy(self) -> bool:
        """Whether most blocks have a blank line before them."""
        return is_airy(self._blocks)

    def against(self, rule: Rule, index: int) -> str:
        """What speaks against obeying a rule on a block, as the end of a sentence; empty if nothing does."""
        before, after = self._before[index], self._total - self._before[index + 1]
        if rule.at is _HEAD and before > _PLACE_SHARE * self._total:
            return "the rule is for lines above an article, and too much of the article comes before this one"
        if rule.at is _TAIL and after > _PLACE_SHARE * self._total:
            return "the rule is for lines below an article, and too much of the article comes after this one"
        if rule.at is _EDGE:
            held = self._off_edge(rule, index)
            if held:
                return held
        if is_long(self._blocks[index]) and not beside_marked(index, self._marks):
            # it may speak of newsletters
            return "this is a whole paragraph, and no rule marks the lines next to it"
        if rule.not_before and self._paragraphs[-1] - self._paragraphs[index + 1] >= 2:
            return "the article goes on after it"
        return ""

    def _off_edge(self, rule: Rule, index: int) -> str:
        """What speaks against a rule on lines at the edges of an article, such as its date."""
        if rule.id not in self._edges:
            marked = marked_of(self._marks)
            marked = [i for i in marked if any(mark.rule is rule for mark in self._marks[i])]
            head, tail = set(filter(self._at_head, marked)), set(filter(self.is_last, marked))
            if self._is_all_marked:
                head = set(marked)
            inside = len(marked) > len(head | tail)
            self._edges[rule.id] = _Edges(head | tail, inside, max(len(head), len(tail)) > _EDGE_LINES)
        edges = self._edges[rule.id]
        if index not in edges.lines:
            return "the rule is for lines above or below an article, and this one is between its paragraphs"
        if edges.inside:
            return "such lines are found between paragraphs of the article too"
        if edges.many or (self.is_last(index) and not self._follows_text(index)):
            return "it is part of a list"
        return ""

    def _follows_text(self, index: int) -> bool:
        """Whether nothing but sentences and marked lines stands between the last paragraph and a block."""
        for above in range(index - 1, -1, -1):
            if self._paragraphs[above] < self._paragraphs[above + 1]:
                break
            if self._blocks[above].shape not in SENTENCES and main_mark(self._marks[above]) is None:
                return False
        return True

    def _at_head(self, index: int) -> bool:
        """Whether no paragraph stands above a block, or just a standfirst."""
        above = self._paragraphs[index]
        below = self._paragraphs[-1] - self._paragraphs[index + 1]
        return below > 0 and (above == 0 or (above == 1 and below > 1 and self._before[index] <= _STANDFIRST))

    def is_last(self, index: int) -> bool:
        """Whether no paragraph stands below a block, but one above it."""
        return 0 < self._paragraphs[index] == self._paragraphs[-1]


def beside_marked(index: int, marks: Sequence[Sequence[Mark]]) -> bool:
    """Whether a rule speaks against the block above or below."""
    return any(main_mark(marks[near]) for near in (index - 1, index + 1) if 0 <= near < len(marks))


def without_lists(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
    """The marks without those of edge rules on the lines of a list, or on headings with a paragraph each.

    One date is the article's; three are a tour, and one above every paragraph makes a diary.
    """
    marked: dict[str, list[int]] = {}  # by kind, for dates are marked by rules of several languages
    for index in marked_of(marks):
        for kind in dict.fromkeys(mark.rule.kind for mark in marks[index] if mark.rule.at is _EDGE):
            marked.setdefault(kind, []).append(index)
    fewer = list(marks)
    for kind, lines in marked.items():
        if len(lines) < _LIST:
            continue
        headed = [i + 1 < len(blocks) and blocks[i + 1].shape in SENTENCES for i in lines]
        listed = lines if all(headed) else _runs(lines)
        for index in listed:
            fewer[index] = without_edge(fewer[index], kind)
    return fewer


def without_edge(marks: Sequence[Mark], kind: str) -> list[Mark]:
    """The marks of a block without those of edge rules of a kind."""
    return [mark for mark in marks if mark.rule.kind != kind or mark.rule.at is not _EDGE]


def without_dividers(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
    """The marks without those on signs, such as ###, that come again between paragraphs: they end nothing."""
    signs: dict[str, list[int]] = {}
    for index in marked_of(marks):
        text = blocks[index].text
        if not any(map(str.isalnum, text)):
            signs.setdefault(text, []).append(index)
    fewer = list(marks)
    for places in signs.values():
        prose = range(places[0], places[-1])
        if any(blocks[index].shape in SENTENCES for index in prose):
            for index in places:
                fewer[index] = []
    return fewer


def without_verse(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
    """The marks without those on a line in the middle of a sentence: “go home” in a poem is no menu."""
    fewer = list(marks)
    for index in marked_of(marks):
        if not 0 < index < len(blocks) - 1:
            continue
        if _is_amid(*blocks[index - 1 : index + 2]) and not beside_marked(index, marks):
            fewer[index] = [mark for mark in marks[index] if mark.rule.removes is _SPAN]
    return fewer


def without_headings(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> Sequence[Sequence[Mark]]:
    """The marks without those on a heading that the paragraph below takes up: “Newsletter” above one that
    tells of the first newsletter is a heading of the article."""
    fewer = list(marks)
    for index in marked_of(marks):
        if index + 1 == len(blocks):
            continue
        block, below = blocks[index], blocks[index + 1]
        is_short = block.words <= _HEADING and block.shape in HEADINGS
        if is_short and is_mass(below, marks[index + 1]) and _takes_up(block.folded, below.folded):
            fewer[index] = [mark for mark in marks[index] if mark.rule.removes is _SPAN]
    return fewer


def _takes_up(heading: str, text: str) -> bool:
    """Whether a text has a word of a heading, perhaps with another ending."""
    if UNSPACED.search(heading):
        return bare(heading) in text
    words = (word for word in map(bare, heading.split()) if len(word) >= _WORD)
    return any(f" {word[: max(_WORD, len(word) - 1)]}" in f" {text}" for word in words)


def _is_amid(above: Block, block: Block, below: Block) -> bool:
    """Whether one sentence runs over three lines; menus in lower case have no commas."""
    runs_on = block.text[0].islower() and below.text[0].islower() and above.text[-1] not in STOPS
    together = block.gap == below.gap == 1
    return together and runs_on and bool({above.text[-1], below.text[-1]}.intersection(_VERSE))


def _runs(lines: Sequence[int]) -> list[int]:
    """Those of some lines that follow one another, if they are enough for a list."""
    run: list[int] = []
    found: list[int] = []
    for line in (*lines, -2):
        if run and line != run[-1] + 1:
            found += run if len(run) >= _LIST else []
            run = []
        run.append(line)
    return found
