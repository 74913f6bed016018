"""One page from the web: a real server, and all it may do."""

from __future__ import annotations

import base64
import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from batch_cases import BODY

from cleaner.batch import Failure, Item, Job, Result, clean_paths
from cleaner.batch.fetch import fetch
from cleaner.errors import DocumentError
from cleaner.pipeline import Cleaner

PARAGRAPHS = "".join(f"<p>{text}</p>" for text in [*BODY.split("\n\n"), "Größe"])
PAGE = f"<html><body><article>{PARAGRAPHS}</article></body>"


class Server(BaseHTTPRequestHandler):
    """Answers as the path says."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        what = path.strip("/").split("/")
        if what[0] == "redirect":
            left = int(what[1])
            return self.answer(302, b"", Location=f"/redirect/{left - 1}" if left else "/page")
        if what[0] == "to":
            return self.answer(301, b"", Location=query)
        if what[0] == "latin":
            return self.answer(200, PAGE.encode("latin-1"), Content_Type="text/html; charset=iso-8859-1")
        if what[0] == "gzip":
            return self.answer(200, gzip.compress(PAGE.encode()), Content_Encoding="gzip")
        if what[0] == "bomb":
            return self.answer(200, gzip.compress(b" " * 5_000_000), Content_Encoding="gzip")
        if what[0] == "slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b" ")
                time.sleep(0.05)
            return None
        if what[0] == "page":
            return self.answer(200, PAGE.encode(), Content_Type="text/html; charset=utf-8")
        return self.answer(404, b"")

    def answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["page", "redirect/4", "gzip"])
def test_a_page(site: str, path: str) -> None:
    got = fetch(f"{site}/{path}", private=True)
    assert got.content.decode() == PAGE
    assert got.url == f"{site}/{'page' if 'redirect' in path else path}"


REFUSED = {
    "redirect/5": "redirects more than 5 times",
    "nothing": "can't be fetched: the server answered 404 Not Found",
    "to?file:///etc/passwd": "redirects to file:///etc/passwd, which is not a web address",
    "to?ftp://a.example/": "redirects to ftp://a.example/, which is not a web address",
    "slow": "can't be fetched: it takes too long",
}


@pytest.mark.parametrize(("path", "reason"), REFUSED.items())
def test_refused(site: str, path: str, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        fetch(f"{site}/{path}", private=True, seconds=1.0)
    assert caught.value.message == reason


def test_a_page_that_grows_too_large(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.batch.fetch.LARGEST", 1 << 20)
    with pytest.raises(DocumentError, match="is larger than 1 MB"):
        fetch(f"{site}/bomb", private=True)


def test_private_addresses(site: str) -> None:
    port = site.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "2130706433"):
        with pytest.raises(DocumentError, match="is a private address; use --allow-private to read it"):
            fetch(f"http://{host}:{port}/page")


def test_nobody_there() -> None:
    with pytest.raises(DocumentError, match="can't be fetched: "):
        fetch("http://127.0.0.1:9/", private=True)
    with pytest.raises(DocumentError, match="can't be fetched: "):
        fetch("http://nobody.invalid/")


def test_a_page_is_cleaned_where_it_was_found(site: str, cleaner: Cleaner, tmp_path: Path) -> None:
    seen: list[Result | Failure] = []

    def watch(_: Item | Failure, result: Result | Failure) -> None:
        seen.append(result)

    job = Job((f"{site}/latin",), output=str(tmp_path / "a.txt"))
    assert clean_paths(cleaner, job, watch).failed == 1
    assert "--allow-private" in str(seen[0])
    assert clean_paths(cleaner, job._replace(private=True), watch).cleaned == 1
    text = (tmp_path / "a.txt").read_text()
    assert text.startswith(BODY.strip().split("\n")[0])
    assert "Größe" in text


# --- proxies -----------------------------------------------------------------------------------------------


class Proxy(BaseHTTPRequestHandler):
    """A proxy that notes what it is asked for, and gives a page for all of it."""

    asked: ClassVar[list[tuple[str, str]]] = []  # method and address; and who asks

    def do_GET(self) -> None:
        self.asked.append((f"GET {self.path}", self.headers.get("Proxy-Authorization", "")))
        if "redirect" in self.path:
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/inside")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(PAGE.encode())))
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def do_CONNECT(self) -> None:
        self.asked.append((f"CONNECT {self.path}", self.headers.get("Proxy-Authorization", "")))
        self.send_error(403)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Proxy.asked.clear()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_through_a_proxy(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://me:s%40cret@{proxy}")
    assert fetch("http://nobody.invalid/story").content.decode() == PAGE
    (told,) = Proxy.asked
    assert told[0] == "GET http://nobody.invalid/story"
    assert base64.b64decode(told[1].removeprefix("Basic ")) == b"me:s@cret"


def test_an_encrypted_page_through_a_proxy(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(DocumentError, match=r"can't be fetched: .*403"):
        fetch("https://nobody.invalid/story")
    assert [what for what, _ in Proxy.asked] == ["CONNECT nobody.invalid:443"]


def test_no_proxy(site: str, proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{proxy}")
    monkeypatch.setenv("no_proxy", "a.example,127.0.0.1")
    assert fetch(f"{site}/page", private=True).content.decode() == PAGE
    assert not Proxy.asked


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.1/x", "http://[::1]/x", "http://10.1.2.3/", "http://localhost/"]
)
def test_a_proxy_is_not_asked_for_what_is_private(
    inside: str, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://{proxy}")
    with pytest.raises(DocumentError, match="is a private address"):
        fetch(inside)
    assert not Proxy.asked
    assert fetch(inside, private=True).content.decode() == PAGE


def test_a_redirect_inside_through_a_proxy(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{proxy}")
    with pytest.raises(DocumentError, match=r"10\.0\.0\.1 is a private address"):
        fetch("http://nobody.invalid/redirect")
    assert len(Proxy.asked) == 1


def test_a_proxy_of_another_kind(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", f"socks5://me:secret@{proxy}")
    with pytest.raises(DocumentError, match="is neither http:// nor https://") as caught:
        fetch("http://nobody.invalid/")
    assert "secret" not in caught.value.message
