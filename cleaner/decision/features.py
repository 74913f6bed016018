"""The features of a block: their names, for people, and their numbers, for speed.

A feature is a template with a value for each of its fields, such as `kind.run` with `related` and `tail`.
In the weights file and in explanations it is words (`Template.name`); while cleaning, a number
(`Template.code`), or NONE where a template has nothing to say of a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod
from operator import getitem

from cleaner.model import Confidence, Shape

NONE = -1
UNMARKED, OTHER = "-", "other"  # kinds: of a block without a mark; unknown when the weights were learned

LOOKS = (*(shape.value for shape in Shape), "mass")
RUNS = ("head", "in", "tail", "only")
SIDES = ("before", "within", "after")  # of the main prose
CASES = ("-", "capitals", "title", "lower")
ENDS = (".", "!", "?", ":", ";", ",", ")", "]", '"', "…", "other", "letter")
FOLLOWED = ("comments", "related", "author-bio", "share", "copyright")  # kinds that open what follows


@dataclass(frozen=True, slots=True)
class Template:
    """A feature's name and what its fields may be: names, or numbers below a limit."""

    title: str
    fields: tuple[tuple[str, ...] | int, ...]

    @property
    def size(self) -> int:
        """How many features it makes."""
        size = 1
        for field in self.fields:
            size *= field if isinstance(field, int) else len(field)
        return size

    def name(self, code: int) -> str:
        """The values of a feature, as words: `related/tail`."""
        values = []
        for field in reversed(self.fields):
            limit = field if isinstance(field, int) else len(field)
            code, value = divmod(code, limit)
            values.append(str(value) if isinstance(field, int) else field[value])
        return "/".join(reversed(values))

    def code(self, name: str) -> int:
        """The number of a feature; NONE for a value that this template does not know."""
        return self.codes([name])[0]

    def codes(self, names: Iterable[str]) -> list[int]:
        """The numbers of features."""
        sizes = [field if isinstance(field, int) else len(field) for field in self.fields]
        worth = [prod(sizes[number + 1 :]) for number in range(len(sizes))]
        parts = [
            {value: number * each for number, value in enumerate(_values(field))}
            for field, each in zip(self.fields, worth, strict=True)
        ]
        found: list[int] = []
        for name in names:
            try:
                found.append(sum(map(getitem, parts, name.split("/"))))
            except KeyError:
                found.append(NONE)
        return found


def _values(field: tuple[str, ...] | int) -> Iterable[str]:
    return map(str, range(field)) if isinstance(field, int) else field


def templates(kinds: Sequence[str]) -> tuple[Template, ...]:
    """The templates, in the order of the codes that `evidence` gives; `kinds` are those known."""
    kind = (UNMARKED, OTHER, *kinds)
    look, run, side = LOOKS, RUNS, SIDES
    neighbour = (*LOOKS[:-1], "none")
    words, few, mass, share, topic = 11, 12, 9, 10, 8
    followed = [
        template
        for name in FOLLOWED
        for template in (
            Template(f"below.{name}", (look, side)),
            Template(f"below.{name}.distance", (5, side)),
        )
    ]
    return (
        # the block itself
        Template("look.words", (look, words)),
        Template("kind", (kind,)),
        Template("kind.words", (kind, words)),
        Template("kind.confidence", (kind, tuple(Confidence))),
        Template("second.kind", (kind,)),
        Template("marks", (4,)),
        Template("opens", (run, mass)),
        Template("case", (CASES, look)),
        Template("ends", (ENDS, words)),
        Template("signs", (16,)),
        Template("quotes", (2,)),
        Template("repeated", (("once", "first", "again"), look)),
        Template("topic", (topic, look)),
        Template("topic.run", (topic, run, words)),
        # the document
        Template("kind.prose", (kind, 9)),
        Template("look.prose", (look, 9)),
        Template("prose.run", (9, run)),
        Template("marked.run.look", (7, run, look)),
        # its place
        Template("kind.run", (kind, run)),
        Template("look.words.run", (look, words, run)),
        Template("from.start", (few, look)),
        Template("from.end", (few, look)),
        Template("share.before", (share, look)),
        Template("prose.before", (mass, look)),
        Template("prose.after", (mass, look)),
        Template("prose.before.after", (mass, mass)),
        # the run of blocks that are not prose, or are
        Template("run.place", (run, few, 7)),
        Template("run.end", (run, few, 7)),
        Template("run.marks", (run, 4, 4)),
        Template("run.marks.look", (look, 4, 4)),
        Template("run.words.look", (look, words, 7)),
        Template("run.between", (mass + 1, mass + 1)),
        Template("run.between.look", (6, 6, look)),
        # marks around it
        Template("last.kind.run", (kind, run)),
        Template("last.kind.distance", (kind, 7)),
        Template("next.kind.run", (kind, run)),
        Template("next.kind.distance", (kind, 7)),
        Template("last.mark", (13, look)),
        Template("next.mark", (13, look)),
        *followed,
        # its neighbours
        Template("around", (neighbour, look, neighbour)),
        Template("around.marked", (2, 2, look)),
        Template("gaps", (4, 4, look)),
        Template("near.marked", (8, look)),
        Template("near.short", (8, look)),
        Template("near.prose", (8, look)),
        Template("far.marked", (6, look)),
        Template("far.short", (6, look)),
        Template("far.prose", (6, look)),
        Template("far", (6, 6, 6)),
        Template("cycle.two", (look, neighbour, side)),
        Template("cycle.three", (look, side)),
        # prose: the stretch it stands in
        Template("mass.run", (mass, run)),
        Template("mass.count", (6, words)),
        Template("mass.gaps", (few + 1, few + 1, mass)),
        Template("mass.gap.marks", (6, 6, mass)),
        Template("mass.last.kind", (kind, mass)),
        Template("mass.share", (share, run)),
        Template("stretch", (side, 5, mass)),
        Template("stretch.share", (side, 7, words)),
        # the main prose
        Template("main.marks", (side, 5, look)),
        Template("main.away", (side, few, look)),
        Template("main.share", (side, 7, look)),
        Template("main.topic", (side, 5, topic)),
    )
