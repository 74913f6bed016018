"""The language that a text is written in, told by its script and its commonest words.

A script that serves one language tells it at once. Within Latin, Cyrillic, Arabic and Devanagari letters the
commonest words tell: the lists are jusText's, counted on Wikipedias (github.com/miso-belica/jusText). A word
counts for a language by its place in the list, from which Zipf's law has its frequency.
"""

from __future__ import annotations

from array import array
from collections import Counter
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from math import log
from pathlib import Path

from cleaner.cache import digest, keep, recall
from cleaner.kernel import COMPILED, commonest, table
from cleaner.text.late import pattern

_SAMPLE = 4_000  # characters that are looked at: the middle of a text, where the article stands
_STEP = 7  # of so many, one in seven tells the script well enough
_COMMONEST = 150  # words of each language
_ELSEWHERE = 1e-4  # how often any other word is met, in the share of words
_SURE = 6.0  # by how much the first language must beat the second: a chance of 400 to 1
_HITS = 3  # words that must be met at least
_SHARE = 0.12  # of all words: names and numbers alone are no language
_MIXED = 0.1  # share of kana among East Asian letters from which these are Japanese

_SCRIPTS = {
    "hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3", "kana": "\u3041-\u30ff", "han": "\u3400-\u9fff",
    "th": "\u0e00-\u0e7f", "lo": "\u0e80-\u0eff", "my": "\u1000-\u109f", "km": "\u1780-\u17ff",
    "el": "\u0370-\u03ff\u1f00-\u1fff", "he": "\u0590-\u05ff", "hy": "\u0530-\u058f", "ka": "\u10a0-\u10ff",
    "am": "\u1200-\u137f", "bn": "\u0980-\u09ff", "pa": "\u0a00-\u0a7f", "gu": "\u0a80-\u0aff",
    "or": "\u0b00-\u0b7f", "ta": "\u0b80-\u0bff", "te": "\u0c00-\u0c7f", "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f", "si": "\u0d80-\u0dff", "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u052f", "arabic": "\u0600-\u06ff", "devanagari": "\u0900-\u097f",
}  # fmt: skip
_LETTER = pattern(r"[A-Za-z]")
_LETTERS = pattern("|".join(f"(?P<{name}>[{letters}])" for name, letters in _SCRIPTS.items()))
_WORDED = {
    "latin": (
        "af Afrikaans sq Albanian az Azerbaijani eu Basque ca Catalan hr Croatian cs Czech da Danish "
        "nl Dutch en English eo Esperanto et Estonian fi Finnish fr French gl Galician de German ht Haitian "
        "hu Hungarian is Icelandic id Indonesian ga Irish it Italian lv Latvian lt Lithuanian ms Malay "
        "mt Maltese no Norwegian_Bokmal nn Norwegian_Nynorsk oc Occitan pl Polish pt Portuguese ro Romanian "
        "sk Slovak sl Slovenian es Spanish sw Swahili sv Swedish tl Tagalog tr Turkish uz Uzbek "
        "vi Vietnamese cy Welsh fy West_Frisian"
    ),
    "cyrillic": (
        "be Belarusian bg Bulgarian kk Kazakh ky Kyrgyz mk Macedonian ru Russian sr Serbian uk Ukrainian"
    ),
    "arabic": "ar Arabic fa Persian ur Urdu ku Kurdish",
    "devanagari": "hi Hindi mr Marathi ne Nepali",
}  # by script: the code of ISO 639 and jusText's name of each language
Spoken = tuple[tuple[str, float], ...]  # languages, and how much a word speaks for each
_WORD = pattern(r"[^\W\d_]+(?:[\u0300-\u036f\u0900-\u0dff\u200c'’]+[^\W\d_]*)*")


