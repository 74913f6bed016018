"""Whether a sentence pleads with the reader or tells of somebody: both may hold the words of a plea.

“This site uses cookies.” is a notice. “The shop uses cookies to pay its bakers, said the sign” is an
article, and so is “Nobody reads our newsletter.” The words that tell them apart stand in `voices.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleaner.decision.survey import MASS_WORDS, is_mass, main_mark, marked_of
from cleaner.match import look_up
from cleaner.model import Block, Confidence, Mark, Removes, Rule, Shape
from cleaner.text import UNSPACED, bare, fold, plain, sentences

# looked up once: to find a member of an enumeration takes Python 3.11 long
_HIGH, _SPAN = Confidence.HIGH, Removes.SPAN

_WORDS = 6  # that a sentence about something has at least; what is shorter is a label
_SENTENCES = (Shape.PROSE, Shape.SENTENCE, Shape.TEASER)


class _Voice(NamedTuple):
    reader: re.Pattern[str]
    reports: re.Pattern[str]
    tells: re.Pattern[str]


class Voices:
    """What the sentences of a document that hold words of pleas are: pleas, or the article's own."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._contained: dict[str, Mapping[str, Sequence[str]]] = {}  # by id of the rule and language
        self._openings: dict[str, Sequence[str]] = {}  # by kind

    def without_told(
        self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]
    ) -> Sequence[Sequence[Mark]]:
        """The marks without those of pleas on sentences that are the article's."""
        fewer = list(marks)
        for index in marked_of(marks):
            block = blocks[index]
            found = fewer[index] = [mark for mark in marks[index] if not self._is_reported(block, mark)]
            pleas = [mark.rule for mark in found if mark.rule.plea and mark.rule.contains]
            if not pleas or block.words < _WORDS or block.shape not in _SENTENCES:
                continue
            main = main_mark(found)
            if main is not None and main.rule.confidence is _HIGH and not main.rule.plea:
                continue
            near = [side for side in (index - 1, index + 1) if 0 <= side < len(blocks)]
            amid = all(main_mark(marks[side]) is None for side in near) and any(
                is_mass(blocks[side], marks[side]) for side in near
            )
            if self._is_told(block, pleas, amid=amid and block.words >= MASS_WORDS):
                kinds = {rule.kind for rule in pleas}
                fewer[index] = [m for m in found if m.rule.kind not in kinds or m.rule.removes is _SPAN]
        return fewer

    def _is_reported(self, block: Block, mark: Mark) -> bool:
        """Whether it is a plea stuck to a paragraph that somebody is said to make."""
        if mark.rule.removes is not _SPAN or not mark.rule.plea:
            return False
        text = block.text[mark.start : mark.end]
        languages = self._languages(fold(text), [mark.rule])
        return any(_voices()[language].reports.search(text) for language in languages & _voices().keys())

    def _is_told(self, block: Block, pleas: Sequence[Rule], *, amid: bool) -> bool:
        """Whether a sentence with words of these pleas is the article's.

        `amid` unmarked prose it is enough that it speaks to nobody and does not open as a plea.
        """
        languages = self._languages(block.folded, pleas)
        voices = [_voices()[language] for language in languages if language in _voices()]
        if not voices:
            return False
        text = plain(block.text)
        if any(voice.reports.search(text) for voice in voices):
            return True
        if any(voice.reader.search(text) for voice in (*voices, _voices()["en"])):
            return False
        if any(voice.tells.search(text) for voice in voices):
            return True
        return amid and not self._opens(text, {rule.kind for rule in pleas})

    def _languages(self, folded: str, pleas: Sequence[Rule]) -> set[str]:
        """The languages of the phrases that stand in a text, folded."""
        found: set[str] = set()
        for rule in pleas:
            if rule.id not in self._contained:
                self._contained[rule.id] = {
                    language: [look_up("contains", phrase) for phrase in phrases]
                    for language, phrases in rule.contains.items()
                }
            for language, phrases in self._contained[rule.id].items():
                if any(phrase in folded for phrase in phrases):
                    found.add(language)
        return found

    def _opens(self, text: str, kinds: Collection[str]) -> bool:
        """Whether a sentence of a text starts as a plea of these kinds does."""
        lines = [bare(fold(text[start:end])) for start, end in sentences(text)]
        openings = tuple(phrase for kind in kinds for phrase in self._opening(kind))
        return any(line.startswith(openings) for line in lines)

    def _opening(self, kind: str) -> Sequence[str]:
        if kind not in self._openings:
            self._openings[kind] = [
                look_up(key, phrase)
                for rule in self._rules
                if rule.kind == kind
                for key in ("equals", "starts", "contains")
                for phrases in getattr(rule, key).values()
                for phrase in phrases
            ]
        return self._openings[kind]


@cache
def _voices() -> Mapping[str, _Voice]:
    import tomllib  # noqa: PLC0415  (most texts hold no plea)

    data = tomllib.loads((Path(__file__).parent / "voices.toml").read_text(encoding="utf-8"))
    return {
        language: _Voice(**{name: _any_of(words) for name, words in voice.items()})
        for language, voice in data.items()
    }


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """A pattern for any of these words."""
    listed = "|".join(
        f"(?i:{re.escape(w)})" if w.islower() else re.escape(w) for w in sorted(words, key=len, reverse=True)
    )
    return re.compile(listed if UNSPACED.search(words[0]) else rf"(?<!\w)(?:{listed})(?!\w)")
