"""Bytes to text: the encoding a document is in, whatever it says of itself, and whether it is a page."""

import codecs
import re
import unicodedata
from contextlib import suppress
from numbers import Real
from string import ascii_letters
from typing import NamedTuple

from cleaner.text.guess import guess_encoding
from cleaner.text.language import language_of
from cleaner.text.late import pattern
from cleaner.text.repair import repaired, without_surrogates

_BOMS = (  # UTF-32 first: its little-endian mark starts with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "PDF"), (b"PK\x03\x04", "ZIP"), (b"PK\x05\x06", "ZIP"), (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"), (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"),
    (b"Rar!\x1a\x07", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7-Zip"), (b"\x7fELF", "ELF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office"), (b"wOFF", "WOFF"), (b"wOF2", "WOFF"),
    (b"OggS\x00", "Ogg"), (b"ID3\x03", "MP3"), (b"ID3\x04", "MP3"), (b"\xca\xfe\xba\xbe", "Java class"),
    (b"SQLite format 3\x00", "SQLite"),
)  # fmt: skip

# Python's names for what contains an encoding and reads more of what goes by its name on the web
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "shift_jis_2004": "cp932", "euc_kr": "cp949", "big5": "big5hkscs", "cp950": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext", "iso2022_jp_2": "iso2022_jp_ext", "iso2022_jp_3": "iso2022_jp_ext",
    "utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le",
}  # fmt: skip
_RETRY = {"euc_jp": "euc_jis_2004"}  # has ① and ㈱, which makers added to the standard
_LOST = "\ufffd"
_TEXT = pattern(  # of the codecs that Python has, those of texts on the web and on old disks
    r"utf-8|utf-16-[lb]e|utf-32-[lb]e|cp(?:125\d|437|85\d|86[0-9]|874|932|949)|iso8859-\d+|koi8-[rut]"
    r"|mac-(?:roman|cyrillic|greek|latin2|turkish)|gb18030|hz|big5hkscs|euc_jp|euc_jis_2004|iso2022_jp_ext"
    r"|iso2022_kr|johab"
)
_UTF_8 = ("utf-8", "utf8")
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_SEVEN_BIT = ("iso2022_jp_ext", "iso2022_kr", "hz")  # look like ASCII until decoded
_SHIFT = "\x1b$"  # what leads out of ASCII in the first two of them

_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\x0b\x0c\r\x0e\x0f\x1b") + b"\x7f"
_SAMPLE = 65_536  # bytes looked at to tell a binary, or to guess an encoding
_HEAD = 16_384  # bytes in which a page's own word on it is looked for
_WIDE_SAMPLE = 4096  # bytes in which characters are looked at one by one
_GAPS = " \n\r、。，．「」！？\u3000"
_PLAIN = bytes(range(32, 127)) + b"\t\n\r"


class Decoded(NamedTuple):
    """A text and how it was read.

    `how` is what decided: bom, declared, meta (the page's own word), utf-8, detected; or replaced, where
    some bytes had no meaning in the encoding and became U+FFFD; given, for a text that was none of bytes;
    missing, for nothing. A binary has an empty text.
    """

    text: str
    encoding: str  # Python's name for it; empty for a binary
    how: str
    html: bool = False
    binary: bool = False
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str = "") -> Decoded:
    """Read bytes in any encoding. Never raises; what is no text comes back empty, with `binary` set.

    `declared` is what the sender said: a charset or the Content-Type with it. Bytes that are valid UTF-8
    beyond ASCII are UTF-8 whatever is declared: in other encodings texts hardly ever come out so. What was
    encoded in it twice is repaired where that is certain, with a warning.
    """
    decoded = _decode(data, declared)
    text, warning = repaired(decoded.text)
    return decoded._replace(text=text, warnings=(*decoded.warnings, warning)) if warning else decoded


def receive(content: object, *, declared: str = "") -> Decoded:
    """Whatever a caller has in hand: bytes, a text as it is, or nothing, as tables have it (None, NaN, NA).

    Halves of characters (lone surrogates) in a text become U+FFFD, for no encoding can write them. Raises
    TypeError for what is neither.
    """
    if isinstance(content, str):
        text, warning = without_surrogates(content)
        return Decoded(text, "", "given", warnings=(warning,) if warning else ())
    if isinstance(content, bytes | bytearray | memoryview):
        return decode(bytes(content), declared=declared)
    if _is_missing(content):
        warning = f"is missing ({content}): nothing to clean"
        return Decoded("", "", "missing", warnings=(warning,))
    raise TypeError(f"expected a page or a text, as str or bytes, not {type(content).__name__}")


def _is_missing(content: object) -> bool:
    """Whether something is None, NaN or what pandas has for them."""
    if content is None or type(content).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(content, Real) and content != content  # noqa: PLR0124  (NaN alone differs from itself)


