"""Whether a file whose name tells nothing holds a page or a text, by its first bytes."""

from __future__ import annotations

from cleaner.batch.streams import damage, opened
from cleaner.text import decode, looks_like_html

_START = 1 << 13
_SCRIPT = ("<?php", "<?=", "<%", "#!")


def holds_document(start: bytes, *, text: bool) -> bool:
    """Whether these first bytes are of a page, or, where that will do, of a `text`. Programs are neither."""
    cut = start[: start.rfind(b"\n") + 1] if len(start) >= _START else start
    decoded = decode(cut or start)
    opening = decoded.text.lstrip()
    if decoded.binary or not opening or opening.startswith(_SCRIPT):
        return False
    return text or looks_like_html(opening)


def is_document(path: str, *, text: bool) -> bool:
    """The same of a file; one that can't be read is one, so that it is told what is wrong with it."""
    try:
        with opened(path) as stream:
            return holds_document(stream.read(_START), text=text)
    except damage():
        return True
