"""Episode ↔ the text of its record. Promise: what is written is read back equal, or refused.

The form is JSON with a version in it: a record outlives the program that wrote it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from pipeline.errors import PlaceError
from pipeline.model import Episode, Link, MediaFile, Person

VERSION = 1
_LISTS = {"persons": Person, "files": MediaFile, "links": Link}


def to_json(episode: Episode) -> str:
    """The record as it lies in the feed: UTF-8 text, indented, fields in the model's order."""
    return json.dumps(asdict(episode), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_json(text: str, where: str) -> Episode:
    """The episode a record tells of. `where` names the file in messages.

    Raises PlaceError when the record is damaged or was written by a newer program.
    """
    try:
        record = json.loads(text)
        if record["version"] > VERSION:
            raise PlaceError(f"{where} was written by a newer render-episode: update this one")
        return Episode(**{name: _field(name, record[name]) for name in _names(record)})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlaceError(
            f"{where} is damaged ({error}): restore it, or delete its folder and render again"
        ) from error


def _names(record: Mapping[str, Any]) -> list[str]:
    known = [field.name for field in fields(Episode)]
    if unknown := sorted(set(record) - set(known)):
        raise ValueError(f"unknown field {unknown[0]}")
    return [name for name in known if name in record]


def _field(name: str, found: Any) -> Any:
    if name in _LISTS:
        return tuple(_LISTS[name](**each) for each in found)
    return tuple(found) if isinstance(found, list) else found
