"""What a page never shows: remarks in elements that are hidden and that nothing opens.

What a click opens is the page's to tell, and so is an article that a script shows once it is loaded: both
stay. Labels for screen readers go by the names of their classes: known ones by `rules/hidden.toml`, others
by what such names have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from cleaner.text import count_words

_MOST_WORDS = (
    40  # of what is hidden by a style or an attribute; what is longer is text that waits to be shown
)
_MOST_OF_LABEL = 12  # … and by a class that says so, as styles may show it all the same
_MOST_SHARE = 0.2  # of the words of a page; where more is hidden, a script shows it
_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# How labels for screen readers are moved out of sight: clipped to nothing, or far off to the left.
_CLIPPED = re.compile(
    r"clip\s*:\s*rect\(\s*[01](?:px)?\b|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|(?:left|text-indent)\s*:\s*-\d{3,}|width\s*:\s*1px[^}]*height\s*:\s*1px"
    r"|height\s*:\s*1px[^}]*width\s*:\s*1px",
    re.IGNORECASE,
)
_CLASSES = frozenset(
    ("hidden", "hide", "is-hidden", "d-none", "u-hidden", "invisible", "nodisplay", "noshow")
)
# Names of labels for screen readers, in whatever way a site or a program writes them.
_SPOKEN = re.compile(
    r"(?<![a-zA-Z])(?:(?i:visually[-_]?hidden|hidden[-_]?visually|hide[-_]?visually|visually[-_]?hide)"
    r"|(?i:(?:for|only)[-_]?screen[-_]?readers?(?:[-_]?only)?|screen[-_]?reader[-_]?(?:only|text|content))"
    r"|(?i:sr[-_]?only)|(?i:assistive[-_]?text|accessib(?:le|ility)[-_]?(?:hidden|hide))|audible)(?![a-z])"
)
_OPENS = re.compile(
    r"accordion|collaps|\btabs?\b|\btab-?panel|toggle|expand|faq|spoiler|reveal|dropdown|modal", re.IGNORECASE
)
_SHOWN_LATER = re.compile(
    r"answer|panel|more|rest|full|trunc|animat|fade|\bwow\b|\baos\b|lazy|slide|\bjs-"
    r"|:(?:block|flex|inline|grid|table)|(?:sm|md|lg|xl)-",
    re.IGNORECASE,
)
_MAY_HIDE = frozenset(("style", "hidden", "class"))
_NEVER = frozenset(
    ("html", "body", "main", "article", "li", "tr", "td", "th", "dt", "dd", "option", "details")
)
_OPENERS = frozenset(("aria-controls", "href", "data-target", "data-bs-target", "for"))
_MAY_OPEN = ("a", "button", "label", "summary", "div", "span")
_UP = 3  # elements around one whose names may say that it opens


def hidden(tree: Any) -> list[Any]:
    """The outermost elements of a page that hide a few words and that nothing opens."""
    found: list[Any] = []
    taken: set[Any] = set()
    opened: set[str] | None = None
    for element, most in _hiding(tree):
        if any(up in taken for up in element.iterancestors()):
            continue
        if not 0 < count_words(_text(element)) <= most or element.find(".//h1") is not None:
            continue
        opened = _opened(tree) if opened is None else opened
        if not _may_open(element, opened):
            taken.add(element)
            found.append(element)
    words = sum(count_words(_text(element)) for element in found)
    return found if found and words <= _MOST_SHARE * count_words(_text(tree)) else []


def _hiding(tree: Any) -> Iterator[tuple[Any, int]]:
    """Elements that say they are hidden, and how many words each may hold at most."""
    styles, names_of_classes = dict[str, bool](), dict[str, bool]()  # those met: whether they say so
    for element in tree.iter():
        names = element.keys()
        if _MAY_HIDE.isdisjoint(names) or element.tag in _NEVER:
            continue
        style, classes = element.get("style", ""), element.get("class", "")
        if style not in styles:
            styles[style] = bool(_STYLE.search(style) or _CLIPPED.search(style))
        if classes not in names_of_classes:
            is_named = not _CLASSES.isdisjoint(classes.split())
            names_of_classes[classes] = is_named or bool(_SPOKEN.search(classes))
        if styles[style] or ("hidden" in names and element.get("hidden") != "until-found"):
            yield element, _MOST_WORDS
        elif names_of_classes[classes]:
            yield element, _MOST_OF_LABEL


def _may_open(element: Any, opened: set[str]) -> bool:
    """Whether something on the page opens an element, as far as names and links tell."""
    if opened.intersection(part.get("id", "") for part in element.iter()) - {""}:
        return True
    if _SHOWN_LATER.search(_names(element)):
        return True
    around = [element, *islice(element.iterancestors(), _UP)]
    return any(one.tag != "body" and _OPENS.search(_names(one)) for one in around)


def _names(element: Any) -> str:
    return " ".join(element.get(name, "") for name in ("class", "id", "role"))


def _opened(tree: Any) -> set[str]:
    """The ids that links, buttons and labels of a page point to."""
    said = {
        element.get(name)
        for element in tree.iter(*_MAY_OPEN)
        for name in element.keys()  # noqa: SIM118  (an element holds its children)
        if name in _OPENERS
    }
    return {token.lstrip("#") for value in said for token in value.split() if token != "#"}


def _text(element: Any) -> str:
    return "".join(element.itertext())
