"""What can be said of a block, as numbers: each field with its values and how they are had of a survey.

No field depends on a language: words enter only through the kinds of the rules that marked a block.
Amounts are binned: the number of a bin is that of the edges which the amount reaches.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from typing import Concatenate, Literal, NamedTuple, ParamSpec, TypeVar

from cleaner import kernel
from cleaner.decision.features import CASES, ENDS, LOOKS, NONE, RUNS, SIDES
from cleaner.decision.survey import Survey, so_far
from cleaner.kernel import (
    COMPILED,
    again,
    around,
    away,
    binned,
    capped,
    cases,
    less,
    of_mass,
    picked,
    shares,
    since,
    taken,
    topics,
    where,
    within,
)
from cleaner.model import Confidence, Removes
from cleaner.text import bare

Column = list[int]  # a value for each block; NONE where there is nothing to say
How = Callable[[Survey], Column]

_AMOUNTS = (1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 100)  # of blocks
_LENGTHS = (1, 2, 3, 4, 6, 9, 13, 21, 36, 61)  # of a block, in words
_MASSES = (1, 20, 50, 100, 200, 400, 800, 1600)  # of prose, in words
_SHARES = (0.001, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999)
_OF_ALL = (0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.85, 0.93)  # prose in all words
_OF_MAIN = (0.05, 0.1, 0.2, 0.4, 0.7, 0.99)  # words beside those of the main prose
_MAIN = (0.2, 0.4, 0.6, 0.8, 0.95)  # main prose in all prose
_OF_TOPIC = (0.001, 0.2, 0.34, 0.5, 0.67, 0.85)  # words that prose uses elsewhere, in all
_NEAR, _FAR = 3, 8  # blocks above and below
_SHORT = 6  # words that a short block has less than
_NO_NEIGHBOUR = 11

_END = {sign: number for number, sign in enumerate(ENDS[:10])} | {"\u201d": 8, "\u3002": 0, "\uff1f": 2}
_CONFIDENCE = {confidence: number for number, confidence in enumerate(Confidence)}
_LONG_WORD = 5  # letters
_TOPIC_WORD = re.compile(rf"[^\W\d_]{{{_LONG_WORD},}}")
_QUOTES = re.compile('["\u201c\u201d\u201e\u00ab\u300c]')


class Field(NamedTuple):
    """What a value may be (names, the kinds of rules, or numbers below a limit), and how it is had."""

    values: tuple[str, ...] | int | Literal["kinds"]
    of: How
    silent: bool = False  # whether it has nothing to say of some blocks
    shares: tuple[float, ...] = ()  # of a share: the edges of its bins


Made = TypeVar("Made")
Given = ParamSpec("Given")


def _once(
    how: Callable[Concatenate[Survey, Given], Made],
) -> Callable[Concatenate[Survey, Given], Made]:
    """What several fields rest on, made once a survey."""

    def of(survey: Survey, /, *args: Given.args, **options: Given.kwargs) -> Made:
        key = how, *args
        if key not in survey.made:
            survey.made[key] = how(survey, *args, **options)
        made: Made = survey.made[key]
        return made

    return of


def field(
    values: tuple[str, ...] | int | Literal["kinds"],
    *,
    silent: bool = False,
    shares: tuple[float, ...] = (),
) -> Callable[[How], Field]:
    """A function as a field."""
    return lambda of: Field(values, of, silent, shares)


@cache
def _bins(edges: Sequence[int]) -> list[int]:
    """Bins of the whole numbers below the last edge: a look-up is faster than a search."""
    return [bisect_right(edges, value) for value in range(edges[-1])]


def _binned(values: Iterable[int], edges: Sequence[int]) -> Column:
    return binned(values, _bins(edges), edges[-1], len(edges))


# --- the block itself --------------------------------------------------------------------------------------

look = Field(LOOKS, lambda survey: survey.look)
words = Field(11, lambda survey: _binned(survey.words, _LENGTHS))
kind = Field("kinds", lambda survey: survey.kind)


@field(tuple(Confidence), silent=True)
def confidence(survey: Survey) -> Column:
    return survey.spread(
        {index: _CONFIDENCE[mark.rule.confidence] for index, mark in survey.of_marked.items()}, NONE
    )


@_once
def _others(survey: Survey) -> dict[int, list[int]]:
    """The kinds of the marks of each block beside its main one, where it has some."""
    others = {
        index: [
            survey.numbers.get(mark.rule.kind, 1)
            for mark in survey.marks[index]
            if mark is not main and mark.rule.removes is not Removes.SPAN
        ]
        for index, main in survey.of_marked.items()
        if len(survey.marks[index]) > 1
    }
    return {index: kinds for index, kinds in others.items() if kinds}


@field("kinds", silent=True)
def second_kind(survey: Survey) -> Column:
    return survey.spread({index: kinds[0] for index, kinds in _others(survey).items()}, NONE)


@field(4, silent=True)
def more_marks(survey: Survey) -> Column:
    return survey.spread({index: min(len(kinds), 3) for index, kinds in _others(survey).items()}, NONE)


case = Field(CASES, lambda survey: cases(survey.texts, survey.words, survey.mass))


@field(ENDS)
def ending(survey: Survey) -> Column:
    """The last character."""
    lasts = [text[-1] for text in survey.texts]
    return [_END.get(last, 11 if last.isalnum() else 10) for last in lasts]


# which signs that prose seldom has stand in the block, if any
signs = Field(16, lambda survey: kernel.signs(survey.texts), silent=True)


@field(2, silent=True)
def quotes(survey: Survey) -> Column:
    """Whether prose quotes."""
    texts = ((index, survey.texts[index]) for index, mass in enumerate(survey.mass) if mass)
    return survey.spread(
        {index: int('"' in text if text.isascii() else bool(_QUOTES.search(text))) for index, text in texts},
        NONE,
    )


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
    found = []
    for words, mass in zip(sets, survey.mass, strict=True):
        elsewhere = sum(met.get(word, 0) > mass for word in words)
        found.append(bisect_right(_OF_TOPIC, elsewhere / len(words)) if words else 7)
    return found


# --- the document ------------------------------------------------------------------------------------------


@field(9, shares=_OF_ALL)
def prose_of_all(survey: Survey) -> Column:
    """The share of prose in all words."""
    return [bisect_right(_OF_ALL, survey.prose / (survey.words_so_far[-1] or 1))] * survey.count


@field(7)
def marked_of_all(survey: Survey) -> Column:
    """The share of marked blocks."""
    edges = (0.0001, 0.03, 0.08, 0.15, 0.25, 0.4)
    return [bisect_right(edges, survey.marked_so_far[-1] / (survey.count or 1))] * survey.count


# --- its place ---------------------------------------------------------------------------------------------

from_start = Field(12, _once(lambda survey: _binned(survey.places, _AMOUNTS)))
from_end = Field(12, lambda survey: from_start.of(survey)[::-1])


@field(10, shares=_SHARES)
def share_before(survey: Survey) -> Column:
    """The share of the prose that stands before it."""
    return shares(survey.prose_so_far[:-1], survey.prose, _SHARES)


prose_before = Field(9, lambda survey: _binned(survey.prose_so_far[:-1], _MASSES))


@field(9)
def prose_after(survey: Survey) -> Column:
    return _binned(less([survey.prose] * survey.count, survey.prose_so_far[1:]), _MASSES)


# --- the run of blocks, all prose or none, that it stands in ------------------------------------------------


def _by_run(survey: Survey, values: Sequence[int]) -> Column:
    """A value for each run, as one for each block."""
    return picked(values, survey.run_of)


@_once
def _prose_of_runs(survey: Survey) -> list[int]:
    so_far = survey.prose_so_far
    return [so_far[last] - so_far[first] for first, last in survey.runs]


@field(RUNS)
@_once
def run(survey: Survey) -> Column:
    """Where the run stands."""
    last = len(survey.runs) - 1
    places = [1] * len(survey.runs)
    if places:
        places[last] = RUNS.index("tail")
        places[0] = RUNS.index("head" if last else "only")
    return _by_run(survey, places)


@field(12)
def run_size(survey: Survey) -> Column:
    return _by_run(survey, _binned([last - first for first, last in survey.runs], _AMOUNTS))


@field(7)
def run_words(survey: Survey) -> Column:
    so_far = survey.words_so_far
    counts = [so_far[last] - so_far[first] for first, last in survey.runs]
    return _by_run(survey, _binned(counts, (20, 40, 80, 160, 320, 640)))


@field(7)
def run_place(survey: Survey) -> Column:
    """How many blocks of the run stand above it."""
    places = less(survey.places, survey.firsts)
    return _binned(places, (1, 2, 3, 5, 9, 20))


@field(7)
def run_left(survey: Survey) -> Column:
    """How many blocks of the run are left, itself included."""
    left = less(survey.lasts, survey.places)
    return _binned(left, (2, 3, 4, 6, 10, 20))


@field(4)
def run_marks_above(survey: Survey) -> Column:
    so_far = survey.marked_so_far
    return capped(less(so_far[:-1], picked(so_far, survey.firsts)), 3)


@field(4)
def run_marks_below(survey: Survey) -> Column:
    so_far = survey.marked_so_far
    return capped(less(picked(so_far, survey.lasts), so_far[1:]), 3)


def _beside(survey: Survey, values: Sequence[int], *, mass: bool, most: int) -> tuple[Column, Column]:
    """Of each block of prose, or each other block, the values of the runs above and below, and one more; 0
    where there is none."""
    told = [0, *(min(value + 1, most) for value in values), 0]
    asked = [survey.mass[first] is mass for first, _ in survey.runs]
    above = [told[number] if here else NONE for number, here in enumerate(asked)]
    below = [told[number + 2] if here else NONE for number, here in enumerate(asked)]
    return _by_run(survey, above), _by_run(survey, below)


@_once
def _prose_beside(survey: Survey, most: int) -> tuple[Column, Column]:
    return _beside(survey, _binned(_prose_of_runs(survey), _MASSES), mass=False, most=most)


# of a block that is no prose, how much prose the runs above and below it have
prose_above_run = Field(10, lambda survey: _prose_beside(survey, 9)[0], silent=True)
prose_below_run = Field(10, lambda survey: _prose_beside(survey, 9)[1], silent=True)
some_prose_above_run = Field(6, lambda survey: _prose_beside(survey, 5)[0], silent=True)
some_prose_below_run = Field(6, lambda survey: _prose_beside(survey, 5)[1], silent=True)


@field(RUNS, silent=True)
def opens(survey: Survey) -> Column:
    """Where the run stands of a block whose mark opens a section."""
    places = run.of(survey)
    return survey.spread(
        {
            index: places[index]
            for index, mark in survey.of_marked.items()
            if mark.rule.removes in (Removes.SECTION, Removes.REST)
        },
        NONE,
    )


# --- marks around it ---------------------------------------------------------------------------------------


def _kind_at(survey: Survey, places: Sequence[int]) -> Column:
    """The kinds of the blocks in these places; of a place outside, that of a block without a mark."""
    return taken(survey.kind, places, 0)


last_kind = Field("kinds", lambda survey: _kind_at(survey, survey.last_mark))
next_kind = Field("kinds", lambda survey: _kind_at(survey, survey.next_mark))


@field("kinds")
def last_kind_in_run(survey: Survey) -> Column:
    return _kind_at(survey, within(survey.last_mark, survey.firsts, survey.lasts))


@field("kinds")
def next_kind_in_run(survey: Survey) -> Column:
    return _kind_at(survey, within(survey.next_mark, survey.firsts, survey.lasts))


@field(13)
@_once
def to_last(survey: Survey) -> Column:
    """How far the last mark is; 12: there is none."""
    return away(survey.last_mark, _bins(_AMOUNTS), 11, 12)


@field(13)
@_once
def to_next(survey: Survey) -> Column:
    """How far the next mark is; 12: there is none."""
    return away(survey.next_mark, _bins(_AMOUNTS), 11, 12)


near_last = Field(7, lambda survey: capped(to_last.of(survey), 6))
near_next = Field(7, lambda survey: capped(to_next.of(survey), 6))


@_once
def _since(survey: Survey, name: str) -> Column:
    """How many blocks above each a mark of this kind stands, if any does."""
    return since(survey.kind, survey.numbers.get(name, NONE))


def look_below(name: str) -> Field:
    """The look of a block below a mark of this kind."""

    def of(survey: Survey) -> Column:
        return where(_since(survey, name), survey.look) if name in survey.kinds else [NONE] * survey.count

    return Field(LOOKS, of, silent=True)


def distance_below(name: str) -> Field:
    """How far below a mark of this kind a block stands."""

    def of(survey: Survey) -> Column:
        if name not in survey.kinds:
            return [NONE] * survey.count
        since = _since(survey, name)
        return where(since, taken(_bins((2, 5, 12, 40)), since, 4))

    return Field(5, of, silent=True)


# --- its neighbours ----------------------------------------------------------------------------------------

shape_above = Field((*LOOKS[:-1], "none"), lambda survey: [_NO_NEIGHBOUR, *survey.shape][:-1])
shape_below = Field((*LOOKS[:-1], "none"), lambda survey: [*survey.shape, _NO_NEIGHBOUR][1:])
marked_above = Field(2, lambda survey: [0, *map(int, survey.marked)][:-1])
marked_below = Field(2, lambda survey: [*map(int, survey.marked), 0][1:])
gap_above = Field(4, _once(lambda survey: capped([block.gap for block in survey.blocks], 3)))
gap_below = Field(4, lambda survey: [*gap_above.of(survey), 0][1:])


def _marks_around(survey: Survey, reach: int) -> Column:
    """Its own left out."""
    return less(around(survey.marked_so_far, reach), survey.marked)


def _short_around(survey: Survey, reach: int) -> Column:
    return around(so_far([count < _SHORT for count in survey.words]), reach)


near_marked = Field(8, lambda survey: _marks_around(survey, _NEAR))
near_short = Field(8, lambda survey: _short_around(survey, _NEAR))
near_prose = Field(8, lambda survey: around(so_far(survey.mass), _NEAR))
far_marked = Field(6, lambda survey: _binned(_marks_around(survey, _FAR), (1, 2, 3, 5, 8)))
far_short = Field(6, lambda survey: _binned(_short_around(survey, _FAR), (1, 3, 6, 10, 14)))
far_prose = Field(6, lambda survey: _binned(around(so_far(survey.mass), _FAR), (1, 2, 4, 7, 11)))


# the shape that a block's own takes turns with
in_turn = Field(
    (*LOOKS[:-1], "none"), lambda survey: kernel.in_turn(survey.shape, _NO_NEIGHBOUR), silent=True
)
# the look of a block whose shape is that of the third above, and not that of the one above
every_third = Field(LOOKS, lambda survey: kernel.every_third(survey.shape, survey.look), silent=True)


# --- prose: the run and the stretch it stands in ------------------------------------------------------------


def _of_mass(survey: Survey, values: Column) -> Column:
    return of_mass(survey.mass, values)


@field(9, silent=True)
def mass_words(survey: Survey) -> Column:
    """Words of prose in the run."""
    return _of_mass(survey, _by_run(survey, _binned(_prose_of_runs(survey), _MASSES)))


@field(10, silent=True, shares=_SHARES)
def mass_share(survey: Survey) -> Column:
    """The run's share of all prose."""
    return _of_mass(survey, _by_run(survey, shares(_prose_of_runs(survey), survey.prose, _SHARES)))


