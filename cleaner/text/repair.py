"""Text that was damaged before we got it: repaired where that is certain, and told where it is not."""

from __future__ import annotations

from cleaner.text.late import pattern

# UTF-8's bytes, two to four a character, as someone read them in Latin-1 or Windows-1252 and wrote again
_CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_NEXT = rf"[\u0080-\u00bf{_CP1252}]"
_CHAR = rf"(?:[\u00c2-\u00df]{_NEXT}|[\u00e0-\u00ef]{_NEXT}{{2}}|[\u00f0-\u00f4]{_NEXT}{{3}})"
_MAY_BE_TWICE = pattern(rf"[\u00c2-\u00f4]{_NEXT}")  # quick to look for, and seldom there
_TWICE = pattern(_CHAR)
_IN_A_WORD = pattern(rf"(?<=[A-Za-z]){_CHAR}|{_CHAR}(?=[A-Za-z]|{_CHAR})")
_PIECE = pattern(r"[^<>\n]+")
_LETTER = pattern(r"[^\W\d_\x00-\x7f]")
_LEAST = 3  # such characters in words, or a text may only speak of them
_LOST = "\ufffd"
_MOST_LOST = 0.005  # of a text; of one whose quotation marks are lost it is more
_CONTROL = pattern(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_ACCENTED = pattern(
    r"[\u00a1-\u00ff]{4,}"
)  # Cyrillic in Latin-1: no word of any language has as many in a row
_MOST_ACCENTED = 0.3  # of a text
_DOUBTFUL = pattern(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\xff\ufffd]")  # all that damage may look like


def encoded_twice(text: str) -> bool:
    """Whether a text is, beyond doubt, UTF-8 that was encoded twice: “cafÃ©” again and again, hardly “café”.

    A text that only speaks of such signs has a few, or has as many letters that are right.
    """
    if text.isascii() or not _MAY_BE_TWICE.search(text):
        return False
    if len(_IN_A_WORD.findall(text)) < _LEAST:
        return False
    twice = len(_TWICE.findall(text))
    return twice > len(_LETTER.findall(_TWICE.sub("", text)))


def repaired(text: str) -> tuple[str, str]:
    """The text, read once more where it was encoded twice, and a warning; as it is and none, if it was not.

    ftfy reads it, in pieces between tags and line ends, and leaves those of which it is not certain.
    """
    if not encoded_twice(text):
        return text, ""
    import ftfy  # noqa: PLC0415  (0.1 s, and seldom needed)

    config = ftfy.TextFixerConfig(replace_lossy_sequences=False, explain=False)
    better = _PIECE.sub(
        lambda piece: piece[0] if piece[0].isascii() else ftfy.fix_encoding(piece[0], config), text
    )
    count = len(_TWICE.findall(text)) - len(_TWICE.findall(better))
    return better, f"was UTF-8 encoded twice: {count:,} characters repaired"


def without_surrogates(text: str) -> tuple[str, str]:
    """The text with halves of characters put together, U+FFFD where one is missing, and a warning of that."""
    try:
        text.encode()  # sooner done than to look for them
    except UnicodeEncodeError:
        pass
    else:
        return text, ""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return (
        whole,
        f"holds halves of characters (surrogates): {whole.count(_LOST) - text.count(_LOST):,} replaced",
    )


def unreadable(text: str) -> str:
    """Why a text is not what its author wrote, in a few words; empty if it may be."""
    if text.isascii() or not _DOUBTFUL.search(text):
        return ""
    lost = text.count(_LOST) + len(_CONTROL.findall(text))
    if lost >= _LEAST and lost > _MOST_LOST * len(text):
        return f"is garbled: {lost:,} of {len(text):,} characters are lost"
    if encoded_twice(text):
        return "is garbled: reads like UTF-8 that was encoded twice"
    if sum(map(len, _ACCENTED.findall(text))) > _MOST_ACCENTED * len(text):
        return "is garbled: reads like another script, decoded as Western letters"
    return ""
