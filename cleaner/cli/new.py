"""`cleaner rules new`: a rule from a line somebody pastes."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cleaner.batch import put
from cleaner.cli.config import settings
from cleaner.cli.shared import FINDINGS, say
from cleaner.errors import UsageError
from cleaner.model import Confidence, Rule
from cleaner.rulebook import Source, build, load, read


def new_rule(
    rule_id: Annotated[str, typer.Argument(metavar="KIND/NAME", show_default=False, hidden=True)],
    *,
    cuts: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE", show_default=False, help="A line that must go, as it was met."),
    ] = None,
    keeps: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE", show_default=False, help="A tempting line that must stay."),
    ] = None,
    why: Annotated[str, typer.Option(show_default=False, help="One sentence: why this goes.")] = "",
    about: Annotated[
        str, typer.Option(show_default=False, help="For a new file: one sentence on the kind.")
    ] = "",
    language: Annotated[str, typer.Option(metavar="CODE", help="Of the phrases and examples.")] = "any",
    confidence: Annotated[Confidence, typer.Option(help="How sure it is.")] = Confidence.MEDIUM,
    equals: Annotated[
        list[str] | None, typer.Option(metavar="PHRASE", show_default=False, help="The whole line.")
    ] = None,
    starts: Annotated[
        list[str] | None, typer.Option(metavar="PHRASE", show_default=False, help="How it starts.")
    ] = None,
    contains: Annotated[
        list[str] | None, typer.Option(metavar="PHRASE", show_default=False, help="What stands in it.")
    ] = None,
    regex: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", show_default=False, help="A pattern in it.")
    ] = None,
    keywords: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD", show_default=False, help="With --regex: a word that must be there."),
    ] = None,
    longest: Annotated[
        int | None, typer.Option(metavar="WORDS", show_default=False, help="Words a line may have at most.")
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", show_default=False,
            help="The rule file to make or to append to. Default: KIND.toml, here or in the project's rules.",
        ),
    ] = "",
) -> None:  # fmt: skip
    """Write a rule, with its examples, from a line you paste.

    \b
      cleaner rules new ferry/notice --cuts "Ferry times for Tuesday: 08:00" \\
        --keeps "Ferry times have doubled, a survey found." --why "A notice about the timetable."

    Without --equals, --starts, --contains or --regex it looks for what stands before the colon of the first
    line to cut, or for all of a short line. What is missing is asked for at a terminal. The rule is read and
    run against its examples before anything is written.

    Exit codes: 0 written, 1 it does not do what its examples say, 2 wrong usage.
    """
    from cleaner.workbench import failures  # noqa: PLC0415  (cleaning must not pay for it)
    from cleaner.workbench import new as newrule  # noqa: PLC0415

    kind, _, name = rule_id.partition("/")
    if not name:
        raise UsageError(f"expected an id such as ferry/notice, not “{rule_id}”")

    cut = cuts or [_ask("A line that must go", "--cuts")]
    given = {"equals": equals, "starts": starts, "contains": contains, "regex": regex}
    looks = {key: value for key, value in given.items() if value} or newrule.propose(cut[0])
    if not looks:
        looks = {"contains": [_ask("The words in it that give it away", "--contains")]}
    rule: dict[str, object] = {
        "name": name,
        "why": why or _ask("One sentence: why this goes", "--why"),
        "confidence": confidence,
        **looks,
        "keywords": keywords,
        "longest": longest or (newrule.room_for(cut) if looks.keys() != {"equals"} else None),
        "cuts": cut,
        "keeps": keeps or [_ask("A tempting line that must stay", "--keeps")],
    }
    layers = settings().rules
    file = Path(output) if output else _place(kind, layers)
    old = file.read_bytes().decode("utf-8") if file.exists() else ""
    if not old:
        old = newrule.head(kind, about or _ask("A new kind; one sentence on it", "--about"))
    content = f"{old.rstrip()}\n\n{newrule.as_toml(rule, language)}".encode()
    found = failures(_as_read(rule_id, file, content, layers))
    for failure in found:
        typer.echo(failure)
    if found:
        say("nothing was written")
        raise typer.Exit(FINDINGS)
    put(file, content)
    say(f"{file}: {rule_id} is written")
    if not any(Path(layer).resolve() in (file.resolve(), *file.resolve().parents) for layer in layers):
        say(f'it is in force with --rules {file}, or with rules = ["{file}"] in your cleaner.toml')


def _place(kind: str, layers: Sequence[str]) -> Path:
    """The file for rules of a kind: in the last folder of rules in force, or in the working directory."""
    folders = [Path(layer) for layer in layers if Path(layer).is_dir()]
    return (folders[-1] if folders else Path()) / f"{kind}.toml"


def _as_read(rule_id: str, file: Path, content: bytes, layers: Sequence[str]) -> Rule:
    """The rule as it will be read from a file of this content. Raises RuleError, UsageError."""
    taken = [rule for rule in load(layers).rules if rule_id in (rule.id, *rule.aliases)]
    if taken:
        raise UsageError(f"{taken[0].file} has a rule {rule_id}; take another name")
    others = [source for source in read(layers) if Path(source.file).resolve() != file.resolve()]
    pack = build([*others, Source(str(file), str(file), content)])
    for rule in pack.rules:
        if rule.id == rule_id:
            return rule
    raise UsageError(f"{file} holds rules of another kind; name another file with --output")


def _ask(question: str, option: str) -> str:
    """The answer of whoever sits at the terminal. Raises UsageError where nobody does."""
    if not sys.stdin.isatty():
        raise UsageError(f"say it with {option}: {question[0].lower()}{question[1:]}")
    return str(typer.prompt(question, err=True))