@field(6, silent=True)
def mass_count(survey: Survey) -> Column:
    """Blocks in the run."""
    sizes = [last - first for first, last in survey.runs]
    return _of_mass(survey, _by_run(survey, _binned(sizes, (1, 2, 3, 5, 9))))


@_once
def _gaps(survey: Survey) -> tuple[Column, Column]:
    sizes = _binned([last - first for first, last in survey.runs], _AMOUNTS)
    return _beside(survey, sizes, mass=True, most=12)


@_once
def _gap_marks(survey: Survey) -> tuple[Column, Column]:
    so_far = survey.marked_so_far
    return _beside(survey, [so_far[last] - so_far[first] for first, last in survey.runs], mass=True, most=5)


# of prose, how many blocks and marks stand between its run and the runs of prose above and below
mass_gap_above = Field(13, lambda survey: _gaps(survey)[0], silent=True)
mass_gap_below = Field(13, lambda survey: _gaps(survey)[1], silent=True)
mass_marks_above = Field(6, lambda survey: _gap_marks(survey)[0], silent=True)
mass_marks_below = Field(6, lambda survey: _gap_marks(survey)[1], silent=True)


def _of_stretches(survey: Survey, values: Sequence[int]) -> Column:
    return taken(values, survey.stretch_of, NONE)


