"""Who wrote an article and when, as its page shows it to a reader: near the heading, or marked as such.

Authors are told by `rel=author`, microdata, class names, links to the pages of authors and lines that begin
with “By”; dates by `<time>`, microdata, class names and lines that hold a date. What stands near the
heading is believed first; of the rest of the page, menus, sidebars, comments and teasers left out, an author
is believed if there is one alone.

htmldate, which trafilatura brings, is not asked where nothing of this is found: of 160 such pages of three
suites it gave all a date, and 38 of them the one that they had declared; without its extensive search it gave
59 a date, and 33 the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from cleaner.page.pieces import FAR, PUBLISHED, UPDATED, Piece, Walk
from cleaner.text import date_in, is_full_name, names_in, read_date, says_by, says_other

_ABOVE, _BELOW = 6, 40  # lines around the heading that are near it, …
_PROSE, _FEW = 25, 3  # … until so many lines of so many words have been met
_SHORT = 14  # words of a line that may be a date's though nothing marks it
_LONGEST = 200  # characters of a byline or date
_BESIDE = 2  # lines between authors of one article
_BY = 30  # characters of “By” and the like
_MOST = 8  # authors of one article; more are those of other articles

_OTHER_DATE = re.compile(
    r"\b(?:bis|until|till|expires?|valid|verfügbar|geboren|born|died|deadline|copyright|since|seit|jusqu.au|hasta"
    r"|comments?|kommentare?)\b|©",
    re.IGNORECASE,
)


class Shown(NamedTuple):
    """What a page shows: names and dates, each with what told them; empty where nothing did."""

    author: str = ""
    author_source: str = ""
    date: str = ""
    date_source: str = ""


def read_shown(tree: Any, headings: Sequence[Any] = (), *, language: str = "", host: str = "") -> Shown:
    """The author and the dates that a page shows; `headings` are the elements that say its title."""
    above = frozenset(around for heading in headings for around in heading.iterancestors())
    everything = Walk(frozenset(headings), above).run(tree)
    titles = [(met.around.side, met.around.heading, met.line) for met in everything if met.around.heading]
    start = min(titles, default=(0, 0, -1))[2]
    near = range(start - _ABOVE, start + _BELOW + 1) if start >= 0 else ()
    pieces = [
        met.piece()
        for met in everything
        if met.around.side < FAR and (met.line in near or met.around.author or met.around.date)
    ]
    places = _places(pieces, start) if start >= 0 else []
    rest = [piece for piece in pieces if not piece.side]
    authors = (_author(place) or (_by_line(place) if place is not places[-1] else None) for place in places)
    author = next(filter(None, authors), None) or _only_author(rest) or ("", "")
    dates = (_date(place, language, host) for place in places)
    date = next(filter(None, dates), None) or _marked(rest, start, language, host) or ("", "")
    return Shown(*author, *date)


def _places(pieces: Sequence[Piece], start: int) -> list[list[Piece]]:
    """What stands below the heading in line `start`, above it, and in columns beside it: in the order of
    trust."""
    own = [piece for piece in pieces if not piece.side and not piece.heading]
    below = list(_until_the_article([piece for piece in own if start <= piece.line <= start + _BELOW]))
    above = [piece for piece in own if start - _ABOVE <= piece.line < start]
    last = below[-1].line if below else start
    beside = [
        piece for piece in pieces if piece.side and start - _ABOVE <= piece.line <= max(last, start + _ABOVE)
    ]
    return [below, above, beside]


def _until_the_article(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces up to the third paragraph: a standfirst and a caption may stand above the byline."""
    prose = 0
    words, line = 0, -1
    for piece in pieces:
        before = words if piece.line == line else 0
        words, line = before + len(piece.text.split()), piece.line
        prose += before < _PROSE <= words
        if prose >= _FEW:
            return
        yield piece


def _author(pieces: Sequence[Piece]) -> tuple[str, str] | None:
    """The authors of the article near its heading: by the surest mark there is."""
    others = {piece.box for before, piece in pairwise(pieces) if piece.author and says_other(before.text)}
    for sources in (("rel=author", "itemprop=author"), ("link",), ("class",)):
        marked = [piece for piece in pieces if piece.author in sources and piece.box not in others]
        if marked and (names := _first_run(marked)):
            return ", ".join(names), marked[0].author
    return None


