"""Addresses that lead into this machine, its network or a cloud's own: in every spelling.

What must hold: each is refused, and nobody on the loopback is ever spoken to: not by another
spelling, not after a redirect, and not when a name has another address the second time.
"""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, ip_address
from typing import Any
from unittest.mock import patch

from pipeline.errors import SourceError
from pipeline.fetching import fetch
from torture.table import Luck, Row

KINDS = {
    "loopback": ("127.0.0.1", "127.255.255.254", "::1"),
    "private": ("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "fc00::1", "fd12::9"),
    "link-local": ("169.254.1.1", "fe80::1"),
    "metadata": ("169.254.169.254", "169.254.170.2", "100.100.100.200", "fd00:ec2::254"),
    "other": ("0.0.0.0", "::", "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1"),
}
_SCHEMES = (
    "file:///etc/passwd",
    "ftp://127.0.0.1/x",
    "gopher://127.0.0.1/",
    "data:text/html,hi",
    "javascript:alert(1)",
    "FILE:/etc/passwd",
    "dict://127.0.0.1:11211/",
    "jar:http://a!/b",
)


def spellings(address: str) -> Iterator[str]:
    """The ways to write an address in a URL."""
    found = ip_address(address)
    if not isinstance(found, IPv4Address):
        yield f"[{address}]"
        yield f"[{found.exploded}]"
        yield f"[{address}%25lo]"
        return
    a, b, c, d = found.packed
    number = int(found)
    yield from (address, f"{address}.", str(number), hex(number), oct(number).replace("o", ""))
    yield from (
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
    )
    yield from (f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}", f"00000{a}.{b}.{c}.{d}", f"me@{address}")
    yield from (f"example.org@{address}", f"{address}#@example.org", f"{address}\\@example.org")
    yield from (
        f"[::ffff:{address}]",
        f"[64:ff9b::{address}]",
        f"[2002:{number >> 16:x}:{number & 65535:x}::]",
    )
    yield from (f"[::{address}]", f"[0:0:0:0:0:ffff:{number >> 16:x}:{number & 65535:x}]")
    yield from ("".join(chr(ord(sign) + 0xFEE0) for sign in address), address.replace(".", "。"))
    yield from ("".join(f"%{ord(sign):02x}" for sign in address), f" {address}", f"\t{address}")
    yield from (f"{number + 2**32}", f"{address}%00.example.org", f"{address}\r\nHost: x")


def rows(luck: Luck, count: int = 1000) -> Iterator[Row]:
    """Every kind in every spelling, redirects, names that change, and other schemes."""
    with _listening() as (port, met):
        for kind, addresses in KINDS.items():
            row = Row("address", kind)
            urls = [f"http://{each}:{port}/" for one in addresses for each in spellings(one)]
            for _, url in zip(luck.times(count), urls, strict=False):
                _try(row, url, met)
            yield row
        row = Row("address", "other schemes")
        for url in _SCHEMES:
            _try(row, url, met)
        yield row
        yield _led(port, met)
        yield _rebound(port, met)


def _try(row: Row, url: str, met: list[bytes]) -> None:
    before = len(met)
    try:
        fetch(url, seconds=3)
    except SourceError:
        row.add([f"{url!r} was asked"] if len(met) > before else [], found=True)
    else:
        row.add([f"{url!r} was fetched"], found=False)


def _led(port: int, met: list[bytes]) -> Row:
    """Public pages that redirect into the network: the first hop alone is let through."""
    row = Row("address", "redirects")
    for addresses in KINDS.values():
        for one in addresses:
            where = f"[{one}]" if ":" in one else one
            _behind(row, port, f"http://{where}:{port}/", met)
    for url in _SCHEMES:
        _behind(row, port, url, met)
    return row


def _behind(row: Row, port: int, url: str, met: list[bytes]) -> None:
    """A page at a public name, which is really ours, that leads to an address."""
    met.clear()
    _REPLY[0] = f"HTTP/1.1 302 Found\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n".encode()
    with _names({"public.example": ["93.184.216.34"]}), _routed("93.184.216.34", port):
        _try_behind(row, f"http://public.example:{port}/", url, met)


def _try_behind(row: Row, first: str, url: str, met: list[bytes]) -> None:
    try:
        fetch(first, seconds=3)
    except SourceError:
        row.add([f"a redirect to {url} was followed"] if len(met) != 1 else [], found=True)
    else:
        row.add([f"a redirect to {url} was fetched"], found=False)


def _rebound(port: int, met: list[bytes]) -> Row:
    """A name that is public when it is judged, and private from then on; and one that is both."""
    row = Row("address", "re-binding")
    _REPLY[0] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi"
    for addresses in KINDS.values():
        for one in addresses:
            met.clear()
            with _names({"two.example": ["93.184.216.34", one]}):
                _try(row, f"http://two.example:{port}/", met)
            with _names({"turning.example": ["93.184.216.34"]}, then=one) as asked:
                with patch("socket.socket.connect", side_effect=OSError("nobody there")) as joined:
                    _try(row, f"http://turning.example:{port}/", met)
                places = {call.args[0][0] for call in joined.call_args_list}
                if len(asked) != 1 or places != {"93.184.216.34"}:
                    row.lost.append(f"turning.example was connected to at {places}")
    return row


_REPLY = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi"]


@contextmanager
def _listening() -> Iterator[tuple[int, list[bytes]]]:
    """Somebody on the loopback, and whom they met."""
    met: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    met.append(line.recv(1000))
                    line.sendall(_REPLY[0])

        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1], met
        server.shutdown(socket.SHUT_RDWR)


@contextmanager
def _names(known: dict[str, list[str]], then: str = "") -> Iterator[list[str]]:
    """Names that are looked up as told; with `then`, as that from the second time on."""
    real, asked = socket.getaddrinfo, list[str]()

    def look_up(host: str, port: int, **given: Any) -> Any:
        if host not in known:
            return real(host, port, **given)
        asked.append(host)
        told: Iterable[str] = [then] if then and len(asked) > 1 else known[host]
        return [found for each in told for found in real(each, port, **given)]

    with patch("socket.getaddrinfo", look_up):
        yield asked


@contextmanager
def _routed(public: str, port: int) -> Iterator[None]:
    """Connections to a public address arrive here."""
    real = socket.socket.connect

    def connect(sock: socket.socket, place: Any) -> None:
        real(sock, ("127.0.0.1", port) if place[0] == public else place)

    with patch("socket.socket.connect", connect):
        yield
