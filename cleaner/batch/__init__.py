"""Many documents: where they come from, the loop over them, and where their bodies go."""

from cleaner.batch.items import Failure, Item, Outcome, Result, Skipped
from cleaner.batch.job import Job, clean_paths
from cleaner.batch.run import clean_item, run
from cleaner.batch.sinks import OutputError

__all__ = [
    "Failure",
    "Item",
    "Job",
    "Outcome",
    "OutputError",
    "Result",
    "Skipped",
    "clean_item",
    "clean_paths",
    "run",
]
