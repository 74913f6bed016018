"""Whether two versions of cleaner make the same of the bench: every body, cut, reason, warning and field.

    OLD/bin/python benchmarks/versions.py write old.jsonl.gz      # with the version that this Python has
    NEW/bin/python benchmarks/versions.py write new.jsonl.gz
    python benchmarks/versions.py compare old.jsonl.gz new.jsonl.gz

Uses nothing of cleaner but its public names, so that any version can run it. `compare` prints, for each set,
how many documents differ and in what, and the first differences of each field; exit status 1 if any does.
What only one of the two versions tells of a cut or a block is not compared.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import zip_longest
from pathlib import Path
from typing import Any

TEXTS = ("text-dev", "news-text-dev")
PAGES = ("html-dev", "news-dev")
_BENCH = Path(__file__).parents[2] / "shared" / "bench"
_SHOWN = 200  # characters of a value around the place where it differs

Task = tuple[str, str, str, bytes | str]  # set, id, url, content
Records = list[dict[str, Any]]


def tasks(bench: Path, sets: list[str]) -> Iterator[Task]:
    """The documents of these sets of a bench folder, in a fixed order."""
    for name in sets:
        if (bench / name / "pages").is_dir():
            addresses = {row["id"]: row.get("url") or "" for row in _rows(_index(bench / name))}
            for path in sorted((bench / name / "pages").glob("*.html.gz")):
                page = path.name.removesuffix(".html.gz")
                yield name, page, addresses.get(page, ""), gzip.decompress(path.read_bytes())
        else:
            for row in _rows(bench / f"{name}.jsonl.gz"):
                yield name, str(row["id"]), "", row["text"]


def outcome(task: Task) -> dict[str, Any]:
    """All that this version says of a document."""
    from cleaner import Cleaner  # noqa: PLC0415  (`compare` needs no version)

    global _cleaner  # noqa: PLW0603  (one for each process)
    _cleaner = _cleaner or Cleaner()
    name, number, url, content = task
    said = _cleaner.clean(content, url=url, html=True if isinstance(content, bytes) else None)
    return {
        "set": name,
        "id": number,
        "body": said.body,
        "original": said.original,
        "removals": [cut._asdict() for cut in said.removals],
        "restored": [cut._asdict() for cut in said.restored],
        "metadata": dict(said.metadata),
        "sources": dict(said.sources),
        "blocks": [block._asdict() for block in said.blocks],
        "warnings": list(said.warnings),
        "suspicious": said.suspicious,
    }


_cleaner: Any = None


def write(bench: Path, sets: list[str], out: Path, jobs: int) -> None:
    """Clean these sets and keep what came out, a line a document."""
    with (
        ProcessPoolExecutor(jobs) as pool,
        gzip.open(out, "wt", encoding="utf-8", errors="surrogatepass", compresslevel=1) as file,
    ):
        for row in pool.map(outcome, tasks(bench, sets), chunksize=8):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def compare(old: Path, new: Path, shown: int) -> int:
    """Print what differs; the number of documents that do."""
    differ: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    documents = 0
    for one, other in zip_longest(_rows(old), _rows(new)):
        if one is None or other is None or (one["set"], one["id"]) != (other["set"], other["id"]):
            raise SystemExit("the two files are not of the same documents")
        total[one["set"]] += 1
        for field in ("removals", "restored", "blocks"):
            one[field], other[field] = _what_both_tell(one[field], other[field])
        fields = [field for field in one.keys() | other.keys() if one.get(field) != other.get(field)]
        documents += bool(fields)
        for field in sorted(fields):
            differ[one["set"]][field] += 1
            if len(examples[field]) < shown:
                before, after = _around(one.get(field), other.get(field))
                examples[field].append(f"{one['set']}/{one['id']} {field}\n  - {before}\n  + {after}")
    for name, count in total.items():
        said = (
            ", ".join(f"{field} {number}" for field, number in differ[name].most_common()) or "all the same"
        )
        print(f"{name}: {count} documents; {said}")
    for lines in examples.values():
        print("\n".join(lines))
    return documents


def _what_both_tell(one: Records, other: Records) -> tuple[Records, Records]:
    """Lists of records with the fields that both versions know."""
    both = set().union(*one) & set().union(*other) if one and other else set[str]()
    a, b = ([{key: row[key] for key in both} for row in rows] for rows in (one, other))
    return (a, b) if both else (one, other)


def _around(one: object, other: object) -> tuple[str, str]:
    """Two values where they first differ."""
    a, b = (json.dumps(value, ensure_ascii=False, sort_keys=True) for value in (one, other))
    place = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    start = max(0, place - _SHOWN // 4)
    return a[start : start + _SHOWN], b[start : start + _SHOWN]


def _index(folder: Path) -> Path:
    gold = folder / "gold.jsonl.gz"
    return gold if gold.exists() else folder / "pages.jsonl"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "surrogatepass")
    return (json.loads(line) for line in text.split("\n") if line.strip())


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare what two versions of cleaner make of the bench.")
    parser.add_argument("--bench", type=Path, default=_BENCH, metavar="DIR")
    actions = parser.add_subparsers(dest="action", required=True)
    writing = actions.add_parser("write", help="clean the bench with this version, keep what comes out")
    writing.add_argument("out", type=Path)
    writing.add_argument("--sets", nargs="+", default=[*TEXTS, *PAGES], metavar="NAME")
    writing.add_argument("--jobs", type=int, default=2)
    comparing = actions.add_parser("compare", help="what differs between two files that `write` made")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    comparing.add_argument("--show", type=int, default=3, metavar="N", help="examples a field (%(default)s)")
    options = parser.parse_args()
    if options.action == "write":
        write(options.bench, options.sets, options.out, options.jobs)
    else:
        sys.exit(min(1, compare(options.old, options.new, options.show)))


if __name__ == "__main__":
    main()
