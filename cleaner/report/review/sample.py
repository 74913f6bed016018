"""Which documents of a batch the page shows: some for each rule and each risk at work, then the riskiest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from cleaner.report.review.record import Reviewed, Risk

BINS = 10  # of the share of words that was left
_EACH_RULE, _EACH_RISK, _RISKIEST = 2, 20, 400  # documents that are kept in mind
_WEIGHT = {risk: 2 ** (len(Risk) - number) for number, risk in enumerate(Risk)}

Ranked = tuple[int, bytes, Reviewed]


class Sample:
    """Counts every document and keeps some: bounded memory, and the same ones in whatever order they come."""

    def __init__(self) -> None:
        self.documents = self.cuts = self.words = self.left = 0
        self.kinds: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.ways: Counter[str] = Counter()
        self.risks: Counter[Risk] = Counter()
        self.changes: Counter[str] = Counter()  # where two outputs are compared
        self.shares = [0] * BINS
        self._each: dict[str, list[Ranked]] = defaultdict(list)
        self._riskiest: list[Ranked] = []

    def add(self, document: Reviewed) -> None:
        """Count a document; keep it if it shows something that few others do, or is risky."""
        self.documents += 1
        self.cuts += document.cuts
        self.words += document.words
        self.left += document.left
        self.risks.update(document.risks)
        self.changes.update(document.changes)
        if not document.error:
            self.shares[min(int(document.share * BINS), BINS - 1)] += 1
        for (kind, rule, by), number in document.tally.items():
            self.kinds[kind] += number
            self.rules[rule] += number
            self.ways[by] += number
        ranked = (_risk(document), _lot(document.name), document)
        for rule in {rule for _, rule, _ in document.tally}:
            _keep(self._each[rule], ranked, _EACH_RULE)
        for risk in document.risks:
            _keep(self._each[f"!{risk}"], ranked, _EACH_RISK)
        _keep(self._riskiest, ranked, _RISKIEST)

    def chosen(self) -> Iterator[Reviewed]:
        """The documents to show, those first without which a rule or a risk would not be shown at all."""
        seen = set[int]()
        groups = [
            _best(rows, _EACH_RISK if name.startswith("!") else _EACH_RULE)
            for name, rows in self._each.items()
        ]
        first = [rows[0] for rows in groups]
        others = [row for rows in groups for row in rows[1:]]
        for rows in (first, others, _best(self._riskiest, _RISKIEST)):
            for row in _best(rows, len(rows)):
                if id(row[2]) not in seen:
                    seen.add(id(row[2]))
                    yield row[2]


def _risk(document: Reviewed) -> int:
    return sum(_WEIGHT[risk] for risk in document.risks)


def _lot(name: str) -> bytes:
    """Drawn by the name, so that neither order nor hash seed decides between documents of one risk."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _rank(row: Ranked) -> tuple[int, bytes, str]:
    return row[0], row[1], row[2].name


def _keep(rows: list[Ranked], row: Ranked, most: int) -> None:
    """Keep the `most` highest."""
    rows.append(row)
    if len(rows) > 2 * most:
        rows[:] = _best(rows, most)


def _best(rows: Iterable[Ranked], most: int) -> list[Ranked]:
    return sorted(rows, reverse=True, key=_rank)[:most]
