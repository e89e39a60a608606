"""Bytes → a finished file named by what is in it. The promise: whole under its name, or absent."""

import errno
import hashlib
import mmap
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from io import BufferedWriter, FileIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

from pipeline.errors import PlaceError
from pipeline.model import MediaFile

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

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

    Hashing it and bringing it to the disk needs time and no Python: that is done `aside`, in two
    threads.
    """
    beside = folder / f".{name}"
    try:
        with _Growing(beside, aside) as file:
            write(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return aside.submit(_named, beside, mime, file.digest, aside.submit(_bring, beside))


class _Digest:
    """SHA-256 of a file that grows, a piece at a time: no more than that is in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sum = hashlib.sha256()
        self._at = 0
        self._turn = Lock()

    def take_in(self, end: int) -> None:
        """Go on up to this byte, before which the file stays as it is."""
        with self._turn, self._path.open("rb", buffering=0) as file:
            while self._at < end:
                length = min(_PIECE, end - self._at)
                self._take(file, length)
                self._at += length

    def _take(self, file: FileIO, length: int) -> None:
        try:
            piece = mmap.mmap(file.fileno(), length, access=mmap.ACCESS_READ, offset=self._at)
        except OSError:  # a file system whose files can't be mapped
            self._sum.update(_read(file, length, self._at))
            return
        with piece:
            self._sum.update(piece)

    def hexdigest(self, size: int) -> str:
        """Of the whole file, which has this size."""
        self.take_in(size)
        return self._sum.hexdigest()


def _read(file: FileIO, length: int, at: int) -> bytes:
    """So many bytes from a place on, however few are given at once. Raises OSError."""
    pieces = []
    while length:
        piece = os.pread(file.fileno(), length, at)
        if not piece:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        pieces.append(piece)
        length, at = length - len(piece), at + len(piece)
    return b"".join(pieces)


class _Growing(BufferedWriter):
    """A new file, hashed aside while it is written, as far as it is written in order."""

    def __init__(self, path: Path, aside: Executor) -> None:
        super().__init__(FileIO(path, "w"))
        self.digest = _Digest(path)
        self._path, self._aside = path, aside
        self._in_order = True
        self._hashing: Future[None] | None = None
        self._size = self._hashed = 0

    def write(self, data: "ReadableBuffer", /) -> int:
        """The same, and hash it."""
        written = super().write(data)
        self._size += written
        idle = self._hashing is None or self._hashing.done()
        if self._size - self._hashed >= _PIECE and self._in_order and idle:
            self.flush()
            self._hashed = self._size - self._size % _PIECE
            self._hashing = self._aside.submit(self.digest.take_in, self._hashed)
        return written

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """The same; what was hashed may change, and is hashed again when all is written."""
        self.digest, self._in_order = _Digest(self._path), False
        return super().seek(offset, whence)


def _bring(path: Path) -> None:
    """See that a file is on the disk: the disk's time, not ours."""
    with path.open("rb", buffering=0) as file:
        os.fsync(file.fileno())


def _named(beside: Path, mime: str, digest: _Digest, brought: Future[None]) -> MediaFile:
    size = beside.stat().st_size
    sha256 = digest.hexdigest(size)
    brought.result()
    slug, _, suffix = beside.name[1:].rpartition(".")
    name = f"{slug}-{sha256[:_NAME]}.{suffix}"
    beside.replace(beside.with_name(name))
    return MediaFile(name=name, kind="audio", type=mime, size=size, sha256=sha256)
