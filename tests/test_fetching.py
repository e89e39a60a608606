"""Fetching: a real server on this machine that does everything a bad one may do."""

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from pipeline import __version__
from pipeline.errors import SourceError
from pipeline.fetching import Fetched, fetch
from pipeline.fetching.addresses import kind
from pipeline.fetching.charsets import charset_named, self_telling
from pipeline.fetching.targets import target_of, without_secrets
from pipeline.fetching.wires import FetchError

PAGE = b"<!doctype html><title>T</title><p>Words, and more words.</p>"
BOMB = gzip.compress(bytes(50_000_000), 9)
HTML = {"Content-Type": "text/html; charset=UTF-8"}
Act = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Does what the path says."""

    protocol_version = "HTTP/1.1"
    asked: list[Any]

    def do_GET(self) -> None:
        type(self).asked.append((self.path, dict(self.headers)))
        name = self.path.strip("/").partition("?")[0].partition("/")[0]
        ACTS[name](self)

    def log_message(self, *_: Any) -> None:
        pass

    def give(self, data: bytes = PAGE, status: int = 200, **headers: str) -> None:
        told = {"Content-Length": str(len(data)), **HTML}
        told.update({name.replace("_", "-"): text for name, text in headers.items()})
        self.send_response(status)
        for name, text in told.items():
            if text:
                self.send_header(name, text)
        self.end_headers()
        self.wfile.write(data)


def redirect(to: str, status: int = 302) -> Act:
    return lambda handler: handler.give(b"", status, Location=to)


def typed(type_: str, data: bytes = PAGE, **headers: str) -> Act:
    return lambda handler: handler.give(data, 200, Content_Type=type_, **headers)


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def drip_headers(handler: Handler) -> None:
    for letter in "HTTP/1.1 200 OK and so on and so on and so on":
        handler.wfile.write(letter.encode())
        time.sleep(0.05)


def endless(start: bytes, piece: bytes) -> Act:
    def act(handler: Handler) -> None:
        handler.wfile.write(start)
        while True:
            handler.wfile.write(piece)

    return act


def raw(data: bytes) -> Act:
    def act(handler: Handler) -> None:
        handler.wfile.write(data)
        handler.close_connection = True

    return act


def status(handler: Handler) -> None:
    handler.give(status=int(handler.path.rpartition("/")[2]), Retry_After="120")


def chunked(handler: Handler) -> None:
    handler.give(b"", Content_Length="", Transfer_Encoding="chunked")
    for part in (PAGE[:20], PAGE[20:], b""):
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))


RAW_DEFLATE = zlib.compressobj(wbits=-15)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ACTS: dict[str, Act] = {
    "page": Handler.give,
    "file.md": typed("text/plain", b"# Words"),
    "plain": typed("text/plain; charset=iso-8859-1", b"Caf\xe9"),
    "odd-charset": typed("text/html; charset=nonsense"),
    "untold": typed(""),
    "bytes": typed("application/octet-stream", b"%PDF-1.7 ..."),
    "named": typed("application/octet-stream", b"# W", Content_Disposition='x; filename="a.MD"'),
    "liar": typed("text/html", b"%PDF-1.7 ..."),
    "epub": typed("application/zip", b"PK\x03\x04....mimetypeapplication/epub+zipPK"),
    "unknown": typed("application/octet-stream", b"\1\2\3"),
    "picture": typed("image/png"),
    "json": typed("application/json", b"{}"),
    "gzip": typed("text/html", gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]) + bytes(8),
                  Content_Encoding="gzip"),
    "deflate": typed("text/html", zlib.compress(PAGE), Content_Encoding="deflate"),
    "raw-deflate": typed("text/html", RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush(),
                         Content_Encoding="deflate"),
    "bomb": typed("text/html", BOMB, Content_Encoding="gzip"),
    "members": typed("text/html", gzip.compress(b"") * 2000, Content_Encoding="gzip"),
    "torn-gzip": typed("text/html", gzip.compress(PAGE)[:-12], Content_Encoding="gzip"),
    "no-gzip": typed("text/html", PAGE, Content_Encoding="gzip"),
    "brotli": typed("text/html", PAGE, Content_Encoding="br"),
    "chunked": chunked,
    "empty": typed("text/html", b""),
    "status": status,
    "moved": redirect("/page?a=b#part", 301),
    "umlaut": redirect("/page/gr\xc3\xbc\xc3\x9fe und"),
    "nowhere": redirect(""),
    "circle": redirect("/circle2"),
    "circle2": redirect("/circle"),
    "long": lambda handler: redirect("/long/" + "x" * len(handler.path))(handler),
    "to-file": redirect("file:///etc/passwd"),
    "to-private": redirect("http://10.1.2.3/secret"),
    "to-metadata": redirect("http://169.254.169.254/latest/meta-data/"),
    "to-user": redirect("http://me:secret@example.org/"),
    "to-lines": redirect("http://example.org/\tx"),
    "drip": drip,
    "drip-headers": drip_headers,
    "claims-more": typed("text/html", PAGE, Content_Length="500"),
    "claims-much": typed("text/html", PAGE, Content_Length="999999999"),
    "endless": endless(OK + b"\r\n", b"<p>more" * 5000),
    "endless-headers": endless(OK, b"X-More: " + b"x" * 5000 + b"\r\n"),
    "endless-continue": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "minus-chunk": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n", b"x" * 9000),
    "torn-chunk": raw(OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\nabc"),
    "not-http": raw(b"220 mail.example.org ESMTP\r\n"),
    "silent": lambda _: time.sleep(2),
}  # fmt: skip


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are what is tested here."""


