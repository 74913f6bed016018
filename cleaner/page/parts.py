"""Blocks of a page that go for what they are, however much they read like the article.

Each function looks at the blocks that are to stay and says which of them do not: the title, pull quotes,
paragraphs printed again, teaser cards, captions within an article. `standfirst` says which come back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice, pairwise

from cleaner.kernel import spread, with_inner
from cleaner.match import host_of
from cleaner.model import Block, Shape
from cleaner.page.metadata import Metadata
from cleaner.page.walk import Inside, Page, PageBlock

_REPEATED = 80  # characters of a paragraph that tells that a page prints its article twice
_MOST, _ALL = 0.6, 0.95  # of the characters above; several paragraphs, or one, that are so much come again
_PULLED = 4  # words at least of what is by name or place a pull quote
_QUOTED = 8  # … and of any other quote that may be one
_MOST_QUOTES = 500  # of a page; where there are more, they are its matter
_SIGNATURE = 12  # words at most below a pull quote: who said it
_LONGEST_CAPTION = 80  # words
_PICTURES = 0.4  # of the words that stay; captions that are so much of a page are its article …
_GALLERY = 0.6  # … or so much, where the rest is long enough for one
_BESIDE = 20  # words beside captions in a box of pictures and nothing else
_LEGEND = 12  # words at most of a picture's box that no name calls one
_BOXES = frozenset(("div", "section", "figure", "aside", "center"))
_PROSE = 12  # words from which on a block may be prose
_LONGEST_TITLE = 40  # words
_SAME = 0.8  # of the words or pairs of words, from which on two texts say the same
_STANDFIRST = 5  # pairs of words at least
_HEAD = 12  # blocks above the first paragraph in which the standfirst may stand
_NO_HEAD = Inside.NAV | Inside.FOOTER | Inside.FORM | Inside.COMMENT
_BELOW_TITLE = 3  # blocks; further down a lone sentence is anything
_SHORTEST_LEAD, _LONGEST_LEAD = 8, 60  # words
_LEAD_TAGS = frozenset(("p", "div", "h2", "h3"))
_LEADS = 3  # blocks at the top among which the standfirst is
_NO_LEAD = (
    _NO_HEAD | Inside.FIGURE | Inside.CAPTION | Inside.ASIDE | Inside.HIDDEN | Inside.BUTTON | Inside.LIST
)
_CARD, _CARD_DEPTH = 70, 4  # words at most of a teaser card, and elements that may stand around its heading
_CARD_BLOCKS = 4  # at most in a teaser card: a label, a headline, a sentence, a date
_CARDS = 0.4  # of the words that stay; cards that are so much of a page are what it is about
_RIVER, _HEADLINE = 4, 4  # headlines of a river at least, and words of each on the average
_ARTICLE = 100  # words of prose that make an article beside cards
_CARD_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_NO_CARD = frozenset(("body", "html", "main", "td", "table"))
_WORD = re.compile(r"\w+")


def repeated(page: Page, blocks: Sequence[Block], staying: Sequence[int]) -> list[int]:
    """What a page prints twice, as some do for each device: blocks one after another that all stand above
    already, and are most of what does; and `variants`. A paragraph that comes again among others is a
    refrain, and stays."""
    inside = within(page, variants(page, [block.folded for block in blocks]))
    found = [number for number in staying if inside[page.blocks[number].node]]
    staying = [number for number in staying if not inside[page.blocks[number].node]]
    seen, run = set[str](), list[int]()
    above = 0  # characters of what stands above the run
    for number in [*staying, -1]:
        if number >= 0 and blocks[number].folded in seen:
            run.append(number)
            continue
        lengths = [len(blocks[one].folded) for one in run]
        paragraphs = sum(length >= _REPEATED for length in lengths)
        if paragraphs and sum(lengths) >= (_MOST if paragraphs > 1 else _ALL) * above:
            found += run
        else:
            above += sum(lengths)
        run.clear()
        if number >= 0:
            seen.add(blocks[number].folded)
            above += len(blocks[number].folded)
    return found


def variants(page: Page, folded: Sequence[str]) -> set[int]:
    """Boxes that say what the box beside them says, word for word: a layout printed once for each width of
    the screen. Places in `Page.nodes`."""
    size = len(page.nodes)
    first, last = page.first, [0] * size
    for number, part in enumerate(page.blocks):
        last[part.node] = number + 1
    for node in range(size - 1, 0, -1):
        up = page.parents[node]
        last[up] = max(last[up], last[node])
    sums = [0, *accumulate(map(len, folded))]
    found, before = set[int](), dict[int, int]()  # the element before, by the one around
    for node in range(1, size):
        if first[node] >= last[node] or page.nodes[node].tag not in _BOXES:
            continue
        other = before.get(page.nodes[node].parent, -1)
        before[page.nodes[node].parent] = node
        length = sums[last[node]] - sums[first[node]]
        if other < 0 or length < _REPEATED or length != sums[last[other]] - sums[first[other]]:
            continue
        if folded[first[node] : last[node]] == folded[first[other] : last[other]]:
            found.add(node)
    return found


def pull_quotes(page: Page, blocks: Sequence[Block], staying: Sequence[int]) -> list[int]:
    """Quotes, asides and what calls itself a pull quote, if the paragraphs around say all of it word for
    word; with the name of the speaker below."""
    around = _quotes(page)
    roots = {number: root for number in staying if (root := around[page.blocks[number].node]) >= 0}
    if not 0 < len(roots) <= _MOST_QUOTES:
        return []
    text = "\n".join(_words(blocks[number].folded) for number in staying if number not in roots)
    by_root: dict[int, list[int]] = {}
    for number, root in roots.items():
        by_root.setdefault(root, []).append(number)
    found: list[int] = []
    for root, numbers in by_root.items():
        is_pulled = page.nodes[root].own & Inside.PULLED or page.nodes[root].tag != "blockquote"
        least = _PULLED if is_pulled else _QUOTED
        said = [n for n in numbers if blocks[n].words >= least and _words(blocks[n].folded) in text]
        others = set(numbers) - set(said)
        if said and all(number > said[0] and blocks[number].words <= _SIGNATURE for number in others):
            found += numbers
    return found


def captions(page: Page, blocks: Sequence[Block], staying: Sequence[int]) -> list[int]:
    """Captions of pictures, unless they are most of the article, as in a slide show."""
    boxes = picture_boxes(page, blocks)
    found = [
        number
        for number in staying
        if _is_of_a_picture(page, number)
        or _is_below_its_picture(page, number)
        or (boxes[page.blocks[number].node] and _may_be_one(page, number))
    ]
    total = sum(blocks[number].words for number in staying)
    words = sum(blocks[number].words for number in found)
    if words > (_PICTURES if total - words < _ARTICLE else _GALLERY) * total:
        return []
    return [number for number in found if blocks[number].words <= _LONGEST_CAPTION]


def titles(page: Page, blocks: Sequence[Block], staying: Sequence[int], said: Metadata) -> list[int]:
    """The title, which is metadata: headings that say it, the page's only `h1` above all prose, and what says
    it word for word up there."""
    title = _WORD.findall(said.shown_title.casefold())
    if not title:
        return []
    only = [number for number, part in enumerate(page.blocks) if page.nodes[part.node].tag == "h1"]
    found, above = [], True
    for number in staying:
        block, tag = blocks[number], page.nodes[page.blocks[number].node].tag
        above = above and not (block.shape is Shape.PROSE and block.words >= _PROSE)
        if block.words > _LONGEST_TITLE:
            continue
        words = _WORD.findall(block.folded)
        same = len(set(words) & set(title)) / (len(set(words) | set(title)) or 1)
        if (tag in ("h1", "h2") and same > _SAME) or (
            above and (words == title or only == [number] or _opens(block.folded, said.shown_title))
        ):
            found.append(number)
    return found


def _opens(text: str, title: str) -> bool:
    """Whether a title goes on with the site's name behind this text."""
    rest = title.casefold().removeprefix(text)
    return len(rest) < len(title) and rest[:1] in set("_|-–—·") | {" "} and rest.strip()[:1] in set("_|-–—·")


