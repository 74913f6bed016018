"""The decision over the blocks of a page: what the extractor left in goes, what it lost comes back.

Small trees (`trees.py`) weigh each block's place in the page, its look, its neighbours and its marks
(`features.py`). Some go for what they are (`parts.py`). Every block that goes or comes back names
the rule it does so by: those with `page` in `rules/*.toml`, or the rule that marked it. What stays is then
read as any text is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from cleaner.decision import SENTENCES, Caution, as_metadata, captured_by, main_mark, without_headings
from cleaner.match import host_of
from cleaner.model import Block, By, Document, Mark, Removal, Rule, RulePack
from cleaner.page.belongs import belonging, passed_over, spoken_for, whole_lists
from cleaner.page.code import code_blocks
from cleaner.page.containers import main_prose
from cleaner.page.diary import without_diary
from cleaner.page.features import NAMES, candidates, features
from cleaner.page.kind import page_kind, posts_to_keep
from cleaner.page.layout import layouts
from cleaner.page.metadata import Metadata
from cleaner.page.parts import PARTS, beside_lead, captioned, standfirst, titles, under_title
from cleaner.page.prose import left_out
from cleaner.page.remarks import remarks
from cleaner.page.second import PageTrees, ground
from cleaner.page.sheet import Sheet
from cleaner.page.stuck import find_unstuck
from cleaner.page.subject import Subject, weigh_subject
from cleaner.page.walk import Inside, Page
from cleaner.text import as_blocks, line_starts

Matching = Callable[[Sequence[Block]], Sequence[Sequence[Mark]]]

# Log odds for the article below which a block that was taken goes, and above which one that was not comes
# back: set on suites left out of what the trees saw (benchmarks/README.md).
_GOES = {Caution.LOW: 0.2, Caution.NORMAL: -0.2, Caution.HIGH: -1.4}
_COMES_BACK = {Caution.LOW: 0.4, Caution.NORMAL: 0.0, Caution.HIGH: 0.0}
_CERTAIN = 2.0  # log odds of what stays, if no rule marks it, whatever the reading of the text says
_HELD = 2.0  # … and how much further the odds of prose in the main kind of containers may fall
_LEAST = 0.2  # of the words taken; if less would be left, the decision is not believed …
_SURE, _PROSE = 1.5, 12  # … unless a block of so many words that stays has odds so good
_AROUND = 8  # blocks above the body and below it in which bylines and dates are the article's
_DOUBT = "nothing in the body speaks of what the page's title and description do"
_MOST_BLOCKS = 20_000  # of a page; of larger ones nothing is weighed


@cache
def packaged_trees() -> PageTrees:
    """The trees that come with the package."""
    data = json.loads((Path(__file__).parent / "weights.json").read_text(encoding="utf-8"))
    return PageTrees(data["trees"], data["second"])


class PageDecider:
    """Decides by the rules of a pack and by trees; made once, used for any number of pages."""

    def __init__(
        self, pack: RulePack, trees: PageTrees | None = None, caution: Caution = Caution.NORMAL
    ) -> None:
        self._shown = pack.shown
        self._rules = {rule.page: rule for rule in pack.rules if rule.page and rule.id not in pack.shown}
        self._trees = trees or packaged_trees()
        self._goes, self._comes_back = _GOES[caution], _COMES_BACK[caution]

    def decide(
        self, document: Document, page: Page, said: Metadata, match: Matching, *, settled: bool = False
    ) -> Document:
        """The document with the blocks that stay or come back as its text, what else was taken as cuts to
        make in it, and the kind of the page in its metadata. `settled`: where the article stands is known,
        and nothing is weighed."""
        known, settled = settled, settled or len(page.blocks) > _MOST_BLOCKS
        taken = [number for number, part in enumerate(page.blocks) if part.taken]
        chosen = taken if settled else candidates(page)
        blocks, marks = prepare(page, chosen, match)
        coming, reasons, certain = set[int](), dict[int, tuple[Rule, str]](), set(chosen if known else ())
        if not settled:
            marks = self._unstuck(page, blocks, marks, said, chosen, match)
            coming, reasons, certain = self._weigh(page, blocks, marks, said, chosen)
        about = Subject([], [])
        for rule in [] if settled else self._of("stranger"):
            about = weigh_subject(page, blocks, sorted(coming.union(taken).difference(reasons)), said)
            for number in about.missed:
                reasons.pop(number, None)
                coming.update(set() if page.blocks[number].taken else {number})
            coming.difference_update(about.strangers)
            reasons.update(dict.fromkeys(set(about.strangers).intersection(taken), (rule, rule.why)))
        if self._shown & {"title/heading", "title"}:
            coming.update(set(titles(page, blocks, chosen, said)[:1]).difference(taken))
        back = self._standfirst(page, blocks, marks, said, coming, reasons)
        coming.update(number for number in back if not page.blocks[number].taken)
        for number in back:
            reasons.pop(number, None)
        for verdict, find in PARTS.items():
            for rule in self._of(verdict):
                staying = sorted(coming.union(taken).difference(reasons))
                reasons.update(dict.fromkeys(find(page, blocks, staying, said), (rule, rule.why)))
        for rule in self._of("comment"):
            staying = sorted(coming.union(taken).difference(reasons))
            beside = remarks(page, blocks, marks, staying, rule.kind)
            reasons.update(dict.fromkeys(beside, (rule, rule.why)))
        staying = sorted(coming.union(taken).difference(reasons))
        missing = left_out(page, blocks, coming.union(taken))
        for rule in self._of("junk"):
            for number in passed_over(page, blocks, staying):
                if number not in reasons and number not in missing:
                    reasons[number] = self._because(rule, page, number, (), marks[number])

        stay = sorted(coming.union(taken, reasons))
        text, places = joined(page, stay, reasons)
        body = {number: place for number, place in zip(stay, places, strict=True) if number not in reasons}
        kind = page_kind(
            page, blocks, marks, list(body), metadata=said.fields, types=said.types, paid=said.paid,
            removed=[removal.text for removal in document.removals],
        )  # fmt: skip
        told, sources = captured(blocks, marks, body, document)
        return document._replace(
            text=text,
            marks={blocks[number].text: marks[number] for number in chosen},
            cuts=tuple(_cuts(text, places, [reasons.get(number) for number in stay])),
            restored=tuple(
                Removal(*place, text[slice(*place)], rule.id, rule.kind, rule.why, By.PAGE)
                for number, place in body.items()
                if number in coming
                for rule in ([back[number]] if number in back else self._of("restored"))
            ),
            metadata={**told, **document.metadata, "page_kind": kind},
            sources={**sources, **document.sources},
            blocks=tuple(layouts(page, body, document.url)),
            left_out=tuple(missing.values()),
            code=frozenset(
                place
                for number in code_blocks(page, blocks)
                if number in body
                for place in line_starts(text, *body[number])
            ),
            sure=frozenset(body[number][0] for number in certain if number in body),
            warnings=(*document.warnings, *((_DOUBT,) if about.is_doubtful else ())),
        )

    def _of(self, verdict: str) -> list[Rule]:
        """The rule for a verdict, if it is in force."""
        return [self._rules[verdict]] if verdict in self._rules else []

    def _standfirst(
        self,
        page: Page,
        blocks: Sequence[Block],
        marks: Sequence[Sequence[Mark]],
        said: Metadata,
        coming: Collection[int],
        going: Collection[int],
    ) -> dict[int, Rule]:
        """The blocks of the standfirst, which stay whatever was said of them, and the rule that says so."""
        for rule in self._of("standfirst"):
            taken = {number for number, part in enumerate(page.blocks) if part.taken}.difference(going)
            above = under_title(page, blocks, sorted(taken.union(coming)))
            unmarked = [number for number in above if main_mark(marks[number]) is None]
            lead = standfirst(page, blocks, sorted(taken), said) or unmarked
            beside = beside_lead(page, blocks, sorted(taken.union(coming, lead)))
            return dict.fromkeys([*lead, *(number for number in beside if number not in going)], rule)
        return {}

    def _unstuck(
        self,
        page: Page,
        blocks: Sequence[Block],
        marks: list[Sequence[Mark]],
        said: Metadata,
        chosen: Sequence[int],
        match: Matching,
    ) -> list[Sequence[Mark]]:
        """The marks, with those that cut out what is stuck to a block. Those that the block has because of it
        no longer count where it is of the article without them."""
        unstuck = find_unstuck(page, chosen, marks, match)
        if not unstuck:
            return marks
        without = [unstuck[n].without if n in unstuck else own for n, own in enumerate(marks)]
        sheet = Sheet(page, blocks, without, said, chosen)
        scores = dict(zip(chosen, self._trees.odds(ground(sheet), features(sheet)), strict=True))
        return [
            own if n not in unstuck else without[n] if scores[n] > self._comes_back else unstuck[n].beside_all
            for n, own in enumerate(marks)
        ]

    def _weigh(
        self,
        page: Page,
        blocks: Sequence[Block],
        marks: Sequence[Sequence[Mark]],
        said: Metadata,
        chosen: Sequence[int],
    ) -> tuple[set[int], dict[int, tuple[Rule, str]], set[int]]:
        """The numbers of the blocks that come back; those that go, with the rule and why; and those that
        stay for certain."""
        sheet = Sheet(page, blocks, marks, said, chosen)
        rows = features(sheet)
        scores = dict(zip(chosen, self._trees.odds(ground(sheet), rows), strict=True))
        by_number = dict(zip(chosen, rows, strict=True))
        going, coming = self._verdicts(page, blocks, scores, by_number)
        taken = {number for number in chosen if page.blocks[number].taken}
        unmarked = [number for number in chosen if main_mark(marks[number]) is None]
        held = spoken_for(page, blocks, coming | (taken - going), unmarked)
        thread = posts_to_keep(page, said.types)
        held |= {n for n in unmarked if page.blocks[n].node in thread and blocks[n].shape in SENTENCES}
        going -= held
        coming |= held - taken if self._of("restored") else set()
        reasons = {
            number: self._because(rule, page, number, by_number[number], marks[number])
            for rule in self._of("junk")
            for number in going
            if not self._shows(marks[number])
        }
        certain = held | {number for number, score in scores.items() if score > _CERTAIN}
        return coming, reasons, certain

    def _shows(self, marks: Sequence[Mark]) -> bool:
        """Whether what these rules mark is to be left in."""
        return any({mark.rule.id, mark.rule.kind} & self._shown for mark in marks)

    def _because(
        self, rule: Rule, page: Page, number: int, row: Sequence[float], marks: Sequence[Mark]
    ) -> tuple[Rule, str]:
        """The rule a block goes by, and why: its own mark, or what is plain to see of its place."""
        own = None if self._shows(marks) else main_mark(marks)
        return (
            (own.rule, own.rule.why) if own is not None else (rule, f"{_place(page, number, row)}{rule.why}")
        )

    def _verdicts(
        self,
        page: Page,
        blocks: Sequence[Block],
        scores: Mapping[int, float],
        rows: Mapping[int, Sequence[float]],
    ) -> tuple[set[int], set[int]]:
        """The numbers of the blocks that go, and of those that come back."""
        going, coming = set[int](), set[int]()
        main = main_prose(page, blocks, scores)
        for number, score in scores.items():
            if rows[number][_IS_TITLE] and page.nodes[page.blocks[number].node].tag in ("h1", "h2"):
                continue  # a rule decides of titles
            if captioned(page, number) >= 0:
                continue  # nor do trees of captions
            held = _HELD if number in main else 0.0
            if page.blocks[number].taken:
                if score < self._goes - held:
                    going.add(number)
            elif score > self._comes_back - held:
                coming.add(number)
        coming |= _with_their_figures(page, rows, going, coming)
        staying = coming | {number for number in scores if page.blocks[number].taken and number not in going}
        going -= whole_lists(page, going, staying)
        for number in belonging(page, blocks, staying):
            going.discard(number)
            coming |= {number} if not page.blocks[number].taken else set()
        if "junk" not in self._rules:
            going.clear()
        if "restored" not in self._rules:
            coming.clear()
        stays = {n for n in scores if page.blocks[n].taken and n not in going} | coming
        taken = sum(block.words for block, part in zip(blocks, page.blocks, strict=True) if part.taken)
        left = sum(blocks[number].words for number in stays)
        is_sure = any(scores.get(n, 0.0) > _SURE and blocks[n].words >= _PROSE for n in stays)
        return (set(), coming) if left < _LEAST * taken and not is_sure else (going, coming)


def _with_their_figures(
    page: Page, candidates: Collection[int], going: Collection[int], coming: Collection[int]
) -> set[int]:
    """Captions that the extractor left out of an article it took: right below a block that stays."""
    found, stays = set[int](), False
    for number, part in enumerate(page.blocks):
        if captioned(page, number) < 0:
            stays = number in coming or (part.taken > 0 and number not in going)
        elif stays and number in candidates and not part.taken:
            found.add(number)
    return found


def captured(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], body: Collection[int], document: Document
) -> tuple[dict[str, str], dict[str, str]]:
    """The author and the date in lines around the body that are no part of it, and the rules that told them:
    what goes because of its place in the page is never cut by the rule that would have captured it."""
    around = range(max(0, min(body) - _AROUND), max(body) + _AROUND) if body else range(0)
    told, sources = dict[str, str](), dict[str, str]()
    language, host = document.metadata.get("language", ""), host_of(document.url)
    for number in sorted(set(around).intersection(range(len(blocks))).difference(body)):
        for mark in marks[number]:
            line = blocks[number].text
            found = as_metadata(captured_by([mark], line), line, language=language, host=host)
            for field in found.keys() - document.metadata.keys() - told.keys():
                told[field], sources[field] = found[field], mark.rule.id
    return told, sources


def joined(
    page: Page, numbers: Sequence[int], going: Container[int] = ()
) -> tuple[str, list[tuple[int, int]]]:
    """These blocks as one text, and where each stands in it; what is to be cut takes no gap away."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    position, following, widest = 0, 0, 0
    for number in numbers:
        widest = max(widest, *(part.gap for part in page.blocks[following : number + 1]))
        gap = widest if pieces else 0
        following = number + 1
        if number not in going:
            widest = 0
        text = page.blocks[number].text
        pieces += ("\n" * gap, text)
        places.append((position + gap, position + gap + len(text)))
        position += gap + len(text)
    return "".join(pieces), places


