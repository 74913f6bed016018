"""What was learned of a site as a rule file to read: rules with support, place and contexts as comments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from cleaner.match import Matcher
from cleaner.model import By, Place, Removes, Rule, RulePack, Shape
from cleaner.pipeline import Cleaner
from cleaner.rulebook import Source, build, languages
from cleaner.text import one_line, sentences, split
from cleaner.workbench.examples import in_force
from cleaner.workbench.learn import Learned, Pattern, Site
from cleaner.workbench.lines import regex_of, whole_line, whole_of, words_of
from cleaner.workbench.new import as_toml, head
from cleaner.workbench.trial import changes

KIND = "learned"
_FILE = "draft.toml"
_WHERE = {Place.HEAD: "above", Place.TAIL: "below", Place.ANYWHERE: "between"}
_WHAT = {
    "lines": "Lines", "forms": "Lines of one form", "paragraphs": "Paragraphs",
    "lists": "Headings of lists of articles",
}  # fmt: skip
_SAID = {
    Place.HEAD: "above the articles", Place.TAIL: "below the articles", Place.ANYWHERE: "in various places",
}  # fmt: skip
_CUTS, _KEEPS, _CONTEXTS = 10, 3, 3  # at most
_LONGEST_EXAMPLE = 240  # characters
_CHECKED = 200  # documents of a site that drafts are tried on
_KEYWORD = 3  # letters, where a form has a word so long


class Draft(NamedTuple):
    """A rule to be read by somebody: its table, and what speaks for it."""

    name: str
    language: str
    table: dict[str, Any]
    notes: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the rule."""
        return f"{KIND}/{self.name}"

    def is_span(self) -> bool:
        """Whether it cuts words, whatever stands around."""
        return self.table.get("removes") is Removes.SPAN

    def toml(self) -> str:
        """The rule, with notes above."""
        return "".join(f"# {note}\n" for note in self.notes) + as_toml(self.table, self.language)


def drafts(site: Site, *, prefix: str = "") -> list[Draft]:
    """The rules that what was learned of a site amounts to; names begin with `prefix`."""
    groups: defaultdict[tuple[Place, str], list[Pattern]] = defaultdict(list)
    for pattern in site.patterns:
        groups[pattern.at, _sort(pattern)].append(pattern)
    made = [_draft(site, prefix, at, sort, patterns) for (at, sort), patterns in groups.items()]
    if site.cards:
        made.append(_cards(site, prefix))
    return made


def as_file(made: Iterable[Draft], sites: Sequence[Site]) -> str:
    """A rule file of drafts."""
    pages = sum(site.documents for site in sites)
    top = [
        f"# Drafted from {pages} documents by cleaner learn. Read each rule and its contexts, delete what is",
        "# not junk, try the file (cleaner rules test, cleaner rules try), then take out checked = false.",
    ]
    for site in sites:
        top += [
            f"# Left alone, as sub-headings recur like this: {one_line(pattern.texts[0])!r} "
            f"({pattern.support} of {site.stories})"
            for pattern in site.left_alone
        ]
    about = "Lines that pages of a site have in common."
    parts = ["\n".join(top), head(KIND, about) + "checked = false\n", *(draft.toml() for draft in made)]
    return "\n".join(part if part.endswith("\n") else part + "\n" for part in parts)


def sound(
    made: Sequence[Draft], sites: Sequence[Site], documents: Sequence[Learned], others: RulePack
) -> list[Draft]:
    """The drafts that pass their examples and cut nothing of an article, tried beside the `others` in force.

    One that takes the lines around what it marks along is made to cut just that; one that cuts a title or a
    paragraph is dropped.
    """
    own = {(site.name, name): set(texts) for site in sites for name, texts in site.own.items()}
    sample = [document for site in sites for document in documents if document.site == site.name][:_CHECKED]
    plain = Cleaner(others)
    bodies = [plain.clean(document.text, url=_url(document), html=False) for document in sample]
    left, guilty = list(made), defaultdict[str, set[str]](set, {"": set()})
    while left and guilty:
        source = Source(_FILE, _FILE, as_file(left, sites).encode())
        pack = in_force(build([source]))
        left = [draft for draft in left if any(rule.id == draft.id for rule in pack.rules)]
        cleaner = Cleaner(others._replace(rules=(*others.rules, *pack.rules)))
        guilty = defaultdict[str, set[str]](set)  # by rule, the ways in which it cut an article
        for document, before in zip(sample, bodies, strict=True):
            after = cleaner.clean(document.text, url=_url(document), html=False)
            article = own[document.site, document.name]
            for change in changes(before, after):
                if change.text in article and change.rule in {draft.id for draft in left}:
                    guilty[change.rule].add(change.by)
        left = [
            _alone(draft) if draft.id in guilty else draft
            for draft in left
            if By.MARK not in guilty.get(draft.id, ()) and not (draft.id in guilty and draft.is_span())
        ]
    return left


