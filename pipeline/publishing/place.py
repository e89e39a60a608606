"""The feed's folder. Promise: nothing half-written is ever visible, and one process writes at once.

Every file is written beside its place, brought to the disk and renamed into it, so that even a
power cut leaves nothing that is named and not whole. What carries a hash in its name is deleted
only when no record names it any more. Locks are the system's: they end with their owner.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline import locking
from pipeline.errors import PlaceError
from pipeline.formats import records
from pipeline.formats.media_types import HASHED
from pipeline.formats.search import FOLDER
from pipeline.model import Episode, Recording
from pipeline.patterns import pattern

RECORD = "episode.json"
WORK = ".new"  # what is being made
QUOTES = "quotes"
REPORT = ".report"  # what an editor looks at, by slug: nobody serves or publishes it
_SLUG = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def folder(feed: Path, slug: str) -> Path:
    """An episode's folder. Raises PlaceError for a slug that is no plain name."""
    if not _SLUG.fullmatch(slug) or len(slug) > 100:  # noqa: PLR2004  (file systems stop at 255)
        raise PlaceError(f"“{slug}” can't name an episode: use a to z, 0 to 9 and - in its name")
    if slug == FOLDER:
        raise PlaceError(f"“{slug}” is the search's own: give the episode another name")
    return feed / slug


@contextmanager
def locked(feed: Path) -> Iterator[None]:
    """Hold the feed. Raises PlaceError where it can't be written, or is held for minutes."""
    with told(feed):
        feed.mkdir(parents=True, exist_ok=True)
        with locking.locked(feed / locking.FEED):
            yield


@contextmanager
def workshop(feed: Path, slug: str) -> Iterator[Path]:
    """A folder for unfinished files, on the feed's own disk; gone afterwards, come what may.

    What runs that died left there is removed first. Raises PlaceError.
    """
    clear(feed)
    with told(feed):
        (feed / WORK).mkdir(parents=True, exist_ok=True)
        with _claimed(feed / WORK, fcntl.LOCK_SH):  # nobody clears while it has no owner yet
            folder = Path(tempfile.mkdtemp(prefix=f"{slug}-", dir=feed / WORK))
            owner = os.open(folder, os.O_RDONLY)
            fcntl.flock(owner, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(owner)


def clear(feed: Path) -> None:
    """Remove the working folders that no living run holds."""
    now = fcntl.LOCK_EX | fcntl.LOCK_NB
    with suppress(OSError), _claimed(feed / WORK, now):
        for folder in (feed / WORK).iterdir():
            with suppress(OSError), _claimed(folder, now):
                shutil.rmtree(folder)


@contextmanager
def _claimed(folder: Path, how: int) -> Iterator[None]:
    """A lock on a folder itself. Raises OSError when it is another's."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, how)
        yield
    finally:
        os.close(opened)


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
    beside.write_bytes(data)
    _settle(beside)
    beside.replace(path)
    _settle(path.parent)


def adopt(recording: Recording, home: Path) -> None:
    """Move the recording's files into the episode's folder, and the working folder away.

    What was reported of an earlier recording goes first: it would name sound that is gone.
    """
    work = Path(recording.folder)
    for file in recording.files:
        if not (work / file.name).is_file():
            raise PlaceError(f"{work / file.name} is gone before it was published: render again")
    shutil.rmtree(home.parent / REPORT / home.name, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    for file in recording.files:
        _settle(work / file.name)
        (home / file.name).parent.mkdir(exist_ok=True)
        (work / file.name).replace(home / file.name)
    for folder_ in (home, home.parent):
        _settle(folder_)
    shutil.rmtree(work, ignore_errors=True)


def _settle(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before anything that points to it."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


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


def known(feed: Path, slug: str) -> Episode:
    """The record of an episode that has one. Raises PlaceError when it is damaged or gone."""
    if episode := read(feed, slug):
        return episode
    raise PlaceError(
        f"{folder(feed, slug) / RECORD} has gone meanwhile: run the same command again"
    )


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
