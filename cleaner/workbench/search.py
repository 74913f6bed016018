"""Which rules mark a line, which almost do, and what holds those back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from cleaner.kernel import inside_word
from cleaner.match import SECONDS_A_REGEX, is_spoken, look_up, on_site, seen
from cleaner.model import Block, Confidence, Place, Removes, Rule, RulePack
from cleaner.text import bare, split

_NEAR = 0.5  # share of a line that an `equals` phrase must make up to be told of as nearly met


class Hit(NamedTuple):
    """A rule that looks for something in a line: what, and why it may yet leave the line alone.

    Without `held` it marks the line; `if_` names what then still depends on the rest of the document.
    """

    rule: Rule
    looks: str  # the key and the phrase or pattern
    held: tuple[str, ...]
    if_: tuple[str, ...]


def search(pack: RulePack, text: str, host: str = "") -> list[Hit]:
    """The rules that look for something in a line: first those that mark it, then the near misses.

    `host` is the site the text is from. Rules on page elements, shapes and states look at more than a line.
    """
    hits: dict[str, Hit] = {}
    for block in split(text):
        for rule in pack.rules:
            for hit in _hits(rule, block, host):
                best = hits.get(rule.id)
                if best is None or len(hit.held) < len(best.held):
                    hits[rule.id] = hit
    return sorted(hits.values(), key=lambda hit: (len(hit.held), hit.rule.id))


def _hits(rule: Rule, block: Block, host: str) -> Iterator[Hit]:
    guards = tuple(_guards(rule, block, host))
    for looks, held in _looks(rule, block):
        yield Hit(rule, looks, (*held, *guards), tuple(_conditions(rule)))


def _looks(rule: Rule, block: Block) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What of a rule's looks stands in the block, and what is amiss with how it stands there."""
    line, plain = block.folded, bare(block.folded)
    for key in ("equals", "starts", "ends", "contains"):
        for language, phrases in getattr(rule, key).items():
            for phrase in phrases:
                folded = look_up(key, phrase)
                found = f"{key}.{language} “{phrase}”"
                held = _amiss(key, folded, line, plain)
                if held == () and key == "equals" and is_spoken(block.text):
                    held = ("it is what somebody says",)
                if held is not None:
                    yield found, held
    tried = any(look_up("keywords", keyword) in line for keyword in rule.keywords)
    for pattern in rule.regex:
        if _finds(pattern, seen(rule, block)):
            yield f"regex {pattern}", () if tried else ("keywords: none of them stands there",)


def _amiss(key: str, folded: str, line: str, plain: str) -> tuple[str, ...] | None:
    """Nothing if the phrase is met, a reason if it is nearly met, None if there is none of it."""
    at = line.find(folded)
    if not folded or at < 0:
        return None
    end = at + len(folded)
    if key == "equals":
        if plain == folded:
            return ()
        near = len(folded) >= _NEAR * len(plain) and not (inside_word(line, at) or inside_word(line, end))
        return ("the line says more than the phrase",) if near else None
    if key == "starts":
        starts = [text for text in (line, plain) if text.startswith(folded)]
        if any(not inside_word(text, len(folded)) for text in starts):
            return ()
        return ("the phrase ends inside a word",) if starts else None
    if key == "ends":
        if not line.endswith(folded):
            return None
        return ("the phrase begins inside a word",) if inside_word(line, len(line) - len(folded)) else ()
    while at >= 0:
        if not (inside_word(line, at) or inside_word(line, at + len(folded))):
            return ()
        at = line.find(folded, at + 1)
    return ("the phrase stands inside a word",)


def _guards(rule: Rule, block: Block, host: str) -> Iterator[str]:
    """The guards of the matcher that hold the rule back."""
    if rule.longest and block.words > rule.longest:
        yield f"longest: {block.words} words, at most {rule.longest}"
    if not on_site(host, rule):
        yield f"sites: only on {', '.join(rule.sites)}"
    yield from (f"unless: {pattern}" for pattern in rule.unless if _finds(pattern, seen(rule, block)))


def _conditions(rule: Rule) -> Iterator[str]:
    """What the decision still asks for: it needs the whole document."""
    if rule.confidence is Confidence.MEDIUM and rule.removes is not Removes.SPAN:
        yield "what stands around it speaks against it too (medium)"
    if rule.confidence is Confidence.LOW:
        yield f"you ask for it: --drop {rule.kind} (low)"
    if rule.confidence is Confidence.HIGH and rule.at is Place.HEAD:
        yield "little prose stands before it (at = head)"
    if rule.confidence is Confidence.HIGH and rule.at is Place.TAIL:
        yield "little prose stands after it (at = tail)"
    if rule.not_before:
        yield "no two paragraphs of prose follow (not_before)"


def _finds(pattern: str, text: str) -> bool:
    try:
        return bool(regex.search(pattern, text, regex.IGNORECASE, timeout=SECONDS_A_REGEX))
    except TimeoutError:
        return False