class Server6(Server):
    address_family = socket.AF_INET6


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    Handler.asked = []
    with Server(("127.0.0.1", 0), Handler) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def get(server: Server) -> Callable[..., Fetched]:
    def get(path: str, **given: Any) -> Fetched:
        options = {"allow_private": True, "seconds": 5.0, **given}
        return fetch(f"http://127.0.0.1:{server.server_port}/{path}", **options)

    return get


def failure(get: Callable[..., Fetched], path: str, **given: Any) -> str:
    start = time.monotonic()
    with pytest.raises(SourceError) as raised:
        get(path, **given)
    assert time.monotonic() - start < 4
    said = str(raised.value)
    assert len(said.splitlines()) == 1
    assert said.startswith(("http://", "https://", "file:"))
    return said


# --- What goes right -------------------------------------------------------------------------


def test_a_page_with_all_that_was_told(get: Callable[..., Fetched], server: Server) -> None:
    found = get("page?x=1#part")
    assert found == Fetched(
        url=f"http://127.0.0.1:{server.server_port}/page?x=1",
        data=PAGE,
        content_type="text/html",
        charset="utf-8",
        suffix="html",
    )
    path, headers = Handler.asked[-1]
    assert path == "/page?x=1"
    assert headers["User-Agent"] == f"render-episode/{__version__}"
    assert headers["Host"] == f"127.0.0.1:{server.server_port}"
    assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


@pytest.mark.parametrize(
    ("path", "suffix"),
    [
        ("page/x.pdf", "html"),  # a viewer's page
        ("file.md", "md"),
        ("plain", "txt"),
        ("untold", "html"),
        ("bytes", "pdf"),
        ("named", "md"),
        ("liar", "pdf"),
        ("epub", "epub"),
        ("unknown/x.docx?y=z.md", "docx"),
    ],
)
def test_the_kind_of_file(get: Callable[..., Fetched], path: str, suffix: str) -> None:
    assert get(path).suffix == suffix


def test_charsets_that_there_are(get: Callable[..., Fetched]) -> None:
    assert get("plain").charset == "iso8859-1"
    assert get("odd-charset").charset == ""


@pytest.mark.parametrize(
    ("data", "charset", "suffix", "text"),
    [
        (b"caf\xe9 \x93quoted\x94", "iso8859-1", "html", "café “quoted”"),  # cp1252, as ever
        ("café".encode(), "iso8859-1", "html", "café"),  # a server's default, and wrong
        ("café".encode(), "", "md", "café"),
        ("本文".encode("shift_jis"), "shift_jis", "txt", "本文"),
        ("本文".encode("iso2022_jp"), "iso2022_jp", "html", "本文"),
        ("本文".encode("utf-16-be"), "utf-16-be", "html", "本文"),
        ("\ufeffx".encode(), "iso8859-1", "html", "x"),
    ],
)
def test_a_text_tells_its_charset_itself(data: bytes, charset: str, suffix: str, text: str) -> None:
    kept = self_telling(data, charset, suffix)
    assert kept.startswith(b"\xef\xbb\xbf")
    assert kept.decode("utf-8-sig") == text


def test_what_needs_no_telling_stays_as_it_is() -> None:
    assert self_telling(b"%PDF-\xe9", "iso8859-1", "pdf") == b"%PDF-\xe9"
    assert self_telling(b"caf\xe9", "", "html") == b"caf\xe9"
    assert self_telling(b"caf\xe9", "ascii", "html") == "\ufeffcafé".encode()
    assert self_telling(b"\x81\xff", "shift_jis", "html") == b"\x81\xff"
    assert [charset_named(name) for name in ("", "none", "hex", "UTF8")] == ["", "", "", "utf-8"]


