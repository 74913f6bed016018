"""Which rules mark which blocks: an index from phrases to rules, never a loop over rules.

`equals` is one dictionary look-up a block, `starts` and `ends` one by their first and last letters,
`contains` and the keywords of all regexes one pass of an Aho–Corasick automaton over the document.
A regex is compiled the first time one of its keywords is met.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick_rs

from cleaner.blocks import as_block, one_line
from cleaner.fold import bare, plain
from cleaner.model import PACKAGED, Block, Mark, Removes, Rule, RulePack
from cleaner.phrases import folded
from cleaner.selectors import on_site
from cleaner.sentences import sentences
from cleaner.shape import STOPS, UNSPACED

if TYPE_CHECKING:
    import regex

SECONDS_A_REGEX = 1.0  # more on one block, and the rule rests for the document
_SHORT = 1000  # letters in which the packaged regexes, which have no nested quantifiers, need no clock
PARAGRAPH = 18  # words from which on junk may be glued into a block
_HUGE = 50_000  # words; more are no paragraph
_PLEA = 24  # words that such a sentence has at most; longer ones are the article's
_LEFT, _LEFT_SHARE = 12, 0.6  # words that must be left of the paragraph, and their share
_OPENING = 8  # letters of a phrase by which a sentence glued into a paragraph is noticed
_DASHES = frozenset("\u2013\u2014\u2015")
_QUOTES = frozenset("\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u300c\u300d\u300e\u300f")
_EDGE = 4  # letters by which `starts` and `ends` are indexed
_QUOTE = re.compile('["\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f]')
_CLOSING = dict(zip('"\u201c\u201e\u00ab\u300c\u300e', '"\u201d\u201c\u00bb\u300d\u300f', strict=True))
_ASIDE = _QUOTES | frozenset("([\uff08")
_Rules = tuple[Rule, ...]


class Matched(NamedTuple):
    """The marks of each block, and warnings about rules that took too long."""

    marks: list[list[Mark]]
    warnings: list[str]


class _Literal(NamedTuple):
    """What one literal of the automaton leads to."""

    contained: _Rules  # rules that have it as a phrase
    keywords: _Rules  # rules whose regexes are tried where it stands
    opens: bool  # whether sentences open with it that glued rules cut


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
        self._glued = {
            rule.id: replace(rule, removes=Removes.SPAN, why=f"{rule.why} It is glued to a paragraph.")
            for rule in pack.rules
            if rule.glued
        }
        self._glued_openings = _glued_openings(pack)
        openings = set(filter(_tells, chain.from_iterable(self._glued_openings.values())))
        contained, keywords = _phrases(pack, "contains"), _phrases(pack, "keywords")
        literals = list(dict.fromkeys((*contained, *keywords, *sorted(openings))))
        self._literals = [
            _Literal(contained.get(literal, ()), keywords.get(literal, ()), literal in openings)
            for literal in literals
        ]
        self._automaton = ahocorasick_rs.AhoCorasick(literals) if literals else None

    def match(self, blocks: Sequence[Block], host: str = "") -> Matched:
        """Every mark of every block, guards applied. `host` is the site, for rules of one site."""
        limits = _Limits(self._patterns)
        found, hints = self._match(blocks, host, limits)
        for index in hints:
            if PARAGRAPH <= blocks[index].words <= _HUGE:
                found[index] = self._with_glued(blocks[index], found[index], host, limits)
        return Matched(found, limits.warnings)

    def _match(
        self, blocks: Sequence[Block], host: str, limits: _Limits
    ) -> tuple[list[list[Mark]], set[int]]:
        """The marks on blocks as they stand; and the blocks in which something of a glued rule stands."""
        found: list[list[Mark]] = [[] for _ in blocks]
        hints: set[int] = set()
        candidates = dict.fromkeys(self._candidates(blocks))  # once each, in order
        for index, rule, by_regex in candidates:
            block = blocks[index]
            if self._allowed and bare(block.folded) in self._allowed:
                continue
            if rule is None or rule.glued:
                hints.add(index)
            if rule is None:
                continue
            if rule.longest and block.words > rule.longest:
                continue
            if not on_site(host, rule):
                continue
            text = seen(rule, block)
            mark = limits.first(rule, text) if by_regex else Mark(rule, 0, len(text), {})
            if mark is None or any(mark.rule is other.rule for other in found[index]):
                continue
            if rule.unless and any(limits.search(pattern, text, rule) for pattern in rule.unless):
                continue
            found[index].append(mark)
        return found, hints

    def _with_glued(self, block: Block, marks: list[Mark], host: str, limits: _Limits) -> list[Mark]:
        """The marks of a paragraph, with those on sentences that would go if they had a line of their own.

        Such a sentence is a span; its rules no longer speak against the paragraph.
        """
        text = block.text
        places = list(_unquoted(text, sentences(text)))
        pieces = [as_block(text[start:end]) for start, end in places]
        found, _ = self._match(pieces, host, limits)
        glued: list[Mark] = []
        explained: set[str] = set()
        others: set[str] = set()  # kinds of the marks on other sentences
        left = block.words
        for (start, end), piece, own in zip(places, pieces, found, strict=True):
            rule = next((self._glued[mark.rule.id] for mark in own if self._is_glued(mark.rule, piece)), None)
            if rule is not None and piece.words <= _PLEA:
                while start and text[start - 1].isspace():
                    start -= 1  # noqa: PLW2901  (the gap before it goes too, or at the start the one after it)
                while not start and end < len(text) and text[end].isspace():
                    end += 1  # noqa: PLW2901
                glued.append(Mark(rule, start, end, {}))
                explained |= {mark.rule.id for mark in own}
                left -= piece.words
            else:
                others |= {mark.rule.kind for mark in own}
        if others & {mark.rule.kind for mark in glued} or left < max(_LEFT, _LEFT_SHARE * block.words):
            return marks  # the junk is the paragraph
        return [*(mark for mark in marks if mark.rule.id not in explained), *glued]

    def _is_glued(self, rule: Rule, sentence: Block) -> bool:
        """Whether a rule's mark on a sentence makes it junk.

        A phrase that may stand anywhere is not enough, for the article may speak of such things: the sentence
        must open as junk of this kind does.
        """
        if not rule.glued or not rule.contains:
            return rule.glued
        return bare(sentence.folded).startswith(self._glued_openings[rule.kind])

    def _candidates(self, blocks: Sequence[Block]) -> Iterator[tuple[int, Rule | None, bool]]:
        """Blocks and the rules whose phrase stands there, or whose regex is worth trying (True).

        Without a rule: a sentence of the block opens as one does that glued rules cut.
        """
        if not blocks:
            return
        lines = [block.folded for block in blocks]
        folded = "\n".join(lines)
        equals, starts, ends = self._equals, self._starts, self._ends
        for index, line in enumerate(lines):
            plain = bare(line)
            if plain in equals and not is_spoken(blocks[index].text):
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
            contained, keywords, opens = self._literals[literal]
            for rule in contained:  # `longest` is a guard of `match`, here too: most hits end with it
                if (rule.glued or not 0 < rule.longest < words) and _whole_word(folded, start, end):
                    yield index, rule, False
            for rule in keywords:
                if rule.glued or not 0 < rule.longest < words:
                    yield index, rule, True
            if opens and words >= PARAGRAPH and _opens_sentence(folded, start):
                yield index, None, False


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


def _opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence may begin here: after a stop, or on a new line."""
    before = text[max(0, start - 4) : start].rstrip(" ")
    return not before or before[-1] == "\n" or before[-1] in STOPS or before[-1] in _QUOTES


