"""What a site's other pages tell of a page: the lines that stand, in the same order, on them too.

A page is remembered as the fingerprints of its blocks, in order. A block alone says little: “Ingredients” or
“Pros” stand on many pages of a site and belong to each. Menus, pleas and footers come as several lines in a
row, the same row on page after page: `repeated` finds such runs. Pages that share much of their prose are
prints of one story, and no witnesses against one another.

`Memory` holds the pages, of each site and in all no more than a fixed number: those with the smallest ids.
Ids are hashes, so these are a fair sample, and the same one in whatever order pages were counted and memories
merged (a bottom-k sample: Cohen and Kaplan, 2007).
"""

from __future__ import annotations

import io
import struct
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import IO, TYPE_CHECKING, NamedTuple

from cleaner.decision.survey import is_mass, main_mark
from cleaner.model import Block, Document, Mark, Shape
from cleaner.text import UNSPACED, bare, split

if TYPE_CHECKING:
    from hashlib import blake2b

PAGES_A_SITE = 100
PAGES = 500_000  # of all sites together
BLOCKS_A_PAGE = 2000

_REPRINT = 1 / 3  # share of a page's prose from which on another that has it too is a print of the same story
_RUN = 3  # lines of a run that tells by itself
_CARD = 5  # lines that a list of articles may print of each: title, standfirst, author, date, teaser
_NEAR = 6  # blocks above the first paragraph in which a title is looked for
_TEMPLATE = 3  # pages that must have paragraphs in a row before these count as the site's, not a story's
_MAGIC = b"article-cleaner memory 1\n"
_LARGEST_FILE = 1 << 31  # bytes: some 500 blocks a page, were it full
_LONGEST_NAME = 1 << 16  # bytes of a site's
_DAMAGED = "is damaged"


class Page(NamedTuple):
    """A page of a site, as it is remembered."""

    id: int  # of its address, or else of what it says
    prints: bytes  # the fingerprints of its blocks, in order, 8 bytes each


def page_of(text: str, url: str = "") -> Page:
    """What is remembered of a page. Pages of one address, or of the same blocks, are one page.

    An address that names no more than a host says nothing of which page it is.
    """
    prints = b"".join(_print(block) for block in split(text)[:BLOCKS_A_PAGE] if _speaks(block))
    path = url.partition("://")[2].strip("/")
    named = "/" in path or "?" in path
    return Page(int.from_bytes(_hash(url if named else prints), "little"), prints)


def site_of(host: str) -> str:
    """The name a site's pages are remembered under: its host, without the `www.` that some of them lack."""
    return host.removeprefix("www.")


def _hash(data: str | bytes) -> bytes:
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    return _hasher(data).digest()


def _hasher(data: bytes = b"") -> blake2b:
    from hashlib import blake2b  # noqa: PLC0415  (loads OpenSSL, which only memories need)

    return blake2b(data, digest_size=8)


def _print(block: Block) -> bytes:
    return _hash(bare(block.folded))


def _prints(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 8}Q", data)


def _speaks(block: Block) -> bool:
    """Whether a block is more than dots and dashes."""
    return any(map(str.isalnum, block.text))


