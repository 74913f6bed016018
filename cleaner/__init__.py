"""article-cleaner: clean article bodies out of HTML pages and scraped text, every cut explained."""

from cleaner.decision import Caution, Memory
from cleaner.errors import CleanerError, DocumentError, RuleError, UsageError
from cleaner.model import Block, By, Cleaned, Document, Mark, Removal, Rule, RulePack
from cleaner.pipeline import Cleaner, clean
from cleaner.rulebook import load as load_rules
from cleaner.rulebook import select as select_rules
from cleaner.version import __version__

__all__ = [
    "Block",
    "By",
    "Caution",
    "Cleaned",
    "Cleaner",
    "CleanerError",
    "Document",
    "DocumentError",
    "Mark",
    "Memory",
    "Removal",
    "Rule",
    "RuleError",
    "RulePack",
    "UsageError",
    "__version__",
    "clean",
    "load_rules",
    "select_rules",
]
