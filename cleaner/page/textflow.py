"""Open tags, text and close tags in, lines and paragraphs out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cleaner.text import STOPS, latin_length

_PARAGRAPHS = frozenset((
    "p", "div", "section", "article", "main", "body", "header", "footer", "nav", "aside", "address", "center",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "blockquote", "quote", "ul", "ol", "dl", "list", "table",
    "caption", "figure", "figcaption", "details", "summary", "fieldset", "form", "hr", "ab",
))  # fmt: skip
_ITEMS = frozenset(("item", "li"))
_LINES = frozenset(("dt", "dd", "option", "legend"))
_BREAKS = frozenset(("br", "lb"))
_ROWS = frozenset(("tr", "row"))
_CELLS = frozenset(("td", "th", "cell"))
_VERBATIM = frozenset(("pre", "code"))
_FIELDS = frozenset(("input", "button", "select", "textarea"))  # in a line, but apart from its words
LONG_CELL = 200  # Latin characters; a row with such a cell is layout, not data, and its text flows

BULLETS = tuple("-–—•·●▪◦‣*")
# A line of the source that ends between two Chinese characters or kana (CSS Text, segment breaks).
WITHIN_UNSPACED = re.compile(
    "(?<=[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60])[ \t\r]*\n\\s*"
    "(?=[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60])"
)
_ESCAPED = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")  # a page escaped it twice
_CONTROLS = {*range(32), *range(127, 160), 0xFFFE, 0xFFFF} - set(map(ord, "\t\n"))
_INVISIBLE = dict.fromkeys((*_CONTROLS, *map(ord, "\u00ad\u200b\u2060\ufeff")))


KNOWN = _PARAGRAPHS | _ITEMS | _LINES | _BREAKS | _ROWS | _CELLS | _VERBATIM | _FIELDS
OPENS = _PARAGRAPHS | _ITEMS | _LINES | _ROWS | _CELLS | frozenset(("pre", "noscript", "button"))


class Line(NamedTuple):
    """A line or paragraph, and what it was made of."""

    text: str
    gap: int  # line breaks between it and the line before; 0 for the first
    sources: list[Any]  # what `TextFlow.text` was told of each piece of it


class TextFlow:
    """Builds a text: paragraphs are set apart by blank lines, list items and table rows are lines.

    Tags may be those of HTML or of trafilatura's output. `open` and `close` have to pair; `lines` ends it.
    """

    def __init__(self) -> None:
        self._out: list[Line] = []
        self._line: list[str] = []
        self._sources: list[Any] = []
        self._gap = 0  # line breaks due before the next line
        self._rows: list[list[list[tuple[str, list[Any]]]]] = []  # open table rows: cells of lines
        self._items = self._verbatim = 0
        self._marker = ""

    def open(self, tag: str) -> None:
        if tag not in KNOWN:
            return
        if tag in _PARAGRAPHS:
            self._end_line(2)
        elif tag in _BREAKS:
            self._end_line(2 if not self._line and self._gap else 1)
        elif tag in _ITEMS:
            self._end_line(1)
            self._items += 1
            self._marker = "- "
        elif tag in _ROWS:
            self._end_line(1)
            self._rows.append([])
        elif tag in _CELLS:
            self._end_line(1)
            if self._rows:
                self._rows[-1].append([])
        elif tag in _LINES:
            self._end_line(1)
        elif tag in _VERBATIM:
            if tag == "pre":
                self._end_line(2)
            self._verbatim += 1
        elif self._line:
            self._line.append(" ")

    @property
    def in_line(self) -> bool:
        """Whether a line has begun: only then does white space count."""
        return bool(self._line)

    def text(self, text: str, source: Any = None) -> None:
        """Text at this place; white space folds outside `<pre>`."""
        if self._line or not text.isspace():
            self._line.append(text)
            self._sources.append(source)

    def close(self, tag: str) -> None:
        if tag not in KNOWN:
            return
        if tag in _PARAGRAPHS:
            self._end_line(2)
        elif tag in _ITEMS:
            self._end_line(1)
            self._items -= 1
            self._marker = ""
        elif tag in _ROWS:
            self._end_line(1)
            self._end_row()
        elif tag in _CELLS or tag in _LINES:
            self._end_line(1)
        elif tag in _VERBATIM:
            if tag == "pre":
                self._end_line(2)
            self._verbatim -= 1
        elif tag in _FIELDS and self._line:
            self._line.append(" ")

    def lines(self) -> list[Line]:
        """The lines so far."""
        self._end_line(2)
        while self._rows:
            self._end_row()
        return self._out

    def value(self) -> str:
        """The text so far."""
        return joined(self.lines())

    def _end_line(self, gap: int) -> None:
        if self._line:
            raw, sources = "".join(self._line), self._sources
            self._line.clear()
            self._sources = []
            raw = readable(raw)
            if self._verbatim:
                self._put("\n".join(line.rstrip() for line in raw.strip("\r\n").splitlines()), sources)
            else:
                if "\n" in raw and not raw.isascii():
                    raw = WITHIN_UNSPACED.sub("", raw)
                self._put(" ".join(raw.split()), sources)
        if self._items:
            gap = 1
        if gap > self._gap:  # noqa: PLR1730  (`max` takes four times as long)
            self._gap = gap

    def _put(self, line: str, sources: list[Any]) -> None:
        if not line.strip():
            return
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append((line, sources))
            return
        if self._marker and not line.startswith(BULLETS):
            line = self._marker + line
        self._marker = ""
        self._out.append(Line(line, max(self._gap, 1) if self._out else 0, sources))
        self._gap = 0

    def _end_row(self) -> None:
        cells = self._rows.pop()
        if _is_layout(cells):
            for line, sources in (piece for cell in cells for piece in cell):
                self._gap = 2
                self._put(line, sources)
            self._gap = 2
        else:
            self._put(_row(cells), [source for cell in cells for _, sources in cell for source in sources])
            self._gap = max(self._gap, 1)


def _is_layout(cells: Sequence[Sequence[tuple[str, Any]]]) -> bool:
    """Whether a row sets paragraphs in place: a cell is long, or speaks alone, in sentences of their own."""
    said = [[line for line, _ in cell] for cell in cells if cell]
    if len(said) == 1 and len(said[0]) > 1 and all(line.endswith(tuple(STOPS)) for line in said[0]):
        return True
    return any(sum(map(latin_length, cell)) > LONG_CELL for cell in said)


def _row(cells: Sequence[Sequence[tuple[str, Any]]]) -> str:
    """The cells of a row as a line. Empty ones count before the last that says something, or columns shift;
    not where only one does, as in a layout."""
    texts = [" ".join(line for line, _ in cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    if sum(map(bool, texts)) < 2:
        return "".join(texts)
    return " | ".join(texts).lstrip()


def readable(raw: str) -> str:
    """A text without what a page should not have in it: entities escaped twice, invisible characters."""
    if "&" in raw:
        raw = _ESCAPED.sub(lambda found: html.unescape(found[0]), raw)
    return raw if raw.isprintable() else raw.translate(_INVISIBLE)


def joined(lines: Iterable[Line]) -> str:
    """Lines as one text."""
    return "".join("\n" * line.gap + line.text for line in lines)
