"""readability's verdict on a page: a score for containers, by its published method.

After readability.js (Arc90, 2009; Mozilla, Apache-2.0): paragraphs give points to the elements around them,
for themselves, their commas and their length; names of classes and ids speak for an element or against it;
points count for less the more of an element is links. The element with most points is the article, with those
beside it that have a share of them; lists and boxes in it that are mostly links are not. Names that hardly
ever are the article's don't count here: they often are.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.kernel import with_inner
from cleaner.page.walk import Inside, Page
from cleaner.text import latin_length

_LEAST = 25  # Latin characters of a paragraph that gives points
_WEIGHT = 25  # of a family of names
_COMMAS = ",،﹐︐︑⹁，、"
_POINTS = {
    "div": 5.0, "pre": 3.0, "td": 3.0, "blockquote": 3.0, "address": -3.0, "ol": -3.0, "ul": -3.0, "dl": -3.0,
    "dd": -3.0, "dt": -3.0, "li": -3.0, "form": -3.0, "h1": -5.0, "h2": -5.0, "h3": -5.0, "h4": -5.0,
    "h5": -5.0, "h6": -5.0, "th": -5.0,
}  # fmt: skip
_BOXES = frozenset((
    "div", "section", "ul", "ol", "dl", "table", "form", "fieldset", "aside", "footer", "header", "nav",
))  # fmt: skip
_UNSEEN = Inside.NAV | Inside.FOOTER | Inside.FORM
_OUTMOST = frozenset(("body", "html"))
_LEVELS = 5  # elements up to which a paragraph gives points, ever less
_LEAST_RISEN = 1 / 3  # of the best element's points
_RIVAL, _RIVALS = 0.75, 3  # of the best element's points, and how many others have as much
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def readable(page: Page) -> list[float]:
    """1 for each block that readability would take."""
    nodes, size = page.nodes, len(page.nodes)
    length, linked, commas = [0] * size, [0] * size, [0] * size
    for block in page.blocks:
        characters = latin_length(block.text)
        length[block.node] += characters
        linked[block.node] += block.linked * characters // len(block.text)
        commas[block.node] += sum(map(block.text.count, _COMMAS))
    points = _points(page, length, commas)
    for sums in (length, linked, commas):
        with_inner(page.parents, sums)
    density = [some / (all_ or 1) for some, all_ in zip(linked, length, strict=True)]
    points = [score * (1 - min(1.0, links)) for score, links in zip(points, density, strict=True)]
    top = max(range(size), key=points.__getitem__)
    if points[top] <= 0:
        return [0.0] * len(page.blocks)
    top = _risen(page, top, points)
    roots = _with_siblings(page, top, points, length, density)
    within = [False] * size
    for number, node in enumerate(nodes):
        within[number] = number in roots or (
            node.parent >= 0
            and within[node.parent]
            and not _is_cleaned(page, number, length, density, commas)
        )
    return [float(within[block.node]) for block in page.blocks]


def _names(own: int) -> float:
    return _WEIGHT * (bool(own & Inside.POSITIVE) - bool(own & Inside.NEGATIVE))


def _points(page: Page, length: Sequence[int], commas: Sequence[int]) -> list[float]:
    """The points of each element, from the paragraphs in it; the sums are of its own blocks."""
    nodes = page.nodes
    points: dict[int, float] = {}
    for number, node in enumerate(nodes):
        if length[number] < _LEAST or node.tag in _HEADINGS or node.inside & _UNSEEN:
            continue
        score = 1 + commas[number] + min(length[number] / 100, 3)
        up = node.parent
        for level in range(_LEVELS):
            if up < 0:
                break
            if up not in points:
                points[up] = _POINTS.get(nodes[up].tag, 0.0) + _names(nodes[up].own)
            points[up] += score / (1, 2, 6, 9, 12)[level]
            up = nodes[up].parent
    return [points.get(number, 0.0) for number in range(len(nodes))]


def _risen(page: Page, top: int, points: Sequence[float]) -> int:
    """The element around the best one that has more points, or that holds several nearly as good."""
    nodes = page.nodes
    last, up = points[top], nodes[top].parent
    while up > 0 and nodes[up].tag not in _OUTMOST and points[up] >= points[top] * _LEAST_RISEN:
        if points[up] > last:
            top = up
            break
        last, up = points[up], nodes[up].parent
    rivals = [
        number for number, score in enumerate(points) if score >= _RIVAL * points[top] and number != top
    ]
    above = [set(page.around(nodes[number].parent)) for number in rivals]
    for up in page.around(nodes[top].parent):
        if up == 0 or nodes[up].tag in _OUTMOST:
            break
        if sum(up in ups for ups in above) >= _RIVALS:
            return up
    return top


def _with_siblings(
    page: Page, top: int, points: Sequence[float], length: Sequence[int], density: Sequence[float]
) -> set[int]:
    """The best element, and what beside it belongs to it."""
    nodes = page.nodes
    least = max(10.0, 0.2 * points[top])
    found = {top}
    for number, node in enumerate(nodes):
        if node.parent != nodes[top].parent or number == top:
            continue
        bonus = 0.2 * points[top] if node.name and node.name == nodes[top].name else 0.0
        is_paragraph = node.tag == "p" and (
            (length[number] > 80 and density[number] < 0.25)
            or (0 < length[number] <= 80 and not density[number])
        )
        if points[number] + bonus >= least or is_paragraph:
            found.add(number)
    return found


def _is_cleaned(
    page: Page, number: int, length: Sequence[int], density: Sequence[float], commas: Sequence[int]
) -> bool:
    """Whether readability takes an element out of the article it found."""
    node = page.nodes[number]
    if node.tag == "form":
        return True
    if node.tag in _HEADINGS:
        return density[number] > 0.33
    if node.tag not in _BOXES or commas[number] >= 10:
        return False
    speaks_for = _names(node.own) >= _WEIGHT
    return density[number] > 0.5 or (not speaks_for and density[number] > 0.2 and length[number] < 4000)
