"""Small decision trees whose answers add up: gradient boosting (Friedman, 2001), read from plain data.

They are learned by `python -m benchmarks train`; to read them takes nothing but comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Union

# An answer in log odds, or: if signal number n is at most a limit, then the one, else the other.
Tree = Union[float, tuple[int, float, "Tree", "Tree"]]  # noqa: UP007  (it names itself)


class Trees:
    """Trees over named signals."""

    def __init__(self, signals: Sequence[str], trees: Sequence[Any]) -> None:
        """`trees` as in a weights file: an answer, or [signal, limit, tree if at most, tree if more]."""
        self.signals = tuple(signals)
        number = {name: index for index, name in enumerate(signals)}

        def read(tree: Any) -> Tree:
            if not isinstance(tree, list):
                return float(tree)
            name, limit, at_most, more = tree
            return (number[name], float(limit), read(at_most), read(more))

        self.trees = [read(tree) for tree in trees]

    def odds(self, values: Sequence[float]) -> float:
        """The sum of all answers: log odds."""
        total = 0.0
        for tree in self.trees:
            node = tree
            while isinstance(node, tuple):
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node
        return total
