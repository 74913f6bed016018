"""Learn the weights of the chain from labelled texts: `python -m benchmarks train`.

A conditional random field with a fixed topology (Lafferty et al., 2001), learned by L-BFGS, with a margin
that grows with the length of a block (softmax-margin: Gimpel and Smith, 2010), as words are what counts.
One page counts about as much as another, however long; pages with a suspect gold body are left out; features
seen on fewer than three sites are dropped.
Labels say keep or junk; which junk is head, inserted or tail follows from
where it stands, and what a label leaves open (a title met again) the model may fill as it likes.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

import cleaner
from benchmarks.data import Bench, general_rules, read_jsonl
from cleaner import Cleaner, __version__
from cleaner.blocks import split
from cleaner.chain import ENDS, MOVES, STARTS, Chain, State
from cleaner.evidence import evidence
from cleaner.features import Template, templates
from cleaner.match import Matcher
from cleaner.model import Block, Mark
from cleaner.reading import Caution

Floats = npt.NDArray[np.float64]

SITES_A_FEATURE = 3
WEIGHTS = Path(cleaner.__file__).parent / "weights.json"
L2 = 2.0
MARGIN = 0.3  # times the logarithm of a block's words: what a wrong state must be beaten by
ITERATIONS = 80
FOLDS = 5
_SMALL = 0.03  # a feature whose weights are all smaller says nothing

_STATES = len(State)
_MOVES = np.array([[after in MOVES[before] for after in State] for before in State])
_STARTS = np.array([float(state in STARTS) for state in State])
_ENDS = np.array([float(state in ENDS) for state in State])


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its blocks, their evidence and their labels (k keep, p partly, t title, j junk)."""

    row: dict[str, Any]
    blocks: list[Block]
    marks: list[list[Mark]]
    codes: list[list[int]]
    labels: list[str]

    @property
    def site(self) -> str:
        return str(self.row["domain"])


def read(path: Path, matcher: Matcher, kinds: Sequence[str]) -> list[Labelled]:
    """The labelled texts of a file."""
    texts = []
    for row in read_jsonl(path):
        blocks = split(row["text"])
        if not blocks:
            continue
        marks = matcher.match(blocks).marks
        labels = _labels(row["text"], row["labels"], blocks)
        texts.append(Labelled(row, blocks, marks, evidence(blocks, marks, kinds).codes, labels))
    return texts


