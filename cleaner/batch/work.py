"""What is done with one document, in whichever process: read it, clean it, render it."""

from __future__ import annotations

import math
import os
import time
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.batch.items import Failure, File, Item, Line, Result
from cleaner.batch.streams import LARGEST, damage, is_remote, opened, whole, why_not
from cleaner.decision import site_of
from cleaner.errors import DocumentError, InstallationError
from cleaner.match import Clock, host_of
from cleaner.model import Cleaned, Document
from cleaner.pipeline import Cleaner
from cleaner.report import Account, account_of, format_of, remarks, to_log
from cleaner.report import explain as explanation

if TYPE_CHECKING:
    from cleaner.report.review import Reviewed

FIELDS = ("html", "text", "content")  # of a row: the first that holds a text
PAGES = "html"  # of these, the one that holds a page or a piece of one
_LISTED = 8  # fields of a row that a message names
SITES = ("site", "domain", "host")  # of a row without an address: the first that holds a name
_SHORT = 1 << 20  # bytes of a row that may be read where a mishap costs the run
_SAMPLE = "The council met on Monday and agreed on the budget for the coming year after a long debate.\n"


class Clean(NamedTuple):
    """Clean documents. Can be pickled: the process that gets it makes its own indexes of the rules."""

    cleaner: Cleaner
    explain: bool = False  # give cuts their text and reason, where the format has a place for them
    tell_cuts: bool = False  # put every cut into words
    tell_kept: bool = False  # and every block that stayed
    verbose: bool = False  # with the features and probabilities behind it
    several: bool = False  # JSON: an array
    site: str = ""  # of all documents, whatever their addresses say
    review: bool = False  # tell what the page to look at shows
    note: bool = False  # and what the log says of cuts
    seconds: float = math.inf  # that a document may take
    keep_text: bool = False  # rows keep the text that was cleaned

    def check(self) -> None:
        """Clean a sentence. Raises if that does not work here."""
        if not self.cleaner.clean(_SAMPLE, html=False).original:
            raise InstallationError("cleaning a test sentence gave nothing back")

    def __call__(self, item: Item | Failure) -> Result | Failure:
        """Clean one document; what can't be read stays the failure it is."""
        if isinstance(item, Failure):
            return item
        started = time.perf_counter()
        loaded = load(item)
        if isinstance(loaded, Failure):
            return loaded
        failure = partial(Failure, item.name, target=item.target, record=self._record(loaded))
        try:
            clock = Clock(self.seconds, item.name)
            document = document_of(loaded, self.cleaner, self.site, clock)
            cleaned = self.cleaner.clean_document(document, clock)
        except DocumentError as error:
            return failure(reason=error.message)
        except MemoryError:
            return failure(reason="needs more memory than --memory-limit allows")
        except ImportError as error:  # no document's fault, and no other will fare better
            raise InstallationError(f"this installation is broken: {error}") from error
        except Exception as error:  # a defect of ours costs one document, not the run
            return failure(reason=f"can't be cleaned ({type(error).__name__}: {error})")
        format_ = format_of(item.format, explain=self.explain, several=self.several)
        account = self._account(cleaned, document) if self.review or self.note else None
        return Result(
            item.name,
            format_.render(item.name, cleaned, self._record(loaded, cleaned)),
            Counter(removal.rule for removal in cleaned.removals),
            tuple(remarks(cleaned)),
            cleaned.suspicious,
            self._told(cleaned, document),
            time.perf_counter() - started,
            _reviewed(account) if account and self.review else None,
            to_log(account) if account and self.note else {},
            cleaned.metadata.get("language", ""),
            cleaned.metadata.get("page_kind", ""),
            not cleaned.original.strip(),
        )

    def _account(self, cleaned: Cleaned, document: Document) -> Account:
        return account_of(cleaned, document.name, url=document.url, site=document.site)

    def _record(self, item: Item, cleaned: Cleaned | None = None) -> Mapping[str, Any] | None:
        """The fields of a row; of a document that is none, only what is to be kept of it."""
        if not self.keep_text:
            return item.record
        if item.row is not None and item.format == "parquet":
            return item.record  # its columns stay
        if item.field:
            return {**(item.record or {}), item.field: item.content}
        text = {"text": cleaned.original if cleaned else None}
        return {**(item.record if item.record is not None else {"name": item.name}), **text}

    def _told(self, cleaned: Cleaned, document: Document) -> str:
        if not (self.tell_cuts or self.tell_kept):
            return ""
        from cleaner.report.kept import explain_kept, strongest_evidence  # noqa: PLC0415  (seldom asked for)

        name, url, site, html = document.name, document.url, document.site, document.html
        told, more = [], self.verbose
        if self.tell_cuts:
            evidence = strongest_evidence(self.cleaner, cleaned, url=url, site=site, verbose=more)
            told.append(explanation(cleaned, name, html=html, evidence=evidence))
        if self.tell_kept:
            told.append(
                explain_kept(self.cleaner, cleaned, name, url=url, site=site, html=html, verbose=more)
            )
        return "\n".join(told)


def _reviewed(account: Account) -> Reviewed:
    from cleaner.report.review import reviewed  # noqa: PLC0415  (seldom asked for)

    return reviewed(account)


