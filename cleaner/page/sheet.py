"""What is measured of a page before its blocks are weighed: sums, distances and neighbourhoods.

Measures are lists, one value a block or one an element (`Page.nodes`), each made when a feature first asks.
`of`, `at`, `over` and `along` pick from such lists what belongs to the blocks that are decided.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from math import log1p
from operator import itemgetter, mul
from typing import NamedTuple, TypeVar

from cleaner.decision import main_mark
from cleaner.kernel import gathered, heaviest, ratios, sums_near, with_inner
from cleaner.model import Block, Mark, Removes, Shape
from cleaner.page.containers import Kind, kind_of
from cleaner.page.metadata import Metadata
from cleaner.page.parts import picture_boxes, variants, within
from cleaner.page.walk import Inside, Page

FAR = 21  # blocks; distances count no further
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CORE = 0.7  # the main part is the deepest element with this share of what was taken
_PROSE_WORDS = 12
_LOOKED_AT = 200  # characters of a block whose letters and digits are counted
_NEAR_HEADING = 5  # steps
_TITLE_LIKE = 40  # words from which on a block is not compared with the title
_WORD = re.compile(r"\w+")
_LETTERS, _CAPITALS, _DIGITS = map(str.encode, (string.ascii_letters, string.ascii_uppercase, string.digits))

Value = TypeVar("Value")


class Signs(NamedTuple):
    """What stands in the beginning of a block."""

    length: int
    letters: int
    capitals: int
    digits: int


class Core(NamedTuple):
    """The main part of the article, and where the way up from each element meets the line down to it."""

    node: int
    met: list[int]
    branch: list[int]  # the element right below that line, on the way up
    side_up: list[int]  # steps up to what is called a side part, on that branch; 0 for none
    under: list[bool]  # whether it stands in the main part


class Sheet:
    """The measures of one page; `chosen` are the numbers of the blocks that are decided."""

    def __init__(
        self,
        page: Page,
        blocks: Sequence[Block],
        marks: Sequence[Sequence[Mark]],
        said: Metadata,
        chosen: Sequence[int],
    ) -> None:
        self.page, self.blocks, self.parts, self.nodes = page, blocks, page.blocks, page.nodes
        self.said, self.chosen = said, chosen
        self.count = len(blocks)
        self.mains = [main_mark(found) for found in marks]
        self.marked = [mark is not None for mark in self.mains]
        self.words = [block.words for block in blocks]
        self.chars = [len(block.text) for block in blocks]
        self.taken = [part.taken for part in page.blocks]
        self.linked = [min(1.0, part.linked / c) for part, c in zip(page.blocks, self.chars, strict=True)]
        self.node = [part.node for part in page.blocks]
        self.parent = page.parents
        self.depth = [node.depth for node in page.nodes]
        self.tags = [page.nodes[node].tag for node in self.node]
        self._own = itemgetter(*chosen) if len(chosen) > 1 else lambda values: [values[i] for i in chosen]
        self._at = self.of(self.node)
        self._over = [max(0, self.parent[c]) for c in self._at]

    # What belongs to the chosen blocks.

    def of(self, values: Sequence[Value]) -> Sequence[Value]:
        """Their own values, of one a block."""
        found: Sequence[Value] = self._own(values)
        return found

    def at(self, values: Sequence[Value]) -> list[Value]:
        """Those of the elements they stand in, of one an element."""
        return [values[c] for c in self._at]

    def over(self, values: Sequence[Value]) -> list[Value]:
        """Those of the elements around these."""
        return [values[c] for c in self._over]

    def along(self, values: Sequence[Value]) -> list[Value]:
        """Those of the branches of the page they stand on: see `Core`."""
        return [values[c] for c in self.branch]

    def beside(self, values: Sequence[float], steps: int) -> list[float]:
        """The values of the blocks so many places on; 0 beyond the ends."""
        padded = (0.0, 0.0, *values, 0.0, 0.0)
        return [padded[i + steps + 2] for i in self.chosen]

    def around(self, values: Iterable[float], reach: int) -> list[float]:
        """The sums of the values up to so many places away."""
        return sums_near(list(values), self.chosen, reach)

    def sizes(self, reach: int) -> list[int]:
        """How many blocks stand up to so many places away, itself one of them."""
        return [min(self.count, i + reach + 1) - max(0, i - reach) for i in self.chosen]

    # Of blocks.

    @cached_property
    def prose(self) -> list[bool]:
        return [
            block.shape is Shape.PROSE and w >= _PROSE_WORDS and link < 0.5
            for block, w, link in zip(self.blocks, self.words, self.linked, strict=True)
        ]

    @cached_property
    def log_words(self) -> list[float]:
        return [log1p(w) for w in self.words]

    @cached_property
    def taken_words(self) -> list[int]:
        return [w if t else 0 for w, t in zip(self.words, self.taken, strict=True)]

    @cached_property
    def before(self) -> list[int]:
        """Words taken above each block; of the whole page at the end."""
        return [0, *accumulate(self.taken_words)]

    @cached_property
    def taken_span(self) -> tuple[int, int]:
        """The first and last block that was taken."""
        at = [i for i in range(self.count) if self.taken[i]]
        return (at[0], at[-1]) if at else (0, self.count - 1)

    @cached_property
    def signs(self) -> list[Signs]:
        """Of the chosen blocks."""
        return [_signs(block.text[:_LOOKED_AT]) for block in self.of(self.blocks)]

    @cached_property
    def title_likeness(self) -> list[float]:
        """How much the words of the chosen blocks are those of the title."""
        title = set(_WORD.findall(self.said.shown_title.casefold()))
        likeness = []
        for i, first in zip(self.chosen, self._first_words, strict=True):
            shared = 0.0
            if self.words[i] < _TITLE_LIKE:
                folded = self.folded[i]
                found = first if len(folded) <= _LOOKED_AT else _WORD.findall(folded)
                if not title.isdisjoint(found):
                    shared = len(title.intersection(found)) / len(title.union(found))
            likeness.append(shared)
        return likeness

    @cached_property
    def standfirst_likeness(self) -> list[float]:
        """The share of the words of the chosen blocks that the page's description of itself has, in pairs."""
        return self._shares_of_pairs(self.said.fields.get("description", ""), nothing=0.0)

    @cached_property
    def in_data(self) -> list[float]:
        """The share of the words of the chosen blocks that the article in the page's data has, in pairs; -1
        where the data have none."""
        return self._shares_of_pairs(self.said.body, nothing=-1.0)

    def _shares_of_pairs(self, text: str, nothing: float) -> list[float]:
        words = _WORD.findall(text.casefold())
        pairs = set(pairwise(words))
        if not pairs:
            return [nothing] * len(self.chosen)
        shares, known = [], set(words)
        for found in self._first_words:
            if known.isdisjoint(found):
                shares.append(0.0)
                continue
            own = set(pairwise(found))
            shares.append(len(own & pairs) / (len(own) or 1))
        return shares

    @cached_property
    def _first_words(self) -> list[list[str]]:
        """The words in the beginnings of the chosen blocks."""
        return [_WORD.findall(folded[:_LOOKED_AT]) for folded in self.of(self.folded)]

    @cached_property
    def folded(self) -> list[str]:
        return [block.folded for block in self.blocks]

    @cached_property
    def times(self) -> Counter[str]:
        """How often each text stands in the page."""
        return Counter(self.folded)

    @cached_property
    def copies_before(self) -> list[int]:
        seen, copies = Counter[str](), []
        for folded in self.folded:
            copies.append(seen[folded])
            seen[folded] += 1
        return copies

    @cached_property
    def is_heading(self) -> list[bool]:
        return [tag in HEADINGS for tag in self.tags]

    @cached_property
    def heading(self) -> Sequence[int]:
        """The heading above each of the chosen blocks; -1 for none."""
        return self.of(_last_before(self.is_heading))

    @cached_property
    def section_mark(self) -> list[int]:
        """The last block above that a rule takes for the beginning of a section."""
        return _last_before(
            [mark is not None and mark.rule.removes is Removes.SECTION for mark in self.mains]
        )

    @cached_property
    def from_taken(self) -> tuple[list[int], list[int]]:
        """How far the last and the next block are that was taken."""
        return _distances(self.taken)

    @cached_property
    def from_mark(self) -> tuple[list[int], list[int]]:
        """How far the last and the next block are that a rule marks."""
        return _distances(self.marked)

    # Of verdicts: see `verdicts.NAMES`; after them, what they say on the average.

    @cached_property
    def votes(self) -> list[list[float]]:
        """The verdicts on each block."""
        columns = [
            list(map(float, map(bool, said))) for said in zip(*(p.votes for p in self.parts), strict=True)
        ]
        return [*columns, [sum(said) / len(columns) for said in zip(*columns, strict=True)]]

    @cached_property
    def votes_nearby(self) -> list[list[float]]:
        """… on the words of the blocks around the chosen ones, by share."""
        sizes = self.around(self.words, 12)
        return [share(self.around(map(mul, said, self.words), 12), sizes) for said in self.votes]

    @cached_property
    def votes_beside(self) -> list[list[float]]:
        """… on the words of the other blocks in the element around the chosen ones' own, by share."""
        return [
            [
                (all_taken - v * w) / (all_ - w or 1.0)
                for all_taken, all_, v, w in zip(
                    self.over(self._added(list(map(mul, said, self.words)))), self.over(self.n_words),
                    self.of(said), self.of(self.words), strict=True,
                )
            ]
            for said in self.votes
        ]  # fmt: skip

    # Of kinds of containers: elements with the same tags and class names up to four steps up.

    @cached_property
    def kind(self) -> list[int]:
        """The kind of container that each block stands in: a number for each kind."""
        numbers: dict[Kind, int] = {}
        of_element: dict[int, int] = {}
        for c in self.node:
            if c not in of_element:
                of_element[c] = numbers.setdefault(kind_of(self.page, c), len(numbers))
        return [of_element[c] for c in self.node]

    @cached_property
    def kind_taken(self) -> list[float]:
        """How much of the words of other blocks in containers of the same kind was taken."""
        return self._by_kind(self.taken_words, self.words)

    @cached_property
    def kind_links(self) -> list[float]:
        return self._by_kind([w * link for w, link in zip(self.words, self.linked, strict=True)], self.words)

    @cached_property
    def kind_prose(self) -> list[float]:
        """The share of the prose taken on the page that stands in containers of the chosen ones' kinds."""
        sums = [0] * self.count
        for kind, w, prose in zip(self.kind, self.taken_words, self.prose, strict=True):
            if prose:
                sums[kind] += w
        total = sum(sums) or 1
        return [sums[kind] / total for kind in self.of(self.kind)]

    def _by_kind(self, some: Sequence[float], all_: Sequence[float]) -> list[float]:
        part, whole = [0.0] * self.count, [0.0] * self.count  # there can't be more kinds than blocks
        for kind, one, other in zip(self.kind, some, all_, strict=True):
            part[kind] += one
            whole[kind] += other
        return [
            (part[kind] - one) / (whole[kind] - other or 1)
            for kind, one, other in zip(self.of(self.kind), self.of(some), self.of(all_), strict=True)
        ]

    # Landmarks.

    @cached_property
    def title_place(self) -> int:
        """The heading of the page itself: the last `h1` above what was taken, or the first."""
        places = [i for i, tag in enumerate(self.tags) if tag == "h1"]
        above = [i for i in places if i <= self.taken_span[0] + FAR]
        return above[-1] if above else places[0] if places else -1

    @cached_property
    def signed_place(self) -> int:
        """The first block near the heading or above what was taken that a rule calls a byline or a date."""
        for i, mark in enumerate(self.mains):
            if mark is not None and mark.rule.kind in ("byline", "date") and i <= self.taken_span[0] + FAR:
                return i
        return -1

    @cached_property
    def pictures(self) -> list[int]:
        """Pictures in each element, with all that stands in it."""
        return with_inner(self.parent, [node.images for node in self.nodes])

    @cached_property
    def to_headings_element(self) -> list[int]:
        """Steps up from the chosen blocks to the first element that holds the heading above them too."""
        steps = []
        for c, h in zip(self._at, self.heading, strict=True):
            ups = set[int]()
            up = self.node[h] if h >= 0 else -1
            while up >= 0 and len(ups) < _NEAR_HEADING:
                ups.add(up)
                up = self.parent[up]
            step, up = 0, c
            while up >= 0 and up not in ups and step < _NEAR_HEADING:
                step, up = step + 1, self.parent[up]
            steps.append(step)
        return steps

    # Of elements, by what stands in them.

    @cached_property
    def in_picture_box(self) -> list[bool]:
        return picture_boxes(self.page, self.blocks)

    @cached_property
    def in_variant(self) -> list[bool]:
        return within(self.page, variants(self.page, self.folded))

    # … with all of it.

    @cached_property
    def n_words(self) -> list[float]:
        return self._added(self.words)

    @cached_property
    def n_taken(self) -> list[float]:
        return self._added(self.taken_words)

    @cached_property
    def n_links(self) -> list[float]:
        return self._added([w * link for w, link in zip(self.words, self.linked, strict=True)])

    @cached_property
    def n_blocks(self) -> list[float]:
        return self._added([1] * self.count)

    @cached_property
    def n_prose(self) -> list[float]:
        return self._added([w if p else 0 for w, p in zip(self.words, self.prose, strict=True)])

    @cached_property
    def n_marked(self) -> list[float]:
        return self._added(self.marked)

    def _added(self, values: Sequence[float]) -> list[float]:
        return gathered(self.parent, self.node, values)

    @cached_property
    def core(self) -> Core:
        node, line = self._line()
        size, parent, nodes = len(self.nodes), self.parent, self.nodes
        met, branch, side_up, under = [0] * size, [0] * size, [0] * size, [False] * size
        under[0] = node == 0
        for c in range(1, size):
            up = parent[c]
            if c in line:
                met[c], branch[c] = c, c
                under[c] = c == node
            else:
                met[c] = met[up]
                under[c] = under[up]
                branch[c] = c if up in line else branch[up]
                side_up[c] = side_up[up] + 1 if side_up[up] else int(bool(nodes[c].own & Inside.SIDE))
        return Core(node, met, branch, side_up, under)

    def _line(self) -> tuple[int, set[int]]:
        """The main part, and the elements down to it from the root."""
        n_taken = self.n_taken
        below = heaviest(self.parent, n_taken)
        most = _CORE * n_taken[0]
        core, line = 0, {0}
        while below[core] >= 0 and n_taken[below[core]] > most:
            core = below[core]
            line.add(core)
        return core, line

    @cached_property
    def branch(self) -> Sequence[int]:
        """The branches that the chosen blocks stand on: see `Core`."""
        return self.at(self.core.branch)

    @cached_property
    def inside(self) -> list[int]:
        """What the chosen blocks stand in that the main part does not: bits of `Inside`."""
        shared = self.nodes[self.core.node].inside
        return [node.inside & ~shared for node in self.at(self.nodes)]

    @cached_property
    def peers(self) -> list[int]:
        """Blocks that stand in the same element as the chosen ones and have the same tag, themselves too."""
        count = Counter(self._places)
        return [count[key] for key in self.of(self._places)]

    @cached_property
    def peers_taken(self) -> list[int]:
        count = Counter(key for key, taken in zip(self._places, self.taken, strict=True) if taken)
        return [count[key] for key in self.of(self._places)]

    @cached_property
    def _places(self) -> list[tuple[int, str]]:
        parent = self.parent
        return [(parent[c], tag) for c, tag in zip(self.node, self.tags, strict=True)]

    @cached_property
    def kinds(self) -> list[str]:
        """What the rules call the chosen blocks; nothing for those that none marks."""
        return ["" if mark is None else mark.rule.kind for mark in self.of(self.mains)]