@field(9, silent=True)
def stretch_words(survey: Survey) -> Column:
    return _of_stretches(survey, _binned([stretch.words for stretch in survey.stretches], _MASSES))


@field(7, silent=True, shares=_OF_MAIN)
def stretch_share(survey: Survey) -> Column:
    """Its words beside those of the main prose."""
    words = [stretch.words for stretch in survey.stretches]
    return _of_stretches(survey, shares(words, survey.main.words, _OF_MAIN))


# --- the main prose ----------------------------------------------------------------------------------------


@field(SIDES)
def side(survey: Survey) -> Column:
    """On which side of the main prose it stands."""
    first, last = survey.main.first, survey.main.last
    return [0] * first + [1] * (last - first + 1) + [2] * (survey.count - last - 1)


@field(5)
def main_marks(survey: Survey) -> Column:
    """How many marks stand between it and the main prose."""
    so_far, (first, last, _) = survey.marked_so_far, survey.main
    above = less([so_far[first]] * first, so_far[1 : first + 1])
    below = less(so_far[last + 1 : -1], [so_far[last + 1]] * (survey.count - last - 1))
    return _binned([*above, *[0] * (last - first + 1), *below], (1, 2, 3, 6))


@field(12)
def main_away(survey: Survey) -> Column:
    """How far from the main prose it stands."""
    first, last, _ = survey.main
    distances = [*range(first, 0, -1), *[0] * (last - first + 1), *range(1, survey.count - last)]
    return _binned(distances, _AMOUNTS)


@field(7, shares=_MAIN)
def main_share(survey: Survey) -> Column:
    """How much of the prose is main prose; 6: there is no prose."""
    return (shares([survey.main.words], survey.prose, _MAIN) if survey.prose else [6]) * survey.count
