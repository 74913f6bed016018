"""Which files to read, what kind each is, and what its output is called; hardly any is opened."""

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import NamedTuple

from cleaner.batch.items import Failure, Note, Skipped
from cleaner.batch.looks import is_document
from cleaner.batch.streams import STDIN, filesystem, is_page, is_remote
from cleaner.report import SUFFIXES

LOG = ".cleaner.jsonl"  # in a folder of outputs
# read in a folder; a file named outright may be called anything
DOCUMENTS = (".html", ".htm", ".xhtml", ".shtml", ".txt", ".md")
PAGES_OR_PROGRAMS = (".php", ".asp", ".aspx", ".jsp", ".cgi", ".cfm")  # read if they hold a page
COMPRESSED = (".gz", ".zst", ".bz2", ".xz")


class Kind(StrEnum):
    """What a file holds, by its name; the value is the format its bodies are written in unless asked."""

    DOCUMENT = "text"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    WARC = "warc"
    ARCHIVE = "archive"

    @property
    def output(self) -> str:
        """The format of the output that suits it."""
        return {Kind.WARC: "jsonl", Kind.JSON: "jsonl", Kind.ARCHIVE: "text"}.get(self, self.value)


_ENDINGS = {
    Kind.JSONL: (".jsonl", ".ndjson"),
    Kind.JSON: (".json",),
    Kind.CSV: (".csv", ".tsv"),
    Kind.PARQUET: (".parquet",),
    Kind.WARC: (".warc", ".wet"),
    Kind.ARCHIVE: (".zip", ".tar", ".tgz"),
}


class Found(NamedTuple):
    """A file to read."""

    path: str
    target: str  # of its output, within the output folder; of an archive, the folder of its outputs
    kind: Kind = Kind.DOCUMENT
    format: str = "text"  # of its output


def kind_of(path: str) -> Kind | None:
    """What a file holds, by its name; None for a name that tells nothing."""
    name = uncompressed(path).partition("?")[0].lower()  # as of `page.html?p=2`, in copies of sites
    for kind, endings in _ENDINGS.items():
        if name.endswith(endings):
            return kind
    return Kind.DOCUMENT if name.endswith(DOCUMENTS) else None


def may_be_document(name: str) -> bool:
    """Whether a name leaves open if there is a document in the file."""
    ending = ending_of(name)
    return not ending or ending in PAGES_OR_PROGRAMS


def ending_of(name: str) -> str:
    """The ending of a file's name, without that of its compression: `.html` of `a.html.gz`."""
    plain = uncompressed(os.path.basename(name)).partition("?")[0]
    return os.path.splitext(plain)[1].lower()


def uncompressed(path: str) -> str:
    """A name without the suffix of its compression."""
    return path[: path.rindex(".")] if path.lower().endswith(COMPRESSED) else path


