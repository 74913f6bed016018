"""How long a pattern can take: whether it can read one text in ever more ways before it gives up.

A backtracking engine tries every way to read a text before it says no. The ways grow exponentially where a
repetition can read the same letters in two ways (`(a+)+`), and with a power of the length where two
repetitions that follow each other share letters (`\\w*\\d*`). Both show in the automaton of the pattern as
two paths for one word: Weideman et al., “Analyzing matching time behavior of backtracking regular expression
matchers by using ambiguity of NFA”, CIAA 2016. A search begins at every letter, so a pattern that may start
anywhere has one repetition, of any sign, before its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from itertools import product
from typing import NamedTuple

from cleaner.match.automaton import BEFORE, BEGIN, LENGTH, Automaton, Loop
from cleaner.match.pattern import NotJudgedError

__all__ = ["NotJudgedError", "TooSlow", "too_slow"]

MOST = 400  # steps a letter; more, and a pattern is too slow
_PAIRS = 200_000  # pairs or triples of places; more, and a pattern is beyond us


class TooSlow(NamedTuple):
    """Why a pattern is too slow, and a text that shows it: how it begins, and what to repeat."""

    exponential: bool
    message: str
    before: str
    pump: str


def too_slow(pattern: str) -> TooSlow | None:
    """What makes a pattern take more than a bounded number of steps a letter; None if nothing does.

    Raises NotJudgedError for back-references, conditions, recursion, fuzzy matching and verbose patterns.
    """
    automaton = Automaton(pattern)
    return _exponential(automaton) or _polynomial(automaton)


def _exponential(automaton: Automaton) -> TooSlow | None:
    """A repetition that can read one text in two ways."""
    for loop in automaton.loops:
        if loop.outer and not automaton.accepting & {*loop.places}:
            for place in loop.places[:1]:
                pump = _twice(automaton, place, {*loop.places})
                if pump is not None:
                    again = f"a repetition can read “{pump}” in two ways"
                    return TooSlow(True, f"takes exponential time: {again}", _way_to(automaton, place), pump)
    return None


def _twice(automaton: Automaton, place: int, within: Collection[int]) -> str | None:
    """A text that leads from a place back to it in two ways."""
    for last in sorted({automaton.like[letter] for letter in automaton.reads[place]}):
        start = (place, place, last, False)
        reached: dict[tuple[int, int, str, bool], str] = {start: ""}
        queue = deque([start])
        while queue:
            one, other, last_, apart = state = queue.popleft()
            ours, theirs = automaton.after(one, last_), automaton.after(other, last_)
            for letter in (letter for letter in ours if letter in theirs):
                for step in ours[letter]:
                    for step_ in theirs[letter]:
                        if step.place not in within or step_.place not in within:
                            continue
                        parted = apart or step.place != step_.place or step.ways > 1
                        after = (step.place, step_.place, automaton.like[letter], parted)
                        text = reached[state] + letter
                        if parted and after[:3] == start[:3]:
                            return text
                        if after not in reached:
                            reached[after] = text
                            queue.append(after)
            if len(reached) > _PAIRS:
                raise NotJudgedError("it is too large")
    return None


def _polynomial(automaton: Automaton) -> TooSlow | None:
    """Repetitions one after the other that can read the same text, and so share it in many ways."""
    before = Loop(LENGTH, [BEFORE], True)
    loops = [before, *(loop for loop in automaton.loops if loop.outer)]
    worst: list[tuple[int, str, int]] = []  # steps to the end of each loop, a pump, the loop before
    for number, loop in enumerate(loops):
        here = (loop.most, "", -1)
        if number and not automaton.accepting & {*loop.places}:
            for earlier in range(number):
                steps = worst[earlier][0] * loop.most
                if steps > here[0] and (pump := _shared(automaton, loops[earlier], loop)):
                    here = (steps, pump, earlier)
            if here[0] > MOST * LENGTH:
                return _told(automaton, loops, worst, here)
        worst.append(here)
    return None


def _told(
    automaton: Automaton, loops: list[Loop], worst: list[tuple[int, str, int]], here: tuple[int, str, int]
) -> TooSlow:
    _, pump, earlier = here
    first = loops[earlier]
    if first.places == [BEFORE]:
        message = f"it may start anywhere, and a repetition can read “{pump}” without end"
    else:
        message = f"repetitions that follow one another can both read “{pump}”"
    while worst[earlier][2] > 0:
        earlier = worst[earlier][2]
    return TooSlow(
        False,
        f"takes {here[0] // LENGTH:,} steps a letter: {message}",
        _way_to(automaton, loops[earlier].places[0]),
        pump,
    )


def _shared(automaton: Automaton, first: Loop, second: Loop) -> str | None:
    """A text that leads from the first loop back to it, from there to the second, and back to that."""
    for place in first.places:
        for other in second.places:
            if automaton.reads[place] & automaton.reads[other]:
                pump = _ladder(automaton, place, other, {*first.places}, {*second.places})
                if pump is not None:
                    return pump
    return None


def _ladder(automaton: Automaton, low: int, high: int, first: set[int], second: set[int]) -> str | None:
    leading = automaton.leading_to(high)
    if low not in leading:
        return None
    for last in sorted({automaton.like[letter] for letter in automaton.reads[low] & automaton.reads[high]}):
        start = (low, low, high, last)
        reached: dict[tuple[int, int, int, str], str] = {start: ""}
        queue = deque([start])
        while queue:
            state = queue.popleft()
            lower, between, upper = (automaton.places_after(place, state[3]) for place in state[:3])
            for letter in (one for one in lower if one in between and one in upper):
                ones, threes = lower[letter] & first, upper[letter] & second
                if not (ones and threes):
                    continue
                for one, three, two in product(ones, threes, between[letter] & leading):
                    after = (one, two, three, automaton.like[letter])
                    if after == (low, high, high, last):
                        return reached[state] + letter
                    if after not in reached:
                        reached[after] = reached[state] + letter
                        queue.append(after)
            if len(reached) > _PAIRS:
                raise NotJudgedError("it is too large")
    return None


def _way_to(automaton: Automaton, place: int) -> str:
    """A text after which a place may be reached."""
    start = (BEGIN, "")
    reached = {start: ""}
    queue = deque([start])
    while queue:
        state = queue.popleft()
        for letter, steps in automaton.after(*state).items():
            for step in steps:
                after = (step.place, automaton.like[letter])
                if after not in reached:
                    reached[after] = reached[state] + letter
                    queue.append(after)
                if step.place == place:
                    return reached[after]
    return ""
