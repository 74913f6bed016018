"""What may be shown on a terminal: texts and names of strangers hold signs that terminals obey."""

from __future__ import annotations

from cleaner.text import late_pattern

# C0, DEL and C1 but tab and line feed; a carriage return only where it ends no line
_CONTROL = late_pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")


def printable(text: str, *, one_line: bool = False) -> str:
    """A text with its control signs written out: `\\x1b` for an escape. `one_line`: line breaks too."""
    text = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    if one_line:
        text = text.replace("\r", r"\r").replace("\n", r"\n").replace("\t", r"\t")
    return text
