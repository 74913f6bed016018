"""Which encoding bytes are in that nobody declared: chardet's guess, among what browsers can read."""

from __future__ import annotations

from cleaner.text.late import pattern

_SAMPLE = 65_536  # bytes beyond ASCII lines and tags that are looked at
_NOTHING = "ascii"  # what chardet is to answer where none fits
# The legacy encodings of https://encoding.spec.whatwg.org/#names-and-labels by chardet's names; others, of
# mainframes and DOS, would only compete with these for short texts.
_ON_THE_WEB = (
    _NOTHING,
    "cp866", "iso8859-1", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7",
    "iso8859-8", "iso8859-9", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "koi8-r",
    "koi8-u", "mac-roman", "mac-cyrillic", "cp874", "tis-620", "cp1250", "cp1251", "cp1252", "cp1253",
    "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "gb18030", "big5hkscs", "euc-jp", "iso-2022-jp",
    "iso2022_kr", "cp932", "cp949",
)  # fmt: skip
_PIECES = pattern(rb"[\r\n>]+")  # none of these signs is half of a character in any of the encodings


def guess_encoding(data: bytes) -> str:
    """Python's name of the encoding in which bytes read best that are not UTF-8; empty if none fits.

    Without chardet's `prefer_superset`: it takes Windows code pages for supersets of ISO 8859-2, -5 and -6,
    which they are not, and would garble texts in these.
    """
    import chardet  # noqa: PLC0415  (UTF-8 and what is declared must not pay for it)

    strange = b"\n".join(piece for piece in _PIECES.split(data) if not piece.isascii())
    found = chardet.detect(
        strange[:_SAMPLE] or data[:_SAMPLE],  # encodings of seven bits hold nothing else than ASCII
        compat_names=False,
        prefer_superset=False,
        include_encodings=_ON_THE_WEB,
        no_match_encoding=_NOTHING,
    )
    return "" if found["encoding"] in (None, _NOTHING) else found["encoding"]