def standfirst(page: Page, blocks: Sequence[Block], staying: Sequence[int], said: Metadata) -> list[int]:
    """What the page describes itself with, if it stands above the article and not in it: a block, or several
    that say it together."""
    description = _pairs(said.fields.get("description", "").casefold())
    if len(description) < _STANDFIRST or not staying:
        return []

    def says(numbers: Iterable[int]) -> dict[int, set[tuple[str, str]]]:
        """The blocks that say some of the description and little else, with what they say."""
        own = {number: _pairs(blocks[number].folded) for number in numbers}
        return {
            number: pairs & description
            for number, pairs in own.items()
            if len(pairs) >= _STANDFIRST and len(pairs & description) > _SAME * len(pairs)
        }

    prose = [n for n in staying if blocks[n].words >= _PROSE and page.nodes[page.blocks[n].node].tag != "h1"]
    half = 0.5 * len(description)
    if not prose or any(len(pairs) > half for pairs in says(staying).values()):
        return []
    headings = (n for n in range(prose[0]) if page.nodes[page.blocks[n].node].tag == "h1")
    above = range(min(next(headings, prose[0]), max(0, prose[0] - _HEAD)), prose[0])
    found, told = list[int](), set[tuple[str, str]]()
    for number, pairs in reversed(says(above).items()):
        part = page.blocks[number]
        is_head = part.linked < 0.5 * len(part.text) and not page.nodes[part.node].inside & _NO_HEAD
        if is_head and not pairs <= told:  # a page for two widths of the screen has it twice
            found.append(number)
            told |= pairs
    return sorted(found) if len(told) > half else []