def _decode(data: bytes, declared: str) -> Decoded:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _read(data[len(bom) :], encoding, "bom")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return Decoded("", "", "", binary=True, warnings=(f"is not text ({name})",))
    label = _python_name(declared)
    try:
        text, error = data.decode("utf-8"), None
    except UnicodeDecodeError as raised:
        text, error = "", raised
    if (error or "\x00" in text or label.startswith(_WIDE)) and (wide := _wide_encoding(data, label)):
        return _read(data, wide, "declared" if wide == label else "detected")
    if _is_binary(data[:_SAMPLE]):
        return Decoded("", "", "", binary=True, warnings=("is not text (other bytes)",))
    if error:
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            return _read(data, "utf-8", "replaced")  # cut off within its last character
        return _read_other(data, label, declared)
    if text.isascii() and label in _SEVEN_BIT:
        return _read(data, label, "declared")
    if text.isascii() and _SHIFT in text and (seven_bit := _guess(data)) in _SEVEN_BIT:
        return _read(data, seven_bit, "detected")
    warnings: list[str] = []
    if label not in ("", "utf-8") and not text.isascii():
        warnings.append(f"declared as {declared}, but is UTF-8")
    if "\x00" in text:
        warnings.append("holds NUL characters")
    how = "declared" if label == "utf-8" else "utf-8"
    return Decoded(text, "utf-8", how, looks_like_html(text), warnings=tuple(warnings))


def _read_other(data: bytes, label: str, declared: str) -> Decoded:
    """Read what is not valid UTF-8: as declared if that fits, as damaged UTF-8, or by a guess."""
    from bs4.dammit import EncodingDetector  # noqa: PLC0415  (most texts are UTF-8 and can do without)

    in_page = EncodingDetector.find_declared_encoding(data[:_HEAD], is_html=True, search_entire_document=True)
    meta = _python_name(in_page or "")
    if meta.startswith(_WIDE):  # bytes that say so in ASCII are not what they say
        meta = ""
    complaints = tuple(
        f"unknown encoding declared: {name[:40]}"
        for name in (declared, in_page)
        if name and not _python_name(name)
    )
    told = [
        (encoding, how)
        for encoding, how in ((label, "declared"), (meta, "meta"))
        if encoding and not (encoding in _WESTERN and (_is_not_western(data) or _is_of_elsewhere(data)))
    ]
    for encoding, how in told:
        if (result := _read(data, encoding, how)).how == how:
            return result._replace(warnings=complaints)
    for encoding, how in (*told, ("utf-8", "")):
        if _is_believable((result := _read(data, encoding, how)).text):
            return result._replace(warnings=complaints + result.warnings)
    result = _read(data, _guess(data) or label or meta or "utf-8", "detected")
    return result._replace(warnings=complaints + result.warnings)


def _read(data: bytes, encoding: str, how: str) -> Decoded:
    for name in (encoding, _RETRY.get(encoding, encoding)):
        with suppress(UnicodeDecodeError):
            text = data.decode(name)
            return Decoded(text, name, how, looks_like_html(text))
    text = data.decode(encoding, "replace")
    warning = f"some bytes are not {encoding}: {text.count(_LOST)} characters replaced"
    return Decoded(text, encoding, "replaced", looks_like_html(text), warnings=(warning,))


def _is_not_western(data: bytes) -> bool:
    """Whether most letters are beyond ASCII, as in no language of Western Europe: what servers and templates
    declare where nobody has thought of it is not believed then."""
    text = _MARKUP.sub(b"", data[:_SAMPLE])
    beyond = len(text) - len(text.translate(None, _BEYOND_ASCII))
    return beyond > len(text) - len(text.translate(None, ascii_letters.encode()))


def _is_of_elsewhere(data: bytes) -> bool:
    """Whether the words are those of a language that needs other letters, such as Polish: enough of them are
    all ASCII to tell."""
    text = _MARKUP.sub(b" ", data).decode("cp1252", "replace")
    return language_of(text) in _NEED_OTHERS


def _is_believable(text: str) -> bool:
    """Whether an encoding in which some bytes have no meaning makes sense of nearly all the others."""
    lost, beyond_ascii = text.count(_LOST), len(text) - len(text.encode("ascii", "ignore"))
    return lost * 10 <= beyond_ascii


def _python_name(label: str) -> str:
    """Python's name of the encoding that a label means on the web; empty for an unknown one.

    Labels are read as browsers read them; what they don't know, or refuse to decode, as Python does.
    """
    label = label.lower().rpartition("charset=")[2].split(";")[0].strip(" \t\r\n\"'")[:40]
    if not label or label in _UTF_8:
        return label and "utf-8"
    import webencodings  # noqa: PLC0415  (UTF-8 needs no look at the list)

    found = webencodings.lookup(label) if label.isascii() else None
    name = found.codec_info.name if found else ""
    if name not in _WIDER and not _TEXT.fullmatch(name):
        try:
            name = codecs.lookup(label).name
        except (LookupError, ValueError):
            return ""
    return _wider(name)


def _guess(data: bytes) -> str:
    return _wider(guess_encoding(data))


