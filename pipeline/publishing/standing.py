"""A feed's folder → what of it still is as it was built. Promise: says so of nothing that changed.

What it goes by are names, sizes and times of files, of which it reads none; `publish-feed` reads
them all.
"""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pipeline import __version__
from pipeline.formats import built
from pipeline.formats.built import Built
from pipeline.model import Pauses, Show, Sound, Templates
from pipeline.publishing import place
from pipeline.values import replace

NAME = built.NAME


def noted(folder: Path) -> Built:
    """What is known from the last time the feed was built; an empty one knows nothing."""
    note = folder / NAME
    return built.from_json(note.read_bytes()) if note.is_file() else Built()


def remember(folder: Path, note: Built) -> None:
    """Keep the note."""
    place.write(folder / NAME, built.to_json(note))


def stands(known: Built, show: Show, there: Mapping[str, str], now: datetime) -> bool:
    """Whether the feed needs no building: the same in and out, and no date has come by `now`."""
    if known.due and datetime.fromisoformat(known.due) <= now:
        return False
    return known.seal == seal(show) and known.folders == there


def public(show: Show) -> Show:
    """The show without what only speaks: a new voice or word changes no page that stands."""
    plain = replace(show, cast={}, say={}, policy={})
    return replace(plain, pauses=Pauses(), sound=Sound(), templates=Templates())


def seal(show: Show) -> str:
    """A hash of what every page is made of besides episodes: the program, the show, its files."""
    pages = show.pages
    own = [Path(file) for file in (show.cover, pages.text, pages.headings) if file]
    own += sorted(Path(pages.templates).glob("*")) if pages.templates else []
    return _hash([__version__, repr(public(show)), *(f"{path} {fact(path)}" for path in own)])


def folders(folder: Path) -> Mapping[str, str]:
    """What stands in each folder of the feed, as a hash; "" is the feed's own."""
    found = {entry.name: facts(folder / entry.name) for entry in _seen(folder) if entry.is_dir()}
    return found | {"": facts(folder)}


def facts(folder: Path) -> str:
    """A hash of the names, sizes and times of what is in a folder, but for hidden files.

    Folders that are in it, of which each has its own, do not count for the feed's.
    """
    return _hash(sorted(_listed(folder)))


def fact(path: Path) -> str:
    """A file's size and time; empty when there is none."""
    try:
        return _fact(path.stat())
    except FileNotFoundError:
        return ""


def _listed(folder: Path) -> Iterator[str]:
    for entry in _seen(folder):
        if not entry.is_dir():
            yield f"{entry.name} {_fact(entry.stat())}"
        elif entry.name == place.QUOTES:
            yield from (f"{entry.name}/{name}" for name in _listed(folder / entry.name))


def _seen(folder: Path) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if not entry.name.startswith("."))


def _fact(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns}"


def _hash(lines: list[str]) -> str:
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:32]
