"""What cleaning did, for people and programs: explanations, diffs, output formats."""

from cleaner.report.account import Account, account_of, failed, from_log, from_row, original_of, to_log
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
    tells_nothing,
)
from cleaner.report.restore import restored
from cleaner.report.terminal import printable

__all__ = [
    "FORMATS",
    "RESULTS",
    "SUFFIXES",
    "Account",
    "Format",
    "account_of",
    "as_row",
    "csv_cell",
    "csv_line",
    "diff",
    "explain",
    "failed",
    "failed_row",
    "format_of",
    "from_log",
    "from_row",
    "original_of",
    "printable",
    "remarks",
    "restored",
    "tells_nothing",
    "to_log",
]
