"""CSS selectors of rules, matched against a page's elements through an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleaner.errors import RuleError
from cleaner.model import Rule

# An element is anything with lxml's interface; this module itself does without lxml.
_NAME = r"(?:[-\w]|\\.)+"
_PART = re.compile(
    rf"(?P<tag>\*|(?<![.#\w\]]){_NAME})|\.(?P<token>{_NAME})|#(?P<id>{_NAME})"
    rf"|\[\s*(?P<attribute>[-:\w]+)\s*(?:(?P<operator>[~^$*]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\]\"']+)\s*)?\]"
    r"|(?P<descendant>\s+)"
)
_ESCAPE = re.compile(r"\\(.)")
_IN_PART = (("class", "^="), ("class", "$="), ("class", "*="), ("id", "$="), ("id", "*="))
_EXPECTED = "expected tag, .class, #id, [attribute], [attribute=value] and their descendants"


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
            and all(_holds(element.get(name), operator, value) for name, operator, value in self.attributes)
        )


class Selector(NamedTuple):
    """A compiled selector: the compounds from the outermost ancestor to the element itself."""

    source: str
    compounds: tuple[_Compound, ...]

    def matches(self, element: Any) -> bool:
        """Whether the selector selects this element."""
        *outer, last = self.compounds
        if not last.matches(element):
            return False
        # Descendants only, so the nearest fitting ancestor is always as good as a farther one.
        while outer and (element := element.getparent()) is not None:
            if outer[-1].matches(element):
                outer.pop()
        return not outer


def compile_selector(selector: str, *, file: str = "selector", rule: str = "") -> Selector:
    """Read a selector: `tag`, `.class`, `#id`, `[attribute]`, `[attribute=value]`, and descendants of these.

    Values also compare by ~= ^= $= *=, but class tokens only match whole, and ids whole or by their start.
    Raises RuleError for everything else that CSS can say.
    """
    fail = f"can't read the selector “{selector}”"
    position, compounds, current = 0, [], _Compound()
    text = selector.strip()
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            raise RuleError(file, f"{fail} from “{text[position:]}”: {_EXPECTED}", rule=rule, key="css")
        position = part.end()
        if part["descendant"]:
            compounds.append(current)
            current = _Compound()
        else:
            current = _with(current, part)
            if (part["attribute"], part["operator"]) in _IN_PART:
                message = f"{fail}: classes match whole, ids whole or by their start"
                raise RuleError(file, message, rule=rule, key="css")
    compounds.append(current)
    if any(compound == _Compound() for compound in compounds):
        raise RuleError(file, f"{fail}: it selects everything; {_EXPECTED}", rule=rule, key="css")
    return Selector(text, tuple(compounds))


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
        case "":
            return True
    test = {"^=": actual.startswith, "$=": actual.endswith, "*=": actual.__contains__}[operator]
    return bool(value) and test(value)


class _Entry(NamedTuple):
    number: int  # of the rule
    selector: Selector
    rule: Rule


_BY_NUMBER = attrgetter("number")


class PageRules:
    """The rules that act on a page's elements, ready for any number of pages."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        # Every selector is filed once, under the rarest thing its element must have.
        self._ids: dict[str, list[_Entry]] = {}
        self._tokens: dict[str, list[_Entry]] = {}
        self._attributes: dict[str, list[_Entry]] = {}
        self._tags: dict[str, list[_Entry]] = {}
        self._bodies: list[_Entry] = []
        for number, rule in enumerate(rules):
            for source in rule.css:
                self._file(_Entry(number, compile_selector(source, file=rule.file, rule=rule.id), rule))
            for source in rule.body:
                selector = compile_selector(source, file=rule.file, rule=rule.id)
                self._bodies.append(_Entry(number, selector, rule))

    def _file(self, entry: _Entry) -> None:
        last = entry.selector.compounds[-1]
        if last.id:
            index, key = self._ids, last.id
        elif last.tokens:
            index, key = self._tokens, max(sorted(last.tokens), key=len)
        elif last.attributes:
            index, key = self._attributes, last.attributes[0][0]
        else:
            index, key = self._tags, last.tag
        index.setdefault(key, []).append(entry)

    def find(self, tree: Any, host: str = "") -> Iterator[tuple[Any, Rule]]:
        """Elements that rules select, in document order, each with the first such rule."""
        ids, tokens, tags, attributes = self._ids, self._tokens, self._tags, self._attributes
        if not (ids or tokens or tags or attributes):
            return
        for element in tree.iter("*"):
            found: Sequence[_Entry] = tags.get(element.tag, ())
            if (id_ := element.get("id")) is not None and id_ in ids:
                found = (*found, *ids[id_])
            if (classes := element.get("class")) is not None:
                for token in set(classes.split()):
                    if token in tokens:
                        found = (*found, *tokens[token])
            for name in attributes:
                if element.get(name) is not None:
                    found = (*found, *attributes[name])
            for entry in sorted(found, key=_BY_NUMBER) if len(found) > 1 else found:
                if on_site(host, entry.rule) and entry.selector.matches(element):
                    yield element, entry.rule
                    break

    def bodies(self, tree: Any, host: str) -> list[Any]:
        """Where a site's rules say the article stands: the elements of the first selector that finds any."""
        for _, selector, rule in self._bodies:
            if on_site(host, rule):
                found = dict.fromkeys(element for element in tree.iter("*") if selector.matches(element))
                if found:
                    return [one for one in found if not any(up in found for up in one.iterancestors())]
        return []


def host_of(url: str) -> str:
    """The site of an address; of what is none, none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def on_site(host: str, rule: Rule) -> bool:
    """Whether a rule applies to pages of this host."""
    return not rule.sites or any(host == site or host.endswith("." + site) for site in rule.sites)
