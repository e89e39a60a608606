"""Opus packets and plain facts in, the pages of an Ogg file out.

The promise: a player shows exactly the timeline, with the MP3's tags and chapters, and the same
packets give the same bytes: the stream's serial number is a constant.
"""

import base64
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mutagen._vorbis import VComment
from mutagen.flac import Picture
from mutagen.id3 import PictureType

from pipeline.formats.id3 import Facts
from pipeline.formats.plain import one_line, paragraphs
from pipeline.formats.timecode import clock
from pipeline.model import RATE as SOURCE

RATE = 48_000  # samples a second of an Opus file's clock
FRAME = 960  # samples in a packet

_SERIAL = 0x504F4431
_PAGE = 42  # packets, 0.84 s: the largest that there may be still fit in one page
_LACE = 255  # bytes that one entry of a page's table stands for, and the most entries
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_HEADER = struct.Struct("<4sBBqIII")
_CHECK = slice(22, 26)  # where a page's checksum is
_NOWHERE = -1  # the position of a page on which no packet ends
_CHAPTERS = 1000  # their numbers have three digits
_MIRROR = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def stream(
    facts: Facts, channels: int, delay: int, rows: Iterable[tuple[Sequence[int], bytes]]
) -> Iterator[bytes]:
    """A whole file, page by page. A row is the sizes of some packets, and their bytes.

    Players leave out the first `delay` samples, at `RATE`, and show `facts.length` at model.RATE.
    """
    yield _page(0, _head(channels, delay), flags=_FIRST)
    number = 1
    for page in _spread(b"OpusTags" + _comments(facts)):
        yield page
        number += 1
    sizes: list[int] = []
    data = bytearray()
    done = 0
    for more, packets in rows:
        sizes += more
        data += packets
        while len(sizes) > _PAGE:  # one stays: the last page is marked
            length = sum(sizes[:_PAGE])
            done += _PAGE
            yield _page(number, bytes(data[:length]), _laced(sizes[:_PAGE]), done * FRAME)
            number += 1
            del sizes[:_PAGE], data[:length]
    end = min(delay + facts.length * RATE // SOURCE, (done + len(sizes)) * FRAME)
    yield _page(number, bytes(data), _laced(sizes), end, _LAST)


def _head(channels: int, delay: int) -> bytes:
    return struct.pack("<8sBBHIhB", b"OpusHead", 1, channels, delay, RATE, 0, 0)


def _page(number: int, body: bytes, table: bytes = b"", position: int = 0, flags: int = 0) -> bytes:
    """One page. Without a table the body is one packet."""
    table = table or _laced([len(body)])
    head = _HEADER.pack(b"OggS", 0, flags, position, _SERIAL, number, 0)
    page = bytearray(head + bytes((len(table),)) + table + body)
    page[_CHECK] = _checksum(page)
    return bytes(page)


def _checksum(page: bytes | bytearray) -> bytes:
    """Ogg's CRC-32 is zlib's with every byte, and itself, the other way round, and starts at 0."""
    mirrored = zlib.crc32(page.translate(_MIRROR), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return mirrored.to_bytes(4, "big").translate(_MIRROR)


def _laced(sizes: Sequence[int]) -> bytes:
    return b"".join(b"\xff" * (size // _LACE) + bytes((size % _LACE,)) for size in sizes)


def _spread(packet: bytes) -> Iterator[bytes]:
    """The pages of one long packet, from the second of the file on."""
    table = _laced([len(packet)])
    for number, at in enumerate(range(0, len(table), _LACE)):
        part = table[at : at + _LACE]
        body = packet[at * _LACE :][: sum(part)]
        ends = at + _LACE >= len(table)
        yield _page(number + 1, body, part, 0 if ends else _NOWHERE, _CONTINUED if number else 0)


def _comments(facts: Facts) -> bytes:
    """Vorbis comments; what is empty is left out."""
    comments: Any = VComment()  # type: ignore[no-untyped-call]
    comments.vendor = "render-episode"
    comments.extend((name, text) for name, text in _texts(facts) if text)
    if facts.cover:
        picture: Any = Picture()  # type: ignore[no-untyped-call]
        picture.type, picture.mime, picture.data = (
            PictureType.COVER_FRONT,
            "image/jpeg",
            facts.cover,
        )
        coded = base64.b64encode(picture.write()).decode()
        comments.append(("METADATA_BLOCK_PICTURE", coded))
    written: bytes = comments.write(framing=False)
    return written


def _texts(facts: Facts) -> Iterator[tuple[str, str]]:
    yield "TITLE", one_line(facts.title)
    yield "ARTIST", one_line(facts.artist)
    yield "ALBUM", one_line(facts.album)
    yield "TRACKNUMBER", "" if facts.number is None else str(facts.number)
    yield "DATE", one_line(facts.date)
    yield "GENRE", "Podcast"
    yield "LANGUAGE", one_line(facts.language)
    yield "CONTACT", one_line(facts.source_url)
    for number, mark in enumerate(facts.chapters[:_CHAPTERS]):
        yield f"CHAPTER{number:03}", clock(mark.start)
        yield f"CHAPTER{number:03}NAME", one_line(mark.title)
        yield f"CHAPTER{number:03}URL", one_line(mark.url)
    yield "DESCRIPTION", paragraphs(facts.comment)
    yield "LYRICS", paragraphs(facts.transcript)
