"""AAC packets' sizes and plain facts in, all of an M4A that stands before its sound out.

The promise: every player finds the chapters, early. So the file begins with its index (fast start),
the chapters are there as a QuickTime text track, which Apple reads, and as Nero's list, which
others read, and what players show is cut to the timeline by an edit list.
"""

import struct
import sys
from array import array
from collections.abc import Iterator, Sequence

from pipeline.formats.id3 import Facts
from pipeline.formats.ilst import tags
from pipeline.formats.plain import one_line
from pipeline.model import RATE, ChapterMark
from pipeline.values import value

FRAME = 1024  # samples in a packet
LONGEST = 2**32 // RATE // 3600  # hours: the fields that count samples have 32 bits

_HEAD = 8  # bytes of a box before what is in it
_CHUNK = 43  # packets, a second
_NERO = 255  # chapters: their count is one byte
_TITLE = 127  # bytes: AntennaPod takes the length for a signed byte
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_UTF8 = struct.pack(">I4sI", 12, b"encd", 0x100)  # behind a chapter's title
_SOUND, _TEXT = 1, 2  # tracks


@value
class Aac:
    """The sound: packet sizes in bytes, channels, samples that come before what is shown."""

    sizes: "array[int]"
    channels: int
    kbps: int
    delay: int


def head(facts: Facts, sound: Aac, room: int = 0) -> bytes:
    """Everything before the sound's packets, which follow at once, at least `room` bytes of it.

    `facts.length` is what players show, in samples. Raises ValueError beyond `LONGEST` hours.
    """
    if facts.length + sound.delay >= 2**32:
        raise ValueError(f"an M4A can't be longer than {LONGEST} hours")
    texts = [_title(mark.title) for mark in facts.chapters]
    kind = box("ftyp", b"M4A \0\0\2\0", b"M4A mp42isom")
    titles = sum(map(len, texts))
    size = len(kind) + len(_movie(facts, sound, texts, 0)) + 2 * _HEAD
    fill = max(0, room - size - titles)
    return b"".join(
        (
            kind,
            _movie(facts, sound, texts, size + fill),
            box("free", bytes(fill)),
            struct.pack(">I4s", _HEAD + titles + sum(sound.sizes), b"mdat"),
            *texts,
        )
    )


def box(name: str, *parts: bytes) -> bytes:
    """A box of this name."""
    return struct.pack(">I", 8 + sum(map(len, parts))) + name.encode("latin-1") + b"".join(parts)


def _full(name: str, *parts: bytes, flags: int = 0, version: int = 0) -> bytes:
    return box(name, struct.pack(">I", version << 24 | flags), *parts)


def _movie(facts: Facts, sound: Aac, texts: Sequence[bytes], start: int) -> bytes:
    """The index of a file whose texts and then packets begin at byte `start`."""
    header = struct.pack(">4I", 0, 0, RATE, facts.length)
    shown = struct.pack(">IH10x", 0x10000, 0x100) + _MATRIX + bytes(24)
    tracks = [_sound_track(facts, sound, start + sum(map(len, texts)), chapters=bool(texts))]
    if texts:
        tracks.append(_text_track(facts, texts, start))
    nero = [_nero(facts.chapters)] if texts else []
    return box(
        "moov",
        _full("mvhd", header, shown, struct.pack(">I", len(tracks) + 1)),
        *tracks,
        box("udta", *nero, tags(facts)),
    )


def _sound_track(facts: Facts, sound: Aac, start: int, *, chapters: bool) -> bytes:
    edit = struct.pack(">IIiI", 1, facts.length, sound.delay, 0x10000)
    return box(
        "trak",
        _track_header(_SOUND, facts.length, flags=7, volume=0x100),
        box("edts", _full("elst", edit)),
        box("tref", box("chap", struct.pack(">I", _TEXT))) if chapters else b"",
        box(
            "mdia",
            _media_header(len(sound.sizes) * FRAME),
            _handler("soun", "Sound"),
            box("minf", _full("smhd", bytes(4)), _here(), _sound_table(sound, start)),
        ),
    )


def _text_track(facts: Facts, texts: Sequence[bytes], start: int) -> bytes:
    times = b"".join(struct.pack(">II", 1, mark.end - mark.start) for mark in facts.chapters)
    table = box(
        "stbl",
        _full("stsd", struct.pack(">I", 1), box("text", struct.pack(">6xHI40x", 1, 1))),
        _full("stts", struct.pack(">I", len(texts)), times),
        _full("stsc", struct.pack(">4I", 1, 1, len(texts), 1)),
        _sizes(array("I", map(len, texts))),
        _full("stco", struct.pack(">II", 1, start)),
    )
    mode = struct.pack(">HHHHHH", 0x40, 0x8000, 0x8000, 0x8000, 0, 0)
    general = box("gmhd", _full("gmin", mode), box("text", _MATRIX))
    return box(
        "trak",
        _track_header(_TEXT, facts.length, flags=0, volume=0),
        box(
            "mdia",
            _media_header(facts.length),
            _handler("text", "Chapters"),
            box("minf", general, _here(), table),
        ),
    )


