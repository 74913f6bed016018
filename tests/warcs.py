"""A crawl of our own making, record by record."""

from __future__ import annotations

import gzip
import uuid

from batch_cases import DIRTY

PAGE = (
    f"<html><body><article>{''.join(f'<p>{p}</p>' for p in DIRTY.split(chr(10) * 2))}</article></body></html>"
)


def warc_record(kind: str, url: str, content: bytes, **headers: str) -> bytes:
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url + kind)}>",
        "WARC-Date": "2026-01-02T03:04:05Z",
        "WARC-Target-URI": url,
        **{name.replace("_", "-"): value for name, value in headers.items()},
        "Content-Length": str(len(content)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + content + b"\r\n\r\n"


def response(
    url: str, content: bytes, *, status: str = "200 OK", type: str = "text/html", more: str = ""
) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {len(content)}\r\n{more}\r\n"
    return warc_record(
        "response", url, head.encode() + content, Content_Type="application/http; msgtype=response"
    )


LATIN = PAGE.replace("long debate", "débat très long")
RECORDS = [
    warc_record("warcinfo", "", b"software: none\r\n", Content_Type="application/warc-fields"),
    warc_record("request", "https://a.example/1", b"GET /1 HTTP/1.1\r\n\r\n"),
    response("https://a.example/1", PAGE.encode()),
    response("https://a.example/2", LATIN.encode("latin-1"), type="text/html; charset=iso-8859-1"),
    response("https://a.example/3", b"not here", status="404 Not Found"),
    response("https://a.example/4", b"\x89PNG", type="image/png"),
    response("https://a.example/5", gzip.compress(PAGE.encode(), mtime=0), more="Content-Encoding: gzip\r\n"),
]  # fmt: skip
