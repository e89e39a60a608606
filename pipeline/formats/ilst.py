"""Plain facts → the tags of an M4A, as iTunes has them. The promise: those that the MP3 has."""

import struct
from collections.abc import Iterator

from pipeline.formats.id3 import Facts
from pipeline.formats.plain import one_line, paragraphs

_TEXT, _JPEG, _NUMBER = 1, 13, 21  # types of data
_PODCAST = 21  # the kind of medium


def tags(facts: Facts) -> bytes:
    """The `meta` box. What is empty is left out."""
    handler = bytes(8) + b"mdirappl" + bytes(9)
    return _box(b"meta", bytes(4), _box(b"hdlr", handler), _box(b"ilst", *_items(facts)))


def _items(facts: Facts) -> Iterator[bytes]:
    comment = paragraphs(facts.comment)
    texts = {
        b"\xa9nam": one_line(facts.title),
        b"\xa9ART": one_line(facts.artist),
        b"\xa9alb": one_line(facts.album),
        b"\xa9day": facts.date,
        b"\xa9gen": "Podcast",
        b"\xa9cmt": comment,
        b"desc": one_line(facts.comment),
        b"\xa9lyr": paragraphs(facts.transcript),
    }
    for name, text in texts.items():
        if text:
            yield _item(name, _TEXT, text.encode())
    if facts.number is not None:
        yield _item(b"trkn", 0, struct.pack(">4H", 0, facts.number & 0xFFFF, 0, 0))
    yield _item(b"pcst", _NUMBER, b"\1")
    yield _item(b"stik", _NUMBER, bytes((_PODCAST,)))
    if facts.cover:
        yield _item(b"covr", _JPEG, facts.cover)


def _item(name: bytes, kind: int, data: bytes) -> bytes:
    return _box(name, _box(b"data", struct.pack(">II", kind, 0), data))


def _box(name: bytes, *parts: bytes) -> bytes:
    return struct.pack(">I", 8 + sum(map(len, parts))) + name + b"".join(parts)
