"""The decision over a text: from blocks and their marks to what is cut, and why.

`decide.py` is where it is made; `evidence.py` says what speaks for and against each block, `chain.py` reads
the whole document by it, `review.py` looks again, `reading.py` brings them together; `weights.json` holds
what was learned.
"""

from cleaner.decision.captured import as_metadata, captured_by, title_line
from cleaner.decision.chain import KEPT, Chain, State
from cleaner.decision.decide import Cut, Decider, Weighed
from cleaner.decision.evidence import TABLE
from cleaner.decision.features import CASES, ENDS, LOOKS, NONE, OTHER, RUNS, SIDES, UNMARKED
from cleaner.decision.guards import without_edge, without_headings
from cleaner.decision.reading import LIKELY, SENTENCES, Caution
from cleaner.decision.repeats import Memory, Page, page_of, site_of
from cleaner.decision.survey import main_mark
from cleaner.decision.suspicions import asks_to_pay, suspicion
from cleaner.decision.trees import Trees
from cleaner.decision.weights import Weights

__all__ = [
    "CASES",
    "ENDS",
    "KEPT",
    "LIKELY",
    "LOOKS",
    "NONE",
    "OTHER",
    "RUNS",
    "SENTENCES",
    "SIDES",
    "TABLE",
    "UNMARKED",
    "Caution",
    "Chain",
    "Cut",
    "Decider",
    "Memory",
    "Page",
    "State",
    "Trees",
    "Weighed",
    "Weights",
    "as_metadata",
    "asks_to_pay",
    "captured_by",
    "main_mark",
    "page_of",
    "site_of",
    "suspicion",
    "title_line",
    "without_edge",
    "without_headings",
]
