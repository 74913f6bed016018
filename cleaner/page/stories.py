"""Several whole articles on one page: which one the page is about, and which are others.

Pages that go on with the next article below the last one, and blogs that print their posts in full, hold a
stack of stories: `<article>` elements side by side, each with its own heading above its own paragraphs. The
entries of a live blog and the chapters of a list stand below one heading that is the page's; teasers have no
paragraphs, comments no headings.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from cleaner.model import By, Removal, Rule
from cleaner.page.elements import dropped
from cleaner.text import count_words

# An element is anything with lxml's interface.
_PARAGRAPH, _PARAGRAPHS = 12, 3  # words of a paragraph, and such paragraphs: the least of a story
_LIKE = 0.6  # of the words of the shorter of two titles
_LONG_WORD = 6  # characters; so long a word makes a title by itself
_OUTSIDE = ("article", "aside", "nav", "footer")
_ARTICLE = re.compile(r"Article|Posting|\barticle\b")
_WORD = re.compile(r"\w+")


class Story(NamedTuple):
    """An element that holds a whole article, and its heading."""

    element: Any
    heading: str
    tag: str  # of the heading: h1 or h2
    addresses: frozenset[str]  # it names as its own


class Stories(NamedTuple):
    """The stories on a page, and which of them it is about; None if that can't be told."""

    found: list[Story]
    main: Story | None

    @property
    def others(self) -> list[Story]:
        """Those that the page is not about, where that can be told. Answers to a question are of it: their
        headings are smaller."""
        main = self.main
        if main is None:
            return []
        return [
            story
            for story in self.found
            if story.tag == main.tag and not _are_like(story.heading, main.heading)
        ]


def find_stories(tree: Any, *, title: str, url: str, types: str) -> Stories | None:
    """The stories of a page with several; None for all other pages.

    Its own is the one that names the page's address, else the one whose heading is like the page's title,
    else the first, if the page calls itself an article (`types`, as `Metadata` has them) and each has an
    `<h1>`.
    """
    found = [story for element in tree.iter("article") if (story := _story(element, url)) is not None]
    if len(found) < 2 or _has_own_heading(tree, title):
        return None
    return Stories(found, _own(found, title, _plain(url, url), types))


def without_others(stories: Stories, rule: Rule) -> tuple[tuple[Removal, ...], tuple[str, ...]]:
    """Take the articles that are not the page's own out of the tree; what went, and warnings."""
    number = f"the page holds {len(stories.found)} articles"
    if stories.main is None:
        return (), (f"{number}, and none has the title of the page",)
    if not stories.others:
        return (), ()
    gone = [
        Removal(-1, -1, dropped(story.element), rule.id, rule.kind, rule.why, By.PAGE)
        for story in stories.others
    ]
    return tuple(gone), (f"{number}; the body is “{stories.main.heading}”",)


def parts(tree: Any) -> list[Any]:
    """The `<article>` elements of a page that are parts of one, as the entries of a live blog are."""
    found = [
        element
        for element in tree.iter("article")
        if not _is_outside(element)
        and sum(count_words("".join(part.itertext())) >= _PARAGRAPH for part in element.iter("p")) >= 2
    ]
    return found if len(found) > 1 else []


def _own(found: list[Story], title: str, address: str, types: str) -> Story | None:
    if address and (named := [story for story in found if address in story.addresses]):
        return named[0]
    if titled := [story for story in found if _are_like(story.heading, title)]:
        return titled[0]
    if _ARTICLE.search(types) and all(story.tag == "h1" for story in found):
        return found[0]
    return None


def _story(element: Any, url: str) -> Story | None:
    """The story an element holds: a heading, and behind it enough prose."""
    heading, paragraphs = None, 0
    for part in element.iter("h1", "h2", "p"):
        if part.tag != "p":
            heading = part if heading is None else heading
            continue
        if count_words("".join(part.itertext())) >= _PARAGRAPH:
            paragraphs += 1
            if heading is None or paragraphs == _PARAGRAPHS:
                break
    if heading is None or paragraphs < _PARAGRAPHS or _is_outside(element):
        return None
    text = " ".join("".join(heading.itertext()).split())
    return Story(element, text, heading.tag, _addresses(element, heading, url))


def _is_outside(element: Any) -> bool:
    return any(up.tag in _OUTSIDE for up in element.iterancestors())


def _addresses(element: Any, heading: Any, url: str) -> frozenset[str]:
    """What a story says its address is: in an attribute, or as a link of its heading."""
    said = [value for value in element.attrib.values() if "/" in value]
    link = next(heading.iter("a"), None)
    if link is None and heading.getparent().tag == "a":
        link = heading.getparent()
    if link is not None:
        said.append(link.get("href") or "")
    return frozenset(plain for value in said if (plain := _plain(value, url)))


def _plain(address: str, base: str) -> str:
    """An address as far as it tells pages apart: host and path."""
    try:
        parts = urlsplit(urljoin(base, address.strip()))
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{parts.netloc.removeprefix('www.')}{path}" if path else ""


def _has_own_heading(tree: Any, title: str) -> bool:
    """Whether the page's title stands above all articles: then they are its parts."""
    return any(
        _are_like("".join(heading.itertext()), title)
        for heading in tree.iter("h1")
        if not any(up.tag == "article" for up in heading.iterancestors())
    )


def _are_like(one: str, other: str) -> bool:
    """Whether two titles say the same, one perhaps with more words."""
    a, b = (_WORD.findall(title.casefold()) for title in (one, other))
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if len(short) == 1:  # one word; of a script without spaces, a sentence
        return short == long or (short[0] in long and len(short[0]) >= _LONG_WORD)
    return len(set(short) & set(long)) >= _LIKE * len(set(short))
