"""A feed's file on a host → its bytes, and how it is served. Promise: judged, never trusted.

Asked as apps ask: HEAD, a span of bytes, then all of it.
"""

from collections.abc import Mapping
from pathlib import Path

from pipeline.fetching.answers import Answer, Wish
from pipeline.fetching.walking import arrived
from pipeline.fetching.wires import Clock, FetchError
from pipeline.values import value

_PIECE = 65_536  # bytes
_SUCCESS = range(200, 300)
_TOLD = ("content-type", "content-length", "content-encoding", "content-range", "etag",
         "last-modified", "accept-ranges", "access-control-allow-origin")  # fmt: skip


@value
class Served:
    """How a file is served. `status` of GET; `headers` in small letters; `size` of what came.

    `head` is the status of HEAD; `partial` that of a span of bytes.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    size: int
    head: int
    partial: int

    @property
    def good(self) -> bool:
        """Whether the file came."""
        return self.status in _SUCCESS


def served(
    url: str, into: Path, *, allow_private: bool = False, limit: int, seconds: float = 120.0
) -> Served:
    """Fetch a file into `into`, unpacked by nobody. Raises SourceError, one line."""
    clock = Clock(seconds)
    plain = Wish(accept="*/*", packing="identity")

    def status(wish: Wish) -> int:
        with arrived(url, clock, limit, allow_private=allow_private, wish=wish) as (_, given):
            return given.status

    head = status(Wish(method="HEAD", accept="*/*", packing="identity"))
    partial = status(Wish(accept="*/*", packing="identity", span="0-0"))
    with arrived(url, clock, limit, allow_private=allow_private, wish=plain) as (target, given):
        size = _kept(given, into, limit) if given.status in _SUCCESS else 0
        return Served(
            url=target.url,
            status=given.status,
            headers={name: given.header(name) for name in _TOLD},
            size=size,
            head=head,
            partial=partial,
        )


def _kept(given: Answer, into: Path, limit: int) -> int:
    size = 0
    with into.open("wb") as file:
        while piece := given.read(_PIECE):
            size += len(piece)
            if size > limit:
                raise FetchError(f"is larger than {limit // 1_000_000} MB — too large to be judged")
            file.write(piece)
    return size
