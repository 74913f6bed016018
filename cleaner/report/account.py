"""What became of a document: its body and its cuts, as cleaning has them or as a log and an output tell."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.model import By, Cleaned, Removal
from cleaner.text import count_words

_PROSE_WORDS = 12  # a cut of so many words that ends like a sentence is prose
_STOPS = tuple('.!?…。！？।۔؟”"»')
_LETTERS = 6  # of a word, with the space after it
_NAMES = ("name", "id", "url")  # fields of a row that tell it from others


class Account(NamedTuple):
    """A document with its cuts. Of outputs made before, some of it may not be known."""

    name: str
    key: str = ""  # what it is known by in another output of the same input
    url: str = ""
    site: str = ""
    language: str = ""
    title: str = ""
    body: str | None = ""  # None: not known
    cuts: tuple[Removal, ...] = ()  # sorted; one that has a place but no text: the text is not known
    words: int = 0  # of the original; where texts are not known, estimated by characters
    left: int = 0  # words of the body
    warnings: tuple[str, ...] = ()
    suspicious: bool = False
    error: str = ""  # why there is no body

    @property
    def share(self) -> float:
        """How much of its words was left, 0 to 1; 1 for a document without words."""
        return self.left / self.words if self.words else 1.0


class Stretch(NamedTuple):
    """A part of the original: kept, or cut. What its text is may not be known."""

    length: int
    text: str | None
    cut: Removal | None = None


def account_of(cleaned: Cleaned, name: str, *, url: str = "", site: str = "") -> Account:
    """What became of a document that was just cleaned."""
    return Account(
        name, name, url, site, cleaned.metadata.get("language", ""), cleaned.metadata.get("title", ""),
        cleaned.body, tuple(sorted(cleaned.removals)), words_of(cleaned.original),
        words_of(cleaned.body), cleaned.warnings, cleaned.suspicious,
    )  # fmt: skip


def failed(name: str, reason: str, key: str = "") -> Account:
    """What became of a document that could not be cleaned."""
    return Account(name, key or name, body=None, error=reason)


def to_log(account: Account) -> dict[str, Any]:
    """What the log says of a document beside its name and outcome; `from_log` reads it."""
    known = {name: getattr(account, name) for name in ("url", "site", "title")}
    return {
        **{name: value for name, value in known.items() if value},
        "words": account.words,
        "left": account.left,
        "removed": [cut.to_dict(None) for cut in account.cuts],
    }


def from_log(line: Mapping[str, Any], body: str | None, key: str) -> Account:
    """A line of a log, with the body that the output has. Raises ValueError for a line that isn't ours."""
    if line["outcome"] == "failed":
        return failed(line["name"], line["error"], key)
    if "removed" not in line:
        raise ValueError("is of an earlier version, which noted no texts of cuts; clean again")
    known = {name: str(line.get(name) or "") for name in ("url", "site", "language", "title")}
    return Account(
        line["name"], key, **known, body=body, cuts=_cuts(line["removed"]),
        words=int(line["words"]), left=int(line["left"]), warnings=tuple(line.get("remarks", ())),
        suspicious=bool(line.get("suspicious")),
    )  # fmt: skip


def from_row(row: Mapping[str, Any], body: str, place: str) -> Account:
    """A row of an output, without its body. Raises ValueError for one that isn't ours."""
    name = next((str(row[name]) for name in _NAMES if row.get(name) not in (None, "")), "")
    if row.get("error"):
        return failed(str(row.get("name") or place), str(row["error"]), name)
    removed = _parsed(row.get("removed"))
    if not isinstance(removed, list):
        raise ValueError("expected the fields “body” and “removed”, which cleaner writes")
    cuts = _cuts(removed)
    metadata = _parsed(row.get("metadata")) or {}
    metadata = metadata if isinstance(metadata, Mapping) else dict(metadata)
    url = str(row.get("url") or "")
    site = str(row.get("site") or row.get("domain") or row.get("host") or "")
    language = str(metadata.get("language") or row.get("language") or "")
    warnings = _parsed(row.get("warnings")) or ()
    return Account(
        str(row.get("name") or place), name, url, site or _host(url), language,
        str(metadata.get("title") or ""), body, cuts, _words(body, cuts), words_of(body),
        tuple(map(str, warnings)) if isinstance(warnings, list) else (),
        row.get("suspicious") in (True, "true"),
    )  # fmt: skip


def stretches(account: Account) -> Iterator[Stretch]:
    """The original, cut by cut. Of a body that is not known, what stands after the last cut is left out."""
    body, taken, position = account.body, 0, 0
    for cut in account.cuts:
        if cut.start < position:  # an element of a page, or no place
            continue
        gap = cut.start - position
        if gap:
            yield Stretch(gap, None if body is None else body[taken : taken + gap])
        taken += gap
        yield Stretch(cut.end - cut.start, cut.text if len(cut.text) == cut.end - cut.start else None, cut)
        position = cut.end
    if body is not None and body[taken:]:
        yield Stretch(len(body) - taken, body[taken:])


def original_of(account: Account) -> str | None:
    """The text that body and cuts rebuild; None where one of them is not known, or they don't fit."""
    if account.body is None:
        return None
    parts = [(stretch.text, stretch.length) for stretch in stretches(account)]
    if any(text is None or len(text) != length for text, length in parts):
        return None
    return "".join(text for text, _ in parts if text is not None)


def words_of(text: str) -> int:
    """Words of a text of any number of lines."""
    text = " ".join(text.split())
    return count_words(text) if text else 0


def is_prose(text: str) -> bool:
    """Whether a text, which was cut, reads like a sentence of an article."""
    text = text.strip()
    return text.endswith(_STOPS) and words_of(text) >= _PROSE_WORDS


def _words(body: str, cuts: Sequence[Removal]) -> int:
    """Words of the original; where it is not known, estimated by its characters."""
    placed = [cut for cut in cuts if cut.start >= 0]
    original = original_of(Account("", body=body, cuts=tuple(placed)))
    if original is not None:
        return words_of(original)
    gone = sum(cut.end - cut.start for cut in placed)
    return round(words_of(body) * (len(body) + gone) / len(body)) if body else gone // _LETTERS


def _cuts(removed: Sequence[Any]) -> tuple[Removal, ...]:
    try:
        return tuple(sorted(_cut(row) for row in removed))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("expected cuts with rule, by, start and end in “removed”") from error


def _cut(row: Mapping[str, Any]) -> Removal:
    rule = row["rule"]
    return Removal(
        int(row["start"]), int(row["end"]), row.get("text") or "", rule, rule.partition("/")[0],
        row.get("why") or "", By(row["by"]), row.get("near") or "",
    )  # fmt: skip


def _parsed(value: Any) -> Any:
    """A cell of a CSV file, which holds JSON; other values are as they are."""
    if not (isinstance(value, str) and value[:1] in ("[", "{")):
        return value
    import json  # noqa: PLC0415  (only outputs made before are read)

    return json.loads(value)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
