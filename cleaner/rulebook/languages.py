"""Languages of phrases: which there may be, which the rules speak, and which was meant by a wrong code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from cleaner.model import RulePack

PREVIEW = ("bn", "is")  # phrases nobody has checked
_NO_LANGUAGES = ("mul", "root", "und", "zxx")  # codes for several languages, or for none
_SAME = {"nb": "no", "nn": "no"}  # the two ways to write Norwegian, whose phrases stand together


@cache
def languages() -> Mapping[str, str]:
    """The languages that phrases may be in: the English name of each by its code of ISO 639, and `any`.

    They are those of the Unicode CLDR, as Babel has them, without those of a region (`pt_BR`).
    """
    from babel import Locale  # noqa: PLC0415  (rules that come from the cache need it not)

    names = Locale("en").languages
    told = {code: name for code, name in names.items() if "_" not in code and code not in _NO_LANGUAGES}
    return {"any": "any language", **told}


def language_meant(word: str) -> str:
    """The code of the language that was probably meant, as the end of a message; nothing if none is near.

    `german`, `cz` (the code of a country) and `pt-br` are told as well, by the names that Babel has of the
    Unicode CLDR.
    """
    import difflib  # noqa: PLC0415  (only mistakes need it)

    from babel.core import get_global  # noqa: PLC0415  (as above)
    from babel.languages import get_official_languages  # noqa: PLC0415  (as above)

    codes = {name.lower(): code for code, name in languages().items()}
    head = word.lower().replace("_", "-").partition("-")[0]
    spoken = get_official_languages(head.upper(), de_facto=True) if len(head) == 2 else ()
    near = [codes.get(head, head), get_global("language_aliases").get(head), *spoken]
    meant = next((code for code in near if code in languages()), None)
    if meant:
        return f" (did you mean “{meant}”?)"
    close = difflib.get_close_matches(head, codes, n=1, cutoff=0.8)
    return f" (did you mean “{codes[close[0]]}”?)" if close else ""


def without_phrases(pack: RulePack, languages_of_documents: Mapping[str, int]) -> Counter[str]:
    """Of the languages of documents (tags such as `pt-BR`), those no rule has phrases in, by English name.

    None, if the rules have phrases in no language at all: they are not meant to.
    """
    listed = [
        phrases for rule in pack.rules for phrases in (rule.equals, rule.starts, rule.ends, rule.contains)
    ]
    found: Counter[str] = Counter()
    for tag, number in languages_of_documents.items():
        code = tag.lower().replace("_", "-").partition("-")[0]
        if not any(_SAME.get(code, code) in phrases for phrases in listed):
            found[languages().get(code, tag)] += number
    meant_to = any(language != "any" for phrases in listed if found for language in phrases)
    return found if meant_to else Counter()


_COMMONEST = {
    "other articles": ("related", "readmore"), "sharing": ("share",), "comments": ("comments",),
    "newsletter": ("newsletter", "subscribe"), "byline, date": ("byline", "date"),
    "pictures": ("credit", "caption"), "cookies": ("cookie",), "copyright": ("copyright",),
    "navigation": ("navigation",), "tags": ("tags",),
}  # fmt: skip


def phrase_table(pack: RulePack) -> str:
    """How many phrases each language has for the ten commonest kinds of junk: a table in Markdown."""
    numbers: Counter[tuple[str, str]] = Counter()
    for rule in pack.rules:
        for phrases in (rule.equals, rule.starts, rule.ends, rule.contains):
            for language, some in phrases.items():
                numbers[language, rule.kind] += len(some)
    spoken = sorted({language for language, _ in numbers} - {"any"})
    rows = [["language", *_COMMONEST], ["---", *["---:"] * len(_COMMONEST)]]
    rows += [
        [code, *(str(sum(numbers[code, kind] for kind in kinds)) for kinds in _COMMONEST.values())]
        for code in spoken
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
