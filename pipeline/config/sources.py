"""What somebody named → the articles to render, each with its slug. Promise: no two share one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from glob import glob
from hashlib import sha256
from pathlib import Path

from pipeline.config.page import shown
from pipeline.errors import SourceError, UsageError
from pipeline.patterns import pattern
from pipeline.values import value

FORMATS = ("md", "markdown", "txt", "html", "htm", "pdf", "docx", "odt", "epub")
_SUFFIXES = {f".{name}" for name in FORMATS}
_ARTICLE = "article"
_NOTES = "episode.toml"
_ADDRESS = pattern(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_PATTERN = pattern(r"[*?\[]")
_LONGEST = 60  # characters of a slug: it becomes part of addresses and file names


@value
class Source:
    """One article's file; its slug; its episode.toml, if there is one; its format, if told.

    `url` is where the file was fetched from, if it was.
    """

    path: Path
    slug: str
    notes: Path | None = None
    format: str = ""
    url: str = ""


def spelt_out(named: Iterable[str]) -> Iterator[str]:
    """What was named, with the lines of each list (`@FILE`) and what each pattern (`*`) stands for.

    A list has one source a line, by its place beside the list; # begins a comment. Raises
    SourceError for a list or a pattern with nothing in it.
    """
    for name in named:
        if name.startswith("@"):
            found = _listed(Path(name[1:]))
        elif _PATTERN.search(name) and not is_address(name) and not Path(name).exists():
            found = sorted(glob(name))  # noqa: PTH207 - a path of any kind, as it was typed
        else:
            found = [name]
        if not found:
            raise SourceError(f"{name}: stands for no source — check the name")
        yield from found


def _listed(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{shown(path)}: is no list of sources ({error}) — check it") from error
    names = (line.strip() for line in lines)
    kept = [name for name in names if name and not name.startswith("#")]
    return [name if is_address(name) else str(path.parent / name) for name in kept]


def is_address(name: str) -> bool:
    """Whether a source is meant as an address on the web, and not as a file."""
    return bool(_ADDRESS.match(name))


def find_sources(named: Iterable[Path]) -> tuple[tuple[Source, ...], tuple[Path, ...]]:
    """The articles in what was named, and the folders that wait for one.

    A folder with an article.* is one episode, any other is a batch. Raises SourceError for what is
    not there or holds nothing, UsageError when two articles have one slug.
    """
    found: list[Source] = []
    waiting: list[Path] = []
    for path in named:
        if not path.exists():
            raise SourceError(f"{shown(path)}: there is no such file or folder — check the name")
        if not path.is_dir():
            found.append(source_of(path))
        elif article := article_in(path):
            found.append(source_of(article))
        else:
            _batch(path, found, waiting)
    _no_twins(found)
    return tuple(found), tuple(waiting)


def source_of(path: Path) -> Source:
    """A file as a source. An article.* is named by its folder and has its episode.toml there."""
    full = path.absolute()
    if full.stem != _ARTICLE:
        return Source(path=path, slug=slug(full.stem))
    notes = path.parent / _NOTES
    return Source(path=path, slug=slug(full.parent.name), notes=notes if notes.is_file() else None)


def slug(name: str) -> str:
    """A name as it stands in addresses: small ASCII letters, digits and hyphens, never empty."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        made = longer
    return made or "episode-" + sha256(name.encode()).hexdigest()[:8]


def article_in(folder: Path) -> Path | None:
    """The folder's article.*. Raises UsageError when there are several."""
    found = sorted(path for path in folder.glob(f"{_ARTICLE}.*") if _readable(path))
    if len(found) > 1:
        names = " and ".join(path.name for path in found)
        raise UsageError(f"{shown(folder)}: holds {names} — keep one of them as the article")
    return found[0] if found else None


def _batch(folder: Path, found: list[Source], waiting: list[Path]) -> None:
    """Sort what a folder holds into articles and folders that wait for theirs."""
    before = len(found) + len(waiting)
    for path in _visible(folder):
        if path.is_dir():
            if article := article_in(path):
                found.append(source_of(article))
            elif (path / _NOTES).is_file() or not any(_visible(path)):
                waiting.append(path)
        elif _readable(path) and path.stem.upper() != "README":
            found.append(source_of(path))
    if len(found) + len(waiting) == before and not (folder / "show.toml").is_file():
        raise SourceError(
            f"{shown(folder)}: holds no article — put one into it, as article.md for example"
        )


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))


def _readable(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and path.is_file()


def _no_twins(found: Iterable[Source]) -> None:
    seen: dict[str, Path] = {}
    for source in found:
        first = seen.setdefault(source.slug, source.path)
        if first.resolve() != source.path.resolve():
            raise UsageError(
                f"{shown(first)} and {shown(source.path)} would both be the episode "
                f"“{source.slug}” — rename one of them"
            )
