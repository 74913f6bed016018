"""How good the bodies are, of cleaner and its peers."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

from benchmarks import peers
from benchmarks.data import SITES, Bench, read_jsonl, score, write_jsonl
from benchmarks.peers import Input, Peer
from cleaner.workbench import Evaluation


def text(bench: Bench, *, with_url: bool = False) -> None:
    """Print the scores of everyone on the scraped texts."""
    documents = bench.read_texts()
    inputs = {doc["id"]: doc["text"] for doc in documents}
    urls = {doc["id"]: doc["url"] for doc in documents} if with_url else {}
    addresses = ", with their addresses" if with_url else ""
    print(f"\n## Scraped texts: {len(documents)} documents{addresses}\n\n{_caveat(bench)}", end="")
    with tempfile.TemporaryDirectory() as folder:

        def report(name: str, bodies: Mapping[str, str], *, first: bool = False) -> None:
            _print_rows(name, score(bench.texts, bodies, by=["tier"]), first=first)

        report("cleaner", _clean_texts(inputs, urls, Path(folder)), first=True)
        for peer in peers.TEXT:
            _report_peer(peer, inputs, report)


def html(bench: Bench) -> None:
    """Print the scores of everyone on the pages."""
    pages = bench.read_pages()
    print(f"\n## Pages: {len(pages)}\n\n{_caveat(bench)}", end="")
    with tempfile.TemporaryDirectory() as folder:
        _run_cleaner(bench.pages, Path(folder))
        own = {file.stem: file.read_text(encoding="utf-8") for file in Path(folder).rglob("*.txt")}
        held_out_pages(bench, own, "cleaner")
        for peer in peers.PAGE:
            _report_peer(peer, pages, lambda name, bodies: held_out_pages(bench, bodies, name))


def scores(gold: Path, bodies: Mapping[str, str], name: str) -> None:
    """Print the scores of these bodies of any labelled texts."""
    _print_rows(name, score(gold, bodies, by=["tier"]), first=True)


def held_out_pages(bench: Bench, bodies: Mapping[str, str], name: str) -> None:
    """Print the scores of these bodies of the bench's pages."""
    told = score(bench.gold, bodies)
    figures = "  ".join(f"{column} {value:.2f}" for column, value in told.figures.items())
    print(f"{name:28} pages {told.documents}  {figures}", flush=True)


def cleaner_command() -> str:
    """The `cleaner` of the Python that runs this."""
    beside = shutil.which("cleaner", path=sysconfig.get_path("scripts")) or shutil.which("cleaner")
    if beside is None:
        raise SystemExit("the command `cleaner` is not installed: pip install -e '.[bench]'")
    return beside


def _caveat(bench: Bench) -> str:
    """A warning where the packaged weights have seen this bench: the texts were scraped from its pages."""
    seen = {
        digest
        for name in ("decision/weights.json", "page/weights.json")
        for digest in json.loads((files("cleaner") / name).read_text(encoding="utf-8"))["about"][
            "data_sha256"
        ]
    }
    if seen.isdisjoint(hashlib.sha256(part.read_bytes()).hexdigest() for part in (bench.texts, bench.gold)):
        return ""
    return "cleaner's weights were learned on this bench: its row is no forecast for other sites\n\n"


def _report_peer(
    peer: Peer[Input],
    inputs: Mapping[str, Input],
    report: Callable[[str, Mapping[str, str]], None],
) -> None:
    clean = peer.ready()
    if clean is None:
        print(f"{peer.name}: not installed")
    else:
        report(peer.name, {id: clean(document) for id, document in inputs.items()})


def _clean_texts(texts: Mapping[str, str], urls: Mapping[str, str], folder: Path) -> dict[str, str]:
    """What the command makes of the texts; it sees numbers as ids, for the bench's own name the scraper."""
    stripped, cleaned = folder / "stripped.jsonl.gz", folder / "cleaned.jsonl"
    rows = (
        {"id": str(number), "text": text} | ({"url": urls[id]} if id in urls else {})
        for number, (id, text) in enumerate(texts.items())
    )
    write_jsonl(stripped, rows)
    _run_cleaner(stripped, cleaned)
    ids = list(texts)
    return {ids[int(row["id"])]: row["body"] for row in read_jsonl(cleaned)}


def _run_cleaner(source: Path, target: Path) -> None:
    done = subprocess.run(
        [cleaner_command(), str(source), "-o", str(target), "--ignore", SITES],
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode == 3:
        print("some documents failed; they are scored as empty", file=sys.stderr)
    elif done.returncode:
        raise SystemExit(f"cleaner {source} ended with {done.returncode}")


def _print_rows(name: str, told: Evaluation, *, first: bool) -> None:
    """A row for all and one for each tier; the header once."""
    if first:
        columns = ["system", "group", "docs", *told.figures]
        print(f"| {' | '.join(columns)} |\n|---|---|{'---:|' * (len(columns) - 2)}")
    groups = [(f"tier={tier}", *summed) for tier, summed in sorted(told.groups["tier"].items())]
    for group, number, figures in [("all", told.documents, told.figures), *groups]:
        cells = " | ".join(f"{figures[column]:.2f}" if column in figures else "–" for column in told.figures)
        print(f"| {name} | {group} | {number} | {cells} |", flush=True)
