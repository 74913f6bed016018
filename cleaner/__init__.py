"""article-cleaner: clean article bodies out of HTML pages and scraped text, every cut explained."""

from typing import TYPE_CHECKING, Any

from cleaner.decision import Caution, Memory
from cleaner.errors import CleanerError, DocumentError, RuleError, UsageError
from cleaner.model import Block, By, Cleaned, Document, Mark, Removal, Rule, RulePack
from cleaner.pipeline import Cleaner, clean
from cleaner.rulebook import load as load_rules
from cleaner.rulebook import select as select_rules
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.batch.many import clean_many

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
    "clean_many",
    "load_rules",
    "select_rules",
]


def __getattr__(name: str) -> Any:
    """`clean_many`, once it is wanted: one document does without the runner of batches."""
    if name == "clean_many":
        from cleaner.batch.many import clean_many  # noqa: PLC0415

        return clean_many
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """What is meant to be used."""
    return __all__
