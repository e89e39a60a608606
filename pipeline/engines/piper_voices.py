"""A piper voice's name → its files on this machine. The promise: only a whole voice is found.

A voice is NAME.onnx with NAME.onnx.json beside it, in a folder of voices, or in the catalogue's own
order (en/en_US/ljspeech/high/), as system packages keep them.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.engines.voice_folders import data, folders
from pipeline.engines.voice_offers import recorded
from pipeline.errors import EngineError
from pipeline.patterns import pattern
from pipeline.values import value

RECOMMENDED = "en_US-ljspeech-high"  # its MODEL_CARD: public domain, trained from scratch

_MODEL, _CONFIG = ".onnx", ".onnx.json"
_SHARED = "piper-voices"  # the folder of system packages, in the catalogue's order
_ORDER = "*/*/*/*/*"  # family/language/name/quality/file
_NAME = pattern(r"[\w.+-]+")


@value
class Files:
    """A voice's model and config."""

    model: Path
    config: Path


def installed() -> Mapping[str, Files]:
    """The voices of this machine by name, sorted; of two with one name the first folder's."""
    found = dict[str, Files]()
    for folder in _folders():
        ordered = folder.glob(_ORDER + _MODEL) if folder.name == _SHARED else ()
        for model in (*folder.glob("*" + _MODEL), *ordered):
            name = model.name.removesuffix(_MODEL)
            if files := _whole(model.parent, name):
                found.setdefault(name, files)
    return dict(sorted(found.items()))


def find(name: str) -> Files:
    """The files of a voice. Raises EngineError with the command that gets it."""
    for folder in _folders() if _NAME.fullmatch(name) else ():
        language, _, rest = name.partition("-")
        ordered = folder / language.partition("_")[0] / language / Path(*rest.rsplit("-", 1))
        if files := _whole(folder, name) or _whole(ordered, name):
            return files
    near = get_close_matches(name, installed(), n=1, cutoff=0.8)
    hint = f", or say {near[0]}" if near else ""
    called = f' "{name}"' if name else ""
    raise EngineError(
        f"Engine piper has no voice{called} on this machine: get it with "
        f"render-episode --fetch-voice {name or RECOMMENDED}{hint}."
    )


def config(files: Files) -> Mapping[str, Any]:
    """What the config says. Raises EngineError when it can't be read."""
    try:
        stat = files.config.stat()
        return _config(files.config, stat.st_size, stat.st_mtime_ns)
    except (OSError, ValueError) as error:
        raise EngineError(
            f"Engine piper can't read {files.config} ({error}): delete it and its model, and fetch "
            "the voice again."
        ) from error


def speakers(files: Files) -> Mapping[str, int]:
    """The speakers of a voice that has several, by name or else by number; else none."""
    facts = config(files)
    count = facts.get("num_speakers") or 1
    if count <= 1:
        return {}
    return dict(facts.get("speaker_id_map") or {str(number): number for number in range(count)})


def digest(files: Files) -> str:
    """The contents of both files, as a checksum."""
    record = recorded(files.model.parent, files.model.name.removesuffix(_MODEL))
    told = record.get("model")  # spares reading 100 MB again
    known = told if isinstance(told, dict) else {}
    return f"{_digest_of(files.model, known)} {_digest_of(files.config, {})}"


def _folders() -> Iterator[Path]:
    """Where voices may lie, and where system packages keep piper's."""
    yield from folders()
    for shared in data():
        yield shared / _SHARED


def _whole(folder: Path, name: str) -> Files | None:
    files = Files(model=folder / (name + _MODEL), config=folder / (name + _CONFIG))
    return files if files.model.is_file() and files.config.is_file() else None


def _digest_of(path: Path, known: Mapping[str, Any]) -> str:
    stat = path.stat()
    if (known.get("bytes"), known.get("changed")) == (stat.st_size, stat.st_mtime_ns):
        return str(known.get("sha256"))
    return _sha256(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=64)
def _sha256(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=64)
def _config(path: Path, _size: int, _changed: int) -> Mapping[str, Any]:
    facts = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(facts, dict):
        raise ValueError("it holds no settings")  # noqa: TRY004 - a file's fault, not a caller's
    return facts
