"""What a page says of itself: title, date, author, site, language, address, description, picture."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from email.utils import parsedate_tz
from typing import Any
from urllib.parse import urljoin, urlsplit

# Sources in the order in which they are believed: names of <meta>, and "ld:" keys of JSON-LD.
_SOURCES: Mapping[str, tuple[str, ...]] = {
    "title": ("ld:headline", "og:title", "citation_title", "dc.title", "twitter:title", "<title>"),
    "date": (
        "ld:datePublished", "article:published_time", "og:published_time", "datepublished", "date",
        "citation_publication_date", "citation_date", "dc.date.issued", "dc.date", "dcterms.created",
        "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publish_date",
        "publishdate", "publication_date", "article.published", "ld:dateCreated", "ld:uploadDate",
    ),
    "author": (
        "ld:author", "author", "article:author_name", "citation_author", "dc.creator", "parsely-author",
        "sailthru.author", "byl", "article:author",
    ),
    "sitename": ("og:site_name", "ld:publisher", "application-name", "dc.publisher"),
    "language": ("<html>", "ld:inLanguage", "og:locale", "content-language", "language", "dc.language"),
    "url": ("canonical", "og:url", "ld:url", "ld:mainEntityOfPage"),
    "description": ("description", "og:description", "ld:description", "twitter:description"),
    "image": ("og:image", "ld:image", "twitter:image"),
}  # fmt: skip
_LONGEST = {"title": 500, "author": 200, "sitename": 200, "url": 2000, "description": 2000, "image": 2000}
_SEVERAL = ("citation_author", "dc.creator", "author")  # one <meta> for each author
_ARTICLE = re.compile(r"Article|Posting|Report\b|\bReview\b|Recipe|WebPage|VideoObject|Podcast")
_ADDRESSES = ("image", "url", "mainEntityOfPage")
_MAX_JSON, _MAX_NODES = 2_000_000, 1000  # what is read of a page's JSON-LD: characters, objects

_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d/[01]\d/[0-3]\d)/")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?![a-zA-Z])")
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+", re.IGNORECASE)
_LAST_PART = re.compile(r"\s+[-|–—•·»›:]\s+(?=[^|–—•·»]*$)")
_CONTROLS = dict.fromkeys({*range(32), 127} - set(map(ord, "\t\n\r")))
_WORD = re.compile(r"\w+")


def read_metadata(tree: Any, url: str = "") -> dict[str, str]:
    """What the page's `<meta>`, JSON-LD and `<time>` tell, of the fields above; only what is there.

    Dates are days (YYYY-MM-DD), the language is the primary tag ("en"), authors are joined by commas.
    """
    known = _heads(tree)
    for key, value in _linked_data(tree):
        known.setdefault(f"ld:{key}", value)
    metadata: dict[str, str] = {}
    for field, sources in _SOURCES.items():
        candidates = (_clean(field, known[source], url) for source in sources if source in known)
        if value := next(filter(None, candidates), ""):
            metadata[field] = value
    if title := _title(tree, metadata.get("title", ""), metadata.get("sitename", "")):
        metadata["title"] = title
    if "date" not in metadata and (day := _date(tree) or _date_of_path(url or metadata.get("url", ""))):
        metadata["date"] = day
    return metadata


def _heads(tree: Any) -> dict[str, str]:
    """What the page declares outside JSON-LD: contents of `<meta>` by lower-case name, and the like."""
    known: dict[str, str] = {}
    for meta in tree.iter("meta"):
        names = (meta.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        name = next(filter(None, names), "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name in known and name in _SEVERAL:
            known[name] += ", " + content
        elif name and content:
            known.setdefault(name, content)
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            known.setdefault("canonical", link.get("href") or "")
    known["<html>"] = tree.get("lang") or tree.get("xml:lang") or ""
    titles = (title.text or "" for title in tree.iter("title") if title.getparent().tag != "svg")
    known["<title>"] = next(titles, "")
    return known


def _linked_data(tree: Any) -> Iterator[tuple[str, str]]:
    """Keys and values of the page's JSON-LD about the article, then about the page."""
    nodes: list[Mapping[str, Any]] = []
    budget = _MAX_JSON
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "") and len(text) <= budget:
            budget -= len(text)
            try:
                nodes += _nodes(json.loads(text.strip().rstrip(";"), strict=False))
            except (ValueError, RecursionError):
                continue
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    about = [(kind, node) for node in nodes if _ARTICLE.search(kind := str(node.get("@type")))]
    about.sort(key=lambda pair: ("WebPage" in pair[0], "headline" not in pair[1]))
    for kind, node in about:
        is_page = "WebPage" in kind
        for key, value in node.items():
            if is_page and key == "author":
                continue  # of the site
            wanted = ("url", "@id", "contentUrl") if key in _ADDRESSES else ("name",)
            if text := _text(value, named, wanted):
                yield key, text
                if key == "name" and not is_page:
                    yield "headline", text


