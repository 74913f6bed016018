"""What a page says of itself: title, dates, author, site, section, tags, picture, …; and where it says so."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from cleaner.page.declared import declarations
from cleaner.page.shown import read_shown
from cleaner.page.titles import key, read_title
from cleaner.text import names_in, read_date

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
    "title": 300,
    "author": 1000,
    "sitename": 200,
    "url": 2000,
    "description": 2000,
    "image": 2000,
    "tags": 1000,
}

_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d/[01]\d/[0-3]\d)/")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?![a-zA-Z])")
_CONTROLS = dict.fromkeys({*range(32), 127, 0xAD, 0x200B, 0xFEFF} - set(map(ord, "\t\n\r")))
_LAST_NAME_FIRST = re.compile(r"^([^,\n]+), ([^,\n]+)$", re.MULTILINE)  # as libraries want them


class Metadata(NamedTuple):
    """What a page says of itself."""

    fields: dict[str, str]
    sources: dict[str, str]  # of each field: `og:title`, `ld:headline` (of JSON-LD), `<h1>`, `rel=author`, …
    types: str = ""  # what JSON-LD and OpenGraph call the page and what is on it
    paid: bool = False  # whether it says that the article has to be paid for
    body: str = ""  # the article, where JSON-LD holds it
    heading: str = ""  # the title as the page shows it, where that is another than the declared one

    @property
    def shown_title(self) -> str:
        """The title as the page shows it over the article."""
        return self.heading or self.fields.get("title", "")


def read_metadata(tree: Any, url: str = "") -> Metadata:
    """What the page declares in `<meta>` and JSON-LD, and what it shows of title, author and date; only what
    is there.

    Dates are ISO 8601, with the time and its offset from UTC where the page tells them; the language is the
    primary tag ("en"); authors and tags are joined by commas. What is declared is believed first, but for an
    author that is the site itself where the page names a person.
    """
    known = declarations(tree)
    language = known["<html>"] or known.get("og:locale", "")
    fields, sources = _declared(known, url, language)
    address = url or fields.get("url", "")
    sites = [fields.get("sitename", ""), known.get("ld:publisher", ""), known.get("application-name", "")]
    sites = [site for site in (*sites, _host(address), *_host(address).split(".")[-3:-1]) if site]
    title = read_title(tree, _titles(known), sites, news="NewsArticle" in known.get("ld:types", ""))
    if title.text:
        fields["title"], sources["title"] = title.text, title.source
    authors = list(_authors(known, sites))
    author, author_source, is_weak = next(iter(sorted(authors, key=lambda found: found[2])), ("", "", True))
    if is_weak or "date" not in fields:
        shown = read_shown(tree, title.elements, language=language, host=_host(address))
        if is_weak and shown.author and key(shown.author) not in set(map(key, sites)):
            author, author_source = shown.author, shown.author_source
        if "date" not in fields:
            day, source = shown.date, shown.date_source
            if not day:
                day, source = _date_of_path(address), "address"
            fields |= {"date": day} if day else {}
            sources |= {"date": source} if day else {}
    if author:
        fields["author"], sources["author"] = author, author_source
    types = f"{known.get('ld:types', '')} {known.get('og:type', '')}".strip()
    paid = known.get("ld:isAccessibleForFree", "").lower() == "false"
    heading = title.heading if title.heading != title.text else ""
    return Metadata(fields, sources, types, paid, known.get("ld:articleBody", ""), heading)


def _declared(known: Mapping[str, str], url: str, language: str) -> tuple[dict[str, str], dict[str, str]]:
    """The fields that need no look at the page, each with its source."""
    fields, told = dict[str, str](), dict[str, str]()
    for field, sources in SOURCES.items():
        for source in sources:
            if field in ("title", "author"):
                continue
            if source in known and (value := _clean(field, known[source], url, language)):
                fields[field], told[field] = value, source
                break
    return fields, told


def _titles(known: Mapping[str, str]) -> list[tuple[str, str]]:
    """The titles that are declared, each with its source."""
    found = ((source, _clean("title", known.get(source, ""))) for source in SOURCES["title"])
    return [(source, text) for source, text in found if text]


def _authors(known: Mapping[str, str], sites: Collection[str]) -> Iterator[tuple[str, str, bool]]:
    """The authors that are declared: names, source, and whether they are but the site itself."""
    site_keys = set(map(key, sites))
    for source in SOURCES["author"]:
        told = html.unescape(known.get(source, "")).translate(_CONTROLS)
        if source in ("citation_author", "dc.creator"):
            told = _LAST_NAME_FIRST.sub(r"\2 \1", told)
        names = names_in(told, declared=True) if len(told) <= _LONGEST["author"] else []
        others = [name for name in names if key(name) not in site_keys]
        if names:
            yield ", ".join(others or names), source, not others


def _clean(field: str, value: str, base: str = "", language: str = "") -> str:
    """A value in its final form; empty if it can't be one."""
    if field == "tags":
        value = value.replace("\n", ", ")
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
    return value


def _date_of_path(url: str) -> str:
    """The day in an address: https://example.com/2023/09/06/bridge-closed."""
    found = _DAY_IN_PATH.search(url)
    return read_date(found[1]) if found else ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
