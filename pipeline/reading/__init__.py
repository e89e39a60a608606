"""A file in, an Article out: what the author wrote, as typed blocks, repaired.

Promise: nothing the author wrote is lost and nothing is invented; `ledger.prove` shows it. The
formats give provisional blocks; repair and roles are the same for all of them.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pipeline.errors import SourceError
from pipeline.model import Article
from pipeline.reading import apart, ledger, markdown, text
from pipeline.reading.correct import correct
from pipeline.reading.decoding import bytes_of, text_of
from pipeline.reading.locating import located
from pipeline.reading.understanding import understood

__all__ = ["correct", "ledger", "read", "understood"]

_Source = TypeVar("_Source", str, bytes)

_FORMATS: Mapping[str, Callable[[str, str], Article]] = {
    "md": markdown.parse,
    "markdown": markdown.parse,
    "txt": text.parse,
    "text": text.parse,
}
_PAGES = frozenset({"html", "htm", "xhtml", "xht", "epub"})
_APART: Mapping[str, str] = {  # parsed in a process of its own: their parsers can be made to fail
    "pdf": "pipeline.reading.pdf:parse",
    "docx": "pipeline.reading.office.docx:parse",
    "docm": "pipeline.reading.office.docx:parse",
    "odt": "pipeline.reading.office.odt:parse",
}


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


def _read(path: Path, format: str) -> Article:  # noqa: A002
    suffix = (format or path.suffix).lower().lstrip(".")
    if suffix in _PAGES:
        from pipeline.reading.web import epub, html  # noqa: PLC0415  lxml is slow to load

        parse = epub.parse if suffix == "epub" else html.parse
        return _parsed(parse, bytes_of(path), str(path))
    if suffix in _APART:
        return understood(apart.run(_APART[suffix], path), str(path))
    if path.exists() and path.is_file() and suffix not in _FORMATS:
        known = ", ".join(f".{name}" for name in [*_FORMATS, *sorted(_PAGES), *_APART])
        raise SourceError(f"{path}: can't read “.{suffix}” files; give one of {known}")
    return _parsed(_FORMATS.get(suffix, markdown.parse), text_of(path), str(path))


@lru_cache(maxsize=1)
def _parsed(parse: Callable[[_Source, str], Article], source: _Source, where: str) -> Article:
    """An article of the text or bytes of a file; a run asks for its only one more than once."""
    return understood(parse(source, where), where)
