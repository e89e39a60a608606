"""Bytes → a finished file named by what is in it. The promise: whole under its name, or absent."""

import hashlib
import mmap
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import PlaceError
from pipeline.model import MediaFile

_NAME = 12  # hexadecimal digits of a file's hash in its name
_PIECE = 1 << 23  # bytes: few pieces, since between two of them Python is waited for


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
    folder: Path, name: str, mime: str, write: Callable[[BinaryIO], None], aside: Executor
) -> Future[MediaFile]:
    """A file of sound such as "talk.mp3", from what `write` puts into it; `name` gets its hash.

    Hashing it and bringing it to the disk needs time and no Python: that is done `aside`.
    """
    beside = folder / f".{name}"
    try:
        with beside.open("wb") as file:
            write(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return aside.submit(_named, beside, mime)


def _hash(file: FileIO, size: int) -> str:
    """SHA-256 in hex of a file's bytes, a piece at a time: no more than that is in memory."""
    digest = hashlib.sha256()
    try:
        for start in range(0, size, _PIECE):
            length = min(_PIECE, size - start)
            with mmap.mmap(file.fileno(), length, access=mmap.ACCESS_READ, offset=start) as piece:
                digest.update(piece)
    except OSError:  # a file system whose files can't be mapped
        return hashlib.file_digest(file, "sha256").hexdigest()
    return digest.hexdigest()


def _named(beside: Path, mime: str) -> MediaFile:
    with beside.open("rb", buffering=0) as file, ThreadPoolExecutor(1) as other:
        brought = other.submit(os.fsync, file.fileno())  # the disk's time, not ours
        size = beside.stat().st_size
        sha256 = _hash(file, size)
        brought.result()
    slug, _, suffix = beside.name[1:].rpartition(".")
    name = f"{slug}-{sha256[:_NAME]}.{suffix}"
    beside.replace(beside.with_name(name))
    return MediaFile(name=name, kind="audio", type=mime, size=size, sha256=sha256)
