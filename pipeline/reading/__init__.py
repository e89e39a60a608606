"""A file in, an Article out: what the author wrote, as typed blocks, repaired.

Promise: nothing the author wrote is lost and nothing is invented; `ledger.prove` shows it. The
formats give provisional blocks; repair and roles are the same for all of them.
"""

from contextlib import suppress
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import SourceError
from pipeline.model import Article
from pipeline.reading import ledger
from pipeline.reading.correct import correct
from pipeline.reading.locating import located

if TYPE_CHECKING:
    from pipeline.reading import apart

__all__ = ["begin", "correct", "end", "ledger", "read"]

_FORMATS = {"md": "md", "markdown": "md", "txt": "txt", "text": "txt"}
_FORMATS |= dict.fromkeys(("html", "htm", "xhtml", "xht"), "html")
_FORMATS |= {"epub": "epub", "pdf": "pdf", "docx": "docx", "docm": "docx", "odt": "odt"}
_PLAIN = frozenset({"md", "txt", "html"})  # what is as large as it looks, and broken by nothing
_SMALL = 100_000  # bytes: what is larger may take all time or memory, and gets bounds
_VAST = 200_000_000  # bytes: refused as a rule, and not worth reading twice
_READERS = "pipeline.reading.alone"

_begun: dict[tuple[str, Path, str], "apart.Begun"] = {}  # by format, file and its bytes


def read(path: Path, format: str = "", url: str = "") -> Article:  # noqa: A002  the option's own name
    """Read an article. `format` is a suffix that overrides the file's own.

    `url` is where the file was fetched from, if it was: relative links are joined to it, and
    messages name it.

    Raises:
        SourceError: the file is missing, unreadable, empty, not text, or holds no words.
    """
    if not url:
        return _read(path, format)
    try:
        return located(_read(path, format), url)
    except SourceError as error:
        raise type(error)(str(error).replace(str(path), url)) from error


def begin(path: Path, format: str = "") -> None:  # noqa: A002  the option's own name
    """Begin to read a file in a process of its own; who reads it next here waits for that one.

    Nothing, where a run has read its article already, or can't have another process. What nobody
    waited for, `end` ends.
    """
    name, digest = _FORMATS.get(_suffix(path, format)), _digest(path)
    if name and digest and not _understood.cache_info().currsize:
        from pipeline.reading import apart  # noqa: PLC0415  many runs read nothing

        with suppress(SourceError, OSError):  # whoever reads it will be told
            _begun[name, path, digest] = apart.begin(f"{_READERS}:{name}", path)


def end() -> None:
    """End the processes that were begun and not waited for."""
    while _begun:
        _begun.popitem()[1].end()


def _suffix(path: Path, format: str) -> str:  # noqa: A002
    return (format or path.suffix).lower().lstrip(".")


def _read(path: Path, format: str) -> Article:  # noqa: A002
    suffix = _suffix(path, format)
    if path.is_file() and suffix not in _FORMATS:
        known = ", ".join(f".{name}" for name in _FORMATS)
        raise SourceError(f"{path}: can't read “.{suffix}” files; give one of {known}")
    return _understood(_FORMATS.get(suffix, "md"), path, _digest(path))


@lru_cache(maxsize=1)
def _understood(name: str, path: Path, digest: str) -> Article:
    """The article in a file of such bytes; a run asks for its only one more than once."""
    if begun := _begun.pop((name, path, digest), None):
        return begun.article()
    small = not digest or path.stat().st_size <= _SMALL
    if name in _PLAIN and small:
        from pipeline.reading import alone  # noqa: PLC0415  what only the child needs otherwise

        article: Article = getattr(alone, name)(path)
        return article
    from pipeline.reading import apart  # noqa: PLC0415  a small article needs no child

    return apart.run(f"{_READERS}:{name}", path)


def _digest(path: Path) -> str:
    """Which bytes a file has; empty where its reader will say what is wrong with it."""
    try:
        with path.open("rb") as file:
            vast = path.stat().st_size > _VAST
            return "vast" if vast else file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
