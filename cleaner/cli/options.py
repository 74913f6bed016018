"""The options of `cleaner clean`, panel by panel as its help shows them."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from cleaner.batch import INPUTS, LOG
from cleaner.cli.colour import When
from cleaner.cli.completion import kinds_and_rules, one_of
from cleaner.cli.parameters import Panel, isolated, rule_paths
from cleaner.decision import Caution
from cleaner.report import FORMATS


def _option(
    panel: Panel,
    *names: str,
    metavar: str = "",
    default: bool = False,
    completed: Callable[[str], list[tuple[str, str]]] | None = None,
    says: str,
) -> Any:
    return typer.Option(
        *names, metavar=metavar or None, show_default=default, rich_help_panel=panel, help=says,
        autocompletion=completed,
    )  # fmt: skip


Paths = Annotated[
    list[str] | None, typer.Argument(metavar="PATH...", show_default=False, hidden=True)
]  # fmt: skip

# --- output -----------------------------------------------------------------------------------------------

Output = Annotated[str, _option(
    Panel.OUTPUT, "--output", "-o", metavar="PATH",
    says="Write to this file. For a folder or several inputs, PATH is a folder, or one file that holds them "
    "all (.jsonl, .json, .csv, .parquet). Add .gz or .zst to compress.",
)]  # fmt: skip
Overwrite = Annotated[bool, _option(Panel.OUTPUT, "--overwrite", says="Replace existing outputs.")]
Format = Annotated[str, _option(
    Panel.OUTPUT, "--format", metavar="|".join(FORMATS), completed=one_of(*FORMATS),
    says="Format of the output. All but text and markdown hold the body, what was removed and the metadata; "
    "JSON also holds a page's blocks. Default: text; for rows, JSONL, or in an output folder the format they "
    "came in.",
)]  # fmt: skip
KeepText = Annotated[bool, _option(
    Panel.OUTPUT, "--keep-text", says="Rows keep the text as it was, beside the body.",
)]  # fmt: skip
DropFailed = Annotated[bool, _option(
    Panel.OUTPUT, "--drop-failed", says="Leave out rows that failed. Default: they stay, with an error.",
)]  # fmt: skip
Shard = Annotated[int, _option(
    Panel.OUTPUT, "--shard", metavar="N", says="Split rows into numbered files of N documents each.",
)]  # fmt: skip
Suspicious = Annotated[str, _option(
    Panel.OUTPUT, "--suspicious", metavar="DIR",
    says="Write suspicious results to this folder instead: almost nothing left, or an error page, consent "
    "wall or paywall in place of an article.",
)]  # fmt: skip

# --- what goes and what stays -----------------------------------------------------------------------------

Keep = Annotated[list[str] | None, _option(
    Panel.CHOICE, "--keep", metavar="KIND", completed=kinds_and_rules,
    says="Leave this kind of thing in the body.",
)]  # fmt: skip
Drop = Annotated[list[str] | None, _option(
    Panel.CHOICE, "--drop", metavar="KIND", completed=kinds_and_rules,
    says="Remove this kind too; by default it stays.",
)]  # fmt: skip
Select = Annotated[list[str] | None, _option(
    Panel.CHOICE, "--select", metavar="RULE", completed=kinds_and_rules,
    says="Use only these rules or kinds.",
)]  # fmt: skip
Ignore = Annotated[list[str] | None, _option(
    Panel.CHOICE, "--ignore", metavar="RULE", completed=kinds_and_rules,
    says="Do not use these rules or kinds.",
)]  # fmt: skip
Allow = Annotated[list[str] | None, _option(
    Panel.CHOICE, "--allow", metavar="LINE", says="Never remove a line that reads like this one.",
)]  # fmt: skip
Rules = Annotated[list[str] | None, rule_paths(Panel.CHOICE)]
Isolated = Annotated[bool, isolated(Panel.CHOICE)]
Cautious = Annotated[Caution | None, _option(
    Panel.CHOICE, "--caution",
    says="How much evidence a cut needs; with high, less of the article is lost. Default: normal.",
)]  # fmt: skip

# --- explain ----------------------------------------------------------------------------------------------

Explain = Annotated[bool, _option(
    Panel.EXPLAIN, "--explain",
    says="Report each cut with its rule and the reason, on standard error or in the JSON.",
)]  # fmt: skip
ExplainKept = Annotated[bool, _option(
    Panel.EXPLAIN, "--explain-kept", says="Report why each remaining block stayed, on standard error.",
)]  # fmt: skip
Report = Annotated[str, _option(
    Panel.EXPLAIN, "--report", metavar="FILE",
    says="Write a page to look at (HTML, one file): documents with their cuts struck through, the riskiest "
    "first, with filters and charts. Of a large batch it shows a sample and counts everything.",
)]  # fmt: skip
Verbose = Annotated[bool, _option(
    Panel.EXPLAIN, "--verbose", "-v",
    says="Report each document in a line on standard error, and every failure. With --explain or "
    "--explain-kept: add the features behind each decision, and how probable it is.",
)]  # fmt: skip
Quiet = Annotated[bool, _option(
    Panel.EXPLAIN, "--quiet", "-q", says="Report nothing but errors: no summary, warnings or progress.",
)]  # fmt: skip
Diff = Annotated[bool, _option(
    Panel.EXPLAIN, "--diff",
    says="Print the changes as a unified diff; with --explain, each line that goes ends with its rule.",
)]  # fmt: skip
Color = Annotated[When, _option(
    Panel.EXPLAIN, "--color", says="Use colours. Default: auto, on terminals, unless NO_COLOR is set.",
)]  # fmt: skip
ShowSettings = Annotated[bool, _option(
    Panel.EXPLAIN, "--show-settings",
    says="Print the settings in force, and where they are from; clean nothing.",
)]  # fmt: skip

# --- input ------------------------------------------------------------------------------------------------

Html = Annotated[bool | None, _option(
    Panel.INPUT, "--html/--text", says="Read the input as HTML or as text. Default: detect which it is.",
)]  # fmt: skip
InputFormat = Annotated[str, _option(
    Panel.INPUT, "--input-format", metavar="|".join(INPUTS), completed=one_of(*INPUTS),
    says="What standard input and the files named hold. Default: for files by their names; standard input is "
    "recognised by its first bytes, CSV by a header that names the column of texts.",
)]  # fmt: skip
Include = Annotated[list[str] | None, _option(
    Panel.INPUT, "--include", metavar="PATTERN",
    says="In folders, read files of these names too, such as '*.page'.",
)]  # fmt: skip
Field = Annotated[str, _option(
    Panel.INPUT, "--field", metavar="NAME",
    says="Field of the rows that holds the text or HTML; of several (page,text) the first that holds any. "
    "Default: html,text,content.",
)]  # fmt: skip
Url = Annotated[str, _option(
    Panel.INPUT, "--url", metavar="URL", says="Address the input comes from; decides which site rules apply.",
)]  # fmt: skip
Private = Annotated[bool, _option(
    Panel.INPUT, "--allow-private", says="Also read file:// addresses and pages on private networks.",
)]  # fmt: skip

# --- sites ------------------------------------------------------------------------------------------------

Site = Annotated[str, _option(
    Panel.SITES, "--site", metavar="NAME",
    says="Site that all documents belong to. Default: the host of their address, the field site or domain of "
    "a row, or the folder they are in.",
)]  # fmt: skip
Repeats = Annotated[bool, _option(
    Panel.SITES, "--repeats",
    says="Compare the pages of each site: lines that several of them share, in the same order, belong to the "
    "site and are removed. Reads the input twice.",
)]  # fmt: skip
Memory = Annotated[str, _option(
    Panel.SITES, "--memory", metavar="FILE",
    says="Like --repeats, but also compare with the pages of earlier runs that FILE remembers. Pages of this "
    "run are added to it; it is created if it does not exist.",
)]  # fmt: skip

# --- batches ----------------------------------------------------------------------------------------------

Jobs = Annotated[int, _option(
    Panel.BATCHES, "--jobs", "-j", metavar="N",
    says="Number of processes. Default: one per core; none for a single document or a few small ones.",
)]  # fmt: skip
Log = Annotated[str, _option(
    Panel.BATCHES, "--log", metavar="FILE",
    says=f"Log each document as a line of JSON. Default: {LOG} in an output folder.",
)]  # fmt: skip
Resume = Annotated[bool, _option(
    Panel.BATCHES, "--resume", says="Continue an interrupted run where its log ends.",
)]  # fmt: skip
DryRun = Annotated[bool, _option(Panel.BATCHES, "--dry-run", says="Clean, but write nothing.")]
Sample = Annotated[int, _option(
    Panel.BATCHES, "--sample", metavar="N",
    says="Clean only N documents, picked at random; the same ones every time.",
)]  # fmt: skip

# --- limits -----------------------------------------------------------------------------------------------

TimeLimit = Annotated[float, _option(
    Panel.LIMITS, "--time-limit", metavar="SECONDS", default=True,
    says="Longest time a document may take, in a process of its own.",
)]  # fmt: skip
MemoryLimit = Annotated[int, _option(
    Panel.LIMITS, "--memory-limit", metavar="MB", default=True,
    says="Most memory such a process may use, libraries included.",
)]  # fmt: skip
MaxErrorRate = Annotated[float, _option(
    Panel.LIMITS, "--max-error-rate", metavar="SHARE", default=True,
    says="Stop when more than this share of the documents has failed.",
)]  # fmt: skip
