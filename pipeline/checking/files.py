"""Where a feed's files are: in a folder, or on the web. Promise: each is fetched once at most."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from urllib.parse import unquote, urlsplit

from pipeline import fetching
from pipeline.errors import SourceError
from pipeline.fetching import Served
from pipeline.values import value

_LARGEST = 1_000_000_000  # bytes of one file


@value
class Got:
    """A file that a feed names. `path`: where its bytes are, None where it did not come: `told`.

    `served`: how a host served it; None in a folder.
    """

    url: str
    path: Path | None
    told: str = ""
    served: Served | None = None


class Files(Protocol):
    """What is behind the addresses in a feed."""

    def get(self, url: str) -> Got | None:
        """The file behind an address; None for one that can't be judged from here."""


class Folder:
    """The files of a feed that lies in a folder, by the address that the feed gives itself."""

    def __init__(self, folder: Path, base: str) -> None:
        self._folder = folder.resolve()
        self._base = base

    def get(self, url: str) -> Got | None:
        """Those under the feed's own address, inside the folder."""
        if not self._base or not url.startswith(self._base):
            return None
        rest = unquote(url[len(self._base) :].partition("#")[0])
        try:
            path = (self._folder / rest).resolve() if "\0" not in rest else self._folder
            there = path.is_file()
        except OSError:  # a name that is too long, or leads in a circle
            return Got(url=url, path=None, told="is no file's name")
        if not path.is_relative_to(self._folder):
            return None
        return Got(url=url, path=path if there else None, told="" if there else "is not there")


class Hosts:
    """Files on the web, fetched into `folder`; private addresses only on the host `private`."""

    def __init__(self, folder: Path, private: str) -> None:
        self._folder, self._private = folder, private
        self._got: dict[str, Got] = {}

    def get(self, url: str) -> Got | None:
        """Any http or https address."""
        if urlsplit(url).scheme not in {"http", "https"}:
            return None
        if url not in self._got:
            self._got[url] = self._fetched(url)
        return self._got[url]

    def _fetched(self, url: str) -> Got:
        path = self._folder / f"{len(self._got)}{Path(urlsplit(url).path).suffix[:8]}"
        try:
            found = fetching.served(
                url, path, allow_private=urlsplit(url).netloc == self._private, limit=_LARGEST
            )
        except SourceError as error:
            return Got(url=url, path=None, told=str(error).partition(": ")[2] or str(error))
        if not found.good:
            return Got(url=url, path=None, told=f"is answered with {found.status}", served=found)
        return Got(url=url, path=path, served=found)


@contextmanager
def hosts(url: str) -> Iterator[Hosts]:
    """The hosts of a feed on the web, for as long as the block runs. Raises SourceError."""
    private = urlsplit(url).netloc if fetching.is_private(url) else ""
    with TemporaryDirectory(prefix="feed-") as folder:
        yield Hosts(Path(folder), private)
