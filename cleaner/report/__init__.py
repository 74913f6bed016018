"""What cleaning did, for people and programs: explanations, diffs, output formats."""

from cleaner.report.diff import diff
from cleaner.report.explain import explain, remarks
from cleaner.report.formats import FORMATS, SUFFIXES, Format, csv_header, format_of
from cleaner.report.terminal import printable

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "Format",
    "csv_header",
    "diff",
    "explain",
    "format_of",
    "printable",
    "remarks",
]