def document_of(item: Item, cleaner: Cleaner, site: str = "", clock: Clock | None = None) -> Document:
    """The document in a loaded item. Raises DocumentError for a binary, or when the time is up."""
    content: Any = item.content
    html = item.html
    if html is None and item.field == PAGES and holds_tags(content):
        html = True  # a piece of a page too, which by itself might be taken for a text
    return cleaner.read(
        content,
        url=item.url,
        site=site or _site(item),
        name=item.name,
        html=html,
        charset=item.charset,
        clock=clock,
    )


def holds_tags(content: Any) -> bool:
    """Whether there may be markup in a text."""
    return ("<" in content) if isinstance(content, str) else isinstance(content, bytes) and b"<" in content


def _site(item: Item) -> str:
    """The host of a document's address; else what its row says; else where it was found, if that tells."""
    if host := host_of(item.url):
        return site_of(host)
    record = item.record or {}
    return site_of(first_name(record.get(column) for column in SITES) or item.site)


def first_name(values: Iterable[Any]) -> str:
    """The first of these that names something; empty if none does."""
    return next((value for value in values if isinstance(value, str) and value), "")


def fields(field: str) -> tuple[str, ...]:
    """The fields that may hold the text of a row, in order: the usual ones, or those in a list of names."""
    return tuple(name.strip() for name in field.split(",")) if field else FIELDS


def wanted(field: str) -> str:
    """What holds the text of a row, for messages."""
    *others, last = (f"“{name}”" for name in fields(field))
    named = f"{', '.join(others)} or {last}" if others else last
    return named if field else f"{named}; name yours with --field"


def load(item: Item) -> Item | Failure:
    """Read a file and parse a row; other items are as they are."""
    if isinstance(item.content, File):
        return _read(item, item.content.path)
    if isinstance(item.content, Line):
        return _parse(item, item.content)
    return item


def _read(item: Item, path: str) -> Item | Failure:
    try:
        before = _stamp(path)
        with opened(path) as stream:
            content = whole(stream)
        changed = _stamp(path) != before
    except damage() as error:
        return Failure(item.name, why_not(error, path), item.target)
    if content is None:
        return Failure(item.name, f"is larger than {LARGEST >> 20} MB", item.target)
    if changed:
        return Failure(item.name, "changed while it was being read", item.target)
    return item._replace(content=content)


def _stamp(path: str) -> tuple[int, int] | None:
    """What changes when a local file does."""
    if is_remote(path):
        return None
    status = os.stat(path)
    return status.st_size, status.st_mtime_ns


def _parse(item: Item, line: Line) -> Item | Failure:
    def failure(reason: str) -> Failure:
        return Failure(item.name, reason, item.target)

    import json  # noqa: PLC0415  (a text does without)

    if len(line.data) > LARGEST:
        return failure(f"the line is longer than {LARGEST >> 20} MB")
    try:
        record = json.loads(line.data.removeprefix(BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        return failure(f"is not UTF-8: byte {error.start + 1} of the line")
    except json.JSONDecodeError as error:
        return failure(f"is not valid JSON: {error.msg.removesuffix(' at')}, column {error.pos + 1}")
    except (ValueError, RecursionError) as error:
        reason = "numbers too long" if isinstance(error, ValueError) else "nested too deeply"
        return failure(f"can't be read as JSON: {reason}")
    if not isinstance(record, dict):
        return failure(f"expected a JSON object, found {_json_type(record)}")
    return of_row(item, record, line.field, f"expected a field {wanted(line.field)}")


def of_row(item: Item, record: dict[str, Any], field: str = "", missing: str = "") -> Item | Failure:
    """The document in a row, whose other fields stay in the record."""
    there = [name for name in fields(field) if name in record]
    if not there:
        reason = (
            f"{missing or 'expected one of the fields html, text and content'}{found_instead(record, field)}"
        )
        return Failure(item.name, reason, item.target, record=record)
    chosen = next((name for name in there if _holds(record[name])), there[0])
    content: Any = record.pop(chosen)
    if isinstance(content, float) and content != content:  # noqa: PLR0124  (NaN, for nothing)
        content = None
    if not isinstance(content, str | bytes | None):
        reason = f"expected text in the field “{chosen}”, found {_json_type(content)}"
        return Failure(item.name, reason, item.target, record=record)
    own_url = record.get("url")
    url = own_url if isinstance(own_url, str) and own_url else item.url
    return item._replace(content=content or "", url=url, record=record, field=chosen)


def _holds(value: Any) -> bool:
    """Whether there is something in a field; NaN is nothing."""
    return bool(value) and value == value  # noqa: PLR0124


def found_instead(names: Iterable[str], field: str = "") -> str:
    """What a row has in place of the field that was wanted, and which of that may be meant."""
    from difflib import get_close_matches  # noqa: PLC0415  (only mistakes need it)

    found = [name for name in names if isinstance(name, str)]
    usual = fields(field)
    meant = next((name for name in found if name.strip().lower() in map(str.lower, usual)), "")
    if not meant:
        close = (get_close_matches(name, found, 1) for name in usual if field)
        meant = next((names[0] for names in close if names), "")
    listed = ", ".join(f"“{name[:40]}”" for name in found[:_LISTED]) + (" …" if len(found) > _LISTED else "")
    return f" (found {listed or 'none'}" + (f"; did you mean {meant}?)" if meant else ")")


def record_of(item: Item | Failure) -> Mapping[str, Any] | None:
    """The fields of a row that was lost with the process that had it, as far as they are not too long."""
    if isinstance(item, Item) and isinstance(item.content, Line) and len(item.content.data) <= _SHORT:
        item = _parse(item, item.content)
    return item.record


def _json_type(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")
