"""What workers import → how they are started. Promise: quickly, and nothing of it stays behind.

On Linux all workers are copies of one process that has imported it all. That one listens at a
socket in a folder of this run's; what a killed run left of its own, the next one sweeps. Where
there can be no such socket, and elsewhere, each worker starts by itself. Both ways are safe beside
threads.
"""

import errno
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import forkserver, get_context, util
from multiprocessing.context import BaseContext
from pathlib import Path

_LAST = -101  # multiprocessing cleans its own folder at -100


def context(module: str) -> BaseContext:
    """How to start processes that need this module. They get the environment of the first time."""
    if sys.platform == "linux":
        found = get_context("forkserver")
        found.set_forkserver_preload([module])
        with suppress(OSError):  # the disk is full, or a path too long for a socket
            _give_room()
            forkserver.ensure_running()
            return found
    return get_context("spawn")


@cache
def _give_room() -> int | None:
    """Let multiprocessing make its folder in one of this run's; its lock. Raises OSError."""
    home = Path(tempfile.gettempdir()) / f"render-episode-{os.getuid()}"
    home.mkdir(exist_ok=True, mode=0o700)
    with _alone_in(home):
        for old in home.glob("run-*"):
            if _taken(old) is not None:
                shutil.rmtree(old, ignore_errors=True)
        own = Path(tempfile.mkdtemp(prefix="run-", dir=home))
        lock = _taken(own)
    util.Finalize(None, shutil.rmtree, (own, True), exitpriority=_LAST)
    usual, tempfile.tempdir = tempfile.tempdir, str(own)
    try:
        util.get_temp_dir()
    finally:
        tempfile.tempdir = usual
    return lock


@contextmanager
def _alone_in(home: Path) -> Iterator[None]:
    """Nobody else sweeps meanwhile. Raises OSError when the folder is not ours."""
    opened = os.open(home, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        if os.fstat(opened).st_uid != os.getuid():
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(home))
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _taken(folder: Path) -> int | None:
    """The lock of a folder, held until this process ends; None while another has it, or it went."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        return None
    return opened
