"""A voice that is offered somewhere → its files on this machine. The promise: all of it, or none.

Each file is checked against the size and checksum that were promised before it gets its name. The
record with the licence comes before the last of them, without which there is no voice.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipeline.engines.downloading import save
from pipeline.engines.piper_licences import Licence
from pipeline.engines.voice_folders import FOLDERS, home
from pipeline.errors import EngineError, PlaceError
from pipeline.values import value

RECORD = ".license.json"  # behind the voice's name


@value
class Piece:
    """A file: its name, its URL, its size in bytes, its checksum in hexadecimal and what kind."""

    name: str
    url: str
    size: int
    checksum: str
    kind: str  # "md5" | "sha256"


@value
class Offer:
    """A voice that can be had: its engine, its licence, and where its files are.

    `address` is whose it is, for people. The last of the `pieces` makes the voice whole.
    """

    engine: str
    name: str
    licence: Licence
    card: str
    address: str
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """Of all that has to come, in bytes."""
        return sum(piece.size for piece in self.pieces)


def fetch(offer: Offer, seen: Callable[[int], None]) -> Path:
    """Get a voice; its last file. `seen` is told how many bytes are here.

    Raises EngineError, PlaceError.
    """
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(folder, offer.size)
        parts, have = list[Path](), 0
        for piece in offer.pieces:
            parts.append(_checked(piece, folder, have, seen))
            have += piece.size
        _record(offer, folder, parts[-1])
        for piece, part in zip(offer.pieces, parts, strict=True):
            part.replace(folder / piece.name)
    except OSError as error:
        raise PlaceError(f"{folder}: can't be written: {error.strerror}") from error
    return folder / offer.pieces[-1].name


def facts_of(path: Path) -> dict[str, Any]:
    """A file's size, time and SHA-256, as a voice's record keeps them."""
    stat = path.stat()
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": stat.st_size, "changed": stat.st_mtime_ns, "sha256": sha256}


def recorded(folder: Path, name: str) -> Mapping[str, Any]:
    """What the record beside a fetched voice says; nothing where there is none."""
    try:
        told = json.loads((folder / (name + RECORD)).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        raise PlaceError(
            f"{folder}: {size / 1e6:,.0f} MB are needed and {free / 1e6:,.0f} MB are free: make "
            f"room, or name another folder in {FOLDERS}."
        )


def _checked(piece: Piece, folder: Path, before: int, seen: Callable[[int], None]) -> Path:
    """The file beside its place, whole and checked."""
    part = folder / (piece.name + ".part")
    save(piece.url, part, piece.size, lambda have: seen(before + have))
    with part.open("rb") as file:
        found = hashlib.file_digest(file, lambda: _digest(piece.kind)).hexdigest()
    if found != piece.checksum:
        part.unlink()
        raise EngineError(
            f"{piece.url} is not what was promised ({piece.kind.upper()} {found}, not "
            f"{piece.checksum}): it was thrown away. Try again; if it stays so, choose another "
            "voice."
        )
    return part


def _digest(kind: str) -> Any:
    return hashlib.new(kind, usedforsecurity=False)


def _record(offer: Offer, folder: Path, main: Path) -> None:
    """Keep the licence beside the voice, and the main file's checksum, which is long to compute."""
    told = {
        "voice": offer.name,
        "licence": offer.licence.line,
        "kind": offer.licence.kind,
        "dataset": offer.licence.dataset,
        "parent": offer.licence.parent,
        "source": offer.pieces[-1].url,
        "card": offer.card,
        "model": facts_of(main),
    }
    record = folder / (offer.name + RECORD)
    part = record.with_name(record.name + ".part")
    part.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    part.replace(record)
