"""A page as blocks: one walk over its elements, and which blocks an extractor takes.

Blocks are what `TextFlow` makes lines of. Each knows the element it stands in; the elements around it form a
tree of nodes. To learn which blocks an extractor took, a sign is written before the longest text of each,
and the signs are looked for in what it returns: exact, whatever it moved, joined or printed twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from cleaner.page.textflow import KNOWN, OPENS, Line, TextFlow
from cleaner.text import latin_length


class Inside:
    """What an element is, or stands in: bits of a number."""

    NAV = 1
    HEADER = 2
    FOOTER = 4
    ASIDE = 8
    FORM = 16
    FIGURE = 32
    TABLE = 64
    LIST = 128
    QUOTE = 256
    ARTICLE = 512
    MAIN = 1024
    HIDDEN = 2048
    NOSCRIPT = 4096
    BUTTON = 8192
    DETAILS = 16384
    SIDE = 32768  # by class or id: comments, related, menu, …
    BODY = 65536  # by class or id: article, content, post, …
    PULLED = 131072  # by class or id: a pull quote
    CAPTION = 262144  # by class or id: the caption of a picture
    COMMENT = 524288  # by class or id: comments
    POSITIVE = 1048576  # by class or id, as readability has it: what speaks for an article
    NEGATIVE = 2097152  # … and against it
    LEAD = 4194304  # by class or id: the standfirst
    NOTE = 8388608  # a footnote


FOOTNOTE = "doc-footnote"  # the role of an element that is a footnote
_INSIDE = {
    "nav": Inside.NAV, "header": Inside.HEADER, "footer": Inside.FOOTER, "aside": Inside.ASIDE,
    "form": Inside.FORM, "figure": Inside.FIGURE, "figcaption": Inside.FIGURE, "table": Inside.TABLE,
    "ul": Inside.LIST, "ol": Inside.LIST, "dl": Inside.LIST, "blockquote": Inside.QUOTE,
    "article": Inside.ARTICLE, "main": Inside.MAIN, "noscript": Inside.NOSCRIPT, "button": Inside.BUTTON,
    "details": Inside.DETAILS,
}  # fmt: skip
_UNSEEN = frozenset((
    "script", "style", "template", "head", "title", "svg", "iframe", "noframes", "select", "textarea",
    "object", "option", "canvas", "audio", "video", "datalist", "rt", "rp",
))  # fmt: skip
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SIDE = re.compile(
    r"(?<![a-z])(?:comments?|disqus|sidebar|related|recommend\w*|footer|cookies?|consent|modal|popup|newsletter"
    r"|shar(?:e|ing)|social|menu|nav(?:bar|igation)?|promos?|breadcrumbs?|author-?bio|widget|banner|tags?|byline"
    r"|caption|advert\w*|subscribe|teaser|meta|signup|cta|login)(?![a-z])",
)
_BODY = re.compile(
    r"(?<![a-z])(?:article|content|entry|post|body|story|text|main|copy|richtext|prose)(?![a-z])",
)
_PULLS = re.compile(r"(?<![a-z])pull(?:ed)?[-_]?quotes?(?![a-z])")
_CAPTIONS = re.compile(
    r"(?<![a-z])(?:\w*caption\w*|info-?text|image-?(?:description|text|info|legend)|legend\w*|bildunterschrift"
    r"|picture-?text|photo-?(?:description|text|legend)|(?<!block-)media-?(?:info|description|text)"
    r"|lightbox\w*description|bildtext|billedtekst|bildetekst|kuvateksti|didascalia|pie-?(?:de-?)?foto|leyenda|wp-caption-text"
    r"|featherlight|fotounterschrift|bild(?:unter)?zeile)(?![a-z])"
)
_COMMENTS = re.compile(r"(?<![a-z])(?:comments?|disqus|kommentar\w*|reader-?replies)(?![a-z])")
_LEADS = re.compile(
    r"(?<![a-z])(?:(?:article|story|post|entry)[-_]?)?(?:lead|lede|intro(?:duction|text)?|stand-?first|excerpt"
    r"|sub-?(?:title|head(?:line|ing)?)|dec?k|summary|abstract|preamble|chap(?:eau|ô|o)|entradilla|bajada"
    r"|copete|sommario|occhiello|sumario|vorspann|ingress|manchet|perex|lid|annotation)(?![a-z])"
)
# The families of readability.js 0.5 (Apache-2.0, Arc90, Mozilla).
_POSITIVE = re.compile(r"article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story")
_NEGATIVE = re.compile(
    r"-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta"
    r"|outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|tool|widget"
)
_FAMILIES = (
    (_SIDE, Inside.SIDE), (_BODY, Inside.BODY), (_PULLS, Inside.PULLED), (_CAPTIONS, Inside.CAPTION),
    (_COMMENTS, Inside.COMMENT), (_POSITIVE, Inside.POSITIVE), (_NEGATIVE, Inside.NEGATIVE),
    (_LEADS, Inside.LEAD),
)  # fmt: skip
_NOT_AROUND_MAIN = (
    Inside.NAV | Inside.HEADER | Inside.FOOTER | Inside.ASIDE | Inside.FORM | Inside.BUTTON | Inside.SIDE
)
_DIGITS = re.compile(r"\d+")
_TELLING = frozenset(("role", "hidden", "aria-hidden", "style"))


@dataclass(slots=True, eq=False)
class Node:
    """An element that opens blocks."""

    parent: int  # its place in `Page.nodes`; -1 for the root
    tag: str
    depth: int
    inside: int  # of the element itself and all around it
    own: int
    element: Any
    name: str = ""  # its class names, without digits: what containers of one kind share
    images: int = 0  # pictures in it, but for those in elements of its own that open blocks


@dataclass(slots=True, eq=False)
class PageBlock:
    """A block of a page; `taken` is the share of it that the extractor has taken."""

    text: str
    gap: int  # line breaks before it, as in the page
    node: int  # the innermost element that opens blocks, in `Page.nodes`
    linked: int = 0  # characters of links
    links: int = 0
    strong: int = 0  # characters in bold or emphasis
    sources: list[Source] = field(default_factory=list)
    taken: float = 0.0
    votes: tuple[float, ...] = (0.0, 0.0, 0.0)  # the share of it that each of `verdicts.NAMES` takes


class Source(NamedTuple):
    """A piece of text: that before the first child of an element, or that behind the element."""

    element: Any
    tail: bool
    node: int
    linked: bool
    strong: bool
    styled: bool  # strong, or another look that Markdown has
    length: int

    @property
    def text(self) -> str:
        return (self.element.tail if self.tail else self.element.text) or ""

    def write(self, text: str) -> None:
        """Put another text in its place."""
        if self.tail:
            self.element.tail = text
        else:
            self.element.text = text


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """The blocks of a page in document order, and the elements they stand in, parents first."""

    blocks: list[PageBlock]
    nodes: list[Node]

    def around(self, node: int) -> Iterator[int]:
        """An element and all around it, from the innermost: places in `nodes`."""
        while node >= 0:
            yield node
            node = self.nodes[node].parent

    def text(self) -> str:
        """The blocks that were taken, as one text."""
        pieces: list[str] = []
        gap = 0
        for block in self.blocks:
            gap = max(gap, block.gap)
            if block.taken:
                pieces += ("\n" * gap if pieces else "", block.text)
                gap = 0
        return "".join(pieces)


def walk(tree: Any) -> Page:
    """The blocks of a page: all that may be seen of it, and what is hidden until asked for."""
    flow = TextFlow()
    nodes = [Node(-1, "html", 0, 0, 0, tree)]
    names: dict[tuple[str, str], _Named] = {}
    open_nodes = [0]
    links = strong = styled = 0
    events = etree.iterwalk(tree, events=("start", "end"))
    for event, element in events:
        tag, ends = element.tag, event == "end"
        if tag in _TOLD:  # most of what stands in a line is not
            is_code = tag == "code"
            opens = tag in OPENS or (is_code and "\n" in (element.text or ""))
            if tag in KNOWN:
                (flow.close if ends else flow.open)("pre" if is_code and opens else tag)
            step = -1 if ends else 1
            if opens and ends:
                open_nodes.pop()
            elif opens:
                up = open_nodes[-1]
                own, name = _own(element, tag, names)
                open_nodes.append(len(nodes))
                inside = own | _inherited(nodes[up], tag)
                nodes.append(Node(up, tag, nodes[up].depth + 1, inside, own, element, name))
            elif tag == "a" and not _is_anchor(element):
                links += step
            elif tag in LOOKS:
                styled += step
                strong += step * (tag in _STRONG)
            elif tag in _IMAGES and not ends:
                nodes[open_nodes[-1]].images += 1
            if tag in _UNSEEN and not ends:
                events.skip_subtree()
                continue
        if ends and element is tree:
            break
        text = element.tail if ends else element.text
        if text and (flow.in_line or not text.isspace()):
            flow.text(
                text, Source(element, ends, open_nodes[-1], links > 0, strong > 0, styled > 0, len(text))
            )
    page = Page([_block(line) for line in flow.lines()], nodes)
    _open_forms(page)
    return page


def _is_anchor(element: Any) -> bool:
    """Whether a link leads nowhere: a place that others lead to, left open around all below it at times."""
    return "href" not in element.attrib and ("name" in element.attrib or "id" in element.attrib)


def _open_forms(page: Page) -> None:
    """A form around most of a page is how some sites are built; nothing stands in a form for that."""
    nodes = page.nodes
    if not any(node.tag == "form" for node in nodes):
        return
    length = [0] * len(nodes)
    for block in page.blocks:
        length[block.node] += len(block.text)
    _add_up(page, length)
    for number, node in enumerate(nodes):
        if node.tag == "form" and 2 * length[number] > length[0]:
            node.own &= ~Inside.FORM
        node.inside = node.own | (_inherited(nodes[node.parent], node.tag) if node.parent >= 0 else 0)


def _inherited(around: Node, tag: str) -> int:
    """What an element stands in. A `main` stands in no menu or footer, whatever was left open before it."""
    return around.inside & ~_NOT_AROUND_MAIN if tag == "main" else around.inside


LOOKS = {
    "b": "strong",
    "strong": "strong",
    "em": "em",
    "i": "em",
    "cite": "em",
    "code": "code",
    "kbd": "code",
}
_STRONG = frozenset(("b", "strong", "em", "i"))
_IMAGES = frozenset(("img", "video", "amp-img"))
_TOLD = KNOWN | OPENS | _UNSEEN | _IMAGES | frozenset(LOOKS) | {"a"}  # all others only hold text


class _Named(NamedTuple):
    """What the class names and the id of an element say."""

    bits: int
    name: str  # the class names without digits


def _own(element: Any, tag: str, names: dict[tuple[str, str], _Named]) -> tuple[int, str]:
    """What an element is by itself, and its class names without digits; `names` are those met so far."""
    own = _INSIDE.get(tag, 0)
    attributes = element.keys()
    if not attributes:
        return own, ""
    called = element.get("class", ""), element.get("id", "")
    named = names.get(called)
    if named is None:
        bits = 0
        for part in " ".join(called).split(" "):
            bits |= _family(part)
        named = names[called] = _Named(bits, _DIGITS.sub("", called[0]))
    own |= named.bits
    if not _TELLING.isdisjoint(attributes):
        if element.get("role") == FOOTNOTE:
            own |= Inside.NOTE
        if (
            "hidden" in attributes
            or element.get("aria-hidden") == "true"
            or _HIDING.search(element.get("style", ""))
        ):
            own |= Inside.HIDDEN
    return own, named.name


@lru_cache(1 << 14)
def _family(name: str) -> int:
    """The families of names that a class or an id is of."""
    small = name.lower()  # twice as fast as ignoring case
    return sum([bit for names, bit in _FAMILIES if names.search(small)])


def _block(line: Line) -> PageBlock:
    sources: list[Source] = line.sources
    links = [source.length for source in sources if source.linked]
    strong = sum([source.length for source in sources if source.strong])
    main = max(sources, key=_length) if len(sources) > 1 else sources[0]
    return PageBlock(line.text, line.gap, main.node, sum(links), len(links), strong, sources)


def _length(source: Source) -> int:
    return source.length


_FIRST, _SIGNS = 0x20000, 42_711  # rare Chinese letters: of all extractors take a letter for one
_SIGN = re.compile("[\U00020000-\U0002a6d6]")
_LETTER, _VISIBLE = re.compile(r"\w"), re.compile(r"\S")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@contextmanager
def signed(page: Page) -> Iterator[dict[str, int]]:
    """A sign in place of one letter of each block, for as long as it takes; which sign is of which block.

    No length changes, as extractors go by lengths. Signs that the page has letters of are not used.
    """
    texts = [block.text for block in page.blocks]
    met = {sign for text in texts if not text.isascii() for sign in _SIGN.findall(text)}
    free = (sign for sign in map(chr, range(_FIRST, _FIRST + _SIGNS)) if sign not in met)
    numbers: dict[str, int] = {}
    before: list[tuple[Source, str]] = []
    for (number, block), sign in zip(enumerate(page.blocks), free, strict=False):
        for source in sorted(block.sources, key=_length, reverse=True):
            text = _NOT_XML.sub("", source.text)
            found = _LETTER.search(text) or _VISIBLE.search(text)
            if found is not None:
                source.write(f"{text[: found.start()]}{sign}{text[found.end() :]}")
                before.append((source, text))
                numbers[sign] = number
                break
    try:
        yield numbers
    finally:
        for source, text in before:
            source.write(text)


def read_signs(page: Page, signs: Mapping[str, int], texts: Iterable[str]) -> list[float]:
    """The share of each block that stands in the texts of what was extracted."""
    text = "".join(texts)
    shares = [0.0] * len(page.blocks)
    found = [sign for sign in _SIGN.finditer(text) if sign[0] in signs]
    ends = [sign.start() for sign in found[1:]] + [len(text)]
    for sign, end in zip(found, ends, strict=False):
        number = signs[sign[0]]
        share = (end - sign.start()) / (len(page.blocks[number].text) or 1)
        shares[number] = max(shares[number], min(1.0, share))
    return shares


_NOT_MAIN = Inside.NAV | Inside.HEADER | Inside.FOOTER | Inside.ASIDE | Inside.FORM | Inside.NOSCRIPT
_NOT_BODY = _NOT_MAIN | Inside.FIGURE | Inside.BUTTON
_LONG = 60  # Latin characters from which on a block is taken for prose


def main_part(page: Page) -> list[float]:
    """1 for each block of the smallest element with most of the page's prose, but for navigation, …"""
    nodes = page.nodes
    weights = _prose(page)
    if not weights[0]:
        return [0.0] * len(page.blocks)
    main = _main(page, weights)
    most = 0.4 * weights[main]
    within = [False] * len(nodes)
    within[main] = True
    for number in range(main + 1, len(nodes)):
        node = nodes[number]
        within[number] = (
            within[node.parent]
            and not node.own & _NOT_BODY
            and not (node.own & Inside.SIDE and weights[number] < most)
        )
    return [float(within[block.node]) for block in page.blocks]


