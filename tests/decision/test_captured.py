"""Metadata of what was cut, and the title of a text."""

from __future__ import annotations

import pytest
from prose import BRIDGE

from cleaner import Cleaner, clean, load_rules, select_rules
from cleaner.decision import as_metadata, title_line

BODY = "\n\n".join(BRIDGE)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"The bridge stays closed\n\n{BODY}", "The bridge stays closed"),
        (f"The bridge stays closed\n{BRIDGE[0]}\n{BRIDGE[1]}", "The bridge stays closed"),
        (f"The bridge stays closed\n\nA short standfirst\n\n{BODY}", "The bridge stays closed"),
        (BODY, ""),
        ("The bridge stays closed", ""),
        ("", ""),
        ("\n\n".join(f"Line number {n} of a list" for n in range(9)) + f"\n\n{BODY}", ""),
    ],
)
def test_the_title_line_of_a_text(text: str, title: str) -> None:
    assert title_line(text) == title


def test_the_title_of_a_text_is_metadata_whether_it_stays_or_goes() -> None:
    text = f"The bridge stays closed\n\n{BODY}"
    assert clean(text).metadata["title"] == "The bridge stays closed"
    assert clean(text).sources["title"] == "first line"
    without = Cleaner(select_rules(load_rules(), drop=["title"])).clean(text)
    assert without.body == BODY
    assert (without.metadata["title"], without.sources["title"]) == ("The bridge stays closed", "title/line")


def test_a_byline_that_was_cut_names_the_author() -> None:
    cleaned = clean(f"The bridge stays closed\n\nBy Jane Roe, Science Editor\n\n{BODY}")
    assert cleaned.metadata["author"] == "Jane Roe"
    assert cleaned.sources["author"] == cleaned.sources["byline"]


def test_what_can_not_be_read_is_no_metadata() -> None:
    assert as_metadata({"byline": "Staff Writer", "date": "last week"}) == {}
    assert as_metadata({"byline": "Jane Roe", "date": "4 March 2024"}) == {
        "author": "Jane Roe",
        "date": "2024-03-04",
    }


@pytest.mark.parametrize("place", ["aside", "footer", "div class=sidebar"])
def test_a_date_that_goes_with_its_place_in_the_page_is_captured(place: str) -> None:
    end = place.split(maxsplit=1)[0]
    line = f"<{place}><p>First published: 4 March 2024</p></{end}>"
    article = "".join(f"<p>{sentence}</p>" for sentence in BRIDGE)
    cleaned = clean(f"<html><body><article>{article}{line}</article></body></html>")
    assert "March" not in cleaned.body
    assert cleaned.metadata["date"] == "2024-03-04"
