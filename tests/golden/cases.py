"""Golden files: a text with the verdict on each line before it. Named `stage--case.txt`.

    shape--…   what each block looks like
    match--…   which rules mark it
    clean--…   whether it stays: keep, cut, or part where some of its words go

`explained/` holds texts and all that is said of their cuts and of what stayed (`test_explanations.py`).
`python tests/golden/cases.py STAGE FILE` prints a new case for a text, to be read before it is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from cleaner import Cleaner, load_rules, select_rules
from cleaner.match.matcher import Matcher
from cleaner.model import Block
from cleaner.text.blocks import split

HERE = Path(__file__).parent
_SEPARATOR = " │ "
Verdict = Callable[[str], Iterator[tuple[Block, str]]]


def shape(text: str) -> Iterator[tuple[Block, str]]:
    for block in split(text):
        yield block, block.shape


def match(text: str) -> Iterator[tuple[Block, str]]:
    blocks = split(text)
    found = Matcher(select_rules(load_rules())).match(blocks)
    for block, marks in zip(blocks, found, strict=True):
        yield block, ", ".join(sorted(mark.rule.id for mark in marks)) or "-"


def clean(text: str) -> Iterator[tuple[Block, str]]:
    cuts = Cleaner().clean(text, html=False).removals
    for block in split(text):
        inside = [c for c in cuts if c.start < block.end and c.end > block.start]
        whole = any(c.start <= block.start and c.end >= block.end for c in inside)
        yield block, "cut" if whole else "part" if inside else "keep"


STAGES: Mapping[str, Verdict] = {"shape": shape, "match": match, "clean": clean}


def render(stage: str, text: str) -> str:
    """The text with the stage's verdict before each block."""
    verdicts = list(STAGES[stage](text))
    width = max((len(verdict) for _, verdict in verdicts), default=0)
    pieces, position = [], 0
    for block, verdict in verdicts:
        pieces += [text[position : block.start], verdict.ljust(width), _SEPARATOR]
        position = block.start
    return "".join([*pieces, text[position:]])


def strip(golden: str) -> str:
    """The text of a golden file, without its verdicts."""
    return "\n".join(line.split(_SEPARATOR, 1)[-1] for line in golden.split("\n"))


if __name__ == "__main__":
    print(render(sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8")), end="")
