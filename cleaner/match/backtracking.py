"""How long a pattern can take: whether it can read one text in ever more ways before it gives up.

A backtracking engine tries every way to read a text before it says no. The ways grow exponentially where a
repetition can read the same letters in two ways (`(a+)+`), and with a power of the length where two
repetitions that follow each other share letters (`\\w*\\d*`). Both show in the automaton of the pattern as
two paths for one word: Weideman et al., “Analyzing matching time behavior of backtracking regular expression
matchers by using ambiguity of NFA”, CIAA 2016. A search begins at every letter, so a pattern that may start
anywhere has one repetition, of any sign, before its own.

The tree is read here; what a sign of it matches, `regex` itself is asked, for every sign the pattern names
and some of each sort.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

LENGTH = 1000  # letters; what a repetition without a bound is taken to run over
MOST = 400  # steps a letter; more, and a pattern is too slow
_UNROLLED = 4  # repetitions up to which each is looked at by itself
_PATHS = 2000  # ways without a letter from one place to others; more are taken for ambiguous
_PAIRS = 200_000  # pairs or triples of places; more, and a pattern is beyond us
_SIGNS = (
    "aQ1 .,-z9éßİığжЖلअ漢かก한٣_\t\n\u00a0\u3000;:!?'\"’“”«»–—|/\\()[]{}<>@#&%+=*~^$€©•·…。，、\u0301\u200b😀"
)

_TOKEN = regex.compile(
    r"""(?P<escape>\\(?:[pPN]\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.))
      |(?P<set>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])
      |(?P<flags>\(\?[a-zA-Z0-9-]+\))
      |(?P<open>\((?:\?(?:P?<\w+>|<?[=!]|[:>|]|(?P<on>[a-z]*)(?:-(?P<off>[a-z]+))?:))?+(?!\?))
      |(?P<close>\))
      |(?P<many>(?:[*+?]|\{(?P<least>\d*)(?P<comma>,)?(?P<most>\d*)\})(?P<how>[?+]?))
      |(?P<or>\|)
      |(?P<anchor>[\^$])
      |(?P<other>[^()])""",
    regex.DOTALL | regex.VERBOSE,
)
_ZERO_WIDTH = {"\\b": "b", "\\B": "B", "\\A": "^", "\\Z": "$", "\\G": "^", "\\m": "b", "\\M": "b", "\\K": ""}


class TooSlow(NamedTuple):
    """Why a pattern is too slow, and a text that shows it: how it begins, and what to repeat."""

    exponential: bool
    message: str
    before: str
    pump: str


class NotJudgedError(ValueError):
    """The pattern is written with something this analysis can't read."""


def too_slow(pattern: str) -> TooSlow | None:
    """What makes a pattern take more than a bounded number of steps a letter; None if nothing does.

    Raises NotJudgedError for back-references, conditions, recursion, fuzzy matching and verbose patterns.
    """
    automaton = _Automaton(pattern)
    return automaton.exponential() or automaton.polynomial()


# --- the tree ----------------------------------------------------------------------------------------------


class _Sign(NamedTuple):
    source: str
    ignore_case: bool


_ANYTHING = _Sign("", ignore_case=False)


class _Zero(NamedTuple):
    """What holds between two letters: ^ $ b B, or a look-around: its opening and its body."""

    sort: str
    body: _Node | None = None


class _Row(NamedTuple):
    parts: tuple[_Node, ...]


class _Either(NamedTuple):
    branches: tuple[_Node, ...]


class _Repeat(NamedTuple):
    body: _Node
    least: int
    most: int | None
    atomic: bool  # takes all or nothing


_Node = _Sign | _Zero | _Row | _Either | _Repeat


def _tree(pattern: str) -> _Node:
    """Read a pattern. Raises NotJudgedError."""
    # of each open group: its opening, its finished branches, the branch at hand, whether case is ignored
    groups: list[tuple[str, list[_Node], list[_Node], bool]] = [("", [], [], True)]
    position = 0
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None or (token["many"] and not groups[-1][2]):
            raise NotJudgedError(f"“{pattern[position : position + 20]}” can't be judged")
        position = token.end()
        opening, branches, row, ignore_case = groups[-1]
        if token["flags"]:
            if not row and len(groups) == 1 and token["flags"] in ("(?i)", "(?u)", "(?s)"):
                continue
            raise NotJudgedError(f"“{token['flags']}” can't be judged")
        if token["open"]:
            if {*(token["on"] or ""), *(token["off"] or "")} - {"i", "s", "u"}:
                raise NotJudgedError(f"“{token['open']}” can't be judged")
            inner = "i" not in (token["off"] or "") and (ignore_case or "i" in (token["on"] or ""))
            groups.append((token["open"], [], [], inner))
        elif token["close"]:
            if len(groups) == 1:
                raise NotJudgedError("it has more “)” than “(”")
            groups.pop()
            groups[-1][2].append(_grouped(opening, _either(branches, row)))
        elif token["or"]:
            branches.append(_Row(tuple(row)))
            row.clear()
        elif token["many"]:
            row.append(_repeated(row.pop(), token))
        else:
            row.append(_single(token, ignore_case))
    if len(groups) > 1:
        raise NotJudgedError("it has more “(” than “)”")
    return _either(groups[0][1], groups[0][2])


