"""Everything known about an episode → its record. Promise: pure; the clock comes in as `now`.

What was decided at the first publication, the guid and the date, is kept for ever.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pipeline import engines
from pipeline.errors import UsageError
from pipeline.formats.templating import href
from pipeline.formats.timecode import seconds
from pipeline.model import (
    TIMINGS,
    Article,
    ChapterMark,
    Episode,
    Link,
    Narration,
    Notes,
    Person,
    Recording,
    Role,
    Show,
    Voice,
)
from pipeline.publishing.keeping import READER
from pipeline.values import replace, value

_FIGURE = 4000  # characters; a longer one is on the episode's page, not in every app's feed
_SILENCE = -70.0  # LUFS: below it R128 does not measure
_FLOOR = -120.0  # LUFS: below it nobody hears anything, and JSON has no infinity


@value
class Made:
    """What the earlier steps gave."""

    article: Article
    narration: Narration
    recording: Recording


@value
class Identity:
    """What tells an episode from others: its slug, its inputs' fingerprint, its earlier record."""

    slug: str
    fingerprint: str
    earlier: Episode | None
    now: datetime


def describe(made: Made, show: Show, notes: Notes, identity: Identity) -> Episode:
    """The record. Raises UsageError for a date that is none, or a guid that would change."""
    article, narration, recording = made.article, made.narration, made.recording
    metadata, measures = article.metadata, recording.measures
    authors = (notes.author,) if notes.author else metadata.authors
    return Episode(
        slug=identity.slug,
        guid=_guid(show, notes, identity),
        title=notes.title or metadata.title or identity.slug,
        date=_date(metadata.date, notes, identity),
        fingerprint=identity.fingerprint,
        subtitle=metadata.subtitle,
        summary=" ".join(_texts(article, Role.STANDFIRST)),
        authors=authors,
        language=narration.script.language,
        number=notes.number,
        season=notes.season,
        type=notes.type,
        status=notes.status,
        source_url=metadata.url,
        seconds=seconds(recording.length),
        loudness=round(max(measures.loudness, _SILENCE), 2),
        peak=round(max(measures.peak, _SILENCE), 2),
        loudness_range=round(measures.range, 1),
        noise_floor=round(max(measures.noise_floor, _FLOOR), 1),
        longest_silence=round(measures.longest_silence, 2),
        voices_apart=round(measures.voices_apart, 2),
        timing=max((take.timing for take in narration.takes), key=TIMINGS.index, default=""),
        voices=_voices(narration, show),
        fallbacks=narration.fallbacks,
        licences=_licences(narration, show),
        persons=_persons(made, authors, show, notes),
        files=recording.files,
        chapters=tuple(_chapter(mark) for mark in recording.chapters),
        links=tuple(_links(article, narration)),
        pull_quotes=tuple(_quotes(made)),
        figures=tuple(_figures(article, narration)),
        credits=_texts(article, Role.CREDIT),
    )


def _guid(show: Show, notes: Notes, identity: Identity) -> str:
    if identity.earlier is not None:
        kept = identity.earlier.guid
        if identity.earlier.status == "withdrawn" and notes.status != "withdrawn":
            raise UsageError(
                f"{notes.file or identity.slug}: the episode was withdrawn, and its guid is never "
                "used again: give its folder another name"
            )
        if notes.guid not in {"", kept}:
            raise UsageError(
                f"{notes.file or identity.slug}: guid can't change from {kept}, which subscribers "
                "know this episode by: take the line out"
            )
        return kept
    return notes.guid or str(uuid5(_namespace(show.guid), identity.slug))


def _namespace(guid: str) -> UUID:
    try:
        return UUID(guid)
    except ValueError:
        return uuid5(NAMESPACE_URL, guid)  # a show that came from elsewhere with a guid of its own


def _date(written: str, notes: Notes, identity: Identity) -> str:
    """The first that is known: as given, as the article says, as it was, now."""
    if notes.date:
        given = _moment(notes.date)
        if given is None:
            raise UsageError(
                f"{notes.file or identity.slug}: “{notes.date}” is no date: write it as 2024-03-05"
            )
        return given
    earlier = identity.earlier.date if identity.earlier else ""
    return _moment(written) or earlier or identity.now.isoformat(timespec="seconds")


