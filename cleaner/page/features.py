"""What speaks for and against each block of a page: a row of numbers for each candidate.

A candidate is a block that the extractor took, or one near those. No feature depends on a language: words
enter only through the kinds of the rules that marked a block, and through the title. Class names and ids
enter through two families of common names alone. Flags of the elements around a block are those it does not
share with the main part of the article.

`TABLE` is all there is to a feature: its name, and how its values are had from the measures of a page
(`sheet.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log1p
from typing import NamedTuple

from cleaner.model import Confidence, Shape
from cleaner.page.sheet import FAR, Sheet, share
from cleaner.page.verdicts import NAMES as EXTRACTORS
from cleaner.page.walk import Inside, Page

# No feature tells how long something is beyond these: a long article is decided as a short one is.
_MOST_WORDS, _MOST_OF_PAGE, _MOST_BLOCKS = 400, 1500, 40
_STEPS = 20  # of what is told of a whole page, from 0 to 1
NEAR = 20  # blocks around one that was taken in which others are candidates
_FAR_HEADING = 40  # blocks; further away, a heading is as far as it can be

KINDS = (
    "ad", "alt-text", "author-bio", "byline", "caption", "comments", "contact", "copyright", "credit", "date",
    "disclaimer", "legal", "list", "navigation", "newsletter", "readmore", "related", "share", "source",
    "sponsor", "subscribe", "tags", "toc", "ui",
)  # fmt: skip
_TAGS = ("p", "li", "h1", "h2", "h3", "div", "td", "figcaption", "dt", "dd", "span", "section", "article")
_TAG = {tag: float(number) for number, tag in enumerate(_TAGS, 1)} | {
    "h4": 5.0, "h5": 5.0, "h6": 5.0, "th": 7.0, "tr": 7.0,
}  # fmt: skip
_SHAPE = {shape: float(number) for number, shape in enumerate(Shape)}
_FLAGS = {
    "nav": Inside.NAV, "header": Inside.HEADER, "footer": Inside.FOOTER, "aside": Inside.ASIDE,
    "form": Inside.FORM, "figure": Inside.FIGURE, "list": Inside.LIST, "quote": Inside.QUOTE,
    "hidden": Inside.HIDDEN, "button": Inside.BUTTON, "details": Inside.DETAILS, "side": Inside.SIDE,
    "body": Inside.BODY, "caption": Inside.CAPTION, "comment": Inside.COMMENT, "lead": Inside.LEAD,
}  # fmt: skip


class Feature(NamedTuple):
    """A feature, and its values for the chosen blocks of a page."""

    name: str
    values: Callable[[Sheet], Sequence[float]]


def _for_page(sheet: Sheet, value: float) -> list[float]:
    """A value for all blocks, in steps so coarse that it does not tell one page from another."""
    return [round(_STEPS * value) / _STEPS] * len(sheet.chosen)


def _less_own(sheet: Sheet, of_elements: list[float]) -> list[float]:
    """Sums of words taken, without the block's own."""
    return [a - b for a, b in zip(of_elements, sheet.of(sheet.taken_words), strict=True)]


def _others(sheet: Sheet, of_elements: list[float]) -> list[float]:
    """Sums of words that a block's own are part of, without them."""
    return [a - b for a, b in zip(of_elements, sheet.of(sheet.words), strict=True)]


def _logs(values: Sequence[float], most: int) -> list[float]:
    return [log1p(min(value, most)) for value in values]


def _capped(values: Sequence[float], most: int = _MOST_BLOCKS) -> list[float]:
    return [min(value, most) for value in values]


