"""The loops that run for every letter, feature and block: plain functions of plain data.

A wheel built where there is a C compiler holds the rooms of this wing compiled by Cython, with the types that
stand in the declarations (`.pxd`) beside them; elsewhere they are run as they stand, and give the same to the
last bit. What Python does faster by its own means (`re`, sums of look-ups) it does by those: whoever has both
ways asks `COMPILED`.
"""

from cleaner.kernel import matching, reading, words
from cleaner.kernel.matching import ending, inside_word, standing, starting
from cleaner.kernel.reading import (
    Row,
    all_paths,
    answers,
    best_path,
    binned,
    coded,
    ints,
    of_mass,
    picked,
    scored,
    seen_again,
    where,
)
from cleaner.kernel.words import commonest, heard, shared, tokens, words_of

COMPILED = not any(str(room.__file__).endswith(".py") for room in (matching, reading, words))

__all__ = [
    "COMPILED",
    "Row",
    "all_paths",
    "answers",
    "best_path",
    "binned",
    "coded",
    "commonest",
    "ending",
    "heard",
    "inside_word",
    "ints",
    "of_mass",
    "picked",
    "scored",
    "seen_again",
    "shared",
    "standing",
    "starting",
    "tokens",
    "where",
    "words_of",
]
