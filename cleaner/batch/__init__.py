"""Many documents: where they come from, what is done with them, and where their bodies go.

`job.py` says what can be asked for, `clean.py` turns it into the loop of `run.py`. Documents are found
(`find.py`) and read (`sources/`), worked on (`work.py`) in processes of their own (`pool.py`), written
(`sinks.py`) and noted (`log.py`).
"""

from cleaner.batch.clean import clean_paths
from cleaner.batch.items import Failure, Item, Limits, Result, Skipped
from cleaner.batch.job import Job
from cleaner.batch.run import FailureRateError, Outcome
from cleaner.batch.targets import OutputError

__all__ = [
    "Failure",
    "FailureRateError",
    "Item",
    "Job",
    "Limits",
    "Outcome",
    "OutputError",
    "Result",
    "Skipped",
    "clean_paths",
]
