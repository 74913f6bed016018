"""Bodies beside gold: figures of all, of groups, of the worst; and which kinds of rules cut what is gold."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from cleaner.decision import site_of
from cleaner.errors import UsageError
from cleaner.match import host_of
from cleaner.workbench.marks import Ticked
from cleaner.workbench.scores import Figures, Form, Row, form_of, language_of, tokens

NAMES = ("id", "name", "document", "file", "url")  # of a row: the first it has says which document it is
_SITES = ("site", "domain", "host")
_UNKNOWN = "?"
_PLACE = re.compile(r".*:(\d+)")  # the name of a row without one: file:line
_ENDING = re.compile(r"\.(?:txt|md|html?|json)(?:\.(?:gz|zst))?$", re.IGNORECASE)
_SHOWN = 120  # characters of a line


class Record(NamedTuple):
    """A row of gold or of predictions, or a file as one, and what it is called."""

    name: str
    fields: Mapping[str, Any]


class Scored(NamedTuple):
    """A document's figures."""

    name: str
    row: Row
    lost: str  # a line of the gold that the body has not
    left: str  # a line of the body that the gold has not


class KindCuts(NamedTuple):
    """What rules of a kind cut: how often, how many words, and how many of these are gold's and missing."""

    cuts: int
    words: int
    lost: int


@dataclass
class Evaluation:
    """What came of a comparison. Figures are percents, worst documents first."""

    form: str
    documents: int
    missing: int  # gold without a prediction: scored as empty
    figures: Figures
    groups: dict[str, dict[str, tuple[int, Figures]]] = field(default_factory=dict)  # by field and value
    worst: list[Scored] = field(default_factory=list)
    kinds: dict[str, KindCuts] = field(default_factory=dict)


class Predictions:
    """Bodies by name. Names fit without ending and folder too, where one document alone has them."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Raises UsageError for a row without a body, and for two of one name."""
        self._rows = list(records)
        self._exact: dict[str, Record] = {}
        short: defaultdict[str, list[Record]] = defaultdict(list)
        for record in self._rows:
            if body_of(record) is None:
                raise UsageError(f"{record.name}: expected a field “body” or “text” that holds text")
            if record.name in self._exact:
                raise UsageError(f"two predictions are called “{record.name}”")
            self._exact[record.name] = record
            for name in {_stem(record.name), _stem(PurePosixPath(record.name).name)}:
                short[name].append(record)
        self._short = {name: records[0] for name, records in short.items() if len(records) == 1}

    def find(self, name: str) -> Record | None:
        """The prediction for a document of the gold, or for the row of this number."""
        found = self._exact.get(name) or self._short.get(_stem(name))
        found = found or self._short.get(_stem(PurePosixPath(name).name))
        place = _PLACE.fullmatch(name)
        if found is None and place and 0 < int(place[1]) <= len(self._rows):
            return self._rows[int(place[1]) - 1]
        return found


def evaluate(
    gold: Sequence[Record], predictions: Predictions, *, by: Sequence[str] = (), worst: int = 10
) -> Evaluation:
    """Score each document of the gold; those nothing was predicted for count as empty.

    `by` groups documents by fields of gold, prediction or its metadata; `kind` tells instead what the rules
    of each kind cut. Raises UsageError for gold of no form, or of several.
    """
    if not gold:
        raise UsageError("the gold holds no documents")
    form = form_of(gold[0].fields)
    rows, scored, missing = list[Row](), list[Scored](), 0
    groups: dict[str, defaultdict[str, list[Row]]] = {
        name: defaultdict(list) for name in by if name != "kind"
    }
    kinds: dict[str, KindCuts] = {}
    for record in gold:
        if form_of(record.fields) is not form:
            raise UsageError(
                f"{record.name}: is not gold of the same form as the rows before it ({form.name})"
            )
        found = predictions.find(record.name)
        missing += found is None
        body = (body_of(found) if found else "") or ""
        row = form.score(record.fields, body)
        rows.append(row)
        scored.append(Scored(record.name, row, *_differing(_right(record), body)))
        for name, members in groups.items():
            members[_value(name, record, found)].append(row)
        if "kind" in by and found:
            _count_kinds(kinds, record, found, body)
    scored.sort(key=lambda one: (one.row["f1"], one.name))
    order = sorted(kinds.items(), key=lambda kind: (-kind[1].lost, -kind[1].words, kind[0]))
    return Evaluation(
        form.name, len(rows), missing, form.summary(rows),
        {name: _summed(form, members) for name, members in groups.items()},
        scored[:worst], dict(order),
    )  # fmt: skip