def _alone(draft: Draft) -> Draft:
    """The same as a rule on words: it cuts what it finds, and is no evidence against the lines around it."""
    table = {key: value for key, value in draft.table.items() if key not in ("equals", "at", "longest")}
    table["removes"] = Removes.SPAN
    table["cuts"] = [f"[-{text}-]" for text in table["cuts"]]
    if "equals" in draft.table:
        table["regex"] = [whole_line(text) for text in draft.table["equals"]]
        table["keywords"] = list(dict.fromkeys(words_of(whole_of(text))[0] for text in draft.table["equals"]))
    return draft._replace(table=table)


def _url(document: Learned) -> str:
    return f"https://{document.host}/" if document.host else ""


def _sort(pattern: Pattern) -> str:
    """What kind of rule a pattern becomes."""
    if pattern.paragraph:
        return "paragraphs"
    if pattern.form.gaps:
        return "forms"
    return "lists" if pattern.section else "lines"


def _draft(site: Site, prefix: str, at: Place, sort: str, patterns: Sequence[Pattern]) -> Draft:
    texts = [one_line(text) for pattern in patterns for text in pattern.texts[: 1 if sort != "forms" else 3]]
    name = f"{prefix}{_WHERE[at]}-{sort}"
    what = _WHAT[sort]
    table: dict[str, Any] = {
        "name": name,
        "why": f"{what} that {site.host or 'this site'} prints {_SAID[at]}.",
        "confidence": "high",
        "at": at if at is not Place.ANYWHERE else None,
        "removes": Removes.SECTION if sort == "lists" else None,
        "sites": [site.host] if site.host else None,
    }
    if sort == "forms":
        table |= {
            "regex": [regex_of(pattern.forms) for pattern in patterns],
            "keywords": list(dict.fromkeys(map(_keyword, patterns))),
            "longest": max(pattern.longest for pattern in patterns) + 1,
        }
    else:
        table["equals"] = texts
    table["cuts"] = texts[:_CUTS]
    table["keeps"] = tempting(_as_rule(table), _prose(site), {w for p in patterns for w in words_of(p.form)})
    most = max(pattern.support for pattern in patterns)
    few = min(pattern.support for pattern in patterns)
    support = f"{most}" if most == few else f"{few} to {most}"
    contexts = [context for pattern in patterns for context in pattern.contexts[:1]]
    contexts += [context for pattern in patterns for context in pattern.contexts[1:]]
    notes = (f"{_SAID[at].capitalize()}, in {support} of {site.stories} stories.", *contexts[:_CONTEXTS])
    draft = Draft(name, _language(site), table, notes)
    return _alone(draft) if sort == "paragraphs" else draft  # a line that is so long, a rule leaves in doubt


def _cards(site: Site, prefix: str) -> Draft:
    """A rule for lists of articles that have no heading."""
    name = f"{prefix}below-cards"
    table = {
        "name": name,
        "why": f"Lists of other articles that {site.host or 'this site'} prints below.",
        "confidence": "high", "at": Place.TAIL, "shape": f"(title (date|{KIND}) teaser?){{2,}}",
        "sites": [site.host] if site.host else None,
    }  # fmt: skip
    return Draft(name, _language(site), table, ("Below the articles: titles of other documents.",))


def _prose(site: Site) -> list[str]:
    return [text for texts in site.own.values() for text in texts]


def _language(site: Site) -> str:
    return site.language if site.language in languages() else "any"


def _keyword(pattern: Pattern) -> str:
    """A word that leads to a form: the longest it has."""
    return words_of(pattern.form)[0]


def _as_rule(table: dict[str, Any]) -> Rule:
    """As much of a rule as says what it marks, wherever a document is from."""
    return Rule(
        f"{KIND}/{table['name']}", KIND, "", equals={"any": tuple(table.get("equals", ()))},
        regex=tuple(table.get("regex", ())), keywords=tuple(table.get("keywords", ())),
        longest=table.get("longest", 0),
    )  # fmt: skip


def tempting(rule: Rule, texts: Iterable[str], words: set[str]) -> list[str]:
    """A few of these texts that have most of the words in question, and that the rule leaves alone."""
    matcher = Matcher(RulePack((rule,), {}))
    ranked = sorted(set(_examples(texts)), key=lambda text: _order(text, words))
    found = list[str]()
    for text in ranked:
        if not any(matcher.match(split(text))):
            found.append(text)
        if len(found) == _KEEPS:
            break
    return found


def _examples(texts: Iterable[str]) -> Iterator[str]:
    """Texts on one line; of long ones, their sentences."""
    for text in texts:
        line = one_line(text)
        if len(line) <= _LONGEST_EXAMPLE:
            yield line
        else:
            yield from (line[a:b] for a, b in sentences(line) if b - a <= _LONGEST_EXAMPLE)


def _order(text: str, words: set[str]) -> tuple[float, bool, int, str]:
    shared = words & set(re.findall(r"[^\W\d_]+", text.casefold()))
    prose = split(text)[0].shape in (Shape.PROSE, Shape.SENTENCE)
    return -len(shared), not prose, len(text), text
