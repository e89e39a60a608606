"""The feed's folder. Promise: nothing half-written is ever visible, and one process writes at once.

Every file is written beside its place and renamed into it; what carries a hash in its name is
deleted only when no record names it any more.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PlaceError
from pipeline.formats import records
from pipeline.formats.media_types import HASHED
from pipeline.model import Episode, Recording

RECORD = "episode.json"
LOCK = ".lock"
WORK = ".new"  # what is being made
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def folder(feed: Path, slug: str) -> Path:
    """An episode's folder. Raises PlaceError for a slug that is no plain name."""
    if not _SLUG.fullmatch(slug) or len(slug) > 100:  # noqa: PLR2004  (file systems stop at 255)
        raise PlaceError(f"“{slug}” can't name an episode: use a to z, 0 to 9 and - in its name")
    return feed / slug


@contextmanager
def locked(feed: Path) -> Iterator[None]:
    """Hold the feed; a second process waits. Raises PlaceError where it can't be written."""
    with told(feed):
        feed.mkdir(parents=True, exist_ok=True)
        with (feed / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the system refuses into a PlaceError that says where."""
    try:
        yield
    except OSError as error:
        where = error.filename or path
        raise PlaceError(
            f"{where}: {error.strerror or error}: make room or give the right to write there"
        ) from error


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; one that is the same already is left alone."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def adopt(recording: Recording, home: Path) -> None:
    """Move the recording's files into the episode's folder, and the working folder away."""
    work = Path(recording.folder)
    for file in recording.files:
        if not (work / file.name).is_file():
            raise PlaceError(f"{work / file.name} is gone before it was published: render again")
    home.mkdir(parents=True, exist_ok=True)
    for file in recording.files:
        (work / file.name).replace(home / file.name)
    shutil.rmtree(work, ignore_errors=True)


def read(feed: Path, slug: str) -> Episode | None:
    """The record of an episode, or None. Raises PlaceError when it is damaged."""
    path = folder(feed, slug) / RECORD
    if not path.is_file():
        return None
    with told(path):
        try:
            episode = records.from_json(path.read_text("utf-8"), str(path))
        except UnicodeDecodeError as error:
            raise PlaceError(f"{path} is damaged: restore it, or delete its folder") from error
    if episode.slug != slug:
        raise PlaceError(
            f"{path} is the record of {episode.slug}: move it to a folder of that name"
        )
    return episode


def read_all(feed: Path) -> list[Episode]:
    """Every record in the feed's folder, by slug."""
    with told(feed):
        slugs = sorted(path.parent.name for path in feed.glob(f"[!.]*/{RECORD}"))
    return [episode for slug in slugs if (episode := read(feed, slug))]


def sweep(home: Path, names: Iterable[str]) -> None:
    """Delete what carries a hash in its name and is not in `names`, and what is half-written."""
    kept = set(names)
    for path in list(home.iterdir()) if home.is_dir() else []:
        stale = HASHED.fullmatch(path.name) and path.name not in kept
        torn = path.name.startswith(".") and path.name.endswith(".new") and path.name != WORK
        if (stale or torn) and path.is_file():
            path.unlink()
