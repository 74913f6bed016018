"""What is written in a rule and does nothing, or not what it seems: found without any document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from cleaner.kernel import inside_word
from cleaner.match import look_up, seen
from cleaner.match.backtracking import NotJudgedError, too_slow
from cleaner.model import Confidence, Place, Removes, Rule, RulePack
from cleaner.rulebook import Use, named
from cleaner.text import split
from cleaner.workbench.examples import failures, plain

PHRASES = ("equals", "starts", "ends", "contains")
_IN_BLOCKS = (*PHRASES, "regex")  # looks for which the matcher tries the guards


class Finding(NamedTuple):
    """What is wrong with a rule; `key` and `value` tell where in its file."""

    rule: Rule
    key: str  # such as `equals.de`
    value: str | None  # the phrase or pattern in question
    message: str


def lint(pack: RulePack, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """What is wrong with these rules of a pack (default: all), in their order."""
    owners = _owners(pack)
    return [
        finding
        for rule in (pack.rules if rules is None else rules)
        for finding in (*(f for check in _CHECKS for f in check(rule)), *_taken(rule, owners))
    ]


@lru_cache(maxsize=16)  # the checks of one rule ask for its keys, again and again
def _phrases(rule: Rule, key: str) -> Sequence[tuple[str, str, str]]:
    """The phrases of a key: where each stands (`equals.de`), as written, as looked up."""
    return [
        (f"{key}.{language}", phrase, look_up(key, phrase))
        for language, listed in getattr(rule, key).items()
        for phrase in listed
    ]


def _duplicates(rule: Rule) -> Iterator[Finding]:
    """A phrase twice in one list, or in `any` and again in a language."""
    for key in PHRASES:
        seen: dict[tuple[str, str], str] = {}
        for where, phrase, folded in _phrases(rule, key):
            earlier = seen.get((where, folded)) or seen.get((f"{key}.any", folded))
            if earlier is not None:
                yield Finding(rule, where, phrase, f"“{phrase}” is there already, as “{earlier}”")
            seen.setdefault((where, folded), phrase)


def _unreachable(rule: Rule) -> Iterator[Finding]:
    """A phrase no block can have, or that a shorter one of the rule, in its language, always finds first."""
    looks: dict[str, _Looks] = {}
    for key in PHRASES:
        for where, phrase, folded in _phrases(rule, key):
            words = sum(block.words for block in split(phrase))
            if rule.longest and words > rule.longest:
                message = f"“{phrase}” has {words} words, and longest = {rule.longest}"
                yield Finding(rule, where, phrase, message)
                continue
            language = where.partition(".")[2]
            if language not in looks:
                looks[language] = _looks(rule, language)
            shorter = _shorter(folded, key, looks[language])
            if shorter is not None:
                yield Finding(rule, where, phrase, f"“{phrase}” is found by “{shorter}” already")


class _Looks(NamedTuple):
    """Phrases that are found in parts of a block."""

    starts: Container[str]
    ends: Container[str]
    contains: Container[str]


def _looks(rule: Rule, language: str) -> _Looks:
    """Those of one language and of `any`."""
    starts, ends, contains = (
        {folded for where, _, folded in _phrases(rule, key) if where in (f"{key}.{language}", f"{key}.any")}
        for key in ("starts", "ends", "contains")
    )
    return _Looks(starts, ends, contains)


def _shorter(folded: str, key: str, looks: _Looks) -> str | None:
    """A phrase of the same rule that stands in every block in which this one is found."""
    edges = [0, *(at for at in range(1, len(folded)) if not inside_word(folded, at)), len(folded)]
    for start in edges:
        for end in edges:
            part = folded[start:end]
            finders = {"contains": looks.contains}
            if start == 0 and key in ("equals", "starts"):
                finders["starts"] = looks.starts
            if end == len(folded) and key in ("equals", "ends"):
                finders["ends"] = looks.ends
            for finder, phrases in finders.items():
                if part and part in phrases and (part, finder) != (folded, key):
                    return part
    return None


def _unused(rule: Rule) -> Iterator[Finding]:
    """Keys that don't count beside the others of the rule."""
    in_blocks = any(getattr(rule, key) for key in _IN_BLOCKS)
    obeyed = rule.confidence is Confidence.HIGH and rule.removes not in (Removes.SPAN, Removes.ELEMENT)
    if rule.keywords and not rule.regex:
        yield Finding(rule, "keywords", None, "is not used without regex")
    if rule.unless and not in_blocks:
        yield Finding(rule, "unless", None, f"is not used without one of {', '.join(_IN_BLOCKS)}")
    if rule.glued and not in_blocks:
        yield Finding(rule, "glued", None, f"is not used without one of {', '.join(_IN_BLOCKS)}")
    if rule.at is not Place.ANYWHERE and not obeyed:
        yield Finding(rule, "at", None, 'is not used without confidence = "high", nor for spans and elements')
    if rule.not_before and not obeyed:
        message = 'is not used without confidence = "high", nor for spans and elements'
        yield Finding(rule, "not_before", None, message)


