"""Rules in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cleaner.model import Confidence, Rule, RulePack
from cleaner.rulebook import KEYS, Form, Use, named
from cleaner.workbench import Hit

_HEAD = ("name", "why", "confidence", "at", "removes", "aliases")


def table(rules: Sequence[Rule]) -> str:
    """One line a rule: id, confidence, layer, number of phrases and patterns, why."""
    if not rules:
        return ""
    rows = [(rule.id, str(rule.confidence), rule.layer, f"{_looks(rule):,}", rule.why) for rule in rules]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        f"{id_:{widths[0]}}  {confidence:{widths[1]}}  {layer:{widths[2]}}  {looks:>{widths[3]}}  {why}"
        for id_, confidence, layer, looks, why in rows
    )


def kinds(pack: RulePack) -> str:
    """One line a kind: whether it goes by default, how many rules it has, and what it is about."""
    on, off = Counter[str](), Counter[str]()
    for rule in pack.rules:
        (off if rule.confidence is Confidence.LOW else on)[rule.kind] += 1
    width = max(map(len, pack.kinds), default=0)
    return "\n".join(
        f"{kind:{width}}  {_by_default(on[kind], off[kind]):4}  {_counted(on[kind] + off[kind])}  {about}"
        for kind, about in sorted(pack.kinds.items())
    )


def _by_default(on: int, off: int) -> str:
    return "some" if on and off else "on" if on else "off"


def _counted(number: int) -> str:
    return f"{number:3,} rule" + (" " if number == 1 else "s")


def counts(rules: Sequence[Rule], by: str) -> str:
    """Rules and their phrases and patterns by kind, language, confidence or layer, and in all."""
    how_many, looks = Counter[str](), Counter[str]()
    for rule in rules:
        for name, number in _shares(rule, by).items():
            how_many[name] += 1
            looks[name] += number
    rows = [(name, how_many[name], looks[name]) for name in sorted(how_many)]
    rows.append(("all", len(rules), sum(map(_looks, rules))))
    width = max(len(name) for name, _, _ in rows)
    return "\n".join(f"{name:{width}}  {number:5,} rules  {of:7,} phrases" for name, number, of in rows)


def describe(rule: Rule, line: int = 0) -> str:
    """All that a rule says, one key a line or one phrase a line, and where: its file, and the line in it."""
    lines = [
        rule.id,
        f"  {rule.why}",
        f"  confidence: {rule.confidence}, at: {rule.at}, removes: {rule.removes}",
        f"  file: {rule.file}{f':{line}' if line else ''}",
        *([] if rule.checked else ["  not checked: it may lack examples"]),
        f"  layer: {rule.layer}",
        *([f"  formerly: {', '.join(rule.aliases)}"] if rule.aliases else []),
    ]
    for name in KEYS:
        value = getattr(rule, name, None)
        if name in _HEAD or not value:
            continue
        if isinstance(value, Mapping):
            for language, phrases in value.items():
                lines += _entries(f"{name}.{language}", phrases)
        else:
            lines += _entries(name, value if isinstance(value, tuple) else (value,))
    return "\n".join(lines)


def tell(hits: Iterable[Hit]) -> str:
    """Which rules mark a line and by what, and what holds the others back."""
    lines = []
    for rule, looks, held, conditions in hits:
        lines.append(f"{rule.id} {'nearly marks it' if held else 'marks it'}: {looks}")
        lines += [f"    held back: {reason}" for reason in held]
        lines += [f"    it goes if {condition}" for condition in conditions if not held]
    return "\n".join(lines)


def _entries(key: str, values: tuple[object, ...]) -> list[str]:
    return [f"  {key}:", *(f"    {value}" for value in values)]


def _looks(rule: Rule) -> int:
    return sum(_shares(rule, "language").values())


def _shares(rule: Rule, by: str) -> Mapping[str, int]:
    """How many phrases and patterns of a rule fall under which name; patterns are of any language."""
    shares = Counter[str]()
    for key in named(Use.LOOK):
        value = getattr(rule, key)
        if KEYS[key].form is Form.BY_LANGUAGE:
            shares.update({language: len(phrases) for language, phrases in value.items()})
        elif value:
            shares["any"] += len(value) if KEYS[key].form is Form.LIST else 1
    return shares if by == "language" else {str(getattr(rule, by)): sum(shares.values())}
