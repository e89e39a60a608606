"""Recipe → bytes, once. The promise: what is read back is what was put, whole, or nothing.

An entry is a kind ("speech", "frames" …), a key that `recipe_key` makes from everything the bytes
depend on, and the bytes behind their checksum. Entries appear at once or not at all, so several
renders can share a store; a damaged entry is removed and counts as absent.
"""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import FileIO
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import PlaceError

try:
    from isal.isal_zlib import crc32  # twenty times faster, by the processor's own means
except ImportError:
    from zlib import crc32

# Kinds that `prune` never removes: what no engine would say the same way again, and its level.
KEPT = frozenset({"performance", "level"})

_CANONICAL = msgspec.json.Encoder(order="sorted")
_BROKEN = json.JSONEncoder(sort_keys=True, separators=(",", ":"))  # half a character has only this
_CHECK = 16  # bytes of checksum in front of an entry
_BY_CRC = b"by CRC-32 of"  # how they begin; an earlier version's are the first of a SHA-256
_TOUCH = 3600.0  # seconds after which reading an entry renews its time
_PARTIAL = ".partial"  # the folder of what is being written
_TRIES = 3  # at a file that another run sweeps away


def recipe_key(**parts: object) -> str:
    """The key of what is made from `parts`: SHA-256 in hex of their canonical JSON.

    Numbers are finite, and keys are text.
    """
    try:
        recipe = _CANONICAL.encode(parts)
    except UnicodeEncodeError:
        recipe = _BROKEN.encode(parts).encode()
    return hashlib.sha256(recipe).hexdigest()


@dataclass(frozen=True, slots=True)
class Store:
    """Bytes by kind and key under `root`: a folder, or any other URL that fsspec opens.

    Holds only the address, so it travels to workers by value.
    """

    root: str

    def get(self, kind: str, key: str) -> bytes | None:
        """The bytes, or None when there are none or they are damaged (then they are removed).

        Raises PlaceError when the store can't be read.
        """
        entry = self._read(self._path(kind, key))
        if entry is None:
            return None
        check, data = entry[:_CHECK], entry[_CHECK:]
        if not _is_whole(check, data):
            self.remove(kind, key)
            return None
        return data

    def has(self, kind: str, key: str) -> bool:
        """Whether there is such an entry; it may be damaged. Raises PlaceError like `get`."""
        path = self._path(kind, key)
        try:
            if self.near:
                os.stat(path)  # noqa: PTH116 - thousands are asked for, and a Path takes as long
                return True
            return bool(_open_remote(self.root).exists(path))
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise self._unusable(error, "read") from error

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep `data`, whole or not at all. Raises PlaceError when the store can't take it."""
        path = self._path(kind, key)
        try:
            if self.near:
                _write(Path(self.root), Path(path), _checksum(data) + data, lasting=kind in KEPT)
            else:
                system = _open_remote(self.root)
                system.makedirs(path.rpartition("/")[0], exist_ok=True)
                system.pipe_file(path, _checksum(data) + data)
        except OSError as error:
            raise self._unusable(error, "written") from error

    def sweep(self) -> None:
        """Remove what writers that died left half-written."""
        if self.near:
            _sweep(Path(self.root))

    def entries(self) -> Iterator[tuple[float, int, str]]:
        """Every entry: when it was last used (seconds since 1970), its bytes, its path.

        Of a store behind a URL only the bytes are known; its entries have the time 0.
        """
        try:
            if self.near:
                yield from _walk(Path(self.root))
            else:
                found = _open_remote(self.root).find(_strip(self.root), detail=True)
                yield from ((0.0, int(facts["size"] or 0), path) for path, facts in found.items())
        except FileNotFoundError:
            return

    def size(self) -> int:
        """How many bytes the store holds."""
        return sum(size for _, size, _ in self.entries())

    def prune(self, limit: int) -> int:
        """Remove what was not used for longest until `limit` bytes are left; how many went.

        Speech that no engine could give again (the kinds in KEPT) stays, whatever the limit.
        """
        held, gone = list(self.entries()), 0
        excess = sum(size for _, size, _ in held) - limit
        for _, size, path in sorted(held):
            if excess - gone <= 0:
                break
            if self._kind(path) not in KEPT:
                self._remove(path)
                gone += size
        return gone

    @property
    def near(self) -> bool:
        """Whether it is a folder, and no URL."""
        return "://" not in self.root

    def _path(self, kind: str, key: str) -> str:
        base = self.root if self.near else _strip(self.root)
        return f"{base}/{kind}/{key[:2]}/{key[2:]}"

    def _kind(self, path: str) -> str:
        return path.split("/")[-3]

    def _read(self, path: str) -> bytes | None:
        try:
            if self.near:
                return _read(path)
            return bytes(_open_remote(self.root).cat_file(path))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unusable(error, "read") from error

    def remove(self, kind: str, key: str) -> None:
        """Remove an entry, if there is one."""
        self._remove(self._path(kind, key))

    def _remove(self, path: str) -> None:
        with contextlib.suppress(OSError):
            if self.near:
                Path(path).unlink()
            else:
                _open_remote(self.root).rm_file(path)

    def _unusable(self, error: OSError, done: str) -> PlaceError:
        reason = error.strerror or str(error) or type(error).__name__
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return PlaceError(
                f"The store {self.root} is full ({reason}): free some space there, bound it with "
                "--cache-size, or name another place with --cache."
            )
        return PlaceError(
            f"The store {self.root} can't be {done} ({reason}): allow it, or name another place "
            "with --cache."
        )


