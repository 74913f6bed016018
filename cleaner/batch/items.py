"""What travels through a batch. All of it can be pickled."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.text import late_pattern

if TYPE_CHECKING:
    from cleaner.report.review import Reviewed


class File(NamedTuple):
    """A document in a file of its own, still to be read: where it is cleaned, not where it was found."""

    path: str


class Line(NamedTuple):
    """A JSONL row, still to be parsed, with the field its text is in (empty: look for one)."""

    data: bytes
    field: str = ""


class Source(NamedTuple):
    """The file a document came from, and what changes when it does; of one elsewhere that is not known."""

    path: str
    size: int | None = None
    time: int | None = None  # when it was last written, in nanoseconds


class Item(NamedTuple):
    """A document to clean."""

    name: str  # as messages call it: a path, path:line, path/member
    content: bytes | str | File | Line
    target: str = ""  # path of the output within an output folder; rows of one file share it
    format: str = "text"  # of the output
    url: str = ""
    html: bool | None = None  # None: to be sniffed
    charset: str = ""  # as whoever sent it declared
    record: Mapping[str, Any] | None = None  # the other fields of a row
    site: str = ""  # whose other pages tell of it, where neither its address nor its row says
    size: int = 0  # bytes it holds, or will when it is read
    read: int = 0  # bytes of the input that reading it used up
    row: Any = None  # rows of Arrow batches: the batch and the number within; stays in the parent
    source: Source | None = None
    digest: str = ""  # of what a row or a member of an archive holds
    field: str = ""  # of a row: where the content was


class Result(NamedTuple):
    """A document cleaned: what is to be written of it, and what is to be told."""

    name: str
    output: bytes | Mapping[str, Any]
    cuts: Mapping[str, int]  # by rule
    remarks: tuple[str, ...] = ()
    suspicious: bool = False
    explanation: str = ""
    seconds: float = 0.0
    reviewed: "Reviewed | None" = None  # where somebody wants to look at it
    noted: Mapping[str, Any] = {}  # what the log says of it beside these
    language: str = ""  # of the document, as its page or its words tell
    page_kind: str = ""
    empty: bool = False  # there was nothing to clean


class Failure(NamedTuple):
    """A document, row, file or folder that could not be read, cleaned or written."""

    name: str
    reason: str
    target: str = ""
    row: Any = None
    source: Source | None = None
    format: str = ""  # of the output
    record: Mapping[str, Any] | None = None  # of a row: its fields, as far as they are known

    @property
    def kind(self) -> str:
        """The reason without what differs from document to document, to count by."""
        verb, colon, rest = self.reason.partition(": ")
        if verb not in _WHY_NOT:
            return _DETAIL.split(self.reason, maxsplit=1)[0]
        return verb + colon + _DETAIL.split(rest, maxsplit=1)[0]


_WHY_NOT = ("can't be read", "can't be fetched")  # of which there are several kinds
_DETAIL = late_pattern(r"[:;] | \(|, (?:found|which)")


class Skipped(NamedTuple):
    """A file of a folder, or a part of an archive, that is no document."""

    name: str
    what: str = ""  # it is instead: the ending of its name, or its content type


class Note(NamedTuple):
    """Something the user should know of a file that was read all the same."""

    name: str
    words: str


class Limits(NamedTuple):
    """What one document may cost."""

    seconds: float = 60.0
    megabytes: int = 2048  # address space of its process, Python and libraries (some 150) included


LIMITS = Limits()


class Lost(NamedTuple):
    """No result: what became of the one thing that was worked on."""

    reason: str


class Done(NamedTuple):
    """What a log says is done: the lines of each target's documents."""

    targets: Mapping[str, Sequence[Mapping[str, Any]]] = {}

    def but(self, others: Collection[str]) -> "Done":
        """The same, without some targets."""
        return Done({target: lines for target, lines in self.targets.items() if target not in others})


NOTHING = Done()