def _either(branches: list[_Node], row: list[_Node]) -> _Node:
    last = _Row(tuple(row))
    return _Either((*branches, last)) if branches else last


def _grouped(opening: str, body: _Node) -> _Node:
    if opening.endswith(("=", "!")):
        return _Zero(opening.removeprefix("(?"), body)
    return _Repeat(body, 1, 1, atomic=True) if opening == "(?>" else body


def _repeated(body: _Node, token: regex.Match[str]) -> _Node:
    sign = token["many"][0]
    if sign == "{":
        if not (token["least"] or token["comma"]):
            raise NotJudgedError(f"“{token['many']}” can't be judged")
        least = int(token["least"] or 0)
        most = int(token["most"]) if token["most"] else None if token["comma"] else least
    else:
        least, most = int(sign == "+"), 1 if sign == "?" else None
    return _Repeat(body, least, most, atomic=token["how"] == "+")


def _single(token: regex.Match[str], ignore_case: bool) -> _Node:
    if token["anchor"]:
        return _Zero(token["anchor"])
    if token["escape"] in _ZERO_WIDTH:
        return _Zero(_ZERO_WIDTH[token["escape"]])
    if token["escape"] and token["escape"][1] in "123456789gLXR":
        raise NotJudgedError(f"“{token['escape']}” can't be judged")
    return _Sign(token[0], ignore_case)


@lru_cache(maxsize=4096)
def _compiled(source: str, ignore_case: bool) -> regex.Pattern[str]:
    return regex.compile(source, regex.IGNORECASE if ignore_case else 0)


def _signs_of(node: _Node) -> Iterator[_Sign]:
    """All signs in a tree, with those of look-arounds."""
    match node:
        case _Sign():
            yield node
        case _Row(parts) | _Either(parts):
            for part in parts:
                yield from _signs_of(part)
        case _Repeat(body) | _Zero(_, body):
            if body is not None:
                yield from _signs_of(body)


def _alphabet(pattern: str, tree: _Node) -> dict[_Sign, frozenset[str]]:
    """What each sign of a pattern matches, of the letters it names and some of each sort.

    Of letters that all signs treat alike one is enough.
    """
    named = [sign for sign in pattern if sign.isprintable()]
    letters = dict.fromkeys([*_SIGNS, *named, *(sign.swapcase()[:1] for sign in named)])
    compiled = {sign: _compiled(*sign) for sign in _signs_of(tree)}
    matched = {
        letter: frozenset(sign for sign in compiled if compiled[sign].match(letter)) for letter in letters
    }
    one = {(found, _is_word(letter)): letter for letter, found in reversed(matched.items())}
    kept = [letter for letter in letters if one[matched[letter], _is_word(letter)] == letter]
    return {
        **{sign: frozenset(letter for letter in kept if sign in matched[letter]) for sign in compiled},
        _ANYTHING: frozenset(kept),
    }


# --- the automaton -----------------------------------------------------------------------------------------


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
        boundary = (last != "" and _is_word(last)) != _is_word(letter)
        return (
            not self.needs & {"$", "B" if boundary else "b"}
            and not (last and "^" in self.needs)
            and letter not in self.never
            and last not in self.never_after
        )


_ANY = _Guard()


@lru_cache(maxsize=4096)
def _is_word(letter: str) -> bool:
    return regex.match(r"\w", letter) is not None


class _Loop(NamedTuple):
    """A repetition that is not unrolled, in how many ways it may end, and the places in it."""

    most: int
    places: list[int]
    outer: bool


class _Step(NamedTuple):
    place: int
    guard: _Guard
    ways: int  # without reading a letter: more than one is ambiguous by itself


def _well_read(letter: str) -> tuple[int, str]:
    """What reads well first."""
    return (_SIGNS.find(letter) % len(_SIGNS), letter)


_BEGIN, _BEFORE = 0, 1  # places: nothing is read yet; letters are passed over


