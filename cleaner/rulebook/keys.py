"""The keys of rule files: what checks them, makes their JSON Schema and the table in `docs/rules.md`."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from cleaner.model import Confidence, Place, Removes

KIND = r"\w[\w.-]*"  # what kinds are called
RULE_ID = rf"{KIND}/[^/\s]+"
FILE_KEYS = {
    "kind": "what `--keep`, `--drop` and `--ignore` call this junk: letters, digits, “-”",
    "about": "one sentence on the kind",
    "checked": "`false`: nobody has checked these rules; they may lack examples; those there are must pass",
    "amid": "the key `amid` of each rule that does not set it",
    "rule": "a rule, under a `[[rule]]` header of its own",
}
SITE_FILE_KEYS = {
    "site": "the host, in small letters, for it and its subdomains",
    "about": "one sentence on the site",
    "checked": FILE_KEYS["checked"],
    "rule": FILE_KEYS["rule"],
}


class Form(StrEnum):
    """What a key's value looks like."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"  # true or false
    CHOICE = "choice"  # one of `Key.choices`
    LIST = "list"  # of texts
    BY_LANGUAGE = "by language"  # lists of texts, or one list for `any`


class Use(StrEnum):
    """What a key is for."""

    ABOUT = "about"
    LOOK = "look"  # what the rule looks for; it needs one
    GUARD = "guard"
    EXAMPLE = "example"


class Key(NamedTuple):
    """A key of a rule."""

    name: str
    form: Form
    use: Use
    says: str  # in Markdown
    choices: tuple[str, ...] = ()


