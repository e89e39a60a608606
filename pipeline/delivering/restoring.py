"""A destination → an empty feed/: a new computer goes on where the old one stopped.

Promise: what is restored is what its record says, to the byte; killed, it can be run again. Media
come first, then the record, feed.xml last, so that what is not whole is never taken for a feed.
"""

from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

from pipeline.delivering import manifest
from pipeline.delivering.contents import FEED, RECORD
from pipeline.delivering.destination import Destination
from pipeline.errors import PlaceError, UsageError
from pipeline.formats import records


def restore(url: str, feed: Path) -> int:
    """Fill `feed` with what the destination holds; how many episodes that is.

    Raises UsageError when a feed is there already, PlaceError when the destination holds none,
    can't be read, or has a file that is not what its record says.
    """
    if (feed / FEED).exists():
        raise UsageError(f"{feed} holds a feed already: --restore fills an empty folder only")
    there = Destination(url)
    found = there.listing()
    if FEED not in found:
        raise PlaceError(f"{url} holds no {FEED}: check the address")
    slugs = sorted(name.partition("/")[0] for name in found if name.endswith(f"/{RECORD}"))
    for name in found:
        if any(_unsafe(part) for part in name.split("/")):
            raise PlaceError(f"{url}/{name} is no name of a feed's file: delete it there")
    for slug in slugs:
        _episode(there, slug, [name for name in found if name.startswith(f"{slug}/")], feed)
    on_top = [name for name in found if name.partition("/")[0] not in {*slugs, FEED, manifest.NAME}]
    for name in (*sorted(on_top), FEED):
        _fetch(there, name, feed / name)
    return len(slugs)


def _episode(there: Destination, slug: str, names: Sequence[str], feed: Path) -> None:
    """All files of an episode, its record last."""
    record = f"{slug}/{RECORD}"
    text = there.read(record).decode("utf-8", errors="replace")
    episode = records.from_json(text, f"{there.url}/{record}")
    hashes = {f"{slug}/{file.name}": file.sha256 for file in episode.files}
    if episode.status == "published" and (lost := sorted(hashes.keys() - set(names))):
        raise PlaceError(f"{there.url}/{lost[0]} is missing there: render {slug} from its article")
    for name in sorted(set(names) - {record}):
        if name in hashes and (feed / name).is_file() and _hash(feed / name) == hashes[name]:
            continue
        _fetch(there, name, feed / name)
        if _hash(feed / name) != hashes.get(name, _hash(feed / name)):
            (feed / name).unlink()
            raise PlaceError(
                f"{there.url}/{name} is not what its record says, and so damaged there: render "
                f"{slug} again from its article"
            )
    _fetch(there, record, feed / record)


def _unsafe(name: str) -> bool:
    return name in {"", ".", ".."} or bool(set(name) & set("\\\0"))


def _fetch(there: Destination, name: str, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlaceError(f"{path.parent} can't be made ({error.strerror}): allow it") from error
    beside = path.with_name(f".{path.name}.new")
    there.fetch(name, beside)
    beside.replace(path)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
