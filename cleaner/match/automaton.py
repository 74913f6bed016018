"""The automaton of a pattern: places that read one letter each, and the steps from place to place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

import regex

from cleaner.match.pattern import Either, Node, NotJudgedError, Repeat, Row, Sign, Zero, signs_of, tree_of

LENGTH = 1000  # letters; what a repetition without a bound is taken to run over
_UNROLLED = 4  # repetitions up to which each is looked at by itself
_PATHS = 2000  # ways without a letter from one place to others; more, and a pattern is beyond us
_SIGNS = (
    "aQ1 .,-z9éßİığжЖلअ漢かก한٣_\t\n\u00a0\u3000;:!?'\"’“”«»–—|/\\()[]{}<>@#&%+=*~^$€©•·…。，、\u0301\u200b😀"
)

_ANYTHING = Sign("", ignore_case=False)


@lru_cache(maxsize=4096)
def _compiled(source: str, ignore_case: bool) -> regex.Pattern[str]:
    return regex.compile(source, regex.IGNORECASE if ignore_case else 0)


def _alphabet(pattern: str, tree: Node) -> dict[Sign, frozenset[str]]:
    """What each sign of a pattern matches, of the letters it names and some of each sort.

    Of letters that all signs treat alike one is enough.
    """
    named = [sign for sign in pattern if sign.isprintable()]
    letters = dict.fromkeys([*_SIGNS, *named, *(sign.swapcase()[:1] for sign in named)])
    compiled = {sign: _compiled(*sign) for sign in signs_of(tree)}
    matched = {
        letter: frozenset(sign for sign in compiled if compiled[sign].match(letter)) for letter in letters
    }
    one = {(found, is_word(letter)): letter for letter, found in reversed(matched.items())}
    kept = [letter for letter in letters if one[matched[letter], is_word(letter)] == letter]
    return {
        **{sign: frozenset(letter for letter in kept if sign in matched[letter]) for sign in compiled},
        _ANYTHING: frozenset(kept),
    }


class _Guard(NamedTuple):
    """What must hold between one letter and the next."""

    needs: frozenset[str] = frozenset()  # of ^ $ b B, and ? for a look-around
    never: frozenset[str] = frozenset()  # letters that can't come next
    never_after: frozenset[str] = frozenset()  # letters that can't stand before

    def __and__(self, other: _Guard) -> _Guard:
        if self is _ANY or other is _ANY:
            return self if other is _ANY else other
        return _Guard(*(ours | theirs for ours, theirs in zip(self, other, strict=True)))

    def holds(self, last: str, letter: str) -> bool:
        """Whether a letter may come after the last; before the first there is none."""
        boundary = (last != "" and is_word(last)) != is_word(letter)
        return (
            not self.needs & {"$", "B" if boundary else "b"}
            and not (last and "^" in self.needs)
            and letter not in self.never
            and last not in self.never_after
        )


_ANY = _Guard()


@lru_cache(maxsize=4096)
def is_word(letter: str) -> bool:
    return regex.match(r"\w", letter) is not None


class Loop(NamedTuple):
    """A repetition that is not unrolled, in how many ways it may end, and the places in it."""

    most: int
    places: list[int]
    outer: bool


class Step(NamedTuple):
    place: int
    guard: _Guard
    ways: int  # without reading a letter: more than one is ambiguous by itself


def well_read(letter: str) -> tuple[int, str]:
    """What reads well first."""
    return (_SIGNS.find(letter) % len(_SIGNS), letter)


BEGIN, BEFORE = 0, 1  # places: nothing is read yet; letters are passed over


class Automaton:
    """Places that read one letter each of a set, and the steps from place to place."""

    def __init__(self, pattern: str) -> None:
        tree = tree_of(pattern)
        self._read_by = _alphabet(pattern, tree)
        self._letters = self._read_by[_ANYTHING]
        self.reads: list[frozenset[str]] = [frozenset({""}), self._letters]
        self.loops: list[Loop] = []
        self._inside: list[Loop] = []
        self._hubs: set[int] = set()  # nodes where a round of a repetition begins
        self._hops: list[list[tuple[int, _Guard]]] = [[], []]  # from node to node
        self._place_of, self._node_of = {0: BEGIN, 1: BEFORE}, [0, 1]
        start = self._node(BEGIN, BEFORE)
        for early in (BEGIN, BEFORE):
            self._hop(early, 1)
        self._end = self._build(tree, start)
        self.accepting: set[int] = set()  # places after which the pattern has matched, whatever follows
        self._steps: dict[int, list[Step]] = {}
        self._next: dict[tuple[int, str], dict[str, list[Step]]] = {}
        self._leading: dict[int, frozenset[int]] = {}
        self._places: dict[tuple[int, str], dict[str, frozenset[int]]] = {}
        for place in range(len(self.reads)):
            self._steps[place] = self._joined(place)
        self.like = self._alike()

    def _node(self, *before: int) -> int:
        self._hops.append([])
        for node in before:
            self._hop(node, len(self._hops) - 1)
        return len(self._hops) - 1

    def _hop(self, start: int, end: int, guard: _Guard = _ANY) -> None:
        self._hops[start].append((end, guard))

    def _build(self, node: Node, start: int) -> int:
        """Add a part of the tree behind a node; the node behind the part."""
        match node:
            case Sign():
                return self._place(node, start)
            case Row():
                for part in node.parts:
                    start = self._build(part, start)
                return start
            case Either():
                return self._node(*[self._build(branch, start) for branch in node.branches])
            case Zero():
                return self._between(node, start)
            case Repeat():
                return self._repeat(node, start)

    def _place(self, sign: Sign, start: int) -> int:
        node = self._node(start)
        self._place_of[node] = len(self.reads)
        self._node_of.append(node)
        for loop in self._inside:
            loop.places.append(len(self.reads))
        self.reads.append(self._read_by[sign])
        return node

    def _between(self, node: Zero, start: int) -> int:
        guard = _Guard(frozenset({node.sort if node.sort in "^$bB" else "?"}))
        match node:
            case Zero("=" | "!" | "<=" | "<!" as sort, Row((Sign() as sign,))):
                read = self._read_by[sign]
                never = read if sort.endswith("!") else self._letters - read
                guard = _Guard(never_after=never) if sort.startswith("<") else _Guard(never=never)
            case Zero("=" | "!", body) if body is not None:
                inside, self._inside = self._inside, []  # read, then left: no part of a loop around it
                self._build(body, self._node(start))
                self._inside = inside
        end = self._node()
        self._hop(start, end, guard)
        return end

    def _repeat(self, node: Repeat, start: int) -> int:
        if node.most is not None and node.most <= _UNROLLED:
            skips = []
            for number in range(node.most):
                if number >= node.least:
                    skips.append(start)
                start = self._build(node.body, self._node(start))
            return self._node(start, *skips)
        loop = Loop(min(node.most - node.least + 1, LENGTH) if node.most else LENGTH, [], not self._inside)
        self.loops.append(loop)
        self._inside.append(loop)
        hub = self._node(start)
        self._hubs.add(hub)
        back = self._build(node.body, hub)
        self._hop(back, hub)
        self._inside.pop()
        end = self._node() if node.least else self._node(start)
        alone = node.atomic and len(loop.places) == 1
        self._hop(back, end, _Guard(never=self.reads[loop.places[0]]) if alone else _ANY)
        return end

    def _joined(self, place: int) -> list[Step]:
        """The places that may read the letter after that of a place, and in how many ways each is reached."""
        found: dict[tuple[int, _Guard], int] = {}
        left = _PATHS

        def go(node: int, guard: _Guard, passed: frozenset[int]) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise NotJudgedError("too many ways read nothing")
            if node == self._end and guard == _ANY:
                self.accepting.add(place)
            for after, more in self._hops[node]:
                if after in self._place_of:
                    key = self._place_of[after], guard & more
                    found[key] = found.get(key, 0) + 1
                elif after not in passed:  # an empty round of a repetition ends it
                    go(after, guard & more, passed | {after} & self._hubs)

        go(self._node_of[place], _ANY, frozenset())
        return [
            Step(after, guard, ways)
            for (after, guard), ways in found.items()
            if "$" not in guard.needs and (place == BEGIN or "^" not in guard.needs)
        ]

    def _alike(self) -> dict[str, str]:
        """For each letter one that guards treat alike when it is the last."""
        behind = {step.guard.never_after for steps in self._steps.values() for step in steps}
        first: dict[object, str] = {}
        return {
            letter: first.setdefault((is_word(letter), *(letter in never for never in behind)), letter)
            for letter in sorted(self._letters, key=well_read)
        }

    # walking

    def after(self, place: int, last: str) -> dict[str, list[Step]]:
        """By letter: the steps that read it next."""
        key = place, last
        if key not in self._next:
            found = self._next[key] = defaultdict(list)
            for step in self._steps[place]:
                for letter in sorted(self.reads[step.place], key=well_read):
                    if step.guard.holds(last, letter):
                        found[letter].append(step)
        return self._next[key]

    def places_after(self, place: int, last: str) -> Mapping[str, frozenset[int]]:
        """By letter: the places that read it next."""
        key = place, last
        if key not in self._places:
            self._places[key] = {
                letter: frozenset(step.place for step in steps)
                for letter, steps in self.after(place, last).items()
            }
        return self._places[key]

    def leading_to(self, place: int) -> frozenset[int]:
        """The places from which one may be reached, whatever is read."""
        if place not in self._leading:
            found, waiting = {place}, [place]
            for one in waiting:
                more = {before for before in self._before[one] if before not in found}
                found |= more
                waiting += more
            self._leading[place] = frozenset(found)
        return self._leading[place]

    @cached_property
    def _before(self) -> Mapping[int, set[int]]:
        """The places right before each."""
        before: dict[int, set[int]] = defaultdict(set)
        for place, steps in self._steps.items():
            for step in steps:
                before[step.place].add(place)
        return before
