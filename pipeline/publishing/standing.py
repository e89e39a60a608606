"""A feed's folder → whether it still is what its records and its show make of it.

The promise: says yes only when nothing that the feed is made of, and nothing that was made, has
changed since it was built. Looks at sizes and times of files and reads none of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pipeline import __version__
from pipeline.formats import built
from pipeline.formats.built import Built
from pipeline.model import Episode, Show

NAME = built.NAME


def stands(show: Show, folder: Path, now: datetime) -> bool:
    """Whether the feed needs no building: the same in and out, and no date has come by `now`."""
    try:
        kept = built.from_json((folder / NAME).read_bytes())
        if kept is None or (kept.due and datetime.fromisoformat(kept.due) <= now):
            return False
        return kept.seal == _seal(show, folder)
    except (OSError, ValueError, TypeError):
        return False


def noted(folder: Path) -> Mapping[str, str]:
    """The hashes of what was made when the feed was last built, as far as that is known."""
    note = folder / NAME
    known = built.from_json(note.read_bytes()) if note.is_file() else None
    return known.files if known else {}


def remember(
    show: Show, folder: Path, episodes: Sequence[Episode], made: Mapping[str, str], now: datetime
) -> None:
    """Note, after building, of what, what was `made` (hashes), and when a date will change it."""
    dates = (datetime.fromisoformat(each.date) for each in episodes if each.status == "published")
    due = min((date for date in dates if date > now), default=None)
    note = Built(
        seal=_seal(show, folder),
        due=due.isoformat() if due else "",
        files=made,
    )
    (folder / NAME).write_bytes(built.to_json(note))


def _seal(show: Show, folder: Path) -> str:
    pages = show.pages
    own = [Path(file) for file in (show.cover, pages.text, pages.headings) if file]
    own += sorted(Path(pages.templates).iterdir()) if pages.templates else []
    facts = [__version__, repr(show), *map(_fact, sorted(_files(folder))), *map(_fact, own)]
    return sha256("\n".join(facts).encode("utf-8", "surrogatepass")).hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """What is in the feed's folder and in its episodes', but for hidden files."""
    for path in folder.glob("[!.]*"):
        yield from path.glob("[!.]*") if path.is_dir() else (path,)


def _fact(path: Path) -> str:
    facts = path.stat()
    return f"{path} {facts.st_size} {facts.st_mtime_ns}"
