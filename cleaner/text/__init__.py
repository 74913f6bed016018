"""Bytes to text, and text to blocks: what every later step counts, folds and quotes.

`decode.py` finds the encoding and tells pages from texts; `repair.py` mends what was encoded twice;
`blocks.py` splits a text into blocks; `code.py` finds code in it; `shape.py` says what a block looks like in
any script; `fold.py` is how phrases and blocks are compared; `dates.py` reads dates, `names.py` bylines;
`language.py` tells the language; `mistaken.py` what was given in place of a text.
"""

from cleaner.text.blocks import Kept, as_block, as_blocks, is_airy, one_line, split, without
from cleaner.text.code import fenced, line_starts, prose_words
from cleaner.text.dates import date_in, like_date, read_date
from cleaner.text.decode import decode, looks_like_html, named_html, receive
from cleaner.text.fold import bare, fold, plain
from cleaner.text.language import language_of
from cleaner.text.late import pattern as late_pattern
from cleaner.text.mistaken import mistaken
from cleaner.text.names import is_agency, is_full_name, names_in, says_by, says_other
from cleaner.text.repair import repaired, unreadable
from cleaner.text.sentences import sentences
from cleaner.text.shape import STOPS, UNSPACED, count_words, is_name, latin_length

__all__ = [
    "STOPS",
    "UNSPACED",
    "Kept",
    "as_block",
    "as_blocks",
    "bare",
    "count_words",
    "date_in",
    "decode",
    "fenced",
    "fold",
    "is_agency",
    "is_airy",
    "is_full_name",
    "is_name",
    "language_of",
    "late_pattern",
    "latin_length",
    "like_date",
    "line_starts",
    "looks_like_html",
    "mistaken",
    "named_html",
    "names_in",
    "one_line",
    "plain",
    "prose_words",
    "read_date",
    "receive",
    "repaired",
    "says_by",
    "says_other",
    "sentences",
    "split",
    "unreadable",
    "without",
]
