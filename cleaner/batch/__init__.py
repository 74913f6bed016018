"""Many documents: where they come from, what is done with them, and where their bodies go.

`job.py` says what can be asked for, `clean.py` turns it into the loop of `run.py`. Documents are found
(`find.py`, `looks.py`) and read (`sources/`), worked on (`work.py`) in processes of their own (`ahead.py`,
`pool.py`, `processes.py`, `worker.py`), written (`sinks.py`, `targets.py`) and noted (`log.py`). `many.py` is
the same for documents in hand. `locks.py` keeps two runs apart; `changes.py` tells a run that is resumed
which inputs are no longer what they were; `past.py` reads what runs made before have left. `corpus.py` is for
those who look at documents and don't clean them.
"""

from cleaner.batch.clean import clean_paths
from cleaner.batch.documents import Size, size_of_inputs
from cleaner.batch.find import LOG
from cleaner.batch.items import LIMITS, Failure, Item, Limits, Lost, Result, Skipped
from cleaner.batch.job import INPUTS, Job
from cleaner.batch.run import FailureRateError, Outcome
from cleaner.batch.targets import OutputError, exists, put
from cleaner.batch.work import PAGES, Clean, fields, wanted

__all__ = [
    "INPUTS",
    "LIMITS",
    "LOG",
    "PAGES",
    "Clean",
    "Failure",
    "FailureRateError",
    "Item",
    "Job",
    "Limits",
    "Lost",
    "Outcome",
    "OutputError",
    "Result",
    "Size",
    "Skipped",
    "clean_paths",
    "exists",
    "fields",
    "put",
    "size_of_inputs",
    "wanted",
]
