"""Site configurations in the format of FiveFilters' Full-Text RSS, as site rules.

A configuration is a text file named after its site, `example.com.txt`, or `.example.com.txt` for all of its
subdomains too, with one `key: value` a line (https://github.com/fivefilters/ftr-site-config). What says where
the article stands and what to strip is carried over; of everything else it is told why not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cleaner.match import XPATH, PathSelector
from cleaner.rulebook import is_host

_LINE = re.compile(r"(?P<key>[A-Za-z_]+)\s*(?:\(.*?\))?\s*:(?!//)\s*(?P<value>.*)")
_METADATA = "metadata is read from what pages declare"
_SOURCE = "the source of a page is not rewritten"
_FETCHING = "no page is fetched"
_IMAGES = "images are no part of a text"
_SETTING = "a setting of another extractor"
_LEFT_OUT = {
    "title": _METADATA, "author": _METADATA, "date": _METADATA, "native_ad_clue": _METADATA,
    "find_string": _SOURCE, "replace_string": _SOURCE, "convert_double_br_tags": _SOURCE,
    "wrap_in": _SOURCE, "move_into": _SOURCE, "dissolve": _SOURCE, "strip_attr": _SOURCE,
    "http_header": _FETCHING, "single_page_link": _FETCHING, "single_page_link_in_feed": _FETCHING,
    "next_page_link": _FETCHING, "if_page_contains": _FETCHING, "autodetect_next_page": _FETCHING,
    "requires_login": _FETCHING, "login_uri": _FETCHING, "login_username_field": _FETCHING,
    "login_password_field": _FETCHING, "login_extra_fields": _FETCHING, "not_logged_in_xpath": _FETCHING,
    "strip_image_src": _IMAGES, "src_lazy_load_attr": _IMAGES, "insert_detected_image": _IMAGES,
    "tidy": _SETTING, "prune": _SETTING, "autodetect_on_failure": _SETTING, "parser": _SETTING,
    "skip_json_ld": _SETTING, "footnotes": _SETTING, "skip_id_or_class_filtering": _SETTING,
}  # fmt: skip


class Note(NamedTuple):
    """What of a configuration is not carried over, and why; line 0 is the whole file."""

    file: str
    line: int
    key: str
    why: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.why}" if self.key else f"{place}: {self.why}"


class Imported(NamedTuple):
    """Site files by name, ready to be written, and what could not be carried over."""

    files: dict[str, str]
    notes: list[Note]


class _Site:
    """What the configurations of one site say."""

    def __init__(self) -> None:
        self.sources: list[str] = []
        self.body: dict[str, None] = {}  # in order, each once
        self.strip: dict[str, None] = {}
        self.tests: list[str] = []

    def file(self, host: str) -> str:
        about = f"From {' and '.join(self.sources)}, FiveFilters format."
        if self.tests:
            about += f" To try it: {' '.join(self.tests)}"
        lines = [f"site = {_quoted(host)}", f"about = {_quoted(about)}", "checked = false"]
        for name, why, selectors in (
            ("body", f"Where {host} has its article.", self.body),
            ("strip", f"Something {host} prints that is not its article.", self.strip),
        ):
            if selectors:
                lines += ["", "[[rule]]", f'name = "{name}"', f"why = {_quoted(why)}", f"{name} = ["]
                lines += [f"  {_quoted(XPATH + selector)}," for selector in selectors]
                lines += ["]"]
        return "\n".join(lines) + "\n"


def convert(configurations: Mapping[str, str]) -> Imported:
    """The site files that these configurations, by file name, amount to.

    Several of one site become one file, what is said of the host alone before what holds for its subdomains.
    """
    sites: dict[str, _Site] = {}
    notes: list[Note] = []
    for name in sorted(configurations, key=lambda name: (name.startswith("."), name)):
        host = name.lower().removesuffix(".txt").lstrip(".").removeprefix("www.")
        if not is_host(host):
            notes.append(Note(name, 0, "", "left out: not named after a site"))
            continue
        site = sites.setdefault(host, _Site())
        found = len(notes)
        notes += _read(name, configurations[name], site)
        if not (site.body or site.strip):
            del sites[host]
            notes.insert(found, Note(name, 0, "", "left out: says nothing that can be carried over"))
    return Imported({f"{host}.toml": site.file(host) for host, site in sites.items()}, notes)


def _read(name: str, text: str, site: _Site) -> Iterator[Note]:
    """Add what a configuration says to its site; of each line that can't be used, why."""
    site.sources.append(name)
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        parts = _LINE.fullmatch(line)
        if parts is None:
            yield Note(name, number, "", f"not understood: {line[:60]!r}")
            continue
        key, value = parts["key"].lower(), parts["value"].strip()
        if key in _LEFT_OUT:
            yield Note(name, number, key, _LEFT_OUT[key])
        elif not value:
            yield Note(name, number, key, "has no value")
        elif key in {"test_url", "test_contains"}:
            site.tests.append(value if key == "test_url" else f"(has “{value}”)")
        elif key in {"body", "strip", "strip_id_or_class"}:
            expression = _in_id_or_class(value) if key == "strip_id_or_class" else value
            try:
                PathSelector(expression)
            except ValueError as error:
                yield Note(name, number, key, f"{error}: {value}")
            else:
                (site.body if key == "body" else site.strip)[expression] = None
        else:
            yield Note(name, number, key, "unknown key")


def _in_id_or_class(part: str) -> str:
    """Elements with these letters anywhere in class or id, quotes not counting, as FiveFilters has it."""
    part = re.sub("[\"']", "", part)
    return f"//*[contains(@class, '{part}') or contains(@id, '{part}')]"


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are among TOML's, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
