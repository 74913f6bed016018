"""Labelled texts: their blocks, marks and labels, the suite they are of and the fold each site belongs to."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from benchmarks.data import general_rules, read_jsonl
from benchmarks.learn import own
from cleaner.decision import Decider
from cleaner.decision.evidence import evidence
from cleaner.match.matcher import Matcher
from cleaner.model import Block, Mark
from cleaner.text.blocks import split

Floats = npt.NDArray[np.float64]
FOLDS = 2  # with more, each is surer of the sites left out than of a stranger
MOST_BLOCKS = 600  # of a text that is learned from


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its blocks, their marks and labels (k keep, p partly, t title, j junk, d doubtful)."""

    row: dict[str, Any]
    blocks: list[Block]
    marks: Sequence[Sequence[Mark]]
    labels: list[str]
    codes: npt.NDArray[np.int16]  # of the features of each block

    @property
    def site(self) -> str:
        return str(self.row["domain"])

    @property
    def weight(self) -> float:
        """What each of its blocks counts: a page counts about as much as another, however long."""
        return min(2.0, sqrt(40 / len(self.blocks))) * float(self.row.get("weight", 1.0))

    @property
    def usable(self) -> bool:
        """Whether there is something to learn from it."""
        few = len(self.blocks) <= MOST_BLOCKS
        return few and not self.row.get("suspect_gold") and any(label in "kp" for label in self.labels)


def load(paths: Sequence[Path]) -> tuple[list[Labelled], list[str]]:
    """The labelled texts of these files and the project's own, and the kinds of rules that mark texts."""
    pack = general_rules()
    kinds = sorted({rule.kind for rule in pack.rules if not (rule.state or rule.page or rule.css)})
    matcher = Matcher(pack)
    suites = {path.name.split(".")[0]: read_jsonl(path) for path in paths} | {"own": own.rows()}
    rows = ({**row, "suite": suite} for suite, rows in suites.items() for row in rows)
    return read(rows, matcher, Decider(pack), kinds), kinds


def read(
    rows: Iterable[dict[str, Any]], matcher: Matcher, decider: Decider, kinds: Sequence[str]
) -> list[Labelled]:
    """Labelled texts, read into blocks; their marks are those that the decider heeds."""
    texts = []
    for row in rows:
        blocks = split(row["text"])
        if not blocks:
            continue
        marks = decider.heeded(blocks, matcher.match(blocks))
        codes = np.array(evidence(blocks, marks, kinds), dtype=np.int16)
        texts.append(Labelled(row, blocks, marks, _labels(row["text"], row["labels"], blocks), codes))
    return texts


def _labels(text: str, labels: str, blocks: Sequence[Block]) -> list[str]:
    """The label of each block: that of most of its letters. `labels` has one for each non-blank line."""
    starts, lengths, position = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(position)
            lengths.append(len(line))
        position += len(line) + 1
    found = []
    for block in blocks:
        first = int(np.searchsorted(starts, block.start, side="right")) - 1
        last = max(first + 1, int(np.searchsorted(starts, block.end, side="left")))
        letters: Counter[str] = Counter()
        for label, length in zip(labels[first:last], lengths[first:last], strict=True):
            letters[label] += length
        found.append(letters.most_common(1)[0][0])
    return found


def fold_of(site: str, folds: int = FOLDS) -> int:
    """The fold a site belongs to, the same in every run."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % folds


def site_of(row: Mapping[str, Any]) -> str:
    """The site of a page of the bench, as its texts name it; of a page without an address, its id."""
    host = urlsplit(row.get("url") or "").hostname or str(row["id"])
    return host.removeprefix("www.")
