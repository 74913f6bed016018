"""What speaks for and against each block: its look, its marks, its neighbours and its place.

No feature depends on a language: words enter only through the kinds of the rules that marked a block.
`features.py` lists them all, in the order of the codes given here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from cleaner.decision.features import ENDS, FOLLOWED, LOOKS, NONE, OTHER, UNMARKED
from cleaner.model import Block, Confidence, Mark, Removes, Shape
from cleaner.text import bare

MASS_WORDS = 12  # prose of at least this many words, unmarked, counts as the mass of the article
_JOINED = 6  # blocks that a stretch of the main prose may be interrupted by

_LOOK = {name: number for number, name in enumerate(LOOKS)}
_MASS = _LOOK["mass"]
_END = {sign: number for number, sign in enumerate(ENDS[:10])} | {"\u201d": 8, "\u3002": 0, "\uff1f": 2}

# Bin edges: a value's bin is the number of edges it reaches.
_WORDS = (1, 2, 3, 4, 6, 9, 13, 21, 36, 61)
_FEW = (1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 100)
_MASSES = (1, 20, 50, 100, 200, 400, 800, 1600)
_SHARES = (0.001, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999)

_TOPIC_WORD = re.compile(r"[^\W\d_]{5,}")
_QUOTES = re.compile('["\u201c\u201d\u201e\u00ab\u300c]')


def is_mass(block: Block, marks: Sequence[Mark]) -> bool:
    """Whether a block is prose that no rule speaks against: what articles are mostly made of."""
    return block.shape is Shape.PROSE and block.words >= MASS_WORDS and main_mark(marks) is None


def main_mark(marks: Sequence[Mark]) -> Mark | None:
    """The mark that says most about a block as a whole: the first of high confidence, else the first."""
    found = None
    for mark in marks:
        if mark.rule.removes is Removes.SPAN:
            continue
        if mark.rule.confidence is Confidence.HIGH:
            return mark
        found = found or mark
    return found


def _table(edges: Sequence[int]) -> list[int]:
    """Bins of the whole numbers up to the last edge: a look-up is faster than a search."""
    return [bisect_right(edges, value) for value in range(edges[-1] + 1)]


_FEW_BIN, _WORDS_BIN = _table(_FEW), _table(_WORDS)
_PLACE_BIN = _table((1, 2, 3, 5, 9, 20))
_LEFT_BIN = _table((2, 3, 4, 6, 10, 20))
_FAR_MARKED, _FAR_SHORT, _FAR_PROSE = (
    _table((1, 2, 3, 5, 8)),
    _table((1, 3, 6, 10, 14)),
    _table((1, 2, 4, 7, 11)),
)


def evidence(  # noqa: PLR0915  (one pass, one table: see `templates` for what each code means)
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], kinds: Sequence[str]
) -> list[list[int]]:
    """The features of each block of a document, a code for each template; `kinds` as for `templates`."""
    n = len(blocks)
    kind_of = {kind: number for number, kind in enumerate((UNMARKED, OTHER, *kinds))}
    mains = [main_mark(found) for found in marks]
    kind = [0 if mark is None else kind_of.get(mark.rule.kind, 1) for mark in mains]
    marked = [mark is not None for mark in mains]
    words = [block.words for block in blocks]
    length = [_WORDS_BIN[w] if w < 61 else 10 for w in words]
    shape = [_LOOK[block.shape] for block in blocks]
    prose = _LOOK["prose"]
    mass = [s == prose and w >= MASS_WORDS and not m for s, w, m in zip(shape, words, marked, strict=True)]
    look = [_MASS if m else s for m, s in zip(mass, shape, strict=True)]
    before = [0, *accumulate(w if m else 0 for w, m in zip(words, mass, strict=True))]
    words_to = [0, *accumulate(words)]
    marked_to = [0, *accumulate(marked)]
    short_to = [0, *accumulate(w < 6 for w in words)]
    mass_to = [0, *accumulate(mass)]
    total, all_words = before[n], words_to[n] or 1
    dirt = bisect_right((0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.85, 0.93), total / all_words)
    mark_dirt = bisect_right((0.0001, 0.03, 0.08, 0.15, 0.25, 0.4), marked_to[n] / (n or 1))

    runs, run_of = _runs(mass)
    stretches, stretch_of = _stretches(mass, words, marked_to)
    main_first, main_last, main_words = max(stretches, key=lambda s: s[2], default=(0, n - 1, 0))
    main_share = bisect_right((0.2, 0.4, 0.6, 0.8, 0.95), main_words / total) if total else 6
    last_mark, next_mark = _nearest(marked)
    topics = _topics(blocks, mass)
    plain = [bare(block.folded) for block in blocks]
    times = Counter(plain)
    seen: set[str] = set()
    followed = [kind_of.get(name, -9) for name in FOLLOWED]
    opened = [-1] * len(followed)

    codes: list[list[int]] = []
    for i in range(n):
        block, k, lk, wb, text = blocks[i], kind[i], look[i], length[i], blocks[i].text
        in_mass = mass[i]
        r = run_of[i]
        r0, r1 = runs[r]
        if i == r0:  # what all blocks of the run share
            run = (3 if r1 == n else 0) if r0 == 0 else (2 if r1 == n else 1)
            size = r1 - r0
            size_bin = _FEW_BIN[size] if size < 100 else 11
            run_size_bin = bisect_right((20, 40, 80, 160, 320, 640), words_to[r1] - words_to[r0])
            up, down = runs[r - 1] if r else None, runs[r + 1] if r + 1 < len(runs) else None
            if in_mass:
                run_words = bisect_right(_MASSES, before[r1] - before[r0])
                gaps = (_few_between(up) * 13 + _few_between(down)) * 9 + run_words
                gap_marks = (
                    _marks_between(up, marked_to) * 6 + _marks_between(down, marked_to)
                ) * 9 + run_words
                run_share = bisect_right(_SHARES, (before[r1] - before[r0]) / total)
            else:
                above = bisect_right(_MASSES, before[r0] - before[up[0]]) + 1 if up else 0
                below = bisect_right(_MASSES, before[down[1]] - before[r1]) + 1 if down else 0
        if in_mass or i == r0:
            mb, ma = bisect_right(_MASSES, before[i]), bisect_right(_MASSES, total - before[i + 1])
            share = bisect_right(_SHARES, before[i] / total) if total else 0
        from_start = _FEW_BIN[i] if i < 100 else 11
        from_end = _FEW_BIN[n - 1 - i] if n - 1 - i < 100 else 11
        at, left = i - r0, r1 - i
        lm, nm = last_mark[i], next_mark[i]
        to_last = (_FEW_BIN[i - lm] if i - lm < 100 else 11) if lm >= 0 else 12
        to_next = (_FEW_BIN[nm - i] if nm - i < 100 else 11) if nm < n else 12
        last_kind, next_kind = kind[lm] if lm >= 0 else 0, kind[nm] if nm < n else 0
        marks_before = min(marked_to[i] - marked_to[r0], 3)
        marks_after = min(marked_to[r1] - marked_to[i + 1], 3)
        topic = topics[i]
        if i < main_first:
            side, between, away = 0, marked_to[main_first] - marked_to[i + 1], main_first - i
        elif i > main_last:
            side, between, away = 2, marked_to[i] - marked_to[main_last + 1], i - main_last
        else:
            side, between, away = 1, 0, 0
        between = between if between < 3 else 3 if between < 6 else 4
        lo3, hi3, lo8, hi8 = max(0, i - 3), min(n, i + 4), max(0, i - 8), min(n, i + 9)
        far_marked = _FAR_MARKED[min(marked_to[hi8] - marked_to[lo8] - marked[i], 8)]
        far_short = _FAR_SHORT[min(short_to[hi8] - short_to[lo8], 14)]
        far_prose = _FAR_PROSE[min(mass_to[hi8] - mass_to[lo8], 11)]
        previous = shape[i - 1] if i else 11
        following = shape[i + 1] if i + 1 < n else 11
        gap_next = min(blocks[i + 1].gap, 3) if i + 1 < n else 0
        if times[plain[i]] == 1:
            repeated = 0
        else:
            repeated = 2 if plain[i] in seen else 1
            seen.add(plain[i])
        found = marks[i]
        row = [
            lk * 11 + wb,
            k,
            k * 11 + wb,
            NONE, NONE, NONE, NONE,
            _case(text, words[i], in_mass) * 12 + lk,
            _ending(text[-1]) * 11 + wb,
            _signs(text),
            (1 if _QUOTES.search(text) else 0) if in_mass else NONE,
            repeated * 12 + lk,
            topic * 12 + lk,
            (topic * 4 + run) * 11 + wb,
            k * 9 + dirt,
            lk * 9 + dirt,
            dirt * 4 + run,
            (mark_dirt * 4 + run) * 12 + lk,
            k * 4 + run,
            (lk * 11 + wb) * 4 + run,
            from_start * 12 + lk,
            from_end * 12 + lk,
            share * 12 + lk,
            mb * 12 + lk,
            ma * 12 + lk,
            mb * 9 + ma,
            (run * 12 + size_bin) * 7 + _PLACE_BIN[at if at < 20 else 20],
            (run * 12 + size_bin) * 7 + _LEFT_BIN[left if left < 20 else 20],
            (run * 4 + marks_before) * 4 + marks_after,
            (lk * 4 + marks_before) * 4 + marks_after,
            (lk * 11 + wb) * 7 + run_size_bin,
            NONE, NONE,
            (last_kind if lm >= r0 else 0) * 4 + run,
            last_kind * 7 + min(to_last, 6),
            (next_kind if nm < r1 else 0) * 4 + run,
            next_kind * 7 + min(to_next, 6),
            to_last * 12 + lk,
            to_next * 12 + lk,
        ]  # fmt: skip
        if found:
            mark = mains[i]
            if mark is not None:
                row[3] = k * 3 + _CONFIDENCE[mark.rule.confidence]
                if mark.rule.removes in (Removes.SECTION, Removes.REST):
                    row[6] = run * 9 + ma
            others = [m.rule.kind for m in found if m is not mark and m.rule.removes is not Removes.SPAN]
            if others:
                row[4] = kind_of.get(others[0], 1)
                row[5] = min(len(others), 3)
        if not in_mass:
            row[31] = above * 10 + below
            row[32] = (min(above, 5) * 6 + min(below, 5)) * 12 + lk
        for number, opener in enumerate(opened):
            if opener < 0:
                row += (NONE, NONE)
            else:
                distance = i - opener
                near = (
                    0
                    if distance < 2
                    else 1
                    if distance < 5
                    else 2
                    if distance < 12
                    else 3
                    if distance < 40
                    else 4
                )
                row += (lk * 3 + side, near * 3 + side)
            if k == followed[number]:
                opened[number] = i
        row += (
            (previous * 12 + lk) * 12 + following,
            ((marked[i - 1] if i else 0) * 2 + (marked[i + 1] if i + 1 < n else 0)) * 12 + lk,
            (min(block.gap, 3) * 4 + gap_next) * 12 + lk,
            (marked_to[hi3] - marked_to[lo3] - marked[i]) * 12 + lk,
            (short_to[hi3] - short_to[lo3]) * 12 + lk,
            (mass_to[hi3] - mass_to[lo3]) * 12 + lk,
            far_marked * 12 + lk,
            far_short * 12 + lk,
            far_prose * 12 + lk,
            (far_marked * 6 + far_short) * 6 + far_prose,
            (lk * 12 + previous) * 3 + side
            if i > 1 and shape[i - 2] == shape[i] != previous == following
            else NONE,
            lk * 3 + side if i > 2 and shape[i - 3] == shape[i] != previous else NONE,
        )
        if in_mass:
            stretch_words = stretches[stretch_of[i]][2]
            row += (
                run_words * 4 + run,
                (size if size < 4 else 3 if size < 5 else 4 if size < 9 else 5) * 11 + wb,
                gaps,
                gap_marks,
                last_kind * 9 + run_words,
                run_share * 4 + run,
                (side * 5 + between) * 9 + bisect_right(_MASSES, stretch_words),
                (side * 7 + bisect_right((0.05, 0.1, 0.2, 0.4, 0.7, 0.99), stretch_words / main_words)) * 11
                + wb,
            )
        else:
            row += (NONE,) * 8
        row += (
            (side * 5 + between) * 12 + lk,
            (side * 12 + (_FEW_BIN[away] if away < 100 else 11)) * 12 + lk,
            (side * 7 + main_share) * 12 + lk,
            (side * 5 + between) * 8 + topic,
        )
        codes.append(row)
    return codes


_CONFIDENCE = {confidence: number for number, confidence in enumerate(Confidence)}


def _runs(mass: Sequence[bool]) -> tuple[list[tuple[int, int]], list[int]]:
    """Runs of blocks all mass, or all not: first, after the last; and the run of each block."""
    runs: list[tuple[int, int]] = []
    run_of: list[int] = []
    first = 0
    for i, here in enumerate(mass):
        if i and here != mass[i - 1]:
            runs.append((first, i))
            first = i
        run_of.append(len(runs))
    return [*runs, (first, len(mass))], run_of


def _stretches(
    mass: Sequence[bool], words: Sequence[int], marked_to: Sequence[int]
) -> tuple[list[tuple[int, int, int]], list[int]]:
    """Mass with nothing marked and little else between: first, last, words; and each block's stretch."""
    stretches: list[tuple[int, int, int]] = []
    stretch_of = [NONE] * len(mass)
    for i, here in enumerate(mass):
        if not here:
            continue
        if stretches:
            first, last, so_far = stretches[-1]
            if i - last <= _JOINED and marked_to[i] == marked_to[last]:
                stretches[-1] = (first, i, so_far + words[i])
                stretch_of[i] = len(stretches) - 1
                continue
        stretches.append((i, i, words[i]))
        stretch_of[i] = len(stretches) - 1
    return stretches, stretch_of


