"""Explanations a reader believes: why each cut was made, what spoke for it, and why the rest stayed.

`python tests/report/test_explanations.py FILE` prints a new golden file for a text, to be
read before it is kept.
"""

from __future__ import annotations

import re
import sys
from itertools import product
from pathlib import Path

import pytest
from conftest import HERE, SEEDS

from cleaner import Caution, Cleaner, RulePack, select_rules
from cleaner.decision.chain import Chain, State
from cleaner.decision.evidence import evidence
from cleaner.decision.features import NONE, Template
from cleaner.decision.weights import packaged_weights
from cleaner.report import explain
from cleaner.report.because import PHRASES, phrase_of, strongest
from cleaner.report.kept import explain_kept, strongest_evidence
from cleaner.text.blocks import split

GOLDEN = sorted((HERE / "golden" / "explained").glob("*.txt"))
TEXTS = sorted((SEEDS / "raw").glob("*.txt"))
_RULE = "\n=====\n"


# --- the words for features --------------------------------------------------------------------------------

TEMPLATES = packaged_weights().chain.templates


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.title)
def test_every_feature_can_be_said_in_words(template: Template) -> None:
    phrase = phrase_of(template.title)
    assert phrase != template.title, (
        f"say what “{template.title}” means to a reader in PHRASES of cleaner/report/because.py; "
        f"{{0}} to {{{len(template.fields) - 1}}} are its fields"
    )
    named = {int(number) for number in re.findall(r"\{(\d)\}", phrase)}
    assert named <= set(range(len(template.fields)))


def test_no_phrase_is_left_of_a_feature_that_is_gone() -> None:
    assert set(PHRASES) <= {template.title for template in TEMPLATES}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.title)
def test_every_value_of_a_feature_has_words(template: Template) -> None:
    names = product(
        *(map(str, range(field)) if isinstance(field, int) else field for field in template.fields)
    )
    codes = [NONE] * len(TEMPLATES)
    for name in map("/".join, names):
        weights = {template.title: {name: (1.0, 0.0, 0.0, 0.0, 0.0)}}
        chain = Chain(packaged_weights().chain.kinds, weights, packaged_weights().chain.moves)
        codes[TEMPLATES.index(template)] = template.code(name)
        ((words, said, gain),) = strongest(chain, codes, State.HEAD)
        assert (said, gain) == (f"{template.title}={name}", 1.0)
        assert re.fullmatch(r"([a-zA-Z“”.,;:!?…()\[\]\"’©/|@ -]|\d+(\.\d+)?( %| to ))+", words), words
        assert "this share" not in words


def test_the_strongest_evidence_comes_first_and_none_of_the_other_side() -> None:
    weights = {
        "kind": {"share": (0.0, 0.0, 0.0, 0.5, 2.0)},
        "case": {"capitals/label": (0.0, 0.0, 0.0, 0.0, 3.0)},
        "ends": {"letter/2": (0.0, 0.0, 1.0, 0.0, 0.0)},
        "repeated": {"again/label": (0.0, 0.0, 0.0, 0.0, 0.5)},
    }
    chain = Chain(("share",), weights, packaged_weights().chain.moves)
    titles = [template.title for template in chain.templates]
    codes = [NONE] * len(titles)
    for title, features in weights.items():
        number = titles.index(title)
        codes[number] = chain.templates[number].code(next(iter(features)))
    said = [
        ("is a label written in capitals", "case=capitals/label", 3.0),
        ("is marked as “share”", "kind=share", 2.0),
        ("is a label that is found further up already", "repeated=again/label", 0.5),
    ]
    assert strongest(chain, codes, State.TAIL) == said
    assert strongest(chain, codes, State.INSERTED) == [("is marked as “share”", "kind=share", 0.5)]

    assert strongest(chain, codes, State.HEAD) == []


def test_the_same_words_are_not_said_twice(cleaner: Cleaner) -> None:
    chain = packaged_weights().chain
    for path in TEXTS:
        blocks, weighed = cleaner.weigh(path.read_text(encoding="utf-8"))
        assert evidence(blocks, weighed.heard.heeded, chain.kinds) == weighed.codes
        for codes in weighed.codes:
            said = [seen.words for seen in strongest(chain, codes, State.TAIL)]
            assert len(said) == len(set(said))


# --- cuts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_evidence_is_told_of_what_no_rule_cuts_by_itself(path: Path, cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(path.read_text(encoding="utf-8"), html=False)
    told = strongest_evidence(cleaner, cleaned)
    assert told.keys() <= {cut.start for cut in cleaned.removals}
    for cut in cleaned.removals:
        in_context = re.search(r"(above|between paragraphs of|below) the article", cut.why)
        if cut.start in told:
            assert in_context
            assert told[cut.start] in explain(cleaned, evidence=told)


def test_cuts_by_the_reading_have_evidence(cleaner: Cleaner) -> None:
    cleaned = cleaner.clean((SEEDS / "raw" / "trailing-editorials.txt").read_bytes())
    assert len(strongest_evidence(cleaner, cleaned)) >= 2
    assert strongest_evidence(cleaner, cleaner.clean("Nothing to cut here.")) == {}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_evidence_is_a_sentence_and_its_technical_part_is_told_on_request(
    path: Path, cleaner: Cleaner
) -> None:
    cleaned = cleaner.clean(path.read_text(encoding="utf-8"), html=False)
    plain = strongest_evidence(cleaner, cleaned)
    verbose = strongest_evidence(cleaner, cleaned, verbose=True)
    assert plain.keys() <= verbose.keys()
    for said in plain.values():
        assert re.fullmatch(r"It [a-z][^\[\]=+{}]+\.", said), said
    for said in verbose.values():
        assert re.fullmatch(
            r"It (.+ \([a-z.]+=\S+ \+\d+\.\d\d\); it )*is part of the article .+ \d\.\d\d\.", said
        ), said


