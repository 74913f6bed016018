"""article-cleaner: clean article bodies out of HTML pages and scraped text, every cut explained."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.batch.many import clean_many
    from cleaner.decision import Caution, Memory
    from cleaner.errors import CleanerError, DocumentError, RuleError, UsageError
    from cleaner.model import Block, By, Cleaned, Document, Mark, Removal, Rule, RulePack
    from cleaner.pipeline import Cleaner, clean
    from cleaner.rulebook import load as load_rules
    from cleaner.rulebook import select as select_rules

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

_HOMES = {  # where the names above are from
    "cleaner.batch.many": ("clean_many",),
    "cleaner.decision": ("Caution", "Memory"),
    "cleaner.errors": ("CleanerError", "DocumentError", "RuleError", "UsageError"),
    "cleaner.model": ("Block", "By", "Cleaned", "Document", "Mark", "Removal", "Rule", "RulePack"),
    "cleaner.pipeline": ("Cleaner", "clean"),
    "cleaner.rulebook": ("load_rules", "select_rules"),
}


def __getattr__(name: str) -> Any:
    """A public name, loaded once it is wanted: a command that needs few of them starts sooner."""
    for home, names in _HOMES.items():
        if name in names:
            found = globals()[name] = getattr(import_module(home), name.removesuffix("_rules"))
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """What is meant to be used."""
    return __all__
