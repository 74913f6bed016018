"""The index of phrases: whatever it leaves out or unpacks late, what it finds is what the rules say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import SEEDS

from cleaner import Rule, RulePack, load_rules, select_rules
from cleaner.match.index import LITERAL, Shelves, index
from cleaner.match.matcher import Matcher
from cleaner.match.phrases import look_up
from cleaner.model import Confidence, Mark
from cleaner.text.blocks import split

TEXTS = [file.read_text(encoding="utf-8") for file in sorted((SEEDS / "raw").glob("*.txt"))]


def found(matcher: Matcher, text: str) -> list[list[tuple[str, int, int]]]:
    marks: list[list[Mark]] = matcher.match(split(text))
    return [[(mark.rule.id, mark.start, mark.end) for mark in block] for block in marks]


def marking(text: str, *rules: Rule) -> list[list[str]]:
    return [[id for id, _, _ in block] for block in found(Matcher(RulePack(rules, {})), text)]


def rule(name: str, **looks: tuple[str, ...]) -> Rule:
    phrases = {key: {"any": listed} for key, listed in looks.items() if key not in ("regex", "keywords")}
    others = {key: listed for key, listed in looks.items() if key in ("regex", "keywords")}
    return Rule(f"test/{name}", "test", "A test.", longest=0, **phrases, **others)


def test_the_kept_index_finds_what_one_made_anew_finds(library: RulePack) -> None:
    kept = Matcher(library)
    anew = Matcher(library._replace(phrase_index=None))
    assert library.phrase_index is not None
    assert sum(len(block) for text in TEXTS for block in found(kept, text)) > 100
    for text in TEXTS:
        assert found(kept, text) == found(anew, text)


def test_an_index_is_the_same_from_the_cache_and_without_one(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    made, read = load_rules(), load_rules()
    kept, again = made.phrase_index, read.phrase_index
    assert kept is not None
    assert again is not None
    assert kept._replace(rules=()) == again._replace(rules=())


def test_rules_changed_by_hand_are_found_by_what_they_say_now(library: RulePack) -> None:
    """The index of the library does not know them."""
    (share,) = (rule for rule in library.rules if rule.id == "share/bar")
    changed = share._replace(equals={"en": ("Zap the ferry",)})
    pack = library._replace(rules=tuple(changed if rule is share else rule for rule in library.rules))
    assert share.id in {mark.rule.id for mark in Matcher(pack).match(split("Zap the ferry"))[0]}


def test_rules_that_were_not_selected_mark_nothing(library: RulePack) -> None:
    """They are in the index all the same: it is that of the library."""
    some = select_rules(library, select=["related", "share"])
    whole, matcher = Matcher(library), Matcher(some)
    chosen = {rule.id for rule in some.rules}
    assert some.phrase_index is library.phrase_index
    for text in TEXTS:
        lines = "\n".join(
            line for line in text.split("\n") if len(line) < 60
        )  # no paragraphs: nothing is glued
        expected = [[mark for mark in block if mark[0] in chosen] for block in found(whole, lines)]
        assert found(matcher, lines) == expected


def every_phrase(rules: tuple[Rule, ...]) -> Iterator[tuple[str, str, str]]:
    for each in rules:
        for key in ("equals", "starts", "ends", "contains"):
            for listed in getattr(each, key).values():
                yield from ((each.id, key, look_up(key, phrase)) for phrase in listed)
        yield from ((each.id, "keywords", look_up("keywords", word)) for word in each.keywords)


def test_every_phrase_of_the_library_lies_where_it_is_looked_for(library: RulePack) -> None:
    made = index(library.rules)
    shelves = Shelves(made.shelves)
    literals = set(made.literals)
    for id, key, phrase in every_phrase(library.rules):
        shelf = shelves[phrase[:1]]
        if key == "equals":
            assert id in shelf.equals[phrase]
        elif key == "starts":
            size = min(len(phrase), 4)
            assert size in shelf.start_sizes
            assert any(id in ids for known, ids in shelf.starts[phrase[:size]] if known == phrase)
        elif key == "ends":
            assert any(id in ids for known, ids in made.ends[phrase[-4:]] if known == phrase)
        else:
            assert phrase[:LITERAL] in literals
            where = 1 if key == "contains" else 2
            assert any(id in entry[where] for entry in shelf.literals[phrase[:LITERAL]] if entry[0] == phrase)


def test_half_a_character_hides_no_phrase(library: RulePack) -> None:
    text = "Der \ud83d Rat tagte am Dienstag.\n\nSign up \udc00 here, subscribe to our newsletter"
    whole = text.replace("\ud83d", "x").replace("\udc00", "x")
    matcher = Matcher(library)
    assert [[id for id, *_ in block] for block in found(matcher, text)] == [
        [id for id, *_ in block] for block in found(matcher, whole)
    ]
    assert any(found(matcher, text))


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("the ferry to the islands", ["test/long"]),  # a longer literal and its beginning
        ("the ferry to the island", ["test/short"]),
        ("the ferry to the islander", ["test/short"]),  # not within a word
        ("not the ferry to the islands today", ["test/long"]),
        ("ferry", []),
    ],
)
def test_literals_that_begin_alike_are_told_apart(line: str, marked: list[str]) -> None:
    short = rule("short", contains=("the ferry to the island", "the ferry to the islander"))
    long = rule("long", contains=("the ferry to the islands",))
    assert marking(line, short, long) == [marked]


def test_marks_come_in_the_order_in_which_phrases_end() -> None:
    """The first mark explains a block, so the order counts: edges before what may stand anywhere."""
    rules = [
        rule("inner", contains=("night",)),
        rule("outer", contains=("good night boat",)),
        rule("tried", regex=("boat",), keywords=("good night bo",)),
        rule("edge", starts=("good",)),
    ]
    assert marking("good night boat", *rules) == [["test/edge", "test/inner", "test/tried", "test/outer"]]


PARAGRAPH = (
    "The harbour reopened on Monday after three weeks of repairs to the northern wall, "
    "the port authority said"
)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (
            f"{PARAGRAPH}. Sail with us today. Fishing boats left before dawn, as they do.",
            "Sail with us today.",
        ),
        (
            f"Sail with us today! {PARAGRAPH}, and the ferry is to follow later this week.",
            "Sail with us today!",
        ),
        (f"{PARAGRAPH}, and you can sail with us today. Fishing boats left before dawn.", None),
        (f"{PARAGRAPH}. “Sail with us today.” Fishing boats left before dawn, as they do.", None),
        (
            f"{PARAGRAPH}。 乗船案内をご覧ください。Fishing boats left before dawn, as they do.",
            "乗船案内をご覧ください。",
        ),
    ],
    ids=["after a stop", "first", "within a sentence", "quoted", "without spaces"],
)
def test_a_sentence_glued_into_a_paragraph_is_noticed_by_how_it_opens(text: str, cut: str | None) -> None:
    glued = rule("glued", equals=("Sail with us today", "乗船案内をご覧ください"))._replace(
        confidence=Confidence.HIGH, glued=True
    )
    (marks,) = Matcher(RulePack((glued,), {})).match(split(text))
    assert [text[mark.start : mark.end].strip() for mark in marks] == ([cut] if cut else [])
