"""A narration in, the finished files of its episode out, in a folder nobody sees yet.

The promise: the same narration gives the same bytes, in constant memory, and what does not sound
as promised is refused before a byte is written. Takes are joined as the frames they are kept as;
nothing is decoded or encoded again. There is no clock here.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from pipeline import metering
from pipeline.errors import PlaceError, SoundError
from pipeline.formats import mp3
from pipeline.formats.chapters import JSON_TYPE, chapters_json, marks
from pipeline.formats.id3 import Facts, tag
from pipeline.formats.transcripts import VTT_TYPE, cues, plain_text, vtt
from pipeline.model import (
    FRAME,
    RATE,
    Article,
    MediaFile,
    Narration,
    Notes,
    Recording,
    Role,
    Show,
    Take,
)
from pipeline.store import Store

PEAK = -1.0  # dBTP: what Apple asks for, and what survives another codec
_WARN, _REFUSE = 0.5, 1.0  # LU from the show's loudness
_JUDGED = 60 * RATE  # samples: R 128 says little about anything shorter
_NAME = 12  # hexadecimal digits of a file's hash in its name

_log = logging.getLogger(__name__)

# How captions name a voice that is not a speaker's
_LABELS: Mapping[str, str] = {
    **{role: role.replace("_", " ").capitalize() for role in Role},
    "narrator": "Narrator",
    "pull_quote": "Pull-quote",
    "block_quote": "Quotation",
    "announcer": "Announcer",
}


def master(  # noqa: PLR0913, PLR0917 - the values of the steps before, as render.py has them
    narration: Narration,
    article: Article,
    show: Show,
    notes: Notes,
    store: Store,
    folder: Path,
    *,
    slug: str,
    cover: bytes,
    small: bytes,
) -> Recording:
    """Make the audio, its chapters, captions and picture in `folder`, which is made.

    `cover` and `small` are JPEGs: 3000 px for the feed, at most 1000 px for inside the audio.
    Raises SoundError when the sound is not what the show promises, PlaceError when a take is gone
    from the store or the folder can't be written.
    """
    loudness, peak = measure(narration, show.sound.measured)
    facts = _facts(narration, article, show, notes, slug)
    head = tag(replace(facts, cover=small))
    podcast = {"title": facts.title, "author": facts.artist, "podcast": facts.album}
    listed = chapters_json(facts.chapters, **podcast)
    captions = vtt(cues(narration, _names(show, notes), _speakers(article)))
    with _writing(folder):
        files = (
            _join(narration, head, store, folder, slug),
            _keep(folder, "chapters", JSON_TYPE, "json", listed),
            _keep(folder, "transcript", VTT_TYPE, "vtt", captions),
            _keep(folder, "cover", "image/jpeg", "jpg", cover),
        )
    return Recording(
        folder=str(folder),
        files=files,
        length=narration.length,
        chapters=tuple(facts.chapters),
        loudness=loudness,
        peak=peak,
    )


def measure(narration: Narration, target: float) -> tuple[float, float]:
    """Integrated loudness (LUFS) and true peak (dBTP) of the whole, from its takes' meters.

    Loudness is judged from a minute on: a warning is logged when it is more than 0.5 LU from
    `target`. Raises SoundError beyond 1 LU, at a peak over -1 dBTP, and when nothing is said.
    """
    if not narration.takes:
        raise SoundError("nothing is said in this episode: look at --plan for what is skipped")
    loudness = metering.loudness(take.meter.energies for take in narration.takes)
    loudest = max(narration.takes, key=lambda take: take.meter.peak)
    peak = metering.decibels(loudest.meter.peak)
    if peak > PEAK:
        raise SoundError(
            f"the true peak is {peak:.1f} dBTP in “{_excerpt(loudest)}”, over {PEAK:.0f}: lower "
            "[sound] loudness in show.toml, or choose another voice for it"
        )
    off = abs(loudness - target)
    if narration.length >= _JUDGED and off > _WARN:
        told = f"the episode measures {loudness:.1f} LUFS, {off:.1f} LU from the show's {target:g}"
        if off > _REFUSE:
            raise SoundError(f"{told}: set [sound] loudness in show.toml nearer, or change voices")
        _log.warning(told)
    return loudness, peak


def _facts(narration: Narration, article: Article, show: Show, notes: Notes, slug: str) -> Facts:
    metadata = article.metadata
    standfirst = [block.text for block in article.blocks if block.role is Role.STANDFIRST]
    return Facts(
        title=notes.title or metadata.title or slug,
        artist=notes.author or ", ".join(metadata.authors) or show.author,
        album=show.title,
        number=notes.number,
        date=notes.date or metadata.date,
        language=narration.script.language,
        comment="\n\n".join(filter(None, (metadata.subtitle, *standfirst))),
        transcript=plain_text(narration),
        length=narration.length,
        source_url=metadata.url,
        chapters=marks(narration),
    )


def _names(show: Show, notes: Notes) -> Mapping[str, str]:
    """How captions name the voices; a person who is the narrator by name."""
    persons = (*notes.persons, *show.persons)
    narrator = next((person.name for person in persons if person.role == "narrator"), "")
    return {**_LABELS, **({"narrator": narrator} if narrator else {})}


def _speakers(article: Article) -> Mapping[int, str]:
    return {at: block.speaker for at, block in enumerate(article.blocks) if block.speaker}


def _excerpt(take: Take) -> str:
    return " ".join(take.line.shown.split()[:6])


# --- Files -----------------------------------------------------------------------------------


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """A folder to write in, made when it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise PlaceError(
            f"{folder} can't be written ({error.strerror or error}): make room or allow it, then "
            "run again"
        ) from error


def _join(narration: Narration, head: bytes, store: Store, folder: Path, slug: str) -> MediaFile:
    """The audio: the tag, the Info frame, then every take's frames, one take at a time."""
    beside = folder / f".{slug}.mp3"
    try:
        with beside.open("w+b") as file:
            file.write(head)
            _stream(file, narration, store)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    name = f"{slug}-{sha256[:_NAME]}.mp3"
    size = beside.stat().st_size
    beside.replace(folder / name)
    return MediaFile(name=name, kind="audio", type="audio/mpeg", size=size, sha256=sha256)


def _stream(file: BinaryIO, narration: Narration, store: Store) -> None:
    """Write all frames behind room for the Info frame, which sums them up and so comes last."""
    place = file.tell()
    first, size, checksum = b"", 0, mp3.Checksum()
    for take in narration.takes:
        frames = _frames(store, take)
        if not first:
            first = frames[:4]
            file.write(bytes(mp3.info_size(first)))
        file.write(frames)
        checksum.update(frames)
        size += len(frames)
    count = narration.starts[-1] // FRAME
    file.seek(place)
    file.write(mp3.info_frame(first, count=count, size=size, checksum=checksum.value()))


def _frames(store: Store, take: Take) -> bytes:
    """The MP3 frames of a take, as many as the timeline says."""
    frames = store.get("frames", take.key)
    if frames is None or not mp3.is_whole(frames, take.length // FRAME):
        raise PlaceError(
            f"the sound of “{_excerpt(take)}” is gone from the store: run the same command again, "
            "and it is made again"
        )
    return frames


def _keep(folder: Path, kind: str, mime: str, suffix: str, data: bytes) -> MediaFile:
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"{kind}-{sha256[:_NAME]}.{suffix}"
    (folder / name).write_bytes(data)
    return MediaFile(name=name, kind=kind, type=mime, size=len(data), sha256=sha256)
