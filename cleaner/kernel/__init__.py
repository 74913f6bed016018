"""The loops that run for every letter, feature and block: plain functions of plain data.

A wheel built where there is a C compiler holds the rooms of this wing compiled by Cython, with the types that
stand in the declarations (`.pxd`) beside them; elsewhere they are run as they stand, and give the same to the
last bit. What Python does faster by its own means (`re`, sums of look-ups) it does by those: whoever has both
ways asks `COMPILED`.
"""

from cleaner.kernel import beside, columns, lines, markup, matching, nodes, reading, words
from cleaner.kernel.beside import (
    best_of_others,
    ratios,
    share_near,
    share_of_others,
    sums_near,
)
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
from cleaner.kernel.lines import filled, may_go_on
from cleaner.kernel.markup import may_have_more
from cleaner.kernel.matching import (
    count_among,
    count_unspaced,
    has_digit,
    inside_word,
    on_edges,
    sentence_starts,
    standing,
    trimmed,
)
from cleaner.kernel.nodes import gathered, heaviest, spread, with_inner
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
    str(room.__file__).endswith(".py")
    for room in (beside, columns, lines, markup, matching, nodes, reading, words)
)

__all__ = [
    "COMPILED",
    "Row",
    "again",
    "all_paths",
    "answers",
    "around",
    "away",
    "best_of_others",
    "best_path",
    "binned",
    "capped",
    "cases",
    "coded",
    "commonest",
    "count_among",
    "count_unspaced",
    "every_third",
    "filled",
    "gathered",
    "has_digit",
    "heaviest",
    "in_turn",
    "inside_word",
    "ints",
    "laid_out",
    "less",
    "may_go_on",
    "may_have_more",
    "nearest",
    "of_mass",
    "on_edges",
    "picked",
    "ratios",
    "said",
    "scored",
    "seen_again",
    "sentence_starts",
    "share_near",
    "share_of_others",
    "shares",
    "signs",
    "since",
    "spread",
    "standing",
    "sums_near",
    "table",
    "taken",
    "topics",
    "trimmed",
    "where",
    "with_inner",
    "within",
]
