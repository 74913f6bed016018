"""`cleaner rules`: what rules there are, what they say, and whether they are right."""

import json
import sys
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import colour
from cleaner.cli.completion import kinds_and_rules
from cleaner.cli.config import settings
from cleaner.cli.importing import commands as importing
from cleaner.cli.new import new_rule
from cleaner.cli.parameters import Isolated, RulePaths
from cleaner.cli.shared import FINDINGS, USAGE, all_rules, check_language, count, say
from cleaner.cli.trying import try_rules
from cleaner.errors import RuleError, UsageError
from cleaner.model import Confidence, Rule
from cleaner.rulebook import PREVIEW, faults, load, read, select, written_name

if TYPE_CHECKING:
    from cleaner.rulebook.tomlplace import TomlPlaces

commands = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
commands.add_typer(importing, name="import")
Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="RULE...", show_default=False, hidden=True, autocompletion=kinds_and_rules),
]
Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH...", show_default=False, hidden=True)]


class By(StrEnum):
    """What rules are counted by."""

    KIND = "kind"
    LANGUAGE = "language"
    CONFIDENCE = "confidence"
    LAYER = "layer"


@commands.command("list")
def list_rules(
    names: Names = None,
    *,
    language: Annotated[
        str,
        typer.Option(metavar="CODE", show_default=False, help="Only those with phrases in this language."),
    ] = "",
    confidence: Annotated[
        Confidence | None, typer.Option(show_default=False, help="Only those of this confidence.")
    ] = None,
    by: Annotated[
        By | None, typer.Option(show_default=False, help="Count rules and phrases instead of listing them.")
    ] = None,
    rules: RulePaths = None,
    isolated: Isolated = False,
) -> None:
    """List the rules: id, confidence, layer, number of phrases, and what they remove.

    RULE is an id, a kind, or the beginning of ids: related/*.
    """
    if language:
        check_language(language)
    from cleaner.report.rules import counts, table  # noqa: PLC0415  (cleaning needs none of these)

    chosen = [
        rule
        for rule in _chosen(names, rules, isolated)
        if (confidence is None or rule.confidence is confidence)
        and (not language or any(language in p for p in (rule.equals, rule.starts, rule.ends, rule.contains)))
    ]
    told = counts(chosen, by) if by else table(chosen)
    if told:
        typer.echo(colour.table(told) if colour.wants_colour(sys.stdout) else told)
        say(f"preview (phrases not yet checked against real pages): {', '.join(PREVIEW)}")


@commands.command("show")
def show_rules(names: Names = None, *, rules: RulePaths = None, isolated: Isolated = False) -> None:
    """Show a rule in full and where its file is, by its id; or all rules of a kind."""
    from cleaner.report.rules import describe  # noqa: PLC0415

    if not names:
        raise UsageError("name a rule or a kind; `cleaner rules list` shows them all")
    chosen = _chosen(names, rules, isolated)
    typer.echo("\n\n".join(describe(rule, _line(rule)) for rule in chosen))


@commands.command("test")
def check_rules(paths: Paths = None, *, isolated: Isolated = False) -> None:
    """Test rules on their own examples.

    PATH is a rule file or a folder of them. Without it, the packaged rules, your own and those of the project
    are tested.

    Exit codes: 0 all examples passed, 1 some failed, 2 a rule file can't be read.
    """
    from cleaner.workbench import failures  # noqa: PLC0415

    tested = _of(paths, isolated)
    found = [failure for rule in tested for failure in failures(rule)]
    for failure in found:
        typer.echo(failure)
    say(f"{count(len(tested), 'rule')} tested, {count(len(found), 'example')} failed")
    if found:
        raise typer.Exit(FINDINGS)


@commands.command("lint")
def lint_rules(paths: Paths = None, *, isolated: Isolated = False) -> None:
    """Look for mistakes in rules, and for what has no effect.

    Finds phrases that are there twice, that a shorter one or another rule of the kind covers, or that no line
    can have; examples that fail or are missing for a language; keys and keywords without effect; patterns
    that can be slow. If a file can't be read as rules, all errors in it are listed. PATH works as for
    `cleaner rules test`.

    Exit codes: 0 nothing found, 1 findings, 2 a rule file can't be read.
    """
    from cleaner.workbench import lint  # noqa: PLC0415

    try:
        pack = load(paths) if paths else all_rules((), isolated=isolated)
    except RuleError:
        wrong = faults(read(paths or settings(isolated=isolated).rules))
        for error in wrong:
            say(f"cleaner: {error}")
        say(count(len(wrong), "error"))
        raise typer.Exit(USAGE) from None
    linted = _of(paths, isolated)
    found = lint(pack, linted)
    for finding in found:
        spot = _places(finding.rule.file).rule_key(
            finding.key, finding.value, name=written_name(finding.rule.id)
        )
        place = f"{finding.rule.file}:{spot.line}:{spot.column}" if spot else finding.rule.file
        typer.echo(f"{place}: {finding.rule.id}, {finding.key}: {finding.message}")
        if spot:
            typer.echo(spot.excerpt)
    say(f"{count(len(linted), 'rule')} read, {count(len(found), 'finding')}")
    if found:
        raise typer.Exit(FINDINGS)


@commands.command("search")
def search_rules(
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False, hidden=True)],
    *,
    url: Annotated[
        str,
        typer.Option(
            metavar="URL",
            show_default=False,
            help="Address it comes from, for site rules.",
        ),
    ] = "",
    rules: RulePaths = None,
    isolated: Isolated = False,
) -> None:
    """Show which rules mark a line, which nearly do, and what stops those.

    Exit codes: 0 a rule marks it, 1 none does.
    """
    from cleaner.match import host_of  # noqa: PLC0415
    from cleaner.report.rules import tell  # noqa: PLC0415
    from cleaner.workbench import search  # noqa: PLC0415

    hits = search(all_rules(rules, isolated=isolated), text, host_of(url))
    if hits:
        typer.echo(tell(hits))
    marking = sum(not hit.held for hit in hits)
    say(f"{count(marking, 'rule')} {'marks' if marking == 1 else 'mark'} it, {len(hits) - marking:,} nearly")
    if not marking:
        raise typer.Exit(FINDINGS)


@commands.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    from cleaner.workbench import schema  # noqa: PLC0415

    typer.echo(json.dumps(schema(), ensure_ascii=False, indent=2))


commands.command("new")(new_rule)
commands.command("try")(try_rules)


def _chosen(names: list[str] | None, rules: list[str] | None, isolated: bool) -> tuple[Rule, ...]:
    """The rules of these names, or all, those that act only on request included."""
    pack = all_rules(rules, isolated=isolated)
    if not names:
        return pack.rules
    chosen = select(pack, select=names)
    for notice in chosen.notices[len(pack.notices) :]:
        say(f"note: {notice}")
    return chosen.rules


def _of(paths: list[str] | None, isolated: bool) -> list[Rule]:
    """The rules of these files and folders, on top of the packaged ones; without any, all there are."""
    if not paths:
        return list(all_rules((), isolated=isolated).rules)
    return [rule for rule in load(paths).rules if rule.layer in paths]


@cache
def _places(file: str) -> "TomlPlaces":
    from cleaner.rulebook.tomlplace import TomlPlaces  # noqa: PLC0415

    return TomlPlaces(Path(file).read_text(encoding="utf-8"))


def _line(rule: Rule) -> int:
    spot = _places(rule.file).rule_key("name", name=written_name(rule.id))
    return spot.line if spot else 0
