"""Which rules mark which blocks: an index from phrases to rules, never a loop over rules.

`equals` is one dictionary look-up a block, `starts` and `ends` one by their first and last letters,
`contains` and the keywords of all regexes one pass of an Aho–Corasick automaton over the document. To build
that takes as long as to look up the literals of some short texts one by one, which is done first.
A regex is compiled the first time one of its keywords is met.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from cleaner.kernel import COMPILED, REGEX, WHOLE, on_edges, opens, sentence_starts, standing
from cleaner.match.clock import Clock
from cleaner.match.index import EDGE, OPENING, Shelves, index
from cleaner.match.kept import compiled
from cleaner.match.selectors import on_site
from cleaner.model import PACKAGED, Block, Ids, Mark, Removes, Rule, RulePack
from cleaner.text import STOPS, as_block, bare, late_pattern, one_line, plain, sentences

if TYPE_CHECKING:
    import ahocorasick_rs
    import regex

# looked up once: to find a member of an enumeration takes Python 3.11 long
_SPAN = Removes.SPAN

SECONDS_A_REGEX = 1.0  # more on one block, or of a user's rule in one document, and the rule rests
_SHORT = 1000  # letters in which packaged regexes, all of which take linear time, need no clock
_NEAR = 100  # letters before a cut in which the next may begin, now that what stood between is gone
PARAGRAPH = 18  # words from which on junk may be glued into a block
_HUGE = 50_000  # words; more are no paragraph
_PLEA = 24  # words that such a sentence has at most; longer ones are the article's
_LEFT, _LEFT_SHARE = 12, 0.6  # words that must be left of the paragraph, and their share
_DASHES = frozenset("\u2013\u2014\u2015")
_QUOTES = frozenset("\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\u300c\u300d\u300e\u300f")
_QUOTE = late_pattern('["\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f]')
_CLOSING = dict(zip('"\u201c\u201e\u00ab\u300c\u300e', '"\u201d\u201c\u00bb\u300d\u300f', strict=True))
_ASIDE = _QUOTES | frozenset("([\uff08")
_EDGES = range(1, EDGE + 1)
# Letters, and the letters that one look-up takes as long as, after which an automaton would have paid.
_BY_LOOK_UP, _A_LOOK_UP = 50_000, 4_000
_ANY_LENGTH = 2**31 - 1  # words
_GRAM = 3  # letters of a literal that a text is asked for first
_BEFORE = "".join(sorted(STOPS | _QUOTES))  # what stands before a sentence
_SENTENCE_START = late_pattern(f"[{re.escape(_BEFORE)}] *")


Search = Callable[[str], "regex.Match[str] | None"]


class Matcher:
    """The rules of a pack, indexed; made once, used for any number of documents."""

    def __init__(self, pack: RulePack) -> None:
        self._allowed = pack.allowed
        self._rules = {rule.id: rule for rule in pack.rules}  # the index may know others
        self._glued = {
            rule.id: rule._replace(removes=_SPAN, why=f"{rule.why} It is stuck to a paragraph.")
            for rule in pack.rules
            if rule.glued
        }
        kept = pack.phrase_index
        found = kept if kept is not None and kept.covers(pack.rules) else index(pack.rules)
        self._shelves = Shelves(found.shelves)
        self._ends = found.ends
        self._literals = found.literals
        self._automaton: ahocorasick_rs.AhoCorasick | None = None
        # words that a block may have where a rule is worth a look: most hits end here; `match` asks again
        self._longest = {
            rule.id: _ANY_LENGTH if rule.glued or rule.longest <= 0 else rule.longest for rule in pack.rules
        }
        self._under = _Under(found.literals, self._shelves)
        self._left = _BY_LOOK_UP  # letters to be searched without it
        self._patterns = _Patterns(found.patterns)

    def match(self, blocks: Sequence[Block], host: str = "", clock: Clock | None = None) -> list[list[Mark]]:
        """Every mark of every block, guards applied. `host` is the site, for rules of one site.

        A rule whose regexes have taken a second by the document's clock rests for the rest of the document.
        Raises DocumentError when the clock says that the time is up.
        """
        limits = _Limits(self._patterns, clock or Clock())
        found, hints = self._match(blocks, host, limits)
        for number, block in enumerate(blocks):
            if PARAGRAPH <= block.words <= _HUGE and (number in hints or self._hints(block)):
                found[number] = self._with_glued(block, found[number], host, limits)
        limits.clock.lap("matching rules")
        return found

    def _match(
        self, blocks: Sequence[Block], host: str, limits: _Limits
    ) -> tuple[list[list[Mark]], set[int]]:
        """The marks on blocks as they stand; and the blocks in which something of a glued rule was tried."""
        found: list[list[Mark]] = [[] for _ in blocks]
        hints: set[int] = set()
        lines: dict[int, str] = {}  # blocks as the patterns of most rules look at them
        for number, id, why in self._candidates(blocks):
            rule, block, marked = self._rules[id], blocks[number], found[number]
            if why == WHOLE and is_spoken(block.text):
                continue
            if self._allowed and bare(block.folded) in self._allowed:
                continue
            if rule.glued:
                hints.add(number)
            if rule.longest and block.words > rule.longest:
                continue
            if (rule.sites and not on_site(host, rule)) or (marked and _is_marked_by(rule, marked)):
                continue
            if rule.removes is _SPAN:
                text = seen(rule, block)
            else:
                text = lines.get(number) or lines.setdefault(number, seen(rule, block))
            marks = limits.marks(rule, text) if why == REGEX else [Mark(rule, 0, len(text), {})]
            if marks and not (rule.unless and limits.holds(rule, rule.unless, text)):
                marked += marks
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
        line = bare(sentence.folded)
        kinds = (self._rules[id].kind for id in self._opening(line, 0, range(1, OPENING + 1)))
        return rule.kind in kinds

    def _hints(self, block: Block) -> bool:
        """Whether a sentence of a block opens as one does that glued rules cut."""
        line = block.folded
        if self._allowed and bare(line) in self._allowed:
            return False
        return opens(line, _starts(line), self._shelves, self._glued)

    def _opening(self, line: str, start: int, sizes: Iterable[int]) -> Iterator[str]:
        """The glued rules that cut sentences which open as this one does."""
        openings = self._shelves[line[start : start + 1]].openings
        for size in sizes:
            for phrase, ids in openings.get(line[start : start + size], ()):
                if line.startswith(phrase, start):
                    yield from (id for id in ids if id in self._glued)

    def _candidates(self, blocks: Sequence[Block]) -> list[tuple[int, str, int]]:
        """Blocks, the rules whose phrase stands there or whose regex is worth trying, and which of these."""
        lines, words = [block.folded for block in blocks], [block.words for block in blocks]
        plain = list(map(bare, lines))
        found = on_edges(lines, plain, words, self._shelves, self._ends, _EDGES, self._longest)
        if not self._literals:
            return found
        folded = "\n".join(lines)
        places = [0, *accumulate(len(line) + 1 for line in lines)]
        hits = self._hits(folded)
        return found + standing(folded, hits, self._under, places, words, self._longest)

    def _hits(self, folded: str) -> list[tuple[int, int, int]]:
        """The number of each literal whose first letters stand there, their start, and their end."""
        if self._automaton is None:
            self._left -= len(folded) + _A_LOOK_UP
            if self._left > 0:
                return list(_looked_up(self._literals, folded))
            import ahocorasick_rs  # noqa: PLC0415  (nor need it be loaded for one short text)

            self._automaton = ahocorasick_rs.AhoCorasick(self._literals)
        try:
            return self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # halves of surrogate pairs, which are no characters
            whole = re.sub("[\ud800-\udfff]", "\ufffd", folded)
            return self._automaton.find_matches_as_indexes(whole, overlapping=True)


class _Under(dict[int, Sequence[tuple[str, Ids, Ids]]]):
    """The literals that begin as each of the index does, with their rules, unpacked when asked for."""

    def __init__(self, firsts: Sequence[str], shelves: Shelves) -> None:
        super().__init__()
        self._firsts, self._shelves = firsts, shelves

    def __missing__(self, number: int) -> Sequence[tuple[str, Ids, Ids]]:
        first = self._firsts[number]
        self[number] = listed = self._shelves[first[0]].literals[first]
        return listed


def _starts(line: str) -> list[int]:
    """Where the sentences of a line begin."""
    if COMPILED:
        return sentence_starts(line, _BEFORE)
    return [0, *[found.end() for found in _SENTENCE_START.finditer(line)]]


def _is_marked_by(rule: Rule, marks: Iterable[Mark]) -> bool:
    return any(rule is mark.rule for mark in marks)


class _Patterns:
    """The compiled regexes of rules, and how they search; each rule's are compiled when it is first tried."""

    def __init__(self, kept: Mapping[str, bytes]) -> None:
        self._kept = kept
        self._compiled: dict[str, regex.Pattern[str]] = {}
        self._searches: dict[str, Sequence[Search]] = {}  # by id of the rule

    def compiled(self, pattern: str) -> regex.Pattern[str]:
        found = self._compiled.get(pattern)
        if found is None:
            found = self._compiled[pattern] = compiled(pattern, self._kept)
        return found

    def searches(self, rule: Rule) -> Sequence[Search]:
        found = self._searches.get(rule.id)
        if found is None:
            found = [self.compiled(pattern).search for pattern in rule.regex]
            self._searches[rule.id] = found
        return found