def open_store(url: str) -> Store:
    """The store at `url`: a folder (made when first written to) or any URL fsspec knows.

    Raises PlaceError when no installed file system understands the URL.
    """
    if url.startswith("file://"):
        url = url.removeprefix("file://")
    if "://" not in url:
        return Store(str(Path(url).expanduser().absolute()))
    store = Store(url.rstrip("/"))
    _open_remote(store.root)
    return store


@lru_cache(maxsize=8)
def _open_remote(root: str) -> Any:
    """The fsspec file system behind a URL; fsspec is imported only for such a store."""
    import fsspec  # noqa: PLC0415 - 40 ms that a local folder does not need

    try:
        return fsspec.core.url_to_fs(root)[0]
    except (ValueError, ImportError, OSError) as error:
        raise PlaceError(
            f"The store {root} can't be opened ({error}): check the address, or name a folder "
            "with --cache."
        ) from error


@lru_cache(maxsize=8)
def _strip(root: str) -> str:
    return str(_open_remote(root)._strip_protocol(root)).rstrip("/")  # noqa: SLF001 - fsspec's way


def _checksum(data: bytes) -> bytes:
    """What tells damage, which means no harm, in a third of the time that a SHA-256 takes."""
    return _BY_CRC + crc32(data).to_bytes(_CHECK - len(_BY_CRC), "big")


def _is_whole(check: bytes, data: bytes) -> bool:
    if check.startswith(_BY_CRC):
        return check == _checksum(data)
    return check == hashlib.sha256(data).digest()[:_CHECK]


def _read(path: str) -> bytes:
    with FileIO(path) as file:  # thousands are read, and a buffer takes longer than most of them
        if time.time() - os.fstat(file.fileno()).st_mtime > _TOUCH:
            with contextlib.suppress(OSError):  # a store that may only be read still serves
                os.utime(path)
        return file.read()


def _write(root: Path, path: Path, entry: bytes, *, lasting: bool) -> None:
    """Write beside, then rename: a reader sees the old entry, none, or the whole new one.

    `lasting`: on the disk before it has its name. What any engine would say again need not be: of
    an entry that a power cut tore, the checksum tells.
    """
    for left in reversed(range(_TRIES)):
        partial = root / _PARTIAL / os.urandom(8).hex()
        _make(partial.parent)
        _make(path.parent)
        try:
            with partial.open("wb", buffering=0) as file:
                _fill(file, entry, lasting=lasting)
                partial.replace(path)
        except FileNotFoundError:  # swept away in the moment before it was locked, or a folder was
            partial.unlink(missing_ok=True)
            _make.cache_clear()
            if not left:
                raise
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        else:
            return


@lru_cache(maxsize=1024)
def _make(folder: Path) -> None:
    """See that a folder is there; one that this process has made is not looked for again."""
    folder.mkdir(parents=True, exist_ok=True)


def _fill(file: FileIO, entry: bytes, *, lasting: bool) -> None:
    """Write all of it to a file that is locked for as long as its writer lives."""
    with contextlib.suppress(OSError):  # a file system without locks
        fcntl.flock(file, fcntl.LOCK_SH)
    rest = memoryview(entry)
    while rest:
        rest = rest[file.write(rest) :]
    if lasting:
        os.fsync(file.fileno())


def _sweep(root: Path) -> None:
    for partial in root.glob(f"{_PARTIAL}/*"):
        with contextlib.suppress(OSError), partial.open("rb") as file:  # gone, or being written
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            partial.unlink()


def _walk(root: Path) -> Iterator[tuple[float, int, str]]:
    """Entries below a folder."""
    for path in root.glob("*/??/*"):
        try:
            facts = path.stat()
        except OSError:
            continue  # another render removed it meanwhile
        yield facts.st_mtime, facts.st_size, str(path)
