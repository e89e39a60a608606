"""A feed that has passed its check → a host. Promise: what apps would refuse never gets there."""

from pathlib import Path

from pipeline import checking, delivering
from pipeline.cli.judging import judge
from pipeline.cli.reporting import Report, count
from pipeline.config.page import shown
from pipeline.config.places import find_place
from pipeline.errors import PlaceError, UsageError
from pipeline.model import Show

_UNPLACED = Show(title="", guid="").base_url


def send(destination: str, feed: Path | None, show: Path | None, report: Report) -> int:
    """Check the feed and put it at the destination. Raises UsageError, PlaceError."""
    folder = find_place(None, show, feed).feed
    if any(finding.level == "must" for finding in checking.check(folder)):
        judge(folder, None, Report(quiet=report.quiet))
        raise PlaceError(f"{shown(folder)} is not published: mend what the check says, then again")
    _check_address(folder, destination, report)
    done = delivering.deliver(folder, destination)
    report.say(
        f"{shown(folder)} is at {destination}: {count(len(done.sent), 'file')} sent, "
        f"{done.kept:,} there already, {len(done.deleted):,} deleted."
    )
    report.document(
        {
            "feed": str(folder),
            "destination": destination,
            "sent": list(done.sent),
            "deleted": list(done.deleted),
            "kept": done.kept,
        }
    )
    return 0


def _check_address(feed: Path, destination: str, report: Report) -> None:
    """A feed that names this computer is of use in a folder at most."""
    if f'href="{_UNPLACED}/feed.xml"'.encode() not in (feed / "feed.xml").read_bytes():
        return
    told = "the feed names this computer: set base_url in show.toml to where it will be, and render"
    if "://" in destination.removeprefix("file://"):
        raise UsageError(told)
    report.wrong(f"warning: {told}")
