"""`--report` and `--clips`: an episode in the feed → what its editor looks at, and passes on.

Promise: it lies in the feed's folder, where the sound is, hidden: nobody serves or publishes it.
Nothing is spoken for it that the store has.
"""

from collections.abc import Mapping
from pathlib import Path

from pipeline import filming, publishing, render
from pipeline.cli.asking import Asked
from pipeline.cli.mapping import Mapper
from pipeline.cli.reporting import Report, count
from pipeline.config.page import shown
from pipeline.errors import PlaceError
from pipeline.model import Episode, Narration, Show
from pipeline.store import Store


def review(  # noqa: PLR0917 - a request, where things are, and what was asked
    request: render.Request,
    store: Store,
    feed: Path,
    lines: Mapper,
    asked: Asked,
    report: Report,
) -> None:
    """Write what was asked for of one episode, and say where.

    Raises PlaceError, and what a render does.
    """
    episode = publishing.read(feed, request.slug)
    if episode is None:
        raise PlaceError(f"{request.slug} is not in the feed: render it first")
    plan, narration, show = render.retell(request, store=store, feed=feed, map=lines)
    folder = feed / publishing.REPORT / request.slug
    if asked.report:
        _write(folder, _report(narration, episode, plan, show))
        report.say(f"  {shown(folder / 'index.html')} shows how it sounds: open it in a browser")
    if asked.clips:
        films = filming.film(plan.article, narration, show, store)
        made = {f"clip-{number}.mp4": film for number, film in enumerate(films, 1)}
        _write(folder, made)
        report.say(f"  {count(len(made), 'clip')} in {shown(folder)}")


def _report(
    narration: Narration, episode: Episode, plan: render.Plan, show: Show
) -> Mapping[str, bytes]:
    from pipeline.formats.review import PICTURE, review_page  # noqa: PLC0415 - with Pillow
    from pipeline.formats.waveform import waveform  # noqa: PLC0415

    page = review_page(narration, episode, plan.doubts(), show, f"../../{episode.slug}")
    return {PICTURE: waveform(narration, show), "index.html": page}


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise PlaceError(f"{folder} can't be written: {error.strerror} — allow it") from error
