"""Small decision trees whose answers add up: gradient boosting (Friedman, 2001), read from plain data.

Each tree corrects those before; what they say together is the natural logarithm of odds. In a weights file a
tree is a line: an answer, or `[signal, limit, what follows up to the limit, what follows above it]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Union

Tree = Union[float, tuple[int, float, "Tree", "Tree"]]  # noqa: UP007  (it names itself)


class Trees:
    """Trees over signals of these names.

    Raises ValueError for a tree that asks for a signal of another name.
    """

    def __init__(self, names: Sequence[str], trees: Sequence[Any]) -> None:
        self.names = tuple(names)
        place = {name: number for number, name in enumerate(names)}
        self.trees = [_numbered(tree, place) for tree in trees]

    def odds(self, values: Sequence[float]) -> float:
        """The sum of all answers to these signals, as log odds."""
        total = 0.0
        for tree in self.trees:
            node = tree
            while isinstance(node, tuple):
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node
        return total


def _numbered(tree: Any, place: dict[str, int]) -> Tree:
    if not isinstance(tree, list):
        return float(tree)
    name, limit, at_most, more = tree
    if name not in place:
        raise ValueError(f"no signal is called {name!r}")
    return (place[name], float(limit), _numbered(at_most, place), _numbered(more, place))
