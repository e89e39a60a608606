"""Addresses → one server's answer, its body not read yet. Promise: closed when its block ends."""

import http.client
import os
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path

from pipeline import __version__
from pipeline.fetching.addresses import Address
from pipeline.fetching.targets import Target
from pipeline.fetching.wires import Clock, FetchError, Wire
from pipeline.values import value

_HEADERS = 131_072  # bytes that all headers may take
_PATIENCE = 10.0  # seconds for one address, where there are others to try
_ACCEPT = "text/html, application/xhtml+xml, text/markdown, application/pdf;q=0.9, */*;q=0.5"
_BY_HAND = "save the page in a browser and name the file"


@value
class Wish:
    """What is asked for: a method, the media types, how it may be packed, and a span of bytes."""

    method: str = "GET"
    accept: str = _ACCEPT
    packing: str = "gzip, deflate"
    span: str = ""


class Answer:
    """Status and headers, and a body that can be read once."""

    def __init__(self, response: http.client.HTTPResponse, clock: Clock) -> None:
        self._response = response
        self._clock = clock
        self.status = response.status
        told = response.headers.get("Content-Type")
        self.content_type = response.headers.get_content_type() if told else ""

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        return str(self._response.headers.get(name) or "")

    @property
    def charset(self) -> str:
        """The charset that was told, in small letters."""
        return str(self._response.headers.get_content_charset() or "")

    @property
    def file_name(self) -> str:
        """The name under which a browser would save it, if one was told."""
        return str(self._response.headers.get_filename() or "")

    @property
    def rest(self) -> int | None:
        """How many bytes of the body are still to come, as far as is known."""
        return self._response.length

    def read(self, size: int) -> bytes:
        """The next bytes of the body, none at its end. Raises FetchError."""
        with _failing(self._clock):
            self._clock.left()  # unpacking takes time too
            return self._response.read(size)


@contextmanager
def answer(
    target: Target,
    found: Sequence[Address],
    clock: Clock,
    limit: int,
    wish: Wish = Wish(),  # noqa: B008 - a frozen value
) -> Iterator[Answer]:
    """Ask the first address that takes the connection. Raises FetchError."""
    with ExitStack() as stack:
        with _failing(clock):
            sock = stack.enter_context(_connected(found, clock))
            if target.scheme == "https":
                sock.settimeout(clock.left())
                sock = stack.enter_context(_tls().wrap_socket(sock, server_hostname=target.host))
            wire = Wire(sock, clock, _HEADERS)
            wire.send(_request(target, wish))
            response = http.client.HTTPResponse(wire, method=wish.method)  # type: ignore[arg-type]
            stack.callback(response.close)
            response.begin()
        wire.allowed += 2 * limit  # chunks have sizes and extensions between them
        yield Answer(response, clock)


def _request(target: Target, wish: Wish) -> bytes:
    lines = (
        f"{wish.method} {target.path} HTTP/1.1",
        f"Host: {target.netloc}",
        f"User-Agent: render-episode/{__version__}",
        f"Accept: {wish.accept}",
        f"Accept-Encoding: {wish.packing}",
        *([f"Range: bytes={wish.span}"] if wish.span else []),
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")


def _connected(found: Sequence[Address], clock: Clock) -> socket.socket:
    """A connection to the first address that takes one; the last one's error if none does."""
    failed: OSError = TimeoutError()
    for number, address in enumerate(found, 1):
        last = number == len(found)
        sock = socket.socket(address.family, socket.SOCK_STREAM)
        try:
            sock.settimeout(clock.left() if last else min(clock.left(), _PATIENCE))
            sock.connect(address.place)
        except OSError as error:
            sock.close()
            failed = error
        else:
            return sock
    raise failed


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """This machine's certificates; certifi's where it has none (python.org's Python on a Mac)."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if not paths.cafile and not (paths.capath and any(Path(paths.capath).iterdir())):
        import certifi  # noqa: PLC0415  most machines need none of it

        context.load_verify_locations(certifi.where())
    return context


@contextmanager
def _failing(clock: Clock) -> Iterator[None]:
    """Turn what networks do into a FetchError that says what to do."""
    try:
        yield
    except TimeoutError as error:
        raise FetchError(
            f"took longer than {clock.seconds:g} s — try again later, or {_BY_HAND}"
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise FetchError(
            f"its certificate can't be trusted ({error.verify_message}) — {_BY_HAND}"
        ) from error
    except ConnectionRefusedError as error:
        raise FetchError("the server refuses the connection — check the address") from error
    except (http.client.HTTPException, ValueError) as error:
        raise FetchError(f"answers in no HTTP ({_plain(error)}) — check the address") from error
    except OSError as error:
        raise FetchError(f"the connection failed ({_plain(error)}) — {_advice()}") from error


def _advice() -> str:
    proxied = os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy")
    return f"the environment's proxy is not used; {_BY_HAND}" if proxied else "try again later"


def _plain(error: Exception) -> str:
    """What an error says, on one short line."""
    said = (error.strerror if isinstance(error, OSError) else "") or str(error)
    return " ".join((said or type(error).__name__).split())[:100]