class Memory:
    """The pages of sites. Merging is commutative, associative and idempotent; so is counting a page."""

    def __init__(self, *, pages_a_site: int = PAGES_A_SITE, pages: int = PAGES) -> None:
        self._pages_a_site, self._most = pages_a_site, pages
        self._sites: dict[str, dict[int, bytes]] = {}
        self._pages = 0
        self._bound: tuple[int, str] | None = None  # id and site that no page in a full memory is beyond

    def __len__(self) -> int:
        """How many pages are remembered."""
        self._settle()
        return self._pages

    @property
    def sites(self) -> Mapping[str, Mapping[int, bytes]]:
        """The fingerprints of each page, by site and id."""
        self._settle()
        return self._sites

    def count(self, document: Document) -> None:
        """Remember a document, if its site is known."""
        if document.site:
            self.add(document.site, page_of(document.text, document.url))

    def add(self, site: str, page: Page) -> None:
        """Remember a page, unless it is one too many. Of two versions of a page the longer stays."""
        if self._bound is not None and (page.id, site) > self._bound:
            return
        pages = self._sites.setdefault(site, {})
        known = pages.get(page.id)
        if known is not None:
            pages[page.id] = max(known, page.prints, key=lambda prints: (len(prints), prints))
            return
        pages[page.id] = page.prints
        self._pages += 1
        if len(pages) > self._pages_a_site:
            del pages[max(pages)]
            self._pages -= 1
        elif self._pages > self._most * 5 // 4:  # not at each page: it takes a walk over all
            self._settle()

    def merge(self, other: Memory) -> None:
        """Add all pages of another memory."""
        for site, pages in other.sites.items():
            for page in pages.items():
                self.add(site, Page(*page))

    def others(self, site: str, id: int) -> list[bytes]:
        """The fingerprints of the pages of a site but one."""
        self._settle()
        return [prints for other, prints in self._sites.get(site, {}).items() if other != id]

    def _settle(self) -> None:
        """Forget the pages that are too many."""
        if self._pages <= self._most:
            return
        order = sorted((id, site) for site, pages in self._sites.items() for id in pages)
        self._bound = order[self._most - 1]
        for id, site in order[self._most :]:
            del self._sites[site][id]
            if not self._sites[site]:
                del self._sites[site]
        self._pages = self._most

    def to_bytes(self) -> bytes:
        """A file's content: the same for the same pages."""
        pieces = []
        for site, pages in sorted(self.sites.items()):
            name = site.encode("utf-8", "surrogatepass")
            pieces.append(struct.pack("<II", len(name), len(pages)) + name)
            pieces += [struct.pack("<QI", id, len(prints)) + prints for id, prints in sorted(pages.items())]
        content = b"".join(pieces)
        return _MAGIC + _hash(content) + content

    @classmethod
    def from_bytes(cls, data: bytes) -> Memory:
        """The memory of a file's content: see `read`."""
        return cls.read(io.BytesIO(data))

    @classmethod
    def read(cls, file: IO[bytes]) -> Memory:
        """The memory in a file. Raises ValueError for what `to_bytes` has not written, or not in whole.

        Anybody can make a file with the right checksum, so nothing it says is taken on trust: names and ids
        rise, pages are no larger than a memory holds, and what is read is bounded.
        """
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ValueError("is no memory of this version of cleaner")
        seal, content = file.read(8), _Content(file)
        memory, before, pages = cls(), b"", 0
        while head := content.read(8, at_end=True):
            length, count = struct.unpack("<II", head)
            name = content.read(length if length <= _LONGEST_NAME else -1)
            pages += count
            if name <= before or not count or pages > 4 * PAGES:
                raise ValueError(_DAMAGED)
            before, last = name, -1
            site = _site_named(name)
            for _ in range(count):
                id, size = struct.unpack("<QI", content.read(12))
                if id <= last or size % 8 or size > 8 * BLOCKS_A_PAGE:
                    raise ValueError(_DAMAGED)
                last = id
                memory.add(site, Page(id, content.read(size)))
        if content.digest() != seal:
            raise ValueError(_DAMAGED)
        return memory


