"""A voice's name → what piper's public catalogue offers. The promise: nothing without a checksum.

The catalogue is a folder on the web with a voices.json; another copy of it can be named in the
environment.
"""

import json
import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from pipeline.engines.downloading import read
from pipeline.engines.piper_licences import licence
from pipeline.engines.voice_offers import Offer, Piece
from pipeline.errors import EngineError
from pipeline.patterns import pattern

ADDRESS = "RENDER_EPISODE_VOICE_CATALOGUE"  # of the environment

_PUBLIC = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
_NAME = pattern(r"[\w.+-]+")
_CARD = "MODEL_CARD"
_MOST_LISTED = 16_000_000  # bytes of voices.json; it has a few hundred thousand
_MOST_CARD = 100_000
_MOST = 1_000_000_000  # bytes of a model; the largest have 130 million


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
        pieces = [_piece(address, *files[name + end]) for end in (".onnx.json", ".onnx")]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise EngineError(
            f"The catalogue {address} does not tell the files of {name}: choose another voice."
        ) from error
    card = _card(address, files)
    return Offer(
        engine="piper",
        name=name,
        licence=licence(card),
        card=card,
        address=address,
        pieces=tuple(pieces),
    )


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
    name = PurePosixPath(path).name
    return Piece(name=name, url=_url(address, path), size=size, checksum=md5, kind="md5")


def _card(address: str, files: Mapping[str, tuple[str, Any]]) -> str:
    """The card as it is today: people mend its words, and the catalogue's checksum stays behind."""
    if _CARD not in files:
        return ""
    return read(_url(address, files[_CARD][0]), _MOST_CARD).decode("utf-8", "replace")


def _url(address: str, path: str) -> str:
    return f"{address}/{quote(path)}"
