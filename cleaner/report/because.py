"""What the reading of a document saw in a block, in plain words: the features that moved it most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cleaner.decision import CASES, ENDS, LOOKS, NONE, OTHER, RUNS, SIDES, UNMARKED, Chain, State

_LEAST = 0.05  # natural logarithm of odds; less is no reason

_LOOK = {
    "prose": "short prose", "sentence": "a short sentence", "teaser": "a text that breaks off",
    "heading": "a heading", "label": "a label", "date": "a date", "number": "a number", "item": "a list item",
    "caption": "a caption", "link": "an address", "code": "signs", "mass": "a paragraph of prose",
    "none": "nothing",
}  # fmt: skip
_RUN = {
    "head": "above the first paragraph", "in": "between paragraphs", "tail": "below the last paragraph",
    "only": "in a text without paragraphs",
}  # fmt: skip
_SIDE = {
    "before": "before the main prose",
    "within": "within the main prose",
    "after": "after the main prose",
}
_CASE = {
    "-": "as sentences are",
    "capitals": "in capitals",
    "title": "in title case",
    "lower": "from a small letter",
}
_OTHERS = {"once": "nowhere else", "first": "again below", "again": "above already"}
_AMOUNTS = ("no", "hardly any", "some", "a lot of")  # of words and of marks alike

# A phrase for each row of `evidence.TABLE`; {0} is its first field in words.
PHRASES: Mapping[str, str] = {
    "look.words": "{0} of its length",
    "kind": "{0}",
    "kind.words": "{0} on a block of its length",
    "kind.confidence": "{0} of {1} confidence",
    "second.kind": "{0} beside another",
    "marks": "more than one mark",
    "opens": "opens a list or section {0}",
    "case": "{1} written {0}",
    "ends": "ends in {0}",
    "signs": "bars, addresses or © in it",
    "quotes": "quotation marks, or their absence",
    "repeated": "{1} that stands {0}",
    "topic": "{1} that shares {0} words with the article",
    "topic.run": "shares {0} words with the article, {1}",
    "kind.prose": "{0} in a text with this share of prose",
    "look.prose": "{0} in a text with this share of prose",
    "prose.run": "stands {1} in a text with this share of prose",
    "marked.run.look": "{2} {1}, in a text with {0} marks",
    "kind.run": "{0} {1}",
    "look.words.run": "{0} of its length {2}",
    "from.start": "{1} so far from the top",
    "from.end": "{1} so far from the bottom",
    "share.before": "{1} after this share of the prose",
    "prose.before": "{1} with {0} prose before it",
    "prose.after": "{1} with {0} prose after it",
    "prose.before.after": "{0} prose before it and {1} prose after it",
    "run.place": "its place in the run of blocks {0}",
    "run.end": "its distance from the end of the run of blocks {0}",
    "run.marks": "{1} marks above it and {2} marks below it in the run {0}",
    "run.marks.look": "{0} with {1} marks above it and {2} marks below it in its run",
    "run.words.look": "{0} in a run with {2} words",
    "run.between": "{0} prose above its run and {1} prose below",
    "run.between.look": "{2} with {0} prose above its run and {1} prose below",
    "last.kind.run": "{0} above it, {1}",
    "last.kind.distance": "{0} a little above it",
    "next.kind.run": "{0} below it, {1}",
    "next.kind.distance": "{0} a little below it",
    "last.mark": "{1} so close below a mark",
    "next.mark": "{1} so close above a mark",
    "around": "{1} between {0} and {2}",
    "around.marked": "{2} with marks, or none, right beside it",
    "gaps": "{2} with these blank lines around it",
    "near.marked": "{1} with {0} marks near it",
    "near.short": "{1} with {0} short lines near it",
    "near.prose": "{1} with {0} paragraphs near it",
    "far.marked": "{1} with {0} marks around it",
    "far.short": "{1} with {0} short lines around it",
    "far.prose": "{1} with {0} paragraphs around it",
    "far": "{0} marks, {1} short lines and {2} paragraphs around it",
    "cycle.two": "{0} in turn with {1}, {2}",
    "cycle.three": "{0} that returns every third line, {1}",
    "mass.run": "prose in a run of {0} words {1}",
    "mass.count": "prose with {0} paragraphs beside it",
    "mass.gaps": "prose with {0} lines before its run and {1} lines after",
    "mass.gap.marks": "prose with {0} marks before its run and {1} marks after",
    "mass.last.kind": "prose after {0}",
    "mass.share": "prose with {0} of the text in its run, {1}",
    "stretch": "prose {0}, with {1} marks between",
    "stretch.share": "prose {0}, in a stretch of this weight",
    "main.marks": "{2} {0}, with {1} marks between",
    "main.away": "{2} {0}, so far from it",
    "main.share": "{2} {0}, which is this share of the text",
    "main.topic": "{0}, with {1} marks between and {2} words shared",
}
_BELOW = "{0} below %s, {1}"
_BELOW_DISTANCE = "so close below %s, {1}"


def strongest(chain: Chain, codes: Sequence[int], state: State, count: int = 3) -> list[str]:
    """The features of a block that speak most for a state against being part of the body, best first.

    `codes` are the block's features as `cleaner.evidence` gives them. Features that say the same in words
    are told once; there may be fewer than `count`, or none.
    """
    gains: list[tuple[float, str]] = []
    for template, code in zip(chain.templates, codes, strict=True):
        if code == NONE:
            continue
        name = template.name(code)
        weights = chain.weights.get(template.title, {}).get(name)
        if weights is None:
            continue
        gain = weights[state] - weights[State.BODY]
        if gain >= _LEAST:
            values = [
                _in_words(value, field) for value, field in zip(name.split("/"), template.fields, strict=True)
            ]
            gains.append((gain, phrase_of(template.title).format(*values)))
    gains.sort(key=lambda found: -found[0])
    return list(dict.fromkeys(words for _, words in gains))[:count]


def phrase_of(title: str) -> str:
    """The phrase for a template; one with its bare title where `PHRASES` has none."""
    if title.startswith("below."):
        kind = title.removeprefix("below.").removesuffix(".distance")
        return (_BELOW_DISTANCE if title.endswith(".distance") else _BELOW) % _mark(kind)
    return PHRASES.get(title, title)


def _in_words(value: str, field: tuple[str, ...] | int) -> str:
    """One field of a feature as a reader says it; a bin of numbers as an amount."""
    if isinstance(field, int):
        return _AMOUNTS[0 if value == "0" else 1 + 3 * (int(value) - 1) // max(field - 1, 1)]
    if field == RUNS:
        return _RUN[value]
    if field == SIDES:
        return _SIDE[value]
    if field == CASES:
        return _CASE[value]
    if field == ENDS:
        return {"letter": "a letter", "other": "another sign"}.get(value, f"“{value}”")
    if set(field) <= {*LOOKS, "none"}:
        return _LOOK[value]
    if set(field) <= set(_OTHERS):
        return _OTHERS[value]
    return _mark(value) if field[:2] == (UNMARKED, OTHER) else value


def _mark(kind: str) -> str:
    """A rule's mark, by its kind."""
    if kind in (UNMARKED, OTHER):
        return "no mark" if kind == UNMARKED else "a mark of another kind"
    return f"{'an' if kind[0] in 'aeiou' else 'a'} “{kind}” mark"
