"""An answer → its body's bytes, unpacked. Promise: all of it or an error, never more than a limit.

A few kilobytes can unpack to gigabytes: what comes out is counted while it comes.
"""

import zlib

from pipeline import bounds
from pipeline.fetching.answers import Answer
from pipeline.fetching.wires import FetchError

_PIECE = 65_536  # bytes
_MOST_MEMBERS = 64  # of a gzip body; servers send one
_GZIP = 16 + zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS  # deflate as many servers understand it: without zlib's header


def body(answer: Answer, limit: int) -> bytes:
    """Read it to its end. Raises FetchError: too large, cut off, not unpackable, empty."""
    if (answer.rest or 0) > limit:
        raise _too_large(limit)
    unpack = _unpacker(answer.header("Content-Encoding"), limit)
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read(_PIECE):
        pieces.append(unpack(piece))
        size += len(pieces[-1])
        if size > limit:
            raise _too_large(limit)
    if answer.rest or not unpack.whole:
        raise FetchError("the page was cut off before its end — try again")
    if not size:
        raise FetchError("the page is empty — check the address")
    return b"".join(pieces)


class _Plain:
    """A body as it is."""

    whole = True

    def __call__(self, piece: bytes) -> bytes:
        return piece


class _Unpacker:
    """A body that is packed. `whole`: it ended where it should."""

    def __init__(self, width: int, limit: int) -> None:
        self._width = width
        self._limit = limit
        self._left = _MOST_MEMBERS
        self._inner = zlib.decompressobj(width)
        self._started = False

    @property
    def whole(self) -> bool:
        return self._inner.eof or not self._started

    def __call__(self, piece: bytes) -> bytes:
        out = bytearray()
        while piece and len(out) <= self._limit:
            if self._inner.eof:
                if not piece.startswith(b"\x1f\x8b"):  # padding behind the last member
                    break
                self._next_member()
            out += self._unpacked(piece, self._limit + 1 - len(out))
            piece = self._inner.unused_data
        return bytes(out)

    def _next_member(self) -> None:
        self._left -= 1
        if not self._left:
            raise FetchError("is packed in too many pieces — save the page and name the file")
        self._inner = zlib.decompressobj(self._width)

    def _unpacked(self, piece: bytes, most: int) -> bytes:
        try:
            return self._first(piece, most) if not self._started else self._more(piece, most)
        except zlib.error as error:
            raise FetchError(f"can't be unpacked ({error}) — try again") from error

    def _first(self, piece: bytes, most: int) -> bytes:
        self._started = True
        try:
            return self._more(piece, most)
        except zlib.error:
            if self._width != zlib.MAX_WBITS:
                raise
            self._inner = zlib.decompressobj(_RAW)
            return self._more(piece, most)

    def _more(self, piece: bytes, most: int) -> bytes:
        return self._inner.decompress(piece, most)


def _unpacker(told: str, limit: int) -> _Plain | _Unpacker:
    coding = told.strip().lower()
    if coding in {"", "identity"}:
        return _Plain()
    if coding in {"gzip", "x-gzip"}:
        return _Unpacker(_GZIP, limit)
    if coding == "deflate":
        return _Unpacker(zlib.MAX_WBITS, limit)
    raise FetchError(f"is packed as “{coding[:20]}”, which nobody asked for — save the page")


def _too_large(limit: int) -> FetchError:
    return FetchError(
        f"larger than {limit / 1e6:g} MB — save it and take out what is not the article, or "
        f"{bounds.HOW}"
    )
