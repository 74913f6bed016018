"""Page skeletons of our own, as kinds of sites build them: an article goes into each of them.

They differ in what says where the article is (an element, a class, a place, nothing) and in what else is on
the page. `LANGUAGE`, `TITLE` and `BODY` are filled in.
"""

from __future__ import annotations

from html import escape

from conftest import HERE

SKELETONS = {
    path.stem.replace("-", " "): path.read_text(encoding="utf-8")
    for path in sorted((HERE / "page" / "skeletons").glob("*.html"))
}


def page(skeleton: str, title: str, body: str, language: str = "en") -> str:
    """A page of this skeleton; `body` is HTML."""
    filled = SKELETONS[skeleton].replace("LANGUAGE", language).replace("TITLE", escape(title))
    return filled.replace("BODY", body)
