"""feed/ → a destination. Promise: the feed there never names a file that is not there.

Media go first, then records and pages, feed.xml last; what is there already stays untouched,
known by its hash in the name or, for the small files, by its bytes. A destination is any fsspec
URL: a folder, s3://, sftp://, memory://. An episode there that is unknown here stops everything.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from posixpath import basename, dirname
from typing import Any

import fsspec

from pipeline.errors import PlaceError
from pipeline.formats import records
from pipeline.model import Episode, value

FEED = "feed.xml"
_RECORD, _PAGE = "episode.json", "index.html"
_FAILURES = (OSError, ValueError, ImportError, RuntimeError)  # what file systems raise


@value
class Delivery:
    """What was done: names sent and deleted, in order, and how many were there already."""

    sent: tuple[str, ...]
    deleted: tuple[str, ...]
    kept: int


def deliver(feed: Path, destination: str) -> Delivery:
    """Bring the destination up to date; stopped at any moment, it can be run again.

    Drafts stay here; of a withdrawn episode only the record is delivered and its files are
    deleted there. Raises PlaceError when the destination can't be reached or holds an episode
    that is not here, or when a file that the feed names is missing here.
    """
    known = _episodes(feed)
    episodes = [each for each in known if each.status != "draft"]
    public = [each for each in episodes if each.status == "published"]
    media = [*_media(feed, public), *_covers(feed)]
    with _reached(destination):
        there = _There(destination)
        there.refuse_itself(feed)
        there.refuse_unknown(known, destination)
        for name in media:
            there.send(feed, name, hashed=True)
        for name in _small(feed, episodes):
            there.send(feed, name)
        for episode in episodes:
            if episode.status == "withdrawn":
                there.empty(episode.slug)
    return Delivery(sent=tuple(there.sent), deleted=tuple(there.deleted), kept=there.kept)


def _episodes(feed: Path) -> list[Episode]:
    if not (feed / FEED).is_file():
        raise PlaceError(f"{feed} holds no {FEED}: render an episode first")
    paths = sorted(feed.glob(f"[!.]*/{_RECORD}"))
    return [records.from_json(path.read_text("utf-8"), str(path)) for path in paths]


def _media(feed: Path, episodes: Sequence[Episode]) -> Iterator[str]:
    """The names of the episodes' files, each of which is here and whole."""
    for episode in episodes:
        for file in episode.files:
            path = feed / episode.slug / file.name
            if not path.is_file() or path.stat().st_size != file.size:
                raise PlaceError(f"{path} is missing or cut: render {episode.slug} --again")
            yield f"{episode.slug}/{file.name}"


def _covers(feed: Path) -> list[str]:
    return sorted(path.name for path in feed.glob("cover-*") if path.is_file())


def _small(feed: Path, episodes: Sequence[Episode]) -> list[str]:
    """Records, then pages, then the index, then the feed: what points comes after its target."""
    slugs = [episode.slug for episode in episodes]
    written = [f"{slug}/{name}" for name in (_RECORD, _PAGE) for slug in slugs]
    return [name for name in (*written, _PAGE, FEED) if (feed / name).is_file()]


class _There:
    """The destination's side of a delivery."""

    def __init__(self, url: str) -> None:
        self.sent: list[str] = []
        self.deleted: list[str] = []
        self.kept = 0
        self._files: Any
        self._files, self._root = fsspec.core.url_to_fs(url)
        self._local = "file" in _protocols(self._files)

    def refuse_itself(self, feed: Path) -> None:
        """Raise PlaceError when the destination is the feed's own folder."""
        if self._local and Path(self._root).resolve() == feed.resolve():
            raise PlaceError(f"{feed} is the feed itself: name another place to publish it to")

    def refuse_unknown(self, episodes: Sequence[Episode], url: str) -> None:
        """Raise PlaceError when an episode lies there and not here."""
        found = self._files.glob(f"{self._root}/*/{_RECORD}")
        slugs = {basename(dirname(str(path))) for path in found}
        if unknown := sorted(slugs - {episode.slug for episode in episodes}):
            raise PlaceError(
                f"{url} holds {', '.join(unknown)}, which this feed does not know: bring its "
                "folder back into feed/, or withdraw it there first"
            )

    def send(self, feed: Path, name: str, *, hashed: bool = False) -> None:
        """Bring one file there, unless it is. A name with a hash is known by its size."""
        path, data = self._path(name), (feed / name).read_bytes()
        if self._same(path, data, hashed=hashed):
            self.kept += 1
            return
        self._files.makedirs(dirname(path), exist_ok=True)
        if self._local:  # elsewhere a file appears whole or not at all; here it grows
            beside = f"{dirname(path)}/.{basename(path)}.part"
            self._files.pipe_file(beside, data)
            self._files.mv(beside, path)
        else:
            self._files.pipe_file(path, data)
        self.sent.append(name)

    def empty(self, slug: str) -> None:
        """Delete all of an episode there but its record."""
        for path in self._files.ls(self._path(slug), detail=False):
            if basename(path) != _RECORD:
                self._files.rm_file(path)
                self.deleted.append(f"{slug}/{basename(path)}")

    def _same(self, path: str, data: bytes, *, hashed: bool) -> bool:
        try:
            size = self._files.info(path)["size"]
        except FileNotFoundError:
            return False
        return size == len(data) and (hashed or self._files.cat_file(path) == data)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"


def _protocols(files: Any) -> tuple[str, ...]:
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)


@contextmanager
def _reached(url: str) -> Iterator[None]:
    """Turn what a file system raises into a PlaceError that names the destination."""
    try:
        yield
    except _FAILURES as error:
        raise PlaceError(
            f"{url} can't be reached or written ({error}): check the address and your right to it"
        ) from error