def _moment(text: str) -> str | None:
    """An ISO 8601 date or moment as RFC 3339; without a zone it is taken for UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def _texts(article: Article, role: Role) -> tuple[str, ...]:
    return tuple(block.text for block in article.blocks if block.role == role)


def _voices(narration: Narration, show: Show) -> Mapping[str, str]:
    """The voice of each role that spoke."""
    used = sorted({line.voice for line in narration.script.lines})
    return {role: str(_voice(role, narration, show)) for role in used}


def _licences(narration: Narration, show: Show) -> Mapping[str, str]:
    """The licence of each voice that spoke and has one."""
    used = {_voice(line.voice, narration, show) for line in narration.script.lines}
    known = ((str(voice), engines.licence(voice)) for voice in used)
    return dict(sorted((name, licence) for name, licence in known if licence))


def _voice(role: str, narration: Narration, show: Show) -> Voice:
    """Who spoke a role: as the narration tells, else as the show wanted it."""
    return narration.voices.get(role) or show.cast.get(role) or show.cast["narrator"]


def _persons(made: Made, authors: tuple[str, ...], show: Show, notes: Notes) -> tuple[Person, ...]:
    """The writers, the episode's people, the show's, and the voice; each name once."""
    bio = " ".join(_texts(made.article, Role.BIO))
    told = max(authors, key=lambda name: _named(name, bio), default="")
    writers = (Person(name=name, role="author", bio=bio * (name == told)) for name in authors)
    voice = _voice("narrator", made.narration, show)
    reader = Person(name=READER.format(engine=voice.engine, name=voice.name), role="narrator")
    found: dict[str, Person] = {}
    for person in (*notes.persons, *writers, *show.persons, reader):
        found.setdefault(person.name, person)
    return tuple(found.values())


def _named(name: str, bio: str) -> int:
    """How many pieces of the name a bio speaks of."""
    return sum(piece in bio for piece in name.split())


def _chapter(mark: ChapterMark) -> Mapping[str, Any]:
    return {
        "title": mark.title,
        "start": seconds(mark.start),
        "end": seconds(mark.end),
        "url": mark.url,
    }


def _quotes(made: Made) -> Iterator[Mapping[str, Any]]:
    """Each pull-quote that is said, with its start and length in seconds, and its picture."""
    said = (each for each in made.narration.timed() if each[2].line.role == Role.PULL_QUOTE)
    for number, group in groupby(said, lambda each: each[2].line.block):
        if number is None:
            continue
        times = [(start, end) for start, end, _ in group]
        first, last = times[0][0], times[-1][1]
        text = made.article.blocks[number].text
        card = made.recording.cards.get(number)
        times_ = {"start": seconds(first), "seconds": seconds(last - first)}
        yield {"text": text, **times_} | ({"card": card} if card else {})


def _links(article: Article, narration: Narration) -> Iterator[Link]:
    """The links that are safe to follow, in order, with the second at which each is heard."""
    linked = {number for number, block in enumerate(article.blocks) if block.links}
    said: dict[int, list[tuple[int, str]]] = {}
    for start, _, take in narration.timed():
        if take.line.block in linked:
            said.setdefault(take.line.block, []).append((start, take.line.shown))
    for number, block in enumerate(article.blocks):
        lines = said.get(number, [])
        for link in block.links:
            words = " ".join(link.text.split())
            at = next((start for start, shown in lines if words in shown), None)
            at = lines[0][0] if at is None and lines else at
            if href(link.url):
                yield replace(link, start=None if at is None else seconds(at))


def _figures(article: Article, narration: Narration) -> Iterator[Mapping[str, Any]]:
    """Each table and each piece of code that a sentence describes, with where it does."""
    for number, group in groupby(narration.timed(), lambda each: each[2].line.about):
        if number is not None:
            block = article.blocks[number]
            text = block.text if len(block.text) <= _FIGURE else ""
            yield {"role": block.role.value, "text": text, "start": seconds(next(group)[0])}
