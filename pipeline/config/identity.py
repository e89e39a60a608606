"""Who a show is, decided once and kept in feed/show.json. Promise: its guid stays what it was.

A show without a show.toml is made from its first article, and kept there whole, so that a second
article does not rename it.
"""

import json
import os
import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from pipeline.config.page import shown
from pipeline.errors import PlaceError
from pipeline.model import Metadata, Show
from pipeline.store import recipe_key
from pipeline.values import replace

NAME = "show.json"
_VERSION = 2  # 1 had no seal, and is still read
_SEAL = "seal"
_FACTS = ("title", "guid", "description", "author", "language", "link")
_PODCAST = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # podcast namespace: guid
_UNPLACED = Show(title="", guid="").base_url


def identified(show: Show, feed: Path) -> Show:
    """The show with its guid: as given, as kept, as published, by its feed's address, or new.

    Raises PlaceError when feed/show.json is damaged.
    """
    if show.guid:
        return show
    kept = kept_show(feed)
    guid = kept.guid if kept else _published_guid(feed)
    return replace(show, guid=guid or _new_guid(show.base_url))


def _published_guid(feed: Path) -> str:
    """The guid in feed.xml, for a feed whose show.json was lost; empty where there is none."""
    path = feed / "feed.xml"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    found = re.search(r"<podcast:guid>([0-9a-f-]{36})</podcast:guid>", text)
    return found[1] if found else ""


def _new_guid(base_url: str) -> str:
    """By the feed's address; random while it has none."""
    return str(uuid4()) if base_url == _UNPLACED else feed_guid(f"{base_url}/feed.xml")


def feed_guid(address: str) -> str:
    """The guid of a feed by its first address: UUIDv5 without the scheme and slashes at the end."""
    return str(uuid5(_PODCAST, address.partition("://")[2].rstrip("/")))


def default_show(metadata: Metadata) -> Show:
    """The show that an article makes where there is no show.toml. It has no guid yet."""
    title = metadata.series or metadata.publication or metadata.title or "Read aloud"
    return Show(
        title=title,
        guid="",
        author=metadata.publication or ", ".join(metadata.authors),
        language=metadata.language or "en",
    )


def kept_show(feed: Path) -> Show | None:
    """The show that feed/show.json keeps. Raises PlaceError when that is damaged."""
    path = feed / NAME
    try:
        facts: dict[str, Any] = json.loads(path.read_bytes())
        UUID(facts["guid"])
        _unseal(facts)
        known: dict[str, Any] = {name: str(facts[name]) for name in _FACTS if name in facts}
        return Show(**known)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlaceError(
            f"{shown(path)} is damaged ({error}): put back a copy, or write the guid into show.toml"
        ) from error


def _unseal(facts: dict[str, Any]) -> None:
    """Take the seal off. Raises ValueError for one that does not fit."""
    seal = facts.pop(_SEAL, "")
    if seal != (recipe_key(**facts) if facts["version"] > 1 else ""):
        raise ValueError("it is not what was written")


def keep_show(show: Show, feed: Path) -> None:
    """Write feed/show.json, whole or not at all. Raises PlaceError when it can't be written."""
    facts = {"version": _VERSION, **{name: getattr(show, name) for name in _FACTS}}
    sealed = {**facts, _SEAL: recipe_key(**facts)}
    data = (json.dumps(sealed, ensure_ascii=False, indent=2) + "\n").encode()
    path, beside = feed / NAME, feed / f".{NAME}.new"
    try:
        if path.is_file() and path.read_bytes() == data:
            return
        feed.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlaceError(
            f"{shown(path)} can't be written ({reason}): allow it, or name another with --feed"
        ) from error
