"""HTML pages: from a page to its document, and which of its blocks are the article.

`extract.py` lists the steps from a page to its document, `decide.py` decides block by block; the other rooms
know one thing each of a page.
"""

from cleaner.page.decide import PageDecider
from cleaner.page.extract import extract, selects
from cleaner.page.markdown import left_of, to_markdown
from cleaner.page.prose import account
from cleaner.page.second import PageTrees

__all__ = [
    "PageDecider",
    "PageTrees",
    "account",
    "extract",
    "left_of",
    "selects",
    "to_markdown",
]