def _by_line(pieces: Sequence[Piece]) -> tuple[str, str] | None:
    """The authors in the first line that begins with “By”."""
    for text in (*_lines(pieces), *(piece.text for piece in pieces if len(piece.text) <= _LONGEST)):
        names = names_in(text) if says_by(text) else []
        if names and all(is_full_name(name) for name in names):  # “by” and one word may be anything
            return ", ".join(names), "line"
    return None


def _first_run(pieces: Sequence[Piece]) -> list[str]:
    """The names in the first pieces that have any, and in those right behind."""
    names, last = list[str](), 0
    for group in _boxes(pieces):
        found = names_in(_said(group))
        if names and (group[0].line > last + _BESIDE or not found):
            break
        names += [name for name in found if name not in names]
        last = group[-1].line
    return names if len(names) <= _MOST else []


def _boxes(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    group = list[Piece]()
    for piece in pieces:
        if group and piece.box != group[-1].box:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _said(pieces: Sequence[Piece]) -> str:
    """The text of a byline; a name whose parts stand in elements of their own is one."""
    said = pieces[0].text
    for before, piece in pairwise(pieces):
        is_one = before.own == piece.own and piece.author != "class"
        said += f" {piece.text}" if is_one else f"\n{piece.text}"
    return said[:_LONGEST]


def _lines(pieces: Iterable[Piece]) -> Iterator[str]:
    """Their texts, line by line; long ones are left out. “By” alone goes with the line below."""
    by = ""
    for _, line in groupby(pieces, key=lambda piece: piece.line):
        text = by + " ".join(piece.text for piece in line)
        by = f"{text}\n" if len(text) <= _BY and says_by(text) and not names_in(text) else ""
        if len(text) <= _LONGEST and not by:
            yield text


def _only_author(pieces: Sequence[Piece]) -> tuple[str, str] | None:
    """The one author named anywhere on the page."""
    for sources in (("rel=author", "itemprop=author"), ("class",)):
        marked = [piece for piece in pieces if piece.author in sources]
        found = {", ".join(names) for group in _boxes(marked) if (names := names_in(_said(group)))}
        if len(found) == 1:
            return found.pop(), marked[0].author
    return None


def _date(pieces: Sequence[Piece], language: str, host: str) -> tuple[str, str] | None:
    """The date of publication near the heading; else any date there."""
    dates = list(_dates(pieces, language, host))
    published = [found for found in dates if found[2] and not found[3]]
    plain = [found for found in dates if not found[3]]
    return next(((day, source) for day, source, *_ in (*published, *plain, *dates)), None)


def _dates(pieces: Sequence[Piece], language: str, host: str) -> Iterator[tuple[str, str, bool, bool]]:
    """Each date, what told it, and whether it is said to be that of publication, or of a change."""
    for _, line in groupby(pieces, key=lambda piece: piece.line):
        before = ""
        of_line = list(line)
        words = sum(len(piece.text.split()) for piece in of_line)
        short = words <= (_SHORT if of_line[-1].text.endswith((".", "!", "?", "。")) else 2 * _SHORT)
        for piece in of_line:
            said = f"{before} {piece.text}"
            day = read_date(piece.stamp) if piece.stamp else ""
            if not day and (short or piece.date) and not _OTHER_DATE.search(said):
                day = date_in(piece.text[:_LONGEST], language=language, host=host)
            if day:
                published = piece.published or bool(PUBLISHED.search(said.lower()))
                yield day, piece.date or "line", published, piece.updated or bool(UPDATED.search(said))
            before = said[-60:]


def _marked(pieces: Sequence[Piece], start: int, language: str, host: str) -> tuple[str, str] | None:
    """The first date below the heading that is marked as one; else anywhere, if it is told to machines."""
    below = [piece for piece in pieces if piece.line >= start and piece.date and len(piece.text) <= _LONGEST]
    stamped = [piece for piece in pieces if piece.stamp]
    return _date(below, language, host) or _date(stamped, language, host)