_MENU = 5  # links from which on an element without prose may be a menu
_ARTICLE = 0.25  # of the text of a page is prose; on others links may be what it is about
_TABLE = frozenset(("body", "table", "tr", "td", "th"))


def drop_menus(page: Page) -> None:
    """Take out of the tree what holds links and no prose, outside the page's main part, or nothing at all.

    An extractor would leave it out as well, but search it first, as long as the rest of the page. The blocks
    of the page stay.
    """
    nodes, weights = page.nodes, _prose(page)
    length, linked, links, unlinked = ([0] * len(nodes) for _ in range(4))
    for block in page.blocks:
        length[block.node] += len(block.text)
        linked[block.node] += block.linked
        links[block.node] += block.links
        unlinked[block.node] += latin_length(block.text) > _LONG and 2 * block.linked < len(block.text)
    for sums in (length, linked, links, unlinked):
        _add_up(page, sums)
    main = _main(page, weights) if weights[0] > _ARTICLE * length[0] else 0
    aside = (_NOT_MAIN | Inside.SIDE) & ~nodes[main].inside if main else 0
    in_main, gone = [not main], [False]
    for number, node in enumerate(nodes[1:], 1):
        in_main.append((number == main or in_main[node.parent]) and not node.inside & aside)
        is_menu = links[number] >= _MENU and 2 * linked[number] > length[number] and not unlinked[number]
        goes = not length[number] or (is_menu and not in_main[number])
        goes = goes and node.tag not in _TABLE and not (node.element.tail or "").strip()
        if goes and not gone[node.parent]:
            node.element.getparent().remove(node.element)
        gone.append(goes or gone[node.parent])


def _prose(page: Page) -> list[int]:
    """Characters of prose in each element, but for navigation, forms and the like."""
    nodes = page.nodes
    weights = [0] * len(nodes)
    for block in page.blocks:
        if (length := latin_length(block.text)) > _LONG and not nodes[block.node].inside & _NOT_MAIN:
            weights[block.node] += length
    _add_up(page, weights)
    return weights


def _main(page: Page, weights: Sequence[int]) -> int:
    """The smallest element with most of the prose."""
    heaviest = [-1] * len(page.nodes)
    for number in range(len(page.nodes) - 1, 0, -1):
        parent = page.nodes[number].parent
        if heaviest[parent] < 0 or weights[number] > weights[heaviest[parent]]:
            heaviest[parent] = number
    main = 0
    while heaviest[main] >= 0 and weights[heaviest[main]] > 0.7 * weights[0]:
        main = heaviest[main]
    return main


def _add_up(page: Page, sums: list[int]) -> None:
    """To what stands in each element itself, add what stands in those within it."""
    for number in range(len(sums) - 1, 0, -1):
        sums[page.nodes[number].parent] += sums[number]
