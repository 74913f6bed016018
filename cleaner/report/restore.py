"""A clean undone: the cuts back into the body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def restored(body: str, removed: Iterable[Mapping[str, Any]]) -> str:
    """The original of a body and its cuts, as JSON has them with `explain`; elements of a page have no place.

    Raises KeyError for a cut without its text, ValueError for cuts that don't fit the body.
    """
    pieces: list[str] = []
    done = used = 0  # characters of the original, and of the body
    for cut in sorted((cut for cut in removed if cut["start"] >= 0), key=lambda cut: int(cut["start"])):
        start, text = int(cut["start"]), str(cut["text"])
        kept = body[used : used + start - done]
        if start < done or len(kept) < start - done or len(text) != int(cut["end"]) - start:
            raise ValueError("the cuts don't fit the body")
        pieces += (kept, text)
        used, done = used + len(kept), start + len(text)
    return "".join((*pieces, body[used:]))
