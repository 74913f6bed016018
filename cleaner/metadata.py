"""What a page says of itself: title, date, author, site, language, address, description, picture."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from email.utils import parsedate_tz
from typing import Any

# Sources in the order in which they are believed. JSON-LD ("ld:…") and <meta> names side by side.
_SOURCES: Mapping[str, tuple[str, ...]] = {
    "title": ("ld:headline", "og:title", "citation_title", "dc.title", "twitter:title"),
    "date": (
        "ld:datePublished", "article:published_time", "og:published_time", "datepublished", "date",
        "citation_publication_date", "citation_date", "dc.date.issued", "dc.date", "dcterms.created", "dcterms.date",
        "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publish_date", "publishdate", "publication_date",
        "article.published", "cxenseparse:recs:publishtime", "ld:dateCreated", "ld:uploadDate",
    ),
    "author": (
        "ld:author", "author", "article:author_name", "citation_author", "dc.creator", "parsely-author", "sailthru.author",
        "byl", "article:author", "twitter:creator_name",
    ),
    "sitename": ("og:site_name", "ld:publisher", "application-name", "dc.publisher", "citation_journal_title"),
    "language": ("ld:inLanguage", "og:locale", "content-language", "language", "dc.language"),
    "url": ("canonical", "og:url", "ld:url", "ld:mainEntityOfPage"),
    "description": ("description", "og:description", "ld:description", "twitter:description", "dc.description"),
    "image": ("og:image", "ld:image", "twitter:image"),
}  # fmt: skip
_ARTICLE = re.compile(r"Article|Posting|Report\b|^Review$|Recipe|^WebPage$|VideoObject|Podcast", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")
_SPACES = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?![a-zA-Z])")
_TITLE_SITE = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb\u203a:-]\s+(?=[^|\u2013\u2014\u00b7\u00bb]*$)")
_BY = re.compile(r"^(?:by|von|par|por|di|door)\s+", re.IGNORECASE)
_LONGEST = {"description": 2000, "title": 500, "author": 200, "sitename": 200, "url": 2000, "image": 2000}
_MAX_JSON = 2_000_000  # characters of JSON-LD read of a page
_MAX_NODES = 1000


def read_metadata(tree: Any) -> dict[str, str]:
    """Everything found in the head of a parsed page, its JSON-LD and its `<time>`; only what is there.

    Dates are ISO (YYYY-MM-DD), the language is the primary tag ("en"), authors are joined by commas.
    """
    known = _heads(tree)
    for key, value in _linked_data(tree):
        known.setdefault(f"ld:{key}", value)
    metadata: dict[str, str] = {}
    for field, sources in _SOURCES.items():
        for source in sources:
            if source in known and (value := _clean(field, known[source])):
                metadata[field] = value
                break
        else:
            if value := _from_page(field, tree):
                metadata[field] = value
    if language := _clean("language", tree.get("lang") or tree.get("xml:lang") or ""):
        metadata["language"] = language
    if "title" in metadata and "sitename" in metadata:
        metadata["title"] = _without_site(metadata["title"], metadata["sitename"])
    return metadata


def _heads(tree: Any) -> dict[str, str]:
    """Contents of `<meta>` elements and the canonical link by lower-case name; several authors joined."""
    known: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = meta.get("content")
        if name and content and content.strip():
            name = name.strip().lower()
            if name not in known:
                known[name] = content
            elif name in ("citation_author", "dc.creator", "author"):
                known[name] += ", " + content
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            known.setdefault("canonical", link.get("href"))
    return known


def _linked_data(tree: Any) -> Iterator[tuple[str, str]]:
    """Keys and values of the page's JSON-LD, articles before pages and the rest left out."""
    nodes: list[Mapping[str, Any]] = []
    budget = _MAX_JSON
    for script in tree.iter("script"):
        text = script.text
        if text and "ld+json" in (script.get("type") or "") and len(text) <= budget:
            budget -= len(text)
            try:
                nodes += _nodes(json.loads(text.strip().rstrip(";"), strict=False))
            except (ValueError, RecursionError):
                continue
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _ARTICLE.search(_type(node))]
    articles.sort(
        key=lambda node: ("WebPage" == _type(node)) + 2 * ("headline" not in node and "name" not in node)
    )
    for node in articles:
        page = _type(node) == "WebPage"
        for key, value in node.items():
            if page and key == "author":
                continue
            if key == "image" or key == "mainEntityOfPage" or key == "url":
                value = _text(value, by_id, ("url", "@id", "contentUrl"))
            else:
                value = _text(value, by_id, ("name",))
            if value:
                yield key, value
            if key == "name" and "headline" not in node and value and not page:
                yield "headline", value


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


def _type(node: Mapping[str, Any]) -> str:
    kind = node.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _text(value: Any, by_id: Mapping[str, Mapping[str, Any]], keys: tuple[str, ...]) -> str:
    """A string out of whatever JSON-LD holds: a string, an object that has one, a reference, a list of these."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        texts = [_text(item, by_id, keys) for item in value[:20] if not isinstance(item, list)]
        return (
            ", ".join(dict.fromkeys(filter(None, texts))) if "name" in keys else next(filter(None, texts), "")
        )
    if isinstance(value, dict):
        whole = {**by_id.get(str(value.get("@id")), {}), **value}
        for key in keys:
            if isinstance(whole.get(key), str):
                return str(whole[key])
            if isinstance(whole.get(key), list) and whole[key] and isinstance(whole[key][0], str):
                return str(whole[key][0])
    return ""


def _from_page(field: str, tree: Any) -> str:
    """The last resort for a title and a date: `<h1>` or `<title>`, `<time datetime>`."""
    if field == "title":
        headings = [text for h1 in tree.iter("h1") if (text := _clean("title", "".join(h1.itertext())))]
        if len(headings) == 1:
            return headings[0]
        title = next((t for t in tree.iter("title") if t.getparent().tag != "svg"), None)
        whole = _clean("title", title.text or "") if title is not None else ""
        parts = _TITLE_SITE.split(whole)
        return parts[0] if len(parts) > 1 and len(parts[0]) >= 2 * len(parts[1]) else whole
    if field == "date":
        times = [time for time in tree.iter("time") if _clean("date", time.get("datetime") or "")]
        times.sort(
            key=lambda time: not (time.get("pubdate") is not None or "publish" in (time.get("class") or ""))
        )
        if times:
            return _clean("date", times[0].get("datetime"))
        for element in tree.iterfind(".//*[@itemprop='datePublished']"):
            if value := _clean(
                "date", element.get("content") or element.get("datetime") or element.text or ""
            ):
                return value
    return ""


def _clean(field: str, value: str) -> str:
    """A value in its final form, or nothing if it can't be one."""
    value = _SPACES.sub(" ", html.unescape(value) if "&" in value else value).strip()
    if len(value) > _LONGEST.get(field, 100):
        return ""
    if field == "date":
        return _iso(value)
    if field == "language":
        found = _LANGUAGE.match(value)
        return found[0].lower() if found else ""
    if field in ("url", "image"):
        return value if value.startswith(("http://", "https://")) else ""
    if field == "author":
        names = [
            name for name in _BY.sub("", value).split(", ") if name and "://" not in name and "@" not in name
        ]
        return ", ".join(dict.fromkeys(names))
    return value


def _iso(value: str) -> str:
    """The day of a date as machines write it: ISO 8601, or that of a mail header."""
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


def _without_site(title: str, site: str) -> str:
    """A title without the site's name after it."""
    parts = _TITLE_SITE.split(title)
    return parts[0] if len(parts) > 1 and parts[1].casefold() == site.casefold() else title
