"""The story: an article goes in at the top, an episode stands in the feed at the bottom.

    article   = correct(read(path), notes)         what the author wrote, as typed blocks
    script    = adapt(article, show, notes, …)     what will be said, by whom, in which chapter
    picture   = illustrate(article, show, store)   its cover
    narration = narrate(script, cast, store, map)  every line spoken, levelled, encoded
    recording = master(narration, article, …, map) takes joined, tagged, chaptered, measured
    episode   = publish(article, …, feed)          files named, record kept, feed rebuilt

Lines are spoken while chapters get their names: `draft` begins what `adapt` does in one go, and is
finished when they are spoken.
Read this, then `model.py`, and you know the system.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline import (
    illustrating,
    mastering,
    narrating,
    publishing,
    reading,
    scripting,
    spoken,
)
from pipeline.errors import GoneError, SourceError
from pipeline.model import (
    Article,
    Episode,
    Narration,
    Notes,
    Picture,
    Pronunciation,
    Recording,
    Script,
    Show,
    Voice,
)
from pipeline.store import Store
from pipeline.values import replace, value

if TYPE_CHECKING:  # the rooms themselves are imported when they are first used
    from pipeline.narrating import Foreseen, Mapper
    from pipeline.spoken import Doubt


@value
class Request:
    """One article to render. `format` is a suffix that overrides the file's own.

    `url` is where the file was fetched from, if it was. `again`: an episode that is in the feed
    takes the voices and people of the show as it is now, and not those it was published with.
    """

    path: Path
    slug: str
    show: Show
    notes: Notes = Notes()
    format: str = ""
    url: str = ""
    again: bool = False


@value
class Means:
    """What `render` has to work with."""

    store: Store
    feed: Path
    map: "Mapper"
    verify: bool
    build: bool
    failed: Mapping[Voice, str]


@value
class Plan:
    """What would be said, by the entries of [say]."""

    article: Article
    script: Script
    entries: Mapping[str, Pronunciation]

    def doubts(self) -> "tuple[Doubt, ...]":
        """The words that a voice may say wrong."""
        return spoken.doubts(self.script.lines, self.entries, self.script.language)

    def uses(self) -> Mapping[str, int]:
        """How often each of [say] is said."""
        return spoken.uses(self.script.lines, self.entries, self.script.language)


@value
class Outcome:
    """A finished episode, how it was narrated, and the seconds that each step took."""

    episode: Episode
    narration: Narration
    seconds: Mapping[str, float]


def plan(request: Request, store: Store | None = None) -> Plan:
    """Read and understand an article; make no sound, and write nothing but words into a `store`.

    Raises SourceError, UsageError for a correction that matches nothing, LedgerError.
    """
    article = _understood(request)
    with _named(request):
        script = scripting.adapt(article, request.show, request.notes, store)
    return Plan(article=article, script=script, entries={**request.show.say, **request.notes.say})


def _understood(request: Request) -> Article:
    article = reading.correct(_read(request), request.notes)
    reading.ledger.prove(article)
    return article


@contextmanager
def _named(request: Request) -> Iterator[None]:
    """What has nothing to say is named."""
    try:
        yield
    except SourceError as error:
        raise SourceError(f"{request.url or request.path}: {error}") from error


@contextmanager
def begun(request: Request) -> Iterator[None]:
    """A block in which an article is read beside whatever else is done, until it is rendered."""
    try:
        if not request.url:
            reading.begin(request.path, request.format)
        yield
    finally:
        reading.end()


def foresee(request: Request, ready: Plan, store: Store, *, verify: bool = False) -> "Foreseen":
    """How much of a plan the store lacks; makes no sound and writes nothing."""
    sound = request.show.sound
    return narrating.foresee(ready.script, ready.script.cast, store, sound, verify=verify)


def render(  # noqa: PLR0913 - an article, and what is to become of it
    request: Request,
    *,
    store: Store,
    feed: Path,
    verify: bool = False,
    build: bool = True,
    failed: Mapping[Voice, str] = MappingProxyType({}),
    map: "Mapper" = map,  # noqa: A002 - it is the builtin, or a pool's
) -> Outcome:
    """Make an episode and publish it into the feed; raises any of `errors`.

    What the store turns out to have lost is made again. Without `build` the feed is left as it is,
    for `archive`, which builds it once for many, and knows which voices have `failed`.
    """
    means = Means(store=store, feed=feed, map=map, verify=verify, build=build, failed=failed)
    try:
        return _render(request, means)
    except GoneError:
        return _render(request, means)


def retell(
    request: Request,
    *,
    store: Store,
    feed: Path,
    map: "Mapper" = map,  # noqa: A002 - it is the builtin, or a pool's
) -> tuple[Plan, Narration, Show]:
    """What an episode's plan and narration are, and its show; speaks what the store has not."""
    request = settled(request, feed)
    ready, sound = plan(request, store), request.show.sound
    told = narrating.narrate(ready.script, ready.script.cast, store, sound=sound, map=map)
    return ready, told, request.show


