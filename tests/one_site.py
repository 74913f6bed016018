"""Pages of one site: stories of their own between a menu and a footer that all share."""

from __future__ import annotations

import random
from collections.abc import Sequence

from cleaner import Memory
from cleaner.decision.repeats import page_of

SITE = "example.com"
PHRASE = (
    "the island council met for first time since storm and put a figure on what new ferry will cost harbour "
    "bread quay engineer river bridge winter mayor said nobody people house street lantern cellar orchard "
    "tide window market ledger garden copper violin sailor letter"
)
WORDS = PHRASE.split()
MENU = [
    "The harbour paper",
    "Harbour life",
    "Letters from the pier",
    "Weather on the coast",
    "About this paper",
]
FOOTER = [
    "The harbour office answers questions on weekdays",
    "Quay Street 3, behind the old ice house",
    "Printed on paper from our own mill",
    "A paper for the islands since the last great storm",
]


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize()


def paragraph(chance: random.Random) -> str:
    return sentence(chance, 40) + "."


def story(seed: int, paragraphs: int = 6) -> list[str]:
    """A title and paragraphs of its own."""
    chance = random.Random(seed)
    return [sentence(chance, 6), *(paragraph(chance) for _ in range(paragraphs))]


def page(*parts: Sequence[str]) -> str:
    return "\n\n".join(line for part in parts for line in part) + "\n"


def remembered(texts: Sequence[str], site: str = SITE) -> Memory:
    memory = Memory()
    for text in texts:
        memory.add(site, page_of(text))
    return memory