class _Content:
    """What stands in the file of a memory, read from start to end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._left, self._hash = file, _LARGEST_FILE, _hasher()

    def read(self, size: int, *, at_end: bool = False) -> bytes:
        """So many bytes; or none, where the file may end. Raises ValueError."""
        data = self._file.read(size) if 0 <= size <= self._left else b""
        self._left -= len(data)
        if len(data) != size and (data or not at_end):
            raise ValueError(_DAMAGED)
        self._hash.update(data)
        return data

    def digest(self) -> bytes:
        return self._hash.digest()


def _site_named(name: bytes) -> str:
    try:
        return name.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise ValueError(_DAMAGED) from error


# --- what is repeated --------------------------------------------------------------------------------------


def repeated(
    blocks: Sequence[Block], marks: Sequence[Sequence[Mark]], others: Collection[bytes]
) -> Mapping[int, int]:
    """The blocks that belong to the site, not to this page, by index: on how many of `others` each stands.

    `others` are the fingerprints of other pages of the site.
    """
    spoken = [index for index, block in enumerate(blocks) if _speaks(block)]
    page = _Witnessed([blocks[index] for index in spoken], [marks[index] for index in spoken])
    found = page.repeated(others)
    # dashes and dots between lines that go, go with them
    return {spoken[index]: pages for index, pages in found.items()} | {
        index: min(found[at], found[at + 1])
        for at, (above, below) in enumerate(pairwise(spoken))
        if at in found and at + 1 in found
        for index in range(above + 1, below)
    }


class _Witnessed:
    """A page beside the other pages of its site."""

    def __init__(self, blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> None:
        self._blocks = blocks
        self._marked = [main_mark(found) is not None for found in marks]
        self._prose = [
            is_mass(block, found)
            and (not block.text[-1].isalnum() or UNSPACED.search(block.text) is not None)
            for block, found in zip(blocks, marks, strict=True)
        ]  # a menu in one line is none
        self._own = _prints(b"".join(map(_print, blocks)))
        self._times = Counter(self._own)
        self._pages: Counter[int] = Counter()  # on how many other pages each fingerprint stands
        self._links: set[tuple[int, int]] = set()  # fingerprints that follow one another there too
        self._others = 0

    def repeated(self, others: Collection[bytes]) -> dict[int, int]:
        own, pairs = set(self._own), set(pairwise(self._own))
        words = {
            key: block.words
            for key, block, prose in zip(self._own, self._blocks, self._prose, strict=True)
            if prose
        }
        total = sum(words.values())
        for prints in others:
            theirs = _prints(prints)
            shared = own.intersection(theirs)
            if sum(words.get(key, 0) for key in shared) >= _REPRINT * total:
                continue
            self._others += 1
            if shared:
                self._pages.update(shared)
                self._links |= pairs.intersection(pairwise(theirs))
        first = next(
            (i for i, prose in enumerate(self._prose) if prose and not self._pages[self._own[i]]), -1
        )
        if first < 0:
            return {}  # without prose of its own there is nothing to tell the site from
        return {
            index: self._pages[self._own[index]]
            for run in self._runs()
            if self._is_of_the_site(run) and not self._may_be_title(run, first)
            for index in run
            if not self._is_story(index, run)
        }

    def _runs(self) -> Iterator[range]:
        """Blocks in a row that stand in a row elsewhere; a block alone is no run."""
        first = 0
        for index in range(1, len(self._own) + 1):
            if index == len(self._own) or (self._own[index - 1], self._own[index]) not in self._links:
                if index - first > 1:
                    yield range(first, index)
                first = index

    def _is_of_the_site(self, run: range) -> bool:
        """Whether a run is furniture: long enough, or spoken against by a rule too. What stands on this very
        page again and again (“Pros”, “Cons”, the head of a table) is no furniture by being repeated."""
        marked = sum(self._marked[index] for index in run)
        once = sum(self._times[self._own[index]] == 1 for index in run)
        paragraphs = [index for index in run if self._prose[index]]
        if len(paragraphs) > max(1, marked) and not all(map(self._is_template, paragraphs)):
            return False  # a passage that two stories share, sub-headings included
        return marked > 1 or (once > 1 and (marked > 0 or len(run) >= _RUN))

    def _is_story(self, index: int, run: range) -> bool:
        """Whether a block is a paragraph that two stories may share: in a row with another."""
        beside = [near for near in (index - 1, index + 1) if near in run]
        return (
            self._prose[index] and any(self._prose[near] for near in beside) and not self._is_template(index)
        )

    def _is_template(self, index: int) -> bool:
        """Whether a block stands on so many pages that it can't come from a story."""
        return self._pages[self._own[index]] >= max(_TEMPLATE, self._others / 2)

    def _may_be_title(self, run: range, first: int) -> bool:
        """Whether a run is what other pages' lists of articles say of this one: it is short, stands above the
        first paragraph of its own, and has the line that is likeliest to be the title."""
        return (
            len(run) <= _CARD
            and 0 < first - run[-1] <= _NEAR
            and any(map(self._is_heading, run))
            and not (self._is_heading(run[-1] + 1) and not self._pages[self._own[run[-1] + 1]])
            and not all(map(self._is_template, run))
        )

    def _is_heading(self, index: int) -> bool:
        block = self._blocks[index]
        heading = block.shape in (Shape.HEADING, Shape.SENTENCE) and block.words >= 3
        return heading and not self._marked[index]
