"""What speaks for and against each block: its look, its marks, its neighbours and its place.

`TABLE` lists the features. A row has a name and fields, and a field (`fields.py`) has its values and the way
they are had of a document; names, sizes and codes follow from the row.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, overload

from cleaner.decision import fields as f
from cleaner.decision.features import FOLLOWED, NONE, OTHER, UNMARKED, Template
from cleaner.decision.survey import Survey
from cleaner.kernel import COMPILED, coded
from cleaner.model import Block, Mark


class Feature(NamedTuple):
    """A row of the table: a block has the feature where none of its fields is silent."""

    title: str
    fields: tuple[f.Field, ...]


def _row(title: str, *fields: f.Field) -> Feature:
    return Feature(title, fields)


TABLE: tuple[Feature, ...] = (
    # the block itself
    _row("look.words", f.look, f.words),
    _row("kind", f.kind),
    _row("kind.words", f.kind, f.words),
    _row("kind.confidence", f.kind, f.confidence),
    _row("second.kind", f.second_kind),
    _row("marks", f.more_marks),
    _row("opens", f.opens, f.prose_after),
    _row("case", f.case, f.look),
    _row("ends", f.ending, f.words),
    _row("signs", f.signs),
    _row("quotes", f.quotes),
    _row("repeated", f.repeated, f.look),
    _row("topic", f.topic, f.look),
    _row("topic.run", f.topic, f.run, f.words),
    # the document
    _row("kind.prose", f.kind, f.prose_of_all),
    _row("look.prose", f.look, f.prose_of_all),
    _row("prose.run", f.prose_of_all, f.run),
    _row("marked.run.look", f.marked_of_all, f.run, f.look),
    # its place
    _row("kind.run", f.kind, f.run),
    _row("look.words.run", f.look, f.words, f.run),
    _row("from.start", f.from_start, f.look),
    _row("from.end", f.from_end, f.look),
    _row("share.before", f.share_before, f.look),
    _row("prose.before", f.prose_before, f.look),
    _row("prose.after", f.prose_after, f.look),
    _row("prose.before.after", f.prose_before, f.prose_after),
    # the run of blocks that are not prose, or are
    _row("run.place", f.run, f.run_size, f.run_place),
    _row("run.end", f.run, f.run_size, f.run_left),
    _row("run.marks", f.run, f.run_marks_above, f.run_marks_below),
    _row("run.marks.look", f.look, f.run_marks_above, f.run_marks_below),
    _row("run.words.look", f.look, f.words, f.run_words),
    _row("run.between", f.prose_above_run, f.prose_below_run),
    _row("run.between.look", f.some_prose_above_run, f.some_prose_below_run, f.look),
    # marks around it
    _row("last.kind.run", f.last_kind_in_run, f.run),
    _row("last.kind.distance", f.last_kind, f.near_last),
    _row("next.kind.run", f.next_kind_in_run, f.run),
    _row("next.kind.distance", f.next_kind, f.near_next),
    _row("last.mark", f.to_last, f.look),
    _row("next.mark", f.to_next, f.look),
    *(
        row
        for name in FOLLOWED
        for row in (
            _row(f"below.{name}", f.look_below[name], f.side),
            _row(f"below.{name}.distance", f.distance_below[name], f.side),
        )
    ),
    # its neighbours
    _row("around", f.shape_above, f.look, f.shape_below),
    _row("around.marked", f.marked_above, f.marked_below, f.look),
    _row("gaps", f.gap_above, f.gap_below, f.look),
    _row("near.marked", f.near_marked, f.look),
    _row("near.short", f.near_short, f.look),
    _row("near.prose", f.near_prose, f.look),
    _row("far.marked", f.far_marked, f.look),
    _row("far.short", f.far_short, f.look),
    _row("far.prose", f.far_prose, f.look),
    _row("far", f.far_marked, f.far_short, f.far_prose),
    _row("cycle.two", f.look, f.in_turn, f.side),
    _row("cycle.three", f.every_third, f.side),
    # prose: the run and the stretch it stands in
    _row("mass.run", f.mass_words, f.run),
    _row("mass.count", f.mass_count, f.words),
    _row("mass.gaps", f.mass_gap_above, f.mass_gap_below, f.mass_words),
    _row("mass.gap.marks", f.mass_marks_above, f.mass_marks_below, f.mass_words),
    _row("mass.last.kind", f.last_kind, f.mass_words),
    _row("mass.share", f.mass_share, f.run),
    _row("stretch", f.side, f.main_marks, f.stretch_words),
    _row("stretch.share", f.side, f.stretch_share, f.words),
    # the main prose
    _row("main.marks", f.side, f.main_marks, f.look),
    _row("main.away", f.side, f.main_away, f.look),
    _row("main.share", f.side, f.main_share, f.look),
    _row("main.topic", f.side, f.main_marks, f.topic),
)


def templates(kinds: Sequence[str], table: Sequence[Feature] = TABLE) -> tuple[Template, ...]:
    """The features as templates, in the order of the table; `kinds` are those of the rules that are known."""
    every = (UNMARKED, OTHER, *kinds)
    return tuple(
        Template(row.title, tuple(every if field.values == "kinds" else field.values for field in row.fields))
        for row in table
    )


def evidence(
    blocks: Sequence[Block],
    marks: Sequence[Sequence[Mark]],
    kinds: Sequence[str],
    table: Sequence[Feature] = TABLE,
) -> Sequence[Sequence[int]]:
    """The codes of each block's features, one for each row of the table; `kinds` as for `templates`."""
    return evidence_of(survey_of(blocks, marks, kinds), table)


