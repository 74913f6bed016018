"""What was given in place of a text: an address, a path, a piece of a page."""

from __future__ import annotations

from cleaner.text.late import pattern

_LONGEST = 2048  # characters of an address or a path
_ADDRESS = pattern(r"(?i)(?:https?|ftp|s3|gs|file)://\S+|www\.[\w-]+\.\S+")
_ENDING = (
    r"\.(?:html?|xhtml|php|txt|md|json|jsonl|ndjson|csv|tsv|parquet|warc|wet|xml|pdf|docx?)"
    r"(?:\.(?:gz|zst|bz2|xz))?"
)
_NAME = pattern(rf"(?i)[^\s/\\]+{_ENDING}")
_PATH = pattern(rf"(?i)(?:[a-z]:|~|\.{{1,2}})?(?:[^\n/\\]{{0,255}}[/\\])+[^\n/\\]{{1,255}}{_ENDING}")
_TAG = pattern(
    r"(?i)</?(?:p|div|span|article|section|main|header|footer|h[1-6]|ul|ol|li|table|tr|td|a|br|img|em|strong|b|i)"
    r"(?:\s[^<>]{0,500})?/?>"
)


def mistaken(text: str) -> str:
    """What a text seems to be instead, as a warning; empty for what may be one."""
    line = text[: _LONGEST + 1].strip()
    if line and len(line) <= _LONGEST:
        if _ADDRESS.fullmatch(line):
            return "is an address, and what is behind it was not fetched"
        if _NAME.fullmatch(line) or _PATH.fullmatch(line):
            return "is the name of a file, and the file was not read"
    if _TAG.match(line):
        return "starts with a tag, but was taken for a text; of a piece of a page, say so (--html, html=True)"
    return ""
