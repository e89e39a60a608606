"""Who may ask a server now. The promise: never more at once than allowed, whoever else renders.

Lines are spoken by several processes, and by several runs; files that they lock tell them of each
other. A process that dies lets go of its place.
"""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipeline.errors import PlaceError

_REST = 0.02  # seconds between two looks for a free place
_MINUTE = 60.0  # seconds

_sleep = time.sleep


@contextmanager
def turn(server: str, places: int, a_minute: float = 0.0) -> Iterator[None]:
    """Hold one of so many places at a server, from a moment on when it is our turn.

    `a_minute`: at most so many turns begin in a minute; 0: any number. Raises PlaceError.
    """
    folder = _folder(server)
    with _placed(folder, places):
        if a_minute:
            _sleep(_until(folder, _MINUTE / a_minute))
        yield


@contextmanager
def _placed(folder: Path, places: int) -> Iterator[None]:
    while True:
        for number in range(places):
            with (folder / str(number)).open("a") as file:
                if _locked(file):
                    yield
                    return
        _sleep(_REST)


def _locked(file: IO[str]) -> bool:
    """Lock a file until it is closed, unless somebody else has."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _until(folder: Path, apart: float) -> float:
    """Take the next moment that is free; how many seconds it is away."""
    with (folder / "next").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        now = time.time()
        # One that lies too far away was written under another clock.
        moment = min(max(now, _read(file)), now + _MINUTE)
        file.truncate(0)
        file.write(repr(moment + apart))
        file.flush()
        return moment - now


def _read(file: IO[str]) -> float:
    file.seek(0)
    try:
        return float(file.read())
    except ValueError:
        return 0.0


def _folder(server: str) -> Path:
    name = "".join(each if each.isalnum() else "-" for each in server)
    folder = Path(tempfile.gettempdir()) / f"render-episode-{os.getuid()}" / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise PlaceError(
            f"{folder}: can't be made ({error.strerror}): let TMPDIR name a folder of your own."
        ) from error
    return folder
