"""What workers import → how they are started. Promise: quickly, and nothing of it stays behind.

On Linux all workers are copies of one process that has imported it all. That one listens at a
socket in a folder of ours, from which the next run sweeps what a killed one left; where there can
be no such socket, and elsewhere, each worker starts by itself. Both ways are safe beside threads.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, get_context, util
from multiprocessing.context import BaseContext
from pathlib import Path

_OLD = 60  # seconds; by then the workers of its run were started, and need its socket no more


def context(module: str) -> BaseContext:
    """How to start processes that need this module. They get the environment as it is now."""
    if sys.platform == "linux":
        found = get_context("forkserver")
        found.set_forkserver_preload([module])
        with suppress(OSError), _swept():  # the disk is full; a path too long for a socket
            forkserver.ensure_running()
            return found
    return get_context("spawn")


@contextmanager
def _swept() -> Iterator[None]:
    """Let multiprocessing make its folder in one of ours, swept. Raises OSError."""
    home = Path(tempfile.gettempdir()) / f"render-episode-{os.getuid()}"
    home.mkdir(exist_ok=True, mode=0o700)
    for old in home.glob("pymp-*"):
        if time.time() - old.stat().st_mtime > _OLD:
            shutil.rmtree(old, ignore_errors=True)
    usual, tempfile.tempdir = tempfile.tempdir, str(home)
    try:
        util.get_temp_dir()
        yield
    finally:
        tempfile.tempdir = usual