def gold_of_marks(marks: Iterable[Ticked]) -> list[Record]:
    """Ticks of the page to look at as gold: what was cut by mistake must stay."""
    documents: defaultdict[str, list[str]] = defaultdict(list)
    for mark in marks:
        if mark.text.strip():
            documents[mark.document].append(mark.text)
    return [Record(name, {"must_have": texts}) for name, texts in documents.items()]


def name_of(fields: Mapping[str, Any], otherwise: str) -> str:
    """What a row is called."""
    return next((str(fields[key]) for key in NAMES if fields.get(key) not in (None, "")), otherwise)


def body_of(record: Record) -> str | None:
    """The body that a row holds; None if it has none."""
    said = next((record.fields[key] for key in ("body", "text") if key in record.fields), None)
    if said is None and any(key in record.fields for key in ("body", "text")):
        return ""
    return said if isinstance(said, str) else None


def _stem(name: str) -> str:
    return _ENDING.sub("", name)


def _summed(form: Form, members: Mapping[str, Sequence[Row]]) -> dict[str, tuple[int, Figures]]:
    """The groups of one field, the largest first."""
    order = sorted(members.items(), key=lambda group: (-len(group[1]), group[0]))
    return {value: (len(rows), form.summary(rows)) for value, rows in order}


def _value(name: str, gold: Record, found: Record | None) -> str:
    """What a document has in a field: of its gold, of its prediction, of the metadata in that."""
    predicted: Mapping[str, Any] = found.fields if found else {}
    metadata = predicted.get("metadata")
    places = [gold.fields, predicted, *([metadata] if isinstance(metadata, Mapping) else [])]
    if name == "language":
        return next((said for place in places if (said := language_of(place))), _UNKNOWN)
    if name == "site":
        for place in places:
            said = next((place[key] for key in _SITES if isinstance(place.get(key), str) and place[key]), "")
            if host := said or site_of(host_of(str(place.get("url") or ""))):
                return host
        return _UNKNOWN
    return next((str(place[name]) for place in places if place.get(name) not in (None, "")), _UNKNOWN)


def _right(gold: Record) -> str:
    """The body in the gold, as far as there is one."""
    said = gold.fields.get("gold", gold.fields.get("body")) or "\n".join(gold.fields.get("must_have") or ())
    return said if isinstance(said, str) else ""


def _differing(right: str, body: str) -> tuple[str, str]:
    """The longest line of the gold that the body has not, and the other way round."""
    return _without(right, body), _without(body, right)


def _without(text: str, other: str) -> str:
    words = f" {' '.join(tokens(other))} "
    lines = [
        line.strip()
        for line in text.split("\n")
        if line.strip() and f" {' '.join(tokens(line))} " not in words
    ]
    return max(lines, key=len, default="")[:_SHOWN]


def _count_kinds(kinds: dict[str, KindCuts], gold: Record, found: Record, body: str) -> None:
    """Add the cuts of one prediction. A word that several cuts hold is lost by the first."""
    missing = Counter(tokens(_right(gold))) - Counter(tokens(body))
    for kind, text in _cuts(found, gold):
        words = Counter(tokens(text))
        lost = words & missing
        missing -= lost
        before = kinds.get(kind, KindCuts(0, 0, 0))
        kinds[kind] = KindCuts(before.cuts + 1, before.words + words.total(), before.lost + lost.total())


def _cuts(found: Record, gold: Record) -> Iterator[tuple[str, str]]:
    """Kind and text of each cut. Raises UsageError where the prediction does not tell the text."""
    removed, text = found.fields.get("removed"), gold.fields.get("text")
    if not isinstance(removed, list):
        raise UsageError(
            f"{found.name}: to count by kind, the predictions need cleaner's own field “removed”"
        )
    for cut in removed:
        said = cut.get("text")
        if said is None and isinstance(text, str) and cut["start"] >= 0:
            said = text[cut["start"] : cut["end"]]
        if said is None:
            message = "to count by kind, the cuts need their text: clean with --explain"
            raise UsageError(f"{found.name}: {message}")
        yield cut["rule"].partition("/")[0], said
