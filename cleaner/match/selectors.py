"""Selectors of rules, CSS and XPath, matched against a page's elements through an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleaner.errors import RuleError
from cleaner.match.xpath import walks
from cleaner.model import Rule
from cleaner.text import late_pattern

# An element is anything with lxml's interface; only XPath needs lxml itself.
_NAME = r"(?:[-\w]|\\.)+"
_PART = late_pattern(
    rf"(?P<tag>\*|(?<![.#\w\]]){_NAME})|\.(?P<token>{_NAME})|#(?P<id>{_NAME})"
    rf"|\[\s*(?P<attribute>[-:\w]+)\s*(?:(?P<operator>[~^$*]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\]\"']+)\s*)?\]"
    r"|(?P<descendant>\s+)"
)
_ESCAPE = late_pattern(r"\\(.)")
_COMPARED = late_pattern(r"\[\s*([-:\w]+)\s*([~^$*|]?=)")
_IN_PART = (("class", "^="), ("class", "$="), ("class", "*="), ("id", "$="), ("id", "*="))
XPATH = "xpath:"
_NO_ELEMENTS = late_pattern(r"(?:text\(\)|@[-\w:*]+)\s*$")  # what an expression ends with that selects none
_MOST_READY = 64  # sites whose selectors are kept compiled
_EVERYTHING = "it selects everything; expected a tag, .class, #id or [attribute] in each of its parts"


class _Compound(NamedTuple):
    """Tests one element has to pass together: `div.share[role=list]`."""

    tag: str = ""
    id: str = ""
    tokens: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str], ...] = ()  # name, operator, value

    def matches(self, element: Any) -> bool:
        return (
            (not self.tag or element.tag == self.tag)
            and (not self.id or element.get("id") == self.id)
            and (not self.tokens or self.tokens.issubset((element.get("class") or "").split()))
            and (
                not self.attributes
                or all(
                    _holds(element.get(name), operator, value) for name, operator, value in self.attributes
                )
            )
        )


class Selector(NamedTuple):
    """A compiled selector: the compounds from the outermost ancestor to the element itself."""

    source: str
    compounds: tuple[_Compound, ...]

    def matches(self, element: Any) -> bool:
        """Whether the selector selects this element."""
        if not self.compounds[-1].matches(element):
            return False
        outer = list(self.compounds[:-1])
        # Descendants only, so the nearest fitting ancestor is always as good as a farther one.
        while outer and (element := element.getparent()) is not None:
            if outer[-1].matches(element):
                outer.pop()
        return not outer

    def elements(self, tree: Any) -> list[Any]:
        """The elements of a page that the selector selects, in document order."""
        return [element for element in tree.iter("*") if self.matches(element)]


class PathSelector:
    """An XPath 1.0 expression that selects elements: `xpath://div[@class='story']`."""

    def __init__(self, source: str) -> None:
        """Raises ValueError for what is no expression, or one that gives no elements."""
        from lxml import etree  # noqa: PLC0415  (only pages whose site has such rules need it)

        self.source = source
        expression = source.removeprefix(XPATH).strip()
        if _NO_ELEMENTS.search(expression):
            raise ValueError("it selects text or attributes, not elements")
        self._walks = walks(expression)
        if self._walks.most > 1:
            raise ValueError("it looks through the page for all that it finds when it looks through the page")
        try:
            self._path = etree.XPath(expression, smart_strings=False)
            if not isinstance(self._path(etree.fromstring("<html><body><p/></body></html>")), list):
                raise ValueError("it gives a value, not elements")
        except etree.XPathError as error:
            raise ValueError(str(error) or "not an XPath 1.0 expression") from error

    def elements(self, tree: Any) -> list[Any]:
        """The elements of a page that the expression selects; none where the page makes it fail, or take
        too long."""
        from lxml import etree  # noqa: PLC0415  (as above)

        if self._walks.are_too_much(tree):
            return []
        try:
            return [one for one in self._path(tree) if isinstance(getattr(one, "tag", None), str)]
        except etree.XPathError:
            return []


def compile_selector(
    selector: str, *, file: str = "selector", rule: str = "", key: str = "css"
) -> Selector | PathSelector:
    """Read a selector of CSS, or after “xpath:” any XPath 1.0 expression that selects elements.

    `tag`, `.class`, `#id`, `[attribute]`, `[attribute=value]` and descendants of these are matched through an
    index; whatever else CSS can say becomes an XPath expression, by cssselect. Values also compare by
    ~= ^= $= *=, but class tokens only match whole, and ids whole or by their start. Raises RuleError for what
    can't be read, and for what selects everything.
    """
    try:
        if selector.startswith(XPATH):
            return PathSelector(selector)
        if any((name.lower(), operator) in _IN_PART for name, operator in _COMPARED.findall(selector)):
            raise ValueError("classes match whole, ids whole or by their start")
        compounds = _compounds(selector.strip())
        if compounds is None:
            return PathSelector(XPATH + _as_path(selector))
        if any(compound == _Compound() for compound in compounds):
            raise ValueError(_EVERYTHING)
    except ValueError as error:
        raise RuleError(file, f"can't read the selector “{selector}”: {error}", rule=rule, key=key) from error
    return Selector(selector.strip(), tuple(compounds))


def _compounds(text: str) -> list[_Compound] | None:
    """The compounds of a selector; None if it says more than they can."""
    position, compounds, current = 0, [], _Compound()
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            return None
        position = part.end()
        if part["descendant"]:
            compounds.append(current)
            current = _Compound()
        else:
            current = _with(current, part)
    return [*compounds, current]


def _as_path(selector: str) -> str:
    """A selector of CSS as XPath. Raises ValueError for what is none, or selects everything."""
    from cssselect import HTMLTranslator, SelectorError, parse  # noqa: PLC0415  (no packaged rule needs it)

    try:
        if any(one.parsed_tree.specificity() == (0, 0, 0) for one in parse(selector)):
            raise ValueError(_EVERYTHING)
        return HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise ValueError(str(error) or "not a selector of CSS") from error


def _with(compound: _Compound, part: re.Match[str]) -> _Compound:
    """The compound with one more test."""
    if part["tag"]:
        return compound if part["tag"] == "*" else compound._replace(tag=_plain(part["tag"]).lower())
    if part["token"]:
        return compound._replace(tokens=compound.tokens | {_plain(part["token"])})
    if part["id"]:
        return compound._replace(id=_plain(part["id"]))
    test = (part["attribute"].lower(), part["operator"] or "", (part["value"] or "").strip("\"'"))
    return compound._replace(attributes=(*compound.attributes, test))


def _plain(name: str) -> str:
    return _ESCAPE.sub(r"\1", name)


def _holds(actual: str | None, operator: str, value: str) -> bool:
    if actual is None:
        return False
    match operator:
        case "=":
            return actual == value
        case "~=":
            return value in actual.split()
        case "^=":
            return bool(value) and actual.startswith(value)
        case "$=":
            return bool(value) and actual.endswith(value)
        case "*=":
            return bool(value) and value in actual
    return True


class _Entry(NamedTuple):
    number: int  # of the rule
    selector: Selector
    rule: Rule


_BY_NUMBER = attrgetter("number")


class _Index:
    """Selectors of rules, each filed once, under the rarest thing its element must have."""

    def __init__(self, rules: Iterable[tuple[int, Rule]]) -> None:
        self.ids: dict[str, list[_Entry]] = {}
        self.tokens: dict[str, list[_Entry]] = {}
        self.attributes: dict[str, list[_Entry]] = {}
        self.tags: dict[str, list[_Entry]] = {}
        self.paths: list[tuple[PathSelector, Rule]] = []
        self.bodies: list[tuple[Selector | PathSelector, Rule]] = []
        for number, rule in rules:
            for source in rule.css:
                selector = compile_selector(source, file=rule.file, rule=rule.id)
                if isinstance(selector, PathSelector):
                    self.paths.append((selector, rule))
                else:
                    self._file(_Entry(number, selector, rule))
            for source in rule.body:
                self.bodies.append((compile_selector(source, file=rule.file, rule=rule.id), rule))

    def _file(self, entry: _Entry) -> None:
        last = entry.selector.compounds[-1]
        if last.id:
            index, key = self.ids, last.id
        elif last.tokens:
            index, key = self.tokens, max(sorted(last.tokens), key=len)
        elif last.attributes:
            index, key = self.attributes, last.attributes[0][0]
        else:
            index, key = self.tags, last.tag
        index.setdefault(key, []).append(entry)

    def add(self, other: _Index) -> None:
        """Take in what another index holds, behind what is here."""
        for name in ("ids", "tokens", "attributes", "tags"):
            mine, more = getattr(self, name), getattr(other, name)
            setattr(self, name, {**more, **{key: [*mine[key], *more.get(key, ())] for key in mine}})
        self.paths += other.paths
        self.bodies += other.bodies

    def find(self, tree: Any) -> Iterator[tuple[Any, Rule]]:
        ids, tokens, tags, attributes = self.ids, self.tokens, self.tags, self.attributes
        by_path: dict[Any, Rule] = {}
        for path, rule in self.paths:
            for element in path.elements(tree):
                by_path.setdefault(element, rule)
        if not (ids or tokens or tags or attributes or by_path):
            return
        by_classes: dict[str, list[_Entry]] = {}  # most elements share their classes with others
        for element in tree.iter("*"):
            if by_path and element in by_path:
                yield element, by_path[element]
                continue
            found: Sequence[_Entry] = tags.get(element.tag, ())
            names = element.keys()
            if "class" in names:
                classes = element.get("class")
                if classes not in by_classes:
                    by_classes[classes] = [
                        entry for token in set(classes.split()) for entry in tokens.get(token, ())
                    ]
                if entries := by_classes[classes]:
                    found = (*found, *entries)
            if "id" in names and (entries := ids.get(element.get("id"), [])):
                found = (*found, *entries)
            if not attributes.keys().isdisjoint(names):
                found = (*found, *(entry for name in names for entry in attributes.get(name, ())))
            for entry in sorted(found, key=_BY_NUMBER) if len(found) > 1 else found:
                if entry.selector.matches(element):
                    yield element, entry.rule
                    break


class PageRules:
    """The rules that act on a page's elements, ready for any number of pages.

    Those of single sites wait, by host, until a page of their site comes: a library of thousands of sites
    costs a page no more than its own.
    """

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._of_sites: dict[str, list[Rule]] = {}
        self.by_page: dict[str, Rule] = {}  # those for what the page as a whole tells of its elements
        general = []
        for rule in rules:
            if rule.page:
                self.by_page[rule.page] = rule
            if not rule.sites:
                general.append(rule)
            elif rule.css or rule.body:
                for site in rule.sites:
                    self._of_sites.setdefault(site, []).append(rule)
        self._general = _Index(enumerate(general))
        self._ready: dict[tuple[str, ...], _Index] = {}

    def find(self, tree: Any, host: str = "") -> Iterator[tuple[Any, Rule]]:
        """Elements that rules select, in document order, each with the first such rule, a site's first."""
        return self._index(host).find(tree)

    def bodies(self, tree: Any, host: str) -> Iterator[tuple[Rule, list[Any]]]:
        """Where a site's rules say the article stands: for each selector its outermost elements, if any."""
        for selector, rule in self._index(host).bodies:
            found = dict.fromkeys(selector.elements(tree))
            yield rule, [one for one in found if not any(up in found for up in one.iterancestors())]

    def _index(self, host: str) -> _Index:
        sites = tuple(site for site in _domains(host) if site in self._of_sites)
        if not sites:
            return self._general
        if sites not in self._ready:
            rules = [rule for site in sites for rule in self._of_sites[site]]
            index = _Index(enumerate(rules, -len(rules)))
            index.add(self._general)
            if len(self._ready) >= _MOST_READY:
                self._ready.clear()
            self._ready[sites] = index
        return self._ready[sites]


def _domains(host: str) -> Iterator[str]:
    """A host and the domains it belongs to, from the most to the least special."""
    while host:
        yield host
        host = host.partition(".")[2]


def host_of(url: str) -> str:
    """The site of an address; of what is none, none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def on_site(host: str, rule: Rule) -> bool:
    """Whether a rule applies to pages of this host."""
    return not rule.sites or any(host == site or host.endswith("." + site) for site in rule.sites)