def _wider(name: str) -> str:
    """The encoding to read this one as; empty for one that is not known, or none of texts."""
    name = _WIDER.get(name, name)
    return name if _TEXT.fullmatch(name) else ""


def _wide_encoding(data: bytes, label: str) -> str:
    """UTF-16 or UTF-32 without a mark.

    Not by chardet, which swaps the bytes of Hindi in UTF-16, and reads four of a hundred binaries as text.
    """
    sample = data[: min(len(data), _SAMPLE) // 4 * 4]
    columns = [sample[i::4].count(0) for i in range(4)]
    rows, nuls = len(sample) // 4, sum(columns)
    if not rows:
        return ""
    if columns[3] == rows and columns[2] >= 0.9 * rows and columns[0] < rows:
        return "utf-32-le"
    if columns[0] == rows and columns[1] >= 0.9 * rows and columns[3] < rows:
        return "utf-32-be"
    if label.startswith("utf-16") and "\x00" not in data.decode(label, "replace"):
        return label
    others = len(sample) - nuls
    if nuls < 0.3 * len(sample) and others - len(sample.translate(None, _PLAIN)) + nuls > 0.8 * others:
        return ""  # ASCII with NULs strewn in
    return _utf_16(sample[:_WIDE_SAMPLE])


def _utf_16(sample: bytes) -> str:
    """The order of bytes in which a sample holds no characters that do not exist, and gaps between words."""
    best, most = "", 0.01
    for encoding in _WIDE[:2]:
        text = sample.decode(encoding, "replace")
        if sum(_is_none(char) for char in text) <= 0.01 * len(text):
            gaps = sum(map(text.count, _GAPS)) / len(text)
            best, most = (encoding, gaps) if gaps > most else (best, most)
    return best


def _is_none(char: str) -> bool:
    return char == _LOST or (unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") and char not in "\t\n\r")


def _is_binary(sample: bytes) -> bool:
    return sample.count(0) * 1000 > len(sample) or (
        len(sample) - len(sample.translate(None, _CONTROLS))
    ) * 20 > len(sample)


_WESTERN = frozenset(("cp1252", "iso8859-1", "iso8859-15"))
_NEED_OTHERS = frozenset(("cs", "hr", "hu", "lt", "lv", "pl", "ro", "sk", "sl", "tr"))
_BEYOND_ASCII = bytes(range(128, 256))
_MARKUP = pattern(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_SNIFF = 16_384  # characters looked at to tell a page from a text
_PREAMBLE = 1_000_000  # characters in which scripts and styles may stand before it
# What may stand before a page begins: blanks, comments, styles, scripts, and what PHP complains of
_BEFORE = pattern(
    r"(?:\s++|\ufeff|<!--.*?-->|<\?xml\b[^>]*>|<(?P<raw>style|script|noscript|template)\b.*?</(?P=raw)\s*>"
    r"|<(?:link|meta|base)\b[^>]*>"
    r"|(?:<br\s*/?>\s*)*+(?:<b>)?(?:PHP )?(?:(?:Fatal|Parse) error|Warning|Notice|Deprecated"
    r"|Strict Standards)(?:</b>)?:\s[^\n]{1,1000}? on line (?:<b>)?\d+(?:</b>)?(?:\s*<br\s*/?>)*)*",
    re.DOTALL | re.IGNORECASE,
)
_PAGE = pattern(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BLOCK = pattern(
    r"<(/?)(address|article|aside|blockquote|center|dd|div|dl|dt|figure|footer|form|h[1-6]|header|li|main|nav|ol|p|pre"
    r"|section|table|tbody|td|th|tr|ul)(?=[\s/>])[^<>]*>|<(?:br|hr|img|link|meta)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = pattern(r"<[/!a-zA-Z][^<>]*>")


def named_html(name: str) -> bool:
    """Whether a file's name, or an address, says that it is a page."""
    return name.partition("?")[0].lower().endswith((".html", ".htm", ".xhtml", ".html.gz", ".htm.gz"))


def looks_like_html(text: str) -> bool:
    """Whether a text is a page or a piece of one, rather than a text that speaks of tags."""
    start = _BEFORE.match(text[:_PREAMBLE])
    opening = text[start.end() if start else 0 :][:_SNIFF]
    if "<" not in opening:
        return False
    if _PAGE.match(opening):
        return True
    page = _PAGE.search(opening)
    if page and page.start() < 1024 and text[-1024:].rstrip().lower().endswith("</html>"):
        return True
    return _is_fragment(opening)


def _is_fragment(text: str) -> bool:
    """Whether most of the text stands inside blocks of markup."""
    inside = outside = closed = depth = position = 0
    for tag in _BLOCK.finditer(text):
        length = len(_TAG.sub("", text[position : tag.start()]).strip())
        position = tag.end()
        if depth:
            inside += length
        else:
            outside += length
        if tag[2]:
            closed += bool(tag[1] and depth)
            depth = max(depth - 1, 0) if tag[1] else depth + 1
    outside += len(text[position:].strip()) if not depth else 0
    return closed > 0 and inside > 2 * outside