@pytest.mark.parametrize("path", ["gzip", "deflate", "raw-deflate", "chunked"])
def test_bodies_are_unpacked(get: Callable[..., Fetched], path: str) -> None:
    assert get(path).data == PAGE


def test_redirects_lead_to_the_last_address(get: Callable[..., Fetched]) -> None:
    assert get("moved").url.endswith("/page?a=b")
    assert get("umlaut").url.endswith("/page/gr%C3%BC%C3%9Fe%20und")


def test_ipv6() -> None:
    try:
        made = Server6(("::1", 0), Handler)
    except OSError:
        pytest.skip("no IPv6 here")
    Handler.asked = []
    with made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        url = f"http://[::1]:{made.server_port}/page"
        assert fetch(url, allow_private=True).url == url
        assert Handler.asked[-1][1]["Host"] == f"[::1]:{made.server_port}"
        with pytest.raises(SourceError, match="loopback"):
            fetch(url)
        made.shutdown()


# --- What goes wrong -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("status/401", "name and a password (401)"),
        ("status/403", "wants a login (403)"),
        ("status/404", "no such page (404)"),
        ("status/410", "gone for good (410)"),
        ("status/418", "status 418"),
        ("status/429", "try again later, in 120 s"),
        ("status/451", "by law (451)"),
        ("status/503", "in trouble (503)"),
        ("status/204", "empty"),
        ("status/304", "status 304"),
        ("empty", "empty"),
        ("picture", "image/png"),
        ("json", "application/json"),
        ("unknown", "does not say what it is"),
        ("nowhere", "to nowhere"),
        ("circle", "in a circle"),
        ("long", "more than 5 times"),
        ("to-file", "only http and https"),
        ("to-metadata", "metadata address"),
        ("to-user", "a name or a password"),
        ("to-lines", "to what is no address"),
        ("torn-gzip", "cut off"),
        ("no-gzip", "can't be unpacked"),
        ("members", "too many pieces"),
        ("brotli", "“br”"),
        ("claims-more", "cut off"),
        ("claims-much", "larger than 20 MB"),
        ("torn-chunk", "no HTTP"),
        ("not-http", "no HTTP"),
    ],
)
def test_each_failure_has_its_own_line(get: Callable[..., Fetched], path: str, words: str) -> None:
    assert words in failure(get, path)


@pytest.mark.parametrize(
    "path", ["bomb", "endless", "endless-headers", "endless-continue", "minus-chunk"]
)
def test_nothing_is_taken_without_end(get: Callable[..., Fetched], path: str) -> None:
    said = failure(get, path, limit_bytes=1_000_000)
    assert "larger than 1 MB" in said or "sends more" in said


@pytest.mark.parametrize("path", ["drip", "drip-headers", "silent"])
def test_time_is_counted_as_a_whole(get: Callable[..., Fetched], path: str) -> None:
    start = time.monotonic()
    assert "longer than 0.5 s" in failure(get, path, seconds=0.5)
    assert time.monotonic() - start < 1.5


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(SourceError, match="refuses the connection"):
            fetch(f"http://127.0.0.1:{port}/", allow_private=True)


def test_a_name_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(SourceError, match=r"nobody\.example is not found \(Name or service"):
        fetch("https://nobody.example/talk")


def test_a_look_up_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3))
    with pytest.raises(SourceError, match=r"could not be looked up in 0\.2 s"):
        fetch("https://slow.example/talk", seconds=0.2)


def test_certificates_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with Server(("127.0.0.1", 0), Handler) as made:
        made.socket = _own_certificate(tmp_path).wrap_socket(made.socket, server_side=True)
        threading.Thread(target=made.serve_forever, daemon=True).start()
        with pytest.raises(SourceError, match="certificate can't be trusted"):
            fetch(f"https://127.0.0.1:{made.server_port}/page", allow_private=True)
        made.shutdown()


def test_https_where_there_is_none(server: Server) -> None:
    with pytest.raises(SourceError, match="connection failed"):
        fetch(f"https://127.0.0.1:{server.server_port}/page", allow_private=True)


