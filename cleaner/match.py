"""Which rules mark which blocks: an index from phrases to rules, never a loop over rules.

`equals` is one dictionary look-up a block, `starts` and `ends` one by their first and last letters,
`contains` and the keywords of all regexes one pass of an Aho–Corasick automaton over the document.
A regex is compiled the first time one of its keywords is met.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick_rs

from cleaner.blocks import one_line
from cleaner.fold import bare
from cleaner.model import PACKAGED, Block, Mark, Removes, Rule, RulePack
from cleaner.phrases import folded
from cleaner.selectors import on_site
from cleaner.shape import UNSPACED

if TYPE_CHECKING:
    import regex

SECONDS_A_REGEX = 1.0  # more on one block, and the rule rests for the document
_SHORT = 1000  # letters in which the packaged regexes, which have no nested quantifiers, need no clock
_EDGE = 4  # letters by which `starts` and `ends` are indexed
_Rules = tuple[Rule, ...]


class Matched(NamedTuple):
    """The marks of each block, and warnings about rules that took too long."""

    marks: list[list[Mark]]
    warnings: list[str]


class Matcher:
    """The rules of a pack, indexed; made once, used for any number of documents."""

    def __init__(self, pack: RulePack) -> None:
        self._allowed = pack.allowed
        self._equals = _phrases(pack, "equals")
        self._starts: dict[str, list[tuple[str, _Rules]]] = defaultdict(list)
        self._ends: dict[str, list[tuple[str, _Rules]]] = defaultdict(list)
        for phrase, rules in _phrases(pack, "starts").items():
            self._starts[phrase[:_EDGE]].append((phrase, rules))
        for phrase, rules in _phrases(pack, "ends").items():
            self._ends[phrase[-_EDGE:]].append((phrase, rules))
        self._start_sizes = sorted({len(edge) for edge in self._starts})
        self._end_sizes = sorted({len(edge) for edge in self._ends})
        self._patterns: dict[str, regex.Pattern[str]] = {}
        contained, keywords = _phrases(pack, "contains"), _phrases(pack, "keywords")
        literals = list(dict.fromkeys((*contained, *keywords)))
        self._literals = [(contained.get(literal, ()), keywords.get(literal, ())) for literal in literals]
        self._automaton = ahocorasick_rs.AhoCorasick(literals) if literals else None

    def match(self, blocks: Sequence[Block], host: str = "") -> Matched:
        """Every mark of every block, guards applied. `host` is the site, for rules of one site."""
        found: list[list[Mark]] = [[] for _ in blocks]
        limits = _Limits(self._patterns)
        candidates = dict.fromkeys(self._candidates(blocks))  # once each, in order
        for index, rule, by_regex in candidates:
            block = blocks[index]
            if rule.longest and block.words > rule.longest:
                continue
            if not on_site(host, rule):
                continue
            if self._allowed and bare(block.folded) in self._allowed:
                continue
            text = one_line(block.text)
            mark = limits.first(rule, text) if by_regex else Mark(rule, 0, len(text), {})
            if mark is None or any(mark.rule is other.rule for other in found[index]):
                continue
            if rule.unless and any(limits.search(pattern, text, rule) for pattern in rule.unless):
                continue
            found[index].append(mark)
        return Matched(found, limits.warnings)

    def _candidates(self, blocks: Sequence[Block]) -> Iterator[tuple[int, Rule, bool]]:
        """Blocks and the rules whose phrase stands there, or whose regex is worth trying (True)."""
        if not blocks:
            return
        lines = [block.folded for block in blocks]
        folded = "\n".join(lines)
        equals, starts, ends = self._equals, self._starts, self._ends
        for index, line in enumerate(lines):
            plain = bare(line)
            if plain in equals:
                for rule in equals[plain]:
                    yield index, rule, False
            for size in self._start_sizes:
                if line[:size] in starts:
                    yield from ((index, rule, False) for rule in _beginning(line, starts[line[:size]]))
                if plain[:size] in starts and plain is not line:
                    yield from ((index, rule, False) for rule in _beginning(plain, starts[plain[:size]]))
            for size in self._end_sizes:
                if line[-size:] in ends:
                    yield from ((index, rule, False) for rule in _ending(line, ends[line[-size:]]))
        if self._automaton is None:
            return
        offsets = [0, *accumulate(len(line) + 1 for line in lines)]
        for literal, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            index = bisect_right(offsets, start) - 1
            words = blocks[index].words
            contained, keywords = self._literals[literal]
            for rule in contained:  # `longest` is a guard of `match`, here too: most hits end with it
                if not 0 < rule.longest < words and _whole_word(folded, start, end):
                    yield index, rule, False
            for rule in keywords:
                if not 0 < rule.longest < words:
                    yield index, rule, True


class _Limits:
    """Regexes under a time limit: a rule that runs over it rests for the rest of the document."""

    def __init__(self, patterns: dict[str, regex.Pattern[str]]) -> None:
        self._patterns = patterns
        self._resting: set[str] = set()
        self.warnings: list[str] = []

    def first(self, rule: Rule, text: str) -> Mark | None:
        """The mark of the first regex of a rule that finds something to cut."""
        for pattern in rule.regex:
            match = self.search(pattern, text, rule)
            if match is None:
                continue
            groups = match.groupdict()
            start, end = match.span("cut" if groups.get("cut") else 0)
            if rule.removes is not Removes.SPAN:
                start, end = 0, len(text)
            if start < end:
                captured = {name: value.strip() for name, value in groups.items() if value and name != "cut"}
                return Mark(rule, start, end, captured)
        return None

    def search(self, pattern: str, text: str, rule: Rule) -> regex.Match[str] | None:
        if rule.id in self._resting:
            return None
        compiled = self._patterns.get(pattern)
        if compiled is None:
            import regex  # noqa: PLC0415  (many texts meet no keyword of a regex)

            compiled = self._patterns[pattern] = regex.compile(pattern, regex.IGNORECASE)
        if rule.layer == PACKAGED and len(text) <= _SHORT:
            return compiled.search(text)  # the clock costs twice what the search does
        try:
            return compiled.search(text, timeout=SECONDS_A_REGEX)
        except TimeoutError:
            self._resting.add(rule.id)
            self.warnings.append(
                f"rule {rule.id}: a regex gave no answer in {SECONDS_A_REGEX:g} s and was left out"
            )
            return None


def _beginning(line: str, phrases: Sequence[tuple[str, _Rules]]) -> Iterator[Rule]:
    for phrase, rules in phrases:
        if line.startswith(phrase) and not inside_word(line, len(phrase)):
            yield from rules


def _ending(line: str, phrases: Sequence[tuple[str, _Rules]]) -> Iterator[Rule]:
    for phrase, rules in phrases:
        if line.endswith(phrase) and not inside_word(line, len(line) - len(phrase)):
            yield from rules


def _phrases(pack: RulePack, key: str) -> dict[str, _Rules]:
    """The phrases of a key, as they are looked up, with the rules that have them."""
    found: dict[str, _Rules] = {}
    for rule in pack.rules:
        phrases = (rule.folded or folded(rule)).get(key)
        if phrases is None:
            continue
        new: dict[str, _Rules] = dict.fromkeys(phrases, (rule,))
        if not found.keys().isdisjoint(new):
            new.update((phrase, (*found[phrase], rule)) for phrase in found.keys() & new.keys())
        found.update(new)
    return found


def _whole_word(text: str, start: int, end: int) -> bool:
    """Whether the match neither starts nor ends inside a word."""
    return not (inside_word(text, start) or inside_word(text, end))


def inside_word(text: str, position: int) -> bool:
    """Whether a word goes on over this position; unspaced scripts have no such inside."""
    if not 0 < position < len(text):
        return False
    left, right = text[position - 1], text[position]
    return left.isalnum() and right.isalnum() and not (UNSPACED.match(left) or UNSPACED.match(right))
