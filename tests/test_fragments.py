"""Sentences broken at links and bold words, as `get_text("\\n")` prints them: the article stays."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from conftest import HERE, SEEDS
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import rebuilt

from cleaner import Cleaner
from cleaner.text import split
from cleaner.text.shape import STOPS, UNSPACED

_WORDS = re.compile(rf"{UNSPACED.pattern}|\w+")
_LEAST = 8  # words of a paragraph that is broken
_FRAMES = {
    "alone": ("", ""),
    "below a menu": ("Home\nNews\nSport\nShare\n", ""),
    "below a date and a name": ("By Ada Okafor\n4 March 2024, 10:35\n", ""),
    "above other articles": ("", "\nRelated Articles\nHarbour wall cracked again\nRead more\nSubscribe now"),
}


def paragraphs() -> Iterator[tuple[str, str, list[str]]]:
    """Names, languages and the lines of all clean texts in the repository."""
    for path in sorted((HERE / "negative").glob("*--*.txt")):
        yield path.stem, path.name.split("--")[0], lines(path.read_text(encoding="utf-8"))
    for path in sorted((SEEDS / "expected").glob("*.txt")):
        yield f"seed {path.stem}", "seed", lines(path.read_text(encoding="utf-8"))
    for path in sorted((HERE / "any_text").glob("*.txt")):
        kept = [line[2:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("  ")]
        yield f"article {path.stem}", path.stem, kept


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def broken(paragraph: str, lots: random.Random) -> str:
    """A paragraph with line breaks around one or two stretches of words, each a link or bold."""
    unspaced = len(UNSPACED.findall(paragraph)) * 4 > len(paragraph)
    parts = list(paragraph) if unspaced else paragraph.split(" ")
    if len(parts) < _LEAST * (3 if unspaced else 1) or paragraph[-1] not in STOPS:
        return paragraph
    size = lots.randint(2, 6) if unspaced else lots.randint(1, 4)
    first = lots.randint(1, len(parts) - size - 1)
    glue = "" if unspaced else " "
    pieces = (parts[:first], parts[first : first + size], parts[first + size :])
    return "\n".join(glue.join(piece) for piece in pieces)


def lost(text: str, body: str) -> int:
    return (Counter(_WORDS.findall(text)) - Counter(_WORDS.findall(body))).total()


TEXTS = list(paragraphs())


@pytest.mark.parametrize("frame", _FRAMES)
def test_broken_sentences_lose_no_words(cleaner: Cleaner, frame: str) -> None:
    """Beyond one in a thousand, of those that the same text loses where its sentences are whole."""
    above, below = _FRAMES[frame]
    words, gone = 0, Counter[str]()
    for name, _, text in TEXTS:
        lots = random.Random(name)
        whole, pieces = "\n".join(text), "\n".join(broken(line, lots) for line in text)
        before = lost(whole, cleaner.clean(above + whole + below, html=False).body)
        after = lost(whole, cleaner.clean(above + pieces + below, html=False).body)
        gone[name] += max(0, after - before)
        words += len(_WORDS.findall(whole))
    assert gone.total() <= words / 1000, gone.most_common(8)


def test_most_pieces_are_one_block_again() -> None:
    """A break before a capital letter, or where a script has none, is seen only in some places."""
    apart, together = Counter[str](), Counter[str]()
    for name, language, text in TEXTS:
        lots = random.Random(name)
        for line in text:
            pieces = broken(line, lots)
            apart[language] += "\n" in pieces
            together[language] += "\n" in pieces and len(split(pieces)) == 1
    assert together.total() >= 0.5 * apart.total()
    none = [language for language, number in apart.items() if number >= 20 and not together[language]]
    assert none == []


LINES = st.sampled_from(
    ("The mill", "of the old harbour is closed", ", said Ada", "share", "– and more.", "", "を", "x = 1;")
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_nothing_is_lost_of_pieces(text: str) -> None:
    cleaned = CLEANER.clean(text, html=False)
    assert rebuilt(cleaned) == text
    assert "".join(block.text for block in split(text)).replace("\n", "") == text.replace("\n", "")


CLEANER = Cleaner()