def survey_of(blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], kinds: Sequence[str]) -> Survey:
    """The survey of a document on which evidence rests; `kinds` as for `templates`."""
    return Survey(blocks, marks, {kind: number for number, kind in enumerate((UNMARKED, OTHER, *kinds))})


def evidence_of(survey: Survey, table: Sequence[Feature] = TABLE) -> Sequence[Sequence[int]]:
    """`evidence`, of a document that was surveyed."""
    plan = _plan(tuple(table), len(survey.numbers))
    values = f.values_of(survey, plan.others)
    if COMPILED:
        return Codes(values, plan)
    width = len(f.PLACED) + len(plan.others)
    by_field = {field: values[number::width].tolist() for field, number in plan.numbers.items()}
    codes = [_codes(row.fields, by_field, len(survey.numbers)) for row in table]
    return [list(row) for row in zip(*codes, strict=True)]


class Codes(Sequence[Sequence[int]]):
    """The codes of all blocks, made of the values of their fields when they are asked for."""

    def __init__(self, values: array[int], plan: _Plan) -> None:
        self._values, self._plan = values, plan
        self._width = len(f.PLACED) + len(plan.others)

    def __len__(self) -> int:
        return len(self._values) // self._width

    @overload
    def __getitem__(self, index: int) -> array[int]: ...
    @overload
    def __getitem__(self, index: slice) -> list[array[int]]: ...
    def __getitem__(self, index: int | slice) -> array[int] | list[array[int]]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.of(array("i", [index % len(self)]))

    def of(self, blocks: array[int]) -> array[int]:
        """The codes of these blocks, one block after the other."""
        _, _, parts, sizes, ends = self._plan
        return coded(self._values, self._width, blocks, parts, sizes, ends)


def codes_of(blocks: array[int], codes: Sequence[Sequence[int]]) -> array[int]:
    """The codes of these blocks of a document, one block after the other."""
    if isinstance(codes, Codes):
        return codes.of(blocks)
    laid_out = array("i")
    for index in blocks:
        laid_out.extend(codes[index])
    return laid_out


class _Plan(NamedTuple):
    """A table as `kernel.coded` wants it."""

    numbers: Mapping[f.Field, int]  # the columns of its fields
    others: Sequence[f.Field]  # those that the kernel does not write
    parts: array[int]
    sizes: array[int]
    ends: array[int]


@lru_cache(maxsize=8)
def _plan(table: tuple[Feature, ...], kinds: int) -> _Plan:
    fields = tuple(dict.fromkeys(field for row in table for field in row.fields))
    others = [field for field in fields if field.of is not None]
    numbers = {field: f.PLACED.index(field.name) for field in fields if field.of is None}
    numbers |= {field: number for number, field in enumerate(others, len(f.PLACED))}
    parts, sizes, ends = array("i"), array("i"), array("i")
    for row in table:
        parts.extend(numbers[field] for field in row.fields)
        sizes.extend(_size(field, kinds) for field in row.fields)
        ends.append(len(parts))
    return _Plan(numbers, others, parts, sizes, ends)


def _codes(fields: Sequence[f.Field], columns: Mapping[f.Field, f.Column], kinds: int) -> f.Column:
    """The values of each block's fields as one number: that of the last field counts single."""
    first, *others = fields
    codes, silent = columns[first], first.silent
    for field in others:
        size, values = _size(field, kinds), columns[field]
        silent = silent or field.silent
        if silent:
            codes = [
                code * size + value if code >= 0 <= value else NONE
                for code, value in zip(codes, values, strict=True)
            ]
        else:
            codes = [code * size + value for code, value in zip(codes, values, strict=True)]
    return codes


def _size(field: f.Field, kinds: int) -> int:
    if field.values == "kinds":
        return kinds
    return field.values if isinstance(field.values, int) else len(field.values)
