"""Where the literals of all rules stand in a text.

Compiled, a net of the kernel catches them. Elsewhere an Aho–Corasick automaton does; to build that takes as
long as to look them up one by one in some short texts, which is done first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cleaner.kernel import COMPILED, Net, cast, caught

if TYPE_CHECKING:
    import ahocorasick_rs

# Letters, and the letters that one look-up takes as long as, after which an automaton would have paid.
_BY_LOOK_UP, _A_LOOK_UP = 50_000, 4_000
_GRAM = 3  # letters of a literal that a text is asked for first

Hit = Sequence[int]  # the place of a literal among all, where it begins, and perhaps where it ends


class Literals:
    """Literals that are looked for in any number of texts."""

    def __init__(self, literals: Sequence[str]) -> None:
        self.listed = literals
        self._net: Net | None = None
        self._automaton: ahocorasick_rs.AhoCorasick | None = None
        self._left = _BY_LOOK_UP  # letters to be searched without it

    def hits(self, text: str) -> Sequence[Hit]:
        """Every place of every literal, in any order; those within others too."""
        if COMPILED:
            if self._net is None:
                self._net = cast(self.listed)
            return caught(text, self._net)
        if self._automaton is None:
            self._left -= len(text) + _A_LOOK_UP
            if self._left > 0:
                return list(_looked_up(self.listed, text))
            import ahocorasick_rs  # noqa: PLC0415  (nor need it be loaded for one short text)

            self._automaton = ahocorasick_rs.AhoCorasick(self.listed)
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # halves of surrogate pairs, which are no characters
            whole = re.sub("[\ud800-\udfff]", "\ufffd", text)
            return self._automaton.find_matches_as_indexes(whole, overlapping=True)


def _looked_up(literals: Sequence[str], text: str) -> Iterator[Hit]:
    """What the automaton would find, without it."""
    grams = {text[at : at + size] for size in range(1, _GRAM + 1) for at in range(len(text))}
    for number in [number for number, literal in enumerate(literals) if literal[:_GRAM] in grams]:
        literal = literals[number]
        start = text.find(literal)
        while start >= 0:
            yield number, start
            start = text.find(literal, start + 1)