_QUOTE = re.compile("“[^”]*”")


def test_reasons_are_sentences(cleaner: Cleaner) -> None:
    """Of every text and page at hand: one colon at most, capitals after full stops."""
    told = {rule.why for rule in cleaner.rules.rules}
    for path in [*TEXTS, *sorted((HERE.parent / "docs" / "examples").rglob("*.html"))]:
        cleaned = cleaner.clean(path.read_bytes(), name=path.name)
        told |= {cut.why for cut in cleaned.removals}
        told |= set(strongest_evidence(cleaner, cleaned).values())
    for why in told:
        plain = _QUOTE.sub("“”", why)
        assert plain.count(":") <= 1, why
        assert re.fullmatch(r"(?:.(?!\. [a-z]))+\.", plain), why
        assert plain[0] == "“" or plain[0].isupper(), why


def test_what_hangs_on_a_line_says_what_that_line_is(cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(f"{PROSE}Related Articles\nOld pier to be listed\nBakery returns\n", html=False)
    why = cleaned.removals[1].why
    assert why == (
        "In the list below “Related Articles” (a heading that announces other articles, "
        "with the list below it)."
    )


# --- what stayed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_block_that_stayed_is_explained_where_it_stood(path: Path, cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(path.read_text(encoding="utf-8"), html=False)
    head, *rest = explain_kept(cleaner, cleaned, "a.txt").splitlines()
    blocks = split(cleaned.body)
    assert head == f"a.txt: {len(blocks)} blocks kept"
    original = cleaned.original.split("\n")
    for block, line, why in zip(blocks, rest[::2], rest[1::2], strict=True):
        number = re.match(r"a\.txt:(\d+): kept: “", line)
        assert number
        assert block.text.split("\n")[0].split()[-1] in original[int(number[1]) - 1]
        assert re.fullmatch(r"    .+\.", why)


PROSE = (
    "The island council met for the first time since the storm and put a figure on what the new ferry will "
    "cost the harbour, the school and the three bakeries that asked for it.\n\n"
    "Nobody who works late in the harbour will be surprised that the last bus leaves before the last shift "
    "ends, and that the walk home is long.\n\n"
)
PLEA = (
    "Subscribe to our newsletter, the notice said in letters as long as a hand, {}, and every one of the "
    "bakers did so at once, for the promised bread recipe and for the story of the mill."
)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (PROSE, 1, "It reads like a paragraph of the article."),
        (
            PROSE + PLEA.format("at last") + "\n\n" + PROSE,
            5,
            "the sentence tells about this rather than speaks to the reader",
        ),
        (PROSE + "Transport\n\n" + PROSE, 5, "but that alone is not enough"),
        (
            PROSE + "Night buses in winter\n\n" + PROSE,
            5,
            "It stands between two paragraphs of the article and looks like a sub-heading.",
        ),
    ],
    ids=["prose", "told", "medium", "heading"],
)
def test_a_guard_is_named(text: str, line: int, why: str, cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(text, html=False)
    said = explain_kept(cleaner, cleaned, "a.txt").splitlines()
    at = next(n for n, row in enumerate(said) if row.startswith(f"a.txt:{line}: "))
    assert why in said[at + 1]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            PROSE + PLEA.format("at last") + "\n\n" + PROSE,
            "whole paragraph, and no rule marks the lines next to it",
        ),
        (
            "\n\n".join(PLEA.format(word) for word in ("again", "once more", "in red", "in blue")),
            "it is what the article is about",
        ),
    ],
    ids=["paragraph", "topic"],
)
def test_a_guard_is_named_where_nobody_listens_for_voices(text: str, why: str, library: RulePack) -> None:
    deaf = Cleaner(library._replace(rules=tuple(rule._replace(plea=False) for rule in library.rules)))
    assert why in explain_kept(deaf, deaf.clean(text, html=False))


def test_what_was_asked_to_stay_says_so(library: RulePack) -> None:
    keeping = Cleaner(select_rules(library, keep=["related"]))
    cleaned = keeping.clean(PROSE + "Related Articles\n", html=False)
    assert "related/section marks it" in explain_kept(keeping, cleaned)
    assert "you asked to keep this kind" in explain_kept(keeping, cleaned)


@pytest.mark.parametrize("caution", Caution)
def test_explaining_changes_nothing(caution: Caution, library: RulePack) -> None:
    text = (SEEDS / "raw" / "hard-wrapped.txt").read_text(encoding="utf-8")
    cleaner = Cleaner(select_rules(library), caution=caution)
    before = cleaner.clean(text, html=False)
    explain_kept(cleaner, before)
    strongest_evidence(cleaner, before)
    assert cleaner.clean(text, html=False) == before


# --- golden files ------------------------------------------------------------------------------------------


def explained(text: str, cleaner: Cleaner) -> str:
    """Both explanations; without the evidence, which changes with every training."""
    cleaned = cleaner.clean(text, html=False)
    return f"{explain(cleaned)}\n\n{explain_kept(cleaner, cleaned)}\n"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden(path: Path, cleaner: Cleaner) -> None:
    text, _, golden = path.read_text(encoding="utf-8").partition(_RULE)
    assert explained(text, cleaner) == golden


if __name__ == "__main__":
    source = Path(sys.argv[1]).read_text(encoding="utf-8").partition(_RULE)[0]
    print(source + _RULE + explained(source, Cleaner()), end="")
