"""What a machine knows that has rendered before: its usual voices' levels, the covers it has drawn.

A store below all others, of which they take what they have not. Its entries are named by all that
they depend on, so what is found here is what would be made anew, to the byte.
"""

from functools import cache
from tempfile import TemporaryDirectory

from pipeline.model import DEFAULT_CAST, Sound
from pipeline.store import Store

_get, _put = Store.get, Store.put


def lay_beneath() -> "TemporaryDirectory[str]":
    """Let every store here, and in forks of this process, know it while the folder is there."""
    folder = TemporaryDirectory(prefix="learnt-")
    below = Store(root=folder.name)

    def get(self: Store, kind: str, key: str) -> bytes | None:
        found = _get(self, kind, key)
        if found is None and self != below and kind in {"level", "art"}:
            if kind == "level":
                _rehearse(below)
            found = _get(below, kind, key)
            if found is not None:
                _put(self, kind, key, found)
        return found

    def put(self: Store, kind: str, key: str, data: bytes) -> None:
        _put(self, kind, key, data)
        if self != below and kind == "art":
            _put(below, kind, key, data)

    Store.get, Store.put = get, put  # type: ignore[method-assign]
    return folder


@cache
def _rehearse(below: Store) -> None:
    """Measure the usual voices; no others, as a test may count what its own engine is asked."""
    from pipeline.narrating.rehearsing import rehearsed  # noqa: PLC0415 - not every test speaks

    for stereo in (False, True):
        rehearsed(DEFAULT_CAST.values(), Sound(stereo=stereo), below, map, verify=False)
