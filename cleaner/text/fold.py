"""Folding: the form in which phrases and blocks are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from cleaner.kernel import COMPILED, FOLDED_HARD, FOLDED_SEVERAL, FOLDED_SIGNS, folded, ints, trimmed
from cleaner.text.late import pattern
from cleaner.text.shape import UNSPACED

_SAME = (
    ("\u2019", "'"), ("\u2018", "'"), ("\u201b", "'"), ("\u0060", "'"), ("\u00b4", "'"),
    ("\u201c", '"'), ("\u201d", '"'), ("\u201e", '"'), ("\u00ab", '"'), ("\u00bb", '"'),
    ("\u2013", "-"), ("\u2014", "-"), ("\u2010", "-"), ("\u2011", "-"), ("\u2212", "-"),
    ("\u2026", "..."), ("\u200b", ""), ("\u200c", ""), ("\u200d", ""), ("\u200e", ""), ("\u200f", ""),
    ("\u2060", ""), ("\ufeff", ""), ("\u00ad", ""), ("\u00a0", " "), ("\u202f", " "), ("\t", " "),
)  # fmt: skip
# Letters that one language writes in two ways, after case is folded: Greek capitals go without accents,
# Turkish ones with or without dots, Romanian commas are often cedillas, Persian letters Arabic ones.
_ALIKE = (
    ("ά", "α"), ("έ", "ε"), ("ή", "η"), ("ί", "ι"), ("ϊ", "ι"), ("ΐ", "ι"), ("ό", "ο"), ("ύ", "υ"),
    ("ϋ", "υ"), ("ΰ", "υ"), ("ώ", "ω"), ("i\u0307", "i"), ("ı", "i"), ("ș", "ş"), ("ț", "ţ"),
    ("ي", "ی"), ("ى", "ی"), ("ك", "ک"), ("ۀ", "ه"), ("\u0640", ""), ("\u064b", ""), ("\u064e", ""),
    ("\u064f", ""), ("\u0650", ""), ("\u0651", ""), ("\u0652", ""), ("\u0654", ""),
    ("״", '"'), ("׳", "'"),
)  # fmt: skip
_SPACES = pattern(r"[^\S\n]{2,}")
# Signs that print nothing: zero widths, marks of direction, soft hyphens.
INVISIBLE = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_UNSEEN = {**dict.fromkeys(map(ord, INVISIBLE)), **dict.fromkeys(map(ord, "\t\u00a0\u2007\u202f"), " ")}
_BREAK = pattern(r"(\S?)\s*[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029][\s>]*(\S?)")
_LINK = pattern(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"]*\")?\)")
_HEADING = pattern(r"(?:#{1,6}|>)\s+")
_EMPHASIS = pattern(r"(\*{1,3}|_{1,3})(?=[^\W_])(.{1,300}?)\1(?!\w)")
EDGES = " \t:;,.!?\"'`-_=+*#~|/\\<>()[]{}\u2022\u00b7\u25cf\u25aa\u25ba\u25b6\u2190\u2192\u2191\u2193\u203a\u2039\u00a7\u2605\u2606\u2713\u00d7\u3010\u3011\u300a\u300b\u3008\u3009\u300c\u300d\u3002\u3001\uff1a\uff01\uff1f\u060c\u061f\u0964\u00bf\u00a1\ufe0f\u25a0\u25a1\u25c6\u25c7\u25bc\u25b2\u25b3\u203b"  # noqa: E501


def fold(text: str) -> str:
    """Fold case, compatibility forms, quotes, dashes, white space and invisible characters away.

    Line breaks stay where they are, so that folding a text line by line or whole is the same.
    """
    if not text.isascii():
        text = _same(text)
        if not unicodedata.is_normalized("NFKC", text):  # after the commonest forms are gone: it seldom is
            text = _same(unicodedata.normalize("NFKC", text))
        text = text.casefold()
        for odd, plain in _ALIKE:
            text = text.replace(odd, plain)
    else:
        text = text.lower().replace("\t", " ").replace("`", "'")
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return text


# What signs are folded to, as far as they were met: its number, or one of the kernel's for none or several.
_BECOME, _SEVERAL = ints(0x10000), dict[str, str]()


def fold_simple(line: str) -> str:
    """What `fold` makes of a line in which no sign hangs on another; empty for any other line."""
    return folded(line, _BECOME, _SEVERAL, _meet)


def _meet(sign: str) -> None:
    """Note what a sign is folded to wherever it stands.

    Signs set on others hang on them, and so do the parts of Korean syllables; all else is normalized alone.
    """
    seen = _same(unicodedata.normalize("NFKC", _same(sign)))
    hangs = any(unicodedata.category(part)[0] == "M" or "\u1100" <= part <= "\u11ff" for part in seen)
    becomes = fold(sign)
    if hangs or len(becomes) > FOLDED_SIGNS or (" " in becomes and becomes != " "):
        _BECOME[ord(sign)] = FOLDED_HARD
    elif len(becomes) == 1:
        _BECOME[ord(sign)] = ord(becomes)
    else:
        _BECOME[ord(sign)] = FOLDED_SEVERAL
        _SEVERAL[sign] = becomes


def fold_each(lines: Sequence[str]) -> list[str]:
    """These lines, folded: those of ASCII as one text, which takes the least, and the others as one."""
    ascii = [line for line in lines if line.isascii()]
    others = [line for line in lines if not line.isascii()] if len(ascii) < len(lines) else []
    parts = iter(fold("\n".join(ascii)).split("\n")), iter(fold("\n".join(others)).split("\n"))
    return [next(parts[not line.isascii()]) for line in lines]


def plain(text: str) -> str:
    """What a reader sees of a block: one line, without invisible signs and Markdown's marks.

    Words broken at the end of a line are put together again.
    """
    if not text.isprintable():
        text = text.translate(_UNSEEN)
        if len(text.splitlines()) > 1:
            text = _BREAK.sub(_joined, text)
    if text[:1] in ("#", ">"):
        text = _HEADING.sub("", text, count=1)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\2", text)
    return text


def _joined(found: re.Match[str]) -> str:
    """The ends of two lines as the middle of one."""
    before, after = found.groups()
    if before == "-" and after.islower():
        return after
    return f"{before}{after}" if UNSPACED.match(before) and UNSPACED.match(after) else f"{before} {after}"


def _same(text: str) -> str:
    for odd, plain in _SAME:
        text = text.replace(odd, plain)
    return text


def bare(folded: str) -> str:
    """A folded block without punctuation and symbols at its edges: what `equals` compares."""
    return trimmed(folded, EDGES) if COMPILED else folded.strip(EDGES)
