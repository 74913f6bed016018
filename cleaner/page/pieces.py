"""The stretches of text of a page in order, each with what the elements around it say it is: an author, a
date, something beside the article.

Told by `rel`, microdata, class names and ids, and the addresses of links.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from lxml import etree

from cleaner.page.textflow import OPENS

FAR = 2  # the side of what belongs to something else
_WORDS = "class", "id", "data-testid"
_SAID = "rel", "itemprop", *_WORDS
_SAYING = frozenset((*_SAID, "href"))
_AUTHOR = re.compile(
    r"(?<![a-z])(?:by-?lines?|(?:(?:meta|post|entry|article|story)-?)?(?:authors?|autor(?:in|es|en|i)?|auteurs?|autore)"
    r"(?:-?(?:names?|links?|info|meta|list|wrap\w*|block|line|label|data))?|forfatter|författare|skribent|kirjoittaja"
    r"|penulis|yazar|muhabir|journalists?|reporters?|writers?|contributors?|columnists?|giornalista|firma|redakteur"
    r"|creator|(?:posted|written|published|story)-?by|vcard|fn)(?![a-z])"
)
_NOT_AUTHOR = re.compile(
    r"bio|avatar|image|img|photo|picture|desc|about|social|follow|comment|role|title|job|position|twitter|mail|count"
    r"|caption|credit|foto|more|other|related|function|publisher|source|review|fact-?check|expert"
)
_NAME = re.compile(r"(?:author|autor|auteur|by-?line)-?names?(?![a-z])")
_PAGE_OF_AUTHOR = re.compile(
    r"/(?:authors?|autor(?:es|en|i|ka|zy)?|auteurs?|autore|profiles?|profil|staff|by|contributors?|journalists?"
    r"|reporters?|writers?|columnists?|redakteure?|redaktorzy|penulis|yazar(?:lar)?|forfatter|skribent|byline|bylines"
    r"|avtory?|journalistes?|redacteurs?|firmas?)/[^/?#]{2,}",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<![a-z])(?:(?:pub(?:lish(?:ed)?|lication)?|post(?:ed)?|entry|article|story|meta|create|display)?-?(?:date|time)"
    r"(?:-?(?:time|line|published|publish|posted|created|stamp|text|updated|modified))?|time-?stamps?|published(?:-?on)?"
    r"|posted(?:-?on)?|pub-?date|dateline|datum|fecha|dato|tarih|tanggal|created|updated|modified|last-?updated?)(?![a-z])"
)
# What is never about the article, and what seldom is: notes on it may stand in a column of their own.
_FAR = re.compile(
    r"(?<![a-z])(?:comments?|disqus|kommentar\w*|related|recommend\w*|footer|nav(?:bar|igation)?|menu|newsletter"
    r"|most-?(?:read|popular)|popular|trending|carousel|slider|outbrain|taboola|read-?(?:more|next)|latest"
    r"|more-?(?:from|stories|news)|repl(?:y|ies)|breadcrumbs?|search|cookies?|modal)(?![a-z])"
)
_ASIDE = re.compile(
    r"(?<![a-z])(?:sidebar|side-?col\w*|widget|teasers?|promos?|cards?|reviews?|aside)(?![a-z])"
)
_FAR_TAGS = frozenset(("nav", "footer", "form"))
_TELLING = _FAR_TAGS | {"aside", "time"}
_UNSEEN = frozenset((
    "head", "script", "style", "template", "svg", "iframe", "noscript", "select", "textarea", "object",
    "option",
))  # fmt: skip
_BREAK = OPENS | {"br"}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


PUBLISHED = re.compile(r"publi(?!sher)|pubdate|creat|veröff|erschien|posted|issued|пуб|uitgegeven")
UPDATED = re.compile(
    r"updat|modif|aktuali|actuali|mis à jour|mise à jour|aggiorn|atualiz|bijgewerkt|gewijzigd|geändert"
    r"|oppdater|uppdater"
    r"|opdater|ændret|ändrad|päivitet|muokattu|zmodyf|обновл|измен|оновл|güncel|diperbarui|edited|revised|변경|수정"
    r"|更新|修改|最終|تحديث|अपडेट|अद्यतन",
    re.IGNORECASE,
)


class Looks(NamedTuple):
    """What an element's attributes say of it."""

    author: str = ""  # what marks it as the author
    role: bool = False  # stands by an author, and is no name: a portrait, what they do
    date: str = ""
    published: bool = False
    updated: bool = False
    side: int = 0  # 1: beside the article, 2: of something else


_NOTHING = Looks()