def _nodes(data: Any) -> list[Mapping[str, Any]]:
    """The objects at the top of JSON-LD and in its lists and graphs."""
    found: list[Mapping[str, Any]] = []
    stack = [data]
    while stack and len(found) < _MAX_NODES:
        item = stack.pop()
        if isinstance(item, list):
            stack += reversed(item[:_MAX_NODES])
        elif isinstance(item, dict):
            found.append(item)
            stack += [item[key] for key in ("mainEntityOfPage", "mainEntity", "@graph") if key in item]
    return found


def _text(value: Any, named: Mapping[str, Mapping[str, Any]], keys: tuple[str, ...]) -> str:
    """The string in what JSON-LD may hold: a string, an object, a reference to one, a list of these."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        items = [item for item in value[:20] if not isinstance(item, list)]
        texts = [text for item in items if (text := _text(item, named, keys))]
        return ", ".join(texts) if keys == ("name",) else "".join(texts[:1])
    if isinstance(value, dict):
        whole = {**named.get(str(value.get("@id")), {}), **value}
        return next((whole[key] for key in keys if isinstance(whole.get(key), str)), "")
    return ""


def _clean(field: str, value: str, base: str = "") -> str:
    """A value in its final form; empty if it can't be one."""
    value = " ".join((html.unescape(value) if "&" in value else value).translate(_CONTROLS).split())
    if len(value) > _LONGEST.get(field, 100):
        return ""
    if field == "date":
        return _iso(value)
    if field == "language":
        found = _LANGUAGE.match(value)
        return found[0].lower() if found else ""
    if field in ("url", "image"):
        try:
            parts = urlsplit(urljoin(base, value))
        except ValueError:
            return ""
        return parts.geturl() if parts.scheme in ("http", "https") and parts.hostname else ""
    if field == "author":
        names = dict.fromkeys(_BY.sub("", value, count=1).split(", "))
        return ", ".join(name for name in names if name and "//" not in name and "@" not in name)
    return value


def _title(tree: Any, title: str, site: str) -> str:
    """The article's heading if it says what the declared title says, else that without the site's name."""
    parts = _LAST_PART.split(title)
    if len(parts) > 1 and site and parts[1].casefold() == site.casefold():
        title = parts[0]
    words = set(_WORD.findall(title.casefold()))
    headings = [text for h1 in tree.iter("h1") if (text := _clean("title", "".join(h1.itertext())))]
    for heading in headings:
        shared = words.intersection(_WORD.findall(heading.casefold()))
        if len(shared) >= 0.4 * len(words) > 0 and heading.casefold() != site.casefold():
            return heading
    return title or (headings[0] if len(headings) == 1 else "")


def _date(tree: Any) -> str:
    """The day in the page's first `<time>`, or that which is marked as the publication's."""
    first = ""
    for time in tree.iter("time"):
        day = _iso(time.get("datetime") or "")
        marks = f"{time.get('class', '')} {time.get('itemprop', '')}".lower()
        if day and ("publish" in marks or time.get("pubdate") is not None):
            return day
        first = first or day
    return first


def _date_of_path(url: str) -> str:
    """The day in an address: https://example.com/2023/09/06/bridge-closed."""
    found = _DAY_IN_PATH.search(url)
    return _iso(found[1]) if found else ""


def _iso(value: str) -> str:
    """The day of a date as machines write it: ISO 8601, or as in a mail's header."""
    if found := _ISO.match(value):
        year, month, day = map(int, found.groups())
    elif parsed := parsedate_tz(value):
        year, month, day = parsed[:3]
    else:
        return ""
    try:
        return date(year, month, day).isoformat() if year >= 1900 else ""
    except ValueError:
        return ""
