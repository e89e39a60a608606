"""A file in, an Article out: what the author wrote, as typed blocks, repaired.

Promise: nothing the author wrote is lost and nothing is invented; `ledger.prove` shows it. The
formats give provisional blocks; repair and roles are the same for all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.model import Article, Repair
from pipeline.reading import apart, ledger, links, markdown, notes, repair, roles, text
from pipeline.reading.correct import correct
from pipeline.reading.decoding import text_of
from pipeline.reading.locating import located

__all__ = ["correct", "ledger", "read"]

_FORMATS: Mapping[str, Callable[[str, str], Article]] = {
    "md": markdown.parse,
    "markdown": markdown.parse,
    "txt": text.parse,
    "text": text.parse,
}
_APART: Mapping[str, str] = {  # parsed in a process of its own: their parsers can be made to fail
    "pdf": "pipeline.reading.pdf:parse",
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
    if suffix in _APART:
        return understood(apart.run(_APART[suffix], path), str(path))
    if path.exists() and path.is_file() and suffix not in _FORMATS:
        known = ", ".join(f".{name}" for name in [*_FORMATS, *_APART])
        raise SourceError(f"{path}: can't read “.{suffix}” files; give one of {known}")
    source = text_of(path)
    return understood(_FORMATS.get(suffix, markdown.parse)(source, str(path)), str(path))


def understood(article: Article, name: str) -> Article:
    """Repair provisional blocks and find their roles. Raises: SourceError when none holds words."""
    mended = notes.told(repair.characters(article))
    mended = links.mended(repair.lines(mended))
    told = roles.told(mended)
    if not told.blocks:
        raise SourceError(f"{name}: no readable text in it; put the article's text into the file")
    return replace(
        told,
        repairs=_standing(told),
        skipped=tuple(sorted(told.skipped, key=lambda held: (held.start, held.end))),
    )


def _standing(article: Article) -> tuple[Repair, ...]:
    """Repairs in order, without those of characters that were skipped afterwards."""
    gone = [(held.start, held.end) for held in article.skipped if "address" in held.reason]
    kept = (
        mended
        for mended in article.repairs
        if mended.kind != "escape" or not any(a - 1 <= mended.at <= b for a, b in gone)
    )
    return tuple(sorted(kept, key=lambda mended: mended.at))
