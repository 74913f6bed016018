"""Explanations, diffs and formats."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaned, Removal, clean
from cleaner.report import diff, explain, format_of, remarks
from cleaner.text.blocks import without


def cleaned(text: str, cuts: Sequence[tuple[int, int]]) -> Cleaned:
    """A result with these cuts."""
    removals = [
        Removal(start, end, text[start:end], f"kind/{number}", "kind", f"Reason {number}.")
        for number, (start, end) in enumerate(cuts, 1)
    ]
    return Cleaned(text, without(text, cuts), tuple(removals))


@st.composite
def results(draw: st.DrawFn) -> Cleaned:
    """Any text with any cuts."""
    text = draw(st.text(st.sampled_from("ab \n\n\r\u2028"), max_size=60))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    return cleaned(text, list(zip(edges[::2], edges[1::2], strict=False)))


# --- diff --------------------------------------------------------------------------------------------------


def patched(text: str, patch: str) -> str:
    """The text after the patch, applied hunk by hunk, strictly."""
    lines = io.StringIO(text, newline="\n").readlines()
    result: list[str] = []
    position = 0
    for hunk in re.split(r"^(?=@@ )", patch, flags=re.MULTILINE)[1:]:
        header, *body = io.StringIO(hunk, newline="\n").readlines()
        match = re.fullmatch(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@\n", header)
        assert match
        old_line, old, new_line, new = map(int, match.groups())
        start = old_line - 1 if old else old_line
        result += lines[position:start]
        assert len(result) == (new_line - 1 if new else new_line)
        position, begun = start, len(result)
        for index, line in enumerate(body):
            if line.startswith("\\"):
                continue
            bare = index + 1 < len(body) and body[index + 1].startswith("\\")
            sign, content = line[0], line[1:-1] if bare else line[1:]
            if sign != "+":
                assert lines[position] == content
                position += 1
            if sign != "-":
                result.append(content)
        assert (position - start, len(result) - begun) == (old, new)
    return "".join(result + lines[position:])


@given(results())
def test_a_diff_makes_the_body_of_the_original(result: Cleaned) -> None:
    assert patched(result.original, diff(result)) == result.body


@given(results())
def test_a_diff_shows_no_line_that_did_not_change(result: Cleaned) -> None:
    signs = "".join(line[0] for line in io.StringIO(diff(result), newline="\n").readlines()[2:])
    assert not re.match(r"@ {4}", signs)
    assert not re.search(r" {7}", signs.replace("\\", ""))
    assert bool(signs) == (result.body != result.original)


@pytest.mark.skipif(not shutil.which("patch"), reason="no patch")
def test_patch_reads_a_diff(tmp_path: Path) -> None:
    text = "\n".join(f"line {number}" for number in range(40))
    cuts = [
        (text.index(word), text.index(word) + length)
        for word, length in (("line 5\n", 7), ("ne 20", 12), ("\nline 39", 8))
    ]
    result = cleaned(text, cuts)
    (tmp_path / "a").write_text(text)
    subprocess.run(["patch", "--silent", "a"], cwd=tmp_path, input=diff(result).encode(), check=True)
    assert (tmp_path / "a").read_text() == result.body


def test_a_diff_of_many_like_lines_takes_no_time() -> None:
    text = "a\nb\n" * 100_000
    start = time.process_time()
    diff(cleaned(text, [(number * 40, number * 40 + 2) for number in range(10_000)]))
    assert time.process_time() - start < 10


# --- explain -----------------------------------------------------------------------------------------------


def test_explain_says_where_what_and_why() -> None:
    text = "one\n\ntwo\nthree\n"
    result = cleaned(text, [(3, 8), (9, 15)])
    assert explain(result, "a.txt").splitlines() == [
        "a.txt: 2 cuts, 11 of 15 characters",
        "a.txt:3: kind/1: “two”",
        "    Reason 1.",
        "a.txt:4: kind/2: “three”",
        "    Reason 2.",
    ]
    assert "a.txt (extracted):3: kind/1" in explain(result, "a.txt", html=True)
    assert explain(cleaned("one", []), "a.txt") == "a.txt: 0 cuts, 0 of 3 characters"


def test_explain_knows_elements() -> None:
    element = Removal(-1, -1, "Share this", "share/bar", "share", "A bar of buttons.")
    result = Cleaned("one\ntwo\n", "two\n", (element, Removal(0, 4, "one\n", "kind/1", "kind", "Reason.")))
    assert explain(result, "a.html", html=True).splitlines()[1:4] == [
        "a.html (element): share/bar: “Share this”",
        "    A bar of buttons.",
        "a.html (extracted):1: kind/1: “one”",
    ]


@given(results())
def test_every_cut_is_explained(result: Cleaned) -> None:
    explained = explain(result, "a.txt")
    assert len(explained.splitlines()) == 1 + 2 * len(result.removals)
    lines = [int(line) for line in re.findall(r"^a\.txt:(\d+): ", explained, re.MULTILINE)]
    assert lines == sorted(lines)
    for removal, line in zip(result.removals, lines, strict=True):
        if removal.text.strip():
            place = removal.start + len(removal.text) - len(removal.text.lstrip())
            assert line == result.original[:place].count("\n") + 1


def test_a_long_cut_is_abridged() -> None:
    text = "word \n" * 100_000
    line = explain(cleaned(text, [(0, len(text))]), "a.txt").splitlines()[1]
    assert len(line) < 120
    assert line.startswith("a.txt:1: kind/1: “word word")
    assert line.endswith("word … word word word word”")
    assert "字" * 20 in explain(cleaned("字" * 500, [(0, 500)])).splitlines()[1]


def test_remarks() -> None:
    assert list(remarks(Cleaned("", "", warnings=("odd",)))) == ["odd"]
    assert list(remarks(clean(" \n"))) == ["contains no text"]
    assert list(remarks(Cleaned("x" * 1000, "x" * 20, suspicious=True))) == [
        "little is left: 20 of 1,000 characters"
    ]
    assert list(remarks(Cleaned("x", "x"))) == []


# --- formats -----------------------------------------------------------------------------------------------


@given(results())
def test_json_tells_all(result: Cleaned) -> None:
    row = json.loads(format_of("jsonl", explain=True).render("a.txt", result, None))
    assert row["name"] == "a.txt"
    assert row["body"] == result.body
    restored, position = "", 0
    kept = iter(row["body"])
    for cut in row["removed"]:
        restored += "".join(next(kept) for _ in range(cut["start"] - position)) + cut["text"]
        position = cut["end"]
    assert restored + "".join(kept) == result.original


@given(st.text())
def test_anything_can_be_written(text: str) -> None:
    result = Cleaned(text, text)
    assert json.loads(format_of("json").render(text, result, None))["body"] == text
    format_of("text").render(text, result, None).decode()
    format_of("diff").render(text, cleaned(text + "x", [(len(text), len(text) + 1)]), None).decode()


@pytest.mark.parametrize("text", ["\ud800", "x\udfff\n"])
def test_halves_of_characters_can_be_written(text: str) -> None:
    assert json.loads(format_of("json").render("", Cleaned(text, text), {"id": text}))["id"] == text
    format_of("text").render("", Cleaned(text, text), None).decode()


def test_rows_keep_their_fields() -> None:
    record = {"id": 7, "metadata": {"title": "theirs", "shelf": 3}, "removed": "old"}
    result = Cleaned("a", "a", metadata={"title": "ours", "date": "2024-05-01"})
    assert json.loads(format_of("jsonl").render("", result, record)) == {
        "id": 7,
        "metadata": {"title": "theirs", "shelf": 3, "date": "2024-05-01"},
        "removed": [],
        "body": "a",
        "suspicious": False,
        "warnings": [],
        "language": None,
        "page_kind": None,
        "prose_kept": None,
        "error": None,
    }
