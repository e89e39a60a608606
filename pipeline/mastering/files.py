"""Bytes → a finished file named by what is in it. The promise: whole under its name, or absent."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import PlaceError
from pipeline.model import MediaFile

_NAME = 12  # hexadecimal digits of a file's hash in its name


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """A folder to write in, made when it is missing. Raises PlaceError when it can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise PlaceError(
            f"{folder} can't be written ({error.strerror or error}): make room or allow it, then "
            "run again"
        ) from error


def keep(folder: Path, kind: str, mime: str, suffix: str, data: bytes) -> MediaFile:
    """A small file, from its bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    name = f"{kind}-{sha256[:_NAME]}.{suffix}"
    (folder / name).write_bytes(data)
    return MediaFile(name=name, kind=kind, type=mime, size=len(data), sha256=sha256)


def record(
    folder: Path, slug: str, suffix: str, mime: str, write: Callable[[BinaryIO], None]
) -> MediaFile:
    """A file of sound, from what `write` puts into it."""
    beside = folder / f".{slug}.{suffix}"
    try:
        with beside.open("w+b") as file:
            write(file)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    name = f"{slug}-{sha256[:_NAME]}.{suffix}"
    size = beside.stat().st_size
    beside.replace(folder / name)
    return MediaFile(name=name, kind="audio", type=mime, size=size, sha256=sha256)
