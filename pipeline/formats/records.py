"""Episode ↔ the text of its record. Promise: what is written is read back equal, or refused.

The form is JSON with its version and a seal in it: a record outlives the program that wrote it, and
the disk may not keep it as it was. Version 1 had no seal, and is still read.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pipeline.errors import PlaceError
from pipeline.model import Episode, Link, MediaFile, Person
from pipeline.values import asdict, fields

VERSION = 2
_SEAL = "seal"  # SHA-256 in hex of all the rest, as canonical JSON
_LISTS = {"persons": Person, "files": MediaFile, "links": Link}


def to_json(episode: Episode) -> str:
    """The record as it lies in the feed: UTF-8 text, indented, fields in the model's order."""
    facts = asdict(episode) | {"version": VERSION}
    sealed = {**facts, _SEAL: _seal(facts)}
    return json.dumps(sealed, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_json(text: str, where: str) -> Episode:
    """The episode a record tells of, in today's form. `where` names the file in messages.

    Raises PlaceError when the record is damaged or was written by a newer program.
    """
    try:
        record = json.loads(text)
        if record["version"] > VERSION:
            raise PlaceError(f"{where} was written by a newer render-episode: update this one")
        _unsealed(record)
        facts = {name: _field(name, record[name]) for name in _names(record)}
        return Episode(**facts | {"version": VERSION})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PlaceError(
            f"{where} is damaged ({error}): restore it, or delete its folder and render again"
        ) from error


def _unsealed(record: dict[str, Any]) -> None:
    """Take the seal off a record. Raises ValueError for one that does not fit."""
    sealed = record["version"] == VERSION or _SEAL in record
    if sealed and record.pop(_SEAL, "") != _seal(record):
        raise ValueError("it is not what was written")


def _seal(facts: Mapping[str, Any]) -> str:
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), default=list)
    return sha256(text.encode()).hexdigest()


def _names(record: Mapping[str, Any]) -> list[str]:
    known = fields(Episode)
    if unknown := sorted(set(record) - set(known)):
        raise ValueError(f"unknown field {unknown[0]}")
    return [name for name in known if name in record]


def _field(name: str, found: Any) -> Any:
    if name in _LISTS:
        return tuple(_LISTS[name](**each) for each in found)
    return tuple(found) if isinstance(found, list) else found
