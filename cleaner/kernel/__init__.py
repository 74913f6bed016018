"""The loops that run for every letter, feature and block: plain functions of plain data.

A wheel built where there is a C compiler holds the rooms of this wing compiled by Cython, with the types that
stand in the declarations (`.pxd`) beside them; elsewhere they are run as they stand, and give the same to the
last bit. What Python does faster by its own means (`re`, sums of look-ups) it does by those: whoever has both
ways asks `COMPILED`.
"""

from cleaner.kernel import columns, fields, lines, matching, reading, survey, words
from cleaner.kernel.columns import again, cases, ends, signs
from cleaner.kernel.fields import (
    ITSELF,
    MAIN,
    MARKS,
    MASS,
    PLACE,
    RUN,
    Bins,
    itself,
    main,
    marks,
    mass,
    place,
    put,
    run,
    shorts,
    since,
)
from cleaner.kernel.lines import filled, may_go_on
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
from cleaner.kernel.reading import (
    all_paths,
    answers,
    best_path,
    coded,
    doubles,
    ints,
    laid_out,
    scored,
    seen_again,
    stays,
    sums_of,
)
from cleaner.kernel.survey import masses, nearest, runs, so_far, stretches
from cleaner.kernel.words import commonest, said, table, topics

_ROOMS = (columns, fields, lines, matching, reading, survey, words)
COMPILED = not any(str(room.__file__).endswith(".py") for room in _ROOMS)

__all__ = [
    "COMPILED",
    "ITSELF",
    "MAIN",
    "MARKS",
    "MASS",
    "PLACE",
    "RUN",
    "Bins",
    "again",
    "all_paths",
    "answers",
    "best_path",
    "cases",
    "coded",
    "commonest",
    "count_among",
    "count_unspaced",
    "doubles",
    "ends",
    "filled",
    "has_digit",
    "inside_word",
    "ints",
    "itself",
    "laid_out",
    "main",
    "marks",
    "mass",
    "masses",
    "may_go_on",
    "nearest",
    "on_edges",
    "place",
    "put",
    "run",
    "runs",
    "said",
    "scored",
    "seen_again",
    "sentence_starts",
    "shorts",
    "signs",
    "since",
    "so_far",
    "standing",
    "stays",
    "stretches",
    "sums_of",
    "table",
    "topics",
    "trimmed",
]