def _pairs(text: str) -> set[tuple[str, str]]:
    """The pairs of words that stand next to each other."""
    return set(pairwise(_WORD.findall(text)))


def teasers(page: Page, blocks: Sequence[Block], staying: Sequence[int], said: Metadata) -> list[int]:
    """Cards for other pages of the site: in a small box a heading that is all link, with a sentence or a
    picture; and headlines in a box of nothing else. A page that is mostly cards is about them, unless an
    article stands beside."""
    words = _words_in(page, blocks)
    pictures, number_in = _pictures_in(page), _blocks_in(page)
    boxes, sure = set[int](), set[int]()
    site = host_of(said.fields.get("url", ""))
    for number, part in enumerate(page.blocks):
        if page.nodes[part.node].tag not in _CARD_HEADINGS or part.linked < 0.8 * len(part.text):
            continue
        box, node = -1, part.node
        for _ in range(_CARD_DEPTH):
            if node <= 0 or words[node] > _CARD or page.nodes[node].tag in _NO_CARD:
                break
            if words[node] > blocks[number].words or pictures[node]:
                box = node
            node = page.nodes[node].parent
        addresses = [address for address in _addresses(page, part) if _is_of_site(address, site)]
        is_card = box > 0 and box != part.node and number_in[box] <= _CARD_BLOCKS
        if is_card and addresses:
            boxes.add(box)
            if pictures[box] and _leads_twice(page, addresses, box):
                sure.add(box)
    for among in (boxes, sure):  # beside the article any card goes, in it one whose picture or text leads on
        inside = within(page, among.union(_rivers(page, words)))
        found = [number for number in staying if inside[page.blocks[number].node]]
        left = [number for number in staying if not inside[page.blocks[number].node]]
        if found and _is_article_beside(page, blocks, left, found, said):
            return found
    share = sum(blocks[n].words for n in found) / (sum(blocks[n].words for n in staying) or 1)
    return found if share <= _CARDS else []


def _addresses(page: Page, heading: PageBlock) -> list[str]:
    """Where a heading leads."""
    element = page.nodes[heading.node].element
    return [link.get("href") or "" for link in (*element.iter("a"), *element.iterancestors("a"))]


def _is_of_site(address: str, site: str) -> bool:
    """Whether an address is of the page's own site: elsewhere lead sources, and the items of lists."""
    return not re.match(r"(?:https?:)?//", address) or (site != "" and host_of(address) == site)


def _leads_twice(page: Page, addresses: Sequence[str], box: int) -> bool:
    """Whether something else in a box leads where its heading leads."""
    links = [link.get("href") for link in page.nodes[box].element.iter("a")]
    return any(links.count(address) > 1 for address in addresses)


