"""Learn the weights from labelled texts, and how well they do on sites they have not seen.

Sites are dealt into folds. For each fold a chain and words are learned without its sites; what these say of
the sites left out teaches the trees, which so learn from readings as uncertain as those of new sites.
"""

from __future__ import annotations

import hashlib
import time
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

import cleaner
from benchmarks.data import Bench, general_rules, read_jsonl
from benchmarks.learn import chain, trees, words
from benchmarks.learn.texts import FOLDS, Labelled, fold_of, load, site_of
from cleaner import Cleaner, __version__
from cleaner.decision.chain import Chain
from cleaner.decision.review import SIGNALS, Signals
from cleaner.decision.trees import Trees
from cleaner.decision.weights import Weights, write
from cleaner.decision.words import Lexicon

SILENT = 4  # one site in so many is met without its words
WEIGHTS = Path(cleaner.__file__).parent / "decision" / "weights.json"


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights for use, and where asked for, for each fold weights that have not seen its sites."""

    weights: Weights
    by_fold: list[Weights]


def learn(texts: Sequence[Labelled], kinds: Sequence[str], *, by_fold: bool = False) -> Learned:
    """Learn from all usable texts. Takes some minutes."""
    texts = [text for text in texts if text.usable]
    folds = np.array([fold_of(text.site) for text in texts])

    learner, listener = chain.Learner(texts, kinds), words.Learner(texts)
    fits, firsts = [], []
    signals: list[npt.NDArray[np.float32]] = [np.empty(0, dtype=np.float32)] * len(texts)
    for fold in range(FOLDS):
        fits.append(learner.fit(folds != fold))
        firsts.append((learner.chain(fits[-1]), listener.fit(folds != fold)))
        print(f"chain and words without fold {fold}", flush=True)
        for i in np.nonzero(folds == fold)[0]:
            signals[i] = _signals(texts[i], *firsts[-1])

    def second(here: npt.NDArray[np.bool_]) -> Trees:
        chosen = np.nonzero(here)[0]
        return trees.learn([texts[i] for i in chosen], [signals[i] for i in chosen])

    everything = np.ones(len(texts), dtype=bool)
    whole = learner.chain(learner.fit(everything, np.mean(fits, axis=0)))
    weights = Weights(whole, listener.fit(everything), second(everything))
    if not by_fold:
        return Learned(weights, [])
    return Learned(weights, [Weights(*found, second(folds != fold)) for fold, found in enumerate(firsts)])


def _signals(text: Labelled, reader: Chain, said: Mapping[str, float]) -> npt.NDArray[np.float32]:
    """What the trees are told. Of some sites they hear no words, so that they can also judge a text in a
    language they do not know."""
    found = text.codes.tolist()
    scores = reader.scores(found)
    known = Lexicon(said if fold_of(text.site, SILENT) else {})
    heard = known.say([block.folded for block in text.blocks])
    every = range(len(text.blocks))
    words = array("i", [block.words for block in text.blocks])
    told = Signals(reader.templates).of(words, found, scores, reader.odds(scores), heard, every)
    return np.concatenate([np.frombuffer(part) for part in told]).reshape(-1, len(SIGNALS)).astype(np.float32)


def train(bench: Bench, more: Sequence[Path], out: Path) -> None:
    """Learn from all texts of the bench and of these files, and write the weights."""
    started = time.time()
    paths = files(bench, more)
    texts, kinds = load(paths)
    print(f"{len(texts)} texts, {sum(len(text.blocks) for text in texts)} blocks", flush=True)
    learned = learn(texts, kinds)
    used = Counter(text.row["suite"] for text in texts if text.usable)
    about = {
        "made_by": "python -m benchmarks scrape; python -m benchmarks train",
        "version": __version__,
        "texts": dict(used),
        "sites": len({text.site for text in texts if text.usable}),
        "data_sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths},
        "folds": FOLDS,
        "chain": {
            "l2": chain.L2,
            "margin": chain.MARGIN,
            "iterations": [chain.ITERATIONS, chain.ITERATIONS_AGAIN],
            "sites_a_feature": chain.SITES_A_FEATURE,
        },
        "words": {"l2": words.L2, "iterations": words.ITERATIONS, "sites_a_word": words.SITES_A_WORD},
        "trees": {"trees": trees.TREES, **trees.SETTINGS},
    }
    write(learned.weights, out, about)
    print(f"{out.stat().st_size // 1000} kB in {out}, {time.time() - started:.0f} s")


def files(bench: Bench, more: Sequence[Path]) -> list[Path]:
    """The labelled texts of the bench, and these; of folders those in them."""
    found = [file for path in more for file in (sorted(path.glob("*.jsonl.gz")) if path.is_dir() else [path])]
    return [bench.texts, bench.folder / "news-text-dev.jsonl.gz", *found]


def held_out_pages(learned: Learned, bench: Bench) -> dict[str, str]:
    """The bodies by id of the bench's pages, cleaned with weights of texts that saw no page of their site."""
    sites = {row["id"]: site_of(row) for row in read_jsonl(bench.gold)}
    cleaners = [Cleaner(general_rules(), weights=weights) for weights in learned.by_fold]
    pages = bench.read_pages()
    return {id: cleaners[fold_of(site)].clean(pages[id]).body for id, site in sites.items()}
