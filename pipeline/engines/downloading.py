"""A URL → a file, or a small answer. The promise: never more bytes than were announced.

A file that a cut connection left in part is gone on with the next time. Certificates are checked;
a proxy that the environment names is used.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import EngineError, PlaceError

if TYPE_CHECKING:
    import requests

_TIMEOUT = (10.0, 30.0)  # seconds to connect, seconds between two bytes
_PIECE = 262_144  # bytes
_HEADERS = {"User-Agent": "render-episode", "Accept-Encoding": "identity"}


def read(url: str, most: int) -> bytes:
    """A small answer. Raises EngineError, also for more than `most` bytes."""
    data = b""
    with _answer(url) as response:
        for piece in response.iter_content(_PIECE):
            data += piece
            if len(data) > most:
                raise EngineError(f"{url} sends more than {most:,} bytes: check the address.")
    return data


def save(url: str, file: Path, size: int, seen: Callable[[int], None]) -> None:
    """Get a file of `size` bytes; `seen` is told how many are here, each time some came.

    What the file holds already is its beginning. Raises EngineError when it is not that size,
    PlaceError when it can't be written.
    """
    have = file.stat().st_size if file.is_file() else 0
    if have == size:
        return
    with _answer(url, have if have < size else 0) as response:
        if response.status_code != HTTPStatus.PARTIAL_CONTENT:
            have = 0
        with _writing(file), file.open("ab" if have else "wb") as opened:
            for piece in response.iter_content(_PIECE):
                have += len(piece)
                if have > size:
                    break
                opened.write(piece)
                seen(have)
    if have > size:
        file.unlink()
    if have != size:
        raise EngineError(
            f"{url} sent {'more' if have > size else 'less'} than the {size:,} bytes that were "
            "announced: try again."
        )


@contextmanager
def _answer(url: str, start: int = 0) -> Iterator["requests.Response"]:
    """A server's answer, from a byte on. Raises EngineError, also for what fails in the block."""
    import requests  # noqa: PLC0415  60 ms

    headers = {**_HEADERS, **({"Range": f"bytes={start}-"} if start else {})}
    host = urlsplit(url).netloc
    try:
        with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as response:
            if url.startswith("https:") and not response.url.startswith("https:"):
                raise EngineError(f"{host} leads to an address without encryption: not followed.")
            if not response.ok:
                raise EngineError(f"{url} can't be had (HTTP {response.status_code}).")
            yield response
    except requests.exceptions.SSLError as error:
        raise EngineError(
            f"The certificate of {host} is not valid: something stands between."
        ) from error
    except requests.exceptions.ChunkedEncodingError as error:
        raise EngineError(
            f"The connection to {host} was cut: type the same again, it goes on from there."
        ) from error
    except requests.exceptions.RequestException as error:
        raise EngineError(
            f"{host} can't be reached ({type(error).__name__}): connect to the network, and type "
            "the same again."
        ) from error


@contextmanager
def _writing(file: Path) -> Iterator[None]:
    """Tell apart what the disk does from what the network does: both are OSErrors."""
    import requests  # noqa: PLC0415

    try:
        yield
    except requests.exceptions.RequestException:
        raise
    except OSError as error:
        raise PlaceError(f"{file}: can't be written: {error.strerror}") from error
