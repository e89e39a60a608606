"""The files of Kokoro on this machine: one model, and one archive with all its voices.

The promise: only both together are found. A voice's name tells its language by its first letter;
those are offered whose language espeak-ng can turn into the sounds that the model was taught.
"""

import hashlib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from pipeline.engines.voice_folders import FOLDERS, folders, home
from pipeline.errors import EngineError
from pipeline.values import value

MODEL, ARCHIVE = "kokoro-v1.0.onnx", "voices-v1.0.bin"

RECOMMENDED = "af_heart"  # the one that its authors rate best

_FIRST = (RECOMMENDED, "bm_george")  # to narrate, and to quote: told apart at once
# Without Japanese and Mandarin, for which the model has other sounds than espeak-ng's.
_LANGUAGES: Mapping[str, str] = {
    "a": "en-us", "b": "en-gb", "e": "es", "f": "fr-fr", "h": "hi", "i": "it", "p": "pt-br",
}  # fmt: skip
_USUAL = ("kokoro", "kokoro-onnx")  # folders in which people keep it, beside others' voices


@value
class Files:
    """Kokoro's model and the archive of its voices."""

    model: Path
    archive: Path


def installed() -> Files | None:
    """The files, or None where one is missing."""
    return next(_whole(), None)


def find() -> Files:
    """The files. Raises EngineError with the command that gets them."""
    if (files := installed()) is None:
        raise EngineError(
            "Engine kokoro has no model on this machine: get it with render-episode --fetch-voice "
            f"kokoro, or put {MODEL} and {ARCHIVE} into {home()} or a folder that {FOLDERS} names."
        )
    return files


def names(files: Files) -> tuple[str, ...]:
    """The voices of the archive, those to take without asking first. Raises EngineError."""
    stat = files.archive.stat()
    listed = _names(files.archive, stat.st_size, stat.st_mtime_ns)
    known = [name for name in listed if name[:1] in _LANGUAGES]
    return (
        *(name for name in _FIRST if name in known),
        *(each for each in known if each not in _FIRST),
    )


def language(name: str, files: Files) -> str:
    """The language of a voice, as espeak-ng calls it. Raises EngineError for an unknown voice."""
    known = names(files)
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "--list-voices names them."
        raise EngineError(f'Engine kokoro has no voice "{name}": {hint}')
    return _LANGUAGES[name[0]]


def digest(files: Files) -> str:
    """The contents of both files, as a checksum."""
    return " ".join(_sha256(path, *_stat(path)) for path in (files.model, files.archive))


def _whole() -> Iterator[Files]:
    for folder in folders():
        for place in (folder, *(folder / name for name in _USUAL)):
            models = sorted(place.glob("kokoro*.onnx"), key=lambda path: (len(path.name), path))
            archives = sorted(place.glob("voices*.bin"))
            if models and archives:
                yield Files(model=models[0], archive=archives[-1])


def _stat(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


@lru_cache(maxsize=4)
def _sha256(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=4)
def _names(path: Path, _size: int, _changed: int) -> tuple[str, ...]:
    """The names in an archive, which is NumPy's, without reading the voices."""
    import numpy as np  # noqa: PLC0415

    try:
        with np.load(path) as archive:
            return tuple(sorted(archive.files))
    except (OSError, ValueError, AttributeError) as error:
        raise EngineError(
            f"Engine kokoro can't read {path} ({error}): delete it, and fetch it again with "
            "render-episode --fetch-voice kokoro."
        ) from error