# --- Where it must not go --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("93.184.216.34", ""),
        ("2606:2800:220:1:248:1893:25c8:1946", ""),
        ("64:ff9b::5db8:d822", ""),  # NAT64 of a public address
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("198.18.0.1", "private"),
        ("203.0.113.9", "private"),
        ("100.64.0.1", "provider-internal"),
        ("169.254.1.1", "link-local"),
        ("169.254.169.254", "cloud's metadata"),
        ("100.100.100.200", "cloud's metadata"),
        ("168.63.129.16", "cloud's metadata"),
        ("192.0.0.192", "cloud's metadata"),
        ("fd00:ec2::254", "cloud's metadata"),
        ("224.0.0.1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("192.88.99.1", "reserved"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("fe80::1", "link-local"),
        ("fec0::1", "private"),
        ("fc00::1", "private"),
        ("ff02::1", "multicast"),
        ("2001:db8::1", "private"),
        ("3fff::1", "reserved"),
        ("100::1", "reserved"),
        ("4000::1", "reserved"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:169.254.169.254", "cloud's metadata"),
        ("64:ff9b::7f00:1", "loopback"),
        ("2002:7f00:1::", "loopback"),
        ("2002:a00:1::1", "private"),
        ("2001:0:1::1", "private"),  # Teredo
    ],
)
def test_addresses_that_are_not_for_the_public(address: str, why: str) -> None:
    assert kind(ip_address(address)) == why


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0"),
        *("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "127.0.0.1.", "１２７.0.0.1"),
    ],
)
def test_all_ways_to_write_this_machine(host: str, server: Server) -> None:
    before = len(Handler.asked)
    with pytest.raises(SourceError, match=r"loopback|unspecified|not found"):
        fetch(f"http://{host}:{server.server_port}/page", seconds=5)
    assert len(Handler.asked) == before


def test_a_redirect_into_the_network_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first hop is public as far as can be seen; its page leads to a private address."""
    monkeypatch.setattr("pipeline.fetching.addresses._LOCAL", ("loopback",))
    url = f"http://127.0.0.1:{server.server_port}/to-private"
    with pytest.raises(SourceError, match=r"leads to .*10\.1\.2\.3/secret: .* a private address"):
        fetch(url, allow_private=True)


def test_metadata_is_refused_whatever_is_allowed() -> None:
    with pytest.raises(SourceError, match="metadata address"):
        fetch("http://169.254.169.254/latest/", allow_private=True)


def test_a_name_is_looked_up_once_and_that_address_is_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server of names that gives one address to the judge can't give another to the socket."""
    asked = []
    honest = socket.getaddrinfo

    def look_up(host: str, port: int, **given: Any) -> Any:
        asked.append(host)
        return honest("127.0.0.1", port, **given)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    url = f"http://rebinding.example:{server.server_port}/page"
    assert fetch(url, allow_private=True).url == url
    assert asked == ["rebinding.example"]
    assert Handler.asked[-1][1]["Host"] == f"rebinding.example:{server.server_port}"


def test_one_private_address_among_others_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, 80))
        for text in ("93.184.216.34", "192.168.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(SourceError, match=r"two\.example \(192\.168\.0\.1\) is a private"):
        fetch("http://two.example/")


# --- What is an address ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        *("", "talk.md", "//example.org/x", "ftp://example.org/", "file:///etc/passwd"),
        *(
            "gopher://example.org:70/",
            "javascript:alert(1)",
            "http://",
            "http:///x",
            "https://:80/",
        ),
        *("http://me@example.org/", "http://me:word@example.org/", "http://@example.org/"),
        *("http://example.org@127.0.0.1/", "http://127.0.0.1\\@example.org/"),
        *("http://example.org/a b", "http://exa\tmple.org/", "http://example.org/\r\nX: y"),
        *("http://example.org:99999/", "http://example.org:x/", "http://example.org:0/"),
        *("http://[::1/", "http://[fe80::1%25eth0]/", "http://exa%6dple.org/", "http://a,b/"),
        "http://" + "ü" * 80 + ".example/",
    ],
)
def test_what_is_no_address_to_fetch(url: str) -> None:
    with pytest.raises(FetchError):
        target_of(url)


def test_addresses_in_plain_ascii() -> None:
    assert target_of("HTTPS://Bücher.Example:443/grüße?q=ä&b=%20#teil").url == (
        "https://xn--bcher-kva.example/gr%C3%BC%C3%9Fe?q=%C3%A4&b=%20"
    )


def test_a_password_is_never_shown() -> None:
    with pytest.raises(SourceError) as raised:
        fetch("https://me:secret@example.org/x")
    assert "secret" not in str(raised.value)
    assert without_secrets("http://a:b@c/\x1b[31m") == "http://…@c/·[31m"


def _own_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    program = shutil.which("openssl") or pytest.skip("no openssl here")
    command = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout k -out c"
    subprocess.run([program, *command.split()], cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "c", folder / "k")
    return context
