"""For people who write rules.

Try examples, look for faults, search, make a rule from a line, import site files,
measure bodies against gold.
"""

from cleaner.workbench import new
from cleaner.workbench.evaluate import Evaluation, Predictions, Record, evaluate, gold_of_marks, name_of
from cleaner.workbench.examples import failures
from cleaner.workbench.ftr import convert
from cleaner.workbench.lint import lint
from cleaner.workbench.marks import Ticked, Verdict, parse_marks
from cleaner.workbench.schema import schema
from cleaner.workbench.scores import FORMS, form_of
from cleaner.workbench.search import Hit, search

__all__ = [
    "FORMS",
    "Evaluation",
    "Hit",
    "Predictions",
    "Record",
    "Ticked",
    "Verdict",
    "convert",
    "evaluate",
    "failures",
    "form_of",
    "gold_of_marks",
    "lint",
    "name_of",
    "new",
    "parse_marks",
    "schema",
    "search",
]
