"""What is captured of lines that were cut: of several dates or bylines, the first that can be read."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

ARTICLE = (
    "The old ferry went back to work on Monday after eleven weeks in the yard, and the harbour was full of "
    "people.\n\nIts engine had been taken apart by two mechanics, who found a fishing net wound around "
    "the shaft."
)
HEADS = [
    ("Published: 99/99/2024\n\n4 March 2024", {"date": "2024-03-04"}),
    ("2 hours ago\n\nMarch 4, 2024", {"date": "2024-03-04"}),
    ("Date: 31.31.2024\n\nMarch 4, 2024 10:35 am", {"date": "2024-03-04T10:35:00"}),
    ("March 4, 2024\n\nUpdated: 99/99/2024", {"date": "2024-03-04"}),
    ("March 4, 2024\n\nUpdated: March 5, 2024", {"date": "2024-03-04"}),
    ("Published: 99/99/2024", {}),
    ("By staff\n\nBy Jane Doe", {"author": "Jane Doe"}),
    ("By Jane Doe\n\nBy staff", {"author": "Jane Doe"}),
]


@pytest.mark.parametrize(("head", "told"), HEADS)
def test_the_first_that_can_be_read(head: str, told: dict[str, str], cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(f"{head}\n\n{ARTICLE}", html=False)
    assert cleaned.body == ARTICLE
    assert {
        field: cleaned.metadata[field] for field in ("author", "date") if field in cleaned.metadata
    } == told
    assert told.keys() <= cleaned.sources.keys()
