"""Learn the trees of the decision over pages: `python -m benchmarks train-pages`.

Gradient boosting over the blocks of the bench's pages, labelled against their gold bodies (`label.py`).
Each block counts as much as its words are of its page's body, so that each page has about one vote; titles
have none, and pages with a suspect gold body are left out. LightGBM makes the trees: unlike scikit-learn's
fast boosting, it has a public way to look at them. The package itself needs neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

import cleaner
from benchmarks.data import Bench, general_rules, read_jsonl
from benchmarks.label import Gold, label
from benchmarks.learn.texts import FOLDS, fold_of, site_of
from benchmarks.learn.trees import plain
from cleaner import Cleaner, __version__
from cleaner.decision.trees import Trees
from cleaner.decision.weights import Weights
from cleaner.match.matcher import Matcher
from cleaner.page.decide import prepare
from cleaner.page.extract import extract
from cleaner.page.features import NAMES, candidates, features
from cleaner.text.blocks import flat
from cleaner.text.decode import decode

WEIGHTS = Path(cleaner.__file__).parent / "page" / "weights.json"
TREES, LEAVES, RATE = 80, 8, 0.12
SETTINGS: Mapping[str, Any] = {
    "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 60,
    "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0,
    "num_threads": 1, "deterministic": True, "force_row_wise": True, "verbose": -1,
}  # fmt: skip
LEAST_GOLD = 50  # words that a body counts as having at least, when the weight of a block is its share of it


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """The candidates of a page: features, whether they are of the article, and what they count."""

    row: dict[str, Any]
    rows: Sequence[Sequence[float]]
    labels: list[bool]
    weights: list[float]


def read(bench: Bench) -> list[LabelledPage]:
    """The bench's pages that have anything to decide."""
    page_cleaner = Cleaner(general_rules())
    matcher = Matcher(page_cleaner.rules)
    pages = bench.read_pages()
    return [
        page
        for row in read_jsonl(bench.gold)
        if (page := _labelled(row, pages[row["id"]], page_cleaner, matcher)) is not None
    ]


def _labelled(
    row: dict[str, Any], data: bytes, page_cleaner: Cleaner, matcher: Matcher
) -> LabelledPage | None:
    document, page, _, settled = extract(decode(data).text, page_cleaner.page_rules)
    if page is None or settled:
        return None
    chosen = candidates(page)
    blocks, marks = prepare(page, chosen, matcher.match)
    rows = features(page, blocks, marks, document.metadata.get("title", ""), chosen)
    text = "\n".join(flat(part.text) for part in page.blocks)
    letters = label(text, Gold(row["body"]), row["title"] or "")
    size = max(LEAST_GOLD, sum(b.words for b, letter in zip(blocks, letters, strict=True) if letter in "kp"))
    return LabelledPage(
        row, rows, [letters[number] in "kp" for number in chosen],
        [
            0.0 if letters[number] == "t" else min(1.0, (blocks[number].words + 0.5) / size)
            for number in chosen
        ],
    )  # fmt: skip


def learn(pages: Iterable[LabelledPage], seed: int = 0) -> list[Any]:
    """The trees that fit the labels of these pages best, as `page/weights.json` has them."""
    usable = [page for page in pages if not page.row.get("suspect_gold")]
    weights = np.array([weight for page in usable for weight in page.weights])
    rows = np.array([row for page in usable for row in page.rows], dtype=np.float32)[weights > 0]
    labels = np.array([kept for page in usable for kept in page.labels], dtype=int)[weights > 0]
    weights = weights[weights > 0]
    data = lightgbm.Dataset(rows, labels, weight=weights / weights.mean())
    booster = lightgbm.train({**SETTINGS, "seed": seed}, data, TREES)
    return [plain(tree["tree_structure"], NAMES, 5) for tree in booster.dump_model()["tree_info"]]


def train(bench: Bench, out: Path) -> None:
    """Learn from all pages of the bench and write the trees."""
    pages = read(bench)
    trees = learn(pages)
    about = {
        "made_by": "python -m benchmarks train-pages",
        "version": __version__,
        "pages": len(pages),
        "sites": len({site_of(page.row) for page in pages}),
        "data_sha256": [hashlib.sha256(bench.gold.read_bytes()).hexdigest()],
        "settings": {**SETTINGS, "trees": TREES},
        "scores": "held out by site: see benchmarks/README.md",
    }
    lines = ",\n".join(json.dumps(tree) for tree in trees)
    out.write_text(f'{{\n"about": {json.dumps(about)},\n"trees": [\n{lines}\n]\n}}\n', encoding="utf-8")
    print(f"{len(pages)} pages, {len(trees)} trees, {out.stat().st_size // 1000} kB in {out}")


def held_out(
    bench: Bench, seeds: Sequence[int] = (0,), texts: Sequence[Weights | None] = (None,) * FOLDS
) -> Iterator[tuple[int, dict[str, str]]]:
    """For each seed, the bodies of the bench's pages by id, cleaned with trees that saw no page of their
    site; `texts` are the weights of the text decision that goes with each fold, the packaged ones if None."""
    labelled, pages = read(bench), bench.read_pages()
    for seed in seeds:
        bodies: dict[str, str] = {}
        for fold, weights in enumerate(texts):
            trees = learn((page for page in labelled if fold_of(site_of(page.row)) != fold), seed)
            held = Cleaner(general_rules(), weights=weights, trees=Trees(NAMES, trees))
            for row in read_jsonl(bench.gold):
                if fold_of(site_of(row)) == fold:
                    bodies[row["id"]] = held.clean(pages[row["id"]]).body
        yield seed, bodies
