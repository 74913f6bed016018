"""Who may write: one run an output, one writer a temporary file.

The locks are the kernel's (`flock`): they end with the process that holds them, however it ends, so a file
that a killed run left behind locks nobody out. Where there are none (Windows, some network disks, object
stores) nobody is kept apart.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from cleaner.errors import UsageError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOCK = ".cleaner.lock"  # in a folder of outputs
_TAKEN = (errno.EAGAIN, errno.EACCES)


@contextmanager
def locked(outputs: Iterable[str]) -> Iterator[None]:
    """Hold the locks of folders, which must be there, and of files. Raises UsageError: who has one."""
    with ExitStack() as held:
        for output in sorted(set(outputs)):
            held.enter_context(_locked(output))
        yield


@contextmanager
def _locked(output: str) -> Iterator[None]:
    place = Path(output)
    lock = place / LOCK if place.is_dir() else place.with_name(f".{place.name[:200]}.lock")
    if os.path.exists(place) and not place.is_dir() and not place.is_file():
        yield  # a device or a pipe
        return
    with suppress(FileNotFoundError):
        lock.lstat()  # what can't be there is told before a folder is made for it
    lock.parent.mkdir(parents=True, exist_ok=True)
    file = None
    try:
        while file is None or not _is_at(file, lock):  # a run that has just ended may have taken it away
            if file is not None:
                file.close()
            file = _opened(lock, "a+b")
            if not _grab(file):
                file.seek(0)
                holder = file.read(200).decode("utf-8", "replace").strip() or "another process"
                raise UsageError(
                    f"{output}: another run is writing there ({holder}); wait until it ends, "
                    "or name another output"
                )
        file.truncate(0)
        file.write(_who().encode())
        file.flush()
        yield
    finally:
        if file is not None:
            file.close()
        discard(lock)


def _who() -> str:
    import socket  # noqa: PLC0415  (standard output is not locked)

    return f"process {os.getpid()} on {socket.gethostname()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}"


def temporaries(path: Path, mark: str) -> Iterator[Path]:
    """Names for a temporary file beside a path: the first, and others if somebody is writing to it."""
    for number in range(1000):
        yield path.with_name(f".{mark}{f'.{number}' if number else ''}.tmp")


def take(temporary: Path) -> IO[bytes] | None:
    """A file of one's own, empty and open, that may be what a killed run left; None if it is another's.

    Raises OSError.
    """
    try:
        file = _opened(temporary, "ab")
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # a link or a pipe that somebody has laid there
            return None
        raise
    try:
        if _grab(file) and _is_at(file, temporary) and os.fstat(file.fileno()).st_nlink == 1:
            file.truncate(0)
            return file
    except BaseException:
        file.close()
        raise
    file.close()
    return None


def discard(path: Path) -> None:
    """Remove a lock or a temporary file, unless somebody holds it."""
    with suppress(OSError):
        if fcntl is None:
            path.unlink()
            return
        with _opened(path, "r+b") as file:
            if _grab(file) and _is_at(file, path):
                path.unlink()


def _opened(path: Path, mode: str) -> IO[bytes]:
    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666)

    return open(path, mode, opener=opener)


def _grab(file: IO[bytes]) -> bool:
    """Lock a file, unless somebody else has."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN  # else this disk knows no locks
    return True


def _is_at(file: IO[bytes], path: Path) -> bool:
    """Whether an open file still has its name."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.lstat())
    except FileNotFoundError:
        return False