def language_of(text: str) -> str:
    """The ISO 639 code of the language a text is written in; empty if that is not certain.

    Serbian in Latin letters is not told from Croatian, nor Bosnian from either.
    """
    start = max(0, (len(text) - _SAMPLE) // 2)
    sample = text[start : start + _SAMPLE]
    script = _script(sample)
    return _by_words(sample, script) if script in _WORDED else script


def _script(sample: str) -> str:
    """The script that most letters are of, or the language which alone uses it; empty without letters."""
    if sample.isascii():
        return "latin" if _LETTER.search(sample) else ""
    letters: Counter[str] = Counter()
    for sign, times in Counter(sample[:: _STEP if len(sample) > 999 else 1]).items():
        if script := _script_of(sign):
            letters[script] += times
    if not letters:
        return ""
    east = letters["kana"] + letters["han"]
    most = max(letters, key=lambda name: east if name in ("kana", "han") else letters[name])
    if most in ("kana", "han"):
        return "ja" if letters["kana"] > _MIXED * east else "zh"
    return "ko" if most == "hangul" else most


@cache
@lru_cache(maxsize=4096)
def _script_of(sign: str) -> str:
    """The script or language of a letter; empty for other signs."""
    found = _LETTERS.match(sign)
    return found.lastgroup or "" if found else ""


def _by_words(sample: str, script: str) -> str:
    """The language of a script's whose commonest words these are."""
    scores, hits, words = _heard(sample.lower(), script)
    if not scores:
        return ""
    first, *others = sorted(scores, key=scores.__getitem__, reverse=True)
    lead = scores[first] - (scores[others[0]] if others else 0.0)
    found = hits[first] >= _HITS and hits[first] >= _SHARE * words
    return first if found and lead >= _SURE else ""


def _heard(text: str, script: str) -> tuple[dict[str, float], dict[str, int], int]:
    """By language of a script: how much the words of a text that are known speak for it, and how many of them
    do; and how many words there are. A word said often says little more than one said once."""
    if COMPILED:
        return commonest(text, *_laid_out(script))
    words, known = _WORD.findall(text), _known(script)
    scores: dict[str, float] = {}
    hits: dict[str, int] = {}
    for word, count in Counter(filter(known.__contains__, words)).items():
        factor = 1 + log(count)
        for language, weight in known[word]:
            scores[language] = scores.get(language, 0.0) + weight * factor
            hits[language] = hits.get(language, 0) + count
    return scores, hits, len(words)


@cache
def _known(script: str) -> dict[str, Spoken]:
    """The commonest words of the languages of a script: how much each speaks for a language; kept between
    runs for this release of jusText."""
    makers = Path(__file__), Path(_justext(), "__init__.py")
    key = digest([(script, b""), *((maker.name, maker.read_bytes()) for maker in makers)])
    known: dict[str, Spoken] | None = recall(key)
    if known is None:
        known = _read(script)
        keep(key, known)
    return known


def _read(script: str) -> dict[str, Spoken]:
    """The same from jusText's lists: a word speaks by the logarithm of how often it is met in a language
    against elsewhere."""
    known: dict[str, list[tuple[str, float]]] = {}
    listed = _WORDED[script].split()
    says = [log(0.1 / (rank + 2) / _ELSEWHERE) for rank in range(1, _COMMONEST + 1)]
    for code, name in zip(listed[::2], listed[1::2], strict=True):
        for word, weight in zip(_commonest(name), says, strict=False):
            known.setdefault(word, []).append((code, weight))
    return {word: tuple(weights) for word, weights in known.items()}


@cache
def _laid_out(script: str) -> tuple[array[int], array[int], list[Spoken]]:
    """What is known of a script's words, as the kernel wants it."""
    known = _known(script)
    return *table({word: number for number, word in enumerate(known)}), list(known.values())


def _commonest(name: str) -> list[str]:
    """The commonest words of a language, in order: jusText's own reader gives a set."""
    with open(f"{_justext()}/stoplists/{name}.txt", encoding="utf-8") as file:
        lines = file.read(_COMMONEST * 16).split()[:-1]  # some lists are long, and the rest is not needed
    words = dict[str, None]()
    for line in lines:
        if len(words) == _COMMONEST:
            break
        if line.isalpha() or _WORD.fullmatch(line):
            words[line.lower()] = None
    return list(words)


@cache
def _justext() -> str:
    """The folder of jusText, found without its code, which loads a parser of pages."""
    package = PathFinder.find_spec("justext")
    where = (package.submodule_search_locations if package is not None else None) or [""]
    return where[0]
