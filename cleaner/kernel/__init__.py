"""The loops that run for every letter, feature and block: plain functions of plain data.

A wheel built where there is a C compiler holds the rooms of this wing compiled by Cython, with the types that
stand in the declarations (`.pxd`) beside them; elsewhere they are run as they stand, and give the same to the
last bit. What Python does faster by its own means (`re`, sums of look-ups) it does by those: whoever has both
ways asks `COMPILED`.
"""

from cleaner.kernel import columns, lines, matching, net, reading, words
from cleaner.kernel.columns import (
    again,
    around,
    away,
    binned,
    capped,
    cases,
    every_third,
    in_turn,
    less,
    nearest,
    of_mass,
    picked,
    shares,
    signs,
    since,
    taken,
    where,
    within,
)
from cleaner.kernel.lines import (
    ABROAD,
    ADDRESSED,
    CODED,
    DIGITS,
    FOLDED_HARD,
    FOLDED_SEVERAL,
    FOLDED_SIGNS,
    LETTERS,
    ODD,
    SIGNS_OF_CODE,
    filled,
    folded,
    may_go_on,
    traits,
)
from cleaner.kernel.matching import (
    count_among,
    count_unspaced,
    has_digit,
    inside_word,
    is_unspaced,
    on_edges,
    sentence_starts,
    standing,
    trimmed,
)
from cleaner.kernel.net import Net, caught
from cleaner.kernel.net import net as cast
from cleaner.kernel.reading import (
    Row,
    all_paths,
    answers,
    best_path,
    coded,
    ints,
    laid_out,
    scored,
    seen_again,
)
from cleaner.kernel.words import commonest, said, table, topics

COMPILED = not any(
    str(room.__file__).endswith(".py") for room in (columns, lines, matching, net, reading, words)
)

__all__ = [
    "ABROAD",
    "ADDRESSED",
    "CODED",
    "COMPILED",
    "DIGITS",
    "FOLDED_HARD",
    "FOLDED_SEVERAL",
    "FOLDED_SIGNS",
    "LETTERS",
    "ODD",
    "SIGNS_OF_CODE",
    "Net",
    "Row",
    "again",
    "all_paths",
    "answers",
    "around",
    "away",
    "best_path",
    "binned",
    "capped",
    "cases",
    "cast",
    "caught",
    "coded",
    "commonest",
    "count_among",
    "count_unspaced",
    "every_third",
    "filled",
    "folded",
    "has_digit",
    "in_turn",
    "inside_word",
    "ints",
    "is_unspaced",
    "laid_out",
    "less",
    "may_go_on",
    "nearest",
    "of_mass",
    "on_edges",
    "picked",
    "said",
    "scored",
    "seen_again",
    "sentence_starts",
    "shares",
    "signs",
    "since",
    "standing",
    "table",
    "taken",
    "topics",
    "traits",
    "trimmed",
    "where",
    "within",
]
