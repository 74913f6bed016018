"""Learn the trees of the decision over pages (`python -m benchmarks train-pages`), and judge what they are
worth on suites they never saw (`python -m benchmarks leave-one-out-pages`).

Gradient boosting over the blocks of the pages of all suites (`learn/pages.py`). LightGBM makes the trees:
unlike scikit-learn's fast boosting, it has a public way to look at them. The package itself needs neither.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm
import numpy as np
import numpy.typing as npt

import cleaner
from benchmarks.data import Bench, general_rules, read_jsonl
from benchmarks.data import score as judge
from benchmarks.learn.pages import SUITES, LabelledPage, labelled, read, sources
from benchmarks.learn.texts import fold_of, site_of
from benchmarks.learn.trees import plain
from cleaner import Cleaner, __version__
from cleaner.decision.weights import Weights
from cleaner.page import PageTrees
from cleaner.page.features import NAMES
from cleaner.page.second import NAMES as NAMES_OF_SECOND
from cleaner.page.second import second_rows

WEIGHTS = Path(cleaner.__file__).parent / "page" / "weights.json"
TREES, LEAVES, RATE = 150, 16, 0.1
SETTINGS: Mapping[str, Any] = {
    "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 60,
    "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0,
    "num_threads": 1, "deterministic": True, "force_row_wise": True, "verbose": -1,
}  # fmt: skip
SECOND: Mapping[str, Any] = {**SETTINGS, "num_leaves": 8}  # of the second round, of so many trees …
SECOND_TREES, FOLDS = 80, 3  # … that learns from odds of trees that saw two of three sites
DIGITS = 3  # of the limits in a tree
FOLDS_OF_PAGES = 4  # of sites; trees that see half of the pages alone are another thing
LEFT_OUT = ("html-dev", "news-dev", "old-dev")  # in turn
ALWAYS_JUDGE = "snippets-dev"  # … and its pages never teach where they judge

Rows = npt.NDArray[np.float32]


class Rounds(NamedTuple):
    """The trees of both rounds, as `page/weights.json` has them."""

    first: list[Any]
    second: list[Any]


def learn(pages: Iterable[LabelledPage], seed: int = 0) -> Rounds:
    """The trees that fit the labels of these pages best. The second round learns from what the first says of
    pages of sites it has not seen: of those it has, it is too sure."""
    pages = list(pages)
    rows = [page.rows for page in pages]
    fold = [fold_of(page.site, FOLDS) for page in pages]
    seen: list[Rows] = [page.rows for page in pages]
    for held in range(FOLDS):
        others = [number for number, own in enumerate(fold) if own != held]
        trees = _grown([pages[n] for n in others], [rows[n] for n in others], SETTINGS, TREES, seed)
        for number, page in enumerate(pages):
            if fold[number] == held:
                odds = np.asarray(trees.predict(page.rows, raw_score=True)).tolist()
                seen[number] = np.array(second_rows(page.ground, page.rows.tolist(), odds), dtype=np.float32)
    first = _grown(pages, rows, SETTINGS, TREES, seed)
    return Rounds(
        _plain(first, NAMES), _plain(_grown(pages, seen, SECOND, SECOND_TREES, seed), NAMES_OF_SECOND)
    )


def _grown(
    pages: Sequence[LabelledPage], rows: Sequence[Rows], settings: Mapping[str, Any], trees: int, seed: int
) -> lightgbm.Booster:
    """Trees over these rows of the pages' blocks, each as often as it counts."""
    counts = [page.weights > 0 for page in pages]
    weights = [page.weights[own] * SUITES[page.suite] for page, own in zip(pages, counts, strict=True)]
    labels = [page.labels[own] for page, own in zip(pages, counts, strict=True)]
    weight = np.concatenate(weights)
    data = lightgbm.Dataset(
        np.concatenate([some[own] for some, own in zip(rows, counts, strict=True)]),
        np.concatenate(labels).astype(int),
        weight=weight / weight.mean(),
    )
    return lightgbm.train({**settings, "seed": seed}, data, trees)


def _plain(booster: lightgbm.Booster, names: Sequence[str]) -> list[Any]:
    return [plain(tree["tree_structure"], names, DIGITS) for tree in booster.dump_model()["tree_info"]]


