"""A feed that has passed its check → a host. Promise: what apps would refuse never gets there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline import checking, delivering
from pipeline.cli.judging import tell
from pipeline.cli.reporting import Report, count
from pipeline.config.page import shown
from pipeline.config.places import find_place
from pipeline.errors import PlaceError, UsageError
from pipeline.model import Show
from pipeline.values import asdict, value

_UNPLACED = Show(title="", guid="").base_url


@value
class Wish:
    """How to publish: only to look, what to drop there, and the days replaced files are kept."""

    dry_run: bool = False
    remove: tuple[str, ...] = ()
    delete_old: int | None = None


def send(destination: str, feed: Path | None, show: Path | None, wish: Wish, report: Report) -> int:
    """Check the feed and put it at the destination. Raises UsageError, PlaceError."""
    folder = find_place(None, show, feed).feed
    findings = checking.check(folder, listening=False)
    if any(finding.level == "must" for finding in findings):
        tell(findings, shown(folder), Report(quiet=report.quiet))
        raise PlaceError(f"{shown(folder)} is not published: mend what the check says, then again")
    _check_address(folder, destination, report)
    if wish.dry_run:
        return _look(folder, destination, wish, report)
    keep = None if wish.delete_old is None else timedelta(days=wish.delete_old)
    now = datetime.now(UTC)
    done = delivering.deliver(folder, destination, now=now, remove=wish.remove, keep=keep)
    report.say(
        f"{shown(folder)} is at {destination}: {count(len(done.sent), 'file')} sent, "
        f"{done.kept:,} there already, {len(done.deleted):,} deleted."
    )
    if done.waiting and keep is None:
        told = "1 replaced file stays" if done.waiting == 1 else f"{done.waiting:,} replaced stay"
        report.say(f"{told} there for apps with the old feed: --delete-old DAYS deletes them.")
    if "feed.xml" in done.sent:
        _announce(folder, report)
    report.document(
        {
            "feed": str(folder),
            "destination": destination,
            "sent": list(done.sent),
            "deleted": list(done.deleted),
            "kept": done.kept,
            "waiting": done.waiting,
        }
    )
    return 0


def restore(destination: str, feed: Path | None, show: Path | None, report: Report) -> int:
    """Fill an empty feed from the destination. Raises UsageError, PlaceError."""
    folder = find_place(None, show, feed).feed
    episodes = delivering.restore(destination, folder)
    report.say(f"{shown(folder)} has {count(episodes, 'episode')} again, from {destination}.")
    report.document({"feed": str(folder), "destination": destination, "episodes": episodes})
    return 0


def _look(feed: Path, destination: str, wish: Wish, report: Report) -> int:
    """What would change for subscribers."""
    found = delivering.preview(feed, destination, now=datetime.now(UTC), remove=wish.remove)
    for change in found.changes:
        size = f" ({change.bytes / 1e6:.1f} MB)" if change.bytes else ""
        report.say(f"“{change.title}” {change.told}{size}")
    if not found.changes:
        report.say("Nothing changes for subscribers.")
    told = count(len(found.sent), "file")
    report.say(f"{told} would be sent to {destination}, {found.size / 1e6:.1f} MB.")
    report.document(
        {
            "feed": str(feed),
            "destination": destination,
            "would_send": list(found.sent),
            "bytes": found.size,
            "changes": [asdict(each) for each in found.changes],
        }
    )
    return 0


def _announce(feed: Path, report: Report) -> None:
    """Tell the hub, if the feed names one; what it does not take, apps find out by themselves."""
    hub, topic = delivering.hub((feed / "feed.xml").read_bytes())
    if not hub:
        return
    try:
        delivering.announce(hub, topic)
    except PlaceError as error:
        report.wrong(f"warning: {error}; the feed is there, and apps see it when they next look")
    else:
        report.say(f"The hub {hub} was told.")


def _check_address(feed: Path, destination: str, report: Report) -> None:
    """A feed that names this computer is of use in a folder at most."""
    if f'href="{_UNPLACED}/feed.xml"'.encode() not in (feed / "feed.xml").read_bytes():
        return
    told = "the feed names this computer: set base_url in show.toml to where it will be, and render"
    if "://" in destination.removeprefix("file://"):
        raise UsageError(told)
    report.wrong(f"warning: {told}")
