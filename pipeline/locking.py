"""A file → a lock that ends with its owner. Promise: no wait is silent, and none is for ever.

The system keeps the lock, so that nothing is left of one whose owner was killed.
"""

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PlaceError

FEED = ".lock"  # in the feed's folder: whoever builds it holds this

_PATIENCE = 600.0  # seconds: whoever holds a feed builds it, seconds for thousands of episodes
_QUIET = 1.0  # seconds before a wait is told
_REST = 0.05  # seconds between two looks

_log = logging.getLogger(__name__)
_sleep = time.sleep


@contextmanager
def locked(
    file: Path, *, shared: bool = False, needless: Callable[[], object] = lambda: False
) -> Iterator[None]:
    """Hold the lock of a file, made if need be, or of a folder; alone or with others who only read.

    A wait ends as well, without the lock, once it is `needless`.
    Raises PlaceError after minutes of waiting, OSError where there can't be such a file.
    """
    place = file if file.is_dir() else file.parent
    how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    making = 0 if shared or place == file else os.O_CREAT | os.O_WRONLY
    opened = os.open(file, making, 0o666)
    try:
        for look in range(round(_PATIENCE / _REST)):
            if _taken(opened, how, place) or needless():
                break
            if look == round(_QUIET / _REST):
                _log.warning("Another run writes %s: waiting for it.", place)
            _sleep(_REST)
        else:
            raise PlaceError(
                f"{place} is being written by another run for {_PATIENCE // 60:.0f} minutes: "
                "end that, then run the same command again"
            )
        yield
    finally:
        os.close(opened)


def _taken(opened: int, how: int, place: Path) -> bool:
    """Whether a lock could be had at once."""
    try:
        fcntl.flock(opened, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:  # some network file systems
        raise PlaceError(
            f"{place} can't be locked ({error.strerror}): keep it on this machine's "
            "own disk, and publish-feed from there"
        ) from error
    return True
