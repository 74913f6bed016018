"""What a page is about: prose that speaks of its title and description, and prose that speaks of neither.

Extractors go by mass. A legal notice, a paper's word about itself or a river of teasers may be longer than a
short article, and stand under a better name; but nothing in it says what the page says of itself. Elements
side by side are compared: one that never has a word of the title or the description, beside one that has
several, is a stranger to the page. That holds for pages that call themselves articles: of others, titles and
descriptions speak of the site as often.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from cleaner.model import Block, Shape
from cleaner.page.metadata import Metadata
from cleaner.page.walk import Inside, Page
from cleaner.text import UNSPACED, plain

_STEM = 5  # letters: words that begin alike are forms of one; shorter ones say little
_PAIRS = 2  # of signs, that say as much as such a word
_HITS = 3  # words of the subject that tell of an article
_PROSE = 12  # words of a block of prose
# A stranger: two paragraphs or more, not so much that it may be a story, mostly prose, in words of its own.
_LEAST_BLOCKS, _LEAST_WORDS, _MOST_WORDS, _MOST_TIMES = 2, 40, 500, 2
_MOSTLY, _LIKE, _SHARE = 0.6, 0.3, 0.6  # the last of the article's prose: of less it is a part
_CONTAINERS = frozenset((
    "div", "section", "article", "main", "aside", "header", "form", "table", "tbody", "tr", "td", "center",
))  # fmt: skip
_MENUS = Inside.NAV | Inside.FOOTER | Inside.FORM | Inside.BUTTON | Inside.NOSCRIPT
_PARTS = Inside.LIST | Inside.QUOTE | Inside.FIGURE  # of an article, that need not name its subject
# An element that is the article, whatever its parts speak of.
_WHOLE = re.compile(r"(?:article|story|entry|post|news|single)[-_]{0,2}(?:body|content|text|copy)", re.I)
_SECTION = "h2"  # heads a section of it
_NO_ARTICLE = re.compile(r"Forum|QAPage|Question|LiveBlog|Product", re.IGNORECASE)
_ARTICLE = re.compile(r"article|posting", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_LONG_WORD = re.compile(rf"(\w{{{_STEM}}})\w*")  # its beginning


class Subject(NamedTuple):
    """What the subject of a page says of its blocks, by number."""

    strangers: list[int]  # that stay, and stand in elements that never speak of it
    missed: list[int]  # prose beside them that speaks of it, where less of that stays
    is_doubtful: bool = False  # whether nothing that stays speaks of it


class _Group(NamedTuple):
    """Elements of one kind side by side, or what stands in none of them."""

    numbers: list[int]  # of all blocks
    prose: list[int]
    is_one: bool  # whether it is one element
    length: int  # words of all that it holds
    said: int  # words of its prose
    stems: set[str]
    hits: int

    def is_stranger(self, main: _Group) -> bool:
        """Whether it is prose enough to speak of what `main` speaks of, and never does."""
        return (
            self.hits == 0
            and main.hits >= _HITS
            and len(self.prose) >= _LEAST_BLOCKS
            and self.said >= _SHARE * main.said
            and _LEAST_WORDS <= self.said <= max(_MOST_WORDS, _MOST_TIMES * main.said)
            and self.said >= _MOSTLY * self.length
            and len(self.stems & main.stems) < _LIKE * len(self.stems)
        )


class _Reading(NamedTuple):
    """A page on the way to its subject."""

    page: Page
    blocks: Sequence[Block]
    prose: Mapping[int, set[str]]  # the numbers of its blocks of prose, and the stems of each
    stems: set[str]  # of the subject

    def groups(self, numbers: Sequence[int], paths: Mapping[int, Sequence[int]], depth: int) -> list[_Group]:
        """These blocks by the containers they stand in so deep, one kind together; those that hold prose."""
        by_kind: dict[tuple[str, str | int], list[int]] = defaultdict(list)
        elements: dict[tuple[str, str | int], set[int]] = defaultdict(set)
        for number in numbers:
            path = paths[self.page.blocks[number].node]
            kind: tuple[str, str | int] = ("", 0)
            if len(path) > depth:
                node = self.page.nodes[path[depth]]
                kind = (node.tag, node.name or path[depth])
                elements[kind].add(path[depth])
            by_kind[kind].append(number)
        found = []
        for kind, held in by_kind.items():
            if own := [number for number in held if number in self.prose]:
                length, said = (sum(self.blocks[number].words for number in some) for some in (held, own))
                stems = self.words(own)
                hits = _count(stems & self.stems)
                found.append(_Group(held, own, len(elements[kind]) == 1, length, said, stems, hits))
        return found

    def is_section(self, group: _Group, stay: Collection[int]) -> bool:
        """Whether what stays of a part begins with a heading of the article's own, which no rule has cut."""
        first = next((number for number in group.numbers if number in stay), 0)
        part = self.page.blocks[first]
        return not part.linked and self.page.nodes[part.node].tag == _SECTION and first < group.prose[0]

    def length(self, numbers: Iterable[int]) -> int:
        return sum(self.blocks[number].words for number in numbers)

    def words(self, numbers: Iterable[int]) -> set[str]:
        """The stems of these blocks of prose."""
        return set().union(*(self.prose[number] for number in numbers))


