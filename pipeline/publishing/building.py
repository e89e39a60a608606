"""The records in a feed's folder → feed.xml, pages and the search's index: what changed of them.

Promise: what comes out is what building everything gives, byte for byte. A record is read again
when something in its folder changed, or when a page that lists its episode has to be made; a page
is made again when what it was made of changed, or it did itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from pipeline.errors import PlaceError
from pipeline.formats import pages, paging, rss, search, texts
from pipeline.formats.built import Built, Entry, Output
from pipeline.formats.pages import Beside
from pipeline.formats.paging import Leaf
from pipeline.model import Episode, Feed, Show
from pipeline.publishing import covers, place, standing
from pipeline.values import replace, value

PAGE = "index.html"


@value
class Look:
    """What pages share: the show without what only speaks, its cover, small copy and typefaces.

    `noted`: the hashes that files had when the feed was last built.
    """

    folder: Path
    feed: Feed
    beside: Beside
    noted: Mapping[str, str]


@value
class Wanted:
    """Files that are made together: what they are made of, and how."""

    names: Sequence[str]
    recipe: str
    make: Callable[[], Sequence[bytes]]


def build(show: Show, folder: Path, now: datetime, kept: Built, there: Mapping[str, str]) -> None:
    """Bring everything up to date. `kept` is what is known, `there` the folder as it stands.

    Raises PlaceError when a record that is read is damaged, UsageError for what a show names.
    """
    seal = standing.seal(show)
    same = kept if kept.seal == seal else Built()
    look = _look(show, folder, kept)
    known: dict[str, Entry] = {}
    named: dict[str, Sequence[str]] = {}  # what the records that were read name, by slug
    for slug, facts in sorted(there.items()):
        if slug in same.episodes and same.folders.get(slug) == facts:
            known[slug] = same.episodes[slug]
        elif slug and (folder / slug / place.RECORD).is_file():
            episode = place.known(folder, slug)
            known[slug] = _entry(look, episode)
            named[slug] = [file.name for file in episode.files]
    made: dict[str, Output] = {}
    for wanted in _wanted(look, seal, _public(known, now), known):
        made |= _made(folder, wanted, same)
    _sweep(look, known, named, made)
    changed = [name for name in ("", search.FOLDER, *named) if (folder / name).is_dir()]
    standing.remember(
        folder,
        Built(
            seal=seal,
            due=_due(known, now),
            folders={**there, **{name: standing.facts(folder / name) for name in changed}},
            episodes=known,
            files=made | _shared(look),
        ),
    )


def _look(show: Show, folder: Path, kept: Built) -> Look:
    noted = dict(kept.hashes())
    shown = standing.public(show)
    feed = Feed(show=shown, episodes=(), cover=covers.show_cover(shown, folder, noted))
    return Look(folder=folder, feed=feed, beside=covers.beside(feed, folder, noted), noted=noted)


def _public(known: Mapping[str, Entry], now: datetime) -> list[str]:
    """The slugs of what is to be heard, the newest first."""
    return sorted(
        (slug for slug, entry in known.items() if entry.stands(now)),
        key=lambda slug: (datetime.fromisoformat(known[slug].date), slug),
        reverse=True,
    )


def _due(known: Mapping[str, Entry], now: datetime) -> str:
    """The next date that changes the feed, or nothing."""
    dates = (datetime.fromisoformat(e.date) for e in known.values() if e.status == "published")
    due = min((date for date in dates if date > now), default=None)
    return due.isoformat() if due else ""


def _entry(look: Look, episode: Episode) -> Entry:
    """Make what stands in an episode's folder; one that is withdrawn has no page."""
    home = look.folder / episode.slug
    made = {}
    picture = covers.small_copy(episode, look.folder, look.noted)
    if picture:
        made[picture] = _hash((home / picture).read_bytes())
    if episode.status != "withdrawn":
        beside = Beside(pictures={episode.slug: picture}, typefaces=look.beside.typefaces)
        page = pages.episode_page(look.feed, episode, _text(look.folder, episode), beside)
        place.write(home / PAGE, page)
        made[PAGE] = _hash(page)
    return Entry(
        record=_hash((home / place.RECORD).read_bytes()),
        date=episode.date,
        status=episode.status,
        picture=picture,
        files=made,
    )


def _text(folder: Path, episode: Episode) -> str:
    """The words of an episode's transcript as HTML. Raises PlaceError when it is not whole."""
    file = next((file for file in episode.files if file.type == texts.TYPE), None)
    if file is None:
        return ""
    path = folder / episode.slug / file.name
    data = path.read_bytes() if path.is_file() else b""
    if _hash(data) != file.sha256:
        told = "damaged" if data else "missing"
        raise PlaceError(f"{path} is {told}: render {episode.slug} --again")
    return texts.inner(data)


