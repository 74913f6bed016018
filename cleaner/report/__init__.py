"""What cleaning did, for people and programs: explanations, diffs, output formats."""

from cleaner.report.diff import diff
from cleaner.report.explain import explain, remarks
from cleaner.report.formats import Format, format_of

__all__ = ["Format", "diff", "explain", "format_of", "remarks"]
