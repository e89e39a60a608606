"""Where the files of voices lie on this machine. Promise: the person's own folders come first."""

import os
from collections.abc import Iterator
from pathlib import Path

FOLDERS = "RENDER_EPISODE_VOICES"  # of the environment: one folder, or several as in PATH

_SHARED = (Path("/usr/local/share"), Path("/usr/share"))


def home() -> Path:
    """The folder that fetched voices go to."""
    return next(_named(), _ours())


def folders() -> Iterator[Path]:
    """The environment's folders, ours, where programs keep their data, and the current folder."""
    yield from _named()
    yield _ours()
    yield from data()
    yield Path.cwd()  # where the engines' own commands put them


def data() -> Iterator[Path]:
    """Where programs keep their data: the user's, by the XDG rules, then the machine's."""
    named = os.environ.get("XDG_DATA_HOME", "")
    yield Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"
    yield from _SHARED


def _ours() -> Path:
    return next(data()) / "render-episode" / "voices"


def _named() -> Iterator[Path]:
    for each in os.environ.get(FOLDERS, "").split(os.pathsep):
        if each:
            yield Path(each).expanduser()