def _labels(text: str, labels: str, blocks: Sequence[Block]) -> list[str]:
    """The label of each block: that of most of its lines. `labels` has one for each non-blank line."""
    starts, position = [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(position)
        position += len(line) + 1
    found = []
    for block in blocks:
        first = int(np.searchsorted(starts, block.start, side="right")) - 1
        last = max(first + 1, int(np.searchsorted(starts, block.end, side="left")))
        found.append(Counter(labels[first:last]).most_common(1)[0][0])
    return found


def _allowed(labels: Sequence[str]) -> Floats | None:
    """The states each block may be in by its label; None for a text without a body."""
    body = [index for index, label in enumerate(labels) if label in "kp"]
    if not body:
        return None
    allowed = np.zeros((len(labels), _STATES))
    for index, label in enumerate(labels):
        if label in "kp":
            states = [State.BODY]
        elif index < body[0]:
            states = [State.TITLE if label == "t" else State.HEAD]
        elif index > body[-1]:
            states = [State.TAIL]
        else:
            states = [State.INSERTED, State.BODY] if label == "t" else [State.INSERTED]
        allowed[index, states] = 1.0
    return allowed


class _Batch:
    """Documents side by side, the longest first, so that all are walked in one loop over positions."""

    def __init__(self, lengths: Sequence[int]) -> None:
        order = np.argsort(-np.array(lengths), kind="stable")
        self.order = order
        self.lengths = np.array(lengths)[order]
        self.offsets = np.concatenate([[0], np.cumsum(lengths)])[:-1][order]
        counts = [int((self.lengths > t).sum()) for t in range(self.lengths[0])]
        self.rows = [self.offsets[:count] + t for t, count in enumerate(counts)]
        self.last = self.offsets + self.lengths - 1

    def forward_backward(self, emit: Floats, move: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
        """Log partition of each document, posteriors of each block, expected moves (weighted)."""
        n = len(emit)
        alpha, beta, scale = np.zeros((n, _STATES)), np.zeros((n, _STATES)), np.ones(n)
        now = np.empty((0, _STATES))
        for t, rows in enumerate(self.rows):
            now = emit[rows] * (_STARTS if t == 0 else now[: len(rows)] @ move)
            scale[rows] = now.sum(1)
            now = now / scale[rows][:, None]
            alpha[rows] = now
        end = (alpha[self.last] * _ENDS).sum(1)
        sums = np.concatenate([[0.0], np.cumsum(np.log(scale))])
        log_z = sums[self.last + 1] - sums[self.offsets] + np.log(end)
        moves = np.zeros((_STATES, _STATES))
        after: Floats | None = None
        for t in range(len(self.rows) - 1, -1, -1):
            rows = self.rows[t]
            now = np.tile(_ENDS, (len(rows), 1))
            if after is not None:
                following = self.rows[t + 1]
                ahead = emit[following] * after / scale[following][:, None]
                now[: len(following)] = ahead @ move.T
                share = (weights[: len(following)] / end[: len(following)])[:, None]
                moves += (alpha[rows][: len(following)] * share).T @ ahead
            beta[rows] = after = now
        posterior = alpha * beta
        posterior /= np.maximum(posterior.sum(1, keepdims=True), 1e-300)
        return log_z, posterior, moves * move


def learn(
    texts: Sequence[Labelled], kinds: Sequence[str], *, l2: float = L2, iterations: int = ITERATIONS
) -> Chain:
    """The chain that fits the labels of these texts best."""
    usable = [(text, _allowed(text.labels)) for text in texts if not text.row.get("suspect_gold")]
    pairs = [(text, allowed) for text, allowed in usable if allowed is not None]
    forms = templates(kinds)
    matrix, columns = _matrix([text for text, _ in pairs], forms)
    transposed = matrix.T.tocsr()
    allowed = np.concatenate([found for _, found in pairs])
    lengths = [len(text.blocks) for text, _ in pairs]
    batch = _Batch(lengths)
    page = np.array([min(2.0, (40 / length) ** 0.5) for length in lengths])
    block_weight, page = np.repeat(page, lengths)[:, None], page[batch.order]
    words = np.array([block.words for text, _ in pairs for block in text.blocks])
    harder = np.exp(MARGIN * np.log1p(words)[:, None] * (1 - allowed))
    split_at = len(columns) * _STATES

    def loss(values: Floats) -> tuple[float, Floats]:
        weights, moves = values[:split_at].reshape(-1, _STATES), values[split_at:].reshape(_STATES, _STATES)
        scores = matrix @ weights
        emit = np.exp(np.maximum(scores - scores.max(1, keepdims=True), -60))
        move = np.where(_MOVES, np.exp(moves), 0.0)
        free, posterior, expected = batch.forward_backward(emit * harder, move, page)
        held, posterior_held, expected_held = batch.forward_backward(emit * allowed, move, page)
        value = ((free - held) * page).sum() + 0.5 * l2 * (weights**2).sum() + 0.005 * (moves**2).sum()
        slope = transposed @ ((posterior - posterior_held) * block_weight) + l2 * weights
        slope_moves = np.where(_MOVES, expected - expected_held, 0.0) + 0.01 * moves
        return float(value), np.concatenate([slope.ravel(), slope_moves.ravel()])

    start = np.zeros(split_at + _STATES**2)
    best = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations}).x
    weights, moves = best[:split_at].reshape(-1, _STATES), best[split_at:].reshape(_STATES, _STATES)
    weights = weights - weights[:, [State.BODY]]  # only differences count
    named: dict[str, dict[str, list[float]]] = {form.title: {} for form in forms}
    for (form, code), row in zip(columns, weights, strict=True):
        if np.abs(row).max() >= _SMALL:
            named[forms[form].title][forms[form].name(code)] = [round(float(weight), 2) for weight in row]
    return Chain(kinds, named, {(a, b): round(float(moves[a, b]), 2) for a in State for b in MOVES[a]})


