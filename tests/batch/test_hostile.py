"""What strangers put into inputs: addresses, archives, names, texts and files that mean harm."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import pty
import re
import resource
import socket
import struct
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_cases import BODY, DIRTY, RULES

from cleaner import Cleaner, Memory, load_rules
from cleaner.batch import Failure, Job, clean_paths
from cleaner.batch import memory as memories
from cleaner.batch.fetch import _check_address, fetch
from cleaner.decision import Page
from cleaner.errors import DocumentError, UsageError
from cleaner.report import printable


@pytest.fixture(scope="module")
def zapper(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    file = tmp_path_factory.mktemp("rules") / "zap.toml"
    file.write_text(RULES)
    return Cleaner(load_rules([file], packaged=False))


def command(
    *arguments: str | Path, cwd: Path, stdin: bytes = b"", timeout: float = 60, megabytes: int = 0
) -> subprocess.CompletedProcess[bytes]:
    def limit() -> None:
        if megabytes:
            resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *map(str, arguments)],
        cwd=cwd, input=stdin, capture_output=True, timeout=timeout, check=False, preexec_fn=limit,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert b"defect" not in done.stderr, done.stderr.decode()
    return done


# --- addresses ---------------------------------------------------------------------------------------------

ADDRESSES = (
    "file://{}", "FILE://{}", "local://{}", "simplecache::file://{}", "filecache::file://{}",
    "blockcache::file://{}", "dir://x::file://{}", "zip://a.txt::file://{}", "tar://a.txt::file://{}",
    "reference://::file://{}", "generic://{}", "data://x", "simplecache::http://127.0.0.1:9{}",
    "ftp://127.0.0.1{}", "sftp://127.0.0.1{}", "ssh://127.0.0.1{}", "smb://127.0.0.1{}", "hdfs://127.0.0.1{}",
    "webhdfs://127.0.0.1{}", "github://a:b@{}", "git://{}", "jupyter://127.0.0.1{}", "root://127.0.0.1{}",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("option", ["path", "output", "memory", "log", "suspicious"])
def test_addresses_that_may_lead_here_are_refused(
    zapper: Cleaner, tmp_path: Path, address: str, option: str
) -> None:
    (tmp_path / "a.txt").write_text("secret")
    where = address.format(tmp_path / "a.txt")
    base = Job((str(tmp_path / "a.txt"),), output=str(tmp_path / "out/"))
    job = base._replace(paths=(where,)) if option == "path" else base._replace(**{option: where})
    with pytest.raises(UsageError, match="--allow-private"):
        clean_paths(zapper, job)
    assert (tmp_path / "a.txt").read_text() == "secret"


def test_they_are_read_where_that_is_wanted(zapper: Cleaner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    for address in (f"file://{tmp_path}/a.txt", f"simplecache::file://{tmp_path}/a.txt"):
        job = Job((address,), output=str(tmp_path / "b.txt"), private=True, overwrite=True)
        assert clean_paths(zapper, job).cleaned == 1
        assert (tmp_path / "b.txt").read_text() == BODY


PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::10.0.0.1", "::a9fe:a9fe", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::1",
    "2001:0:7f00:1::", "2001:db8::1",
)  # fmt: skip
PUBLIC = (
    "8.8.8.8",
    "93.184.216.34",
    "2606:2800:220:1::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_in_every_spelling(address: str) -> None:
    with pytest.raises(Exception, match="is a private address"):
        _check_address(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    _check_address(address)


def test_nobody_learns_which_ports_are_open() -> None:
    """A private address is refused before any connection is made."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        listening.settimeout(0.2)
        closed = socket.create_server(("127.0.0.1", 0))
        shut = closed.getsockname()[1]
        closed.close()
        said = []
        for host, number in (("127.0.0.1", port), ("127.0.0.1", shut), ("localhost", port)):
            with pytest.raises(DocumentError) as caught:
                fetch(f"http://{host}:{number}/", seconds=5)
            said.append(caught.value.message)
        assert said[0] == said[1]
        assert "is a private address" in said[2]
        with pytest.raises(TimeoutError):
            listening.accept()


