"""What cleaning did, for people and programs: explanations, diffs, output formats."""

from cleaner.report.diff import diff
from cleaner.report.explain import explain, remarks
from cleaner.report.formats import (
    FORMATS,
    RESULTS,
    SUFFIXES,
    Format,
    as_row,
    csv_cell,
    csv_line,
    failed_row,
    format_of,
)
from cleaner.report.restore import restored
from cleaner.report.terminal import printable

__all__ = [
    "FORMATS",
    "RESULTS",
    "SUFFIXES",
    "Format",
    "as_row",
    "csv_cell",
    "csv_line",
    "diff",
    "explain",
    "failed_row",
    "format_of",
    "printable",
    "remarks",
    "restored",
]
