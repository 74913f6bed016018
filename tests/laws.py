"""What holds for every result, for the tests that check it."""

from __future__ import annotations

from cleaner import Cleaned


def rebuilt(cleaned: Cleaned) -> str:
    """The original, from the body and the removals alone; of a page, the text that was extracted of it."""
    body, pieces, taken, position = cleaned.body, [], 0, 0
    for removal in (removal for removal in cleaned.removals if removal.start >= 0):
        gap = removal.start - position
        pieces += [body[taken : taken + gap], removal.text]
        taken, position = taken + gap, removal.end
    return "".join([*pieces, body[taken:]])