def seen(rule: Rule, block: Block) -> str:
    """What the patterns of a rule look at in a block: one line; the very letters where they cut a span."""
    return one_line(block.text) if rule.removes is Removes.SPAN else plain(block.text)


def is_spoken(text: str) -> bool:
    """Whether a line is what somebody says: in quotation marks, or a sentence after a dash."""
    if text[0] in _DASHES:
        return text[1:2] == " " and text[-1] in STOPS
    return text[0] in _QUOTES and text[-1] in _QUOTES


def _unquoted(text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences that nobody is quoted with, and that are no asides in brackets."""
    signs = _QUOTE.finditer(text)
    sign = next(signs, None)
    closing = ""  # what ends the quotation that is open
    for start, end in places:
        while sign is not None and sign.start() < start:
            if not closing:
                closing = _CLOSING.get(sign[0], "")
            elif sign[0] == closing:
                closing = ""
            sign = next(signs, None)
        if not closing and text[start] not in _ASIDE and text[end - 1] not in _QUOTES:
            yield start, end


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


def _glued_openings(pack: RulePack) -> dict[str, tuple[str, ...]]:
    """What the sentences open with that glued rules cut, by kind."""
    openings: dict[str, set[str]] = defaultdict(set)
    for rule in pack.rules:
        if rule.glued:
            phrases = rule.folded or folded(rule)
            for key in ("equals", "starts", "contains"):
                openings[rule.kind].update(map(bare, phrases.get(key, ())))
    return {kind: tuple(phrases - {""}) for kind, phrases in openings.items()}


def _tells(opening: str) -> bool:
    """Whether a sentence within a paragraph is noticed by such a phrase; short ones stand everywhere."""
    return len(opening) >= _OPENING or (len(opening) > 2 and UNSPACED.match(opening) is not None)


def _whole_word(text: str, start: int, end: int) -> bool:
    """Whether the match neither starts nor ends inside a word."""
    return not (inside_word(text, start) or inside_word(text, end))


def inside_word(text: str, position: int) -> bool:
    """Whether a word goes on over this position; unspaced scripts have no such inside."""
    if not 0 < position < len(text):
        return False
    left, right = text[position - 1], text[position]
    return left.isalnum() and right.isalnum() and not (UNSPACED.match(left) or UNSPACED.match(right))