def settled(request: Request, feed: Path) -> Request:
    """The request with the voices and people that its episode was published with, if it was."""
    earlier = None if request.again else publishing.read(feed, request.slug)
    return replace(request, show=publishing.as_published(request.show, earlier))


def _render(request: Request, means: Means) -> Outcome:
    request = settled(request, means.feed)
    show, slug, seconds = request.show, request.slug, dict[str, float]()
    with _timed(seconds, "plan"):
        article = _understood(request)
        drawn = _drawn(article, show, means)
        with _named(request):
            draft = scripting.draft(article, show, request.notes, means.store, means.map)
    with _timed(seconds, "narrate"):
        narration = _narrated(draft.script, show, means)
        narration = replace(narration, script=draft.finished())
        for _ in drawn:
            pass  # most were drawn meanwhile
    with _timed(seconds, "illustrate"):
        picture = illustrating.illustrate(article, show, means.store)
    with publishing.workshop(means.feed, slug) as folder:
        with _timed(seconds, "master"):
            recording = mastering.master(
                narration,
                article,
                show,
                request.notes,
                means.store,
                folder,
                slug=slug,
                picture=picture,
                map=means.map,
            )
        with _timed(seconds, "publish"):
            episode = _published(request, article, narration, recording, picture, means)
    return Outcome(episode=episode, narration=narration, seconds=seconds)


def _drawn(article: Article, show: Show, means: Means) -> Iterable[None]:
    """The pictures that the store lacks: workers draw them while the script is written."""
    series = publishing.lacks_cover(show, means.feed)
    lacking = illustrating.missing(article, show, means.store, series=series)
    return means.map(illustrating.draw, lacking) if lacking else ()


def _narrated(script: Script, show: Show, means: Means) -> Narration:
    return narrating.narrate(
        script,
        script.cast,
        means.store,
        sound=show.sound,
        verify=means.verify,
        failed=means.failed,
        map=means.map,
    )


def _published(  # noqa: PLR0913, PLR0917 - the values of the steps before
    request: Request,
    article: Article,
    narration: Narration,
    recording: Recording,
    picture: Picture,
    means: Means,
) -> Episode:
    show, feed = request.show, means.feed
    new = publishing.lacks_cover(show, feed)
    return publishing.publish(
        article,
        narration,
        recording,
        show,
        notes=request.notes,
        feed=feed,
        slug=request.slug,
        fingerprint=fingerprint(request),
        now=datetime.now(UTC),
        picture=picture,
        series=illustrating.illustrate_show(show, means.store) if new else None,
        build=means.build,
    )


@contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[step] = round(time.perf_counter() - start, 3)


def unchanged(request: Request, feed: Path) -> bool:
    """Whether the feed has this episode in these formats, of the same article and episode.toml."""
    episode = publishing.read(feed, request.slug)
    if episode is None or episode.fingerprint != fingerprint(request):
        return False
    made = {file.name.rpartition(".")[2] for file in episode.files if file.kind == "audio"}
    return made.issuperset(request.show.sound.formats)


def rebuild(show: Show, feed: Path) -> None:
    """Build the feed again from its records, if they or the show changed; render nothing."""
    publishing.refresh(show, feed, datetime.now(UTC))


def fingerprint(request: Request) -> str:
    """SHA-256 in hex over the article's bytes and its episode.toml's.

    A page on the web has other bytes each time (tokens, advertisements): there it is what we read.
    """
    notes = Path(request.notes.file) if request.notes.file else None
    digest = hashlib.sha256()
    for part in (
        _words(_read(request)) if request.url else _bytes(request.path),
        _bytes(notes) if notes else b"",
    ):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _read(request: Request) -> Article:
    return reading.read(request.path, request.format, request.url)


def _words(article: Article) -> bytes:
    """All of an article that a listener or a reader of its notes would notice."""
    known = article.metadata
    facts = (known.title, known.subtitle, *known.authors, known.series, known.publication)
    blocks = (
        (block.role, block.speaker, block.text, [link.url for link in block.links])
        for block in article.blocks
    )
    return json.dumps([facts, *blocks]).encode()


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file}: {error.strerror} — check the path") from error
