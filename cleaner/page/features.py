"""What speaks for and against each block of a page: a row of numbers for each candidate.

A candidate is a block that the extractor took, or one near those. No feature depends on a language: words
enter only through the kinds of the rules that marked a block, and through the title. Class names and ids
enter through two families of common names alone. Flags of the elements around a block are those it does not
share with the main part of the article.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import log1p

from cleaner.decision import main_mark
from cleaner.model import Block, Confidence, Mark, Removes, Shape
from cleaner.page.walk import Inside, Page

NEAR = 20  # blocks around one that was taken in which others are candidates
_FAR = 21
_LOOKED_AT = 200  # characters of a block whose letters and digits are counted
_CORE = 0.7  # the main part is the deepest element with this share of what was taken
_PROSE_WORDS = 12

KINDS = (
    "ad", "alt-text", "author-bio", "byline", "caption", "comments", "contact", "copyright", "credit", "date",
    "disclaimer", "legal", "list", "navigation", "newsletter", "readmore", "related", "share", "source",
    "sponsor", "subscribe", "tags", "toc", "ui",
)  # fmt: skip
_TAGS = ("p", "li", "h1", "h2", "h3", "div", "td", "figcaption", "dt", "dd", "span", "section", "article")
_TAG = {tag: float(number) for number, tag in enumerate(_TAGS, 1)} | {
    "h4": 5.0, "h5": 5.0, "h6": 5.0, "th": 7.0, "tr": 7.0,
}  # fmt: skip
_SHAPE = {shape: float(number) for number, shape in enumerate(Shape)}
_FLAGS = (
    "nav", "header", "footer", "aside", "form", "figure", "table", "list", "quote", "article", "main",
    "hidden", "noscript", "button", "details", "side", "body",
)  # fmt: skip
_SHOWN_FLAGS = tuple(
    (name, 1 << bit)
    for bit, name in enumerate(_FLAGS)
    if name not in ("main", "article", "noscript", "table")
)
_KIND = {kind: [name == kind for name in KINDS] for kind in ("", *KINDS)}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WORD = re.compile(r"\w+")
_LETTERS, _CAPITALS, _DIGITS = map(str.encode, (string.ascii_letters, string.ascii_uppercase, string.digits))

NAMES = (
    "taken", "under core", "steps up to core's line", "steps down", "branch taken", "branch links",
    "branch words", "branch blocks", "branch prose", "branch marked", "own taken", "own links", "own words",
    "own blocks", "up taken", "up links", "up words", "up prose", "peers taken", "peers", "tag", "parent tag",
    "depth",
    *(f"in {name}" for name, _ in _SHOWN_FLAGS), "outside side up", "words", "characters a word",
    "link share", "links", "strong share", "shape", "stop", "commas", "capitals", "digits", "starts small",
    "question", "colon", "title words", "is title", "index", "place in taken", "words before", "words after",
    "to last taken", "to next taken", "copies before", "copies", "to heading", "heading level",
    "heading taken", "heading marked", "heading under core", "heading words",
    "-2 taken", "-2 words", "-2 links", "-2 prose", "-2 marked", "-2 heading", "-2 same tag",
    "-1 taken", "-1 words", "-1 links", "-1 prose", "-1 marked", "-1 heading", "-1 same tag",
    "+1 taken", "+1 words", "+1 links", "+1 prose", "+1 marked", "+1 heading", "+1 same tag",
    "+2 taken", "+2 words", "+2 links", "+2 prose", "+2 marked", "+2 heading", "+2 same tag",
    "near taken", "near links", "near marked", "near prose", "far taken", "far marked",
    "page taken words", "page taken share", "page blocks", "page prose left", "page links", "page marked",
    "marked", "mark high", "to last mark", "to next mark", "to section mark",
    *(f"kind {kind}" for kind in KINDS),
)  # fmt: skip


def candidates(page: Page) -> list[int]:
    """The blocks that are decided: those taken by the extractor, and those near one."""
    taken = [i for i, block in enumerate(page.blocks) if block.taken]
    if not taken:
        return list(range(len(page.blocks)))
    found: list[int] = []
    following = 0
    for i in taken:
        found.extend(range(max(following, i - NEAR), min(i + NEAR + 1, len(page.blocks))))
        following = max(following, i + NEAR + 1)
    return found


def features(  # noqa: PLR0915  (one pass, one table: NAMES says what each number is)
    page: Page, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], title: str, chosen: Sequence[int]
) -> list[list[float]]:
    """The features of the chosen blocks, in the order of NAMES."""
    n = len(blocks)
    nodes = page.nodes
    parts = page.blocks
    words = [block.words for block in blocks]
    chars = [len(block.text) for block in blocks]
    taken = [part.taken for part in parts]
    linked = [min(1.0, part.linked / c) for part, c in zip(parts, chars, strict=True)]
    mains = [main_mark(found) for found in marks]
    marked = [mark is not None for mark in mains]
    prose = [
        block.shape is Shape.PROSE and w >= _PROSE_WORDS and link < 0.5
        for block, w, link in zip(blocks, words, linked, strict=True)
    ]
    container = [part.node for part in parts]
    tags = [nodes[c].tag for c in container]
    size = len(nodes)
    parent = [node.parent for node in nodes]
    depth = [node.depth for node in nodes]

    n_words, n_taken, n_links, n_blocks, n_prose, n_marked = ([0.0] * size for _ in range(6))
    for i in range(n):
        c = container[i]
        n_words[c] += words[i]
        n_links[c] += words[i] * linked[i]
        n_blocks[c] += 1
        n_marked[c] += marked[i]
        if taken[i]:
            n_taken[c] += words[i]
        if prose[i]:
            n_prose[c] += words[i]
    heaviest = [-1] * size
    for c in range(size - 1, 0, -1):
        up = parent[c]
        n_words[up] += n_words[c]
        n_taken[up] += n_taken[c]
        n_links[up] += n_links[c]
        n_blocks[up] += n_blocks[c]
        n_prose[up] += n_prose[c]
        n_marked[up] += n_marked[c]
        if heaviest[up] < 0 or n_taken[c] > n_taken[heaviest[up]]:
            heaviest[up] = c
    most = _CORE * n_taken[0]
    core, line = 0, {0}
    while heaviest[core] >= 0 and n_taken[heaviest[core]] > most:
        core = heaviest[core]
        line.add(core)
    shared = nodes[core].inside

    met, branch, side_up = [0] * size, [0] * size, [0] * size  # where the way up meets the core's line
    under = [False] * size
    under[0] = core == 0
    for c in range(1, size):
        up = parent[c]
        if c in line:
            met[c], branch[c] = c, c
            under[c] = c == core
        else:
            met[c] = met[up]
            under[c] = under[up]
            branch[c] = c if up in line else branch[up]
            side_up[c] = side_up[up] + 1 if side_up[up] else int(bool(nodes[c].own & Inside.SIDE))

    peers: Counter[tuple[int, str]] = Counter()
    peers_taken: Counter[tuple[int, str]] = Counter()
    for i in range(n):
        key = (parent[container[i]], tags[i])
        peers[key] += 1
        if taken[i]:
            peers_taken[key] += 1

    taken_words = [w if t else 0 for w, t in zip(words, taken, strict=True)]
    before = [0, *accumulate(taken_words)]
    total = before[n] or 1
    at = [i for i in range(n) if taken[i]]
    first, last = (at[0], at[-1]) if at else (0, n - 1)
    span = last - first or 1
    to_last_taken, to_next_taken = _distances(taken)
    to_last_mark, to_next_mark = _distances(marked)
    folded = [block.folded for block in blocks]
    times = Counter(folded)
    seen: Counter[str] = Counter()
    title_words = set(_WORD.findall(title.casefold()))
    is_heading = [tag in _HEADINGS for tag in tags]
    sum_taken = [0, *accumulate(map(bool, taken))]
    sum_links = [0.0, *accumulate(linked)]
    sum_marked = [0, *accumulate(marked)]
    sum_prose = [0, *accumulate(prose)]
    log_words = [log1p(w) for w in words]
    page_row = (
        log1p(before[n]), before[n] / (n_words[0] or 1), log1p(n),
        sum(w for w, p, t in zip(words, prose, taken, strict=True) if p and not t) / (n_words[0] or 1),
        n_links[0] / (n_words[0] or 1), sum_marked[n] / (n or 1),
    )  # fmt: skip
    near_row: list[tuple[float, ...]] = [
        (t, lw, k, p, m, h)
        for t, lw, k, p, m, h in zip(taken, log_words, linked, prose, marked, is_heading, strict=True)
    ]
    nothing = (0.0,) * 7
    heading = section = -1
    wanted = set(chosen)
    flags: dict[int, list[bool]] = {}  # by what an element is in
    rows: list[list[float]] = []
    for i in range(n):
        if is_heading[i]:
            heading_above, heading = heading, i
        else:
            heading_above = heading
        section_above = section
        mark = mains[i]
        if mark is not None and mark.rule.removes is Removes.SECTION:
            section = i
        copies = seen[folded[i]]
        seen[folded[i]] += 1
        if i not in wanted:
            continue
        c, part, block, w, t, tag = container[i], parts[i], blocks[i], words[i], taken[i], tags[i]
        text = block.text
        up = parent[c] if c else 0
        b = branch[c]
        b_words, c_words, u_words = n_words[b] or 1.0, n_words[c] or 1.0, n_words[up] or 1.0
        key = (parent[c], tag)
        inside = nodes[c].inside & ~shared
        start = text[:_LOOKED_AT]
        letters, capitals, digits = _counts(start)
        row: list[float] = [
            t, under[c], depth[core] - depth[met[c]], depth[c] - depth[met[c]],
            n_taken[b] / b_words, n_links[b] / b_words, log1p(b_words), log1p(n_blocks[b]),
            n_prose[b] / b_words, n_marked[b] / (n_blocks[b] or 1),
            (n_taken[c] - (w if t else 0)) / (c_words - w or 1.0), n_links[c] / c_words, log1p(c_words),
            n_blocks[c],
            (n_taken[up] - (w if t else 0)) / (u_words - w or 1.0), n_links[up] / u_words, log1p(u_words),
            n_prose[up] / u_words,
            (peers_taken[key] - bool(t)) / (peers[key] - 1 or 1), peers[key],
            _TAG.get(tag, 0.0), _TAG.get(nodes[up].tag, 0.0), depth[c],
        ]  # fmt: skip
        if inside not in flags:
            flags[inside] = [bool(inside & bit) for _, bit in _SHOWN_FLAGS]
        row += flags[inside]
        wb = before[i]
        row += (
            side_up[c], log_words[i], chars[i] / w, linked[i], part.links, part.strong / chars[i],
            _SHAPE[block.shape], text[-1] in ".!?。！？…।۔”\"", text.count(",") / w,
            capitals / (letters or 1), digits / len(start),
            text[0].islower(), "?" in text or "？" in text, text[-1] in ":：",
        )  # fmt: skip
        found = set(_WORD.findall(folded[i])) if title_words and w < 40 else ()
        same = len(title_words.intersection(found)) / len(title_words | set(found)) if found else 0.0
        row += (
            same, same > 0.8, i / n, (i - first) / span, wb / total, (total - wb - (w if t else 0)) / total,
            to_last_taken[i], to_next_taken[i], copies, times[folded[i]],
        )  # fmt: skip
        if heading_above >= 0:
            h = heading_above
            row += (
                min(i - h, 40), int(tags[h][1]), bool(taken[h]), marked[h], under[container[h]], log_words[h],
            )  # fmt: skip
        else:
            row += (41, 0, 0, 0, 0, 0)
        for j in (i - 2, i - 1, i + 1, i + 2):
            if 0 <= j < n:
                row += near_row[j]
                row.append(tags[j] == tag)
            else:
                row += nothing
        lo, hi = max(0, i - 4), min(n, i + 5)
        row += (
            (sum_taken[hi] - sum_taken[lo] - bool(t)) / (hi - lo),
            (sum_links[hi] - sum_links[lo]) / (hi - lo),
            sum_marked[hi] - sum_marked[lo], (sum_prose[hi] - sum_prose[lo]) / (hi - lo),
        )  # fmt: skip
        lo, hi = max(0, i - 12), min(n, i + 13)
        row += ((sum_taken[hi] - sum_taken[lo]) / (hi - lo), (sum_marked[hi] - sum_marked[lo]) / (hi - lo))
        row += page_row
        row += (
            mark is not None, mark is not None and mark.rule.confidence is Confidence.HIGH,
            to_last_mark[i], to_next_mark[i], min(i - section_above, _FAR) if section_above >= 0 else _FAR,
        )  # fmt: skip
        row += _KIND.get(mark.rule.kind if mark is not None else "", _KIND[""])
        rows.append(row)
    return rows


def _counts(text: str) -> tuple[int, int, int]:
    """Letters, capitals and digits of a text; those of ASCII without a call for each."""
    data = text.encode("ascii", "ignore")
    others = "" if len(data) == len(text) else [sign for sign in text if sign > "\x7f"]
    return (
        len(data) - len(data.translate(None, _LETTERS)) + sum(map(str.isalpha, others)),
        len(data) - len(data.translate(None, _CAPITALS)) + sum(map(str.isupper, others)),
        len(data) - len(data.translate(None, _DIGITS)) + sum(map(str.isdigit, others)),
    )


def _distances(there: Sequence[object]) -> tuple[list[int], list[int]]:
    """How far each place is from the last and to the next where something is; capped."""
    n = len(there)
    behind, ahead = [_FAR] * n, [_FAR] * n
    far = _FAR
    for i in range(n):
        behind[i] = far
        far = 1 if there[i] else min(far + 1, _FAR)
    far = _FAR
    for i in range(n - 1, -1, -1):
        ahead[i] = far
        far = 1 if there[i] else min(far + 1, _FAR)
    return behind, ahead
