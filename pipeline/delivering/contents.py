"""feed/ → what goes to a host, and in which order. Promise: what points comes after its target.

Media first, then what lies beside them, then the index, then the feed's older pages, feed.xml last.
"""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline import locking
from pipeline.config import identity
from pipeline.errors import PlaceError
from pipeline.formats import built, records
from pipeline.formats.media_types import HASHED
from pipeline.formats.namespaces import NAMESPACES
from pipeline.model import Episode
from pipeline.values import value

FEED = "feed.xml"
RECORD = "episode.json"
_MANUAL = "README.md"  # of the folder; no part of the feed


@value
class Contents:
    """The feed as it is at one moment; names are relative to its folder, with slashes.

    `feed` holds the bytes of feed.xml. `named` are the files that it names. `leaving` are the slugs
    of episodes that are not to be heard, or not yet. `hashes`: SHA-256 in hex of each file whose
    name does not tell it; `sums`, what the records say of the others.
    """

    folder: Path
    episodes: tuple[Episode, ...]
    media: tuple[str, ...]
    beside: tuple[str, ...]
    feed: bytes
    named: frozenset[str]
    leaving: frozenset[str]
    hashes: Mapping[str, str]
    sums: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Everything, in the order it goes."""
        return (*self.media, *self.beside, FEED)


def contents(folder: Path, now: datetime) -> Contents:
    """What would go at a moment; a run that builds the feed is waited for.

    Raises PlaceError when there is no feed, or a file of it is missing, cut or not as it was built.
    """
    if not (folder / FEED).is_file():
        raise PlaceError(f"{folder} holds no {FEED}: render an episode first")
    lock = folder / locking.FEED  # a feed that was restored has none yet
    try:
        with locking.locked(lock, shared=True) if lock.exists() else nullcontext():
            return _contents(folder, now)
    except OSError as error:
        told = f"{error.filename} can't be read ({error.strerror})"
        raise PlaceError(f"{told}: allow it, or render again") from error


def _contents(folder: Path, now: datetime) -> Contents:
    feed = (folder / FEED).read_bytes()
    _as_built(folder)
    identity.kept_show(folder)  # raises when it is not as it was written
    episodes = tuple(read_records(folder))
    for episode in episodes:
        if episode.stands(now):
            _whole(folder, episode)
    media, beside = _sorted(folder, {each.slug: _standing(each, now) for each in episodes})
    hashes = {name: _hash((folder / name).read_bytes()) for name in beside}
    return Contents(
        folder=folder,
        episodes=episodes,
        media=tuple(media),
        beside=tuple(beside),
        feed=feed,
        named=frozenset(named(feed)),
        leaving=frozenset(each.slug for each in episodes if not each.stands(now)),
        hashes=hashes | {FEED: _hash(feed)},
        sums={f"{each.slug}/{file.name}": file.sha256 for each in episodes for file in each.files},
    )


def _as_built(folder: Path) -> None:
    """Raise PlaceError when a page or the feed is not what was built of the records."""
    note = folder / built.NAME
    known = built.from_json(note.read_bytes()) if note.is_file() else built.Built()
    for name, digest in known.hashes():
        path = folder / name
        if not path.is_file() or _hash(path.read_bytes()) != digest:
            raise PlaceError(
                f"{path} is not as it was built: delete it, and render-episode builds it again"
            )


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def read_records(folder: Path) -> Iterator[Episode]:
    """Every record in a feed's folder, by slug. Raises PlaceError when one is damaged."""
    for path in sorted(folder.glob(f"[!.]*/{RECORD}")):
        yield records.from_json(path.read_text("utf-8", errors="replace"), str(path))


def base(feed: bytes) -> str:
    """The address that the feed's own files stand under, with a slash; empty where none is told."""
    link = _root(feed).find("channel/atom:link[@rel='self']", NAMESPACES)
    return (link.get("href") or "").rpartition("/")[0] + "/" if link is not None else ""


def hub(feed: bytes) -> tuple[str, str]:
    """The WebSub hub that the feed names, and the feed's own address; empty where it names none."""
    found = {
        link.get("rel"): link.get("href") or ""
        for link in _root(feed).iterfind("channel/atom:link", NAMESPACES)
    }
    return found.get("hub", ""), found.get("self", "")


def named(feed: bytes) -> Iterator[str]:
    """The files that a feed.xml names under its own address."""
    start = base(feed)
    for element in _root(feed).iter():
        for name in ("url", "href", "uri"):
            address = element.get(name) or ""
            if start and address.startswith(start) and not address.endswith("/"):
                yield address.removeprefix(start).partition("#")[0]


def _root(feed: bytes) -> Any:
    try:
        return etree.fromstring(feed, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise PlaceError(f"{FEED} is no XML ({error}): build it again") from error


def _whole(folder: Path, episode: Episode) -> None:
    for file in episode.files:
        path = folder / episode.slug / file.name
        if not path.is_file() or path.stat().st_size != file.size:
            raise PlaceError(f"{path} is missing or cut: render {episode.slug} --again")


def _standing(episode: Episode, now: datetime) -> str:
    return "draft" if episode.status == "published" and not episode.stands(now) else episode.status


def _sorted(folder: Path, status: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Files named by their content, and the others: those of episodes first, those on top last."""
    media, records_, pages, top = [], [], [], []
    for name in sorted(_files(folder)):
        slug, _, inner = name.rpartition("/")
        standing = status.get(slug.partition("/")[0], "published")
        if standing == "draft" or (standing == "withdrawn" and inner != RECORD):
            continue
        if HASHED.fullmatch(inner):
            media.append(name)
        elif inner == RECORD:
            records_.append(name)
        elif slug:
            pages.append(name)
        elif name not in {FEED, _MANUAL}:
            top.append(name)
    top.sort(key=lambda name: name.endswith(".xml"))
    return media, [*records_, *pages, *top]


def _files(folder: Path) -> Iterator[str]:
    """Every file that is not hidden. What ends in .new is being written."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if not hidden and path.is_file() and not path.is_symlink():
            yield name.as_posix()
