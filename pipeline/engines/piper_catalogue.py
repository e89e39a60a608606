"""A voice's name → its files, from piper's public catalogue. The promise: all of it, or none.

Each file is checked against the catalogue's size and checksum before it gets its name; the model
gets it last, and without a model there is no voice. The catalogue is a folder on the web with a
voices.json; another copy of it can be named in the environment.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from pipeline.engines.downloading import read, save
from pipeline.engines.piper_licences import Licence, licence
from pipeline.engines.piper_voices import RECORD, Files, facts_of, home
from pipeline.errors import EngineError, PlaceError
from pipeline.model import value

ADDRESS = "RENDER_EPISODE_VOICE_CATALOGUE"  # of the environment

_PUBLIC = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
_NAME = re.compile(r"[\w.+-]+")
_CARD = "MODEL_CARD"
_MOST_LISTED = 16_000_000  # bytes of voices.json; it has a few hundred thousand
_MOST_CARD = 100_000
_MOST = 1_000_000_000  # bytes of a model; the largest have 130 million


@value
class Offer:
    """A voice that can be had: its licence, and where its files are. Sizes in bytes."""

    name: str
    licence: Licence
    card: str
    address: str
    model: "Piece"
    config: "Piece"

    @property
    def size(self) -> int:
        """Of all that has to come."""
        return self.model.size + self.config.size


@value
class Piece:
    """A file of the catalogue: its URL, its size in bytes, its MD5 in hexadecimal."""

    url: str
    size: int
    md5: str


def look_up(name: str) -> Offer:
    """What the catalogue has under a name. Raises EngineError: no network, no such voice."""
    address = (os.environ.get(ADDRESS) or _PUBLIC).rstrip("/")
    known = _listed(address)
    if not _NAME.fullmatch(name) or name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else f"see {address}."
        raise EngineError(f'The catalogue of piper has no voice "{name}": {hint}')
    try:
        files = {
            PurePosixPath(path).name: (path, told) for path, told in known[name]["files"].items()
        }
        model, config = (_piece(address, *files[name + end]) for end in (".onnx", ".onnx.json"))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise EngineError(
            f"The catalogue {address} does not tell the files of {name}: choose another voice."
        ) from error
    card = _card(address, files)
    return Offer(
        name=name, licence=licence(card), card=card, address=address, model=model, config=config
    )


def fetch(offer: Offer, seen: Callable[[int], None]) -> Files:
    """Get a voice; `seen` is told how many bytes are here. Raises EngineError, PlaceError."""
    folder = home()
    files = Files(model=folder / f"{offer.name}.onnx", config=folder / f"{offer.name}.onnx.json")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(folder, offer.size)
        config = _checked(offer.config, files.config, seen)
        model = _checked(offer.model, files.model, lambda have: seen(offer.config.size + have))
        _record(offer, files, model)
        config.replace(files.config)
        model.replace(files.model)
    except OSError as error:
        raise PlaceError(f"{folder}: can't be written: {error.strerror}") from error
    return files


def _listed(address: str) -> Mapping[str, Any]:
    """All of voices.json."""
    try:
        known = json.loads(read(f"{address}/voices.json", _MOST_LISTED))
    except ValueError as error:
        raise EngineError(
            f"{address}/voices.json is no list of voices: what answers there is not the catalogue."
        ) from error
    return known if isinstance(known, dict) else {}


def _piece(address: str, path: str, told: Mapping[str, Any]) -> Piece:
    """Raises ValueError or TypeError for a size that can't be, and for what is no checksum."""
    size, md5 = int(told["size_bytes"]), str(told["md5_digest"]).lower()
    if not 0 < size <= _MOST or not re.fullmatch(r"[0-9a-f]{32}", md5):
        raise ValueError(path)
    return Piece(url=_url(address, path), size=size, md5=md5)


def _card(address: str, files: Mapping[str, tuple[str, Any]]) -> str:
    """The card as it is today: people mend its words, and the catalogue's checksum stays behind."""
    if _CARD not in files:
        return ""
    return read(_url(address, files[_CARD][0]), _MOST_CARD).decode("utf-8", "replace")


def _url(address: str, path: str) -> str:
    return f"{address}/{quote(path)}"


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        raise PlaceError(
            f"{folder}: {size / 1e6:,.0f} MB are needed and {free / 1e6:,.0f} MB are free: make "
            "room, or name another folder in RENDER_EPISODE_VOICES."
        )


def _checked(piece: Piece, target: Path, seen: Callable[[int], None]) -> Path:
    """The file beside its place, whole and checked."""
    part = target.with_name(target.name + ".part")
    save(piece.url, part, piece.size, seen)
    with part.open("rb") as file:
        found = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    if found != piece.md5:
        part.unlink()
        raise EngineError(
            f"{piece.url} is not what the catalogue says (MD5 {found}, not {piece.md5}): it was "
            "thrown away. Try again; if it stays so, choose another voice."
        )
    return part


def _record(offer: Offer, files: Files, model: Path) -> None:
    """Keep the licence beside the voice, and the model's checksum, which is long to compute."""
    told = {
        "voice": offer.name,
        "licence": offer.licence.line,
        "kind": offer.licence.kind,
        "dataset": offer.licence.dataset,
        "parent": offer.licence.parent,
        "source": offer.model.url,
        "card": offer.card,
        "model": facts_of(model),
    }
    record = files.model.with_name(offer.name + RECORD)
    part = record.with_name(record.name + ".part")
    part.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    part.replace(record)
