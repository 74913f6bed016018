"""A floor under quality: what a small fixed sample of our own texts scores may not fall unnoticed.

The sample is the seeds, each as it is and in capitals, and without the blank lines that help a reader.
`pytest tests/test_floor.py --set-floor` writes what is scored now, for a change that costs on purpose.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import SEEDS

from cleaner import Caution, Cleaner, RulePack, select_rules

FLOOR = Path(__file__).with_name("floor.json")
PRINTS: Mapping[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "no blank lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
}


def words(text: str) -> Counter[str]:
    return Counter(text.casefold().split())


def scores(cleaner: Cleaner, printed: Callable[[str], str]) -> dict[str, float]:
    """Percent of the article's words kept, and of the other words removed, over the whole sample."""
    article = kept = junk = gone = 0
    for path in sorted((SEEDS / "raw").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        wanted = words(printed((SEEDS / "expected" / path.name).read_text(encoding="utf-8")))
        given, body = words(printed(text)), words(cleaner.clean(printed(text), html=False).body)
        article += wanted.total()
        kept += (body & wanted).total()
        junk += (given - wanted).total()
        gone += (given - wanted).total() - (body - wanted).total()
    return {"article kept": round(100 * kept / article, 1), "junk removed": round(100 * gone / junk, 1)}


@pytest.mark.parametrize("printed", PRINTS)
@pytest.mark.parametrize("caution", Caution)
def test_no_lower_than_the_floor(
    library: RulePack, caution: Caution, printed: str, request: pytest.FixtureRequest
) -> None:
    found = scores(Cleaner(select_rules(library), caution=caution), PRINTS[printed])
    floors = json.loads(FLOOR.read_text(encoding="utf-8"))
    name = f"{caution}, {printed}"
    if request.config.getoption("--set-floor"):
        floors[name] = found
        FLOOR.write_text(json.dumps(dict(sorted(floors.items())), indent=1) + "\n", encoding="utf-8")
    assert all(found[part] >= floor for part, floor in floors[name].items()), (found, floors[name])
