"""For people who write rules.

Try examples, look for faults, search, make a rule from a line, import site files.
"""

from cleaner.workbench import new
from cleaner.workbench.examples import failures
from cleaner.workbench.ftr import convert
from cleaner.workbench.lint import lint
from cleaner.workbench.marks import Ticked, Verdict, parse_marks
from cleaner.workbench.schema import schema
from cleaner.workbench.search import Hit, search

__all__ = [
    "Hit",
    "Ticked",
    "Verdict",
    "convert",
    "failures",
    "lint",
    "new",
    "parse_marks",
    "schema",
    "search",
]
