"""Which rules mark which blocks of a text, or elements of a page.

`matcher.py` goes through a document by its `clock.py`; `phrases.py` and `index.py` find the phrases of all
rules at once, `sequence.py` patterns over blocks, `selectors.py` elements.
`kept.py` keeps compiled regexes between runs. `backtracking.py` tells patterns that can take very long, by
the `automaton.py` of a `pattern.py`; `xpath.py` the same of XPath.
"""

from cleaner.match import kept, phrases
from cleaner.match.clock import Clock
from cleaner.match.index import index
from cleaner.match.matcher import SECONDS_A_REGEX, Matcher, is_spoken, seen
from cleaner.match.phrases import look_up
from cleaner.match.selectors import XPATH, PageRules, PathSelector, compile_selector, host_of, on_site
from cleaner.match.sequence import check_shape, sequences

__all__ = [
    "SECONDS_A_REGEX",
    "XPATH",
    "Clock",
    "Matcher",
    "PageRules",
    "PathSelector",
    "check_shape",
    "compile_selector",
    "host_of",
    "index",
    "is_spoken",
    "kept",
    "look_up",
    "on_site",
    "phrases",
    "seen",
    "sequences",
]