# --- servers -----------------------------------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SLOW = {
    # what is sent at once, and what a byte at a time
    "nothing": (b"", b""),
    "a status line": (b"", HEAD),
    "a header": (HEAD, b"X: " + b"y" * 1000),
    "a body of known length": (HEAD + b"Content-Length: 10000\r\n\r\n", b"z" * 10_000),
    "a body in chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nz\r\n" * 1000),
    "a body to the end": (HEAD + b"Connection: close\r\n\r\n", b"z" * 10_000),
    "a compressed body": (
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: 10000\r\n\r\n", gzip.compress(os.urandom(9000)),
    ),
    "redirects": (b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /", b"a" * 1000),
}  # fmt: skip


@contextlib.contextmanager
def slow_server(at_once: bytes, slowly: bytes) -> Iterator[str]:
    stop = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.recv(10_000)
            connection.sendall(at_once)
            for byte in slowly:
                if stop.wait(0.1):
                    return
                connection.sendall(bytes([byte]))
            stop.wait(20)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=accept, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            stop.set()
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(("at_once", "slowly"), SLOW.values(), ids=SLOW)
def test_a_byte_now_and_then_keeps_nobody_waiting(at_once: bytes, slowly: bytes) -> None:
    with slow_server(at_once, slowly) as url:
        before = threading.active_count()
        started = time.monotonic()
        with pytest.raises(DocumentError, match="it takes too long"):
            fetch(url, private=True, seconds=1.0)
        assert time.monotonic() - started < 2.0
        time.sleep(0.5)
        assert threading.active_count() <= before + 1  # the server's; the one that asked has ended


# --- control signs -----------------------------------------------------------------------------------------

ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\x08\r\x00"


def test_printable() -> None:
    assert printable("a\tb\nc\r\nü漢\u200f") == "a\tb\nc\r\nü漢\u200f"
    assert printable("\x1b[31m\x7f\x9b\rx") == r"\x1b[31m\x7f\x9b\x0dx"
    assert printable("a\nb\tc", one_line=True) == r"a\nb\tc"


OWN_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("colour", ["never", "always"])
@pytest.mark.parametrize("options", [["--explain"], ["--explain-kept"], ["--diff"], []])
def test_texts_and_names_don_t_reach_a_terminal_raw(options: list[str], colour: str, tmp_path: Path) -> None:
    (tmp_path / "zap.toml").write_text(RULES)
    name = "a\x1b[31m\nerror: all is lost.txt"
    (tmp_path / name).write_text(DIRTY.replace("Zap this line", "Zap this line\n\n" + ESCAPES[:-1] + "Zap"))
    (tmp_path / ("binary" + name)).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    shown = b""
    parent, child = pty.openpty()
    rules = ["--rules", "zap.toml", "--select", "zap"]
    with subprocess.Popen(
        [sys.executable, "-m", "cleaner", name, "binary" + name, *rules, *options, "--color", colour],
        cwd=tmp_path, stdout=child, stderr=child, stdin=subprocess.DEVNULL,
    ):  # fmt: skip
        os.close(child)
        with contextlib.suppress(OSError):
            while piece := os.read(parent, 4096):
                shown += piece
    os.close(parent)
    text = shown.decode()
    if colour == "always":
        text = OWN_COLOURS.sub("", text)
    assert "council" in text
    assert "\\x1b" in text
    assert not [sign for sign in text if ord(sign) < 32 and sign not in "\r\n\t"]
    assert not [line for line in text.splitlines() if line.startswith("error: all is lost")]


