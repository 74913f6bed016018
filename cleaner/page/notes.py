"""Footnotes: the marks in the text that lead to them go, the notes themselves belong to the article.

A mark is a link to something further down the page that has its id, and is a number or a sign; what it leads
to is a note. Pages print their notes outside the element of the article as often as in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from cleaner.page.walk import FOOTNOTE
from cleaner.text import count_words

_MARK = re.compile(
    r"[\[(]?\s*(?:\d{1,3}|[*†‡§¶]{1,3}|[a-z]|[ivx]{2,5}|(?:note|n\.)\s?\d{1,3})\s*[\])]?", re.IGNORECASE
)
_BACK = re.compile(r"\W{1,4}|(?:back|return|zurück|retour|volver)\b.{0,20}", re.IGNORECASE)
_NAMES = re.compile(
    r"foot-?note|note-?ref|fnref|\bfn-?\d|doc-noteref|\breference\b|cite_ref|ftn", re.IGNORECASE
)
_INLINE = frozenset(("a", "sup", "span", "b", "i", "em", "strong", "small", "cite"))
_HEADING_WORDS = 8  # that a heading above the notes and the like may have
_MOST_SHARE = 0.4  # of the words of a page; more of what links lead to are not notes but its matter


class Notes(NamedTuple):
    marks: list[Any]  # elements: in the text, and those that lead back from the notes
    notes: list[Any]


def find_notes(tree: Any) -> Notes:
    """The marks and notes of a page; the notes get the role of footnotes."""
    marks: list[Any] = []
    notes: dict[Any, None] = {}
    links = [
        (link, name)
        for link in tree.iter("a")
        if (name := (link.get("href") or "").partition("#")[2])
        and _MARK.fullmatch("".join(link.itertext()).strip())
    ]
    places = {element: place for place, element in enumerate(tree.iter())} if links else {}
    targets = {
        name: one for one in places for name in (one.get("id"), one.tag == "a" and one.get("name")) if name
    }
    for link, name in links:
        target = targets.get(name)
        if target is None or target is link or places[target] < places[link]:
            continue
        note = _block(target)
        if _is_raised(link) and count_words("".join(note.itertext())) > 1:
            marks.append(_outer(link))
            notes[note] = None
    words = sum(count_words("".join(note.itertext())) for note in notes)
    if not notes or words > _MOST_SHARE * count_words("".join(tree.itertext())):
        return Notes([], [])
    for note in notes:
        note.set("role", FOOTNOTE)
    return Notes([*marks, *(back for note in notes for back in _backs(note))], list(notes))


def bring_home(found: Notes) -> None:
    """Put notes that stand outside the article at its end, and take the empty anchors out of them."""
    for anchor in [one for note in found.notes for one in note.iter("a") if not one.get("href")]:
        if not "".join(anchor.itertext()).strip():
            anchor.drop_tree()
    first = [mark for mark in found.marks if not any(up in found.notes for up in mark.iterancestors())]
    article, notes = _around(first), _around(found.notes)
    if article is None or notes is None or article is notes or article in notes.iterancestors():
        return
    inside = set(article.iterancestors())
    while (up := notes.getparent()) is not None and up not in inside and up is not article:
        if count_words("".join(up.itertext())) > count_words("".join(notes.itertext())) + _HEADING_WORDS:
            break
        notes = up
    if notes not in inside and notes is not article:
        before, tail = notes.getprevious(), notes.tail
        if tail and tail.strip():  # lxml moves it along
            above = notes.getparent()
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                above.text = (above.text or "") + tail
        notes.tail = None
        article.append(notes)


def _around(elements: Sequence[Any]) -> Any:
    """The innermost element around all of these that is more than a paragraph."""
    if not elements:
        return None
    chains = [list(element.iterancestors())[::-1] for element in elements]
    common = None
    for level in zip(*chains, strict=False):
        if any(one is not level[0] for one in level):
            break
        common = level[0]
    while common is not None and common.tag in (*_INLINE, "p", "li", "h1", "h2", "h3"):
        common = common.getparent()
    return common


def _block(element: Any) -> Any:
    """The paragraph, item or division that an element with an id is, or stands in."""
    while element.tag in _INLINE and element.getparent() is not None:
        element = element.getparent()
    return element


def _is_raised(link: Any) -> bool:
    """Whether a link is set as a mark: raised, in brackets, or by name."""
    names = " ".join(link.get(name, "") for name in ("class", "role", "id", "href"))
    return (
        any(up.tag == "sup" for up in link.iterancestors())
        or next(link.iter("sup"), None) is not None
        or _NAMES.search(names) is not None
    )


def _outer(link: Any) -> Any:
    """The outermost element that holds a mark and nothing else, but for brackets."""
    text = "".join(link.itertext()).strip()
    up = link.getparent()
    while (
        up is not None
        and up.tag in ("sup", "span")
        and "".join(up.itertext()).strip(" []()\xa0") == text.strip("[]()")
    ):
        link, up = up, up.getparent()
    return link


def _backs(note: Any) -> list[Any]:
    """The links of a note that lead back to the text."""
    return [
        link
        for link in note.iter("a")
        if "#" in (link.get("href") or "") and _BACK.fullmatch("".join(link.itertext()).strip())
    ]
