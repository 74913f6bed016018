"""One page from the web, with limits to its size, its time, its redirects, and to where it may come from."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from cleaner.batch.streams import LARGEST
from cleaner.errors import DocumentError, InstallationError

if TYPE_CHECKING:
    import socket

_REDIRECTS = 5
_SECONDS = 30.0  # for all of it
_PIECE = 1 << 16
_AGENT = "article-cleaner (+https://pypi.org/project/article-cleaner/)"


class Fetched(NamedTuple):
    """A page, and where it was in the end."""

    content: bytes
    url: str
    charset: str  # the Content-Type it was sent with


def is_page(path: str) -> bool:
    """Whether a path is an address on the web."""
    return path.lower().startswith(("http://", "https://"))


def fetch(url: str, *, private: bool = False, seconds: float = _SECONDS) -> Fetched:
    """Get a page. Raises DocumentError if that can't be done within the limits.

    Addresses of this machine and of private networks are refused unless `private`: for each redirect anew,
    and by the address the connection was in fact made to, before anything is sent there.
    """
    until = time.monotonic() + seconds
    pool = _pools(private)
    asked = url
    try:
        for _ in range(_REDIRECTS + 1):
            if not is_page(asked):
                raise DocumentError(url, f"leads to {asked}, which is no address on the web")
            response = _request(pool, asked, until)
            where = response.headers.get("Location")
            if response.status not in (301, 302, 303, 307, 308) or not where:
                return _answer(response, url, asked, until)
            response.close()
            asked = urljoin(asked, where)
    except _problems() as error:
        raise DocumentError(url, f"can't be fetched: {_words(error)}") from error
    finally:
        pool.clear()
    raise DocumentError(url, f"is redirected more than {_REDIRECTS} times")


def _request(pool: Any, url: str, until: float) -> Any:
    from urllib3 import Timeout  # noqa: PLC0415

    left = max(until - time.monotonic(), 0.001)
    headers = {"User-Agent": _AGENT, "Accept": "text/html, text/plain, */*;q=0.5", "Accept-Encoding": "gzip"}
    return pool.request(
        "GET", url, headers=headers, timeout=Timeout(total=left), redirect=False, retries=False,
        preload_content=False,
    )  # fmt: skip


def _answer(response: Any, asked: str, url: str, until: float) -> Fetched:
    if response.status != 200:
        answer = f"{response.status} {response.reason or ''}".rstrip()
        raise DocumentError(asked, f"can't be fetched: the answer is {answer}")
    pieces, size = [], 0
    for piece in response.stream(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise DocumentError(asked, f"is larger than {LARGEST >> 20} MB")
        if time.monotonic() > until:
            raise DocumentError(asked, "can't be fetched: it takes too long")
    return Fetched(b"".join(pieces), url, response.headers.get("Content-Type") or "")


# --- where connections may go ------------------------------------------------------------------------------


class _PrivateAddressError(Exception):
    """A connection to where none may go."""


def _pools(private: bool) -> Any:
    """urllib3's pools, whose connections check where they lead."""
    try:
        import urllib3  # noqa: PLC0415  (most inputs are files)
        from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: PLC0415
    except ImportError as error:
        raise InstallationError(f"this installation is broken: {error}") from error
    manager = urllib3.PoolManager(num_pools=_REDIRECTS + 1)
    if private:
        return manager

    class PublicHTTP(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _public(super()._new_conn())

    class PublicHTTPS(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _public(super()._new_conn())

    class HTTPPool(urllib3.HTTPConnectionPool):
        ConnectionCls = PublicHTTP

    class HTTPSPool(urllib3.HTTPSConnectionPool):
        ConnectionCls = PublicHTTPS

    manager.pool_classes_by_scheme = {"http": HTTPPool, "https": HTTPSPool}
    return manager


def _public(connection: socket.socket) -> socket.socket:
    """A connection that was made, if it leads into the open net."""
    import ipaddress  # noqa: PLC0415  (most inputs are files)

    address = ipaddress.ip_address(connection.getpeername()[0].partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or address
    if not inner.is_global or inner.is_multicast:
        connection.close()
        raise _PrivateAddressError(f"{inner} is a private address; --allow-private lets it pass")
    return connection


def _problems() -> tuple[type[Exception], ...]:
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    return (HTTPError, _PrivateAddressError, OSError, ValueError)


def _words(error: BaseException) -> str:
    """The innermost reason; what urllib3 wraps around it is for programmers."""
    reason: Any = getattr(error, "reason", None) or error.__cause__ or error
    text = str(reason).rpartition(">: ")[2] or type(reason).__name__
    return "it takes too long" if "timed out" in text.lower() else text