_ALL = (
    Key("name", Form.TEXT, Use.ABOUT, "the id is `kind/name`"),
    Key(
        "why", Form.TEXT, Use.ABOUT,
        "what such a text is, shown with every cut: a noun phrase such as “The label of an advertisement.”",
    ),
    Key(
        "confidence", Form.CHOICE, Use.ABOUT,
        "`high`: such a block is always removed, unless a guard forbids it · `medium` (default): evidence, "
        "weighed in context · `low`: only on request, with `--drop` or `--select`",
        tuple(Confidence),
    ),
    Key(
        "at", Form.CHOICE, Use.GUARD,
        "`head`, `tail`, `edge`, `anywhere` (default): with high confidence, a head rule is obeyed while "
        "little prose comes before, a tail rule while little comes after, an edge rule above the first "
        "paragraph (or below a standfirst) and below the last, unless it marks other lines too",
        tuple(Place),
    ),
    Key(
        "removes", Form.CHOICE, Use.ABOUT,
        "`line` (default): the block · `span`: only the words that the regex matches · `section`: the "
        "block, which announces a list, and the list · `rest`: the block and everything after it · "
        "`element`: an element of a page",
        tuple(Removes),
    ),
    Key(
        "equals", Form.BY_LANGUAGE, Use.LOOK,
        "phrases that are the whole block, by language (`equals.de = […]`, `any` for all)",
    ),
    Key("starts", Form.BY_LANGUAGE, Use.LOOK, "phrases that the block starts with"),
    Key("ends", Form.BY_LANGUAGE, Use.LOOK, "phrases that the block ends with"),
    Key("contains", Form.BY_LANGUAGE, Use.LOOK, "phrases found anywhere in the block"),
    Key(
        "regex", Form.LIST, Use.LOOK,
        "patterns of the `regex` module, tried on one block at a time, ignoring case; the group `cut` is "
        "what a span rule removes; groups named `date`, `byline`, `credit`, `dateline`, … become metadata",
    ),
    Key(
        "keywords", Form.LIST, Use.ABOUT,
        "with `regex`: literal words, one of which must be in the block before the regex is tried; rare "
        "words make it fast",
    ),
    Key(
        "shape", Form.TEXT, Use.LOOK,
        "a pattern over blocks, such as `(title date repeat teaser?){2,}`; `match/sequence.py` has the "
        "words",
    ),
    Key(
        "state", Form.CHOICE, Use.LOOK,
        "`head`, `title`, `inserted`, `tail`: what reading the whole document tells · `repeated`: what the "
        "site's other pages tell; its examples are two pages with ===== between them",
        ("head", "title", "inserted", "tail", "repeated"),
    ),
    Key(
        "page", Form.CHOICE, Use.LOOK,
        "`junk`, `restored`: what the decision over the blocks of a page tells · `title`, `standfirst`, "
        "`repeated`, `quote`, `teaser`, `caption`: what `cleaner/page/parts.py` finds · `story`: another "
        "article on the page · `stranger`: prose that never speaks of the page's subject · `hidden`: what "
        "the page never shows · `note`: marks of footnotes · `comment`: what stands beside "
        "the rules or the form for comments",
        (
            *("junk", "restored", "title", "standfirst", "repeated", "quote", "teaser", "caption"),
            *("story", "stranger", "hidden", "note", "comment"),
        ),
    ),
    Key(
        "css", Form.LIST, Use.LOOK,
        "CSS selectors, with `removes = \"element\"`: class names match whole; the fastest are tag, "
        "`.class`, `#id`, `[name=value]` and descendants; or `xpath:` and an XPath 1.0 expression",
    ),
    Key(
        "body", Form.LIST, Use.LOOK,
        "with `sites`: selectors of the element that holds the article on the site's pages",
    ),
    Key(
        "glued", Form.TRUTH, Use.ABOUT,
        "`true`: a whole sentence inside a paragraph is removed too, if the rule would remove it on a line "
        "of its own; with `contains`, it must open with a phrase of the kind. Quoted sentences and those in "
        "brackets stay",
    ),
    Key(
        "plea", Form.TRUTH, Use.GUARD,
        "`true`: the rule is for sentences that speak to the reader; one that has its words but tells of "
        "somebody, such as “Nobody reads our newsletter”, stays",
    ),
    Key(
        "amid", Form.TRUTH, Use.ABOUT,
        "`true`: such a line is put between paragraphs, so the paragraph below it may be the article's last "
        "one; nothing is hoped for below others, such as a copyright line",
    ),
    Key(
        "longest", Form.NUMBER, Use.GUARD,
        "the most words the block may have; required with `starts`, `ends`, `contains` and `regex`",
    ),
    Key(
        "not_before", Form.CHOICE, Use.GUARD,
        "`prose`: a rule of high confidence is not obeyed if two or more paragraphs of prose follow",
        ("prose",),
    ),
    Key("unless", Form.LIST, Use.GUARD, "patterns that stop the rule from applying"),
    Key(
        "sites", Form.LIST, Use.GUARD,
        "hosts, with their subdomains; the rule ignores texts of unknown origin",
    ),
    Key(
        "cuts", Form.BY_LANGUAGE, Use.EXAMPLE,
        "examples, in each of which the rule must mark something; span rules write `[-what goes-]`",
    ),
    Key(
        "keeps", Form.BY_LANGUAGE, Use.EXAMPLE,
        "examples in which the rule must mark nothing, and which the whole library must leave alone",
    ),
    Key("aliases", Form.LIST, Use.ABOUT, "former ids, which options and later layers may still use"),
)  # fmt: skip
KEYS: Mapping[str, Key] = {key.name: key for key in _ALL}


def named(use: Use) -> tuple[str, ...]:
    """The keys of one use, in order."""
    return tuple(key.name for key in _ALL if key.use is use)


def shaped(form: Form) -> tuple[str, ...]:
    """The keys of one form, in order."""
    return tuple(key.name for key in _ALL if key.form is form)


def key_table() -> str:
    """The table of keys in `docs/rules.md`."""
    rows = [f"| `{key.name}` | {key.use} | {key.says} |" for key in _ALL]
    return "\n".join(["| key | | what it says |", "|---|---|---|", *rows])


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """The name that was probably meant, as the end of a message; nothing if none is near."""
    import difflib  # noqa: PLC0415  (only mistakes need it)

    close = difflib.get_close_matches(word, list(names), n=1, cutoff=0.6)
    return f" (did you mean “{close[0]}”?)" if close else ""


def by_language(value: Any) -> Mapping[str, Any]:
    """Lists by language as a mapping; one list alone is for `any`."""
    return value if isinstance(value, dict) else {"any": value}