def _rivers(page: Page, words: Sequence[int]) -> Iterator[int]:
    """The elements that hold headlines and nothing else, each all link, one below the other."""
    size = len(page.nodes)
    length, linked = [0] * size, [0] * size
    for part in page.blocks:
        length[part.node] += len(part.text)
        linked[part.node] += part.linked
    with_inner(page.parents, length)
    with_inner(page.parents, linked)
    count = _blocks_in(page)
    for number, node in enumerate(page.nodes):
        is_apart = node.tag in _BOXES and not node.inside & (Inside.LIST | Inside.TABLE | Inside.QUOTE)
        is_linked = linked[number] >= 0.95 * length[number]
        if is_apart and is_linked and count[number] >= _RIVER and words[number] >= _HEADLINE * count[number]:
            yield number


def _is_article_beside(
    page: Page, blocks: Sequence[Block], left: Sequence[int], cards: Sequence[int], said: Metadata
) -> bool:
    """Whether what is left without the cards is an article that none of them stands in."""
    prose = [n for n in left if blocks[n].words >= _PROSE and blocks[n].shape is Shape.PROSE]
    words = sum(blocks[n].words for n in prose)
    if not prose or not (words >= _ARTICLE or "article" in said.types.lower()):
        return False
    around = set(page.around(page.blocks[prose[0]].node))
    for number in prose[1:]:
        around &= set(page.around(page.blocks[number].node))
    smallest = max(around)
    return not any(smallest in page.around(page.blocks[number].node) for number in cards)


def within(page: Page, boxes: Container[int]) -> list[bool]:
    """For each element whether it is one of these or stands in one."""
    return spread(page.parents, [node in boxes for node in range(len(page.nodes))])


def under_title(page: Page, blocks: Sequence[Block], staying: Sequence[int]) -> list[int]:
    """A sentence of its own between the title and the article, right below the one and outside the other."""
    first = next((number for number in staying if blocks[number].words >= _PROSE), 0)
    above = range(first - 1, max(-1, first - _HEAD), -1)
    title = next((number for number in above if page.nodes[page.blocks[number].node].tag == "h1"), first)
    below = range(title + 1, min(first, title + _BELOW_TITLE))
    return [n for n in below if n not in staying and _may_be_standfirst(page, blocks, n)][:1]


def beside_lead(page: Page, blocks: Sequence[Block], staying: Sequence[int]) -> list[int]:
    """Sentences right below one that stays above the article, in paragraphs beside its own: the rest of a
    standfirst."""
    found = list[int]()
    for number, after in islice(pairwise(staying), _LEADS):
        own, next_one = (page.nodes[page.blocks[one].node] for one in (number, after))
        if own.parent == next_one.parent or own.tag not in _LEAD_TAGS:
            continue
        for below in range(number + 1, after):
            node = page.nodes[page.blocks[below].node]
            if (node.parent, node.tag, node.name) != (own.parent, own.tag, own.name):
                break
            if _may_be_standfirst(page, blocks, below, least=1):
                found.append(below)
    return found


def _may_be_standfirst(page: Page, blocks: Sequence[Block], number: int, least: int = _SHORTEST_LEAD) -> bool:
    part, block = page.blocks[number], blocks[number]
    return (
        (block.shape in (Shape.PROSE, Shape.SENTENCE) or page.nodes[part.node].inside & Inside.LEAD > 0)
        and least <= block.words <= _LONGEST_LEAD
        and 5 * part.linked < len(part.text)
        and not page.nodes[part.node].inside & _NO_LEAD
    )


Finder = Callable[[Page, Sequence[Block], Sequence[int], Metadata], list[int]]

# What goes, by what the rules of `rules/*.toml` call it, in the order in which it is looked for.
PARTS: Mapping[str, Finder] = {
    "title": titles,
    "quote": lambda page, blocks, staying, _: pull_quotes(page, blocks, staying),
    "repeated": lambda page, blocks, staying, _: repeated(page, blocks, staying),
    "teaser": teasers,
    "caption": lambda page, blocks, staying, _: captions(page, blocks, staying),
}


