"""A destination: any fsspec URL. Promise: a file there is whole, or not there at all.

What file systems raise comes out as PlaceError, with the destination's address.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from posixpath import basename, dirname
from typing import Any

import fsspec

from pipeline.errors import PlaceError
from pipeline.formats.media_types import caching, media_type

_FAILURES = (OSError, ValueError, ImportError, RuntimeError)  # what file systems raise
_GROWING = {"file", "local", "sftp", "ssh", "ftp", "smb"}  # a file there can be seen half-written
_AT_ONCE = 8  # files on their way, where a file system can do several
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs", "abfs": "azure", "az": "azure",
           "sftp": "sftp", "ssh": "sftp"}  # fmt: skip


class Destination:
    """A folder on some file system. Names are relative to it, with slashes.

    Raises PlaceError, from every method, when it can't be reached, read or written.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        with self._told():
            self._files: Any
            self._files, root = fsspec.core.url_to_fs(url, **_options(url))
            self._root = str(root).rstrip("/")
        protocol = self._files.protocol
        self._protocols = {protocol} if isinstance(protocol, str) else set(protocol)

    def is_folder(self, folder: Path) -> bool:
        """Whether this is that folder on this machine."""
        here = bool(self._protocols & {"file", "local"})
        return here and Path(self._root).resolve() == folder.resolve()

    def listing(self) -> Mapping[str, int]:
        """Every file that lies there now and is not hidden, with its size in bytes."""
        with self._told():
            self._files.invalidate_cache()
            if not self._files.exists(self._root):
                return {}
            found = self._files.find(self._root, detail=True)
        sizes = {self._name(str(path)): each["size"] for path, each in found.items()}
        return {name: size for name, size in sizes.items() if "/." not in f"/{name}"}

    def read(self, name: str) -> bytes:
        """The bytes of a file there."""
        with self._told():
            data: bytes = self._files.cat_file(self._path(name))
            return data

    def fetch(self, name: str, path: Path) -> None:
        """Copy a file from there to `path`, whose folder is there."""
        with self._told():
            self._files.get_file(self._path(name), str(path))

    def send(self, source: Path, name: str) -> None:
        """Bring a file there, whole or not at all, with its media type where the host keeps one."""
        path = self._path(name)
        with self._told():
            if not self._protocols & _GROWING:
                self._files.put_file(str(source), path, **self._served(name))
                return
            self._files.makedirs(dirname(path), exist_ok=True)
            beside = f"{dirname(path)}/.{basename(path)}.part"
            self._files.put_file(str(source), beside)
            if "file" in self._protocols:
                _settle(beside)
            self._files.mv(beside, path)

    def delete(self, name: str) -> None:
        """Delete a file there, if it is there."""
        with self._told():
            try:
                self._files.rm_file(self._path(name))
            except FileNotFoundError:
                return

    def each(self, work: Callable[[str], None], names: Iterable[str]) -> None:
        """Do something for each name: several at once where the file system can."""
        if not getattr(self._files, "async_impl", False):
            for name in names:
                work(name)
            return
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            try:
                for _ in pool.map(work, names):
                    pass
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _served(self, name: str) -> Mapping[str, Any]:
        """What this file system's own upload takes of how a file is to be served."""
        if self._protocols & {"s3", "s3a"}:
            return {"ContentType": media_type(name), "CacheControl": caching(name)}
        if self._protocols & {"gs", "gcs"}:
            kept = {"cache_control": caching(name)}
            return {"content_type": media_type(name), "fixed_key_metadata": kept}
        return {"overwrite": True} if self._protocols & {"abfs", "az"} else {}

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _name(self, path: str) -> str:
        return path.removeprefix(self._root).lstrip("/")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what a file system raises into one line that names the destination."""
        try:
            yield
        except ImportError as error:
            extra = _EXTRAS.get(self.url.partition("://")[0], "")
            how = f'pip install "render-episode[{extra}]"' if extra else f"install it ({error})"
            raise PlaceError(f"{self.url} needs a package that is not here: {how}") from error
        except _FAILURES as error:
            raise PlaceError(
                f"{self.url} can't be reached or written ({error}): check the address and your "
                "right to it, then run the same command again; what has arrived stays"
            ) from error
        except Exception as error:
            if type(error).__module__.partition(".")[0] in {"pipeline", "builtins"}:
                raise
            # Each file system has errors of its own: botocore's, paramiko's, Google's, Azure's.
            raise PlaceError(
                f"{self.url} refused ({error}): check the address and your right to it"
            ) from error


def _options(url: str) -> Mapping[str, Any]:
    """What a file system is to be told besides the address."""
    if not url.startswith(("sftp://", "ssh://")):
        return {"use_listings_cache": False}
    from pipeline.delivering.hosts import known_hosts  # noqa: PLC0415 - an extra

    return {"host_key_policy": known_hosts()}


def _settle(path: str) -> None:
    """Have a file's bytes on the disk before it gets its name."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
