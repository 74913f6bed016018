"""The project's own texts as labelled texts: clean ones that lose nothing, and the seeds.

They are few against the scraped ones, but in twenty languages, and of kinds that the web's news pages hardly
have: a reading should know diaries, credits and recipes before it is tested on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.label import Gold, label

ROOT = Path(__file__).parents[2]
WEIGHT = 4.0  # what each counts beside a scraped text: there are few


def rows() -> Iterator[dict[str, Any]]:
    """Each a site of its own: id, domain, tier, text, gold, labels."""
    for path in sorted((ROOT / "tests" / "negative").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        lines = sum(1 for line in text.split("\n") if line.strip())
        yield _row(f"negative/{path.stem}", text, text, "k" * lines)
    for path in sorted((ROOT / "seeds" / "raw").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        gold = (ROOT / "seeds" / "expected" / path.name).read_text(encoding="utf-8")
        yield _row(f"seeds/{path.stem}", text, gold, label(text, Gold(gold), ""))


def _row(name: str, text: str, gold: str, labels: str) -> dict[str, Any]:
    row = {"id": name, "domain": name, "tier": "light", "text": text, "gold": gold, "labels": labels}
    return {**row, "weight": WEIGHT}
