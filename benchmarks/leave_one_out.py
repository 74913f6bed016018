"""How well the weights do on texts that they have not seen: `python -m benchmarks leave-one-out`.

Weights are learned from half of the suites, and judged by the texts of the others, whose sites they have not
seen either; what they make of those is what strangers may expect. With `--sites` all suites teach, and only
the sites are new: each text is judged by weights learned from the half of all sites that its own is not in.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.data import Bench, general_rules, read_jsonl, spread, table, write_jsonl
from benchmarks.learn.texts import Labelled, fold_of, load, site_of
from benchmarks.train import files, learn
from cleaner import Cleaner


class Judge(NamedTuple):
    """A file of texts, and the suites that are of the same pages or their like."""

    file: str
    suites: frozenset[str]


# Those of a group are left out together.
JUDGES = (
    (Judge("text-dev", frozenset({"text-dev", "html-dev"})),),
    (
        Judge("news-text-dev", frozenset({"news-text-dev", "news-dev"})),
        Judge("snippets-text-dev", frozenset({"snippets-dev"})),
    ),
)
_FIGURE = re.compile(r"^(\w+) .*lost ([\d.]+) +left ([\d.]+)", re.MULTILINE)


def report(bench: Bench, more: Sequence[Path], *, share: int = 1) -> None:
    """Print the table; learning from one text in `share`, for a first look."""
    texts, kinds = load(files(bench, more))
    rows: list[tuple[str, ...]] = []
    for judges in JUDGES:
        chosen = texts
        for judge in judges:
            chosen = strangers(chosen, judge, bench)
        learned = learn(spread(chosen, len(chosen) // share), kinds)
        cleaners = [Cleaner(general_rules(), weights=learned.weights)]
        for judge in judges:
            rows += judged(bench, judge, cleaners)
            print(f"judged by {judge.file}", flush=True)
    print(table(HEADER, rows))


def report_sites(bench: Bench, more: Sequence[Path]) -> None:
    """Print the table for new sites of suites that teach: half of all sites each time."""
    learned = learn(*load(files(bench, more)), by_fold=True)
    rules = general_rules()
    cleaners = [Cleaner(rules, weights=weights) for weights in learned.by_fold]
    judges = (judge for group in JUDGES for judge in group)
    rows = [row for judge in judges for row in judged(bench, judge, cleaners)]
    print(table(HEADER, rows))


def strangers(texts: Iterable[Labelled], judge: Judge, bench: Bench) -> list[Labelled]:
    """The texts that are of other suites than a judge's, and of sites it has no texts of."""
    sites = {site_of(row) for row in read_jsonl(bench.folder / f"{judge.file}.jsonl.gz")}
    return [text for text in texts if text.row["suite"] not in judge.suites and text.site not in sites]


HEADER = ("judge, tier", "F1", "article lost", "junk left", "untouched of the clean")


def judged(bench: Bench, judge: Judge, cleaners: Sequence[Cleaner]) -> Iterator[tuple[str, ...]]:
    """A judge's figures by tier, percent: of snippets, those that must stay and are lost, and those that must
    go and are left. Of several cleaners each cleans the texts of its fold of sites."""
    file = bench.folder / f"{judge.file}.jsonl.gz"
    bodies = {}
    for row in read_jsonl(file):
        cleaner = cleaners[fold_of(row.get("domain") or site_of(row), len(cleaners))]
        bodies[row["id"]] = cleaner.clean(row["text"], html=False).body
    if "snippets" not in judge.file:
        for group, scores in bench.score_texts(bodies, file).items():
            junk, clean = 100 - scores["junk_words"], scores.get("untouched")
            figures = (f"{scores['f1']:.2f}", f"{scores['loss']:.2f}", f"{junk:.1f}")
            yield f"{judge.file} {group}", *figures, "" if clean is None else f"{clean:.0f}"
        return
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        write_jsonl(predicted, ({"id": id, "body": body} for id, body in bodies.items()))
        command = [bench.folder / "score_snippets.py", file, predicted, "--by", "tier"]
        said = subprocess.run(
            [sys.executable, *map(str, command)], capture_output=True, text=True, check=True
        ).stdout
    for group, lost, left in sorted(_FIGURE.findall(said)):
        yield f"{judge.file} {group}", "", lost, left, ""
