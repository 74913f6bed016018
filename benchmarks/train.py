"""Learn the weights from labelled texts, and how well they do on sites they have not seen.

Sites are dealt into folds. For each fold a chain and words are learned without its sites; what these say of
the sites left out teaches the trees, which so learn from readings as uncertain as those of new sites.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

import cleaner
from benchmarks.data import Bench, general_rules, read_jsonl
from benchmarks.learn import chain, trees, words
from benchmarks.learn.texts import FOLDS, Labelled, fold_of, load, site_of
from cleaner import Cleaner, __version__
from cleaner.decision.chain import Chain
from cleaner.decision.evidence import evidence
from cleaner.decision.reading import Caution
from cleaner.decision.review import SIGNALS, Signals
from cleaner.decision.trees import Trees
from cleaner.decision.weights import Weights, write
from cleaner.decision.words import say

SILENT = 4  # one site in so many is met without its words
WEIGHTS = Path(cleaner.__file__).parent / "decision" / "weights.json"


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights for use, and for each fold weights that have not seen its sites."""

    weights: Weights
    by_fold: list[Weights]


def learn(texts: Sequence[Labelled], kinds: Sequence[str]) -> Learned:
    """Learn from all usable texts. Takes some minutes."""
    texts = [text for text in texts if text.usable]
    folds = np.array([fold_of(text.site) for text in texts])
    codes = [np.array(evidence(text.blocks, text.marks, kinds), dtype=np.int64) for text in texts]

    def first(here: npt.NDArray[np.bool_]) -> tuple[Chain, dict[str, float]]:
        chosen = np.nonzero(here)[0]
        return (
            chain.learn([texts[i] for i in chosen], [codes[i] for i in chosen], kinds),
            words.learn([texts[i] for i in chosen]),
        )

    firsts = []
    signals: list[npt.NDArray[np.float32]] = [np.empty(0, dtype=np.float32)] * len(texts)
    for fold in range(FOLDS):
        firsts.append(first(folds != fold))
        print(f"chain and words without fold {fold}", flush=True)
        for i in np.nonzero(folds == fold)[0]:
            signals[i] = _signals(texts[i], codes[i], *firsts[-1])

    def second(here: npt.NDArray[np.bool_]) -> Trees:
        chosen = np.nonzero(here)[0]
        return trees.learn([texts[i] for i in chosen], [signals[i] for i in chosen])

    everything = np.ones(len(texts), dtype=bool)
    by_fold = [Weights(*found, second(folds != fold)) for fold, found in enumerate(firsts)]
    return Learned(Weights(*first(everything), second(everything)), by_fold)


def _signals(
    text: Labelled, codes: npt.NDArray[np.int64], reader: Chain, said: Mapping[str, float]
) -> npt.NDArray[np.float32]:
    """What the trees are told. Of some sites they hear no words, so that they can also judge a text in a
    language they do not know."""
    found = codes.tolist()
    scores = reader.scores(found)
    heard = [say(block, said if fold_of(text.site, SILENT) else {}) for block in text.blocks]
    every = range(len(text.blocks))
    told = Signals(reader.templates).of(text.blocks, found, scores, reader.odds(scores), heard, every)
    return np.array(told, dtype=np.float32)


def train(paths: Sequence[Path], bench: Bench, out: Path) -> None:
    """Learn from all texts of these files, judge by fold on those of the first, and write the weights."""
    started = time.time()
    texts, kinds = load(paths)
    print(f"{len(texts)} texts, {sum(len(text.blocks) for text in texts)} blocks", flush=True)
    learned = learn(texts, kinds)
    about = {
        "made_by": "python -m benchmarks train",
        "version": __version__,
        "texts": len(texts),
        "sites": len({text.site for text in texts}),
        "data_sha256": [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths],
        "chain": {
            "l2": chain.L2,
            "margin": chain.MARGIN,
            "iterations": chain.ITERATIONS,
            "sites_a_feature": chain.SITES_A_FEATURE,
        },
        "words": {"l2": words.L2, "iterations": words.ITERATIONS, "sites_a_word": words.SITES_A_WORD},
        "trees": {"trees": trees.TREES, **trees.SETTINGS},
        "held_out": {
            name: bench.score_texts(bodies)
            for name, bodies in held_out_texts(learned, texts, paths[0]).items()
        },
    }
    write(learned.weights, out, about)
    print(json.dumps(about["held_out"], indent=1))
    print(f"{out.stat().st_size // 1000} kB in {out}, {time.time() - started:.0f} s")


def held_out_texts(learned: Learned, texts: Sequence[Labelled], judged: Path) -> dict[str, dict[str, str]]:
    """The bodies by id of the texts of a file, cleaned with weights that saw no page of their site: for each
    caution, and at normal caution without each part of the decision."""
    ids = {row["id"] for row in read_jsonl(judged)}
    chosen = [text for text in texts if text.row["id"] in ids]

    def bodies(cleaners: Sequence[Cleaner]) -> dict[str, str]:
        return {
            text.row["id"]: cleaners[fold_of(text.site)].clean(text.row["text"], html=False).body
            for text in chosen
        }

    def weighed(
        change: Callable[[Weights], Weights] = lambda same: same, caution: Caution = Caution.NORMAL
    ) -> list[Cleaner]:
        rules = general_rules()
        return [Cleaner(rules, caution=caution, weights=change(weights)) for weights in learned.by_fold]

    found = {f"--caution {caution}": bodies(weighed(caution=caution)) for caution in Caution}
    found["without words"] = bodies(weighed(lambda weights: replace(weights, words={})))
    all_junk = Trees(SIGNALS, [-9.0])
    found["without a second look"] = bodies(weighed(lambda weights: replace(weights, trees=all_junk)))
    alone = Cleaner(general_rules(ignore=("context", "title")))
    found["rules of high confidence alone"] = bodies([alone] * FOLDS)
    return found


def held_out_pages(learned: Learned, bench: Bench) -> dict[str, str]:
    """The bodies by id of the bench's pages, cleaned with weights of texts that saw no page of their site."""
    sites = {row["id"]: site_of(row) for row in read_jsonl(bench.gold)}
    cleaners = [Cleaner(general_rules(), weights=weights) for weights in learned.by_fold]
    pages = bench.read_pages()
    return {id: cleaners[fold_of(site)].clean(pages[id]).body for id, site in sites.items()}


def held_out(paths: Sequence[Path], bench: Bench) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Learn, and clean the texts of the first file and the bench's pages with what has not seen them."""
    texts, kinds = load(paths)
    learned = learn(texts, kinds)
    return held_out_texts(learned, texts, paths[0]), held_out_pages(learned, bench)
