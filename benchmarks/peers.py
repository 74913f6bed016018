"""What cleaner is measured beside. Each peer is made by a function that imports it, so that one which is not
installed is told from one that fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib.metadata import PackageNotFoundError, version
from typing import Generic, TypeAlias, TypeVar

TextPeer: TypeAlias = Callable[[str], str]
PagePeer: TypeAlias = Callable[[bytes], str]
Input = TypeVar("Input", str, bytes)


@dataclass(frozen=True, slots=True)
class Peer(Generic[Input]):
    """Another way to a body: `make` imports what it needs and returns the function that does it."""

    name: str
    make: Callable[[], Callable[[Input], str]]

    def ready(self) -> Callable[[Input], str] | None:
        """The peer at work, or None where it is not installed."""
        try:
            return self.make()
        except ImportError:
            return None


def identity() -> TextPeer:
    """Nothing done: what any cleaning has to beat."""
    return lambda text: text


def justext_text() -> TextPeer:
    """jusText reads pages, so each line of the text becomes a paragraph of one."""
    page = justext_page()

    def clean(text: str) -> str:
        lines = (f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())
        return page(f"<html><body>{''.join(lines)}</body></html>".encode())

    return clean


def justext_page() -> PagePeer:
    """jusText with its own settings and its English stop words."""
    import justext  # noqa: PLC0415

    stopwords = justext.get_stoplist("English")

    def clean(page: bytes) -> str:
        return "\n".join(p.text for p in justext.justext(page, stopwords) if not p.is_boilerplate)

    return clean


def c4_lines() -> TextPeer:
    """datatrove's C4 filter for its line rules alone: nothing drops the whole document."""
    return _c4(min_num_sentences=-1, filter_curly_bracket=False, filter_lorem_ipsum=False)


def c4_shipped() -> TextPeer:
    """datatrove's C4 filter as it comes: counts sentences with spaCy, and drops whole documents."""
    import spacy  # noqa: F401, PLC0415

    return _c4()


def _c4(**settings: int | bool) -> TextPeer:
    from datatrove.data import Document  # noqa: PLC0415
    from datatrove.pipeline.filters.c4_filters import C4QualityFilter  # noqa: PLC0415

    line_filter = C4QualityFilter(**settings)

    def clean(text: str) -> str:
        document = Document(text=text, id="")
        kept = line_filter.filter(document)
        body: str = document.text
        return body if kept is True else ""

    return clean


def trafilatura(*, comments: bool = True, metadata: bool = False) -> Callable[[], PagePeer]:
    """trafilatura with its own settings, save those given."""

    def make() -> PagePeer:
        from trafilatura import extract  # noqa: PLC0415

        def clean(page: bytes) -> str:
            body: str | None = extract(page, include_comments=comments, with_metadata=metadata)
            return body or ""

        return clean

    return make


TEXT = (
    Peer("identity", identity),
    Peer("jusText, a paragraph a line", justext_text),
    Peer("datatrove C4, line rules", c4_lines),
)
TEXT_SPEED = (*TEXT[1:], Peer("datatrove C4, as shipped", c4_shipped))
PAGE = (
    Peer("trafilatura", trafilatura()),
    Peer("trafilatura, no comments", trafilatura(comments=False)),
    Peer("jusText", justext_page),
)
PAGE_SPEED = (*PAGE, Peer("trafilatura, with metadata", trafilatura(metadata=True)))


def page_peer(name: str) -> PagePeer:
    """What cleans pages under this name; it has to be installed."""
    return next(peer.make for peer in PAGE_SPEED if peer.name == name)()


def versions() -> str:
    """What is installed of cleaner and its peers."""
    names = ("article-cleaner", "trafilatura", "jusText", "datatrove", "spacy")
    return " · ".join(f"{name} {_version(name)}" for name in names)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
