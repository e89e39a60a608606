"""A recording → an episode in the feed. Promise: killed at any moment, the feed is whole.

The order is the promise: media first, then the record, then the pages, feed.xml last, and only
then what nothing names any more is deleted. The feed is built from the records alone, so that
it can always be built again.
"""

from datetime import datetime
from pathlib import Path

from pipeline.formats import records
from pipeline.model import Article, Episode, Narration, Notes, Picture, Recording, Show
from pipeline.publishing import building, covers, describing, place, standing
from pipeline.publishing.keeping import as_published
from pipeline.publishing.place import RECORD, REPORT, read, read_all, workshop
from pipeline.values import replace

__all__ = [
    "RECORD",
    "REPORT",
    "as_published",
    "lacks_cover",
    "publish",
    "read",
    "read_all",
    "rebuild",
    "refresh",
    "workshop",
]


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
    picture: Picture | None = None,
    series: Picture | None = None,
    build: bool = True,
) -> Episode:
    """Give the recording's files their place, write the record, and build the feed again.

    Without `build` the feed stays as it was, for whoever publishes many and builds it once.
    `now` is an aware moment, used only for an episode that has no date yet; `picture` is the cover
    that the recording has, and `series` the show's, if it was drawn for a feed that lacks it: what
    they have for pages need not be made again. Raises PlaceError when the feed can't be read or
    written, UsageError when `notes` contradict what is published.
    """
    made = describing.Made(article=article, narration=narration, recording=recording)
    home = place.folder(feed, slug)
    with place.locked(feed):
        earlier = place.read(feed, slug)
        identity = describing.Identity(slug=slug, fingerprint=fingerprint, earlier=earlier, now=now)
        episode = describing.describe(made, show, notes, identity)
        # A cover that can't be read is known before anything moves
        shows = covers.show_cover(show, feed, drawn=series.large if series else b"")
        place.adopt(recording, home)
        covers.keep_small([shows], feed, series)
        covers.keep_small(recording.files, home, picture)
        place.write(home / place.RECORD, records.to_json(episode).encode())
        if build:
            building.build(show, feed, now, standing.noted(feed), standing.folders(feed))
    return episode


def lacks_cover(show: Show, feed: Path) -> bool:
    """Whether the show's cover must be drawn before the feed can be built."""
    return covers.lacks_cover(show, feed)


def rebuild(show: Show, feed: Path, now: datetime) -> None:
    """Build feed.xml and the pages from all records in the folder, and sweep it.

    Drafts, withdrawn episodes and those whose date has not come by `now` stay out. Raises
    PlaceError when a record is damaged.
    """
    with place.locked(feed):
        known = standing.noted(feed)
        building.build(show, feed, now, replace(known, seal=""), standing.folders(feed))


def refresh(show: Show, feed: Path, now: datetime) -> None:
    """Build what changed since the feed was built; nothing, if it is what `rebuild` would make."""
    place.clear(feed)
    with place.locked(feed):
        known, there = standing.noted(feed), standing.folders(feed)
        if not standing.stands(known, show, there, now):
            building.build(show, feed, now, known, there)
