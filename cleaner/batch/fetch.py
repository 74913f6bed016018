"""One page from the web, with limits to its size, its time, its redirects, and to where it may come from."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from socket import SHUT_RDWR, SOCK_STREAM, getaddrinfo
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urljoin

from cleaner.batch.streams import LARGEST, is_page
from cleaner.errors import DocumentError, InstallationError

if TYPE_CHECKING:
    import socket

_REDIRECTS = 5
_SECONDS = 30.0  # for all of it
_PIECE = 1 << 16
_TOO_LONG = "it takes too long"
_AGENT = "article-cleaner (+https://pypi.org/project/article-cleaner/)"


class Fetched(NamedTuple):
    """A page, and where it was in the end."""

    content: bytes
    url: str
    charset: str  # the Content-Type it was sent with


def fetch(url: str, *, private: bool = False, seconds: float = _SECONDS) -> Fetched:
    """Get a page. Raises DocumentError if that can't be done within the limits.

    Addresses of this machine and of private networks are refused unless `private`: for each redirect anew,
    and by the address the connection was in fact made to, before anything is sent there.

    The time is that of the whole exchange, by the clock: a server that sends a byte now and then keeps within
    any limit for a single read, and looking up a name has none. Hence a thread, which is left to itself when
    the time is over.
    """
    pools, done = _Pools(private=private), list[Fetched | BaseException]()

    def exchange() -> None:
        try:
            done.append(_fetch(url, pools, time.monotonic() + seconds))
        except BaseException as error:
            done.append(error)

    thread = threading.Thread(target=exchange, daemon=True)
    thread.start()
    thread.join(seconds)
    late = thread.is_alive()
    pools.end()
    if late:
        raise DocumentError(url, f"can't be fetched: {_TOO_LONG}")
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


def _fetch(url: str, pools: _Pools, until: float) -> Fetched:
    asked = url
    try:
        for _ in range(_REDIRECTS + 1):
            if not is_page(asked):
                raise DocumentError(url, f"redirects to {asked}, which is not a web address")
            response = _request(pools.for_address(asked), asked, until)
            where = response.headers.get("Location")
            if response.status not in (301, 302, 303, 307, 308) or not where:
                return _answer(response, url, asked, until)
            response.close()
            asked = urljoin(asked, where)
    except _problems() as error:
        raise DocumentError(url, f"can't be fetched: {_words(error)}") from error
    raise DocumentError(url, f"redirects more than {_REDIRECTS} times")


def _request(manager: Any, url: str, until: float) -> Any:
    from urllib3 import Timeout  # noqa: PLC0415

    left = max(until - time.monotonic(), 0.001)
    headers = {"User-Agent": _AGENT, "Accept": "text/html, text/plain, */*;q=0.5", "Accept-Encoding": "gzip"}
    return manager.request(
        "GET", url, headers=headers, timeout=Timeout(total=left), redirect=False, retries=False,
        preload_content=False,
    )  # fmt: skip


def _answer(response: Any, asked: str, url: str, until: float) -> Fetched:
    if response.status != 200:
        answer = f"{response.status} {response.reason or ''}".rstrip()
        raise DocumentError(asked, f"can't be fetched: the server answered {answer}")
    pieces, size = [], 0
    for piece in response.stream(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise DocumentError(asked, f"is larger than {LARGEST >> 20} MB")
        if time.monotonic() > until:
            raise DocumentError(asked, f"can't be fetched: {_TOO_LONG}")
    return Fetched(b"".join(pieces), url, response.headers.get("Content-Type") or "")


# --- where connections may go ------------------------------------------------------------------------------


class _PrivateAddressError(Exception):
    """A connection to where none may go."""


class _Pools:
    """urllib3's pools, direct or through a proxy, and the connections they have made."""

    def __init__(self, *, private: bool) -> None:
        try:
            import urllib3  # noqa: PLC0415  (most inputs are files)
        except ImportError as error:
            raise InstallationError(f"this installation is broken: {error}") from error
        self._private = private
        self._direct = urllib3.PoolManager(num_pools=_REDIRECTS + 1)
        self._through: dict[str, Any] = {}  # managers by the address of their proxy
        self.sockets: list[socket.socket] = []
        self._keep(self._direct, check=not private)

    def for_address(self, url: str) -> Any:
        """The manager for a page. Raises ValueError for a proxy that can't be used."""
        from urllib3 import ProxyManager, make_headers  # noqa: PLC0415
        from urllib3.util import parse_url  # noqa: PLC0415

        page = parse_url(url)
        proxy = _proxy_of(page.scheme or "", page.host or "", page.port)
        if not proxy:
            return self._direct
        if not self._private:
            _check_host(page.host or "", page.port or 0)
        if proxy not in self._through:
            auth = parse_url(proxy).auth
            headers = make_headers(proxy_basic_auth=unquote(auth)) if auth else None
            manager = ProxyManager(proxy, proxy_headers=headers, num_pools=_REDIRECTS + 1)
            self._keep(manager, check=False)
            self._through[proxy] = manager
        return self._through[proxy]

    def end(self) -> None:
        """End all connections, whatever they are waiting for."""
        for connection in self.sockets:
            with suppress(OSError):  # it has ended by itself
                connection.shutdown(SHUT_RDWR)
        for manager in (self._direct, *self._through.values()):
            manager.clear()

    def _keep(self, manager: Any, *, check: bool) -> None:
        """Let a manager's connections be kept here and, with `check`, refuse those that lead inside."""
        import urllib3  # noqa: PLC0415
        from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: PLC0415

        def connect(connection: HTTPConnection, made: Callable[[], socket.socket]) -> socket.socket:
            if check:  # before it is made: whether it can be says which ports are open
                _check_host(connection.host, connection.port)
            found = made()
            self.sockets.append(found)
            return _public(found) if check else found

        class OwnHTTP(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return connect(self, super()._new_conn)

        class OwnHTTPS(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return connect(self, super()._new_conn)

        class HTTPPool(urllib3.HTTPConnectionPool):
            ConnectionCls = OwnHTTP

        class HTTPSPool(urllib3.HTTPSConnectionPool):
            ConnectionCls = OwnHTTPS

        manager.pool_classes_by_scheme = {"http": HTTPPool, "https": HTTPSPool}


def _proxy_of(scheme: str, host: str, port: int | None) -> str:
    """The proxy that the environment names for an address, or nothing. Raises ValueError for one of SOCKS."""
    from urllib.request import (  # type: ignore[attr-defined]  # noqa: PLC0415
        getproxies_environment,
        proxy_bypass_environment,
    )

    proxies = getproxies_environment()
    proxy = proxies.get(scheme) or proxies.get("all") or ""
    if not proxy or proxy_bypass_environment(f"{host}:{port}" if port else host):
        return ""
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    if not is_page(proxy):
        raise ValueError(f"the proxy {proxy.rpartition('@')[2]} is neither http:// nor https://")
    return proxy


def _check_host(host: str, port: int) -> None:
    """Refuse a name that leads to where no connection may go. What can't be looked up fails later."""
    with suppress(OSError, UnicodeError):
        for *_, address in getaddrinfo(host.strip("[]"), port, type=SOCK_STREAM):
            _check_address(str(address[0]))


def _public(connection: socket.socket) -> socket.socket:
    """A connection that was made, if it leads into the open net."""
    try:
        _check_address(connection.getpeername()[0])
    except _PrivateAddressError:
        connection.close()
        raise
    return connection


def _check_address(written: str) -> None:
    address = ip_address(written.partition("%")[0])
    for reached in _reached(address):
        if not is_public(reached):
            raise _PrivateAddressError(f"{reached} is a private address; use --allow-private to read it")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the open net."""
    site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or site_local)


_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052
_COMPATIBLE = ip_network("::/96")  # RFC 4291, 2.5.5.1


def _reached(address: IPv4Address | IPv6Address) -> Sequence[IPv4Address | IPv6Address]:
    """The addresses that a packet to this one ends up at: those that others are written within."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address.sixtofour,)
    if address.teredo:
        return address.teredo
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return (address,)


def _problems() -> tuple[type[Exception], ...]:
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    return (HTTPError, _PrivateAddressError, OSError, ValueError)


def _words(error: BaseException) -> str:
    """The innermost reason; what urllib3 and Python wrap around it is for programmers."""
    while isinstance(inner := _inner(error), BaseException):
        error = inner
    if said := getattr(error, "verify_message", ""):
        return f"its certificate can't be trusted ({said})"
    text = str(getattr(error, "strerror", None) or error) or type(error).__name__
    text = re.sub(
        r"^\[SSL[^\]]*\]|\s*\(_ssl\.c:\d+\)$", lambda m: "" if m.start() else "no secure connection:", text
    )
    return _TOO_LONG if "timed out" in text.lower() else text[:1].lower() + text[1:].removesuffix(".")


def _inner(error: BaseException) -> object:
    """The error that another was made of."""
    given = next((arg for arg in error.args if isinstance(arg, BaseException)), None)
    reason = getattr(error, "reason", None)
    return reason if isinstance(reason, BaseException) else given or error.__cause__
