"""Which encoding bytes are in that nobody declared: the one in which they make letters of one language."""

from __future__ import annotations

from functools import cache

_ENOUGH = 0.6  # of what is not ASCII has to make sense
_SAMPLE = 20_000  # bytes; every encoding is tried on them

_WESTERN = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœªº"
_POLISH = "ąćęłńóśźż"
_CZECH = "áčďéěíňóřšťúůýž"
_SLOVAK = "áäčďéíĺľňóôŕšťúýž"
_HUNGARIAN = "áéíóöőúüű"
_ROMANIAN = "ăâîșşțţ"
_CROATIAN = "čćđšž"
_TURKISH = "âçğıİîöşûü"
_BALTIC = "āąäčēęėģīįķļņõöšūųüž"
_LATIN = (_WESTERN, _POLISH, _CZECH, _SLOVAK, _HUNGARIAN, _ROMANIAN, _CROATIAN, _TURKISH, _BALTIC)
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћђџѓќ"
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"
_HEBREW = "אבגדהוזחטיךכלםמןנסעףפץצקרשת"
_ARABIC = "".join(map(chr, range(0x621, 0x653))) + "پچژگ،؛؟"
_THAI = "".join(map(chr, range(0xE01, 0xE5B)))

# Of those that make equally good sense, the first is believed.
_ALPHABETS = (
    ("cp1252", _WESTERN), ("cp1255", _HEBREW), ("cp1251", _CYRILLIC), ("cp1254", _TURKISH),
    ("cp1250", _POLISH), ("cp1250", _CZECH), ("cp1250", _SLOVAK), ("cp1250", _HUNGARIAN),
    ("cp1250", _ROMANIAN), ("cp1250", _CROATIAN), ("iso8859-2", _POLISH), ("iso8859-2", _CZECH),
    ("iso8859-2", _SLOVAK), ("iso8859-2", _CROATIAN), ("cp1257", _BALTIC), ("koi8-u", _CYRILLIC),
    ("cp1253", _GREEK), ("iso8859-7", _GREEK), ("cp1256", _ARABIC), ("cp874", _THAI),
    ("iso8859-5", _CYRILLIC), ("cp866", _CYRILLIC), ("mac-roman", _WESTERN),
)  # fmt: skip
# In East Asia the standards put the common signs first: encoding, standard, first bytes of these.
_COMMON_SIGNS = (
    ("cp949", "euc_kr", range(0xB0, 0xC9)),
    ("gb18030", "gb2312", range(0xB0, 0xD8)),
    ("big5hkscs", "big5", range(0xA4, 0xC7)),
    ("cp932", "euc_jp", (0xA4, 0xA5, *range(0xB0, 0xD0))),
    ("euc_jp", "euc_jp", (0xA4, 0xA5, *range(0xB0, 0xD0))),
)
_MARKS = frozenset("“”‘’„‚«»‹›–—…•·°§£€©®™´¿¡№、。，．「」『』！？：；（）％～・《》〈〉\u3000\xa0")


def guess_encoding(data: bytes) -> str:
    """Python's name of the encoding in which the bytes read best; empty if in none they make sense."""
    sample = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    best, most = "", _ENOUGH
    for encoding, standard, first_bytes in _COMMON_SIGNS:
        text = sample.decode(encoding, "replace")
        score = _share(text, _common_signs(standard, tuple(first_bytes)))
        if score > most:
            best, most = encoding, score
    for encoding, alphabet in _ALPHABETS:
        score = _score(sample.decode(encoding, "replace"), alphabet)
        if score > most:
            best, most = encoding, score
    return best


def _share(text: str, signs: frozenset[str]) -> float:
    """The share of common signs in what is not ASCII."""
    strange = [char for char in text if not char.isascii() and char not in _MARKS]
    return sum(char in signs for char in strange) / len(strange) if strange else 0.0


def _score(text: str, alphabet: str) -> float:
    """The share of what is not ASCII that stands as a letter of the alphabet would in a word."""
    good = total = run = 0
    latin = alphabet in _LATIN
    before = " "
    for char in text:
        if char.isascii():
            run = 0
        elif char in _MARKS:
            run = 0
            total += 1
            good += 1
        else:
            run += 1
            total += 1
            fits = char in alphabet or (char.lower() in alphabet and not before.islower())
            good += fits and (run < 3 if latin else not (before.isascii() and before.isalpha()))
        before = char
    return good / total if total else 0.0


@cache
def _common_signs(standard: str, first_bytes: tuple[int, ...]) -> frozenset[str]:
    pairs = (bytes((first, second)) for first in first_bytes for second in range(0x40, 0xFF))
    return frozenset("".join(pair.decode(standard, "ignore") for pair in pairs))