class _Automaton:
    """Places that read one letter each of a set, and the steps from place to place."""

    def __init__(self, pattern: str) -> None:
        tree = _tree(pattern)
        self._read_by = _alphabet(pattern, tree)
        self._letters = self._read_by[_ANYTHING]
        self.reads: list[frozenset[str]] = [frozenset({""}), self._letters]
        self.loops: list[_Loop] = []
        self._inside: list[_Loop] = []
        self._hops: list[list[tuple[int, _Guard]]] = [[], []]  # from node to node
        self._place_of, self._node_of = {0: _BEGIN, 1: _BEFORE}, [0, 1]
        start = self._node(_BEGIN, _BEFORE)
        for early in (_BEGIN, _BEFORE):
            self._hop(early, 1)
        self._end = self._build(tree, start)
        self.accepting: set[int] = set()  # places after which the pattern has matched, whatever follows
        self._steps: dict[int, list[_Step]] = {}
        self._next: dict[tuple[int, str], dict[str, list[_Step]]] = {}
        for place in range(len(self.reads)):
            self._steps[place] = self._joined(place)
        self._like = self._alike()

    def _node(self, *before: int) -> int:
        self._hops.append([])
        for node in before:
            self._hop(node, len(self._hops) - 1)
        return len(self._hops) - 1

    def _hop(self, start: int, end: int, guard: _Guard = _ANY) -> None:
        self._hops[start].append((end, guard))

    def _build(self, node: _Node, start: int) -> int:
        """Add a part of the tree behind a node; the node behind the part."""
        match node:
            case _Sign():
                return self._place(node, start)
            case _Row():
                for part in node.parts:
                    start = self._build(part, start)
                return start
            case _Either():
                return self._node(*[self._build(branch, start) for branch in node.branches])
            case _Zero():
                return self._between(node, start)
            case _Repeat():
                return self._repeat(node, start)

    def _place(self, sign: _Sign, start: int) -> int:
        node = self._node(start)
        self._place_of[node] = len(self.reads)
        self._node_of.append(node)
        for loop in self._inside:
            loop.places.append(len(self.reads))
        self.reads.append(self._read_by[sign])
        return node

    def _between(self, node: _Zero, start: int) -> int:
        guard = _Guard(frozenset({node.sort if node.sort in "^$bB" else "?"}))
        match node:
            case _Zero("=" | "!" | "<=" | "<!" as sort, _Row((_Sign() as sign,))):
                read = self._read_by[sign]
                never = read if sort.endswith("!") else self._letters - read
                guard = _Guard(never_after=never) if sort.startswith("<") else _Guard(never=never)
            case _Zero("=" | "!", body) if body is not None:
                inside, self._inside = self._inside, []  # read, then left: no part of a loop around it
                self._build(body, self._node(start))
                self._inside = inside
        end = self._node()
        self._hop(start, end, guard)
        return end

    def _repeat(self, node: _Repeat, start: int) -> int:
        if node.most is not None and node.most <= _UNROLLED:
            skips = []
            for number in range(node.most):
                if number >= node.least:
                    skips.append(start)
                start = self._build(node.body, self._node(start))
            return self._node(start, *skips)
        loop = _Loop(min(node.most - node.least + 1, LENGTH) if node.most else LENGTH, [], not self._inside)
        self.loops.append(loop)
        self._inside.append(loop)
        hub = self._node(start)
        back = self._build(node.body, hub)
        self._hop(back, hub)
        self._inside.pop()
        end = self._node() if node.least else self._node(start)
        alone = node.atomic and len(loop.places) == 1
        self._hop(back, end, _Guard(never=self.reads[loop.places[0]]) if alone else _ANY)
        return end

    def _joined(self, place: int) -> list[_Step]:
        """The places that may read the letter after that of a place, and in how many ways each is reached."""
        found: dict[tuple[int, _Guard], int] = {}
        left = _PATHS

        def go(node: int, guard: _Guard, passed: tuple[int, ...]) -> None:
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
                elif after not in passed:
                    go(after, guard & more, (*passed, after))

        go(self._node_of[place], _ANY, ())
        return [
            _Step(after, guard, ways)
            for (after, guard), ways in found.items()
            if "$" not in guard.needs and (place == _BEGIN or "^" not in guard.needs)
        ]

    def _alike(self) -> dict[str, str]:
        """For each letter one that guards treat alike when it is the last."""
        behind = {step.guard.never_after for steps in self._steps.values() for step in steps}
        first: dict[object, str] = {}
        return {
            letter: first.setdefault((_is_word(letter), *(letter in never for never in behind)), letter)
            for letter in sorted(self._letters, key=_well_read)
        }

    # walking

    def _after(self, place: int, last: str) -> dict[str, list[_Step]]:
        """By letter: the steps that read it next."""
        key = place, last
        if key not in self._next:
            found = self._next[key] = defaultdict(list)
            for step in self._steps[place]:
                for letter in sorted(self.reads[step.place], key=_well_read):
                    if step.guard.holds(last, letter):
                        found[letter].append(step)
        return self._next[key]

    def exponential(self) -> TooSlow | None:
        """A repetition that can read one text in two ways."""
        for loop in self.loops:
            if loop.outer and not self.accepting & {*loop.places}:
                for place in loop.places[:1]:
                    pump = self._twice(place, {*loop.places})
                    if pump is not None:
                        again = f"a repetition can read “{pump}” in two ways"
                        return TooSlow(True, f"takes exponential time: {again}", self._way_to(place), pump)
        return None

    def _twice(self, place: int, within: Collection[int]) -> str | None:
        """A text that leads from a place back to it in two ways."""
        for last in sorted({self._like[letter] for letter in self.reads[place]}):
            start = (place, place, last, False)
            reached: dict[tuple[int, int, str, bool], str] = {start: ""}
            queue = deque([start])
            while queue:
                one, other, last_, apart = state = queue.popleft()
                ours, theirs = self._after(one, last_), self._after(other, last_)
                for letter in (letter for letter in ours if letter in theirs):
                    for step in ours[letter]:
                        for step_ in theirs[letter]:
                            if step.place not in within or step_.place not in within:
                                continue
                            parted = apart or step.place != step_.place or step.ways > 1
                            after = (step.place, step_.place, self._like[letter], parted)
                            text = reached[state] + letter
                            if parted and after[:3] == start[:3]:
                                return text
                            if after not in reached:
                                reached[after] = text
                                queue.append(after)
                if len(reached) > _PAIRS:
                    raise NotJudgedError("it is too large")
        return None

    def polynomial(self) -> TooSlow | None:
        """Repetitions one after the other that can read the same text, and so share it in many ways."""
        before = _Loop(LENGTH, [_BEFORE], True)
        loops = [before, *(loop for loop in self.loops if loop.outer)]
        worst: list[tuple[int, str, int]] = []  # steps to the end of each loop, a pump, the loop before
        for number, loop in enumerate(loops):
            here = (loop.most, "", -1)
            if number and not self.accepting & {*loop.places}:
                for earlier in range(number):
                    steps = worst[earlier][0] * loop.most
                    if steps > here[0] and (pump := self._shared(loops[earlier], loop)):
                        here = (steps, pump, earlier)
                if here[0] > MOST * LENGTH:
                    return self._told(loops, worst, here)
            worst.append(here)
        return None

    def _told(
        self, loops: list[_Loop], worst: list[tuple[int, str, int]], here: tuple[int, str, int]
    ) -> TooSlow:
        _, pump, earlier = here
        first = loops[earlier]
        if first.places == [_BEFORE]:
            message = f"it may start anywhere, and a repetition can read “{pump}” without end"
        else:
            message = f"repetitions that follow one another can both read “{pump}”"
        while worst[earlier][2] > 0:
            earlier = worst[earlier][2]
        return TooSlow(
            False,
            f"takes {here[0] // LENGTH:,} steps a letter: {message}",
            self._way_to(loops[earlier].places[0]),
            pump,
        )

    def _shared(self, first: _Loop, second: _Loop) -> str | None:
        """A text that leads from the first loop back to it, from there to the second, and back to that."""
        for place in first.places:
            for other in second.places:
                if self.reads[place] & self.reads[other]:
                    pump = self._ladder(place, other, {*first.places}, {*second.places})
                    if pump is not None:
                        return pump
        return None

    def _ladder(self, low: int, high: int, first: set[int], second: set[int]) -> str | None:
        for last in sorted({self._like[letter] for letter in self.reads[low] & self.reads[high]}):
            start = (low, low, high, last)
            reached: dict[tuple[int, int, int, str], str] = {start: ""}
            queue = deque([start])
            while queue:
                state = queue.popleft()
                steps = [self._after(place, state[3]) for place in state[:3]]
                for letter in (one for one in steps[0] if one in steps[1] and one in steps[2]):
                    text = reached[state] + letter
                    for one in {step.place for step in steps[0][letter]} & first:
                        for three in {step.place for step in steps[2][letter]} & second:
                            for two in {step.place for step in steps[1][letter]}:
                                after = (one, two, three, self._like[letter])
                                if after == (low, high, high, last):
                                    return text
                                if after not in reached:
                                    reached[after] = text
                                    queue.append(after)
                if len(reached) > _PAIRS:
                    raise NotJudgedError("it is too large")
        return None

    def _way_to(self, place: int) -> str:
        """A text after which a place may be reached."""
        start = (_BEGIN, "")
        reached = {start: ""}
        queue = deque([start])
        while queue:
            state = queue.popleft()
            for letter, steps in self._after(*state).items():
                for step in steps:
                    after = (step.place, self._like[letter])
                    if after not in reached:
                        reached[after] = reached[state] + letter
                        queue.append(after)
                    if step.place == place:
                        return reached[after]
        return ""
