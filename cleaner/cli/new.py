"""`cleaner rules new`: a rule from a line somebody pastes."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cleaner.batch import put
from cleaner.cli.config import settings
from cleaner.cli.shared import FINDINGS, check_language, say
from cleaner.errors import UsageError
from cleaner.model import Confidence, Rule
from cleaner.rulebook import Source, build, load, read


def _option(*names: str, metavar: str = "", default: bool = False, says: str) -> Any:
    return typer.Option(*names, metavar=metavar or None, show_default=default, help=says)


_Id = Annotated[str, typer.Argument(metavar="KIND/NAME", show_default=False, hidden=True)]
_Cuts = Annotated[
    list[str] | None, _option("--cuts", metavar="LINE", says="A line that must go, as you found it.")
]
_Keeps = Annotated[
    list[str] | None,
    _option("--keeps", metavar="LINE", says="A line that looks much like it, but must stay."),
]
_Why = Annotated[str, _option("--why", metavar="TEXT", says="Why such a line goes, in one sentence.")]
_About = Annotated[
    str, _option("--about", metavar="TEXT", says="For a new file: what the kind is, in one sentence.")
]
_Language = Annotated[
    str, _option("--language", metavar="CODE", default=True, says="Language of the phrases and examples.")
]
_Confidence = Annotated[
    Confidence,
    _option(
        "--confidence", default=True,
        says="Whether the rule is enough by itself (high), counts as evidence (medium) or acts only on "
        "request (low).",
    ),
]  # fmt: skip
_Equals = Annotated[list[str] | None, _option("--equals", metavar="PHRASE", says="What the whole line says.")]
_Starts = Annotated[
    list[str] | None, _option("--starts", metavar="PHRASE", says="What the line starts with.")
]
_Contains = Annotated[
    list[str] | None, _option("--contains", metavar="PHRASE", says="What stands somewhere in the line.")
]
_Regex = Annotated[
    list[str] | None, _option("--regex", metavar="PATTERN", says="A pattern that the line matches.")
]
_Keywords = Annotated[
    list[str] | None,
    _option("--keywords", metavar="WORD", says="With --regex: a word that must be in the line."),
]
_Longest = Annotated[
    int | None, _option("--longest", metavar="WORDS", says="The most words the line may have.")
]
_Output = Annotated[
    str,
    _option(
        "--output", "-o", metavar="FILE",
        says="Rule file to create or extend. Default: KIND.toml, here or in the project's rules.",
    ),
]  # fmt: skip


def new_rule(
    rule_id: _Id,
    *,
    cuts: _Cuts = None,
    keeps: _Keeps = None,
    why: _Why = "",
    about: _About = "",
    language: _Language = "any",
    confidence: _Confidence = Confidence.MEDIUM,
    equals: _Equals = None,
    starts: _Starts = None,
    contains: _Contains = None,
    regex: _Regex = None,
    keywords: _Keywords = None,
    longest: _Longest = None,
    output: _Output = "",
) -> None:
    """Write a rule, with its examples, from a line you paste.

    \b
      cleaner rules new ferry/notice --cuts "Ferry times for Tuesday: 08:00" \\
        --keeps "Ferry times have doubled, a survey found." --why "A notice about the timetable."

    Without --equals, --starts, --contains or --regex, the rule looks for what the first line to cut opens
    with, up to a number, weekday, month, name or colon; or for the whole line if it is short and has none of
    these. On a terminal you are asked for what is missing.
    The rule is tested on its examples before anything is written.

    Exit codes: 0 written, 1 the rule fails its examples, 2 wrong usage.
    """
    from cleaner.workbench import new as newrule  # noqa: PLC0415  (cleaning must not pay for it)

    check_language(language)
    kind, _, name = rule_id.partition("/")
    if not name:
        raise UsageError(f"expected an id such as ferry/notice, not “{rule_id}”")
    cut = cuts or [_ask("A line that must go", "--cuts")]
    given = {"equals": equals, "starts": starts, "contains": contains, "regex": regex}
    looks = {key: value for key, value in given.items() if value} or newrule.propose(cut[0])
    if not looks:
        looks = {"contains": [_ask("The words that give it away", "--contains")]}
    rule: dict[str, object] = {
        "name": name,
        "why": why or _ask("Why such a line goes, in one sentence", "--why"),
        "confidence": confidence,
        **looks,
        "keywords": keywords,
        "longest": longest or (newrule.room_for(cut) if looks.keys() != {"equals"} else None),
        "cuts": cut,
        "keeps": keeps or [_ask("A line that looks much like it, but must stay", "--keeps")],
    }
    layers = settings().rules
    file = Path(output) if output else _place(kind, layers)
    old = file.read_bytes().decode("utf-8") if file.exists() else ""
    if not old:
        old = newrule.head(kind, about or _ask("What this new kind is, in one sentence", "--about"))
    _write(rule_id, file, f"{old.rstrip()}\n\n{newrule.as_toml(rule, language)}".encode(), layers)


def _write(rule_id: str, file: Path, content: bytes, layers: Sequence[str]) -> None:
    """Write the file, if the rule in it does what its examples say."""
    from cleaner.workbench import failures  # noqa: PLC0415  (as above)

    found = failures(_as_read(rule_id, file, content, layers))
    for failure in found:
        typer.echo(failure)
    if found:
        say("nothing was written")
        raise typer.Exit(FINDINGS)
    put(file, content)
    say(f"{file}: wrote the rule {rule_id}")
    if not any(Path(layer).resolve() in (file.resolve(), *file.resolve().parents) for layer in layers):
        say(f'to use it, add --rules {file}, or put rules = ["{file}"] in your cleaner.toml')


def _place(kind: str, layers: Sequence[str]) -> Path:
    """The file for rules of a kind: in the last folder of rules in force, or in the working directory."""
    folders = [Path(layer) for layer in layers if Path(layer).is_dir()]
    return (folders[-1] if folders else Path()) / f"{kind}.toml"


def _as_read(rule_id: str, file: Path, content: bytes, layers: Sequence[str]) -> Rule:
    """The rule as it will be read from a file of this content. Raises RuleError, UsageError."""
    taken = [rule for rule in load(layers).rules if rule_id in (rule.id, *rule.aliases)]
    if taken:
        raise UsageError(f"{taken[0].file} already has a rule {rule_id}; choose another name")
    others = [source for source in read(layers) if Path(source.file).resolve() != file.resolve()]
    pack = build([*others, Source(str(file), str(file), content)])
    for rule in pack.rules:
        if rule.id == rule_id:
            return rule
    raise UsageError(f"{file} holds rules of another kind; choose another file with --output")


def _ask(question: str, option: str) -> str:
    """The answer of whoever sits at the terminal. Raises UsageError where nobody does."""
    if not sys.stdin.isatty():
        raise UsageError(f"{option} is missing: {question[0].lower()}{question[1:]}")
    return str(typer.prompt(question, err=True))
