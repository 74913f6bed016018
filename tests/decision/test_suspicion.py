"""What deserves a look, and what does not."""

from __future__ import annotations

import pytest

from cleaner.decision.suspicions import suspicion

ARTICLE = (
    "The council met on Monday and agreed on the budget for the coming year after a long debate.\n\n" * 8
)

WALLS = [
    "Please enable JavaScript and cookies to continue.",
    "Checking your browser before you proceed.\n\nThis takes a few seconds.",
    "We value your privacy\n\nWe and our partners store information on your device.",
    "Already a subscriber? Log in.",
    "Cet article est réservé aux abonnés.",
    "Bitte JavaScript aktivieren, um die Seite zu sehen.",
]


@pytest.mark.parametrize("body", WALLS)
def test_walls(body: str) -> None:
    assert suspicion(body, body).startswith("reads like a wall, not an article: “")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "A short notice: the bridge is closed on Sunday.",
        ARTICLE,
        ARTICLE + "Websites ask readers to enable JavaScript, and to subscribe to continue.",
    ],
)
def test_articles(body: str) -> None:
    assert suspicion(body, body) == ""


def test_hardly_anything_left() -> None:
    assert (
        suspicion(ARTICLE, "The council met.") == f"little is left: 16 of {len(ARTICLE.strip()):,} characters"
    )
    assert suspicion(ARTICLE, "").startswith("little is left: 0 of")