def _cuts(
    text: str, places: Sequence[tuple[int, int]], reasons: Sequence[tuple[Rule, str] | None]
) -> Iterator[Removal]:
    """The cuts of the blocks that have a reason to go, each with the gap above it; at the beginning of the
    text, with that below."""
    kept = False
    for index, reason in enumerate(reasons):
        if reason is None:
            kept = True
            continue
        start, end = places[index]
        if kept:
            start = places[index - 1][1]
        elif index + 1 < len(places):
            end = places[index + 1][0]
        rule, why = reason
        by = By.PAGE if rule.page else By.MARK
        yield Removal(start, end, text[start:end], rule.id, rule.kind, why, by)


def prepare(page: Page, chosen: Sequence[int], match: Matching) -> tuple[list[Block], list[Sequence[Mark]]]:
    """All blocks of a page as those of a text, and the marks on the chosen ones but for code, and
    headings and dates of the article's own."""
    blocks = as_blocks([part.text for part in page.blocks])
    marks: list[Sequence[Mark]] = [()] * len(blocks)
    asked = [blocks[number] for number in chosen]
    code = code_blocks(page, blocks)
    for number, found in zip(chosen, without_headings(asked, match(asked)), strict=True):
        marks[number] = () if number in code else found
    return blocks, without_diary(page, blocks, marks, chosen)


_IS_TITLE, _UNDER_CORE, _BRANCH_LINKS, _HEADING_MARKED = map(
    NAMES.index, ("is title", "under core", "branch links", "heading marked")
)
_PLACES = (
    (Inside.NAV, "the navigation"), (Inside.FOOTER, "a footer"), (Inside.ASIDE, "a sidebar"),
    (Inside.FORM, "a form"), (Inside.HEADER, "a header"),
)  # fmt: skip


def _place(page: Page, number: int, row: Sequence[float]) -> str:
    """What is plain to see of a block's place in the page; `row` are its features, if it was weighed."""
    part = page.blocks[number]
    inside = page.nodes[part.node].inside
    for bit, place in _PLACES:
        if inside & bit:
            return f"In {place} of the page. "
    if row and row[_HEADING_MARKED]:
        return "Under a heading that a rule marks. "
    if 2 * part.linked > len(part.text):
        return "Mostly links. "
    if row and not row[_UNDER_CORE]:
        return "Outside the main part of the page. "
    if row and row[_BRANCH_LINKS] > 0.3:
        return "Among links. "
    return ""
