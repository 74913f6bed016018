"""Every cut in words, and what came back: where, what, by which rule, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cleaner.decision import suspicion
from cleaner.model import WALLS, Cleaned
from cleaner.report.terminal import printable

_KINDS = {
    "error": "an error page",
    "consent": "a consent wall",
    "paywall": "a paywall",
    "listing": "a list of articles or links",
    "shell": "an empty shell",
    "unknown": "a page of fragments",
}
_WIDTH = 72  # characters of a cut that are shown


def explain(
    cleaned: Cleaned, name: str = "", *, html: bool = False, evidence: Mapping[int, str] | None = None
) -> str:
    """The cuts of a document, two lines each; a page's by the lines of the text extracted from it.

    `evidence` adds a third line to cuts that start where it says so (`strongest_evidence`).
    """
    return "\n".join(_lines(cleaned, printable(name or "text", one_line=True), html, evidence or {}))


def _lines(cleaned: Cleaned, name: str, html: bool, evidence: Mapping[int, str]) -> Iterator[str]:
    total, cuts = len(cleaned.original), len(cleaned.removals)
    cut = sum(removal.end - removal.start for removal in cleaned.removals)
    back = f"; {len(cleaned.restored):,} restored" if cleaned.restored else ""
    yield f"{name}: {_count(cuts, 'cut')}, {cut:,} of {total:,} characters{back}"
    number, counted = 1, 0
    restored = set(cleaned.restored)
    for removal in sorted((*cleaned.removals, *restored)):
        place = f"{name} (element)"
        if removal.start >= 0:
            start = removal.start + len(removal.text) - len(removal.text.lstrip())
            start = min(start, removal.end)
            number, counted = number + cleaned.original.count("\n", counted, start), start
            place = f"{name} (extracted):{number}" if html else f"{name}:{number}"
        sign = "+ " if removal in restored else ""
        yield f"{place}: {sign}{removal.rule}: {abridged(removal.text)}"
        yield f"    {removal.why}"
        if removal.start in evidence:
            yield f"    {evidence[removal.start]}"


def remarks(cleaned: Cleaned) -> Iterator[str]:
    """What a user should know of a result beside its cuts."""
    yield from cleaned.warnings
    if not cleaned.original.strip():
        return  # a warning said it
    if cleaned.metadata.get("page_kind") in WALLS:
        yield f"looks like {_KINDS[cleaned.metadata['page_kind']]}, not an article"
    elif cleaned.suspicious:
        yield from filter(None, [suspicion(cleaned.original, cleaned.body)])  # or a warning said it
    else:
        yield from _other_pages(cleaned.metadata)


def _other_pages(metadata: Mapping[str, str]) -> Iterator[str]:
    """That the article is not all here, where it is one of several pages."""
    if metadata.get("page_kind", "article") != "article":
        return
    page, pages = metadata.get("page", ""), metadata.get("pages", "")
    if page and pages not in ("", "0", "1"):
        yield f"is page {page} of {pages} of the article"
    if "next_page" in metadata:
        yield f"the article continues at {metadata['next_page']}"
    if "previous_page" in metadata:
        yield f"the article begins on an earlier page: {metadata['previous_page']} or one before it"


def abridged(text: str, width: int = _WIDTH) -> str:
    """A text in quotes on one line, its middle left out, at word ends, if it is long."""
    most = 10 * width  # words at either end are looked for within this
    start = " ".join(text[:most].split())
    if len(text) <= most and len(start) <= width:
        return f"“{start}”"
    end = " ".join(text[-most:].split())
    start, end = start[: width * 2 // 3], end[-width // 3 :]
    return f"“{start.rpartition(' ')[0] or start} … {end.partition(' ')[2] or end}”"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
