"""What was named on the command line → a show and the articles to render for it.

Promise: looks at everything before anything is made, and writes nothing.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline import reading, render
from pipeline.cli.asking import Asked
from pipeline.cli.casting import cast_as_asked
from pipeline.config import check_fit, identity, load_notes, load_show
from pipeline.config.page import shown
from pipeline.config.places import Place, find_place
from pipeline.config.sources import FORMATS, Source, find_sources, slug
from pipeline.errors import SourceError, UsageError
from pipeline.model import Notes, Show, value

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
STANDARD_INPUT = "-"


@value
class Survey:
    """A show's place and what to render for it.

    `waiting`: folders whose article is not there. `single`: one article was named, not a batch.
    """

    place: Place
    sources: tuple[Source, ...]
    waiting: tuple[Path, ...] = ()
    single: bool = False


@contextmanager
def survey(asked: Asked) -> Iterator[Survey]:
    """Find the articles. Standard input is kept in a file while this lasts.

    Raises SourceError, and UsageError for sources of several shows or two with one slug.
    """
    if STANDARD_INPUT not in asked.sources:
        yield _files(asked)
        return
    if asked.sources != (STANDARD_INPUT,) or asked.format not in FORMATS:
        raise UsageError(
            "- reads one article from standard input: name no other source, and its format with "
            f"--format ({', '.join(FORMATS)})"
        )
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"standard-input.{asked.format}"
        path.write_bytes(sys.stdin.buffer.read())
        yield Survey(place=_place(None, asked), sources=(_piped(path, asked.format),), single=True)


def show_for(found: Survey, asked: Asked) -> Show:
    """The show with its identity and the voices that were asked for.

    Without a show.toml it is the one that the feed keeps, or else one made from the first article.
    Raises UsageError with every mistake in show.toml.
    """
    place = found.place
    if place.show_file:
        show = load_show(place.show_file)
    else:
        show = identity.kept_show(place.feed) or _first_show(found.sources)
    return cast_as_asked(identity.identified(show, place.feed), asked)


def request_for(source: Source, show: Show) -> render.Request:
    """One article with what its episode.toml says. Raises UsageError for mistakes in that."""
    notes = load_notes(source.notes) if source.notes else Notes()
    check_fit(show, notes)
    return render.Request(
        path=source.path, slug=source.slug, show=show, notes=notes, format=source.format
    )


def _files(asked: Asked) -> Survey:
    for name in asked.sources:
        if _URL.match(name):
            raise SourceError(
                f"{name}: pages on the web can't be read yet — save the page and name the file"
            )
    named = [Path(name) for name in asked.sources]
    place = _place(named[0] if named else None, asked)
    for path in named[1:]:
        if _place(path, asked) != place:
            raise UsageError(
                f"{named[0]} and {path} belong to different shows — name those of one at a time"
            )
    if not named and not place.show_file and not (place.feed / identity.NAME).is_file():
        raise UsageError('no show here — name an article, or begin a show with --new "Its title"')
    sources, waiting = find_sources(named or [place.episodes])
    single = len(named) == len(sources) == 1 and _names(named[0], sources[0].path)
    return Survey(place=place, sources=sources, waiting=waiting, single=single)


def _names(named: Path, article: Path) -> bool:
    """Whether a path names this one article, and not a batch that has just the one."""
    return named == article or (article.stem == "article" and named == article.parent)


def _place(source: Path | None, asked: Asked) -> Place:
    return find_place(source, asked.show, asked.feed, asked.cache)


def _piped(path: Path, format: str) -> Source:  # noqa: A002  the option's own name
    try:
        title = reading.read(path, format).metadata.title
    except SourceError as error:
        raise SourceError(str(error).replace(str(path), "standard input")) from error
    if not title:
        raise SourceError("standard input: has no title to name the episode by — begin with one")
    return Source(path=path, slug=slug(title), format=format)


def _first_show(sources: tuple[Source, ...]) -> Show:
    """A show made from the first article that can be read."""
    failed: SourceError | None = None
    for source in sources:
        try:
            notes = load_notes(source.notes) if source.notes else Notes()
            metadata = reading.correct(reading.read(source.path, source.format), notes).metadata
        except SourceError as error:
            failed = failed or error
        else:
            title = notes.title or metadata.title
            return identity.default_show(replace(metadata, title=title))
    raise failed or SourceError(
        f"{shown(Path.cwd())}: no article here yet — put one in, or name it"
    )
