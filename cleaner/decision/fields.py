"""What can be said of a block, as numbers: each field with its values.

No field depends on a language: words enter only through the kinds of the rules that marked a block.
Amounts are binned: the number of a bin is that of the edges which the amount reaches. What a block's place
tells is found out by `kernel/fields.py`, which names it; what its letters and marks tell, here.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, chain
from typing import Literal, NamedTuple

from cleaner import kernel
from cleaner.decision.features import CASES, ENDS, FOLLOWED, LOOKS, RUNS, SIDES
from cleaner.decision.survey import Survey
from cleaner.kernel import COMPILED, Bins, again, cases, shorts, topics
from cleaner.model import Confidence, Removes
from cleaner.text import bare

Column = list[int]  # a value for each block; NONE where there is nothing to say
Some = Mapping[int, int]  # values of a few blocks, by index; there is nothing to say of the others
How = Callable[[Survey], Column | Some]
Values = tuple[str, ...] | int | Literal["kinds"]

_SHARES = (0.001, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999)
_OF_ALL = (0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.85, 0.93)  # prose in all words
_OF_MAIN = (0.05, 0.1, 0.2, 0.4, 0.7, 0.99)  # words beside those of the main prose
_MAIN = (0.2, 0.4, 0.6, 0.8, 0.95)  # main prose in all prose
_OF_TOPIC = (0.001, 0.2, 0.34, 0.5, 0.67, 0.85)  # words that prose uses elsewhere, in all
_NEAR, _FAR = 3, 8  # blocks above and below
_JOINED = 6  # blocks that a stretch of the main prose may be interrupted by
_NO_NEIGHBOUR = 11

_END = {sign: number for number, sign in enumerate(ENDS[:10])} | {"\u201d": 8, "\u3002": 0, "\uff1f": 2}
_SPAN = Removes.SPAN  # looked up once: to find a member of an enumeration takes Python 3.11 long
_CONFIDENCE = {confidence: number for number, confidence in enumerate(Confidence)}
_LONG_WORD = 5  # letters
_TOPIC_WORD = re.compile(rf"[^\W\d_]{{{_LONG_WORD},}}")
_QUOTES = re.compile('["\u201c\u201d\u201e\u00ab\u300c]')


def _bins(*edges: int) -> array[int]:
    """The bin of each whole number up to the last edge."""
    return array("i", [bisect_right(edges, value) for value in range(edges[-1] + 1)])


_BINS = Bins(
    amounts=_bins(1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 100),
    lengths=_bins(1, 2, 3, 4, 6, 9, 13, 21, 36, 61),
    masses=_bins(1, 20, 50, 100, 200, 400, 800, 1600),
    words=_bins(20, 40, 80, 160, 320, 640),
    place=_bins(1, 2, 3, 5, 9, 20),
    left=_bins(2, 3, 4, 6, 10, 20),
    few=_bins(1, 2, 3, 5, 9),
    marked=_bins(1, 2, 3, 5, 8),
    short=_bins(1, 3, 6, 10, 14),
    prose=_bins(1, 2, 4, 7, 11),
    between=_bins(1, 2, 3, 6),
    since=_bins(2, 5, 12, 40),
    shares=array("d", _SHARES),
    of_all=array("d", _OF_ALL),
    of_marked=array("d", (0.0001, 0.03, 0.08, 0.15, 0.25, 0.4)),
    of_main=array("d", _OF_MAIN),
    main=array("d", _MAIN),
)


class Field(NamedTuple):
    """What a value may be (names, the kinds of rules, or numbers below a limit), and how it is had: in a way
    of its own, or by the kernel, which knows it by its name."""

    values: Values
    of: How | None = None
    name: str = ""
    silent: bool = False  # whether it has nothing to say of some blocks
    shares: tuple[float, ...] = ()  # of a share: the edges of its bins


def _placed(name: str, values: Values, *, silent: bool = False, shares: tuple[float, ...] = ()) -> Field:
    """A field that the kernel writes."""
    return Field(values, None, name, silent, shares)


def field(values: Values, *, silent: bool = False) -> Callable[[How], Field]:
    """A function as a field."""
    return lambda of: Field(values, of, silent=silent)


# --- the block itself --------------------------------------------------------------------------------------

look = _placed("look", LOOKS)
words = _placed("words", 11)
kind = _placed("kind", "kinds")


@field(tuple(Confidence), silent=True)
def confidence(survey: Survey) -> Some:
    return {index: _CONFIDENCE[mark.rule.confidence] for index, mark in survey.mains.items()}


def _others(survey: Survey) -> dict[int, list[int]]:
    """The kinds of the marks of each block beside its main one, where it has some."""
    others = {
        index: [
            survey.numbers.get(mark.rule.kind, 1)
            for mark in survey.marks[index]
            if mark is not main and mark.rule.removes is not _SPAN
        ]
        for index, main in survey.mains.items()
        if len(survey.marks[index]) > 1
    }
    return {index: kinds for index, kinds in others.items() if kinds}


@field("kinds", silent=True)
def second_kind(survey: Survey) -> Some:
    return {index: kinds[0] for index, kinds in _others(survey).items()}


@field(4, silent=True)
def more_marks(survey: Survey) -> Some:
    return {index: min(len(kinds), 3) for index, kinds in _others(survey).items()}


case = Field(CASES, lambda survey: cases(survey.texts, survey.words, survey.mass))


@field(ENDS)
def ending(survey: Survey) -> Column:
    """The last character."""
    return kernel.ends(survey.texts, _END, ENDS.index("letter"), ENDS.index("other"))


# which signs that prose seldom has stand in the block, if any
signs = Field(16, lambda survey: kernel.signs(survey.texts), silent=True)


@field(2, silent=True)
def quotes(survey: Survey) -> Some:
    """Whether prose quotes."""
    texts = ((index, survey.texts[index]) for index, mass in enumerate(survey.mass) if mass)
    return {
        index: int('"' in text if text.isascii() else bool(_QUOTES.search(text))) for index, text in texts
    }


repeated = Field(("once", "first", "again"), lambda survey: again(list(map(bare, survey.folded))))


@field(8)
def topic(survey: Survey) -> Column:
    """How much of its longer words the prose of the document uses elsewhere; 7: it has none."""
    if COMPILED:
        return topics(survey.folded, survey.mass, _LONG_WORD, _OF_TOPIC, 7)
    sets = [set(_TOPIC_WORD.findall(line)) for line in survey.folded]
    met: dict[str, int] = Counter(
        chain.from_iterable(words for words, mass in zip(sets, survey.mass, strict=True) if mass)
    )
    once, twice = set(met), {word for word, times in met.items() if times > 1}
    found = []
    for words, mass in zip(sets, survey.mass, strict=True):
        elsewhere = len(words & (twice if mass else once))
        found.append(bisect_right(_OF_TOPIC, elsewhere / len(words)) if words else 7)
    return found


# --- the document, and its place in it ---------------------------------------------------------------------

prose_of_all = _placed("prose_of_all", 9, shares=_OF_ALL)  # the share of prose in all words
marked_of_all = _placed("marked_of_all", 7)  # the share of marked blocks
from_start = _placed("from_start", 12)
from_end = _placed("from_end", 12)
share_before = _placed("share_before", 10, shares=_SHARES)  # the share of the prose that stands before it
prose_before = _placed("prose_before", 9)
prose_after = _placed("prose_after", 9)


# --- the run of blocks, all prose or none, that it stands in ------------------------------------------------

run = _placed("run", RUNS)  # where the run stands
run_size = _placed("run_size", 12)
run_words = _placed("run_words", 7)
run_place = _placed("run_place", 7)  # how many blocks of the run stand above it
run_left = _placed("run_left", 7)  # how many blocks of the run are left, itself included
run_marks_above = _placed("run_marks_above", 4)
run_marks_below = _placed("run_marks_below", 4)
# of a block that is no prose, how much prose the runs above and below it have
prose_above_run = _placed("prose_above_run", 10, silent=True)
prose_below_run = _placed("prose_below_run", 10, silent=True)
some_prose_above_run = _placed("some_prose_above_run", 6, silent=True)
some_prose_below_run = _placed("some_prose_below_run", 6, silent=True)
opens = _placed("opens", RUNS, silent=True)  # where the run stands of a block whose mark opens a section


# --- marks around it ---------------------------------------------------------------------------------------

last_kind = _placed("last_kind", "kinds")
next_kind = _placed("next_kind", "kinds")
last_kind_in_run = _placed("last_kind_in_run", "kinds")
next_kind_in_run = _placed("next_kind_in_run", "kinds")
to_last = _placed("to_last", 13)  # how far the last mark is; 12: there is none
to_next = _placed("to_next", 13)
near_last = _placed("near_last", 7)
near_next = _placed("near_next", 7)
# the look of a block below a mark of each of these kinds, and how far below it stands
look_below = {name: _placed(f"look_below.{name}", LOOKS, silent=True) for name in FOLLOWED}
distance_below = {name: _placed(f"distance_below.{name}", 5, silent=True) for name in FOLLOWED}


# --- its neighbours ----------------------------------------------------------------------------------------

shape_above = _placed("shape_above", (*LOOKS[:-1], "none"))
shape_below = _placed("shape_below", (*LOOKS[:-1], "none"))
marked_above = _placed("marked_above", 2)
marked_below = _placed("marked_below", 2)
gap_above = _placed("gap_above", 4)
gap_below = _placed("gap_below", 4)
near_marked = _placed("near_marked", 8)  # its own mark left out
near_short = _placed("near_short", 8)
near_prose = _placed("near_prose", 8)
far_marked = _placed("far_marked", 6)
far_short = _placed("far_short", 6)
far_prose = _placed("far_prose", 6)
# the shape that a block's own takes turns with
in_turn = _placed("in_turn", (*LOOKS[:-1], "none"), silent=True)
# the look of a block whose shape is that of the third above, and not that of the one above
every_third = _placed("every_third", LOOKS, silent=True)


# --- prose: the run and the stretch it stands in ------------------------------------------------------------

mass_words = _placed("mass_words", 9, silent=True)  # words of prose in the run
mass_share = _placed("mass_share", 10, silent=True, shares=_SHARES)  # the run's share of all prose
mass_count = _placed("mass_count", 6, silent=True)  # blocks in the run
# of prose, how many blocks and marks stand between its run and the runs of prose above and below
mass_gap_above = _placed("mass_gap_above", 13, silent=True)
mass_gap_below = _placed("mass_gap_below", 13, silent=True)
mass_marks_above = _placed("mass_marks_above", 6, silent=True)
mass_marks_below = _placed("mass_marks_below", 6, silent=True)
stretch_words = _placed("stretch_words", 9, silent=True)
# its words beside those of the main prose
stretch_share = _placed("stretch_share", 7, silent=True, shares=_OF_MAIN)


# --- the main prose ----------------------------------------------------------------------------------------

side = _placed("side", SIDES)  # on which side of the main prose it stands
main_marks = _placed("main_marks", 5)  # how many marks stand between it and the main prose
main_away = _placed("main_away", 12)  # how far from the main prose it stands
main_share = _placed("main_share", 7, shares=_MAIN)  # main prose in all prose; 6: there is none


# --- all of them -------------------------------------------------------------------------------------------

_GROUPS = (kernel.ITSELF, kernel.PLACE, kernel.RUN, kernel.MASS, kernel.MARKS, kernel.MAIN)
_BELOW = tuple(name for kind in FOLLOWED for name in (f"look_below.{kind}", f"distance_below.{kind}"))
PLACED = (*chain.from_iterable(_GROUPS), *_BELOW)  # names of the fields that the kernel writes, in its order


def values_of(survey: Survey, others: Sequence[Field]) -> array[int]:
    """The values of all fields, a row for each block: those `PLACED`, then these others."""
    width = len(PLACED) + len(others)
    values = shorts(width * survey.count)
    itself, place, run, in_mass, marks, main = accumulate((0, *map(len, _GROUPS[:-1])))
    shapes, words, kinds, mass, so_far = survey.shapes, survey.words, survey.kinds, survey.mass, survey.so_far
    firsts, lasts = kernel.runs(mass)
    beside = kernel.nearest(kinds)
    columns = shapes, words, kinds, survey.gaps, mass
    kernel.itself(values, width, itself, columns, len(LOOKS) - 1, _NO_NEIGHBOUR, _BINS)
    kernel.place(values, width, place, so_far, _NEAR, _FAR, _BINS)
    kernel.run(values, width, run, lasts, survey.opens, so_far, _BINS)
    kernel.mass(values, width, in_mass, firsts, lasts, mass, so_far, _BINS)
    kernel.marks(values, width, marks, kinds, beside, firsts, lasts, _BINS)
    stretches = kernel.stretches(mass, words, survey.marked_so_far, _JOINED)
    kernel.main(values, width, main, *stretches, so_far, _BINS)
    marked = {mark.rule.kind for mark in survey.mains.values()}
    for at, name in zip(range(main + len(kernel.MAIN), len(PLACED), 2), FOLLOWED, strict=True):
        if name in marked and (number := survey.numbers.get(name)) is not None:
            kernel.since(values, width, at, kinds, number, itself, _BINS)
    for at, field in enumerate(others, len(PLACED)):
        said = field.of(survey) if field.of is not None else {}
        if isinstance(said, list):
            kernel.put(values, width, at, said)
        else:
            for index, value in said.items():
                values[index * width + at] = value
    return values
