"""A page to look at: what was cut from which document, by which rule, and where to look first.

`record.py` is a document as the page shows it, `sample.py` chooses which documents of a batch are shown and
counts all of them, `page.py` writes the page: one file that asks nobody for anything, whatever the documents
hold.
"""

from cleaner.report.review.change import changed
from cleaner.report.review.page import as_html
from cleaner.report.review.record import Reviewed, reviewed
from cleaner.report.review.sample import Sample

__all__ = ["Reviewed", "Sample", "as_html", "changed", "reviewed"]