def _track_header(number: int, length: int, *, flags: int, volume: int) -> bytes:
    times = struct.pack(">5I8x", 0, 0, number, 0, length)
    return _full(
        "tkhd", times, struct.pack(">hhHH", 0, 0, volume, 0), _MATRIX, bytes(8), flags=flags
    )


def _media_header(length: int) -> bytes:
    return _full("mdhd", struct.pack(">4IHH", 0, 0, RATE, length, 0x55C4, 0))  # language: und


def _handler(kind: str, name: str) -> bytes:
    return _full("hdlr", bytes(4), kind.encode(), bytes(12), name.encode() + b"\0")


def _here() -> bytes:
    """The data is in this file."""
    return box("dinf", _full("dref", struct.pack(">I", 1), _full("url ", flags=1)))


def _sound_table(sound: Aac, start: int) -> bytes:
    count = len(sound.sizes)
    chunks, rest = divmod(count, _CHUNK)
    runs = ([(1, _CHUNK)] if chunks else []) + ([(chunks + 1, rest)] if rest else [])
    places = array("I", _places(sound.sizes, start))
    return box(
        "stbl",
        _full("stsd", struct.pack(">I", 1), _entry(sound)),
        _full("stts", struct.pack(">3I", 1, count, FRAME)),
        _full("stsc", struct.pack(">I", len(runs)), *(struct.pack(">3I", *run, 1) for run in runs)),
        _sizes(sound.sizes),
        _full("stco", struct.pack(">I", len(places)), _big_endian(places)),
        # A decoder that starts in the middle needs one packet more than it shows.
        _full("sgpd", b"roll", struct.pack(">IIh", 2, 1, -1), version=1),
        _full("sbgp", b"roll", struct.pack(">3I", 1, count, 1)),
    )


def _entry(sound: Aac) -> bytes:
    """What decodes the sound: AAC-LC at RATE, and no spectral replication."""
    facts = 2 << 11 | 4 << 7 | sound.channels << 3  # profile, the index of 44.1 kHz, channels
    config = _descriptor(5, struct.pack(">HHB", facts, 0x56E5, 0))
    largest = struct.pack(">I", max(sound.sizes, default=0))[1:]
    rates = struct.pack(">II", sound.kbps * 1000, sound.kbps * 1000)
    decoder = _descriptor(4, b"\x40\x15", largest, rates, config)
    stream = _descriptor(3, bytes(3), decoder, _descriptor(6, b"\2"))
    place = struct.pack(">6xH8xHHIHH", 1, sound.channels, 16, 0, RATE, 0)
    return box("mp4a", place, _full("esds", stream))


def _descriptor(kind: int, *parts: bytes) -> bytes:
    return bytes((kind, sum(map(len, parts)))) + b"".join(parts)


def _sizes(sizes: "array[int]") -> bytes:
    return _full("stsz", struct.pack(">II", 0, len(sizes)), _big_endian(sizes))


def _places(sizes: "array[int]", start: int) -> Iterator[int]:
    """Where each chunk begins, in bytes of the file."""
    for at in range(0, len(sizes), _CHUNK):
        yield start
        start += sum(sizes[at : at + _CHUNK])


def _big_endian(numbers: "array[int]") -> bytes:
    if sys.byteorder == "big":
        return numbers.tobytes()
    swapped = array("I", numbers)
    swapped.byteswap()
    return swapped.tobytes()


def _title(title: str) -> bytes:
    text = one_line(title).encode()
    return struct.pack(">H", len(text)) + text + _UTF8


def _nero(chapters: Sequence[ChapterMark]) -> bytes:
    listed = chapters[:_NERO]
    return _full("chpl", struct.pack(">IB", 0, len(listed)), *map(_nero_entry, listed), version=1)


def _nero_entry(mark: ChapterMark) -> bytes:
    text = one_line(mark.title).encode()
    if len(text) > _TITLE:
        text = text[: _TITLE - 3].decode(errors="ignore").encode() + "…".encode()
    return struct.pack(">QB", mark.start * 10_000_000 // RATE, len(text)) + text