def weigh_subject(page: Page, blocks: Sequence[Block], staying: Sequence[int], said: Metadata) -> Subject:
    """Compare the prose of a page, and that which stays, with what the page says of itself."""
    title, description = said.shown_title, said.fields.get("description", "")
    stems = _stems((title, description)) - _stems([said.fields.get("sitename", "")])
    is_article = _ARTICLE.search(said.types) and not _NO_ARTICLE.search(said.types)
    if _count(stems) < _HITS or not is_article:
        return Subject([], [])
    prose = _prose(page, blocks, {plain(title), plain(description)})
    reading = _Reading(page, blocks, {number: _stems([blocks[number].folded]) for number in prose}, stems)
    stay, strangers = set(staying), set[int]()
    paths = {node: _containers(page, node) for node in {page.blocks[number].node for number in stay | prose}}
    numbers, missed = sorted(stay | prose), list[int]()
    for depth in range(max(map(len, paths.values()), default=0) + 1):
        groups = reading.groups(numbers, paths, depth)
        if not groups:
            break
        main = max(groups, key=lambda group: (group.hits, len(group.prose)))
        is_whole = depth and stay.issuperset(main.prose) and _is_whole(page, paths, numbers[0], depth - 1)
        if is_whole:
            break
        related = [number for group in groups if group.hits for number in group.prose]
        first, last = min(related, default=len(blocks)), max(related, default=-1)
        for group in groups:
            is_beside = group.prose[-1] < first or group.prose[0] > last
            if is_beside and group.is_stranger(main) and not reading.is_section(group, stay):
                strangers |= stay.intersection(group.numbers)
        numbers, missed = main.numbers, main.prose
        if not main.is_one:
            break
    left = (prose & stay) - strangers
    if not strangers or reading.length(left) >= reading.length(prose & strangers):
        missed = []  # else what was taken for the article was none, and what is one was judged beside it
    speaks = reading.words(left.union(missed)) & stems
    return Subject(sorted(strangers), missed, bool(prose & stay) and not speaks)


def _prose(page: Page, blocks: Sequence[Block], heads: set[str]) -> set[int]:
    """The blocks of prose outside menus, lists and quotes, but for the title and the description."""
    return {
        number
        for number, (block, part) in enumerate(zip(blocks, page.blocks, strict=True))
        if block.shape is Shape.PROSE
        and block.words >= _PROSE
        and 2 * part.linked < len(part.text)
        and page.nodes[part.node].tag not in ("pre", "code")
        and not page.nodes[part.node].inside & (_MENUS | _PARTS)
        and plain(block.text) not in heads
    }


def _is_whole(page: Page, paths: Mapping[int, Sequence[int]], number: int, depth: int) -> bool:
    """Whether the container so deep around a block is by its tag or name the whole of an article."""
    node = page.nodes[paths[page.blocks[number].node][depth]]
    return node.tag == "article" or _WHOLE.search(node.name) is not None


def _containers(page: Page, node: int) -> list[int]:
    """The containers that an element is and stands in, from the outermost."""
    found = list[int]()
    while node > 0:
        if page.nodes[node].tag in _CONTAINERS:
            found.append(node)
        node = page.nodes[node].parent
    return found[::-1]


def _stems(texts: Iterable[str]) -> set[str]:
    """The beginnings of long words; of scripts without spaces, pairs of signs."""
    stems = set[str]()
    for text in texts:
        if text.isascii():
            stems.update(_LONG_WORD.findall(text.lower()))
            continue
        for word in _WORD.findall(text.casefold()):
            if UNSPACED.search(word):
                stems.update(word[start : start + 2] for start in range(len(word) - 1))
            elif len(word) >= _STEM:
                stems.add(word[:_STEM])
    return stems


def _count(stems: set[str]) -> int:
    """How many words these say."""
    pairs = sum(len(stem) == 2 for stem in stems)
    return len(stems) - pairs + pairs // _PAIRS
