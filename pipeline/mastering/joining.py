"""The takes of a narration in the store → one file of sound. The promise: constant memory.

MP3 frames lie exactly on the timeline. The packets of AAC and Opus have other lengths: of each take
as many are used as bring the next to the packet nearest to where the timeline has it. Only silence
at the end of a take is left out or added, and no take strays: the next pause takes it back.
"""

from array import array
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import BinaryIO

from pipeline.encoding import aac, opus, packets
from pipeline.errors import GoneError, SoundError
from pipeline.formats import mp3, mp4, ogg
from pipeline.formats.id3 import Facts, tag
from pipeline.mastering.files import record
from pipeline.model import FRAME, RATE, MediaFile, Narration, Take
from pipeline.store import Store
from pipeline.values import value


@value
class Work:
    """What is joined, what its tags say, where the takes are, and how the file begins its name.

    What needs no Python is done `aside`.
    """

    narration: Narration
    facts: Facts
    channels: int
    store: Store
    folder: Path
    slug: str
    aside: Executor


def join_mp3(work: Work) -> Future[MediaFile]:
    """The tag, the Info frame, then every take's frames, one take at a time.

    Like the others, raises GoneError when the store has lost a take.
    """

    def write(file: BinaryIO) -> None:
        file.write(tag(work.facts))
        _stream(file, work.narration, work.store)

    return record(work.folder, f"{work.slug}.mp3", "audio/mpeg", write, work.aside)


def join_m4a(work: Work) -> Future[MediaFile]:
    """The same as AAC. Raises SoundError when it is too long for an M4A."""
    narration, channels = work.narration, work.channels

    def head(sizes: "array[int]", room: int = 0) -> bytes:
        sound = mp4.Aac(sizes=sizes, channels=channels, kbps=aac.KBPS[channels], delay=aac.DELAY)
        return mp4.head(work.facts, sound, room)

    def write(file: BinaryIO) -> None:
        """Keep room for the index, which goes before the sound and is known after it."""
        most = narration.starts[-1] // aac.FRAME + 2 + len(narration.takes)
        room = len(head(array("I", bytes(4 * most))))
        file.write(bytes(room))
        sizes = array("I")
        for some, data in _rows("m4a", narration, work.store, RATE, aac.FRAME):
            sizes.extend(some)
            file.write(data)
        file.seek(0)
        file.write(head(sizes, room))

    try:
        return record(work.folder, f"{work.slug}.m4a", "audio/mp4", write, work.aside)
    except ValueError as error:
        raise SoundError(f"{error}: leave m4a out of --formats") from error


def join_opus(work: Work) -> Future[MediaFile]:
    """The same as Opus."""

    def write(file: BinaryIO) -> None:
        rows = _rows("opus", work.narration, work.store, opus.RATE, opus.FRAME)
        file.writelines(ogg.stream(work.facts, work.channels, opus.DELAY, rows))

    return record(work.folder, f"{work.slug}.opus", "audio/ogg", write, work.aside)


JOIN = {"mp3": join_mp3, "m4a": join_m4a, "opus": join_opus}


def look(work: Work, forms: Iterable[str]) -> None:
    """Read all that `forms` are joined from once more: the store removes what is damaged."""
    for take in work.narration.takes:
        work.store.get("frames", take.key)
        for form in forms:
            if form in take.others:
                work.store.get(form, take.others[form])


def excerpt(take: Take) -> str:
    """The first words of a take, to name it by."""
    return " ".join(take.line.shown.split()[:6])


# --- MP3 -------------------------------------------------------------------------------------


def _stream(file: BinaryIO, narration: Narration, store: Store) -> None:
    """Write the Info frame, which sums up what is known of all frames, and then these."""
    for number, take in enumerate(narration.takes):
        frames = _kept(store, "frames", take.key, take)
        if len(frames) != take.size:  # another run's, whose engine speaks anew each time
            store.remove("take", take.key)
            raise _gone(take)
        if not number:
            file.write(_info(frames, narration))
        file.write(frames)


def _info(first: bytes, narration: Narration) -> bytes:
    sizes = [take.size for take in narration.takes]
    checksum = mp3.joined([take.checksum for take in narration.takes], sizes)
    count = narration.starts[-1] // FRAME
    return mp3.info_frame(first, count=count, size=sum(sizes), checksum=checksum)


def _kept(store: Store, kind: str, key: str, take: Take) -> bytes:
    kept = store.get(kind, key)
    if kept is None:
        raise _gone(take)
    return kept


def _gone(take: Take) -> GoneError:
    return GoneError(
        f"the sound of “{excerpt(take)}” is gone from the store: run the same command again, and "
        "it is made again"
    )


# --- AAC and Opus ----------------------------------------------------------------------------


def _rows(
    form: str, narration: Narration, store: Store, rate: int, frame: int
) -> Iterator[tuple[tuple[int, ...], bytes]]:
    """The packets of each take: their sizes, their bytes. `frame` is in samples at `rate`."""
    done = 0
    last = len(narration.takes) - 1
    for at, (_, end, take) in enumerate(narration.timed()):
        try:
            made = packets.unpack(_kept(store, form, take.others.get(form, ""), take))
        except ValueError as error:
            raise _gone(take) from error
        exact = end * rate / (RATE * frame)
        wanted = (round(exact) if at < last else int(exact) + 1) - done
        used = min(max(wanted, made.needed), len(made.sizes))
        sizes = made.sizes[:used]
        done += used
        yield sizes, made.data[: sum(sizes)]
