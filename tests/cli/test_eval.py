"""`cleaner eval`: bodies that cleaner wrote beside gold, on the command line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cleaner.cli.app import app

BODY = "The ferry sails at noon from the old quay.\nIt takes two hours to cross the bay."
JUNK = "Subscribe to our newsletter"
ROWS = [
    {"id": "a", "lang": "en", "url": "https://www.tide.example/1", "text": f"{BODY}\n\n{JUNK}\n"},
    {"id": "b", "lang": "de", "site": "kai.example", "text": "Die Fähre legt um zwölf Uhr am Kai ab.\n"},
]
GOLD = [{"id": "a", "lang": "en", "body": BODY}, {"id": "b", "lang": "de", "body": ROWS[1]["text"]}]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    write(tmp_path / "rows.jsonl", ROWS)
    (tmp_path / "gold.jsonl.gz").write_bytes(
        gzip.compress("".join(json.dumps(g) + "\n" for g in GOLD).encode())
    )
    assert run("rows.jsonl", "-o", "bodies.jsonl", "--explain").exit_code == 0
    return tmp_path


@pytest.mark.usefixtures("place")
def test_what_cleaner_wrote_is_measured() -> None:
    done = run("eval", "bodies.jsonl", "gold.jsonl.gz", "--json", "--by", "language,site,kind")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["documents"], told["missing"]) == (0, 2, 0)
    assert told["figures"]["kept"] == told["figures"]["exact"] == 100
    assert set(told["groups"]["language"]) == {"en", "de"}
    assert set(told["groups"]["site"]) == {"tide.example", "kai.example"}
    (kind,) = told["kinds"]
    assert kind == "newsletter"
    assert told["kinds"][kind] == [1, 4, 0]


def test_words_that_are_lost_are_told_by_kind_and_document(place: Path) -> None:
    rows = [json.loads(line) for line in (place / "bodies.jsonl").read_text().splitlines()]
    rows[0]["body"] = BODY.split("\n", maxsplit=1)[0]
    rows[0]["removed"].append(
        {"rule": "caption/any", "by": "mark", "start": 0, "end": 1, "text": BODY.split("\n")[1]}
    )
    write(place / "bodies.jsonl", rows)
    done = run("eval", "bodies.jsonl", "gold.jsonl.gz", "--by", "kind", "--min-recall", "0.98")
    assert done.exit_code == 1
    assert "less than 98 %" in done.stderr
    assert "lost: It takes two hours to cross the bay." in done.stdout
    (line,) = (line.split() for line in done.stdout.splitlines() if line.startswith("caption"))
    assert line == ["caption", "1", "8", "7"]  # “the” stands in the line that is left


def test_folders_are_compared_by_names(tmp_path: Path) -> None:
    for folder, text in (("clean", BODY), ("gold", BODY)):
        (tmp_path / folder / "in").mkdir(parents=True)
        (tmp_path / folder / "in" / "story.txt").write_text(text)
    (tmp_path / "gold" / "other.txt").write_text("Gone.")
    done = run("eval", "clean", "gold", "--min-recall", "0.5")
    assert done.exit_code == 0
    assert "1 document has no prediction and counted as empty" in done.stderr
    assert done.stdout.splitlines()[1].split()[:4] == ["all", "2", "50.00", "50.00"]


def test_ticks_of_the_page_to_look_at_are_gold(place: Path) -> None:
    marks = [
        {
            "document": "rows.jsonl:1",
            "start": 84,
            "end": 111,
            "verdict": "wrong",
            "rule": "n/x",
            "text": JUNK,
        },
        {
            "document": "rows.jsonl:2",
            "start": 0,
            "end": 9,
            "verdict": "wrong",
            "rule": "n/x",
            "text": "Die Fähre",
        },
    ]
    write(place / "marks.jsonl", marks)
    done = run("eval", "bodies.jsonl", "marks.jsonl", "--min-recall", "1")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[1].split()[:3] == ["all", "2", "50.00"]
    assert f"lost: {JUNK}" in done.stdout


@pytest.mark.parametrize(
    ("predicted", "gold", "says"),
    [
        ([{"id": "a"}], GOLD, "a: expected a field “body” or “text” that holds text"),
        ([{"id": "a", "body": "x"}] * 2, GOLD, "two predictions are called “a”"),
        (GOLD, [], "the gold holds no documents"),
        (GOLD, [{"id": "a", "title": "x"}], "gold needs a field “body”"),
        (GOLD, [GOLD[0], {"id": "b", "must_have": ["x"]}], "b: is not gold of the same form"),
    ],
)
def test_what_cannot_be_compared_is_told(
    tmp_path: Path, predicted: list[dict[str, object]], gold: list[dict[str, object]], says: str
) -> None:
    write(tmp_path / "p.jsonl", predicted)
    write(tmp_path / "g.jsonl", gold)
    done = run("eval", "p.jsonl", "g.jsonl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr


def test_a_line_that_is_no_json_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text('{"id": "a", "body": "x"}\nnonsense\n')
    done = run("eval", "p.jsonl", "p.jsonl")
    assert done.exit_code == 2
    assert "p.jsonl:2: is not valid JSON" in done.stderr


@pytest.mark.parametrize(
    ("said", "meant"), [("german", "de"), ("cz", "cs"), ("pt-br", "pt"), ("English", "en"), ("jp", "ja")]
)
@pytest.mark.parametrize("command", [("list",), ("new", "ferry/notice")])
def test_the_language_that_was_meant_is_named(command: tuple[str, ...], said: str, meant: str) -> None:
    done = run("rules", *command, "--language", said)
    assert done.exit_code == 2
    assert f"unknown language “{said}” (did you mean “{meant}”?)" in done.stderr