class _Limits:
    """Regexes under a document's clock: a rule whose own take too long rests for the rest of the document."""

    def __init__(self, patterns: _Patterns, clock: Clock) -> None:
        self._patterns, self.clock = patterns, clock

    def marks(self, rule: Rule, text: str) -> list[Mark]:
        """The marks of the first regex of a rule that finds something to cut: one, or one for each span."""
        if rule.layer == PACKAGED and len(text) <= _SHORT and rule.removes is not _SPAN:
            for search in self._patterns.searches(rule):
                match = search(text)
                if match and _cut(match):
                    return [Mark(rule, 0, len(text), _captured(match))]
            return []
        for pattern in rule.regex:
            if rule.removes is _SPAN:
                if spans := self._spans(rule, pattern, text):
                    return spans
            elif (match := self._search(rule, pattern, text)) and _cut(match):
                return [Mark(rule, 0, len(text), _captured(match))]
        return []

    def holds(self, rule: Rule, patterns: Iterable[str], text: str) -> bool:
        """Whether one of these patterns of a rule finds something in a text."""
        return any(self._search(rule, pattern, text) for pattern in patterns)

    def _spans(self, rule: Rule, pattern: str, text: str) -> list[Mark]:
        """All that a pattern cuts out of a text, one after the other, each from what the others have left."""
        left: list[Mark] = []  # marks on both sides of the last cut, the nearest last
        right: list[Mark] = []
        gone, near = 0, 0  # letters that the marks on the left took; where the next cut may begin
        while (match := self._search(rule, pattern, text, near)) and (cut := _cut(match)):
            start, end = cut
            while left and left[-1].end - gone > start:
                gone -= left[-1].end - left[-1].start
                right.append(left.pop())
            while right and right[-1].start - gone <= start:
                left.append(right.pop())
                gone += left[-1].end - left[-1].start
            inside = 0
            while right and right[-1].start - gone - inside < end:  # it closes over what was cut before
                inside += right[-1].end - right[-1].start
                right.pop()
            left.append(Mark(rule, start + gone, end + gone + inside, _captured(match)))
            gone += end - start + inside
            text = text[:start] + text[end:]
            near = max(start - _NEAR, 0)
        return [*left, *reversed(right)]

    def _search(self, rule: Rule, pattern: str, text: str, start: int = 0) -> regex.Match[str] | None:
        """What a pattern finds first from here on; nothing if its rule rests."""
        compiled = self._patterns.compiled(pattern)
        # for packaged rules the clock would cost twice what the search does
        if rule.layer == PACKAGED and len(text) <= _SHORT:
            return compiled.search(text, start)
        self.clock.lap("matching rules")
        regexes = f"the regexes of rule {rule.id}"
        own = SECONDS_A_REGEX - (self.clock.spent(regexes) if rule.layer != PACKAGED else 0.0)
        match = None
        if not self.clock.rests(rule.id):
            try:
                if own <= 0:
                    raise TimeoutError
                match = compiled.search(text, start, timeout=min(own, self.clock.left()))
            except TimeoutError:
                self.clock.left_out(rule.id)
            self.clock.lap(regexes)
        return match


def _cut(match: regex.Match[str]) -> tuple[int, int] | None:
    """What a match cuts: its group `cut`, else all of it; None if that is nothing."""
    start, end = match.span("cut" if match.groupdict().get("cut") else 0)
    return (start, end) if start < end else None


def _captured(match: regex.Match[str]) -> dict[str, str]:
    return {name: value.strip() for name, value in match.groupdict().items() if value and name != "cut"}


def seen(rule: Rule, block: Block) -> str:
    """What the patterns of a rule look at in a block: one line; the very letters where they cut a span."""
    return one_line(block.text) if rule.removes is _SPAN else plain(block.text)


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


def _looked_up(literals: Sequence[str], text: str) -> Iterator[tuple[int, int, int]]:
    """What the automaton would find, without it."""
    grams = {text[at : at + size] for size in range(1, _GRAM + 1) for at in range(len(text))}
    for number in [number for number, literal in enumerate(literals) if literal[:_GRAM] in grams]:
        literal = literals[number]
        start = text.find(literal)
        while start >= 0:
            yield number, start, start + len(literal)
            start = text.find(literal, start + 1)
