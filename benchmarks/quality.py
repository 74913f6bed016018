"""How good the bodies are: the bench's own scorers over cleaner and its peers."""

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
from benchmarks.data import SITES, Bench, read_jsonl, write_jsonl
from benchmarks.peers import Input, Peer


def text(bench: Bench, *, with_url: bool = False) -> None:
    """Print the scores of everyone on the scraped texts."""
    documents = bench.read_texts()
    inputs = {doc["id"]: doc["text"] for doc in documents}
    urls = {doc["id"]: doc["url"] for doc in documents} if with_url else {}
    addresses = ", with their addresses" if with_url else ""
    print(f"\n## Scraped texts: {len(documents)} documents{addresses}\n\n{_caveat(bench)}", end="")
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"

        def report(name: str, bodies: Mapping[str, str], *, first: bool = False) -> None:
            write_jsonl(predictions, ({"id": id, "body": body} for id, body in bodies.items()))
            _print_rows(name, _score(bench.folder / "score_text.py", bench.texts, predictions), first=first)

        report("cleaner", _clean_texts(inputs, urls, Path(folder)), first=True)
        for peer in peers.TEXT:
            _report_peer(peer, inputs, report)


def html(bench: Bench) -> None:
    """Print the scores of everyone on the pages."""
    pages = bench.read_pages()
    print(f"\n## Pages: {len(pages)}\n\n{_caveat(bench)}", end="")
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        bodies = Path(folder) / "bodies"

        def report(name: str, bodies: Mapping[str, str]) -> None:
            write_jsonl(predictions, ({"id": id, "body": body} for id, body in bodies.items()))
            _print_line(name, _score(bench.folder / "score_html.py", bench.gold, predictions))

        _run_cleaner(bench.pages, bodies)
        _print_line("cleaner", _score(bench.folder / "score_html.py", bench.gold, bodies))
        for peer in peers.PAGE:
            _report_peer(peer, pages, report)


def scores(bench: Bench, gold: Path, bodies: Mapping[str, str], name: str) -> None:
    """Print the scores of these bodies of any labelled texts."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        write_jsonl(predictions, ({"id": id, "body": body} for id, body in bodies.items()))
        _print_rows(name, _score(bench.folder / "score_text.py", gold, predictions), first=True)


def held_out_pages(bench: Bench, bodies: Mapping[str, str], name: str) -> None:
    """Print the scores of these bodies of the bench's pages."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        write_jsonl(predictions, ({"id": id, "body": body} for id, body in bodies.items()))
        _print_line(name, _score(bench.folder / "score_html.py", bench.gold, predictions))


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


def _score(scorer: Path, gold: Path, predictions: Path) -> list[str]:
    command = [sys.executable, str(scorer), str(gold), str(predictions)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()


def _print_rows(name: str, lines: list[str], *, first: bool) -> None:
    """The scorer's table with a column in front; its header once."""
    if first:
        print(f"| {'system':28} {lines[0]}\n|---{lines[1]}")
    for line in lines[2:]:
        print(f"| {name:28} {line}", flush=True)


def _print_line(name: str, lines: list[str]) -> None:
    print(f"{name:28} {lines[0]}", flush=True)