def _wanted(
    look: Look, seal: str, public: Sequence[str], known: Mapping[str, Entry]
) -> Iterator[Wanted]:
    """What is made of many episodes: what is pointed to comes before what points, feed.xml last."""

    def recipe(slugs: Sequence[str], *besides: str) -> str:
        records = (f"{slug} {known[slug].record} {known[slug].picture}" for slug in slugs)
        return _hash("\n".join([seal, *besides, *records]).encode())

    segments: list[str] = []
    for leaf in paging.leaves(len(public), search.SEGMENT, search.FOLDER, search.FOLDER):
        slugs = public[leaf.places][::-1]  # the oldest first: places on a list that grows
        made_of = recipe(slugs)
        if len(public) >= search.LEAST:
            segments.insert(0, made_of[:12])
            make = partial(_segment, look.folder, segments[0], slugs)
            yield Wanted(names=search.names(segments[0]), recipe=made_of, make=make)
    for leaf in paging.leaves(len(public), pages.LISTED, pages.INDEX, pages.OLDER):
        slugs, found = public[leaf.places], segments if leaf.newest else []
        listed = {slug: known[slug] for slug in slugs}
        make = partial(_index, look, leaf, listed, found)
        yield Wanted(names=[leaf.name], recipe=recipe(slugs, *_ways(leaf), *found), make=make)
    for leaf in paging.leaves(len(public), look.feed.show.page_size, rss.NAME, rss.OLDER):
        slugs = public[leaf.places]
        make = partial(_feed, look, leaf, slugs)
        yield Wanted(names=[leaf.name], recipe=recipe(slugs, *_ways(leaf)), make=make)


def _ways(leaf: Leaf) -> tuple[str, ...]:
    return leaf.name, leaf.older, leaf.oldest


def _segment(folder: Path, segment: str, slugs: Sequence[str]) -> Sequence[bytes]:
    episodes = (place.known(folder, slug) for slug in slugs)
    return list(search.files(segment, ((each, _text(folder, each)) for each in episodes)).values())


def _index(
    look: Look, leaf: Leaf, listed: Mapping[str, Entry], segments: Sequence[str]
) -> Sequence[bytes]:
    own = {slug: entry.picture for slug, entry in listed.items() if entry.picture}
    beside = replace(look.beside, pictures={**look.beside.pictures, **own})
    return [pages.index_page(_with(look, list(listed)), beside, leaf, segments)]


def _feed(look: Look, leaf: Leaf, slugs: Sequence[str]) -> Sequence[bytes]:
    return [rss.page(_with(look, slugs), leaf)]


def _with(look: Look, slugs: Sequence[str]) -> Feed:
    """The feed with these episodes, read anew."""
    return replace(look.feed, episodes=tuple(place.known(look.folder, slug) for slug in slugs))


def _made(folder: Path, wanted: Wanted, same: Built) -> Mapping[str, Output]:
    """The files, made unless they are as they were made of the same."""
    kept = {name: same.files[name] for name in wanted.names if name in same.files}
    if len(kept) == len(wanted.names) and all(
        output.recipe == wanted.recipe and output.facts == standing.fact(folder / name)
        for name, output in kept.items()
    ):
        return kept
    made = {}
    for name, data in zip(wanted.names, wanted.make(), strict=True):
        place.write(folder / name, data)
        facts = standing.fact(folder / name)
        made[name] = Output(sha256=_hash(data), recipe=wanted.recipe, facts=facts)
    return made


def _shared(look: Look) -> dict[str, Output]:
    """The show's cover and its small copy, with their hashes."""
    small = look.beside.pictures[""]
    digest = _hash((look.folder / small).read_bytes())
    return {
        look.feed.cover.name: Output(sha256=look.feed.cover.sha256),
        small: Output(sha256=digest),
    }


def _sweep(
    look: Look,
    known: Mapping[str, Entry],
    named: Mapping[str, Sequence[str]],
    made: Mapping[str, Output],
) -> None:
    """Delete what nothing names any more: on top, of the search, and where records were read."""
    folder = look.folder
    for older in (rss.OLDER, pages.OLDER):
        for old in folder.glob(older.format("*")):
            if old.name not in made:
                old.unlink()
    shared = (*look.beside.pictures.values(), *look.beside.typefaces.values())
    place.sweep(folder, [look.feed.cover.name, *shared])
    place.sweep(folder / search.FOLDER, [name.rpartition("/")[2] for name in made])
    with suppress(OSError):  # it is not there, or not empty
        (folder / search.FOLDER).rmdir()
    for slug, names in named.items():
        if PAGE not in known[slug].files:
            (folder / slug / PAGE).unlink(missing_ok=True)
        place.sweep(folder / slug, [*names, known[slug].picture])
        place.sweep(folder / slug / place.QUOTES, [Path(name).name for name in names])


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
