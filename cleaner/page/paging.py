"""Articles spread over several pages: where the page before and the page behind are.

Pages say so with `rel=next` and `rel=prev`, or have links to themselves with another number in the address.
Both are believed only if the addresses are the same but for the number: blogs call the next article “next”.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

_RELATIONS = {"next": "next_page", "prev": "previous_page", "previous": "previous_page"}
_STEPS = {1: "next_page", -1: "previous_page"}
_PARAMETERS = frozenset((
    "page", "p", "pg", "paged", "pageno", "pagenum", "page_no", "page_num", "pagenumber", "page_number",
    "seite", "pagina", "pag", "strona", "sida", "side", "sayfa", "sivu", "halaman",
))  # fmt: skip
_PATH = re.compile(
    r"(?P<stem>.*?)(?:/(?:page|p|seite|pagina|strona|sida|side|sivu)?[-/]?(?P<number>\d{1,2})"
    r"|[-_,.](?:page|p|seite|s)?-?(?P<within>\d{1,2})(?=\.\w{2,5}$))(?P<suffix>\.\w{2,5})?$"
)
_OF_A_DAY = re.compile(r"/(?:19|20)\d\d(?:/\d{1,2})?$")
_LONGEST_LABEL = 30  # characters of a link to another page


class _Page(NamedTuple):
    stem: str  # the address without the number of the page
    number: int  # 1 for what has none
    is_numbered: bool


def neighbours(tree: Any, url: str = "") -> dict[str, tuple[str, str]]:
    """`next_page` and `previous_page` of the page at `url`, if it has them: the address, and who says so.

    Where the page's own address is not known, those it gives may be relative to it. An element is anything
    with lxml's interface.
    """
    own = _page(url)
    name = own.stem.partition("?")[0].rpartition("/")[2].partition(".")[0]
    found: dict[str, tuple[str, str]] = {}
    for element in tree.iter("link", "a"):
        href = (element.get("href") or "").strip()
        said = element.get("rel")
        field = (
            next((_RELATIONS[rel] for rel in said.lower().split() if rel in _RELATIONS), "") if said else ""
        )
        if not href or "comment" in href or not (field or (url and (href.startswith("?") or name in href))):
            continue
        address = _joined(url, href)
        other = _page(address)
        if field:
            is_near = other.stem == own.stem and other != own if url else other.is_numbered
            source = "rel=next" if field == "next_page" else "rel=prev"
        else:
            field, source = _STEPS.get(other.number - own.number, ""), "link"
            is_near = other.stem == own.stem and len("".join(element.itertext()).strip()) <= _LONGEST_LABEL
        if field and is_near:
            found.setdefault(field, (address, source))
    return found


def _page(address: str) -> _Page:
    """An address as that of a page of something."""
    try:
        parts = urlsplit(address)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return _Page("", 0, False)
    host, path = parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")
    numbers = [
        value for name, value in pairs if name.lower() in _PARAMETERS and value.isdecimal() and len(value) < 3
    ]
    rest = urlencode([pair for pair in pairs if pair[0].lower() not in _PARAMETERS or pair[1] not in numbers])
    if not numbers and (match := _PATH.fullmatch(path)) and not _OF_A_DAY.search(match["stem"]):
        path = match["stem"] + (match["suffix"] or "")
        numbers = [match["number"] or match["within"]]
    return _Page(f"{host}{path}?{rest}", int(numbers[0]) if numbers else 1, bool(numbers))


def _joined(url: str, href: str) -> str:
    try:
        return urljoin(url, href.strip()).partition("#")[0]
    except ValueError:
        return ""