def _nearest(marked: Sequence[bool]) -> tuple[list[int], list[int]]:
    """For each block the last marked one before it (-1: none) and the next after it (their number: none)."""
    n = len(marked)
    last, following = [], [n] * n
    at = -1
    for i, here in enumerate(marked):
        last.append(at)
        if here:
            at = i
    at = n
    for i in range(n - 1, -1, -1):
        following[i] = at
        if marked[i]:
            at = i
    return last, following


def _topics(blocks: Sequence[Block], mass: Sequence[bool]) -> list[int]:
    """How much of each block's longer words the prose of the document uses elsewhere, binned; 7: no words."""
    sets = [set(_TOPIC_WORD.findall(block.folded)) for block in blocks]
    once: set[str] = set()
    more: set[str] = set()
    for words, here in zip(sets, mass, strict=True):
        if here:
            more |= once & words
            once |= words
    topics = []
    for words, here in zip(sets, mass, strict=True):
        if not words:
            topics.append(7)
            continue
        share = len(words & (more if here else once)) / len(words)
        topics.append(bisect_right((0.001, 0.2, 0.34, 0.5, 0.67, 0.85), share))
    return topics


def _few_between(run: tuple[int, int] | None) -> int:
    """How many blocks stand in a run beside prose; 0: there is no such run."""
    if run is None:
        return 0
    size = run[1] - run[0]
    return (_FEW_BIN[size] if size < 100 else 11) + 1


def _marks_between(run: tuple[int, int] | None, marked_to: Sequence[int]) -> int:
    return 0 if run is None else min(marked_to[run[1]] - marked_to[run[0]], 4) + 1


def _case(text: str, words: int, mass: bool) -> int:
    """Number of the block's case in `CASES`."""
    if len(text) > 3 and text.isupper():
        return 1
    if not mass and 2 <= words <= 20:
        parts = text.split()
        if sum(part[0].isupper() for part in parts) > 0.6 * len(parts):
            return 2
    return 3 if text[0].islower() else 0


def _ending(last: str) -> int:
    """Number of the last character in `ENDS`."""
    return _END.get(last, 11 if last.isalnum() else 10)


def _signs(text: str) -> int:
    """Which signs that prose seldom has stand in the block; NONE where none does."""
    signs = ("|" in text) + 2 * ("@" in text) + 4 * ("http" in text or "www." in text) + 8 * ("©" in text)
    return signs or NONE
