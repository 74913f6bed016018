"""Formulas as text, once each: the TeX a page was written in, else what its MathML says.

Pages hold a formula up to three times: as TeX for a program (MathJax), as MathML for screen readers and
search engines, and as boxes or a picture for the eye.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_PRINTS = frozenset((  # MathJax 2 prints a formula into these, before the script that it was written in
    "MathJax", "MathJax_Preview", "MathJax_Display", "MathJax_SVG", "MathJax_SVG_Display", "MathJax_CHTML",
    "MJXc-display", "mjx-chtml", "mjx-full-width",
))  # fmt: skip
_PICTURES = ("latex", "tex", "math", "mwe-math", "formula", "equation")  # classes and services of pictures
_OF_TEX = re.compile(r"latex\.codecogs|/latex\.php\?|\btex\b.*\.(?:svg|png)|math/render", re.IGNORECASE)
_STYLED = re.compile(r"^\{\\(?:display|text)style\s*(.*)\}$", re.DOTALL)
_HOLDERS = frozenset(("katex", "mwe-math-element", "katex-display"))
_WRITTEN = {"msup": "^", "msub": "_", "mover": "^", "munder": "_", "mfrac": "/", "mroot": "^"}


def write_formulas(tree: Any) -> None:
    """Put the text of each formula in its place. Needs the page's scripts; changes the tree."""
    for script in _scripts(tree):
        for before in script.itersiblings(preceding=True):
            if not _PRINTS.intersection(before.get("class", "").split()) or (before.tail or "").strip():
                break
            before.drop_tree()
        _become(script, script.text or "")
    for holder in [one for one in tree.iter("span", "div", "mjx-container") if _holds(one)]:
        if any(up.tag == "body" for up in holder.iterancestors()) and (text := _told(holder)):
            _become(holder, text)
    for math in list(tree.iter("math")):
        _become(math, _of(math))
    for image in list(tree.iter("img")):
        if (alt := image.get("alt", "").strip()) and _shows_formula(image):
            _become(image, _plain(alt))


def _scripts(tree: Any) -> list[Any]:
    kinds = ("math/tex", "math/asciimath", "text/x-mathjax")
    return [one for one in tree.iter("script") if one.get("type", "").lower().startswith(kinds[:2])]


def _holds(element: Any) -> bool:
    """Whether an element is a formula in several forms."""
    names = element.get("class")
    return element.tag == "mjx-container" or bool(names and not _HOLDERS.isdisjoint(names.split()))


def _told(holder: Any) -> str:
    """The formula in an element that holds it in several forms."""
    math = next(holder.iter("math"), None)
    if math is not None:
        return _of(math)
    return next((_plain(alt) for image in holder.iter("img") if (alt := image.get("alt", "").strip())), "")


def _of(math: Any) -> str:
    """A formula of MathML: the TeX that it carries, else as one would type it."""
    for note in math.iter("annotation"):
        if "tex" in note.get("encoding", "").lower() and (text := (note.text or "").strip()):
            return _plain(text)
    return _plain(math.get("alttext", "").strip()) or "".join(_typed(math)).strip()


def _typed(element: Any) -> Iterator[str]:
    if element.tag in ("annotation", "annotation-xml"):
        return
    yield " ".join((element.text or "").split())
    parts = ["".join(_typed(part)) for part in element]
    sign = _WRITTEN.get(element.tag, "")
    if element.tag == "msqrt":
        yield f"√({''.join(parts)})"
    elif sign == "/":
        yield sign.join(f"({part})" if len(part) > 1 else part for part in parts)
    else:
        yield sign.join(parts)


def _plain(tex: str) -> str:
    """TeX without what only tells how large it is set."""
    found = _STYLED.match(tex)
    return " ".join((found[1] if found else tex).split())


def _shows_formula(image: Any) -> bool:
    names = image.get("class", "").lower().split()
    if any(name == kind or name.startswith("mwe-math") for name in names for kind in _PICTURES):
        return True
    return bool(_OF_TEX.search(image.get("src", "")))


def _become(element: Any, text: str) -> None:
    """Put a text in the place of an element."""
    text = " ".join(text.split())
    element.tail = f"{text}{element.tail or ''}"
    element.drop_tree()