def _branches() -> Iterator[Feature]:
    """Of the main part, of the branch of the page a block stands on, of the element it stands in and of the
    one around that."""
    yield Feature("under core", lambda s: s.at(s.core.under))
    yield Feature(
        "steps up to core's line",
        lambda s: [s.depth[s.core.node] - s.depth[met] for met in s.at(s.core.met)],
    )
    yield Feature(
        "steps down",
        lambda s: [a - s.depth[met] for a, met in zip(s.at(s.depth), s.at(s.core.met), strict=True)],
    )
    yield Feature("branch taken", lambda s: share(s.along(s.n_taken), s.along(s.n_words)))
    yield Feature("branch links", lambda s: share(s.along(s.n_links), s.along(s.n_words)))
    yield Feature("branch words", lambda s: _logs(s.along(s.n_words), _MOST_WORDS))
    yield Feature("branch blocks", lambda s: _logs(s.along(s.n_blocks), _MOST_BLOCKS))
    yield Feature("branch prose", lambda s: share(s.along(s.n_prose), s.along(s.n_words)))
    yield Feature("branch marked", lambda s: share(s.along(s.n_marked), s.along(s.n_blocks)))
    yield Feature("own taken", lambda s: share(_less_own(s, s.at(s.n_taken)), _others(s, s.at(s.n_words))))
    yield Feature("own links", lambda s: share(s.at(s.n_links), s.at(s.n_words)))
    yield Feature("own words", lambda s: _logs(s.at(s.n_words), _MOST_WORDS))
    yield Feature("own blocks", lambda s: _capped(s.at(s.n_blocks)))
    yield Feature("up taken", lambda s: share(_less_own(s, s.over(s.n_taken)), _others(s, s.over(s.n_words))))
    yield Feature("up links", lambda s: share(s.over(s.n_links), s.over(s.n_words)))
    yield Feature("up words", lambda s: _logs(s.over(s.n_words), _MOST_WORDS))
    yield Feature("up prose", lambda s: share(s.over(s.n_prose), s.over(s.n_words)))
    yield Feature(
        "peers taken",
        lambda s: [
            (some - bool(t)) / (all_ - 1 or 1)
            for some, all_, t in zip(s.peers_taken, s.peers, s.of(s.taken), strict=True)
        ],
    )
    yield Feature("peers", lambda s: _capped(s.peers))


def _verdict(number: int, name: str) -> Iterator[Feature]:
    """Of what an extractor says, or all of them on the average, of a block and of those around it."""
    if number < len(EXTRACTORS):
        yield Feature(f"{name} takes", lambda s: [part.votes[number] for part in s.of(s.parts)])
    else:
        yield Feature(f"{name} takes", lambda s: s.of(s.votes[number]))
    yield Feature(f"{name} takes near", lambda s: share(s.around(s.votes[number], 4), s.sizes(4)))
    yield Feature(f"{name} takes nearby", lambda s: s.votes_nearby[number])
    yield Feature(f"{name} takes beside", lambda s: s.votes_beside[number])


def _containers() -> Iterator[Feature]:
    """Of the containers of the same kind, and of the pictures beside."""
    yield Feature("kind taken", lambda s: s.kind_taken)
    yield Feature("kind links", lambda s: s.kind_links)
    yield Feature("kind of prose", lambda s: s.kind_prose)
    yield Feature("in a picture's box", lambda s: s.at(s.in_picture_box))
    yield Feature("in a variant", lambda s: s.at(s.in_variant))
    yield Feature("pictures", lambda s: _capped(s.at(s.pictures), 2))
    yield Feature("pictures beside", lambda s: _capped(s.over(s.pictures), 3))


def _look() -> Iterator[Feature]:
    """Of the text of a block."""
    yield Feature("words", lambda s: _capped(s.of(s.log_words), 5))
    yield Feature("characters a word", lambda s: share(s.of(s.chars), s.of(s.words)))
    yield Feature("link share", lambda s: s.of(s.linked))
    yield Feature("links", lambda s: [min(part.links, 10) for part in s.of(s.parts)])
    yield Feature("strong share", lambda s: share([part.strong for part in s.of(s.parts)], s.of(s.chars)))
    yield Feature("shape", lambda s: [_SHAPE[block.shape] for block in s.of(s.blocks)])
    yield Feature("stop", lambda s: [block.text[-1] in '.!?。！？…।۔”"' for block in s.of(s.blocks)])
    yield Feature(
        "commas", lambda s: share([block.text.count(",") for block in s.of(s.blocks)], s.of(s.words))
    )
    yield Feature("capitals", lambda s: [sign.capitals / (sign.letters or 1) for sign in s.signs])
    yield Feature("digits", lambda s: [sign.digits / sign.length for sign in s.signs])
    yield Feature("starts small", lambda s: [block.text[0].islower() for block in s.of(s.blocks)])
    yield Feature("question", lambda s: ["?" in block.text or "？" in block.text for block in s.of(s.blocks)])
    yield Feature("colon", lambda s: [block.text[-1] in ":：" for block in s.of(s.blocks)])
    yield Feature("title words", lambda s: s.title_likeness)
    yield Feature("standfirst words", lambda s: s.standfirst_likeness)
    yield Feature("in the page's data", lambda s: s.in_data)
    yield Feature("is title", lambda s: [likeness > 0.8 for likeness in s.title_likeness])