def _matrix(
    texts: Sequence[Labelled], forms: Sequence[Template]
) -> tuple[sparse.csr_matrix, list[tuple[int, int]]]:
    """Blocks by features, and what each column is: template and code. Rare features are left out."""
    offsets = np.concatenate([[0], np.cumsum([form.size for form in forms])])
    codes = np.concatenate([np.array(text.codes, dtype=np.int64) for text in texts])
    features = np.where(codes >= 0, codes + offsets[:-1], -1)
    site_of: dict[str, int] = {}
    site = np.repeat(
        [site_of.setdefault(text.site, len(site_of)) for text in texts], [len(text.blocks) for text in texts]
    )
    here = features >= 0
    rows, _ = np.nonzero(here)
    flat = features[here]
    pairs = np.unique(flat * len(site_of) + site[rows])
    sites = np.bincount(pairs // len(site_of), minlength=offsets[-1])
    column_of = np.full(offsets[-1], -1)
    chosen = np.nonzero(sites >= SITES_A_FEATURE)[0]
    column_of[chosen] = np.arange(len(chosen))
    known = column_of[flat] >= 0
    matrix = sparse.csr_matrix(
        (np.ones(int(known.sum())), (rows[known], column_of[flat[known]])), shape=(len(features), len(chosen))
    )
    form_of = np.searchsorted(offsets, chosen, side="right") - 1
    return matrix, [(int(f), int(c - offsets[f])) for f, c in zip(form_of, chosen, strict=True)]


def fold_of(site: str, folds: int = FOLDS) -> int:
    """The fold a site belongs to, the same in every run."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % folds


def write(chain: Chain, path: Path, about: Mapping[str, Any]) -> None:
    """Write a weights file, a feature a line: its weights for the states, less that for the body."""

    def lines(items: Mapping[str, Any]) -> str:
        return ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in items.items())

    weights = ",\n".join(
        f"{json.dumps(title)}: {{\n{lines(dict(sorted(features.items())))}\n}}"
        for title, features in chain.weights.items()
    )
    moves = {f"{before.name}>{after.name}": weight for (before, after), weight in chain.moves.items()}
    head = {"about": about, "states": [state.name for state in State], "kinds": chain.kinds, "moves": moves}
    path.write_text(f'{{\n{lines(head)},\n"weights": {{\n{weights}\n}}\n}}\n', encoding="utf-8")


def load(paths: Sequence[Path]) -> tuple[list[Labelled], list[str]]:
    """The labelled texts of these files, and the kinds of rules that mark texts."""
    pack = general_rules()
    kinds = sorted({rule.kind for rule in pack.rules if not (rule.state or rule.css)})
    matcher = Matcher(pack)
    return [text for path in paths for text in read(path, matcher, kinds)], kinds


def train(paths: Sequence[Path], out: Path) -> None:
    """Learn from all texts of these files and write the weights."""
    started = time.time()
    texts, kinds = load(paths)
    print(
        f"{len(texts)} texts, {sum(len(text.blocks) for text in texts)} blocks, {time.time() - started:.0f} s"
    )
    chain = learn(texts, kinds)
    about = {
        "made_by": "python -m benchmarks train",
        "version": __version__,
        "texts": len(texts),
        "sites": len({text.site for text in texts}),
        "data_sha256": [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths],
        "l2": L2,
        "margin": MARGIN,
        "iterations": ITERATIONS,
        "sites_a_feature": SITES_A_FEATURE,
        "scores": "held out by site: see benchmarks/README.md",
    }
    write(chain, out, about)
    features = sum(map(len, chain.weights.values()))
    print(f"{features} features, {out.stat().st_size // 1000} kB in {out}, {time.time() - started:.0f} s")


def held_out(paths: Sequence[Path], bench: Bench) -> tuple[dict[Caution, dict[str, str]], dict[str, str]]:
    """Bodies by id, cleaned with weights that saw no page of their site: of the first file's texts, for each
    caution, and of the bench's pages."""
    rules = general_rules()
    texts, kinds = load(paths)
    judged = {row["id"] for row in read_jsonl(paths[0])}
    sites = {row["id"]: site_of(row) for row in read_jsonl(bench.gold)}
    pages = bench.read_pages()
    text_bodies: dict[Caution, dict[str, str]] = {caution: {} for caution in Caution}
    page_bodies: dict[str, str] = {}
    for fold in range(FOLDS):
        chain = learn([text for text in texts if fold_of(text.site) != fold], kinds)
        for caution in Caution:
            held = Cleaner(rules, caution=caution, chain=chain)
            for text in texts:
                if text.row["id"] in judged and fold_of(text.site) == fold:
                    text_bodies[caution][text.row["id"]] = held.clean(text.row["text"], html=False).body
        held = Cleaner(rules, chain=chain)
        for id, site in sites.items():
            if fold_of(site) == fold:
                page_bodies[id] = held.clean(pages[id]).body
    return text_bodies, page_bodies


def site_of(row: Mapping[str, Any]) -> str:
    """The site of a page of the bench, as its texts name it; of a page without an address, its id."""
    host = urlsplit(row.get("url") or "").hostname or str(row["id"])
    return host.removeprefix("www.")
