"""What was learned from labelled texts: `weights.json`, made by `python -m benchmarks train`."""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from cleaner import kernel
from cleaner.cache import Packed, digest, keep, recall
from cleaner.decision.chain import Chain, State
from cleaner.decision.review import SIGNALS, Signals
from cleaner.decision.trees import Trees
from cleaner.decision.words import Lexicon

LaidOut = tuple[bytes, bytes] | None  # tables as the compiled kernel wants them
_NAMED = ("words", "weights")  # by words: the compiled kernel does with numbers


class Weights:
    """The chain that reads a document, what words say, and the trees that look again."""

    def __init__(
        self, chain: Chain, words: Mapping[str, float], trees: Trees, laid_out: LaidOut = None
    ) -> None:
        self.chain, self.words, self.trees = chain, words, trees
        self._lexicon = laid_out

    @cached_property
    def lexicon(self) -> Lexicon:
        """What words say."""
        return Lexicon(self.words, self._lexicon)

    @cached_property
    def signals(self) -> Signals:
        """What the trees are told."""
        return Signals(self.chain.templates)


@cache
def packaged_weights() -> Weights:
    """The weights that come with the package; kept between runs in the form that is quick to read."""
    folder = Path(__file__).parent
    made_by = (file for file in (*sorted(folder.glob("*.py")), Path(kernel.__file__)) if file.is_file())
    made_of = ((file.name, file.read_bytes()) for file in (folder / "weights.json", *made_by))
    key = digest([*made_of, ("compiled", bytes([kernel.COMPILED]))])
    if (entry := recall(key)) is not None:
        data, laid_out = entry
        return _weights_of({**data, **{name: Packed(data[name]) for name in _NAMED}}, laid_out)
    import json  # noqa: PLC0415  (only where nothing was kept)

    data = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    weights = _weights_of(data)
    laid_out = weights.chain.laid_out, weights.lexicon.laid_out
    keep(key, ({**data, **{name: marshal.dumps(data[name]) for name in _NAMED}}, laid_out))
    return weights


def _weights_of(data: Any, laid_out: tuple[LaidOut, LaidOut] = (None, None)) -> Weights:
    moves = {}
    for move, weight in data["moves"].items():
        before, after = move.split(">")
        moves[State[before], State[after]] = weight
    of_chain, of_words = laid_out
    chain = Chain(data["kinds"], data["weights"], moves, of_chain)
    return Weights(chain, data["words"], Trees(SIGNALS, data["trees"]), of_words)


def write(weights: Weights, path: Path, about: Mapping[str, Any]) -> None:
    """Write a weights file: a word, a feature, a tree a line; features' weights for the states, less that for
    the body."""
    import json  # noqa: PLC0415  (as above)

    def lines(items: Mapping[str, Any]) -> str:
        return ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in items.items())

    chain, trees = weights.chain, weights.trees
    features = ",\n".join(
        f"{json.dumps(title)}: {{\n{lines(dict(sorted(features.items())))}\n}}"
        for title, features in chain.weights.items()
    )
    moves = {f"{before.name}>{after.name}": weight for (before, after), weight in chain.moves.items()}
    head = {"about": about, "states": [state.name for state in State], "kinds": chain.kinds, "moves": moves}
    grown = ",\n".join(json.dumps(_named(tree, trees.names)) for tree in trees.trees)
    path.write_text(
        f'{{\n{lines(head)},\n"trees": [\n{grown}\n],\n"words": {{\n{lines(weights.words)}\n}},\n'
        f'"weights": {{\n{features}\n}}\n}}\n',
        encoding="utf-8",
    )


def _named(tree: Any, signals: Sequence[str]) -> Any:
    if not isinstance(tree, tuple):
        return tree
    signal, limit, at_most, more = tree
    return [signals[signal], limit, _named(at_most, signals), _named(more, signals)]
