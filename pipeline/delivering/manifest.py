"""What a destination was last given. Promise: a lost or damaged manifest costs time and no file.

It lies there as delivered.json, so that any computer can publish: the hash of each file whose name
does not tell it, and since when a file that was there has been named by nothing.
"""

import json
from collections.abc import Mapping

from pipeline.values import value

NAME = "delivered.json"
_VERSION = 1


@value
class Manifest:
    """By name: SHA-256 in hex, and the ISO 8601 moment since when a file is not named any more."""

    hashes: Mapping[str, str]
    replaced: Mapping[str, str]


def to_json(manifest: Manifest) -> bytes:
    """The file's bytes, sorted by name."""
    held = {"version": _VERSION, "files": manifest.hashes, "replaced": manifest.replaced}
    return (json.dumps(held, indent=1, sort_keys=True) + "\n").encode()


def from_json(data: bytes) -> Manifest:
    """The manifest, or an empty one: then files are compared by their bytes."""
    try:
        held = json.loads(data)
        if held["version"] == _VERSION:
            return Manifest(hashes=dict(held["files"]), replaced=dict(held["replaced"]))
    except (ValueError, KeyError, TypeError):
        pass
    return Manifest(hashes={}, replaced={})