def find(
    paths: Sequence[str],
    *,
    format: str = "",
    stdin: Kind = Kind.DOCUMENT,
    named: Kind | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Iterator[Found | Failure | Skipped | Note]:
    """The files to read: those named, and those in the folders named.

    Outputs mirror the tree below the folder that all paths share. `format` is that of all outputs, `stdin`
    the kind of standard input, `named` that of files named outright, whatever they are called; `include`
    are patterns of names to read in folders too, `exclude` are folders not to enter, those of outputs.
    """
    base = _common_folder(paths)
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        if not is_folder(path):
            folder, name = _place(path, base)
            by_folder.setdefault(folder, []).append(name)
    own = format or (named.output if named else "")
    targets = {folder: _targets(names, own) for folder, names in by_folder.items()}
    for path in paths:
        if is_folder(path):
            yield from _walk(path, _below(path, base), format, include, exclude)
        else:
            folder, name = _place(path, base)
            kind = stdin if path == STDIN else named or kind_of(path) or Kind.DOCUMENT
            yield Found(path, os.path.join(folder, targets[folder][name]), kind, format or kind.output)


def is_folder(path: str) -> bool:
    """Whether a path, here or elsewhere, is that of a folder."""
    if is_page(path):
        return False
    if is_remote(path):
        fs, inner = filesystem(path)
        return bool(fs.isdir(inner))
    return os.path.isdir(path)


def _common_folder(paths: Sequence[str]) -> str:
    places = [os.path.abspath(path) for path in paths if path != STDIN and not is_remote(path)]
    if len(places) == 1 and os.path.isdir(places[0]):
        return places[0]
    return os.path.commonpath([os.path.dirname(place) for place in places]) if places else os.getcwd()


def _below(path: str, base: str) -> str:
    return "" if is_remote(path) else os.path.relpath(os.path.abspath(path), base)


def _place(path: str, base: str) -> tuple[str, str]:
    """Folder, from the base, and name of a file that was named outright."""
    if path == STDIN:
        return "", "stdin"
    if is_remote(path):
        return "", path.rstrip("/").rpartition("/")[2] or "index"
    folder, name = os.path.split(os.path.abspath(path))
    folder = os.path.relpath(folder, base)
    return ("" if folder == os.curdir else folder), name


def _walk(
    root: str, below: str, format: str, include: Sequence[str], exclude: Sequence[str]
) -> Iterator[Found | Failure | Skipped | Note]:
    """The documents of a folder, sorted: files, then subfolders. Links to folders are not followed."""
    waiting = [(root, "" if below == os.curdir else below)]
    while waiting:
        folder, below = waiting.pop()
        try:
            if any(os.path.exists(place) and os.path.samefile(folder, place) for place in exclude):
                continue
            listing = _listing(folder, include)
        except OSError as error:
            yield Failure(folder, f"can't be read: {error.strerror or error}")
            continue
        if folder != root and any(entry.name == LOG for entry in listing):
            yield Note(folder, "not read: it holds the output of another run")
            continue
        documents = [entry.name for entry in listing if entry.wanted]
        targets = _targets(documents, format)
        for entry in listing:
            path = os.path.join(folder, entry.name)
            if entry.wanted:
                kind = kind_of(entry.name) or Kind.DOCUMENT
                yield Found(path, os.path.join(below, targets[entry.name]), kind, format or kind.output)
            elif not entry.is_folder:
                hidden = "hidden" if entry.name[0] == "." else ""
                yield Skipped(path, hidden or entry.what or ending_of(path) or "no ending")
        waiting += [
            (os.path.join(folder, entry.name), os.path.join(below, entry.name))
            for entry in reversed(listing)
            if entry.is_folder
        ]


class _Entry(NamedTuple):
    name: str
    is_folder: bool  # to be entered
    wanted: bool
    what: str = ""  # it is, if neither a file nor a folder to be entered


def _listing(folder: str, include: Sequence[str]) -> list[_Entry]:
    """What a folder holds, sorted. Raises OSError if it can't be read."""
    if is_remote(folder):
        fs, inner = filesystem(folder)
        found = [
            (entry["name"].rstrip("/").rpartition("/")[2], entry["type"] == "directory", "")
            for entry in fs.ls(inner, detail=True)
        ]
    else:
        with os.scandir(folder) as entries:
            found = [(e.name, e.is_dir(follow_symlinks=False), _what_else(e)) for e in entries]
    return sorted(
        _Entry(
            name,
            is_dir and name[0] != ".",
            not is_dir and not what and name[0] != "." and _is_wanted(folder, name, include),
            what,
        )
        for name, is_dir, what in found
    )


def _is_wanted(folder: str, name: str, include: Sequence[str]) -> bool:
    if any(fnmatchcase(name.lower(), pattern.lower()) for pattern in include):
        return True
    kind = kind_of(name)
    if kind is None and may_be_document(name):
        return is_document(f"{folder}/{name}", text=not ending_of(name))
    return kind not in (None, Kind.JSON)  # .json beside pages is mostly about them


_WHAT = {
    stat.S_IFDIR: "link to a folder", stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket",
    stat.S_IFBLK: "device", stat.S_IFCHR: "device",
}  # fmt: skip


def _what_else(entry: os.DirEntry[str]) -> str:
    """What something in a folder is that is neither a file nor itself a folder; empty for these."""
    try:
        mode = stat.S_IFMT(entry.stat().st_mode)
    except OSError:
        return ""  # a link that leads nowhere: reading it tells what is wrong
    return "" if entry.is_dir(follow_symlinks=False) else _WHAT.get(mode, "")


# --- names of outputs --------------------------------------------------------------------------------------


def target_of(name: str, format: str) -> str:
    """The output's name of a file whose neighbours are not known."""
    suffix = SUFFIXES[format]
    return name if name.lower().endswith(suffix) else name + suffix


def _targets(names: Sequence[str], format: str) -> dict[str, str]:
    """Output names of the files of one folder: `a.html.gz` gives `a.txt`.

    Files that would share a name keep their whole own: `a.html` beside `a.txt` gives `a.html.txt`. No name
    depends on the order of the files.
    """
    suffixes = {name: SUFFIXES[format or (kind_of(name) or Kind.DOCUMENT).output] for name in names}
    short = {name: _short(name, suffix, format) for name, suffix in suffixes.items()}
    shared = Counter(target.casefold() for target in short.values())
    whole = {(name + suffixes[name]).casefold() for name in short}
    return {
        name: name + suffixes[name]
        if target.casefold() in whole or (shared[target.casefold()] > 1 and target != name)
        else target
        for name, target in short.items()
    }


def _short(name: str, suffix: str, format: str) -> str:
    kind = kind_of(name)
    if kind is Kind.ARCHIVE and not format:
        return name  # a folder of this name
    if kind is not None and kind.output == (format or kind.output) and kind in (Kind.JSONL, Kind.CSV):
        return name  # rows to rows, compressed as they came
    plain = uncompressed(name)
    stem, ending = os.path.splitext(plain)
    known = (*DOCUMENTS, *PAGES_OR_PROGRAMS, *(ending for endings in _ENDINGS.values() for ending in endings))
    return (stem if ending.lower() in known else plain) + suffix
