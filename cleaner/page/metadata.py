"""What a page says of itself: title, dates, author, site, section, tags, picture, …; and where it says so."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from cleaner.text import read_date

# Sources in the order in which they are believed: names of <meta>, and "ld:" keys of JSON-LD.
SOURCES: Mapping[str, tuple[str, ...]] = {
    "title": ("ld:headline", "og:title", "citation_title", "dc.title", "twitter:title", "<title>"),
    "date": (
        "ld:datePublished", "article:published_time", "og:published_time", "datepublished", "date",
        "citation_publication_date", "citation_date", "dc.date.issued", "dc.date", "dcterms.created",
        "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publish_date",
        "publishdate", "publication_date", "article.published", "ld:dateCreated", "ld:uploadDate",
    ),
    "modified": (
        "ld:dateModified", "article:modified_time", "og:updated_time", "og:modified_time", "dcterms.modified",
        "dc.date.modified", "lastmod", "last-modified", "datemodified",
    ),
    "author": (
        "ld:author", "author", "article:author_name", "citation_author", "dc.creator", "parsely-author",
        "sailthru.author", "byl", "article:author",
    ),
    "sitename": ("og:site_name", "ld:publisher", "application-name", "dc.publisher"),
    "language": ("<html>", "ld:inLanguage", "og:locale", "content-language", "language", "dc.language"),
    "url": ("canonical", "og:url", "ld:url", "ld:mainEntityOfPage"),
    "section": ("ld:articleSection", "article:section", "parsely-section", "sailthru.section"),
    "tags": ("ld:keywords", "article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords"),
    "description": ("description", "og:description", "ld:description", "twitter:description"),
    "image": ("og:image", "ld:image", "twitter:image"),
}  # fmt: skip
_LONGEST = {
    "title": 500,
    "author": 200,
    "sitename": 200,
    "url": 2000,
    "description": 2000,
    "image": 2000,
    "tags": 1000,
}
_SEVERAL = ("citation_author", "dc.creator", "author", "article:tag")  # one <meta> for each author or tag
_ARTICLE = re.compile(r"Article|Posting|Report\b|\bReview\b|Recipe|WebPage|VideoObject|Podcast")
_ADDRESSES = ("image", "url", "mainEntityOfPage")
_MAX_JSON, _MAX_NODES = 2_000_000, 1000  # what is read of a page's JSON-LD: characters, objects

_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d/[01]\d/[0-3]\d)/")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?![a-zA-Z])")
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+", re.IGNORECASE)
_LAST_PART = re.compile(r"\s+[-|–—•·»›:]\s+(?=[^|–—•·»]*$)")
_CONTROLS = dict.fromkeys({*range(32), 127} - set(map(ord, "\t\n\r")))
_WORD = re.compile(r"\w+")


class Metadata(NamedTuple):
    """What a page says of itself."""

    fields: dict[str, str]
    sources: dict[str, str]  # of each field: `og:title`, `ld:headline` (of JSON-LD), `<h1>`, …
    types: str = ""  # what JSON-LD and OpenGraph call the page and what is on it
    paid: bool = False  # whether it says that the article has to be paid for
    body: str = ""  # the article, where JSON-LD holds it


def read_metadata(tree: Any, url: str = "") -> Metadata:
    """What the page's `<meta>`, JSON-LD and `<time>` tell, of the fields above; only what is there.

    Dates are ISO 8601, with the time and its offset from UTC where the page tells them; the language is the
    primary tag ("en"); authors and tags are joined by commas.
    """
    known = _heads(tree)
    for key, value in _linked_data(tree):
        known.setdefault(f"ld:{key}", value)
    metadata: dict[str, str] = {}
    told: dict[str, str] = {}
    language = known["<html>"] or known.get("og:locale", "")
    for field, sources in SOURCES.items():
        for source in sources:
            if source in known and (value := _clean(field, known[source], url, language)):
                metadata[field], told[field] = value, source
                break
    title, is_heading = _title(tree, metadata.get("title", ""), metadata.get("sitename", ""))
    if title:
        metadata["title"] = title
    if is_heading:
        told["title"] = "<h1>"
    if "date" not in metadata:
        if day := _date(tree):
            metadata["date"], told["date"] = day, "<time>"
        elif day := _date_of_path(url or metadata.get("url", "")):
            metadata["date"], told["date"] = day, "address"
    types = f"{known.get('ld:types', '')} {known.get('og:type', '')}".strip()
    paid = known.get("ld:isAccessibleForFree", "").lower() == "false"
    return Metadata(metadata, told, types, paid, known.get("ld:articleBody", ""))


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
    yield "types", " ".join(str(node.get("@type", ""))[:100] for node in nodes)
    about = [(kind, node) for node in nodes if _ARTICLE.search(kind := str(node.get("@type")))]
    about.sort(key=lambda pair: ("WebPage" in pair[0], "headline" not in pair[1]))
    for kind, node in about:
        is_page = "WebPage" in kind
        for key, value in node.items():
            if is_page and key == "author":
                continue  # of the site
            if key == "isAccessibleForFree":
                yield key, str(value)
                continue
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


def _clean(field: str, value: str, base: str = "", language: str = "") -> str:
    """A value in its final form; empty if it can't be one."""
    value = " ".join((html.unescape(value) if "&" in value else value).translate(_CONTROLS).split())
    if len(value) > _LONGEST.get(field, 100):
        return ""
    if field in ("date", "modified"):
        return read_date(value, language=language, host=_host(base))
    if field == "language":
        found = _LANGUAGE.match(value)
        return found[0].lower() if found else ""
    if field in ("url", "image"):
        try:
            parts = urlsplit(urljoin(base, value))
        except ValueError:
            return ""
        return parts.geturl() if parts.scheme in ("http", "https") and parts.hostname else ""
    if field == "tags":
        return ", ".join(dict.fromkeys(tag.strip() for tag in value.split(",") if tag.strip()))
    if field == "author":
        names = dict.fromkeys(_BY.sub("", value, count=1).split(", "))
        return ", ".join(name for name in names if name and "//" not in name and "@" not in name)
    return value


def _title(tree: Any, title: str, site: str) -> tuple[str, bool]:
    """The article's heading if it says what the declared title says, else that without the site's name; and
    whether it is the heading."""
    parts = _LAST_PART.split(title)
    if len(parts) > 1 and site and parts[1].casefold() == site.casefold():
        title = parts[0]
    words = set(_WORD.findall(title.casefold()))
    headings = [text for h1 in tree.iter("h1") if (text := _clean("title", "".join(h1.itertext())))]
    for heading in headings:
        shared = words.intersection(_WORD.findall(heading.casefold()))
        if len(shared) >= 0.4 * len(words) > 0 and heading.casefold() != site.casefold():
            return heading, True
    if title or len(headings) != 1:
        return title, False
    return headings[0], True


def _date(tree: Any) -> str:
    """The date in the page's first `<time>`, or that which is marked as the publication's.

    Not htmldate's: of 107 silent pages it put a date to, 31 got another one than that they had declared.
    """
    first = ""
    for element in tree.iter("time"):
        day = read_date(element.get("datetime") or "")
        marks = f"{element.get('class', '')} {element.get('itemprop', '')}".lower()
        if day and ("publish" in marks or element.get("pubdate") is not None):
            return day
        first = first or day
    return first


def _date_of_path(url: str) -> str:
    """The day in an address: https://example.com/2023/09/06/bridge-closed."""
    found = _DAY_IN_PATH.search(url)
    return read_date(found[1]) if found else ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
