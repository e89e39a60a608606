"""A recording → an episode in the feed. Promise: killed at any moment, the feed is whole.

The order is the promise: media first, then the record, then the pages, feed.xml last, and only
then what nothing names any more is deleted. The feed is built from the records alone, so that
it can always be built again.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pipeline.errors import PlaceError
from pipeline.formats import pages, records, rss, texts
from pipeline.model import Article, Episode, Feed, MediaFile, Narration, Notes, Recording, Show
from pipeline.publishing import covers, describing, place, standing
from pipeline.publishing.covers import lacks_cover
from pipeline.publishing.keeping import as_published
from pipeline.publishing.place import read, read_all, workshop

__all__ = [
    "as_published",
    "lacks_cover",
    "publish",
    "read",
    "read_all",
    "rebuild",
    "refresh",
    "workshop",
]

PAGE = "index.html"


def publish(  # noqa: PLR0913  (the whole of an episode's making comes together here)
    article: Article,
    narration: Narration,
    recording: Recording,
    show: Show,
    *,
    notes: Notes,
    feed: Path,
    slug: str,
    fingerprint: str,
    now: datetime,
    series_cover: bytes = b"",
    build: bool = True,
) -> Episode:
    """Give the recording's files their place, write the record, and build the feed again.

    Without `build` the feed stays as it was, for whoever publishes many and builds it once.
    `now` is an aware moment, used only for an episode that has no date yet; `series_cover` is the
    show's, if it has been drawn for a feed that lacks it. Raises PlaceError
    when the feed can't be read or written, UsageError when `notes` contradict what is published.
    """
    made = describing.Made(article=article, narration=narration, recording=recording)
    home = place.folder(feed, slug)
    with place.locked(feed):
        earlier = place.read(feed, slug)
        identity = describing.Identity(slug=slug, fingerprint=fingerprint, earlier=earlier, now=now)
        episode = describing.describe(made, show, notes, identity)
        covers.show_cover(
            show, feed, drawn=series_cover
        )  # one that can't be read is known before anything moves
        text = texts.text_html(article, narration, episode.title)
        transcript = _file("transcript", texts.TYPE, text)
        episode = replace(episode, files=(*episode.files, transcript))
        place.adopt(recording, home)
        place.write(home / transcript.name, text)
        place.write(home / place.RECORD, records.to_json(episode).encode())
        if build:
            _build(show, feed, now)
    return episode


def rebuild(show: Show, feed: Path, now: datetime) -> Feed:
    """Build feed.xml and the pages from the records in the folder, and sweep it.

    Drafts, withdrawn episodes and those whose date has not come by `now` stay out. Raises
    PlaceError when a record is damaged.
    """
    with place.locked(feed):
        return _build(show, feed, now)


def refresh(show: Show, feed: Path, now: datetime) -> None:
    """Build the feed again, unless it is what `rebuild` would make of it."""
    place.clear(feed)
    with place.locked(feed):
        if not standing.stands(show, feed, now):
            _build(show, feed, now)


def _build(show: Show, folder: Path, now: datetime) -> Feed:
    episodes = place.read_all(folder)
    public = [episode for episode in episodes if episode.stands(now)]
    newest = sorted(public, key=_newness, reverse=True)
    noted = standing.noted(folder)
    feed = Feed(show=show, episodes=tuple(newest), cover=covers.show_cover(show, folder, noted))
    beside = covers.beside(feed, episodes, folder, noted)
    made = {
        f"{each.slug}/{PAGE}": page
        for each in episodes
        if (page := _page(feed, each, folder, beside))
    }
    made[PAGE] = pages.index_page(feed, beside)
    made |= (listed := rss.feed_pages(feed))
    for name, data in made.items():
        place.write(folder / name, data)
    for old in folder.glob(rss.OLDER):
        if old.name not in listed:
            old.unlink()
    pictures = beside.pictures
    for episode in episodes:
        named = [file.name for file in episode.files]
        place.sweep(folder / episode.slug, [*named, pictures.get(episode.slug, "")])
        place.sweep(folder / episode.slug / "quotes", [Path(name).name for name in named])
    place.sweep(folder, [feed.cover.name, pictures[""], *beside.typefaces.values()])
    hashes = {name: sha256(data).hexdigest() for name, data in made.items()}
    drawn = covers.hashes(feed, beside, folder)
    standing.remember(show, folder, episodes, {**hashes, **drawn}, now)
    return feed


def _newness(episode: Episode) -> tuple[datetime, str]:
    return datetime.fromisoformat(episode.date), episode.slug


def _page(feed: Feed, episode: Episode, folder: Path, beside: pages.Beside) -> bytes:
    """The episode's page; one that is withdrawn has none, and loses the one it had."""
    home = folder / episode.slug
    if episode.status == "withdrawn":
        (home / PAGE).unlink(missing_ok=True)
        return b""
    text = next((file for file in episode.files if file.type == texts.TYPE), None)
    return pages.episode_page(feed, episode, _inner(home, text) if text else "", beside)


def _inner(home: Path, text: MediaFile) -> str:
    """The words of an episode's transcript."""
    path = home / text.name
    data = path.read_bytes() if path.is_file() else b""
    if sha256(data).hexdigest() != text.sha256:
        told = "damaged" if data else "missing"
        raise PlaceError(f"{path} is {told}: render {home.name} --again")
    return texts.inner(data)


def _file(kind: str, type_: str, data: bytes) -> MediaFile:
    digest = sha256(data).hexdigest()
    name = f"{kind}-{digest[:12]}.{type_.partition('/')[2]}"
    return MediaFile(name=name, kind=kind, type=type_, size=len(data), sha256=digest)
