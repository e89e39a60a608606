"""feed/ → a destination, and back. Promise: the feed there never names a file that is not there.

Media go first, then records and pages, feed.xml last, once everything that it names has arrived;
only then is anything deleted. What is there already stays untouched, known by the hash in its name
or in the manifest. An episode there that is unknown here stops everything.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.delivering import manifest
from pipeline.delivering.announcing import announce
from pipeline.delivering.changes import Change, changes
from pipeline.delivering.contents import FEED, RECORD, Contents, contents, hub
from pipeline.delivering.destination import Destination
from pipeline.delivering.manifest import Manifest
from pipeline.delivering.restoring import restore
from pipeline.errors import PlaceError
from pipeline.formats import records
from pipeline.formats.media_types import HASHED
from pipeline.model import Episode
from pipeline.values import value

__all__ = ["Change", "Delivery", "Preview", "announce", "deliver", "hub", "preview", "restore"]

_TRIES = 3  # at a feed that a render changes while it is sent


class _ChangedError(PlaceError):
    """A file is not what it was when the delivery began: what there is now can be delivered."""


@value
class Delivery:
    """What was done: names sent and deleted, in order; how many were there already.

    `waiting`: replaced files that stay for a while, for apps that still have the old feed.
    """

    sent: tuple[str, ...]
    deleted: tuple[str, ...]
    kept: int
    waiting: int = 0


@value
class Preview:
    """What a delivery would send, its bytes, and what subscribers would see change."""

    sent: tuple[str, ...]
    size: int
    changes: tuple[Change, ...]


def preview(feed: Path, url: str, *, now: datetime, remove: Collection[str] = ()) -> Preview:
    """What `deliver` would do; nothing is written. Raises PlaceError as it does."""
    here, there = contents(feed, now), Destination(url)
    visit = _Visit(here, there)
    strangers = visit.refuse_unknown(remove)
    sent = tuple(name for name in here.names if not visit.has(name))
    gone = (
        Change(slug=slug, title=slug, kind="gone", told="leaves the feed (--remove)")
        for slug in strangers
    )
    return Preview(
        sent=sent,
        size=sum((feed / name).stat().st_size for name in sent),
        changes=(*changes(here.episodes, here.leaving, visit.records()), *gone),
    )


def deliver(
    feed: Path,
    url: str,
    *,
    now: datetime,
    remove: Collection[str] = (),
    keep: timedelta | None = None,
) -> Delivery:
    """Bring the destination up to date; stopped at any moment, it can be run again.

    Drafts stay here; what is withdrawn leaves its record there and nothing else. Episodes that
    only the destination knows stop it, but those in `remove`, which are deleted there. Replaced
    files are deleted once they have been so for `keep`; None: they stay.

    Raises PlaceError when the destination can't be reached or holds an episode that is not here,
    or when a file that the feed names is missing, here or there, or damaged here.
    """
    there = Destination(url)
    if there.is_folder(feed):
        raise PlaceError(f"{feed} is the feed itself: name another place to publish it to")
    for left in reversed(range(_TRIES)):
        try:
            return _deliver(contents(feed, now), there, now, remove, keep)
        except _ChangedError:
            if not left:
                raise
    raise AssertionError("it returned, or raised")


def _deliver(
    here: Contents,
    there: Destination,
    now: datetime,
    remove: Collection[str],
    keep: timedelta | None,
) -> Delivery:
    visit = _Visit(here, there)
    strangers = visit.refuse_unknown(remove)
    visit.bring()
    waiting = visit.clear(strangers, now, keep)
    visit.remember(waiting)
    return Delivery(
        sent=tuple(name for name in here.names if name in visit.sent),
        deleted=tuple(visit.deleted),
        kept=len(here.names) - len(visit.sent),
        waiting=len(waiting),
    )


class _Visit:
    """One delivery: the feed here, the destination, and what was found there at the beginning."""

    def __init__(self, here: Contents, there: Destination) -> None:
        self._here, self._there = here, there
        self._found = there.listing()
        known = there.read(manifest.NAME) if manifest.NAME in self._found else b""
        self._known = manifest.from_json(known)
        self.sent: set[str] = set()
        self.deleted: list[str] = []

    def refuse_unknown(self, remove: Collection[str]) -> list[str]:
        """The slugs to remove. Raises PlaceError for an episode there that nobody here knows."""
        slugs = {name.partition("/")[0] for name in self._found if name.endswith(f"/{RECORD}")}
        known = {episode.slug for episode in self._here.episodes}
        if wrong := sorted(set(remove) & known):
            raise PlaceError(
                f"{', '.join(wrong)} is in this feed, and would come back with the next publish: "
                'set status = "withdrawn" in its episode.toml instead'
            )
        if unknown := sorted(slugs - known - set(remove)):
            raise PlaceError(
                f"{self._there.url} holds {', '.join(unknown)}, which this feed does not know: get "
                f"it back with --restore into an empty feed/, or drop it with --remove {unknown[0]}"
            )
        return sorted(slugs & set(remove))

    def records(self) -> Mapping[str, Episode]:
        """The destination's records, by slug."""
        names = [name for name in self._found if name.endswith(f"/{RECORD}")]
        read: dict[str, Episode] = {}

        def one(name: str) -> None:
            text = self._there.read(name).decode("utf-8", errors="replace")
            read[name.partition("/")[0]] = records.from_json(text, f"{self._there.url}/{name}")

        self._there.each(one, names)
        return read

    def has(self, name: str) -> bool:
        """Whether the destination has a file as it is here."""
        here = self._here.folder / name
        if self._found.get(name) != (len(self._here.feed) if name == FEED else _size(here)):
            return False
        if HASHED.fullmatch(name) or self._known.hashes.get(name) == self._here.hashes[name]:
            return True
        if name in self._known.hashes:
            return False
        return sha256(self._there.read(name)).hexdigest() == self._here.hashes[name]

    def bring(self) -> None:
        """Send what is missing, and the feed when all that it names is there."""
        with TemporaryDirectory(prefix="feed-") as folder:
            frozen = Path(folder) / FEED  # as it was when the rest was listed
            frozen.write_bytes(self._here.feed)
            for names in (self._here.media, self._here.beside):
                self._there.each(self._send, names)
            if not self.has(FEED):
                self._arrived()
                self._there.send(frozen, FEED)
                self.sent.add(FEED)

    def _send(self, name: str) -> None:
        if self.has(name):
            return
        path = self._here.folder / name
        try:
            self._look(name, path)
            self._there.send(path, name)
        except FileNotFoundError as error:
            raise _ChangedError(f"{name} changed meanwhile: run the same command again") from error
        self.sent.add(name)

    def _look(self, name: str, path: Path) -> None:
        """Raise PlaceError when a file is damaged, or not what it was when this began."""
        with path.open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
        if found != self._here.hashes.get(name, found):
            raise _ChangedError(f"{name} changed meanwhile: run the same command again")
        if found != self._here.sums.get(name, found):
            slug = name.partition("/")[0]
            raise PlaceError(
                f"{path} is damaged, and so not published: render {slug} --again, then publish"
            )

    def _arrived(self) -> None:
        """Raise PlaceError when the feed names a file that is not there, or not whole."""
        found = self._there.listing()
        for name in sorted(self._here.named):
            path = self._here.folder / name
            if name != FEED and (name not in found or _size(path) not in {None, found[name]}):
                raise PlaceError(
                    f"{self._there.url}/{name} did not arrive, so the feed there stays as it was: "
                    "run the same command again"
                )

    def clear(
        self, strangers: Collection[str], now: datetime, keep: timedelta | None
    ) -> Mapping[str, str]:
        """Delete what is to leave; what waits for that, with the moment since when it does."""
        waiting: dict[str, str] = {}
        for name in sorted(self._found, key=lambda name: (name.endswith(f"/{RECORD}"), name)):
            slug = name.partition("/")[0] if "/" in name else ""
            leaves = slug in strangers or (slug in self._here.leaving and not self._stays(name))
            if not leaves and name not in self._here.names and HASHED.fullmatch(name):
                since = self._known.replaced.get(name, now.isoformat(timespec="seconds"))
                leaves = keep is not None and now - datetime.fromisoformat(since) >= keep
                waiting |= {} if leaves else {name: since}
            if leaves:
                self._there.delete(name)
                self.deleted.append(name)
        return waiting

    def _stays(self, name: str) -> bool:
        return name in self._here.names  # the record of what is withdrawn

    def remember(self, waiting: Mapping[str, str]) -> None:
        """Leave a manifest of it there, if it says anything new."""
        new = Manifest(hashes=self._here.hashes, replaced=waiting)
        if new == self._known:
            return
        with TemporaryDirectory(prefix="feed-") as folder:
            path = Path(folder) / manifest.NAME
            path.write_bytes(manifest.to_json(new))
            self._there.send(path, manifest.NAME)


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None