def train(bench: Bench, out: Path) -> None:
    """Learn from all suites of the bench and write the trees."""
    pages = read(sources(bench))
    rounds = learn(pages)
    suites = [suite for suite in SUITES if bench.gold_of(suite).exists()]
    about = {
        "made_by": "python -m benchmarks train-pages",
        "version": __version__,
        "pages": dict(Counter(page.suite for page in pages)),
        "weight_of_a_page": dict(SUITES),
        "data_sha256": {suite: _digest(bench, suite) for suite in suites},
        "settings": {**SETTINGS, "trees": TREES},
        "settings_of_second": {**SECOND, "trees": SECOND_TREES, "folds": FOLDS},
        "scores": "on suites left out: see benchmarks/README.md",
    }
    parts = (f'"about": {json.dumps(about)}', _lines("trees", rounds.first), _lines("second", rounds.second))
    out.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
    counts = " and ".join(str(len(trees)) for trees in rounds)
    print(f"{len(pages)} pages, {counts} trees, {out.stat().st_size // 1000} kB in {out}")


def _lines(name: str, trees: Sequence[Any]) -> str:
    """Trees by name, each on a line."""
    lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees)
    return f'"{name}": [\n{lines}\n]'


def _digest(bench: Bench, suite: str) -> str:
    """Of the gold and the pages of a suite."""
    digest = hashlib.sha256(bench.gold_of(suite).read_bytes())
    for page in bench.read_pages(suite).values():
        digest.update(page)
    return digest.hexdigest()


def leave_one_out(bench: Bench, seeds: Sequence[int] = (0,)) -> None:
    """Print what trees are worth on each suite when they saw nothing of it, by seed and on the average."""
    pages = [page for page in read(sources(bench)) if page.suite != ALWAYS_JUDGE]
    for suite in (*LEFT_OUT, ALWAYS_JUDGE):
        others = [page for page in pages if page.suite != suite]
        told = []
        for seed in seeds:
            told.append(score(bench, suite, learn(others, seed)))
            print(f"without {suite}, seed {seed}: {_line(told[-1])}", flush=True)
        mean = {name: sum(one[name] for one in told) / len(told) for name in told[0]}
        print(f"without {suite}, mean: {_line(mean)}", flush=True)


def _line(figures: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {value:.2f}" for name, value in figures.items())


def score(bench: Bench, suite: str, trees: Rounds | None = None) -> Mapping[str, float]:
    """The figures of what these trees make of a suite; the packaged ones if None."""
    pages, rows = bench.read_pages(suite), list(read_jsonl(bench.gold_of(suite)))
    with ProcessPoolExecutor(2, initializer=_ready, initargs=(trees,)) as pool:
        bodies = pool.map(_body, (pages[row["id"]] for row in rows), chunksize=8)
        told = judge(bench.gold_of(suite), dict(zip((row["id"] for row in rows), bodies, strict=True)))
    return told.figures


_cleaner: Cleaner | None = None


def _ready(trees: Rounds | None) -> None:
    global _cleaner  # noqa: PLW0603  (one for each process)
    _cleaner = Cleaner(general_rules(), trees=PageTrees(*trees) if trees is not None else None)


def _body(page: bytes) -> str:
    assert _cleaner is not None
    return _cleaner.clean(page, html=True).body


def held_out(
    bench: Bench, seeds: Sequence[int] = (0,), texts: Sequence[Weights | None] = (None,) * FOLDS_OF_PAGES
) -> Iterator[tuple[int, dict[str, str]]]:
    """For each seed, the bodies of the pages of `html-dev` by id, cleaned with trees that saw no page of
    their site; `texts` are the weights of the text decision that goes with each fold, the packaged ones if
    None."""
    rows, pages = list(read_jsonl(bench.gold)), bench.read_pages()
    found = [source for source in sources(bench) if source.suite != ALWAYS_JUDGE]
    folds = [
        fold_of(site_of(source.row), len(texts)) if source.suite == "html-dev" else -1 for source in found
    ]
    with ProcessPoolExecutor(2) as pool:
        read_ = list(pool.map(labelled, found, chunksize=8))
    for seed in seeds:
        bodies: dict[str, str] = {}
        for fold, weights in enumerate(texts):
            learned_from = (
                page for page, own in zip(read_, folds, strict=True) if page is not None and own != fold
            )
            held = Cleaner(general_rules(), weights=weights, trees=PageTrees(*learn(learned_from, seed)))
            for row in rows:
                if fold_of(site_of(row), len(texts)) == fold:
                    bodies[row["id"]] = held.clean(pages[row["id"]]).body
        yield seed, bodies