def share(some: Sequence[float], all_: Sequence[float]) -> list[float]:
    """One by the other; of nothing, what there is."""
    return ratios(some, all_)


def _signs(text: str) -> Signs:
    """Letters, capitals and digits of a text; those of ASCII without a call for each."""
    data = text.encode("ascii", "ignore")
    others = "" if len(data) == len(text) else [sign for sign in text if sign > "\x7f"]
    if not others:
        return Signs(
            len(text),
            len(data) - len(data.translate(None, _LETTERS)),
            len(data) - len(data.translate(None, _CAPITALS)),
            len(data) - len(data.translate(None, _DIGITS)),
        )
    return Signs(
        len(text),
        len(data) - len(data.translate(None, _LETTERS)) + sum(map(str.isalpha, others)),
        len(data) - len(data.translate(None, _CAPITALS)) + sum(map(str.isupper, others)),
        len(data) - len(data.translate(None, _DIGITS)) + sum(map(str.isdigit, others)),
    )


def _last_before(there: Sequence[bool]) -> list[int]:
    """For each place the last before it where something is; -1 for none."""
    places, last = [], -1
    for place, is_there in enumerate(there):
        places.append(last)
        last = place if is_there else last
    return places


def _distances(there: Sequence[object]) -> tuple[list[int], list[int]]:
    """How far each place is from the last and to the next where something is; capped."""
    n = len(there)
    behind, ahead = [FAR] * n, [FAR] * n
    far = FAR
    for i in range(n):
        behind[i] = far
        far = 1 if there[i] else min(far + 1, FAR)
    far = FAR
    for i in range(n - 1, -1, -1):
        ahead[i] = far
        far = 1 if there[i] else min(far + 1, FAR)
    return behind, ahead