def _keywords(rule: Rule) -> Iterator[Finding]:
    """Keywords found by others already, and examples that a pattern finds but no keyword leads to."""
    keywords = {keyword: look_up("keywords", keyword) for keyword in rule.keywords}
    letters = set(keywords.values())
    for keyword, folded in keywords.items():
        shorter = [part for part in _parts(folded) if part in letters]
        if shorter:
            yield Finding(rule, "keywords", keyword, f"“{keyword}” is found by “{shorter[0]}” already")
    blocks = [block for examples in rule.cuts.values() for text in examples for block in split(plain(text))]
    for pattern in rule.regex:
        found = [b for b in blocks if regex.search(pattern, seen(rule, b), regex.IGNORECASE)]
        for block in found:
            if not any(folded in block.folded for folded in letters):
                yield Finding(rule, "keywords", None, f"none leads to {block.text!r}, which a pattern finds")


def _parts(text: str) -> Iterator[str]:
    """What stands in a text, but the text itself."""
    for start in range(len(text)):
        yield from (text[start:end] for end in range(start + 1, len(text) + 1) if end - start < len(text))


def _slow(rule: Rule) -> Iterator[Finding]:
    """Patterns that can take very long over a short text."""
    for key in ("regex", "unless"):
        for pattern in getattr(rule, key):
            try:
                found = too_slow(pattern)
            except NotJudgedError as error:
                yield Finding(rule, key, pattern, f"how long it can take can't be told: {error}")
            else:
                if found is not None:
                    yield Finding(rule, key, pattern, found.message)


def _examples(rule: Rule) -> Iterator[Finding]:
    """Examples that don't do what they are there for."""
    yield from (Finding(rule, failure.key, failure.example, failure.message) for failure in failures(rule))


def _languages(rule: Rule) -> Iterator[Finding]:
    """Phrases of a language without examples in it; a rule nobody has checked may lack them."""
    if not rule.checked:
        return
    for language in dict.fromkeys(language for key in PHRASES for language in getattr(rule, key)):
        for key in named(Use.EXAMPLE):
            if language != "any" and not getattr(rule, key).get(language):
                look = next(look for look in PHRASES if language in getattr(rule, look))
                message = f"phrases for “{language}” need an example in {key}.{language}"
                yield Finding(rule, f"{look}.{language}", None, message)


_CHECKS: tuple[Callable[[Rule], Iterator[Finding]], ...] = (
    _duplicates, _unreachable, _unused, _keywords, _slow, _examples, _languages,
)  # fmt: skip


_Owners = dict[tuple[str, str], list[Rule]]


def _owners(pack: RulePack) -> _Owners:
    """The rules that look for each phrase of each key."""
    owners: _Owners = defaultdict(list)
    for rule in pack.rules:
        for key in PHRASES:
            for folded in {folded for _, _, folded in _phrases(rule, key)}:
                owners[key, folded].append(rule)
    return owners


def _taken(rule: Rule, owners: _Owners) -> Iterator[Finding]:
    """Phrases that a rule of the same kind and scope has, and is surer of: one of the two says nothing."""
    for key in PHRASES:
        for where, phrase, folded in _phrases(rule, key):
            for other in owners[key, folded]:
                if _same_scope(rule, other) and _rank(other) < _rank(rule):
                    yield Finding(rule, where, phrase, f"{other.id} looks for “{phrase}” too")
                    break


def _same_scope(rule: Rule, other: Rule) -> bool:
    return (rule.kind, rule.sites, rule.at) == (other.kind, other.sites, other.at)


def _rank(rule: Rule) -> tuple[int, str]:
    return list(Confidence).index(rule.confidence), rule.id
