"""How much work an XPath expression may be: libxml2 gives it no clock, so what could take ages is refused.

A step such as `//` walks over many elements. Outside of predicates a walk costs at most the elements of the
page, each counted as often as it is deep. Within a predicate it is made anew for every element the predicate
is asked of; with two such walks on one way the time grows with the cube of the page.
"""

import re
from typing import Any, NamedTuple

from cleaner.text import late_pattern

_TOKEN = late_pattern(
    r"""(?P<string>"[^"]*"|'[^']*')
      |(?P<down>(?<=[\w.*)\]])//|descendant(?:-or-self)?\s*::)
      |(?P<beside>(?:following-sibling|preceding-sibling|parent|ancestor(?:-or-self)?)\s*::|(?:\.\.\s*/\s*)*\.\.)
      |(?P<across>//|(?:following|preceding)\s*::)
      |(?P<open>\[)|(?P<close>\])
      |(?P<ends>,|\||!?=|[<>+(]|(?<=\s)(?:and|or|div|mod|-)(?=\s))""",
    re.VERBOSE,
)
_MOST = 50_000_000  # elements passed: a second or two


class Walks(NamedTuple):
    """The walks within the predicates of an expression."""

    most: int = 0  # on one way: two are too slow
    down: bool = False
    beside: bool = False
    across: bool = False

    def are_too_much(self, tree: Any) -> bool:
        """Whether in this page they pass so many elements that it would take seconds."""
        if not self.most or len(list(tree.iter())) ** 2 <= _MOST:  # what follows is never more
            return False
        elements = depth = below = beside = 0
        for event, element in _walk(tree):
            if event == "start":
                elements += 1
                depth += 1
                below += depth
                beside += len(element) ** 2
            else:
                depth -= 1
        passed = max(below * self.down, beside * self.beside, elements**2 * self.across)
        return passed > _MOST


def _walk(tree: Any) -> Any:
    from lxml import etree  # noqa: PLC0415  (only pages whose site has such rules need it)

    return etree.iterwalk(tree, events=("start", "end"), tag="*")


def walks(expression: str) -> Walks:
    """What an expression walks over within its predicates."""
    found = Walks()
    ways: list[tuple[int, int]] = []  # of each open predicate: walks on the way so far, and where it begins
    for token in _TOKEN.finditer(expression):
        sort = token.lastgroup
        if sort == "open":
            begun = ways[-1][0] if ways else 0
            ways.append((begun, begun))
        elif sort == "close" and ways:
            ways.pop()
        elif sort == "ends" and ways:
            ways[-1] = (ways[-1][1], ways[-1][1])
        elif sort in ("down", "beside", "across") and ways:
            ways[-1] = (ways[-1][0] + 1, ways[-1][1])
            found = found._replace(most=max(found.most, ways[-1][0]), **{sort: True})
    return found
