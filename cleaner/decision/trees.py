"""Small decision trees whose answers add up: gradient boosting (Friedman, 2001), read from plain data.

Each tree corrects those before; what they say together is the natural logarithm of odds. In a weights file a
tree is a line: an answer, or `[signal, limit, what follows up to the limit, what follows above it]`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from math import inf, nan
from typing import Any, NamedTuple, Union

from cleaner.kernel import COMPILED, answers, laid_out

Tree = Union[float, tuple[int, float, "Tree", "Tree"]]  # noqa: UP007  (it names itself)

_AT_ONCE = 1000  # rows
_OFTEN = 500  # answers take as long as compiling the trees, after which one takes a quarter


class Trees:
    """Trees over signals of these names.

    Raises ValueError for a tree that asks for a signal of another name.
    """

    def __init__(self, names: Sequence[str], trees: Sequence[Any]) -> None:
        self.names = tuple(names)
        place = {name: number for number, name in enumerate(names)}
        self.trees = [_numbered(tree, place) for tree in trees]
        self._asked = 0
        self._compiled: Callable[..., float] | None = None
        self._nodes: Nodes | None = None

    def each(self, rows: Iterable[Sequence[float]]) -> list[float]:
        """The odds of each of these rows of signals."""
        rows = iter(rows)
        parts = iter(lambda: list(islice(rows, _AT_ONCE)), [])
        return self.of(laid_out(part, len(self.names)) for part in parts).tolist()

    def of(self, parts: Iterable[array[float]]) -> array[float]:
        """The same of rows that stand one after the other, in some arrays."""
        width = len(self.names)
        if not COMPILED:
            rows = (part[at : at + width] for part in parts for at in range(0, len(part), width))
            return array("d", map(self.odds, rows))
        if self._nodes is None:
            self._nodes = nodes_of(self.trees)
        told = array("d")
        for part in parts:
            told.extend(answers(part, width, *self._nodes))
        return told

    def odds(self, values: Sequence[float]) -> float:
        """The sum of all answers to these signals, as log odds."""
        if COMPILED:
            return self.of([array("d", values)])[0]
        if self._compiled is not None:
            return self._compiled(*values)
        self._asked += 1
        if self._asked > _OFTEN:
            self._compiled = compiled(self.trees, len(self.names))
        return added(self.trees, values)

    def __getstate__(self) -> dict[str, Any]:
        """Without the compiled function, which can't travel to another process."""
        return {**self.__dict__, "_asked": 0, "_compiled": None, "_nodes": None}


class Nodes(NamedTuple):
    """Trees as `kernel.answers` wants them."""

    roots: array[int]
    signals: array[int]
    limits: array[float]
    below: array[int]


def nodes_of(trees: Sequence[Tree]) -> Nodes:
    """All nodes of these trees."""
    nodes = Nodes(array("i"), array("i"), array("d"), array("i"))
    for tree in trees:
        nodes.roots.append(len(nodes.signals))
        waiting = [tree]
        for node in waiting:  # those below come in pairs, behind all that wait
            signal, limit, *below = node if isinstance(node, tuple) else (-1, node)
            nodes.signals.append(signal)
            nodes.limits.append(limit)
            nodes.below.append(nodes.roots[-1] + len(waiting))
            waiting += below
    return nodes


def added(trees: Sequence[Tree], values: Sequence[float]) -> float:
    """The sum of the trees' answers, each found by walking down its tree."""
    total = 0.0
    for node in trees:
        while isinstance(node, tuple):
            node = node[2] if values[node[0]] <= node[1] else node[3]  # noqa: PLW2901
        total += node
    return total


def compiled(trees: Sequence[Tree], signals: int) -> Callable[..., float]:
    """`added` for these trees, as a function of so many signals that Python has compiled."""
    names = ", ".join(f"v{number}" for number in range(signals))
    answers = "".join(f"    total += {_expression(tree)}\n" for tree in trees)
    made: dict[str, Any] = {"inf": inf, "nan": nan}
    exec(f"def odds({names}):\n    total = 0.0\n{answers}    return total", made)  # of numbers alone
    function: Callable[..., float] = made["odds"]
    return function


def _expression(tree: Tree) -> str:
    if not isinstance(tree, tuple):
        return repr(tree)
    signal, limit, at_most, more = tree
    return f"({_expression(at_most)} if v{signal} <= {limit!r} else {_expression(more)})"


def _numbered(tree: Any, place: dict[str, int]) -> Tree:
    if not isinstance(tree, list):
        return float(tree)
    name, limit, at_most, more = tree
    if name not in place:
        raise ValueError(f"no signal is called {name!r}")
    return (place[name], float(limit), _numbered(at_most, place), _numbered(more, place))
