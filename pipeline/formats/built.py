"""What a feed was built of, and into ↔ the note of it. Promise: a note that is not whole is none.

The note lies in the feed's folder and is nobody else's: it never leaves this machine. It has its
own hash in front, since what it says is not looked up again.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from pipeline.values import field, fields, value

NAME = ".built"


@value
class Entry:
    """An episode as the feed was built of it: the hash of its record, and what sorts it.

    `files`: SHA-256 in hex of what was made in its folder, by name; `picture`: the name of the
    small copy of its cover among them, or empty.
    """

    record: str
    date: str
    status: str
    picture: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    def stands(self, now: datetime) -> bool:
        """Whether it is to be heard at a moment, as `Episode.stands` tells it."""
        return self.status == "published" and datetime.fromisoformat(self.date) <= now


@value
class Output:
    """A file made of many episodes: its SHA-256, what it was made of, its size and time."""

    sha256: str
    recipe: str = ""
    facts: str = ""


@value
class Built:
    """`seal`: of all that every page shares; `due`: when a date changes the feed, or empty.

    `folders`: a hash of the names, sizes and times in each folder, "" being the feed's own;
    `episodes` by slug; `files` by their names from the feed's folder. An empty one knows nothing.
    """

    seal: str = ""
    due: str = ""
    folders: Mapping[str, str] = field(default_factory=dict)
    episodes: Mapping[str, Entry] = field(default_factory=dict)
    files: Mapping[str, Output] = field(default_factory=dict)

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Each file that was made, by its name from the feed's folder, and its SHA-256."""
        for slug, entry in self.episodes.items():
            for name, digest in entry.files.items():
                yield f"{slug}/{name}", digest
        for name, output in self.files.items():
            yield name, output.sha256


def to_json(built: Built) -> bytes:
    """The note: its hash on a line, then JSON."""
    body = json.dumps(built, default=_fields, separators=(",", ":")).encode()
    return sha256(body).hexdigest().encode() + b"\n" + body


def from_json(data: bytes) -> Built:
    """What a note says; nothing for one that is damaged or of another form."""
    digest, _, body = data.partition(b"\n")
    try:
        if sha256(body).hexdigest().encode() != digest:
            return Built()
        held: dict[str, Any] = json.loads(body)
        held["episodes"] = {slug: Entry(**each) for slug, each in held["episodes"].items()}
        held["files"] = {name: Output(**each) for name, each in held["files"].items()}
        return Built(**held)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Built()


def _fields(held: Built | Entry | Output) -> dict[str, Any]:
    """What one of them holds; `asdict` would copy all that is in it, ten thousand times over."""
    return {name: getattr(held, name) for name in fields(type(held))}
