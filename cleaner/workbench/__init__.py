"""For people who write rules.

Try examples, look for faults, search, make a rule from a line, import site files,
measure bodies against gold.
"""

from cleaner.workbench import new
from cleaner.workbench.drafts import Draft, as_file, drafts, sound
from cleaner.workbench.evaluate import Evaluation, Predictions, Record, evaluate, gold_of_marks, name_of
from cleaner.workbench.examples import failures, in_force
from cleaner.workbench.ftr import convert
from cleaner.workbench.learn import Learned, Site, learn, learned
from cleaner.workbench.lint import lint
from cleaner.workbench.marks import Ticked, Verdict, parse_marks
from cleaner.workbench.schema import schema
from cleaner.workbench.scores import FORMS, form_of
from cleaner.workbench.search import Hit, search
from cleaner.workbench.trial import EXAMPLES, Change, Tally, Trial

__all__ = [
    "EXAMPLES",
    "FORMS",
    "Change",
    "Draft",
    "Evaluation",
    "Hit",
    "Learned",
    "Predictions",
    "Record",
    "Site",
    "Tally",
    "Ticked",
    "Trial",
    "Verdict",
    "as_file",
    "convert",
    "drafts",
    "evaluate",
    "failures",
    "form_of",
    "gold_of_marks",
    "in_force",
    "learn",
    "learned",
    "lint",
    "name_of",
    "new",
    "parse_marks",
    "schema",
    "search",
    "sound",
]