def test_a_pipe_gets_the_bytes_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The council met.\n\n\x1b[31mIt agreed on the budget.\n")
    assert command("a.txt", cwd=tmp_path).stdout == (tmp_path / "a.txt").read_bytes()


def test_a_servers_reason_is_written_out(tmp_path: Path) -> None:
    with slow_server(b"HTTP/1.1 404 \x1b[2Jgone\r\nContent-Length: 0\r\n\r\n", b"") as url:
        done = command(url, "--allow-private", cwd=tmp_path)
    assert done.returncode == 3
    assert b"the server answered 404 \\x1b[2Jgone" in done.stderr


# --- the file of a memory ----------------------------------------------------------------------------------

MAGIC = b"article-cleaner memory 1\n"


def sealed(content: bytes) -> bytes:
    """A file with the right checksum: anybody can make one."""
    return MAGIC + blake2b(content, digest_size=8).digest() + content


def site(
    name: bytes, *pages: tuple[int, bytes], count: int | None = None, length: int | None = None
) -> bytes:
    head = struct.pack("<II", len(name) if length is None else length, len(pages) if count is None else count)
    return head + name + b"".join(struct.pack("<QI", id, len(prints)) + prints for id, prints in pages)


PRINTS = bytes(range(8)) * 4
TAMPERED = {
    "no checksum": MAGIC,
    "another checksum": MAGIC + bytes(8) + site(b"a", (1, PRINTS)),
    "a head cut off": sealed(b"\x01\x00"),
    "a name too long": sealed(site(b"a", (1, PRINTS), length=1 << 31)),
    "a name that is longer than the file": sealed(site(b"a", (1, PRINTS), length=4000)),
    "pages that aren't there": sealed(site(b"a", (1, PRINTS), count=7)),
    "too many pages": sealed(site(b"a", (1, PRINTS), count=1 << 31)),
    "no page": sealed(site(b"a")),
    "half a fingerprint": sealed(site(b"a", (1, PRINTS[:-3]))),
    "a page of 160 MB": sealed(site(b"a", (1, bytes(160 << 20)))),
    "a page twice": sealed(site(b"a", (1, PRINTS), (1, PRINTS))),
    "a site twice": sealed(site(b"a", (1, PRINTS)) + site(b"a", (2, PRINTS))),
    "sites out of order": sealed(site(b"b", (1, PRINTS)) + site(b"a", (2, PRINTS))),
    "a name that is no text": sealed(site(b"\xff\xff", (1, PRINTS))),
    "zeros": sealed(bytes(1 << 20)),
    "more after the end": sealed(site(b"a", (1, PRINTS))) + b"x",
}


@pytest.mark.parametrize("content", TAMPERED.values(), ids=TAMPERED)
def test_a_memory_that_was_tampered_with_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "sites").write_bytes(content)
    done = command("a.txt", "--memory", "sites", "--site", "a", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"cleaner: sites: is damaged\n"
    assert (tmp_path / "sites").read_bytes() == content


def test_a_memory_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    with gzip.open(tmp_path / "sites.gz", "wb", 1) as file:
        file.write(MAGIC + bytes(8))
        for _ in range(1000):
            file.write(bytes(1 << 20))
    done = command("a.txt", "--memory", "sites.gz", "--site", "a", cwd=tmp_path, timeout=30, megabytes=1000)
    assert done.returncode == 2
    assert done.stderr == b"cleaner: sites.gz: is damaged\n"


def test_a_memory_comes_back_from_its_file() -> None:
    memory = Memory()
    for number in range(300):
        memory.add(f"{number % 7}.example", Page(number * 7919, PRINTS * (number % 5)))
    assert Memory.from_bytes(memory.to_bytes()).sites == memory.sites
    assert Memory.from_bytes(Memory().to_bytes()).sites == {}


def test_two_runs_add_to_one_memory(tmp_path: Path) -> None:
    """Whichever is saved last has the pages of both."""
    first, second = Memory(), Memory()
    first.add("a.example", Page(1, PRINTS))
    second.add("b.example", Page(2, PRINTS))
    for memory in (first, second):
        memories.save(str(tmp_path / "sites"), memory)
    assert set(memories.load(str(tmp_path / "sites")).sites) == {"a.example", "b.example"}
    assert os.listdir(tmp_path) == ["sites"]


# --- rules and configuration -------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("whose", ["cleaner.toml", "."])
def test_a_configuration_of_somebody_elses_is_announced(whose: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "cleaner.toml").write_text('keep = ["caption"]\n')
    assert command("a.txt", cwd=tmp_path).stderr == b""
    os.chown(tmp_path / whose, 12345, -1)
    note = (
        f"note: {tmp_path}/cleaner.toml belongs to user 12345 and is in force; --isolated does without it\n"
    )
    assert command("a.txt", cwd=tmp_path).stderr.decode() == note
    assert command("a.txt", "--isolated", cwd=tmp_path).stderr == b""


@pytest.mark.parametrize("rules", ["/dev/zero", "pipe.toml"])
@pytest.mark.parametrize("how", ["option", "configuration"])
def test_rules_that_never_end_are_refused(rules: str, how: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    os.mkfifo(tmp_path / "pipe.toml")
    if how == "configuration":
        (tmp_path / "cleaner.toml").write_text(f'rules = ["{rules}"]\n')
    done = command("a.txt", *(["--rules", rules] if how == "option" else []), cwd=tmp_path, timeout=20)
    assert done.returncode == 2
    assert f"{rules}: is neither a file nor a folder" in done.stderr.decode()


# --- outputs -----------------------------------------------------------------------------------------------


def test_a_link_in_the_output_leads_nowhere(zapper: Cleaner, tmp_path: Path) -> None:
    for name in ("in/sub/deep", "elsewhere", "real"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("a.txt", "sub/b.txt", "sub/deep/c.txt"):
        (tmp_path / "in" / name).write_text(DIRTY)
    (tmp_path / "out").symlink_to("real")  # the output itself may be one: the user named it
    (tmp_path / "real" / "sub").symlink_to(tmp_path / "elsewhere")
    failures: list[Failure] = []
    outcome = clean_paths(
        zapper,
        Job((str(tmp_path / "in"),), output=str(tmp_path / "out"), overwrite=True),
        lambda _, result: failures.append(result) if isinstance(result, Failure) else None,
    )
    assert (outcome.cleaned, outcome.failed) == (1, 2)
    assert {failure.reason for failure in failures} == {
        f"{tmp_path}/out/sub is a link, and nothing is written through links"
    }
    assert not list((tmp_path / "elsewhere").iterdir())
    assert (tmp_path / "real" / "a.txt").read_text() == BODY


# --- what is large only when it is read --------------------------------------------------------------------

ROOM = 900  # megabytes of address space for the parent, libraries included


def tar_with_a_long_name(path: Path, kind: bytes) -> None:
    """A header that says that a name of 4 GB follows, and as much of it as 8 MB hold."""
    info = tarfile.TarInfo("long")
    info.type, info.size = kind, 4 << 30
    good = tarfile.TarInfo("a.txt")
    good.size = len(BODY)
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        archive.addfile(good, io.BytesIO(BODY.encode()))
        archive.fileobj.write(info.tobuf(tarfile.GNU_FORMAT))  # type: ignore[union-attr]
        for _ in range(2000):
            archive.fileobj.write(bytes(1 << 20))  # type: ignore[union-attr]


@pytest.mark.slow
@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_name_of_gigabytes_in_an_archive(kind: bytes, tmp_path: Path) -> None:
    tar_with_a_long_name(tmp_path / "a.tar.gz", kind)
    done = command("a.tar.gz", "-o", "out/", cwd=tmp_path, megabytes=ROOM)
    assert done.returncode == 3
    assert b"the name of a member is larger than 1 MB" in done.stderr
    assert (tmp_path / "out" / "a.tar.gz" / "a.txt").read_text() == BODY


def test_a_damaged_header_is_not_the_end_of_an_archive(zapper: Cleaner, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for number in range(5):
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = len(DIRTY)
            archive.addfile(info, io.BytesIO(DIRTY.encode()))
    data = bytearray(packed.getvalue())
    data[1024 * 2 + 5] ^= 0xFF
    (tmp_path / "a.tar").write_bytes(data)
    outcome = clean_paths(zapper, Job((str(tmp_path / "a.tar"),), output=str(tmp_path / "out/")))
    assert outcome.cleaned == 2
    assert [reason for reason in outcome.reasons if "a header is damaged" in reason]


def wide_csv(path: Path) -> None:
    wide = "x" * (2 << 20)
    with gzip.open(path, "wt", compresslevel=1) as file:
        file.write("id,text,wide\n" + "".join(f"{n},The council met.,{wide}\n" for n in range(400)))


def repeating(text: str) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array([0] * 400, pa.int32()), [text])


def dictionary(path: Path) -> None:
    table = pa.table({"id": range(400), "text": repeating("The council met. " * 120_000)})
    pq.write_table(table, path, store_schema=False)


def side_dictionary(path: Path) -> None:
    table = pa.table({"text": ["The council met."] * 400, "side": repeating("x" * (2 << 20))})
    pq.write_table(table, path, store_schema=False)


LARGE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a wide column beside the text": ("a.csv.gz", wide_csv),
    "a text that a dictionary repeats": ("a.parquet", dictionary),
    "a side column that a dictionary repeats": ("a.parquet", side_dictionary),
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "write"), LARGE.values(), ids=LARGE)
def test_rows_that_are_large_only_when_they_are_read(
    name: str, write: Callable[[Path], None], tmp_path: Path
) -> None:
    """The parent's own memory, by what the kernel says of it: 800 MB of rows from a small file."""
    write(tmp_path / name)
    program = (
        "import re, sys; from cleaner.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: code = end.code\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1], file=sys.stderr)\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, name, "-o", "out.jsonl", "-j", "1"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "400 cleaned" in done.stderr
    print(done.stderr)
    assert int(done.stderr.split()[-1]) < 700_000  # kB
