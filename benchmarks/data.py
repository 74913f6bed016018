"""The bench folder: where its parts are, and the little of it that a cleaner may see."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from cleaner import RulePack, load_rules, select_rules
from cleaner.workbench import Evaluation, Predictions, Record, evaluate

DEFAULT_BENCH = Path(__file__).parents[2] / "shared" / "bench"
PARTS = ("text-dev.jsonl.gz", "html-dev/gold.jsonl.gz", "html-dev/pages")

SITES = "site"  # the kind of rules that no figure for unseen sites may use

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder with scraped texts, pages and their gold bodies."""

    folder: Path

    def __post_init__(self) -> None:
        missing = [part for part in PARTS if not (self.folder / part).exists()]
        if missing:
            raise SystemExit(
                f"no bench in {self.folder}: {', '.join(missing)} missing; give its folder with --bench DIR"
            )

    @property
    def texts(self) -> Path:
        return self.folder / "text-dev.jsonl.gz"

    @property
    def gold(self) -> Path:
        return self.folder / "html-dev" / "gold.jsonl.gz"

    @property
    def pages(self) -> Path:
        return self.folder / "html-dev" / "pages"

    def read_texts(self) -> list[dict[str, Any]]:
        return list(read_jsonl(self.texts))

    def score_texts(
        self, bodies: Mapping[str, str], texts: Path | None = None
    ) -> dict[str, dict[str, float]]:
        """The figures of these bodies of the texts, or others of the same form, by tier: percent."""
        told = score(texts or self.texts, bodies, by=["tier"])
        tiers = {f"tier={tier}": figures for tier, (_, figures) in told.groups["tier"].items()}
        return {
            group: {name: round(value, 2) for name, value in figures.items()}
            for group, figures in {"all": told.figures, **dict(sorted(tiers.items()))}.items()
        }

    def gold_of(self, suite: str) -> Path:
        """The gold bodies, or snippets, of a suite of pages."""
        return self.folder / suite / "gold.jsonl.gz"

    def read_pages(self, suite: str = "html-dev") -> dict[str, bytes]:
        """The pages of a suite by id, in a fixed order."""
        paths = sorted((self.folder / suite / "pages").glob("*.html.gz"))
        return {path.name.removesuffix(".html.gz"): gzip.decompress(path.read_bytes()) for path in paths}


def general_rules(ignore: Sequence[str] = ()) -> RulePack:
    """The packaged rules without those of single sites: some were written from pages of the bench."""
    return select_rules(load_rules(), ignore=[SITES, *ignore])


def score(gold: Path, bodies: Mapping[str, str], *, by: Sequence[str] = ()) -> Evaluation:
    """These bodies beside the gold of a file; a document without one counts as empty."""
    predictions = Predictions(Record(id, {"body": body}) for id, body in bodies.items())
    return evaluate([Record(doc["id"], doc) for doc in read_jsonl(gold)], predictions, by=by, worst=0)


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return (json.loads(line) for line in text.split("\n") if line.strip())


def write_jsonl(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode(), 1, mtime=0) if path.suffix == ".gz" else text.encode())


def spread(items: Sequence[Item], wanted: int) -> list[Item]:
    """`wanted` items at even distances, so that every part of the bench has its share; 0: all of them."""
    if not 0 < wanted < len(items):
        return list(items)
    return [items[number * len(items) // wanted] for number in range(wanted)]


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table: first column to the left, figures to the right."""
    lines = [list(header), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = [f":{'-' * (widths[0] - 1)}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cells[0].ljust(widths[0]),
            *(c.rjust(w) for c, w in zip(cells[1:], widths[1:], strict=True)),
        ]
        return f"| {' | '.join(padded)} |"

    return "\n".join(line(cells) for cells in (lines[0], rule, *lines[1:]))
