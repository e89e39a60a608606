"""What a feed was built of, and into ↔ the note of it. Promise: a note that is not whole is none.

The note lies in the feed's folder and is nobody else's: it never leaves this machine.
"""

import json
from collections.abc import Mapping
from typing import Any

from pipeline.model import value

NAME = ".built"


@value
class Built:
    """`seal`: what it was built of; `due`: the moment when a date changes it, ISO 8601, or empty.

    `files`: SHA-256 in hex of each file made, by its name from the feed's folder.
    """

    seal: str
    due: str
    files: Mapping[str, str]


def to_json(built: Built) -> bytes:
    """The note."""
    return json.dumps({"seal": built.seal, "due": built.due, "files": built.files}).encode()


def from_json(data: bytes) -> Built | None:
    """What a note says; None for one that is damaged or of another form."""
    try:
        held: dict[str, Any] = json.loads(data)
        return Built(seal=held["seal"], due=held["due"], files=dict(held["files"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
