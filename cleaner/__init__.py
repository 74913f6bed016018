"""article-cleaner: clean article bodies out of HTML pages and scraped text, every cut explained."""

from cleaner.errors import CleanerError, DocumentError, RuleError, UsageError
from cleaner.model import Block, Cleaned, Document, Mark, Removal, Rule, RulePack
from cleaner.pipeline import Cleaner, clean
from cleaner.reading import Caution
from cleaner.repeats import Memory
from cleaner.rulebook import load as load_rules
from cleaner.rulebook import select as select_rules

__version__ = "0.1.0"

__all__ = [
    "Block",
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
    "clean",
    "load_rules",
    "select_rules",
]