def _near(distance: int) -> int:
    return max(-FAR, min(FAR, distance))


def _from(sheet: Sheet, landmark: int) -> list[float]:
    """How far the blocks stand below a landmark; as far above as can be where there is none."""
    return [_near(i - landmark) if landmark >= 0 else -FAR - 1 for i in sheet.chosen]


def _places() -> Iterator[Feature]:
    """Of where a block stands in the page and among what was taken."""
    yield Feature("index", lambda s: [i / s.count for i in s.chosen])
    yield Feature(
        "place in taken",
        lambda s: [
            max(-0.5, min(1.5, (i - s.taken_span[0]) / (s.taken_span[1] - s.taken_span[0] or 1)))
            for i in s.chosen
        ],
    )
    yield Feature("words before", lambda s: [w / (s.before[-1] or 1) for w in s.of(s.before)])
    yield Feature(
        "words after",
        lambda s: [
            (s.before[-1] - above - own) / (s.before[-1] or 1)
            for above, own in zip(s.of(s.before), s.of(s.taken_words), strict=True)
        ],
    )
    yield Feature("from first taken", lambda s: [_near(i - s.taken_span[0]) for i in s.chosen])
    yield Feature("from end of taken", lambda s: [_near(i - s.taken_span[1]) for i in s.chosen])
    yield Feature("from title", lambda s: _from(s, s.title_place))
    yield Feature("from byline or date", lambda s: _from(s, s.signed_place))
    yield Feature("to last taken", lambda s: s.of(s.from_taken[0]))
    yield Feature("to next taken", lambda s: s.of(s.from_taken[1]))
    yield Feature("copies before", lambda s: _capped(s.of(s.copies_before), 3))
    yield Feature("copies", lambda s: [min(s.times[folded], 4) for folded in s.of(s.folded)])


def _heading() -> Iterator[Feature]:
    """Of the heading above."""

    def of(values: Callable[[Sheet, int], float], otherwise: float = 0) -> Callable[[Sheet], list[float]]:
        return lambda s: [values(s, h) if h >= 0 else otherwise for h in s.heading]

    yield Feature(
        "to heading",
        lambda s: [
            min(i - h, _FAR_HEADING) if h >= 0 else _FAR_HEADING + 1
            for i, h in zip(s.chosen, s.heading, strict=True)
        ],
    )
    yield Feature("heading level", of(lambda s, h: int(s.tags[h][1])))
    yield Feature("heading taken", of(lambda s, h: bool(s.taken[h])))
    yield Feature("heading marked", of(lambda s, h: s.marked[h]))
    yield Feature("heading under core", of(lambda s, h: s.core.under[s.node[h]]))
    yield Feature("heading links", of(lambda s, h: s.linked[h]))
    yield Feature("to heading's element", lambda s: s.to_headings_element)
    yield Feature("heading words", of(lambda s, h: s.log_words[h]))


def _neighbour(steps: int) -> Iterator[Feature]:
    """Of the block so many places on."""
    yield Feature(f"{steps:+} taken", lambda s: s.beside(s.taken, steps))
    yield Feature(f"{steps:+} words", lambda s: s.beside(s.log_words, steps))
    yield Feature(f"{steps:+} links", lambda s: s.beside(s.linked, steps))
    yield Feature(f"{steps:+} prose", lambda s: s.beside(s.prose, steps))
    yield Feature(f"{steps:+} marked", lambda s: s.beside(s.marked, steps))
    yield Feature(f"{steps:+} heading", lambda s: s.beside(s.is_heading, steps))
    yield Feature(
        f"{steps:+} same tag",
        lambda s: [0 <= i + steps < s.count and s.tags[i + steps] == s.tags[i] for i in s.chosen],
    )