def _words_in(page: Page, blocks: Sequence[Block]) -> list[int]:
    """The words of each element, with all that stands in it."""
    words = [0] * len(page.nodes)
    for block, part in zip(blocks, page.blocks, strict=True):
        words[part.node] += block.words
    return with_inner(page.parents, words)


def _blocks_in(page: Page) -> list[int]:
    """The blocks of each element, with all that stands in it."""
    count = [0] * len(page.nodes)
    for part in page.blocks:
        count[part.node] += 1
    return with_inner(page.parents, count)


def _pictures_in(page: Page) -> list[int]:
    """The pictures of each element, with all that stands in it."""
    return with_inner(page.parents, [node.images for node in page.nodes])


def _headings_in(page: Page) -> list[int]:
    """The headings of each element that are no links, with all that stand in it."""
    headings = [0] * len(page.nodes)
    for part in page.blocks:
        is_heading = page.nodes[part.node].tag in _CARD_HEADINGS and 2 * part.linked < len(part.text)
        headings[part.node] += is_heading
    return with_inner(page.parents, headings)


def picture_boxes(page: Page, blocks: Sequence[Block]) -> list[bool]:
    """For each element whether it stands in a box with a picture and no more words than a caption has; if a
    name in it says that it is one, with more. A heading that is no link makes a box without such a name an
    item of a list: what stands below is no caption."""
    words, pictures = _words_in(page, blocks), _pictures_in(page)
    named = [0] * len(page.nodes)  # words in elements whose names say that they are captions
    for number in range(len(page.nodes) - 1, 0, -1):
        if page.nodes[number].own & Inside.CAPTION:
            named[number] = words[number]
        named[page.nodes[number].parent] += named[number]
    headings = _headings_in(page)
    boxes = {
        number
        for number, node in enumerate(page.nodes)
        if pictures[number]
        and node.tag in _BOXES
        and (named[number] or not headings[number])
        and (
            0 < words[number] <= (_LONGEST_CAPTION if named[number] else _LEGEND)
            or words[number] <= named[number] + _BESIDE
        )
    }
    return within(page, boxes)


def _may_be_one(page: Page, number: int) -> bool:
    """Whether a block in a picture's box may be its caption: no heading, no link, nor in a list or table."""
    part = page.blocks[number]
    node = page.nodes[part.node]
    inside = node.inside & (Inside.TABLE | Inside.QUOTE)
    is_heading = node.tag in _CARD_HEADINGS and not node.inside & Inside.CAPTION
    return not (is_heading or inside or node.tag in ("h1", "pre")) and part.linked < 0.5 * len(part.text)


def _quotes(page: Page) -> list[int]:
    """For each node the outermost quote, aside or pull quote it is or stands in; -1 for none."""
    found: list[int] = []
    for number, node in enumerate(page.nodes):
        outer = found[node.parent] if node.parent >= 0 else -1
        is_one = outer < 0 and node.own & (Inside.QUOTE | Inside.ASIDE | Inside.PULLED)
        found.append(number if is_one else outer)
    return found


def captioned(page: Page, number: int) -> int:
    """The figure in whose caption a block stands, a place in `Page.nodes`; -1 for other blocks."""
    node = page.blocks[number].node
    while node >= 0 and page.nodes[node].inside & Inside.FIGURE:
        if page.nodes[node].tag == "figcaption":
            return page.nodes[node].parent
        node = page.nodes[node].parent
    return -1


def _is_of_a_picture(page: Page, number: int) -> bool:
    """Whether a block stands in the caption of a figure that holds no quote, table or code."""
    figure = captioned(page, number)
    if figure < 0:
        return False
    for node in page.nodes[figure + 1 :]:
        if node.depth <= page.nodes[figure].depth:
            break
        if node.tag in ("blockquote", "table", "pre"):
            return False
    return True


def _is_below_its_picture(page: Page, number: int) -> bool:
    """Whether a paragraph is a picture and a line in italics, or the like, that says what it shows."""
    part = page.blocks[number]
    node = page.nodes[part.node]
    return node.tag == "p" and node.images > 0 and part.strong >= 0.9 * len(part.text)


def _words(folded: str) -> str:
    """Words alone, with a space around each."""
    return f" {' '.join(_WORD.findall(folded))} "
