"""What was named on the command line → a show and the articles to render for it.

Promise: looks at everything before anything is made, and writes nothing.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline import locking, publishing, reading, render
from pipeline.cli import browsing
from pipeline.cli.asking import Asked
from pipeline.cli.casting import cast_as_asked
from pipeline.config import check_fit, identity, load_notes, load_show
from pipeline.config.page import shown
from pipeline.config.places import Place, find_place
from pipeline.config.sources import (
    FORMATS,
    Source,
    find_sources,
    is_address,
    slug,
    spelt_out,
)
from pipeline.errors import SourceError, UsageError
from pipeline.model import Notes, Show
from pipeline.values import replace, value

STANDARD_INPUT = "-"


@value
class Survey:
    """A show's place and what to render for it.

    `waiting`: folders whose article is not there. `lost`: addresses that gave none, and why.
    `single`: one article was named, not a batch.
    """

    place: Place
    sources: tuple[Source, ...]
    waiting: tuple[Path, ...] = ()
    lost: tuple[tuple[str, SourceError], ...] = ()
    single: bool = False

    @property
    def count(self) -> int:
        """How many articles there are, or should have been."""
        return len(self.sources) + len(self.lost)

    @property
    def new(self) -> tuple[Source, ...]:
        """Those that have no episode in the feed yet."""
        feed = self.place.feed
        return tuple(
            source
            for source in self.sources
            if not (feed / source.slug / publishing.RECORD).is_file()
        )


@contextmanager
def survey(asked: Asked) -> Iterator[Survey]:
    """Find the articles. Standard input and pages of the web are kept in files while this lasts.

    Raises SourceError, and UsageError for sources of several shows or two with one slug.
    """
    if STANDARD_INPUT not in asked.sources:
        with TemporaryDirectory() as folder:
            yield _named(asked, Path(folder))
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


@contextmanager
def founding(found: Survey) -> Iterator[None]:
    """Let only one run at a time make the first episode of a show whose guid nobody has written.

    Others wait until that episode stands, and the show with it. Raises PlaceError after minutes.
    """
    place = found.place
    written = bool(place.show_file and load_show(place.show_file).guid)
    if written or identity.kept_show(place.feed):
        yield
        return
    folder = next(folder for folder in place.feed.parents if folder.is_dir())
    with locking.locked(folder, needless=lambda: identity.kept_show(place.feed)):
        yield


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
    if asked.formats:
        show = replace(show, sound=replace(show.sound, formats=asked.formats))
    return cast_as_asked(identity.identified(show, place.feed), asked)


def request_for(source: Source, show: Show) -> render.Request:
    """One article with what its episode.toml says. Raises UsageError for mistakes in that."""
    notes = load_notes(source.notes) if source.notes else Notes()
    check_fit(show, notes)
    return render.Request(
        path=source.path,
        slug=source.slug,
        show=show,
        notes=notes,
        format=source.format,
        url=source.url,
    )


def _named(asked: Asked, folder: Path) -> Survey:
    sources_named = tuple(spelt_out(asked.sources))
    urls = tuple(name for name in sources_named if is_address(name))
    named = [Path(name) for name in sources_named if not is_address(name)]
    place = _one_place(named, urls, asked)
    if not asked.sources and not place.show_file and not (place.feed / identity.NAME).is_file():
        raise UsageError('no show here — name an article, or begin a show with --new "Its title"')
    wanted = named or ([] if urls else [place.episodes])
    sources, waiting = find_sources(wanted)
    single = len(named) == len(sources) == 1 and _names(named[0], sources[0].path)
    taken = {source.slug for source in sources}
    pages, lost = (
        browsing.fetched(urls, place, taken, folder, allow_private=asked.allow_private)
        if urls
        else ((), ())
    )
    return Survey(
        place=place,
        sources=(*sources, *pages),
        waiting=waiting,
        lost=lost,
        single=len(asked.sources) == 1 and (single or len(pages) + len(lost) == 1),
    )


def _one_place(named: list[Path], urls: tuple[str, ...], asked: Asked) -> Place:
    """The place that all sources share; an address belongs to the current folder's."""
    place = _place(named[0] if named else None, asked)
    others = [(str(path), _place(path, asked)) for path in named[1:]]
    others += [(url, _place(None, asked)) for url in urls[:1] if named]
    for name, other in others:
        if other != place:
            raise UsageError(
                f"{named[0]} and {name} belong to different shows — name those of one at a time"
            )
    return place


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
            article = reading.read(source.path, source.format, source.url)
            metadata = reading.correct(article, notes).metadata
        except SourceError as error:
            failed = failed or error
        else:
            title = notes.title or metadata.title
            return identity.default_show(replace(metadata, title=title))
    raise failed or SourceError(
        f"{shown(Path.cwd())}: no article here yet — put one in, or name it"
    )
