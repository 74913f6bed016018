"""What a page declares for machines: `<meta>`, `<link>`, `<title>` and JSON-LD on the article or page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_SEVERAL = ("citation_author", "dc.creator", "author", "article:tag")  # one <meta> for each author or tag
_ARTICLE = re.compile(r"Article|Posting|Report\b|\bReview\b|Recipe|WebPage|VideoObject|Podcast")
_ADDRESSES = ("image", "url", "mainEntityOfPage")
_MAX_JSON, _MAX_NODES = 2_000_000, 1000  # what is read of a page's JSON-LD: characters, objects


def declarations(tree: Any) -> dict[str, str]:
    """Contents of `<meta>` by lower-case name, `<html>`, `<title>` and `canonical`; of JSON-LD by "ld:" and
    the key. Several values of one name stand on lines of their own."""
    known = _heads(tree)
    for key, value in _linked_data(tree):
        known.setdefault(f"ld:{key}", value)
    return known


def _heads(tree: Any) -> dict[str, str]:
    """What the page declares outside JSON-LD: contents of `<meta>` by lower-case name, and the like."""
    known: dict[str, str] = {}
    for meta in tree.iter("meta"):
        names = (meta.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        name = next(filter(None, names), "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name in known and name in _SEVERAL:
            known[name] += "\n" + content
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
        return "\n".join(texts) if keys == ("name",) else "".join(texts[:1])
    if isinstance(value, dict):
        whole = {**named.get(str(value.get("@id")), {}), **value}
        return next((whole[key] for key in keys if isinstance(whole.get(key), str)), "")
    return ""
