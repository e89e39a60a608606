"""A feed's folder → whether it still is what its records and its show make of it.

The promise: says yes only when nothing that the feed is made of, and nothing that was made, has
changed since it was built. Looks at sizes and times of files and reads none of them.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.model import Episode, Show

NAME = ".built"


def stands(show: Show, folder: Path, now: datetime) -> bool:
    """Whether the feed needs no building: the same in and out, and no date has come by `now`."""
    try:
        kept: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        if kept["due"] and datetime.fromisoformat(kept["due"]) <= now:
            return False
        return bool(kept["seal"] == _seal(show, folder))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remember(show: Show, folder: Path, episodes: Sequence[Episode], now: datetime) -> None:
    """Note, after building, what the feed was built of and when a date will change it."""
    dates = (datetime.fromisoformat(each.date) for each in episodes if each.status == "published")
    due = min((date for date in dates if date > now), default=None)
    note = {"seal": _seal(show, folder), "due": due.isoformat() if due else ""}
    (folder / NAME).write_text(json.dumps(note), "utf-8")


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