class Around(NamedTuple):
    """What the open elements say of the text in them."""

    author: str = ""  # what marks it as an author: the innermost of the elements around it that does
    box: int = 0  # the outermost element that is marked so: a number
    date: str = ""
    published: bool = False
    updated: bool = False
    stamp: str = ""  # the date that its element tells machines
    side: int = 0
    heading: int = 0  # 1: of a title in an `h1`, 2: elsewhere; 0: of none
    own: int = 0  # the innermost element that is marked as an author: a number


class Met(NamedTuple):
    """A stretch of text that no tag divides, as it stands in the page."""

    text: str
    line: int
    around: Around

    def piece(self) -> Piece:
        """The same, spaces folded, with what is said of it."""
        return Piece(" ".join(self.text.split()), self.line, *self.around)


class Piece(NamedTuple):
    """A stretch of text that no tag divides; see `Around`."""

    text: str
    line: int
    author: str
    box: int
    date: str
    published: bool
    updated: bool
    stamp: str
    side: int
    heading: int
    own: int


class Walk:
    """The way through a page, told by the elements that say its title."""

    def __init__(self, headings: frozenset[Any], above: frozenset[Any]) -> None:
        """`above` are the elements around `headings`: what they are called is said of the whole article."""
        self.headings, self.above = headings, above
        self._boxes = 0
        self._looks: dict[tuple[str | None, ...], Looks] = {}

    def run(self, tree: Any) -> list[Met]:
        """All pieces of a page that may be seen."""
        found = list[Met]()
        around = Around()
        stack = [around]
        line, broken = 0, True  # lines with text so far; whether a line has ended since
        events = etree.iterwalk(tree, events=("start", "end"))
        for event, element in events:
            tag = element.tag
            if event == "start":
                broken = broken or tag in _BREAK
                around = self._around(around, element, tag)
                stack.append(around)
                if tag in _UNSEEN:
                    events.skip_subtree()
                    continue
                text = element.text
            else:
                broken = broken or tag in OPENS
                stack.pop()
                around = stack[-1]
                text = element.tail
            if text and not text.isspace():
                line += broken
                broken = False
                found.append(Met(text, line, around))
        return found

    def _around(self, outer: Around, element: Any, tag: str) -> Around:
        is_heading = element in self.headings
        if element in self.above or (outer.side == FAR and not is_heading):
            return outer  # of what is far, nothing else counts
        looks = self._look(element, tag)
        heading = outer.heading or (is_heading and (1 if tag == "h1" else 2))
        if not heading and looks == _NOTHING:
            return outer
        stamp = (element.get("datetime") or element.get("content") or "") if looks.date else ""
        self._boxes += bool(looks.author)
        return Around(
            author="" if looks.role else looks.author or outer.author,
            box=outer.box or (self._boxes if looks.author else 0),
            date=looks.date or outer.date,
            published=looks.published or outer.published,
            updated=looks.updated or outer.updated,
            stamp=stamp or outer.stamp,
            side=max(looks.side, outer.side),
            heading=heading,
            own=self._boxes if looks.author else outer.own,
        )

    def _look(self, element: Any, tag: str) -> Looks:
        if _SAYING.isdisjoint(element.keys()) and tag not in _TELLING:
            return _NOTHING
        key = (tag, *map(element.get, _SAID))
        looks = self._looks.get(key)
        if looks is None:
            _, rel, itemprop, *named = key
            words = " ".join([one for one in named if one is not None])
            looks = self._looks[key] = _looks(tag, rel or "", itemprop or "", words)
        if tag == "a" and looks.author in ("", "class") and _PAGE_OF_AUTHOR.search(element.get("href", "")):
            return looks._replace(author="link", role=False)
        return looks


def _looks(tag: str, rel: str, itemprop: str, words: str) -> Looks:
    named = _CAMEL.sub("-", words).lower().replace("_", "-")
    prop = itemprop.lower()
    author = ""
    role = False
    if "author" in rel.lower().split():
        author = "rel=author"
    elif "author" in prop or "creator" in prop:
        author = "itemprop=author"
    elif named and (found := [word for word in named.split() if _AUTHOR.search(word)]):
        author = "class" if any(_NAME.search(word) or not _NOT_AUTHOR.search(word) for word in found) else ""
        role = not author
    date = ""
    if tag == "time":
        date = "<time>"
    elif "date" in prop:
        date = "itemprop"
    elif named and _DATE.search(named):
        date = "class"
    marks = f"{prop} {named}" if date else ""
    side = int(tag == "aside" or bool(_ASIDE.search(named)))
    if tag in _FAR_TAGS or _FAR.search(named):
        side = FAR
    return Looks(author, role, date, bool(PUBLISHED.search(marks)), bool(UPDATED.search(marks)), side)
