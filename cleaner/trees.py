"""Boosted decision trees in plain Python: the chance that a block of a page is of the article.

Gradient boosting (Friedman, 2001) makes many small trees, each correcting those before; a block's score is
the sum of the leaves it falls into, as natural logarithm of odds. The trees lie in `page-weights.json`, a
tree a line: `[feature, threshold, what follows up to the threshold, what follows above it]`, or the score
of a leaf.
`python -m benchmarks train-pages` makes them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.page_features import NAMES

_Tree = tuple[int, float, "_Tree", "_Tree"] | float  # of a split: feature, threshold, below, above


class Trees:
    """Trees over the features of these names.

    Raises ValueError for a tree that asks for a feature of another name.
    """

    def __init__(self, names: Sequence[str], trees: Sequence[Any], start: float = 0.0) -> None:
        place = {name: number for number, name in enumerate(names)}
        self._trees = [_numbered(tree, place) for tree in trees]
        self._start = start

    def scores(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The score of each row of features: above 0, rather article than not."""
        scores = []
        for row in rows:
            score = self._start
            for tree in self._trees:
                while type(tree) is tuple:
                    tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]  # noqa: PLW2901  (the way down)
                score += tree  # type: ignore[operator]
            scores.append(score)
        return scores


def _numbered(tree: Any, place: dict[str, int]) -> _Tree:
    if isinstance(tree, list):
        name, threshold, below, above = tree
        if name not in place:
            raise ValueError(f"no feature is called {name!r}")
        return place[name], float(threshold), _numbered(below, place), _numbered(above, place)
    return float(tree)


@cache
def packaged_trees() -> Trees:
    """The trees that come with the package."""
    data = json.loads((Path(__file__).parent / "page-weights.json").read_text(encoding="utf-8"))
    return Trees(NAMES, data["trees"])
