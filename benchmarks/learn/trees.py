"""The trees: gradient boosting on what a second look is told, with LightGBM (Ke et al., 2017)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from benchmarks.learn.texts import Labelled
from cleaner.decision.review import SIGNALS
from cleaner.decision.trees import Trees

TREES = 100
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.12,
    "num_leaves": 24,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "seed": 1,
    "deterministic": True,
    "num_threads": 1,
    "verbose": -1,
}
_TAUGHT = {"t": 0.05, "d": 0.0}  # how much a label says


def learn(texts: Sequence[Labelled], signals: Sequence[npt.NDArray[np.float32]]) -> Trees:
    """The trees that tell article from junk best, given the signals of each block of these texts."""
    kept = [label in "kp" for text in texts for label in text.labels]
    weight = [
        text.weight * (0.5 * np.log1p(block.words) + 0.015 * block.words) * _TAUGHT.get(label, 1.0)
        for text in texts
        for block, label in zip(text.blocks, text.labels, strict=True)
    ]
    data = lightgbm.Dataset(np.concatenate(signals), kept, weight=weight)
    grown = lightgbm.train(SETTINGS, data, TREES).dump_model()
    return Trees(SIGNALS, [plain(tree["tree_structure"], SIGNALS, 6) for tree in grown["tree_info"]])


def plain(node: Mapping[str, Any], names: Sequence[str], digits: int) -> Any:
    """A tree of LightGBM as `Trees` reads it, its limits in so many digits. No signal is ever missing or a
    category."""
    if "leaf_value" in node:
        return round(float(node["leaf_value"]), 4)
    limit = float(f"{node['threshold']:.{digits}g}")
    limit = 0.0 if abs(limit) < 1e-30 else limit  # what LightGBM calls zero
    below, above = (plain(node[side], names, digits) for side in ("left_child", "right_child"))
    return [names[node["split_feature"]], limit, below, above]
