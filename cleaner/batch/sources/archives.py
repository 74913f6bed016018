"""ZIP and tar: a document a member."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Self

from cleaner.batch.find import Kind, ending_of, kind_of, may_be_document, target_of
from cleaner.batch.items import Failure, Item, Skipped
from cleaner.batch.looks import holds_document
from cleaner.batch.streams import LARGEST, damage, filesystem, is_remote, opened, plain, whole

_NAMES = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_LARGEST_NAME = 1 << 20

_Member = tuple[str, Callable[[], Any] | None]  # its name, and how to open it; no document: None


def members(path: str, blank: Item) -> Iterator[Item | Failure | Skipped]:
    """The documents among the members of an archive; their outputs mirror its tree below its name."""
    seen: set[str] = set()
    for name, open_ in _zip(path) if path.lower().endswith(".zip") else _tar(path):
        whole_name = f"{blank.name}/{name}"
        inner = os.path.normpath("/" + name).lstrip("/")  # no member gets out of the folder
        hidden = os.path.basename(inner).startswith(".")
        kind, ending = kind_of(inner), ending_of(inner)
        perhaps = kind is None and may_be_document(inner)
        if open_ is None or hidden or not (kind is Kind.DOCUMENT or perhaps):
            yield Skipped(whole_name, "hidden" if hidden else ending or "no ending")
            continue
        target = os.path.join(blank.target, target_of(inner, blank.format)) if blank.target else ""
        content = "is in the archive twice" if inner in seen else _content(open_)
        if perhaps and isinstance(content, bytes) and not holds_document(content[: 1 << 13], text=not ending):
            yield Skipped(whole_name, ending or "no ending")
            continue
        seen.add(inner)
        if isinstance(content, str):
            yield Failure(whole_name, content, target)
        else:
            yield blank._replace(name=whole_name, content=content, target=target, size=len(content))


def _content(open_: Callable[[], Any]) -> bytes | str:
    """What a member holds, or what is wrong with it."""
    # RuntimeError: encrypted, or compressed in a way Python lacks
    damaged: tuple[type[Exception], ...] = (*damage(), zipfile.BadZipFile, tarfile.TarError, RuntimeError)
    try:
        with io.BufferedReader(open_()) as stream:
            data = whole(plain(stream))
    except damaged as error:
        return f"can't be read: {error}"
    return f"is larger than {LARGEST >> 20} MB" if data is None else data


def _zip(path: str) -> Iterator[_Member]:
    source: Any = path
    if is_remote(path):
        fs, inner = filesystem(path)
        source = fs.open(inner, "rb")
    try:
        with zipfile.ZipFile(source) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield info.filename, partial(archive.open, info)
    except zipfile.BadZipFile as error:
        raise OSError(str(error)) from error
    finally:
        if source is not path:
            source.close()


def _tar(path: str) -> Iterator[_Member]:
    try:
        with opened(path) as stream, tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:
            for info in archive:
                if not info.isdir():
                    yield info.name, partial(archive.extractfile, info) if info.isfile() else None
    except tarfile.TarError as error:
        raise OSError(str(error)) from error


class _Header(tarfile.TarInfo):
    """A header of a tar archive, which says what is wrong with it.

    tarfile reads names as long as an archive says they are, and takes a damaged header for the end.
    """

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if type(error) in (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError):  # type: ignore[attr-defined]
                raise tarfile.ReadError(f"a header is damaged: {error}") from error
            raise
        if header.type in _NAMES and header.size > _LARGEST_NAME:
            raise tarfile.ReadError(f"the name of a member is larger than {_LARGEST_NAME >> 20} MB")
        return header
