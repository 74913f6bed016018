"""Which rules of a pack are in force: chosen by id, by the beginning of an id, or by kind."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.errors import UsageError
from cleaner.model import Confidence, Rule, RulePack
from cleaner.rulebook.keys import did_you_mean
from cleaner.text import bare, fold


def select(
    pack: RulePack,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    allow: Sequence[str] = (),
) -> RulePack:
    """Narrow a pack: by rule id, prefix of an id (`related/*`), or kind. Names a rule had before do too.

    `select` leaves only these rules; `ignore` takes rules out; `keep` leaves the junk of a kind in the body;
    `drop` turns on rules that only act on request (those of low confidence); `allow` names lines that stay
    in the body whatever the rules say, compared as the phrases of `equals` are.
    Raises UsageError for a word that names no rule and no kind.
    """
    given = {"select": select, "ignore": ignore, "keep": keep, "drop": drop, "allow": allow}
    for name, words in given.items():
        if isinstance(words, str):
            raise TypeError(f"{name}: expected a list of names, not one string: [{words!r}]")
    names = _Names(pack)
    select, ignore, keep, drop = (names.present(words) for words in (select, ignore, keep, drop))
    chosen = []
    for rule in pack.rules:
        if select and not any(_named(rule, word) for word in select):
            continue
        if any(_named(rule, word) for word in ignore):
            continue
        if rule.confidence is Confidence.LOW and not any(_named(rule, word) for word in (*select, *drop)):
            continue
        chosen.append(rule)
    shown = frozenset(rule.id for rule in chosen if any(_named(rule, word) for word in keep))
    allowed = frozenset(bare(fold(line)) for line in allow)
    notices = tuple(dict.fromkeys((*pack.notices, *names.notices)))
    return RulePack(tuple(chosen), pack.kinds, shown, allowed, notices, pack.phrase_index)


def _named(rule: Rule, word: str) -> bool:
    if word.endswith("*"):
        return rule.id.startswith(word[:-1])
    return word in {rule.kind, rule.id}


class _Names:
    """What a user may call the rules of a pack, and what was said in names of old."""

    def __init__(self, pack: RulePack) -> None:
        self._pack = pack
        self.notices: list[str] = []

    def present(self, words: Sequence[str]) -> list[str]:
        """The words, names of old replaced by those of today."""
        return [name for word in words for name in self._present(word)]

    def _present(self, word: str) -> list[str]:
        if any(_named(rule, word) for rule in self._pack.rules):
            return [word]
        renamed = [rule.id for rule in self._pack.rules if any(_old(alias, word) for alias in rule.aliases)]
        if not renamed:
            names = sorted(
                {name for rule in self._pack.rules for name in (rule.kind, rule.id, *rule.aliases)}
            )
            raise UsageError(f"no rule or kind is called “{word}”{did_you_mean(word, names)}", word)
        self.notices.append(f"{word} is now called {', '.join(renamed)}")
        return renamed


def _old(alias: str, word: str) -> bool:
    return alias.startswith(word[:-1]) if word.endswith("*") else word in {alias, alias.partition("/")[0]}
