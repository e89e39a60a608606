"""A request to a speech server → its whole answer. The promise: an answer, or the reason, in time.

What asking again may mend (too many requests, a failure of the server's own, a cut connection) is
asked again after growing waits, and after as long as the server wants. Certificates are checked, no
redirect is followed, and an answer that never ends is given up.
"""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import EngineError
from pipeline.values import value

if TYPE_CHECKING:
    import requests

_TIMEOUT = (
    5.0,
    60.0,
)  # seconds to connect, seconds between two bytes: some think first
_LONGEST = 180.0  # seconds for a whole answer, which is one sentence
_MOST = 100_000_000  # bytes of an answer: ten minutes of uncompressed speech at 48 kHz are 58 MB
_WAITS = (1.0, 3.0, 9.0)  # seconds before asking again
_PATIENCE = 60.0  # seconds; a server that asks for a longer wait is given up
_PIECE = 65_536  # bytes
_TOLD = 160  # characters of a server's own words
_AGAIN = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY}

_sleep = time.sleep
_clock = time.monotonic


class Answer(NamedTuple):
    """What a server said: `kind` is its Content-Type in small letters, with parameters."""

    status: int
    kind: str
    body: bytes


class RefusedError(EngineError):
    """The server answers, but not with what it was asked for; `status` is what HTTP calls it."""

    status = 0


class _Fault(NamedTuple):
    """Why there is no answer; the seconds that the server wants us to wait; whether that helps."""

    what: str
    wait: float = 0.0
    again: bool = True
    status: int = 0


def _silent(_: bytes) -> str:
    return ""


@value
class Server:
    """Whom an engine asks, and what people call it.

    `told` finds the server's own reason in the body of an error.
    """

    engine: str
    name: str
    told: Callable[[bytes], str] = _silent


def session() -> "requests.Session":
    """A session of our own: certificates are checked, and a proxy of the environment is used."""
    import requests  # noqa: PLC0415 - 60 ms

    return requests.Session()


def ask(line: "requests.Session", request: "requests.PreparedRequest", server: Server) -> Answer:
    """The answer to a request; asks again while that may help.

    Raises EngineError when nobody is there, RefusedError for a redirect or an error.
    """
    for pause in (*_WAITS, None):
        found = _once(line, request, server)
        if isinstance(found, Answer):
            return found
        helps = found.again and found.wait <= _PATIENCE
        if pause is None or not helps:
            times = f", {len(_WAITS) + 1} times" if helps else ""
            error = failed(server, found.what + times)
            error.status = found.status
            raise error
        _sleep(max(pause, found.wait))
    raise AssertionError("the last try returns or raises")


def failed(server: Server, what: str) -> RefusedError:
    """The error that tells what went wrong with a server's answer, and what to do."""
    return RefusedError(
        f"Engine {server.engine} failed: {what}; try again later, or use --engine espeak. What was "
        "spoken so far is kept."
    )


def _once(
    line: "requests.Session", request: "requests.PreparedRequest", server: Server
) -> Answer | _Fault:
    """Raises EngineError where nobody answers at all."""
    from requests import exceptions  # noqa: PLC0415
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    settings = line.merge_environment_settings(
        str(request.url), {}, stream=True, verify=True, cert=None
    )
    try:
        response = line.send(request, timeout=_TIMEOUT, allow_redirects=False, **settings)
        with closing(response):
            body = _whole(response)
    except exceptions.SSLError:
        return _Fault("the server's certificate is not valid", again=False)
    except exceptions.ConnectTimeout as error:
        raise _unreachable(request, server) from error
    except exceptions.ConnectionError as error:
        if "NewConnectionError" in repr(error) or "NameResolution" in repr(error):
            raise _unreachable(request, server) from error
        return _Fault("the connection was cut")
    except (exceptions.RequestException, HTTPError) as error:
        return _Fault(f"no whole answer came ({type(error).__name__})")
    if body is None:
        return _Fault("the answer does not end", again=False)
    return _judged(response, body, server)


def _whole(response: "requests.Response") -> bytes | None:
    """The body, or None when it is too long or takes too long. Raises HTTPError of urllib3."""
    end, body = _clock() + _LONGEST, bytearray()
    # Not iter_content: it waits for a whole piece, so that a server that drips is never noticed.
    while piece := response.raw.read1(_PIECE, decode_content=True):
        body += piece
        if _clock() > end or len(body) > _MOST:
            return None
    return bytes(body)


def _judged(response: "requests.Response", body: bytes, server: Server) -> Answer | _Fault:
    status = response.status_code
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(status, response.headers.get("Content-Type", "").lower(), body)
    reason = " ".join(server.told(body).split())[:_TOLD]
    said = f"(HTTP {status})" + (f": {reason}" if reason else "")
    wait = _asked_wait(response.headers.get("Retry-After", ""))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _Fault(f"{server.name} wants fewer requests {said}", wait, status=status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _Fault(f"the server failed {said}", wait, status=status)
    again = status in _AGAIN
    return _Fault(f"{server.name} refused {said}", wait, again=again, status=status)


def _asked_wait(header: str) -> float:
    """Retry-After, which is a number of seconds or a date, in seconds from now."""
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def _unreachable(request: "requests.PreparedRequest", server: Server) -> EngineError:
    host = (request.url or "").split("/")[2].rpartition("@")[2]
    return EngineError(
        f"Engine {server.engine} can't reach {host}: connect to the network, or use "
        "--engine espeak."
    )
