"""The door: whatever a caller has in hand is cleaned, is nothing, or is refused in words that help."""

from __future__ import annotations

import decimal
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import rebuilt

from cleaner import Cleaner, clean
from cleaner.errors import UsageError

any_string = st.text(st.characters(exclude_categories=()), max_size=60)  # lone surrogates too
broken = st.lists(
    any_string | st.sampled_from(["<p>", "</p>", "\ud83d", "\ude00", "The bridge is closed.\n\n"])
).map("".join)


class NAType:
    """Like pandas' NA: it can't be compared."""

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")


MISSING: list[Any] = [
    None,
    float("nan"),
    np.float32("nan"),
    decimal.Decimal("nan"),
    NAType(),
    np.datetime64("NaT"),
]


@pytest.mark.parametrize("html", [None, True, False])
@pytest.mark.parametrize("nothing", MISSING[:3] + MISSING[4:5], ids=["none", "nan", "numpy", "NA"])
def test_nothing_gives_an_empty_result_that_says_so(nothing: Any, html: bool | None) -> None:
    cleaned = clean(nothing, html=html)
    assert (cleaned.original, cleaned.body, cleaned.removals) == ("", "", ())
    assert cleaned.warnings[0].startswith("is missing (")


@pytest.mark.parametrize(
    "other", [5, 2.5, ["a text"], {"text": "a"}, object()], ids=lambda other: type(other).__name__
)
def test_what_is_no_text_is_refused(other: Any) -> None:
    with pytest.raises(
        TypeError, match=r"expected a page or a text, as str or bytes, not (int|float|list|dict|object)"
    ):
        clean(other)


@pytest.mark.parametrize("data", [bytearray(b"The bridge is closed."), memoryview(b"The bridge is closed.")])
def test_bytes_in_other_clothes(data: Any) -> None:
    assert clean(data).body == "The bridge is closed."


@pytest.mark.parametrize("caution", ["hgh", "HIGH", "", None, 3])
def test_a_caution_that_does_not_exist_is_refused_at_once(caution: Any) -> None:
    with pytest.raises(UsageError, match=r"unknown caution “.*”; expected one of low, normal, high"):
        Cleaner(caution=caution)


@pytest.mark.parametrize("caution", ["low", "normal", "high"])
def test_a_caution_may_be_a_word(caution: Any) -> None:
    assert Cleaner(caution=caution).clean("The bridge is closed.").body == "The bridge is closed."


@given(
    broken,
    st.sampled_from([None, True, False]),
    st.just("") | any_string.map("https://example.org/{}".format),
)
@settings(max_examples=100, deadline=None)
def test_any_string_is_cleaned(text: str, html: bool | None, url: str) -> None:
    cleaned = clean(text, html=html, url=url)
    cleaned.body.encode()
    assert rebuilt(cleaned) == cleaned.original


@given(any_string)
@settings(max_examples=100, deadline=None)
def test_halves_of_characters_keep_the_places_of_what_stands_behind(text: str) -> None:
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if len(whole) == len(text):  # none belong together
        assert clean(text, html=False).original == whole


def test_halves_that_belong_together_are_put_together() -> None:
    assert clean("The bridge \ud83d\ude00 is closed.", html=False).body == "The bridge \U0001f600 is closed."


SEEDED = """
import sys
from pathlib import Path
from cleaner import Cleaner
from cleaner.decision.weights import packaged_weights
cleaner, words = Cleaner(), packaged_weights().lexicon
for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    text = path.read_text(encoding="utf-8")
    blocks, weighed = cleaner.weigh(text)
    print([said.hex() for said in words.say([block.folded for block in blocks]) if said is not None])
    print([hope.hex() for hope in weighed.hopes])
    print(cleaner.clean(text))
"""


def test_no_bit_depends_on_the_hash_seed(pytestconfig: pytest.Config) -> None:
    texts = str(pytestconfig.rootpath / "seeds" / "raw")
    said = set()
    for seed in "01":
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", SEEDED, texts], capture_output=True, check=True, env=environment
        )
        said.add(done.stdout)
    assert len(said) == 1