def _neighbourhood() -> Iterator[Feature]:
    """Of the blocks around a block, itself one of them."""
    yield Feature(
        "near taken",
        lambda s: share(
            [a - bool(t) for a, t in zip(s.around(map(bool, s.taken), 4), s.of(s.taken), strict=True)],
            s.sizes(4),
        ),
    )
    yield Feature("near links", lambda s: share(s.around(s.linked, 4), s.sizes(4)))
    yield Feature("near marked", lambda s: s.around(s.marked, 4))
    yield Feature("near prose", lambda s: share(s.around(s.prose, 4), s.sizes(4)))
    yield Feature("far taken", lambda s: share(s.around(map(bool, s.taken), 12), s.sizes(12)))
    yield Feature("far marked", lambda s: share(s.around(s.marked, 12), s.sizes(12)))


def _page() -> Iterator[Feature]:
    """Of the page, the same for all its blocks."""
    yield Feature("page taken words", lambda s: _for_page(s, log1p(min(s.before[-1], _MOST_OF_PAGE))))
    yield Feature("page taken share", lambda s: _for_page(s, s.before[-1] / (s.n_words[0] or 1)))
    yield Feature("page blocks", lambda s: _for_page(s, log1p(min(s.count, 5 * _MOST_BLOCKS))))
    yield Feature(
        "page prose left",
        lambda s: _for_page(
            s,
            sum(w for w, p, t in zip(s.words, s.prose, s.taken, strict=True) if p and not t)
            / (s.n_words[0] or 1),
        ),
    )
    yield Feature("page links", lambda s: _for_page(s, s.n_links[0] / (s.n_words[0] or 1)))
    yield Feature("page marked", lambda s: _for_page(s, sum(s.marked) / (s.count or 1)))


def _marks() -> Iterator[Feature]:
    """Of the rules that mark a block and those around it."""
    yield Feature("marked", lambda s: s.of(s.marked))
    yield Feature(
        "mark high",
        lambda s: [mark is not None and mark.rule.confidence is Confidence.HIGH for mark in s.of(s.mains)],
    )
    yield Feature("to last mark", lambda s: s.of(s.from_mark[0]))
    yield Feature("to next mark", lambda s: s.of(s.from_mark[1]))
    yield Feature(
        "to section mark",
        lambda s: [
            min(i - above, FAR) if above >= 0 else FAR
            for i, above in zip(s.chosen, s.of(s.section_mark), strict=True)
        ],
    )


def _inside(name: str, bit: int) -> Feature:
    return Feature(f"in {name}", lambda s: [bool(inside & bit) for inside in s.inside])


def _kind(kind: str) -> Feature:
    return Feature(f"kind {kind}", lambda s: [name == kind for name in s.kinds])


TABLE: tuple[Feature, ...] = (
    Feature("taken", lambda s: s.of(s.taken)),
    *(feature for number, name in enumerate((*EXTRACTORS, "vote")) for feature in _verdict(number, name)),
    *_branches(),
    *_containers(),
    Feature("tag", lambda s: [_TAG.get(tag, 0.0) for tag in s.of(s.tags)]),
    Feature("parent tag", lambda s: [_TAG.get(node.tag, 0.0) for node in s.over(s.nodes)]),
    Feature("depth", lambda s: s.at(s.depth)),
    *(_inside(name, bit) for name, bit in _FLAGS.items()),
    Feature("outside side up", lambda s: s.at(s.core.side_up)),
    *_look(),
    *_places(),
    *_heading(),
    *(feature for steps in (-2, -1, 1, 2) for feature in _neighbour(steps)),
    *_neighbourhood(),
    *_page(),
    *_marks(),
    *(_kind(kind) for kind in KINDS),
)
NAMES = tuple(feature.name for feature in TABLE)


def candidates(page: Page) -> list[int]:
    """The blocks that are decided: those that any extractor takes, and those near one."""
    near = [i for i, block in enumerate(page.blocks) if block.taken or any(block.votes)]
    if not near:
        return list(range(len(page.blocks)))
    found: list[int] = []
    following = 0
    for i in near:
        found.extend(range(max(following, i - NEAR), min(i + NEAR + 1, len(page.blocks))))
        following = max(following, i + NEAR + 1)
    return found


def features(sheet: Sheet) -> list[tuple[float, ...]]:
    """The features of the blocks that a page's measures were taken for, in the order of `NAMES`."""
    return list(zip(*(feature.values(sheet) for feature in TABLE), strict=True))
