"""The name of a file beside show.toml → its absolute path. Promise: it is there, and of its kind.

Each check raises `MistakeError` with the rest of a sentence that begins with the setting's name.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.config.checks import text
from pipeline.config.names import TEMPLATES
from pipeline.config.page import MistakeError, meant
from pipeline.config.pls import load_pls
from pipeline.model import Pronunciation

_PICTURES = {".jpg", ".jpeg", ".png"}
_SOUNDS = {".flac", ".wav", ".mp3", ".m4a", ".ogg", ".opus"}
_TYPEFACES = {".woff2", ".woff", ".otf", ".ttf"}


def picture_in(folder: Path) -> Callable[[Any], str]:
    """A picture beside show.toml → its absolute path."""

    def check(given: Any) -> str:
        path = (folder / text(given)).absolute()
        if path.suffix.lower() not in _PICTURES:
            raise MistakeError(
                f'"{given}" is not a .jpg or .png — save the picture as one of these'
            )
        if not path.is_file():
            raise MistakeError(
                f'"{given}" is not there — put the picture into {folder.name or folder}/'
            )
        return str(path)

    return check


def typeface_in(folder: Path) -> Callable[[Any], str]:
    """A typeface beside show.toml → its absolute path."""

    def check(given: Any) -> str:
        path = (folder / text(given)).absolute()
        if path.suffix.lower() not in _TYPEFACES:
            raise MistakeError(f'"{given}" is not a typeface — name a .woff2, .otf or .ttf')
        if not path.is_file():
            raise MistakeError(
                f'"{given}" is not there — put the typeface into {folder.name or folder}/'
            )
        return str(path)

    return check


def templates_in(folder: Path) -> Callable[[Any], str]:
    """A folder beside show.toml whose files go before our templates → its absolute path."""

    def check(given: Any) -> str:
        path = (folder / text(given)).absolute()
        if not path.is_dir():
            raise MistakeError(f'"{given}" is no folder — make one in {folder.name or folder}/')
        for file in sorted(path.iterdir()):
            if file.name not in TEMPLATES and not file.name.startswith("."):
                raise MistakeError(f'has a "{file.name}"' + meant(file.name, TEMPLATES))
        return str(path)

    return check


def sound_in(folder: Path) -> Callable[[Any], str]:
    """A sound beside show.toml → its absolute path; "none"; or "ours" → ""."""

    def check(given: Any) -> str:
        if (name := text(given)) in {"ours", "none"}:
            return "" if name == "ours" else name
        path = (folder / name).absolute()
        if path.suffix.lower() not in _SOUNDS:
            raise MistakeError(
                f'"{given}" is not a sound — name a .flac, .wav, .mp3, .m4a, .ogg or .opus, '
                'or "none"'
            )
        if not path.is_file():
            raise MistakeError(
                f'"{given}" is not there — put the sound into {folder.name or folder}/'
            )
        return str(path)

    return check


def lexicons_in(folder: Path) -> Callable[[Any], dict[str, Pronunciation]]:
    """The names of PLS files beside a TOML file, one or a list → their pronunciations."""

    def check(given: Any) -> dict[str, Pronunciation]:
        names = given if isinstance(given, list) else [given]
        found: dict[str, Pronunciation] = {}
        for name in names:
            found |= load_pls(folder / text(name))
        return found

    return check
