"""A second look at each block, with the first reading of the whole document in view.

The chain reads along the sequence; here its odds for a block, those of its neighbours and of the document,
what the words say and the block's place come together in small trees, which see how these depend on one
another. They say mostly where the chain was too sure.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from cleaner.decision.chain import Rows, State
from cleaner.decision.evidence import codes_of
from cleaner.decision.features import Template
from cleaner.kernel import seen_again, stays, sums_of

# looked up once: to find a member of an enumeration takes Python 3.11 long
_BODY = State.BODY

# Fields of features (template, field) that enter by the number of their bin; -1 where it says nothing.
_FIELDS = (
    ("look.words", 0),
    ("share.before", 0),
    ("prose.before", 0),
    ("repeated", 0),
    ("case", 0),
    ("ends", 0),
    ("topic", 0),
    ("kind.confidence", 1),
    ("kind.prose", 1),
    ("marked.run.look", 0),
    ("run.place", 1),
    ("run.words.look", 2),
    ("run.marks", 1),
    ("last.mark", 0),
    ("next.mark", 0),
    ("far.prose", 0),
    ("mass.run", 0),
    ("stretch", 2),
    ("main.marks", 1),
    ("main.away", 1),
    ("main.share", 1),
)
_VALUES = (
    *(f"is.{state.name.lower()}" for state in State),
    *(f"score.{state.name.lower()}" for state in State if state is not _BODY),
    "kept.above",
    "kept.below",
    "kept.third.above",
    "kept.third.below",
    "kept.near",
    "kept.document",
    "kept.share",
    "said",
    "said.above",
    "said.below",
    "said.near",
    "words",
    "blocks",
    "document.words",
    "from.start",
    "from.end",
    "kept.words.before",
    "kept.words.after",
)
SIGNALS = (*(f"{title}.{field}" for title, field in _FIELDS), *_VALUES)
_SILENCE = -9.0  # what words say that are not known
_AT_ONCE = 1000  # blocks: in a long text all signals of all would fill the memory
_NEAR = 4  # blocks above and below that are near
# Up to where numbers are told apart: few texts to learn from have more, so that what trees made of larger
# numbers would be chance.
_MOST = (150.0, 200, 2000.0, 60, 1000.0)  # words; blocks; words of all; places; words that stay


class Signals:
    """What trees are told of each block."""

    def __init__(self, templates: Sequence[Template]) -> None:
        numbers = {template.title: number for number, template in enumerate(templates)}
        self._fields = [
            (numbers[title], *_place(templates[numbers[title]], field)) for title, field in _FIELDS
        ]

    def of(
        self,
        words: array[int],
        codes: Sequence[Sequence[int]],
        scores: Rows,
        odds: Rows,
        said: Sequence[float | None],
        chosen: Sequence[int],
    ) -> Iterator[array[float]]:
        """A value for each of `SIGNALS`, for each of the blocks chosen: one after the other, in some arrays.

        `words` are those of each block, `codes` as from `evidence`, `scores` and `odds` from the chain,
        `said` as from `words.say`, at least of the blocks `near` those chosen.
        """
        kept = stays(odds.flat)
        sums = sums_of(words, kept, list(said), _SILENCE)
        for first in range(0, len(chosen), _AT_ONCE):
            part = array("i", chosen[first : first + _AT_ONCE])
            yield seen_again(
                part, codes_of(part, codes), self._fields, scores.flat, odds.flat, words, kept, sums,
                _NEAR, _SILENCE, _MOST,
            )  # fmt: skip


def near(chosen: Iterable[int], count: int) -> list[int]:
    """Those blocks of so many whose words are heard where these are looked at, which are in order."""
    found: list[int] = []
    end = 0
    for index in chosen:
        found.extend(range(max(end, index - _NEAR), min(count, index + _NEAR + 1)))
        end = index + _NEAR + 1
    return found


def _place(template: Template, field: int) -> tuple[int, int]:
    """Divisor and limit that take a field out of a template's code."""
    sizes = [size if isinstance(size, int) else len(size) for size in template.fields]
    divisor = 1
    for size in sizes[field + 1 :]:
        divisor *= size
    return divisor, sizes[field]
