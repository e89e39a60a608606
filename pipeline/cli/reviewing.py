"""`--report`: an episode in the feed → a page and a picture of how it sounds, for its editor.

Promise: they lie in the feed's folder, where their sound is, hidden: nobody serves or publishes
them. Nothing is spoken for them that the store has.
"""

from pathlib import Path

from pipeline import publishing, render
from pipeline.cli.mapping import Mapper
from pipeline.cli.reporting import Report
from pipeline.config.page import shown
from pipeline.errors import PlaceError
from pipeline.store import Store

FOLDER = ".report"


def review(
    request: render.Request, store: Store, feed: Path, lines: Mapper, report: Report
) -> None:
    """Write the report of one episode, and say where. Raises PlaceError, and what a render does."""
    from pipeline.formats.review import PICTURE, review_page  # noqa: PLC0415 - with Pillow
    from pipeline.formats.waveform import waveform  # noqa: PLC0415

    episode = publishing.read(feed, request.slug)
    if episode is None:
        raise PlaceError(f"{request.slug} is not in the feed: render it, then ask for its report")
    plan, narration, show = render.retell(request, store=store, feed=feed, map=lines)
    folder = feed / FOLDER / request.slug
    page = review_page(narration, episode, plan.doubts, show, f"../../{request.slug}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PICTURE).write_bytes(waveform(narration, show))
        (folder / "index.html").write_bytes(page)
    except OSError as error:
        raise PlaceError(f"{folder} can't be written: {error.strerror} — allow it") from error
    report.say(f"  {shown(folder / 'index.html')} shows how it sounds: open it in a browser")
